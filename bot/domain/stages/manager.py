"""What a hiring manager's round is made of.

A second round with the same kind of interviewer goes deeper: on other competencies than those that went well before,
and with the harder questions. Follow-ups come in between, see :mod:`bot.domain.stages.probing.rules`.
"""

from collections.abc import Sequence

from bot.domain.chance import chance
from bot.domain.competencies import Competency
from bot.domain.stages.common import Dealing
from bot.domain.stages.probing.notes import heard_of
from bot.domain.talk import listed
from bot.domain.tracks import Difficulty, Question
from bot.domain.turns import Form, Turn, TurnStatus

_WELL = 3
"""From this level on, of 1 to 4, an answer went well."""
_MOST_NAMED = 3


def deal(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round."""
    if not _is_second(dealing):
        return dealing.bank()
    well = went_well(dealing.past)

    def rank(question: Question) -> int:
        return 2 * (question.competency in well) + (question.difficulty is Difficulty.EASY)

    # Within both halves the difficulty rises, as the policy has it.
    turns = tuple(sorted(dealing.bank(rank=rank), key=lambda turn: turn.question.competency in well))
    lead_in = _lead_in(dealing, turns, well)
    if not lead_in:
        return turns
    return (turns[0].put(data={**turns[0].data, "lead_in": lead_in}), *turns[1:])


def went_well(past: Sequence[Turn]) -> frozenset[Competency]:
    """Competencies in which every question of the rounds before was rated well, or lacked nothing where unrated."""
    asked: dict[Competency, list[bool]] = {}
    for turn in past:
        if turn.form is not Form.PROBE:
            asked.setdefault(turn.question.competency, []).append(_went_well(turn))
    return frozenset(competency for competency, all_well in asked.items() if all(all_well))


def _went_well(turn: Turn) -> bool:
    if turn.status is not TurnStatus.ANSWERED:
        return False
    if turn.rating is not None:
        return turn.rating >= _WELL
    heard = heard_of(turn.data)
    return heard is not None and not heard.lacks


def _is_second(dealing: Dealing) -> bool:
    """Whether the track has a stage of the same kind before this one."""
    stages = dealing.track.stages
    at = next((at for at, stage in enumerate(stages) if stage.id == dealing.stage.id), 0)
    return any(stage.kind is dealing.stage.kind for stage in stages[:at])


def _lead_in(dealing: Dealing, turns: Sequence[Turn], well: frozenset[Competency]) -> str:
    """What the round goes on to, said before its first question; empty where the file has no words for it."""
    deeper, name_of = dealing.content.talk.deeper, dealing.content.talk.topics.name_of
    measured = list(dict.fromkeys(turn.question.competency for turn in turns))
    new = [one for one in measured if one not in well]
    before = [one for one in dict.fromkeys(turn.question.competency for turn in dealing.past) if one in well]
    lines = deeper.fresh
    if dealing.past:
        lines = deeper.after if new and before else deeper.after_all
    if not lines:
        return ""
    topics, gone = ([name_of(one) for one in some[:_MOST_NAMED]] for some in (new or measured, before))
    line = chance(dealing.seed).choice(lines)
    return line.format(topics=listed(topics), well=listed(gone))
