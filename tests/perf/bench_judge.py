"""A check of a query in the sandbox against the same query in DuckDB directly, and twenty people at once.

Direct: DuckDB in this process, on the same tables in memory, warm. A check: the query in a child, its result brought
over and compared with the reference's. Both are taken in turn so that a slow moment hits both, with a short pause
before each: nobody sends two queries in the same tenth of a second.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import duckdb

from bot.domain.sql_judging import Rules, Table, judge
from bot.domain.sql_results import RunResult
from bot.sandbox.runner import SqlRunner
from tests.perf.watchdog import Watchdog

TASK: Final = "marketplace"
ROUNDS, PEOPLE = 40, 20
PAUSE: Final = 0.1
TABLES: Final = {
    "clients": """SELECT i AS client_id, 'client ' || i AS name, (i * 7919) % 40 AS country FROM range(8000) t(i)""",
    "contracts": """SELECT i AS contract_id, (i * 104729) % 8000 AS client_id, (i * 31) % 3000 AS freelancer_id,
                    DATE '2023-01-01' + ((i * 13) % 700)::INTEGER AS started_on,
                    round(((i * 7919) % 100000) / 37.0, 2) AS amount FROM range(150000) t(i)""",
}
QUERIES: Final = {
    "best sellers": """SELECT freelancer_id, sum(amount) AS earned, count(*) AS contracts FROM contracts
                       GROUP BY freelancer_id ORDER BY earned DESC, freelancer_id LIMIT 10""",
    "join by month": """SELECT country, date_trunc('month', started_on) AS month, round(sum(amount), 2) AS revenue
                        FROM contracts JOIN clients USING (client_id) GROUP BY ALL ORDER BY ALL""",
    "running total": """SELECT started_on, day, sum(day) OVER (ORDER BY started_on) AS total
                        FROM (SELECT started_on, sum(amount) AS day FROM contracts GROUP BY 1) ORDER BY 1""",
    "cohorts": """WITH first AS (SELECT client_id, min(started_on) AS began FROM contracts GROUP BY 1)
                  SELECT date_trunc('month', began) AS cohort, date_diff('month', began, started_on) AS later,
                         count(DISTINCT client_id) AS clients
                  FROM contracts JOIN first USING (client_id) GROUP BY ALL ORDER BY ALL""",
}
RULES: Final = Rules(order=True, rounding=2)


def fill(folder: Path) -> dict[str, Any]:
    """The tables as files for the sandbox and in memory for DuckDB, with one thread and with all."""
    engines = {"one thread": duckdb.connect(config={"threads": 1}), "all threads": duckdb.connect()}
    for name, sql in TABLES.items():
        file = folder / f"{name}.parquet"
        engines["one thread"].execute(f"COPY ({sql}) TO '{file}'")
        for engine in engines.values():
            engine.execute(f"CREATE TABLE {name} AS FROM '{file}'")
    return engines


async def checks(runner: SqlRunner, engines: dict[str, Any], sql: str) -> dict[str, float]:
    """Median milliseconds of each way, and the check's ratio to DuckDB on one thread, which is what a child has."""
    reference = _table(await runner.run(TASK, sql))
    spans: dict[str, list[float]] = {name: [] for name in (*engines, "check")}
    for _ in range(ROUNDS):
        for name, engine in engines.items():
            await asyncio.sleep(PAUSE / 2)
            begin = time.perf_counter()
            engine.execute(sql).fetchall()
            spans[name].append((time.perf_counter() - begin) * 1000)
        await asyncio.sleep(PAUSE)
        begin = time.perf_counter()
        assert judge(reference, _table(await runner.run(TASK, sql)), RULES).right
        spans["check"].append((time.perf_counter() - begin) * 1000)
    medians = {name: statistics.median(values) for name, values in spans.items()}
    return medians | {"ratio": medians["check"] / medians["one thread"]}


async def at_once(runner: SqlRunner) -> dict[str, float]:
    """Twenty people send a query in the same moment."""
    spans: list[float] = []

    async def person(number: int) -> None:
        begin = time.perf_counter()
        found = await runner.run(TASK, list(QUERIES.values())[number % len(QUERIES)])
        assert found.error is None
        spans.append((time.perf_counter() - begin) * 1000)

    async with Watchdog() as watchdog:
        await asyncio.gather(*(person(number) for number in range(PEOPLE)))
    return {"p50": statistics.median(spans), "last": max(spans), "longest stall": watchdog.longest * 1000}


def _table(found: RunResult) -> Table:
    assert found.error is None, found.error
    return Table(found.columns, found.rows)


async def measure(folder: Path) -> None:
    engines = fill(folder)
    runner = SqlRunner({TASK: folder})
    await runner.start()
    try:
        for name, sql in QUERIES.items():
            found = await checks(runner, engines, sql)
            print(f"{name}: " + ", ".join(f"{part} {value:.1f}" for part, value in found.items()))
        crowd = await at_once(runner)
        print(f"{PEOPLE} at once, ms: " + ", ".join(f"{part} {value:.0f}" for part, value in crowd.items()))
    finally:
        await runner.close()


def main() -> None:
    print("a check, ms at the median (ratio to one thread: at most 2)")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
