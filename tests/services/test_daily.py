"""Subscriptions and their deliveries on a real store: the series, what goes wrong between two steps, two processes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.daily.notices import Aside, DailyAsked, DailyFeedback
from bot.domain.daily.questions import DailyQuestion, DailyStatus, Scope
from bot.domain.daily.subscriptions import Place, Plan, Subscription
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.errors import Reason, Refused
from bot.services.banks import Banks
from bot.services.dailies import MOST_A_DAY, Dailies, Wish
from bot.services.daily_deliveries import DailyDeliveries
from bot.services.daily_subscriptions import DailySubscriptions
from bot.services.ports import LaterError, UnreachableError
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, PARENT, SNOWFLAKE, THREAD
from tests.services.house import House, Killed

DIRECT = ALICE


@dataclass
class Members:
    """Everybody is a member but those who left."""

    left: set[int] = field(default_factory=set)
    fails: list[Exception] = field(default_factory=list)

    async def has(self, guild_id: int, user_id: int) -> bool:
        if self.fails:
            raise self.fails.pop(0)
        return user_id not in self.left


@dataclass
class Home:
    """A house with the services of daily questions."""

    house: House
    members: Members = field(default_factory=Members)
    dailies: Dailies = field(init=False)
    subscriptions: DailySubscriptions = field(init=False)

    def __post_init__(self) -> None:
        store, clock = self.house.store, self.house.clock
        self.dailies = Dailies(store, Banks(store, self.house.catalogue, clock), clock)
        self.subscriptions = DailySubscriptions(store, clock)
        made = DailyDeliveries(store, self.dailies, self.subscriptions, self.members, clock)
        made.register(self.house.deliveries)

    async def subscribe(self, user_id: int = ALICE, **changes: Any) -> Subscription:
        """Every day at ten, UTC: half an hour after the tests begin."""
        plan = Plan("UTC", "10:00", None, None, Place.DIRECT, PARENT)
        return await self.subscriptions.subscribe(GUILD, user_id, plan._replace(**changes))

    async def state(self) -> Subscription:
        found = await self.subscriptions.get(GUILD, ALICE)
        assert found is not None
        return found

    async def due(self, **later: float) -> list[str]:
        """Move to the next question, or so much after it, and bring what is due."""
        at = (await self.state()).next_at
        assert at is not None
        self.house.clock.at = at + timedelta(**later)
        return await self.house.run()

    def asked(self) -> list[DailyAsked]:
        return [one.notice for one in self.house.discord.said if isinstance(one.notice, DailyAsked)]

    async def pending(self) -> list[Delivery]:
        """What is still owed for Alice's subscription."""
        at = (await self.state()).next_at
        version = (await self.state()).version
        assert at is not None
        found = await self.house.store.read(
            lambda unit: unit.deliveries.by_key(GUILD, f"daily:{GUILD}:{ALICE}:{at.date()}:{version}")
        )
        return [found] if found and found.status is DeliveryStatus.PENDING else []

    async def ask(self, number: int, user_id: int = ALICE, **changes: Any) -> DailyQuestion:
        return await self.dailies.ask(Wish(GUILD, user_id, Scope.NOW, f"now:{user_id}:{number}")._replace(**changes))


@pytest.fixture
def home(house: House) -> Home:
    return Home(house)


# ---------------------------------------------------------------------- the series


async def test_each_day_brings_one_and_owes_the_next(home: Home) -> None:
    await home.subscribe()
    for _ in range(3):
        assert await home.due() == ["DailyAsked"]
        assert len(await home.pending()) == 1
        assert await home.house.run() == []
    days = [one.daily.day.isoformat() for one in home.asked()]
    assert days == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert [one.place for one in home.house.discord.said] == [ALICE] * 3


