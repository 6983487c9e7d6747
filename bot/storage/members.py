"""Who does something with the bot in which server, and who is gone from it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.privacy.members import Asked, Member
from bot.storage.once import InsertOnce
from bot.storage.tables import departures, members

_M = members.c
_AT = bindparam("at", type_=_M.seen_at.type)
_BEFORE = bindparam("before", type_=_M.seen_at.type)
_IS_IT = (_M.guild_id == bindparam("guild"), _M.user_id == bindparam("person"))
_OF_THEM = select(_M.guild_id, _M.user_id, _M.seen_at, _M.left_at)
_BOT_IS_THERE = ~exists().where(departures.c.guild_id == _M.guild_id)
"""Where the bot is not, nobody can be asked about, and the server's own clock counts."""

_ADD = InsertOnce(members, _M.guild_id, _M.user_id)
_SEEN = update(members).where(*_IS_IT).values(seen_at=_AT, checked_at=_AT, left_at=None)
_THERE = update(members).where(*_IS_IT).values(checked_at=_AT, left_at=None)
_GONE = update(members).where(*_IS_IT).values(checked_at=_AT, left_at=func.coalesce(_M.left_at, _AT))
_UNKNOWN = update(members).where(*_IS_IT).values(checked_at=_AT)
_UNCHECKED = _OF_THEM.where(_M.checked_at < _BEFORE, _BOT_IS_THERE).order_by(_M.checked_at)
_LEFT = _OF_THEM.where(_M.left_at.is_not(None), _M.left_at <= _BEFORE, _BOT_IS_THERE).order_by(_M.checked_at)
_HAS_LEFT = select(exists().where(*_IS_IT, _M.left_at.is_not(None)))
_ORDER = (_M.seen_at, _M.guild_id, _M.user_id)
_UNSEEN = _OF_THEM.where(_M.seen_at < _BEFORE).order_by(*_ORDER)
_PLACE = tuple_(bindparam("seen", type_=_M.seen_at.type), bindparam("guild"), bindparam("person"))
_UNSEEN_AFTER = _UNSEEN.where(tuple_(*_ORDER) > _PLACE)


class MemberRows:
    """One row for each person in each server. These lists are the bot's own, over all servers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def seen(self, who: Sequence[tuple[int, int]], now: datetime) -> None:
        """These people, each as server and person, did something just now: they are there."""
        in_order = sorted(who)  # two transactions that lock rows in one order never wait for each other
        new = [{"guild_id": one, "user_id": two, "seen_at": now, "checked_at": now} for one, two in in_order]
        await self._connection.execute(_ADD.on(self._connection), new)
        await self._connection.execute(_SEEN, [{"guild": one, "person": two, "at": now} for one, two in in_order])

    async def unchecked(self, before: datetime, limit: int) -> list[Member]:
        """Whom nobody asked about since then, the longest ago first."""
        return await self._found(_UNCHECKED.limit(limit), before=before)

    async def gone(self, before: datetime, limit: int) -> list[Member]:
        """Who was found gone before then and not seen since, first whom nobody asked about for longest."""
        return await self._found(_LEFT.limit(limit), before=before)

    async def asked(self, answers: Sequence[Asked], now: datetime) -> None:
        """Keep what was found out about people."""
        for there, statement in ((True, _THERE), (False, _GONE), (None, _UNKNOWN)):
            told = [one for one in sorted(answers, key=lambda one: one[:2]) if one.there is there]
            if told:
                values = [{"guild": one.guild_id, "person": one.user_id, "at": now} for one in told]
                await self._connection.execute(statement, values)

    async def has_left(self, guild_id: int, user_id: int) -> bool:
        """Whether a person was found gone from a server and not seen there since."""
        found = await self._connection.execute(_HAS_LEFT, {"guild": guild_id, "person": user_id})
        return bool(found.scalar_one())

    async def unseen(self, before: datetime, after: Member | None, limit: int) -> list[Member]:
        """Who was not seen since then, in a fixed order, from behind ``after`` on."""
        if after is None:
            return await self._found(_UNSEEN.limit(limit), before=before)
        place = {"seen": after.seen_at, "guild": after.guild_id, "person": after.user_id}
        return await self._found(_UNSEEN_AFTER.limit(limit), before=before, **place)

    async def _found(self, statement: Select[Any], **values: Any) -> list[Member]:
        return [Member(*row) for row in await self._connection.execute(statement, values)]
