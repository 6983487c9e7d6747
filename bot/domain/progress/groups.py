"""How a group does by competency, without names: nothing is told of fewer than five people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from statistics import fmean
from typing import NamedTuple

from bot.domain.competencies import Competency

FEWEST = 5
"""People with a level in a competency before anything is said of it."""

LOOK_BACK = timedelta(days=90)
"""Who practised since then belongs to the group."""

MOST_PEOPLE = 200
"""Those who practised most, of a very large group."""

_STEPS = 2


class GroupLevel(NamedTuple):
    """One competency. ``level``: the mean of people's levels, to half a level, so that one more person in it tells
    nothing of theirs; ``people`` in fives."""

    competency: Competency
    level: float
    people: int


class Group(NamedTuple):
    """``people``: who practised in the time looked at, in fives; highest level first."""

    people: int
    levels: tuple[GroupLevel, ...]


def group_of(levels: Iterable[Mapping[Competency, float]]) -> Group:
    """The group that people with these levels make."""
    everybody = list(levels)
    found: dict[Competency, list[float]] = defaultdict(list)
    for one in everybody:
        for competency, level in one.items():
            found[competency].append(level)
    told = [
        GroupLevel(competency, round(fmean(given) * _STEPS) / _STEPS, in_fives(len(given)))
        for competency, given in found.items()
        if len(given) >= FEWEST
    ]
    return Group(in_fives(len(everybody)), tuple(sorted(told, key=lambda one: (-one.level, one.competency))))


def in_fives(count: int) -> int:
    """A number of people, rounded down to fives."""
    return count // FEWEST * FEWEST
