"""Deals the candidate a sheet of wishes that fits an employer: there is always a deal that both would sign."""

from random import Random
from typing import NamedTuple

from bot.domain.chance import chance
from bot.domain.offer.employer import Employer
from bot.domain.offer.frontier import best_at, frontier
from bot.domain.offer.package import SATURATING, Issue
from bot.domain.offer.tactics import opening_offer
from bot.domain.offer.wishes import Wish, Wishes, to_hundred


class _Situation(NamedTuple):
    """Where a candidate stands in life: a sentence, the points of each issue, the start and remote days they want."""

    about: str
    points: tuple[int, int, int, int, int, int]
    start: tuple[float, float]
    remote: tuple[float, float]


_SITUATIONS = (
    _Situation(
        "You have just taken out a mortgage, so money that arrives every month counts most. "
        "Your notice period is long, and a start that respects it would spare you a quarrel.",
        (46, 12, 6, 10, 14, 12),
        (14, 84),
        (1, 4),
    ),
    _Situation(
        "You share the care of a small child and live far from the office: days at home are worth a lot to you. "
        "You can begin almost at once.",
        (30, 8, 6, 10, 12, 34),
        (84, 14),
        (1, 5),
    ),
    _Situation(
        "You believe in the product and can wait for your money: shares interest you more than a sure bonus. "
        "You would like a month off before you begin.",
        (26, 8, 34, 6, 14, 12),
        (14, 63),
        (0, 3),
    ),
    _Situation(
        "You would move to another city for this job and give up a bonus that is paid in spring. "
        "Something up front would cover both; the office does not frighten you.",
        (32, 10, 8, 30, 12, 8),
        (28, 77),
        (0, 3),
    ),
    _Situation(
        "Your present contract ends soon and there is nothing after it: an early first day matters. "
        "Otherwise you look at the yearly total.",
        (36, 18, 14, 6, 18, 8),
        (84, 14),
        (0, 3),
    ),
)

_WALK_AWAY = (0.15, 0.45)
"""Where the walk-away point lies between the employer's first offer and the most there is, as shares of the way."""


def deal_wishes(employer: Employer, seed: int) -> Wishes:
    """A sheet for this employer; the same for the same seed."""
    rng = chance(f"wishes:{seed}")
    situation = rng.choice(_SITUATIONS)
    points = {i: share * rng.uniform(0.85, 1.15) for i, share in zip(Issue, situation.points, strict=True)}
    weights = to_hundred(points)
    wishes = {issue: _wish(employer, issue, weights[issue], situation, rng) for issue in Issue}
    base, step = employer.terms[Issue.BASE].aspiration, employer.step(Issue.BASE)
    sheet = Wishes(
        about=situation.about,
        pay_now=max(step, base - step * round(base * rng.uniform(0.02, 0.12) / step)),
        walk_away=0,
        wishes=wishes,
    )
    return sheet.model_copy(update={"walk_away": _walk_away(employer, sheet, rng)})


def _wish(employer: Employer, issue: Issue, weight: int, situation: _Situation, rng: Random) -> Wish:
    if issue in SATURATING:
        least, hope = situation.start if issue is Issue.START else situation.remote
        return Wish(least=least, hope=hope, weight=weight)
    term, step = employer.terms[issue], employer.step(issue)
    span = term.limit - term.aspiration
    least = term.aspiration - step * round(rng.uniform(0.1, 0.3) * span / step)
    hope = term.limit + step * round(rng.uniform(0, 0.4) * span / step)
    return Wish(least=max(0.0, least), hope=hope, weight=weight)


def _walk_away(employer: Employer, sheet: Wishes, rng: Random) -> float:
    first = max(0.0, sheet.utility(opening_offer(employer)))
    most = best_at(frontier(employer, sheet), employer.reservation).candidate
    return round(min(0.9, first + rng.uniform(*_WALK_AWAY) * (most - first)), 2)
