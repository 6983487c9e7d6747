"""A track as a row of stages: done, next, to come, with the level reached."""

from typing import TYPE_CHECKING

from bot.domain.pipeline import Pipeline, Standing
from bot.ui.charts.canvas import BLUE, FAINT, GREEN, GROUND, INK, SMALL, TEXT, TITLE, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

_ROW = 1.0
_NAME_ROOM = 34
_LEVELS = 4


def pipeline_png(found: Pipeline) -> bytes:
    """A PNG for a phone: one line a stage, from the first down to the last."""
    return draw(lambda axes: _paint(axes, found))


def pipeline_alt(found: Pipeline) -> str:
    """What the picture shows, for those who do not see it."""
    done = sum(standing.done for standing in found.standings)
    words = f"{found.title}: {done} of {len(found.standings)} stages done."
    return f"{words} Next: {found.upcoming.title}." if found.upcoming else f"{words} The whole process is done."


def _paint(axes: "Axes", found: Pipeline) -> None:
    count = len(found.standings)
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(-count * _ROW + 0.4, 1.5)
    done = sum(standing.done for standing in found.standings)
    axes.text(0, 1.05, found.title, fontsize=TITLE, color=INK, fontweight="bold", parse_math=False)
    axes.text(10, 1.05, f"{done} of {count} stages", fontsize=TEXT, color=INK, ha="right", parse_math=False)
    axes.plot([0.35, 0.35], [0, -(count - 1) * _ROW], color=FAINT, linewidth=3, zorder=1)
    for row, standing in enumerate(found.standings):
        _stage(axes, -row * _ROW, row + 1, standing, is_next=standing == found.upcoming)


def _stage(axes: "Axes", up: float, number: int, standing: Standing, *, is_next: bool) -> None:
    colour = GREEN if standing.done else BLUE if is_next else FAINT
    axes.plot(
        [0.35],
        [up],
        marker="o",
        markersize=34,
        color=colour if standing.done or is_next else GROUND,
        markeredgecolor=colour,
        markeredgewidth=3,
        zorder=2,
    )
    inside = "white" if standing.done or is_next else INK
    axes.text(0.35, up - 0.01, str(number), fontsize=TEXT, color=inside, ha="center", va="center", zorder=3)
    weight = "bold" if standing.done or is_next else "normal"
    name = standing.title if len(standing.title) <= _NAME_ROOM else f"{standing.title[: _NAME_ROOM - 1]}…"
    axes.text(1.0, up + 0.12, name, fontsize=TEXT, color=INK, va="center", fontweight=weight, parse_math=False)
    axes.text(1.0, up - 0.22, _words(standing, is_next), fontsize=SMALL, color=INK, va="center", parse_math=False)
    _level(axes, up, standing, colour)


def _words(standing: Standing, is_next: bool) -> str:
    if standing.done:
        rounds = "1 round" if standing.rounds == 1 else f"{standing.rounds} rounds"
        return f"{rounds}, {standing.answered} answers"
    return "next" if is_next else "to come"


def _level(axes: "Axes", up: float, standing: Standing, colour: str) -> None:
    """Four boxes, filled up to the level; nothing where no answer was rated."""
    if standing.level is None:
        if standing.done:
            axes.text(10, up, "not rated", fontsize=SMALL, color=INK, ha="right", va="center")
        return
    for box in range(_LEVELS):
        filled = min(max(standing.level - box, 0), 1)
        left = 7.4 + box * 0.42
        axes.add_patch(_box(left, up, 1.0, colour="#dcdad3"))
        axes.add_patch(_box(left, up, filled, colour=colour))
    axes.text(10, up, f"{standing.level:.1f} of 4", fontsize=SMALL, color=INK, ha="right", va="center")


def _box(left: float, up: float, filled: float, *, colour: str) -> "Rectangle":
    from matplotlib.patches import Rectangle as Box  # noqa: PLC0415 - loaded when something is drawn

    return Box((left, up - 0.13), 0.34 * filled, 0.26, color=colour, linewidth=0)
