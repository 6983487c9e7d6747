"""When something is said around an interview. Times of day are those on the person's own clocks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.interviews.values import Interview
from bot.domain.schedule import instant_of

EVENING = time(18)
MORNING = time(10)
DAYS_IF_NOT_SAID = 7
MOST_NUDGES = 2
MOST_DAYS = 60
"""In so many days at most a company wants to be heard of."""

_NIGHT = (time(22), time(8))
_AFTER_NIGHT = time(9)
_WAITS = (timedelta(hours=2.5), timedelta(hours=2), timedelta(hours=3))
_AGAIN_DAYS = 5
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)

_BEFORE = (30, 24, 19, 15, 12, 9, 7, 5, 3)
"""Days before the interview on which a step of the plan comes: with the checklist of the last day at most ten messages,
every other day at most, and denser towards the end."""

_FIRST_AFTER = 2
"""Days after the plan was made on which its first step may come."""


def days_left(starts_at: datetime, zone: str, now: datetime) -> int:
    """Nights until the day of the interview."""
    tz = ZoneInfo(zone)
    return (starts_at.astimezone(tz).date() - now.astimezone(tz).date()).days


def slots(starts_at: datetime, zone: str, now: datetime) -> tuple[datetime, ...]:
    """When the steps of a plan come, the first one first."""
    tz = ZoneInfo(zone)
    day = starts_at.astimezone(tz).date()
    left = days_left(starts_at, zone, now)
    return tuple(
        instant_of(day - timedelta(days=before), EVENING, tz) for before in _BEFORE if left - before >= _FIRST_AFTER
    )


def checklist_at(starts_at: datetime, zone: str) -> datetime:
    """The evening before."""
    tz = ZoneInfo(zone)
    return instant_of(starts_at.astimezone(tz).date() - _DAY, EVENING, tz)


def luck_at(starts_at: datetime) -> datetime:
    """An hour before."""
    return starts_at - _HOUR


def after_at(ends_at: datetime, zone: str) -> datetime:
    """Two to three hours after the end; at nine in the morning where that would be at night."""
    tz = ZoneInfo(zone)
    for wait in _WAITS:
        if not _is_night(ends_at + wait, tz):
            return ends_at + wait
    local = (ends_at + _WAITS[0]).astimezone(tz)
    day = local.date() + (_DAY if local.time() >= _NIGHT[0] else timedelta())
    return instant_of(day, _AFTER_NIGHT, tz)


def nudge_at(one: Interview, zone: str, now: datetime, days: int | None = None) -> datetime:
    """When to ask whether the company was heard of: the morning after the days it said, then some days later.

    :param days: what it said just now; after a first question they are counted from today.
    """
    tz = ZoneInfo(zone)
    today = now.astimezone(tz).date()
    if one.after.nudges:
        day = today + timedelta(days=_AGAIN_DAYS if days is None else days + 1)
    else:
        wait = (days or one.after.days or DAYS_IF_NOT_SAID) + 1
        day = max(today + _DAY, one.ends_at.astimezone(tz).date() + timedelta(days=wait))
    return instant_of(day, MORNING, tz)


def _is_night(at: datetime, tz: ZoneInfo) -> bool:
    local = at.astimezone(tz).time()
    return local >= _NIGHT[0] or local < _NIGHT[1]
