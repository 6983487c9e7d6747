"""One typed answer, from the gateway's event to the reply's request, against the least that any bot would do.

The floor is discord.py's own dispatch of the same event to a listener that makes one durable SQLite commit (the same
journal and the same fsync) through aiosqlite and then the same request.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite
import discord
from discord.ext import commands

from bot.app import build
from bot.client import COGS
from bot.services.planning import Wish
from bot.settings import Settings
from bot.storage.upgrade import upgrade
from tests.perf import rig
from tests.world import STAGE, TRACK

ROUNDS, PER_ROUND = 9, 60
Feed = Callable[[str, dict[str, Any]], None]


async def measure(folder: Path) -> dict[str, float]:
    """Median milliseconds of both, and their ratio, taken in turn so that a slow moment hits both."""
    floor_wire, own_wire = rig.Wire(), rig.Wire()
    floor, database = await _floor(folder / "floor.db", floor_wire)
    own, close = await _own(folder / "own.db", own_wire)
    floors, owns = [], []
    for _ in range(ROUNDS):
        floors.append(await _median(floor, floor_wire))
        owns.append(await _median(own, own_wire))
    await database.close()
    await close()
    ratios = [ours / least for ours, least in zip(owns, floors, strict=True)]
    return {
        "floor ms": statistics.median(floors),
        "typed answer ms": statistics.median(owns),
        "ratio": statistics.median(ratios),
    }


async def _median(feed: Feed, wire: rig.Wire) -> float:
    spans = []
    for number in range(PER_ROUND):
        event = wire.message(rig.THREAD, f"I led part {number} and conversion rose by 12 %.")
        wire.arrived.clear()
        begin = time.perf_counter()
        feed("MESSAGE_CREATE", event)
        await wire.arrived.wait()
        spans.append((wire.requests[-1][0] - begin) * 1000)
        await asyncio.sleep(0.002)
    return statistics.median(spans)


async def _floor(file: Path, wire: rig.Wire) -> tuple[Feed, aiosqlite.Connection]:
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = True
    client = commands.AutoShardedBot("!", intents=intents, shard_count=1, max_messages=None)
    await client._async_setup_hook()
    database = await aiosqlite.connect(file, isolation_level=None)
    await database.execute("PRAGMA journal_mode=WAL")
    await database.execute("PRAGMA synchronous=FULL")
    await database.execute("CREATE TABLE parts (source_id INTEGER PRIMARY KEY, content TEXT)")

    async def on_message(message: discord.Message) -> None:
        await database.execute("INSERT INTO parts VALUES (?, ?)", (message.id, message.content))
        await message.add_reaction("📝")

    client.event(on_message)
    return rig.connect(client, wire), database


async def _own(file: Path, wire: rig.Wire) -> tuple[Feed, Any]:
    url = f"sqlite+aiosqlite:///{file}"
    client = build(Settings(_env_file=None, discord_token="x", database_url=url, message_content=True))
    await client._async_setup_hook()
    await upgrade(client.store._writer)  # type: ignore[attr-defined]
    for name in COGS:
        await client.load_extension(name)
    feed = rig.connect(client, wire)
    planned = await client.rounds.plan(Wish(rig.GUILD, rig.CHANNEL, rig.PERSON, TRACK, STAGE, 6))
    await client.rounds.opened(rig.GUILD, planned.id, rig.THREAD)
    return feed, client.close


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder)))
    print("typed answer: " + ", ".join(f"{name} {value:.2f}" for name, value in found.items()) + " (at most 3)")


if __name__ == "__main__":
    main()
