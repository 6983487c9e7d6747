"""Times as people write them: what each phrase means, what is asked, what is refused, and that nothing else happens."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.when import (
    LONGEST_TEXT,
    MOST_CHOICES,
    Assumed,
    Reading,
    WhenError,
    WhenReason,
    read,
    read_clock,
    read_date,
    read_days,
)

T = TypeVar("T")

_BERLIN = "Europe/Berlin"
_SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""10:00 in Berlin."""
_WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def _answer(text: str, zone: str, now: datetime) -> str:
    """One line: the wall time with its zone if that is another; the choices; or the reason."""
    try:
        return _line(read(text, zone, now), zone)
    except WhenError as error:
        if error.reason is WhenReason.AMBIGUOUS:
            return " | ".join(_line(one, zone) for one in error.choices)
        return error.reason.value


def _line(reading: Reading, zone: str) -> str:
    assert reading.at.tzinfo is UTC
    assert reading.at.astimezone(ZoneInfo(reading.zone)).replace(tzinfo=None) == reading.wall
    wall = reading.wall.isoformat(" ", "minutes" if not reading.wall.second else "seconds")
    return wall if reading.zone == zone else f"{wall} {reading.zone}"


_ON_SUNDAY = [
    # Hours and minutes elapse.
    ("1h30", "2026-11-22 11:30"),
    ("1h 30m", "2026-11-22 11:30"),
    ("1 hour 30", "2026-11-22 11:30"),
    ("1:30h", "2026-11-22 11:30"),
    ("90 min", "2026-11-22 11:30"),
    ("in 90 minutes", "2026-11-22 11:30"),
    ("2 hours and 15 minutes", "2026-11-22 12:15"),
    ("2 hours, 15 minutes and 30 seconds", "2026-11-22 12:15:30"),
    ("in an hour and a half", "2026-11-22 11:30"),
    ("two and a half hours", "2026-11-22 12:30"),
    ("2½ hours", "2026-11-22 12:30"),
    ("1.5 hours", "2026-11-22 11:30"),
    ("in 1,5 hours", "2026-11-22 11:30"),
    ("half an hour", "2026-11-22 10:30"),
    ("in half hour", "2026-11-22 10:30"),
    ("a quarter of an hour", "2026-11-22 10:15"),
    ("three quarters of an hour", "2026-11-22 10:45"),
    ("a couple of hours", "2026-11-22 12:00"),
    ("an hour from now", "2026-11-22 11:00"),
    ("2 hours later", "2026-11-22 12:00"),
    ("in 2 hours' time", "2026-11-22 12:00"),
    ("in an hour’s time", "2026-11-22 11:00"),
    ("in the next 30 minutes", "2026-11-22 10:30"),
    ("+45m", "2026-11-22 10:45"),
    ("45s", "2026-11-22 10:00:45"),
    ("9h", "2026-11-22 19:00"),
    ("IN 5 MINUTES!", "2026-11-22 10:05"),
    # Days and more are days of the calendar.
    ("1d 4h", "2026-11-23 14:00"),
    ("in 3 days", "2026-11-25 10:00"),
    ("a week from now", "2026-11-29 10:00"),
    ("in a fortnight", "2026-12-06 10:00"),
    ("2 fortnights", "2026-12-20 10:00"),
    ("in 10 weeks", "2027-01-31 10:00"),
    ("in 3 months", "2027-02-22 10:00"),
    ("in a year and a half", "2028-05-22 10:00"),
    ("in 5 years", "2031-11-22 10:00"),
    ("in 3 days at 18:00", "2026-11-25 18:00"),
    ("in two days' time at noon", "2026-11-24 12:00"),
    ("a week from Tuesday", "2026-12-01 09:00"),
    ("a week on Tuesday at 14:00", "2026-12-01 14:00"),
    ("Tuesday week", "2026-12-01 09:00"),
    ("2 days after tomorrow", "2026-11-25 09:00"),
    ("1.5 days", "2026-11-23 22:00"),
    # Days by name.
    ("tomorrow", "2026-11-23 09:00"),
    ("tomorrow 9am", "2026-11-23 09:00"),
    ("tomorrow at noon", "2026-11-23 12:00"),
    ("noon tomorrow", "2026-11-23 12:00"),
    ("tmrw 18:15", "2026-11-23 18:15"),
    ("tomorrow 18", "2026-11-23 18:00"),
    ("tomorrow 9h", "2026-11-23 09:00"),
    ("tomorrow 7.30", "2026-11-23 07:30"),
    ("tomorrow evening at 7", "2026-11-23 19:00"),
    ("9 in the morning tomorrow", "2026-11-23 09:00"),
    ("first thing tomorrow", "2026-11-23 09:00"),
    ("day after tomorrow at 8am", "2026-11-24 08:00"),
    ("Tuesday", "2026-11-24 09:00"),
    ("next Tuesday 18:00", "2026-11-24 18:00"),
    ("this Friday", "2026-11-27 09:00"),
    ("on Fri. at 10:15", "2026-11-27 10:15"),
    ("3pm on tuesday", "2026-11-24 15:00"),
    ("Monday morning", "2026-11-23 09:00"),
    ("saturday night", "2026-11-28 21:00"),
    ("saturday night at 1", "2026-11-29 01:00"),
    ("eod friday", "2026-11-27 17:00"),
    ("end of day", "2026-11-22 17:00"),
    ("next week", "2026-11-23 09:00"),
    ("next week on wednesday", "2026-11-25 09:00"),
    ("weekend", "2026-11-28 09:00"),
    ("next month", "2026-12-01 09:00"),
    ("end of month", "2026-11-30 09:00"),
    ("next year", "2027-01-01 09:00"),
    ("today 15:00", "2026-11-22 15:00"),
    ("5pm today", "2026-11-22 17:00"),
    ("today at 9", "2026-11-22 21:00"),
    ("tonight", "2026-11-22 20:00"),
    ("tonight at 9", "2026-11-22 21:00"),
    ("tonight at 1", "2026-11-23 01:00"),
    ("tonight at midnight", "2026-11-23 00:00"),
    ("this afternoon at 4", "2026-11-22 16:00"),
    ("quarter past 7 this evening", "2026-11-22 19:15"),
    ("in the morning", "2026-11-23 09:00"),
    ("midnight", "2026-11-23 00:00"),
    # Dates.
    ("the 3rd", "2026-12-03 09:00"),
    ("the 31st", "2026-12-31 09:00"),
    ("3rd of next month", "2026-12-03 09:00"),
    ("Friday the 13th", "2027-08-13 09:00"),
    ("on 12 March 14:30", "2027-03-12 14:30"),
    ("12th of march at 14:30", "2027-03-12 14:30"),
    ("Friday, 12 March", "2027-03-12 09:00"),
    ("july 4th 2027 at 6 pm", "2027-07-04 18:00"),
    ("November 23rd, 2026 at 10:00 AM", "2026-11-23 10:00"),
    ("9am march 5", "2027-03-05 09:00"),
    ("4-jul-2027", "2027-07-04 09:00"),
    ("march", "2027-03-01 09:00"),
    ("29 February", "2028-02-29 09:00"),
    ("12.03.2027 14:30", "2027-03-12 14:30"),
    ("12.03. 14:30", "2027-03-12 14:30"),
    ("12.03 at 2pm", "2027-03-12 14:00"),
    ("12.3.27", "2027-03-12 09:00"),
    ("13/04/2027", "2027-04-13 09:00"),
    ("04/13/2027 8am", "2027-04-13 08:00"),
    ("31/12", "2026-12-31 09:00"),
    ("2027-03-12", "2027-03-12 09:00"),
    ("2027-03-12T14:30", "2027-03-12 14:30"),
    ("2027/01/05 08:00", "2027-01-05 08:00"),
    # Hours alone: the next one.
    ("18", "2026-11-22 18:00"),
    ("at 18", "2026-11-22 18:00"),
    ("09:30", "2026-11-23 09:30"),
    ("12:30", "2026-11-22 12:30"),
    ("00:30", "2026-11-23 00:30"),
    ("9am", "2026-11-23 09:00"),
    ("9 p.m.", "2026-11-22 21:00"),
    ("12am", "2026-11-23 00:00"),
    ("12pm", "2026-11-22 12:00"),
    ("at 1430", "2026-11-22 14:30"),
    ("20 to 9 pm", "2026-11-22 20:40"),
    ("9 in the evening", "2026-11-22 21:00"),
    ("１８", "2026-11-22 18:00"),
    ("tomorrow\u200f\u202e 9am\x00", "2026-11-23 09:00"),
    # Zones in the text.
    ("2027-03-12 14:30 UTC", "2027-03-12 14:30 UTC"),
    ("2027-03-12T14:30:00Z", "2027-03-12 14:30 UTC"),
    ("2027-03-12T14:30:00.123Z", "2027-03-12 14:30 UTC"),
    ("2027-03-12T14:30:00+05:30", "2027-03-12 10:00"),
    ("2027-03-12T14:30:00-0500", "2027-03-12 20:30"),
    ("Mon, 23 Nov 2026 10:00:00 +0100", "2026-11-23 10:00"),
    ("3pm UTC+2", "2026-11-22 14:00"),
    ("14:30 UTC+05:45", "2026-11-23 09:45"),
    ("3pm Berlin time", "2026-11-22 15:00"),
    ("3pm Berlin time tomorrow", "2026-11-23 15:00"),
    ("tomorrow 9am New York", "2026-11-23 09:00 America/New_York"),
    ("tomorrow 3pm in Tokyo", "2026-11-23 15:00 Asia/Tokyo"),
    ("3pm Europe/Paris", "2026-11-22 15:00 Europe/Paris"),
    ("3pm my time", "2026-11-22 15:00"),
    ("15:00 CET", "2026-11-22 15:00"),
    ("15:00 CET tomorrow", "2026-11-23 15:00"),
    ("3pm EST", "2026-11-22 15:00 America/New_York"),
    ("<t:1800000000:F>", "2027-01-15 09:00"),
    ("<t:1800000000>", "2027-01-15 09:00"),
    # Other languages.
    ("morgen um 9", "2026-11-23 09:00"),
    ("morgen um 14 Uhr", "2026-11-23 14:00"),
    ("morgen früh um 8", "2026-11-23 08:00"),
    ("übermorgen 14:30", "2026-11-24 14:30"),
    ("nächsten Dienstag", "2026-11-24 09:00"),
    ("am 3. Dezember um 9 Uhr", "2026-12-03 09:00"),
    ("heute Abend", "2026-11-22 19:00"),
    ("in zwei Stunden", "2026-11-22 12:00"),
    ("in 2 Stunden und 15 Minuten", "2026-11-22 12:15"),
    ("demain à 9h", "2026-11-23 09:00"),
    ("mardi prochain à 10h", "2026-11-24 10:00"),
    ("le 3 décembre à 14h30", "2026-12-03 14:30"),
    ("25 déc 18h", "2026-12-25 18:00"),
    ("dans 3 heures", "2026-11-22 13:00"),
    ("mañana a las 9", "2026-11-23 09:00"),
    ("mañana por la mañana", "2026-11-23 09:00"),
    ("el martes 10:00", "2026-11-24 10:00"),
    ("en dos horas", "2026-11-22 12:00"),
    # Asked, the choices in the order of time.
    ("at 9", "2026-11-22 21:00 | 2026-11-23 09:00"),
    ("nine o'clock", "2026-11-22 21:00 | 2026-11-23 09:00"),
    ("9:30", "2026-11-22 21:30 | 2026-11-23 09:30"),
    ("at 12", "2026-11-22 12:00 | 2026-11-23 00:00"),
    ("7.30", "2026-11-22 19:30 | 2026-11-23 07:30"),
    ("3.12", "2026-11-22 15:12 | 2026-11-23 03:12 | 2026-12-03 09:00"),
    ("03/04/2027", "2027-03-04 09:00 | 2027-04-03 09:00"),
    ("12/03 14:30", "2026-12-03 14:30 | 2027-03-12 14:30"),
    ("sunday 18:00", "2026-11-22 18:00 | 2026-11-29 18:00"),
    ("Sonntag 18:00", "2026-11-22 18:00 | 2026-11-29 18:00"),
    ("next Monday", "2026-11-23 09:00 | 2026-11-30 09:00"),
    ("tomorrow at midnight", "2026-11-23 00:00 | 2026-11-24 00:00"),
    ("3pm CST", "2026-11-22 15:00 America/Chicago | 2026-11-23 15:00 Asia/Shanghai"),
    ("the 22nd at 9", "2026-11-22 21:00 | 2026-12-22 09:00"),
    # Refused.
    ("", "empty"),
    (" \t\n\u200b", "empty"),
    ("x" * 101, "too_long"),
    ("9" * 10_000, "too_long"),
    ("the " * 20, "unreadable"),
    ("yesterday", "past"),
    ("last tuesday", "past"),
    ("3 days ago", "past"),
    ("now", "past"),
    ("0 minutes", "past"),
    ("22/11/2025", "past"),
    ("0001-01-01", "past"),
    ("today 09:59", "past"),
    ("today 10:00", "past"),
    ("<t:1700000000:F>", "past"),
    ("<t:-9999999999999:R>", "past"),
    ("gestern", "past"),
    ("today", "no_time"),
    ("this morning", "no_time"),
    ("22 November", "no_time"),
    ("in 6 years", "too_far"),
    ("in 5 years and 1 day", "too_far"),
    ("in 99999999 years", "too_far"),
    ("in " + "9" * 80 + " days", "too_far"),
    ("2099-01-01", "too_far"),
    ("9999-12-31", "too_far"),
    ("a week from 31.12.9999", "too_far"),
    ("<t:9999999999999:F>", "too_far"),
    ("31 February", "no_such_day"),
    ("2027-02-29", "no_such_day"),
    ("32/13/2027", "no_such_day"),
    ("the 32nd", "no_such_day"),
    ("25:00", "no_such_time"),
    ("13pm", "no_such_time"),
    ("tomorrow at 10:75", "no_such_time"),
    ("99", "no_such_time"),
    ("Monday 12 March", "wrong_weekday"),
    ("Dienstag 30. November", "wrong_weekday"),
    ("3pm Springfield time", "unknown_zone"),
    ("3pm US time", "unknown_zone"),
    ("3pm Middle/Earth", "unknown_zone"),
    ("14:30 UTC+25", "unknown_zone"),
    ("in -5 minutes", "unreadable"),
    ("in 5", "unreadable"),
    ("week", "unreadable"),
    ("0.5 months", "unreadable"),
    ("in a few minutes", "unreadable"),
    ("in 2 hours at 9", "unreadable"),
    ("tomorrow in 2 hours", "unreadable"),
    ("in 2 weeks on monday", "unreadable"),
    ("tomorrow at 9 and 10", "unreadable"),
    ("monday tuesday", "unreadable"),
    ("9-10", "unreadable"),
    ("every day at 9", "unreadable"),
    ("15:00 in the morning", "unreadable"),
    ("half 9", "unreadable"),
    ("at 9 march", "unreadable"),
    ("2² hours", "unreadable"),
    ("märz", "unreadable"),
    ("asdf", "unreadable"),
    ("👍", "unreadable"),
    ("غدا", "unreadable"),
    ("明日", "unreadable"),
    ("...", "unreadable"),
]


