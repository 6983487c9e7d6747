"""Who wants a daily question when and where, and their days off."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.daily.subscriptions import Pause, Subscription
from bot.storage.once import InsertOnce
from bot.storage.tables import daily_pauses, daily_subscriptions

_S, _P = daily_subscriptions.c, daily_pauses.c
_MINE = (_S.guild_id == bindparam("guild"), _S.user_id == bindparam("person"))
_GET = select(daily_subscriptions).where(*_MINE)
_GET_LOCKED = _GET.with_for_update()
_ADD = InsertOnce(daily_subscriptions, _S.guild_id, _S.user_id)
_FIELDS = tuple(name for name in Subscription.model_fields if name not in ("guild_id", "user_id"))
_UPDATE = (
    update(daily_subscriptions)
    .where(*_MINE)
    .values({name: bindparam(f"new_{name}", type_=_S[name].type) for name in _FIELDS})
)
_DROP = delete(daily_subscriptions).where(*_MINE)

_MY_PAUSES = (_P.guild_id == bindparam("guild"), _P.user_id == bindparam("person"))
_PAUSES = select(daily_pauses).where(*_MY_PAUSES).order_by(_P.first_day, _P.id)
_ADD_PAUSE = insert(daily_pauses)
_END_PAUSES = (
    update(daily_pauses)
    .where(*_MY_PAUSES, _P.last_day >= bindparam("day"), _P.days.is_(None))
    .values(last_day=bindparam("before", type_=_P.last_day.type))
)
_DROP_EMPTY = delete(daily_pauses).where(*_MY_PAUSES, _P.last_day < _P.first_day)


class SubscriptionRows:
    """One subscription for each person and server, and their pauses."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild_id: int, user_id: int, *, lock: bool = False) -> Subscription | None:
        """A person's subscription; with ``lock`` nobody else changes it until the unit ends."""
        wanted = {"guild": guild_id, "person": user_id}
        row = (await self._connection.execute(_GET_LOCKED if lock else _GET, wanted)).mappings().first()
        return Subscription.model_validate(dict(row)) if row else None

    async def put(self, one: Subscription) -> None:
        """Store a subscription, new or changed."""
        values = _values(one)
        await self._connection.execute(_ADD.on(self._connection), [values])
        new = {f"new_{name}": values[name] for name in _FIELDS}
        await self._connection.execute(_UPDATE, new | {"guild": one.guild_id, "person": one.user_id})

    async def drop(self, guild_id: int, user_id: int) -> None:
        """It is not wanted any more."""
        await self._connection.execute(_DROP, {"guild": guild_id, "person": user_id})

    async def pauses(self, guild_id: int, user_id: int) -> list[Pause]:
        """All days off that a person asked for, the first ones first."""
        rows = await self._connection.execute(_PAUSES, {"guild": guild_id, "person": user_id})
        return [Pause.model_validate(dict(row)) for row in rows.mappings()]

    async def add_pause(self, new: Pause) -> None:
        """Store days off."""
        values = new.model_dump(exclude={"id"}) | {"days": _sorted(new.days)}
        await self._connection.execute(_ADD_PAUSE, values)

    async def end_pauses(self, guild_id: int, user_id: int, day: date, before: date) -> None:
        """From ``day`` on nothing is off any more; ``before`` is the day before it."""
        wanted = {"guild": guild_id, "person": user_id}
        await self._connection.execute(_END_PAUSES, wanted | {"day": day, "before": before})
        await self._connection.execute(_DROP_EMPTY, wanted)


def _values(one: Subscription) -> Mapping[str, Any]:
    return one.model_dump() | {"days": _sorted(one.days), "place": one.place.value}


def _sorted(days: Iterable[int] | None) -> list[int] | None:
    return None if days is None else sorted(days)
