"""Streaks: what lengthens one, what a rest day covers, what days off do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily.streaks import DAYS_FOR_A_REST, MOST_RESTS, Free, Streak, streak_of

MONDAY = date(2026, 3, 2)
WEEKEND = frozenset({5, 6})


def days(pattern: str) -> set[date]:
    """Days from :data:`MONDAY` on: ``x`` is a day of practice."""
    return {MONDAY + timedelta(days=at) for at, mark in enumerate(pattern) if mark == "x"}


def of(pattern: str, *free: Free) -> Streak:
    """The streak on the last day of a pattern."""
    return streak_of(days(pattern), free, MONDAY + timedelta(days=len(pattern) - 1))


@pytest.mark.parametrize(
    ("pattern", "length", "best", "rests"),
    [
        ("", 0, 0, 0),
        (".", 0, 0, 0),
        ("x", 1, 1, 0),
        ("xx", 2, 2, 0),
        ("x.", 1, 1, 0),
        ("x..", 0, 1, 0),
        ("x.x", 1, 1, 0),
        ("xx.xxx", 3, 3, 0),
        ("xxxx..xx", 2, 4, 0),
        ("xxxxxx", 6, 6, 0),
        ("xxxxxxx", 7, 7, 1),
        ("xxxxxxx.", 7, 7, 1),
        ("xxxxxxx..", 7, 7, 0),
        ("xxxxxxx.x", 8, 8, 0),
        ("xxxxxxx...", 0, 7, 0),
        ("xxxxxxx..x", 1, 7, 0),
        ("xxxxxxxxxxxxxx", 14, 14, 2),
        ("x" * 35, 35, 35, 2),
        ("x" * 14 + "..x", 15, 15, 0),
        ("x" * 14 + "...x", 1, 14, 0),
        ("x" * 14 + ".xxxxxxx", 21, 21, 2),
        ("xxxxxxx.xxxxxx", 13, 13, 0),
        ("xxxxxxx.xxxxxxx", 14, 14, 1),
        ("x" * 60 + "....", 0, 60, 0),
    ],
)
def test_a_streak_by_its_pattern(pattern: str, length: int, best: int, rests: int) -> None:
    found = of(pattern)
    assert (found.length, found.best, found.rests) == (length, best, rests)
    assert found.today is pattern.endswith("x")


def test_what_the_newest_day_did_is_told() -> None:
    assert of("xxxxxxx").earned
    assert not of("xxxxxxxx").earned
    assert not of("x" * 21).earned, "two are held already"
    assert of("x" * 14 + "..x").covered == 2
    assert of("x" * 14 + "..xx").covered == 0
    assert of("x" * 14 + "..").covered == 0, "told with the next answer"


def test_days_off_neither_break_nor_lengthen() -> None:
    weekends = Free(first=MONDAY, weekdays=WEEKEND)
    assert of("xxxxx..xxxxx..x", weekends).length == 11
    assert of("xxxxx..xxxxx..x").length == 1
    assert of("xxxxx.xx", weekends).length == 7, "practice on a day off counts"
    vacation = Free(first=MONDAY + timedelta(days=2), last=MONDAY + timedelta(days=20))
    assert of("xx" + "." * 19 + "x", vacation).length == 3
    assert of("xx" + "." * 20 + "x", vacation).length == 1
    assert of("xxxxxxx..x", Free(first=MONDAY + timedelta(days=7), last=MONDAY + timedelta(days=8))).rests == 1


def test_weekdays_chosen_later_change_nothing_before() -> None:
    weekends = Free(first=MONDAY + timedelta(days=7), weekdays=WEEKEND)
    assert of("xxxxx..xxxxx..x", weekends).length == 6


def test_a_day_ahead_of_today_is_no_trouble() -> None:
    """A traveller's answer, or a clock that was set back."""
    found = streak_of(days("xxx"), (), MONDAY)
    assert (found.length, found.today) == (3, True)


marks = st.lists(st.sampled_from("x."), max_size=120).map("".join)
spans = st.lists(
    st.builds(
        lambda first, length, weekdays: Free(
            first=MONDAY + timedelta(days=first), last=MONDAY + timedelta(days=first + length), weekdays=weekdays
        ),
        st.integers(0, 100),
        st.integers(0, 30),
        st.none() | st.frozensets(st.integers(0, 6)),
    ),
    max_size=4,
)


@given(marks, spans)
def test_it_stays_within_bounds(pattern: str, free: list[Free]) -> None:
    found = of(pattern, *free)
    assert 0 <= found.length <= found.best <= pattern.count("x")
    assert 0 <= found.rests <= min(MOST_RESTS, found.length // DAYS_FOR_A_REST)
    assert not found.earned or found.rests


@given(marks, spans)
def test_one_more_day_of_practice_never_shortens_it(pattern: str, free: list[Free]) -> None:
    before, after = of(pattern + ".", *free), of(pattern + "x", *free)
    assert after.length == before.length + 1
    assert after.best >= before.best
    assert after.today


@given(marks, spans, st.integers(0, 119))
def test_a_day_off_never_shortens_it(pattern: str, free: list[Free], at: int) -> None:
    day = MONDAY + timedelta(days=at)
    assert of(pattern, *free, Free(first=day, last=day)).length >= of(pattern, *free).length


@given(marks, st.integers(1, 40))
def test_days_off_at_its_end_leave_it_as_it_was(pattern: str, count: int) -> None:
    last = MONDAY + timedelta(days=len(pattern))
    off = Free(first=last, last=last + timedelta(days=count))
    # Yesterday is judged once it is over; the first day off is the day after the pattern.
    rested = of(pattern + "." * count + ".", off)
    assert (rested.length, rested.rests) == (of(pattern + ".").length, of(pattern + ".").rests)
