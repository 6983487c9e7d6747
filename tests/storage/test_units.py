"""The unit of work, on both databases: all or nothing, many at once, and what a failure means."""

import asyncio
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import StoreUnavailable
from bot.domain.rounds import Round
from bot.storage.engine import make_engine
from bot.storage.store import Store, Unit
from tests.domain.values import ALICE, GUILD, SNOWFLAKE, THREAD, make_open, make_part, make_round, make_row
from tests.postgres import Postgres


async def _count(store: Store) -> int:
    return await store.read(lambda unit: unit.rounds.count_open_of(GUILD, ALICE))


async def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    async def work(unit: Unit) -> None:
        stored = await unit.rounds.add(make_open())
        await unit.parts.add(GUILD, stored.id, 0, make_part())
        await unit.deliveries.owe([make_row("k")])
        await unit.meta.put("name", "value")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await store.write(work)
    assert await _count(store) == 0
    assert await store.write(lambda unit: unit.parts.add_typed(GUILD, THREAD, ALICE, make_part())) is None
    assert await store.read(lambda unit: unit.deliveries.by_key(GUILD, "k")) is None
    assert await store.read(lambda unit: unit.meta.get("name")) is None


async def test_a_unit_that_is_cancelled_leaves_nothing_and_its_connection_is_free_again(store: Store) -> None:
    begun = asyncio.Event()

    async def work(unit: Unit) -> None:
        await unit.rounds.add(make_round())
        begun.set()
        await asyncio.Event().wait()

    for _ in range(20):  # more often than there are connections
        task = asyncio.ensure_future(store.write(work))
        await begun.wait()
        begun.clear()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await _count(store) == 0


async def test_all_of_a_unit_sees_what_it_wrote(store: Store) -> None:
    async def work(unit: Unit) -> list[Round]:
        stored = await unit.rounds.add(make_open())
        assert await unit.rounds.get(GUILD, stored.id) == stored
        assert await unit.parts.add_typed(GUILD, THREAD, ALICE, make_part()) == (stored.id, 0)
        assert await unit.parts.by_position(GUILD, stored.id) == {0: [make_part()]}
        return await unit.rounds.open_of(GUILD, ALICE)

    (stored,) = await store.write(work)
    assert await store.read(lambda unit: unit.rounds.get(GUILD, stored.id)) == stored


async def test_a_reading_unit_keeps_to_one_view_of_it_all(store: Store) -> None:
    async def look(unit: Unit) -> tuple[str | None, str | None]:
        before = await unit.meta.get("name")
        await store.write(lambda other: other.meta.put("name", "new"))
        return before, await unit.meta.get("name")

    assert await store.read(look) == (None, None)
    assert await store.read(lambda unit: unit.meta.get("name")) == "new"


async def test_fifty_units_at_once(store: Store) -> None:
    async def one(number: int) -> int:
        async def work(unit: Unit) -> int:
            stored = await unit.rounds.add(make_open(2, thread_id=number + 1))
            await unit.parts.add(GUILD, stored.id, 0, make_part(number))
            await unit.deliveries.owe([make_row(f"k{number}", channel_id=number + 1)])
            return stored.id

        made = await store.write(work)
        found = await store.read(lambda unit: unit.rounds.get(GUILD, made))
        assert found is not None
        assert found.thread_id == number + 1
        return made

    made = await asyncio.gather(*(one(number) for number in range(50)))
    assert len(set(made)) == 50
    assert await _count(store) == 50
    assert len(await store.read(lambda unit: unit.deliveries.due_places(make_part().created_at, 100))) == 50


async def test_facts_of_the_installation(store: Store) -> None:
    await store.write(lambda unit: unit.meta.put("commands", "abc"))
    await store.write(lambda unit: unit.meta.put("commands", "ü" * 5000))
    await store.write(lambda unit: unit.meta.put("other", ""))
    assert await store.read(lambda unit: unit.meta.get("commands")) == "ü" * 5000
    assert await store.read(lambda unit: unit.meta.get("other")) == ""
    assert await store.read(lambda unit: unit.meta.get("none")) is None


async def test_a_database_that_is_not_there_is_unavailable(dialect: str) -> None:
    urls = {"sqlite": "sqlite+aiosqlite:////no/such/folder/bot.db", "postgresql": "postgresql+asyncpg:///bot?host=/no"}
    engine = make_engine(urls[dialect])
    with pytest.raises(StoreUnavailable):
        await Store(engine).read(lambda unit: unit.meta.get("name"))
    await engine.dispose()
    # The driver does not wait for the thread of a connection that never was; it must not outlive the loop.
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


async def test_a_closed_store_refuses(store: Store) -> None:
    await store.close()
    with pytest.raises(StoreUnavailable):
        await store.read(lambda unit: unit.meta.get("name"))


async def test_closing_waits_for_the_units_that_run(store: Store) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work(unit: Unit) -> int:
        begun.set()
        await go_on.wait()
        return (await unit.rounds.add(make_round())).id

    running = asyncio.ensure_future(store.write(work))
    await begun.wait()
    closing = asyncio.ensure_future(store.close())
    await asyncio.sleep(0)
    go_on.set()
    assert await running > 0
    await closing


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_a_connection_that_the_server_dropped_is_replaced(
    store: Store, engine: AsyncEngine, postgres: Postgres
) -> None:
    await store.write(lambda unit: unit.meta.put("name", "value"))
    async with engine.connect() as connection:
        process = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    await postgres.run(f"SELECT pg_terminate_backend({process})")
    assert await store.read(lambda unit: unit.meta.get("name")) == "value"


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_of_two_units_that_block_each_other_one_is_repeated(store: Store) -> None:
    first = await store.write(lambda unit: unit.rounds.add(make_open(thread_id=1)))
    second = await store.write(lambda unit: unit.rounds.add(make_open(thread_id=2)))
    both_hold_one = asyncio.Barrier(2)
    tries = 0

    async def hold(unit: Unit, order: tuple[Round, Round]) -> None:
        nonlocal tries
        tries += 1
        for number, state in enumerate(order):
            found = await unit.rounds.get(GUILD, state.id, lock=True)
            assert found is not None
            await unit.rounds.save(found, found.model_copy(update={"prompts": found.prompts + 1}))
            if not number and tries <= 2:
                await both_hold_one.wait()

    await asyncio.gather(
        store.write(lambda unit: hold(unit, (first, second))), store.write(lambda unit: hold(unit, (second, first)))
    )
    found = await store.read(lambda unit: unit.rounds.open_of(GUILD, ALICE))
    assert tries == 3
    assert [state.prompts for state in found] == [2, 2]


def test_ids_of_tests_are_as_large_as_discords_can_be() -> None:
    assert SNOWFLAKE.bit_length() == 63
