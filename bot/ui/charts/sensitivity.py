"""How a decision hangs on one weight: both projects' scores while it goes from nothing to everything."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.matrix.ranking import Ranking, Row, Turn, most_fragile
from bot.ui.charts.canvas import (
    BLUE,
    FAINT,
    GROUND,
    INK,
    ORANGE,
    draw,
    heading,
    label_axes,
    legend,
    note,
    shorten,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SAME = 1e-9
_NOW_ROOM, _TURN_ROOM = 14, 22
"""Per cent of the width that the words beside a mark need."""
_COLOURS, _DASHES, _MARKERS = (BLUE, ORANGE), ("-", (0, (6, 2))), ("o", "s")


def sensitivity_png(ranking: Ranking, turns: Sequence[Turn], criterion: str | None = None) -> bytes:
    """The picture for ``criterion``, or for the one whose weight has to move least to turn the ranking."""
    turn = _chosen(turns, criterion)
    row = _row(ranking, turn.criterion)

    def paint(axes: "Axes") -> None:
        axes.set_xlim(0, 100)
        axes.set_ylim(0.8, 5.2)
        axes.set_yticks(range(1, 6))
        axes.set_xticks(range(0, 101, 20), [f"{share} %" for share in range(0, 101, 20)])
        _lines(axes, ranking, row)
        _marks(axes, ranking, turn)
        heading(axes, _headline(ranking, turn), _below(ranking, turn))
        label_axes(axes, f"Weight of {shorten(row.criterion)}", "Weighted score")
        legend(axes)

    return draw(paint)


def sensitivity_alt(ranking: Ranking, turns: Sequence[Turn], criterion: str | None = None) -> str:
    """What the picture shows, in words, for those who do not see it."""
    turn = _chosen(turns, criterion)
    first, second = ranking.projects
    now = f"{first} scores {ranking.totals[0]:.2f}, {second} {ranking.totals[1]:.2f}"
    nothing, everything = ranking.totals_at(turn.criterion, 0), ranking.totals_at(turn.criterion, 1)
    moves = (
        f"With no weight on {turn.criterion} it is {nothing[0]:.2f} to {nothing[1]:.2f}, "
        f"with all of it {everything[0]:.2f} to {everything[1]:.2f}"
    )
    says = f"{_headline(ranking, turn)}. {_below(ranking, turn)}"
    return f"Chart of two scores by the weight of {turn.criterion}. {says}. Now {now}. {moves}."


def _chosen(turns: Sequence[Turn], criterion: str | None) -> Turn:
    if criterion is not None:
        return next(turn for turn in turns if turn.criterion == criterion)
    return most_fragile(turns) or max(turns, key=lambda turn: turn.weight)


def _row(ranking: Ranking, criterion: str) -> Row:
    return next(row for row in ranking.rows if row.criterion == criterion)


def _headline(ranking: Ranking, turn: Turn) -> str:
    if ranking.winner is None:
        return "It is a tie"
    if turn.at is None:
        return f"No weight of {shorten(turn.criterion)} turns it"
    return f"The ranking turns at {_percent(turn.at)}"


def _below(ranking: Ranking, turn: Turn) -> str:
    if ranking.winner is None:
        apart = any(abs(one - other) > _SAME for one, other in (ranking.totals_at(turn.criterion, w) for w in (0, 1)))
        effect = "tips it" if apart else "changes nothing"
        return f"Both score {ranking.totals[0]:.2f}; this weight {effect}"
    if turn.at is None:
        return f"{shorten(ranking.winner)} stays ahead, by {ranking.margin:.2f} points now"
    way = "over" if turn.at > turn.weight else "under"
    return f"{shorten(ranking.loser or '')} leads when this weight is {way} that"


def _lines(axes: "Axes", ranking: Ranking, row: Row) -> None:
    ends = ranking.totals_at(row.criterion, 0), ranking.totals_at(row.criterion, 1)
    for place, name in enumerate(ranking.projects):
        axes.plot(
            [0, 100], [end[place] for end in ends], color=_COLOURS[place], linestyle=_DASHES[place], linewidth=4,
            marker=_MARKERS[place], markersize=11, markeredgecolor=GROUND, markeredgewidth=1.5, zorder=4,
            label=shorten(name), clip_on=False,
        )  # fmt: skip


def _marks(axes: "Axes", ranking: Ranking, turn: Turn) -> None:
    """The weight as it is, and the one at which the lines cross; their words stand on the outer sides."""
    now = 100 * turn.weight
    axes.axvline(now, color=FAINT, linewidth=2, zorder=2)
    then = 100 * turn.at if turn.at is not None else None
    leftwards = now > 100 - _NOW_ROOM or (now > _NOW_ROOM and (then is None or now <= then))
    _beside(axes, now, 0.9, f"now {_percent(turn.weight)}", leftwards=leftwards)
    if then is None or turn.at is None:
        return
    up = ranking.totals_at(turn.criterion, turn.at)[0]
    axes.axvline(then, color=INK, linewidth=2, linestyle=":", zorder=2)
    axes.plot([then], [up], marker="D", markersize=15, color=INK, markeredgecolor=GROUND, markeredgewidth=2, zorder=6)
    leftwards = then > 100 - _TURN_ROOM or _TURN_ROOM < then < now
    _beside(axes, then, 4.95, f"turns at {_percent(turn.at)}", leftwards=leftwards)


def _beside(axes: "Axes", across: float, up: float, words: str, *, leftwards: bool) -> None:
    note(axes, across - 1 if leftwards else across + 1, up, words, ha="right" if leftwards else "left", va="bottom")


def _percent(share: float) -> str:
    return f"{share * 100:.1f}".removesuffix(".0") + " %"
