"""Servers' daily questions on both databases: settings and versions, what is left, answers, votes."""

import asyncio
from typing import Any

import pytest

from bot.domain.bank.overlay import ServerQuestion
from bot.domain.daily.channels import DailyChannel, DayAnswer
from bot.domain.daily.questions import DailyAnswer, DailyQuestion, Scope
from bot.storage.store import Store, Unit
from tests.domain.test_daily_channel import make_channel
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later, make_question

EVE = BOB + 1


def make_daily(number: int = 1, **changes: Any) -> DailyQuestion:
    """The ``number``-th question of the server."""
    values: dict[str, Any] = {
        "guild_id": GUILD,
        "user_id": None,
        "scope": Scope.CHANNEL,
        "key": f"day:{number}",
        "day": later(days=number).date(),
        "track_id": "shop-analyst",
        "stage_id": "screen",
        "question_id": f"q-{number}",
        "question": make_question(number),
        "asked_at": later(days=number),
    }
    return DailyQuestion.model_validate(values | changes)


def make_answer(daily_id: int, user_id: int = ALICE, **changes: Any) -> DailyAnswer:
    values: dict[str, Any] = {
        "source_id": user_id + 1000,
        "guild_id": GUILD,
        "daily_id": daily_id,
        "user_id": user_id,
        "text": f"From {user_id}: “十”",
        "answered_at": START,
    }
    return DailyAnswer.model_validate(values | changes)


async def add(store: Store, new: DailyQuestion) -> DailyQuestion:
    return await store.write(lambda unit: unit.dailies.add(new))


async def answer(store: Store, new: DailyAnswer) -> bool:
    return await store.write(lambda unit: unit.daily_channels.answer(new))


async def vote(store: Store, answer_id: int, voter_id: int) -> None:
    await store.write(lambda unit: unit.daily_channels.vote(GUILD, answer_id, voter_id, useful=True))


async def read(store: Store, guild_id: int, daily_id: int) -> tuple[list[DayAnswer], int]:
    async def work(unit: Unit) -> tuple[list[DayAnswer], int]:
        return await unit.daily_channels.answers(guild_id, daily_id), await unit.daily_channels.count(
            guild_id, daily_id
        )

    return await store.read(work)


async def test_settings_come_back_under_a_new_version_each_time(store: Store) -> None:
    wanted = make_channel(days=[6, 0], track_id="t", mention_id=ALICE, next_at=later(days=1), problem="post: x")
    first = await store.write(lambda unit: unit.daily_channels.put(wanted))
    assert first == wanted.model_copy(update={"version": 1, "problem": None})
    assert await store.read(lambda unit: unit.daily_channels.get(ELSEWHERE)) is None
    await store.write(lambda unit: unit.daily_channels.trouble(GUILD, "thread: " + "x" * 400, START))
    assert await store.write(lambda unit: unit.daily_channels.stop(GUILD))
    assert not await store.write(lambda unit: unit.daily_channels.stop(GUILD))
    stopped = await store.read(lambda unit: unit.daily_channels.get(GUILD))
    assert stopped is not None
    assert (stopped.active, stopped.version, stopped.next_at) == (False, 2, None)
    again = await store.write(lambda unit: unit.daily_channels.put(make_channel()))
    assert (again.active, again.version, again.days, again.problem) == (True, 3, None, None)


async def test_two_moderators_who_set_it_up_at_once_make_two_versions(store: Store) -> None:
    async def put(wall: str) -> DailyChannel:
        return await store.write(lambda unit: unit.daily_channels.put(make_channel(wall=wall)))

    found = await asyncio.gather(*(put(f"{hour:02}:00") for hour in range(6)))
    assert sorted(one.version for one in found) == [1, 2, 3, 4, 5, 6]


async def test_the_next_time_is_kept_for_its_own_version_only(store: Store) -> None:
    await store.write(lambda unit: unit.daily_channels.put(make_channel()))
    await store.write(lambda unit: unit.daily_channels.plan(GUILD, 1, later(days=1)))
    await store.write(lambda unit: unit.daily_channels.plan(GUILD, 7, later(days=9)))
    await store.write(lambda unit: unit.daily_channels.plan(ELSEWHERE, 1, later(days=9)))
    found = await store.read(lambda unit: unit.daily_channels.get(GUILD))
    assert found is not None
    assert found.next_at == later(days=1)


@pytest.fixture
async def own_bank(store: Store) -> None:
    """Five questions of the server's own, of which one is retired and one is of another track."""

    async def fill(unit: Unit) -> None:
        for number in range(1, 6):
            new = ServerQuestion(
                guild_id=GUILD,
                track_id="other" if number == 5 else "shop-analyst",
                stage_id="screen",
                question=make_question(number),
                retired=number == 4,
                version=1,
                changed_at=START,
            )
            await unit.banks.put(None, new)

    await store.write(fill)


