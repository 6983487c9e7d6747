"""Spans such as ``1h30``, ``1d 4h`` or ``an hour and a half``, and what lies such a span ahead."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.domain.recurrence import months_later
from bot.domain.schedule import instant_of
from bot.domain.when.values import MOST_YEARS, WhenError, WhenReason
from bot.domain.when.words import NUMBERS, UNITS, Unit, one_of

_NUMBER = rf"(?:\d*\.\d+|\d+|(?:{one_of(NUMBERS)})(?![^\W\d]))"
_UNIT = rf"(?:{one_of(UNITS)})(?![^\W_])"
_LEAD = re.compile(r"(?:in the next|within|after|in|dans|en|dentro de)\s+|\+\s?")
_STEP = re.compile(
    rf"(?P<number>{_NUMBER})\s?(?:of\s)?"
    rf"(?:(?P<plus>and\s(?:a|one)\shalf)\s)?(?:(?:an?|of)\s){{0,2}}"
    rf"(?P<unit>{_UNIT})(?P<half>\s?(?:and|und|et|y)\s(?:an?\s|ein(?:e|en)?\s)?(?:half|halb(?:e|en)?|demie?|media)\b)?"
)
_LEAD_NUMBER = re.compile(r"(?:an?|one)\s(?=couple\b|half\b)")
_QUARTERS = re.compile(r"(?P<n>an?|three)\squarters?\s(?:of\s)?(?:an?\s)?hour\b")
_HOURS_MINUTES = re.compile(r"(?P<h>\d{1,3})\s?(?:h|hrs?|hours?)\s?(?P<m>[0-5]\d)\s?(?:m|mins?|minutes?)?(?![\w:.])")
_CLOCKLIKE = re.compile(r"(?P<h>\d{1,3}):(?P<m>[0-5]\d)\s?(?:h|hrs?|hours?)(?![\w:])")
_BARE_UNIT = re.compile(r"(?P<unit>hour|fortnight|week)(?P<half>\sand\sa\shalf)?\b")
_JOIN = re.compile(r"\s?(?:and|und|et|y|&|plus|\+)\s|\s?")
_TAIL = re.compile(r"\s?(?:'s?|s')?\s?(?:from now|from today|from|later|ahead|time|hence)\b|'")
_AGO = re.compile(r"\s?(?:ago|before)\b")
_MOST_DAYS = MOST_YEARS * 366 + 40
_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Span:
    """A way ahead: months and days on the calendar, then seconds as they elapse."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @property
    def whole_days(self) -> bool:
        """Whether it says nothing about the time of day."""
        return self.seconds == 0


@dataclass(frozen=True, slots=True)
class Found:
    """A span at the start of a text, what follows it, and whether it is counted from that (``a week from Tuesday``)."""

    span: Span
    rest: str
    counted_from: bool


def take_span(text: str) -> Found | None:
    """The span with which ``text`` begins, if it begins with one.

    :raises WhenError: for one that lies in the past or further ahead than anything may.
    """
    lead = _LEAD.match(text)
    position = lead.end() if lead else 0
    amounts: list[tuple[Fraction, Unit]] = []
    while (step := _amounts(text, position, first=not amounts)) is not None:
        found, position = step
        amounts += found
        joint = _JOIN.match(text, position)
        following = joint.end() if joint else position
        if _amounts(text, following, first=False) is None:
            break
        position = following
    if not amounts:
        return None
    if _AGO.match(text, position):
        raise WhenError(WhenReason.PAST)
    span = _span(amounts)
    if span is None:
        return None
    tail = _TAIL.match(text, position)
    if tail is None and position < len(text) and text[position] != " ":
        return None
    rest = text[tail.end() if tail else position :].strip()
    from_there = bool(tail and tail.group().strip().endswith("from")) or rest.startswith(("after ", "on "))
    if lead is None and tail is None and (_BARE_UNIT.match(text) or (rest and not from_there)):
        return None
    return Found(span, rest, from_there and not (lead and rest.startswith("on ")))


def ahead(span: Span, now: datetime, tz: ZoneInfo) -> datetime:
    """The instant ``span`` after ``now``: days and months on the calendar of ``tz``, hours as they pass.

    :return: aware, UTC.
    """
    if not (span.months or span.days):
        return now + timedelta(seconds=span.seconds)
    local = now.astimezone(tz)
    day = months_later(local.date(), span.months) + timedelta(days=span.days)
    return instant_of(day, local.time(), tz).astimezone(UTC) + timedelta(seconds=span.seconds)


def _amounts(text: str, position: int, *, first: bool) -> tuple[list[tuple[Fraction, Unit]], int] | None:
    if found := _HOURS_MINUTES.match(text, position) or _CLOCKLIKE.match(text, position):
        return [(Fraction(found["h"]), Unit.HOUR), (Fraction(found["m"]), Unit.MINUTE)], found.end()
    if found := _QUARTERS.match(text, position):
        return [(Fraction(45 if found["n"] == "three" else 15), Unit.MINUTE)], found.end()
    if first and (found := _BARE_UNIT.match(text, position)):
        return [(Fraction(3 if found["half"] else 2, 2), UNITS[found["unit"]])], found.end()
    if lead := _LEAD_NUMBER.match(text, position):
        position = lead.end()
    found = _STEP.match(text, position)
    if found is None:
        return None
    written = found["number"]
    number = Fraction(NUMBERS[written]) if written in NUMBERS else Fraction(written)
    if found["plus"] or found["half"]:
        number += Fraction(1, 2)
    return [(number, UNITS[found["unit"]])], found.end()


def _span(amounts: list[tuple[Fraction, Unit]]) -> Span | None:
    """:raises WhenError: for more than any allowed way ahead."""
    months = days = seconds = Fraction(0)
    for number, unit in amounts:
        match unit:
            case Unit.YEAR:
                months += 12 * number
            case Unit.MONTH:
                months += number
            case Unit.FORTNIGHT:
                days += 14 * number
            case Unit.WEEK:
                days += 7 * number
            case Unit.DAY:
                days += number
            case _:
                seconds += number * {Unit.HOUR: 3600, Unit.MINUTE: 60}.get(unit, 1)
    if months > 12 * MOST_YEARS or days > _MOST_DAYS or seconds > _MOST_DAYS * _A_DAY:
        raise WhenError(WhenReason.TOO_FAR)
    if months.denominator != 1:
        return None
    whole = int(days)
    seconds += (days - whole) * _A_DAY
    return Span(int(months), whole, int(seconds))
