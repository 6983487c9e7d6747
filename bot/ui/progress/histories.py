"""``/progress history``: pages of what somebody did, each item with the way to open it."""

import io
from typing import Any

import discord

from bot.domain.progress.history import Item, Kind, Page
from bot.services.progress_pages import Opened
from bot.ui.actions import ActionButton
from bot.ui.progress.cards import COLOUR
from bot.ui.text import cut, inert, moment, plural

_TITLE_ROOM = 90
_EMPTY = "## Your history\nNothing here yet: it begins with your first round, `/mock start`, or question, `/daily now`."


def page(found: Page) -> discord.ui.LayoutView:
    """One page, newest first, with the way to the next ones."""
    view = discord.ui.LayoutView(timeout=None)
    box: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=COLOUR)
    view.add_item(box)
    if not found.items:
        box.add_item(discord.ui.TextDisplay(_EMPTY))
        return view
    where = f"\n-# Page {found.number + 1} of {found.pages}" if found.pages > 1 else ""
    box.add_item(discord.ui.TextDisplay(f"## Your history{where}"))
    for one in found.items:
        button = ActionButton("Open", "prg_open", one.kind.value, one.id)
        section: discord.ui.Section[Any] = discord.ui.Section(_line(one), accessory=button)
        box.add_item(section)
    if found.pages > 1:
        row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
        number, last = found.number, found.pages - 1
        row.add_item(ActionButton("Newer", "prg_turn", max(number - 1, 0), emoji="◀️", disabled=number == 0))
        row.add_item(ActionButton("Older", "prg_older", min(number + 1, last), emoji="▶️", disabled=number == last))
        box.add_item(row)
    return view


def opened(found: Opened) -> tuple[str, discord.File]:
    """A round, and its transcript, which has the feedback too."""
    state = found.round
    data = found.transcript.encode("utf-8", "surrogatepass")
    name = f"{state.track_id}-{state.stage_id}-{state.started_at:%Y-%m-%d}.md"
    thread = f" Its thread: <#{state.thread_id}>." if state.thread_id else ""
    title = f"**{inert(state.track_title)}: {inert(state.stage_title)}**"
    text = f"{title}, {moment(state.started_at, 'D')}. The transcript has your answers and the feedback.{thread}"
    return text, discord.File(io.BytesIO(data), filename=name, description="The transcript of this round")


def _line(one: Item) -> str:
    title = inert(cut(" ".join(one.title.split()), _TITLE_ROOM))
    rated = "" if one.rating is None else f" · you rated {one.rating:.1f}".removesuffix(".0")
    if one.kind is Kind.DAILY:
        return f"💬 **{title}**\n-# {moment(one.at, 'd')} · daily question{rated}"
    return f"🎙️ **{title}**\n-# {moment(one.at, 'd')} · {inert(one.below)} · {plural(one.answered, 'answer')}{rated}"
