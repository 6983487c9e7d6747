"""The leaderboard: what people put into their practice, never how good they are."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

MOST_SHOWN = 10
"""Places on the leaderboard; whoever stands below is told their own."""


class Period(StrEnum):
    """What time a leaderboard is about."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"


class Effort(NamedTuple):
    """What somebody did in a time. ``days``: days of practice. ``rounds``: rounds of their own with an answer in them.
    ``helped``: sittings of others in which they asked, or observed and filled in a card."""

    user_id: int
    days: int = 0
    rounds: int = 0
    helped: int = 0

    @property
    def points(self) -> int:
        """One for each day, each round, each time they helped."""
        return self.days + self.rounds + self.helped


class Place(NamedTuple):
    """A place on the leaderboard; who did the same shares it."""

    rank: int
    effort: Effort


def first_day(period: Period, today: date) -> date:
    """The first day of the week (Monday) or month that ``today`` is in; of all time the first that there is."""
    match period:
        case Period.WEEK:
            return today - timedelta(days=today.weekday())
        case Period.MONTH:
            return today.replace(day=1)
        case Period.ALL:
            return date.min


def ranked(efforts: Iterable[Effort]) -> list[Place]:
    """All who did something, most points first; of two alike whoever helped more, then the lower id."""
    active = [one for one in efforts if one.points > 0]
    active.sort(key=lambda one: (-one.points, -one.helped, one.user_id))
    places: list[Place] = []
    for number, one in enumerate(active, start=1):
        shares = bool(places) and places[-1].effort.points == one.points
        places.append(Place(places[-1].rank if shares else number, one))
    return places