@pytest.mark.parametrize(("phrase", "expected"), _ON_SUNDAY)
def test_on_a_sunday_at_ten_in_berlin(phrase: str, expected: str) -> None:
    assert _answer(phrase, _BERLIN, _SUNDAY) == expected


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


_ELSEWHEN = [
    # Weekdays from the middle of a week: the next one of that name, and "next" where people differ.
    ("Wednesday", _BERLIN, _WEDNESDAY, "2026-12-02 09:00"),
    ("Wednesday 9:59", _BERLIN, _WEDNESDAY, "2026-11-25 21:59 | 2026-12-02 09:59"),
    ("Wednesday 09:59", _BERLIN, _WEDNESDAY, "2026-12-02 09:59"),
    ("this wednesday at 18:00", _BERLIN, _WEDNESDAY, "2026-11-25 18:00"),
    ("next wednesday", _BERLIN, _WEDNESDAY, "2026-12-02 09:00"),
    ("next thursday", _BERLIN, _WEDNESDAY, "2026-12-03 09:00"),
    ("next friday", _BERLIN, _WEDNESDAY, "2026-11-27 09:00 | 2026-12-04 09:00"),
    ("next tuesday", _BERLIN, _WEDNESDAY, "2026-12-01 09:00"),
    ("next weekend", _BERLIN, _WEDNESDAY, "2026-11-28 09:00 | 2026-12-05 09:00"),
    ("friday next week", _BERLIN, _WEDNESDAY, "2026-12-04 09:00"),
    ("weekend", _BERLIN, _utc(2026, 11, 28, 10), "2026-11-29 09:00"),
    ("tonight", _BERLIN, _utc(2026, 11, 25, 20), "no_time"),
    ("tonight at 2", _BERLIN, _utc(2026, 11, 24, 23, 30), "2026-11-25 02:00"),
    ("in the morning", _BERLIN, _utc(2026, 11, 25, 5), "2026-11-25 09:00"),
    # The local day is not that of UTC.
    ("tomorrow 9am", "Pacific/Auckland", _utc(2026, 11, 22, 12), "2026-11-24 09:00"),
    ("tomorrow 9am", "America/Los_Angeles", _utc(2026, 11, 23, 5), "2026-11-23 09:00"),
    ("tomorrow 3pm Tokyo time", "America/Los_Angeles", _utc(2026, 11, 22, 16), "2026-11-24 15:00 Asia/Tokyo"),
    ("tomorrow 9am", "Asia/Kathmandu", _utc(2026, 11, 22, 18, 20), "2026-11-24 09:00"),
    ("in 2 hours", "Asia/Kathmandu", _utc(2026, 11, 22, 10), "2026-11-22 17:45"),
    ("2026-11-23 09:00 UTC", "Asia/Kathmandu", _utc(2026, 11, 22, 10), "2026-11-23 09:00 UTC"),
    # Berlin puts its clocks forward on 28 March 2027 at 02:00, and back on 31 October at 03:00.
    ("in 3 hours", _BERLIN, _utc(2027, 3, 27, 23), "2027-03-28 04:00"),
    ("in 1 day", _BERLIN, _utc(2027, 3, 27, 9), "2027-03-28 10:00"),
    ("24 hours", _BERLIN, _utc(2027, 3, 27, 9), "2027-03-28 11:00"),
    ("1d 4h", _BERLIN, _utc(2027, 3, 26, 23), "2027-03-28 05:00"),
    ("in a week", _BERLIN, _utc(2027, 3, 24, 9), "2027-03-31 10:00"),
    ("tomorrow 9am", _BERLIN, _utc(2027, 3, 27, 12), "2027-03-28 09:00"),
    ("tomorrow 02:30", _BERLIN, _utc(2027, 3, 27, 12), "2027-03-28 03:00"),
    ("28 March 2027 2:15 am", _BERLIN, _utc(2027, 3, 1, 12), "2027-03-28 03:00"),
    ("24 hours", _BERLIN, _utc(2027, 10, 30, 8), "2027-10-31 09:00"),
    ("1 day", _BERLIN, _utc(2027, 10, 30, 8), "2027-10-31 10:00"),
    ("15:00 CET", _BERLIN, _utc(2027, 7, 1, 8), "2027-07-01 15:00"),
    ("15:00 CET", "America/New_York", _utc(2027, 7, 1, 8), "2027-07-01 15:00 Europe/Berlin"),
    # New York: 14 March 2027 forward, 7 November back.
    ("tomorrow at 2:30am", "America/New_York", _utc(2027, 3, 13, 17), "2027-03-14 03:00"),
    ("tomorrow noon", "America/New_York", _utc(2027, 3, 13, 17), "2027-03-14 12:00"),
    ("in 2 days", "America/New_York", _utc(2027, 3, 13, 14), "2027-03-15 09:00"),
    ("3h", "America/New_York", _utc(2027, 11, 7, 4), "2027-11-07 02:00"),
    # Lord Howe moves by half an hour: 02:00 to 02:30 on 3 October 2027, 02:00 to 01:30 on 4 April.
    ("tomorrow 02:10", "Australia/Lord_Howe", _utc(2027, 10, 2, 0), "2027-10-03 02:30"),
    ("in 1 day", "Australia/Lord_Howe", _utc(2027, 10, 2, 0), "2027-10-03 10:30"),
    ("24h", "Australia/Lord_Howe", _utc(2027, 10, 2, 0), "2027-10-03 11:00"),
    ("tomorrow 01:45", "Australia/Lord_Howe", _utc(2027, 4, 3, 0), "2027-04-04 01:45"),
    # Ends of years and the leap day.
    ("tomorrow", _BERLIN, _utc(2026, 12, 31, 12), "2027-01-01 09:00"),
    ("1 january", _BERLIN, _utc(2026, 12, 31, 12), "2027-01-01 09:00"),
    ("31 december 23:30", _BERLIN, _utc(2026, 12, 31, 12), "2026-12-31 23:30"),
    ("31 december 08:00", _BERLIN, _utc(2026, 12, 31, 12), "2027-12-31 08:00"),
    ("in 2 months", _BERLIN, _utc(2026, 12, 31, 12), "2027-02-28 13:00"),
    ("tomorrow", _BERLIN, _utc(2028, 2, 28, 12), "2028-02-29 09:00"),
    ("in 1 year", _BERLIN, _utc(2028, 2, 29, 12), "2029-02-28 13:00"),
    ("in 5 years", _BERLIN, _utc(2028, 2, 29, 12), "2033-02-28 13:00"),
    ("29 feb", _BERLIN, _utc(2028, 3, 1, 12), "2032-02-29 09:00"),
    ("the 30th", _BERLIN, _utc(2027, 1, 31, 12), "2027-03-30 09:00"),
]


