"""Goals on a real store: the series of Sundays, what a change makes void, what comes in between."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.privacy.members import Asked
from bot.domain.progress.goals import GoalNotice, Week
from bot.domain.progress.refusals import No, ProgressRefused
from bot.domain.rounds import RoundStatus, TurnStatus
from bot.services.goals import Goals
from bot.services.ports import UnreachableError
from tests.domain.values import ALICE, GUILD, PARENT, make_round, make_turns
from tests.services.house import House

SUNDAY = datetime(2026, 3, 8, 18, tzinfo=UTC)
"""The first one after the house's clock, which stands on Monday, 2 March."""


@dataclass
class Home:
    """The house with goals in it."""

    house: House
    goals: Goals

    async def to(self, at: datetime) -> list[GoalNotice]:
        """Let time pass until then; what came at that time."""
        self.house.clock.at = at
        before = len(self.house.discord.said)
        await self.house.deliveries.run_due()
        said = [one.notice for one in self.house.discord.said[before:]]
        return [one for one in said if isinstance(one, GoalNotice)]

    async def practise(self, at: datetime) -> None:
        """Alice closes a round at a time."""
        turns = tuple(turn.put(status=TurnStatus.ANSWERED) for turn in make_turns(1))
        done = make_round(turns=turns, status=RoundStatus.FINISHED, finished_at=at)
        await self.house.store.write(lambda unit: unit.rounds.add(done))
        await self.house.store.write(lambda unit: unit.dailies.practised(GUILD, ALICE, at.date()))


@pytest.fixture
def home(house: House) -> Home:
    goals = Goals(house.store, house.clock)
    goals.register(house.deliveries)
    return Home(house, goals)


async def test_every_sunday_the_week_is_summed_up(home: Home) -> None:
    aim = await home.goals.choose(GUILD, ALICE, 2, PARENT)
    assert (aim.rounds, aim.week, aim.sure, aim.next_at) == (2, Week(0, 0), False, SUNDAY)
    for days in (0.1, 3, 5):
        await home.practise(SUNDAY - timedelta(days=days))
    await home.practise(SUNDAY - timedelta(days=7))
    assert await home.to(SUNDAY - timedelta(seconds=1)) == []
    (told,) = await home.to(SUNDAY)
    assert (told.goal, told.week, told.zone) == (2, Week(3, 3), "UTC")
    assert await home.to(SUNDAY + timedelta(days=6)) == []
    (told,) = await home.to(SUNDAY + timedelta(days=7, hours=3))
    assert told.week == Week(0, 0)
    assert (await home.goals.get(GUILD, ALICE)).next_at == SUNDAY + timedelta(days=14)


async def test_a_changed_goal_makes_the_old_summary_void_and_none_ends_them(home: Home) -> None:
    await home.goals.choose(GUILD, ALICE, 2, PARENT)
    await home.goals.choose(GUILD, ALICE, 5, PARENT)
    await home.goals.choose(GUILD, ALICE, 5, None)
    (told,) = await home.to(SUNDAY)
    assert told.goal == 5
    await home.goals.choose(GUILD, ALICE, 0, None)
    assert await home.to(SUNDAY + timedelta(days=7)) == []
    await home.goals.choose(GUILD, ALICE, 5, None)
    assert len(await home.to(SUNDAY + timedelta(days=14))) == 1, "taken up again, its versions go on"


async def test_it_comes_on_the_clocks_of_the_zone_that_is_chosen_later(home: Home) -> None:
    await home.goals.choose(GUILD, ALICE, 1, PARENT)
    await home.house.store.write(lambda unit: unit.people.set_zone(ALICE, "Asia/Tokyo", home.house.clock()))
    aim = await home.goals.rezone(GUILD, ALICE)
    assert (aim.zone, aim.sure, aim.next_at) == ("Asia/Tokyo", True, SUNDAY - timedelta(hours=9))
    # Monday has begun in Tokyo nine hours before it does in UTC.
    await home.practise(datetime(2026, 3, 1, 15, 30, tzinfo=UTC))
    await home.practise(datetime(2026, 3, 1, 14, 30, tzinfo=UTC))
    (told,) = await home.to(SUNDAY - timedelta(hours=9))
    assert (told.week.rounds, told.sure) == (1, True)
    assert await home.to(SUNDAY) == []


async def test_quiet_hours_are_waited_for_and_the_week_stays_the_same(home: Home) -> None:
    await home.goals.choose(GUILD, ALICE, 1, PARENT)
    await home.practise(SUNDAY - timedelta(days=1))
    await home.house.store.write(lambda unit: unit.people.set_quiet(ALICE, ("17:00", "08:00"), home.house.clock()))
    assert await home.to(SUNDAY) == []
    (told,) = await home.to(SUNDAY + timedelta(hours=14))
    assert told.week.rounds == 1
    await home.house.store.write(lambda unit: unit.people.set_quiet(ALICE, None, home.house.clock()))
    assert len(await home.to(SUNDAY + timedelta(days=7))) == 1


async def test_one_that_is_days_late_is_left_out_and_the_series_goes_on(home: Home) -> None:
    await home.goals.choose(GUILD, ALICE, 1, PARENT)
    assert await home.to(SUNDAY + timedelta(days=3)) == []
    assert len(await home.to(SUNDAY + timedelta(days=7))) == 1


async def test_whoever_left_the_server_is_told_nothing_until_they_are_back(home: Home) -> None:
    store, clock = home.house.store, home.house.clock
    await home.goals.choose(GUILD, ALICE, 1, PARENT)
    await store.write(lambda unit: unit.members.seen([(GUILD, ALICE)], clock()))
    await store.write(lambda unit: unit.members.asked([Asked(GUILD, ALICE, there=False)], clock()))
    assert await home.to(SUNDAY) == []
    await store.write(lambda unit: unit.members.seen([(GUILD, ALICE)], clock()))
    assert len(await home.to(SUNDAY + timedelta(days=7))) == 1


async def test_closed_direct_messages_lead_to_the_channel_and_a_dead_end_does_not_end_the_series(home: Home) -> None:
    await home.goals.choose(GUILD, ALICE, 1, PARENT)
    discord = home.house.discord
    discord.fails[ALICE] = [UnreachableError("closed")]
    assert len(await home.to(SUNDAY)) == 1
    assert discord.said[-1].place == PARENT
    discord.fails[ALICE] = [UnreachableError("closed")]
    discord.fails[PARENT] = [UnreachableError("gone")]
    assert await home.to(SUNDAY + timedelta(days=7)) == []
    dead = await home.house.row(f"goal:{GUILD}:{ALICE}:1:{int((SUNDAY + timedelta(days=7)).timestamp())}")
    assert dead.status is DeliveryStatus.DEAD
    assert len(await home.to(SUNDAY + timedelta(days=14))) == 1


@pytest.mark.parametrize("rounds", [-1, 22, 10**18])
async def test_what_is_no_goal_is_refused(home: Home, rounds: int) -> None:
    with pytest.raises(ProgressRefused) as refused:
        await home.goals.choose(GUILD, ALICE, rounds, PARENT)
    assert refused.value.reason is No.BAD_GOAL
    assert (await home.goals.get(GUILD, ALICE)).rounds == 0
