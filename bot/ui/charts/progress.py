"""A person's progress as one tall picture: sums and calendar, levels, their line over months, tracks."""

from itertools import groupby
from typing import TYPE_CHECKING

from bot.domain.progress.overview import Level, Month, Overview, Way
from bot.ui.charts.calendar import compared, paint_calendar, span_of
from bot.ui.charts.canvas import WIDTH, draw_poster, shorten
from bot.ui.charts.level_rows import SURE, TREND, paint_levels, rows_height
from bot.ui.charts.pen import FIGURE, LINE_HEIGHT, SMALL, TEXT, TITLE, Pen, drawable, lines
from bot.ui.charts.pipeline import GOLD, LINE, MUTED, NIGHT, PAPER, QUIET
from bot.ui.text import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _RIGHT = 56.0, WIDTH - 56.0
_TOP, _HEAD, _BELOW, _FOOT = 262.0, 96.0, 30.0, 84.0
_MONTHS = 224.0
_SUMS_AT = (56.0, 286.0, 522.0, 704.0)
_LOWEST, _HIGHEST = 1, 4
_ALT_ROOM = 1024
_TITLE_ROOM = 690.0


def progress_png(found: Overview) -> bytes:
    """The picture, on its own dark ground, to be read on a phone in either theme."""
    heights = [_HEAD + height + _BELOW if height else 0 for height in _heights(found)]
    height = int(_TOP + sum(heights) + _FOOT)

    def paint(axes: "Axes") -> None:
        pen = Pen(axes)
        axes.figure.set_facecolor(NIGHT)
        _header(pen, found)
        tops = [_TOP + sum(heights[:number]) for number in range(len(heights))]
        _practice(pen, tops[0], found)
        _section(pen, tops[1], "Levels", "out of 4" if found.levels else "")
        paint_levels(pen, tops[1] + _HEAD, found.levels)
        if heights[2]:
            _section(pen, tops[2], "Over the months", _change(found.months))
            _months(pen, tops[2] + _HEAD, found.months)
        if heights[3]:
            _section(pen, tops[3], "Tracks", "stages done")
            _ways(pen, tops[3] + _HEAD, found.ways)
        _footer(pen, height)

    return draw_poster(paint, height, (NIGHT, PAPER, MUTED, LINE, QUIET, GOLD))


def progress_alt(found: Overview) -> str:
    """What the picture shows, in words; at most 1,024 characters, as Discord takes no more."""
    tracks = "; ".join(f"{one.title} {sum(one.done)} of {len(one.done)} stages" for one in found.ways)
    days, rounds, answers = found.totals
    words = [
        f"Progress: {plural(days, 'day')} of practice, {plural(rounds, 'round')}, {plural(answers, 'daily answer')}.",
        f"Streak {plural(found.streak, 'day')}, best {found.best}. {compared(found)}.",
        f"Levels out of 4, {_levels_in_words(found.levels)}." if found.levels else "No levels yet.",
        f"Mean of all levels: {_change(found.months)}." if len(found.months) > 1 else "",
        f"Tracks: {tracks}." if tracks else "",
    ]
    return shorten(" ".join(filter(None, words)), _ALT_ROOM)


def unwritten_titles(found: Overview) -> dict[str, str]:
    """What stands in the picture for names of tracks in scripts that the font lacks, with the names."""
    written = zip(_titles(found.ways), found.ways, strict=True)
    return {shown: one.title for shown, one in written if not drawable(one.title)}


def _titles(ways: tuple[Way, ...]) -> list[str]:
    return [drawable(one.title) or f"Track {number}" for number, one in enumerate(ways, start=1)]


def _heights(found: Overview) -> list[float]:
    """Pixels of what is in each section; nothing for one that is left out."""
    ways = sum(_way_height(title) for title in _titles(found.ways))
    return [
        span_of(found).height + LINE_HEIGHT + 14,
        rows_height(found.levels),
        _MONTHS if len(found.months) > 1 else 0,
        ways,
    ]


def _levels_in_words(levels: tuple[Level, ...]) -> str:
    order = list(SURE)
    groups = groupby(sorted(levels, key=lambda one: order.index(one.sure)), key=lambda one: one.sure)
    return "; ".join(f"{SURE[sure]}: {', '.join(map(_level_in_words, group))}" for sure, group in groups)


def _level_in_words(one: Level) -> str:
    return f"{one.title} {one.level:.1f}" + (f" {TREND[one.trend]}" if one.trend in TREND else "")


def _change(months: tuple[Month, ...]) -> str:
    """The last month against the one before it that has any levels."""
    if not months[1:]:
        return ""
    before, last = months[-2:]
    change = round(last.level - before.level, 1)
    since = f"{before.day:%b}" if before.day.year == last.day.year else f"{before.day:%b %Y}"
    told = f"{abs(change):.1f} {'up' if change > 0 else 'down'} on {since}" if change else f"as in {since}"
    return f"{last.day:%b} {last.level:.1f}, {told}"


