"""How the real process starts, or says in one sentence why it does not."""

import sys
from pathlib import Path

import pytest

from tests.wire.peer import Peer
from tests.wire.process import BotProcess


def settings(folder: Path, **more: str) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bot.db'}"} | more


async def ended(bot: BotProcess) -> tuple[int, str]:
    """The exit code and what was printed, of a process that is expected to end by itself."""
    bot.launch()
    try:
        return await bot.ended(30), bot.output
    finally:
        bot.kill()


async def test_a_refused_message_content_intent_is_one_sentence_that_says_how_to_enable_it(tmp_path: Path) -> None:
    async with Peer(granted_intents=[]) as peer:
        peer.add_guild("Study group")
        bot = BotProcess(peer, tmp_path / "bot.log", env=settings(tmp_path, MESSAGE_CONTENT="true"))
        code, output = await ended(bot)
    assert code == 2
    assert "Message Content Intent" in output
    assert "MESSAGE_CONTENT=false" in output
    assert "Traceback" not in output


async def test_without_any_privileged_intent_it_starts(tmp_path: Path) -> None:
    async with Peer(granted_intents=[]) as peer:
        peer.add_guild("Study group")
        async with BotProcess(peer, tmp_path / "bot.log", env=settings(tmp_path)) as bot:
            assert bot.alive
            assert {"mock", "Submit as answer"} <= set(peer.command_names())
            assert await bot.terminate() == 0
        assert "Traceback" not in bot.output
        assert not peer.unknown_routes


async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    async with Peer() as peer:
        bot = BotProcess(peer, tmp_path / "bot.log", env=settings(tmp_path, DISCORD_TOKEN="another-token"))
        code, output = await ended(bot)
    assert code == 2
    assert "does not accept DISCORD_TOKEN" in output
    assert "another-token" not in output
    assert "Traceback" not in output


@pytest.mark.parametrize(("granted", "code"), [(0, 1), (8, 0)], ids=["nothing", "administrator"])
async def test_check_names_the_permissions_that_are_missing(tmp_path: Path, granted: int, code: int) -> None:
    async with Peer() as peer:
        guild = peer.add_guild("Study group", bot_permissions=granted)
        guild.roles[guild.id].permissions = 0  # what everyone may do would cover the bot too
        command = [sys.executable, "-m", "bot", "check"]
        bot = BotProcess(peer, tmp_path / "bot.log", command=command, env=settings(tmp_path))
        found, output = await ended(bot)
    assert found == code, output
    assert ("Create Private Threads" in output) is (code == 1)
    assert "Traceback" not in output
