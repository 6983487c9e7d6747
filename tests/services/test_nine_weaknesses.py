"""The nine weaknesses that well-known bots have in what they do at a time, each shown to be absent; and bad clocks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.notices import Unreadable
from bot.domain.schedule import next_occurrence
from bot.services import clockwork
from bot.services.deliveries import Closing, Handler, Plan
from bot.services.guilds import Guilds
from bot.services.ports import AwayError, LaterError, UnreachableError
from tests.domain.values import ALICE, ELSEWHERE, GUILD, START, THREAD, later, make_row
from tests.services.house import Clock, House, Killed
from tests.world import World, labels_of

_BERLIN = ZoneInfo("Europe/Berlin")


async def _say(_delivery: Delivery) -> Plan:
    return Plan(Unreadable())


@pytest.fixture(autouse=True)
def _kinds(house: House) -> None:
    house.deliveries.handle("word", Handler(_say, tells_late=timedelta(minutes=10)))


async def _owe(house: House, *keys: str, **changes: Any) -> list[Delivery]:
    rows = [make_row(key, **({"kind": "word"} | changes)) for key in keys]
    await house.store.write(lambda unit: unit.deliveries.owe(rows))
    return [await house.row(key) for key in keys] if changes.get("guild_id", GUILD) == GUILD else []


def _next_process(house: House) -> House:
    """The process that is started after one that died."""
    another = house.another()
    another.deliveries.handle("word", Handler(_say, tells_late=timedelta(minutes=10)))
    return another


# ---------------------------------------------------------------------- the nine


@pytest.mark.parametrize("moment", ["fails", "after"])
async def test_1_what_was_claimed_before_a_crash_is_not_lost(house: House, moment: str) -> None:
    (row,) = await _owe(house, "k")
    getattr(house.discord, moment)[THREAD].append(Killed())
    with pytest.raises(Killed):
        await house.deliveries.run_due()
    survivor = _next_process(house)
    await survivor.deliveries.release_dead(lambda owner: owner != "one")
    assert await survivor.deliveries.run_due() == 1
    assert [one.nonce for one in house.discord.said] == [row.nonce]


async def test_2_nothing_is_deleted_before_it_is_sent_nor_after(house: House) -> None:
    await _owe(house, "k")
    seen: list[DeliveryStatus] = []

    async def watch(_delivery: Delivery) -> None:
        seen.append((await house.row("k")).status)

    house.discord.watch = watch
    await house.deliveries.run_due()
    assert seen == [DeliveryStatus.PENDING]
    after = await house.row("k")
    assert (after.status, after.message_id) == (DeliveryStatus.SENT, house.discord.said[0].id)


async def test_3_what_fell_due_while_no_process_ran_is_brought_at_the_start(house: House) -> None:
    await _owe(house, "a", due_at=later(hours=1))
    await _owe(house, "b", due_at=later(days=3))
    house.clock.move(days=4)
    newcomer = _next_process(house)
    await newcomer.clockwork.start()
    await newcomer.clockwork.stop()
    assert house.discord.names() == ["Unreadable", "Unreadable"]


@pytest.mark.parametrize("late", [timedelta(minutes=20), timedelta(days=3), timedelta(days=400)])
async def test_4_what_is_late_is_brought_and_says_when_it_was_due(house: House, late: timedelta) -> None:
    await _owe(house, "k")
    house.discord.fails[THREAD].append(LaterError("503"))
    house.clock.at += late
    await house.deliveries.run_due()
    house.clock.move(seconds=10)
    await house.deliveries.run_due()
    assert [one.notice for one in house.discord.said] == [Unreadable(late=START)]


async def test_4_what_comes_in_time_says_nothing_about_it(house: House) -> None:
    await _owe(house, "k")
    house.clock.move(minutes=9)
    await house.deliveries.run_due()
    assert [one.notice for one in house.discord.said] == [Unreadable()]


@pytest.mark.parametrize(
    "step", [timedelta(seconds=7), timedelta(seconds=61), timedelta(minutes=17), timedelta(days=1)]
)
async def test_5_no_look_has_to_come_in_the_minute_of_a_delivery(house: House, step: timedelta) -> None:
    for number in range(20):
        await _owe(house, f"k{number}", due_at=START + step * number / 3, channel_id=number + 1)
    while house.clock() < START + step * 7:
        await house.deliveries.run_due()
        house.clock.at += step
    await house.deliveries.run_due()
    assert len(house.discord.said) == 20


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    "error", [LaterError("503"), UnreachableError("gone"), AwayError(), ZeroDivisionError("a mistake of ours")]
)
async def test_6_the_failure_of_one_server_leaves_the_others_alone(house: House, error: Exception) -> None:
    await _owe(house, "bad", guild_id=ELSEWHERE, channel_id=1, due_at=later(seconds=-9))
    for number in range(2, 6):
        await _owe(house, f"good{number}", channel_id=number)
    house.discord.fails[1] = [error]
    await house.deliveries.run_due()
    assert sorted(one.place for one in house.discord.said if one.place != 1) == [2, 3, 4, 5]


async def test_7_a_series_stays_at_its_hour_after_daylight_saving(house: House) -> None:
    async def repeat(unit: Any, delivery: Delivery, _closing: Closing, _now: datetime) -> None:
        due = next_occurrence("Europe/Berlin", time(9), None, delivery.promised_at)
        await unit.deliveries.owe([make_row(f"day:{due.date()}", kind="daily", due_at=due)])

    house.deliveries.handle("daily", Handler(_say, closed=repeat))
    first = next_occurrence("Europe/Berlin", time(9), None, datetime(2026, 3, 26, tzinfo=UTC))
    await _owe(house, "first", kind="daily", due_at=first)
    shown = []
    for late in (0, 3, 0, 0.5, 0, 0):
        due = await house.deliveries.next_due()
        assert due is not None
        shown.append(due.astimezone(_BERLIN).strftime("%d %H:%M"))
        house.clock.at = due + timedelta(hours=late)
        await house.deliveries.run_due()
    assert shown == ["26 09:00", "27 09:00", "28 09:00", "29 09:00", "30 09:00", "31 09:00"]


async def test_8_closed_direct_messages_are_told_and_can_be_tried_again(house: House) -> None:
    guilds = Guilds(house.store, house.clock)
    await _owe(house, "k", channel_id=None)
    house.discord.fails[ALICE] = [UnreachableError("their direct messages are closed to me")]
    await house.deliveries.run_due()
    owed = await guilds.owed(GUILD)
    (failed,) = owed.failed
    assert (owed.dead, failed.kind, failed.user_id, failed.error) == (
        1,
        "word",
        ALICE,
        "their direct messages are closed to me",
    )
    assert await guilds.try_again(ELSEWHERE) == 0
    assert await guilds.try_again(GUILD) == 1
    assert await house.deliveries.run_due() == 1
    assert [one.place for one in house.discord.said] == [ALICE]
    assert (await guilds.owed(GUILD)).failed == ()


async def test_9_buttons_work_weeks_later_in_another_process(world: World) -> None:
    thread = await world.finish_round()
    summary = next(one for one in reversed(thread.history()) if labels_of(one))
    panel = (await world.mod.slash(world.channel, "setup")).response
    assert panel is not None
    world.clock.move(days=50)
    await world.restart()
    pressed = await world.alice.click(summary, label=labels_of(summary)[0])
    assert pressed.acknowledged
    assert "older version" not in str(pressed.response and pressed.response.content)
    checked = await world.mod.click(panel.message, label="Check again")
    assert checked.acknowledged


# ---------------------------------------------------------------------- clocks and processes


@pytest.fixture
async def ticking(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A clockwork that looks often, on a clock that the test sets."""
    monkeypatch.setattr(clockwork, "SWEEP_SECONDS", 0.02)
    await house.clockwork.start()
    yield house
    await house.clockwork.stop()


