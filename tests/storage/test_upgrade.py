"""Migrations, on both databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic import command
from sqlalchemy import column, insert, inspect, table, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage import tables
from bot.storage.engine import make_engine
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.storage.upgrade import SchemaBehindError, check_current, config, head, upgrade
from tests.alembic_check import check
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later, make_open


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


async def test_everybody_of_whom_something_is_stored_becomes_a_member(engine: AsyncEngine) -> None:
    daily = {"zone": "UTC", "wall": "09:00", "since": START.date(), "place": "direct", "channel_id": 1, "version": 1}
    pause = {"first_day": START.date(), "last_day": START.date()}
    check_in = {"session_id": 1, "channel_id": 1, "present": [7, ALICE], "ends_at": START}
    report = {"question_id": "q-1", "reason": "unclear"}
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "3514ed7e1997"))
        for table, row in (
            (tables.daily_subscriptions, daily | {"guild_id": GUILD, "user_id": ALICE, "created_at": START}),
            (tables.reports, report | {"guild_id": GUILD, "member_id": ALICE, "created_at": later(days=1)}),
            (tables.reports, report | {"guild_id": GUILD, "member_id": 0, "created_at": later(days=1)}),
            (tables.daily_pauses, pause | {"guild_id": GUILD, "user_id": BOB}),
            (tables.session_check_ins, check_in | {"guild_id": ELSEWHERE, "opened_at": later(days=2)}),
        ):
            await connection.execute(insert(table).values(row))
    await upgrade(engine)
    ever = later(days=99999)
    found = await Store(engine).read(lambda unit: unit.members.unseen(ever, None, 10))
    known = {(one.guild_id, one.user_id): one.seen_at for one in found}
    assert known.pop((GUILD, BOB)) > later(days=2), "nothing says when: from now on"
    assert known == {
        (GUILD, ALICE): later(days=1),
        (ELSEWHERE, ALICE): later(days=2),
        (ELSEWHERE, 7): later(days=2),
    }
    asked = await Store(engine).read(lambda unit: unit.members.unchecked(ever, 10))
    assert [one[:2] for one in asked][-1] == (GUILD, BOB), "the longest ago first"


async def test_turns_of_before_get_the_competency_of_their_question(engine: AsyncEngine) -> None:
    made = make_open()
    old = {
        "round_id": 1, "position": 0, "guild_id": GUILD, "candidate_id": ALICE, "question_id": "q-1",
        "form": "question", "question": made.turns[0].question.model_dump(mode="json"), "data": {},
        "status": "answered", "hints": 0, "rating": 4, "settled_at": START,
    }  # fmt: skip
    told = made.model_dump(exclude={"id", "turns"})
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "5b1c0d7e2a94"))
        await connection.execute(insert(tables.rounds).values(told))
        columns = [one for one in tables.turns.c if one.name in old]
        await connection.execute(
            insert(table(tables.turns.name, *(column(one.name, one.type) for one in columns))), old
        )
    await upgrade(engine)
    (found,) = await Store(engine).read(lambda unit: unit.progress.evidence(GUILD, ALICE, later(days=-1)))
    assert (found.competency, found.level, found.at) == (made.turns[0].question.competency, 4, START)


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
