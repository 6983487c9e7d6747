"""What the bot owes, on both databases: owing, settling, putting off, cancelling, moving."""

from datetime import datetime
from typing import Any

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.storage.store import Store
from tests.domain.values import ALICE, ELSEWHERE, GUILD, SNOWFLAKE, START, THREAD, later, make_row

UNTIL = later(seconds=30)


async def owe(store: Store, *rows: dict[str, Any]) -> list[Delivery]:
    """Owe these rows; gives them as they are stored."""
    await store.write(lambda unit: unit.deliveries.owe(rows))
    return [await find(store, row["key"], row["guild_id"]) for row in rows]


async def find(store: Store, key: str, guild: int = GUILD) -> Delivery:
    """The row with this key, which must be there."""
    found = await store.read(lambda unit: unit.deliveries.by_key(guild, key))
    assert found is not None
    return found


async def claim(store: Store, place: int = THREAD, now: datetime = START, owner: str = "one") -> list[Delivery]:
    """Claim what is due at a place for half a minute."""
    until = now + (UNTIL - START)
    return await store.write(lambda unit: unit.deliveries.claim(place, owner, now, until))


async def due_keys(store: Store, place: int = THREAD, now: datetime = START) -> list[str]:
    """What could be claimed at a place, by key."""
    claimed = await claim(store, place, now, "asking")
    await store.write(lambda unit: unit.deliveries.release_of(["asking"]))
    return [one.key for one in claimed]


async def test_what_is_owed_comes_back_as_it_was_given(store: Store) -> None:
    row = make_row(
        "a" * 128, payload={"round": SNOWFLAKE, "words": "ß 👩‍💻", "list": [1, None, 2.5]}, due_at=later(days=9)
    )
    (found,) = await owe(store, row)
    assert found.id > 0
    assert found.model_dump(exclude={"id"}) == row | {
        "planned_at": row["due_at"],
        "attempts": 0,
        "status": DeliveryStatus.PENDING,
        "message_id": None,
        "error": None,
    }
    assert found.place == THREAD


async def test_owing_the_same_thing_twice_is_owing_it_once(store: Store) -> None:
    (first,) = await owe(store, make_row("k"))
    (again, other) = await owe(store, make_row("k", due_at=later(days=1), kind="nudge"), make_row("l"))
    assert again == first
    assert other.id != first.id
    await store.write(lambda unit: unit.deliveries.settle(first.id, DeliveryStatus.SENT, START, 1, None))
    (after,) = await owe(store, make_row("k"))
    assert after.status is DeliveryStatus.SENT


async def test_owing_nothing_is_fine(store: Store) -> None:
    await store.write(lambda unit: unit.deliveries.owe([]))
    assert await store.read(lambda unit: unit.deliveries.next_due(START)) is None


async def test_without_a_channel_the_place_is_the_person(store: Store) -> None:
    await owe(store, make_row("k", channel_id=None))
    assert await due_keys(store, ALICE) == ["k"]
    assert await due_keys(store, THREAD) == []


async def test_settling_happens_once(store: Store) -> None:
    (row,) = await owe(store, make_row("k"))
    await claim(store)
    settled = [
        await store.write(lambda unit: unit.deliveries.settle(row.id, DeliveryStatus.SENT, START, SNOWFLAKE, None))
        for _ in range(2)
    ]
    assert settled == [True, False]
    after = await find(store, "k")
    assert (after.status, after.message_id, after.error) == (DeliveryStatus.SENT, SNOWFLAKE, None)
    assert await claim(store, now=later(days=1)) == []
    assert await store.read(lambda unit: unit.deliveries.owners()) == []


async def test_a_dead_delivery_keeps_its_reason_shortened(store: Store) -> None:
    (row,) = await owe(store, make_row("k"))
    assert await store.write(
        lambda unit: unit.deliveries.settle(row.id, DeliveryStatus.DEAD, START, None, "gone " * 100)
    )
    after = await find(store, "k")
    assert after.status is DeliveryStatus.DEAD
    assert after.error == ("gone " * 100)[:200]


