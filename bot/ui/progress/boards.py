"""The leaderboard, and how a group does."""

import discord

from bot.domain.competencies import Rubrics
from bot.domain.progress.effort import MOST_SHOWN, Period, Place
from bot.domain.progress.groups import FEWEST, Group
from bot.services.progress_pages import Board
from bot.ui import panels
from bot.ui.actions import ActionButton
from bot.ui.progress.cards import COLOUR
from bot.ui.text import person, plural

_TITLES = {Period.WEEK: "This week", Period.MONTH: "This month", Period.ALL: "All time"}
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
_HOW = (
    "-# One point for each day of practice, each round, each time you asked or observed for others. Levels do not "
    "count, and only who joined stands here."
)
_BAR = 8
_HIGHEST = 4
Row = discord.ui.ActionRow[discord.ui.LayoutView]


def board(found: Board, *, moderates: bool) -> discord.ui.LayoutView:
    """The leaderboard of a time, as one person sees it."""
    places = found.places[:MOST_SHOWN]
    lines = "\n".join(map(_line, places)) or "Nobody yet: whoever joins and practises comes first."
    if found.own is not None and found.own not in places:
        lines += f"\n…\n{_line(found.own)}"
    return panels.card(
        COLOUR, f"## 🏅 {_TITLES[found.period]}\n{lines}", _HOW, items=[_periods(found), _choices(found, moderates)]
    )


def switched_off(*, moderates: bool) -> discord.ui.LayoutView:
    """There is none here."""
    text = "## 🏅 Leaderboard\nThis server has no leaderboard."
    if not moderates:
        return panels.card(COLOUR, text)
    return panels.card(COLOUR, text, items=[_row(ActionButton("Switch it on", "prg_board_on", 1))])


def group(found: Group, rubrics: Rubrics) -> discord.ui.LayoutView:
    """How a server does by competency."""
    head = f"## How the group does\n-# At least {found.people} people practised in the last three months."
    lines = [
        f"`{_bar(one.level)}` **{one.level:.1f}** {rubrics.of(one.competency).title} · {one.people}+ people"
        for one in found.levels
    ]
    text = "\n".join(lines) or f"No competency has a level from {FEWEST} people yet."
    foot = f"-# Means of people's levels out of 4, to half a level; only where {FEWEST} people or more have one."
    return panels.card(COLOUR, head, text, foot)


def _line(place: Place) -> str:
    effort = place.effort
    parts = [plural(effort.days, "day"), plural(effort.rounds, "round")]
    parts += [f"helped {plural(effort.helped, 'time')}"] if effort.helped else []
    rank = _MEDALS.get(place.rank, f"**{place.rank}.**")
    return f"{rank} {person(effort.user_id)} · **{plural(effort.points, 'point')}** · {', '.join(parts)}"


def _periods(found: Board) -> Row:
    chosen = discord.ButtonStyle.primary
    return _row(
        *(
            ActionButton(
                title, "prg_board", one.value,
                style=chosen if one is found.period else discord.ButtonStyle.secondary,
            )
            for one, title in _TITLES.items()
        )
    )  # fmt: skip


def _choices(found: Board, moderates: bool) -> Row:
    period = found.period.value
    if found.joined:
        buttons = [ActionButton("Leave", "prg_board_join", 0, period)]
    else:
        buttons = [ActionButton("Join", "prg_board_join", 1, period, style=discord.ButtonStyle.success)]
    if moderates:
        buttons.append(ActionButton("Switch it off for this server", "prg_board_on", 0))
    return _row(*buttons)


def _bar(level: float) -> str:
    filled = round(level / _HIGHEST * _BAR)
    return "█" * filled + "░" * (_BAR - filled)


def _row(*buttons: ActionButton) -> Row:
    made: Row = discord.ui.ActionRow()
    for button in buttons:
        made.add_item(button)
    return made
