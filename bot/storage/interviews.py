"""Real interviews. Whoever asks gets only their own, and only in the server where they noted them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.interviews.values import Interview, InterviewStatus
from bot.storage.once import InsertOnce
from bot.storage.tables import interviews

_I = interviews.c
_OF = and_(_I.guild_id == bindparam("guild"), _I.user_id == bindparam("person"))
_ADD = InsertOnce(interviews, _I.source_id)
_GET = select(interviews).where(_OF, _I.id == bindparam("which"), _I.status != InterviewStatus.REMOVED.value)
_GET_LOCKED = _GET.with_for_update()
_BY_SOURCE = select(interviews).where(_OF, _I.source_id == bindparam("source"))
_IS_PLANNED = _I.status == InterviewStatus.PLANNED.value
_PLANNED = select(interviews).where(_OF, _IS_PLANNED, _I.starts_at > bindparam("since")).order_by(_I.starts_at, _I.id)
_COUNT = select(func.count()).select_from(interviews).where(_OF, _IS_PLANNED, _I.starts_at > bindparam("now"))
_FIXED = {"id", "source_id", "guild_id", "user_id", "created_at"}
_CHANGED = tuple(column.name for column in interviews.columns if column.name not in _FIXED)
_UPDATE = (
    update(interviews)
    .where(_OF, _I.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}", type_=_I[name].type) for name in _CHANGED})
)


class InterviewRows:
    """Interviews of all people. One that was removed is not there any more."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Interview) -> Interview:
        """Store an interview, or find the one that the same interaction brought before."""
        await self._connection.execute(_ADD.on(self._connection), [_values(new)])
        found = await self.by_source(new.guild_id, new.user_id, new.source_id)
        assert found is not None, "it was stored just now, or before"
        return found

    async def by_source(self, guild_id: int, user_id: int, source_id: int) -> Interview | None:
        """What an interaction brought, removed or not."""
        return await self._one(_BY_SOURCE, guild=guild_id, person=user_id, source=source_id)

    async def get(self, guild_id: int, user_id: int, interview_id: int, *, lock: bool = False) -> Interview | None:
        """One interview of a person; with ``lock`` nobody else changes it until the unit ends."""
        return await self._one(_GET_LOCKED if lock else _GET, guild=guild_id, person=user_id, which=interview_id)

    async def planned(self, guild_id: int, user_id: int, since: datetime) -> list[Interview]:
        """Those that begin after ``since`` and of which nobody knows yet what came of them, in order."""
        found = await self._connection.execute(_PLANNED, {"guild": guild_id, "person": user_id, "since": since})
        return [_interview(row) for row in found.mappings()]

    async def count_ahead(self, guild_id: int, user_id: int, now: datetime) -> int:
        """How many are still to come."""
        found = await self._connection.execute(_COUNT, {"guild": guild_id, "person": user_id, "now": now})
        return int(found.scalar_one())

    async def save(self, after: Interview) -> None:
        """Store an interview that was read with its lock."""
        new = {f"new_{name}": value for name, value in _values(after).items() if name in _CHANGED}
        owner = {"guild": after.guild_id, "person": after.user_id, "which": after.id}
        await self._connection.execute(_UPDATE, new | owner)

    async def _one(self, statement: Any, **wanted: int) -> Interview | None:
        row: Mapping[Any, Any] | None = (await self._connection.execute(statement, wanted)).mappings().first()
        return _interview(row) if row else None


def _interview(row: Mapping[Any, Any]) -> Interview:
    return Interview.model_validate(dict(row))


def _values(one: Interview) -> dict[str, Any]:
    texts = one.model_dump(mode="json", include={"plan", "after", "wall", "kind", "status"})
    return one.model_dump(exclude={"id"}) | texts
