"""The offer stage: a negotiation over six issues with an employer that has limits and preferences of its own.

``negotiation`` holds the state and the moves, ``tactics`` how the employer concedes (with the published model it
follows), ``frontier`` what was possible, ``review`` what came of it. ``employer`` reads ``data/offers.toml``;
``wishes`` and ``dealing`` make the candidate's sheet; ``figures`` reads and writes amounts.
"""

from bot.domain.offer.employer import Employer, Topic, load_employers
from bot.domain.offer.figures import NAMES, figure, read_package
from bot.domain.offer.negotiation import (
    Move,
    MoveKind,
    Negotiation,
    Status,
    Step,
    accept,
    ask,
    counter,
    open_negotiation,
    walk_away,
)
from bot.domain.offer.package import Issue, Package
from bot.domain.offer.refusal import OfferReason, OfferRefused
from bot.domain.offer.remarks import Remark, RemarkKind
from bot.domain.offer.review import Review, review
from bot.domain.offer.wishes import Wish, Wishes, own_wishes

__all__ = [
    "NAMES",
    "Employer",
    "Issue",
    "Move",
    "MoveKind",
    "Negotiation",
    "OfferReason",
    "OfferRefused",
    "Package",
    "Remark",
    "RemarkKind",
    "Review",
    "Status",
    "Step",
    "Topic",
    "Wish",
    "Wishes",
    "accept",
    "ask",
    "counter",
    "figure",
    "load_employers",
    "open_negotiation",
    "own_wishes",
    "read_package",
    "review",
    "walk_away",
]
