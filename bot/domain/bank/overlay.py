"""A server's own layer over the built-in questions: what it added, what it edited, what it retired.

Nothing is deleted: a retired question is not asked any more, and every change can be taken back.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.errors import Refusal
from bot.domain.tracks import Question


class ChangeKind(StrEnum):
    """What was done to a question."""

    ADDED = "added"
    EDITED = "edited"
    RETIRED = "retired"
    RESTORED = "restored"
    IMPORTED = "imported"
    APPROVED = "approved"


class ServerQuestion(BaseModel):
    """A question as one server has it.

    ``builtin``: it stands in a content file too. ``version`` counts the server's changes: 0 is a built-in question that
    the server never touched. ``credit_id``: the member who suggested it.
    """

    model_config = ConfigDict(frozen=True)

    guild_id: int
    track_id: str
    stage_id: str
    question: Question
    builtin: bool = False
    retired: bool = False
    version: int = 0
    credit_id: int | None = None
    changed_at: datetime | None = None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id


class Change(BaseModel):
    """One change of a question: who, when, what. ``after`` is the question from then on."""

    model_config = ConfigDict(frozen=True)

    question_id: str
    version: int
    actor_id: int
    kind: ChangeKind
    before: Question | None
    after: Question
    created_at: datetime


class Difference(NamedTuple):
    """One field of a question that two versions do not share, as text on both sides."""

    field: str
    before: str
    after: str


class EditConflict(Refusal):
    """Somebody else changed the question meanwhile: nothing was saved, and ``differences`` say what they changed."""

    def __init__(self, now: ServerQuestion, by: int | None, differences: Iterable[Difference]) -> None:
        self.now = now
        self.by = by
        self.differences = tuple(differences)
        super().__init__("the question was changed by somebody else")


FIELDS = (
    "prompt",
    "assesses",
    "approach",
    "sample_answer",
    "probes",
    "key_points",
    "competency",
    "difficulty",
    "tags",
    "minutes",
)
"""What can be changed of a question, in the order in which people read it."""


def differences(before: Question | None, after: Question) -> tuple[Difference, ...]:
    """What changed between two versions, field by field."""
    pairs = ((field, text_of(before, field), text_of(after, field)) for field in FIELDS)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def text_of(question: Question | None, field: str) -> str:
    """A field as people write it: lists a line each."""
    value = getattr(question, field, "") if question else ""
    if field == "key_points" and question:
        return "\n".join(point.point for point in question.key_points)
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return str(value)


def plain(question: Question) -> str:
    """What a question is searched and compared by: its prompt, in small letters and single spaces."""
    return " ".join(question.prompt.casefold().split())
