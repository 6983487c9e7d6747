"""Employers, sheets and packages for tests of the offer stage, plain ones and arbitrary ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from bot.domain.offer import Employer, Issue, Negotiation, Package, Status, Wish, Wishes, load_employers
from bot.domain.offer.employer import PROFILE_TOPICS, Term, Tone
from bot.domain.offer.tactics import opening_offer
from bot.domain.offer.wishes import to_hundred

DATA = Path(__file__).parents[2] / "data"
SHIPPED = load_employers(DATA)

FIRST = Package(base=60000, bonus=5, equity=2000, signing=0, start=28, remote=1)
"""What :func:`make_employer` aspires to."""
HIGH = Package(base=72000, bonus=12, equity=12000, signing=10000, start=84, remote=5)
"""Beyond every limit of :func:`make_employer`, or at it."""


def make_employer(**changes: Any) -> Employer:
    """An employer that guards base and remote days, and cares little about signing bonus and start."""
    terms = {
        Issue.BASE: Term(aspiration=60000, limit=70000, weight=40),
        Issue.BONUS: Term(aspiration=5, limit=10, weight=12),
        Issue.EQUITY: Term(aspiration=2000, limit=10000, weight=14),
        Issue.SIGNING: Term(aspiration=0, limit=10000, weight=6),
        Issue.START: Term(aspiration=28, limit=84, weight=4),
        Issue.REMOTE: Term(aspiration=1, limit=4, weight=24),
    }
    values: dict[str, Any] = {
        "id": "shop",
        "title": "The shop",
        "summary": "A shop that looks for an analyst and would like to keep its money.",
        "tone": Tone.WARM,
        "currency": "GBP",
        "moves": 5,
        "reservation": 0.3,
        "kappa": 0.05,
        "beta": 1.0,
        "terms": terms,
        "answers": dict.fromkeys(PROFILE_TOPICS, "We have always done it in the way that suits the shop."),
    }
    return Employer.model_validate(values | changes)


def make_wishes(**changes: Any) -> Wishes:
    """A candidate to whom signing bonus, start and base matter, remote days hardly."""
    wishes = {
        Issue.BASE: Wish(least=58000, hope=70000, weight=34),
        Issue.BONUS: Wish(least=4, hope=12, weight=10),
        Issue.EQUITY: Wish(least=0, hope=12000, weight=10),
        Issue.SIGNING: Wish(least=0, hope=10000, weight=26),
        Issue.START: Wish(least=14, hope=70, weight=14),
        Issue.REMOTE: Wish(least=0, hope=3, weight=6),
    }
    return Wishes.model_validate({"walk_away": 0.4, "pay_now": 55000, "wishes": wishes} | changes)


def begin(**changes: Any) -> Negotiation:
    """A negotiation between :func:`make_employer` and :func:`make_wishes`, nothing of it moved by a seed."""
    employer = make_employer()
    values = {
        "seed": 1,
        "employer": employer,
        "wishes": make_wishes(),
        "opening": opening_offer(employer),
        "said": "Hi",
    }
    return Negotiation.model_validate(values | changes)


def finish(state: Negotiation, step: Callable[[Negotiation], Negotiation]) -> Negotiation:
    """Repeat ``step`` while both talk."""
    while state.status is Status.OPEN:
        state = step(state)
    return state


@st.composite
def employers(draw: st.DrawFn) -> Employer:
    """Any employer that the data file could hold."""

    def term(step: float, low: int, high: int, *, either: bool = False) -> dict[str, float]:
        ends = draw(st.lists(st.integers(low, high), min_size=2, max_size=2, unique=True))
        if not either or draw(st.booleans()):
            ends.sort()
        return {"aspiration": ends[0] * step, "limit": ends[1] * step}

    points = to_hundred({issue: draw(st.integers(2, 20)) for issue in Issue})
    shapes = {
        Issue.BASE: term(500, 60, 200),
        Issue.BONUS: term(0.5, 0, 60),
        Issue.EQUITY: term(500, 0, 80),
        Issue.SIGNING: term(500, 0, 60),
        Issue.START: term(7, 0, 20, either=True),
        Issue.REMOTE: term(1, 0, 5, either=True),
    }
    terms = {issue: Term(weight=points[issue], **shape) for issue, shape in shapes.items()}
    return make_employer(
        terms=terms,
        tone=draw(st.sampled_from(Tone)),
        moves=draw(st.integers(3, 10)),
        reservation=draw(st.floats(0.1, 0.6)),
        kappa=draw(st.floats(0, 0.3)),
        beta=draw(st.floats(0.1, 5)),
    )


def packages(employer: Employer) -> st.SearchStrategy[Package]:
    """Any package that this employer would listen to."""
    base = employer.terms[Issue.BASE].aspiration
    return st.builds(
        Package,
        base=st.floats(0.3 * base, 2 * base),
        bonus=st.floats(0, 60) | st.integers(0, 30).map(float),
        equity=st.floats(0, base),
        signing=st.floats(0, base) | st.just(0.0),
        start=st.integers(0, 150).map(float),
        remote=st.integers(0, 5).map(float),
    )
