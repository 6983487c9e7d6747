"""A person's progress as one tall picture: streak and calendar, levels, their line over months, tracks."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.progress.overview import CALENDAR_WEEKS, Level, Month, Overview, Way, first_of_calendar
from bot.ui.charts.canvas import WIDTH, draw_poster, shorten
from bot.ui.charts.pipeline import GOLD, LINE, MUTED, NIGHT, PAPER, QUIET
from bot.ui.text import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _RIGHT = 56.0, WIDTH - 56.0
_TOP = 190.0
_CALENDAR, _LEVEL, _LINE_HEIGHT, _WAY, _FOOT = 352.0, 66.0, 308.0, 92.0, 90.0
_TITLE, _BIG, _TEXT, _SMALL = 36, 26, 20, 16
_DAY, _GAP = 26.0, 34.2
_SCALE_FROM, _SCALE_TO = 400.0, 800.0
_LOWEST, _HIGHEST = 1, 4
_ALT_ROOM = 1024
_NAME_ROOM, _TRACK_ROOM = 26, 40
_SURE = {"firm": "sure", "fair": "fairly sure", "guess": "a guess yet"}
_ARROWS = {"up": "^", "down": "v"}
_TREND = {"up": "rising", "down": "falling", "steady": "steady", "unknown": ""}


class _Pen(NamedTuple):
    axes: "Axes"

    def write(
        self, across: float, down: float, text: str, size: float, colour: str = PAPER, *,
        bold: bool = False, side: str = "left",
    ) -> None:  # fmt: skip
        """Text is never read as mathematics."""
        self.axes.text(
            across, down, text, fontsize=size, color=colour, fontweight="bold" if bold else "normal", ha=side,
            va="center_baseline", parse_math=False, zorder=5,
        )  # fmt: skip


def progress_png(found: Overview) -> bytes:
    """The picture, on its own dark ground, to be read on a phone in either theme."""
    parts = [_CALENDAR]
    parts.append(126 + _LEVEL * max(len(found.levels), 1))
    parts.append(_LINE_HEIGHT if len(found.months) > 1 else 0)
    parts.append(90 + _WAY * len(found.ways) if found.ways else 0)
    height = int(_TOP + sum(parts) + _FOOT)

    def paint(axes: "Axes") -> None:
        pen = _Pen(axes)
        axes.figure.set_facecolor(NIGHT)
        _header(pen, found)
        _calendar(pen, _TOP, found)
        _levels(pen, _TOP + parts[0], found.levels)
        if parts[2]:
            _months(pen, _TOP + sum(parts[:2]), found.months)
        if parts[3]:
            _ways(pen, _TOP + sum(parts[:3]), found.ways)
        _footer(pen, height)

    return draw_poster(paint, height)


def progress_alt(found: Overview) -> str:
    """What the picture shows, in words; at most 1,024 characters, as Discord takes no more."""
    levels = "; ".join(f"{one.title} {one.level:.1f}{_rising(one)}, {_SURE[one.sure]}" for one in found.levels)
    tracks = "; ".join(f"{one.title} {sum(one.done)} of {len(one.done)} stages" for one in found.ways)
    words = [
        f"Progress: {_totals(found)}; streak {plural(found.streak, 'day')}, best {found.best}.",
        f"Levels out of 4: {levels}." if levels else "No levels yet.",
        f"Tracks: {tracks}." if tracks else "",
    ]
    return shorten(" ".join(filter(None, words)), _ALT_ROOM)


def _rising(one: Level) -> str:
    return f" {_TREND[one.trend]}" if _TREND[one.trend] else ""


def _totals(found: Overview) -> str:
    days, rounds, answers = found.totals
    return f"{plural(days, 'day')} of practice, {plural(rounds, 'round')}, {plural(answers, 'daily answer')}"


def _header(pen: _Pen, found: Overview) -> None:
    pen.write(_LEFT, 70, "Progress", _TITLE, bold=True)
    pen.write(_RIGHT, 70, f"{found.today.day} {found.today:%b %Y}", _TEXT, MUTED, side="right")
    days, rounds, answers = found.totals
    named = ((days, "day"), (rounds, "round"), (answers, "daily answer"))
    for number, (count, name) in enumerate(named):
        across = _LEFT + number * 270
        pen.write(across, 140, f"{count:,}", _BIG, GOLD, bold=True)
        pen.write(across + 26 + 22 * len(f"{count:,}"), 140, name + "s" * (count != 1), _SMALL, MUTED)


def _section(pen: _Pen, top: float, title: str, below: str = "") -> None:
    pen.axes.plot([_LEFT, _RIGHT], [top, top], color=QUIET, linewidth=1.5)
    pen.write(_LEFT, top + 44, title, _TEXT, LINE, bold=True)
    pen.write(_RIGHT, top + 44, below, _SMALL, MUTED, side="right")


def _calendar(pen: _Pen, top: float, found: Overview) -> None:
    """A square for each day of half a year, a column for each week: practised ones are bright, and ringed by shape."""
    from matplotlib.collections import PatchCollection  # noqa: PLC0415 - loaded when something is drawn
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

    _section(pen, top, f"Streak: {plural(found.streak, 'day')}", f"best {found.best}")
    first, days = first_of_calendar(found.today), set(found.practised)
    bright: list[Rectangle] = []
    quiet: list[Rectangle] = []
    for number in range(CALENDAR_WEEKS * 7):
        day = first + timedelta(days=number)
        if day > found.today:
            break
        corner = (_LEFT + number // 7 * _GAP, top + 76 + number % 7 * (_GAP - 2))
        inset = 0.0 if day in days else 7.0
        square = Rectangle((corner[0] + inset, corner[1] + inset), _DAY - 2 * inset, _DAY - 2 * inset)
        (bright if day in days else quiet).append(square)
    for squares, colour in ((bright, LINE), (quiet, QUIET)):
        pen.axes.add_collection(PatchCollection(squares, facecolor=colour, edgecolor="none", zorder=3))
    _month_names(pen, top + 76 + 7 * (_GAP - 2) + 16, first)


def _month_names(pen: _Pen, down: float, first: date) -> None:
    shown = first.month
    for week in range(CALENDAR_WEEKS):
        monday = first + timedelta(weeks=week)
        if monday.month != shown:
            shown = monday.month
            pen.write(_LEFT + week * _GAP, down, f"{monday:%b}", _SMALL, MUTED)


def _levels(pen: _Pen, top: float, levels: tuple[Level, ...]) -> None:
    _section(pen, top, "Levels", "filled: sure · hollow: a guess yet")
    if not levels:
        pen.write(_LEFT, top + 100, "Rate an answer from 1 to 4, and its level stands here.", _SMALL, MUTED)
        return
    for level in range(_LOWEST, _HIGHEST + 1):
        across = _scaled(level)
        bottom = top + 84 + _LEVEL * len(levels)
        pen.axes.plot([across, across], [top + 84, bottom], color=QUIET, linewidth=1, zorder=1)
        pen.write(across, bottom + 14, str(level), _SMALL, MUTED, side="center")
    for number, one in enumerate(levels):
        _level(pen, top + 84 + _LEVEL * (number + 0.5), one)


def _level(pen: _Pen, down: float, one: Level) -> None:
    """The level as a dot, its spread as a band: filled if it is sure, half so if fairly, hollow while it is a guess."""
    pen.write(_LEFT, down - 1, shorten(one.title, _NAME_ROOM), _SMALL + 1, PAPER)
    ends = [_scaled(max(_LOWEST, one.level - one.spread)), _scaled(min(_HIGHEST, one.level + one.spread))]
    pen.axes.plot(ends, [down, down], color=LINE, alpha=0.45, linewidth=9, solid_capstyle="round", zorder=2)
    pen.axes.plot(
        [_scaled(one.level)], [down], marker="o", markersize=19, color=NIGHT if one.sure == "guess" else GOLD,
        markeredgecolor=GOLD, markeredgewidth=3, zorder=4, fillstyle="left" if one.sure == "fair" else "full",
        markerfacecoloralt=NIGHT,
    )  # fmt: skip
    pen.write(_SCALE_TO + 80, down, f"{one.level:.1f}", _TEXT, PAPER, bold=True, side="right")
    if one.trend in _ARROWS:
        pen.axes.plot([_RIGHT - 24], [down], marker=_ARROWS[one.trend], markersize=15, color=LINE, zorder=4)
    elif one.trend == "steady":
        pen.axes.plot([_RIGHT - 36, _RIGHT - 12], [down, down], color=MUTED, linewidth=4, zorder=4)


def _scaled(level: float) -> float:
    return _SCALE_FROM + (level - _LOWEST) / (_HIGHEST - _LOWEST) * (_SCALE_TO - _SCALE_FROM)


def _months(pen: _Pen, top: float, months: tuple[Month, ...]) -> None:
    """The mean of all levels, month by month; a month without any is a gap in the marks, not in the line."""
    _section(pen, top, "Over the months", "the mean of all levels given")
    first, last = months[0].day, months[-1].day
    span = max((last - first).days, 1)
    across = [_LEFT + 60 + (one.day - first).days / span * (_RIGHT - _LEFT - 120) for one in months]
    downs = [top + 230 - (one.level - _LOWEST) / (_HIGHEST - _LOWEST) * 130 for one in months]
    pen.axes.plot(across, downs, color=LINE, linewidth=5, marker="o", markersize=11, markerfacecolor=GOLD,
                  markeredgecolor=NIGHT, zorder=3)  # fmt: skip
    for at in {0, len(months) - 1}:
        pen.write(across[at], downs[at] - 30, f"{months[at].level:.1f}", _SMALL, PAPER, bold=True, side="center")
        pen.write(across[at], top + 268, f"{months[at].day:%b %Y}", _SMALL, MUTED, side="center")


def _ways(pen: _Pen, top: float, ways: tuple[Way, ...]) -> None:
    """Each track as its stages: a filled dot for one that was done."""
    _section(pen, top, "Tracks")
    for number, one in enumerate(ways):
        down = top + 96 + _WAY * number
        pen.write(_LEFT, down, shorten(one.title, _TRACK_ROOM), _SMALL + 1, PAPER)
        count = f"{sum(one.done)} of {len(one.done)} stages"
        pen.write(_RIGHT, down, count, _SMALL, MUTED, side="right")
        step = min(60.0, (_RIGHT - _LEFT - 24) / max(len(one.done), 1))
        across = [_LEFT + 14 + step * at for at in range(len(one.done))]
        pen.axes.plot(across, [down + 40] * len(across), color=QUIET, linewidth=4, zorder=1)
        for at, done in zip(across, one.done, strict=True):
            pen.axes.plot(
                [at], [down + 40], marker="o", markersize=17, color=LINE if done else NIGHT,
                markeredgecolor=LINE if done else QUIET, markeredgewidth=3, zorder=2,
            )  # fmt: skip


def _footer(pen: _Pen, height: int) -> None:
    down = height - 44.0
    pen.write(_LEFT, down, "One rating is a guess; many make it sure.", _SMALL, MUTED)
    pen.axes.plot([_RIGHT - 160], [down - 1], marker="o", markersize=10, color=LINE)
    pen.write(_RIGHT, down, "Greenroom", _SMALL, MUTED, bold=True, side="right")
