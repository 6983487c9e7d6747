"""Migrations, on both databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine import make_engine
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.storage.upgrade import SchemaBehindError, check_current, config, head, upgrade
from tests.alembic_check import check
from tests.domain.values import ALICE, GUILD, make_open


@pytest.fixture
async def engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    """The bot's engine on a database without tables."""
    made = make_engine(empty_url)
    yield made
    await made.dispose()


async def _tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_an_empty_database_gets_every_table_once(engine: AsyncEngine) -> None:
    assert await upgrade(engine) is True
    assert await _tables(engine) == {*metadata.tables, "alembic_version"}
    assert await upgrade(engine) is False
    await check_current(engine)
    store = Store(engine)
    stored = await store.write(lambda unit: unit.rounds.add(make_open()))
    assert await store.read(lambda unit: unit.rounds.open_of(GUILD, ALICE)) == [stored]


async def test_the_migrations_make_exactly_our_tables(empty_url: str) -> None:
    await check(empty_url)


async def test_all_the_way_down_and_up_again(engine: AsyncEngine) -> None:
    await upgrade(engine)
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "base"))
    assert await _tables(engine) == {"alembic_version"}
    assert await upgrade(engine) is True
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.check(config(sync)))


async def test_a_database_that_is_behind_is_named(engine: AsyncEngine) -> None:
    with pytest.raises(SchemaBehindError, match="the database is at no schema"):
        await check_current(engine)
    await upgrade(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    with pytest.raises(SchemaBehindError, match=f"the database is at older, this version needs {head()}"):
        await check_current(engine)


async def test_an_upgrade_that_fails_changes_nothing(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE turns (name TEXT)"))
    with pytest.raises(Exception, match="turns"):
        await upgrade(engine)
    assert await _tables(engine) == {"turns"}


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_two_processes_that_start_at_once_upgrade_once(engine: AsyncEngine, empty_url: str) -> None:
    other = make_engine(empty_url)
    await asyncio.gather(upgrade(engine), upgrade(other))
    await other.dispose()
    await check_current(engine)
