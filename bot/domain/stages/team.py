"""What a team round is made of: questions about what happened, asked in turns by a panel."""

from bot.domain.stages.common import Dealing
from bot.domain.stages.panel import seated
from bot.domain.tracks import Question
from bot.domain.turns import Turn


def deal(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round."""
    return seated(dealing, dealing.bank(rank=_told_last))


def _told_last(question: Question) -> int:
    """Stories first: questions that ask for none come when those are dealt."""
    return int(not question.behavioural)
