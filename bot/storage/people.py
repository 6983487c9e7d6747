"""What people chose for themselves."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Person
from bot.storage.once import InsertOnce
from bot.storage.tables import people

_GET = select(people).where(people.c.user_id == bindparam("person"))
_ADD = InsertOnce(people, people.c.user_id)
_ZONE = (
    update(people)
    .where(people.c.user_id == bindparam("person"))
    .values(zone=bindparam("new_zone"), changed_at=bindparam("at"))
)
_QUIET = (
    update(people)
    .where(people.c.user_id == bindparam("person"))
    .values(quiet_start=bindparam("start"), quiet_end=bindparam("end"), changed_at=bindparam("at"))
)

_REVIEWS = (
    update(people)
    .where(people.c.user_id == bindparam("person"))
    .values(reviews_a_day=bindparam("limit"), changed_at=bindparam("at"))
)


class PersonRows:
    """One row for each person who chose something."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, user_id: int) -> Person:
        """A person's choices; those of somebody who made none are all ``None``."""
        row = (await self._connection.execute(_GET, {"person": user_id})).mappings().first()
        return Person.model_validate(dict(row)) if row else Person(user_id=user_id)

    async def set_zone(self, user_id: int, zone: str, now: datetime) -> None:
        """Keep the zone that a person chose, by its IANA name."""
        await self._connection.execute(_ADD.on(self._connection), [{"user_id": user_id, "changed_at": now}])
        await self._connection.execute(_ZONE, {"person": user_id, "new_zone": zone, "at": now})

    async def set_quiet(self, user_id: int, hours: tuple[str, str] | None, now: datetime) -> None:
        """Keep a person's quiet hours, ``HH:MM`` each; ``None`` takes them back."""
        start, end = hours or (None, None)
        await self._connection.execute(_ADD.on(self._connection), [{"user_id": user_id, "changed_at": now}])
        await self._connection.execute(_QUIET, {"person": user_id, "start": start, "end": end, "at": now})

    async def set_reviews(self, user_id: int, limit: int, now: datetime) -> None:
        """Keep how many reviews a day a person wants at most."""
        await self._connection.execute(_ADD.on(self._connection), [{"user_id": user_id, "changed_at": now}])
        await self._connection.execute(_REVIEWS, {"person": user_id, "limit": limit, "at": now})
