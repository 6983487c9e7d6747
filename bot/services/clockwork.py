"""Wakes when something is due. The table is the truth; there is one timer, never one for each delivery.

The timer runs on the event loop's own clock, which no one can set: a scheduler that compares times of the day sleeps
for an hour when the machine's clock is set back by one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.domain.errors import StoreUnavailable
from bot.services.deliveries import Deliveries
from bot.services.ports import Now

_log = logging.getLogger(__name__)

SWEEP_SECONDS = 30.0
"""At the latest it looks again: finds other processes' rows, leases that ran out, and jumps of the clock."""

SOON_SECONDS = 1.0
"""Something is still due after a run: somebody else is sending to that place."""

_ENDING_SECONDS = 25.0
"""A send takes 20 s at most; whoever hosts us kills us after some more."""


class Clockwork:
    """Runs what is due, at the time it is due."""

    def __init__(self, deliveries: Deliveries, now: Now) -> None:
        self._deliveries = deliveries
        self._now = now
        self._running = False
        self._timer: asyncio.TimerHandle | None = None
        self._wakes: set[asyncio.Future[None]] = set()

    async def start(self) -> None:
        """Begin to wake; catches up with what fell due before."""
        self._running = True
        await asyncio.wait([self._wake()])

    async def stop(self) -> None:
        """Wake no more, and let what is being sent come to its end."""
        self._running = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._wakes:
            await asyncio.wait(self._wakes, timeout=_ENDING_SECONDS)

    async def run_due(self) -> int:
        """Bring all that is due at ``now()``; returns how many deliveries were settled."""
        brought = await self._deliveries.run_due()
        await self.set_alarm()
        return brought

    async def serve(self, place: int) -> None:
        """Bring what is due at one place, without waiting for the alarm."""
        await self._deliveries.serve(place)
        await self.set_alarm()

    async def set_alarm(self, *, later: bool = False) -> None:
        """Wake at the next due delivery, if it comes before the next sweep; with ``later``, what is due already is
        being brought."""
        if not self._running:
            return
        due = await self._deliveries.next_due(later=later)
        if due is None:
            return
        wait = (due - self._now()).total_seconds()
        # What is due already is looked at again soon, not at once.
        self._wake_in(wait if wait > 0 else SOON_SECONDS)

    def _wake_in(self, seconds: float) -> None:
        """Wake then, unless it wakes earlier anyhow."""
        if not self._running:
            return
        loop = asyncio.get_running_loop()
        at = loop.time() + min(seconds, SWEEP_SECONDS)
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = loop.call_at(at, self._wake)

    def _wake(self) -> asyncio.Future[None]:
        self._timer = None
        self._wake_in(SWEEP_SECONDS)
        wake = asyncio.ensure_future(self._sweep())
        self._wakes.add(wake)
        wake.add_done_callback(self._wakes.discard)
        return wake

    async def _sweep(self) -> None:
        # A run may take minutes, when a thousand things fall due or a place is slow: what comes next must not wait.
        await _logged(lambda: self.set_alarm(later=True))
        await _logged(self.run_due)


async def _logged(work: Callable[[], Awaitable[object]]) -> None:
    try:
        await work()
    except StoreUnavailable as error:
        _log.warning("nothing was delivered this time: %s", error)
    except Exception:
        _log.exception("running what is due failed")