async def test_the_series_keeps_its_wall_time_over_daylight_saving(home: Home) -> None:
    await home.subscribe(zone="Europe/Berlin", wall="09:00")
    home.house.clock.at = datetime.fromisoformat("2026-03-27T08:00:00+00:00")
    await home.house.run()
    times = []
    for _ in range(3):
        times.append((await home.state()).next_at)
        await home.due()
    assert [f"{at:%m-%d %H:%M}" for at in times if at] == ["03-28 08:00", "03-29 07:00", "03-30 07:00"]


async def test_nobody_gets_a_question_twice_before_the_pool_is_spent(home: Home) -> None:
    await home.house.start(2)
    dealt = {turn.question.id for turn in (await home.house.rounds.open_of(GUILD, ALICE))[0].turns}
    await home.subscribe()
    for _ in range(8 - len(dealt)):
        await home.due()
    asked = [one.daily.question_id for one in home.asked()]
    assert len(set(asked)) == len(asked)
    assert not dealt & set(asked)
    await home.due()
    assert home.asked()[-1].daily.question_id in dealt, "those were had longest ago"


async def test_another_one_passes_the_first_over_and_there_is_a_limit(home: Home) -> None:
    first = await home.ask(0)
    wish = Wish(GUILD, ALICE, Scope.NOW, "now:another")
    second = await home.dailies.another(first, wish)
    assert await home.dailies.another(first, wish) == second
    assert (await home.dailies.mine(ALICE, first.id, GUILD)).status is DailyStatus.PASSED
    with pytest.raises(Refused) as refused:
        await home.dailies.answer(first, 1, "Too late.")
    assert refused.value.reason is Reason.DAILY_OVER
    for number in range(2, MOST_A_DAY):
        await home.ask(number)
    with pytest.raises(Refused) as refused:
        await home.ask(MOST_A_DAY)
    assert refused.value.reason is Reason.DAILY_ENOUGH
    assert (await home.ask(MOST_A_DAY, BOB)).user_id == BOB
    home.house.clock.move(days=1, seconds=1)
    assert (await home.ask(MOST_A_DAY)).is_open


async def test_what_is_missed_by_more_than_half_a_day_is_left_out(home: Home) -> None:
    await home.subscribe()
    assert await home.due(hours=12) == ["DailyAsked"]
    assert home.asked()[-1].late is not None
    assert await home.due(hours=12, seconds=1) == []
    assert await home.due(days=9, hours=1) == []
    assert await home.due(minutes=9) == ["DailyAsked"]
    assert home.asked()[-1].late is None
    assert len(await home.pending()) == 1


async def test_the_clock_set_back_or_forward_leaves_the_series_alive(home: Home) -> None:
    await home.subscribe()
    await home.due()
    start = home.house.clock.at
    home.house.clock.at = start + timedelta(days=365)
    assert await home.house.run() == []
    assert await home.due() == ["DailyAsked"]
    home.house.clock.at = start + timedelta(days=1, hours=3)
    assert await home.house.run() == []
    await home.subscribe(wall="14:00")
    assert (await home.state()).next_at == start.replace(hour=14) + timedelta(days=1)
    assert await home.due() == ["DailyAsked"]


# ---------------------------------------------------------------------- changes


async def test_a_change_makes_what_was_owed_void(home: Home) -> None:
    first = await home.subscribe()
    second = await home.subscribe(wall="11:00")
    assert (second.version, second.created_at) == (first.version + 1, first.created_at)
    home.house.clock.move(hours=1)
    assert await home.house.run() == []
    assert await home.due() == ["DailyAsked"]
    await home.subscribe(wall="12:00")
    at = (await home.state()).next_at
    assert at is not None
    assert f"{at:%m-%d %H:%M}" == "03-03 12:00", "today had its question"


async def test_a_change_while_the_question_is_on_its_way_costs_no_other_question(home: Home) -> None:
    await home.subscribe()

    async def change(_: Delivery) -> None:
        home.house.discord.watch = None
        await home.subscribe(wall="10:30")

    home.house.discord.watch = change
    assert await home.due() == ["DailyAsked"]
    assert await home.due() == ["DailyAsked"]
    first, again = home.asked()
    assert first.daily.id == again.daily.id
    await home.due()
    assert [one.daily.day.day for one in home.asked()] == [2, 2, 3]


