"""How the employer concedes and trades: the published curve, the limits, the nearest package."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.offer import Issue, tactics
from bot.domain.offer.package import SATURATING
from bot.domain.offer.tactics import accepts, alpha, next_offer, opening_offer, target
from tests.domain.offer_values import FIRST, HIGH, employers, make_employer, packages


def test_alpha_is_the_published_function() -> None:
    # kappa 0.1, t 2 of 8: 0.1 + 0.9 * 0.25 ** (1 / beta)
    assert alpha(2, 8, 0.1, 1.0) == pytest.approx(0.325)
    assert alpha(2, 8, 0.1, 0.5) == pytest.approx(0.15625)
    assert alpha(2, 8, 0.1, 2.0) == pytest.approx(0.55)
    assert alpha(0, 8, 0.1, 0.7) == pytest.approx(0.1)
    assert alpha(8, 8, 0.1, 0.7) == alpha(11, 8, 0.1, 0.7) == 1


@settings(deadline=None)
@given(st.floats(0, 12), st.floats(0, 0.3), st.floats(0.1, 0.9), st.floats(1.1, 5))
def test_a_boulware_employer_is_never_ahead_of_a_conceder(time: float, kappa: float, slow: float, fast: float) -> None:
    assert 0 <= alpha(time, 10, kappa, slow) <= alpha(time, 10, kappa, fast) <= 1


@settings(deadline=None)
@given(employers(), st.lists(st.floats(0, 12), min_size=2).map(sorted))
def test_the_target_falls_with_time_down_to_the_reservation(employer, times) -> None:  # type: ignore[no-untyped-def]
    goals = [target(employer, time) for time in times]
    assert goals == sorted(goals, reverse=True)
    assert target(employer, employer.moves) == pytest.approx(employer.reservation)
    assert all(goal >= employer.reservation for goal in goals)


def test_without_a_counter_each_issue_follows_its_own_curve() -> None:
    employer = make_employer(kappa=0.3, reservation=0.4)
    offer = opening_offer(employer)
    # alpha 0.3 of a range that runs to the figure worth 0.4: 18 % of the way from aspiration to limit.
    assert offer.base == 61500
    assert offer.bonus == 5.5
    assert offer.equity == 3000
    assert offer.signing == 1500
    assert (offer.start, offer.remote) == (35, 1)


def test_what_is_cheap_for_the_employer_is_granted_and_what_is_dear_is_not() -> None:
    employer = make_employer()
    offer = next_offer(employer, FIRST, HIGH, 2.0)
    given_up = {issue: 1 - employer.terms[issue].value(offer[issue]) for issue in Issue}
    assert min(given_up[Issue.START], given_up[Issue.SIGNING]) > 0.85
    assert given_up[Issue.BASE] < 0.2
    assert employer.utility(offer) == pytest.approx(target(employer, 2.0), abs=0.03)


def test_an_issue_moves_only_where_the_candidate_pulls() -> None:
    employer = make_employer()
    wanted = FIRST.having({Issue.BASE: 75000, Issue.SIGNING: 6000})
    offer = next_offer(employer, FIRST, wanted, 3.0)
    assert offer.base > FIRST.base
    assert (offer.bonus, offer.equity, offer.start, offer.remote) == (5, 2000, 28, 1)


def test_what_the_candidate_gives_back_pays_for_what_they_want() -> None:
    employer = make_employer()
    before = FIRST.having({Issue.REMOTE: 3, Issue.SIGNING: 4000})
    keep = next_offer(employer, before, before.having({Issue.BASE: 70000}), 2.0)
    trade = next_offer(employer, before, before.having({Issue.BASE: 70000, Issue.REMOTE: 1}), 2.0)
    assert trade.remote == 1
    assert trade.base > keep.base
    assert keep.remote == 3


def test_a_figure_that_suits_the_employer_even_better_is_taken_as_it_is() -> None:
    employer = make_employer()
    offer = next_offer(employer, FIRST, HIGH.having({Issue.START: 10}), 2.0)
    assert offer.start == 10


def test_a_counter_beyond_one_limit_is_never_accepted_however_good_the_rest() -> None:
    employer = make_employer()
    offer = next_offer(employer, FIRST, FIRST.having({Issue.SIGNING: 10001}), 5.0)
    assert accepts(employer, FIRST.having({Issue.SIGNING: 10000}), offer)
    assert not accepts(employer, FIRST.having({Issue.SIGNING: 10001}), offer)


@settings(deadline=None)
@given(st.data())
def test_offers_keep_within_limits_and_take_nothing_back_unasked(data: st.DataObject) -> None:
    employer = data.draw(employers())
    standing, clock = opening_offer(employer), 0.0
    for _ in range(employer.moves):
        counter = data.draw(packages(employer))
        clock += data.draw(st.floats(0.1, 1.4))
        offer = next_offer(employer, standing, counter, clock)
        assert employer.admits(offer)
        assert employer.reservation <= employer.utility(offer) <= employer.utility(standing)
        for issue, term in employer.terms.items():
            kept = max(term.value(standing[issue]), term.value(counter[issue]))
            assert term.value(offer[issue]) <= kept + 1e-9
            if issue in SATURATING and offer != standing:
                assert term.value(offer[issue]) >= max(0, term.value(counter[issue])) - 1e-9, "more than was asked for"
        standing = offer


@settings(deadline=None)
@given(st.data())
def test_no_package_of_the_same_worth_is_nearer_to_what_was_asked(data: st.DataObject) -> None:
    employer = data.draw(employers())
    shares = st.fixed_dictionaries({issue: st.floats(0, 1) for issue in Issue})
    asked, other = data.draw(shares), data.draw(shares)
    goal = sum(term.weight * other[issue] for issue, term in employer.terms.items()) / 100
    nothing, everything = dict.fromkeys(Issue, 0.0), dict.fromkeys(Issue, 1.0)
    nearest = tactics._nearest(employer, asked, nothing, everything, goal)
    assert employer.utility(employer.package(nearest)) == pytest.approx(goal, abs=1e-6)

    def distance(values: dict[Issue, float]) -> float:
        return math.dist([values[issue] for issue in Issue], [asked[issue] for issue in Issue])

    assert distance(nearest) <= distance(other) + 1e-6
