"""The efficient (Pareto) frontier: packages that cannot be made better for one side but at the other's cost.

Both utilities are weighted sums of values that are linear between the employer's aspiration and its limit (or the
candidate's hope, where enough is enough), so this is a fractional knapsack: start with all that the candidate could
get, and give to the employer first where a point of its utility costs the candidate least. Greedy by that ratio is
exact, and the frontier is a concave chain of at most seven corners, one issue moving along each edge.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.domain.offer.employer import Employer
from bot.domain.offer.package import HUNDRED, SATURATING, Issue, Package
from bot.domain.offer.wishes import Wishes


class Corner(NamedTuple):
    """A package on the frontier and its worth to either side."""

    employer: float
    candidate: float
    package: Package


class _Edge(NamedTuple):
    """An issue on which the sides differ: ``gain`` is the employer's, ``loss`` the candidate's, ``figure`` the end."""

    issue: Issue
    figure: float
    gain: float
    loss: float

    @property
    def price(self) -> float:
        return self.loss / self.gain


def frontier(employer: Employer, wishes: Wishes) -> tuple[Corner, ...]:
    """The corners, from the candidate's best to the employer's best."""
    package = Package.of({issue: _candidates_end(employer, wishes, issue) for issue in Issue})
    corners = [_corner(employer, wishes, package)]
    for edge in sorted(_edges(employer, wishes, package), key=lambda one: one.price):
        package = package.having({edge.issue: edge.figure})
        corners.append(_corner(employer, wishes, package))
    return tuple(corners)


def best_at(corners: tuple[Corner, ...], employer_utility: float) -> Corner:
    """The best for the candidate among packages worth at least so much to the employer; its own best if none is."""
    first = corners[0]
    if employer_utility <= first.employer:
        return first
    for here, there in pairwise(corners):
        if employer_utility <= there.employer:
            share = (employer_utility - here.employer) / (there.employer - here.employer)
            return Corner(
                employer_utility,
                here.candidate + share * (there.candidate - here.candidate),
                here.package.having({i: here.package[i] + share * (there.package[i] - here.package[i]) for i in Issue}),
            )
    return corners[-1]


def _corner(employer: Employer, wishes: Wishes, package: Package) -> Corner:
    return Corner(employer.utility(package), wishes.utility(package), package)


def _candidates_end(employer: Employer, wishes: Wishes, issue: Issue) -> float:
    """The figure within the employer's limit that is best for the candidate, then for the employer."""
    term, wish = employer.terms[issue], wishes.wishes[issue]
    if not wish.weight or not _opposed(employer, wishes, issue):
        # Both pull the same way, or it is all the same to the candidate: the figure that is enough for both.
        ends = [term.aspiration] + ([wish.hope] if wish.weight else [])
        return (max if term.aspiration > term.limit else min)(ends)
    if issue not in SATURATING:
        return term.limit
    if term.limit > term.aspiration:
        return min(term.limit, max(wish.hope, term.aspiration))
    return max(term.limit, min(wish.hope, term.aspiration))


def _edges(employer: Employer, wishes: Wishes, package: Package) -> Iterator[_Edge]:
    for issue, term in employer.terms.items():
        gain = term.weight * (1 - term.value(package[issue])) / HUNDRED
        if gain <= 0:
            continue
        lost = wishes.value(issue, package[issue]) - wishes.value(issue, term.aspiration)
        yield _Edge(issue, term.aspiration, gain, wishes.wishes[issue].weight * lost / HUNDRED)


def _opposed(employer: Employer, wishes: Wishes, issue: Issue) -> bool:
    """Whether the candidate wants the figure to go where the employer does not."""
    return wishes.wishes[issue].wants_more == (employer.terms[issue].limit > employer.terms[issue].aspiration)
