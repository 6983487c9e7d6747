"""When a question comes back: by its history alone, whatever the order and the day on which it is replayed."""

import random
from datetime import UTC, datetime, timedelta, timezone

import fsrs
import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily.picking import in_order
from bot.domain.errors import Reason, Refused
from bot.domain.reviews import REST, SHORTEST, Review, State, is_free, replay
from tests.domain.values import START, later

_TIMES = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))
_RATED = st.builds(lambda at, rating: (at, rating, None), _TIMES, st.integers(1, 4))
_PUT_OFF = st.builds(lambda at, days: (at, None, at + timedelta(days=days)), _TIMES, st.integers(1, 30))
_HISTORIES = st.lists(st.one_of(_RATED, _PUT_OFF), min_size=1, max_size=30)


def rated(rating: int, at: datetime = START, source: str = "daily:1") -> Review:
    return Review(source=source, at=at, rating=rating)


def known(*history: Review) -> State:
    found = replay(history)
    assert found is not None
    return found


def days(*ratings: int) -> list[int]:
    """How many days each of these ratings puts off the question, answered whenever it is due."""
    history: list[Review] = []
    waits, at = [], START
    for number, rating in enumerate(ratings):
        history.append(rated(rating, at, f"daily:{number}"))
        due = known(*history).due_at
        waits.append((due - at).days)
        at = due
    return waits


@given(_HISTORIES, st.randoms(use_true_random=False))
def test_a_replay_gives_the_same_due_date(
    entries: list[tuple[datetime, int | None, datetime]], dice: random.Random
) -> None:
    history = [
        Review(source=f"s:{number}", at=at, rating=rating, due_at=due)
        for number, (at, rating, due) in enumerate(entries)
    ]
    first = replay(history)
    stored = [Review.model_validate_json(one.model_dump_json()) for one in history]
    dice.shuffle(stored)
    assert replay(stored) == first
    if first is None:
        assert all(one.rating is None for one in history)
    else:
        assert first.due_at >= first.reviewed_at + SHORTEST
        assert State.model_validate_json(first.model_dump_json()) == first


@pytest.mark.parametrize(
    ("ratings", "waits"),
    [
        # The first waits are the default parameters of FSRS 6 (0.21, 1.29, 2.31 and 8.30 days), in whole days.
        ((1,), [1]),
        ((2,), [1]),
        ((3,), [2]),
        ((4,), [8]),
    ],
)
def test_the_first_wait_follows_from_the_default_parameters(ratings: tuple[int, ...], waits: list[int]) -> None:
    assert days(*ratings) == waits


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12))
def test_the_ratings_are_again_hard_good_and_easy_on_the_package_s_own_parameters(ratings: list[int]) -> None:
    names = {1: Rating.Again, 2: Rating.Hard, 3: Rating.Good, 4: Rating.Easy}
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at = Card(card_id=1), START
    history: list[Review] = []
    for number, rating in enumerate(ratings):
        card, _ = scheduler.review_card(card, names[rating], at)
        history.append(rated(rating, at, f"daily:{number}"))
        at = card.due
    assert known(*history).due_at == card.due
    assert tuple(scheduler.parameters) == tuple(fsrs.scheduler.DEFAULT_PARAMETERS)


def test_waits_grow_with_success_and_shrink_after_a_lapse() -> None:
    good = days(3, 3, 3, 3, 3)
    assert good == sorted(set(good)), "each longer than the one before"
    assert days(3, 3, 3, 1)[-1] < days(3, 3, 3, 2)[-1] < days(3, 3, 3, 3)[-1] < days(3, 3, 3, 4)[-1]


def test_another_go_is_due_when_it_was_asked_for_until_the_next_rating() -> None:
    again = Review(source="retry:1", at=later(hours=1), due_at=later(days=3))
    assert known(rated(1), again).due_at == later(days=3)
    assert known(rated(4), again).due_at == later(days=3), "the answer of before, rated otherwise"
    after = rated(4, later(days=3), "daily:9")
    assert known(rated(1), again, after) == known(rated(1), after)
    assert replay([again]) is None


def test_a_clock_of_another_zone_or_one_that_was_set_back_does_no_harm() -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert known(rated(3, elsewhere)) == known(rated(3))
    assert known(rated(3), rated(3, later(days=-2), "daily:0")).reviewed_at == START


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_no_other_rating_is_taken(rating: int) -> None:
    with pytest.raises(Refused) as refused:
        replay([rated(rating)])
    assert refused.value.reason is Reason.BAD_LEVEL


@pytest.mark.parametrize(
    ("asked", "free"),
    [
        (None, True),
        (later(days=-2), True),
        (later(days=-1), True),
        (later(hours=-5), False),
        (later(days=1), False),
        (later(days=3), False),
    ],
)
def test_what_was_asked_since_it_became_due_is_left_alone_for_a_while(asked: datetime | None, free: bool) -> None:
    now = later(days=4)
    assert is_free(START, asked, now) is free
    if asked is not None:
        assert is_free(START, asked, asked + REST + timedelta(seconds=1))


def test_due_ones_come_first_in_their_order_and_only_where_they_fit() -> None:
    ids = [f"q-{number}" for number in range(8)]
    seen = dict.fromkeys(ids[:6], START)
    found = list(in_order(ids, seen, 1, ["q-5", "elsewhere", "q-2"]))
    assert found[:2] == ["q-5", "q-2"]
    assert set(found[2:4]) == {"q-6", "q-7"}
    assert sorted(found) == ids
    assert list(in_order(ids, seen, 1)) == list(in_order(ids, seen, 1, []))
