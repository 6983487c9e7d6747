"""Tried queries, on both databases."""

from collections.abc import Sequence

import pytest

from bot.domain.attempts import RIGHT, SHOWN, Attempt
from bot.domain.rounds import Round
from bot.storage.store import Store
from tests.domain.values import ELSEWHERE, GUILD, SNOWFLAKE, later, make_open

AWKWARD = "```\n-- @everyone \u202eabc 👩‍👩‍👧 'quoted' \\ %s :name \t\nSELECT 1"


@pytest.fixture
async def opened(store: Store) -> Round:
    """A round whose first turn is open."""
    return await store.write(lambda unit: unit.rounds.add(make_open()))


def attempt(number: int, problem: str = "top", verdict: str = "rows", query: str = "SELECT 1") -> Attempt:
    return Attempt(
        source_id=SNOWFLAKE + 3000 + number,
        problem=problem,
        query=query,
        verdict=verdict,
        message=f"Told {number}.",
        created_at=later(seconds=number, microseconds=1),
    )


async def add(store: Store, state: Round, *attempts: Attempt, at: int = 0) -> list[bool]:
    async def work(unit: object) -> list[bool]:
        return [await unit.attempts.add(GUILD, state.id, at, one) for one in attempts]  # type: ignore[attr-defined]

    return await store.write(work)


async def telling(store: Store, state: Round, guild: int = GUILD, at: int = 0) -> Sequence[Attempt]:
    return await store.read(lambda unit: unit.attempts.telling(guild, state.id, at))


async def newest(store: Store, state: Round, most: int = 100, guild: int = GUILD) -> Sequence[Attempt]:
    return await store.read(lambda unit: unit.attempts.newest(guild, state.id, 0, most))


async def test_everything_comes_back_unchanged_in_the_order_of_storing(store: Store, opened: Round) -> None:
    whole = [attempt(3, query=AWKWARD * 500), attempt(1, "", SHOWN), attempt(2, verdict=RIGHT)]
    assert await add(store, opened, *whole) == [True, True, True]
    assert await newest(store, opened) == whole
    assert await newest(store, opened, 2) == whole[1:]


async def test_a_replay_is_stored_once(store: Store, opened: Round) -> None:
    assert await add(store, opened, attempt(1)) == [True]
    assert await add(store, opened, attempt(1, verdict=RIGHT)) == [False]
    assert await newest(store, opened) == [attempt(1)]


async def test_of_each_problem_the_right_one_tells_else_the_last(store: Store, opened: Round) -> None:
    await add(
        store,
        opened,
        attempt(1, "top", RIGHT),
        attempt(2, "top", "order"),
        attempt(3, "funnel"),
        attempt(4, "funnel", "syntax"),
        attempt(5, "", SHOWN),
        attempt(6, "cohorts", RIGHT),
        attempt(7, "cohorts", RIGHT),
    )
    assert [one.message for one in await telling(store, opened)] == ["Told 1.", "Told 4.", "Told 7."]


async def test_the_latest_at_a_problem(store: Store, opened: Round) -> None:
    await add(store, opened, attempt(1), attempt(2), attempt(3, "funnel"))

    async def latest(problem: str) -> Attempt | None:
        return await store.read(lambda unit: unit.attempts.latest(GUILD, opened.id, 0, problem))

    assert await latest("top") == attempt(2)
    assert await latest("unknown") is None


async def test_other_servers_rounds_and_turns_have_their_own(store: Store, opened: Round) -> None:
    other = await store.write(lambda unit: unit.rounds.add(make_open(thread_id=SNOWFLAKE + 77)))
    await add(store, opened, attempt(1))
    await add(store, opened, attempt(2), at=1)
    await add(store, other, attempt(3))
    assert await newest(store, opened) == [attempt(1)]
    assert list(await telling(store, opened, at=1)) == [attempt(2)]
    assert await newest(store, opened, guild=ELSEWHERE) == []
    assert list(await telling(store, other)) == [attempt(3)]
