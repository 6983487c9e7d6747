"""One lower-case reading copy of an answer, each character of which knows where it came from.

Rules match on the copy (plain letters, plain quotes, no invisible characters), quotes are cut from the original.
"""

import re
import unicodedata
from dataclasses import dataclass

_PLAIN = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u2013": "-", "\u2014": "-", "\u2212": "-"}
)
_MONSTER = re.compile(r"\S{100,}")
_BREAKS = frozenset("\n\r\u2028\u2029\u0085\v\f")
_ASCII = dict.fromkeys((*range(32), 127), " ") | {ord(c): "\n" for c in "\n\r\v\f"} | {ord("`"): "'"}


@dataclass(frozen=True)
class Folded:
    """``text`` is for matching; ``origin[i]`` is the index in ``raw`` that ``text[i]`` was read from."""

    raw: str
    text: str
    origin: tuple[int, ...] | None

    def quote(self, start: int, end: int) -> str:
        """What ``text[start:end]`` is in the original, without blanks around it."""
        if self.origin is None:
            return self.raw[start:end].strip()
        return self.raw[self.origin[start] : self.origin[end]].strip()

    def is_upper(self, index: int) -> bool:
        """Whether this character was a capital in the original."""
        return self.raw[index if self.origin is None else self.origin[index]].isupper()

    @property
    def mostly_latin(self) -> bool:
        """Whether most of its letters are those of English."""
        if self.raw.isascii():
            return True
        letters = [char for char in self.text if char.isalpha()]
        return 2 * sum(char.isascii() for char in letters) >= len(letters)


def fold(raw: str) -> Folded:
    """Make the reading copy. Only text beyond ASCII needs the map, for only there do lengths differ."""
    if raw.isascii():
        return Folded(raw, _without_monsters(raw.lower().translate(_ASCII)), None)
    pieces: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(raw):
        piece = _fold_ascii(char.lower()) if char.isascii() else _fold_wide(char)
        pieces.append(piece)
        origin.extend([index] * len(piece))
    origin.append(len(raw))
    return Folded(raw, _without_monsters("".join(pieces)), tuple(origin))


def _without_monsters(text: str) -> str:
    """Blank out what is too long to be a word, so that no rule has to work on it."""
    return _MONSTER.sub(lambda match: " " * len(match[0]), text)


def _fold_ascii(char: str) -> str:
    return char.translate(_ASCII)


def _fold_wide(char: str) -> str:
    if char in _BREAKS:
        return "\n"
    plain = char.translate(_PLAIN)
    if plain.isascii():
        return plain
    kept = [c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in ("Mn", "Cf", "Cs")]
    return "".join(c if c.isprintable() else " " for c in kept).lower()
