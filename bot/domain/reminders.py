"""Reminders that people set for themselves: from a draft that waits for a yes, through a series, to the last one."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.domain.drafts import StoredText
from bot.domain.errors import Reason, Refused
from bot.domain.recurrence import Recurrence, next_of
from bot.domain.schedule import instant_of
from bot.domain.when import Reading

LONGEST = 1000
"""Characters of a reminder's text."""
LONGEST_TIME = 100
"""Characters of what is written for its time."""
MOST_ACTIVE = 50
"""Of one person in one server."""
MOST_A_DAY = 20
A_DAY = timedelta(days=1)
DRAFT_FOR = timedelta(days=1)
MOST_FAILURES = 3
"""So many occurrences in a row that could not be brought, and the series is paused."""
MORNING = time(9)


class ReminderStatus(StrEnum):
    """Where a reminder stands. ``PAUSED``: it could not be brought, and waits for its person."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Later(StrEnum):
    """For how long one is put off by a button."""

    TEN_MINUTES = "10m"
    HOUR = "1h"
    TOMORROW = "1d"


class Outcome(StrEnum):
    """What became of one occurrence. ``HELD``: it waits for the end of quiet hours."""

    BROUGHT = "brought"
    HELD = "held"
    FAILED = "failed"


class Due(NamedTuple):
    """The occurrence to bring, and how many older ones were missed before it."""

    at: datetime
    missed: int


class Reminder(BaseModel):
    """One reminder.

    ``typed``: what was written for the time, read at ``created_at``. ``zone``: where the series goes on. ``first_at``:
    the first occurrence, ``wall``: the same on the clocks of the zone; both ``None`` while a draft's time is not clear.
    ``next_at``: the occurrence that is owed; of a single one that was put off, until when. ``loud``: it comes in quiet
    hours too. ``failures``: how many occurrences in a row could not be brought.
    """

    model_config = ConfigDict(frozen=True)

    id: int = 0
    source_id: int
    guild_id: int
    user_id: int
    channel_id: int
    text: StoredText
    typed: StoredText
    zone: str
    first_at: datetime | None = None
    wall: datetime | None = None
    recurrence: Recurrence = Recurrence.ONCE
    loud: bool = False
    status: ReminderStatus = ReminderStatus.DRAFT
    next_at: datetime | None = None
    failures: int = 0
    created_at: datetime

    @property
    def repeats(self) -> bool:
        """Whether it is a series."""
        return self.recurrence is not Recurrence.ONCE

    def rewritten(self, typed: str, text: str, now: datetime) -> Self:
        """The draft with other words; its time has to be read anew."""
        return self.model_validate(self.model_dump() | {"typed": typed, "text": text, "created_at": now})

    def read_as(self, reading: Reading | None, now: datetime) -> Self:
        """The draft with a time for it; ``None``: what was written has none, or several."""
        if reading is None:
            return self._with(first_at=None, wall=None, next_at=None)
        wall = reading.wall.replace(second=0, microsecond=0)
        return self._with(first_at=reading.at, wall=wall, zone=reading.zone).repeated(self.recurrence, now)

    def repeated(self, recurrence: Recurrence, now: datetime) -> Self:
        """The draft as a series, or as a single one."""
        changed = self._with(recurrence=recurrence)
        return changed.model_copy(update={"next_at": changed.first(now)})

    def confirmed(self, now: datetime) -> Self:
        """The draft is wanted as it is.

        :raises Refused: if its time is not clear or has passed meanwhile.
        """
        at = self.first(now)
        if at is None:
            raise Refused(Reason.REMINDER_UNCLEAR)
        if at <= now:
            raise Refused(Reason.REMINDER_PASSED)
        return self._with(status=ReminderStatus.ACTIVE, next_at=at)

    def is_owed(self, promised: datetime) -> bool:
        """Whether the occurrence of this time is still to be brought: nothing went on, or was taken back, since."""
        return self.status in {ReminderStatus.ACTIVE, ReminderStatus.PAUSED} and self.next_at == promised

    def overdue(self, now: datetime) -> Due:
        """What to bring of a series that may have been missed more than once: the newest.

        :raises ValueError: if nothing is owed.
        """
        if self.next_at is None:
            raise ValueError("nothing is owed")
        due, missed = self.next_at, 0
        while (following := self._after(due)) is not None and following <= now:
            due, missed = following, missed + 1
        return Due(due, missed)

    def closed(self, outcome: Outcome, now: datetime) -> Self:
        """After one occurrence came to its end: what is next. Missed ones are not made up for."""
        failures = {Outcome.BROUGHT: 0, Outcome.FAILED: self.failures + 1}.get(outcome, self.failures)
        failed = outcome is Outcome.FAILED
        if not self.repeats:
            return self._with(failures=failures, status=ReminderStatus.PAUSED if failed else ReminderStatus.DONE)
        if failed and failures >= MOST_FAILURES:
            return self._with(failures=failures, status=ReminderStatus.PAUSED, next_at=None)
        following = self._after(max(now, self.next_at or now))
        status = ReminderStatus.DONE if following is None else ReminderStatus.ACTIVE
        return self._with(failures=failures, status=status, next_at=following)

    def held(self, until: datetime) -> Self:
        """A single one waits with others until the end of quiet hours."""
        return self._with(status=ReminderStatus.ACTIVE, next_at=until)

    def put_off(self, until: datetime) -> Self:
        """Snoozed: a series goes on as it was, a single one is owed once more."""
        if self.repeats or self.status is ReminderStatus.CANCELLED:
            return self
        return self._with(status=ReminderStatus.ACTIVE, next_at=until)

    def resumed(self, now: datetime) -> Self:
        """A paused one goes on; a single one comes at once."""
        if self.status is not ReminderStatus.PAUSED:
            return self
        following = self._after(now) if self.repeats else now
        return self._with(status=ReminderStatus.ACTIVE, failures=0, next_at=following)

    def ended(self, status: ReminderStatus) -> Self:
        """It is over, or taken back."""
        return self._with(status=status)

    def later(self, how: Later, now: datetime) -> datetime:
        """Until when a button puts it off. Tomorrow: at the reminder's own time of the day."""
        wall = self.wall.time() if self.wall else MORNING
        return put_off_until(how, self.zone, wall, now)

    def first(self, now: datetime) -> datetime | None:
        """The first occurrence; of a series the first one from now on. ``None`` while the time is not clear."""
        if self.first_at is None or not self.repeats:
            return self.first_at
        return self._after(now)

    def _after(self, after: datetime) -> datetime | None:
        if not self.repeats or self.wall is None:
            return None
        return next_of(self.recurrence, self.zone, self.wall, after)

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)


def put_off_until(how: Later, zone: str, wall: time, now: datetime) -> datetime:
    """Ten minutes or an hour from now, or tomorrow at ``wall`` on the clocks of ``zone``; aware, UTC."""
    match how:
        case Later.TEN_MINUTES:
            return now + timedelta(minutes=10)
        case Later.HOUR:
            return now + timedelta(hours=1)
        case Later.TOMORROW:
            tz = ZoneInfo(zone)
            return instant_of(now.astimezone(tz).date() + timedelta(days=1), wall, tz)


class Held(NamedTuple):
    """An occurrence that waits for the end of quiet hours, with its reminder as it is now."""

    reminder: Reminder
    due_at: datetime
