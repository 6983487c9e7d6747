"""The salary question: what a submission makes of it, and what a coach notes about it.

Nothing that is wrong with a figure refuses the answer: in life it is said, and what follows is the lesson.
"""

from pydantic import ValidationError

from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.stages.salary.reading import Handling, Salary, read_salary
from bot.domain.stages.salary.remarks import remarks
from bot.domain.turns import Turn, TurnStatus

_KEPT = "salary"


def submitted(given: Given) -> Play:
    """Any answer is one."""
    read = read_salary(given.text, given.fields)
    return Play(data={**given.turn.data, _KEPT: read.model_dump(mode="json")}, settled=True)


def understood(turn: Turn) -> Salary | None:
    """What was understood when it was answered."""
    try:
        return Salary.model_validate(turn.data[_KEPT])
    except (KeyError, ValidationError):
        return None


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """Remarks, most useful first; each one line of plain text."""
    if turn.status is not TurnStatus.ANSWERED:
        return ()
    return remarks(understood(turn) or read_salary(text, {}))


def acknowledgement(turn: Turn) -> str:
    """What the recruiter says to it before going on; empty where it was not answered."""
    read = understood(turn)
    if turn.status is not TurnStatus.ANSWERED or read is None:
        return ""
    if read.amount and read.handling is not Handling.DEFER:
        return f"Thank you, {read.amount} is in my notes."
    if read.handling is Handling.DEFER:
        band = " A band I cannot give you in a practice call; in life, wait for the answer." if read.asks_band else ""
        return f"That is all right, we come back to the money later.{band}"
    return "All right, I leave the figure open for now."
