"""Which question comes next: one that is due again, else one that the person never had, else the one they had longest
ago."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.chance import chance


def in_order(
    question_ids: Sequence[str], seen: Mapping[str, datetime], seed: int | str, due: Collection[str] = ()
) -> Iterator[str]:
    """The same ids, the one to ask first first; of tens of thousands hardly more is looked at than is taken.

    :param seen: when each was last asked; those that never were come first, in an order that ``seed`` decides.
    :param due: what comes before all others, in this order.
    """
    if due:
        there = set(question_ids)
        yield from (one for one in due if one in there)
        question_ids = [one for one in question_ids if one not in due]
    dice = chance(seed)
    fresh = [one for one in question_ids if one not in seen]
    while fresh:
        at = dice.randrange(len(fresh))
        fresh[at], fresh[-1] = fresh[-1], fresh[at]
        yield fresh.pop()
    yield from sorted((one for one in question_ids if one in seen), key=lambda one: (seen[one], one))
