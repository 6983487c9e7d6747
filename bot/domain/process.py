"""A whole interview process, once every stage of a track was held: what it came to, and what to do next."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from statistics import fmean

from pydantic import BaseModel, ConfigDict

from bot.domain.competencies import Competency, Rubrics
from bot.domain.debrief import entries, work_on
from bot.domain.drafts import Part
from bot.domain.pipeline import Pipeline, Standing
from bot.domain.rounds import Round
from bot.domain.turns import Form, Turn, TurnStatus

_LONGEST = 3
"""Times a turn's time box: whoever took longer over it was away."""


class Leg(BaseModel):
    """One stage of the process. ``answered`` and ``used`` are those of its newest round."""

    model_config = ConfigDict(frozen=True)

    standing: Standing
    answered: int
    used: timedelta


class Mark(BaseModel):
    """A competency with the mean of the candidate's own ratings, 1 to 4."""

    model_config = ConfigDict(frozen=True)

    title: str
    level: float


class Process(BaseModel):
    """The process, told by the newest round of each stage. ``strongest`` and ``weakest`` are there if they differ."""

    model_config = ConfigDict(frozen=True)

    pipeline: Pipeline
    legs: tuple[Leg, ...]
    began_at: datetime
    ended_at: datetime
    strongest: Mark | None
    weakest: Mark | None
    advice: str

    @property
    def answered(self) -> int:
        """Questions answered in all."""
        return sum(leg.answered for leg in self.legs)

    @property
    def used(self) -> timedelta:
        """Time spent in the interviews themselves."""
        return sum((leg.used for leg in self.legs), timedelta())

    @property
    def unrated(self) -> bool:
        """Whether a stage has no level yet."""
        return any(leg.standing.level is None for leg in self.legs)


def process(found: Pipeline, newest: Iterable[tuple[Round, Mapping[int, Iterable[Part]]]], rubrics: Rubrics) -> Process:
    """Put together a process of which all stages were held; ``newest``: the newest round of each with what was given.

    Reads every answer, some 10 ms each, so not on an event loop.
    """
    by_stage = {state.stage_id: (state, parts) for state, parts in newest}
    legs = tuple(_leg(standing, by_stage[standing.stage_id][0]) for standing in found.standings)
    rounds = [state for state, _ in by_stage.values()]
    given = tuple(one for state, parts in by_stage.values() for one in entries(state, parts))
    strongest, weakest = _marks((turn for state in rounds for turn in state.turns), rubrics)
    return Process(
        pipeline=found,
        legs=legs,
        began_at=min(state.started_at for state in rounds),
        ended_at=max(state.finished_at or state.active_at for state in rounds),
        strongest=strongest,
        weakest=weakest,
        advice=work_on(tuple(one for one in given if one.turn.form is not Form.PROBE)),
    )


def _leg(standing: Standing, state: Round) -> Leg:
    answered = sum(turn.status is TurnStatus.ANSWERED and turn.form is not Form.PROBE for turn in state.turns)
    return Leg(standing=standing, answered=answered, used=sum(map(_spent, state.turns), timedelta()))


def _spent(turn: Turn) -> timedelta:
    """From the question to its answer; nothing for a take-home, which is done elsewhere and over days."""
    if turn.prompted_at is None or turn.settled_at is None or not turn.timed:
        return timedelta()
    longest = _LONGEST * timedelta(minutes=turn.question.minutes)
    # A machine's clock may be put back in between.
    return min(max(turn.settled_at - turn.prompted_at, timedelta()), longest)


def _marks(turns: Iterable[Turn], rubrics: Rubrics) -> tuple[Mark | None, Mark | None]:
    """The competencies rated highest and lowest; none where there is no difference."""
    ratings: dict[Competency, list[int]] = {}
    for turn in turns:
        if turn.rating is not None:
            ratings.setdefault(turn.question.competency, []).append(turn.rating)
    marks = [Mark(title=rubrics.of(one).title, level=fmean(levels)) for one, levels in ratings.items()]
    highest = max(marks, key=lambda mark: mark.level, default=None)
    lowest = min(marks, key=lambda mark: mark.level, default=None)
    if highest is None or lowest is None or highest.level == lowest.level:
        return None, None
    return highest, lowest
