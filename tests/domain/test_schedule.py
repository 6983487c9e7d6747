"""The next occurrence of a local time: skipped and doubled hours, every weekday, zones around the date line."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.schedule import next_occurrence

_ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("zone", "wall", "days", "after", "expected"),
    [
        # An ordinary day, before, at and after the time.
        ("Europe/Berlin", time(9), None, _utc(2026, 1, 5, 7, 59), _utc(2026, 1, 5, 8)),
        ("Europe/Berlin", time(9), None, _utc(2026, 1, 5, 8), _utc(2026, 1, 6, 8)),
        ("Europe/Berlin", time(9), None, _utc(2026, 7, 5, 7, 0, 1), _utc(2026, 7, 6, 7)),
        ("UTC", time(0), None, _utc(2026, 1, 31, 23, 59), _utc(2026, 2, 1)),
        # The skipped hour: the first instant after the gap; on other days the time itself.
        ("Europe/Berlin", time(2, 30), None, _utc(2026, 3, 28, 12), _utc(2026, 3, 29, 1)),
        ("Europe/Berlin", time(2), None, _utc(2026, 3, 28, 12), _utc(2026, 3, 29, 1)),
        ("Europe/Berlin", time(3), None, _utc(2026, 3, 28, 12), _utc(2026, 3, 29, 1)),
        ("Europe/Berlin", time(2, 30), None, _utc(2026, 3, 29, 1), _utc(2026, 3, 30, 0, 30)),
        ("America/New_York", time(2, 15), frozenset({6}), _utc(2026, 3, 7), _utc(2026, 3, 8, 7)),
        # The doubled hour: the first of the two, and not the second one after it.
        ("Europe/Berlin", time(2, 30), None, _utc(2026, 10, 24, 12), _utc(2026, 10, 25, 0, 30)),
        ("Europe/Berlin", time(2, 30), None, _utc(2026, 10, 25, 0, 30), _utc(2026, 10, 26, 1, 30)),
        ("Europe/Berlin", time(2, 30), None, _utc(2026, 10, 25, 1), _utc(2026, 10, 26, 1, 30)),
        # Lord Howe Island moves by half an hour: 02:00 becomes 02:30, and in autumn 02:00 becomes 01:30.
        ("Australia/Lord_Howe", time(2, 15), None, _utc(2026, 10, 3), _utc(2026, 10, 3, 15, 30)),
        ("Australia/Lord_Howe", time(1, 45), None, _utc(2026, 4, 4), _utc(2026, 4, 4, 14, 45)),
        # Samoa skipped Friday, 30 December 2011: what was to be then comes when Saturday begins.
        ("Pacific/Apia", time(9), frozenset({4}), _utc(2011, 12, 25), _utc(2011, 12, 30, 10)),
        ("Pacific/Apia", time(9), None, _utc(2011, 12, 29, 19), _utc(2011, 12, 30, 10)),
        ("Pacific/Apia", time(9), frozenset({5}), _utc(2011, 12, 29, 19), _utc(2011, 12, 30, 19)),
        # A day ahead of UTC, and a day behind.
        ("Pacific/Kiritimati", time(0, 5), frozenset({0}), _utc(2026, 1, 3), _utc(2026, 1, 4, 10, 5)),
        ("Pacific/Pago_Pago", time(23, 55), frozenset({6}), _utc(2026, 1, 5, 10), _utc(2026, 1, 5, 10, 55)),
        # Midnight that does not exist: Beirut skips from 00:00 to 01:00.
        ("Asia/Beirut", time(0), None, _utc(2026, 3, 28, 12), _utc(2026, 3, 28, 22)),
        # The same weekday again, a week later.
        ("Asia/Tokyo", time(8), frozenset({2}), _utc(2026, 1, 6, 23), _utc(2026, 1, 13, 23)),
    ],
)
def test_known_cases(zone: str, wall: time, days: frozenset[int] | None, after: datetime, expected: datetime) -> None:
    found = next_occurrence(zone, wall, days, after)
    assert found == expected
    assert found.tzinfo is UTC


weekdays = st.none() | st.frozensets(st.integers(0, 6), min_size=1)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))


@given(
    zone=st.sampled_from(_ZONES), wall=st.times().map(lambda t: t.replace(microsecond=0)), days=weekdays, after=instants
)
@example(zone="Pacific/Apia", wall=time(9), days=frozenset({4}), after=_utc(2011, 12, 29, 12))
@example(zone="Australia/Lord_Howe", wall=time(2, 15), days=None, after=_utc(2026, 10, 3, 15, 29))
@settings(max_examples=400, deadline=None)
def test_it_is_later_on_an_allowed_day_and_shows_the_time_unless_that_was_skipped(
    zone: str, wall: time, days: frozenset[int] | None, after: datetime
) -> None:
    found = next_occurrence(zone, wall, days, after)
    assert after < found <= after + timedelta(days=9)
    tz = ZoneInfo(zone)
    local = found.astimezone(tz)
    if local.time().replace(fold=0) == wall:
        assert days is None or local.weekday() in days
        assert local.fold == 0, "of a doubled time the first"
        return
    # Just after a jump of the clocks that leaps over the wanted time on an allowed day.
    before = (found - timedelta(seconds=1)).astimezone(tz)
    assert local.utcoffset() != before.utcoffset()
    wanted = [datetime.combine(day, wall) for day in {before.date(), local.date(), (before + timedelta(days=1)).date()}]
    skipped = [one for one in wanted if before.replace(tzinfo=None) < one < local.replace(tzinfo=None)]
    assert any(days is None or one.weekday() in days for one in skipped)


@given(zone=st.sampled_from(_ZONES), wall=st.times(), days=weekdays, after=instants)
@settings(max_examples=100, deadline=None)
def test_nothing_lies_between(zone: str, wall: time, days: frozenset[int] | None, after: datetime) -> None:
    """The occurrence after an instant just before the one that was found is the same one."""
    found = next_occurrence(zone, wall, days, after)
    middle = after + (found - after) / 2
    assert next_occurrence(zone, wall, days, middle) == found
    assert next_occurrence(zone, wall, days, found) > found


@pytest.mark.parametrize(
    ("zone", "days", "after", "error"),
    [
        ("Europe/Berlin", frozenset(), _utc(2026, 1, 1), ValueError),
        ("Europe/Berlin", frozenset({7}), _utc(2026, 1, 1), ValueError),
        ("Europe/Berlin", frozenset({-1, 2}), _utc(2026, 1, 1), ValueError),
        ("Europe/Berlin", None, datetime(2026, 1, 1), ValueError),
        ("Europe/Nowhere", None, _utc(2026, 1, 1), ZoneInfoNotFoundError),
    ],
)
def test_what_makes_no_sense(zone: str, days: frozenset[int] | None, after: datetime, error: type[Exception]) -> None:
    with pytest.raises(error):
        next_occurrence(zone, time(9), days, after)
