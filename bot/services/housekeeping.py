"""What is done once a night: forms that nobody came back for go, and the database is copied."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.domain.errors import StoreUnavailable
from bot.domain.reminders import DRAFT_FOR
from bot.services.bank_files import KEPT_FOR as FILES_KEPT_FOR
from bot.services.kept import KEPT_FOR
from bot.services.ports import Now, Store, Unit

_log = logging.getLogger(__name__)

_NIGHTLY = CronTrigger(hour=3, minute=17, timezone=UTC)


class Housekeeping:
    """Keeps the house in order while people sleep.

    A scheduler that reads the machine's clock is right for this: should the clock be set back, a night comes an hour
    later. What is owed to people is the clockwork's, which no clock can stop.

    :param retention: erases what is due, before the copy is made.
    :param back_up: makes the night's copy; blocks, and raises ``OSError`` where there is no room for it.
    """

    def __init__(
        self,
        store: Store,
        now: Now,
        back_up: Callable[[], None] | None,
        retention: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._back_up = back_up
        self._retention = retention
        self._runs: set[asyncio.Future[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        """From now on, every night."""
        self._scheduler.start()
        self._scheduler.add_job(self._night, _NIGHTLY, id="housekeeping")

    async def stop(self) -> None:
        """No more; a night's work that runs comes to its end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._runs:
            await asyncio.wait(self._runs)

    async def run(self) -> None:
        """A night's work; to do it twice is to do it once."""
        now = self._now()

        async def purge(unit: Unit) -> None:
            await unit.kept.drop_old(now - KEPT_FOR)
            await unit.files.drop_old(now - FILES_KEPT_FOR)
            await unit.reminders.drop_old(now - DRAFT_FOR)

        try:
            await self._store.write(purge)
            if self._retention is not None:
                await self._retention()
            if self._back_up is not None:
                await asyncio.to_thread(self._back_up)
        except StoreUnavailable as error:
            _log.warning("no housekeeping tonight: %s", error)
        except OSError as error:
            _log.error("the database was not copied tonight: %s", error)

    async def _night(self) -> None:
        run = asyncio.ensure_future(self.run())
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)
        with contextlib.suppress(asyncio.CancelledError):
            # The scheduler cancels its jobs when it is shut down; a copy must not be torn.
            await asyncio.shield(run)
