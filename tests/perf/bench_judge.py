"""A check of a query in the sandbox against the same query in DuckDB directly, and twenty people at once.

The queries are the references of every problem that is shipped. Direct: DuckDB in this process with the tables, the
types and the settings of the sandbox, warm. A check: the query in a child, its result brought over and compared with
what is expected. Both are taken in turn so that a slow moment hits both, after a pause: nobody sends two queries in
the same tenth of a second.
"""

import asyncio
import statistics
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.domain.sql_judging import Rules, Table, judge
from bot.domain.sql_results import RunResult
from bot.sandbox.inside.tables import Database, load
from bot.sandbox.runner import SqlRunner
from tests.perf.watchdog import Watchdog

TASKS: Final = Path(__file__).parents[2] / "data" / "tasks"
ROUNDS, PEOPLE = 7, 20
PAUSE: Final = 0.1
RULES: Final = Rules(rounding=2)


class Problem(NamedTuple):
    """A reference and where it runs."""

    task: str
    name: str
    sql: str


def problems() -> list[Problem]:
    return [
        Problem(file.parent.name, problem["id"], problem["reference"])
        for file in sorted(TASKS.glob("*/task.toml"))
        for problem in tomllib.loads(file.read_text("utf-8"))["problems"]
    ]


async def compare(runner: SqlRunner, database: Database, problem: Problem) -> tuple[float, float]:
    """Median milliseconds of the query directly and of its check."""
    expected = _table(await runner.run(problem.task, problem.sql))
    direct, checked = [], []
    for _ in range(ROUNDS):
        await asyncio.sleep(PAUSE)
        direct.append(_span(lambda: database.connection.execute(problem.sql).fetchall()))
        await asyncio.sleep(PAUSE)
        begin = time.perf_counter()
        assert judge(expected, _table(await runner.run(problem.task, problem.sql)), RULES).right
        checked.append((time.perf_counter() - begin) * 1000)
    return statistics.median(direct), statistics.median(checked)


def _span(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _table(found: RunResult) -> Table:
    assert found.error is None, found.error
    return Table(found.columns, found.rows)


async def at_once(runner: SqlRunner, all_problems: list[Problem]) -> dict[str, float]:
    """Twenty people send a query in the same moment."""
    spans: list[float] = []

    async def person(problem: Problem) -> None:
        begin = time.perf_counter()
        _table(await runner.run(problem.task, problem.sql))
        spans.append((time.perf_counter() - begin) * 1000)

    async with Watchdog() as watchdog:
        await asyncio.gather(*(person(problem) for problem in all_problems[:PEOPLE]))
    return {"p50": statistics.median(spans), "last": max(spans), "longest stall": watchdog.longest * 1000}


async def measure() -> None:
    folders = {file.parent.name: file.parent for file in TASKS.glob("*/task.toml")}
    databases = {name: load(str(folder), memory_mb=1024) for name, folder in folders.items()}
    runner = SqlRunner(folders)
    begin = time.perf_counter()
    await runner.start()
    print(f"start with the tables of {len(folders)} tasks: {time.perf_counter() - begin:.1f} s")
    try:
        found = {each.name: await compare(runner, databases[each.task], each) for each in problems()}
        _report(found)
        await asyncio.sleep(1)
        crowd = await at_once(runner, problems())
        print(f"{PEOPLE} at once, ms: " + ", ".join(f"{part} {value:.0f}" for part, value in crowd.items()))
    finally:
        await runner.close()


def _report(found: dict[str, tuple[float, float]]) -> None:
    ratios = {name: checked / direct for name, (direct, checked) in found.items()}
    middle = [statistics.median(column) for column in zip(*found.values(), strict=True)]
    worst = max(ratios, key=lambda name: ratios[name])
    print(f"{len(found)} problems, ms at the median: direct {middle[0]:.1f}, check {middle[1]:.1f}")
    print(f"ratio at the median {statistics.median(ratios.values()):.2f} (at most 2), ", end="")
    print(f"most {ratios[worst]:.2f} ({worst}: {found[worst][0]:.1f} and {found[worst][1]:.1f} ms)")


def main() -> None:
    asyncio.run(measure())


if __name__ == "__main__":
    main()
