"""Both exports of a person with 10,000 answers: memory, time, and how long the event loop waits meanwhile."""

import asyncio
import gc
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.app import privacy_for
from bot.services.progress_export import ProgressExport
from bot.storage.engine import make_engine
from bot.storage.store import Store
from bot.storage.tables import parts, rounds, turns
from tests.perf import rig
from tests.perf.filling import fill
from tests.perf.memory import MIB, Memory
from tests.perf.watchdog import Watchdog

_ROUNDS = 1667
"""Of six answers each."""

_LIMIT = 10 * MIB


async def prepare(url: str) -> None:
    """All rounds are those of one person, but for one."""
    await fill(url, _ROUNDS, still_open=0)
    engine = make_engine(url)
    async with engine.begin() as connection:
        for table in (rounds, turns):
            await connection.execute(update(table).values(candidate_id=rig.PERSON))
        for table in (rounds, turns, parts):
            await connection.execute(update(table).values(guild_id=rig.GUILD))
        await connection.execute(update(rounds).where(rounds.c.id == 1).values(candidate_id=rig.PERSON + 1))
    await engine.dispose()


async def measure(folder: Path, url: str) -> None:
    """Warm up with a person who has a few answers, export, erase."""
    engine = make_engine(url)
    privacy = privacy_for(engine, url)
    (folder / "few").mkdir()
    await privacy.export(rig.PERSON + 1, None, folder / "few", _LIMIT)
    gc.collect()
    gc.freeze()  # as the bot does once it is composed
    begin = time.perf_counter()
    with Memory() as memory:
        async with Watchdog() as watchdog:
            files = await privacy.export(rig.PERSON, None, folder, _LIMIT)
    took = time.perf_counter() - begin
    size = sum(file.stat().st_size for file in files) / MIB
    print(f"/privacy export of 10,000 answers: {took:.1f} s, {len(files)} files of {size:.1f} MiB together")
    print(f"memory it added: {memory.added / MIB:.1f} MiB (64); longest stall {watchdog.longest * 1000:.0f} ms (50)")
    begin = time.perf_counter()
    await privacy.erase(rig.PERSON, None)
    print(f"erased in {time.perf_counter() - begin:.1f} s")
    await engine.dispose()


async def progress_export(url: str) -> None:
    """The same answers as Markdown and CSV, after a warm-up with few."""
    store = Store(make_engine(url))
    export = ProgressExport(store)
    async with export.volumes(rig.GUILD, rig.PERSON + 1, _LIMIT) as volumes:
        assert [one.number async for one in volumes] == [1]
    gc.collect()
    gc.freeze()  # as the bot does once it is composed
    begin, size = time.perf_counter(), 0
    with Memory() as memory:
        async with Watchdog() as watchdog, export.volumes(rig.GUILD, rig.PERSON, _LIMIT) as volumes:
            async for one in volumes:
                size += one.markdown.stat().st_size + one.csv.stat().st_size
    took = time.perf_counter() - begin
    print(f"/progress export of 10,000 answers: {took:.1f} s, {size / MIB:.1f} MiB together")
    print(f"memory it added: {memory.added / MIB:.1f} MiB (64); longest stall {watchdog.longest * 1000:.0f} ms (50)")
    await store.close()


def _alone(work: Callable[..., Coroutine[Any, Any, None]], *given: object) -> None:
    """In a process of its own: memory that something else gave back would be taken again unseen."""
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, *given))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def _run(work: Callable[..., Coroutine[Any, Any, None]], *given: object) -> None:
    asyncio.run(work(*given))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}"
        _alone(prepare, url)
        _alone(progress_export, url)
        _alone(measure, Path(folder), url)


if __name__ == "__main__":
    main()
