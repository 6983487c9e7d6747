"""Copies of a SQLite database that is in use."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.backup import back_up
from bot.storage.store import Store, Unit
from tests.domain.values import GUILD, make_open, make_part


@pytest.fixture
def dialect() -> str:
    """PostgreSQL brings its own tool."""
    return "sqlite"


async def test_a_copy_made_while_others_write_is_whole(store: Store, tmp_path: Path) -> None:
    copy, done = tmp_path / "copy.db", asyncio.Event()

    async def add(number: int) -> None:
        async def work(unit: Unit) -> None:
            stored = await unit.rounds.add(make_open(thread_id=number))
            await unit.parts.add(GUILD, stored.id, 0, make_part(number, "word " * 200))

        await store.write(work)

    async def write_on() -> int:
        number = 20
        while not done.is_set():
            number += 1
            await add(number)
        return number

    for number in range(1, 21):
        await add(number)
    writing = asyncio.ensure_future(write_on())
    for _ in range(5):
        await asyncio.to_thread(back_up, tmp_path / "store.db", copy)
    done.set()
    written = await writing
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rounds, parts, turns = (
            found.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("rounds", "parts", "turns")
        )
    assert 20 <= rounds <= written
    assert (parts, turns) == (rounds, rounds * 3)
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []


@pytest.mark.parametrize("target", ["missing/copy.db", "."])
def test_a_target_that_cannot_be_written(tmp_path: Path, template_database: Path, target: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match=r".") as caught:
        back_up(template_database, folder / target)
    assert caught.value.strerror
    assert list(folder.iterdir()) == []


def test_a_source_that_is_no_database_leaves_no_copy(tmp_path: Path) -> None:
    source = tmp_path / "notes.db"
    source.write_text("these are no tables, and long enough to look like a page of something " * 100)
    with pytest.raises(OSError, match="not a database"):
        back_up(source, tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.db"]
