"""The delivery machine: everything owed is brought, once, in order, whatever fails."""

import asyncio
import logging
from collections import Counter
from collections.abc import Set
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.deliveries import MOST_ATTEMPTS, Delivery, DeliveryStatus, retry_delay
from bot.domain.errors import StoreBusy
from bot.domain.notices import Unreadable
from bot.services.deliveries import AT_ONCE, GONE_AFTER, Closing, Handler, Plan
from bot.services.giving_way import gives_way
from bot.services.ports import AwayError, LaterError, Unit, UnreachableError
from tests.domain.values import ALICE, GUILD, START, THREAD, later, make_row
from tests.services.house import House, Killed

OTHER = THREAD + 1


async def _say(_delivery: Delivery) -> Plan:
    return Plan(Unreadable())


@pytest.fixture(autouse=True)
def _kinds(house: House) -> None:
    """Two kinds that say something: ``word``, and ``letter`` which may go to the person instead."""
    house.deliveries.handle("word", Handler(_say))
    house.deliveries.handle("letter", Handler(_say, to_person=True))


async def _owe(house: House, *keys: str, **changes: Any) -> list[Delivery]:
    rows = [make_row(key, **({"kind": "word"} | changes)) for key in keys]
    await house.store.write(lambda unit: unit.deliveries.owe(rows))
    return [await house.row(key) for key in keys]


def _said_keys(house: House, rows: list[Delivery]) -> list[str]:
    names = {row.nonce: row.key for row in rows}
    return [names[one.nonce] for one in house.discord.said]


async def test_what_is_due_is_said_once_and_settled(house: House) -> None:
    (row,) = await _owe(house, "k")
    assert await house.deliveries.run_due() == 1
    assert await house.deliveries.run_due() == 0
    after = await house.row("k")
    assert (after.status, after.message_id) == (DeliveryStatus.SENT, house.discord.said[0].id)
    assert house.discord.sends == [row.nonce]
    assert len(row.nonce) <= 25


async def test_what_is_not_due_waits_and_what_is_late_is_still_said(house: House) -> None:
    await _owe(house, "k", due_at=later(hours=1))
    assert await house.deliveries.run_due() == 0
    assert await house.deliveries.next_due() == later(hours=1)
    house.clock.move(days=40)
    assert await house.deliveries.run_due() == 1
    assert await house.deliveries.next_due() is None


async def test_what_was_cancelled_is_not_said(house: House) -> None:
    await _owe(house, "k")
    await house.store.write(lambda unit: unit.deliveries.cancel("round:1", ["word"], START))
    assert await house.deliveries.run_due() == 0
    assert house.discord.sends == []


async def test_it_is_claimed_before_it_is_sent(house: House) -> None:
    await _owe(house, "k")
    other = house.another()
    meanwhile: list[int] = []

    async def watch(_delivery: Delivery) -> None:
        meanwhile.append(await other.deliveries.run_due())

    house.discord.watch = watch
    assert await house.deliveries.run_due() == 1
    assert meanwhile == [0]


@pytest.mark.parametrize("moment", ["fails", "after"])
async def test_a_process_that_dies_while_sending_loses_and_doubles_nothing(house: House, moment: str) -> None:
    rows = await _owe(house, "a", "b")
    getattr(house.discord, moment)[THREAD].append(Killed())
    with pytest.raises(Killed):
        await house.deliveries.run_due()
    survivor = house.another()
    survivor.deliveries.handle("word", Handler(_say))
    assert await survivor.deliveries.run_due() == 0, "its lease still runs: it may be alive"
    house.clock.move(seconds=30)
    assert await survivor.deliveries.run_due() == 2
    assert _said_keys(house, rows) == ["a", "b"]
    assert house.discord.sends == [rows[0].nonce, rows[0].nonce, rows[1].nonce]
    assert (await house.row("a")).status is DeliveryStatus.SENT


