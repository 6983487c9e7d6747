"""The night's work: what nobody came back for goes, and the database is copied."""

import logging
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import StoreUnavailable
from bot.services.housekeeping import Housekeeping
from bot.services.kept import KEPT_FOR, Kept
from bot.storage.backup import back_up_nightly
from tests.domain.values import ALICE, GUILD, START
from tests.services.house import House


async def test_forms_that_nobody_came_back_for_go(house: House) -> None:
    kept = Kept(house.store, house.clock)
    old = await kept.keep(GUILD, ALICE, "form", {"text": "mine"})
    house.clock.move(days=1)
    young = await kept.keep(GUILD, ALICE, "form", {"text": "later"})
    house.clock.at = START + KEPT_FOR + timedelta(seconds=1)
    await Housekeeping(house.store, house.clock, None).run()
    ids = await house.store.read(lambda unit: unit.kept.get(GUILD, ALICE, old, "form"))
    assert ids is None
    assert await kept.get(GUILD, ALICE, young, "form") == {"text": "later"}


async def test_a_night_without_room_is_said_and_the_next_one_comes(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    nights: list[int] = []

    def full() -> None:
        nights.append(1)
        raise OSError(28, "No space left on device")

    keeping = Housekeeping(house.store, house.clock, full)
    with caplog.at_level(logging.ERROR):
        await keeping.run()
        await keeping.run()
    assert len(nights) == 2
    assert "not copied" in caplog.text
    caplog.clear()


async def test_it_starts_and_ends_with_the_bot(house: House) -> None:
    keeping = Housekeeping(house.store, house.clock, None)
    keeping.start()
    await keeping.stop()
    await keeping.stop()


def test_the_newest_copies_are_kept(tmp_path: Path) -> None:
    source, folder = tmp_path / "bot.db", tmp_path / "backups"
    with closing(sqlite3.connect(source)) as database:
        database.execute("CREATE TABLE words (word TEXT)")
        database.execute("INSERT INTO words VALUES ('kept')")
        database.commit()
    mine = folder / "bot-by-hand.db"
    folder.mkdir()
    mine.touch()
    for day in range(1, 6):
        back_up_nightly(source, folder, date(2026, 11, day), 2)
    assert sorted(one.name for one in folder.iterdir()) == ["bot-2026-11-04.db", "bot-2026-11-05.db", mine.name]
    with closing(sqlite3.connect(folder / "bot-2026-11-05.db")) as copy:
        assert copy.execute("SELECT word FROM words").fetchall() == [("kept",)]


async def test_a_store_that_is_away_is_left_for_the_next_night(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(_work: object) -> None:
        raise StoreUnavailable("locked")

    monkeypatch.setattr(house.store, "write", away)
    with caplog.at_level(logging.WARNING):
        await Housekeeping(house.store, house.clock, None).run()
    assert "no housekeeping tonight" in caplog.text
