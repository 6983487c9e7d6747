"""SQLite when somebody else holds the file, or when it is full: known, said, and nothing lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import StoreBusy, StoreFull
from bot.storage.engine import make_engine, sqlite_file
from bot.storage.store import Store, Unit
from bot.storage.upgrade import upgrade
from tests.domain.values import ALICE, GUILD, THREAD, make_open, make_part


@pytest.fixture
def dialect() -> str:
    """These are SQLite's own troubles."""
    return "sqlite"


@pytest.fixture
async def engine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncEngine]:
    """An engine that waits for a lock only briefly."""
    monkeypatch.setattr("bot.storage.engine.BUSY_SECONDS", 0.02)
    made = make_engine(database_url)
    yield made
    await made.dispose()


@pytest.fixture
def other(database_url: str) -> Iterator[sqlite3.Connection]:
    """Another program with the database open."""
    file = sqlite_file(database_url)
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


async def test_a_lock_that_stays_ends_in_store_busy(
    store: Store, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.store._TRIES", 2)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        await store.write(lambda unit: unit.meta.put("name", "value"))
    assert await store.read(lambda unit: unit.meta.get("name")) is None, "readers need not wait"
    other.execute("ROLLBACK")
    await store.write(lambda unit: unit.meta.put("name", "value"))
    assert await store.read(lambda unit: unit.meta.get("name")) == "value"


async def test_a_lock_that_goes_is_waited_for(
    store: Store, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def sleep_then_unlock(_seconds: float) -> None:
        nonlocal tries
        tries += 1
        if tries == 3:
            other.execute("ROLLBACK")

    monkeypatch.setattr("bot.storage.store.asyncio.sleep", sleep_then_unlock)
    other.execute("BEGIN IMMEDIATE")
    await store.write(lambda unit: unit.meta.put("name", "value"))
    assert tries == 3
    assert await store.read(lambda unit: unit.meta.get("name")) == "value"


async def test_a_full_disk_loses_the_unit_and_nothing_else(store: Store, engine: AsyncEngine) -> None:
    stored = await store.write(lambda unit: unit.rounds.add(make_open()))
    await store.write(lambda unit: unit.parts.add_typed(GUILD, THREAD, ALICE, make_part(1)))
    async with engine.connect() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
    room = pages

    @event.listens_for(engine.sync_engine, "checkout")
    def limit(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {room}")
        cursor.close()

    async def work(unit: Unit) -> None:
        await unit.meta.put("name", "value")
        await unit.parts.add_typed(GUILD, THREAD, ALICE, make_part(2, "long " * 40_000))

    with pytest.raises(StoreFull):
        await store.write(work)
    assert await store.read(lambda unit: unit.meta.get("name")) is None
    room = pages * 100
    await store.write(work)
    parts = await store.read(lambda unit: unit.parts.by_position(GUILD, stored.id))
    assert parts == {0: [make_part(1), make_part(2, "long " * 40_000)]}


async def test_how_the_file_is_opened(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


async def test_a_database_in_memory_works_too() -> None:
    engine = make_engine("sqlite+aiosqlite:///:memory:")
    store = Store(engine)
    await upgrade(engine)

    async def work(unit: Unit, number: int) -> None:
        await unit.rounds.add(make_open(thread_id=number))
        if number % 2:
            raise RuntimeError("undone")

    ends = await asyncio.gather(
        *(store.write(lambda unit, number=number: work(unit, number)) for number in range(20)),  # type: ignore[misc]
        return_exceptions=True,
    )
    assert [end is None for end in ends] == [True, False] * 10
    assert await store.read(lambda unit: unit.rounds.count_open_of(GUILD, ALICE)) == 10
    await engine.dispose()


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite+aiosqlite:////srv/bot.db", "/srv/bot.db"),
        ("sqlite+aiosqlite:///data/bot.db", "data/bot.db"),
        ("sqlite+aiosqlite:///:memory:", None),
        ("sqlite+aiosqlite://", None),
        ("postgresql+asyncpg://host/bot", None),
    ],
)
def test_which_file_a_url_means(url: str, file: str | None) -> None:
    assert sqlite_file(url) == (Path(file) if file else None)
