"""The runner that starts at its first need."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import Reason, Refused
from bot.domain.sql_results import RunResult
from bot.sandbox.lazy import LazyRunner
from bot.sandbox.limits import SandboxBroken
from bot.sandbox.runner import SqlRunner
from tests.sandbox.shop import ANSWER, CHECK, TASK, fill


class Fake:
    """A runner that starts as it is told to."""

    made: list["Fake"]

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error
        self.closed = False
        self.go = asyncio.Event()

    async def start(self) -> None:
        await self.go.wait()
        if self.error:
            raise self.error

    async def run(self, task: str, sql: str) -> RunResult:
        return RunResult((task, sql))

    async def close(self) -> None:
        self.closed = True


def lazy(*fakes: Fake) -> tuple[LazyRunner, list[Any]]:
    waiting: list[Any] = list(fakes)
    return LazyRunner(lambda: waiting.pop(0)), waiting


async def test_nothing_is_started_before_it_is_needed() -> None:
    runner, waiting = lazy(Fake())
    assert len(waiting) == 1
    await runner.close()
    assert len(waiting) == 1


async def test_all_who_need_it_at_once_start_it_once() -> None:
    fake = Fake()
    runner, waiting = lazy(fake)
    runner.warm()
    calls = [asyncio.ensure_future(runner.run("shop", str(number))) for number in range(3)]
    await asyncio.sleep(0)
    fake.go.set()
    assert [found.columns for found in await asyncio.gather(*calls)] == [("shop", str(number)) for number in range(3)]
    assert not waiting
    await runner.close()
    assert fake.closed


async def test_whoever_gives_up_waiting_does_not_stop_the_start() -> None:
    fake = Fake()
    runner, _ = lazy(fake)
    first = asyncio.ensure_future(runner.run("shop", "1"))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    fake.go.set()
    assert (await runner.run("shop", "2")).columns == ("shop", "2")
    await runner.close()


@pytest.mark.logs_errors
@pytest.mark.parametrize("error", [SandboxBroken("no duckdb"), OSError("no process"), ValueError("a mistake")])
async def test_a_sandbox_that_does_not_start_is_said_plainly_and_tried_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = Fake(error), Fake()
    broken.go.set()
    sound.go.set()
    runner, _ = lazy(broken, sound)
    with pytest.raises(Refused) as refused:
        await runner.run("shop", "1")
    assert refused.value.reason is Reason.NO_SANDBOX
    assert "the SQL sandbox does not start" in caplog.text
    assert (await runner.run("shop", "2")).columns == ("shop", "2")
    await runner.close()


async def test_it_is_closed_while_it_starts_and_stays_closed() -> None:
    fake = Fake()
    runner, _ = lazy(fake)
    runner.warm()
    await asyncio.sleep(0)
    await runner.close()
    with pytest.raises(Refused):
        await runner.run("shop", "1")


async def test_a_real_one_runs_queries(tmp_path: Path) -> None:
    runner = LazyRunner(lambda: SqlRunner({TASK: fill(tmp_path)}))
    try:
        assert (await runner.run(TASK, CHECK)).rows == ANSWER
    finally:
        await runner.close()