@pytest.mark.parametrize(("phrase", "zone", "now", "expected"), _ELSEWHEN)
def test_at_other_times_and_places(phrase: str, zone: str, now: datetime, expected: str) -> None:
    assert _answer(phrase, zone, now) == expected


def test_a_doubled_time_is_the_first_of_the_two() -> None:
    reading = read("tomorrow 02:30", _BERLIN, _utc(2027, 10, 30, 12))
    assert (reading.at, reading.assumed) == (_utc(2027, 10, 31, 0, 30), (Assumed.DOUBLED,))
    lord_howe = read("tomorrow 01:45", "Australia/Lord_Howe", _utc(2027, 4, 3, 0))
    assert (lord_howe.at, lord_howe.assumed) == (_utc(2027, 4, 3, 14, 45), (Assumed.DOUBLED,))


@pytest.mark.parametrize(
    ("phrase", "now", "assumed"),
    [
        ("tomorrow 9am", _SUNDAY, ()),
        ("in 3 days", _SUNDAY, ()),
        ("tomorrow", _SUNDAY, (Assumed.DEFAULT_TIME,)),
        ("tonight", _SUNDAY, (Assumed.PART_OF_DAY,)),
        ("next week", _SUNDAY, (Assumed.FIRST_DAY, Assumed.DEFAULT_TIME)),
        ("15:00 CET", _SUNDAY, (Assumed.ZONE,)),
        ("15:00 Berlin", _SUNDAY, ()),
        ("tomorrow 02:30", _utc(2027, 3, 27, 12), (Assumed.SKIPPED,)),
        ("in 1 day", _utc(2027, 3, 27, 1, 30), (Assumed.SKIPPED,)),
    ],
)
def test_what_was_assumed_is_said(phrase: str, now: datetime, assumed: tuple[Assumed, ...]) -> None:
    assert read(phrase, _BERLIN, now).assumed == assumed


