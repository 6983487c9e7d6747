"""The best trade that a deal left out: one issue for another, at no cost to the employer."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.offer.employer import Employer
from bot.domain.offer.package import Issue, Package
from bot.domain.offer.wishes import Wishes

_MOST_STEPS = 400


class Swap(NamedTuple):
    """More of ``gets`` for the candidate, paid for with ``gives``; ``gain`` is in the candidate's utility."""

    gets: Issue
    gives: Issue
    package: Package
    gain: float


def best_swap(employer: Employer, wishes: Wishes, deal: Package) -> Swap | None:
    """The swap of two issues that gains the candidate most and leaves the employer no worse off, if there is one."""
    floor, here = employer.utility(deal), wishes.utility(deal)
    best: Swap | None = None
    for gets in Issue:
        for package in _steps(employer, deal, gets, towards_limit=True):
            for gives in Issue:
                paid = _paid(employer, package, gives, floor) if gives is not gets else None
                gain = wishes.utility(paid) - here if paid else 0.0
                if paid and gain > (best.gain if best else 1e-9):
                    best = Swap(gets, gives, paid, gain)
    return best


def _paid(employer: Employer, package: Package, gives: Issue, floor: float) -> Package | None:
    """The package with as little of ``gives`` taken from the candidate as makes up for it to the employer."""
    steps = _steps(employer, package, gives, towards_limit=False)
    return next((paid for paid in steps if employer.utility(paid) >= floor - 1e-9), None)


def _steps(employer: Employer, package: Package, issue: Issue, *, towards_limit: bool) -> Iterator[Package]:
    """The packages with one figure moved on the employer's grid, step by step, to its limit or its aspiration."""
    term, step = employer.terms[issue], employer.step(issue)
    end = term.limit if towards_limit else term.aspiration
    for number in range(1, _MOST_STEPS):
        moved = package[issue] + (number * step if term.limit > term.aspiration else -number * step) * (
            1 if towards_limit else -1
        )
        past = term.value(moved) < 0 if towards_limit else term.exceeds(moved)
        yield package.having({issue: end if past else moved})
        if past or moved == end:
            return
