"""Series of reminders: when the next one is due, always counted from the first, so that nothing drifts."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from bot.domain.schedule import instant_of

_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_WORK_DAYS = 5
_LEAD = timedelta(days=2)
"""A zone may be a day off UTC and a gap may remove a whole day: start looking that much earlier."""


class Recurrence(StrEnum):
    """How often something comes back."""

    ONCE = "once"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    """Monday to Friday."""
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    """On the day of the first; in a shorter month on its last day."""


def next_of(recurrence: Recurrence, zone: str, first: datetime, after: datetime) -> datetime | None:
    """The first occurrence strictly later than ``after``, aware, UTC; ``None`` if there is none.

    :param zone: IANA name.
    :param first: the anchor: naive local date and time. Its wall time holds for the whole series; on a day on which the
        clocks skip it, the first instant after the gap counts, and of a doubled time the first.
    :param after: aware, UTC.
    :raises ValueError: for an aware ``first`` or a naive ``after``.
    :raises zoneinfo.ZoneInfoNotFoundError: for an unknown zone.
    """
    if first.tzinfo is not None or after.tzinfo is None:
        raise ValueError("first must be naive local time, after must carry a time zone")
    tz = ZoneInfo(zone)
    anchor = first.date()
    try:
        if recurrence is Recurrence.ONCE:
            instant = instant_of(anchor, first.time(), tz)
            return instant if instant > after else None
        start = after.astimezone(tz).date() - _LEAD
        for step in count(_steps_before(recurrence, anchor, max(start, anchor))):
            day = _nth(recurrence, anchor, step)
            if recurrence is Recurrence.WEEKDAYS and day.weekday() >= _WORK_DAYS:
                continue
            instant = instant_of(day, first.time(), tz)
            if instant > after:
                return instant
    except (OverflowError, ValueError):
        return None  # the calendar ends with the year 9999
    raise AssertionError("count() does not end")  # pragma: no cover


def _steps_before(recurrence: Recurrence, anchor: date, day: date) -> int:
    """How many steps from the anchor surely do not pass ``day``, which is not before it."""
    match recurrence:
        case Recurrence.WEEKLY:
            return (day - anchor).days // _DAYS_A_WEEK
        case Recurrence.MONTHLY:
            return max(0, (day.year - anchor.year) * _MONTHS_A_YEAR + day.month - anchor.month - 1)
        case _:
            return (day - anchor).days


def _nth(recurrence: Recurrence, anchor: date, step: int) -> date:
    match recurrence:
        case Recurrence.WEEKLY:
            return anchor + timedelta(days=_DAYS_A_WEEK * step)
        case Recurrence.MONTHLY:
            return months_later(anchor, step)
        case _:
            return anchor + timedelta(days=step)


def months_later(day: date, months: int) -> date:
    """The same day of the month, ``months`` later; the last day where that month is too short.

    :raises ValueError: beyond the year 9999.
    """
    years, month = divmod(day.month - 1 + months, _MONTHS_A_YEAR)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise ValueError("outside of the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
