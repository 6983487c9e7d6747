"""A track as a line with its stages as stations: done, next, to come, with the level reached at each."""

import math
from collections.abc import Mapping
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.pipeline import Pipeline, Standing
from bot.domain.process import Leg, Process
from bot.ui.charts.canvas import WIDTH, draw_poster, shorten
from bot.ui.text import plural, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Its own dark ground, which stands out from either theme of Discord; every pair of colours has a contrast over 4.5:1.
NIGHT = "#10281f"
PAPER = "#f6f4ec"
MUTED = "#a9bfb4"
LINE = "#4fb286"
QUIET = "#35574a"
GOLD = "#f2c14e"

_LEFT, _RIGHT = 64.0, WIDTH - 64.0
_RAIL = 96.0
_HEAD, _FOOT = 236.0, 120.0
_ROW, _LEAST_ROW = 124.0, 84.0
_TALLEST = 1500.0
_LEVELS = 4
_ALT_ROOM = 1024
_STAR = 17.0
_SMALLEST, _SMALL, _TEXT, _TITLE = 15, 17, 24, 38


class _Pen(NamedTuple):
    axes: "Axes"
    row: float

    def write(
        self, across: float, down: float, text: str, size: float, colour: str = PAPER, *,
        bold: bool = False, right: bool = False,
    ) -> None:  # fmt: skip
        """Text is never read as mathematics."""
        self.axes.text(
            across, down, text, fontsize=size, color=colour, fontweight="bold" if bold else "normal",
            ha="right" if right else "left", va="center_baseline", parse_math=False, zorder=5,
        )  # fmt: skip


def pipeline_png(found: Pipeline) -> bytes:
    """Where a person stands in a track, as a PNG that can be read on a phone."""
    return _draw(found, {}, f"{_done(found)} of {plural(len(found.standings), 'stage')} done", "")


def process_png(found: Process) -> bytes:
    """The whole process, as a PNG to show around: nobody is named in it."""
    stages = plural(len(found.legs), "stage")
    sums = f"{stages}  ·  {plural(found.answered, 'answer')}  ·  {span(found.used)} of interviews"
    legs = {leg.standing.stage_id: leg for leg in found.legs}
    return _draw(found.pipeline, legs, "The whole process, practised", sums)


def pipeline_alt(found: Pipeline) -> str:
    """What the picture shows, for those who do not see it."""
    words = f"{found.title}: {_done(found)} of {plural(len(found.standings), 'stage')} done."
    return f"{words} Next: {found.upcoming.title}." if found.upcoming else f"{words} The whole process is done."


def process_alt(found: Process) -> str:
    """What the picture of the whole process shows; at most 1,024 characters, as Discord takes no more."""
    stations = "; ".join(f"{leg.standing.title}, {_level(leg.standing)}" for leg in found.legs)
    return shorten(f"{found.pipeline.title}: the whole process, practised. {stations}.", _ALT_ROOM)


def _draw(found: Pipeline, legs: Mapping[str, Leg], status: str, sums: str) -> bytes:
    count = len(found.standings)
    row = max(min(_ROW, (_TALLEST - _HEAD - _FOOT) / count), _LEAST_ROW)
    height = int(_HEAD + count * row + _FOOT)

    def paint(axes: "Axes") -> None:
        pen = _Pen(axes, row)
        axes.figure.set_facecolor(NIGHT)
        _header(pen, found.title, status, done=found.upcoming is None)
        if legs:
            _average(pen, found)
        _rail(pen, found)
        for number, standing in enumerate(found.standings):
            _station(pen, number, standing, legs.get(standing.stage_id), is_next=standing == found.upcoming)
        _footer(pen, height, sums)

    return draw_poster(paint, height)


def _header(pen: _Pen, title: str, status: str, *, done: bool) -> None:
    name, dot, role = title.partition(" · ")
    pen.write(_LEFT, 74, status, _SMALL, GOLD if done else LINE, bold=True)
    pen.write(_LEFT, 128, shorten(name, 24), _TITLE, bold=True)
    if dot:
        pen.write(_LEFT, 178, shorten(role, 44), _TEXT, MUTED)


def _average(pen: _Pen, found: Pipeline) -> None:
    """The mean of the levels, large, once there is one for each stage."""
    levels = [standing.level for standing in found.standings if standing.level is not None]
    if len(levels) < len(found.standings):
        return
    pen.write(_RIGHT, 126, f"{fmean(levels):.1f}", _TITLE + 8, GOLD, bold=True, right=True)
    pen.write(_RIGHT, 178, f"of {_LEVELS}, own rating", _SMALLEST, MUTED, right=True)


