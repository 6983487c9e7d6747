"""A negotiation of an offer, as a value and pure steps on it.

The employer makes the first offer. The candidate then counters, asks, accepts or walks away; the employer answers
each counter by accepting it or with its next offer (``bot.domain.offer.tactics``), and its last offer is marked as
final: only accepting and walking away are left then. Counters and questions are both limited, so every game ends.
"""

from enum import StrEnum
from typing import NamedTuple

from pydantic import ConfigDict, Field

from bot.domain.offer.arguments import Point, is_threat, points_of
from bot.domain.offer.dealing import deal_wishes
from bot.domain.offer.employer import Employer, Topic, deal_employer
from bot.domain.offer.figures import check_package
from bot.domain.offer.package import Issue, Package, Value
from bot.domain.offer.questions import answer_to, topics_of
from bot.domain.offer.refusal import OfferReason, OfferRefused
from bot.domain.offer.sayings import Moment, describe_change, say
from bot.domain.offer.tactics import accepts, next_offer, opening_offer
from bot.domain.offer.wishes import Wishes

MOST_QUESTIONS = 8
LONGEST_TEXT = 4000

STILL_PACE = 0.4
"""How far the employer's clock goes while the candidate repeats themselves or asks for more than before."""
TRADE_PACE = 0.7
"""How far it goes at least where the candidate gives on one issue to gain on another."""
TRADE_SIZE = 0.1
"""How much of an issue's range has to move, either way, to count as a trade."""
FULL_STEP = 0.1
"""The concession, in the employer's utility, that earns a full move of the clock."""
POINT_PACE, MOST_POINT_PACE = 0.15, 0.4
"""What a new kind of reason adds to one move, and the most that reasons add to it."""


class MoveKind(StrEnum):
    """What the candidate did."""

    COUNTER = "counter"
    QUESTION = "question"
    ACCEPT = "accept"
    WALK_AWAY = "walk_away"


class Status(StrEnum):
    """Where a negotiation stands."""

    OPEN = "open"
    FINAL = "final"
    """The employer's last offer is on the table."""
    AGREED = "agreed"
    WALKED_AWAY = "walked_away"


class Move(Value):
    """A move of the candidate and what the employer did then.

    ``offer`` is the employer's new offer, if it made one; ``points`` are the kinds of reasons that were new.
    """

    kind: MoveKind
    text: str = ""
    package: Package | None = None
    points: tuple[Point, ...] = ()
    threat: bool = False
    topics: tuple[Topic, ...] = ()
    said: str
    offer: Package | None = None


class Negotiation(Value):
    """The whole state: both sides' sheets as they were dealt, and every move."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    seed: int
    employer: Employer
    wishes: Wishes
    opening: Package
    said: str = Field(description="what the employer said with its first offer")
    moves: tuple[Move, ...] = ()
    clock: float = 0.0
    status: Status = Status.OPEN
    deal: Package | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do."""
        return self.status in {Status.AGREED, Status.WALKED_AWAY}

    @property
    def standing(self) -> Package:
        """The employer's offer on the table."""
        return next((move.offer for move in reversed(self.moves) if move.offer is not None), self.opening)

    @property
    def counters(self) -> tuple[Package, ...]:
        """What the candidate asked for, in turn."""
        return tuple(move.package for move in self.moves if move.package is not None)

    @property
    def offers(self) -> tuple[Package, ...]:
        """What the employer offered, in turn."""
        return (self.opening, *(move.offer for move in self.moves if move.offer is not None))

    @property
    def rounds_left(self) -> int:
        """How many more offers the employer can make; hidden from the candidate."""
        return self.employer.moves - len(self.offers) + 1

    @property
    def questions_left(self) -> int:
        """How many questions are still answered."""
        return MOST_QUESTIONS - sum(move.kind is MoveKind.QUESTION for move in self.moves)


class Step(NamedTuple):
    """The negotiation after a move, what the employer says, and its new offer if it makes one."""

    state: Negotiation
    said: str
    offer: Package | None = None


def open_negotiation(profile: Employer, seed: int, wishes: Wishes | None = None) -> Step:
    """Deal both sides' sheets and make the first offer; ``wishes`` are the candidate's own, in place of dealt ones."""
    employer = deal_employer(profile, seed)
    opening = opening_offer(employer)
    said = say(Moment.OPENING, employer, seed, 0)
    sheet = wishes or deal_wishes(employer, seed)
    return Step(Negotiation(seed=seed, employer=employer, wishes=sheet, opening=opening, said=said), said, opening)


