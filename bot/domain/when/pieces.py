"""Takes a text apart into the words of a day and of a time; every word must belong to something."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.domain.when.clocks import BARE, DOTTED, FORMS, Clock, clock_of
from bot.domain.when.days import RULES, Day, Rule, together
from bot.domain.when.elsewhere import day_elsewhere
from bot.domain.when.values import WhenError, WhenReason
from bot.domain.when.words import FOREIGN_PARTS, Part, one_of

T = TypeVar("T")

_FILLER = re.compile(r"(?:on|at|the|of|in(?!\s?\d)|by|until|till|'s|-)(?![^\W_])\s?")
_PARTS = tuple(
    (re.compile(pattern), part, today)
    for pattern, part, today in (
        (r"(?:tonight|tonite|2nite)\b", Part.TONIGHT, True),
        (r"this morning\b", Part.MORNING, True),
        (r"this afternoon\b", Part.AFTERNOON, True),
        (r"this evening\b", Part.EVENING, True),
        (r"(?:in the |first thing (?:in the )?|early )?morning\b|first thing\b", Part.MORNING, False),
        (r"(?:in the |late )?afternoon\b", Part.AFTERNOON, False),
        (r"(?:in the )?evening\b", Part.EVENING, False),
        (r"(?:(?:in|at) the |at |late )?night\b", Part.NIGHT, False),
        (
            r"(?:(?:at|by) (?:the )?)?(?:end of (?:the )?(?:business|work|day)(?: day)?|eod|cob)\b",
            Part.END_OF_DAY,
            False,
        ),
    )
)
_FOREIGN_PART = re.compile(rf"(?<!\w)(?:{one_of(FOREIGN_PARTS)})(?!\w)")
_FOREIGN_CLOCKS = tuple((form, pattern) for form, pattern in FORMS if form != "half")


@dataclass(slots=True)
class Pieces:
    """What was found; ``dotted`` is ``3.12`` without more, which may be a time or a day."""

    day: Day | None = None
    clock: Clock | None = None
    part: Part | None = None
    dotted: Day | None = None


@dataclass(slots=True)
class _Marks:
    days: list[tuple[Rule, re.Match[str]]] = field(default_factory=list)
    clocks: list[tuple[str, re.Match[str]]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    dotted: list[re.Match[str]] = field(default_factory=list)
    today: bool = False


def taken_apart(text: str, today: date) -> Pieces:
    """The day and the time in ``text``.

    :raises WhenError: where a word belongs to neither, or there is more than one of either.
    """
    marks = _scan(text)
    if marks is not None:
        pieces = _put_together(marks, today)
        if pieces is not None:
            return pieces
    pieces = _from_elsewhere(text, today)
    if pieces is None:
        raise WhenError(WhenReason.UNREADABLE)
    return pieces


def _scan(text: str) -> _Marks | None:
    marks = _Marks()
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        end = _next_mark(marks, text, position)
        if end is None:
            return None
        position = end
    return marks


def _next_mark(marks: _Marks, text: str, position: int) -> int | None:
    for take in (_take_day, _take_part, _take_clock):
        end = take(marks, text, position)
        if end is not None:
            return end
    filler = _FILLER.match(text, position)
    return filler.end() if filler else None


def _take_day(marks: _Marks, text: str, position: int) -> int | None:
    for pattern, rule in RULES:
        if found := pattern.match(text, position):
            marks.days.append((rule, found))
            return found.end()
    return None


def _take_part(marks: _Marks, text: str, position: int) -> int | None:
    for pattern, part, today in _PARTS:
        if found := pattern.match(text, position):
            marks.parts.append(part)
            marks.today |= today
            return found.end()
    return None


def _take_clock(marks: _Marks, text: str, position: int) -> int | None:
    for form, pattern in (*FORMS, ("clock", BARE)):
        if found := pattern.match(text, position):
            marks.clocks.append((form, found))
            return found.end()
    if found := DOTTED.match(text, position):
        marks.dotted.append(found)
        return found.end()
    return None


def _put_together(marks: _Marks, today: date) -> Pieces | None:
    """``None`` if the pieces do not make one day and one time."""
    if len(marks.clocks) + len(marks.dotted) > 2 or len(marks.parts) > 1:  # noqa: PLR2004
        return None
    days = [rule(found, today) for rule, found in marks.days]
    if marks.today and not days:
        days.append(Day(((today,),)))
    elif marks.today and any(way != (today,) for one in days for way in one.ways):
        return None
    clocks = [clock_of(form, found) for form, found in marks.clocks]
    pieces = Pieces(part=marks.parts[0] if marks.parts else None)
    if marks.dotted and not _place_dotted(marks.dotted, days, clocks, pieces, today):
        return None
    if len(clocks) > 1:
        return None
    pieces.clock = clocks[0] if clocks else None
    if days:
        pieces.day = together(days)
        if pieces.day is None or (pieces.day.whole_month and (clocks or marks.parts)):
            return None
    return pieces if pieces.day or pieces.clock or pieces.part else None


def _place_dotted(
    dotted: list[re.Match[str]], days: list[Day], clocks: list[Clock], pieces: Pieces, today: date
) -> bool:
    """Decides whether ``7.30`` is a time or a day; where it may be both, it is kept as both."""
    if len(dotted) > 1:
        return False
    found = dotted[0]
    as_clock = _tried(lambda: clock_of("clock", found)) if len(found["m"]) > 1 else None
    as_day = _tried(lambda: _day_of(f"{found['h']}.{found['m']}.", today))
    if days or as_day is None:
        if as_clock is None:
            raise WhenError(WhenReason.NO_SUCH_TIME if days else WhenReason.UNREADABLE)
        clocks.append(as_clock)
    elif clocks or as_clock is None or pieces.part is not None:
        days.append(as_day)
    else:
        clocks.append(as_clock)
        pieces.dotted = as_day
    return True


def _day_of(text: str, today: date) -> Day:
    pattern, rule = RULES[1]
    found = pattern.fullmatch(text)
    assert found is not None
    return rule(found, today)


def _tried(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except WhenError:
        return None


def _from_elsewhere(text: str, today: date) -> Pieces | None:
    """A day in another language, with a time that is written in any."""
    pieces = Pieces()
    rest = text
    for form, pattern in _FOREIGN_CLOCKS:
        if found := next((one for one in pattern.finditer(rest) if _stands_alone(rest, one)), None):
            pieces.clock = clock_of(form, found)
            rest = rest[: found.start()] + " " + rest[found.end() :]
            break
    if found := _FOREIGN_PART.search(rest):
        pieces.part = FOREIGN_PARTS[found.group()]
        rest = rest[: found.start()] + " " + rest[found.end() :]
    pieces.day = day_elsewhere(rest, today)
    return pieces if pieces.day is not None else None


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    return found.start() == 0 or not (text[found.start() - 1].isalnum() or text[found.start() - 1] in ":./-")
