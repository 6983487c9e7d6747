"""Who left a server or stays away for years: found at night, and let go when their time is over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.domain.errors import StoreUnavailable
from bot.domain.privacy.catalogue import IDLE_KEPT_FOR, LEFT_KEPT_FOR
from bot.services import retention
from bot.services.giving_way import gives_way
from bot.services.ports import Unit
from bot.services.presence import Presence
from bot.services.retention import Retention
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD
from tests.services.house import House


@dataclass
class Nights:
    """The bot's nights, and what it is told and does in them. ``there``: by person, what Discord says; else yes."""

    house: House
    present: list[int] | None = field(default_factory=lambda: [GUILD, ELSEWHERE])
    there: dict[int, bool | None] = field(default_factory=dict)
    asked: list[tuple[int, int]] = field(default_factory=list)
    gone: list[tuple[int, int]] = field(default_factory=list)

    async def ask(self, guild_id: int, user_id: int) -> bool | None:
        assert gives_way.get(), "people's requests come first"
        self.asked.append((guild_id, user_id))
        return self.there.get(user_id, True)

    async def let_go(self, user_id: int, guild_id: int) -> None:
        self.gone.append((guild_id, user_id))
        await self.house.store.write(lambda unit: unit.privacy.erase(user_id, guild_id))

    async def pass_(self, **span: float) -> list[tuple[int, int]]:
        """Let time pass, then a night; who was asked about in it."""
        self.house.clock.move(**span)
        self.asked.clear()
        await Retention(self.house.store, self.house.clock, lambda: self.present, self.ask, self.let_go).run()
        return self.asked

    async def see(self, *who: tuple[int, int]) -> None:
        now = self.house.clock()
        await self.house.store.write(lambda unit: unit.members.seen(list(who), now))


@pytest.fixture
def nights(house: House) -> Nights:
    """Nights of one bot."""
    return Nights(house)


async def test_who_left_is_let_go_after_thirty_days_and_another_look(nights: Nights) -> None:
    await nights.see((GUILD, ALICE), (GUILD, BOB))
    assert await nights.pass_(days=1) == [], "they were just there"
    nights.there[ALICE] = False
    assert await nights.pass_(days=3) == [(GUILD, ALICE), (GUILD, BOB)]
    assert await nights.pass_(days=1) == []
    for _ in range(9):
        await nights.pass_(days=3)
    assert nights.gone == []
    nights.there[ALICE] = None
    assert (GUILD, ALICE) in await nights.pass_(days=4)
    assert (GUILD, ALICE) in await nights.pass_(days=1), "asked every night until somebody can tell"
    assert nights.gone == [], "nobody could tell"
    nights.there[ALICE] = False
    await nights.pass_(days=1)
    assert nights.gone == [(GUILD, ALICE)]
    assert (GUILD, ALICE) not in await nights.pass_(days=5), "known no more"


@pytest.mark.parametrize("how", ["asked", "seen"])
async def test_who_came_back_starts_anew(nights: Nights, how: str) -> None:
    await nights.see((GUILD, ALICE))
    nights.there[ALICE] = False
    await nights.pass_(days=4)
    if how == "asked":
        nights.there[ALICE] = True
        await nights.pass_(days=4)
    else:
        await nights.see((GUILD, ALICE))
    nights.there[ALICE] = False
    await nights.pass_(days=LEFT_KEPT_FOR.days)
    assert nights.gone == [], "it counts from when they were found gone again"
    await nights.pass_(days=LEFT_KEPT_FOR.days - 1)
    assert nights.gone == []
    await nights.pass_(days=1)
    assert nights.gone == [(GUILD, ALICE)]


async def test_nobody_is_asked_about_where_the_bot_is_not(nights: Nights) -> None:
    await nights.see((GUILD, ALICE), (ELSEWHERE, ALICE))
    nights.there[ALICE] = False
    nights.present = None
    assert await nights.pass_(days=4) == [], "it is not connected"
    nights.present = [GUILD]
    assert await nights.pass_(days=1) == [(GUILD, ALICE)]
    assert nights.gone == []
    nights.present = [GUILD, ELSEWHERE]
    assert (ELSEWHERE, ALICE) in await nights.pass_(days=1), "it came back"


