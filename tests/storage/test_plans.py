"""How the databases look things up for progress, with thousands of rows: never by reading a whole table that grows."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, Integer, String, Table, event, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.competencies import Competency
from bot.domain.progress.goals import Goal
from bot.domain.progress.sharing import Shared
from bot.domain.reviews import Review, ReviewCard
from bot.domain.rounds import RoundStatus, TurnStatus
from bot.storage.store import Store, Unit
from bot.storage.tables import (
    daily_answers,
    daily_questions,
    goals,
    parts,
    practice_days,
    review_cards,
    review_log,
    rounds,
    scorecards,
    scorings,
    session_turns,
    sharing,
    turns,
)
from bot.storage.tables.columns import UtcDateTime
from tests.domain.values import SNOWFLAKE, START, make_question

ROWS, SERVERS, PEOPLE = 3000, 50, 1500
"""In each table; ``PEOPLE`` in all servers together, of whom each is in one."""

GUILD, PERSON = SNOWFLAKE + 1, SNOWFLAKE + 100 + 1
GROWING = (
    rounds, turns, parts, daily_questions, daily_answers, practice_days, review_cards, review_log, scorings, scorecards,
    session_turns, sharing, goals,
)  # fmt: skip
_PERSONS = {"user_id", "candidate_id", "about_id", "rater_id", "interviewer_id"}
_ROW_IDS = {"id", "round_id", "daily_id", "scoring_id", "source_id"}
_FIXED: dict[str, object] = {
    "question": make_question(competency=Competency.SQL).model_dump(mode="json"), "position": 0, "rating": 3,
    "form": "question", "rounds": 2, "scope": "now", "speaker": None, "kind": "screen", "visibility": "private",
    "source": "modal", "attachments": [],
}  # fmt: skip


def _value(table: Table, name: str, number: int) -> object:
    column, person = table.c[name], number % PEOPLE
    if name in _FIXED:
        return _FIXED[name]
    if name == "status":
        return (RoundStatus.FINISHED if table is rounds else TurnStatus.ANSWERED).value
    if name == "guild_id":
        return SNOWFLAKE + person % SERVERS
    if name in _PERSONS:
        # Rated and asked by others: whoever comes next in the same server.
        shift = SERVERS if name in {"rater_id", "interviewer_id"} else 0
        return SNOWFLAKE + 100 + (person + shift) % PEOPLE
    if name in _ROW_IDS:
        return number + 1
    at = START + timedelta(days=number // PEOPLE)
    by_type: tuple[tuple[Any, object], ...] = (
        (UtcDateTime, at), (Date, at.date()), (JSON, {"sql": 3}), (Boolean, person % 3 == 1), (String, f"s{number}"),
        (Integer, number), (object, number),
    )  # fmt: skip
    return next(value for kind, value in by_type if isinstance(column.type, kind))


@pytest.fixture
async def filled(engine: AsyncEngine) -> AsyncEngine:
    """Thousands of rows in each table."""
    async with engine.begin() as connection:
        for table in GROWING:
            names = [one.name for one in table.c if one.name not in {"competency", "opened_at"} or table is scorings]
            for first in range(0, ROWS, 1000):
                rows = [{name: _value(table, name, first + one) for name in names} for one in range(1000)]
                if table in (sharing, goals):  # one row a person
                    rows = rows[: max(0, PEOPLE - first)]
                if rows:
                    await connection.execute(insert(table), rows)
        if connection.dialect.name == "postgresql":
            await connection.execute(text("ANALYZE"))
    return engine


async def _look(unit: Unit) -> None:
    """Everything that progress, reviews, sharing and goals ask for."""
    many = [PERSON + SERVERS * one for one in range(3)]
    await unit.progress.evidence(GUILD, PERSON, START)
    await unit.progress.evidence_of(GUILD, many, START)
    await unit.practice.done(GUILD, PERSON)
    await unit.practice.count_answers(GUILD, PERSON)
    await unit.practice.count_rounds(GUILD, PERSON, START)
    await unit.practice.count_days(GUILD, PERSON, START.date())
    items, count = await unit.practice.history(GUILD, PERSON, 0, 10)
    assert (len(items), count) == (4, 4)
    await unit.practice.daily_of(GUILD, PERSON, 2)
    ids = await unit.practice.rounds_after(GUILD, PERSON, 0, 100)
    assert len(ids) == 2
    await unit.practice.answers_after(GUILD, PERSON, 0, 1)
    await unit.practice.active(GUILD, START.date(), 200)
    assert await unit.practice.efforts(GUILD, date.min, START)
    await unit.dailies.practice_days(GUILD, PERSON)
    await unit.dailies.count_reviews(GUILD, PERSON, START.date(), START)
    await unit.rounds.several(GUILD, ids)
    await unit.parts.of_several(GUILD, ids)
    await unit.reviews.due(GUILD, PERSON, START)
    await unit.reviews.count_due(GUILD, PERSON, START)
    await unit.reviews.history(GUILD, PERSON, "s1")
    await unit.sharing.get(GUILD, PERSON)
    await unit.goals.get(GUILD, PERSON)


async def _change(unit: Unit) -> None:
    """What is written about a person."""
    entry = Review(source="daily:1", at=START, rating=3)
    card = ReviewCard(
        guild_id=GUILD, user_id=PERSON, question_id="q", card={}, due_at=START, rating=3, reviewed_at=START
    )
    await unit.reviews.begin(card)
    assert await unit.reviews.get(GUILD, PERSON, "q", lock=True) == card
    for _ in range(2):
        await unit.reviews.note(GUILD, PERSON, "q", entry)
    await unit.reviews.save(card)
    await unit.sharing.change(GUILD, PERSON, Shared.LEADERBOARD, True, START)
    goal = Goal(guild_id=GUILD, user_id=PERSON, rounds=3, channel_id=1, version=9)
    await unit.goals.put(goal, START)
    assert await unit.goals.get(GUILD, PERSON, lock=True) == goal


async def test_no_statement_reads_a_whole_table_or_a_whole_server(filled: AsyncEngine) -> None:
    ran: dict[str, Any] = {}
    event.listen(filled.sync_engine, "before_cursor_execute", lambda *said: ran.setdefault(said[2], said[3]))
    store = Store(filled)
    await store.read(_look)
    await store.write(_change)
    asked = {one: given for one, given in ran.items() if one.startswith(("SELECT", "UPDATE", "INSERT"))}
    assert len(asked) >= 39
    async with filled.connect() as connection:
        for statement, values in asked.items():
            wrong = [step for step in await _steps(connection, statement, values) if _is_wide(step)]
            assert not wrong, (statement, wrong)


_OF_SERVERS = ("ix_sharing_leaderboard", "pk_sharing", "sqlite_autoindex_practice_days_1", "pk_practice_days")
"""A leaderboard is of those in a server who joined; a group of those who practised in it."""


def _is_wide(step: str) -> bool:
    """Whether a step of a plan reads a whole table, or all that a server has in it."""
    if step.startswith(("SCAN", "Seq Scan")):
        return not any(word in step for word in ("subquery", "CONSTANT ROW", "joined"))
    return step.endswith("(guild_id=?)") and not any(name in step for name in _OF_SERVERS)


async def _steps(connection: AsyncConnection, statement: str, values: Any) -> list[str]:
    if connection.dialect.name == "sqlite":
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row.detail for row in rows]
    found = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values)).scalar_one()
    told = json.loads(found) if isinstance(found, str) else found
    return list(_nodes(told[0]["Plan"]))


def _nodes(plan: dict[str, Any]) -> list[str]:
    """Each step of PostgreSQL's plan as its kind, table and condition."""
    own = " ".join(str(plan.get(key, "")) for key in ("Node Type", "Relation Name", "Index Name", "Index Cond"))
    return [own, *(one for child in plan.get("Plans", ()) for one in _nodes(child))]
