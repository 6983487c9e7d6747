"""A person's level in each competency, from all that was ever said about it.

Each piece of evidence is a level from 1 to 4 with a weight: :data:`WORTH` by who says it, halved for every
:data:`HALF_LIFE` of its age. The unit of weight is one fresh rating of oneself. The level is the weighted mean.

Single scores are known to be noisy, so the spread (a standard deviation) is drawn towards :data:`USUAL_SPREAD` as if
two further ratings had shown that, and how sure the level is follows from the standard error: the spread over the
square root of the weight. What people say of themselves alone is never firm.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.competencies import LEVELS, Competency

HALF_LIFE = timedelta(days=90)
"""An interview skill that is not practised for a season is half as well proven."""

REMEMBERED = 8 * HALF_LIFE
"""What is older than about two years weighs less than half a hundredth: it is not read."""

USUAL_SPREAD = 0.8
"""Levels. What scores of one skill differ by anyway, before we know anything; our own assumption."""

_ASSUMED = 2
_FAIR_COUNT, _FAIR_ERROR = 3, 0.5
_FIRM_COUNT, _FIRM_ERROR = 8, 0.25

RECENT = timedelta(days=30)
"""The trend compares so many days with all before."""

_TREND_COUNT = 3
_LEAST_CHANGE = 0.25

WEAK = 2.5
"""Levels below this are worth work: nearer to a 2 than to a 3."""

_MOST_WEAK = 3


class Source(StrEnum):
    """Who says it: the person, the tables a query ran on, or somebody who sat with them."""

    SELF = "self"
    TASK = "task"
    RATER = "rater"


WORTH = {Source.SELF: 1.0, Source.TASK: 2.0, Source.RATER: 3.0}
"""How many ratings of oneself each is worth."""


class Certainty(StrEnum):
    """How far a level can be relied on."""

    GUESS = "guess"
    FAIR = "fair"
    FIRM = "firm"


class Trend(StrEnum):
    """Where a level goes. ``UNKNOWN``: there is too little on one side."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    UNKNOWN = "unknown"


class Evidence(NamedTuple):
    """One piece of evidence; ``level`` is 1 to 4, of a task it may lie between. There are thousands, so it is light."""

    competency: Competency
    level: float
    source: Source
    at: datetime


class CompetencyLevel(BaseModel):
    """The level in one competency. ``spread``: in levels, a standard deviation."""

    model_config = ConfigDict(frozen=True)

    competency: Competency
    level: float
    spread: float
    evidence_count: int
    sure: Certainty
    trend: Trend


class Standing(BaseModel):
    """How somebody stands. ``levels``: of each competency there is evidence for, in the order of the list of them.
    ``weak``: what to work on, lowest first."""

    model_config = ConfigDict(frozen=True)

    levels: tuple[CompetencyLevel, ...] = ()
    weak: tuple[Competency, ...] = ()

    def of(self, competency: Competency) -> CompetencyLevel | None:
        """The level in one competency, if there is evidence."""
        return next((one for one in self.levels if one.competency is competency), None)


def standing(evidence: Iterable[Evidence], now: datetime) -> Standing:
    """How somebody stood at ``now``: nothing later counts, nor what is forgotten."""
    known: dict[Competency, list[Evidence]] = {}
    for one in evidence:
        if now - REMEMBERED < one.at <= now:
            known.setdefault(one.competency, []).append(one)
    levels = tuple(_level(one, known[one], now) for one in Competency if one in known)
    return Standing(levels=levels, weak=_weak(levels))


def task_level(solved: int, problems: int) -> float:
    """What a judged task says: level 1 for nothing solved, 4 for everything, evenly in between.

    :raises ValueError: if there is no such part of a task.
    """
    if not 0 <= solved <= problems or not problems:
        raise ValueError(f"{solved} of {problems} problems")
    return LEVELS[0] + (LEVELS[-1] - LEVELS[0]) * solved / problems


def weight(one: Evidence, now: datetime) -> float:
    """What a piece of evidence counts at ``now``, in fresh ratings of oneself."""
    return WORTH[one.source] / _doubled(max(now - one.at, timedelta()))


class _Said(NamedTuple):
    """What a piece of evidence says, and what it counts now."""

    level: float
    weight: float
    at: datetime


def _level(competency: Competency, evidence: Sequence[Evidence], now: datetime) -> CompetencyLevel:
    said = [_Said(one.level, weight(one, now), one.at) for one in evidence]
    mean, spread, total = _weighed(said)
    return CompetencyLevel(
        competency=competency,
        level=mean,
        spread=spread,
        evidence_count=len(evidence),
        sure=_sure(evidence, spread / math.sqrt(total)),
        trend=_trend(said, now),
    )


def _weighed(said: Sequence[_Said]) -> tuple[float, float, float]:
    """Mean, spread and total weight. The spread counts each piece by its share alone, old or new."""
    total = sum([one.weight for one in said])
    # A mean of equal levels would miss them by a rounding error.
    mean = min(max(sum([one.weight * one.level for one in said]) / total, LEVELS[0]), LEVELS[-1])
    variance = sum([one.weight * (one.level - mean) ** 2 for one in said]) / total
    count = total**2 / sum([one.weight**2 for one in said])
    spread = math.sqrt((_ASSUMED * USUAL_SPREAD**2 + count * variance) / (_ASSUMED + count))
    return mean, spread, total


def _sure(evidence: Sequence[Evidence], error: float) -> Certainty:
    count = len(evidence)
    by_others = any(one.source is not Source.SELF for one in evidence)
    if by_others and count >= _FIRM_COUNT and error <= _FIRM_ERROR:
        return Certainty.FIRM
    return Certainty.FAIR if count >= _FAIR_COUNT and error <= _FAIR_ERROR else Certainty.GUESS


def _trend(said: Sequence[_Said], now: datetime) -> Trend:
    """A change counts if it is of some size, and more than the two sides may differ by chance."""
    begin = now - RECENT
    recent = [one for one in said if one.at > begin]
    before = [one for one in said if one.at <= begin]
    if min(len(recent), len(before)) < _TREND_COUNT:
        return Trend.UNKNOWN
    new, new_spread, new_total = _weighed(recent)
    # What came before is looked at as it was then: its age makes it no less sure what it was.
    old, old_spread, old_total = _weighed(before)
    old_total *= _doubled(now - max(one.at for one in before))
    change = new - old
    if abs(change) < max(_LEAST_CHANGE, math.sqrt(new_spread**2 / new_total + old_spread**2 / old_total)):
        return Trend.STEADY
    return Trend.UP if change > 0 else Trend.DOWN


def _doubled(age: timedelta) -> float:
    """How many times as much something weighed that time ago."""
    return math.pow(2, age / HALF_LIFE)


def _weak(levels: Iterable[CompetencyLevel]) -> tuple[Competency, ...]:
    """The lowest first; what is only guessed comes after what is known."""
    low = [one for one in levels if one.level < WEAK]
    low.sort(key=lambda one: (one.sure is Certainty.GUESS, one.level, one.competency))
    return tuple(one.competency for one in low[:_MOST_WEAK])
