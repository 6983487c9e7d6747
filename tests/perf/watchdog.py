"""How long the event loop was kept from running."""

import asyncio
import time
from types import TracebackType
from typing import Self

_EVERY = 0.002


class Watchdog:
    """Measures the longest stall of the loop while its block runs, and what was running then (by mark)."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.at = ""
        self.mark = ""
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        await asyncio.sleep(_EVERY * 2)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._task is not None
        await asyncio.sleep(_EVERY * 2)
        self._task.cancel()

    async def _watch(self) -> None:
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(_EVERY)
            stall = time.perf_counter() - begin - _EVERY
            if stall > self.longest:
                self.longest, self.at = stall, self.mark
