"""A table's levels of one candidate: for each competency every rater's level, their mean, and the candidate's own."""

from collections import Counter
from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, NamedTuple

from bot.ui.charts.canvas import BLUE, FAINT, GREEN, INK, ORANGE, SMALL, draw, heading, label_axes, legend, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HIRE_BAR = 3
_ALT_ROOM = 1024
_LINE_ROOM, _HEADLINE_ROOM = 18, 24
"""Characters in a line beside the picture, and of a name above it."""

_APART = 0.11
"""Levels between two dots of the same level, so that each rater is seen."""


class Levels(NamedTuple):
    """One line of the picture: what is rated, the raters' levels, the candidate's own."""

    title: str
    given: tuple[int, ...]
    own: int | None

    @property
    def mean(self) -> float | None:
        """Of the raters' levels."""
        return sum(self.given) / len(self.given) if self.given else None


def spread_png(found: Sequence[Levels]) -> bytes:
    """The picture; it names nobody."""

    def paint(axes: "Axes") -> None:
        axes.set_xlim(0.7, 4.3)
        axes.set_xticks(range(1, 5))
        axes.set_ylim(len(found) - 0.4, -0.6)
        names = [fill(one.title, _LINE_ROOM) for one in found]
        axes.set_yticks(range(len(found)), names, parse_math=False)
        axes.grid(visible=False, axis="y")
        axes.axvline(_HIRE_BAR, color=GREEN, linewidth=2, linestyle=(0, (5, 4)), zorder=1, label="Hire bar")
        _ranges(axes, found)
        _marks(axes, found)
        heading(axes, _headline(found), "Each dot is one rater's level.")
        label_axes(axes, "Level", "")
        legend(axes)

    return draw(paint)


def spread_alt(found: Sequence[Levels]) -> str:
    """What the picture shows, in words; at most 1,024 characters, as Discord takes no more."""
    lines = (
        f"{one.title}: {', '.join(map(str, sorted(one.given))) or 'not rated'}"
        + (f", own {one.own}" if one.own is not None else "")
        for one in found
    )
    return shorten(f"Chart of levels by competency, 1 to 4. {_headline(found)}. {'; '.join(lines)}.", _ALT_ROOM)


def _headline(found: Sequence[Levels]) -> str:
    widest = max(found, key=lambda one: max(one.given, default=0) - min(one.given, default=0))
    if not any(len(one.given) > 1 for one in found):
        return "One rater's levels and the candidate's" if _has_own(found) else "One rater's levels"
    if max(widest.given) == min(widest.given):
        return "The raters agree on every level"
    return f"Widest apart on {shorten(widest.title, _HEADLINE_ROOM)}"


def _has_own(found: Sequence[Levels]) -> bool:
    return any(one.own is not None for one in found)


def _ranges(axes: "Axes", found: Sequence[Levels]) -> None:
    """A band from the lowest to the highest level."""
    for row, one in enumerate(found):
        if one.given:
            axes.plot([min(one.given), max(one.given)], [row, row], color=FAINT, linewidth=9, alpha=0.35, zorder=2)


def _marks(axes: "Axes", found: Sequence[Levels]) -> None:
    dots = [(level + shift, row) for row, one in enumerate(found) for level, shift in _shifted(one.given)]
    means = [(mean, row) for row, one in enumerate(found) if (mean := one.mean) is not None and len(one.given) > 1]
    own = [(float(one.own), row) for row, one in enumerate(found) if one.own is not None]
    _series(axes, dots, "A rater", marker="o", color=BLUE, markersize=13, zorder=4)
    _series(axes, means, "Mean", marker="|", color=INK, markersize=34, markeredgewidth=4, zorder=5)
    look = {"markerfacecolor": "none", "markeredgecolor": ORANGE, "markeredgewidth": 3}
    _series(axes, own, "Candidate", marker="s", markersize=24, zorder=3, **look)
    axes.tick_params(axis="y", labelsize=SMALL)


def _series(axes: "Axes", places: Sequence[tuple[float, int]], label: str, **look: object) -> None:
    if places:
        across, down = zip(*places, strict=True)
        axes.plot(across, down, linestyle="none", label=label, clip_on=False, **look)  # type: ignore[arg-type]


def _shifted(given: Sequence[int]) -> list[tuple[int, float]]:
    """Each level with how far its dot is moved aside for the others of the same level."""
    return [
        (level, _APART * (number - (count - 1) / 2))
        for level, count in sorted(Counter(given).items())
        for number in range(count)
    ]
