"""A person's subscription to a daily question: when it comes, where, and on which days it does not."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.domain.daily.streaks import Free
from bot.domain.schedule import next_occurrence

TOO_OLD = timedelta(hours=12)
"""A daily question that is missed by more than this is left out."""

TELLS_LATE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=366)
PAUSE = timedelta(days=7)
"""How long a pause is if nothing else is said."""

_EVERY_DAY = frozenset(range(7))
_MOST_STEPS = 1000
"""Days looked at for the next one; pauses are at most a year, and few follow each other without a gap."""


class Place(StrEnum):
    """Where the question comes."""

    DIRECT = "direct"
    THREAD = "thread"
    CHANNEL = "channel"


class Pause(BaseModel):
    """Days off that somebody asked for, both ends included. ``days``: only these weekdays of them."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    guild_id: int
    user_id: int
    first_day: date
    last_day: date
    days: frozenset[int] | None = None

    @property
    def free(self) -> Free:
        """The same for a streak."""
        return Free(first=self.first_day, last=self.last_day, weekdays=self.days)


class Subscription(BaseModel):
    """One person's in one server. ``wall``: ``HH:MM`` on the clocks of ``zone``; ``days``: weekdays, 0 = Monday,
    ``None`` for every day, chosen on ``since``. ``channel_id``: where it was set; ``thread_id``: the private thread.
    ``version`` counts what was changed: what is owed for an older one is void."""

    model_config = ConfigDict(frozen=True)

    guild_id: int
    user_id: int
    zone: str
    wall: str
    days: frozenset[int] | None = None
    since: date
    track_id: str | None = None
    place: Place
    channel_id: int
    thread_id: int | None = None
    next_at: datetime | None = None
    version: int = 1
    created_at: datetime

    @property
    def clock(self) -> time:
        """``wall`` as a time."""
        return time.fromisoformat(self.wall)

    @property
    def place_id(self) -> int | None:
        """The channel or thread that it goes to; ``None``: direct messages."""
        return {Place.DIRECT: None, Place.THREAD: self.thread_id, Place.CHANNEL: self.channel_id}[self.place]

    def put(self, **changes: object) -> "Subscription":
        """The same subscription with changes."""
        return self.model_copy(update=changes)

    def today(self, now: datetime) -> date:
        """The day on the person's own clocks."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def day_off(self) -> Free | None:
        """The weekdays that were not chosen; ``None`` if all were."""
        if self.days is None:
            return None
        return Free(first=self.since, weekdays=_EVERY_DAY - self.days)

    def following(self, after: datetime, pauses: Iterable[Pause], asked: date | None) -> datetime | None:
        """When the next question comes: strictly after ``after``, on no paused day, and on a later day than ``asked``,
        the one that had a question already. ``None`` if there is no such day within three years."""
        off = [one.free for one in pauses]
        for _ in range(_MOST_STEPS):
            after = next_occurrence(self.zone, self.clock, self.days, after)
            day = after.astimezone(ZoneInfo(self.zone)).date()
            if not any(one.covers(day) for one in off) and (asked is None or day > asked):
                return after
        return None


class Plan(NamedTuple):
    """What a person asks for when they subscribe."""

    zone: str
    wall: str
    days: frozenset[int] | None
    track_id: str | None
    place: Place
    channel_id: int
    thread_id: int | None = None


def merged(days: Iterable[int] | None) -> frozenset[int] | None:
    """Weekdays as they are kept: all seven are every day."""
    found = None if days is None else frozenset(days)
    return None if found == _EVERY_DAY else found
