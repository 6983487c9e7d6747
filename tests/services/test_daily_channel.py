"""A server's daily question: which one it asks, and when the next one comes, whatever happens to the clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.daily.channel_notices import DayNotice, DayPoolLow, DayPost, DayWrapUp
from bot.domain.daily.channels import DailyChannel, Trouble
from bot.domain.daily.questions import DailyQuestion
from bot.domain.errors import Reason, Refused
from bot.domain.guilds import Setting
from bot.services.daily_channel_deliveries import DailyChannelDeliveries
from bot.services.daily_channels import DailyChannels
from bot.services.day_answers import DayAnswers, DayOver
from bot.services.ports import AwayError, LaterError, UnreachableError
from tests.domain.test_daily_channel import make_channel
from tests.domain.values import ALICE, BOB, GUILD, PARENT, THREAD
from tests.services.house import House, Killed
from tests.storage.test_banks import make_own

REVIEW = PARENT + 500
ANSWER = "I counted the visitors of a shop by myself and sales rose from 12 to 15 a day."


@dataclass
class Posts:
    """What is done to posts on Discord; fails as it is told to."""

    threads: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    fails: list[BaseException] = field(default_factory=list)
    gone: bool = False

    async def open_thread(self, question: DailyQuestion) -> int:
        if self.fails:
            raise self.fails.pop(0)
        self.threads.append(THREAD + 700 + len(self.threads))
        return self.threads[-1]

    async def show(self, notice: DayPost) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.shown.append(notice.answered)

    def is_gone(self, guild_id: int, channel_id: int) -> bool:
        return self.gone


@dataclass
class Day:
    """A server with a daily question, in one process."""

    house: House
    posts: Posts = field(default_factory=Posts)
    channels: DailyChannels = field(init=False)
    answers: DayAnswers = field(init=False)

    def __post_init__(self) -> None:
        store, now = self.house.store, self.house.clock
        banks = self.house.rounds._banks
        self.channels = DailyChannels(store, banks, now)
        self.answers = DayAnswers(store, now)
        made = DailyChannelDeliveries(store, self.channels, banks, self.posts, now)
        made.register(self.house.deliveries)

    def another(self) -> "Day":
        """Another process of the same bot."""
        return Day(self.house.another(), self.posts)

    async def settings(self) -> DailyChannel:
        found = await self.channels.get(GUILD)
        assert found is not None
        return found

    async def come(self) -> None:
        """The next question is due."""
        next_at = (await self.settings()).next_at
        assert next_at is not None
        self.house.clock.at = max(self.house.clock.at, next_at)
        await self.run()

    async def run(self) -> None:
        await self.house.deliveries.run_due()
        await self.house.deliveries.run_due()

    def said(self, kind: type[DayNotice] = DayPost) -> list[DayNotice]:
        return [one.notice for one in self.house.discord.said if isinstance(one.notice, kind)]

    def asked(self) -> list[str]:
        """The questions that were asked, in order."""
        return [one.question.question_id for one in self.said() if isinstance(one, DayPost)]


@pytest.fixture
def day(house: House) -> Day:
    return Day(house)


async def choose(day: Day, **changes: object) -> DailyChannel:
    return await day.channels.choose(make_channel(**changes))


# ---------------------------------------------------------------------- which one


async def test_no_question_comes_twice_before_all_were_asked(day: Day) -> None:
    banks = day.house.rounds._banks
    await day.house.store.write(lambda unit: unit.banks.put(None, make_own(901)))
    await day.house.store.write(lambda unit: unit.banks.put(None, make_own(902, retired=True)))
    await banks.retire(GUILD, "q-1", ALICE)
    await choose(day)
    pool = (await day.channels.status(GUILD)).left
    assert pool == 8
    for _ in range(2 * pool):
        await day.come()
    asked = day.asked()
    assert len(set(asked[:pool])) == pool
    # Then in the same order: the one asked longest ago comes first.
    assert asked[pool:] == asked[:pool]
    assert "q-1" not in asked
    assert make_own(901).id in asked
    # What is new comes before what was asked.
    await banks.restore(GUILD, "q-1", ALICE)
    await day.come()
    assert day.asked()[-1] == "q-1"


async def test_the_track_that_was_chosen_counts(day: Day) -> None:
    with pytest.raises(Refused) as refused:
        await choose(day, track_id="nowhere")
    assert refused.value.reason is Reason.UNKNOWN_TRACK
    assert await day.channels.get(GUILD) is None
    await choose(day, track_id="shop-analyst")
    found = await day.channels.status(GUILD)
    assert (found.left, found.track, found.track_gone) == (8, "Shop · Analyst", False)


async def test_a_server_that_retired_all_is_asked_what_is_built_in(day: Day) -> None:
    for track in day.house.catalogue.tracks.values():
        for stage in track.stages:
            for question in stage.questions:
                await day.house.rounds._banks.retire(GUILD, question.id, ALICE)
    await choose(day)
    for _ in range(3):
        await day.come()
    assert len(set(day.asked())) == 3


async def test_moderators_hear_once_a_week_that_few_are_left(day: Day) -> None:
    await choose(day)
    await day.come()  # without a review channel there is nobody to tell
    await day.house.store.write(lambda unit: unit.guilds.change(GUILD, Setting.REVIEW, REVIEW, day.house.clock()))
    for _ in range(12):
        await day.come()
    lows = [one for one in day.said(DayPoolLow) if isinstance(one, DayPoolLow)]
    assert [one.left for one in lows] == [6, 1]
    assert {one.place for one in day.house.discord.said if isinstance(one.notice, DayPoolLow)} == {REVIEW}


# ---------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("zone", "start", "walls"),
    [
        ("Europe/Berlin", "2026-03-15", ["02:15", "03:00", "02:15"]),
        ("Europe/Berlin", "2026-10-12", ["02:15", "02:15", "02:15"]),
        ("Australia/Lord_Howe", "2026-09-21", ["02:15", "02:30", "02:15"]),
    ],
)
async def test_it_stays_at_its_hour_over_changes_of_the_clock(
    day: Day, zone: str, start: str, walls: list[str]
) -> None:
    day.house.clock.at = datetime.fromisoformat(start).replace(hour=18, tzinfo=UTC)
    await choose(day, zone=zone, wall="02:15", days=[6])
    found = []
    for _ in walls:
        next_at = (await day.settings()).next_at
        assert next_at is not None
        found.append(next_at.astimezone(ZoneInfo(zone)))
        await day.come()
    assert [f"{at:%H:%M}" for at in found] == walls
    assert {at.weekday() for at in found} == {6}
    assert len(set(day.asked())) == 3


async def test_the_clock_set_back_brings_no_day_twice_and_loses_none(day: Day) -> None:
    await choose(day)
    await day.come()
    first = day.house.clock.at
    day.house.clock.move(hours=-3)
    await day.run()
    assert len(day.asked()) == 1
    assert (await day.settings()).next_at == first + timedelta(days=1)
    await day.come()
    assert len(day.asked()) == 2


async def test_two_processes_post_one_question(day: Day) -> None:
    other = day.another()
    await choose(day)
    next_at = (await day.settings()).next_at
    assert next_at is not None
    day.house.clock.at = next_at
    await day.run()
    await other.run()
    assert len(day.asked()) == 1
    assert len(day.posts.threads) == 1


async def test_a_process_that_dies_once_it_is_said_says_it_no_second_time(day: Day) -> None:
    await choose(day)
    day.house.discord.after[PARENT].append(Killed())
    with pytest.raises(Killed):
        await day.come()
    day.house.clock.move(minutes=2)
    other = day.another()
    await other.run()
    assert len(day.asked()) == 1
    assert len(day.posts.threads) == 1
    assert len(set(day.house.discord.sends)) == 1


async def test_a_process_that_dies_once_the_thread_is_there_opens_no_second_one(day: Day) -> None:
    await choose(day)
    day.posts.fails.append(Killed())
    with pytest.raises(Killed):
        await day.come()
    day.house.clock.move(minutes=2)
    await day.another().run()
    assert len(day.asked()) == 1
    assert len(day.posts.threads) == 1


async def test_the_wrap_up_of_a_rare_question_comes_a_day_later_and_goes_where_its_thread_is(day: Day) -> None:
    await choose(day, days=[0])
    await day.come()
    day.house.clock.move(days=1)
    await day.run()
    (said,) = [one for one in day.house.discord.said if isinstance(one.notice, DayWrapUp)]
    assert said.place == day.posts.threads[0]
    assert len(day.asked()) == 1


# ---------------------------------------------------------------------- what is in the way


async def test_a_deleted_channel_ends_the_series_until_another_is_chosen(day: Day) -> None:
    await choose(day)
    day.posts.gone = True
    await day.come()
    assert (await day.settings()).next_at is None
    assert await day.house.deliveries.next_due() is None
    day.posts.gone = False
    await choose(day)
    await day.come()
    assert len(day.asked()) == 1


async def test_a_post_that_is_refused_is_not_counted_as_asked(day: Day) -> None:
    await choose(day)
    before = (await day.channels.status(GUILD)).left
    day.house.discord.fails[PARENT].append(UnreachableError("I lack a permission there"))
    await day.come()
    found = await day.channels.status(GUILD)
    assert (found.left, found.settings.trouble) == (before, (Trouble.POST, "I lack a permission there"))
    await day.come()
    found = await day.channels.status(GUILD)
    assert (found.left, found.settings.trouble) == (before - 1, None)


@pytest.mark.parametrize("error", [LaterError("out of order"), AwayError()])
async def test_a_thread_that_has_to_wait_comes_later(day: Day, error: Exception) -> None:
    await choose(day)
    day.posts.fails.append(error)
    await day.come()
    assert day.posts.threads == []
    day.house.clock.move(minutes=15)
    await day.run()
    assert len(day.posts.threads) == 1


async def test_a_version_that_was_replaced_says_nothing(day: Day) -> None:
    await choose(day)
    row = await day.house.row(f"daily_channel:{GUILD}:1:2026-03-03")
    await choose(day, wall="10:00")
    assert (await day.house.row(row.key)).status == "cancelled"
    await day.channels.remove(GUILD)
    with pytest.raises(Refused):
        await day.channels.remove(GUILD)
    with pytest.raises(Refused):
        await day.channels.post_now(GUILD)
    day.house.clock.move(days=3)
    await day.run()
    assert day.asked() == []


# ---------------------------------------------------------------------- answers


async def test_answering_is_a_day_of_practice_and_ends_with_the_wrap_up(day: Day) -> None:
    await choose(day)
    await day.come()
    (daily,) = [one.question.id for one in day.said() if isinstance(one, DayPost)]
    given = await day.answers.answer(GUILD, daily, ALICE, 1, ANSWER)
    assert given.feedback.words > 10
    assert not given.changed
    again = await day.answers.answer(GUILD, daily, ALICE, 1, ANSWER)
    assert (again.answer, again.changed) == (given.answer, True)
    days = await day.house.store.read(lambda unit: unit.dailies.practice_days(GUILD, ALICE))
    assert days == {day.house.clock().date()}
    await day.run()
    assert day.posts.shown == [1]
    await day.answers.answer(GUILD, daily, BOB, 2, "We counted.")
    await day.answers.answer(GUILD, daily, BOB + 1, 3, "They counted.")
    await day.run()
    assert day.posts.shown == [1]
    day.house.clock.move(seconds=16)
    await day.run()
    assert day.posts.shown == [1, 3]
    await day.come()
    for late in (
        day.answers.answer(GUILD, daily, BOB, 4, "Late."),
        day.answers.share(GUILD, daily, ALICE, agreed=True),
        day.answers.own(GUILD, daily, BOB),
    ):
        with pytest.raises(DayOver) as over:
            await late
        assert over.value.question.id == daily
    (wrap,) = [one for one in day.said(DayWrapUp) if isinstance(one, DayWrapUp)]
    assert (wrap.found.answered, wrap.found.best) == (3, None)