@pytest.mark.parametrize(
    ("phrase", "taken", "other"),
    [
        ("tomorrow at 9", 9, 21),
        ("tomorrow at 11", 11, 23),
        ("tomorrow at 12", 12, 0),
        ("tomorrow at 1", 13, 1),
        ("tomorrow at 6", 18, 6),
        ("tomorrow at 7", 7, 19),
    ],
)
def test_an_hour_on_a_named_day_is_the_waking_one_and_the_other_is_kept_at_hand(
    phrase: str, taken: int, other: int
) -> None:
    reading = read(phrase, _BERLIN, _SUNDAY)
    assert reading.wall == datetime(2026, 11, 23, taken)
    assert reading.assumed == (Assumed.HALF_OF_DAY,)
    assert reading.instead is not None
    assert (reading.instead.wall, reading.instead.assumed) == (datetime(2026, 11, 23, other), ())


def test_a_choice_leaves_nothing_open() -> None:
    with pytest.raises(WhenError) as asked:
        read("at 9", _BERLIN, _SUNDAY)
    assert [one.assumed for one in asked.value.choices] == [(), ()]
    with pytest.raises(WhenError) as which_friday:
        read("next friday at 3", _BERLIN, _WEDNESDAY)
    assert [one.wall for one in which_friday.value.choices] == [datetime(2026, 11, 27, 15), datetime(2026, 12, 4, 15)]
    assert all(one.instead and one.instead.wall.hour == 3 for one in which_friday.value.choices)


