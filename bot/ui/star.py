"""How a story looks part by part in a debrief."""

from collections.abc import Sequence

from bot.domain.star import StarPart
from bot.ui.text import cut, inert

TITLE = "Your story, part by part"
_QUOTES = (220, 140, 90, 60, 40)
"""Lengths of a quote, longest first: the first that fits is taken."""


def star(parts: Sequence[StarPart], room: int) -> str:
    """The parts with the words that make them, or what to add; in little room only which are there.

    Empty where there are no parts.
    """
    if not parts:
        return ""
    for longest in _QUOTES:
        text = "\n".join(_line(part, longest) for part in parts)
        if len(text) <= room:
            return text
    return " · ".join(f"{'✅' if part.spans else '▫️'} {part.name}" for part in parts)


def _line(part: StarPart, longest: int) -> str:
    if not part.spans:
        return f"▫️ **{part.name}** · not there yet: {part.advice}"
    return f"✅ **{part.name}** · “{inert(cut(part.words, longest))}”"
