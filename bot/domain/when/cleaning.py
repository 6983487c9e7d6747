"""Brings what was typed into one form before anything is read from it."""

import re
import unicodedata

from bot.domain.when.values import LONGEST_TEXT, WhenError, WhenReason

_MOST_WORDS = 16
"""No time needs as many; each word costs a look at the names of all places."""

_GAP = re.compile(r"\s+")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?=\s*[^\W\d])")
_HALF_DAY = re.compile(r"(?<![^\W\d])([ap])\.\s?m\b\.?")
_SAME = str.maketrans(
    {"½": ".5", "¼": ".25", "¾": ".75", "：": ":", "’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def cleaned(text: str) -> str:
    """In small letters on one line, with plain digits, without control and direction marks.

    :raises WhenError: for an empty text, for one of more than :data:`LONGEST_TEXT` characters, and for so many words
        that they cannot be a time.
    """
    if len(text) > 2 * LONGEST_TEXT:
        raise WhenError(WhenReason.TOO_LONG)
    plain = "".join(_plain(one) for one in unicodedata.normalize("NFC", text.translate(_SAME)).lower())
    line = _GAP.sub(" ", plain).strip()
    if not line:
        raise WhenError(WhenReason.EMPTY)
    if len(line) > LONGEST_TEXT:
        raise WhenError(WhenReason.TOO_LONG)
    if line.count(" ") >= _MOST_WORDS:
        raise WhenError(WhenReason.UNREADABLE)
    line = _HALF_DAY.sub(r"\1m", line)
    line = _DECIMAL_COMMA.sub(r"\1.\2", line)
    return _GAP.sub(" ", line.replace(",", " ")).strip(" !?;")


def _plain(one: str) -> str:
    category = unicodedata.category(one)
    if category == "Nd":
        return str(unicodedata.decimal(one))
    if category in _HIDDEN:
        return " " if one.isspace() else ""
    return one
