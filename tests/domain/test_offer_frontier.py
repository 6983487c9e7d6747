"""The efficient frontier, and the trades that a deal leaves out."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.offer import Issue, Package, Wish, Wishes, open_negotiation
from bot.domain.offer.frontier import best_at, frontier
from bot.domain.offer.swaps import best_swap
from tests.domain.offer_values import FIRST, SHIPPED, employers, make_employer, make_wishes, packages


def whole_grid(count: int) -> list[Package]:
    """So many figures an issue, evenly from aspiration to limit: every combination."""
    employer = make_employer()
    shares = [step / (count - 1) for step in range(count)]
    return [
        employer.package(dict(zip(Issue, values, strict=True)))
        for values in itertools.product(shares, repeat=len(Issue))
    ]


def test_no_package_of_a_whole_grid_lies_above_the_frontier_and_some_touch_it() -> None:
    employer, wishes = make_employer(), make_wishes()
    corners = frontier(employer, wishes)
    gaps = [best_at(corners, employer.utility(one)).candidate - wishes.utility(one) for one in whole_grid(5)]
    assert min(gaps) == pytest.approx(0, abs=1e-9)
    assert sum(gap < 1e-9 for gap in gaps) >= len(corners) - 1


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_package_beats_the_frontier_whatever_the_sheets(data: st.DataObject) -> None:
    state = open_negotiation(
        data.draw(employers() | st.sampled_from(list(SHIPPED.values()))), data.draw(st.integers(0, 999))
    ).state
    corners = frontier(state.employer, state.wishes)
    package = data.draw(packages(state.employer))
    if state.employer.admits(package):
        best = best_at(corners, state.employer.utility(package))
        assert state.wishes.utility(package) <= best.candidate + 1e-9


@settings(deadline=None)
@given(employers(), st.integers(0, 999))
def test_the_frontier_is_a_falling_concave_chain_of_real_packages(employer, seed) -> None:  # type: ignore[no-untyped-def]
    state = open_negotiation(employer, seed).state
    corners = frontier(state.employer, state.wishes)
    for corner in corners:
        assert state.employer.admits(corner.package)
        assert corner.employer == state.employer.utility(corner.package)
        assert corner.candidate == state.wishes.utility(corner.package)
    assert corners[-1].employer == pytest.approx(1)
    slopes = [
        (after.candidate - before.candidate) / (after.employer - before.employer)
        for before, after in itertools.pairwise(corners)
    ]
    assert all(slope <= 1e-9 for slope in slopes)
    assert all(later <= earlier + 1e-6 for earlier, later in itertools.pairwise(slopes))


def test_between_corners_the_package_is_worth_what_the_chain_says() -> None:
    employer, wishes = make_employer(), make_wishes()
    best = best_at(frontier(employer, wishes), 0.5)
    assert employer.utility(best.package) == pytest.approx(0.5)
    assert wishes.utility(best.package) == pytest.approx(best.candidate)


def test_where_both_pull_the_same_way_both_get_all_of_it() -> None:
    wishes = make_wishes()
    soon = Wishes(walk_away=0.3, wishes=dict(wishes.wishes) | {Issue.START: Wish(least=84, hope=0, weight=14)})
    for corner in frontier(make_employer(), soon):
        assert corner.package.start == 0
        assert soon.value(Issue.START, corner.package.start) == 1


def test_enough_is_enough_of_remote_days_and_never_of_money() -> None:
    wishes = make_wishes()
    assert wishes.value(Issue.REMOTE, 3) == wishes.value(Issue.REMOTE, 5) == 1
    assert wishes.value(Issue.BASE, 82000) == pytest.approx(2)
    assert frontier(make_employer(), wishes)[0].package.remote == 3


def test_the_best_swap_costs_the_employer_nothing() -> None:
    employer, wishes = make_employer(), make_wishes()
    deal = FIRST.having({Issue.REMOTE: 4, Issue.BASE: 64000})
    swap = best_swap(employer, wishes, deal)
    assert swap is not None
    assert (swap.gets, swap.gives) == (Issue.SIGNING, Issue.REMOTE)
    assert employer.utility(swap.package) >= employer.utility(deal)
    assert wishes.utility(swap.package) == pytest.approx(wishes.utility(deal) + swap.gain)
    assert {issue for issue in Issue if swap.package[issue] != deal[issue]} == {Issue.SIGNING, Issue.REMOTE}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_swap_never_gains_more_than_the_frontier_allows(data: st.DataObject) -> None:
    state = open_negotiation(data.draw(st.sampled_from(list(SHIPPED.values()))), data.draw(st.integers(0, 999))).state
    deal = data.draw(packages(state.employer))
    if not state.employer.admits(deal):
        deal = state.opening
    swap = best_swap(state.employer, state.wishes, deal)
    room = best_at(frontier(state.employer, state.wishes), state.employer.utility(deal)).candidate
    if swap is not None:
        assert swap.gain <= room - state.wishes.utility(deal) + 1e-6
        assert state.employer.admits(swap.package)


def test_an_efficient_deal_has_no_swap_worth_a_word() -> None:
    employer, wishes = make_employer(), make_wishes()
    for corner in frontier(employer, wishes):
        swap = best_swap(employer, wishes, corner.package)
        assert swap is None or swap.gain < 0.005
