"""Who met whom in sessions, on both databases."""

from datetime import date, timedelta

from bot.storage.store import Store
from tests.domain.values import ALICE, BOB, SNOWFLAKE

GUILD, OTHER_GUILD = SNOWFLAKE, SNOWFLAKE + 1
CAROL, DAN = SNOWFLAKE + 2, SNOWFLAKE + 3
DAY = date(2026, 11, 22)
EVERYONE = {ALICE, BOB, CAROL, DAN}
LONG_AGO = DAY - timedelta(weeks=52)


async def _past(
    store: Store, people: set[int], since: date = LONG_AGO, guild: int = GUILD
) -> dict[frozenset[int], float]:
    return await store.read(lambda unit: unit.session_pairs.past(guild, people, since, DAY))


async def test_meetings_add_up_and_fade_and_are_noted_once(store: Store) -> None:
    weeks_ago = DAY - timedelta(days=56)
    for _ in range(2):
        await store.write(
            lambda unit: unit.session_pairs.note(GUILD, 1, [(BOB, ALICE), (CAROL, DAN, ALICE)], weeks_ago)
        )
    await store.write(lambda unit: unit.session_pairs.note(GUILD, 2, [(ALICE, BOB), (CAROL,), ()], DAY))
    old = 0.5
    assert await _past(store, EVERYONE) == {
        frozenset((ALICE, BOB)): 1 + old,
        frozenset((ALICE, CAROL)): old,
        frozenset((ALICE, DAN)): old,
        frozenset((CAROL, DAN)): old,
    }
    assert await _past(store, {ALICE, BOB, CAROL}, since=weeks_ago + timedelta(days=1)) == {
        frozenset((ALICE, BOB)): 1.0
    }
    assert await _past(store, {ALICE, DAN}) == {frozenset((ALICE, DAN)): old}


async def test_only_of_this_server_and_of_these_people(store: Store) -> None:
    await store.write(lambda unit: unit.session_pairs.note(GUILD, 1, [(ALICE, BOB)], DAY))
    await store.write(lambda unit: unit.session_pairs.note(OTHER_GUILD, 1, [(ALICE, CAROL)], DAY))
    assert await _past(store, EVERYONE) == {frozenset((ALICE, BOB)): 1.0}
    assert await _past(store, EVERYONE, guild=OTHER_GUILD) == {frozenset((ALICE, CAROL)): 1.0}
    assert await _past(store, {ALICE}) == {}
    assert await _past(store, set()) == {}
    await store.write(lambda unit: unit.session_pairs.note(GUILD, 3, [], DAY))


async def test_two_hundred_people_are_noted_and_asked_for_at_once(store: Store) -> None:
    people = [SNOWFLAKE + number for number in range(200)]
    tables = [people[start : start + 6] for start in range(0, 200, 6)]
    await store.write(lambda unit: unit.session_pairs.note(GUILD, 1, tables, DAY))
    met = sum(len(table) * (len(table) - 1) // 2 for table in tables)
    assert len(await _past(store, set(people))) == met


async def test_turns_add_up_and_fade_and_are_noted_once(store: Store) -> None:
    weeks_ago = DAY - timedelta(days=56)
    for _ in range(2):
        await store.write(
            lambda unit: unit.session_pairs.note_turns(GUILD, 1, [(1, ALICE, BOB), (2, BOB, CAROL)], weeks_ago)
        )
    await store.write(lambda unit: unit.session_pairs.note_turns(GUILD, 2, [(1, ALICE, CAROL)], DAY))
    await store.write(lambda unit: unit.session_pairs.note_turns(OTHER_GUILD, 3, [(1, DAN, ALICE)], DAY))
    await store.write(lambda unit: unit.session_pairs.note_turns(GUILD, 4, [], DAY))

    async def turns(people: set[int], since: date = LONG_AGO) -> tuple[dict[int, float], dict[int, float]]:
        return await store.read(lambda unit: unit.session_pairs.turns(GUILD, people, since, DAY))

    assert await turns(EVERYONE) == ({ALICE: 1.5, BOB: 0.5}, {BOB: 0.5, CAROL: 1.5})
    assert await turns({CAROL, DAN}) == ({}, {CAROL: 1.5})
    assert await turns(EVERYONE, since=DAY) == ({ALICE: 1.0}, {CAROL: 1.0})
    assert await turns(set()) == ({}, {})