def _rail(pen: _Pen, found: Pipeline) -> None:
    """The line through the stations: bright as far as was travelled without a gap."""
    last = len(found.standings) - 1
    reached = next((at for at, one in enumerate(found.standings) if not one.done), last)
    for start, end, colour in ((reached, last, QUIET), (0, reached, LINE)):
        pen.axes.plot([_RAIL, _RAIL], [_down(pen, start), _down(pen, end)], color=colour, linewidth=7, zorder=1)


def _station(pen: _Pen, number: int, standing: Standing, leg: Leg | None, *, is_next: bool) -> None:
    down = _down(pen, number)
    edge = LINE if standing.done or is_next else QUIET
    pen.axes.plot(
        [_RAIL], [down], marker="o", markersize=38, color=LINE if standing.done else NIGHT, markeredgecolor=edge,
        markeredgewidth=5, zorder=2,
    )  # fmt: skip
    if standing.done:
        pen.axes.plot(
            [_RAIL - 12, _RAIL - 3, _RAIL + 13], [down + 1, down + 10, down - 10], color=NIGHT, linewidth=5, zorder=3,
            solid_capstyle="round", solid_joinstyle="round",
        )  # fmt: skip
    else:
        pen.axes.text(
            _RAIL, down + 1, str(number + 1), fontsize=_SMALL, color=PAPER if is_next else MUTED, zorder=3,
            ha="center", va="center_baseline", fontweight="bold",
        )  # fmt: skip
    bright = standing.done or is_next
    pen.write(156, down - 16, shorten(standing.title, 28), _TEXT, PAPER if bright else MUTED, bold=bright)
    pen.write(156, down + 26, _words(standing, leg, is_next=is_next), _SMALLEST, LINE if is_next else MUTED)
    _stars(pen, down, standing)


def _words(standing: Standing, leg: Leg | None, *, is_next: bool) -> str:
    if not standing.done or standing.last_at is None:
        return "next" if is_next else "to come"
    day = f"{standing.last_at.day} {standing.last_at:%b %Y}"
    if leg is None:
        return f"{day}  ·  {plural(standing.rounds, 'round')}  ·  {plural(standing.answered, 'answer')}"
    return f"{day}  ·  {plural(leg.answered, 'answer')}  ·  {span(leg.used)}"


def _stars(pen: _Pen, down: float, standing: Standing) -> None:
    """Four stars, filled up to the level; words where a stage was held and no answer of it rated."""
    if standing.level is None:
        if standing.done:
            pen.write(_RIGHT, down - 16, "not rated yet", _SMALLEST, MUTED, right=True)
        return
    for star in range(_LEVELS):
        across = _RIGHT - _STAR - (_LEVELS - 1 - star) * 2.5 * _STAR
        _star(pen.axes, across, down - 18, 1.0, QUIET)
        _star(pen.axes, across, down - 18, min(max(standing.level - star, 0), 1), GOLD)
    pen.write(_RIGHT, down + 26, f"{standing.level:.1f} of {_LEVELS}", _SMALLEST, MUTED, right=True)


def _star(axes: "Axes", across: float, down: float, filled: float, colour: str) -> None:
    """A star of five points, the left part of it filled."""
    from matplotlib.patches import Polygon, Rectangle  # noqa: PLC0415 - loaded when something is drawn

    reach = [(_STAR * (1.0 if corner % 2 == 0 else 0.44), math.pi * corner / 5) for corner in range(10)]
    points = [(across + far * math.sin(turn), down - far * math.cos(turn)) for far, turn in reach]
    star = axes.add_patch(Polygon(points, closed=True, color=colour, linewidth=0, zorder=4))
    part = Rectangle((across - _STAR, down - _STAR), 2 * _STAR * filled, 2 * _STAR, transform=axes.transData)
    star.set_clip_path(part)


def _footer(pen: _Pen, height: int, sums: str) -> None:
    down = height - 56.0
    pen.axes.plot([_LEFT, _RIGHT], [down - 44, down - 44], color=QUIET, linewidth=1.5)
    pen.write(_LEFT, down, sums or "Mock interviews", _SMALL, PAPER if sums else MUTED)
    pen.axes.plot([_RIGHT - 178], [down - 1], marker="o", markersize=11, color=LINE)
    pen.write(_RIGHT, down, "Greenroom", _SMALL, MUTED, bold=True, right=True)


def _down(pen: _Pen, number: int) -> float:
    return _HEAD + pen.row * (number + 0.5)


def _done(found: Pipeline) -> int:
    return sum(standing.done for standing in found.standings)


def _level(standing: Standing) -> str:
    return "not rated yet" if standing.level is None else f"level {standing.level:.1f} of {_LEVELS}"
