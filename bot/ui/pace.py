"""Requests at the pace that Discord allows a bot: deliveries wait for their turn, people never do.

Discord allows 50 requests a second over all routes; answers to interactions do not count. Every request is seen where
it leaves, in aiohttp's trace, so that second tries and what discord.py asks by itself are counted as well. The limits
of single routes and channels are discord.py's own work.

``aiolimiter`` was looked at and is not used: whoever takes from its bucket also waits for it, while requests of people
have to be counted without waiting, and it lets a whole second's worth go at once.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp
import discord

from bot.services.giving_way import gives_way

PER_SECOND = 48.0
"""Evenly spaced. Two less than Discord's 50: so far may requests bunch up on their way before one is too many."""

_MOST_IN_A_SECOND = 48
_CATCH_UP = 0.1
"""Seconds: turns missed while the event loop was busy for so long are made up for; after longer ones it begins anew."""

_MOST_KEPT_FREE = 12
_EXEMPT = ("/interactions/", "/webhooks/")


class Pace:
    """Hands out turns. Those who give way wait for theirs in order; those who do not take theirs at once.

    While people cause requests, as many again as they made in the last second are kept free for them.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = 0.0
        self._taken: deque[float] = deque()
        self._by_people: deque[float] = deque()
        self._line = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for a turn and take it."""
        async with self._line:
            while (wait := self.wait()) > 0:  # noqa: ASYNC110 - time passes, and nobody tells
                await asyncio.sleep(wait)
            self._take(self._clock())

    def at_once(self) -> None:
        """Take a turn without waiting: somebody is looking at their screen."""
        now = self._clock()
        self._by_people.append(now)
        self._take(now)

    def wait(self) -> float:
        """Seconds until the next turn; not above 0 if it may be taken now."""
        now = self._clock()
        for times in (self._taken, self._by_people):
            while times and times[0] <= now - 1:
                times.popleft()
        room = _MOST_IN_A_SECOND - min(len(self._by_people), _MOST_KEPT_FREE)
        free = self._taken[len(self._taken) - room] + 1 if len(self._taken) >= room else now
        return max(self._next, free) - now

    def _take(self, now: float) -> None:
        begin = self._next if now - self._next <= _CATCH_UP else now
        self._next = begin + 1 / PER_SECOND
        self._taken.append(now)

    def trace(self) -> aiohttp.TraceConfig:
        """What has every request of a client keep this pace."""

        async def on_start(
            _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
        ) -> None:
            if not _counts(str(params.url)):
                return
            if gives_way.get():
                await self.turn()
            else:
                self.at_once()

        config = aiohttp.TraceConfig()
        config.on_request_start.append(on_start)
        return config


def _counts(url: str) -> bool:
    """Whether Discord counts a request: neither files from elsewhere nor the gateway nor answers to interactions."""
    base = discord.http.Route.BASE
    return url.startswith(base) and not url.removeprefix(base).startswith(_EXEMPT)
