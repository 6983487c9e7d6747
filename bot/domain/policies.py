"""What sets the six kinds of conversation apart while they share one flow: how many questions, in what order."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.tracks import StageKind

MOST_QUESTIONS = 15
"""More than this is no interview any more; also keeps a debrief within a thread that people still read."""


class Order(StrEnum):
    """How the dealt questions follow each other."""

    RISING = "rising"
    """Easy ones first, within a level as dealt."""
    BANK = "bank"
    """As they stand in the track: a conversation with an opening and an end."""
    DEALT = "dealt"
    """As dealt: topics alternate."""


class Policy(BaseModel):
    """How a stage of one kind deals its questions."""

    model_config = ConfigDict(frozen=True)

    questions: int
    least: int = 1
    """Fewer make no whole conversation of this kind, only a drill of its questions."""
    order: Order


POLICIES: dict[StageKind, Policy] = {
    StageKind.SCREEN: Policy(questions=6, least=6, order=Order.BANK),
    StageKind.TASK: Policy(questions=2, least=3, order=Order.RISING),
    StageKind.MANAGER: Policy(questions=5, order=Order.RISING),
    StageKind.TEAM: Policy(questions=6, order=Order.DEALT),
    StageKind.EXECUTIVE: Policy(questions=3, least=3, order=Order.RISING),
    StageKind.OFFER: Policy(questions=2, least=2, order=Order.BANK),
}
