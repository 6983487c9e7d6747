"""Sets of weekdays in words: ``weekdays``, ``mon wed fri``, ``Mo-Fr``, ``every day``."""

import re

from bot.domain.when.cleaning import cleaned
from bot.domain.when.values import WhenError, WhenReason
from bot.domain.when.words import FOREIGN_WEEKDAYS, WEEKDAYS

_DAYS = WEEKDAYS | {f"{word}s": number for word, number in WEEKDAYS.items()} | FOREIGN_WEEKDAYS
_ALL = frozenset(range(7))
_SETS = {
    **dict.fromkeys(("weekdays", "weekday", "workdays", "workday", "werktags", "werktage"), frozenset(range(5))),
    **dict.fromkeys(("weekends", "weekend", "wochenende"), frozenset({5, 6})),
    **dict.fromkeys(("everyday", "daily", "all", "always", "any", "täglich"), _ALL),
}
_FILLERS = frozenset({"every", "each", "on", "and", "und", "et", "y", "&", "+", "the", "jeden", "am"})
_RANGE = re.compile(r"\s*(?:-|\bto\b|\bthrough\b|\bthru\b|\bbis\b)\s*")
_SEPARATORS = re.compile(r"[\s;/|.]+")


def read_days(text: str) -> frozenset[int] | None:
    """The weekdays that ``text`` names, 0 = Monday; ``None`` for all of them, and for an empty text.

    :raises WhenError: if a word is none of a weekday.
    """
    if not text.strip():
        return None
    line = cleaned(text)
    if re.fullmatch(r"(?:every|each|any|all) ?(?:single )?days?|all (?:the )?week", line):
        return None
    days: set[int] = set()
    for word in _SEPARATORS.split(_RANGE.sub("-", line)):
        if word and word not in _FILLERS:
            days |= _days_of(word)
    if not days:
        raise WhenError(WhenReason.UNREADABLE)
    return None if days == _ALL else frozenset(days)


def _days_of(word: str) -> frozenset[int]:
    if word in _SETS:
        return _SETS[word]
    if word in _DAYS:
        return frozenset({_DAYS[word]})
    first, dash, last = word.partition("-")
    if not dash or first not in _DAYS or last not in _DAYS:
        raise WhenError(WhenReason.UNREADABLE)
    length = (_DAYS[last] - _DAYS[first]) % 7
    return frozenset((_DAYS[first] + step) % 7 for step in range(length + 1))
