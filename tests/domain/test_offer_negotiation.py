"""The moves of a negotiation: what holds in every game, and what each move does."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.offer import (
    Employer,
    Issue,
    MoveKind,
    Negotiation,
    OfferReason,
    OfferRefused,
    Package,
    Status,
    Step,
    Topic,
    accept,
    ask,
    counter,
    open_negotiation,
    own_wishes,
    walk_away,
)
from bot.domain.offer.arguments import Point
from bot.domain.offer.dealing import deal_wishes
from bot.domain.offer.employer import LIMIT_JITTER, deal_employer
from bot.domain.offer.frontier import best_at, frontier
from bot.domain.offer.negotiation import LONGEST_TEXT, MOST_QUESTIONS, pace
from bot.domain.offer.tactics import opening_offer
from tests.domain.offer_values import (
    FIRST,
    HIGH,
    SHIPPED,
    begin,
    employers,
    finish,
    make_employer,
    make_wishes,
    packages,
)

WORDS = st.sampled_from(
    [
        "",
        "The market survey says 70,000.",
        "I have another offer at 71,000.",
        "I raised revenue by 12 %.",
        "Or I walk away.",
        "What matters most to you?",
        "How is the bonus paid?",
        "?",
    ]
)
SEEDS = st.integers(0, 2**63)


def play_on(data: st.DataObject, state: Negotiation) -> Negotiation:
    """One arbitrary legal move."""
    kind = data.draw(st.sampled_from(["counter"] * 6 + ["ask", "ask", "accept", "walk"]))
    if kind == "accept":
        return accept(state).state
    if kind == "walk":
        return walk_away(state).state
    if state.status is Status.FINAL:
        return state
    if kind == "ask":
        words = data.draw(WORDS)
        return ask(state, words).state if words and state.questions_left else state
    return counter(state, data.draw(packages(state.employer)), data.draw(WORDS)).state


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_game_keeps_the_employers_rules(data: st.DataObject) -> None:
    profile = data.draw(st.sampled_from(list(SHIPPED.values())) | employers())
    state = open_negotiation(profile, data.draw(SEEDS)).state
    employer = state.employer
    for _ in range(30):
        if state.is_over:
            break
        state = play_on(data, state)
    worths = [employer.utility(offer) for offer in state.offers]
    assert all(employer.admits(offer) for offer in state.offers)
    assert worths == sorted(worths, reverse=True)
    assert worths[-1] >= employer.reservation
    assert len(state.offers) <= employer.moves + 1
    if state.deal is not None:
        assert employer.admits(state.deal)
        assert employer.utility(state.deal) >= employer.reservation


@settings(deadline=None)
@given(st.data())
def test_every_game_ends_whatever_the_candidate_asks_for(data: st.DataObject) -> None:
    state = open_negotiation(data.draw(employers()), data.draw(SEEDS)).state
    counters = 0
    while state.status is Status.OPEN:
        state = counter(state, data.draw(packages(state.employer))).state
        counters += 1
    assert counters <= state.employer.moves
    if state.status is Status.FINAL:
        assert state.rounds_left == 0
        assert accept(state).state.deal == state.standing
        assert walk_away(state).state.deal is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_game_goes_on_from_its_json_as_if_nothing_had_happened(data: st.DataObject) -> None:
    profile = data.draw(st.sampled_from(list(SHIPPED.values())))
    seed = data.draw(SEEDS)
    plan = data.draw(st.lists(st.tuples(packages(deal_employer(profile, seed)), WORDS), min_size=1, max_size=10))
    straight = stored = open_negotiation(profile, seed).state
    assert straight == open_negotiation(profile, seed).state
    for package, words in plan:
        if straight.status is not Status.OPEN:
            break
        first = counter(straight, package, words)
        reread = Negotiation.model_validate_json(stored.model_dump_json())
        assert reread == straight
        second = counter(
            Negotiation.model_validate(json.loads(json.dumps(reread.model_dump(mode="json")))), package, words
        )
        assert first == second
        straight, stored = first.state, second.state


@settings(deadline=None)
@given(st.sampled_from(list(SHIPPED)), SEEDS)
def test_a_dealt_sheet_always_leaves_something_to_win(name: str, seed: int) -> None:
    state = open_negotiation(SHIPPED[name], seed).state
    wishes, employer = state.wishes, state.employer
    most = best_at(frontier(employer, wishes), employer.reservation).candidate
    assert wishes.utility(state.opening) < wishes.walk_away < most
    assert 0 < wishes.pay_now < employer.terms[Issue.BASE].limit
    assert wishes == deal_wishes(employer, seed)


@settings(deadline=None)
@given(employers(), SEEDS)
def test_dealt_limits_lie_near_the_profiles_and_make_a_valid_employer(profile: Employer, seed: int) -> None:
    employer = deal_employer(profile, seed)
    assert Employer.model_validate(employer.model_dump()) == employer
    for issue, term in profile.terms.items():
        moved = employer.terms[issue]
        assert moved.aspiration == term.aspiration
        room = LIMIT_JITTER * abs(term.limit - term.aspiration) + profile.step(issue) / 2
        assert abs(moved.limit - term.limit) <= max(room, profile.step(issue))


def test_seeds_deal_different_games() -> None:
    profile = next(iter(SHIPPED.values()))
    games = [open_negotiation(profile, seed).state for seed in range(12)]
    assert len({game.wishes.model_dump_json() for game in games}) == 12
    assert len({game.employer.terms[Issue.BASE].limit for game in games}) > 2
    assert len({game.said for game in games}) > 1


def test_own_wishes_take_the_place_of_dealt_ones() -> None:
    sheet = make_wishes()
    assert open_negotiation(make_employer(), 3, sheet).state.wishes == sheet


def test_a_counter_within_reach_is_accepted_on_the_candidates_terms() -> None:
    wanted = FIRST.having({Issue.SIGNING: 1000})
    state, said, offer = counter(begin(), wanted)
    assert (state.status, state.deal, offer) == (Status.AGREED, wanted, None)
    assert said == state.moves[-1].said != ""


def test_a_counter_out_of_reach_brings_a_better_offer_that_says_what_changed() -> None:
    before = begin()
    state, said, offer = counter(before, HIGH)
    assert offer == state.standing != before.standing
    assert state.status is Status.OPEN
    assert "I can move the" in said
    assert "£" in said
    assert state.rounds_left == before.rounds_left - 1


def test_the_last_offer_can_only_be_taken_or_left() -> None:
    state = finish(begin(), lambda one: counter(one, HIGH).state)
    assert state.status is Status.FINAL
    steps: tuple[Callable[[], Step], ...] = (lambda: counter(state, HIGH), lambda: ask(state, "What is flexible?"))
    for forbidden in steps:
        with pytest.raises(OfferRefused) as refused:
            forbidden()
        assert refused.value.reason is OfferReason.FINAL_OFFER
    assert accept(state).state.status is Status.AGREED
    assert walk_away(state).state.status is Status.WALKED_AWAY


@pytest.mark.parametrize("end", [accept, walk_away])
def test_nothing_moves_after_the_end(end) -> None:  # type: ignore[no-untyped-def]
    over = end(begin()).state
    for step in (accept, walk_away, lambda one: counter(one, HIGH), lambda one: ask(one, "Why?")):
        with pytest.raises(OfferRefused) as refused:
            step(over)
        assert refused.value.reason is OfferReason.OVER


@pytest.mark.parametrize(
    ("package", "reason", "issue"),
    [
        (HIGH.having({Issue.BASE: -1}), OfferReason.NEGATIVE, Issue.BASE),
        (HIGH.having({Issue.BONUS: float("nan")}), OfferReason.NOT_A_NUMBER, Issue.BONUS),
        (HIGH.having({Issue.EQUITY: float("inf")}), OfferReason.NOT_A_NUMBER, Issue.EQUITY),
        (HIGH.having({Issue.BASE: 10_000_000}), OfferReason.TOO_HIGH, Issue.BASE),
        (HIGH.having({Issue.BASE: 60}), OfferReason.TOO_LOW, Issue.BASE),
        (HIGH.having({Issue.BONUS: 101}), OfferReason.TOO_HIGH, Issue.BONUS),
        (HIGH.having({Issue.START: 366}), OfferReason.TOO_HIGH, Issue.START),
        (HIGH.having({Issue.REMOTE: 6}), OfferReason.TOO_HIGH, Issue.REMOTE),
    ],
)
def test_a_package_out_of_all_bounds_is_refused(package: Package, reason: OfferReason, issue: Issue) -> None:
    state = begin()
    kept = state.model_dump_json()
    with pytest.raises(OfferRefused) as refused:
        counter(state, package)
    assert (refused.value.reason, refused.value.issue) == (reason, issue)
    assert state.model_dump_json() == kept


def test_texts_are_bounded() -> None:
    long = "x" * (LONGEST_TEXT + 1)
    steps: tuple[Callable[[], Step], ...] = (lambda: counter(begin(), HIGH, long), lambda: ask(begin(), long))
    for step in steps:
        with pytest.raises(OfferRefused) as refused:
            step()
        assert refused.value.reason is OfferReason.TEXT_TOO_LONG
    with pytest.raises(OfferRefused) as refused:
        ask(begin(), "  \n ")
    assert refused.value.reason is OfferReason.EMPTY_QUESTION


def test_questions_cost_no_time_but_are_counted() -> None:
    state = begin()
    for number in range(MOST_QUESTIONS):
        state = ask(state, f"How is the bonus paid, number {number}?").state
    assert (state.clock, state.standing, state.rounds_left) == (0, state.opening, 5)
    assert {move.kind for move in state.moves} == {MoveKind.QUESTION}
    with pytest.raises(OfferRefused) as refused:
        ask(state, "And once more?")
    assert refused.value.reason is OfferReason.TOO_MANY_QUESTIONS
    assert counter(state, HIGH).offer is not None


def test_the_answer_about_priorities_is_true() -> None:
    step = ask(begin(), "What matters most to you in this package?")
    assert step.state.moves[-1].topics == (Topic.PRIORITIES,)
    assert "the base, then the remote days" in step.said
    assert "start date matters least" in step.said


def test_standing_still_earns_less_than_meeting_halfway() -> None:
    halfway = Package.of({issue: (FIRST[issue] + HIGH[issue]) / 2 for issue in Issue})
    state = counter(begin(), HIGH).state
    still = counter(state, HIGH)
    towards = counter(state, Package.of({issue: (HIGH[issue] + halfway[issue]) / 2 for issue in Issue}))
    assert still.offer is not None
    assert towards.offer is not None
    assert state.employer.utility(towards.offer) < state.employer.utility(still.offer)


def test_sitting_it_out_ends_above_the_reservation() -> None:
    state = finish(begin(), lambda one: counter(one, HIGH).state)
    assert state.employer.utility(state.standing) > state.employer.reservation + 0.2


def test_a_trade_counts_as_movement() -> None:
    state = counter(begin(), HIGH).state
    trade = HIGH.having({Issue.SIGNING: 20000, Issue.REMOTE: 3})
    assert pace(state, HIGH, ()) < 0.5 < pace(state, trade, ())


def test_a_new_reason_moves_the_clock_once_and_never_past_the_limits() -> None:
    told = "Two salary surveys put the market median at £68,000, and I have another offer at £69,000."
    plain, argued = counter(begin(), HIGH), counter(begin(), HIGH, told)
    assert argued.state.clock == pytest.approx(plain.state.clock + 0.3)
    assert argued.state.moves[-1].points == (Point.MARKET, Point.RIVAL)
    again = counter(argued.state, HIGH, told)
    assert again.state.moves[-1].points == ()
    most = counter(begin(), HIGH, told + " I raised sales by 20 %.").state
    assert most.clock <= plain.state.clock + 0.4
    final = finish(most, lambda one: counter(one, HIGH, told).state)
    assert final.employer.admits(final.standing)


def test_accepting_takes_the_offer_on_the_table() -> None:
    opening = begin()
    assert accept(opening).state.deal == opening.opening
    later = counter(opening, HIGH).state
    assert accept(later).state.deal == later.standing != opening.opening


def test_an_own_sheet_is_made_from_two_packages_and_what_matters() -> None:
    sheet = own_wishes(least=FIRST, hope=HIGH.having({Issue.REMOTE: 1}), importance={Issue.BASE: 3, Issue.SIGNING: 1})
    assert sheet.utility(FIRST) == 0
    assert sheet.wishes[Issue.BASE].weight == 75
    assert sheet.wishes[Issue.REMOTE].weight == 0
    state = open_negotiation(make_employer(), 1, sheet).state
    assert finish(state, lambda one: counter(one, HIGH).state).status is Status.FINAL
    with pytest.raises(ValueError, match="importance"):
        own_wishes(least=FIRST, hope=FIRST, importance={Issue.BASE: 3})
    with pytest.raises(ValueError, match="lower than the least"):
        own_wishes(least=HIGH, hope=FIRST, importance={Issue.BASE: 3})


def test_the_opening_is_on_the_grid_and_never_better_than_the_target() -> None:
    for profile in SHIPPED.values():
        opening = opening_offer(profile)
        assert opening.base % profile.money_step == 0
        assert profile.utility(opening) >= 1 - profile.kappa
