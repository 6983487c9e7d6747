"""What is read from people's words: figures, reasons, threats, questions."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.offer import Issue, OfferReason, OfferRefused, Topic, read_package
from bot.domain.offer.arguments import Point, is_threat, points_of
from bot.domain.offer.employer import PROFILE_TOPICS
from bot.domain.offer.figures import figure, read_figure
from bot.domain.offer.questions import answer_to, topics_of
from bot.domain.offer.sayings import describe_change
from tests.domain.offer_values import FIRST, SHIPPED, make_employer


@pytest.mark.parametrize(
    ("issue", "text", "amount"),
    [
        (Issue.BASE, "62000", 62000),
        (Issue.BASE, "£62,000", 62000),
        (Issue.BASE, "62.000", 62000),
        (Issue.BASE, "62.000,50", 62000.5),
        (Issue.BASE, "62,000.50", 62000.5),
        (Issue.BASE, "62 000 GBP", 62000),
        (Issue.BASE, "62'000", 62000),
        (Issue.BASE, "62k", 62000),
        (Issue.BASE, "£62.5 k a year", 62500),
        (Issue.BASE, "62,000 pounds gross p.a.", 62000),
        (Issue.BASE, "1,062,000", 1062000),
        (Issue.SIGNING, "0", 0),
        (Issue.BONUS, "12 %", 12),
        (Issue.BONUS, "12.5", 12.5),
        (Issue.BONUS, "12,5 percent of base", 12.5),
        (Issue.START, "30", 30),
        (Issue.START, "30 days from now", 30),
        (Issue.START, "6 weeks", 42),
        (Issue.START, "2 months", 60),
        (Issue.START, "ASAP", 0),
        (Issue.REMOTE, "3", 3),
        (Issue.REMOTE, "2.5 days a week", 2.5),
        (Issue.REMOTE, "Fully remote", 5),
    ],
)
def test_figures_are_read_as_people_write_them(issue: Issue, text: str, amount: float) -> None:
    assert read_figure(issue, text, "GBP") == amount


@pytest.mark.parametrize(
    ("issue", "text", "reason"),
    [
        (Issue.BASE, "€62,000", OfferReason.WRONG_CURRENCY),
        (Issue.BASE, "62,000 dollars", OfferReason.WRONG_CURRENCY),
        (Issue.EQUITY, "10k USD", OfferReason.WRONG_CURRENCY),
        (Issue.BASE, "60-65k", OfferReason.RANGE),
        (Issue.BASE, "60k to £65k", OfferReason.RANGE),
        (Issue.REMOTE, "2 or 3", OfferReason.RANGE),
        (Issue.BASE, "5,000 a month", OfferReason.NOT_YEARLY),
        (Issue.BASE, "400/day", OfferReason.NOT_YEARLY),
        (Issue.BASE, "-5", OfferReason.NEGATIVE),
        (Issue.BASE, "\u22125", OfferReason.NEGATIVE),
        (Issue.BASE, "a lot", OfferReason.NOT_A_NUMBER),
        (Issue.BASE, "nan", OfferReason.NOT_A_NUMBER),
        (Issue.BASE, "inf", OfferReason.NOT_A_NUMBER),
        (Issue.BASE, "1.2.3.4", OfferReason.NOT_A_NUMBER),
        (Issue.BASE, "62000 apples", OfferReason.NOT_A_NUMBER),
        (Issue.BONUS, "12 days", OfferReason.NOT_A_NUMBER),
        (Issue.REMOTE, "3k", OfferReason.NOT_A_NUMBER),
        (Issue.START, "1 March", OfferReason.NOT_A_NUMBER),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(issue: Issue, text: str, reason: OfferReason) -> None:
    with pytest.raises(OfferRefused) as refused:
        read_figure(issue, text, "GBP")
    assert (refused.value.reason, refused.value.issue, refused.value.text) == (reason, issue, text)


@settings(deadline=None)
@given(st.sampled_from(Issue), st.text(max_size=60))
def test_any_text_is_a_finite_figure_or_a_refusal(issue: Issue, text: str) -> None:
    with contextlib.suppress(OfferRefused):
        assert 0 <= read_figure(issue, text, "EUR") < float("inf")


@settings(deadline=None)
@given(st.integers(0, 2_000_000), st.sampled_from(["GBP", "EUR", "USD", "CHF"]))
def test_a_figure_that_was_shown_can_be_typed_back(amount: int, currency: str) -> None:
    assert read_figure(Issue.EQUITY, figure(Issue.EQUITY, amount, currency), currency) == amount
    assert read_figure(Issue.REMOTE, figure(Issue.REMOTE, amount % 6, currency), currency) == amount % 6
    assert read_figure(Issue.BONUS, figure(Issue.BONUS, amount % 40 / 2, currency), currency) == amount % 40 / 2


def test_what_is_left_empty_stays_as_it_was_offered() -> None:
    package = read_package({Issue.BASE: "66k", Issue.REMOTE: " "}, make_employer(), FIRST)
    assert package == FIRST.having({Issue.BASE: 66000})
    with pytest.raises(OfferRefused) as refused:
        read_package({Issue.BASE: "66"}, make_employer(), FIRST)
    assert refused.value.reason is OfferReason.TOO_LOW


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Two salary surveys and four job adverts put the market at £68,000.", (Point.MARKET,)),
        ("The median for this role is higher.", (Point.MARKET,)),
        ("I hold a written offer from a streaming company at 71,000.", (Point.RIVAL,)),
        ("I have another offer.", ()),
        ("I have no other offer, I just hope for 70,000.", ()),
        ("I don't have another offer at 70k.", ()),
        ("At the pharmacy I raised conversion by 12 % in one quarter.", (Point.VALUE,)),
        ("My tests saved two million a year.", (Point.VALUE,)),
        ("I led a team.", ()),
        ("I would like more, please.", ()),
        ("", ()),
        ("The market pays 70k, I've been offered 71k, and I cut costs by a third.", tuple(Point)),
    ],
)
def test_reasons_are_recognised(text: str, points: tuple[Point, ...]) -> None:
    assert points_of(text) == points


@pytest.mark.parametrize(
    ("text", "threat"),
    [
        ("Otherwise I'll walk away.", True),
        ("At that base I will have to decline.", True),
        ("I\u2019m ready to leave.", True),
        ("Take it or leave it.", True),
        ("I would not walk away over this.", False),
        ("I am not asking you to match it.", False),
        ("I want to join.", False),
        ("I will take my laptop home.", False),
    ],
)
def test_threats_are_recognised(text: str, threat: bool) -> None:
    assert is_threat(text) is threat


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("What matters most to you?", (Topic.PRIORITIES,)),
        ("What is flexible?", (Topic.FLEXIBLE,)),
        ("Where is there room?", (Topic.FLEXIBLE,)),
        ("How is the bonus paid?", (Topic.BONUS,)),
        ("Is there a band?", (Topic.BAND,)),
        ("Is the start date flexible?", (Topic.START,)),
        ("Does the signing bonus have to be repaid?", (Topic.SIGNING,)),
        ("When do the shares vest?", (Topic.EQUITY,)),
        ("How many days can I work from home?", (Topic.REMOTE,)),
        ("Who decides on this?", (Topic.DECISION,)),
        ("When is the next pay review?", (Topic.REVIEW,)),
        ("How much time do I have?", (Topic.TIME,)),
        ("What is the maximum?", (Topic.LIMIT,)),
        ("What matters most to you, and how does the stock vest?", (Topic.PRIORITIES, Topic.EQUITY)),
        ("Do you like cheese?", (Topic.UNCLEAR,)),
    ],
)
def test_questions_find_their_topic(text: str, topics: tuple[Topic, ...]) -> None:
    assert topics_of(text) == topics


def test_no_answer_carries_a_figure() -> None:
    for employer in SHIPPED.values():
        for topic in Topic:
            answer = answer_to(topic, employer)
            assert len(answer) > 20
            assert not any(letter.isdigit() for letter in answer), answer


def test_hints_follow_the_weights() -> None:
    for employer in SHIPPED.values():
        order = employer.by_weight()
        hinted = {
            issue: answer_to(topic, employer)
            for topic, issue in zip(
                PROFILE_TOPICS,
                (Issue.BASE, Issue.BONUS, Issue.EQUITY, Issue.SIGNING, Issue.START, Issue.REMOTE),
                strict=False,
            )
        }
        for issue, answer in hinted.items():
            assert ("guard most" in answer) == (issue in order[:2])
            assert ("easier parts" in answer) == (issue in order[-2:])


def test_a_change_says_what_is_given_and_what_is_taken() -> None:
    employer = make_employer()
    before = FIRST.having({Issue.SIGNING: 3000})
    after = FIRST.having({Issue.BASE: 62000, Issue.REMOTE: 2, Issue.START: 10})
    assert describe_change(before, after, employer) == (
        "I can move the base to £62,000 and the remote days to 2\u00a0days a week. "
        "I am happy to set the start date to 10\u00a0days from now, as you asked. "
        "In return I would set the signing bonus to £0, as you suggested."
    )
    assert describe_change(before, before, employer) == ""