def test_a_refusal_says_what_was_read() -> None:
    with pytest.raises(WhenError) as refused:
        read("22.11.2025 18:00", _BERLIN, _SUNDAY)
    assert refused.value.read_as is not None
    assert refused.value.read_as.wall == datetime(2025, 11, 22, 18)
    with pytest.raises(WhenError) as timeless:
        read("today", _BERLIN, _SUNDAY)
    assert timeless.value.read_as is not None
    assert timeless.value.read_as.wall == datetime(2026, 11, 22, 9)
    with pytest.raises(WhenError) as nowhere:
        read("3pm US time", _BERLIN, _SUNDAY)
    assert "America/Chicago" in nowhere.value.zones


_WORDS = (
    "in at on the next this last a an half quarter past to from after 0 1 3 9 12 13 18 24 31 99 2027 9999 0001 1h30 "
    "9:30 25:61 3.12 31.02. 12/03 12/03/2027 2027-02-30 am pm noon midnight tonight tomorrow yesterday monday friday "
    "week weeks weekend day days month hours minutes seconds years fortnight ago now utc cet cst +02:00 z utc+14 "
    "berlin tokyo time march feb 29 3rd 31st morning night eod um uhr morgen demain mañana lundi so 3. dezember "
    "<t:1800000000:F> <t:0> 999999999999 and - . , : / ½ ﷺ İ \u0000 \ud800 \u202e 👍"
)
_NOWS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
_SOME_ZONES = st.sampled_from(
    [_BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC", "Pacific/Kiritimati"]
)
_TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(_WORDS.split(" ")), max_size=8).map(" ".join))


