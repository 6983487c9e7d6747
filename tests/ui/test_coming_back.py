"""The line that says when a question comes back."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.ui import fingerprint
from bot.ui.coming_back import WORDS, with_return

FIRST, SECOND = datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 4, 5, 9, tzinfo=UTC)


def shown(*texts: str) -> Any:
    return SimpleNamespace(embeds=[discord.Embed(description=text) for text in texts])


def test_it_stands_below_everything_else_and_once() -> None:
    found = with_return(shown("The answer", "**1** · Nothing said\n**2** · Something said"), FIRST)
    again = with_return(SimpleNamespace(embeds=found), SECOND)  # type: ignore[arg-type]
    assert [one.description for one in again] == [
        "The answer",
        (
            "**1** · Nothing said\n**2** · Something said\n"
            f"🔁 Comes back with `/daily` from <t:{int(SECOND.timestamp())}:D>."
        ),
    ]
    gone = with_return(SimpleNamespace(embeds=again), None)  # type: ignore[arg-type]
    assert [one.description for one in gone] == ["The answer", "**1** · Nothing said\n**2** · Something said"]


def test_a_message_that_was_rated_is_still_known_as_the_one_that_was_sent() -> None:
    sent = shown("The answer", "The levels")
    rated = {"embeds": with_return(sent, FIRST)}
    assert fingerprint.of_payload(rated) == fingerprint.of_payload({"embeds": sent.embeds})
    assert fingerprint.of_payload(rated) != fingerprint.of_payload({"embeds": sent.embeds[:1]})


@pytest.mark.parametrize(("others", "room"), [("", 4096), ("o" * 2000, 4000)])
def test_a_message_that_is_full_stays_as_it_is(others: str, room: int) -> None:
    texts = [others] if others else []
    for length, fits in ((room, False), (room - 20, False), (room - 100, True)):
        last = with_return(shown(*texts, "x" * length), FIRST)[-1].description or ""
        assert last.startswith("x" * length)
        assert (WORDS in last) is fits