async def test_pauses_and_their_end_move_the_next_one(home: Home) -> None:
    state = await home.subscribe()
    today = state.today(home.house.clock())
    found = await home.subscriptions.pause(GUILD, ALICE, today, today + timedelta(days=6))
    again = await home.subscriptions.pause(GUILD, ALICE, today, today + timedelta(days=6))
    assert found.pause is not None
    assert again.pause == found.pause
    assert found.subscription.next_at == state.next_at + timedelta(days=7) if state.next_at else False
    home.house.clock.move(days=3)
    assert await home.house.run() == []
    assert (await home.subscriptions.resume(GUILD, ALICE)).pause is None
    assert await home.due() == ["DailyAsked"]
    with pytest.raises(Refused) as refused:
        await home.subscriptions.resume(GUILD, ALICE)
    assert refused.value.reason is Reason.NOT_PAUSED
    for first, last, reason in ((1, 0, Reason.PAUSE_NO_DAY), (0, 366, Reason.PAUSE_TOO_LONG)):
        with pytest.raises(Refused) as refused:
            await home.subscriptions.pause(GUILD, ALICE, today + timedelta(days=first), today + timedelta(days=last))
        assert refused.value.reason is reason


async def test_weekdays_that_change_break_no_streak(home: Home) -> None:
    """Monday to Friday were practised; the weekend was free then, whatever is chosen afterwards."""
    await home.subscribe(days=frozenset(range(5)))
    for number in range(5):
        await home.dailies.answer(await home.ask(number), number + 1, "I counted.")
        home.house.clock.move(days=1)
    home.house.clock.move(days=2)
    assert (await home.dailies.streak(GUILD, ALICE)).length == 5
    await home.subscribe(days=None)
    assert (await home.dailies.streak(GUILD, ALICE)).length == 5
    await home.subscriptions.unsubscribe(GUILD, ALICE)
    assert (await home.dailies.streak(GUILD, ALICE)).length == 5
    home.house.clock.move(days=2)
    assert (await home.dailies.streak(GUILD, ALICE)).length == 0


async def test_a_day_is_one_of_the_persons_own_clocks(home: Home) -> None:
    home.house.clock.at = datetime.fromisoformat("2026-03-02T23:30:00+00:00")
    await home.house.store.write(lambda unit: unit.people.set_zone(ALICE, "Asia/Tokyo", home.house.clock()))
    assert (await home.ask(1)).day.isoformat() == "2026-03-03"
    assert (await home.ask(1, BOB)).day.isoformat() == "2026-03-02"


# ---------------------------------------------------------------------- trouble


async def test_a_process_killed_while_sending_brings_the_same_question(home: Home) -> None:
    await home.subscribe()
    home.house.discord.after[DIRECT].append(Killed())
    with pytest.raises(Killed):
        await home.due()
    (first,) = home.asked()
    home.house.clock.move(minutes=1)
    other = Home(home.house.another())
    await other.house.run()
    assert home.asked() == [first]
    assert len(await home.pending()) == 1
    assert (await home.dailies.mine(ALICE, first.daily.id, GUILD)).message_id is not None


async def test_two_processes_bring_it_once(home: Home) -> None:
    await home.subscribe()
    other = Home(home.house.another())
    at = (await home.state()).next_at
    assert at is not None
    home.house.clock.at = at
    await asyncio.gather(home.house.run(), other.house.run())
    assert len(home.asked()) == 1
    assert len(await home.pending()) == 1


async def test_closed_direct_messages_lead_to_the_channel_and_back(home: Home) -> None:
    await home.subscribe()
    home.house.discord.fails[DIRECT].append(UnreachableError("403 50007"))
    await home.due()
    (one,) = home.asked()
    assert (one.to, one.asides) == (ALICE, (Aside.CLOSED_TO_ME,))
    assert home.house.discord.said[-1].place == PARENT
    await home.due()
    assert home.house.discord.said[-1].place == DIRECT


