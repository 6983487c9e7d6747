"""Words on a poster: sizes that a phone can show, measured lines, and only letters that the font has."""

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple

from bot.ui.charts.canvas import DPI
from bot.ui.charts.pipeline import PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ft2font import FT2Font

SMALL, TEXT, TITLE, FIGURE = 23, 26, 44, 42
"""Points. A phone shows a poster some 350 pixels wide: :data:`SMALL` is 11 pixels high there."""

LINE_HEIGHT = 40.0
"""Pixels from one line of :data:`SMALL` text to the next."""

_UNITS = 64
"""A font measures in 64ths of a pixel."""

_MOST_LOST = 0.3
_ELLIPSIS = "\u2026"
_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f")

_measuring = Lock()

Side = Literal["left", "center", "right"]


class Pen(NamedTuple):
    """Writes on a poster, in pixels from its top left corner."""

    axes: "Axes"

    def write(
        self, across: float, down: float, text: str, size: float, colour: str = PAPER, *,
        bold: bool = False, side: Side = "left",
    ) -> None:  # fmt: skip
        """One line around the height ``down``; it is never read as mathematics."""
        self.axes.text(
            across, down, text, fontsize=size, color=colour, fontweight="bold" if bold else "normal", ha=side,
            va="center_baseline", parse_math=False, zorder=5,
        )  # fmt: skip


@lru_cache(maxsize=512)
def width(text: str, size: float) -> float:
    """How wide a line is, in pixels."""
    with _measuring:
        font = _font()
        font.set_size(size, DPI)
        font.set_text(text)
        return float(font.get_width_height()[0]) / _UNITS


def lines(text: str, size: float, room: float, most: int = 2) -> list[str]:
    """The text on so many lines of ``room`` pixels at most, broken between words; what does not fit is cut."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, size) <= room:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > most:
        found = [*found[: most - 1], " ".join(found[most - 1 :])]
    return [_cut(one, size, room) for one in found]


def drawable(text: str) -> str:
    """The text without what the font has no shape for; nothing if too much of it would be lost."""
    with _measuring:
        known = _font().get_charmap()
    wanted = [letter for letter in " ".join(text.split()) if letter not in _JOINERS]
    kept = [letter for letter in wanted if ord(letter) in known]
    lost = sum(letter.isalnum() for letter in wanted) - sum(letter.isalnum() for letter in kept)
    if not any(letter.isalnum() for letter in kept) or lost > _MOST_LOST * len(wanted):
        return ""
    return " ".join("".join(kept).split())


def _cut(line: str, size: float, room: float) -> str:
    if width(line, size) <= room:
        return line
    fits = line
    while fits and width(fits + _ELLIPSIS, size) > room:
        fits = fits[:-1].rstrip()
    return fits + _ELLIPSIS


@lru_cache(maxsize=1)
def _font() -> "FT2Font":
    # A font object of our own: those that matplotlib keeps are set to sizes of its own while it draws.
    from matplotlib.font_manager import FontProperties, findfont  # noqa: PLC0415 - loaded when something is drawn
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - as above

    return FT2Font(str(findfont(FontProperties())))
