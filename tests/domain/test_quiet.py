"""Quiet hours: inside and outside, past midnight, and in nights in which the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.quiet import QuietHours

_BERLIN = "Europe/Berlin"
_NIGHT = QuietHours(start=time(22), end=time(7))
_LUNCH = QuietHours(start=time(12), end=time(13, 30))


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("hours", "zone", "at", "end"),
    [
        (_NIGHT, _BERLIN, _utc(2026, 11, 22, 20, 59, 59), None),
        (_NIGHT, _BERLIN, _utc(2026, 11, 22, 21), _utc(2026, 11, 23, 6)),
        (_NIGHT, _BERLIN, _utc(2026, 11, 23, 2), _utc(2026, 11, 23, 6)),
        (_NIGHT, _BERLIN, _utc(2026, 11, 23, 5, 59, 59), _utc(2026, 11, 23, 6)),
        (_NIGHT, _BERLIN, _utc(2026, 11, 23, 6), None),
        (_LUNCH, _BERLIN, _utc(2026, 11, 22, 11), _utc(2026, 11, 22, 12, 30)),
        (_LUNCH, _BERLIN, _utc(2026, 11, 22, 12, 30), None),
        (_LUNCH, _BERLIN, _utc(2026, 11, 22, 10, 59), None),
        # Nights in which the clocks change are an hour shorter or longer.
        (_NIGHT, _BERLIN, _utc(2026, 3, 28, 21), _utc(2026, 3, 29, 5)),
        (_NIGHT, _BERLIN, _utc(2026, 10, 24, 20), _utc(2026, 10, 25, 6)),
        (_NIGHT, "America/New_York", _utc(2026, 3, 8, 3), _utc(2026, 3, 8, 11)),
        (_NIGHT, "Australia/Lord_Howe", _utc(2026, 10, 3, 12), _utc(2026, 10, 3, 20)),
        (_NIGHT, "Asia/Kathmandu", _utc(2026, 11, 22, 16, 15), _utc(2026, 11, 23, 1, 15)),
        # An end that is skipped: just after the gap. One that is doubled: its first showing.
        (QuietHours(start=time(22), end=time(2, 30)), _BERLIN, _utc(2026, 3, 29, 0), _utc(2026, 3, 29, 1)),
        (QuietHours(start=time(22), end=time(2, 30)), _BERLIN, _utc(2026, 10, 25, 0), _utc(2026, 10, 25, 0, 30)),
        (QuietHours(start=time(22), end=time(2, 30)), _BERLIN, _utc(2026, 10, 25, 1), None),
        # Hours that are skipped as a whole are not quiet.
        (QuietHours(start=time(2, 10), end=time(2, 50)), _BERLIN, _utc(2026, 3, 29, 1), None),
        # Nearly the whole day.
        (QuietHours(start=time(9), end=time(8, 59)), "UTC", _utc(2026, 1, 1, 8, 59), None),
        (QuietHours(start=time(9), end=time(8, 59)), "UTC", _utc(2026, 1, 1, 9), _utc(2026, 1, 2, 8, 59)),
        # Samoa leapt over 30 December 2011: the evening of the 29th goes on until the morning of the 31st.
        (_NIGHT, "Pacific/Apia", _utc(2011, 12, 30, 9), _utc(2011, 12, 30, 17)),
    ],
)
def test_known_nights(hours: QuietHours, zone: str, at: datetime, end: datetime | None) -> None:
    assert hours.until(zone, at) == end


def test_what_makes_no_sense() -> None:
    with pytest.raises(ValidationError, match="same time"):
        QuietHours(start=time(9), end=time(9))
    with pytest.raises(ValidationError, match="no time zone"):
        QuietHours(start=time(9, tzinfo=UTC), end=time(10))
    with pytest.raises(ValueError, match="time zone"):
        _NIGHT.until(_BERLIN, datetime(2026, 1, 1))


def test_it_is_a_value_that_can_be_kept() -> None:
    assert QuietHours.model_validate_json(_NIGHT.model_dump_json()) == _NIGHT
    with pytest.raises(ValidationError, match="frozen"):
        _NIGHT.start = time(1)  # type: ignore[misc]


_MINUTES = st.integers(0, 1439).map(lambda one: time(one // 60, one % 60))


@given(
    start=_MINUTES,
    end=_MINUTES,
    zone=st.sampled_from([_BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"]),
    at=st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
)
@example(time(2, 30), time(2, 15), _BERLIN, _utc(2026, 10, 25, 0, 20))
@settings(max_examples=300, deadline=None)
def test_they_end_on_time_and_are_over_then(start: time, end: time, zone: str, at: datetime) -> None:
    if start == end:
        return
    hours = QuietHours(start=start, end=end)
    over = hours.until(zone, at)
    tz = ZoneInfo(zone)
    changes = (at - timedelta(days=2)).astimezone(tz).utcoffset() != (at + timedelta(days=2)).astimezone(tz).utcoffset()
    if over is not None:
        assert hours.until(zone, over) is None
        assert at < over <= at + timedelta(hours=25)
        local = over.astimezone(tz)
        assert local.time() == end or changes
    if not changes:
        shown = at.astimezone(tz).time()
        inside = start <= shown < end if start < end else shown >= start or shown < end
        assert (over is not None) == inside
