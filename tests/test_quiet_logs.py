"""The check of all logs finds what it is meant to find, and nobody's words come in by a library."""

import logging
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.logs import set_up_logging
from bot.storage.engine import make_engine
from tests.quiet_logs import all_lines, assert_no_words, assert_not_logged, secrets_of, stored_words
from tests.world import TOKEN, World

ANSWER = "I rebuilt the funnel of zanzibar."
FORM = {"components": [{"component": {"custom_id": "text", "value": f" {ANSWER}\n"}}], "custom_id": "gr:answer_form:1"}
TRANSCRIPT: list[tuple[str, str, Any]] = [
    ("GATEWAY", "INTERACTION_CREATE", {"token": "interaction-token", "data": FORM}),
    ("GATEWAY", "MESSAGE_CREATE", {"content": "What I typed in the thread", "author": {"bot": False}}),
    ("GATEWAY", "MESSAGE_CREATE", {"content": "What the bot said to me", "author": {"bot": True}}),
    ("GATEWAY", "MESSAGE_CREATE", {"content": "yes", "author": {}}),
]


def test_words_and_tokens_are_known() -> None:
    assert set(secrets_of(TRANSCRIPT)) == {"interaction-token", ANSWER, "What I typed in the thread"}


@pytest.mark.parametrize("logged", [ANSWER, "interaction-token", TOKEN, "What I typed in the thread"])
def test_a_line_with_a_secret_is_found(logged: str) -> None:
    with all_lines() as lines:
        logging.getLogger("bot.services.rounds").debug("kept: %s", logged)
        logging.getLogger("cogs.answers").debug("something else")
    assert len(lines) == 2
    with pytest.raises(AssertionError, match="kept"):
        assert_no_words(lines, TRANSCRIPT, TOKEN)
    assert_no_words(lines[1:], TRANSCRIPT, TOKEN)


async def test_what_is_stored_about_people_is_known(world: World) -> None:
    with stored_words() as words:
        await world.finish_round()
    assert "I would like to work here because of the marketplace." in words
    with pytest.raises(AssertionError, match="because of the marketplace"):
        assert_not_logged(["kept: I would like to work here because of the marketplace."], words)


async def test_what_people_type_in_a_round_is_known_and_not_logged(world: World) -> None:
    await world.finish_round()
    typed = set(secrets_of(world.env.backend.transcript))
    assert "I would like to work here because of the marketplace." in typed
    # That no line has it is looked at when the world closes, after this test as after every other.


@pytest.mark.parametrize(
    "name", ["discord.http", "discord.gateway", "sqlalchemy.engine", "aiosqlite", "aiohttp.client"]
)
def test_libraries_log_no_details_whatever_the_level(name: str) -> None:
    root = logging.getLogger()
    before = root.level
    try:
        root.setLevel(logging.DEBUG)
        set_up_logging("DEBUG")
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)
        assert logging.getLogger(name).isEnabledFor(logging.WARNING)
    finally:
        root.setLevel(before)


async def test_an_error_of_the_database_does_not_say_what_was_written() -> None:
    engine = make_engine("sqlite+aiosqlite://")
    try:
        with pytest.raises(DBAPIError) as raised:
            async with engine.begin() as connection:
                await connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": ANSWER})
    finally:
        await engine.dispose()
    assert ANSWER not in str(raised.value)
