"""The table of what the bot owes: claimed with a lease, sent, then settled."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, DeliveryStatus, Failed
from bot.storage.once import InsertOnce
from bot.storage.tables import deliveries

_PENDING = deliveries.c.status == DeliveryStatus.PENDING.value
_FREE = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= bindparam("now"))
_OWE = InsertOnce(deliveries, deliveries.c.key)
# By sums: grouping by the bare column makes SQLite read all that is pending in the order of places.
_PLACE_SUM = deliveries.c.place + literal_column("0")
_DUE_PLACES = (
    select(_PLACE_SUM)
    .where(_PENDING, deliveries.c.due_at <= bindparam("now"), _FREE)
    .group_by(_PLACE_SUM)
    .order_by(func.min(deliveries.c.due_at), _PLACE_SUM)
    .limit(bindparam("most"))
)
_other = deliveries.alias("other")
_PLACE_BUSY = exists().where(
    _other.c.place == bindparam("place"),
    _other.c.status == DeliveryStatus.PENDING.value,
    _other.c.leased_until > bindparam("now"),
)
# On PostgreSQL two claims of one place run side by side, and neither sees the other's lease before it is committed: who
# comes second goes away. (SQLite has one writer at a time.)
_TAKE_TURN = select(func.pg_try_advisory_xact_lock(bindparam("place", type_=deliveries.c.place.type)))
_DUE_AT_PLACE = (
    select(deliveries)
    .where(
        _PENDING,
        deliveries.c.place == bindparam("place"),
        deliveries.c.due_at <= bindparam("now"),
        ~_PLACE_BUSY,
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .values(owner=bindparam("by"), leased_until=bindparam("until"), attempts=deliveries.c.attempts + 1)
)
_RENEW = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)), _PENDING, deliveries.c.owner == bindparam("by"))
    .values(leased_until=bindparam("until"))
)
_HELD = deliveries.c.owner.is_not(None)
_OWNERS = select(deliveries.c.owner).where(_PENDING, _HELD).distinct()
_RELEASE_OF = (
    update(deliveries)
    .where(_PENDING, _HELD, deliveries.c.owner.in_(bindparam("owners", expanding=True)))
    .values(owner=None, leased_until=None)
)
_SETTLE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(
        status=bindparam("new_status"),
        settled_at=bindparam("at"),
        message_id=bindparam("message"),
        error=bindparam("why"),
        owner=None,
        leased_until=None,
    )
)
_POSTPONE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(
        due_at=bindparam("until"),
        error=bindparam("why"),
        attempts=bindparam("tries"),
        owner=None,
        leased_until=None,
    )
)
_CANCEL = (
    update(deliveries)
    .where(
        _PENDING,
        deliveries.c.subject == bindparam("what"),
        deliveries.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .values(status=DeliveryStatus.CANCELLED.value, settled_at=bindparam("at"), owner=None, leased_until=None)
)
_CANCEL_ONE = (
    update(deliveries)
    .where(_PENDING, deliveries.c.guild_id == bindparam("guild"), deliveries.c.key == bindparam("name"))
    .values(status=DeliveryStatus.CANCELLED.value, settled_at=bindparam("at"), owner=None, leased_until=None)
)
_MOVE = (
    update(deliveries)
    .where(_PENDING, deliveries.c.subject == bindparam("what"), deliveries.c.channel_id.is_not(None))
    .values(channel_id=bindparam("channel"), place=bindparam("channel"))
)
_REDIRECT = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(
        channel_id=bindparam("channel", type_=deliveries.c.channel_id.type),
        place=bindparam("new_place", type_=deliveries.c.place.type),
        attempts=0,
        owner=None,
        leased_until=None,
    )
)
_HURRY = (
    update(deliveries)
    .where(_PENDING, deliveries.c.guild_id == bindparam("guild"), deliveries.c.error.is_not(None))
    .values(due_at=bindparam("now"))
)
_NEXT = select(func.min(deliveries.c.due_at)).where(_PENDING, _FREE, deliveries.c.due_at > bindparam("after"))
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_COUNT_OF = (
    select(deliveries.c.status, func.count().label("rows"))
    .where(
        deliveries.c.guild_id == bindparam("guild"),
        or_(_PENDING, deliveries.c.settled_at >= bindparam("since")),
        deliveries.c.kind.not_in(bindparam("but", expanding=True)),
    )
    .group_by(deliveries.c.status)
)
_FAILED = (
    deliveries.c.guild_id == bindparam("guild"),
    deliveries.c.status == DeliveryStatus.DEAD.value,
    deliveries.c.settled_at >= bindparam("since"),
    deliveries.c.kind.not_in(bindparam("but", expanding=True)),
)
_LATEST_FAILED = (
    select(*(deliveries.c[name] for name in Failed.model_fields))
    .where(*_FAILED)
    .order_by(deliveries.c.settled_at.desc(), deliveries.c.id.desc())
    .limit(bindparam("most"))
)
# A first try again: what was claimed before does not count, and neither does what was said of it.
_REVIVE = (
    update(deliveries)
    .where(*_FAILED)
    .values(
        status=DeliveryStatus.PENDING.value,
        due_at=bindparam("now"),
        attempts=0,
        settled_at=None,
        error=None,
        owner=None,
    )
)
_BY_KEY = select(deliveries).where(deliveries.c.guild_id == bindparam("guild"), deliveries.c.key == bindparam("name"))


class DeliveryRows:
    """Owed, leased and settled deliveries. They are the bot's own list over all servers, so claims take no server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def owe(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add deliveries (fields of :class:`Delivery` without ``id``); one whose key is known already is left out."""
        values = [
            {
                **row,
                "place": row["channel_id"] or row["user_id"],
                "planned_at": row["due_at"],
                "status": DeliveryStatus.PENDING.value,
                "attempts": 0,
            }
            for row in rows
        ]
        if values:
            await self._connection.execute(_OWE.on(self._connection), values)

    async def due_places(self, now: datetime, most: int) -> list[int]:
        """Places where something is due and unclaimed, longest waiting first."""
        return list((await self._connection.execute(_DUE_PLACES, {"now": now, "most": most})).scalars())

    async def claim(self, place: int, owner: str, now: datetime, until: datetime) -> list[Delivery]:
        """Lease all that is due at one place, in order; nothing while another owner is sending there."""
        if self._connection.dialect.name == "postgresql":
            has_turn = (await self._connection.execute(_TAKE_TURN, {"place": place})).scalar_one()
            if not has_turn:
                return []
        rows = (await self._connection.execute(_DUE_AT_PLACE, {"place": place, "now": now})).mappings().all()
        if rows:
            ids = [row["id"] for row in rows]
            await self._connection.execute(_LEASE, {"ids": ids, "by": owner, "until": until})
        return [_delivery(row).model_copy(update={"attempts": row["attempts"] + 1}) for row in rows]

    async def renew(self, ids: Sequence[int], owner: str, until: datetime) -> bool:
        """Hold leases for longer; ``False`` if one of them is somebody else's by now."""
        result = await self._connection.execute(_RENEW, {"ids": list(ids), "by": owner, "until": until})
        return result.rowcount == len(ids)

    async def owners(self) -> list[str]:
        """Who holds leases."""
        return [owner for owner in (await self._connection.execute(_OWNERS)).scalars() if owner]

    async def release_of(self, owners: Sequence[str]) -> None:
        """Give back all that these owners hold."""
        if owners:
            await self._connection.execute(_RELEASE_OF, {"owners": list(owners)})

    async def settle(
        self, delivery_id: int, status: DeliveryStatus, now: datetime, message_id: int | None, error: str | None
    ) -> bool:
        """Close a delivery; ``False`` if somebody else did before."""
        values = {"delivery": delivery_id, "new_status": status.value, "at": now, "message": message_id}
        result = await self._connection.execute(_SETTLE, values | {"why": error and error[:200]})
        return result.rowcount > 0

    async def postpone(self, delivery_id: int, until: datetime, error: str | None, attempts: int) -> None:
        """Put a delivery off."""
        values = {"delivery": delivery_id, "until": until, "why": error and error[:200], "tries": attempts}
        await self._connection.execute(_POSTPONE, values)

    async def cancel(self, subject: str, kinds: Iterable[str], now: datetime) -> None:
        """Cancel what is pending of these kinds about a subject."""
        await self._connection.execute(_CANCEL, {"what": subject, "kinds": list(kinds), "at": now})

    async def cancel_one(self, guild_id: int, key: str, now: datetime) -> None:
        """Cancel the delivery with this key, if it is pending."""
        await self._connection.execute(_CANCEL_ONE, {"guild": guild_id, "name": key, "at": now})

    async def move(self, subject: str, channel_id: int) -> None:
        """Send what is pending for a channel about a subject to another channel."""
        await self._connection.execute(_MOVE, {"what": subject, "channel": channel_id})

    async def redirect(self, delivery_id: int, user_id: int, channel_id: int | None = None) -> None:
        """Bring a delivery elsewhere, its place is closed: to a channel, or to the person's direct messages."""
        values = {"delivery": delivery_id, "channel": channel_id, "new_place": channel_id or user_id}
        await self._connection.execute(_REDIRECT, values)

    async def hurry(self, guild_id: int, now: datetime) -> None:
        """Try at once what was put off for trouble in a server that is reachable again."""
        await self._connection.execute(_HURRY, {"guild": guild_id, "now": now})

    async def next_due(self, now: datetime, after: datetime | None = None) -> datetime | None:
        """When the next unclaimed delivery is due; of those later than ``after``, if that is given."""
        values = {"now": now, "after": after or _BEFORE_ALL}
        due: datetime | None = (await self._connection.execute(_NEXT, values)).scalar_one_or_none()
        return due

    async def by_key(self, guild_id: int, key: str) -> Delivery | None:
        """One delivery by its key."""
        row = (await self._connection.execute(_BY_KEY, {"guild": guild_id, "name": key})).mappings().first()
        return _delivery(row) if row else None

    async def failed(self, guild_id: int, since: datetime, but: Sequence[str], most: int) -> list[Failed]:
        """What could not be brought in a server since then, the latest first; without the kinds ``but``."""
        values = {"guild": guild_id, "since": since, "but": list(but), "most": most}
        found = (await self._connection.execute(_LATEST_FAILED, values)).mappings()
        return [Failed.model_validate(dict(row)) for row in found]

    async def revive(self, guild_id: int, since: datetime, but: Sequence[str], now: datetime) -> int:
        """Owe all that :meth:`failed` tells of anew; returns how many these are."""
        values = {"guild": guild_id, "since": since, "but": list(but), "now": now}
        return (await self._connection.execute(_REVIVE, values)).rowcount

    async def count_of(self, guild_id: int, since: datetime, but: Sequence[str]) -> dict[DeliveryStatus, int]:
        """How many deliveries of a server wait, or were settled at or after ``since``; without the kinds ``but``."""
        found = await self._connection.execute(_COUNT_OF, {"guild": guild_id, "since": since, "but": list(but)})
        return {DeliveryStatus(row.status): row.rows for row in found}


def _delivery(row: Mapping[Any, Any]) -> Delivery:
    return Delivery.model_validate({name: row[name] for name in Delivery.model_fields})
