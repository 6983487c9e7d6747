"""Series: every occurrence counted from the first, whatever clocks and calendars do in between."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import Recurrence, months_later, next_of

_BERLIN = "Europe/Berlin"


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def _series(recurrence: Recurrence, zone: str, first: datetime, after: datetime, count: int) -> list[datetime]:
    found: list[datetime] = []
    for _ in range(count):
        following = next_of(recurrence, zone, first, after)
        assert following is not None
        found.append(following)
        after = following
    return found


def test_once_is_once() -> None:
    first = datetime(2026, 3, 29, 2, 30)
    assert next_of(Recurrence.ONCE, _BERLIN, first, _utc(2026, 3, 1)) == _utc(2026, 3, 29, 1)
    assert next_of(Recurrence.ONCE, _BERLIN, first, _utc(2026, 3, 29, 1)) is None


def test_daily_keeps_its_time_over_both_changes_of_the_clocks() -> None:
    spring = _series(Recurrence.DAILY, _BERLIN, datetime(2026, 3, 27, 9), _utc(2026, 3, 27, 8), 3)
    assert spring == [_utc(2026, 3, 28, 8), _utc(2026, 3, 29, 7), _utc(2026, 3, 30, 7)]
    autumn = _series(Recurrence.DAILY, _BERLIN, datetime(2026, 3, 27, 9), _utc(2026, 10, 24, 7), 2)
    assert autumn == [_utc(2026, 10, 25, 8), _utc(2026, 10, 26, 8)]


def test_a_skipped_time_comes_after_the_gap_and_is_itself_again_the_next_day() -> None:
    found = _series(Recurrence.DAILY, _BERLIN, datetime(2026, 3, 27, 2, 30), _utc(2026, 3, 28, 2), 2)
    assert found == [_utc(2026, 3, 29, 1), _utc(2026, 3, 30, 0, 30)]
    lord_howe = _series(Recurrence.DAILY, "Australia/Lord_Howe", datetime(2026, 10, 1, 2, 10), _utc(2026, 10, 3, 0), 2)
    assert lord_howe == [_utc(2026, 10, 3, 15, 30), _utc(2026, 10, 4, 15, 10)]


def test_a_doubled_time_comes_once() -> None:
    found = _series(Recurrence.DAILY, _BERLIN, datetime(2026, 10, 1, 2, 30), _utc(2026, 10, 24, 12), 2)
    assert found == [_utc(2026, 10, 25, 0, 30), _utc(2026, 10, 26, 1, 30)]


def test_weekdays_leave_out_the_weekend_also_as_the_first() -> None:
    saturday = datetime(2026, 11, 21, 9)
    found = _series(Recurrence.WEEKDAYS, _BERLIN, saturday, _utc(2026, 11, 1), 6)
    assert [one.day for one in found] == [23, 24, 25, 26, 27, 30]


def test_weekly_is_the_weekday_of_the_first() -> None:
    found = _series(Recurrence.WEEKLY, "America/New_York", datetime(2026, 10, 25, 18), _utc(2026, 10, 1), 3)
    assert found == [_utc(2026, 10, 25, 22), _utc(2026, 11, 1, 23), _utc(2026, 11, 8, 23)]


def test_monthly_on_the_31st_is_the_last_day_of_shorter_months() -> None:
    found = _series(Recurrence.MONTHLY, "Asia/Kathmandu", datetime(2027, 12, 31, 9), _utc(2028, 1, 1), 5)
    assert [one.date() for one in found] == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
        date(2028, 5, 31),
    ]
    assert {one.timetz() for one in found} == {time(3, 15, tzinfo=UTC)}


def test_nothing_comes_before_the_first() -> None:
    first = datetime(2027, 6, 30, 9)
    for recurrence in Recurrence:
        assert next_of(recurrence, _BERLIN, first, _utc(2026, 1, 1)) == _utc(2027, 6, 30, 7)


def test_an_old_anchor_is_as_good_as_a_new_one() -> None:
    for recurrence, expected in [
        (Recurrence.DAILY, _utc(2026, 11, 23, 8)),
        (Recurrence.WEEKDAYS, _utc(2026, 11, 23, 8)),
        (Recurrence.WEEKLY, _utc(2026, 11, 23, 8)),
        (Recurrence.MONTHLY, _utc(2026, 12, 1, 8)),
    ]:
        assert next_of(recurrence, _BERLIN, datetime(1900, 1, 1, 9), _utc(2026, 11, 22, 9)) == expected


def test_the_calendar_ends() -> None:
    first = datetime(9999, 12, 30, 9)
    assert next_of(Recurrence.DAILY, "UTC", first, _utc(9999, 12, 31, 9)) is None
    assert next_of(Recurrence.MONTHLY, "UTC", first, _utc(9999, 12, 30, 9)) is None


def test_callers_mistakes() -> None:
    with pytest.raises(ValueError, match="naive"):
        next_of(Recurrence.DAILY, _BERLIN, _utc(2026, 1, 1), _utc(2026, 1, 1))
    with pytest.raises(ValueError, match="naive"):
        next_of(Recurrence.DAILY, _BERLIN, datetime(2026, 1, 1), datetime(2026, 1, 1))
    with pytest.raises(ZoneInfoNotFoundError):
        next_of(Recurrence.DAILY, "Europe/Nowhere", datetime(2026, 1, 1), _utc(2026, 1, 1))
    with pytest.raises(ValueError, match="calendar"):
        months_later(date(9999, 12, 1), 1)


_ZONES = st.sampled_from(
    [_BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "UTC"]
)
_REPEATING = st.sampled_from([one for one in Recurrence if one is not Recurrence.ONCE])


@given(
    recurrence=_REPEATING,
    zone=_ZONES,
    first=st.datetimes(datetime(2005, 1, 1), datetime(2036, 1, 1)).map(lambda one: one.replace(microsecond=0)),
    after=st.datetimes(datetime(2005, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
)
@example(Recurrence.DAILY, "Pacific/Apia", datetime(2011, 12, 1, 9), _utc(2011, 12, 29, 12))
@example(Recurrence.MONTHLY, "Pacific/Apia", datetime(2011, 1, 30, 9), _utc(2011, 12, 29, 12))
@example(Recurrence.MONTHLY, _BERLIN, datetime(2010, 1, 31, 0), _utc(2026, 2, 28, 22, 59))
@settings(max_examples=300, deadline=None)
def test_it_only_goes_forward_and_always_shows_the_same_time(
    recurrence: Recurrence, zone: str, first: datetime, after: datetime
) -> None:
    tz = ZoneInfo(zone)
    found = _series(recurrence, zone, first, after, 4)
    assert after < found[0]
    assert all(one < other for one, other in pairwise(found))
    for one in found:
        local = one.astimezone(tz)
        if local.time() == first.time():
            assert local.fold == 0, "of a doubled time the first"
            _fits(recurrence, first, local.date())
        else:
            before = (one - timedelta(seconds=1)).astimezone(tz)
            assert before.utcoffset() != local.utcoffset(), "another time only where the clocks leapt over it"


def _fits(recurrence: Recurrence, first: datetime, day: date) -> None:
    assert day >= first.date()
    if recurrence is Recurrence.WEEKDAYS:
        assert day.weekday() < 5
    elif recurrence is Recurrence.WEEKLY:
        assert day.weekday() == first.weekday()
    elif recurrence is Recurrence.MONTHLY:
        last = (day + timedelta(days=1)).day == 1
        assert day.day == first.day or (last and day.day < first.day)


@given(
    recurrence=_REPEATING,
    zone=_ZONES,
    first=st.datetimes(datetime(2005, 1, 1), datetime(2036, 1, 1)),
    after=st.datetimes(datetime(2005, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    part=st.floats(0, 0.999),
)
@settings(max_examples=200, deadline=None)
def test_nothing_lies_between(recurrence: Recurrence, zone: str, first: datetime, after: datetime, part: float) -> None:
    """Asked from any moment up to the next occurrence, that one is the answer: none is passed over."""
    found = next_of(recurrence, zone, first, after)
    assert found is not None
    assert next_of(recurrence, zone, first, after + (found - after) * part) == found
    longest = {Recurrence.MONTHLY: 33, Recurrence.WEEKLY: 9, Recurrence.WEEKDAYS: 5}.get(recurrence, 3)
    begin = max(after, first.replace(tzinfo=UTC) + timedelta(days=1))
    assert found <= begin + timedelta(days=longest)
