"""What the analysis of an answer gives: quoted spans, a few flags and what to say about them."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.feedback.ownership import Ownership

Length = Literal["short", "in_range", "long", "unknown"]
Spans = tuple[str, ...]

MOST_REMARKS = 3


class RemarkKind(StrEnum):
    """What a remark is about."""

    OFF_TOPIC = "off_topic"
    NO_STORY = "no_story"
    NO_RESULT = "no_result"
    NO_NUMBER = "no_number"
    NO_ACTION = "no_action"
    OWN_PART = "own_part"
    NO_SITUATION = "no_situation"
    NO_TASK = "no_task"
    MISSED_POINTS = "missed_points"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    HEDGES = "hedges"
    FILLERS = "fillers"
    STRENGTH = "strength"


class Remark(BaseModel):
    """One thing to tell the candidate, in plain text on a single line. User text in it is not escaped."""

    model_config = ConfigDict(frozen=True)

    kind: RemarkKind
    text: str

    def __str__(self) -> str:
        return self.text


class Feedback(BaseModel):
    """What was found in one answer. Every span is a verbatim piece of it, in the order of the text."""

    model_config = ConfigDict(frozen=True)

    situation: Spans = ()
    task: Spans = ()
    action: Spans = ()
    result: Spans = ()
    quantified_result: Spans = ()
    ownership: Ownership = "none"
    off_topic: bool = False
    words: int = 0
    length: Length = "unknown"
    hedges: Spans = ()
    fillers: Spans = ()
    covered: Spans = ()
    missed: Spans = ()
    remarks: tuple[Remark, ...] = Field(default=(), max_length=MOST_REMARKS)