async def test_a_night_asks_about_so_many_and_the_longest_ago_first(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_ASKED_A_NIGHT", 3)
    monkeypatch.setattr(retention, "_PAGE", 2)
    for person in range(1, 6):
        await nights.see((GUILD, person))
        nights.house.clock.move(minutes=1)
    nights.there = dict.fromkeys(range(1, 6))  # nobody can tell, and still everybody's turn comes
    assert await nights.pass_(days=4) == [(GUILD, 1), (GUILD, 2), (GUILD, 3)]
    assert await nights.pass_(days=1) == [(GUILD, 4), (GUILD, 5)]
    assert await nights.pass_(days=2, minutes=1) == [(GUILD, 1), (GUILD, 2), (GUILD, 3)]


async def test_a_connection_that_ends_ends_the_asking(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_PAGE", 1)
    await nights.see((GUILD, ALICE), (GUILD, BOB))
    answer = nights.ask

    async def last(guild_id: int, user_id: int) -> bool | None:
        nights.present = None
        return await answer(guild_id, user_id)

    monkeypatch.setattr(nights, "ask", last)
    assert len(await nights.pass_(days=4)) == 1


async def test_who_stayed_away_for_two_years_goes_and_who_expects_something_stays(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_PAGE", 1)
    await nights.see(*((GUILD, person) for person in (ALICE, BOB, 77)))
    nights.house.clock.move(days=1)
    await nights.see((GUILD, 77))
    await nights.house.plan(1)  # a round of Alice's
    await nights.house.store.write(lambda unit: unit.people.set_zone(BOB, "UTC", nights.house.clock()))
    await nights.pass_(days=IDLE_KEPT_FOR.days - 1, hours=1)
    assert nights.gone == [(GUILD, BOB)], "of the others there is something newer"
    assert (await nights.house.store.read(lambda unit: unit.people.get(BOB))).zone is None
    await nights.pass_(days=2)
    assert sorted(nights.gone) == sorted([(GUILD, BOB), (GUILD, ALICE), (GUILD, 77)])


# ---------------------------------------------------------------------- noticing people


async def _known(house: House) -> list[tuple[int, int]]:
    at = house.clock.at.replace(year=house.clock.at.year + 1)
    return [one[:2] for one in await house.store.read(lambda unit: unit.members.unseen(at, None, 10))]


class Counted:
    """A store that counts, and fails or holds as it is told to."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.writes = 0
        self.fails: list[Exception] = []
        self.before: Callable[[], Awaitable[None]] | None = None

    async def write(self, work: Callable[[Unit], Awaitable[Any]]) -> Any:
        self.writes += 1
        if self.before:
            await self.before()
        if self.fails:
            raise self.fails.pop()
        return await self._store.write(work)

    async def read(self, work: Callable[[Unit], Awaitable[Any]]) -> Any:
        return await self._store.read(work)

    async def compact(self) -> None:
        await self._store.compact()


async def test_a_person_is_noted_once_a_day_in_each_server(house: House) -> None:
    counted = Counted(house.store)
    presence = Presence(counted, house.clock)
    await presence.stop()
    for _ in range(3):
        presence.seen(GUILD, ALICE)
        presence.seen(ELSEWHERE, BOB)
        presence.seen(None, ALICE)
    assert counted.writes == 0, "nobody waits for it"
    await presence.stop()
    presence.seen(GUILD, ALICE)
    await presence.stop()
    assert counted.writes == 1
    assert sorted(await _known(house)) == sorted([(GUILD, ALICE), (ELSEWHERE, BOB)])
    house.clock.move(days=1)
    presence.seen(GUILD, ALICE)
    await presence.stop()
    assert counted.writes == 2
    (one, _) = await house.store.read(lambda unit: unit.members.unseen(house.clock.at, None, 10)), None
    assert [two[:2] for two in one] == [(ELSEWHERE, BOB)], "the row says the day"


@pytest.mark.logs_errors
async def test_what_could_not_be_noted_is_noted_the_next_time(house: House, caplog: pytest.LogCaptureFixture) -> None:
    counted = Counted(house.store)
    presence = Presence(counted, house.clock)
    for error, said in ((StoreUnavailable("closed"), ""), (ValueError("odd"), "could not be noted")):
        counted.fails = [error]
        with caplog.at_level(logging.DEBUG):
            presence.seen(GUILD, ALICE)
            await presence.stop()
        assert said in caplog.text
        assert bool(caplog.records) is bool(said)
    assert await _known(house) == []
    presence.seen(GUILD, ALICE)
    await presence.stop()
    assert await _known(house) == [(GUILD, ALICE)]


async def test_nothing_is_noted_of_who_is_erased_just_then(house: House) -> None:
    counted = Counted(house.store)
    presence = Presence(counted, house.clock)
    presence.seen(GUILD, ALICE)
    presence.seen(GUILD, BOB)
    async with presence.apart(ALICE):
        await asyncio.sleep(0)
        presence.seen(ELSEWHERE, ALICE)  # what she does while she is erased
        assert counted.writes == 0
    await presence.stop()
    assert await _known(house) == [(GUILD, BOB)]
    presence.seen(GUILD, ALICE)
    await presence.stop()
    assert sorted(await _known(house)) == sorted([(GUILD, ALICE), (GUILD, BOB)]), "she begins afresh"


async def test_who_is_being_noted_is_erased_after_that(house: House) -> None:
    counted, writing, go_on = Counted(house.store), asyncio.Event(), asyncio.Event()
    presence = Presence(counted, house.clock)

    async def hold() -> None:
        writing.set()
        await go_on.wait()

    counted.before = hold
    presence.seen(GUILD, ALICE)
    await writing.wait()

    async def erase() -> None:
        async with presence.apart(ALICE):
            await house.store.write(lambda unit: unit.privacy.erase(ALICE, None))

    erasing = asyncio.ensure_future(erase())
    go_on.set()
    await erasing
    await presence.stop()
    assert await _known(house) == []
