"""Days as they are named: dates in digits and words, weekdays, and days counted from today."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.recurrence import months_later
from bot.domain.when.values import MOST_YEARS, Assumed, WhenError, WhenReason
from bot.domain.when.words import MONTHS, WEEKDAYS, one_of

_MONTH = rf"(?P<month>{one_of(MONTHS)})\b\.?"
_YEAR = r"(?P<year>(?:19|[2-9]\d)\d\d)(?![\w:.])"
_DAY = r"(?P<day>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th)"
_WEEKDAY = rf"(?P<weekday>{one_of({name + suffix: 0 for name in WEEKDAYS for suffix in ('', 's')})})\b\.?"
_MONTHS_LOOKED_AT = 12 * MOST_YEARS + 1
_SATURDAY = 5
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """The days that a text may mean: each of ``ways`` a row of days, of which the first that is ahead counts."""

    ways: tuple[tuple[date, ...], ...]
    assumed: tuple[Assumed, ...] = ()
    weekday: int | None = None
    """Of a plain weekday: which, so that a date beside it can be checked."""
    today_needs_clock: bool = False
    """Today is meant only if a time is given too."""
    week: date | None = None
    """Of a week without a day: its Monday."""
    whole_month: bool = False
    """A month without a day, to which no time of day can belong."""
    any_that_fits: bool = False
    """A weekday beside it chooses among its days (``Friday the 13th``); otherwise the two must agree."""


Rule = Callable[[re.Match[str], date], Day]


def _year_first(found: re.Match[str], _today: date) -> Day:
    return Day(((_date(int(found["year"]), int(found["month"]), int(found["day"])),),))


def _dotted(found: re.Match[str], today: date) -> Day:
    return Day((_dates(found["year"], int(found["b"]), int(found["a"]), today),))


def _slashed(found: re.Match[str], today: date) -> Day:
    first, second = int(found["a"]), int(found["b"])
    ways: list[tuple[date, ...]] = []
    for day, month in dict.fromkeys(((first, second), (second, first))):
        try:
            ways.append(_dates(found["year"], month, day, today))
        except WhenError:
            continue
    if not ways:
        raise WhenError(WhenReason.NO_SUCH_DAY)
    return Day(tuple(dict.fromkeys(ways)))


def _named(found: re.Match[str], today: date) -> Day:
    return Day((_dates(found["year"], MONTHS[found["month"]], int(found["day"]), today),))


def _month(found: re.Match[str], today: date) -> Day:
    days = _dates(found["year"], MONTHS[found["month"]], 1, today)
    return Day((days,), (Assumed.FIRST_DAY,), whole_month=True)


def _ordinal(found: re.Match[str], today: date) -> Day:
    day = int(found["day"])
    starts = [months_later(today.replace(day=1), ahead) for ahead in range(_MONTHS_LOOKED_AT)]
    if found["month"]:
        starts = [starts[1 if found["month"] == "next" else 0]]
    days = [start.replace(day=day) for start in starts if 1 <= day <= monthrange(start.year, start.month)[1]]
    if not days:
        raise WhenError(WhenReason.NO_SUCH_DAY)
    if len(days) > 1:
        days = [one for one in days if one >= today]
    return Day((tuple(days),), any_that_fits=True)


def _weekday(found: re.Match[str], today: date) -> Day:
    wanted = WEEKDAYS.get(found["weekday"], WEEKDAYS.get(found["weekday"].removesuffix("s"), 0))
    which = found["which"] or ""
    ahead = (wanted - today.weekday()) % _WEEK
    soon = today + timedelta(days=ahead)
    following = today + timedelta(days=ahead or _WEEK)
    of_next_week = today + timedelta(days=_WEEK + wanted - today.weekday())
    if which.startswith(("last", "past")):
        raise WhenError(WhenReason.PAST)
    if found["week"]:
        return Day(((soon + timedelta(days=_WEEK),),))
    if which.startswith("next"):
        return Day(_next_weekday(following, of_next_week, today))
    if which.startswith("this"):
        return Day(((soon,),))
    if ahead:
        return Day(((soon,),), weekday=wanted)
    return Day(((today,), (following,)), weekday=wanted, today_needs_clock=True)


def _next_weekday(following: date, of_next_week: date, today: date) -> tuple[tuple[date, ...], ...]:
    """People differ on "next Friday": the first to come, or that of next week. It is rarely used for tomorrow."""
    tomorrow = following == today + timedelta(days=1)
    if following != of_next_week:
        return ((of_next_week,),) if tomorrow else ((following,), (of_next_week,))
    return ((following,), (following + timedelta(days=_WEEK),)) if tomorrow else ((following,),)


def _today(_found: re.Match[str], today: date) -> Day:
    return _counted(today, 0)


def _yesterday(_found: re.Match[str], today: date) -> Day:
    return _counted(today, -1)


def _tomorrow(_found: re.Match[str], today: date) -> Day:
    return _counted(today, 1)


def _after_tomorrow(_found: re.Match[str], today: date) -> Day:
    return _counted(today, 2)


def _counted(today: date, days: int) -> Day:
    return Day(((today + timedelta(days=days),),))


def _this_week(_found: re.Match[str], today: date) -> Day:
    monday = today - timedelta(days=today.weekday())
    return Day(((monday,),), (Assumed.FIRST_DAY,), week=monday)


def _next_week(_found: re.Match[str], today: date) -> Day:
    monday = today + timedelta(days=_WEEK - today.weekday())
    return Day(((monday,),), (Assumed.FIRST_DAY,), week=monday)


def _weekend(found: re.Match[str], today: date) -> Day:
    saturday = today + timedelta(days=_SATURDAY - today.weekday())
    following = saturday + timedelta(days=_WEEK)
    if (found["which"] or "").startswith("next"):
        ways = ((following,),) if today.weekday() >= _SATURDAY else ((saturday,), (following,))
        return Day(ways, (Assumed.FIRST_DAY,))
    return Day(((saturday, saturday + timedelta(days=1), following),), (Assumed.FIRST_DAY,))


def _next_month(_found: re.Match[str], today: date) -> Day:
    return Day(((months_later(today.replace(day=1), 1),),), (Assumed.FIRST_DAY,))


def _next_year(_found: re.Match[str], today: date) -> Day:
    return Day(((date(today.year + 1, 1, 1),),), (Assumed.FIRST_DAY,))


def _end_of_week(_found: re.Match[str], today: date) -> Day:
    friday = today + timedelta(days=_SATURDAY - 1 - today.weekday())
    return Day(((friday, friday + timedelta(days=_WEEK)),))


def _end_of_month(_found: re.Match[str], today: date) -> Day:
    starts = (today.replace(day=1), months_later(today.replace(day=1), 1))
    return Day((tuple(start.replace(day=monthrange(start.year, start.month)[1]) for start in starts),))


RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"(?P<year>\d{4})(?P<s>[-/.])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})(?:t(?=\d)|(?![\w:.]))", _year_first),
        (r"(?P<a>\d{1,2})\.\s?(?P<b>\d{1,2})\.\s?(?P<year>\d{4}|\d\d(?![\d:.]))?(?![\w:])", _dotted),
        (r"(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<year>\d{4}|\d\d)(?![\w:/.-])", _slashed),
        (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<year>(?!))?(?![\w:/.-])", _slashed),
        (rf"(?:the\s)?{_DAY}\s?(?:{_ORDINAL}|\.)?[\s-]?(?:of\s)?{_MONTH}(?:[\s-]{_YEAR})?", _named),
        (rf"{_MONTH}\s?(?:the\s)?{_DAY}{_ORDINAL}?(?![\w:.]|\s?[ap]m\b)(?:\s{_YEAR})?", _named),
        (rf"(?:in\s)?{_MONTH}(?:\s{_YEAR})?", _month),
        (rf"(?:the\s)?{_DAY}{_ORDINAL}\b(?:\sof\s(?P<month>next|this)\smonth)?", _ordinal),
        (rf"the\s{_DAY}(?P<month>(?!))?(?![\w:.])", _ordinal),
        (r"(?:the\s)?day after tomorrow\b|overmorrow\b", _after_tomorrow),
        (r"(?:tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|2moro)\b", _tomorrow),
        (r"today\b", _today),
        (r"yesterday\b", _yesterday),
        (r"next week\b", _next_week),
        (r"this week\b(?!end)", _this_week),
        (r"(?P<which>(?:the\s|this\s|next\s|at the\s|on the\s)*)weekend\b", _weekend),
        (r"(?:at the |by the |the )?end of (?:the |this )?week\b|eow\b", _end_of_week),
        (r"(?:at the |by the |the )?end of (?:the |this )?month\b|eom\b", _end_of_month),
        (r"next month\b", _next_month),
        (r"next year\b", _next_year),
        (rf"(?P<which>(?:this|next|coming|this coming|last|past)\s)?{_WEEKDAY}(?P<week>\sweek\b)?", _weekday),
    )
)


def together(days: list[Day]) -> Day | None:
    """One day of what several words say of it: a weekday with a date, or with a week. ``None`` if they clash.

    :raises WhenError: for a weekday on which the date does not fall.
    """
    if len(days) == 1:
        return days[0]
    if len(days) != 2:  # noqa: PLR2004
        return None
    named = next((one for one in days if one.weekday is not None), None)
    other = next((one for one in days if one is not named), None)
    if named is None or other is None or other.weekday is not None:
        return None
    if other.week is not None:
        return Day(((other.week + timedelta(days=named.weekday or 0),),))
    if other.today_needs_clock or other.assumed:
        return None
    if other.any_that_fits:
        ways = tuple(tuple(day for day in way if day.weekday() == named.weekday) for way in other.ways)
    else:
        ways = tuple(way for way in other.ways if way[0].weekday() == named.weekday)
    ways = tuple(way for way in ways if way)
    if not ways:
        raise WhenError(WhenReason.WRONG_WEEKDAY)
    return replace(other, ways=ways)


def _dates(year: str | None, month: int, day: int, today: date) -> tuple[date, ...]:
    """The date, or without a year those of this year and the years after, from today on."""
    if year:
        return (_date(int(year) + (2000 if len(year) == 2 else 0), month, day),)  # noqa: PLR2004
    _date(2000, month, day)
    years = range(today.year, today.year + 9)
    found = [date(one, month, day) for one in years if day <= monthrange(one, month)[1]]
    return tuple(one for one in found if one >= today)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise WhenError(WhenReason.NO_SUCH_DAY) from None
