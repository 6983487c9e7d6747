"""What people write for a time, for weekdays, for a day; what cannot be read becomes one sentence."""

import asyncio
from datetime import date, datetime

from bot.domain.daily.subscriptions import Place
from bot.domain.errors import Refusal
from bot.domain.when import WhenError, read_clock, read_date, read_days
from bot.ui.daily import words

_PLACES = "Choose where it comes: direct messages, a private thread, or this channel."


class Unread(Refusal):
    """Something that was typed cannot be read; ``words`` say what to write."""

    def __init__(self, sentence: str) -> None:
        self.words = sentence
        super().__init__(sentence)


def wall_of(typed: str) -> str:
    """A time of day as ``HH:MM``. :raises Unread: if it is none."""
    try:
        return f"{read_clock(typed):%H:%M}"
    except WhenError as error:
        raise Unread(words.time_refused(error)) from error


def days_of(typed: str) -> frozenset[int] | None:
    """Weekdays; ``None`` for every day. :raises Unread: if they are none."""
    try:
        return read_days(typed)
    except WhenError as error:
        raise Unread(words.weekdays_refused(error)) from error


async def day_of(typed: str, zone: str, now: datetime) -> date:
    """A day that is not over. :raises Unread: if it is none."""
    try:
        # Some words are looked for in many languages, which takes its time.
        return await asyncio.to_thread(read_date, typed, zone, now)
    except WhenError as error:
        raise Unread(words.day_refused(error)) from error


def place_chosen(typed: str) -> Place:
    """:raises Unread: if there is no such place."""
    try:
        return Place(typed or Place.DIRECT)
    except ValueError:
        raise Unread(_PLACES) from None
