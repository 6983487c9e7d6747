"""How many rounds a week people want to do."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.progress.goals import Goal
from bot.storage.once import InsertOnce
from bot.storage.tables import goals

_G = goals.c
_OF = (_G.guild_id == bindparam("guild"), _G.user_id == bindparam("person"))
_GET = select(goals).where(*_OF)
_GET_LOCKED = _GET.with_for_update()
_ADD = InsertOnce(goals, _G.guild_id, _G.user_id)
_CHANGE = (
    update(goals)
    .where(*_OF)
    .values(
        rounds=bindparam("new_rounds"),
        channel_id=bindparam("new_channel"),
        version=bindparam("new_version"),
        changed_at=bindparam("at"),
    )
)


class GoalRows:
    """One row for each person and server where they ever had a goal."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild_id: int, user_id: int, *, lock: bool = False) -> Goal | None:
        """A person's goal, one of 0 rounds too; with ``lock`` nobody else changes it until the unit ends."""
        wanted = {"guild": guild_id, "person": user_id}
        row = (await self._connection.execute(_GET_LOCKED if lock else _GET, wanted)).mappings().first()
        return Goal.model_validate(dict(row)) if row else None

    async def put(self, goal: Goal, now: datetime) -> None:
        """Store a goal, or its new state."""
        if (
            await self._connection.execute(_ADD.on(self._connection), [goal.model_dump() | {"changed_at": now}])
        ).rowcount:
            return
        new = {"new_rounds": goal.rounds, "new_channel": goal.channel_id, "new_version": goal.version, "at": now}
        await self._connection.execute(_CHANGE, new | {"guild": goal.guild_id, "person": goal.user_id})
