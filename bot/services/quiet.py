"""Whether somebody wants to be left alone at a time."""

from datetime import datetime, time
from typing import NamedTuple

from bot.domain.guilds import DEFAULT_ZONE
from bot.domain.people import Person
from bot.domain.quiet import QuietHours
from bot.services.ports import Unit


class Quiet(NamedTuple):
    """A person's quiet hours, and the zone on whose clocks they are."""

    hours: QuietHours
    zone: str

    def until(self, at: datetime) -> datetime | None:
        """When those that hold at ``at`` end; ``None`` outside of them."""
        return self.hours.until(self.zone, at)


def hours_of(person: Person) -> QuietHours | None:
    """What a person chose."""
    if person.quiet_start is None or person.quiet_end is None:
        return None
    return QuietHours(start=time.fromisoformat(person.quiet_start), end=time.fromisoformat(person.quiet_end))


async def quiet_of(unit: Unit, guild_id: int, user_id: int) -> Quiet | None:
    """The quiet hours of a person, on their own clocks, or on those of the server if they chose no zone."""
    person = await unit.people.get(user_id)
    hours = hours_of(person)
    if hours is None:
        return None
    return Quiet(hours, person.zone or (await unit.guilds.get(guild_id)).zone or DEFAULT_ZONE)
