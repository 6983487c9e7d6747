"""A child process as the bot sees it, and the two ways of getting one."""

import asyncio
from collections.abc import Callable
from typing import Protocol


class Child:
    """A locked-down process that waits for one query. ``exit_code`` is known once ``gone`` is set; -9 was killed."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kill: Callable[[], None]) -> None:
        self.reader = reader
        self.writer = writer
        self.used = asyncio.Event()
        self.gone = asyncio.Event()
        self.exit_code: int | None = None
        self._kill = kill

    def kill(self) -> None:
        """End it at once, whatever it does. More than once is no harm."""
        if not self.gone.is_set():
            self._kill()

    def close(self) -> None:
        """End it and hang up."""
        self.kill()
        self.writer.close()

    def died(self, exit_code: int | None) -> None:
        self.exit_code = exit_code
        self.gone.set()


class Source(Protocol):
    """Where children come from."""

    async def start(self) -> None: ...

    async def child(self) -> Child: ...

    async def close(self) -> None: ...
