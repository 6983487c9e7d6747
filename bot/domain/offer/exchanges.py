"""What each move of the candidate gave and what it won."""

from bot.domain.offer.arguments import Point
from bot.domain.offer.employer import Topic
from bot.domain.offer.negotiation import Move, MoveKind, Negotiation
from bot.domain.offer.package import Package, Value


class Exchange(Value):
    """One counter or question and what it did.

    ``gave`` is what the candidate's request lost against their request before, ``gained`` what the offer on the
    table won by it; both in the candidate's utility.
    """

    number: int
    kind: MoveKind
    text: str
    before: Package
    asked: Package | None = None
    after: Package
    gave: float = 0.0
    gained: float = 0.0
    points: tuple[Point, ...] = ()
    topics: tuple[Topic, ...] = ()
    threat: bool = False


def exchanges_of(state: Negotiation) -> tuple[Exchange, ...]:
    """The counters and questions of a negotiation, in turn."""
    found: list[Exchange] = []
    standing, asked = state.opening, None
    for number, move in enumerate(state.moves, 1):
        if move.kind not in {MoveKind.COUNTER, MoveKind.QUESTION}:
            continue
        found.append(_exchange(state, number, move, standing, asked))
        standing, asked = found[-1].after, move.package or asked
    return tuple(found)


def _exchange(state: Negotiation, number: int, move: Move, before: Package, asked: Package | None) -> Exchange:
    worth = state.wishes.utility
    # A counter without an offer in reply is one that the employer took.
    after = move.offer or move.package or before
    return Exchange(
        number=number,
        kind=move.kind,
        text=move.text,
        before=before,
        asked=move.package,
        after=after,
        gave=worth(asked) - worth(move.package) if asked and move.package else 0.0,
        gained=worth(after) - worth(before),
        points=move.points,
        topics=move.topics,
        threat=move.threat,
    )
