"""A person's reminders in pages, and their quiet hours."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.domain.people import ZoneGuess
from bot.domain.quiet import QuietHours
from bot.domain.reminders import Reminder, ReminderStatus
from bot.ui.actions import ActionButton
from bot.ui.cards import Part, card, row
from bot.ui.reminders.words import COLOUR, hours, place, quoted, series
from bot.ui.text import cut, moment, plural

PAGE = 5
_ROOM = 150
_CHOICES, _CHOICE_ROOM = 25, 100
NONE = "You have no reminders in this server: `/remind me` sets one."


def page(found: Sequence[Reminder], number: int, said: str = "") -> discord.ui.LayoutView:
    """One page; ``said``: what was just done, as a first line."""
    last = max(0, (len(found) - 1) // PAGE)
    number = min(max(number, 0), last)
    head = f"## Your reminders\n{plural(len(found), 'reminder')} in this server." if found else NONE
    parts: list[Part] = [f"{said}\n{head}" if said else head]
    for one in found[number * PAGE : (number + 1) * PAGE]:
        parts += _entry(one, number)
    if last:
        back = ActionButton("Back", "remind_page", number - 1, disabled=number == 0)
        parts.append(row(back, ActionButton("Next", "remind_page", number + 1, disabled=number == last)))
    return card(COLOUR, *parts)


def choices(found: Iterable[Reminder], typed: str) -> list[app_commands.Choice[str]]:
    """Reminders whose words begin or contain what was typed."""
    words = typed.casefold().split()
    fitting = [one for one in found if all(word in one.text.casefold() for word in words)]
    return [
        app_commands.Choice(name=cut(" ".join(one.text.split()), _CHOICE_ROOM), value=str(one.id))
        for one in fitting[:_CHOICES]
    ]


def quiet(found: QuietHours | None, zone: ZoneGuess) -> discord.ui.LayoutView:
    """The quiet hours as they are, and what they mean."""
    if found is None:
        text = "You have no quiet hours: set them like `/remind quiet from: 22:00 until: 7:00`."
        return card(COLOUR, text)
    where = f"On the clocks of {place(zone.name)}"
    unsure = "" if zone.sure else ", which I took from this server: press **Change zone** if that is wrong"
    text = (
        f"## 🌙 Quiet from {hours(found)}\n{where}{unsure}.\n"
        "What falls due in that time waits, and comes in one message at its end. What you snooze still comes at the "
        "time you choose."
    )
    return card(COLOUR, text, row(ActionButton("Turn off", "quiet_off"), ActionButton("Change zone", "quiet_zone")))


def _entry(one: Reminder, number: int) -> list[Part]:
    text = f"**{quoted(one, _ROOM)}**\n{_state(one)}"
    cancel = ActionButton("Cancel", "remind_cancel", one.id, number, style=discord.ButtonStyle.danger)
    if one.status is not ReminderStatus.PAUSED:
        section: discord.ui.Section[Any] = discord.ui.Section(text, accessory=cancel)
        return [section]
    resume = ActionButton("Resume", "remind_resume", one.id, number, style=discord.ButtonStyle.primary)
    return [text, row(resume, cancel)]


def _state(one: Reminder) -> str:
    again = f", {series(one)}" if one.repeats else ""
    if one.status is ReminderStatus.PAUSED:
        why = "I could not reach you, in direct messages or where it was set"
        return f"⏸️ Paused{again}: {why}."
    return f"{moment(one.next_at, 'F')} ({moment(one.next_at, 'R')}){again}" if one.next_at else series(one)
