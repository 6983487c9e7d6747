"""A reminder that comes, and what its buttons make of it. All they know stands in their custom ids."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import discord

from bot.domain.reminder_notices import DueReminder, ReminderDigest, ReminderNotice
from bot.domain.reminders import Held, Later, Reminder
from bot.domain.when import Reading
from bot.ui import panels
from bot.ui.actions import ActionButton, custom_id
from bot.ui.cards import Row, card, row
from bot.ui.reminders.confirm import until_words
from bot.ui.reminders.words import COLOUR, OVER, quoted, series
from bot.ui.selects import ActionSelect
from bot.ui.text import cut, inert, moment, plural

UNTIL = "until"
UNTIL_ROOM = 100
_DIGEST_ROOM = 3000
_MOST_LINES = 50
_LATER = {
    Later.TEN_MINUTES: "Snooze 10 min",
    Later.HOUR: "1 hour",
    Later.TOMORROW: "Tomorrow",
}
_ALL_LATER = {
    Later.TEN_MINUTES: "Snooze all: 10 minutes",
    Later.HOUR: "Snooze all: 1 hour",
    Later.TOMORROW: "Snooze all: tomorrow at 9:00",
}


def message(notice: ReminderNotice, mentioned: int | None) -> dict[str, Any]:
    """What is sent. ``mentioned``: whom to call, where it goes to a channel."""
    match notice:
        case DueReminder():
            view = due(notice, mentioned)
        case ReminderDigest():
            view = digest(notice, mentioned)
        case _:
            raise TypeError(f"no way to say {type(notice).__name__}")
    called = [discord.Object(mentioned)] if mentioned else []
    return {"view": view, "allowed_mentions": discord.AllowedMentions(users=called)}


def due(notice: DueReminder, mentioned: int | None = None) -> discord.ui.LayoutView:
    """One reminder, with its buttons."""
    one = notice.reminder
    notes = [f"It repeats {series(one)}."] if one.repeats else []
    if notice.missed:
        notes.insert(
            0, f"{plural(notice.missed, 'earlier one')} could not be brought in time and {_is(notice.missed)} left out."
        )
    small = "".join(f"\n-# {note}" for note in notes)
    return card(COLOUR, f"{_call(mentioned)}⏰ **{quoted(one)}**{small}", buttons(one.id, notice.delivery_id))


def buttons(reminder_id: int, brought_by: int) -> Row:
    """Done, or later."""
    ids = (reminder_id, brought_by)
    return row(
        ActionButton("Done", "remind_done", *ids, style=discord.ButtonStyle.success),
        *(ActionButton(label, "remind_later", *ids, how.value) for how, label in _LATER.items()),
        ActionButton("Other…", "remind_other", *ids),
    )


def done(one: Reminder) -> discord.ui.LayoutView:
    """Ticked off."""
    return card(OVER, f"✅ {quoted(one)}")


def put_off(one: Reminder, brought_by: int, until: datetime) -> discord.ui.LayoutView:
    """Snoozed, and until when."""
    text = f"💤 {quoted(one)}\nI will remind you again {moment(until, 'F')} ({moment(until, 'R')})."
    return card(OVER, text, row(ActionButton("Done", "remind_done", one.id, brought_by)))


def other_form(one: Reminder, brought_by: int) -> discord.ui.Modal:
    """The form that asks until when."""
    modal = panels.blank_form("Remind me again", custom_id("remind_other_form", one.id, brought_by))
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=UNTIL, max_length=UNTIL_ROOM, placeholder="in 3 hours, Monday 9am"
    )
    modal.add_item(discord.ui.Label(text="When?", component=field))
    return modal


def which(one: Reminder, brought_by: int, typed: str, choices: Sequence[Reading]) -> discord.ui.LayoutView:
    """The form named several times."""
    picks = [
        ActionButton(until_words(choice), "remind_until", one.id, brought_by, int(choice.at.timestamp()))
        for choice in choices
    ]
    text = f"⏰ **{quoted(one)}**\nWhich time do you mean by {inert(cut(typed, UNTIL_ROOM))}?"
    return card(COLOUR, text, row(*picks), buttons(one.id, brought_by))


# ---------------------------------------------------------------------- the end of quiet hours


def digest(notice: ReminderDigest, mentioned: int | None = None) -> discord.ui.LayoutView:
    """All that fell due in quiet hours."""
    ids = (notice.guild_id, notice.ends, notice.delivery_id)
    head = f"{_call(mentioned)}⏰ **While you had your quiet hours** ({plural(len(notice.held), 'reminder')})"
    options = [discord.SelectOption(label=title, value=how.value) for how, title in _ALL_LATER.items()]
    return card(
        COLOUR,
        f"{head}\n{_lines(notice.held)}",
        row(ActionButton("Done", "remind_all_done", *ids, style=discord.ButtonStyle.success)),
        row(ActionSelect("Snooze all of them", options, "remind_all_later", *ids)),
    )


def all_done(held: Sequence[Held]) -> discord.ui.LayoutView:
    """The whole digest is ticked off."""
    return card(OVER, f"✅ **Done**\n{_lines(held)}")


def all_put_off(held: Sequence[Held], until: datetime) -> discord.ui.LayoutView:
    """The whole digest is snoozed."""
    return card(OVER, f"💤 I will bring these again {moment(until, 'F')} ({moment(until, 'R')}).\n{_lines(held)}")


def _lines(held: Sequence[Held]) -> str:
    shown = held[:_MOST_LINES]
    # What is inert may take twice the room of what was typed, and a time takes some as well.
    room = max(10, min(300, (_DIGEST_ROOM // len(shown) - 25) // 2))
    lines = [f"{moment(one.due_at, 't')} {quoted(one.reminder, room)}" for one in shown]
    more = len(held) - len(shown)
    return "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])])


def _call(mentioned: int | None) -> str:
    return f"<@{mentioned}> " if mentioned else ""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
