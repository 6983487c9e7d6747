"""How many rounds a week somebody wants to do, and the summary on Sundays."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.domain.notices import Notice
from bot.domain.schedule import instant_of, next_occurrence

MOST_ROUNDS = 21
"""Three a day."""

SUMMARY_AT = time(18, 0)
SUNDAY = 6
TOO_LATE = timedelta(days=2)
"""A summary that could not be brought until then is left out."""


class Goal(BaseModel):
    """A person's goal in a server; ``rounds`` is 0 if they have none any more. ``version`` counts changes."""

    model_config = ConfigDict(frozen=True)

    guild_id: int
    user_id: int
    rounds: int
    channel_id: int
    version: int

    @property
    def subject(self) -> str:
        """What its deliveries are about."""
        return f"goal:{self.guild_id}:{self.user_id}"


class Week(NamedTuple):
    """What somebody did from Monday on."""

    rounds: int
    days: int


class GoalNotice(Notice):
    """The week's summary. ``zone``: the one it was reckoned in; ``sure``: the person chose it."""

    guild_id: int
    user_id: int
    goal: int
    week: Week
    delivery_id: int
    zone: str
    sure: bool


def next_summary(zone: str, after: datetime) -> datetime:
    """The first Sunday, 18:00 on the clocks of ``zone``, later than ``after``."""
    return next_occurrence(zone, SUMMARY_AT, frozenset({SUNDAY}), after)


def week_of(zone: str, at: datetime) -> tuple[date, datetime]:
    """The Monday of the week that ``at`` lies in on the clocks of ``zone``, and the instant at which it began."""
    tz = ZoneInfo(zone)
    today = at.astimezone(tz).date()
    monday = today - timedelta(days=today.weekday())
    return monday, instant_of(monday, time(0, 0), tz).astimezone(UTC)
