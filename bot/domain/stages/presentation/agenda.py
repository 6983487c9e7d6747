"""The outline of a short talk, read into its parts: how many there are, and how many minutes each has."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_LEAST_PARTS = 2
_LEAST_PLAIN_LINES = 3
_LONGEST_PLAIN_LINE = 25
"""Words. Lines that are longer make a text, not an outline."""

_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_AMOUNT = rf"(?P<amount>\d{{1,3}}(?:[.,]\d)?|{'|'.join(_WORDS)})"
_TO = r"\s*(?:[-–—]|to)\s*"
_UNIT = r"\s*(?:-\s*)?(?:min(?:ute)?s?\b\.?|m\b|['′’](?!\w))"
_SPAN = rf"(?:(?P<start>\d{{1,2}}(?:[.,]\d)?|\d{{1,2}}:\d\d)(?:{_UNIT})?{_TO})?"
_CLOCK = re.compile(r"(?P<start>\d{1,2}:\d\d)" + _TO + r"(?P<end>\d{1,2}:\d\d)")
_MINUTES = re.compile(_SPAN + _AMOUNT + _UNIT, re.IGNORECASE)
_OPENED = re.compile(r"[(\[{][^()\[\]{}]{0,24}$")
_CLOSED = re.compile(r"^[^()\[\]{}]{0,24}[)\]}]")
_ENDS = re.compile(r"^\s*(?:each|max\.?|in all|in total|total)?\W*$", re.IGNORECASE)
_PARTED = re.compile(r"(?:[-–—:|,;~≈=]|\babout|\bca\.?)\s*$", re.IGNORECASE)
_BEGINS = re.compile(r"^\W*(?:about|ca\.?|then|and)?\s*$", re.IGNORECASE)
_TITLE = re.compile(r"^\W*(?:[\w'’&/+-]+\W+){1,5}$")
_WITHIN = re.compile(
    r"\b(?:in|within|of|for|under|after|by|to|than|every|took|takes|last)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_WHOLE = re.compile(r"\b(?:total|in all|altogether|overall|slot)\b", re.IGNORECASE)
_EACH = re.compile(r"^\W*(?:each|per\s+(?:part|point|slide))\b", re.IGNORECASE)

_DRESS = r"[ \t>*_#]*"
_NUMBERED = re.compile(
    rf"(?:^{_DRESS}|(?<=[.;:)!?])[ \t]+)(?:(?:part|slide|step)\s+)?(?P<number>\d{{1,2}})[.):](?=\s|\*)",
    re.IGNORECASE | re.MULTILINE,
)
_BULLET = re.compile(r"^(?P<indent>[ \t]*)(?:[-*•–—+]|#{1,4}|[a-h][.)])\s+(?P<text>.+)$", re.MULTILINE)
_QUESTIONS = re.compile(r"\bquestions?\b|\bq\s*(?:&|\+|and|/)\s*a\b|\bdiscussion\b", re.IGNORECASE)
_SHORT = 12
_NEAR = 80
"""Characters around a mark that are looked at."""


class AgendaPart(NamedTuple):
    """One part of an outline. ``minutes``: ``None`` where none are written."""

    text: str
    minutes: float | None


class Agenda(NamedTuple):
    """What an outline says about its own course. ``minutes`` is the sum of all that is written, ``questions`` whether
    some of it is for questions."""

    parts: tuple[AgendaPart, ...]
    minutes: float | None
    questions: bool


def read_agenda(text: str) -> Agenda:
    """The parts of an outline; none where it is one running text."""
    parts = tuple(AgendaPart(part, _minutes_of(part)) for part in _parts_of(text))
    if not parts:
        return Agenda((), _minutes_of(text), _for_questions(text))
    if (each := _each(text)) is not None:
        return Agenda(tuple(AgendaPart(part.text, each) for part in parts), each * len(parts), _for_questions(text))
    written = [part.minutes for part in parts if part.minutes is not None]
    return Agenda(parts, sum(written) if written else None, any(_for_questions(part.text) for part in parts))


def without_minutes(text: str) -> str:
    """The same text without its minutes, which are figures but no evidence."""
    return _MINUTES.sub(" ", _CLOCK.sub(" ", _NUMBERED.sub(" ", text)))


def _parts_of(text: str) -> list[str]:
    return _numbered(text) or _timed_lines(text) or _bullets(text) or _plain_lines(text)


def _numbered(text: str) -> list[str]:
    """Parts under numbers that rise from 1, each on a line of its own or one after the other in a paragraph."""
    marks: list[re.Match[str]] = []
    for found in _NUMBERED.finditer(text):
        if int(found["number"]) == len(marks) + 1:
            marks.append(found)
    if len(marks) < _LEAST_PARTS:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    *most, last = parts
    return [*(part.strip() for part in most), *_tail(last)]


def _tail(last: str) -> Iterator[str]:
    """What follows the last number may hold parts that have none, such as the time for questions."""
    lines = [line for line in re.split(r"\n|(?<=[.)])\s+(?=[A-Z])", last) if line.strip()]
    kept: list[str] = []
    for line in lines:
        if kept and len(line.split()) <= _SHORT and _minutes_of(line) is not None:
            yield " ".join(kept).strip()
            kept = []
        kept.append(line)
    yield " ".join(kept).strip()


def _timed_lines(text: str) -> list[str]:
    """Lines, or short sentences, with minutes."""
    for pieces in (text.splitlines(), re.split(r"\n|(?<=[.;])\s+", text)):
        timed = [piece.strip() for piece in pieces if _minutes_of(piece) is not None]
        if len(timed) >= _LEAST_PARTS:
            return timed
    return []


def _bullets(text: str) -> list[str]:
    """Parts under bullets or headings; what is indented belongs to the part above it."""
    found = list(_BULLET.finditer(text))
    if not found:
        return []
    outer = min(len(one["indent"].expandtabs(4)) for one in found)
    top = [one for one in found if len(one["indent"].expandtabs(4)) == outer]
    ends = [*(one.start() for one in top[1:]), len(text)]
    parts = [text[one.start("text") : end].strip() for one, end in zip(top, ends, strict=True)]
    return parts if len(parts) >= _LEAST_PARTS else []


def _plain_lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    short = all(len(line.split()) <= _LONGEST_PLAIN_LINE for line in lines)
    return lines if short and len(lines) >= _LEAST_PLAIN_LINES else []


def _each(text: str) -> float | None:
    """The minutes that every part has, where that is how it is written."""
    return next((_span(mark) for mark in _MINUTES.finditer(text) if _EACH.match(text[mark.end() :])), None)


def _minutes_of(text: str) -> float | None:
    """All minutes that a part gives itself; a talk's whole length does not count."""
    clocks = [_clock(found["end"]) - _clock(found["start"]) for found in _CLOCK.finditer(text)]
    spans = [span for span in clocks if span > 0]
    spans += [_span(mark) for mark in _marks(_CLOCK.sub(" ", text))]
    return sum(spans) if spans else None