async def _said(house: House, count: int) -> None:
    async with asyncio.timeout(20):
        while len(house.discord.said) < count:
            await asyncio.sleep(0.01)


async def test_a_clock_set_back_stops_nothing_and_repeats_nothing(ticking: House) -> None:
    await _owe(ticking, "before")
    await _said(ticking, 1)
    ticking.clock.move(hours=-1)
    await _owe(ticking, "soon", channel_id=2, due_at=ticking.clock())
    await _owe(ticking, "an hour on", channel_id=3, due_at=START)
    await _said(ticking, 2)
    assert [one.place for one in ticking.discord.said] == [THREAD, 2]
    ticking.clock.move(hours=1)
    await _said(ticking, 3)
    assert len(ticking.discord.sends) == 3


@pytest.mark.parametrize("jump", [{"hours": 1}, {"days": 9}])
async def test_a_clock_set_forward_or_a_machine_that_slept_brings_all_between_in_order(
    ticking: House, jump: dict[str, float]
) -> None:
    rows = [
        *await _owe(ticking, "second", due_at=later(minutes=50)),
        *await _owe(ticking, "first", due_at=later(minutes=5)),
    ]
    ticking.clock.move(**jump)
    await _said(ticking, 2)
    assert [one.nonce for one in ticking.discord.said] == [rows[1].nonce, rows[0].nonce]


async def test_two_processes_bring_all_once(house: House) -> None:
    other = _next_process(house)
    for place in range(30):
        await _owe(house, f"{place}", channel_id=place + 1)
    brought = await asyncio.gather(*(one.deliveries.run_due() for one in (house, other)))
    assert sum(brought) == 30
    assert len(house.discord.sends) == len(set(house.discord.sends)) == 30


async def test_a_process_whose_clock_is_ahead_takes_over_and_the_reader_still_sees_one_message(house: House) -> None:
    await _owe(house, "k")
    other = House(house.store, house.catalogue, Clock(later(seconds=45)), house.discord, "two")
    other.deliveries.handle("word", Handler(_say))

    async def watch(delivery: Delivery) -> None:
        house.discord.watch = None
        assert await other.deliveries.run_due() == 1

    house.discord.watch = watch
    await house.deliveries.run_due()
    assert len(house.discord.sends) == 2
    assert len(house.discord.said) == 1