async def test_leases_of_a_process_known_to_be_dead_are_taken_over_at_once(house: House) -> None:
    await _owe(house, "k")
    house.discord.fails[THREAD].append(Killed())
    with pytest.raises(Killed):
        await house.deliveries.run_due()
    survivor = house.another()
    survivor.deliveries.handle("word", Handler(_say))
    await survivor.deliveries.release_dead(lambda owner: True)
    assert await survivor.deliveries.run_due() == 0
    await survivor.deliveries.release_dead(lambda owner: owner != "one")
    assert await survivor.deliveries.run_due() == 1


async def test_a_process_that_stops_gives_its_leases_back(house: House) -> None:
    await _owe(house, "k")
    house.discord.fails[THREAD].append(Killed())
    with pytest.raises(Killed):
        await house.deliveries.run_due()
    await house.deliveries.release_own()
    assert await house.deliveries.run_due() == 1


async def test_at_one_place_things_are_said_in_the_order_in_which_they_are_due(house: House) -> None:
    rows = [
        *await _owe(house, "third", due_at=later(seconds=-1)),
        *await _owe(house, "first", due_at=later(seconds=-3)),
        *await _owe(house, "second", due_at=later(seconds=-2)),
    ]
    await house.deliveries.run_due()
    assert _said_keys(house, rows) == ["first", "second", "third"]


async def test_a_failure_is_tried_again_with_growing_pauses(house: House) -> None:
    await _owe(house, "k")
    house.discord.fails[THREAD] = [LaterError("503") for _ in range(4)]
    pauses = []
    for _ in range(4):
        before = house.clock()
        assert await house.deliveries.run_due() == 0
        due = await house.deliveries.next_due()
        assert due is not None
        pauses.append((due - before).total_seconds())
        house.clock.at = due - timedelta(microseconds=1)
        assert await house.deliveries.run_due() == 0
        house.clock.at = due
    assert pauses == [10, 20, 40, 80]
    assert await house.deliveries.run_due() == 1


def test_pauses_grow_to_an_hour() -> None:
    pauses = [retry_delay(attempts).total_seconds() for attempts in range(MOST_ATTEMPTS + 1)]
    assert pauses[:4] == [10, 10, 20, 40]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 3600
    assert sum(pauses) > 24 * 3600


async def test_nothing_overtakes_what_has_to_wait_at_the_same_place(house: House) -> None:
    rows = await _owe(house, "a", "b", "c")
    house.discord.fails[THREAD] = [LaterError("503"), LaterError("503")]
    for _ in range(24):
        await house.deliveries.run_due()
        house.clock.move(seconds=2)
    assert _said_keys(house, rows) == ["a", "b", "c"]


async def test_a_place_that_fails_does_not_hold_up_the_others(house: House) -> None:
    rows = [*await _owe(house, "bad"), *await _owe(house, "good", channel_id=OTHER)]
    house.discord.fails[THREAD] = [LaterError("503")]
    assert await house.deliveries.run_due() == 1
    assert _said_keys(house, rows) == ["good"]


async def test_a_slow_place_does_not_hold_up_the_others(house: House) -> None:
    await _owe(house, "slow")
    await _owe(house, "quick", channel_id=OTHER)
    quick_done = asyncio.Event()

    async def plan(delivery: Delivery) -> Plan:
        if delivery.key == "slow":
            await quick_done.wait()
        else:
            quick_done.set()
        return Plan(Unreadable())

    house.deliveries.handle("word", Handler(plan))
    async with asyncio.timeout(5):
        assert await house.deliveries.run_due() == 2


async def test_no_more_than_a_few_places_are_served_at_once(house: House) -> None:
    for number in range(AT_ONCE * 3):
        await _owe(house, f"k{number}", channel_id=number + 1)
    running, most, full = 0, 0, asyncio.Barrier(AT_ONCE)

    async def plan(_delivery: Delivery) -> Plan:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await full.wait()
        running -= 1
        return Plan(Unreadable())

    house.deliveries.handle("word", Handler(plan))
    async with asyncio.timeout(20):
        assert await house.deliveries.run_due() == AT_ONCE * 3
    assert most == AT_ONCE


