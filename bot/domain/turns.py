"""One turn of a round: what is asked, in which form, by whom, and where it stands."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.domain.tracks import Question


class Form(StrEnum):
    """What kind of exchange a turn is. All but ``PROBE`` count as questions of their own."""

    QUESTION = "question"
    PROBE = "probe"
    """A follow-up on the question before it."""
    DEFENCE = "defence"
    """A question about a design choice in what was submitted."""
    SALARY = "salary"
    REVERSE = "reverse"
    """The candidate's own questions to the interviewer."""
    PRESENTATION = "presentation"
    MATRIX = "matrix"
    """A success matrix over two projects, and its defence."""
    NEGOTIATION = "negotiation"
    TASK = "task"
    """A take-home, with a deadline of its own instead of a time box."""


SPOKEN = frozenset({Form.QUESTION, Form.PROBE, Form.DEFENCE})
"""Forms in which a text is the whole answer, and is read as one."""


class TurnStatus(StrEnum):
    """Where one turn of a round stands."""

    WAITING = "waiting"
    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    LEFT = "left"


class Speaker(BaseModel):
    """One of several interviewers."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=40)]
    role: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class Turn(BaseModel):
    """One turn. ``question`` is kept as it was asked, whatever becomes of the bank.

    ``data`` is what the form keeps between its moves, as JSON; each form has a model for its own.
    """

    model_config = ConfigDict(frozen=True)

    position: int
    question: Question
    form: Form = Form.QUESTION
    speaker: Speaker | None = None
    data: Mapping[str, Any] = Field(default_factory=dict)
    status: TurnStatus = TurnStatus.WAITING
    prompted_at: datetime | None = None
    settled_at: datetime | None = None
    panel_id: int | None = None
    hints: int = 0
    rating: int | None = None

    @property
    def asked(self) -> bool:
        """Whether the candidate has had this turn."""
        return self.status is not TurnStatus.WAITING

    @property
    def timed(self) -> bool:
        """Whether there is a time box."""
        return self.form is not Form.TASK

    @property
    def ends_at(self) -> datetime | None:
        """When the time box is over; the answer is not cut then."""
        if self.prompted_at is None or not self.timed:
            return None
        return self.prompted_at + timedelta(minutes=self.question.minutes)

    @property
    def due_at(self) -> datetime | None:
        """The deadline of its own that its form set, if it did."""
        due = self.data.get("due_at")
        return datetime.fromisoformat(due) if isinstance(due, str) else None

    def put(self, **changes: object) -> "Turn":
        """The same turn with changes."""
        return self.model_copy(update=changes)


def numbered(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The same turns, each with the position at which it stands."""
    return tuple(turn if turn.position == at else turn.put(position=at) for at, turn in enumerate(turns))
