"""Who is candidate, who asks and who watches, sitting by sitting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from bot.domain.sessions.matching import best_seats
from bot.domain.sessions.wishes import Wish

_NEVER: Mapping[int, float] = MappingProxyType({})

_TURN = 1000
"""What each further turn as interviewer costs, so that turns are even."""

_RELUCTANT = {Wish.INTERVIEWER: 0, Wish.EITHER: 300, Wish.CANDIDATE: 1500}
_LATELY, _LATELY_MOST = 25, 10.0

_AVOIDED = 100_000
"""Who only wishes to be candidate, while somebody is there to ask."""

_FORBIDDEN = 10_000_000
"""To interview oneself."""


class Turns(NamedTuple):
    """How much people were candidate and interviewer lately: 1 for a turn today, less for older ones, added up."""

    heard: dict[int, float]
    asked: dict[int, float]


@dataclass(frozen=True)
class Roles:
    """One sitting of a table."""

    candidate_id: int
    interviewer_id: int
    observer_ids: tuple[int, ...]


@dataclass(frozen=True)
class Rotation:
    """The sittings in turn, and who wished to be candidate and does not get to it."""

    sittings: tuple[Roles, ...]
    left_out: tuple[int, ...]


def rotation(
    table: Sequence[int],
    wishes: Mapping[int, Wish],
    minutes: int,
    per_round: int,
    heard: Mapping[int, float] = _NEVER,
    asked: Mapping[int, float] = _NEVER,
) -> Rotation:
    """Everyone who wishes is candidate once, as far as ``minutes`` allow rounds of ``per_round`` minutes.

    Where time is short, those go first who were candidate least lately. Turns as interviewer are even among those who
    would like to ask, then among those who asked least lately; who only wishes to be candidate does not ask while an
    interviewer is there, and else where others would have a third turn. Who wishes to observe does only that.

    :param heard: how much somebody was candidate lately: 1 for a turn today, less for older ones, turns add up
        (:func:`~bot.domain.sessions.fit.recency`); nothing, if not in it.
    :param asked: the same as interviewer.
    :raises ValueError: if a round has no minutes.
    """
    if per_round < 1:
        raise ValueError("a round takes at least a minute")
    taking = [person for person in dict.fromkeys(table) if wishes[person] is not Wish.OBSERVER]
    wanting = sorted(
        (person for person in taking if wishes[person] is not Wish.INTERVIEWER),
        key=lambda person: (heard.get(person, 0), wishes[person] is Wish.EITHER),
    )
    rounds = max(0, minutes // per_round) if len(taking) > 1 else 0
    candidates = wanting[:rounds]
    askers = _askers(candidates, {person: wishes[person] for person in taking}, asked)
    everyone = tuple(dict.fromkeys(table))
    sittings = tuple(
        Roles(candidate, asker, tuple(person for person in everyone if person not in (candidate, asker)))
        for candidate, asker in zip(candidates, askers, strict=True)
    )
    return Rotation(sittings, tuple(wanting[rounds:]))


def _askers(candidates: Sequence[int], wishes: Mapping[int, Wish], asked: Mapping[int, float]) -> list[int]:
    """An interviewer for each candidate. Each takes a turn of somebody, and later turns of one person cost more."""
    turns = list(product(wishes, range(len(candidates))))
    spared = Wish.INTERVIEWER in wishes.values()

    def weight(sitting: int, number: int) -> int:
        person, turn = turns[number]
        if candidates[sitting] == person:
            return -_FORBIDDEN
        wish = wishes[person]
        avoided = _AVOIDED if spared and wish is Wish.CANDIDATE else _RELUCTANT[wish]
        return -(_TURN * turn + avoided + round(_LATELY * min(asked.get(person, 0), _LATELY_MOST)))

    seats = best_seats(len(candidates), len(turns), weight, full_up_to=len(candidates) + len(turns))
    return [turns[turn][0] for _, turn in seats]
