"""Reminders stay within what Discord takes in one message, whatever was written."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import discord
import pytest

from bot.domain.people import ZoneGuess
from bot.domain.quiet import QuietHours
from bot.domain.recurrence import Recurrence
from bot.domain.reminder_notices import DueReminder, ReminderDigest
from bot.domain.reminders import Held
from bot.domain.when import Assumed, Reading, WhenError, WhenReason
from bot.services.quiet import Quiet
from bot.services.reminders import Understood
from bot.ui.reminders import brought, confirm, lists
from bot.ui.reminders.words import series
from bot.ui.when_sentences import assumptions, when_sentence
from tests.cogs.plain import plain
from tests.domain.test_reminders import a_set, make_reminder
from tests.domain.values import START, later

ROOM, PIECES = 4000, 40
TEXT = "*_~|`" * 200


def texts(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for one in data:
            yield from texts(one)
    elif isinstance(data, dict):
        yield data.get("content", "")
        yield from texts(data.get("components", []))


def pieces(data: Any) -> int:
    if isinstance(data, list):
        return sum(pieces(one) for one in data)
    return 1 + pieces(data.get("components", [])) + ("accessory" in data)


def data_of(view: Any) -> Any:
    """What is sent of it; the library has no types for that."""
    return view.to_components()


def fits(view: discord.ui.LayoutView) -> bool:
    data = data_of(view)
    return sum(len(text) for text in texts(data)) <= ROOM and pieces(data) <= PIECES


long = a_set(Recurrence.MONTHLY).model_copy(update={"text": TEXT, "typed": "*" * 100, "id": 2**40})
everything = Reading(START, "Europe/Berlin", datetime(2026, 3, 2, 9), tuple(Assumed), None)
quiet = Quiet(QuietHours(start=datetime(2026, 1, 1, 22).time(), end=datetime(2026, 1, 1, 7).time()), "UTC")


@pytest.mark.parametrize("count", [1, 2, 49, 50, 51, 300])
def test_a_digest_of_any_size_fits(count: int) -> None:
    held = tuple(Held(long, later(minutes=number)) for number in range(count))
    notice = ReminderDigest(delivery_id=2**60, guild_id=2**62, ends=2**40, held=held, late=START)
    assert fits(brought.digest(notice, 2**62))
    assert fits(brought.all_done(held))
    assert fits(brought.all_put_off(held, START))
    told = "".join(texts(data_of(brought.digest(notice))))
    assert told.count("<t:") == min(count, 50)
    assert ("and 250 more" in told) == (count == 300)


def test_everything_else_fits_with_the_longest_text() -> None:
    choices = tuple(Reading(later(days=number), "UTC", datetime(2026, 3, 2 + number)) for number in range(5))
    views = [
        brought.due(DueReminder(reminder=long, delivery_id=2**60, missed=999), 2**62),
        brought.done(long),
        brought.put_off(long, 2**60, START),
        brought.which(long, 2**60, "*" * 100, choices),
        confirm.was_set(long),
        confirm.discarded(long),
        confirm.panel(Understood(long, everything, None, ZoneGuess("UTC", False), quiet)),
        confirm.panel(
            Understood(
                make_reminder(text=TEXT, typed="*" * 100),
                None,
                WhenError(WhenReason.AMBIGUOUS, choices=choices),
                ZoneGuess("UTC", True),
                None,
            )
        ),
        lists.page([long] * 50, 3, "Cancelled: " + "x" * 300),
    ]
    assert [fits(view) for view in views] == [True] * len(views)


@pytest.mark.parametrize("reason", list(WhenReason))
def test_every_refusal_of_a_time_is_one_plain_sentence(reason: WhenReason) -> None:
    plain(when_sentence(WhenError(reason)))
    plain(when_sentence(WhenError(reason, read_as=everything, zones=("America/Denver", "America/Chicago"))))
    times = (datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 21).time())
    plain(when_sentence(WhenError(reason, times=times)))


def test_everything_that_is_assumed_is_said() -> None:
    told = assumptions(everything)
    assert len(told) == len(set(told)) == len(Assumed)
    for one in told:
        plain(one)


@pytest.mark.parametrize(
    ("recurrence", "wall", "said"),
    [
        (Recurrence.ONCE, "2026-03-27T09:00", ""),
        (Recurrence.DAILY, "2026-03-27T09:00", "every day at 09:00 in Berlin"),
        (Recurrence.WEEKDAYS, "2026-03-27T09:00", "Monday to Friday at 09:00 in Berlin"),
        (Recurrence.WEEKLY, "2026-03-27T09:00", "every Friday at 09:00 in Berlin"),
        (Recurrence.MONTHLY, "2026-03-27T09:00", "on day 27 of every month, at 09:00 in Berlin"),
        (
            Recurrence.MONTHLY,
            "2026-03-31T09:00",
            "on day 31 of every month, or the last of a shorter month, at 09:00 in Berlin",
        ),
    ],
)
def test_a_series_in_words(recurrence: Recurrence, wall: str, said: str) -> None:
    assert series(a_set(recurrence, wall=wall)) == said


def test_series_begin_where_their_anchor_says() -> None:
    assert series(make_reminder()) == ""
    assert series(a_set(Recurrence.WEEKLY, zone="UTC")) == "every Friday at 09:00 in UTC"
