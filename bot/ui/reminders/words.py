"""Words about reminders that several messages share."""

import discord

from bot.domain.quiet import QuietHours
from bot.domain.recurrence import Recurrence
from bot.domain.reminders import Reminder
from bot.domain.zones import place_of
from bot.ui.text import cut, inert, moment

COLOUR = discord.Colour.from_rgb(96, 134, 214)
OVER = discord.Colour.dark_grey()

TITLES = {
    Recurrence.ONCE: "Once",
    Recurrence.DAILY: "Every day",
    Recurrence.WEEKDAYS: "Every weekday, Monday to Friday",
    Recurrence.WEEKLY: "Every week",
    Recurrence.MONTHLY: "Every month",
}
_MONTH_END = 28


def quoted(one: Reminder, room: int = 1000) -> str:
    """The text, so that it is nothing but text."""
    return inert(cut(one.text, room))


def series(one: Reminder) -> str:
    """How a series goes: ``every Tuesday at 18:00 in Berlin``; empty for a single one."""
    if one.wall is None:
        return ""
    at = f"at {one.wall:%H:%M} in {place_of(one.zone)}"
    match one.recurrence:
        case Recurrence.DAILY:
            return f"every day {at}"
        case Recurrence.WEEKDAYS:
            return f"Monday to Friday {at}"
        case Recurrence.WEEKLY:
            return f"every {one.wall:%A} {at}"
        case Recurrence.MONTHLY:
            short = ", or the last of a shorter month" if one.wall.day > _MONTH_END else ""
            return f"on day {one.wall.day} of every month{short}, {at}"
        case _:
            return ""


def set_line(one: Reminder) -> str:
    """That it is set, and for when."""
    at = one.next_at
    if at is None:
        return "It does not come any more."
    again = series(one)
    return f"{moment(at, 'F')} ({moment(at, 'R')})" + (f", then {again}" if again else "")


def place(zone: str) -> str:
    """``Berlin (Europe/Berlin)``."""
    named = place_of(zone)
    return named if named == zone else f"{named} ({zone})"


def hours(quiet: QuietHours) -> str:
    """``22:00 to 07:00``."""
    return f"{quiet.start:%H:%M} to {quiet.end:%H:%M}"