@given(text=_TEXTS, zone=_SOME_ZONES, now=_NOWS)
@example(text="\u0130" * 60, zone=_BERLIN, now=_SUNDAY)
@example(text="a week from 31.12.9999", zone=_BERLIN, now=_SUNDAY)
@example(text="00:30 +14:00", zone="Pacific/Kiritimati", now=_SUNDAY)
@settings(max_examples=600, deadline=None)
def test_any_text_is_an_instant_ahead_or_a_plain_refusal(text: str, zone: str, now: datetime) -> None:
    answer = _outcome(lambda: read(text, zone, now))
    readings = [answer] if isinstance(answer, Reading) else list(answer.choices)
    if isinstance(answer, WhenError):
        assert (answer.reason is WhenReason.AMBIGUOUS) == (2 <= len(readings) <= MOST_CHOICES)
        assert not answer.times
        assert sorted(readings, key=lambda one: one.at) == readings
    for one in readings:
        # Five years are at most 1,827 days, and the last of them counts in full.
        assert now < one.at <= now + timedelta(days=1829)
        assert one.at.tzinfo is UTC
        assert one.at.microsecond == 0
        assert one.at.astimezone(ZoneInfo(one.zone)).replace(tzinfo=None) == one.wall


@given(text=_TEXTS, zone=_SOME_ZONES, now=_NOWS)
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_day_ahead_a_clock_or_days_of_the_week_or_a_plain_refusal(
    text: str, zone: str, now: datetime
) -> None:
    today = now.astimezone(ZoneInfo(zone)).date()
    day = _outcome(lambda: read_date(text, zone, now))
    days_found = [one.wall.date() for one in day.choices] if isinstance(day, WhenError) else [day]
    assert all(today < one <= today + timedelta(days=1827) for one in days_found)
    clock = _outcome(lambda: read_clock(text))
    if isinstance(clock, WhenError):
        assert (clock.reason is WhenReason.AMBIGUOUS) == (len(clock.times) == 2)
    else:
        assert clock.tzinfo is None
    days = _outcome(lambda: read_days(text))
    if isinstance(days, WhenError):
        assert days.reason in (WhenReason.UNREADABLE, WhenReason.TOO_LONG, WhenReason.EMPTY)
    else:
        assert days is None or (days and days < frozenset(range(7)))


