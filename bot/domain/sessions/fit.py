"""How well people fit together at a table, in points. The weights are explained in docs/decisions/0008."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from bot.domain.chance import chance
from bot.domain.sessions.wishes import Wish

Past = Mapping[frozenset[int], float]
"""How much two people met lately: 1 for a meeting today, less for older ones, meetings add up."""

NOBODY_MET: Past = MappingProxyType({})

_POINT = 100
"""Points are counted in hundredths, as whole numbers: a matching of whole numbers is exact."""

_COUPLES = {
    (Wish.CANDIDATE, Wish.INTERVIEWER): 30,
    (Wish.CANDIDATE, Wish.EITHER): 26,
    (Wish.EITHER, Wish.INTERVIEWER): 26,
    (Wish.EITHER, Wish.EITHER): 24,
    (Wish.CANDIDATE, Wish.CANDIDATE): 12,
}
_NO_CANDIDATE = -300
_MET = -36
_MET_MOST = 3.0
_LEVEL = -4
_LEVELS_MOST = 3.0
_LEVELS_UNKNOWN = 1.0
_UNEVEN = -6
_HALF_LIFE_DAYS = 56
_DICE = 97


@dataclass(frozen=True)
class Attendee:
    """Somebody who is there: what they want to be, and how strong they are from 0 to 5, if that is known."""

    user_id: int
    wish: Wish
    level: float | None = None


def recency(days: int) -> float:
    """What a meeting ``days`` ago counts: half as much every eight weeks."""
    return float(0.5 ** (max(days, 0) / _HALF_LIFE_DAYS))


class Fit:
    """The people of one session and how they fit. Somebody named twice counts as named last."""

    def __init__(self, people: Iterable[Attendee], past: Past, seed: int) -> None:
        self._people = {one.user_id: one for one in people}
        dice = chance(seed)
        self.order = sorted(self._people)
        dice.shuffle(self.order)
        self._dice = {person: dice.randrange(1_000_000) for person in self.order}
        self._met = {
            (min(two), max(two)): round(_MET * _POINT * min(weight, _MET_MOST))
            for two, weight in past.items()
            if len(two) == 2  # noqa: PLR2004 - two people
        }

    def wish(self, person: int) -> Wish:
        """What this person wants to be."""
        return self._people[person].wish

    def taking_part(self, people: Iterable[int]) -> list[int]:
        """Those of them who do not only watch."""
        return [person for person in people if self.wish(person) is not Wish.OBSERVER]

    def runs(self, people: Sequence[int]) -> bool:
        """Whether they can hold a round: a candidate and somebody else who takes part."""
        taking = self.taking_part(people)
        return len(taking) > 1 and any(self.wish(person) is not Wish.INTERVIEWER for person in taking)

    def couple(self, one: int, other: int) -> int:
        """What two people are worth as a table of their own."""
        wishes = self.wish(one), self.wish(other)
        if Wish.OBSERVER in wishes:
            return self.liking(one, other)
        points = _COUPLES.get(wishes) or _COUPLES.get(wishes[::-1]) or _NO_CANDIDATE
        return points * _POINT + self.liking(one, other)

    def liking(self, one: int, other: int) -> int:
        """What it is worth that two people meet, whatever they do: who met before and whose levels are far apart
        lose points. A throw of dice, less than a point, decides between equals."""
        levels = self._people[one].level, self._people[other].level
        apart = _LEVELS_UNKNOWN if None in levels else min(abs((levels[0] or 0) - (levels[1] or 0)), _LEVELS_MOST)
        met = self._met.get((one, other) if one < other else (other, one), 0)
        return met + round(_LEVEL * _POINT * apart) + self._dice[one] * self._dice[other] % _DICE

    def gain(self, table: Sequence[int], more: Sequence[int]) -> int:
        """What a table gains when more people sit down at it."""
        meetings = sum(self.liking(here, new) for here in table for new in more)
        among = sum(self.liking(*two) for two in combinations(more, 2))
        return meetings + among + self._balance([*table, *more]) - self._balance(table)

    def _balance(self, table: Sequence[int]) -> int:
        wishes = [self.wish(person) for person in self.taking_part(table)]
        candidates, askers = wishes.count(Wish.CANDIDATE), wishes.count(Wish.INTERVIEWER)
        either = len(wishes) - candidates - askers
        if wishes and not candidates + either:
            return _NO_CANDIDATE * _POINT
        return _UNEVEN * _POINT * max(0, abs(candidates - askers) - either)
