"""A process that dies between planning a round and opening its thread; another one goes on."""

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.errors import StoreBusy
from bot.domain.rounds import OPENING_GRACE, RoundStatus
from bot.services.ports import LaterError, UnreachableError
from tests.domain.values import ALICE, GUILD, PARENT, THREAD
from tests.services.house import House


async def test_after_half_a_minute_another_process_opens_the_thread(house: House) -> None:
    planned = await house.plan()
    survivor = house.another()
    assert await survivor.run() == []
    house.clock.move(seconds=OPENING_GRACE.total_seconds())
    assert await survivor.run() == ["Briefing", "Prompt"]
    (thread,) = house.discord.threads
    opened = await survivor.rounds.get(GUILD, planned.id)
    assert (opened.status, opened.thread_id) == (RoundStatus.OPEN, thread)
    assert {one.place for one in house.discord.said} == {thread}
    house.clock.move(seconds=60)
    assert await survivor.run() == []
    assert len(house.discord.threads) == 1


async def test_a_round_that_was_opened_in_time_is_not_opened_again(house: House) -> None:
    planned = await house.start()
    house.clock.move(seconds=60)
    assert await house.run() == []
    assert house.discord.threads == []
    assert (await house.row(f"round:{planned.id}:opening")).status is DeliveryStatus.CANCELLED


async def test_discord_trouble_is_tried_again(house: House) -> None:
    await house.plan()
    house.discord.no_threads = [LaterError("503"), LaterError("503")]
    house.clock.move(seconds=30)
    for _ in range(2):
        assert await house.run() == []
        house.clock.move(seconds=20)
    assert await house.run() == ["Briefing", "Prompt"]


async def test_where_no_thread_can_be_opened_the_round_never_was(house: House) -> None:
    planned = await house.plan()
    house.discord.no_threads = [UnreachableError("403 50013")]
    house.clock.move(seconds=30)
    assert await house.run() == []
    assert (await house.rounds.get(GUILD, planned.id)).status is RoundStatus.EXPIRED
    assert await house.rounds.open_of(GUILD, ALICE) == []
    house.clock.move(days=8)
    assert await house.run() == []


async def test_a_place_that_is_gone_strands_the_candidate_who_is_told_once(house: House) -> None:
    planned = await house.plan()
    house.discord.fails[THREAD] = [UnreachableError("404 10003"), UnreachableError("404 10003")]
    await house.rounds.opened(GUILD, planned.id, THREAD)
    assert await house.run() == ["Stranded"]
    assert house.discord.said[-1].place == ALICE
    await house.rounds.opened(GUILD, planned.id, THREAD + 1)
    assert await house.run() == ["Prompt"]


async def test_a_debrief_reaches_the_person_when_the_thread_is_gone(house: House) -> None:
    state = await house.start()
    house.discord.fails[THREAD] = [UnreachableError("404 10003") for _ in range(9)]
    await house.rounds.finish(GUILD, state.id, ALICE)
    assert await house.run() == ["DebriefEntry", "RoundSummary"]
    assert [one.place for one in house.discord.said[-2:]] == [ALICE, ALICE]


async def test_a_store_that_fails_while_the_thread_opens_does_not_give_the_round_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = await house.plan()
    house.clock.move(seconds=30)
    opened = house.rounds.opened

    async def fail(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr(house.rounds, "opened", fail)
    assert await house.run() == []
    monkeypatch.setattr(house.rounds, "opened", opened)
    house.clock.move(seconds=30)
    assert await house.run() == ["Briefing", "Prompt"]
    assert (await house.rounds.get(GUILD, planned.id)).status is RoundStatus.OPEN
    assert PARENT not in {one.place for one in house.discord.said}