def _marks(text: str) -> Iterable[re.Match[str]]:
    """Minutes that stand where an outline has them, not in the middle of a sentence."""
    for mark in _MINUTES.finditer(text):
        line = _line(text, mark)
        before, after = line[0], line[1]
        if _WHOLE.search(after) or _WHOLE.search(before[-24:]):
            continue
        bracketed = _OPENED.search(before) and _CLOSED.search(after)
        is_title = _TITLE.match(before) and not _WITHIN.search(before)
        closing = _ENDS.match(after) and (_PARTED.search(before) or is_title)
        if bracketed or closing or _BEGINS.match(before):
            yield mark


def _line(text: str, mark: re.Match[str]) -> tuple[str, str]:
    """What stands before and after a mark on its line, as far as it matters."""
    start = max(text.rfind("\n", 0, mark.start()) + 1, mark.start() - _NEAR)
    end = text.find("\n", mark.end(), mark.end() + _NEAR)
    return text[start : mark.start()], text[mark.end() : mark.end() + _NEAR if end < 0 else end]


def _span(mark: re.Match[str]) -> float:
    amount = mark["amount"].lower()
    end = float(_WORDS.index(amount) + 1) if amount in _WORDS else float(amount.replace(",", "."))
    start = mark["start"]
    if start is None or end <= (begins := _clock(start) if ":" in start else float(start.replace(",", "."))):
        return end
    return end - begins


def _clock(text: str) -> float:
    minutes, seconds = text.split(":")
    return int(minutes) + int(seconds) / 60


def _for_questions(text: str) -> bool:
    """Whether there is a part for questions: a short line that begins with them, or gives them minutes."""
    for line in re.split(r"\n|(?<=[.;)])\s+", text):
        found = _QUESTIONS.search(line)
        if found and len(line.split()) <= _SHORT:
            before = without_minutes(line[: found.start()]).split()
            if len(before) <= _LEAST_PARTS or _minutes_of(line) is not None:
                return True
    return False
