"""What an offer round is made of: an opening question or two, the negotiation, the candidate's own questions."""

from bot.domain.stages.common import Dealing
from bot.domain.stages.negotiation import rules as negotiation
from bot.domain.tracks import Question
from bot.domain.turns import Form, Turn

_SCENES = 2
"""Turns of every whole round that are no questions of the stage: the negotiation, the candidate's own questions."""
_MOST_OPENING = 2
_OF_THE_END = "candidate-questions"
_OF_EXPECTATION = "expectation"


def deal(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round. A drill has questions only."""
    if dealing.is_drill or not dealing.content.employers:
        return dealing.bank()
    data = negotiation.opened(dealing.content.employers, dealing.seed)
    return (*_opening(dealing), dealing.scene(Form.NEGOTIATION, data), dealing.scene(Form.REVERSE))


def _opening(dealing: Dealing) -> tuple[Turn, ...]:
    """One question, two where more were asked for; the one on what the candidate expects comes first."""
    count = min(_MOST_OPENING, max(1, (dealing.count or 0) - _SCENES))
    # What the candidate asks at the end has a scene of its own.
    pool = [one for one in dealing.stage.questions if _OF_THE_END not in one.tags] or list(dealing.stage.questions)
    first = [one for one in pool if _is_on_expectation(one)][:1]
    rest = [one for one in pool if one not in first]
    return (*dealing.bank(first, len(first)), *dealing.bank(rest, count - len(first)))


def _is_on_expectation(question: Question) -> bool:
    return _OF_EXPECTATION in question.id or _OF_EXPECTATION in question.tags