def _header(pen: Pen, found: Overview) -> None:
    pen.write(_LEFT, 72, "Progress", TITLE, bold=True)
    pen.write(_RIGHT, 76, f"{found.today.day} {found.today:%b %Y}", SMALL, MUTED, side="right")
    days, rounds, answers = found.totals
    named = ((found.streak, "day streak"), (days, "day"), (rounds, "round"), (answers, "daily answer"))
    for across, (count, name) in zip(_SUMS_AT, named, strict=True):
        pen.write(across, 164, f"{count:,}", FIGURE, GOLD, bold=True)
        pen.write(across, 218, name + "s" * (count != 1 and name != "day streak"), SMALL, MUTED)


def _section(pen: Pen, top: float, title: str, beside: str = "") -> None:
    pen.axes.plot([_LEFT, _RIGHT], [top, top], color=QUIET, linewidth=2)
    pen.write(_LEFT, top + 46, title, TEXT, LINE, bold=True)
    pen.write(_RIGHT, top + 46, beside, SMALL, MUTED, side="right")


def _practice(pen: Pen, top: float, found: Overview) -> None:
    _section(pen, top, "Days of practice", f"best streak {found.best:,}")
    paint_calendar(pen, top + _HEAD, found)
    pen.write(_LEFT, top + _HEAD + span_of(found).height + 28, compared(found), SMALL)


def _months(pen: Pen, top: float, months: tuple[Month, ...]) -> None:
    """The mean of all levels, month by month; a month without any is a gap in the marks, not in the line."""
    left, right, bottom, high = _LEFT + 70, _RIGHT - 60, top + 156, 130.0
    for level in range(_LOWEST, _HIGHEST + 1):
        down = bottom - (level - _LOWEST) / (_HIGHEST - _LOWEST) * high
        pen.axes.plot([_LEFT + 36, _RIGHT], [down, down], color=QUIET, linewidth=1.5, zorder=1)
        if level in {_LOWEST, _HIGHEST}:
            pen.write(_LEFT, down, str(level), SMALL, MUTED)
    first, span = months[0].day, max((months[-1].day - months[0].day).days, 1)
    across = [left + (one.day - first).days / span * (right - left) for one in months]
    downs = [bottom - (one.level - _LOWEST) / (_HIGHEST - _LOWEST) * high for one in months]
    pen.axes.fill_between(across, downs, bottom, color=LINE, alpha=0.18, linewidth=0, zorder=2)
    pen.axes.plot(
        across, downs, color=LINE, linewidth=5, marker="o", markersize=12, markerfacecolor=GOLD, markeredgecolor=NIGHT,
        zorder=3,
    )  # fmt: skip
    pen.write(_LEFT + 36, bottom + 42, f"{first:%b %Y}", SMALL, MUTED)
    pen.write(_RIGHT, bottom + 42, f"{months[-1].day:%b %Y}", SMALL, MUTED, side="right")


def _way_height(title: str) -> float:
    return 112.0 + LINE_HEIGHT * (len(lines(title, SMALL, _TITLE_ROOM)) - 1)


def _ways(pen: Pen, top: float, ways: tuple[Way, ...]) -> None:
    """Each track as its stages: a filled dot for one that was done."""
    down = top
    for title, one in zip(_titles(ways), ways, strict=True):
        for number, line in enumerate(lines(title, SMALL, _TITLE_ROOM)):
            pen.write(_LEFT, down + 16 + LINE_HEIGHT * number, line, SMALL)
        pen.write(_RIGHT, down + 16, f"{sum(one.done)} of {len(one.done)}", SMALL, MUTED, side="right")
        _stages(pen, down + _way_height(title) - 48, one.done)
        down += _way_height(title)


def _stages(pen: Pen, down: float, done: tuple[bool, ...]) -> None:
    step = min(84.0, (_RIGHT - _LEFT - 32) / max(len(done) - 1, 1))
    size = min(21.0, step * 0.55)
    across = [_LEFT + 16 + step * at for at in range(len(done))]
    pen.axes.plot(across, [down] * len(across), color=QUIET, linewidth=5, zorder=1)
    for at, is_done in zip(across, done, strict=True):
        pen.axes.plot(
            [at], [down], marker="o", markersize=size, color=LINE if is_done else NIGHT,
            markeredgecolor=LINE if is_done else QUIET, markeredgewidth=3.5, zorder=2,
        )  # fmt: skip


def _footer(pen: Pen, height: int) -> None:
    down = height - 48.0
    pen.axes.plot([_LEFT, _RIGHT], [down - 40, down - 40], color=QUIET, linewidth=2)
    pen.axes.plot([_LEFT + 10], [down], marker="o", markersize=13, color=LINE)
    pen.write(_LEFT + 36, down, "Greenroom", SMALL, MUTED, bold=True)
    pen.write(_RIGHT, down, "mock interviews", SMALL, MUTED, side="right")
