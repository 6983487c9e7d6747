"""A server's daily question: its settings, its days, and what came in its way, as values."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator

from bot.domain.daily.questions import DailyAnswer
from bot.domain.schedule import next_occurrence

TOO_LATE = timedelta(hours=12)
"""A question that could not be posted for longer than this is skipped."""

LATE = timedelta(minutes=10)
"""From this delay on a post says when it was due."""

_A_DAY = timedelta(days=1)
ANSWER_ROOM = 3000
"""Characters of an answer to a server's question: with its author it has to fit into a page of 4,000."""

_PAGE_ROOM = 3200
_MOST_ON_A_PAGE = 5


class Trouble(StrEnum):
    """What came in the way of a question."""

    POST = "post"
    THREAD = "thread"
    WRAP_UP = "wrap_up"


class DailyChannel(BaseModel):
    """What moderators chose. ``wall`` is ``HH:MM`` in ``zone``; ``days`` are weekdays, 0 = Monday, ``None`` all.

    ``next_at``: when the next question is due. ``version`` counts the changes: a delivery of another one is void.
    ``problem``: the last :class:`Trouble` with its reason, as ``thread: I may not …``.
    """

    model_config = ConfigDict(frozen=True)

    guild_id: int
    channel_id: int
    zone: str
    wall: str
    days: frozenset[int] | None = None
    track_id: str | None = None
    mention_id: int | None = None
    actor_id: int
    active: bool = True
    next_at: datetime | None = None
    version: int = 1
    problem: str | None = None
    problem_at: datetime | None = None
    created_at: datetime

    @field_validator("days", mode="before")
    @classmethod
    def _some_days(cls, value: object) -> object:
        return None if value is None else frozenset(value)  # type: ignore[call-overload]

    @property
    def at(self) -> time:
        """The hour of the question on the clocks of its zone."""
        return time.fromisoformat(self.wall)

    def next_after(self, instant: datetime) -> datetime:
        """The first time after ``instant`` at which a question is due; aware, UTC."""
        return next_occurrence(self.zone, self.at, self.days, instant.astimezone(UTC))

    def day_of(self, instant: datetime) -> date:
        """The day on the clocks of the zone."""
        return instant.astimezone(ZoneInfo(self.zone)).date()

    @property
    def trouble(self) -> tuple[Trouble, str] | None:
        """What came in the way last, with the reason."""
        if self.problem is None:
            return None
        kind, _, reason = self.problem.partition(": ")
        return Trouble(kind), reason

    def wraps_up(self, due: datetime, now: datetime) -> datetime:
        """When answering ends for a question that was due at ``due`` and is posted ``now``: before the next one, and
        a day later if that is further away. A question of less than an hour would help nobody: it has a day too."""
        end = min(self.next_after(max(due, now)), due + _A_DAY)
        return end if end - now >= timedelta(hours=1) else now + _A_DAY


class DayAnswer(BaseModel):
    """An answer with how many others found it useful. ``mine``: whether whoever looks is one of them."""

    model_config = ConfigDict(frozen=True)

    answer: DailyAnswer
    votes: int = 0
    mine: bool = False


def pages(answers: list[DayAnswer]) -> list[list[DayAnswer]]:
    """The answers in their order, on pages that each fit into one message."""
    found: list[list[DayAnswer]] = []
    room = 0
    for one in answers:
        length = len(one.answer.text)
        if not found or length > room or len(found[-1]) == _MOST_ON_A_PAGE:
            found.append([])
            room = _PAGE_ROOM
        found[-1].append(one)
        room -= length
    return found
