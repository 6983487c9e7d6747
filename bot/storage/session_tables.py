"""Tables of sessions, their check-ins, and what people heard there. Ids of other servers do not exist."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.sessions.checkin import CheckIn
from bot.domain.sessions.tables import Table, held
from bot.storage.once import InsertOnce
from bot.storage.rounds import LostUpdateError
from bot.storage.tables import session_check_ins, session_questions, session_tables

_T, _C, _Q = session_tables.c, session_check_ins.c, session_questions.c
_OWN = {"id", "session_id", "guild_id", "number", "status", "thread_id", "voice_id", "version"}
"""Fields of a table that are columns; the others stand in its state."""

_ADD = InsertOnce(session_tables, _T.session_id, _T.number)
_OF = and_(_T.guild_id == bindparam("guild"), _T.session_id == bindparam("session"))
_GET = select(session_tables).where(_T.guild_id == bindparam("guild"), _T.id == bindparam("which"))
_OF_SESSION = select(session_tables).where(_OF).order_by(_T.number)
_IN_THREAD = select(session_tables).where(_T.guild_id == bindparam("guild"), _T.thread_id == bindparam("place"))
_BY_PLACE = select(session_tables).where(
    _T.guild_id == bindparam("guild"), or_(_T.thread_id == bindparam("place"), _T.voice_id == bindparam("place"))
)
_COUNT = select(func.coalesce(func.sum(_T.held), 0)).where(
    _T.guild_id == bindparam("guild"), _T.created_at >= bindparam("since")
)
_CHANGED = ("status", "thread_id", "voice_id", "held", "state", "version")
_UPDATE = (
    update(session_tables)
    .where(_T.guild_id == bindparam("guild"), _T.id == bindparam("which"), _T.version == bindparam("old_version"))
    .values({name: bindparam(f"new_{name}", type_=_T[name].type) for name in _CHANGED})
)

_CHECK_IN_OF = and_(_C.guild_id == bindparam("guild"), _C.session_id == bindparam("session"))
_ADD_CHECK_IN = InsertOnce(session_check_ins, _C.session_id)
_CHECK_IN = select(session_check_ins).where(_CHECK_IN_OF)
_CHECK_IN_CHANGED = ("message_id", "present", "closed_at")
_SAVE_CHECK_IN = (
    update(session_check_ins)
    .where(_CHECK_IN_OF)
    .values({name: bindparam(f"new_{name}", type_=_C[name].type) for name in _CHECK_IN_CHANGED})
)

_HEARER = and_(_Q.guild_id == bindparam("guild"), _Q.user_id.in_(bindparam("people", expanding=True)))
_HEARD = select(_Q.question_id, func.sum(_Q.times).label("times")).where(_HEARER).group_by(_Q.question_id)
_ADD_HEARD = InsertOnce(session_questions, _Q.guild_id, _Q.user_id, _Q.question_id)
_HEARD_AGAIN = (
    update(session_questions).where(_HEARER, _Q.question_id == bindparam("question")).values(times=_Q.times + 1)
)


class SessionTableRows:
    """Tables and check-ins."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # ------------------------------------------------------------------ tables

    async def add(self, new: Table, now: datetime) -> Table:
        """Store a table; the same number of the same session only once."""
        row = _values(new) | {"session_id": new.session_id, "guild_id": new.guild_id, "number": new.number}
        await self._connection.execute(_ADD.on(self._connection), [row | {"created_at": now}])
        return next(one for one in await self.of(new.guild_id, new.session_id) if one.number == new.number)

    async def get(self, guild_id: int, table_id: int, *, lock: bool = False) -> Table | None:
        """One table; with ``lock`` nobody else changes it until the unit ends."""
        found = await self._many(_GET.with_for_update() if lock else _GET, guild=guild_id, which=table_id)
        return found[0] if found else None

    async def of(self, guild_id: int, session_id: int, *, lock: bool = False) -> list[Table]:
        """The tables of a session, by their numbers."""
        statement = _OF_SESSION.with_for_update() if lock else _OF_SESSION
        return await self._many(statement, guild=guild_id, session=session_id)

    async def in_thread(self, guild_id: int, thread_id: int, *, lock: bool = False) -> Table | None:
        """The table that meets in a thread."""
        found = await self._many(_IN_THREAD.with_for_update() if lock else _IN_THREAD, guild=guild_id, place=thread_id)
        return found[0] if found else None

    async def at_place(self, guild_id: int, channel_id: int) -> Table | None:
        """The table whose thread or voice channel this is."""
        found = await self._many(_BY_PLACE, guild=guild_id, place=channel_id)
        return found[0] if found else None

    async def save(self, before: Table, after: Table) -> Table:
        """Store what a step made of a table.

        :raises LostUpdateError: if ``before`` is no longer what is stored.
        """
        if before == after:
            return after
        after = after.put(version=before.version + 1)
        new = {f"new_{name}": value for name, value in _values(after).items()}
        where = {"guild": after.guild_id, "which": after.id, "old_version": before.version}
        if (await self._connection.execute(_UPDATE, new | where)).rowcount != 1:
            raise LostUpdateError(after.id)
        return after

    async def count_rounds(self, guild_id: int, since: datetime) -> int:
        """How many sittings took place at tables that were formed since then."""
        found = await self._connection.execute(_COUNT, {"guild": guild_id, "since": since})
        return int(found.scalar_one())

    # ------------------------------------------------------------------ check-ins

    async def open_check_in(self, new: CheckIn) -> None:
        """Begin a check-in; of each session there is one."""
        await self._connection.execute(_ADD_CHECK_IN.on(self._connection), [_check_in_values(new)])

    async def check_in(self, guild_id: int, session_id: int, *, lock: bool = False) -> CheckIn | None:
        """The check-in of a session, if it has begun."""
        statement = _CHECK_IN.with_for_update() if lock else _CHECK_IN
        row = (await self._connection.execute(statement, {"guild": guild_id, "session": session_id})).mappings().first()
        return CheckIn.model_validate(dict(row)) if row else None

    async def save_check_in(self, after: CheckIn) -> None:
        """Store a check-in that was read with its lock."""
        new = {f"new_{name}": value for name, value in _check_in_values(after).items() if name in _CHECK_IN_CHANGED}
        await self._connection.execute(_SAVE_CHECK_IN, new | {"guild": after.guild_id, "session": after.session_id})

    # ------------------------------------------------------------------ questions

    async def heard(self, guild_id: int, user_id: int) -> dict[str, int]:
        """Which questions somebody heard at tables of a server, and how often."""
        found = await self._connection.execute(_HEARD, {"guild": guild_id, "people": [user_id]})
        return {row.question_id: int(row.times) for row in found}

    async def note_heard(self, guild_id: int, user_ids: Iterable[int], question_id: str) -> None:
        """A question was asked in front of these people."""
        people = sorted(user_ids)
        key = {"guild_id": guild_id, "question_id": question_id, "times": 0}
        await self._connection.execute(_ADD_HEARD.on(self._connection), [key | {"user_id": one} for one in people])
        await self._connection.execute(_HEARD_AGAIN, {"guild": guild_id, "people": people, "question": question_id})

    async def _many(self, statement: Any, **wanted: int) -> list[Table]:
        return [_table(row) for row in (await self._connection.execute(statement, wanted)).mappings()]


def _table(row: Mapping[Any, Any]) -> Table:
    return Table.model_validate(row["state"] | {name: row[name] for name in _OWN})


def _values(one: Table) -> dict[str, Any]:
    columns = {"status": one.status.value, "thread_id": one.thread_id, "voice_id": one.voice_id}
    state = one.model_dump(mode="json", exclude=_OWN)
    return columns | {"version": one.version, "held": len(held(one)), "state": state}


def _check_in_values(one: CheckIn) -> dict[str, Any]:
    return one.model_dump() | {"present": list(one.present)}
