"""Reminders on both databases: each person's own, and what the database keeps of them."""

import asyncio
from datetime import timedelta

from bot.domain.recurrence import Recurrence
from bot.domain.reminders import ReminderStatus
from bot.services.deliveries import Deliveries
from bot.services.people import People
from bot.services.reminder_deliveries import ReminderDeliveries
from bot.services.reminders import Reminders, Wish
from bot.storage.store import Store
from tests.domain.test_reminders import BERLIN, a_set, make_reminder
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, THREAD, later
from tests.services.house import Clock, Discord


async def test_a_reminder_comes_back_as_it_was_stored(store: Store) -> None:
    one = a_set(Recurrence.MONTHLY).model_copy(update={"text": "Ünïcode 🦊 '; --", "loud": True, "failures": 2})
    stored = await store.write(lambda unit: unit.reminders.add(one))
    assert stored == one.model_copy(update={"id": stored.id})
    assert await store.read(lambda unit: unit.reminders.get(stored.id, ALICE)) == stored
    assert await store.read(lambda unit: unit.reminders.get(stored.id, BOB)) is None
    draft = make_reminder(source_id=2)
    kept = await store.write(lambda unit: unit.reminders.add(draft))
    assert (kept.first_at, kept.wall, kept.next_at) == (None, None, None)


async def test_the_same_interaction_brings_one_reminder_also_at_once(store: Store) -> None:
    new = make_reminder(source_id=99)
    found = await asyncio.gather(*(store.write(lambda unit: unit.reminders.add(new)) for _ in range(4)))
    assert len({one.id for one in found}) == 1


async def test_everything_that_changes_is_saved(store: Store) -> None:
    stored = await store.write(lambda unit: unit.reminders.add(make_reminder()))
    changed = a_set(Recurrence.WEEKLY).model_copy(
        update={"id": stored.id, "text": "Other", "typed": "words", "created_at": later(hours=3), "failures": 1}
    )
    await store.write(lambda unit: unit.reminders.save(changed))
    assert await store.read(lambda unit: unit.reminders.get(stored.id, ALICE)) == changed
    elsewhere = changed.model_copy(update={"guild_id": ELSEWHERE, "text": "Not from there"})
    await store.write(lambda unit: unit.reminders.save(elsewhere))
    assert await store.read(lambda unit: unit.reminders.get(stored.id, ALICE)) == changed


async def test_the_list_has_what_is_to_come_in_order_then_what_is_paused(store: Store) -> None:
    async def add(source: int, **changes: object) -> int:
        one = a_set().model_copy(update={"source_id": source} | changes)
        return (await store.write(lambda unit: unit.reminders.add(one))).id

    late = await add(1, next_at=later(days=9))
    paused = await add(2, status=ReminderStatus.PAUSED, next_at=None)
    soon = await add(3, next_at=later(days=1))
    for source, status in enumerate((ReminderStatus.DONE, ReminderStatus.CANCELLED, ReminderStatus.DRAFT), start=4):
        await add(source, status=status)
    await add(7, guild_id=ELSEWHERE)
    await add(8, user_id=BOB)
    found = await store.read(lambda unit: unit.reminders.of(GUILD, ALICE))
    assert [one.id for one in found] == [soon, late, paused]
    assert found[0].zone == BERLIN
    assert await store.read(lambda unit: unit.reminders.set_since(GUILD, ALICE, later(seconds=-1))) == (5, START)
    assert await store.read(lambda unit: unit.reminders.set_since(GUILD, ALICE, START)) == (0, None)


async def test_only_drafts_go_and_only_old_ones_or_one_s_own(store: Store) -> None:
    kinds: dict[str, dict[str, object]] = {
        "old": {},
        "new": {"created_at": later(hours=2)},
        "set": {"status": ReminderStatus.ACTIVE},
        "mine": {"created_at": later(hours=2)},
    }
    ids = {}
    for source, (name, changes) in enumerate(kinds.items(), start=1):
        one = make_reminder(source_id=source, **changes)
        ids[name] = (await store.write(lambda unit, one=one: unit.reminders.add(one))).id  # type: ignore[misc]
    assert await store.write(lambda unit: unit.reminders.drop_old(later(hours=1))) == 1
    for name in ("set", "mine"):
        await store.write(lambda unit, name=name: unit.reminders.drop(ids[name], ALICE))  # type: ignore[misc]
    await store.write(lambda unit: unit.reminders.drop(ids["new"], BOB))
    left = []
    for name, number in ids.items():
        if await store.read(lambda unit, number=number: unit.reminders.get(number, ALICE)):  # type: ignore[misc]
            left.append(name)
    assert left == ["new", "set"]


async def test_what_waits_for_the_end_of_quiet_hours_is_kept_once_and_in_order(store: Store) -> None:
    one = await store.write(lambda unit: unit.reminders.add(a_set(Recurrence.DAILY)))
    two = await store.write(lambda unit: unit.reminders.add(a_set().model_copy(update={"source_id": 2})))
    for due in (later(hours=2), later(hours=1), later(hours=2)):
        await store.write(lambda unit, due=due: unit.reminders.hold(one, due, 77))  # type: ignore[misc]
    await store.write(lambda unit: unit.reminders.hold(two, later(hours=3), 77))
    await store.write(lambda unit: unit.reminders.hold(two, later(hours=3), 78))
    held = await store.read(lambda unit: unit.reminders.held(GUILD, ALICE, 77))
    assert [(found.reminder.id, found.due_at) for found in held] == [
        (one.id, later(hours=1)),
        (one.id, later(hours=2)),
        (two.id, later(hours=3)),
    ]
    assert held[0].reminder == one
    for guild, person in ((ELSEWHERE, ALICE), (GUILD, BOB)):
        where = (guild, person, 77)
        assert await store.read(lambda unit, where=where: unit.reminders.held(*where)) == []  # type: ignore[misc]
    await store.write(lambda unit: unit.reminders.save(two.ended(ReminderStatus.CANCELLED)))
    assert await store.read(lambda unit: unit.reminders.held(GUILD, ALICE, 78)) == []


async def test_two_processes_bring_each_occurrence_once_and_all_of_a_night_together(store: Store) -> None:
    clock, discord = Clock(), Discord()
    people = People(store, clock)
    reminders = Reminders(store, people, clock)
    processes = [Deliveries(store, discord, clock, owner) for owner in ("one", "two")]
    for one in processes:
        ReminderDeliveries(store, clock).register(one)
    for number, person in enumerate((ALICE, ALICE, BOB)):
        wish = Wish(number, GUILD, person, THREAD, "in 1 hour", f"Number {number}", Recurrence.DAILY)
        draft = (await reminders.draft(wish)).reminder
        await asyncio.gather(*(reminders.confirm(draft.id, person) for _ in range(2)))
    await people.set_quiet(BOB, ("10:00", "12:00"))
    for _ in range(3):
        clock.move(hours=1)
        await asyncio.gather(*(one.run_due() for one in processes))
        clock.move(hours=2)
        await asyncio.gather(*(one.run_due() for one in processes))
        clock.move(hours=21)
    assert len(discord.sends) == len(discord.said) == 9
    assert discord.names(ALICE) == ["DueReminder"] * 6
    assert discord.names(BOB) == ["ReminderDigest"] * 3
    due = (START + timedelta(days=3, hours=1)).replace(second=0, microsecond=0)
    assert [one.next_at for one in await reminders.of(GUILD, ALICE)] == [due, due]
