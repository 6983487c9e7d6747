"""A round that was left open is told of after two days, once."""

import pytest

from bot.domain.rounds import Visibility
from bot.services.ports import UnreachableError
from tests.domain.values import ALICE, GUILD, PARENT, THREAD, later, make_part
from tests.services.house import House


async def test_an_open_round_is_told_of_after_two_days_in_direct_messages_once(house: House) -> None:
    await house.start()
    house.clock.move(days=1, hours=23)
    assert "Unfinished" not in await house.run()
    house.clock.move(hours=1)
    assert await house.run() == ["Unfinished"]
    assert house.discord.names(ALICE) == ["Unfinished"]
    house.clock.move(days=2)
    assert await house.run() == []


async def test_the_two_days_are_counted_from_what_was_done_last(house: House) -> None:
    await house.start()
    house.clock.move(days=1)
    await house.run()
    await house.rounds.typed(GUILD, THREAD, ALICE, make_part(1, created_at=later(days=1)))
    house.clock.move(days=1)
    assert await house.run() == []
    house.clock.move(days=1)
    assert await house.run() == ["Unfinished"]


async def test_a_round_that_is_over_or_about_to_be_is_not_told_of(house: House) -> None:
    state = await house.start()
    await house.rounds.finish(GUILD, state.id, ALICE)
    house.clock.move(days=3)
    assert "Unfinished" not in await house.run()
    await house.start(thread=THREAD + 1)
    house.clock.move(days=8)
    assert "Unfinished" not in await house.run(), "the bot was away, and the round is closed now"


@pytest.mark.parametrize(
    ("visibility", "closed", "place"),
    [
        (Visibility.PRIVATE, [ALICE], THREAD),
        (Visibility.PUBLIC, [ALICE, THREAD], PARENT),
        (Visibility.PRIVATE, [ALICE, THREAD], None),
    ],
)
async def test_with_direct_messages_closed_it_is_told_in_the_thread_and_of_a_public_one_beside_it(
    house: House, visibility: Visibility, closed: list[int], place: int | None
) -> None:
    planned = await house.plan(visibility=visibility)
    await house.rounds.opened(GUILD, planned.id, THREAD)
    await house.run()
    house.clock.move(hours=1)
    await house.run()  # the time box of the question
    house.clock.move(days=2)
    for one in closed:
        house.discord.fails[one].append(UnreachableError("closed"))
    said = [*await house.run(), *await house.run()]
    assert said == (["Unfinished"] if place else [])
    if place:
        assert house.discord.said[-1].place == place
