"""Daily questions, answers, days of practice and subscriptions, on both databases."""

import asyncio
from datetime import date, timedelta
from typing import Any

from bot.domain.daily.questions import DailyAnswer, DailyQuestion, DailyStatus, Scope
from bot.domain.daily.subscriptions import Pause, Place, Subscription
from bot.storage.store import Store, Unit
from tests.domain.values import (
    ALICE,
    BOB,
    ELSEWHERE,
    GUILD,
    PARENT,
    SNOWFLAKE,
    START,
    THREAD,
    later,
    make_open,
    make_question,
)

DAY = date(2026, 3, 2)


def make_daily(number: int = 1, **changes: Any) -> DailyQuestion:
    """Alice's question, the ``number``-th."""
    values: dict[str, Any] = {
        "guild_id": GUILD,
        "user_id": ALICE,
        "scope": Scope.OWN,
        "key": f"own:{number}",
        "day": DAY + timedelta(days=number),
        "track_id": "shop-analyst",
        "stage_id": "screen",
        "question_id": f"q-{number}",
        "question": make_question(number, prompt="What — “exactly”?\nAnd 为什么?"),
        "asked_at": later(days=number),
    }
    return DailyQuestion.model_validate(values | changes)


def make_answer(daily: DailyQuestion, number: int = 1, **changes: Any) -> DailyAnswer:
    """What its person answers."""
    values: dict[str, Any] = {
        "source_id": SNOWFLAKE + 500 + number,
        "guild_id": daily.guild_id,
        "daily_id": daily.id,
        "user_id": ALICE,
        "text": "I counted — “twice”.\n为什么? 🦊",
        "answered_at": later(hours=number),
    }
    return DailyAnswer.model_validate(values | changes)


def make_subscription(**changes: Any) -> Subscription:
    values: dict[str, Any] = {
        "guild_id": GUILD,
        "user_id": ALICE,
        "zone": "Europe/Berlin",
        "wall": "09:00",
        "days": {0, 4},
        "since": DAY,
        "track_id": "shop-analyst",
        "place": Place.THREAD,
        "channel_id": PARENT,
        "thread_id": THREAD,
        "next_at": START,
        "version": 3,
        "created_at": START,
    }
    return Subscription.model_validate(values | changes)


async def add_questions(store: Store, *numbers: int) -> None:
    async def work(unit: Unit) -> None:
        for number in numbers:
            await unit.dailies.add(make_daily(number))

    await store.write(work)


async def test_a_question_is_stored_once_and_found_by_its_person_only(store: Store) -> None:
    added = await store.write(lambda unit: unit.dailies.add(make_daily()))
    again = await store.write(lambda unit: unit.dailies.add(make_daily(question_id="q-9")))
    assert added == again == make_daily().put(id=added.id)
    placed = added.put(
        status=DailyStatus.ANSWERED, place_id=PARENT, message_id=THREAD + 1, thread_id=THREAD, closed_at=START
    )
    await store.write(lambda unit: unit.dailies.save(placed))
    await store.write(lambda unit: unit.dailies.save(placed.put(guild_id=ELSEWHERE, status=DailyStatus.OPEN)))
    assert await store.read(lambda unit: unit.dailies.get(GUILD, added.id)) == placed
    assert await store.read(lambda unit: unit.dailies.get(ELSEWHERE, added.id)) is None
    assert await store.read(lambda unit: unit.dailies.mine(ALICE, added.id)) == placed
    assert await store.read(lambda unit: unit.dailies.mine(BOB, added.id)) is None
    assert await store.read(lambda unit: unit.dailies.by_message(ALICE, THREAD + 1)) == placed
    assert await store.read(lambda unit: unit.dailies.by_message(BOB, THREAD + 1)) is None


async def test_the_newest_open_question_of_a_place_is_found(store: Store) -> None:
    async def add(number: int, **changes: Any) -> DailyQuestion:
        added = await store.write(lambda unit: unit.dailies.add(make_daily(number)))
        await store.write(lambda unit: unit.dailies.save(added.put(**changes)))
        return added.put(**changes)

    await add(1, message_id=11, place_id=THREAD, thread_id=THREAD)
    second = await add(2, message_id=12, place_id=THREAD, thread_id=THREAD)
    await add(3, message_id=13, place_id=THREAD, thread_id=THREAD, status=DailyStatus.ANSWERED)
    direct = await add(4, message_id=14)
    unsent = await add(5)
    assert await store.read(lambda unit: unit.dailies.in_thread(GUILD, THREAD, ALICE)) == second
    assert await store.read(lambda unit: unit.dailies.in_thread(GUILD, THREAD, BOB)) is None
    assert await store.read(lambda unit: unit.dailies.in_thread(ELSEWHERE, THREAD, ALICE)) is None
    assert await store.read(lambda unit: unit.dailies.in_direct(ALICE)) == direct
    assert await store.read(lambda unit: unit.dailies.in_direct(BOB)) is None
    assert await store.read(lambda unit: unit.dailies.last_day(GUILD, ALICE)) == direct.day
    assert await store.read(lambda unit: unit.dailies.last_day(GUILD, BOB)) is None
    assert await store.read(lambda unit: unit.dailies.count_since(GUILD, ALICE, later(days=3))) == 2
    await store.write(lambda unit: unit.dailies.drop_unsent(GUILD, direct.id))
    assert await store.read(lambda unit: unit.dailies.mine(ALICE, direct.id)) == direct
    await store.write(lambda unit: unit.dailies.drop_unsent(GUILD, unsent.id))
    assert await store.read(lambda unit: unit.dailies.mine(ALICE, unsent.id)) is None


