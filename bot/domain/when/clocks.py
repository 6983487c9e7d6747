"""Times on the clock: how they are written, and which of the two halves of the day is meant."""

import re
from dataclasses import dataclass
from datetime import time
from typing import NamedTuple

from bot.domain.when.cleaning import cleaned
from bot.domain.when.values import Assumed, WhenError, WhenReason
from bot.domain.when.words import HOUR_OF, NUMBERS, Part, one_of

DEFAULT = time(9)
_NOON = 12
_EARLY = 5
"""Hours before this one belong to the night before."""
_WAKING = 7
"""A bare hour from this one to 11 is in the morning, 12 is noon, and 1 to 6 are in the afternoon."""

_FITS = {
    Part.MORNING: range(_NOON),
    Part.AFTERNOON: range(_NOON, 19),
    Part.EVENING: range(16, 24),
    Part.END_OF_DAY: range(24),
}

_AT = r"(?:(?:at|by|around|about|@|um|gegen|à|a las|a la|ab)\s?)"
_HOUR_WORD = rf"(?:{one_of({word: n for word, n in NUMBERS.items() if n in range(1, 13)})})(?![^\W\d])"
FORMS = (
    ("noon", re.compile(rf"{_AT}?(?:12 )?(?:noon|midday|mittags?|midi|mediodía|lunch(?: ?time)?)\b")),
    ("midnight", re.compile(rf"{_AT}?(?:12 )?(?:midnight|mitternacht|minuit|medianoche)\b")),
    (
        "half",
        re.compile(
            rf"{_AT}?(?P<m>half|(?:a )?quarter|\d{{1,2}}(?: min(?:ute)?s?)?) (?P<way>past|to) "
            rf"(?P<h>\d{{1,2}}|{_HOUR_WORD})\s?(?P<half>[ap]m)?(?![\w:])"
        ),
    ),
    (
        "clock",
        re.compile(
            rf"{_AT}?(?P<h>\d{{1,2}})(?:[:.h](?P<m>\d\d)(?::(?P<s>\d\d)(?:\.\d{{1,9}})?)?)?\s?(?P<half>[ap]m?)(?![\w:.])"
        ),
    ),
    (
        "clock",
        re.compile(
            rf"{_AT}?(?P<h>\d{{1,2}}):(?P<m>\d\d)(?::(?P<s>\d\d)(?:\.\d{{1,9}})?)?\s?(?P<sure>h(?:rs?)?\b)?(?:uhr\b)?(?![\w:])"
        ),
    ),
    ("clock", re.compile(rf"{_AT}?(?P<h>\d{{1,2}})\s?(?P<sure>h)(?:\s?(?P<m>\d\d))?(?![\w:.])")),
    ("clock", re.compile(rf"{_AT}?(?P<h>\d{{1,2}})\.(?P<m>\d\d)\s?uhr\b")),
    ("clock", re.compile(rf"{_AT}(?P<h>\d{{1,2}})\.(?P<m>\d\d)(?![\w:.])")),
    ("clock", re.compile(rf"{_AT}(?P<h>\d\d)(?P<m>\d\d)(?:\s?(?P<sure>h(?:rs?|ours?)?))?(?![\w:.])")),
    ("clock", re.compile(rf"{_AT}?(?P<h>\d{{1,2}})\s?(?:o'?\s?clock|uhr)(?![\w:])(?:\s?(?P<half>[ap]m))?")),
    ("clock", re.compile(rf"{_AT}?(?P<h>{_HOUR_WORD}) (?:o'?clock|(?P<half>[ap]m))(?![\w:])")),
    ("clock", re.compile(rf"{_AT}(?P<h>\d{{1,2}}|{_HOUR_WORD})(?![\w:./])")),
)
BARE = re.compile(r"(?P<h>\d{1,2})(?![\w:./-])")
DOTTED = re.compile(r"(?P<h>\d{1,2})\.(?P<m>\d\d?)(?![\w:.])")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as written. ``unclear``: an hour from 1 to 12 that may be before or after noon."""

    at: time
    unclear: bool = False
    midnight: bool = False


class Option(NamedTuple):
    """A time of day that may be meant, and on how many days after the one that is named."""

    at: time
    later: int = 0
    assumed: Assumed | None = None


def clock_of(form: str, found: re.Match[str]) -> Clock:
    """The time that a match of one of :data:`FORMS` means.

    :raises WhenError: for one that no clock shows.
    """
    if form in ("noon", "midnight"):
        return Clock(time(_NOON if form == "noon" else 0), midnight=form == "midnight")
    groups = found.groupdict()
    hour = _number(groups["h"])
    minute = _minutes(groups.get("m") or "0")
    if form == "half" and groups["way"] == "to":
        hour, minute = (hour - 2) % _NOON + 1 if hour <= _NOON else hour - 1, 60 - minute
    half = groups.get("half")
    if half and not 1 <= hour <= _NOON:
        raise WhenError(WhenReason.NO_SUCH_TIME)
    if half:
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    try:
        at = time(hour, minute, int(groups.get("s") or 0))
    except ValueError:
        raise WhenError(WhenReason.NO_SUCH_TIME) from None
    two_digits = len(groups["h"]) > 1 and groups["h"].isdigit() and bool(groups.get("m")) and form == "clock"
    sure = bool(half or groups.get("sure")) or (two_digits and hour != 0) or not 1 <= hour <= _NOON
    return Clock(at, unclear=not sure)


def options(clock: Clock | None, part: Part | None) -> tuple[Option, ...]:
    """The times that may be meant, the likeliest first.

    :raises WhenError: for a time outside the part of the day that is named.
    """
    if clock is None:
        if part is None:
            return (Option(DEFAULT, assumed=Assumed.DEFAULT_TIME),)
        return (Option(time(HOUR_OF[part]), assumed=Assumed.PART_OF_DAY),)
    at_night = part in (Part.NIGHT, Part.TONIGHT)
    if clock.midnight:
        return (Option(clock.at, 1),) if at_night else (Option(clock.at), Option(clock.at, 1))
    if not clock.unclear:
        return (_fitting(clock.at, part),)
    hour = clock.at.hour % _NOON
    early, late = clock.at.replace(hour=hour), clock.at.replace(hour=hour + _NOON)
    if part is not None:
        before_noon = part is Part.MORNING or (at_night and hour < _EARLY)
        return (_fitting(early if before_noon else late, part),)
    first, second = (early, late) if hour >= _WAKING else (late, early)
    return Option(first, assumed=Assumed.HALF_OF_DAY), Option(second, assumed=Assumed.HALF_OF_DAY)


def read_clock(text: str) -> time:
    """A time of day written on its own: ``9``, ``9am``, ``09:30``, ``18h``, ``7.30 pm``, ``noon``.

    A bare hour from 7 to 12 is before noon, or noon.

    :raises WhenError: ambiguous, with both times, for a bare hour from 1 to 6; and for what is not a time.
    """
    line = cleaned(text)
    for form, pattern in (*FORMS, ("clock", BARE), ("clock", DOTTED)):
        if found := pattern.fullmatch(line):
            clock = clock_of(form, found)
            if clock.midnight or not clock.unclear:
                return clock.at
            first, second = (one.at for one in options(clock, None))
            if first < second:
                return first
            if first.hour == _NOON:
                return first
            raise WhenError(WhenReason.AMBIGUOUS, times=(second, first))
    raise WhenError(WhenReason.UNREADABLE)


def _fitting(at: time, part: Part | None) -> Option:
    if part in (Part.NIGHT, Part.TONIGHT):
        if _EARLY <= at.hour < 17:  # noqa: PLR2004
            raise WhenError(WhenReason.UNREADABLE)
        return Option(at, 1 if at.hour < _EARLY else 0)
    if part is not None and at.hour not in _FITS[part]:
        raise WhenError(WhenReason.UNREADABLE)
    return Option(at)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else int(NUMBERS[written])


def _minutes(written: str) -> int:
    if written == "half":
        return 30
    if written.endswith("quarter"):
        return 15
    minutes = int(written.split(maxsplit=1)[0])
    if minutes >= 60:  # noqa: PLR2004
        raise WhenError(WhenReason.NO_SUCH_TIME)
    return minutes