def _outcome(call: Callable[[], T]) -> T | WhenError:
    try:
        return call()
    except WhenError as error:
        return error


@given(
    days=st.integers(0, 400),
    hours=st.integers(0, 200),
    minutes=st.integers(1, 600),
    zone=_SOME_ZONES,
    now=_NOWS.map(lambda one: one.replace(microsecond=0)),
)
@settings(max_examples=150, deadline=None)
def test_hours_elapse_exactly(days: int, hours: int, minutes: int, zone: str, now: datetime) -> None:
    """Written in hours and minutes it is exact; written with days it starts from the same time on a later day."""
    elapsed = timedelta(hours=24 * days + hours, minutes=minutes)
    for text in (f"in {24 * days + hours} hours and {minutes} minutes", f"{24 * days + hours}h {minutes}m"):
        assert read(text, zone, now).at == now + elapsed
    from_there = read(f"in {days} days {hours} hours {minutes} min", zone, now).at
    # Rules of summer time shift a day by three hours at most; the date line by one day.
    assert abs(from_there - (now + elapsed)) <= (timedelta(hours=3) if zone != "Pacific/Apia" else timedelta(hours=27))


@given(
    at=st.datetimes(datetime(2026, 11, 23), datetime(2031, 11, 20)).map(
        lambda one: one.replace(second=0, microsecond=0)
    ),
    form=st.sampled_from(
        ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d %B %Y %H:%M", "%B %d %Y %I:%M %p", "%A %d %b %Y %H:%M"]
    ),
)
@settings(max_examples=150, deadline=None)
def test_a_full_date_is_read_back_in_any_form(at: datetime, form: str) -> None:
    assert read(at.strftime(form), "Asia/Kathmandu", _SUNDAY).wall == at


def test_the_longest_text_is_still_read() -> None:
    phrase = "tomorrow" + " " * 30 + "9am"
    assert _answer(phrase + "x" * (LONGEST_TEXT - 12), _BERLIN, _SUNDAY) == "unreadable"
    assert _answer(phrase, _BERLIN, _SUNDAY) == "2026-11-23 09:00"


def test_threads_share_it() -> None:
    phrases = [
        ("morgen um 14 Uhr", 14),
        ("demain à 15h", 15),
        ("mañana 16:00", 16),
        ("tomorrow 5pm Berlin time", 17),
    ] * 25
    with ThreadPoolExecutor(8) as pool:
        read_hours = list(pool.map(lambda one: read(one[0], _BERLIN, _SUNDAY).wall, phrases))
    assert read_hours == [datetime(2026, 11, 23, hour) for _, hour in phrases]


def test_dateparser_is_loaded_only_for_other_languages() -> None:
    """Most never need it, and loading it takes longer than an answer may."""
    script = """
import sys
from datetime import UTC, datetime
from bot.domain.when import read
now = datetime(2026, 11, 22, tzinfo=UTC)
read("next Tuesday 18:00 Berlin time", "UTC", now)
assert "dateparser" not in sys.modules
read("demain 18:00", "UTC", now)
assert "dateparser" in sys.modules
"""
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


