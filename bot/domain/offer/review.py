"""What came of a negotiation: the deal, how much of what there was to win was won, and what each move did."""

from bot.domain.offer.exchanges import Exchange, exchanges_of
from bot.domain.offer.frontier import best_at, frontier
from bot.domain.offer.negotiation import Negotiation, Status
from bot.domain.offer.package import Package, Value
from bot.domain.offer.remarks import Facts, Remark, remarks_on
from bot.domain.offer.swaps import best_swap

Place = tuple[float, float]
"""A package by its worth: to the employer, to the candidate."""


class Review(Value):
    """The end of a negotiation, in figures. Utilities run from 0 to 1 on either side's sheet.

    ``most`` is the most that the candidate could have had from this employer; ``share`` how far the deal lies
    between their walk-away point and that (negative below the walk-away point; None without a deal, or if there was
    nothing to win). ``gap`` is what the candidate could have had more at no cost to the employer.
    """

    status: Status
    title: str
    currency: str
    deal: Package | None
    candidate_utility: float | None
    employer_utility: float | None
    walk_away: float
    reservation: float
    most: float
    share: float | None
    gap: float | None
    frontier: tuple[Place, ...]
    offers: tuple[Place, ...]
    counters: tuple[Place, ...]
    exchanges: tuple[Exchange, ...]
    remarks: tuple[Remark, ...]

    @property
    def deal_place(self) -> Place | None:
        """Where the deal lies, if there is one."""
        if self.employer_utility is None or self.candidate_utility is None:
            return None
        return self.employer_utility, self.candidate_utility


def review(state: Negotiation) -> Review:
    """Look back at a negotiation that is over.

    :raises ValueError: if it is not.
    """
    if not state.is_over:
        raise ValueError("the negotiation goes on")
    employer, wishes, deal = state.employer, state.wishes, state.deal
    corners = frontier(employer, wishes)
    most = best_at(corners, employer.reservation).candidate
    theirs = employer.utility(deal) if deal else None
    ours = wishes.utility(deal) if deal else None
    room = most - wishes.walk_away
    share = (ours - wishes.walk_away) / room if ours is not None and room > 0 else None
    gap = max(0.0, best_at(corners, theirs).candidate - ours) if theirs is not None and ours is not None else None
    swap = best_swap(employer, wishes, deal) if deal else None
    exchanges = exchanges_of(state)
    return Review(
        status=state.status,
        title=employer.title,
        currency=employer.currency,
        deal=deal,
        candidate_utility=ours,
        employer_utility=theirs,
        walk_away=wishes.walk_away,
        reservation=employer.reservation,
        most=most,
        share=share,
        gap=gap,
        frontier=tuple((corner.employer, corner.candidate) for corner in corners),
        offers=tuple(_place(state, offer) for offer in state.offers),
        counters=tuple(_place(state, package) for package in state.counters),
        exchanges=exchanges,
        remarks=remarks_on(Facts(state, exchanges, most, share, swap)),
    )


def _place(state: Negotiation, package: Package) -> Place:
    return state.employer.utility(package), state.wishes.utility(package)
