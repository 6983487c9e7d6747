"""Tables for 200 people in the fifth week of a group: the slowest of some mixtures of wishes, at most 1 s."""

import time
from itertools import combinations

from bot.domain.chance import chance
from bot.domain.sessions.fit import Fit
from bot.domain.sessions.pairing import Attendee, pair, recency
from bot.domain.sessions.seating import Seating
from bot.domain.sessions.wishes import Wish

PEOPLE = 200
WEEKS = 4
LEVELS = (None, 1.0, 2.5, 3.0, 4.2)
MIXTURES = {
    "either": "e",
    "half and half": "ci",
    "all wishes": "cieo",
    "many candidates": "ccci",
    "many interviewers": "ciii",
    "many observers": "cioo",
}
_OF = {wish.value[0]: wish for wish in Wish}

Past = dict[frozenset[int], float]


def group(wishes: str, people: int = PEOPLE) -> list[Attendee]:
    """People with wishes and levels of chance."""
    dice = chance(people)
    return [Attendee(number, _OF[dice.choice(wishes)], dice.choice(LEVELS)) for number in range(people)]


def met(people: list[Attendee], size: int) -> Past:
    """Whom they met in the weeks before."""
    past: Past = {}
    for week in range(WEEKS):
        tables = pair(people, past, table_size=size, seed=week)
        for both in (frozenset(two) for table in tables for two in combinations(table, 2)):
            past[both] = past.get(both, 0.0) + 1
        past = {both: weight * recency(7) for both, weight in past.items()}
    return past


def seconds(people: list[Attendee], past: Past, size: int) -> float:
    """How long the tables of the next week take."""
    begin = time.perf_counter()
    pair(people, past, table_size=size, seed=WEEKS)
    return time.perf_counter() - begin


def full(people: list[Attendee], past: Past) -> tuple[float, float]:
    """Seconds of a full graph's matching, and what share of its worth the thinned one reaches."""
    fit = Fit(people, past, WEEKS)
    taking = fit.taking_part(fit.order)
    begin = time.perf_counter()
    best = Seating(fit, PEOPLE).pairs(taking)
    took = time.perf_counter() - begin
    worth = [sum(fit.couple(*two) for two in pairs) for pairs in (Seating(fit).pairs(taking), best)]
    return took, worth[0] / worth[1]


def main() -> None:
    """Print the figures."""
    for name, wishes in MIXTURES.items():
        people = group(wishes)
        took = {size: seconds(people, met(people, size), size) for size in (2, 4, 6)}
        print(f"{PEOPLE} people, {name}: " + ", ".join(f"tables of {size} {t:.2f} s" for size, t in took.items()))
    people = group("cieo")
    whole, share = full(people, met(people, 2))
    print(f"The full graph instead: {whole:.2f} s for the pairs alone; the thinned one is worth {share:.5f} of it")


if __name__ == "__main__":
    main()
