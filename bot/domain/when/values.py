"""What comes of reading a time: an instant with what was assumed, or a refusal with what it is about."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from bot.domain.errors import Refusal

MOST_CHOICES = 5
LONGEST_TEXT = 100
"""Characters."""

MOST_YEARS = 5


class Assumed(StrEnum):
    """What the text leaves open and the reader filled in; the person is told before anything is kept."""

    DEFAULT_TIME = "default_time"
    """A day without a time: nine in the morning."""
    PART_OF_DAY = "part_of_day"
    """A part of the day without a time, such as ``evening``."""
    HALF_OF_DAY = "half_of_day"
    """An hour from 1 to 12 that may be before or after noon; ``Reading.instead`` is the other one."""
    FIRST_DAY = "first_day"
    """A week, a month or a year without a day: its first, of a week Monday, of a weekend Saturday."""
    SKIPPED = "skipped"
    """The clocks are put forward over the time: the first instant after it."""
    DOUBLED = "doubled"
    """The clocks are put back and show the time twice: the first of the two."""
    ZONE = "zone"
    """A short name such as ``CET`` was taken for ``Reading.zone``, with its summer time."""


class WhenReason(StrEnum):
    """Why a text is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    PAST = "past"
    """Not in the future; ``WhenError.read_as`` is what it was read as, unless that is before 1970."""
    TOO_FAR = "too_far"
    """More than :data:`MOST_YEARS` ahead."""
    AMBIGUOUS = "ambiguous"
    """It may mean any of ``WhenError.choices``, or on a bare clock of ``WhenError.times``."""
    NO_TIME = "no_time"
    """Today, and the hour that would be assumed (``WhenError.read_as``) has passed: the time is needed."""
    NO_DAY = "no_day"
    """A time where a day is needed."""
    NO_SUCH_DAY = "no_such_day"
    """Such as 31 February."""
    NO_SUCH_TIME = "no_such_time"
    """Such as 25:00 or 13 pm."""
    WRONG_WEEKDAY = "wrong_weekday"
    """The weekday and the date do not go together."""
    UNKNOWN_ZONE = "unknown_zone"
    """A time of a place that is not known, or that has several zones; ``WhenError.zones`` may be meant."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One instant, and how it was understood."""

    at: datetime
    """Aware, UTC, whole seconds."""
    zone: str
    """The zone that was named in the text, else the person's own: the one in which a series goes on."""
    wall: datetime
    """What clocks in ``zone`` show at ``at``; naive."""
    assumed: tuple[Assumed, ...] = ()
    instead: "Reading | None" = None
    """The other half of the day, where the hour leaves that open and it is ahead too."""


class WhenError(Refusal):
    """A text cannot be taken as a time. Nothing is lost: the caller still has the text."""

    def __init__(
        self,
        reason: WhenReason,
        *,
        choices: tuple[Reading, ...] = (),
        times: tuple[time, ...] = (),
        read_as: Reading | None = None,
        zones: tuple[str, ...] = (),
    ) -> None:
        self.reason = reason
        self.choices = choices
        self.times = times
        self.read_as = read_as
        self.zones = zones
        super().__init__(reason.value)
