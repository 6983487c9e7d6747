"""Direct messages by one request: the channel of each person is remembered."""

import contextlib
from collections import OrderedDict
from datetime import datetime, timedelta

import discord

from bot.domain.errors import StoreUnavailable
from bot.services.giving_way import gives_way
from bot.services.ports import LaterError, Now, Store

_REMEMBERED = 5_000
"""Channels kept in memory, those used last; all others are a look into the store."""

_MOST_OPENING = 8
"""Discord lets a bot open about one direct channel a second: more must not wait in line here, where they would hold
up everybody else's messages and run out of their time."""

_EACH = timedelta(seconds=1)
_FIRST_PAUSE = timedelta(seconds=10)


class DirectChannels:
    """Finds the channel for direct messages to a person, and opens it only if it never was."""

    def __init__(self, client: discord.Client, store: Store, now: Now) -> None:
        self._client = client
        self._store = store
        self._now = now
        self._known: OrderedDict[int, int] = OrderedDict()
        self._opening = 0
        self._last_put_off: datetime | None = None

    async def of(self, user_id: int) -> discord.abc.Messageable:
        """Where to write to a person. Raises what Discord raises if it refuses to open a channel.

        :raises LaterError: with a time, if too many are being opened at once.
        """
        channel_id = await self._recall(user_id)
        if channel_id is None:
            channel_id = await self._open(user_id)
        return self._client.get_partial_messageable(channel_id, type=discord.ChannelType.private)

    async def forget(self, user_id: int) -> bool:
        """The channel turned out to be no good; returns whether it had been remembered, so that a new one may help."""
        known = await self._recall(user_id) is not None
        self._known.pop(user_id, None)
        with contextlib.suppress(StoreUnavailable):
            await self._store.write(lambda unit: unit.direct.forget(user_id))
        return known

    def drop(self, user_id: int) -> None:
        """Remember a person no more."""
        self._known.pop(user_id, None)

    async def _recall(self, user_id: int) -> int | None:
        if user_id in self._known:
            self._known.move_to_end(user_id)
            return self._known[user_id]
        try:
            channel_id: int | None = await self._store.read(lambda unit: unit.direct.get(user_id))
        except StoreUnavailable:
            return None
        if channel_id is not None:
            self._remember(user_id, channel_id)
        return channel_id

    async def _open(self, user_id: int) -> int:
        if gives_way.get() and self._opening >= _MOST_OPENING:
            raise LaterError("direct channels are opened one after the other", self._put_off())
        self._opening += 1
        try:
            # What discord.py still has in memory may be the very channel that was no good.
            data = await self._client.http.start_private_message(user_id)
        finally:
            self._opening -= 1
        channel_id = int(data["id"])
        self._remember(user_id, channel_id)
        with contextlib.suppress(StoreUnavailable):
            await self._store.write(lambda unit: unit.direct.put(user_id, channel_id))
        return channel_id

    def _put_off(self) -> datetime:
        """When to come back: each one who is put off gets a second of their own."""
        soonest = self._now() + _FIRST_PAUSE
        self._last_put_off = soonest if self._last_put_off is None else max(soonest, self._last_put_off + _EACH)
        return self._last_put_off

    def _remember(self, user_id: int, channel_id: int) -> None:
        self._known[user_id] = channel_id
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
