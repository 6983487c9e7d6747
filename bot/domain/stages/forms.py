"""What a submission makes of a turn, and what a coach notes about it afterwards, by the form of the turn."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.stages.matrix import rules as matrix
from bot.domain.stages.negotiation import rules as negotiation
from bot.domain.stages.presentation import rules as presentation
from bot.domain.stages.probing import rules as probing
from bot.domain.stages.reverse import rules as reverse
from bot.domain.stages.salary import rules as salary
from bot.domain.stages.take_home import rules as take_home
from bot.domain.turns import Form, Turn


class _Rules(NamedTuple):
    submitted: Callable[[Given], Play]
    notes: Callable[[Turn, str], tuple[str, ...]]


_SPOKEN = _Rules(probing.submitted, probing.notes)
_RULES: Mapping[Form, _Rules] = {
    Form.SALARY: _Rules(salary.submitted, salary.notes),
    Form.REVERSE: _Rules(reverse.submitted, reverse.notes),
    Form.PRESENTATION: _Rules(presentation.submitted, presentation.notes),
    Form.MATRIX: _Rules(matrix.submitted, matrix.notes),
    Form.NEGOTIATION: _Rules(negotiation.submitted, negotiation.notes),
    Form.TASK: _Rules(take_home.submitted, take_home.notes),
}


def submitted(given: Given) -> Play:
    """What a text for the open turn makes of it.

    :raises bot.domain.errors.Refusal: if it cannot be taken so.
    """
    return _RULES.get(given.turn.form, _SPOKEN).submitted(given)


def notes_on(turn: Turn, text: str) -> tuple[str, ...]:
    """What a coach notes about a turn that is done with, beside the feedback on a text; plain text, a line each."""
    return _RULES.get(turn.form, _SPOKEN).notes(turn, text)
