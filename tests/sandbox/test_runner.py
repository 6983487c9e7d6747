"""The runner with real child processes: results, caps, queues, cancellation, deaths of all kinds."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.sql_results import ErrorKind
from bot.sandbox.forked import Forked
from bot.sandbox.limits import SandboxBroken
from bot.sandbox.runner import LONGEST_QUERY, SqlRunner
from tests.sandbox.shop import ANSWER, CHECK, TASK, fill

ENDLESS = "SELECT max(a.range * b.range) FROM range(10000000) a, range(10000000) b"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="children are forked on Linux only")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("shop"))


@pytest.fixture
async def runner(shop: Path) -> AsyncIterator[SqlRunner]:
    runner = SqlRunner({TASK: shop}, seconds=2.0, row_cap=1000, byte_cap=256 * 1024)
    await runner.start()
    yield runner
    await runner.close()


async def right(runner: SqlRunner) -> None:
    found = await runner.run(TASK, CHECK)
    assert found.error is None
    assert found.rows == ANSWER


async def test_values_arrive_with_their_types(runner: SqlRunner) -> None:
    sql = """SELECT 1 AS whole, 1.50::DECIMAL(9, 2) AS exact, 0.1::DOUBLE AS near, true AS yes, NULL AS nothing,
             'ü' AS word, DATE '2024-02-29' AS day, TIME '10:30' AS clock, TIMESTAMP '2024-02-29 10:30:00' AS moment,
             TIMESTAMPTZ '2024-02-29 10:30:00+02' AS instant, INTERVAL 36 HOUR AS span, [1, NULL] AS list,
             {'a': DATE '2024-01-01'} AS struct, 'a'::BLOB AS bytes, 170141183460469231731687303715884105727 AS huge,
             [1.5::DECIMAL(3, 1)] AS decimals, DATE '9999-12-31' + 1 AS beyond"""
    found = await runner.run(TASK, sql)
    assert found.error is None
    assert dict(zip(found.columns, found.rows[0], strict=True)) == {
        "whole": 1, "exact": Decimal("1.50"), "near": 0.1, "yes": True, "nothing": None, "word": "ü",
        "day": date(2024, 2, 29), "clock": time(10, 30), "moment": datetime(2024, 2, 29, 10, 30),
        "instant": datetime(2024, 2, 29, 8, 30, tzinfo=UTC), "span": timedelta(hours=36), "list": "[1, NULL]",
        "struct": "{a: 2024-01-01}", "bytes": "61", "huge": 2**127 - 1, "decimals": "[1.5]", "beyond": "10000-01-01",
    }  # fmt: skip
    assert found.types[:3] == ("INTEGER", "DECIMAL(9,2)", "DOUBLE")
    assert isinstance(found.rows[0][1], Decimal)


@pytest.mark.parametrize(
    "sql",
    [
        "FROM orders LIMIT 1",
        "VALUES (1)",
        "WITH a AS (SELECT 1) FROM a",
        "(SELECT 1)",
        "TABLE orders",
        "SELECT 1 UNION ALL SELECT 2",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT n + 1 FROM r WHERE n < 3) FROM r",
        "DESCRIBE orders",
        "SUMMARIZE orders",
        "SHOW TABLES",
        "SELECT * FROM generate_series(1, 3)",
        "PIVOT orders ON person IN (1, 2) USING sum(amount)",
        "WITH pg_mine AS (SELECT 1) FROM pg_mine",
        'SELECT \'delete\' AS update, "insert" FROM (SELECT 1 AS "insert");',
        "SELECT table_name FROM information_schema.tables",
    ],
)
async def test_every_way_to_read_works(runner: SqlRunner, sql: str) -> None:
    found = await runner.run(TASK, sql)
    assert found.error is None
    assert found.rows


async def test_a_mistake_is_shown_at_its_place(runner: SqlRunner) -> None:
    found = await runner.run(TASK, "SELECT person,\n  amuont\nFROM orders")
    assert found.error is not None
    assert found.error.kind is ErrorKind.SYNTAX
    assert 'Referenced column "amuont" not found' in found.error.sentence
    line, caret = found.error.place.splitlines()
    assert line == "LINE 2:   amuont"
    assert line[caret.index("^") :].startswith("amuont")
    assert found.error.message.endswith(found.error.place)


async def test_an_unknown_table_is_answered_with_those_there_are(runner: SqlRunner) -> None:
    found = await runner.run(TASK, "SELECT * FROM order_items")
    assert found.error is not None
    assert "orders, people" in found.error.sentence
    assert "Did you mean" not in found.error.sentence


async def test_a_failing_row_is_a_runtime_error(runner: SqlRunner) -> None:
    found = await runner.run(TASK, "SELECT name::INTEGER FROM people")
    assert found.error is not None
    assert found.error.kind is ErrorKind.RUNTIME
    assert "Person" in found.error.sentence


async def test_rows_are_capped_exactly(runner: SqlRunner) -> None:
    full, more = await asyncio.gather(*(runner.run(TASK, f"FROM range({count})") for count in (1000, 1001)))
    assert (len(full.rows), full.truncated) == (1000, False)
    assert (len(more.rows), more.truncated) == (1000, True)


async def test_bytes_are_capped(runner: SqlRunner) -> None:
    found = await runner.run(TASK, "SELECT repeat('ü', 1000) AS text FROM range(900)")
    assert found.truncated
    assert 100 < len(found.rows) < 135


async def test_a_long_cell_is_cut_and_said_to_be(runner: SqlRunner) -> None:
    found = await runner.run(TASK, "SELECT repeat('x', 1000000) AS text")
    assert found.truncated
    assert len(str(found.rows[0][0])) < 40_000


async def test_a_query_that_is_too_long_never_runs(runner: SqlRunner) -> None:
    found = await runner.run(TASK, "SELECT 1" + " " * LONGEST_QUERY)
    assert found.error is not None
    assert found.error.kind is ErrorKind.REFUSED


async def test_an_unknown_task_is_the_callers_mistake(runner: SqlRunner) -> None:
    with pytest.raises(KeyError):
        await runner.run("nothing", "SELECT 1")


async def test_no_state_survives(runner: SqlRunner) -> None:
    """Each of these would be seen by a later query in the same process; some are refused, none may last."""
    for sql in (
        "SET VARIABLE secret = 42",
        "CREATE MACRO count(x) AS 42",
        "SELECT setseed(0.1)",
        "CREATE TEMP TABLE people AS SELECT 1",
        "USE information_schema",
    ):
        await runner.run(TASK, sql)
    await right(runner)
    found = await runner.run(TASK, "SELECT getvariable('secret'), current_schema()")
    assert found.rows == ((None, "main"),)


async def test_many_at_once_each_get_their_own_answer(runner: SqlRunner) -> None:
    found = await asyncio.gather(*(runner.run(TASK, f"SELECT {number} AS n") for number in range(40)))
    assert [result.rows for result in found] == [((number,),) for number in range(40)]


async def test_turns_are_given_in_order(shop: Path) -> None:
    runner = SqlRunner({TASK: shop}, children=1)
    await runner.start()
    done: list[int] = []

    async def caller(number: int) -> None:
        await runner.run(TASK, "SELECT 1")
        done.append(number)

    await asyncio.gather(*(caller(number) for number in range(8)))
    await runner.close()
    assert done == list(range(8))


async def test_who_waits_too_long_is_told_so(shop: Path) -> None:
    runner = SqlRunner({TASK: shop}, children=1, seconds=1.0, patience=0.2)
    await runner.start()
    first, second = await asyncio.gather(runner.run(TASK, ENDLESS), runner.run(TASK, "SELECT 1"))
    await runner.close()
    assert first.error is not None
    assert first.error.kind is ErrorKind.TIMEOUT
    assert second.error is not None
    assert second.error.kind is ErrorKind.BUSY


async def test_cancelling_kills_the_child_and_nothing_else(runner: SqlRunner) -> None:
    """More endless queries than children, given up at every stage: waiting, just begun and well under way."""
    running = [asyncio.ensure_future(runner.run(TASK, ENDLESS)) for _ in range(6)]
    for pause, call in zip((0.0, 0.05, 0.3, 0.0, 0.01, 0.1), running, strict=True):
        await asyncio.sleep(pause)
        call.cancel()
    ended = await asyncio.gather(*running, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ended)
    async with asyncio.timeout(1.5):  # less than the deadline of a query that would still be running
        await right(runner)
        await right(runner)


@LINUX
async def test_a_child_that_died_while_standing_by_is_replaced(runner: SqlRunner) -> None:
    assert isinstance(runner._source, Forked)
    for child in list(runner._source._children.values()):
        child._kill()
        await child.gone.wait()
    await right(runner)
    await right(runner)


@LINUX
async def test_the_runner_recovers_when_its_process_is_killed(runner: SqlRunner) -> None:
    assert isinstance(runner._source, Forked)
    assert runner._source._process is not None
    endless = asyncio.ensure_future(runner.run(TASK, ENDLESS))
    await asyncio.sleep(0.2)
    os.kill(runner._source._process.pid, signal.SIGKILL)
    found = await endless
    assert found.error is not None
    assert found.error.kind is ErrorKind.CRASH
    await right(runner)


@LINUX
async def test_nothing_is_left_running(shop: Path) -> None:
    runner = SqlRunner({TASK: shop})
    await runner.start()
    assert isinstance(runner._source, Forked)
    assert runner._source._process is not None
    group = runner._source._process.pid
    endless = asyncio.ensure_future(runner.run(TASK, ENDLESS))
    await asyncio.sleep(0.1)
    endless.cancel()
    await runner.close()
    # Children of a killed process are buried by the system's first process, in its own time.
    for _ in range(100):
        if not _is_there(group):
            break
        await asyncio.sleep(0.05)
    assert not _is_there(group)


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


async def test_columns_have_the_types_of_the_data_dictionary(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("code,amount,day\n007,1.50,2024-01-31\n,,\n")
    (tmp_path / "task.toml").write_text(
        """[[tables]]
        name = "sales"
        columns = [{name = "code", type = "VARCHAR"}, {name = "amount", type = "DECIMAL(12, 2)"}]"""
    )
    runner = SqlRunner({TASK: tmp_path}, children=1)
    await runner.start()
    found = await runner.run(TASK, "FROM sales")
    await runner.close()
    assert found.types == ("VARCHAR", "DECIMAL(12,2)", "DATE")
    assert found.rows == (("007", Decimal("1.50"), date(2024, 1, 31)), (None, None, None))


async def test_starting_without_tables_says_why(tmp_path: Path) -> None:
    runner = SqlRunner({TASK: tmp_path})
    with pytest.raises(SandboxBroken, match="no tables"):
        await runner.start()


async def test_running_before_the_start_is_the_callers_mistake(shop: Path) -> None:
    with pytest.raises(RuntimeError, match="not started"):
        await SqlRunner({TASK: shop}).run(TASK, "SELECT 1")


async def test_without_fork_everything_works_too(shop: Path) -> None:
    """The way of other systems: an interpreter for each query."""
    runner = SqlRunner({TASK: shop}, children=1, seconds=1.0, fork=False)
    await runner.start()
    await right(runner)
    late = await runner.run(TASK, ENDLESS)
    refused = await runner.run(TASK, "FROM read_text('/etc/hostname')")
    await runner.close()
    assert late.error is not None
    assert late.error.kind is ErrorKind.TIMEOUT
    assert refused.error is not None
    assert refused.error.kind is ErrorKind.REFUSED


async def test_without_fork_a_missing_table_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(SandboxBroken, match="no tables"):
        await SqlRunner({TASK: tmp_path}, fork=False).start()