async def test_a_place_that_is_gone_leads_to_direct_messages_for_good(home: Home) -> None:
    await home.subscribe(place=Place.THREAD, thread_id=THREAD)
    await home.due()
    assert home.asked()[-1].daily.thread_id == THREAD
    home.house.discord.fails[THREAD].append(UnreachableError("404 10003"))
    await home.due()
    assert home.asked()[-1].asides == (Aside.PLACE_GONE,)
    assert (await home.state()).place is Place.DIRECT
    await home.due()
    assert home.asked()[-1].asides == ()


async def test_where_nothing_takes_it_the_series_goes_on(home: Home) -> None:
    await home.subscribe()
    for place in (DIRECT, PARENT):
        home.house.discord.fails[place].append(UnreachableError("403 50013"))
    assert await home.due() == []
    await home.due()
    (one,) = home.asked()
    kept = await home.house.store.read(lambda unit: unit.dailies.seen(GUILD, ALICE))
    assert list(kept) == [one.daily.question_id], "what nobody saw is not had"


async def test_who_left_is_not_told_of_and_a_hiccup_is_tried_again(home: Home) -> None:
    await home.subscribe(place=Place.CHANNEL)
    home.members.fails.append(LaterError("500"))
    assert await home.due() == []
    home.house.clock.move(minutes=1)
    assert await home.house.run() == ["DailyAsked"]
    home.members.left.add(ALICE)
    assert await home.due() == []
    assert await home.subscriptions.get(GUILD, ALICE) is None


async def test_a_track_that_is_gone_is_replaced_and_said(home: Home) -> None:
    await home.subscribe(track_id="gone-track")
    await home.due()
    assert home.asked()[-1].asides == (Aside.STRAYED,)


# ---------------------------------------------------------------------- answers


async def test_an_answer_counts_once_and_its_feedback_comes_after_a_crash(home: Home) -> None:
    await home.subscribe()
    await home.due()
    daily = await home.dailies.mine(ALICE, home.asked()[-1].daily.id, None)
    answers = await asyncio.gather(*(home.dailies.answer(daily, 77, "I counted visitors.") for _ in range(3)))
    assert len({one.id for one in answers}) == 1
    with pytest.raises(Refused) as refused:
        await home.dailies.answer(daily, 78, "Something else.")
    assert refused.value.reason is Reason.DAILY_DONE
    other = Home(home.house.another())
    assert await other.house.run() == ["DailyFeedback"]
    assert await home.house.run() == []
    notice = home.house.discord.said[-1].notice
    assert isinstance(notice, DailyFeedback)
    assert (notice.answer.text, notice.streak.length, notice.streak.today) == ("I counted visitors.", 1, True)
    for level in (1, 3):
        assert (await home.dailies.rate(daily, level)).rating == level
    with pytest.raises(Refused):
        await home.dailies.rate(daily, 5)


async def test_a_question_is_its_persons_in_its_server(home: Home) -> None:
    daily = await home.ask(1)
    for user_id, daily_id, guild_id in ((BOB, daily.id, GUILD), (ALICE, daily.id, ELSEWHERE), (ALICE, SNOWFLAKE, None)):
        with pytest.raises(Refused) as refused:
            await home.dailies.mine(user_id, daily_id, guild_id)
        assert refused.value.reason is Reason.DAILY_GONE
    with pytest.raises(Refused):
        await home.dailies.rate(daily, 2)
    for reason, call in (
        (Reason.NOT_SUBSCRIBED, home.subscriptions.overview(GUILD, ALICE)),
        (Reason.NOT_SUBSCRIBED, home.subscriptions.unsubscribe(ELSEWHERE, ALICE)),
    ):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.reason is reason
