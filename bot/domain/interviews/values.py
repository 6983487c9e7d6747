"""A real interview of a person, from the day it is noted to the company's last word."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from bot.domain.competencies import Competency
from bot.domain.schedule import instant_of
from bot.domain.tracks import StageKind

MOST_PLANNED = 20
"""Interviews ahead, of one person in one server."""

NAME_ROOM = 80
"""Characters of a company, a role or a stage."""

_WALL = "%Y-%m-%dT%H:%M"


def _wall(value: object) -> object:
    return datetime.strptime(value, _WALL) if isinstance(value, str) else value  # noqa: DTZ007 - naive is what it is


Wall = Annotated[
    datetime, BeforeValidator(_wall), PlainSerializer(lambda at: at.strftime(_WALL), when_used="json-unless-none")
]
"""What the clocks show, naive, to the minute."""


class InterviewStatus(StrEnum):
    """``PLANNED`` until it is known what came of it, also after the conversation."""

    PLANNED = "planned"
    CLOSED = "closed"
    REMOVED = "removed"


class Outcome(StrEnum):
    """What the company said."""

    NEXT = "next"
    OFFER = "offer"
    REJECTED = "rejected"
    WAITING = "waiting"


class Say(StrEnum):
    """The messages that come by themselves, also the kinds of their deliveries."""

    PREP = "interview_prep"
    CHECKLIST = "interview_checklist"
    LUCK = "interview_luck"
    AFTER = "interview_after"
    NUDGE = "interview_nudge"


class Do(StrEnum):
    """What a step of a plan asks for."""

    READ = "read"
    """Something about the company."""
    TIP = "tip"
    COMPETENCY = "competency"
    """Work on one in which the person rated themselves low."""
    PRACTISE = "practise"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlanStep(_Value):
    """One thing to do at a time; what is for the first day stands on the card and is not sent."""

    at: datetime
    do: Do
    text: str
    competency: Competency | None = None
    sent: bool = True
    """Whether a message brings it."""


class After(_Value):
    """What a person told of the conversation and of the company's word."""

    points: str = ""
    interviewer: str = ""
    tone: str = ""
    level: int | None = Field(default=None, ge=1, le=4)
    notes: str = ""
    days: int | None = None
    """In how many days the company wanted to be heard of."""
    asked: int = 0
    """How many nudges were owed anew: their keys must differ."""
    nudges: int = 0
    """How many nudges were said."""
    outcome: Outcome | None = None
    said: tuple[Say, ...] = ()
    """Messages that came once and are not to come again for the same time."""


class Interview(_Value):
    """One interview. ``wall`` on the clocks of ``zone`` is ``starts_at``."""

    id: int = 0
    source_id: int
    guild_id: int
    user_id: int
    channel_id: int
    company: str
    role: str
    track_id: str | None = None
    stage_id: str | None = None
    stage: str
    kind: StageKind
    minutes: int
    zone: str
    wall: Wall
    starts_at: datetime
    status: InterviewStatus = InterviewStatus.PLANNED
    plan: tuple[PlanStep, ...] = ()
    after: After = Field(default_factory=After)
    version: int = 1
    created_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When the conversation is over, as far as is known."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def subject(self) -> str:
        """Names all its deliveries."""
        return f"interview:{self.id}"

    @property
    def is_planned(self) -> bool:
        """Whether something is still to come of it."""
        return self.status is InterviewStatus.PLANNED


def instant_at(wall: datetime, zone: str) -> datetime:
    """When clocks in ``zone`` show ``wall``, aware, UTC."""
    return instant_of(wall.date(), wall.time(), ZoneInfo(zone))


def wall_at(at: datetime, zone: str) -> datetime:
    """What clocks in ``zone`` show at ``at``; naive."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def utc(seconds: int) -> datetime:
    """An instant from a custom id, as seconds since 1970.

    :raises ValueError: where the calendar has no such time.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("no such time") from error
