"""Evidence of a person's levels, on both databases: where it is from, whose it is, and how it is looked up."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.competencies import Competency
from bot.domain.daily.questions import DailyAnswer, DailyQuestion, DailyStatus, Scope
from bot.domain.progress.levels import Evidence, Source
from bot.domain.rounds import Round, RoundStatus
from bot.domain.sessions.scoring import Scoring, begun
from bot.domain.turns import Form, TurnStatus
from bot.services.ports import Unit
from bot.storage.engine import make_engine
from bot.storage.store import Store
from tests.domain.score_values import CANDIDATE, INTERVIEWER, OBSERVER, cards_of, make_sat
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, SNOWFLAKE, START, THREAD, later, make_question, make_round


def a_round(rating: int | None, **changes: Any) -> Round:
    """A closed round of one question, and of a take-home with one of two problems solved."""
    data = {"problems": [{"id": "p-1"}, {"id": "p-2"}], "tries": {"p-1": 3}, "solved": ["p-1", "gone"]}
    over = {"status": TurnStatus.ANSWERED, "settled_at": later(minutes=9)}
    first, second, third = make_round(3).turns
    turns = (
        first.put(rating=rating, **over),
        second.put(form=Form.TASK, data=data, **over),
        third.put(form=Form.TASK, data=data | {"tries": {}}, **over),
    )
    return make_round(0, status=RoundStatus.FINISHED, finished_at=later(minutes=9), turns=turns, **changes)


async def a_daily(unit: Unit, number: int, rating: int | None, user_id: int = ALICE, guild: int = GUILD) -> None:
    """An answered question on communication, on day ``number``."""
    daily = await unit.dailies.add(
        DailyQuestion(
            guild_id=guild,
            user_id=user_id,
            scope=Scope.NOW,
            key=f"now:{guild}:{user_id}:{number}",
            day=later(days=number).date(),
            track_id="shop-analyst",
            stage_id="screen",
            question_id=f"q-{number}",
            question=make_question(number, competency=Competency.COMMUNICATION),
            status=DailyStatus.ANSWERED,
            asked_at=later(days=number),
            last_at=START if number % 2 else None,
            last_rating=2 if number % 2 else None,
        )
    )
    await unit.dailies.answer(
        DailyAnswer(
            source_id=SNOWFLAKE + user_id + guild + number - 3 * SNOWFLAKE,
            guild_id=guild,
            daily_id=daily.id,
            user_id=user_id,
            text="An answer.",
            rating=rating,
            answered_at=later(days=number),
        )
    )


async def known(store: Store, user_id: int = ALICE, guild: int = GUILD, **since: float) -> list[Evidence]:
    wanted = later(**since) if since else later(days=-1)
    return await store.read(lambda unit: unit.progress.evidence(guild, user_id, wanted))


def told(found: list[Evidence]) -> list[tuple[str, float, str]]:
    return [(one.competency.value, one.level, one.source.value) for one in found]


async def test_ratings_of_oneself_and_judged_queries_are_evidence(store: Store) -> None:
    async def work(unit: Unit) -> None:
        await unit.rounds.add(a_round(3))
        await unit.rounds.add(a_round(None, thread_id=THREAD))
        await unit.rounds.add(a_round(1, candidate_id=BOB))
        await unit.rounds.add(a_round(1, guild_id=ELSEWHERE))
        await a_daily(unit, 1, 4)
        await a_daily(unit, 2, None)
        await a_daily(unit, 3, 2, user_id=BOB)
        await a_daily(unit, 4, 2, guild=ELSEWHERE)

    await store.write(work)
    found = await known(store)
    assert told(found) == [
        ("background", 3, Source.SELF),
        ("sql", 2.5, Source.TASK),
        ("sql", 2.5, Source.TASK),
        ("communication", 4, Source.SELF),
    ]
    assert (found[0].at, found[-1].at) == (later(minutes=9), later(days=1))
    assert told(await known(store, hours=1)) == [("communication", 4, Source.SELF)]


async def test_cards_count_once_they_are_open_and_whole(store: Store) -> None:
    sat = make_sat()

    async def begin(unit: Unit) -> Scoring:
        scoring, _ = await unit.scorecards.begin(begun(sat, START))
        for card in cards_of(scoring, INTERVIEWER, {"sql": 4}):
            await unit.scorecards.put(card)
        for card in cards_of(scoring, OBSERVER, {"sql": 2, "data_analysis": 1}):
            await unit.scorecards.put(card.model_copy(update={"submitted_at": None}))
        for card in cards_of(scoring, CANDIDATE, {"data_analysis": 3, "listening": 1, "clarity": 2}):
            await unit.scorecards.put(card)
        return scoring

    scoring = await store.write(begin)
    assert await known(store, CANDIDATE) == []
    opened = scoring.model_copy(update={"opened_at": later(hours=1)})
    await store.write(lambda unit: unit.scorecards.save(opened))
    assert told(await known(store, CANDIDATE)) == [("data_analysis", 3, Source.SELF), ("sql", 4, Source.RATER)]
    assert await known(store, INTERVIEWER) == [], "how somebody asks is no competency of theirs"
    assert await known(store, CANDIDATE, ELSEWHERE) == []
    assert await known(store, CANDIDATE, hours=1) == []


async def test_the_evidence_of_several_is_that_of_each(store: Store) -> None:
    async def work(unit: Unit) -> None:
        await unit.rounds.add(a_round(3))
        await unit.rounds.add(a_round(1, candidate_id=BOB, thread_id=THREAD + 1))
        await unit.rounds.add(a_round(2, guild_id=ELSEWHERE, thread_id=THREAD + 2))
        await a_daily(unit, 1, 4)
        await a_daily(unit, 2, 2, BOB)

    await store.write(work)
    people = [BOB, ALICE, INTERVIEWER]
    found = await store.read(lambda unit: unit.progress.evidence_of(GUILD, people, later(days=-1)))
    assert list(found) == people
    assert [len(one) for one in found.values()] == [3, 3, 0]
    assert found == {one: await known(store, one) for one in people}


async def test_a_rating_that_another_process_stored_counts_at_once(store: Store, engine: AsyncEngine) -> None:
    made = await store.write(lambda unit: unit.rounds.add(a_round(None)))
    assert [one.source for one in await known(store)] == [Source.TASK]
    rated = made.model_copy(update={"turns": (made.turns[0].put(rating=4), *made.turns[1:])})
    other = Store(make_engine(engine.url.render_as_string(hide_password=False)))
    await other.write(lambda unit: unit.rounds.save(made, rated))
    await other.close()
    measured = made.turns[0].question.competency.value
    assert (measured, 4, Source.SELF) in told(await known(store))


async def test_a_review_is_stored_and_counted_on_its_day(store: Store) -> None:
    async def work(unit: Unit) -> None:
        for number in range(1, 5):
            await a_daily(unit, number, None)

    await store.write(work)
    first = await store.read(lambda unit: unit.dailies.by_key(GUILD, f"now:{GUILD}:{ALICE}:1"))
    assert first is not None
    assert (first.last_at, first.last_rating) == (START, 2)

    async def counts(unit: Unit) -> list[int]:
        days = [later(days=number) for number in (1, 2, 3)]
        return [await unit.dailies.count_reviews(GUILD, ALICE, day.date(), day) for day in days]

    assert await store.read(counts) == [1, 0, 1]


# ---------------------------------------------------------------------- how it is looked up


async def test_every_look_up_of_a_person_goes_by_an_index(template_database: Path, tmp_path: Path) -> None:
    """SQLite says how it would look; PostgreSQL has the same indexes, but scans tables that are as good as empty."""
    file = tmp_path / "plans.db"
    shutil.copy(template_database, file)
    engine = make_engine(f"sqlite+aiosqlite:///{file}")
    ran: list[tuple[str, Any]] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *said: ran.append((said[2], said[3])))

    async def look(unit: Unit) -> None:
        await unit.progress.evidence(GUILD, ALICE, START)
        await unit.reviews.due(GUILD, ALICE, START)
        await unit.reviews.count_due(GUILD, ALICE, START)
        await unit.reviews.get(GUILD, ALICE, "q-1", lock=True)
        await unit.reviews.history(GUILD, ALICE, "q-1")
        await unit.dailies.count_reviews(GUILD, ALICE, START.date(), START)

    await Store(engine).read(look)
    asked = [one for one in ran if one[0].startswith("SELECT")]
    assert len(asked) == 11
    async with engine.connect() as connection:
        for statement, values in asked:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row.detail for row in plan]
            assert all(step.startswith(("SEARCH", "USE TEMP B-TREE", "CORRELATED")) for step in steps), (
                statement,
                steps,
            )
    await engine.dispose()
