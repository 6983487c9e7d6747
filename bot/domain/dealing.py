"""Which questions a round asks."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from bot.domain.chance import chance
from bot.domain.competencies import Competency
from bot.domain.policies import Order
from bot.domain.tracks import Difficulty, Question

_RISING = {Difficulty.EASY: 0, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}


def deal(
    pool: Sequence[Question],
    *,
    seen: Mapping[str, int],
    count: int,
    seed: int,
    order: Order = Order.DEALT,
    rank: Callable[[Question], int] | None = None,
) -> tuple[Question, ...]:
    """Choose ``count`` questions, or the whole pool where it is smaller.

    A question in ``seen`` (id to how often the person has had it) comes only when every unseen one is dealt, the
    least often seen first; among those alike in that, a lower ``rank`` comes first. Each next question measures the
    competency that this round, and then this person's past, has covered least. Ties are broken by ``seed`` alone, so
    the same arguments always deal the same questions.
    """
    rng = chance(seed)
    deck = list(pool)
    rng.shuffle(deck)
    past = Counter(question.competency for question in pool if question.id in seen)
    chosen: list[Question] = []
    while deck and len(chosen) < count:
        freshest = min(seen.get(question.id, 0) for question in deck)
        fresh = [question for question in deck if seen.get(question.id, 0) == freshest]
        if rank is not None:
            best = min(map(rank, fresh))
            fresh = [question for question in fresh if rank(question) == best]
        pick = _least_covered(fresh, chosen, past)
        deck.remove(pick)
        chosen.append(pick)
    return tuple(_ordered(chosen, pool, order))


def _least_covered(
    fresh: Collection[Question], chosen: Collection[Question], past: Mapping[Competency, int]
) -> Question:
    now = Counter(question.competency for question in chosen)
    return min(fresh, key=lambda question: (now[question.competency], past.get(question.competency, 0)))


def _ordered(chosen: list[Question], pool: Sequence[Question], order: Order) -> list[Question]:
    if order is Order.RISING:
        return sorted(chosen, key=lambda question: _RISING[question.difficulty])
    if order is Order.BANK:
        place = {question.id: index for index, question in enumerate(pool)}
        return sorted(chosen, key=lambda question: place[question.id])
    return chosen
