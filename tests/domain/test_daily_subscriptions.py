"""When the next daily question comes: days, pauses, daylight saving; which question it is, and which ones may be."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily.picking import in_order
from bot.domain.daily.questions import checked_answer, stands_alone
from bot.domain.daily.subscriptions import Pause, Place, Subscription, merged
from bot.domain.errors import Reason, Refused
from tests.domain.values import ALICE, GUILD, PARENT, START, make_question

MONDAY = date(2026, 3, 2)


def make_subscription(**changes: Any) -> Subscription:
    """Alice's, every day at nine in Berlin."""
    values: dict[str, Any] = {
        "guild_id": GUILD,
        "user_id": ALICE,
        "zone": "Europe/Berlin",
        "wall": "09:00",
        "since": MONDAY,
        "place": Place.DIRECT,
        "channel_id": PARENT,
        "created_at": START,
    }
    return Subscription.model_validate(values | changes)


def local(state: Subscription, at: datetime | None) -> str:
    assert at is not None
    return f"{at.astimezone(ZoneInfo(state.zone)):%a %Y-%m-%d %H:%M}"


def pause(first: date, days: int, weekdays: frozenset[int] | None = None) -> Pause:
    last = first + timedelta(days=days - 1)
    return Pause(guild_id=GUILD, user_id=ALICE, first_day=first, last_day=last, days=weekdays)


@pytest.mark.parametrize(
    ("changes", "after", "expected"),
    [
        ({}, "2026-03-02T07:59", "Mon 2026-03-02 09:00"),
        ({}, "2026-03-02T08:00", "Tue 2026-03-03 09:00"),
        ({"days": {4}}, "2026-03-02T08:00", "Fri 2026-03-06 09:00"),
        ({"days": {0, 1, 2, 3, 4}}, "2026-03-06T12:00", "Mon 2026-03-09 09:00"),
        ({"wall": "02:30"}, "2026-03-28T12:00", "Sun 2026-03-29 03:00"),
        ({"wall": "02:30"}, "2026-10-24T12:00", "Sun 2026-10-25 02:30"),
        ({}, "2026-03-28T12:00", "Sun 2026-03-29 09:00"),
        ({"zone": "America/New_York"}, "2026-03-07T15:00", "Sun 2026-03-08 09:00"),
        ({"zone": "Australia/Lord_Howe"}, "2026-10-03T15:00", "Sun 2026-10-04 09:00"),
        ({"zone": "Asia/Kathmandu", "wall": "00:00"}, "2026-12-31T12:00", "Fri 2027-01-01 00:00"),
        ({"days": {1}}, "2028-02-28T12:00", "Tue 2028-02-29 09:00"),
    ],
)
def test_the_next_one_stands_on_the_clocks_of_its_zone(changes: dict[str, Any], after: str, expected: str) -> None:
    state = make_subscription(**changes)
    assert local(state, state.following(datetime.fromisoformat(after).replace(tzinfo=UTC), (), None)) == expected


def test_pauses_and_days_that_had_one_are_passed_over() -> None:
    state = make_subscription()
    after = datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert local(state, state.following(after, [pause(MONDAY, 7)], None)) == "Mon 2026-03-09 09:00"
    assert local(state, state.following(after, [], MONDAY)) == "Tue 2026-03-03 09:00"
    both = [pause(MONDAY, 2), pause(MONDAY + timedelta(days=2), 3)]
    assert local(state, state.following(after, both, None)) == "Sat 2026-03-07 09:00"
    assert state.following(after, [pause(MONDAY, 2000)], None) is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.none() | st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 40),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
def test_it_comes_on_a_chosen_day_that_is_not_off(
    after: datetime, days: frozenset[int] | None, length: int, zone: str
) -> None:
    state = make_subscription(days=days, zone=zone)
    off = pause(state.today(after), length)
    found = state.following(after, [off] if length else [], None)
    assert found is not None
    assert found > after
    day = state.today(found)
    assert days is None or day.weekday() in days
    assert not (length and off.free.covers(day))


def test_weekdays_that_were_not_chosen_are_days_off() -> None:
    assert make_subscription().day_off() is None
    off = make_subscription(days={0, 1, 2, 3, 4}).day_off()
    assert off is not None
    assert (off.weekdays, off.first) == (frozenset({5, 6}), MONDAY)
    assert merged(range(7)) is None
    assert merged([1, 1]) == frozenset({1})


def test_what_was_never_asked_comes_first_then_what_was_asked_longest_ago() -> None:
    ids = [f"q-{number}" for number in range(6)]
    seen = {"q-1": START, "q-4": START - timedelta(days=1)}
    for seed in range(20):
        order = list(in_order(ids, seen, seed))
        assert sorted(order) == ids
        assert order[-2:] == ["q-4", "q-1"]
    assert len({tuple(in_order(ids, seen, seed)) for seed in range(20)}) > 5
    assert list(in_order(ids, seen, "a")) == list(in_order(ids, seen, "a"))


@pytest.mark.parametrize(
    ("changes", "alone"),
    [
        ({}, True),
        ({"tags": ("take-home",)}, False),
        ({"tags": ("sql", "live-coding")}, False),
        ({"prompt": "You have orders(order_id, status): write the query that finds the late ones."}, False),
        ({"prompt": "Which of these (if any, and why) would you build first?"}, True),
        ({"tags": ("sql", "joins")}, True),
    ],
)
def test_only_what_needs_nothing_but_words_is_asked(changes: dict[str, Any], alone: bool) -> None:
    assert stands_alone(make_question(**changes)) is alone


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "\x00"])
def test_an_answer_without_anything_to_read_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_answer(text)
    assert refused.value.reason is Reason.DAILY_EMPTY


def test_an_answer_is_kept_unchanged_unless_it_is_far_too_long() -> None:
    assert checked_answer(" ok\n") == " ok\n"
    assert len(checked_answer("x" * 4000)) == 4000
    with pytest.raises(Refused):
        checked_answer("x" * 4001)
