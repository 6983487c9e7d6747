"""The export of a person with 10,000 answers: memory, time, and how long the event loop waits meanwhile."""

import asyncio
import gc
import resource
import sys
import tempfile
import time
from pathlib import Path

import psutil
from sqlalchemy import update

from bot.app import privacy_for
from bot.storage.engine import make_engine
from bot.storage.tables import parts, rounds, turns
from tests.perf import rig
from tests.perf.filling import fill
from tests.perf.watchdog import Watchdog

_ROUNDS = 1667
"""Of six answers each."""

_MIB = 1024 * 1024
_LIMIT = 10 * _MIB


async def measure(folder: Path) -> None:
    """Fill, warm up with a person who has a few answers, export, erase."""
    url = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
    await fill(url, _ROUNDS, still_open=0)
    engine = make_engine(url)
    async with engine.begin() as connection:
        for table in (rounds, turns):
            await connection.execute(update(table).values(candidate_id=rig.PERSON))
        for table in (rounds, turns, parts):
            await connection.execute(update(table).values(guild_id=rig.GUILD))
        await connection.execute(update(rounds).where(rounds.c.id == 1).values(candidate_id=rig.PERSON + 1))
    privacy = privacy_for(engine, url)
    (folder / "few").mkdir()
    await privacy.export(rig.PERSON + 1, None, folder / "few", _LIMIT)
    gc.collect()
    gc.freeze()  # as the bot does once it is composed
    before = psutil.Process().memory_info().rss
    begin = time.perf_counter()
    async with Watchdog() as watchdog:
        files = await privacy.export(rig.PERSON, None, folder, _LIMIT)
    took = time.perf_counter() - begin
    size = sum(file.stat().st_size for file in files) / _MIB
    print(f"export of 10,000 answers: {took:.1f} s, {len(files)} files of {size:.1f} MiB together")
    added, stall = (_peak() - before) / _MIB, watchdog.longest * 1000
    print(f"memory it added: {added:.1f} MiB (64); longest stall {stall:.0f} ms (50)")
    begin = time.perf_counter()
    await privacy.erase(rig.PERSON, None)
    print(f"erased in {time.perf_counter() - begin:.1f} s")
    await engine.dispose()


def _peak() -> int:
    """Bytes that the process held at most so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
