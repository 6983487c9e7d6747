"""Cards of questions that come back, on both databases: histories, two writers at once, other people's cards."""

import asyncio

import pytest

from bot.domain.reviews import Review, ReviewCard, replay
from bot.services import reviews
from bot.services.ports import Unit
from bot.storage.store import Store
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, later


def rated(rating: int, number: int = 1) -> Review:
    """The answer of day ``number``."""
    return Review(source=f"daily:{number}", at=later(days=number), rating=rating)


async def note(store: Store, *entries: Review, question: str = "q-1", user_id: int = ALICE, guild: int = GUILD) -> None:
    for entry in entries:
        await store.write(
            lambda unit, entry=entry: reviews.note(unit, guild, user_id, question, entry)  # type: ignore[misc]
        )


async def card(store: Store, question: str = "q-1", user_id: int = ALICE, guild: int = GUILD) -> ReviewCard | None:
    return await store.read(lambda unit: unit.reviews.get(guild, user_id, question))


async def due(store: Store, **later_by: float) -> list[str]:
    found = await store.read(lambda unit: unit.reviews.due(GUILD, ALICE, later(**later_by)))
    assert len(found) == await store.read(lambda unit: unit.reviews.count_due(GUILD, ALICE, later(**later_by)))
    return [one[0] for one in found]


async def test_a_card_is_what_its_history_comes_to(store: Store) -> None:
    history = [rated(3, 1), rated(1, 4), rated(2, 6)]
    await note(store, *history)
    stored = await card(store)
    assert stored is not None
    assert await store.read(lambda unit: unit.reviews.history(GUILD, ALICE, "q-1")) == history
    expected = replay(history)
    assert expected is not None
    assert stored.model_dump(exclude={"guild_id", "user_id", "question_id"}) == expected.model_dump()
    again = Review(source="retry:1", at=later(days=7), due_at=later(days=10))
    await note(store, again, again.model_copy(update={"at": later(days=8), "due_at": later(days=11)}))
    put_off = await card(store)
    assert put_off is not None
    assert (put_off.due_at, put_off.rating) == (later(days=11), 2)
    assert len(await store.read(lambda unit: unit.reviews.history(GUILD, ALICE, "q-1"))) == 4


async def test_a_rating_that_is_changed_or_comes_late_counts_from_its_answer(store: Store) -> None:
    await note(store, rated(4, 1), rated(4, 9), rated(1, 1), rated(2, 9))
    found = await card(store)
    await note(store, rated(2, 9), rated(1, 1), question="q-2")
    other = await card(store, "q-2")
    assert found is not None
    assert other is not None
    assert other.model_copy(update={"question_id": "q-1"}) == found


async def test_two_who_write_at_once_lose_nothing(store: Store) -> None:
    async def one(entry: Review) -> None:
        await note(store, entry)

    history = [rated(1 + number % 4, number) for number in range(8)]
    await asyncio.gather(*map(one, history))
    found = await card(store)
    expected = replay(history)
    assert found is not None
    assert expected is not None
    assert (found.due_at, found.card) == (expected.due_at, expected.card)


async def test_what_is_due_comes_in_order_and_to_its_owner_only(store: Store) -> None:
    for number, rating in enumerate((4, 1, 3, 2)):
        await note(store, rated(rating), question=f"q-{number}")
    await note(store, rated(1), question="q-9", user_id=BOB)
    await note(store, rated(1), question="q-8", guild=ELSEWHERE)
    assert await due(store, days=2) == []
    assert await due(store, days=2, seconds=1) == ["q-1", "q-3"]
    assert await due(store, days=3, seconds=1) == ["q-1", "q-3", "q-2"]
    assert (await due(store, days=30))[-1] == "q-0"
    assert await card(store, "q-9") is None
    assert await card(store, "q-8", guild=GUILD) is None


async def test_another_go_at_what_was_never_rated_makes_no_card(store: Store) -> None:
    await note(store, Review(source="retry:1", at=later(), due_at=later(days=3)))
    assert await card(store) is None
    assert await store.read(lambda unit: unit.reviews.history(GUILD, ALICE, "q-1")) == []


async def test_a_unit_that_fails_leaves_no_card(store: Store) -> None:
    async def work(unit: Unit) -> None:
        await reviews.note(unit, GUILD, ALICE, "q-1", rated(2))
        raise KeyError("the rating could not be stored")

    with pytest.raises(KeyError):
        await store.write(work)
    assert await card(store) is None
    assert await due(store, days=99) == []