async def test_what_was_seen_counts_questions_and_rounds(store: Store) -> None:
    await add_questions(store, 1, 2)
    await store.write(lambda unit: unit.dailies.add(make_daily(8, key="c", user_id=None, scope=Scope.CHANNEL)))
    await store.write(lambda unit: unit.dailies.add(make_daily(9, user_id=BOB)))
    await store.write(lambda unit: unit.rounds.add(make_open(3)))
    mine = await store.read(lambda unit: unit.dailies.seen(GUILD, ALICE))
    assert mine == {"q-1": later(days=1), "q-2": later(days=2), "q-3": START}
    assert await store.read(lambda unit: unit.dailies.seen(GUILD, None)) == {"q-8": later(days=8)}
    assert await store.read(lambda unit: unit.dailies.seen(ELSEWHERE, ALICE)) == {}


async def test_of_two_answers_at_once_one_is_kept(store: Store) -> None:
    daily = await store.write(lambda unit: unit.dailies.add(make_daily()))

    async def answer(number: int) -> DailyAnswer:
        return await store.write(lambda unit: unit.dailies.answer(make_answer(daily, number)))

    both = await asyncio.gather(answer(1), answer(2))
    first, second = both
    assert first == second
    changed = first.model_copy(update={"rating": 4, "shared": True})
    await store.write(lambda unit: unit.dailies.save_answer(changed))
    assert await store.read(lambda unit: unit.dailies.answer_of(GUILD, daily.id, ALICE)) == changed
    assert await store.read(lambda unit: unit.dailies.answer_of(ELSEWHERE, daily.id, ALICE)) is None
    assert await store.read(lambda unit: unit.dailies.answer_of(GUILD, daily.id, BOB)) is None
    assert await store.read(lambda unit: unit.dailies.answer_by_source(GUILD, first.source_id)) == changed


async def test_days_of_practice_are_a_persons_in_a_server(store: Store) -> None:
    async def work(unit: Unit) -> None:
        for day in (DAY, DAY, DAY + timedelta(days=1)):
            await unit.dailies.practised(GUILD, ALICE, day)

    await store.write(work)
    await store.write(lambda unit: unit.dailies.practised(ELSEWHERE, ALICE, DAY + timedelta(days=5)))
    found = await store.read(lambda unit: unit.dailies.practice_days(GUILD, ALICE))
    assert found == {DAY, DAY + timedelta(days=1)}
    assert await store.read(lambda unit: unit.dailies.practice_days(GUILD, BOB)) == set()


async def test_a_subscription_is_put_changed_and_dropped(store: Store) -> None:
    one = make_subscription()
    await store.write(lambda unit: unit.subscriptions.put(one))
    assert await store.read(lambda unit: unit.subscriptions.get(GUILD, ALICE)) == one
    changed = one.put(
        days=None, track_id=None, place=Place.DIRECT, thread_id=None, next_at=None, wall="00:00", version=4
    )
    await store.write(lambda unit: unit.subscriptions.put(changed))
    assert await store.write(lambda unit: unit.subscriptions.get(GUILD, ALICE, lock=True)) == changed
    assert await store.read(lambda unit: unit.subscriptions.get(ELSEWHERE, ALICE)) is None
    await store.write(lambda unit: unit.subscriptions.drop(ELSEWHERE, ALICE))
    assert await store.read(lambda unit: unit.subscriptions.get(GUILD, ALICE)) == changed
    await store.write(lambda unit: unit.subscriptions.drop(GUILD, ALICE))
    assert await store.read(lambda unit: unit.subscriptions.get(GUILD, ALICE)) is None


async def test_pauses_end_from_a_day_on_but_kept_weekdays_stay(store: Store) -> None:
    def pause(first: int, last: int, **changes: Any) -> Pause:
        days = {"first_day": DAY + timedelta(days=first), "last_day": DAY + timedelta(days=last)}
        return Pause.model_validate({"guild_id": GUILD, "user_id": ALICE} | days | changes)

    kept = pause(0, 30, days=frozenset({5, 6}))

    async def work(unit: Unit) -> None:
        for one in (pause(0, 3), pause(5, 20), pause(12, 15), pause(5, 20, user_id=BOB), kept):
            await unit.subscriptions.add_pause(one)

    await store.write(work)
    day = DAY + timedelta(days=10)
    await store.write(lambda unit: unit.subscriptions.end_pauses(GUILD, ALICE, day, day - timedelta(days=1)))
    found = await store.read(lambda unit: unit.subscriptions.pauses(GUILD, ALICE))
    assert [one.model_copy(update={"id": 0}) for one in found] == [pause(0, 3), kept, pause(5, 9)]
    (other,) = await store.read(lambda unit: unit.subscriptions.pauses(GUILD, BOB))
    assert other.last_day == DAY + timedelta(days=20)
