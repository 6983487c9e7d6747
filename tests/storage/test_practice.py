"""What people did and share, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.daily.questions import DailyAnswer, DailyQuestion, Scope
from bot.domain.progress.effort import Effort
from bot.domain.progress.goals import Goal
from bot.domain.progress.history import Kind
from bot.domain.progress.overview import Place
from bot.domain.progress.sharing import Shared, Sharing
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.turns import Form
from bot.storage import practice
from bot.storage.store import Store
from bot.storage.tables import scorecards, scorings
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later, make_question, make_round, make_turns


async def _closed(store: Store, hours: int = 0, **changes: object) -> Round:
    """A round that ended so many hours after the start, with one answered question rated 3 and a skipped one."""
    answered, skipped = make_turns(2)
    turns = (answered.put(status=TurnStatus.ANSWERED, rating=3), skipped.put(status=TurnStatus.SKIPPED))
    values = {"turns": turns, "status": RoundStatus.FINISHED, "finished_at": later(hours=hours)} | changes
    return await store.write(lambda unit: unit.rounds.add(make_round(2, **values)))


async def _answered(store: Store, number: int, user_id: int = ALICE, guild_id: int = GUILD) -> DailyAnswer:
    new = DailyQuestion(
        guild_id=guild_id, user_id=user_id, scope=Scope.NOW, key=f"now:{guild_id}:{number}", day=START.date(),
        track_id="shop-analyst", stage_id="screen", question_id="q-1", question=make_question(), asked_at=START,
    )  # fmt: skip
    daily = await store.write(lambda unit: unit.dailies.add(new))
    answer = DailyAnswer(
        source_id=daily.id, guild_id=guild_id, daily_id=daily.id, user_id=user_id, text=f"Answer {number}", rating=2,
        answered_at=later(hours=number),
    )  # fmt: skip
    return await store.write(lambda unit: unit.dailies.answer(answer))


async def _share(store: Store, what: Shared, *, on: bool) -> None:
    await store.write(lambda unit: unit.sharing.change(GUILD, ALICE, what, on, START))


async def _practised(store: Store, guild_id: int, user_id: int, day: date) -> None:
    await store.write(lambda unit: unit.dailies.practised(guild_id, user_id, day))


async def _put(store: Store, goal: Goal) -> None:
    await store.write(lambda unit: unit.goals.put(goal, START))


async def _daily_of(store: Store, guild_id: int, user_id: int, answer_id: int) -> int | None:
    return await store.read(lambda unit: unit.practice.daily_of(guild_id, user_id, answer_id))


async def test_nothing_is_shared_until_somebody_says_so(store: Store) -> None:
    assert await store.read(lambda unit: unit.sharing.get(GUILD, ALICE)) == Sharing(guild_id=GUILD, user_id=ALICE)
    for on in (True, True, False):
        await _share(store, Shared.PROGRESS, on=on)
        found = await store.read(lambda unit: unit.sharing.get(GUILD, ALICE))
        assert (found.shows_progress, found.on_leaderboard) == (on, False)
    assert not (await store.read(lambda unit: unit.sharing.get(ELSEWHERE, ALICE))).shows_progress


async def test_a_goal_is_kept_in_its_server(store: Store) -> None:
    goal = Goal(guild_id=GUILD, user_id=ALICE, rounds=3, channel_id=5, version=1)
    for one in (goal, goal.model_copy(update={"rounds": 0, "version": 2})):
        await _put(store, one)
        assert await store.write(lambda unit: unit.goals.get(GUILD, ALICE, lock=True)) == one
    assert await store.read(lambda unit: unit.goals.get(ELSEWHERE, ALICE)) is None


async def test_the_history_is_ones_own_newest_first(store: Store) -> None:
    first, second = await _closed(store, 1), await _closed(store, 3, stage_title="Later")
    answer = await _answered(store, 2)
    await _closed(store, 4, candidate_id=BOB)
    await _closed(store, 5, guild_id=ELSEWHERE)
    skipped = tuple(turn.put(status=TurnStatus.SKIPPED) for turn in make_turns(1))
    await _closed(store, 6, turns=skipped)
    await _closed(store, 7, status=RoundStatus.OPEN, finished_at=None)
    await _answered(store, 8, BOB)
    await _answered(store, 9, guild_id=ELSEWHERE)
    found, count = await store.read(lambda unit: unit.practice.history(GUILD, ALICE, 0, 10))
    assert [(one.kind, one.id) for one in found] == [
        (Kind.ROUND, second.id), (Kind.DAILY, answer.id), (Kind.ROUND, first.id),
    ]  # fmt: skip
    assert count == 3
    assert (found[0].title, found[0].answered, found[0].rating) == ("Later", 1, 3.0)
    assert found[1].title.startswith("Question number 1")
    part, _ = await store.read(lambda unit: unit.practice.history(GUILD, ALICE, 1, 1))
    assert part == [found[1]]
    assert await _daily_of(store, GUILD, ALICE, answer.id) == answer.daily_id
    for guild_id, user_id in ((GUILD, BOB), (ELSEWHERE, ALICE)):
        assert await _daily_of(store, guild_id, user_id, answer.id) is None


async def test_what_was_done_is_counted_and_read_in_order(store: Store) -> None:
    first, second = await _closed(store, 1), await _closed(store, 2)
    probe = make_turns(1)[0].put(status=TurnStatus.ANSWERED, form=Form.PROBE)
    await _closed(store, 3, turns=(probe,), stage_id="other")
    given = [await _answered(store, number) for number in (4, 5, 6)]
    (done,) = await store.read(lambda unit: unit.practice.done(GUILD, ALICE))
    assert (done.place, done.times, done.last) == (Place("shop-analyst", "screen"), 2, later(hours=2))
    assert await store.read(lambda unit: unit.practice.count_rounds(GUILD, ALICE, later(hours=2))) == 1
    assert await store.read(lambda unit: unit.practice.count_answers(GUILD, ALICE)) == 3
    assert await store.read(lambda unit: unit.practice.rounds_after(GUILD, ALICE, 0, 10)) == [first.id, second.id]
    assert await store.read(lambda unit: unit.practice.rounds_after(GUILD, ALICE, first.id, 10)) == [second.id]
    rest = await store.read(lambda unit: unit.practice.answers_after(GUILD, ALICE, given[0].id, 1))
    assert [(one.id, one.text) for one in rest] == [(given[1].id, "Answer 5")]


async def _help(store: Store, engine: AsyncEngine) -> None:
    """Alice asks Bob once, and observes a sitting in which somebody else asks him."""
    day = START.date()
    await store.write(lambda unit: unit.session_pairs.note_turns(GUILD, 1, [(1, BOB, ALICE)], day))
    row = {
        "guild_id": GUILD, "table_id": 1, "sat": {}, "excused": [], "ended_at": START, "closes_at": START,
    }  # fmt: skip
    card = {
        "guild_id": GUILD, "rater_id": ALICE, "levels": {}, "evidence": {}, "sources": {}, "raised": "",
        "changed_at": START, "submitted_at": START,
    }  # fmt: skip
    async with engine.begin() as connection:
        await connection.execute(insert(scorings), [row | {"id": 1, "sitting": 1, "interviewer_id": ALICE}])
        await connection.execute(insert(scorings), [row | {"id": 2, "sitting": 2, "interviewer_id": 77}])
        await connection.execute(insert(scorings), [row | {"id": 3, "sitting": 3, "interviewer_id": 77}])
        cards = [(1, BOB), (2, BOB), (3, ALICE), (3, 77)]
        await connection.execute(
            insert(scorecards), [card | {"scoring_id": which, "about_id": about} for which, about in cards]
        )


async def test_effort_is_that_of_people_who_joined(store: Store, engine: AsyncEngine) -> None:
    for guild_id, user_id in ((GUILD, ALICE), (GUILD, BOB), (ELSEWHERE, ALICE)):
        await _closed(store, 1, guild_id=guild_id, candidate_id=user_id)
        for days in (0, 1, 40):
            day = START.date() - timedelta(days=days)
            await _practised(store, guild_id, user_id, day)
    await _help(store, engine)
    week = (START.date() - timedelta(days=1), START - timedelta(days=1))
    assert await store.read(lambda unit: unit.practice.efforts(GUILD, *week)) == []
    await _share(store, Shared.LEADERBOARD, on=True)
    (found,) = await store.read(lambda unit: unit.practice.efforts(GUILD, *week))
    assert found == Effort(ALICE, days=2, rounds=1, helped=2), "asked once, observed once; cards of oneself are no help"
    (found,) = await store.read(lambda unit: unit.practice.efforts(GUILD, date.min, later(hours=2)))
    assert (found.days, found.rounds) == (3, 0)
    assert await store.read(lambda unit: unit.practice.active(GUILD, START.date(), 1)) == [ALICE]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "name",
    ["_DONE", "_COUNT_ROUNDS", "_COUNT_ROUNDS_SINCE", "_COUNT_ANSWERS", "_COUNT_DAYS", "_PAGE", "_ROUND_LINES",
     "_DAILY_LINES", "_ANSWER_BY_ID", "_ROUNDS_AFTER", "_ANSWERS_AFTER", "_DAYS", "_ROUNDS", "_ASKED", "_OBSERVED",
     "_ACTIVE"],
)  # fmt: skip
async def test_no_statement_reads_a_whole_table(engine: AsyncEngine, name: str) -> None:
    wanted: dict[str, Any] = {
        "guild": 1, "person": 2, "since": START, "most": 3, "start": 0, "ids": [1], "which": 1, "after": 0,
    }  # fmt: skip
    if name in {"_COUNT_DAYS", "_DAYS", "_ASKED", "_ACTIVE"}:
        wanted["since"] = START.date()
    ran: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: object, ___: object, ____: object) -> None:
        ran.append((statement, parameters))

    async with engine.connect() as connection:
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await connection.execute(getattr(practice, name), wanted)
        statement, parameters = ran[-1]  # before it the engine begins
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        seen = [str(row.detail) for row in plan]
    scans = [step for step in seen if step.startswith("SCAN") and not {"subquery", "joined"} & set(step.split())]
    assert not scans, seen
    assert any("SEARCH" in step for step in seen)