def test_callers_mistakes_are_not_the_readers() -> None:
    with pytest.raises(ValueError, match="time zone"):
        read("tomorrow", _BERLIN, datetime(2026, 1, 1))
    with pytest.raises(ZoneInfoNotFoundError):
        read("tomorrow", "Europe/Nowhere", _SUNDAY)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("tomorrow", date(2026, 11, 23)),
        ("until tomorrow 9am", date(2026, 11, 23)),
        ("in 2 weeks", date(2026, 12, 6)),
        ("a week from Tuesday", date(2026, 12, 1)),
        ("sunday", date(2026, 11, 29)),
        ("next month", date(2026, 12, 1)),
        ("1 January", date(2027, 1, 1)),
        ("12.03.", date(2027, 3, 12)),
        ("12.03", date(2027, 3, 12)),
        ("2027-03-12", date(2027, 3, 12)),
        ("the 22nd", date(2026, 12, 22)),
        ("nächsten Dienstag", date(2026, 11, 24)),
        ("<t:1800000000:D>", date(2027, 1, 15)),
    ],
)
def test_dates(phrase: str, expected: date) -> None:
    assert read_date(phrase, _BERLIN, _SUNDAY) == expected


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("", WhenReason.EMPTY),
        ("today", WhenReason.PAST),
        ("tonight", WhenReason.PAST),
        ("in 2 hours", WhenReason.PAST),
        ("yesterday", WhenReason.PAST),
        ("1.1.2020", WhenReason.PAST),
        ("at 9", WhenReason.NO_DAY),
        ("in the morning", WhenReason.NO_DAY),
        ("in 6 years", WhenReason.TOO_FAR),
        ("1.1.2040", WhenReason.TOO_FAR),
        ("31 June", WhenReason.NO_SUCH_DAY),
        ("03/04/2027", WhenReason.AMBIGUOUS),
        ("soon", WhenReason.UNREADABLE),
    ],
)
def test_what_is_no_date(phrase: str, reason: WhenReason) -> None:
    with pytest.raises(WhenError) as refused:
        read_date(phrase, _BERLIN, _SUNDAY)
    assert refused.value.reason is reason
    assert len(refused.value.choices) == (2 if reason is WhenReason.AMBIGUOUS else 0)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("9", time(9)),
        ("at 9", time(9)),
        ("9am", time(9)),
        ("9 PM", time(21)),
        ("09:30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("06:30", time(6, 30)),
        ("18", time(18)),
        ("18h", time(18)),
        ("18h30", time(18, 30)),
        ("7.30 pm", time(19, 30)),
        ("7.30", time(7, 30)),
        ("9 Uhr", time(9)),
        ("12", time(12)),
        ("12:15", time(12, 15)),
        ("half past 8", time(8, 30)),
        ("quarter to 1 pm", time(12, 45)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("0:00", time(0)),
    ],
)
def test_clocks(phrase: str, expected: time) -> None:
    assert read_clock(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("6", WhenReason.AMBIGUOUS),
        ("3:30", WhenReason.AMBIGUOUS),
        ("24:00", WhenReason.NO_SUCH_TIME),
        ("9:60", WhenReason.NO_SUCH_TIME),
        ("0 am", WhenReason.NO_SUCH_TIME),
        ("", WhenReason.EMPTY),
        ("tomorrow 9am", WhenReason.UNREADABLE),
        ("9-10", WhenReason.UNREADABLE),
        ("morning-ish", WhenReason.UNREADABLE),
        ("9" * 500, WhenReason.TOO_LONG),
    ],
)
def test_what_is_no_clock(phrase: str, reason: WhenReason) -> None:
    with pytest.raises(WhenError) as refused:
        read_clock(phrase)
    assert refused.value.reason is reason


def test_a_small_hour_is_asked_for_with_both_times() -> None:
    with pytest.raises(WhenError) as asked:
        read_clock("6")
    assert asked.value.times == (time(6), time(18))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("", None),
        ("  ", None),
        ("every day", None),
        ("daily", None),
        ("mon-sun", None),
        ("weekdays and weekends", None),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("Weekends", {5, 6}),
        ("mon wed fri", {0, 2, 4}),
        ("Mo-Fr", {0, 1, 2, 3, 4}),
        ("Mon – Fri", {0, 1, 2, 3, 4}),
        ("monday to thursday", {0, 1, 2, 3}),
        ("fri-mon", {4, 5, 6, 0}),
        ("monday, thursday", {0, 3}),
        ("Tuesdays & Thursdays", {1, 3}),
        ("every monday", {0}),
        ("weekdays, sat", {0, 1, 2, 3, 4, 5}),
        ("Mo/Mi/Fr", {0, 2, 4}),
        ("lundi et jeudi", {0, 3}),
    ],
)
def test_weekdays(phrase: str, expected: set[int] | None) -> None:
    assert read_days(phrase) == (None if expected is None else frozenset(expected))


@pytest.mark.parametrize("phrase", ["1-5", "monday-ish", "mon-", "-", "mon-wed-fri", "never", "every", "x" * 300, "👍"])
def test_what_is_no_weekday(phrase: str) -> None:
    with pytest.raises(WhenError) as refused:
        read_days(phrase)
    assert refused.value.reason is (WhenReason.TOO_LONG if len(phrase) > LONGEST_TEXT else WhenReason.UNREADABLE)
