"""Interviews on both databases: what is stored, whose it is, and two who write at the same moment."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.domain.competencies import Competency
from bot.domain.interviews.values import After, Do, Interview, InterviewStatus, Outcome, PlanStep, Say
from bot.domain.tracks import StageKind
from bot.storage.store import Store, Unit
from tests.domain.test_interviews import make_interview
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later

STEP = PlanStep(at=START, do=Do.COMPETENCY, text="“Work” on it — 为什么", competency=Competency.SQL, sent=False)
AFTER = After(points="a\nb", level=2, days=5, outcome=Outcome.WAITING, said=(Say.LUCK, Say.AFTER), nudges=1)


async def add(store: Store, **changes: object) -> Interview:
    return await store.write(lambda unit: unit.interviews.add(make_interview(**changes)))


async def get(store: Store, guild_id: int, user_id: int, which: int) -> Interview | None:
    return await store.read(lambda unit: unit.interviews.get(guild_id, user_id, which))


async def test_an_interview_comes_back_as_it_was(store: Store) -> None:
    new = make_interview(plan=(STEP, STEP), after=AFTER, track_id="shop-analyst", stage_id="screen", company="‎Ünï 🎯")
    stored = await store.write(lambda unit: unit.interviews.add(new))
    assert stored == new.model_copy(update={"id": stored.id})
    assert await get(store, GUILD, ALICE, stored.id) == stored
    assert stored.plan[0].at == START, "with its microseconds"


async def test_the_same_interaction_brings_one_interview(store: Store) -> None:
    both = await asyncio.gather(add(store), add(store))
    assert both[0] == both[1]
    found = await store.read(lambda unit: unit.interviews.planned(GUILD, ALICE, START))
    assert found == [both[0]]


async def _finds_nothing(one: Interview, guild_id: int, user_id: int, unit: Unit) -> None:
    assert await unit.interviews.get(guild_id, user_id, one.id, lock=True) is None
    assert await unit.interviews.planned(guild_id, user_id, START) == []
    assert await unit.interviews.by_source(guild_id, user_id, one.source_id) is None
    assert await unit.interviews.count_ahead(guild_id, user_id, START) == 0
    stolen = one.model_copy(update={"guild_id": guild_id, "user_id": user_id, "company": "Mine"})
    await unit.interviews.save(stolen)


async def test_others_and_other_servers_see_none_of_it(store: Store) -> None:
    one = await add(store)
    for guild_id, user_id in ((GUILD, BOB), (ELSEWHERE, ALICE)):
        await store.write(partial(_finds_nothing, one, guild_id, user_id))
    assert await get(store, GUILD, ALICE, one.id) == one


async def test_everything_that_can_change_is_saved(store: Store) -> None:
    one = await add(store)
    after = one.model_copy(
        update={
            "company": "New",
            "role": "Lead",
            "stage": "Team",
            "kind": StageKind.TEAM,
            "minutes": 45,
            "track_id": "t",
            "stage_id": "s",
            "channel_id": 5,
            "zone": "UTC",
            "wall": datetime(2026, 5, 1, 8),
            "starts_at": datetime(2026, 5, 1, 8, tzinfo=UTC),
            "status": InterviewStatus.CLOSED,
            "plan": (STEP,),
            "after": AFTER,
            "version": 2,
        }
    )
    await store.write(lambda unit: unit.interviews.save(after))
    assert await get(store, GUILD, ALICE, one.id) == after


async def test_planned_are_those_ahead_and_without_an_end_in_order(store: Store) -> None:
    late = await add(store, source_id=1, starts_at=later(days=3))
    soon = await add(store, source_id=2, starts_at=later(days=1))
    await add(store, source_id=3, starts_at=later(days=-9))
    for number, status in enumerate((InterviewStatus.CLOSED, InterviewStatus.REMOVED), start=4):
        await add(store, source_id=number, starts_at=later(days=2), status=status)

    async def look(unit: Unit) -> tuple[list[Interview], int]:
        found = await unit.interviews.planned(GUILD, ALICE, START - timedelta(days=2))
        return found, await unit.interviews.count_ahead(GUILD, ALICE, later(days=1))

    found, ahead = await store.read(look)
    assert found == [soon, late]
    assert ahead == 1
    assert await get(store, GUILD, ALICE, 5) is None, "what was removed is not there"