@pytest.mark.usefixtures("own_bank")
async def test_what_a_server_was_asked_is_not_fresh_any_more(store: Store) -> None:
    async def fresh(guild_id: int, place: int) -> list[str]:
        found = await store.read(lambda unit: unit.daily_channels.fresh(guild_id, ["shop-analyst"], place, 10))
        return sorted(question.id for _, _, question in found)

    assert await fresh(GUILD, 2**60) == ["q-1", "q-2", "q-3"]
    assert await fresh(ELSEWHERE, 0) == []
    for asked in (make_daily(1), make_daily(2, user_id=ALICE, scope=Scope.NOW), make_daily(3, guild_id=ELSEWHERE)):
        await add(store, asked)
    assert await fresh(GUILD, 5) == ["q-2", "q-3"]
    tracks = ["shop-analyst", "other"]
    assert await store.read(lambda unit: unit.daily_channels.count_fresh(GUILD, tracks)) == 3


@pytest.mark.usefixtures("own_bank")
async def test_of_what_was_asked_the_oldest_comes_first(store: Store) -> None:
    days = [("q-1", 5), ("q-2", 2), ("q-3", 3), ("q-2", 9), ("q-4", 1)]
    for number, (name, day) in enumerate(days):
        asked = make_daily(number, question_id=name, asked_at=later(days=day))
        await add(store, asked)
    found = await store.read(lambda unit: unit.daily_channels.oldest(GUILD, ["shop-analyst"], 10))
    assert [question.id for _, _, question in found] == ["q-3", "q-1", "q-2"]


async def test_the_newest_is_the_last_one_that_was_posted(store: Store) -> None:
    assert await store.read(lambda unit: unit.daily_channels.newest(GUILD)) is None
    first = await store.write(lambda unit: unit.dailies.add(make_daily(1, message_id=5)))
    await store.write(lambda unit: unit.dailies.add(make_daily(2)))
    await store.write(lambda unit: unit.dailies.add(make_daily(3, user_id=ALICE, scope=Scope.NOW, message_id=6)))
    assert await store.read(lambda unit: unit.daily_channels.newest(GUILD)) == first.id


async def test_an_answer_takes_the_place_of_the_earlier_one_and_its_votes(store: Store) -> None:
    daily = await store.write(lambda unit: unit.dailies.add(make_daily()))
    first = make_answer(daily.id)

    assert await answer(store, first)
    assert not await answer(store, first)
    assert not await answer(store, first.model_copy(update={"text": "A replay with other words", "user_id": ALICE}))
    assert await answer(store, make_answer(daily.id, BOB))
    stored, other = await store.read(lambda unit: unit.daily_channels.answers(GUILD, daily.id, BOB))
    for voter in (BOB, BOB, EVE):
        await vote(store, stored.answer.id, voter)
    await store.write(lambda unit: unit.daily_channels.vote(ELSEWHERE, stored.answer.id, EVE, useful=False))
    found = await store.read(lambda unit: unit.daily_channels.answers(GUILD, daily.id, BOB))
    assert [(one.votes, one.mine) for one in found] == [(2, True), (0, False)]
    await store.write(lambda unit: unit.daily_channels.vote(GUILD, stored.answer.id, BOB, useful=False))
    found = await store.read(lambda unit: unit.daily_channels.answers(GUILD, daily.id, BOB))
    assert [(one.votes, one.mine) for one in found] == [(1, False), (0, False)]

    assert await store.write(lambda unit: unit.daily_channels.share(GUILD, daily.id, ALICE, agreed=True))
    assert not await store.write(lambda unit: unit.daily_channels.share(GUILD, daily.id, EVE, agreed=True))
    assert not await store.write(lambda unit: unit.daily_channels.share(ELSEWHERE, daily.id, ALICE, agreed=False))
    assert await answer(store, make_answer(daily.id, source_id=77, text="Better", answered_at=later(hours=1)))
    changed, same = await store.read(lambda unit: unit.daily_channels.answers(GUILD, daily.id, EVE))
    assert (changed.answer.id, changed.answer.text, changed.votes) == (stored.answer.id, "Better", 0)
    assert (changed.answer.shared, changed.answer.answered_at) == (True, later(hours=1))
    assert same.answer == other.answer


async def test_answers_of_another_server_or_day_are_not_there(store: Store) -> None:
    daily = await store.write(lambda unit: unit.dailies.add(make_daily()))
    await store.write(lambda unit: unit.daily_channels.answer(make_answer(daily.id)))
    (stored,) = await store.read(lambda unit: unit.daily_channels.answers(GUILD, daily.id))
    assert await store.read(lambda unit: unit.daily_channels.count(GUILD, daily.id)) == 1
    for guild_id, daily_id in ((ELSEWHERE, daily.id), (GUILD, daily.id + 1)):
        assert await read(store, guild_id, daily_id) == ([], 0)
    assert await store.read(lambda unit: unit.daily_channels.by_id(GUILD, stored.answer.id)) == stored.answer
    assert await store.read(lambda unit: unit.daily_channels.by_id(ELSEWHERE, stored.answer.id)) is None


async def test_many_who_answer_at_once_are_all_kept(store: Store) -> None:
    daily = await store.write(lambda unit: unit.dailies.add(make_daily()))
    answers = [make_answer(daily.id, ALICE + 100 + number) for number in range(12)]
    await asyncio.gather(*(answer(store, one) for one in answers))
    assert await store.read(lambda unit: unit.daily_channels.count(GUILD, daily.id)) == 12
