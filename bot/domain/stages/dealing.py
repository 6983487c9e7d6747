"""The turns of a new round, by the kind of its stage."""

from collections.abc import Callable, Mapping

from bot.domain.catalogue import Catalogue
from bot.domain.stages import executive, manager, offer, screen, task, team
from bot.domain.stages.common import Dealing
from bot.domain.tracks import Stage, StageKind
from bot.domain.turns import Turn, numbered

_DEALERS: Mapping[StageKind, Callable[[Dealing], tuple[Turn, ...]]] = {
    StageKind.SCREEN: screen.deal,
    StageKind.TASK: task.deal,
    StageKind.MANAGER: manager.deal,
    StageKind.TEAM: team.deal,
    StageKind.EXECUTIVE: executive.deal,
    StageKind.OFFER: offer.deal,
}


def deal_turns(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round; the same arguments always deal the same."""
    return numbered(_DEALERS[dealing.stage.kind](dealing))


def dealt_ids(content: Catalogue, stage: Stage) -> list[str]:
    """Ids of all the questions that a round of the stage may deal, to count which of them a person has had."""
    own = [question.id for question in stage.questions]
    return own + (executive.matrix_questions(content.exercises) if stage.kind is StageKind.EXECUTIVE else [])
