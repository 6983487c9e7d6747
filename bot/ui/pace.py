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

_MOST_IN_A_SECOND = 49
_CATCH_UP = 0.1
"""Seconds: turns missed while the event loop was busy for so long are made up for; after longer ones it begins anew."""

_BUNCHED = 0.02
"""Seconds by which an answer may be later than usual; beyond that its request was held up on its way, and counts for
Discord as one made so much later."""

_QUICKER, _SLOWER = 0.1, 0.02
"""How much of a new latency goes into what is usual: little of a late one, or a stall would soon be usual."""

_MOST_KEPT_FREE = 12
_EXEMPT = ("/interactions/", "/webhooks/")


class _Request:
    """When a request left, or was there as far as can be told from its answer."""

    __slots__ = ("at", "left_at")

    def __init__(self, at: float) -> None:
        self.at = self.left_at = at


class Pace:
    """Hands out turns. Those who give way wait for theirs in order; those who do not take theirs at once.

    While people cause requests, as many again as they made in the last second are kept free for them.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = 0.0
        self._taken: list[_Request] = []
        self._usual: float | None = None
        self._by_people: deque[float] = deque()
        self._line = asyncio.Lock()

    async def turn(self) -> _Request:
        """Wait for a turn and take it."""
        async with self._line:
            while (wait := self.wait()) > 0:  # noqa: ASYNC110 - time passes, and nobody tells
                await asyncio.sleep(wait)
            return self._take(self._clock())

    def at_once(self) -> _Request:
        """Take a turn without waiting: somebody is looking at their screen."""
        now = self._clock()
        self._by_people.append(now)
        return self._take(now)

    def answered(self, request: _Request) -> None:
        """Its answer is there: one that took far longer than usual was late at Discord, too."""
        span = self._clock() - request.left_at
        usual = span if self._usual is None else self._usual
        self._usual = usual + (_SLOWER if span > usual else _QUICKER) * (span - usual)
        request.at += min(max(span - self._usual - _BUNCHED, 0.0), 1.0)

    def wait(self) -> float:
        """Seconds until the next turn; not above 0 if it may be taken now."""
        now = self._clock()
        self._forget(now)
        room = _MOST_IN_A_SECOND - min(len(self._by_people), _MOST_KEPT_FREE)
        over = len(self._taken) - room
        free = sorted(one.at for one in self._taken)[over] + 1 if over >= 0 else now
        return max(self._next, free) - now

    def _forget(self, now: float) -> None:
        while self._by_people and self._by_people[0] <= now - 1:
            self._by_people.popleft()
        self._taken = [one for one in self._taken if one.at > now - 1]

    def _take(self, now: float) -> _Request:
        begin = self._next if now - self._next <= _CATCH_UP else now
        self._next = begin + 1 / PER_SECOND
        self._forget(now)
        request = _Request(now)
        self._taken.append(request)
        return request

    def trace(self) -> aiohttp.TraceConfig:
        """What has every request of a client keep this pace."""

        async def on_start(
            _session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
        ) -> None:
            if _counts(str(params.url)):
                context.request = await self.turn() if gives_way.get() else self.at_once()

        async def on_end(
            _session: aiohttp.ClientSession, context: SimpleNamespace, _params: aiohttp.TraceRequestEndParams
        ) -> None:
            if (request := getattr(context, "request", None)) is not None:
                self.answered(request)

        config = aiohttp.TraceConfig()
        config.on_request_start.append(on_start)
        config.on_request_end.append(on_end)
        return config


def _counts(url: str) -> bool:
    """Whether Discord counts a request: neither files from elsewhere nor the gateway nor answers to interactions."""
    base = discord.http.Route.BASE
    return url.startswith(base) and not url.removeprefix(base).startswith(_EXEMPT)