async def test_more_places_than_one_look_finds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.deliveries._PLACES_A_TURN", 2)
    for number in range(7):
        await _owe(house, f"k{number}", channel_id=number + 1)
    assert await house.deliveries.run_due() == 7


async def test_in_the_end_a_failing_delivery_is_dead(house: House) -> None:
    lost: list[str] = []

    async def remember(delivery: Delivery) -> None:
        lost.append(delivery.key)

    house.deliveries.handle("word", Handler(_say, lost=remember))
    await _owe(house, "k")
    house.discord.fails[THREAD] = [LaterError("503 0") for _ in range(MOST_ATTEMPTS)]
    for _ in range(MOST_ATTEMPTS):
        await house.deliveries.run_due()
        house.clock.move(hours=1)
    after = await house.row("k")
    assert (after.status, after.error) == (DeliveryStatus.DEAD, "503 0")
    assert lost == ["k"]


async def test_an_unreachable_place_is_final_and_the_next_thing_there_is_still_tried(house: House) -> None:
    lost: list[str] = []

    async def remember(delivery: Delivery) -> None:
        lost.append(delivery.key)

    house.deliveries.handle("word", Handler(_say, lost=remember))
    rows = await _owe(house, "gone", "next")
    house.discord.fails[THREAD] = [UnreachableError("404 10003")]
    await house.deliveries.run_due()
    after = await house.row("gone")
    assert (after.status, after.error, after.message_id) == (DeliveryStatus.DEAD, "404 10003", None)
    assert lost == ["gone"]
    assert _said_keys(house, rows) == ["next"]


async def test_some_things_go_to_the_person_when_the_place_is_gone(house: House) -> None:
    await _owe(house, "k", kind="letter")
    house.discord.fails[THREAD] = [UnreachableError("404 10003")]
    await house.deliveries.run_due()
    assert [one.place for one in house.discord.said] == [ALICE]
    after = await house.row("k")
    assert (after.status, after.channel_id) == (DeliveryStatus.SENT, None)
    assert len(house.discord.said) == 1


async def test_who_cannot_be_reached_at_all_is_given_up(house: House) -> None:
    await _owe(house, "k", kind="letter")
    house.discord.fails[THREAD] = [UnreachableError("404")]
    house.discord.fails[ALICE] = [UnreachableError("403 50007")]
    await house.deliveries.run_due()
    after = await house.row("k")
    assert (after.status, after.error) == (DeliveryStatus.DEAD, "403 50007")


async def test_while_the_bot_is_away_all_waits_uncounted_and_comes_when_it_is_back(house: House) -> None:
    rows = await _owe(house, "a", "b")
    house.discord.fails[THREAD] = [AwayError() for _ in range(3)]
    for _ in range(3):
        await house.deliveries.run_due()
        house.clock.move(minutes=10)
    assert (await house.row("a")).attempts == 0
    await house.store.write(lambda unit: unit.deliveries.hurry(GUILD, house.clock()))
    assert await house.deliveries.run_due() == 2
    assert _said_keys(house, rows) == ["a", "b"]


async def test_all_that_waits_for_a_server_comes_at_once_when_it_is_back(house: House) -> None:
    rows = await _owe(house, "a", "b", "c")
    house.discord.fails[THREAD] = [AwayError()]
    assert await house.deliveries.run_due() == 0
    assert house.discord.sends == [rows[0].nonce], "the others would fail alike"
    assert await house.deliveries.next_due() == later(minutes=10)
    house.clock.move(minutes=1)
    await house.store.write(lambda unit: unit.deliveries.hurry(GUILD, house.clock()))
    assert await house.deliveries.run_due() == 3
    assert _said_keys(house, rows) == ["a", "b", "c"]


