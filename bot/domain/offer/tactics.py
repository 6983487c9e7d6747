"""How the employer concedes, and how it trades one issue for another.

Concession
    The time-dependent tactics of P. Faratin, C. Sierra and N. R. Jennings, "Negotiation decision functions for
    autonomous agents", Robotics and Autonomous Systems 24 (1998) 159-182. On each issue *j* with the range
    [min_j, max_j] the offer at time *t* is::

        x_j(t) = min_j + alpha(t) * (max_j - min_j)          where the agent's value falls as x_j grows,
        x_j(t) = min_j + (1 - alpha(t)) * (max_j - min_j)    where it rises,
        alpha(t) = kappa + (1 - kappa) * (min(t, t_max) / t_max) ** (1 / beta)

    With beta < 1 the agent holds out until late (Boulware), with beta > 1 it gives in early (conceder). The value of
    an offer is the weighted sum of the values of its issues, V(x) = sum of w_j * V_j(x_j), each V_j linear.
    Here the range of an issue runs from the aspiration to the figure worth ``reservation`` to the employer, so the
    offer of these tactics is worth exactly::

        target(t) = 1 - alpha(t) * (1 - reservation)

Trade
    At that utility the employer does not insist on its own mix: it offers the package nearest to what the candidate
    asked for (least squares over the values V_j) among those worth ``target(t)`` to it. The nearest point of a plane
    lies along its normal, so each issue gives way in inverse proportion to its weight: what is cheap for the employer
    is granted, what is dear is not. This follows the idea of trade-offs by similarity of the same authors (Artificial
    Intelligence 142 (2002) 205-237), with distance in the place of fuzzy similarity. Three bounds keep it human:
    no issue goes beyond its limit; nothing granted before is taken back unless the candidate asks for less of it;
    nobody gets a later start or more remote days than they asked for.

Acceptance
    The rule of the 1998 paper: a counter is accepted if it is worth at least as much to the employer as the offer
    that it would make next; besides, no issue of it may lie beyond its limit.

Departures from the paper: time is counted in moves and runs slower while the candidate stands still (see ``pace`` in
``bot.domain.offer.negotiation``), since waiting alone should not pay; figures are rounded to a grid in the employer's
favour; an offer that would be worth more to the employer than its last one is not made, it repeats the last one.
"""

from collections.abc import Iterator

from bot.domain.offer.employer import Employer
from bot.domain.offer.package import HUNDRED, SATURATING, Issue, Package

_HALVINGS = 60
_NEAR = 1e-9


def alpha(time: float, t_max: float, kappa: float, beta: float) -> float:
    """The share of its range that has been conceded at ``time``."""
    progress: float = (min(time, t_max) / t_max) ** (1 / beta)
    # The sum can round to a hair over 1, and then past the reservation.
    return min(1.0, kappa + (1 - kappa) * progress)


def target(employer: Employer, clock: float) -> float:
    """The utility that the employer wants to keep at ``clock``."""
    given = alpha(clock, employer.moves, employer.kappa, employer.beta) * (1 - employer.reservation)
    return max(employer.reservation, 1 - given)


def opening_offer(employer: Employer) -> Package:
    """What the employer offers before it has heard anything."""
    return _on_grid(employer, dict.fromkeys(Issue, target(employer, 0)))


def accepts(employer: Employer, counter: Package, following: Package) -> bool:
    """Whether the employer takes ``counter`` rather than make the offer ``following``."""
    return employer.admits(counter) and employer.utility(counter) >= employer.utility(following)


def next_offer(employer: Employer, standing: Package, counter: Package, clock: float) -> Package:
    """The employer's answer to ``counter``, were it not accepted; never worth more to it than ``standing``."""
    goal = target(employer, clock)
    terms = employer.terms
    # What it could grant at most of what is asked for: beyond a limit, the limit.
    wanted = Package.of({i: counter[i] if terms[i].value(counter[i]) >= 0 else terms[i].limit for i in Issue})
    asked = {issue: terms[issue].value(wanted[issue]) for issue in Issue}
    most = {issue: max(terms[issue].value(standing[issue]), asked[issue]) for issue in Issue}
    least = {issue: asked[issue] if issue in SATURATING else 0.0 for issue in Issue}
    values = _nearest(employer, asked, least, most, goal)
    offer = _spend(employer, _rounded(employer, values, wanted, standing), wanted, goal)
    return offer if goal <= employer.utility(offer) <= employer.utility(standing) else standing


def _nearest(
    employer: Employer,
    asked: dict[Issue, float],
    least: dict[Issue, float],
    most: dict[Issue, float],
    goal: float,
) -> dict[Issue, float]:
    """The values nearest to ``asked`` that are worth ``goal`` in all, as asked + shift * weight, cut off."""
    weights = {issue: term.weight / HUNDRED for issue, term in employer.terms.items()}

    def moved(shift: float) -> dict[Issue, float]:
        return {i: min(most[i], max(least[i], asked[i] + shift * weights[i])) for i in Issue}

    low, high = -1 / min(weights.values()), 1 / min(weights.values())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if sum(weights[issue] * value for issue, value in moved(middle).items()) < goal:
            low = middle
        else:
            high = middle
    return moved(high)


def _on_grid(employer: Employer, values: dict[Issue, float]) -> Package:
    """Round to figures that people name, towards what the employer aspires to."""
    figures: dict[Issue, float] = {}
    for issue, term in employer.terms.items():
        span, step = term.limit - term.aspiration, employer.step(issue)
        steps = int((1 - values[issue]) * abs(span) / step + _NEAR)
        figures[issue] = term.aspiration + (step if span > 0 else -step) * steps
    return Package.of(figures)


def _rounded(employer: Employer, values: dict[Issue, float], wanted: Package, standing: Package) -> Package:
    """Figures on the grid, but the candidate's own where they are met, and nothing taken back by rounding alone."""
    offer = _on_grid(employer, values)
    figures = {}
    for issue, term in employer.terms.items():
        ours, theirs, now = (term.value(package[issue]) for package in (offer, wanted, standing))
        if abs(values[issue] - theirs) < _NEAR or ours > theirs >= now:
            figures[issue] = wanted[issue]
        elif ours > now > theirs:
            figures[issue] = standing[issue]
    return offer.having(figures)


def _spend(employer: Employer, offer: Package, wanted: Package, goal: float) -> Package:
    """Give what rounding kept back, step by step, where the offer is furthest from what was asked for."""
    while True:
        steps = [step for step in _steps_towards(employer, offer, wanted) if employer.utility(step[1]) >= goal]
        if not steps:
            return offer
        offer = max(steps, key=lambda step: step[0])[1]


def _steps_towards(employer: Employer, offer: Package, wanted: Package) -> Iterator[tuple[float, Package]]:
    for issue, term in employer.terms.items():
        gap = term.value(offer[issue]) - term.value(wanted[issue])
        if gap <= _NEAR:
            continue
        step = employer.step(issue) if term.limit > term.aspiration else -employer.step(issue)
        moved = offer[issue] + step
        if term.value(moved) < term.value(wanted[issue]):
            moved = wanted[issue]
        yield gap, offer.having({issue: moved})
