"""Reminders, and those that wait for the end of quiet hours."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.reminders import Held, Reminder, ReminderStatus
from bot.storage.once import InsertOnce
from bot.storage.tables import held_reminders, reminders

_R, _H = reminders.c, held_reminders.c
_ADD = InsertOnce(reminders, _R.source_id)
_BY_SOURCE = select(reminders).where(_R.source_id == bindparam("source"), _R.user_id == bindparam("person"))
_GET = select(reminders).where(_R.id == bindparam("which"), _R.user_id == bindparam("person"))
_GET_LOCKED = _GET.with_for_update()
_SAVED = (
    "text",
    "typed",
    "zone",
    "first_at",
    "wall",
    "recurrence",
    "loud",
    "status",
    "next_at",
    "failures",
    "created_at",
)
_SAVE = (
    update(reminders)
    .where(_R.id == bindparam("which"), _R.guild_id == bindparam("guild"))
    .values({name: bindparam(f"new_{name}", type_=_R[name].type) for name in _SAVED})
)
_DROP = delete(reminders).where(
    _R.id == bindparam("which"), _R.user_id == bindparam("person"), _R.status == ReminderStatus.DRAFT.value
)
_DROP_OLD = delete(reminders).where(_R.status == ReminderStatus.DRAFT.value, _R.created_at < bindparam("before"))
_LIVE = (ReminderStatus.ACTIVE.value, ReminderStatus.PAUSED.value)
_OF = (
    select(reminders)
    .where(_R.guild_id == bindparam("guild"), _R.user_id == bindparam("person"), _R.status.in_(_LIVE))
    .order_by(_R.next_at.is_(None), _R.next_at, _R.id)
)
_SET_SINCE = (
    select(func.count(), func.min(_R.created_at))
    .select_from(reminders)
    .where(
        _R.guild_id == bindparam("guild"),
        _R.user_id == bindparam("person"),
        _R.status != ReminderStatus.DRAFT.value,
        _R.created_at > bindparam("since"),
    )
)
_HOLD = InsertOnce(held_reminders, _H.guild_id, _H.user_id, _H.ends, _H.reminder_id, _H.due_at)
_HELD = (
    select(reminders, _H.due_at.label("held_due"))
    .join(held_reminders, _H.reminder_id == _R.id)
    .where(
        and_(_H.guild_id == bindparam("guild"), _H.user_id == bindparam("person"), _H.ends == bindparam("until")),
        _R.status != ReminderStatus.CANCELLED.value,
    )
    .order_by(_H.due_at, _H.id)
)


class ReminderRows:
    """Reminders of all servers. Whoever presses a button in direct messages names no server, so a reminder is looked
    up by its id and its person; everything else takes the server too."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Reminder) -> Reminder:
        """Store a draft; one that came with the same interaction before is returned as it is stored."""
        await self._connection.execute(_ADD.on(self._connection), [_values(new)])
        where = {"source": new.source_id, "person": new.user_id}
        return _reminder((await self._connection.execute(_BY_SOURCE, where)).mappings().one())

    async def get(self, reminder_id: int, user_id: int, *, lock: bool = False) -> Reminder | None:
        """A person's reminder; ``lock``: nobody else changes it before this unit ends."""
        where = {"which": reminder_id, "person": user_id}
        row = (await self._connection.execute(_GET_LOCKED if lock else _GET, where)).mappings().first()
        return _reminder(row) if row else None

    async def save(self, after: Reminder) -> Reminder:
        """Store what became of it."""
        values = {f"new_{name}": value for name, value in _values(after).items() if name in _SAVED}
        await self._connection.execute(_SAVE, values | {"which": after.id, "guild": after.guild_id})
        return after

    async def drop(self, reminder_id: int, user_id: int) -> None:
        """Let go of a draft."""
        await self._connection.execute(_DROP, {"which": reminder_id, "person": user_id})

    async def drop_old(self, before: datetime) -> int:
        """Let go of all drafts that are older; returns how many that were."""
        return (await self._connection.execute(_DROP_OLD, {"before": before})).rowcount

    async def of(self, guild_id: int, user_id: int) -> list[Reminder]:
        """A person's reminders in a server that are still to come, the next one first, then those that are paused."""
        rows = await self._connection.execute(_OF, {"guild": guild_id, "person": user_id})
        return [_reminder(row) for row in rows.mappings()]

    async def set_since(self, guild_id: int, user_id: int, since: datetime) -> tuple[int, datetime | None]:
        """How many a person has set in a server later than ``since``, and when they wrote the first of these."""
        where = {"guild": guild_id, "person": user_id, "since": since}
        count, first = (await self._connection.execute(_SET_SINCE, where)).one()
        return count, first

    async def hold(self, reminder: Reminder, due_at: datetime, ends: int) -> None:
        """Keep an occurrence for the end of quiet hours."""
        row = {"guild_id": reminder.guild_id, "user_id": reminder.user_id, "reminder_id": reminder.id}
        await self._connection.execute(_HOLD.on(self._connection), [row | {"ends": ends, "due_at": due_at}])

    async def held(self, guild_id: int, user_id: int, ends: int) -> list[Held]:
        """What waited for the end of these quiet hours and was not cancelled since, longest due first."""
        rows = await self._connection.execute(_HELD, {"guild": guild_id, "person": user_id, "until": ends})
        return [Held(_reminder(row), row["held_due"]) for row in rows.mappings()]


def _values(one: Reminder) -> dict[str, Any]:
    values = one.model_dump(exclude={"id"})
    wall = f"{one.wall:%Y-%m-%dT%H:%M}" if one.wall else None
    return values | {"wall": wall, "recurrence": one.recurrence.value, "status": one.status.value}


def _reminder(row: Mapping[Any, Any]) -> Reminder:
    return Reminder.model_validate({name: row[name] for name in Reminder.model_fields})
