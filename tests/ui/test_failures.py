"""What moderators read about what could not be brought."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.domain.deliveries import Failed
from bot.ui.failures import kind_words, listing
from bot.ui.refusals import reason
from tests.domain.values import ALICE, START, THREAD


def _error(status: int, code: int) -> discord.HTTPException:
    response = SimpleNamespace(status=status, reason="No")
    return discord.HTTPException(cast(Any, response), {"code": code, "message": "Internal words of Discord"})


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (10003, "the channel was deleted"),
        (10013, "this person's account is gone"),
        (50001, "I cannot see the channel"),
        (50007, "their direct messages are closed to me"),
        (50278, "we share no server any more"),
        (99999, "Discord refused it (403, code 99999)"),
    ],
)
def test_a_refusal_has_a_reason_in_plain_words(code: int, words: str) -> None:
    assert reason(_error(403, code)) == words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("prompt", "a question"),
        ("audit", "an audit entry"),
        ("reminder", "a reminder"),
        ("reminder_digest", "a digest of reminders"),
        ("daily_own", "a daily question"),
        ("goal_week", "a reminder"),
        ("session_post", "a session's sign-up post"),
        ("session_told", "a word on a session"),
        ("score_card", "a word on scorecards"),
        ("table_panel", "a word at a session's table"),
        ("check_in_post", "a session's check-in"),
        ("something_else", "a message"),
    ],
)
def test_each_kind_has_a_name_that_is_no_kind(kind: str, words: str) -> None:
    assert kind_words(kind) == words


def test_a_line_says_what_where_when_and_why_and_stays_a_line() -> None:
    there = Failed(
        id=1, kind="prompt", channel_id=THREAD, user_id=ALICE, settled_at=START, error="**a**\n@everyone " * 40
    )
    direct = Failed(id=2, kind="reminder", channel_id=None, user_id=ALICE, settled_at=START, error=None)
    first, second = listing([there, direct]).split("\n")
    assert first.startswith(f"- **A question** in <#{THREAD}>, <t:")
    assert "@everyone" not in first
    assert "**a**" not in first
    assert len(first) < 250
    assert second.startswith(f"- **A reminder** to <@{ALICE}>, <t:")
    assert second.endswith("the reason is not known\u2069")
