"""The runner, started at its first need and kept from then on."""

import asyncio
import contextvars
import logging
from collections.abc import Callable

from bot.domain.errors import Reason, Refused
from bot.domain.sql_results import RunResult

from .limits import SandboxBroken
from .runner import SqlRunner

_log = logging.getLogger(__name__)


class LazyRunner:
    """Loading the tables takes seconds and memory, and a bot that nobody asks to run SQL needs neither."""

    def __init__(self, make: Callable[[], SqlRunner]) -> None:
        self._make = make
        self._starting: asyncio.Task[SqlRunner | None] | None = None
        self._closed = False

    def warm(self) -> None:
        """Begin to start, if nobody did; whoever runs a query waits for what is left of it."""
        self._started()

    async def run(self, task: str, sql: str) -> RunResult:
        """Run one query on a task's tables.

        :raises Refused: if the sandbox does not start; the cause is in the log, and the next query tries again.
        """
        runner = await asyncio.shield(self._started())
        if runner is None:
            raise Refused(Reason.NO_SANDBOX)
        return await runner.run(task, sql)

    async def close(self) -> None:
        """End it, if it was started."""
        self._closed = True
        if self._starting is None:
            return
        self._starting.cancel()  # no harm where it is done
        await asyncio.wait([self._starting])
        if not self._starting.cancelled() and (runner := self._starting.result()) is not None:
            await runner.close()

    def _started(self) -> "asyncio.Task[SqlRunner | None]":
        if self._closed:
            raise Refused(Reason.NO_SANDBOX)
        if self._starting is None or (self._starting.done() and self._starting.result() is None):
            # It outlives whoever needed it first, so it is begun outside of their context.
            loop = asyncio.get_running_loop()
            self._starting = contextvars.Context().run(loop.create_task, self._start())
        return self._starting

    async def _start(self) -> SqlRunner | None:
        runner = self._make()
        try:
            await runner.start()
        except (SandboxBroken, OSError) as error:
            _log.error("the SQL sandbox does not start, so no query can be run: %s", error)
        except Exception:
            _log.exception("the SQL sandbox does not start, so no query can be run")
        else:
            return runner
        return None
