"""When everybody can: times that are proposed, and the best of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.values import MOST_TIMES, Proposed

Votes = Mapping[int, Collection[int]]
"""Who can at each time, by the number of the time (from 0)."""

_SPLIT = (";", "\n")


def several(typed: str) -> list[str]:
    """The times in a text, apart by ``;``, line ends or ``or``; as they were written, without the empty ones.

    :raises SessionRefused: if there are more than a poll takes.
    """
    parts = [typed]
    for mark in _SPLIT:
        parts = [piece for part in parts for piece in part.split(mark)]
    found = [piece.strip() for part in parts for piece in _by_or(part) if piece.strip()]
    if len(found) > MOST_TIMES:
        raise SessionRefused(No.TOO_MANY_TIMES, most=MOST_TIMES)
    return found


def in_order(times: Sequence[Proposed]) -> tuple[Proposed, ...]:
    """Each time once, the earliest first."""
    return tuple(sorted({one.at: one for one in times}.values(), key=lambda one: one.at))


def best(times: Sequence[Proposed], votes: Votes, now: datetime) -> int:
    """The number of the time that suits most people, of several the earliest; those that have passed do not count.

    :raises SessionRefused: if nobody can at any of those that are ahead.
    """
    ahead = [number for number, one in enumerate(times) if one.at > now]
    if not ahead:
        raise SessionRefused(No.POLL_PASSED)
    chosen = max(ahead, key=lambda number: (len(votes.get(number, ())), -number))
    if not votes.get(chosen):
        raise SessionRefused(No.NO_VOTES)
    return chosen


def _by_or(text: str) -> list[str]:
    words: list[list[str]] = [[]]
    for word in text.split():
        if word.casefold() == "or":
            words.append([])
        else:
            words[-1].append(word)
    return [" ".join(one) for one in words]
