"""The real process against Discord's limits: many things fall due at once, at all kinds of places."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.storage.engine import make_engine
from bot.storage.tables import deliveries
from tests.perf import delivery_load as load
from tests.wire.peer import Peer
from tests.wire.process import BotProcess

KNOWN, NEW, IN_CHANNEL = 70, 3, 8
_NAME = "Load {}"


async def _owe_more(url: str, guild: int, people: list[int], channel: int, due: datetime) -> None:
    """Things for people whose channel is not known yet, and several for one channel."""
    rows = [load.row(1000 + number, guild, user, due) for number, user in enumerate(people)]
    for number in range(IN_CHANNEL):
        row = load.row(2000 + number, guild, people[0], due + timedelta(milliseconds=number))
        rows.append(row | {"channel_id": channel, "place": channel})
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.execute(insert(deliveries), rows)
    await engine.dispose()


async def test_many_at_once_keep_every_limit_and_each_comes_once(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    async with Peer() as peer:
        # As Discord's own limit of a channel, in a fifth of its time.
        peer.limits.table["POST", "/channels/{channel_id}/messages"] = (5, 1.0)
        arrivals, guild = load.Arrivals(peer), peer.add_guild("Study group")
        channel = peer.add_channel(guild, "news")
        due = datetime.now(UTC) - timedelta(minutes=1)
        await load.fill(load.url_of(file), guild.id, load.add_people(peer, KNOWN), lambda _: due)
        newcomers = [peer.add_user(f"new{number}", guild).id for number in range(NEW)]
        await _owe_more(load.url_of(file), guild.id, newcomers, channel.id, due)
        async with BotProcess(peer, tmp_path / "bot.log", env={"DATABASE_URL": load.url_of(file)}) as bot:
            await peer.wait_for(lambda: len(arrivals.at) == KNOWN + NEW + IN_CHANNEL, 40, "all deliveries")
            await peer.wait_for(lambda: _pending(file) == 0, 10, "the last settling")
            assert await bot.terminate() == 0
        assert not peer.rate_limited
        assert arrivals.doubled == 0
        assert [f"\u2068{_NAME.format(2000 + number)}\u2069" for number in range(IN_CHANNEL)] == [
            one.content.split("**")[1] for one in peer.messages(channel)
        ]
        assert len(peer.requested("POST", "/users/@me/channels")) == NEW
        assert len(peer.requested("POST", "/channels/*/messages")) == KNOWN + NEW + IN_CHANNEL
        assert "Traceback" not in bot.output, bot.output[-3000:]


def _pending(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        count: int = database.execute("SELECT count(*) FROM deliveries WHERE status = 'pending'").fetchone()[0]
    return count
