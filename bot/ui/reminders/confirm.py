"""A reminder before it is set: how its time was read, and what can be changed about it."""

import discord

from bot.domain.people import ZoneGuess
from bot.domain.reminders import LONGEST, LONGEST_TIME, Reminder
from bot.domain.when import Reading
from bot.services.reminders import Understood
from bot.ui import panels, zones
from bot.ui.actions import ActionButton, custom_id
from bot.ui.cards import Part, card, row
from bot.ui.reminders.words import COLOUR, OVER, TITLES, hours, place, quoted, set_line
from bot.ui.selects import ActionSelect
from bot.ui.text import inert
from bot.ui.when_sentences import assumptions, when_sentence

WHEN, WHAT = "when", "what"
_TEXT_ROOM = 600


def panel(found: Understood) -> discord.ui.LayoutView:
    """The whole panel, whether the time is clear or not."""
    return _clear(found) if found.reminder.next_at is not None else _unclear(found)


def was_set(one: Reminder) -> discord.ui.LayoutView:
    """It is set; in place of the panel."""
    return card(
        COLOUR,
        f"## ⏰ Set\n{quoted(one, _TEXT_ROOM)}\n{set_line(one)}\n-# `/remind list` shows it, with a way to cancel.",
    )


def discarded(one: Reminder) -> discord.ui.LayoutView:
    """It is not set; the words are there to be copied."""
    return card(OVER, f"Not set. You had written: {inert(one.typed)}\n{quoted(one)}")


def edit_form(one: Reminder) -> discord.ui.Modal:
    """The form to write time and text anew, filled in."""
    modal = panels.blank_form("Your reminder", custom_id("remind_edit_form", one.id))
    when: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=WHEN, default=one.typed or None, max_length=LONGEST_TIME, placeholder="tomorrow 9am, in 2 hours"
    )
    what: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=WHAT, default=one.text, max_length=LONGEST, style=discord.TextStyle.paragraph
    )
    modal.add_item(discord.ui.Label(text="When?", component=when))
    modal.add_item(discord.ui.Label(text="What?", component=what))
    return modal


def zone_form(one: Reminder) -> discord.ui.Modal:
    """The form that asks for a city."""
    about = "Its clocks are yours from now on; the time is read anew."
    return zones.city_form("Your time zone", custom_id("remind_zone_form", one.id), about)


def _clear(found: Understood) -> discord.ui.LayoutView:
    one = found.reminder
    assert one.next_at is not None, "the time is clear"
    head = f"## ⏰ Is this right?\nI will remind you {set_line(one)}:\n{quoted(one, _TEXT_ROOM)}"
    buttons = [
        ActionButton("Set reminder", "remind_set", one.id, style=discord.ButtonStyle.success),
        ActionButton("Edit", "remind_edit", one.id),
        ActionButton("Change zone", "remind_zone", one.id),
        ActionButton("Cancel", "remind_discard", one.id, style=discord.ButtonStyle.danger),
    ]
    other = found.reading.instead if found.reading else None
    if other is not None:
        buttons.insert(1, _pick(one, other, f"At {other.wall:%H:%M} instead"))
    parts: list[Part] = [head, "\n".join(f"-# {line}" for line in _notes(found)), row(_repeat(one))]
    if found.quiet is not None:
        parts.append(row(_loud(one)))
    return card(COLOUR, *parts, row(*buttons))


def _notes(found: Understood) -> list[str]:
    one = found.reminder
    lines = assumptions(found.reading) if found.reading else []
    lines.append(_zone_line(one.zone, found.zone))
    lines.append(f"It comes in your direct messages; if those are closed to me, in <#{one.channel_id}>.")
    if found.quiet is not None:
        when = hours(found.quiet.hours)
        if one.loud:
            lines.append(f"It comes then although your quiet hours are from {when}.")
        else:
            lines.append(f"That is in your quiet hours, {when}: it comes at their end, with all else that waits.")
    return lines


def _zone_line(zone: str, guess: ZoneGuess) -> str:
    if zone != guess.name or guess.sure:
        return f"Read on the clocks of {place(zone)}."
    return f"I do not know your time zone and took {place(zone)}: press **Change zone** if that is wrong."


def _unclear(found: Understood) -> discord.ui.LayoutView:
    one = found.reminder
    choices = found.error.choices if found.error else ()
    said = when_sentence(found.error) if found.error and not choices else "Which of these times do you mean?"
    typed = f"-# You wrote: {inert(one.typed)}\n" if one.typed else ""
    text = f"## ⏰ When?\n{said}\n{typed}-# {_zone_line(one.zone, found.zone)}\n{quoted(one, _TEXT_ROOM)}"
    picks = [_pick(one, choice, f"{choice.wall:%a %d %b %Y, %H:%M}") for choice in choices]
    rest = [
        ActionButton("Edit", "remind_edit", one.id, style=discord.ButtonStyle.primary),
        ActionButton("Change zone", "remind_zone", one.id),
        ActionButton("Cancel", "remind_discard", one.id, style=discord.ButtonStyle.danger),
    ]
    return card(COLOUR, text, *([row(*picks)] if picks else []), row(*rest))


def _pick(one: Reminder, reading: Reading, label: str) -> ActionButton:
    return ActionButton(label, "remind_pick", one.id, int(reading.at.timestamp()))


def _repeat(one: Reminder) -> ActionSelect:
    options = [
        discord.SelectOption(label=title, value=recurrence.value, default=recurrence is one.recurrence)
        for recurrence, title in TITLES.items()
    ]
    return ActionSelect("How often?", options, "remind_repeat", one.id)


def _loud(one: Reminder) -> ActionButton:
    if one.loud:
        return ActionButton("Wait for the end of my quiet hours", "remind_loud", one.id, 0)
    at = f"Bring it at {one.wall:%H:%M} anyway" if one.wall else "Bring it then anyway"
    return ActionButton(at, "remind_loud", one.id, 1)


def until_words(reading: Reading) -> str:
    """A time to which a reminder may be put off, as a label."""
    return f"{reading.wall:%a %d %b, %H:%M}"
