"""When people are reminded of a session, and when it is held again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.recurrence import Recurrence, next_of
from bot.domain.schedule import instant_of
from bot.domain.sessions.values import Session

BEFORE = {"day": timedelta(days=1), "hour": timedelta(hours=1), "ten": timedelta(minutes=10)}
"""The reminders, the earliest first."""

_ORDER = tuple(BEFORE)
_TOO_CLOSE = timedelta(minutes=2)
"""What was planned so shortly after a reminder was due is news enough: nobody is reminded of it at once."""


def reminders(starts_at: datetime, now: datetime) -> dict[str, datetime]:
    """When each reminder is due, without those whose time has passed."""
    due = {which: starts_at - before for which, before in BEFORE.items()}
    return {which: at for which, at in due.items() if at > now + _TOO_CLOSE}


def is_senseless(which: str, starts_at: datetime, now: datetime) -> bool:
    """Whether a reminder comes so late that the next one is due, or the session begins."""
    later = _ORDER[_ORDER.index(which) + 1 :]
    return now >= (starts_at - BEFORE[later[0]] if later else starts_at)


def week_later(session: Session, now: datetime) -> tuple[datetime, datetime]:
    """The wall time of the next session of a weekly one, the first that is ahead, and the instant that it is."""
    assert session.wall is not None, "only what had a time is held again"
    after = max(now, session.starts_at or now)
    at = next_of(Recurrence.WEEKLY, session.zone, session.wall, after)
    assert at is not None, "the calendar has room for it"
    local = at.astimezone(ZoneInfo(session.zone)).replace(tzinfo=None)
    # Of a time that the clocks skip this once, the series keeps the time as it was chosen.
    wall = datetime.combine(local.date(), session.wall.time())
    return (wall, at) if _instant(wall, session.zone) == at else (local, at)


def _instant(wall: datetime, zone: str) -> datetime:
    return instant_of(wall.date(), wall.time(), ZoneInfo(zone))