async def test_a_postponed_delivery_is_free_at_its_new_time(store: Store) -> None:
    (row,) = await owe(store, make_row("k"))
    await claim(store)
    await store.write(lambda unit: unit.deliveries.postpone(row.id, later(minutes=5), "no answer " * 50, 7))
    after = await find(store, "k")
    assert (after.attempts, after.error) == (7, ("no answer " * 50)[:200])
    assert await due_keys(store, now=later(minutes=4, seconds=59)) == []
    assert await due_keys(store, now=later(minutes=5)) == ["k"]


async def test_what_is_settled_is_not_put_off(store: Store) -> None:
    (row,) = await owe(store, make_row("k"))
    await store.write(lambda unit: unit.deliveries.settle(row.id, DeliveryStatus.SENT, START, 5, None))
    await store.write(lambda unit: unit.deliveries.postpone(row.id, later(minutes=5), "late", 1))
    await store.write(lambda unit: unit.deliveries.redirect(row.id, ALICE))
    await store.write(lambda unit: unit.deliveries.move("round:1", 99))
    await store.write(lambda unit: unit.deliveries.cancel("round:1", ["prompt"], START))
    after = await find(store, "k")
    assert after == row.model_copy(update={"status": DeliveryStatus.SENT, "message_id": 5})


async def test_cancelling_takes_the_named_kinds_of_one_subject(store: Store) -> None:
    await owe(
        store,
        make_row("nudge", kind="nudge"),
        make_row("time-up", kind="time_up"),
        make_row("prompt", kind="prompt"),
        make_row("other", kind="nudge", subject="round:11"),
    )
    await claim(store)
    await store.write(lambda unit: unit.deliveries.cancel("round:1", ["nudge", "time_up"], later(minutes=1)))
    statuses = {key: (await find(store, key)).status for key in ("nudge", "time-up", "prompt", "other")}
    assert statuses == {
        "nudge": DeliveryStatus.CANCELLED,
        "time-up": DeliveryStatus.CANCELLED,
        "prompt": DeliveryStatus.PENDING,
        "other": DeliveryStatus.PENDING,
    }
    assert await due_keys(store, now=UNTIL) == ["prompt", "other"]


async def test_cancelled_things_are_not_owed_again_by_the_same_key(store: Store) -> None:
    await owe(store, make_row("k"))
    await store.write(lambda unit: unit.deliveries.cancel("round:1", ["prompt"], START))
    (after,) = await owe(store, make_row("k"))
    assert after.status is DeliveryStatus.CANCELLED


async def test_moving_takes_what_waits_for_a_channel_to_another_one(store: Store) -> None:
    await owe(
        store,
        make_row("a"),
        make_row("b", due_at=later(days=1)),
        make_row("to the person", channel_id=None),
        make_row("other", subject="round:11"),
    )
    await store.write(lambda unit: unit.deliveries.move("round:1", SNOWFLAKE + 99))
    assert await due_keys(store, SNOWFLAKE + 99) == ["a"]
    assert (await find(store, "b")).channel_id == SNOWFLAKE + 99
    assert await due_keys(store, THREAD) == ["other"]
    assert await due_keys(store, ALICE) == ["to the person"]


async def test_redirecting_brings_a_delivery_to_the_person(store: Store) -> None:
    (row, _) = await owe(store, make_row("k"), make_row("stays"))
    await claim(store)
    await store.write(lambda unit: unit.deliveries.redirect(row.id, ALICE))
    (claimed,) = await claim(store, ALICE, owner="two")
    assert (claimed.key, claimed.channel_id, claimed.place, claimed.attempts) == ("k", None, ALICE, 1)
    assert await due_keys(store, THREAD, UNTIL) == ["stays"]


async def test_hurrying_brings_forward_what_was_put_off_for_trouble_in_one_server(store: Store) -> None:
    rows = await owe(
        store,
        make_row("trouble"),
        make_row("looked again", channel_id=1),
        make_row("not due", channel_id=2, due_at=later(days=1)),
        make_row("elsewhere", channel_id=3, guild_id=ELSEWHERE),
    )
    for row, reason in zip(rows, ("away", None, None, "away"), strict=True):
        if row.key != "not due":
            await store.write(
                lambda unit, row=row, reason=reason: unit.deliveries.postpone(row.id, later(hours=1), reason, 1)  # type: ignore[misc]
            )
    await store.write(lambda unit: unit.deliveries.hurry(GUILD, START))
    assert await store.read(lambda unit: unit.deliveries.due_places(START, 10)) == [THREAD]
    assert await due_keys(store) == ["trouble"]