def counter(state: Negotiation, package: Package, argument: str = "") -> Step:
    """The candidate asks for ``package`` and says why.

    :raises OfferRefused: if that is not possible now, or the package is out of all bounds.
    """
    _check_talking(state)
    _check_text(argument)
    check_package(package, state.employer)
    points = tuple(point for point in points_of(argument) if all(point not in move.points for move in state.moves))
    clock = state.clock + pace(state, package, points)
    offer = next_offer(state.employer, state.standing, package, clock)
    move = Move(
        kind=MoveKind.COUNTER, text=argument, package=package, points=points, threat=is_threat(argument), said=""
    )
    if accepts(state.employer, package, offer):
        said = _say(state, Moment.TAKES)
        return _ended(state, Status.AGREED, move.model_copy(update={"said": said}), package)
    final = state.rounds_left <= 1
    said = _words(state, offer, final=final)
    after = state.model_copy(
        update={
            "moves": (*state.moves, move.model_copy(update={"said": said, "offer": offer})),
            "clock": clock,
            "status": Status.FINAL if final else Status.OPEN,
        }
    )
    return Step(after, said, offer)


def ask(state: Negotiation, text: str) -> Step:
    """The candidate asks; the clock stands still.

    :raises OfferRefused: if that is not possible now, or the question is empty.
    """
    _check_talking(state)
    _check_text(text)
    if not text.strip():
        raise OfferRefused(OfferReason.EMPTY_QUESTION)
    if state.questions_left <= 0:
        raise OfferRefused(OfferReason.TOO_MANY_QUESTIONS)
    topics = topics_of(text)
    said = "\n\n".join(answer_to(topic, state.employer) for topic in topics)
    move = Move(kind=MoveKind.QUESTION, text=text, topics=topics, said=said)
    return Step(state.model_copy(update={"moves": (*state.moves, move)}), said)


def accept(state: Negotiation) -> Step:
    """The candidate takes the offer on the table.

    :raises OfferRefused: if the negotiation is over.
    """
    _check_open(state)
    move = Move(kind=MoveKind.ACCEPT, said=_say(state, Moment.TAKEN))
    return _ended(state, Status.AGREED, move, state.standing)


def walk_away(state: Negotiation) -> Step:
    """The candidate leaves without a deal.

    :raises OfferRefused: if the negotiation is over.
    """
    _check_open(state)
    return _ended(state, Status.WALKED_AWAY, Move(kind=MoveKind.WALK_AWAY, said=_say(state, Moment.LEFT)), None)


def pace(state: Negotiation, package: Package, points: tuple[Point, ...]) -> float:
    """How far this counter moves the employer's clock: further for a step towards it and for new reasons.

    A first counter counts as a whole move. After that, a concession of ``FULL_STEP`` does; less of one, in
    proportion; none at all, ``STILL_PACE``. So sitting it out leads to a poorer last offer than meeting halfway.
    """
    extra = min(MOST_POINT_PACE, POINT_PACE * len(points))
    if not state.counters:
        return 1.0 + extra
    before = state.counters[-1]
    conceded = state.employer.utility(package) - state.employer.utility(before)
    share = min(1.0, max(0.0, conceded / FULL_STEP))
    towards = STILL_PACE + (1 - STILL_PACE) * share
    return (max(TRADE_PACE, towards) if _is_trade(state, before, package, conceded) else towards) + extra


def _is_trade(state: Negotiation, before: Package, package: Package, conceded: float) -> bool:
    """Whether the candidate gave on one issue and asked more on another, without asking for more in all."""
    if conceded < -FULL_STEP / 4:
        return False
    changes = [state.employer.terms[i].value(package[i]) - state.employer.terms[i].value(before[i]) for i in Issue]
    return max(changes) >= TRADE_SIZE and min(changes) <= -TRADE_SIZE


def _words(state: Negotiation, offer: Package, *, final: bool) -> str:
    change = describe_change(state.standing, offer, state.employer)
    moment = Moment.FINAL if final else Moment.CONCEDE if change else Moment.HOLD
    return f"{_say(state, moment)} {change}".strip()


def _say(state: Negotiation, moment: Moment) -> str:
    return say(moment, state.employer, state.seed, len(state.moves))


def _ended(state: Negotiation, status: Status, move: Move, deal: Package | None) -> Step:
    after = state.model_copy(update={"moves": (*state.moves, move), "status": status, "deal": deal})
    return Step(after, move.said)


def _check_open(state: Negotiation) -> None:
    if state.is_over:
        raise OfferRefused(OfferReason.OVER)


def _check_talking(state: Negotiation) -> None:
    _check_open(state)
    if state.status is Status.FINAL:
        raise OfferRefused(OfferReason.FINAL_OFFER)


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise OfferRefused(OfferReason.TEXT_TOO_LONG)
