"""The judge's machine: any number of callers, a few children, one query each."""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.domain.sql_results import ErrorKind, RunError, RunResult

from .children import Child, Source
from .forked import Forked
from .limits import Limits, SandboxBroken
from .receiving import Nonsense, packed, result
from .spawned import Spawned

_log = logging.getLogger(__name__)
LONGEST_QUERY: Final = 100_000
_BURIAL_SECONDS: Final = 2.0
_LONGEST_PAUSE: Final = 30.0
_CPU_LIMIT: Final = -24  # SIGXCPU, by number: the name does not exist everywhere
_OUR_KILL: Final = -9

TOO_LONG = f"The query is too long: up to {LONGEST_QUERY:,} characters can be run."
BUSY = "Too many queries are waiting at the moment. Nothing is lost; send it again in a minute."
CRASHED = "The query brought the database engine down. Nothing is lost; try it in a simpler form."
NO_MEMORY = "The query needed more memory than it may have. Filter or group earlier, or check the joins."


class SqlRunner:
    """Runs SQL on the tables of each task. ``fork`` is for tests of the other way; leave it to the system."""

    def __init__(
        self,
        folder_of_tables: Mapping[str, Path],
        *,
        seconds: float = 5.0,
        memory_mb: int = 512,
        row_cap: int = 10_000,
        byte_cap: int = 4 * 1024 * 1024,
        children: int = 2,
        patience: float = 120.0,
        fork: bool = sys.platform == "linux",
    ) -> None:
        self._tasks = frozenset(folder_of_tables)
        self._limits = Limits(seconds, memory_mb, row_cap, byte_cap)
        self._source: Source = (Forked if fork else Spawned)(dict(folder_of_tables), self._limits)
        self._count = children
        self._patience = patience
        self._standing_by: asyncio.Queue[Child] = asyncio.Queue()
        self._keepers: list[asyncio.Task[None]] = []
        self._mending = asyncio.Lock()

    async def start(self) -> None:
        """Load the tables and have the children stand by. Raises SandboxBroken with the cause, for the host."""
        try:
            await self._source.start()
            for _ in range(self._count):
                self._keepers.append(asyncio.ensure_future(self._keep(await self._source.child())))
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Kill what runs and what stands by."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self._keepers.clear()
        await self._source.close()

    async def run(self, task: str, sql: str) -> RunResult:
        """Run one query on a task's tables. Whatever it does, this returns within the limits after its turn came."""
        if not self._keepers:
            raise RuntimeError("the runner is not started")
        if task not in self._tasks:
            raise KeyError(task)
        if len(sql) > LONGEST_QUERY:
            return _failed(ErrorKind.REFUSED, TOO_LONG)
        try:
            async with asyncio.timeout(self._patience):
                child = await self._next_child()
        except TimeoutError:
            return _failed(ErrorKind.BUSY, BUSY)
        try:
            return await self._ask(child, task, sql)
        finally:
            child.kill()
            child.used.set()

    async def _next_child(self) -> Child:
        """Callers get children in the order they asked."""
        while True:
            child = await self._standing_by.get()
            if not child.gone.is_set():
                return child
            child.used.set()

    async def _ask(self, child: Child, task: str, sql: str) -> RunResult:
        begin = time.perf_counter()
        try:
            async with asyncio.timeout(self._limits.seconds):
                child.writer.write(packed({"task": task, "sql": sql}))
                return await result(child.reader, self._limits.row_cap, self._limits.byte_cap)
        except TimeoutError:
            return self._late(time.perf_counter() - begin)
        except Nonsense as nonsense:
            _log.warning("a child sent nonsense and was ended: %s", nonsense)
            return _failed(ErrorKind.CRASH, CRASHED, time.perf_counter() - begin)
        except (EOFError, OSError):
            return await self._autopsy(child, begin)

    async def _autopsy(self, child: Child, begin: float) -> RunResult:
        """The child ended without an answer: why?"""
        seconds = time.perf_counter() - begin
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_BURIAL_SECONDS):
                await child.gone.wait()
        if child.exit_code == _CPU_LIMIT:
            return self._late(seconds)
        if child.exit_code == _OUR_KILL:  # not by us, so by the system, for lack of memory
            return _failed(ErrorKind.MEMORY, NO_MEMORY, seconds)
        return _failed(ErrorKind.CRASH, CRASHED, seconds)

    def _late(self, seconds: float) -> RunResult:
        most = f"{self._limits.seconds:g} second{'' if self._limits.seconds == 1 else 's'}"
        sentence = f"The query ran longer than {most} and was stopped. A join without its condition is the usual cause."
        return _failed(ErrorKind.TIMEOUT, sentence, seconds)

    async def _keep(self, child: Child) -> None:
        """Have one child standing by or at work at any time; the next comes when this one is dead and gone."""
        while True:
            try:
                await self._standing_by.put(child)
                await child.used.wait()
            finally:
                child.close()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_BURIAL_SECONDS):
                    await child.gone.wait()
            child = await self._another()

    async def _another(self) -> Child:
        pause = 0.5
        while True:
            try:
                return await self._source.child()
            except SandboxBroken as broken:
                _log.warning("starting the SQL sandbox again: %s", broken)
            except OSError:
                _log.exception("no new process can be had for the SQL sandbox")
            await self._mend()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _mend(self) -> None:
        """Start the source again, once for all keepers that found it broken."""
        if self._mending.locked():
            async with self._mending:
                return
        async with self._mending:
            with contextlib.suppress(SandboxBroken, OSError):
                await self._source.start()


def _failed(kind: ErrorKind, sentence: str, seconds: float = 0.0) -> RunResult:
    return RunResult(seconds=seconds, error=RunError(kind, sentence))
