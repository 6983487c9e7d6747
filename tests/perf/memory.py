"""How much memory something adds at most."""

import threading
from types import TracebackType
from typing import Self

import psutil

_EVERY = 0.002
MIB = 1024 * 1024


class Memory:
    """Looks, in a thread of its own, how much the process holds while its block runs. ``added``: bytes at most."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._before = 0
        self.added = 0

    def __enter__(self) -> Self:
        self._before = self._process.memory_info().rss
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self.added = max(self.added, self._process.memory_info().rss - self._before)
