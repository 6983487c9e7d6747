"""What became of a question, change by change, each with a button that brings it back."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.domain.bank.overlay import Change, Difference, ServerQuestion, differences
from bot.ui.actions import ActionButton
from bot.ui.bank.panels import COLOUR
from bot.ui.bank.words import TITLES, apart, quoted, state_of
from bot.ui.text import moment, person

PAGE = 4
_CHANGE_ROOM = 820
"""Discord counts 4,000 characters over all texts of a message."""
_ENTRY_ROOM = 70
_LEAST = 20


def history(one: ServerQuestion, changes: Sequence[Change], page: int) -> discord.ui.LayoutView:
    """A page of changes, the newest first; the last one of a built-in question is how it came."""
    entries = [_entry(change) for change in changes]
    if one.builtin:
        entries.append((0, "**Version 0** · as it came with me"))
    last = max(0, (len(entries) - 1) // PAGE)
    page = min(max(page, 0), last)
    view = discord.ui.LayoutView(timeout=None)
    card: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=COLOUR)
    card.add_item(
        discord.ui.TextDisplay(f"## History\n{quoted(one.question.prompt, 150)}\n-# {one.id} · {state_of(one)}")
    )
    for version, text in entries[page * PAGE : (page + 1) * PAGE]:
        card.add_item(discord.ui.Separator())
        if version == one.version:
            card.add_item(discord.ui.TextDisplay(f"{text}\n-# as it is now"))
            continue
        back = ActionButton("Restore this version", "qback", version, one.id)
        card.add_item(discord.ui.Section(text, accessory=back))
    if last:
        row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
        row.add_item(ActionButton("Newer", "qpast", page - 1, one.id, disabled=page == 0))
        row.add_item(ActionButton("Older", "qpast", page + 1, one.id, disabled=page == last))
        card.add_item(row)
    view.add_item(card)
    return view


def version_title(change: Change) -> str:
    """A version in the list of an option, where neither formatting nor local time is possible."""
    return f"Version {change.version}: {change.kind}, {_day(change.created_at)}"


def _entry(change: Change) -> tuple[int, str]:
    head = f"**Version {change.version}** · {change.kind} by {person(change.actor_id)} {moment(change.created_at)}"
    found = differences(change.before, change.after) if change.before else ()
    room = max(_LEAST, min(_ENTRY_ROOM, (_CHANGE_ROOM - 130) // (4 * max(len(found), 1))))
    lines = [f"- {TITLES[one.field]}: {_from_to(one, room)}" for one in found]
    return change.version, "\n".join([head, *lines])[:_CHANGE_ROOM]


def _from_to(one: Difference, room: int) -> str:
    before, after = apart(one.before, one.after, room)
    return f"{before or 'nothing'} → {after or 'nothing'}"


def _day(at: datetime) -> str:
    return f"{at:%d} {at:%b %Y} {at:%H:%M} UTC"
