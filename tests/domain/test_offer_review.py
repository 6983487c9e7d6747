"""What is said when the negotiation is over: figures that add up, remarks that fit what happened."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.offer import (
    Issue,
    Negotiation,
    Package,
    Remark,
    RemarkKind,
    Review,
    Status,
    accept,
    ask,
    counter,
    open_negotiation,
    review,
    walk_away,
)
from tests.domain.offer_values import FIRST, HIGH, SHIPPED, begin, finish, make_wishes, packages

REASON = "Two surveys put the market median at £68,000, and I have another offer at £69,000."


def remark(state: Negotiation, kind: RemarkKind) -> Remark | None:
    """The remark of this kind, if the review makes it."""
    return next((one for one in review(state).remarks if one.kind is kind), None)


def between(share: float) -> Package:
    """So far from :data:`HIGH` to :data:`FIRST`."""
    return Package.of({issue: HIGH[issue] + share * (FIRST[issue] - HIGH[issue]) for issue in Issue})


def stubborn(state: Negotiation) -> Negotiation:
    """Ask for the same until the last offer."""
    return finish(state, lambda one: counter(one, HIGH).state)


def test_a_negotiation_that_goes_on_has_no_review() -> None:
    with pytest.raises(ValueError, match="goes on"):
        review(begin())


def test_the_figures_of_a_deal_add_up() -> None:
    state = accept(stubborn(begin())).state
    seen = review(state)
    assert state.deal is not None
    assert seen.deal_place == (state.employer.utility(state.deal), state.wishes.utility(state.deal))
    assert seen.candidate_utility is not None
    assert seen.share == pytest.approx((seen.candidate_utility - 0.4) / (seen.most - 0.4))
    assert seen.offers[0] == (state.employer.utility(state.opening), state.wishes.utility(state.opening))
    assert seen.offers[-1] == seen.deal_place
    assert len(seen.counters) == len(seen.exchanges) == 5
    assert sum(one.gained for one in seen.exchanges) == pytest.approx(seen.offers[-1][1] - seen.offers[0][1])
    assert Review.model_validate_json(seen.model_dump_json()) == seen


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_every_game_has_a_review_within_bounds(data: st.DataObject) -> None:
    state = open_negotiation(data.draw(st.sampled_from(list(SHIPPED.values()))), data.draw(st.integers(0, 10**9))).state
    for _ in range(data.draw(st.integers(0, 10))):
        if state.status is not Status.OPEN:
            break
        state = ask(state, "What is flexible?").state if data.draw(st.booleans()) and state.questions_left else state
        state = counter(state, data.draw(packages(state.employer)), data.draw(st.sampled_from(["", REASON]))).state
    if not state.is_over:
        state = (accept if data.draw(st.booleans()) else walk_away)(state).state
    seen = review(state)
    assert len(seen.remarks) <= 4
    assert len({one.kind for one in seen.remarks}) == len(seen.remarks)
    for one in seen.remarks:
        assert re.search(r"\d", one.text) or one.kind is RemarkKind.GOOD_QUESTION
        assert len(one.text) <= 420
        assert one.move is None or 1 <= one.move <= len(state.moves)
    if state.deal is None:
        assert (seen.share, seen.gap, seen.deal_place) == (None, None, None)
    else:
        assert seen.share is not None
        assert seen.share <= 1 + 1e-9
        assert seen.gap is not None
        assert seen.gap >= 0


def test_yes_to_the_first_offer_is_too_early_and_below_the_line() -> None:
    state = accept(begin()).state
    early = remark(state, RemarkKind.TOO_EARLY)
    below = remark(state, RemarkKind.BELOW_WALK_AWAY)
    assert early is not None
    assert "5\u00a0more offers" in early.text
    assert below is not None
    assert "40\u00a0points" in below.text
    assert not early.helped


def test_a_trade_that_was_missed_is_named_with_both_figures() -> None:
    told = remark(accept(begin(opening=FIRST.having({Issue.REMOTE: 4}))).state, RemarkKind.MISSED_TRADE)
    assert told is not None
    assert "remote days 3\u00a0days a week instead of 4\u00a0days a week" in told.text
    assert "signing bonus £10,000 instead of £0" in told.text


def test_a_first_counter_below_what_was_there_is_told_its_price() -> None:
    wanted = FIRST.having({Issue.SIGNING: 1000})
    told = remark(counter(begin(), wanted).state, RemarkKind.FIRST_NUMBER)
    assert told is not None
    assert "and was taken" in told.text
    assert remark(accept(stubborn(begin())).state, RemarkKind.FIRST_NUMBER) is None


def test_a_concession_that_nobody_answered_is_pointed_at() -> None:
    state = begin(employer=begin().employer.model_copy(update={"beta": 0.2, "kappa": 0.0}))
    state = counter(state, HIGH).state
    state = counter(state, between(0.25)).state
    told = remark(accept(state).state, RemarkKind.UNRECIPROCATED)
    assert told is not None
    assert told.move == 2
    gave = review(accept(state).state).exchanges[1].gave
    assert f"{round(gave * 100)}\u00a0points" in told.text


def test_haggling_over_one_issue_is_seen() -> None:
    told = remark(
        accept(finish(begin(), lambda one: counter(one, one.standing.having({Issue.BASE: 72000})).state)).state,
        RemarkKind.SINGLE_ISSUE,
    )
    assert told is not None
    assert "5 counters were about the base" in told.text
    assert "start date" in told.text
    assert remark(accept(stubborn(begin())).state, RemarkKind.SINGLE_ISSUE) is None


def test_repeating_oneself_is_seen() -> None:
    told = remark(accept(stubborn(begin())).state, RemarkKind.STOOD_STILL)
    assert told is not None
    assert "4 of your 5 counters" in told.text


def test_counters_without_a_reason_are_seen_and_one_with_a_reason_is_praised() -> None:
    silent = counter(counter(begin(), HIGH).state, between(0.2)).state
    assert remark(walk_away(silent).state, RemarkKind.NO_REASON) is not None
    argued = counter(counter(begin(), HIGH, REASON).state, between(0.2)).state
    seen = review(accept(argued).state)
    assert RemarkKind.NO_REASON not in {one.kind for one in seen.remarks}
    praise = next(one for one in seen.remarks if one.kind is RemarkKind.GOOD_ARGUMENT)
    assert praise.helped
    assert "what the market pays and another offer" in praise.text


def test_a_threat_is_empty_only_if_one_stays_for_less() -> None:
    threat = "At anything lower I will walk away."
    stayed = counter(begin(), HIGH, threat).state
    told = remark(accept(stayed).state, RemarkKind.EMPTY_THREAT)
    assert told is not None
    assert threat in told.text
    assert remark(walk_away(stayed).state, RemarkKind.EMPTY_THREAT) is None
    met = counter(begin(), FIRST.having({Issue.SIGNING: 500}), threat).state
    assert met.status is Status.AGREED
    assert remark(met, RemarkKind.EMPTY_THREAT) is None


def test_a_question_about_priorities_is_praised_with_its_words() -> None:
    state = counter(ask(begin(), "What matters most to you?").state, HIGH).state
    told = remark(accept(state).state, RemarkKind.GOOD_QUESTION)
    assert told is not None
    assert "before your first figure" in told.text
    assert "What matters most to you?" in told.text
    late = ask(counter(begin(), HIGH).state, "What matters most to you?").state
    told = remark(accept(late).state, RemarkKind.GOOD_QUESTION)
    assert told is not None
    assert "in move 2" in told.text
    assert remark(accept(ask(begin(), "How is the bonus paid?").state).state, RemarkKind.GOOD_QUESTION) is None


def test_leaving_is_judged_by_the_candidates_own_line() -> None:
    good = stubborn(begin(wishes=make_wishes(walk_away=0.2)))
    left = remark(walk_away(good).state, RemarkKind.LEFT_A_DEAL)
    assert left is not None
    assert "20\u00a0points" in left.text
    hopeless = stubborn(begin(wishes=make_wishes(walk_away=0.95)))
    right = remark(walk_away(hopeless).state, RemarkKind.RIGHT_TO_WALK)
    assert right is not None
    assert right.helped
    soon = remark(walk_away(begin()).state, RemarkKind.LEFT_TOO_SOON)
    assert soon is not None
    assert "5\u00a0more offers" in soon.text
    assert remark(walk_away(begin()).state, RemarkKind.RIGHT_TO_WALK) is None


def test_without_a_zone_no_share_is_claimed() -> None:
    state = accept(begin(wishes=make_wishes(walk_away=0.95))).state
    assert review(state).share is None


def test_someone_who_trades_wins_more_than_someone_who_waits() -> None:
    """The point of the exercise, over many dealt games: give what they guard, keep what they do not."""

    def hope(state: Negotiation) -> Package:
        return Package.of({issue: state.wishes.wishes[issue].hope for issue in Issue})

    def trade(state: Negotiation) -> Negotiation:
        order, figures = state.employer.by_weight(), {}
        left = 0.55 * len(state.counters)
        for issue in order:
            share, left = min(1.0, left), max(0.0, left - 1)
            figures[issue] = hope(state)[issue] + share * (state.opening[issue] - hope(state)[issue])
        return counter(state, Package.of(figures)).state

    def won(step) -> float:  # type: ignore[no-untyped-def]
        ends = [finish(open_negotiation(one, seed).state, step) for one in SHIPPED.values() for seed in range(8)]
        shares = [review(end if end.is_over else accept(end).state).share or 0.0 for end in ends]
        return sum(shares) / len(shares)

    assert won(trade) > won(lambda state: counter(state, hope(state)).state) + 0.3
