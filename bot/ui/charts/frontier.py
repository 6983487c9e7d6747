"""A negotiation on one page: what was possible, how both sides moved, where they met."""

from typing import TYPE_CHECKING

from bot.domain.offer.negotiation import Status
from bot.domain.offer.review import Place, Review
from bot.ui.charts.canvas import (
    BLUE,
    GREEN,
    GROUND,
    INK,
    ORANGE,
    draw,
    heading,
    label_axes,
    legend,
    note,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARGIN = 8.0
_SEEN = 0.005
"""A gap that rounds to a point."""
_LOWEST, _HIGHEST = -30.0, 130.0
"""Requests far beyond what is possible are drawn at the edge."""


def frontier_png(review: Review) -> bytes:
    """The picture; about 50 kB."""

    def paint(axes: "Axes") -> None:
        _bounds(axes, review)
        _possible(axes, review)
        _path(axes, review.offers, BLUE, "s", "Employer's offers")
        _path(axes, review.counters, ORANGE, "o", "Your counters")
        _deal(axes, review)
        heading(axes, _headline(review), _below(review))
        label_axes(axes, "Worth to the employer (points)", "Worth to you (points)")
        legend(axes)

    return draw(paint)


def frontier_alt(review: Review) -> str:
    """What the picture shows, in words, for those who do not see it."""
    steps = (
        f"The employer made {_count(len(review.offers), 'offer')}, worth {_run(review.offers)} to you; "
        f"you made {_count(len(review.counters), 'counter')}"
        + (f", worth {_run(review.counters)}." if review.counters else ".")
    )
    line = f"Your walk-away line is {_points(review.walk_away)}, the most there was {_points(review.most)}."
    return f"Chart of the negotiation with {review.title}. {_headline(review)}. {_below(review)}. {steps} {line}"


def _headline(review: Review) -> str:
    if review.status is Status.WALKED_AWAY:
        return "No deal: you walked away"
    if review.share is None:
        return "A deal where no room was"
    if review.share < 0:
        return "A deal below your own walk-away line"
    return f"You won {round(review.share * 100)} % of what there was to win"


def _below(review: Review) -> str:
    if review.deal_place is None:
        last = review.offers[-1][1]
        return f"The last offer was worth {_points(last)} to you, your line was {_points(review.walk_away)}"
    if (review.gap or 0) < _SEEN:
        return "No trade could have given you more at the same cost to them"
    return f"{_points(review.gap or 0)} more for you would have cost them nothing"


def _bounds(axes: "Axes", review: Review) -> None:
    across, up = _columns((*review.frontier, *review.offers, *review.counters))
    leave = 100 * review.walk_away
    axes.set_xlim(min(across) - _MARGIN, max(across) + _MARGIN)
    axes.set_ylim(min(*up, leave) - _MARGIN, max(*up, leave) + _MARGIN)


def _possible(axes: "Axes", review: Review) -> None:
    """The frontier, both sides' lines, and the zone between where a deal is better for both than none."""
    across, up = _columns(review.frontier)
    leave, stop = 100 * review.walk_away, 100 * review.reservation
    inside = [one for one in zip(across, up, strict=True) if one[0] > stop and one[1] > leave]
    if review.most > review.walk_away:
        edge = [(stop, 100 * review.most), *inside, (_crossing(review, leave), leave), (stop, leave)]
        axes.fill(*zip(*edge, strict=True), color=GREEN, alpha=0.12, linewidth=0, zorder=1)
    axes.plot(across, up, color=INK, linewidth=3, zorder=3, label="Best possible")
    axes.axhline(leave, color=ORANGE, linewidth=1.6, linestyle=(0, (5, 4)), zorder=2)
    axes.axvline(stop, color=BLUE, linewidth=1.6, linestyle=(0, (5, 4)), zorder=2)
    left, bottom = axes.get_xlim()[0], axes.get_ylim()[0]
    note(axes, left + 1, leave + 1, "your walk-away", colour=ORANGE, ha="left", va="bottom")
    note(axes, stop + 1, bottom + 1, "employer's limit", colour=BLUE, ha="left", va="bottom")


def _path(axes: "Axes", places: tuple[Place, ...], colour: str, marker: str, label: str) -> None:
    if not places:
        return
    across, up = _columns(places)
    axes.plot(
        across, up, color=colour, linewidth=2.2, marker=marker, markersize=11, markeredgecolor=GROUND,
        markeredgewidth=1.5, zorder=5, label=label, clip_on=False,
    )  # fmt: skip
    if len(places) > 1:
        rightwards = across[0] <= across[-1]
        note(
            axes, across[0] + (1.5 if rightwards else -1.5), up[0] + (1 if rightwards else -1), "first", colour=colour,
            ha="left" if rightwards else "right", va="bottom" if rightwards else "top",
        )  # fmt: skip


def _deal(axes: "Axes", review: Review) -> None:
    place = review.deal_place
    if place is None:
        return
    across, up = 100 * place[0], 100 * place[1]
    gap = review.gap or 0
    if gap >= _SEEN:
        axes.plot([across, across], [up, up + 100 * gap], color=GREEN, linewidth=3, linestyle=":", zorder=4)
    axes.plot(
        [across], [up], color=GREEN, marker="*", markersize=30, markeredgecolor=GROUND, markeredgewidth=1.5, zorder=8,
        linestyle="none", label="Deal", clip_on=False,
    )  # fmt: skip


def _crossing(review: Review, leave: float) -> float:
    """Where the frontier comes down to the candidate's walk-away line."""
    across, up = _columns(review.frontier)
    for place in range(1, len(across)):
        if up[place] <= leave <= up[place - 1]:
            share = (up[place - 1] - leave) / ((up[place - 1] - up[place]) or 1)
            return across[place - 1] + share * (across[place] - across[place - 1])
    return across[-1]


def _columns(places: tuple[Place, ...]) -> tuple[list[float], list[float]]:
    """Points across and up, those far away moved to the edge."""
    across, up = ([min(_HIGHEST, max(_LOWEST, 100 * place[side])) for place in places] for side in (0, 1))
    return across, up


def _run(places: tuple[Place, ...]) -> str:
    points = [str(round(100 * place[1])) for place in places]
    return points[0] + " points" if len(points) == 1 else ", ".join(points[:-1]) + f" and {points[-1]} points"


def _points(utility: float) -> str:
    return _count(round(100 * utility), "point")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if abs(number) == 1 else 's'}"
