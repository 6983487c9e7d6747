"""A streak: days of practice in a row, with rest days that are earned and used by themselves."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

DAYS_FOR_A_REST = 7
"""So many days of practice in a streak earn one rest day."""

MOST_RESTS = 2
_DAY = timedelta(days=1)


class Free(BaseModel):
    """Days off, from ``first`` to ``last`` (``None``: no end), or of them only ``weekdays`` (0 = Monday)."""

    model_config = ConfigDict(frozen=True)

    first: date
    last: date | None = None
    weekdays: frozenset[int] | None = None

    def covers(self, day: date) -> bool:
        """Whether ``day`` is off."""
        if day < self.first or (self.last is not None and day > self.last):
            return False
        return self.weekdays is None or day.weekday() in self.weekdays


class Streak(BaseModel):
    """How a person's streak stands on a day.

    ``length``: days of practice, rest days not counted. ``rests``: rest days held. ``covered``: rest days that were
    used between the newest day of practice and the one before it; ``earned``: the newest one earned another. ``today``:
    whether the newest one is today.
    """

    model_config = ConfigDict(frozen=True)

    length: int = 0
    best: int = 0
    rests: int = 0
    covered: int = 0
    earned: bool = False
    today: bool = False


class _Run(NamedTuple):
    """A streak while it is counted: years of days are gone through for each look."""

    length: int = 0
    best: int = 0
    rests: int = 0
    covered: int = 0
    earned: bool = False


def streak_of(practised: Iterable[date], free: Iterable[Free], today: date) -> Streak:
    """The streak as of ``today``, all days being those of the person's own clocks.

    A day of practice always lengthens it. A day off without practice does nothing, nor does today before it is over;
    any other day without practice takes a rest day, and where none is held the streak ends.
    """
    days, off = set(practised), tuple(free)
    if not days:
        return Streak()
    newest = max(days)
    found = _Run()
    used = 0
    day = min(days)
    while day <= max(today, newest):
        if day in days:
            found, used = _lengthened(found, used), 0
        elif day < today and not any(one.covers(day) for one in off):
            if found.rests:
                found, used = found._replace(rests=found.rests - 1), used + 1
            else:
                found, used = _Run(best=found.best), 0
        day += _DAY
    return Streak(**found._asdict(), today=newest >= today)


def _lengthened(before: _Run, used: int) -> _Run:
    length = before.length + 1
    earned = length % DAYS_FOR_A_REST == 0 and before.rests < MOST_RESTS
    return _Run(length, max(before.best, length), before.rests + earned, used, earned)
