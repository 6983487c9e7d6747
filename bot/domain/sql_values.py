"""When two values of a result count as the same."""

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

Key = object
_RELATIVE: Final = 1e-9
_MOST_PLACES: Final = 15
_BIGGEST_ROUNDED: Final = 1e15
_MIDNIGHT: Final = time()


def kind_of(value: object) -> str:
    """What a person would call it."""
    match value:
        case None:
            return "NULL"
        case bool() | int() | float() | Decimal():
            return "number"  # true and 1 are the same to a reader of a report
        case datetime() | date():
            return "date"
        case time():
            return "time of day"
        case timedelta():
            return "interval"
        case _:
            return "text"


def _number(value: object) -> float:
    """What :func:`kind_of` calls a number, as one that can be reckoned with."""
    if not isinstance(value, int | float | Decimal):
        raise TypeError(value)
    return float(value)


def plain(value: object) -> object:
    """One form for what prints alike: -0 as 0, midnight as its day, moments in UTC, dates written as text as dates."""
    match value:
        case Decimal():
            return _whole(value) if value.is_finite() else float(value)
        case float():
            return value + 0.0
        case datetime():
            moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            return moment.date() if moment.time() == _MIDNIGHT else moment
        case str():
            return _read_date(value)
        case _:
            return value


def _whole(value: Decimal) -> object:
    return int(value) if value == value.to_integral_value() else value


def _read_date(text: str) -> object:
    """A date written as 2024-01-31, perhaps with a time, counts as that date: it prints the same."""
    if not (len(text) >= len("2024-01-31") and text[:4].isdigit() and text[4] == "-" and text[7] == "-"):
        return text
    try:
        return plain(datetime.fromisoformat(text))
    except ValueError:
        return text


def key(value: object, digits: int) -> Key:
    """Equal for values that are the same after rounding; nearly always: ``close`` decides what lies on an edge."""
    value = plain(value)
    if isinstance(value, float):
        if not math.isfinite(value) or abs(value) >= _BIGGEST_ROUNDED:
            return str(value)
        return round(value, digits) + 0.0
    if isinstance(value, Decimal):
        return float(round(value, digits)) + 0.0
    return value


def close(ours: object, theirs: object, digits: int) -> bool:
    """Whether both are the same value to so many decimal places."""
    ours, theirs = plain(ours), plain(theirs)
    if kind_of(ours) != "number" or kind_of(theirs) != "number":
        return ours == theirs
    if not isinstance(ours, float | Decimal) and not isinstance(theirs, float | Decimal):
        return ours == theirs
    one, other = _number(ours), _number(theirs)
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    if math.isinf(one) or math.isinf(other):
        return one == other
    return abs(one - other) <= max(0.5 * 10.0**-digits, _RELATIVE * max(abs(one), abs(other))) * (1 + _RELATIVE)


def rounded_to(ours: object, theirs: object, digits: int) -> int | None:
    """To how many places ``theirs`` is ``ours`` rounded, where that is fewer than asked for; else None."""
    if kind_of(ours) != "number" or kind_of(theirs) != "number":
        return None
    one, other = _number(ours), _number(theirs)
    if not (math.isfinite(one) and math.isfinite(other)) or other == 0:
        return None
    for places in range(min(digits, _MOST_PLACES)):
        if round(other, places) == other:
            half = 0.5 * 10.0**-places
            return places if abs(one - other) <= half * (1 + _RELATIVE) else None
    return None


def case_or_space(ours: object, theirs: object) -> str:
    """How two texts differ that are nearly the same, or nothing."""
    if not isinstance(ours, str) or not isinstance(theirs, str):
        return ""
    if ours.casefold() == theirs.casefold():
        return "upper and lower case"
    return "spaces" if "".join(ours.split()) == "".join(theirs.split()) else ""
