"""The clock that wakes when something is due."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.errors import StoreBusy
from bot.domain.notices import Unreadable
from bot.services.deliveries import Handler, Plan
from tests.domain.values import THREAD, make_row
from tests.services.house import House


async def _say(_delivery: Delivery) -> Plan:
    return Plan(Unreadable())


@pytest.fixture
async def running(house: House) -> AsyncIterator[House]:
    """A house whose clock is the machine's; its clockwork is stopped at the end."""
    house.deliveries.handle("word", Handler(_say))
    house.clock.at = datetime.now(UTC)
    yield house
    await house.clockwork.stop()


async def _owe(house: House, key: str, place: int = THREAD, **span: float) -> None:
    row = make_row(key, kind="word", channel_id=place, due_at=house.clock() + timedelta(**span))
    await house.store.write(lambda unit: unit.deliveries.owe([row]))


async def _said(house: House, count: int) -> list[str]:
    async with asyncio.timeout(20):
        while len(house.discord.said) < count:
            await asyncio.sleep(0.02)
            house.clock.at = max(house.clock.at, datetime.now(UTC))
    return house.discord.names()


async def test_starting_catches_up_with_what_fell_due_before(running: House) -> None:
    await _owe(running, "k", hours=-5)
    await running.clockwork.start()
    assert running.discord.names() == ["Unreadable"]


async def test_it_wakes_for_what_is_due_soon(running: House) -> None:
    await _owe(running, "soon", seconds=1.1)
    await _owe(running, "sooner", THREAD + 1, seconds=1)
    await running.clockwork.start()
    assert running.discord.said == []
    await _said(running, 2)
    assert [one.place for one in running.discord.said] == [THREAD + 1, THREAD]


async def test_an_earlier_thing_moves_the_alarm_forward(running: House) -> None:
    await running.clockwork.start()
    await _owe(running, "later", seconds=25)
    await running.clockwork.set_alarm()
    await _owe(running, "soon", THREAD + 1, seconds=0.05)
    await running.clockwork.set_alarm()
    await _said(running, 1)
    assert [one.place for one in running.discord.said] == [THREAD + 1]


async def test_run_due_tells_how_much_it_brought(running: House) -> None:
    await _owe(running, "a", seconds=-1)
    await _owe(running, "b", THREAD + 1, seconds=-1)
    assert await running.clockwork.run_due() == 2
    assert await running.clockwork.run_due() == 0


async def test_serving_one_place(running: House) -> None:
    await _owe(running, "a", seconds=-1)
    await _owe(running, "b", THREAD + 1, seconds=-1)
    await running.clockwork.serve(THREAD + 1)
    assert [one.place for one in running.discord.said] == [THREAD + 1]


@pytest.mark.parametrize("error", [StoreBusy("locked"), ZeroDivisionError("a mistake of ours")])
@pytest.mark.logs_errors
async def test_a_failure_is_logged_and_the_next_wake_comes(
    running: House, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run_due, fails = running.deliveries.run_due, [error]

    async def fail_once() -> int:
        if fails:
            raise fails.pop()
        return await run_due()

    monkeypatch.setattr(running.deliveries, "run_due", fail_once)
    await _owe(running, "k", seconds=-1)
    await running.clockwork.start()
    assert running.discord.said == []
    levels = {record.levelno for record in caplog.records if record.name == "bot.services.clockwork"}
    assert levels == {logging.WARNING if isinstance(error, StoreBusy) else logging.ERROR}
    await running.clockwork.run_due()
    assert running.discord.names() == ["Unreadable"]


async def test_after_stopping_nothing_wakes(running: House) -> None:
    await running.clockwork.start()
    await running.clockwork.stop()
    await running.clockwork.stop()
    await _owe(running, "k", seconds=-1)
    await running.clockwork.set_alarm()
    await asyncio.sleep(0)
    assert running.discord.said == []


async def test_stopping_lets_a_message_on_its_way_arrive(running: House) -> None:
    sending, arrived = asyncio.Event(), asyncio.Event()

    async def watch(_delivery: Delivery) -> None:
        sending.set()
        await arrived.wait()

    await running.clockwork.start()
    running.discord.watch = watch
    await _owe(running, "k", seconds=0.05)
    await running.clockwork.set_alarm()
    running.clock.move(seconds=1)
    await asyncio.wait_for(sending.wait(), 20)
    stopping = asyncio.ensure_future(running.clockwork.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    arrived.set()
    await stopping
    assert running.discord.names() == ["Unreadable"]
    assert (await running.row("k")).status is DeliveryStatus.SENT


async def test_it_wakes_for_what_falls_due_while_a_place_is_slow(running: House) -> None:
    arrived = asyncio.Event()

    async def watch(delivery: Delivery) -> None:
        if delivery.place == THREAD:
            await arrived.wait()

    running.discord.watch = watch
    await _owe(running, "slow", seconds=0.02)
    await _owe(running, "next", THREAD + 1, seconds=0.3)
    await running.clockwork.start()
    await _said(running, 1)
    assert [one.place for one in running.discord.said] == [THREAD + 1]
    arrived.set()
    await _said(running, 2)
