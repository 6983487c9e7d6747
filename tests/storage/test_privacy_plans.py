"""How both databases look up, export and erase a person: by indexes, however many others are stored."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Text,
    cast,
    event,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.privacy.catalogue import CATALOGUE, ENTRIES
from bot.domain.privacy.members import Asked
from bot.services.ports import Unit
from bot.storage.store import Store
from bot.storage.tables import metadata

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROWS, SERVERS = 2000, 3
PERSON = 1501
SERVER = 1 + PERSON % SERVERS

FEW = {"departures", "guilds", "daily_channels", "server_tracks", "kept_files", "session_check_ins"}
"""A server has one row of these, some tens, a day's, or one a session: all of one server's may be looked at."""


class Ran(NamedTuple):
    """A statement with its values, and how it would be run."""

    statement: str
    plan: list[str]


def _value(column: Column[Any], number: Any) -> Any:
    """What a row with this number holds in a column."""
    kind = column.type
    people = {mark.column for mark in ENTRIES[column.table.name].marks}
    if column.name == "guild_id":
        alone = len(column.table.primary_key.columns) == 1 and column.primary_key
        return number if alone else 1 + number % SERVERS
    if column.name in people or column.foreign_keys:
        return number
    if (column.table.name, column.name) == ("rounds", "status"):
        return literal("open")  # few are, and then the short list of those is looked through
    if isinstance(kind, JSON):
        return cast(literal("{}", Text), JSON)
    if isinstance(kind, Boolean):
        return literal(value=True)
    if isinstance(kind, LargeBinary):
        return literal(b"x")
    if isinstance(kind, Date):
        return literal(date(2026, 3, 2))
    if isinstance(getattr(kind, "impl", kind), DateTime):
        return literal(NOW, kind)
    if isinstance(kind, String):
        return cast(number, Text)
    assert isinstance(kind, Integer), column
    return number


async def _fill(engine: AsyncEngine) -> None:
    """As many rows in each table, each about another person."""
    walk = select(literal(1).label("number")).cte("numbers", recursive=True)
    numbers = walk.union_all(select(walk.c.number + 1).where(walk.c.number < ROWS))
    async with engine.begin() as connection:
        for table in metadata.sorted_tables:
            values = [_value(column, numbers.c.number) for column in table.columns]
            many = select(*values).select_from(numbers)
            await connection.execute(insert(table).from_select(list(table.columns), many))
            if table.name == "session_check_ins":
                await connection.execute(table.update().values(present=[]))
        await connection.execute(text("ANALYZE"))


@pytest.fixture
async def full(engine: AsyncEngine) -> AsyncEngine:
    """A database with many people in it."""
    await _fill(engine)
    return engine


async def _explained(engine: AsyncEngine, dialect: str, work: Any) -> list[Ran]:
    ran: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            ran.setdefault(statement, values[0] if many else values)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    await Store(engine).write(work)
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if dialect == "sqlite" else "EXPLAIN"
    found = []
    async with engine.connect() as connection:
        for statement, values in ran.items():
            plan = await connection.exec_driver_sql(f"{explain} {statement}", values)
            found.append(Ran(statement, [str(row[-1]) for row in plan]))
    return found


def _bad_on_sqlite(plan: list[str]) -> list[str]:
    scans = [step for step in plan if step.startswith("SCAN ") and not re.match(r"SCAN (walk_|CONSTANT|numbers)", step)]
    # Without an index, to search for the largest is to look at each.
    whole = [step for step in plan if re.fullmatch(r"SEARCH \w+( .*\(guild_id=\?\))?", step)]
    return [step for step in scans + whole if step.split()[1] not in FEW]


def _bad_on_postgresql(plan: list[str]) -> list[str]:
    found = []
    for number, step in enumerate(plan):
        scan = re.search(r"(?:Seq Scan|Index Scan|Index Only Scan|Bitmap Index Scan).*? on (?:ix_|pk_)?(\w+)", step)
        if scan is None or any(scan[1].startswith(one) for one in FEW):
            continue
        condition = plan[number + 1].strip() if number + 1 < len(plan) else ""
        by_server = re.fullmatch(r"Index Cond: \(\w*\.?guild_id = [^()]*\)", condition)
        first_of_all = number > 0 and "Limit" in plan[number - 1] and "Seq Scan" not in step
        if (by_server or not condition.startswith("Index Cond")) and not first_of_all:
            found.append(step)
    return found


async def _check(engine: AsyncEngine, dialect: str, work: Any, at_least: int) -> None:
    found = await _explained(engine, dialect, work)
    assert len(found) >= at_least
    judge = _bad_on_sqlite if dialect == "sqlite" else _bad_on_postgresql
    bad = {one.statement: (judge(one.plan), one.plan) for one in found if judge(one.plan)}
    assert not bad, "\n\n".join(f"{statement}\n{plan}" for statement, plan in bad.items())


async def test_everything_about_a_person_goes_by_an_index(full: AsyncEngine, dialect: str) -> None:
    async def read(unit: Any) -> None:
        for guild_id in (SERVER, None):
            for entry in CATALOGUE:
                async for _ in unit.privacy.rows(entry, PERSON, guild_id):
                    pass
            assert await unit.privacy.round_ids(PERSON, guild_id) == [(SERVER, PERSON)]
            assert [row["text"] async for row in unit.privacy.daily_texts(PERSON, guild_id)]
            await unit.privacy.open_things(PERSON, guild_id)

    await _check(full, dialect, read, 100)

    async def erase(unit: Any) -> None:
        await unit.privacy.erase(PERSON, SERVER)
        await unit.privacy.erase(PERSON + 1, None)

    await _check(full, dialect, erase, 100)


async def test_the_nights_questions_go_by_an_index(full: AsyncEngine, dialect: str) -> None:
    async def night(unit: Unit) -> None:
        await unit.privacy.note_servers(range(1, SERVERS + 1), NOW)
        await unit.privacy.gone_servers(NOW)
        await unit.privacy.is_active(SERVER, PERSON, NOW + timedelta(days=1))
        await unit.members.seen([(SERVER, PERSON)], NOW)
        early = NOW - timedelta(days=1)
        assert await unit.members.gone(early, 50) == []
        assert await unit.members.unchecked(early, 50) == []
        assert await unit.members.unseen(early, None, 50) == []
        (some,) = await unit.members.unseen(NOW + timedelta(days=1), None, 1)
        assert len(await unit.members.unseen(NOW + timedelta(days=1), some, 50)) == 50
        await unit.members.asked(
            [Asked(SERVER, PERSON + SERVERS * n, there) for n, there in enumerate((True, False, None))], NOW
        )

    await _check(full, dialect, night, 50)

    async def scan(unit: Any) -> None:
        rounds = metadata.tables["rounds"]
        for where in (rounds.c.conductor == "5", rounds.c.guild_id == 1):
            await unit.privacy._connection.execute(select(func.max(rounds.c.prompts)).where(where))

    judge = _bad_on_sqlite if dialect == "sqlite" else _bad_on_postgresql
    seen = [bool(judge(one.plan)) for one in await _explained(full, dialect, scan)]
    assert seen == [True, True], "who judges plans knows a scan"
