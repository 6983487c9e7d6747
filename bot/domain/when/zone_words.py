"""Zones named after a time: ``UTC``, ``CET``, ``+02:00``, ``Berlin time``, ``in New York``."""

import re
from dataclasses import dataclass
from datetime import timedelta, timezone

from bot.domain.when.values import WhenError, WhenReason
from bot.domain.zones import search

_SHORT = re.compile(
    r"[pmce][sd]t|[pe]t|bst|wet|ces?t|eet|eest|msk|ist|jst|sgt|ae[sd]t|pacific|eastern|central|mountain"
)
"""Those of them that ``bot.domain.zones`` knows."""

_UTC = frozenset({"utc", "gmt", "zulu"})
_OWN = frozenset({"my", "local", "my local", "our"})
_MOST_WORDS = 3
_OFFSET = re.compile(r"\s?(?P<utc>utc|gmt)?\s?(?P<sign>[+-])\s?(?P<h>\d{1,2})(?::?(?P<m>\d\d))?$")
_CLOCK_BEFORE = re.compile(r"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s?$")
_ZULU = re.compile(r"(?<=\d:\d\d)z$|(?<=\d:\d\d\.\d)z$|(?<=\d:\d\d\.\d\d\d)z$")
_IANA = re.compile(r"\s(?:in\s)?(?P<name>[a-z_]+/[a-z_+/-]+)(?:\stime)?$")
_WORD = re.compile(r"[a-z][a-z'.-]*")
_TIME_LIKE = re.compile(r"\d|^(?:am|pm|noon|midnight)$")


@dataclass(frozen=True, slots=True)
class Named:
    """What is left of a text, and the zones or the offset that it named."""

    text: str
    zones: tuple[str, ...] = ()
    offset: timezone | None = None
    sure: bool = True
    """Whether the zone was named by its place, not by a short name that stands for several."""


def take_zone(text: str) -> Named:
    """Takes the zone out of ``text``.

    :raises WhenError: for an offset that no place has and for an unknown IANA name.
    """
    if _ZULU.search(text):
        return Named(text[:-1], ("UTC",))
    if (with_offset := _offset(text)) is not None:
        return with_offset
    if found := _IANA.search(text):
        zone = search(found["name"])
        if zone.sure is None:
            raise WhenError(WhenReason.UNKNOWN_ZONE, zones=zone.near)
        return Named(text[: found.start()], (zone.sure,))
    return _in_words(text)


def unknown_place(text: str) -> WhenError | None:
    """The refusal for a text that ends in ``… time`` of a place that is not known or has several zones."""
    words = text.split()
    if len(words) < 3 or words[-1] != "time":  # noqa: PLR2004
        return None
    for count in range(min(_MOST_WORDS, len(words) - 2), 0, -1):
        place = words[-1 - count : -1]
        if all(_WORD.fullmatch(word) for word in place) and place[0] not in ("in", "at"):
            near = search(" ".join(place)).near
            if near or count == 1:
                return WhenError(WhenReason.UNKNOWN_ZONE, zones=near)
    return None


def _offset(text: str) -> Named | None:
    found = _OFFSET.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    if not found["utc"] and not _CLOCK_BEFORE.search(before):
        return None
    ahead = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
    if ahead > timedelta(hours=14):
        raise WhenError(WhenReason.UNKNOWN_ZONE)
    return Named(before, offset=timezone(ahead if found["sign"] == "+" else -ahead))


def _in_words(text: str) -> Named:
    """The last words that name a zone: ``3pm in New York``, ``15:00 CET tomorrow``."""
    words = text.split()
    for end in range(len(words), 1, -1):
        for start in range(max(1, end - _MOST_WORDS), end):
            place = words[start:end]
            if not all(_WORD.fullmatch(word) for word in place):
                continue
            # "est" and "et" are words of other languages too.
            short = end == len(words) or words[end] == "time" or bool(_TIME_LIKE.search(words[start - 1]))
            found = _zones_of(" ".join(place), short=short)
            if found is None:
                continue
            left = words[: start - 1 if words[start - 1] == "in" else start]
            after = words[end + 1 if words[end : end + 1] == ["time"] else end :]
            return Named(" ".join(left + after), found[0], sure=found[1])
    return Named(text)


def _zones_of(name: str, *, short: bool) -> tuple[tuple[str, ...], bool] | None:
    if name in _UTC:
        return ("UTC",), True
    if name in _OWN and short:
        return (), True
    if _SHORT.fullmatch(name):
        return (search(name).near, False) if short else None
    zone = search(name).sure
    return ((zone,), True) if zone else None
