"""Levels by competency as rows: the level as a dot, its spread as a band, how sure it is by how full the dot is."""

from collections.abc import Sequence

from bot.domain.progress.levels import RECENT
from bot.domain.progress.overview import Level
from bot.ui.charts.canvas import WIDTH
from bot.ui.charts.pen import LINE_HEIGHT, SMALL, TEXT, Pen, lines, width
from bot.ui.charts.pipeline import GOLD, LINE, MUTED, NIGHT, QUIET

SURE = {"firm": "sure", "fair": "fairly sure", "guess": "still a guess"}
TREND = {"up": "rising", "down": "falling", "steady": "steady"}
_LEFT, _RIGHT = 56.0, WIDTH - 56.0
_NAME_ROOM = 420.0
_SCALE_FROM, _SCALE_TO = 516.0, 790.0
_LEVEL_AT, _TREND_AT = 896.0, 932.0
_LOWEST, _HIGHEST = 1, 4
_ROW, _SCALE, _LEGEND = 64.0, 44.0, 56.0
_ARROWS = {"up": "^", "down": "v", "steady": "_"}
_NONE_YET = "Rate an answer from 1 to 4, and the level of its competency stands here."


def rows_height(levels: Sequence[Level]) -> float:
    """Pixels of all rows with the scale and what the marks mean."""
    if not levels:
        return 2 * LINE_HEIGHT + 20
    return sum(_height(_name(one)) for one in levels) + _SCALE + _LEGEND * len(_legend_lines(levels))


def paint_levels(pen: Pen, top: float, levels: Sequence[Level]) -> None:
    """The rows below each other, then the scale, then what the marks mean."""
    if not levels:
        for number, line in enumerate(lines(_NONE_YET, SMALL, _RIGHT - _LEFT)):
            pen.write(_LEFT, top + 24 + LINE_HEIGHT * number, line, SMALL, MUTED)
        return
    down = top
    for one in levels:
        name = _name(one)
        _paint_row(pen, down + _height(name) / 2, one, name)
        down += _height(name)
    for level in range(_LOWEST, _HIGHEST + 1):
        pen.axes.plot([_scaled(level)] * 2, [top + 6, down], color=QUIET, linewidth=1.5, zorder=1)
        pen.write(_scaled(level), down + 22, str(level), SMALL, MUTED, side="center")
    for number, marks in enumerate(_legend_lines(levels)):
        _paint_legend(pen, down + _SCALE + _LEGEND * (number + 0.5), marks)


def _name(one: Level) -> list[str]:
    return lines(one.title, SMALL, _NAME_ROOM)


def _height(name: Sequence[str]) -> float:
    return _ROW + LINE_HEIGHT * (len(name) - 1)


def _paint_row(pen: Pen, down: float, one: Level, name: Sequence[str]) -> None:
    first = down - LINE_HEIGHT * (len(name) - 1) / 2
    for number, line in enumerate(name):
        pen.write(_LEFT, first + LINE_HEIGHT * number, line, SMALL)
    ends = [_scaled(max(_LOWEST, one.level - one.spread)), _scaled(min(_HIGHEST, one.level + one.spread))]
    pen.axes.plot(ends, [down, down], color=LINE, alpha=0.45, linewidth=11, solid_capstyle="round", zorder=2)
    _dot(pen, _scaled(one.level), down, one.sure)
    pen.write(_LEVEL_AT, down, f"{one.level:.1f}", TEXT, bold=True, side="right")
    if one.trend in _ARROWS:
        _arrow(pen, _TREND_AT, down, one.trend)


def _dot(pen: Pen, across: float, down: float, sure: str) -> None:
    pen.axes.plot(
        [across], [down], marker="o", markersize=20, color=NIGHT if sure == "guess" else GOLD, zorder=4,
        markeredgecolor=GOLD, markeredgewidth=3.5, fillstyle="left" if sure == "fair" else "full",
        markerfacecoloralt=NIGHT,
    )  # fmt: skip


def _arrow(pen: Pen, across: float, down: float, trend: str) -> None:
    colour = MUTED if trend == "steady" else LINE
    pen.axes.plot(
        [across], [down], marker=_ARROWS[trend], markersize=17, color=colour, markeredgewidth=4, zorder=4,
        linestyle="none",
    )  # fmt: skip


def _legend_lines(levels: Sequence[Level]) -> list[list[tuple[str, str]]]:
    """Only of marks that are there: how sure, and where it goes."""
    sure = [(key, word) for key, word in SURE.items() if any(one.sure == key for one in levels)]
    trend = [(key, word) for key, word in TREND.items() if any(one.trend == key for one in levels)]
    return [one for one in (sure, trend) if one]


def _paint_legend(pen: Pen, down: float, marks: Sequence[tuple[str, str]]) -> None:
    across = _LEFT + 14
    for key, word in marks:
        if key in SURE:
            _dot(pen, across, down, key)
        else:
            _arrow(pen, across, down, key)
        pen.write(across + 30, down, word, SMALL, MUTED)
        across += 30 + width(word, SMALL) + 56
    if marks[0][0] in TREND:
        pen.write(_RIGHT, down, f"last {RECENT.days} days", SMALL, MUTED, side="right")


def _scaled(level: float) -> float:
    return _SCALE_FROM + (level - _LOWEST) / (_HIGHEST - _LOWEST) * (_SCALE_TO - _SCALE_FROM)
