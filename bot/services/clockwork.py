"""Wakes when something is due. The table is the truth; the scheduler holds two jobs, never one per delivery."""

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


class Clockwork:
    """Runs what is due, at the time it is due."""

    def __init__(self, deliveries: Deliveries, now: Now) -> None:
        self._deliveries = deliveries
        self._now = now
        self._wakes_at: datetime | None = None
        # Jobs that were late still run, once, and never twice at the same time.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    async def start(self) -> None:
        """Begin to wake; catches up with what fell due before."""
        self._scheduler.start()
        self._scheduler.add_job(self._sweep, IntervalTrigger(seconds=SWEEP_SECONDS, timezone=UTC), id="sweep")
        await self._sweep()

    def stop(self) -> None:
        """Wake no more. What is being sent goes on to its end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

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
        await _logged(self.run_due)

    async def _sweep(self) -> None:
        await _logged(self.run_due)


async def _logged(work: Callable[[], Awaitable[int]]) -> None:
    try:
        await work()
    except StoreUnavailable as error:
        _log.warning("nothing was delivered this time: %s", error)
    except Exception:
        _log.exception("running what is due failed")
