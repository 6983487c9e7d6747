"""Wakes when something is due. The table is the truth; the scheduler holds two jobs, never one per delivery."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.domain.errors import StoreUnavailable
from bot.services.deliveries import Deliveries
from bot.services.ports import Now

_log = logging.getLogger(__name__)

SWEEP_SECONDS = 30
"""Finds other processes' rows, leases that ran out, and jumps of the clock."""

_ENDING_SECONDS = 25.0
"""A send takes 20 s at most; whoever hosts us kills us after some more."""


class Clockwork:
    """Runs what is due, at the time it is due."""

    def __init__(self, deliveries: Deliveries, now: Now) -> None:
        self._deliveries = deliveries
        self._now = now
        self._wakes_at: datetime | None = None
        self._runs: set[asyncio.Future[None]] = set()
        # Jobs that were late still run, once, and never twice at the same time.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    async def start(self) -> None:
        """Begin to wake; catches up with what fell due before."""
        self._scheduler.start()
        self._scheduler.add_job(self._sweep, IntervalTrigger(seconds=SWEEP_SECONDS, timezone=UTC), id="sweep")
        await _logged(self.run_due)

    async def stop(self) -> None:
        """Wake no more, and let what is being sent come to its end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._runs:
            await asyncio.wait(self._runs, timeout=_ENDING_SECONDS)

    async def run_due(self) -> int:
        """Bring all that is due at ``now()``; returns how many deliveries were settled."""
        brought = await self._deliveries.run_due()
        await self.set_alarm()
        return brought

    async def serve(self, place: int) -> None:
        """Bring what is due at one place, without waiting for the alarm."""
        await self._deliveries.serve(place)
        await self.set_alarm()

    async def set_alarm(self) -> None:
        """Wake at the next due delivery, if it comes before the next sweep."""
        if not self._scheduler.running:
            return
        due = await self._deliveries.next_due()
        if due is None or due == self._wakes_at:
            return
        wait = (due - self._now()).total_seconds()
        if wait > SWEEP_SECONDS:
            return
        if wait <= 0:
            # Still there after a run: somebody else is sending to that place. Look again soon, not at once.
            wait = 1.0
        self._wakes_at = due
        # The scheduler reads the machine's clock and ours may be another one: only the distance counts.
        at = datetime.now(UTC) + timedelta(seconds=wait)  # noqa: TID251
        self._scheduler.add_job(self._wake, DateTrigger(at, timezone=UTC), id="wake", replace_existing=True)

    async def _wake(self) -> None:
        self._wakes_at = None
        await self._sweep()

    async def _sweep(self) -> None:
        run = asyncio.ensure_future(_logged(self.run_due))
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)
        with contextlib.suppress(asyncio.CancelledError):
            # The scheduler cancels its jobs when it is shut down. A message on its way must not be torn.
            await asyncio.shield(run)


async def _logged(work: Callable[[], Awaitable[int]]) -> None:
    try:
        await work()
    except StoreUnavailable as error:
        _log.warning("nothing was delivered this time: %s", error)
    except Exception:
        _log.exception("running what is due failed")
