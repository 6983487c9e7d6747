"""``/progress show``: the picture with what to do next, and the same in words."""

import io
from typing import Any, NamedTuple

import discord

from bot.domain.progress.overview import Level, Next, Overview
from bot.domain.progress.sharing import Sharing
from bot.ui import panels
from bot.ui.actions import ActionButton
from bot.ui.charts.calendar import compared
from bot.ui.charts.level_rows import SURE, TREND
from bot.ui.charts.progress import progress_alt, unwritten_titles
from bot.ui.text import cut, inert, person, plural

COLOUR = discord.Colour.from_rgb(79, 178, 134)
_FILE = "progress.png"
_LABEL_ROOM = 80
_EMPTY = (
    "Nothing here yet. Your first answer begins the calendar, and your first rating, 1 to 4, gives you a level: a "
    "question takes five minutes."
)
Row = discord.ui.ActionRow[discord.ui.LayoutView]


class Whose(NamedTuple):
    """Whose progress it is. ``sharing``: what they share, if it is the reader's own."""

    user_id: int
    sharing: Sharing | None = None


def show(found: Overview, whose: Whose, png: bytes | None) -> dict[str, Any]:
    """The card; without a picture while there is nothing to draw."""
    own = whose.sharing is not None
    head = _head(whose)
    if png is None:
        text = _EMPTY if own else "There is nothing here yet."
        return {"view": _card([head, text], None, _starts() if own else [])}
    texts = [head, *([_weak(found.steps)] if own and found.steps else []), *_unwritten(found)]
    buttons = (_buttons(found.steps) or [_question()]) if own else []
    gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
    words = progress_alt(found)
    gallery.add_item(media=f"attachment://{_FILE}", description=words)
    file = discord.File(io.BytesIO(png), filename=_FILE, description=words)
    rows = [_row(*buttons), _row(*_below(whose))]
    return {"view": _card(texts, gallery, [one for one in rows if one.children]), "file": file}


def as_text(found: Overview, whose: Whose) -> discord.ui.LayoutView:
    """All of the picture in words."""
    days, rounds, answers = found.totals
    sums = (
        f"{plural(days, 'day')} of practice, {plural(rounds, 'round')}, {plural(answers, 'daily answer')}.\n"
        f"{compared(found)}.\n"
        f"Streak: {plural(found.streak, 'day')}; the best was {plural(found.best, 'day')}."
    )
    texts = [
        _head(whose),
        sums,
        "**Levels, out of 4**\n" + ("\n".join(map(_level, found.levels)) or "None yet: rate an answer from 1 to 4."),
    ]
    if found.months:
        line = ", ".join(f"{one.day:%b %Y} {one.level:.1f}" for one in found.months)
        texts.append(f"**Mean of all levels by month**\n{line}")
    if found.ways:
        lines = (f"{inert(one.title)}: {sum(one.done)} of {plural(len(one.done), 'stage')}" for one in found.ways)
        texts.append("**Tracks**\n" + "\n".join(lines))
    return panels.card(COLOUR, *texts)


def _head(whose: Whose) -> str:
    return "## Your progress" if whose.sharing is not None else f"## Progress of {person(whose.user_id)}"


def _unwritten(found: Overview) -> list[str]:
    """Names that the picture cannot have."""
    return [f"-# {shown} in the picture is {inert(title)}." for shown, title in unwritten_titles(found).items()]


def _level(one: Level) -> str:
    return (
        f"{one.title}: {one.level:.1f}, give or take {one.spread:.1f}; {SURE[one.sure]} "
        f"({plural(one.count, 'rating')}), {TREND.get(one.trend, 'no trend yet')}"
    )


def _weak(steps: tuple[Next, ...]) -> str:
    named = " and ".join(f"**{one.title}** ({one.level:.1f})" for one in steps)
    return f"Worth your next hour: {named}."


def _buttons(steps: tuple[Next, ...]) -> list[ActionButton]:
    """Two weak areas may be measured in one stage: that is started by one button."""
    places = {step.place: step.stage_title for step in steps if step.place is not None}
    style = discord.ButtonStyle.primary
    starts = [
        ActionButton(cut(f"Start: {title}", _LABEL_ROOM), "open", *place, 0, style=style)
        for place, title in places.items()
    ]
    asks = [
        ActionButton(cut(f"Question: {step.title}", _LABEL_ROOM), "prg_ask", step.competency.value, emoji="💬")
        for step in steps
    ]
    return starts + asks


def _starts() -> list[Row]:
    return [_row(_question())]


def _question() -> ActionButton:
    return ActionButton("A question now", "prg_ask", "-", style=discord.ButtonStyle.primary, emoji="💬")


def _below(whose: Whose) -> list[ActionButton]:
    buttons = [ActionButton("As text", "prg_text", whose.user_id, emoji="📄")]
    if whose.sharing is None:
        return buttons
    buttons.append(ActionButton("History", "prg_page", 0, emoji="📚"))
    if whose.sharing.shows_progress:
        return [*buttons, ActionButton("Stop sharing", "prg_share", 0, emoji="🔒")]
    return [*buttons, ActionButton("Share with this server", "prg_share", 1, emoji="👥")]


def _card(
    texts: list[str], gallery: discord.ui.MediaGallery[discord.ui.LayoutView] | None, rows: list[Row]
) -> discord.ui.LayoutView:
    return panels.card(COLOUR, *texts, items=[*([gallery] if gallery else []), *rows])


def _row(*buttons: ActionButton) -> Row:
    made: Row = discord.ui.ActionRow()
    for button in buttons:
        made.add_item(button)
    return made
