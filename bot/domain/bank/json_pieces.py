"""JSON read piece by piece, so that no file holds up other threads or fills the memory.

The standard parser reads a document in one go and keeps the interpreter's lock meanwhile. Here it gets one entry
of a list at a time, and no entry may be longer than a question can be.
"""

import json
import re
from collections import Counter
from typing import Any

from bot.domain.bank.columns import plain_name
from bot.domain.bank.decoding import UnreadableFileError

_BLANK = re.compile(r"[ \t\n\r]*")
_LONGEST = 100_000
"""Characters of one entry; a full question has about 10,000, six times that where every letter is escaped."""

_SPANS = (8_000, _LONGEST)


class RepeatingObject(dict[str, Any]):
    """A JSON object with keys that came more than once, which are ``twice``."""

    twice: frozenset[str] = frozenset()


def repeated_keys(value: object) -> frozenset[str]:
    """The keys that came more than once in a JSON object."""
    return value.twice if isinstance(value, RepeatingObject) else frozenset()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    marked = RepeatingObject(values)
    count = Counter(key for key, _ in pairs)
    marked.twice = frozenset(plain_name(key) for key in count if count[key] > 1)
    return marked


def _refuse_constant(word: str) -> None:
    raise UnreadableFileError(f"{word} is not a value in JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)


class Pieces:
    """A place in a JSON text that moves on. UnreadableFileError: what comes there is not JSON, or is too large."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def peek(self) -> str:
        """The next character that is not blank, "" at the end."""
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._text[self._at : self._at + 1]

    def take(self, characters: str) -> str:
        """Move past the next character, which is one of these."""
        found = self.peek()
        if not found or found not in characters:
            raise self._broken(self._at)
        self._at += 1
        return found

    def end(self) -> None:
        """Nothing may follow."""
        if self.peek():
            raise self._broken(self._at)

    def value(self) -> Any:
        """Move past one whole value."""
        self.peek()
        for span in _SPANS:
            piece = self._text[self._at : self._at + span]
            whole = self._at + len(piece) == len(self._text)
            try:
                value, length = _DECODER.raw_decode(piece)
            except json.JSONDecodeError as error:
                if whole:
                    raise self._broken(self._at + error.pos) from None
            except RecursionError:
                raise UnreadableFileError("brackets are nested too deep for a list of questions") from None
            except ValueError as error:  # more digits than Python turns into a number
                raise UnreadableFileError("the file holds a number that is far too long") from error
            else:
                if whole or length < len(piece):  # a number at the edge might go on behind it
                    self._at += length
                    return value
        place = self._place(self._at)
        raise UnreadableFileError(f"{place}: this is no JSON, or one entry has more than {_LONGEST:,} characters")

    def _broken(self, at: int) -> UnreadableFileError:
        return UnreadableFileError(f"{self._place(at)}: the JSON cannot be read from here on")

    def _place(self, at: int) -> str:
        line = self._text.count("\n", 0, at) + 1
        return f"line {line}, character {at - self._text.rfind(chr(10), 0, at)}"
