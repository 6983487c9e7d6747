"""Reminders on a real store: brought late rather than never, once, in quiet hours together at their end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.errors import Reason, Refused
from bot.domain.recurrence import Recurrence
from bot.domain.reminder_notices import DueReminder, ReminderDigest
from bot.domain.reminders import MOST_A_DAY, MOST_ACTIVE, Later, Reminder, ReminderStatus
from bot.services.people import People
from bot.services.ports import LaterError, UnreachableError
from bot.services.reminder_deliveries import ReminderDeliveries
from bot.services.reminders import Reminders, Wish
from tests.domain.values import ALICE, BOB, GUILD, THREAD, later
from tests.services.house import House, Killed

BERLIN = "Europe/Berlin"
_sources = iter(range(1, 10**6))


class Desk:
    """Reminders of one process."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people = People(house.store, house.clock)
        self.reminders = Reminders(house.store, self.people, house.clock)
        ReminderDeliveries(house.store, house.clock).register(house.deliveries)

    async def set(self, typed: str, text: str = "Water the plants", repeat: Recurrence = Recurrence.ONCE) -> Reminder:
        wish = Wish(next(_sources), GUILD, ALICE, THREAD, typed, text, repeat)
        draft = (await self.reminders.draft(wish)).reminder
        return await self.reminders.confirm(draft.id, ALICE)

    async def now(self, one: Reminder) -> Reminder:
        return await self.reminders.get(one.id, ALICE)

    def brought(self) -> list[DueReminder]:
        return [one.notice for one in self.house.discord.said if isinstance(one.notice, DueReminder)]

    def digests(self) -> list[list[str]]:
        said = [one.notice for one in self.house.discord.said if isinstance(one.notice, ReminderDigest)]
        return [[one.reminder.text for one in digest.held] for digest in said]


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def close_all(house: House, times: int = 1) -> None:
    """Direct messages and the channel take nothing."""
    for place in (ALICE, THREAD):
        house.discord.fails[place] += [UnreachableError("closed") for _ in range(times)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# ---------------------------------------------------------------------- drafts


async def test_a_draft_comes_only_once_it_is_confirmed_and_then_once(house: House, desk: Desk) -> None:
    wish = Wish(next(_sources), GUILD, ALICE, THREAD, "in 10 minutes", "Tea")
    draft = (await desk.reminders.draft(wish)).reminder
    assert (await desk.reminders.draft(wish)).reminder.id == draft.id, "a replay of the same event"
    first, second = await asyncio.gather(*(desk.reminders.confirm(draft.id, ALICE) for _ in range(2)))
    assert first == second
    house.clock.move(minutes=10)
    assert await house.run() == ["DueReminder"]
    assert (desk.brought()[0].late, desk.brought()[0].missed) == (None, 0)
    assert (await desk.now(first)).status is ReminderStatus.DONE
    assert await desk.reminders.of(GUILD, ALICE) == []
    assert await house.deliveries.next_due() is None


async def test_a_draft_is_kept_for_a_day(house: House, desk: Desk) -> None:
    drafts = [
        (await desk.reminders.draft(Wish(next(_sources), GUILD, ALICE, THREAD, "in 3 days", "Tea"))).reminder
        for _ in range(2)
    ]
    house.clock.move(days=1)
    await desk.reminders.confirm(drafts[0].id, ALICE)
    house.clock.move(seconds=1)
    for act in (desk.reminders.confirm, desk.reminders.read_again):
        with pytest.raises(Refused) as refused:
            await act(drafts[1].id, ALICE)
        assert refused.value.reason is Reason.REMINDER_GONE
    await desk.reminders.draft(Wish(next(_sources), GUILD, ALICE, THREAD, "in 3 days", "Tea"))
    assert await house.store.read(lambda unit: unit.reminders.get(drafts[1].id, ALICE)) is None
    assert (await desk.now(drafts[0])).status is ReminderStatus.ACTIVE


async def test_another_zone_reads_what_was_written_when_it_was_written(house: House, desk: Desk) -> None:
    wish = Wish(next(_sources), GUILD, ALICE, THREAD, "tomorrow 18:00", "Tea")
    draft = (await desk.reminders.draft(wish)).reminder
    assert draft.next_at == at("2026-03-03T18:00:00")
    house.clock.move(hours=20)  # it is the day after by now
    await desk.people.set_zone(ALICE, BERLIN)
    again = await desk.reminders.read_again(draft.id, ALICE)
    assert again.reminder.next_at == at("2026-03-03T17:00:00")
    assert again.zone == (BERLIN, True)


async def test_of_several_times_only_those_can_be_picked(house: House, desk: Desk) -> None:
    found = await desk.reminders.draft(Wish(next(_sources), GUILD, ALICE, THREAD, "03/04/2027 14:00", "Tea"))
    assert found.reminder.next_at is None
    assert found.error is not None
    offered = [one.at for one in found.error.choices]
    assert offered == [at("2027-03-04T14:00:00"), at("2027-04-03T14:00:00")]
    for wrong in (int(offered[0].timestamp()) + 1, 0, -(2**40)):
        with pytest.raises(Refused):
            await desk.reminders.pick(found.reminder.id, ALICE, wrong)
    with pytest.raises(Refused):
        await desk.reminders.confirm(found.reminder.id, ALICE)
    picked = await desk.reminders.pick(found.reminder.id, ALICE, int(offered[1].timestamp()))
    assert picked.reminder.next_at == offered[1]
    assert (await desk.reminders.confirm(found.reminder.id, ALICE)).next_at == offered[1]


async def test_a_series_that_is_chosen_on_a_day_off_begins_on_a_weekday(desk: Desk) -> None:
    wish = Wish(next(_sources), GUILD, ALICE, THREAD, "Saturday 10:00", "Tea")
    draft = (await desk.reminders.draft(wish)).reminder
    found = await desk.reminders.repeat(draft.id, ALICE, Recurrence.WEEKDAYS)
    assert found.reminder.next_at == at("2026-03-09T10:00:00")


async def test_another_person_s_reminder_does_not_exist(desk: Desk) -> None:
    one = await desk.set("in an hour")
    acts: list[Callable[[], Awaitable[object]]] = [
        lambda: desk.reminders.get(one.id, BOB),
        lambda: desk.reminders.confirm(one.id, BOB),
        lambda: desk.reminders.cancel(one.id, BOB),
        lambda: desk.reminders.discard(one.id, BOB),
        lambda: desk.reminders.resume(one.id, BOB),
        lambda: desk.reminders.snooze(one.id, BOB, 1, Later.HOUR),
        lambda: desk.reminders.tick_off(one.id, BOB, 1),
        lambda: desk.reminders.pick(one.id, BOB, 1),
        lambda: desk.reminders.rewrite(one.id, BOB, "tomorrow", "x"),
        lambda: desk.reminders.held(GUILD, BOB, 1),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            await act()
        assert refused.value.reason is Reason.REMINDER_GONE


async def test_there_is_an_end_to_how_many(house: House, desk: Desk) -> None:
    for number in range(MOST_A_DAY):
        await desk.set(f"in {number + 1000} hours")
    with pytest.raises(Refused) as refused:
        await desk.set("in 3 hours")
    assert refused.value.reason is Reason.REMINDED_ENOUGH_TODAY
    assert refused.value.details["again"] == int((later(days=1)).timestamp()) + 1
    while len(await desk.reminders.of(GUILD, ALICE)) < MOST_ACTIVE:
        house.clock.move(days=1)
        for number in range(min(MOST_A_DAY, MOST_ACTIVE - len(await desk.reminders.of(GUILD, ALICE)))):
            await desk.set(f"in {number + 2000} hours")
    house.clock.move(days=1)
    with pytest.raises(Refused) as refused:
        await desk.set("in 3 hours")
    assert refused.value.reason is Reason.TOO_MANY_REMINDERS


# ---------------------------------------------------------------------- late, missed, twice


async def test_a_single_one_comes_late_rather_than_never_and_says_so(house: House, desk: Desk) -> None:
    one = await desk.set("in an hour")
    house.clock.move(days=40)
    assert await house.run() == ["DueReminder"]
    assert desk.brought()[0].late == one.next_at


async def test_of_a_series_that_was_missed_the_newest_comes_and_then_the_next_in_its_turn(
    house: House, desk: Desk
) -> None:
    await desk.people.set_zone(ALICE, BERLIN)
    one = await desk.set("tomorrow 9:00", repeat=Recurrence.DAILY)
    house.clock.at = at("2026-03-31T12:00:00")  # the clocks were put forward on the 29th
    assert await house.run() == ["DueReminder"]
    (notice,) = desk.brought()
    assert (notice.late, notice.missed) == (at("2026-03-31T07:00:00"), 28)
    assert (await desk.now(one)).next_at == at("2026-04-01T07:00:00")
    assert await house.run() == []
    house.clock.at = at("2026-04-01T07:00:00")
    await house.run()
    assert (desk.brought()[1].late, desk.brought()[1].missed) == (None, 0)


async def test_a_clock_that_is_set_back_or_forward_brings_each_occurrence_once(house: House, desk: Desk) -> None:
    await desk.set("tomorrow 9:00", repeat=Recurrence.DAILY)
    found = []
    for day, hour in ((3, 9), (3, 3), (1, 9), (3, 9), (4, 9), (6, 12), (5, 9), (6, 9), (7, 9)):
        house.clock.at = at(f"2026-03-{day:02}T{hour:02}:00:00")
        found.append(len(await house.run()))
    assert found == [1, 0, 0, 0, 1, 1, 0, 0, 1]
    assert [one.missed for one in desk.brought()] == [0, 0, 1, 0]


async def test_two_processes_bring_each_occurrence_once(house: House, desk: Desk) -> None:
    other = Desk(house.another())
    series = [await desk.set("tomorrow 9:00", f"Series {number}", Recurrence.DAILY) for number in range(4)]
    for day in range(3, 8):
        house.clock.at = at(f"2026-03-{day:02}T09:00:00")
        await asyncio.gather(house.deliveries.run_due(), other.house.deliveries.run_due())
        await asyncio.gather(house.deliveries.run_due(), other.house.deliveries.run_due())
        assert len(desk.brought()) == 4 * (day - 2)
    assert len(house.discord.sends) == 20
    assert {(await desk.now(one)).next_at for one in series} == {at("2026-03-08T09:00:00")}


@pytest.mark.parametrize("moment", ["fails", "after"])
async def test_a_process_that_dies_while_it_brings_one_loses_neither_that_nor_the_series(
    house: House, desk: Desk, moment: str
) -> None:
    one = await desk.set("tomorrow 9:00", repeat=Recurrence.DAILY)
    house.clock.at = at("2026-03-03T09:00:00")
    getattr(house.discord, moment)[ALICE].append(Killed())
    with pytest.raises(Killed):
        await house.deliveries.run_due()
    house.clock.move(seconds=31)
    survivor = Desk(house.another())
    assert await survivor.house.deliveries.run_due() == 1
    assert len(desk.brought()) == 1
    assert (await desk.now(one)).next_at == at("2026-03-04T09:00:00")


async def test_what_was_cancelled_does_not_come_and_leaves_nothing_owed(house: House, desk: Desk) -> None:
    one = await desk.set("tomorrow 9:00", repeat=Recurrence.WEEKLY)
    await desk.reminders.cancel(one.id, ALICE)
    house.clock.move(days=30)
    assert await house.run() == []
    assert await house.deliveries.next_due() is None
    with pytest.raises(Refused):
        await desk.reminders.cancel(one.id, ALICE)


# ---------------------------------------------------------------------- closed doors


async def test_with_direct_messages_closed_it_comes_where_it_was_set(house: House, desk: Desk) -> None:
    one = await desk.set("in an hour")
    house.clock.move(hours=1)
    house.discord.fails[ALICE].append(UnreachableError("closed"))
    await house.run()
    assert [said.place for said in house.discord.said] == [THREAD]
    assert (await desk.now(one)).status is ReminderStatus.DONE


async def test_a_series_that_cannot_be_brought_three_times_is_paused_and_can_be_resumed(
    house: House, desk: Desk
) -> None:
    one = await desk.set("tomorrow 9:00", repeat=Recurrence.DAILY)
    close_all(house, 3)
    for day in range(3, 8):
        house.clock.at = at(f"2026-03-{day:02}T09:00:00")
        await house.run()
    assert desk.brought() == []
    (paused,) = await desk.reminders.of(GUILD, ALICE)
    assert (paused.status, paused.failures) == (ReminderStatus.PAUSED, 3)
    resumed = await desk.reminders.resume(one.id, ALICE)
    assert await desk.reminders.resume(one.id, ALICE) == resumed
    assert resumed.next_at == at("2026-03-08T09:00:00")
    house.clock.at = at("2026-03-08T09:00:00")
    assert await house.run() == ["DueReminder"]


async def test_a_moderator_s_retry_brings_a_single_one_and_nothing_of_a_series_that_went_on(
    house: House, desk: Desk
) -> None:
    single = await desk.set("tomorrow 9:00", "Single")
    series = await desk.set("tomorrow 9:00", "Series", Recurrence.DAILY)
    close_all(house, 2)
    house.clock.at = at("2026-03-03T09:00:00")
    await house.run()
    assert [one.status for one in await desk.reminders.of(GUILD, ALICE)] == [
        ReminderStatus.PAUSED,
        ReminderStatus.ACTIVE,
    ]
    house.clock.at = at("2026-03-03T12:00:00")
    since = house.clock.at - timedelta(days=3)
    assert await house.store.write(lambda unit: unit.deliveries.revive(GUILD, since, [""], house.clock.at)) == 2
    await house.run()
    assert [(one.reminder.text, one.late) for one in desk.brought()] == [("Single", single.next_at)]
    assert (await desk.now(series)).next_at == at("2026-03-04T09:00:00")
    assert (await desk.now(single)).status is ReminderStatus.DONE


async def test_a_single_one_that_could_not_be_brought_comes_at_once_when_it_is_resumed(
    house: House, desk: Desk
) -> None:
    one = await desk.set("in an hour")
    close_all(house)
    house.clock.move(hours=1)
    await house.run()
    house.clock.move(days=2)
    await desk.reminders.resume(one.id, ALICE)
    assert await house.run() == ["DueReminder"]
    assert await desk.reminders.of(GUILD, ALICE) == []


async def test_discord_out_of_order_for_a_day_moves_no_series(house: House, desk: Desk) -> None:
    one = await desk.set("tomorrow 9:00", repeat=Recurrence.DAILY)
    house.discord.fails[ALICE] += [LaterError("500") for _ in range(3)]
    for moment in ("03T09:00:00", "03T09:00:10", "03T09:00:30", "04T20:00:00"):
        house.clock.at = at(f"2026-03-{moment}")
        await house.run()
    (notice,) = desk.brought()
    assert (notice.late, notice.missed) == (at("2026-03-04T09:00:00"), 1)
    assert (await desk.now(one)).next_at == at("2026-03-05T09:00:00")


# ---------------------------------------------------------------------- snoozing


async def test_a_series_that_is_put_off_comes_once_more_and_goes_on_as_it_was(house: House, desk: Desk) -> None:
    one = await desk.set("tomorrow 9:00", repeat=Recurrence.DAILY)
    house.clock.at = at("2026-03-03T09:00:00")
    await house.run()
    brought_by = desk.brought()[0].delivery_id
    first = await desk.reminders.snooze(one.id, ALICE, brought_by, Later.TOMORROW)
    assert await desk.reminders.snooze(one.id, ALICE, brought_by, Later.HOUR) == first, "the second press"
    assert (await desk.now(one)).next_at == at("2026-03-04T09:00:00")
    house.clock.at = at("2026-03-04T09:00:00")
    assert await house.run() == ["DueReminder", "DueReminder"], "the series, and what was put off to the same time"
    assert len({notice.delivery_id for notice in desk.brought()}) == 3
    house.clock.at = at("2026-03-05T09:00:00")
    assert await house.run() == ["DueReminder"]


async def test_buttons_weeks_later_put_a_single_one_off_and_it_is_in_the_list_again(house: House, desk: Desk) -> None:
    one = await desk.set("in an hour")
    house.clock.move(hours=1)
    await house.run()
    house.clock.move(days=21)
    until = await desk.reminders.snooze(one.id, ALICE, desk.brought()[0].delivery_id, Later.TEN_MINUTES)
    assert until == house.clock.at + timedelta(minutes=10)
    assert [found.next_at for found in await desk.reminders.of(GUILD, ALICE)] == [until]
    house.clock.move(minutes=10)
    assert await house.run() == ["DueReminder"]
    again = desk.brought()[1]
    assert await desk.reminders.of(GUILD, ALICE) == []
    await desk.reminders.snooze(one.id, ALICE, again.delivery_id, Later.HOUR)
    house.clock.move(hours=1)
    assert await house.run() == ["DueReminder"], "and once more"


async def test_ticked_off_after_it_was_put_off_it_does_not_come(house: House, desk: Desk) -> None:
    one = await desk.set("in an hour")
    house.clock.move(hours=1)
    await house.run()
    brought_by = desk.brought()[0].delivery_id
    await desk.reminders.snooze(one.id, ALICE, brought_by, Later.HOUR)
    await desk.reminders.tick_off(one.id, ALICE, brought_by)
    await desk.reminders.tick_off(one.id, ALICE, brought_by)
    assert await desk.reminders.of(GUILD, ALICE) == []
    with pytest.raises(Refused) as refused:
        await desk.reminders.snooze(one.id, ALICE, brought_by, Later.HOUR)
    assert refused.value.reason is Reason.REMINDER_SETTLED
    house.clock.move(days=2)
    assert await house.run() == []


async def test_cancelled_in_the_list_what_was_put_off_does_not_come_either(house: House, desk: Desk) -> None:
    one = await desk.set("in an hour", repeat=Recurrence.DAILY)
    house.clock.move(hours=1)
    await house.run()
    await desk.reminders.snooze(one.id, ALICE, desk.brought()[0].delivery_id, Later.HOUR)
    await desk.reminders.cancel(one.id, ALICE)
    house.clock.move(days=2)
    assert await house.run() == []


# ---------------------------------------------------------------------- quiet hours


async def quiet(desk: Desk, start: str = "22:00", end: str = "07:00", zone: str = BERLIN) -> None:
    await desk.people.set_zone(ALICE, zone)
    await desk.people.set_quiet(ALICE, (start, end))


async def test_what_falls_due_in_quiet_hours_comes_in_one_message_at_their_end(house: House, desk: Desk) -> None:
    await quiet(desk)
    single = await desk.set("tomorrow 3:30 am", "Single")
    series = await desk.set("today 23:00", "Series", Recurrence.DAILY)
    gone = await desk.set("tomorrow 1:00 am", "Cancelled while it waits")
    for moment in ("02T22:00:00", "03T00:00:00", "03T02:30:00", "03T05:59:59"):
        house.clock.at = at(f"2026-03-{moment}")
        assert await house.run() == []
    assert (await desk.now(single)).next_at == at("2026-03-03T06:00:00")
    assert (await desk.now(series)).next_at == at("2026-03-03T22:00:00")
    await desk.reminders.cancel(gone.id, ALICE)
    house.clock.at = at("2026-03-03T06:00:00")
    assert await house.run() == ["ReminderDigest"]
    assert desk.digests() == [["Series", "Single"]]
    assert (await desk.now(single)).status is ReminderStatus.DONE
    assert await house.run() == []
    house.clock.at = at("2026-03-03T22:00:00")
    assert await house.run() == [], "the next night"
    house.clock.at = at("2026-03-04T06:00:00")
    await house.run()
    assert desk.digests()[1:] == [["Series"]]


async def test_one_that_is_to_come_anyway_and_one_that_was_put_off_do_not_wait(house: House, desk: Desk) -> None:
    await quiet(desk)
    wish = Wish(next(_sources), GUILD, ALICE, THREAD, "today 23:00", "Loud")
    found = await desk.reminders.draft(wish)
    assert found.quiet is not None
    await desk.reminders.loud(found.reminder.id, ALICE, loud=True)
    one = await desk.reminders.confirm(found.reminder.id, ALICE)
    house.clock.at = at("2026-03-02T22:00:00")
    assert await house.run() == ["DueReminder"]
    await desk.reminders.snooze(one.id, ALICE, desk.brought()[0].delivery_id, Later.HOUR)
    house.clock.move(hours=1)
    assert await house.run() == ["DueReminder"]
    outside = await desk.reminders.draft(Wish(next(_sources), GUILD, ALICE, THREAD, "tomorrow 12:00", "Noon"))
    assert outside.quiet is None


async def test_quiet_hours_that_were_made_longer_meanwhile_hold(house: House, desk: Desk) -> None:
    await quiet(desk)
    await desk.set("today 23:00")
    house.clock.at = at("2026-03-02T22:00:00")
    await house.run()
    await quiet(desk, end="09:00")
    house.clock.at = at("2026-03-03T06:00:00")
    assert await house.run() == []
    house.clock.at = at("2026-03-03T08:00:00")
    assert await house.run() == ["ReminderDigest"]


async def test_what_was_missed_before_quiet_hours_waits_for_their_end_too(house: House, desk: Desk) -> None:
    await quiet(desk)
    await desk.set("today 21:00", "Before", Recurrence.DAILY)
    house.clock.at = at("2026-03-05T01:00:00")  # the bot was away for three evenings
    assert await house.run() == []
    house.clock.at = at("2026-03-05T06:00:00")
    await house.run()
    (said,) = house.discord.said
    assert isinstance(said.notice, ReminderDigest)
    assert [one.due_at for one in said.notice.held] == [at("2026-03-04T20:00:00")]


async def test_right_before_the_end_and_after_the_clock_was_set_back_none_is_lost(house: House, desk: Desk) -> None:
    await quiet(desk)
    await desk.set("tomorrow 3:00 am", "First")
    house.clock.at = at("2026-03-03T05:00:00")
    await house.run()
    house.clock.at = at("2026-03-03T06:00:00")
    await house.run()
    house.clock.at = at("2026-03-03T04:00:00")
    await desk.set("in 30 minutes", "Second")
    await desk.set("in 1 hour and 59 minutes and 58 seconds", "Third")
    for moment in ("04:30:00", "05:59:58", "06:00:01", "06:00:10"):
        house.clock.at = at(f"2026-03-03T{moment}")
        await house.run()
    assert desk.digests() == [["First"], ["Second"], ["Third"]]
    assert await desk.reminders.of(GUILD, ALICE) == []


async def test_a_digest_is_brought_once_by_two_processes_and_can_be_put_off(house: House, desk: Desk) -> None:
    other = Desk(house.another())
    await quiet(desk)
    for number in range(3):
        await desk.set(f"today 23:0{number}", f"Number {number}")
    for moment in ("02T22:00:00", "02T22:01:00", "02T22:02:00", "03T06:00:00"):
        house.clock.at = at(f"2026-03-{moment}")
        await asyncio.gather(house.deliveries.run_due(), other.house.deliveries.run_due())
        await asyncio.gather(house.deliveries.run_due(), other.house.deliveries.run_due())
    assert desk.digests() == [["Number 0", "Number 1", "Number 2"]]
    said = house.discord.said[-1].notice
    assert isinstance(said, ReminderDigest)
    where = (GUILD, ALICE, said.ends, said.delivery_id)
    until = await desk.reminders.snooze_all(*where, Later.TOMORROW)
    assert until == at("2026-03-04T08:00:00"), "nine in Berlin"
    assert await desk.reminders.snooze_all(*where, Later.HOUR) == until
    house.clock.at = until
    await house.run()
    assert len(desk.digests()) == 2
    assert desk.digests()[0] == desk.digests()[1]


async def test_a_digest_that_cannot_be_brought_is_dead_and_its_single_ones_wait_for_their_person(
    house: House, desk: Desk
) -> None:
    await quiet(desk)
    one = await desk.set("today 23:00")
    house.clock.at = at("2026-03-02T22:00:00")
    await house.run()
    close_all(house)
    house.clock.at = at("2026-03-03T06:00:00")
    await house.run()
    ends = int(house.clock.at.timestamp())
    assert (await house.row(f"reminders:{GUILD}:{ALICE}:{ends}")).status is DeliveryStatus.DEAD
    assert (await desk.now(one)).status is ReminderStatus.PAUSED
    await desk.reminders.resume(one.id, ALICE)
    assert await house.run() == ["DueReminder"]
