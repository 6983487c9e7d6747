"""Tables of sessions, check-ins and what was heard there, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.sessions.checkin import CheckIn
from bot.domain.sessions.sittings import SittingStatus
from bot.domain.sessions.tables import Table, TableStatus
from bot.storage.rounds import LostUpdateError
from bot.storage.store import Store, Unit
from tests.domain.test_session_tables import NOW, on, table

HERE, ELSEWHERE = 10, 20


async def add(store: Store, one: Table) -> Table:
    """Store a table."""
    return await store.write(lambda unit: unit.session_tables.add(one, NOW))


async def test_a_table_comes_back_as_it_was(store: Store) -> None:
    stored = await add(store, table(1, 2, 3))
    again = await add(store, table(4, 5))
    assert again == stored, "a session has one table of each number"

    async def work(unit: Unit) -> Table:
        before = await unit.session_tables.get(HERE, stored.id, lock=True)
        assert before is not None
        return await unit.session_tables.save(before, before.opened(500, 600, NOW))

    opened = await store.write(work)
    assert opened.version == 2

    async def look(unit: Unit) -> None:
        rows = unit.session_tables
        assert await rows.get(HERE, stored.id) == opened
        assert await rows.in_thread(HERE, 500) == opened
        assert await rows.at_place(HERE, 600) == opened
        assert await rows.of(HERE, 1, lock=True) == [opened]
        assert await rows.get(ELSEWHERE, stored.id) is None
        assert await rows.in_thread(ELSEWHERE, 500) is None
        assert await rows.at_place(ELSEWHERE, 600) is None
        assert await rows.of(ELSEWHERE, 1) == []

    await store.write(look)


async def test_two_changes_on_one_state_are_not_both_stored(store: Store) -> None:
    stored = await add(store, on(1, 2))
    await store.write(lambda unit: unit.session_tables.save(stored, stored.rotated(1, NOW)))
    with pytest.raises(LostUpdateError):
        await store.write(lambda unit: unit.session_tables.save(stored, stored.ended(NOW)))


async def test_of_many_rotations_at_once_one_is_stored(store: Store) -> None:
    stored = await add(store, on(1, 2, 3))

    async def rotate(unit: Unit) -> bool:
        before = await unit.session_tables.get(HERE, stored.id, lock=True)
        assert before is not None
        if before.index:
            return False
        await unit.session_tables.save(before, before.rotated(1, NOW))
        return True

    assert sum(await asyncio.gather(*(store.write(rotate) for _ in range(8)))) == 1


async def test_rounds_that_took_place_are_counted(store: Store) -> None:
    stored = await add(store, on(1, 2))
    later = NOW + timedelta(minutes=20)
    done = stored.rotated(1, later).ended(later)
    assert [one.status for one in done.sittings] == [SittingStatus.DONE, SittingStatus.SKIPPED]
    assert done.status is TableStatus.ENDED
    await store.write(lambda unit: unit.session_tables.save(stored, done))

    async def count(unit: Unit) -> list[int]:
        rows = unit.session_tables
        return [
            await rows.count_rounds(HERE, NOW),
            await rows.count_rounds(HERE, NOW + timedelta(seconds=1)),
            await rows.count_rounds(ELSEWHERE, NOW),
        ]

    assert await store.read(count) == [1, 0, 0]


async def test_a_check_in_is_opened_once_and_kept(store: Store) -> None:
    new = CheckIn(session_id=1, guild_id=HERE, channel_id=11, opened_at=NOW, ends_at=NOW + timedelta(minutes=10))
    other = new.model_copy(update={"channel_id": 12})
    await store.write(lambda unit: unit.session_tables.open_check_in(new))
    await store.write(lambda unit: unit.session_tables.open_check_in(other))

    async def work(unit: Unit) -> None:
        found = await unit.session_tables.check_in(HERE, 1, lock=True)
        assert found == new
        changed = found.with_one(5).with_one(4).closed(datetime(2026, 3, 2, tzinfo=UTC))
        await unit.session_tables.save_check_in(changed.model_copy(update={"message_id": 77}))

    await store.write(work)
    found = await store.read(lambda unit: unit.session_tables.check_in(HERE, 1))
    assert found is not None
    assert (found.present, found.message_id, found.is_open) == ((5, 4), 77, False)
    assert await store.read(lambda unit: unit.session_tables.check_in(ELSEWHERE, 1)) is None


async def test_what_people_heard_is_counted(store: Store) -> None:
    async def work(unit: Unit) -> None:
        await unit.session_tables.note_heard(HERE, [1, 2], "first")
        await unit.session_tables.note_heard(HERE, [2, 3], "first")
        await unit.session_tables.note_heard(HERE, [2], "second")

    await store.write(work)

    async def look(unit: Unit) -> list[dict[str, int]]:
        return [await unit.session_tables.heard(guild, who) for guild, who in ((HERE, 2), (HERE, 3), (ELSEWHERE, 2))]

    assert await store.read(look) == [{"first": 2, "second": 1}, {"first": 1}, {}]
