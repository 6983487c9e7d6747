"""Words of a candidate inside our own sentences: on one line, cut, and without any character that formats."""

import re
import unicodedata

_LONGEST = 70
_NOT_PLAIN = re.compile(r"[^\w\s%.,;:!?'’\-–+=&()€$£§°/]|_")
_GAP = re.compile(r"\s+")
_EDGES = " ,;:.!?-–'’/"


def plain_quote(text: str, longest: int = _LONGEST) -> str:
    """At most ``longest`` characters of ``text``, cut at a word; nothing in it formats, mentions or links.

    Empty where nothing is left that could be read.
    """
    line = _NOT_PLAIN.sub(" ", unicodedata.normalize("NFC", text[: 8 * longest]))
    # A slash after a slash or a colon would make a link.
    line = _GAP.sub(" ", re.sub(r"[:/]/+", " ", line)).strip(_EDGES)
    if len(line) > longest:
        head = line[: longest - 1]
        line = (head.rsplit(" ", 1)[0] if " " in head[longest // 2 :] else head).rstrip(_EDGES) + "…"
    return line if any(character.isalnum() for character in line) else ""
