"""Queries that candidates tried on the problems of a take-home."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.attempts import RIGHT, Attempt
from bot.storage.once import InsertOnce
from bot.storage.tables import attempts

_ADD = InsertOnce(attempts, attempts.c.source_id, build=lambda insert: insert.returning(attempts.c.id))
_OF_TURN = (
    attempts.c.guild_id == bindparam("guild"),
    attempts.c.round_id == bindparam("round"),
    attempts.c.position == bindparam("at"),
)
_TELLING_IDS = (
    select(func.coalesce(func.max(case((attempts.c.verdict == RIGHT, attempts.c.id))), func.max(attempts.c.id)))
    .where(*_OF_TURN, attempts.c.problem != "")
    .group_by(attempts.c.problem)
)
_TELLING = select(attempts).where(attempts.c.id.in_(_TELLING_IDS)).order_by(attempts.c.id)
_LATEST = (
    select(attempts).where(*_OF_TURN, attempts.c.problem == bindparam("which")).order_by(attempts.c.id.desc()).limit(1)
)
_NEWEST = select(attempts).where(*_OF_TURN).order_by(attempts.c.id.desc()).limit(bindparam("most"))


class AttemptRows:
    """Tried queries, in the order in which they were stored."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, guild_id: int, round_id: int, position: int, attempt: Attempt) -> bool:
        """Store an attempt under a turn; ``False`` if it was stored before, then nothing changes."""
        place = {"guild_id": guild_id, "round_id": round_id, "position": position}
        values = attempt.model_dump() | place
        return (await self._connection.execute(_ADD.on(self._connection), values)).first() is not None

    async def telling(self, guild_id: int, round_id: int, position: int) -> list[Attempt]:
        """Of each problem tried the newest attempt that is right, else the newest; looking around is left out."""
        return await self._many(_TELLING, guild_id, round_id, position)

    async def latest(self, guild_id: int, round_id: int, position: int, problem: str) -> Attempt | None:
        """The newest attempt at a problem."""
        found = await self._many(_LATEST, guild_id, round_id, position, which=problem)
        return found[0] if found else None

    async def newest(self, guild_id: int, round_id: int, position: int, most: int) -> list[Attempt]:
        """The newest attempts of a turn, at most so many, oldest first."""
        return (await self._many(_NEWEST, guild_id, round_id, position, most=most))[::-1]

    async def _many(self, statement: Any, guild_id: int, round_id: int, position: int, **more: object) -> list[Attempt]:
        values = {"guild": guild_id, "round": round_id, "at": position, **more}
        return [_attempt(row) for row in (await self._connection.execute(statement, values)).mappings()]


def _attempt(row: Mapping[Any, Any]) -> Attempt:
    return Attempt.model_validate({name: row[name] for name in Attempt.model_fields})