async def test_next_due_is_the_earliest_that_nobody_holds(store: Store) -> None:
    await owe(store, make_row("b", channel_id=1, due_at=later(hours=2)), make_row("a", due_at=later(hours=1)))
    assert await store.read(lambda unit: unit.deliveries.next_due(START)) == later(hours=1)
    await claim(store, now=later(hours=1))
    assert await store.read(lambda unit: unit.deliveries.next_due(later(hours=1))) == later(hours=2)
    expired = later(hours=1, seconds=30)
    assert await store.read(lambda unit: unit.deliveries.next_due(expired)) == later(hours=1)


async def test_a_delivery_is_found_in_its_own_server_only(store: Store) -> None:
    await owe(store, make_row("k"))
    assert await store.read(lambda unit: unit.deliveries.by_key(ELSEWHERE, "k")) is None
    assert await store.read(lambda unit: unit.deliveries.by_key(GUILD, "l")) is None


async def test_a_lease_is_held_for_longer_by_its_owner_only(store: Store) -> None:
    rows = await owe(store, make_row("a"), make_row("b"))
    ids = [row.id for row in rows]
    await claim(store)
    assert await store.write(lambda unit: unit.deliveries.renew(ids, "one", later(seconds=60)))
    assert await due_keys(store, now=later(seconds=59)) == []
    assert not await store.write(lambda unit: unit.deliveries.renew(ids, "two", later(seconds=90)))
    await store.write(lambda unit: unit.deliveries.settle(ids[0], DeliveryStatus.SENT, START, 1, None))
    assert not await store.write(lambda unit: unit.deliveries.renew(ids, "one", later(seconds=90)))


async def test_next_due_after_now_leaves_out_what_is_due(store: Store) -> None:
    await owe(store, make_row("due"), make_row("next", channel_id=1, due_at=later(hours=2)))
    assert await store.read(lambda unit: unit.deliveries.next_due(START)) == START
    assert await store.read(lambda unit: unit.deliveries.next_due(START, START)) == later(hours=2)
    assert await store.read(lambda unit: unit.deliveries.next_due(START, later(hours=2))) is None


async def test_what_failed_is_told_latest_first_and_owed_anew(store: Store) -> None:
    rows = await owe(
        store,
        make_row("old"),
        make_row("first", channel_id=None),
        make_row("second"),
        make_row("other kind", kind="welcome"),
        make_row("elsewhere", guild_id=ELSEWHERE),
        make_row("sent"),
    )
    for row, days in zip(rows, (-9, 1, 2, 2, 2, 2), strict=True):
        status = DeliveryStatus.SENT if row.key == "sent" else DeliveryStatus.DEAD
        await claim(store, row.place)
        await store.write(
            lambda unit, row=row, status=status, days=days: unit.deliveries.settle(  # type: ignore[misc]
                row.id, status, later(days=days), None, f"{row.key} went wrong"
            )
        )
    failed = await store.read(lambda unit: unit.deliveries.failed(GUILD, START, ["welcome"], 5))
    assert [(one.id, one.channel_id, one.settled_at, one.error) for one in failed] == [
        (rows[2].id, THREAD, later(days=2), "second went wrong"),
        (rows[1].id, None, later(days=1), "first went wrong"),
    ]
    assert len(await store.read(lambda unit: unit.deliveries.failed(GUILD, START, ["welcome"], 1))) == 1
    assert await store.write(lambda unit: unit.deliveries.revive(GUILD, START, ["welcome"], later(days=3))) == 2
    assert await store.write(lambda unit: unit.deliveries.revive(GUILD, START, ["welcome"], later(days=3))) == 0
    after = await find(store, "second")
    assert (after.status, after.attempts, after.error, after.due_at) == (DeliveryStatus.PENDING, 0, None, later(days=3))
    assert after.planned_at == START
    assert await due_keys(store, ALICE, later(days=3)) == ["first"]
    assert (await find(store, "old")).status is DeliveryStatus.DEAD