@pytest.mark.logs_errors
async def test_an_unforeseen_error_is_logged_and_tried_again_and_holds_up_nobody(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [
        *await _owe(house, "bad", kind="broken"),
        *await _owe(house, "same place"),
        *await _owe(house, "unknown", kind="?"),
    ]
    rows += await _owe(house, "elsewhere", channel_id=OTHER)
    broken = True

    async def plan(_delivery: Delivery) -> Plan:
        if broken:
            raise ZeroDivisionError("a mistake of ours")
        return Plan(Unreadable())

    house.deliveries.handle("broken", Handler(plan))
    await house.deliveries.run_due()
    assert sorted(_said_keys(house, rows)) == ["elsewhere", "same place"]
    assert any("a mistake of ours" in str(record.exc_info) for record in caplog.records)
    after = await house.row("bad")
    assert (after.status, after.error, after.due_at) == (DeliveryStatus.PENDING, "ZeroDivisionError", later(seconds=10))
    broken = False
    house.clock.move(seconds=10)
    assert await house.deliveries.run_due() == 1
    assert (await house.row("unknown")).status is DeliveryStatus.PENDING


async def test_a_plan_may_say_nothing(house: House) -> None:
    settled: list[str] = []

    async def nothing(_delivery: Delivery) -> Plan:
        return Plan()

    async def remember(_unit: object, delivery: Delivery, _message: int, _now: datetime) -> None:
        settled.append(delivery.key)

    house.deliveries.handle("word", Handler(nothing, remember))
    await _owe(house, "k")
    assert await house.deliveries.run_due() == 1
    assert (house.discord.sends, settled) == ([], [])
    after = await house.row("k")
    assert (after.status, after.message_id) == (DeliveryStatus.SENT, None)


async def test_a_plan_may_put_itself_off(house: House) -> None:
    async def not_yet(_delivery: Delivery) -> Plan:
        return Plan(postponed=later(days=1)) if house.clock() < later(days=1) else Plan(Unreadable())

    house.deliveries.handle("word", Handler(not_yet))
    rows = await _owe(house, "k")
    await house.deliveries.run_due()
    after = await house.row("k")
    assert (after.due_at, after.attempts, after.error) == (later(days=1), 0, None)
    house.clock.move(days=1)
    await house.deliveries.run_due()
    assert _said_keys(house, rows) == ["k"]


async def test_what_follows_from_a_message_is_stored_with_it_or_not_at_all(house: House) -> None:
    full = True

    async def note(unit: Any, delivery: Delivery, message: int, now: datetime) -> None:
        await unit.deliveries.owe([make_row("follows", payload={"message": message}, due_at=now + timedelta(days=1))])
        if full:
            raise StoreBusy

    house.deliveries.handle("word", Handler(_say, note))
    await _owe(house, "k")
    assert await house.deliveries.run_due() == 0
    assert await house.store.read(lambda unit: unit.deliveries.by_key(GUILD, "follows")) is None
    assert (await house.row("k")).status is DeliveryStatus.PENDING
    full = False
    house.clock.move(seconds=30)
    assert await house.deliveries.run_due() == 1
    assert (await house.row("follows")).payload == {"message": house.discord.said[0].id}
    assert len(house.discord.said) == 1


async def test_a_store_that_fails_is_a_warning_and_the_lease_runs_out(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await _owe(house, "k")
    write, broken = house.store.write, True

    async def fail_on_settle(work: Any) -> Any:
        if broken and house.discord.said:
            raise StoreBusy
        return await write(work)

    house.store.write = fail_on_settle  # type: ignore[method-assign]
    assert await house.deliveries.run_due() == 0
    assert any(record.levelno == logging.WARNING and "wait" in record.getMessage() for record in caplog.records)
    broken = False
    house.clock.move(seconds=30)
    assert await house.deliveries.run_due() == 1
    assert len(house.discord.said) == 1


async def test_two_processes_on_one_database_never_send_twice(house: House) -> None:
    other = house.another()
    other.deliveries.handle("word", Handler(_say))
    rows = [row for place in range(12) for row in await _owe(house, f"{place}a", f"{place}b", channel_id=place + 1)]
    brought = await asyncio.gather(*(one.deliveries.run_due() for one in (house, other, house, other)))
    assert sum(brought) == 24
    assert Counter(house.discord.sends) == Counter(row.nonce for row in rows)


async def test_serving_one_place_leaves_the_others(house: House) -> None:
    rows = [*await _owe(house, "here"), *await _owe(house, "there", channel_id=OTHER)]
    assert await house.deliveries.serve(THREAD) == 1
    assert _said_keys(house, rows) == ["here"]


async def test_what_becomes_owed_while_a_place_is_served_is_said_in_the_same_turn(house: House) -> None:
    async def owe_more(unit: Any, delivery: Delivery, _message: int, _now: datetime) -> None:
        if delivery.key == "k":
            await unit.deliveries.owe([make_row("more", kind="word")])

    house.deliveries.handle("word", Handler(_say, owe_more))
    await _owe(house, "k")
    assert await house.deliveries.serve(THREAD) == 2


async def test_what_comes_late_says_when_it_was_due(house: House) -> None:
    house.deliveries.handle("dated", Handler(_say, tells_late=timedelta(minutes=5)))
    await _owe(house, "in time", kind="dated", channel_id=THREAD)
    await _owe(house, "tried again", kind="dated", channel_id=OTHER)
    house.discord.fails[OTHER] = [LaterError("503")] * 8
    await house.deliveries.run_due()
    while (await house.row("tried again")).status is DeliveryStatus.PENDING:
        house.clock.move(minutes=30)
        await house.deliveries.run_due()
    assert [one.notice.late for one in house.discord.said] == [None, START]


@pytest.mark.parametrize(
    ("fails", "status", "words"),
    [
        ([], DeliveryStatus.SENT, True),
        ([UnreachableError("403")], DeliveryStatus.DEAD, True),
        ([], DeliveryStatus.SENT, False),
    ],
)
async def test_whatever_way_it_ends_the_next_of_a_series_is_owed_in_the_same_transaction(
    house: House, fails: list[BaseException], status: DeliveryStatus, words: bool
) -> None:
    ends: list[Closing] = []

    async def silent(_delivery: Delivery) -> Plan:
        return Plan()

    async def following(unit: Unit, delivery: Delivery, closing: Closing, now: datetime) -> None:
        ends.append(closing)
        await unit.deliveries.owe([make_row("next", due_at=now + timedelta(days=1), kind=delivery.kind)])

    house.deliveries.handle("series", Handler(_say if words else silent, closed=following))
    await _owe(house, "first", kind="series", channel_id=THREAD)
    house.discord.fails[THREAD] = fails
    await house.deliveries.run_due()
    said = house.discord.said[0].id if house.discord.said else None
    assert ends == [Closing(status, said)]
    assert (await house.row("next")).due_at == START + timedelta(days=1)


async def test_a_place_that_is_slow_does_not_hold_up_what_falls_due_meanwhile(house: House) -> None:
    """Neither a later run nor its caller waits in vain: the run under way looks again."""
    slow, begun = asyncio.Event(), asyncio.Event()

    async def plan(delivery: Delivery) -> Plan:
        if delivery.key == "slow":
            begun.set()
            await slow.wait()
        return Plan(Unreadable())

    house.deliveries.handle("word", Handler(plan))
    await _owe(house, "slow")
    first = asyncio.ensure_future(house.deliveries.run_due())
    async with asyncio.timeout(5):
        await begun.wait()
        await _owe(house, "quick", channel_id=OTHER)
        second = asyncio.ensure_future(house.deliveries.run_due())
        while not house.discord.said:
            await asyncio.sleep(0)
        assert [one.place for one in house.discord.said] == [OTHER]
        slow.set()
        assert [await first, await second] == [2, 0]


async def test_what_a_person_brings_waits_neither_for_a_slot_nor_for_its_turn(house: House) -> None:
    everybody, full = asyncio.Event(), asyncio.Barrier(AT_ONCE + 1)
    given_way: dict[str, bool] = {}

    async def plan(delivery: Delivery) -> Plan:
        given_way[delivery.key] = gives_way.get()
        if delivery.key != "mine":
            await full.wait()
            await everybody.wait()
        return Plan(Unreadable())

    house.deliveries.handle("word", Handler(plan))
    for number in range(AT_ONCE):
        await _owe(house, f"k{number}", channel_id=number + 1)
    async with asyncio.timeout(20):
        run = asyncio.ensure_future(house.deliveries.run_due())
        await full.wait()
        await _owe(house, "mine")
        assert await house.deliveries.serve(THREAD) == 1
        assert [one.place for one in house.discord.said] == [THREAD]
        everybody.set()
        assert await run == AT_ONCE
    assert given_way.pop("mine") is False
    assert set(given_way.values()) == {True}
    assert gives_way.get() is False


async def test_what_was_not_even_tried_comes_later_uncounted(house: House) -> None:
    await _owe(house, "a", "b")
    house.discord.fails[THREAD] = [LaterError("busy", later(seconds=70))]
    assert await house.deliveries.run_due() == 0
    after = await house.row("a")
    assert (after.due_at, after.attempts, after.error) == (later(seconds=70), 0, None)
    house.clock.move(seconds=70)
    await house.deliveries.run_due()
    house.clock.move(seconds=1)
    await house.deliveries.run_due()
    assert len(house.discord.said) == 2


async def test_after_two_weeks_what_is_owed_in_a_server_without_the_bot_is_given_up(house: House) -> None:
    await _owe(house, "k")
    house.discord.fails[THREAD] = [AwayError() for _ in range(200)]
    looks = 0
    while (await house.row("k")).status is DeliveryStatus.PENDING:
        due = await house.deliveries.next_due()
        assert due is not None
        house.clock.at = due
        await house.deliveries.run_due()
        looks += 1
    after = await house.row("k")
    assert (after.status, after.error) == (DeliveryStatus.DEAD, "I was removed from this server")
    assert GONE_AFTER < house.clock() - START < GONE_AFTER + timedelta(hours=6)
    assert looks < 100


async def test_many_things_at_one_place_are_held_until_their_turn_comes(house: House) -> None:
    """Sending to one place may take longer than a lease: it is renewed, and nobody else begins."""
    rows = await _owe(house, *"abcdefgh")
    other = house.another()
    other.deliveries.handle("word", Handler(_say))

    async def watch(_delivery: Delivery) -> None:
        house.clock.move(seconds=8)
        assert await other.deliveries.run_due() == 0

    house.discord.watch = watch
    assert await house.deliveries.run_due() == 8
    assert _said_keys(house, rows) == list("abcdefgh")
    assert len(house.discord.sends) == 8


async def test_who_was_taken_for_dead_leaves_the_rest_to_whoever_took_over(house: House) -> None:
    rows = await _owe(house, "a", "b", "c")
    other = house.another()
    other.deliveries.handle("word", Handler(_say))

    async def sleep(_delivery: Delivery) -> None:
        house.discord.watch = None
        house.clock.move(seconds=40)
        assert await other.deliveries.run_due() == 3

    house.discord.watch = sleep
    await house.deliveries.run_due()
    assert sorted(_said_keys(house, rows)) == ["a", "b", "c"]
    assert Counter(house.discord.sends) == {rows[0].nonce: 2, rows[1].nonce: 1, rows[2].nonce: 1}


async def test_what_is_sent_elsewhere_while_it_looks_is_brought_in_the_same_run(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look for due places begins before the first place gives up, and ends after it."""
    await _owe(house, "k", kind="letter")
    house.discord.fails[THREAD] = [UnreachableError("404 10003")]
    look, looks = house.deliveries._due_places, 0

    async def slow(but: Set[int]) -> list[int]:
        nonlocal looks
        looks += 1
        found = await look(but)
        if looks == 2:
            while (await house.row("k")).channel_id is not None or house.deliveries._served:
                await asyncio.sleep(0.001)
        return found

    monkeypatch.setattr(house.deliveries, "_due_places", slow)
    await house.deliveries.run_due()
    assert [one.place for one in house.discord.said] == [ALICE]
