"""Claims of what is due, on both databases: two processes never send at one place at the same time."""

import asyncio
from collections import Counter

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.storage.store import Store, Unit
from tests.domain.values import ALICE, ELSEWHERE, SNOWFLAKE, START, THREAD, later, make_row
from tests.storage.test_deliveries import UNTIL, claim, find, owe


async def test_a_claim_takes_all_that_is_due_at_a_place_in_order(store: Store) -> None:
    await owe(
        store,
        make_row("second", due_at=later(seconds=-1)),
        make_row("third", due_at=later(seconds=-1)),
        make_row("first", due_at=later(seconds=-2)),
        make_row("just due"),
        make_row("not yet", due_at=later(microseconds=1)),
        make_row("another place", channel_id=THREAD + 1),
    )
    claimed = await claim(store)
    assert [one.key for one in claimed] == ["first", "second", "third", "just due"]
    assert {one.attempts for one in claimed} == {1}
    assert claimed == [await find(store, one.key) for one in claimed]


async def test_places_that_wait_longest_come_first(store: Store) -> None:
    await owe(
        store,
        make_row("a", channel_id=3, due_at=later(seconds=-1)),
        make_row("b", channel_id=2, due_at=later(seconds=-9)),
        make_row("c", channel_id=2, due_at=later(seconds=-3)),
        make_row("d", channel_id=1, due_at=later(seconds=-5), guild_id=ELSEWHERE),
        make_row("e", channel_id=4, due_at=later(seconds=1)),
        make_row("f", channel_id=None, due_at=later(seconds=-4)),
    )
    assert await store.read(lambda unit: unit.deliveries.due_places(START, 10)) == [2, 1, ALICE, 3]
    assert await store.read(lambda unit: unit.deliveries.due_places(START, 2)) == [2, 1]


async def test_what_one_holds_no_other_gets_until_the_lease_ends(store: Store) -> None:
    await owe(store, make_row("a"))
    assert len(await claim(store, owner="one")) == 1
    just_before = later(seconds=29.999)
    assert await claim(store, owner="two", now=just_before) == []
    assert await store.read(lambda unit: unit.deliveries.due_places(just_before, 10)) == []
    (again,) = await claim(store, owner="two", now=UNTIL)
    assert again.attempts == 2
    assert await store.read(lambda unit: unit.deliveries.owners()) == ["two"]


async def test_a_place_where_somebody_is_sending_gives_nothing_to_another(store: Store) -> None:
    await owe(store, make_row("a"))
    await claim(store, owner="one")
    await owe(store, make_row("b"), make_row("c", channel_id=THREAD + 1))
    assert await claim(store, owner="two") == []
    assert [one.key for one in await claim(store, THREAD + 1, owner="two")] == ["c"]


async def test_a_place_is_busy_until_the_last_of_a_claim_is_done_with(store: Store) -> None:
    await owe(store, make_row("a"), make_row("b"))
    first, second = await claim(store)
    await store.write(lambda unit: unit.deliveries.settle(first.id, DeliveryStatus.SENT, START, 1, None))
    assert await claim(store, owner="two") == []
    await store.write(lambda unit: unit.deliveries.postpone(second.id, START, "again", 0))
    assert [one.key for one in await claim(store, owner="two")] == ["b"]


async def test_leases_of_owners_that_are_gone_are_given_back(store: Store) -> None:
    await owe(store, *(make_row(name, channel_id=place) for place, name in enumerate("abc", 1)))
    for place, owner in enumerate(("alive", "dead", "dead too"), 1):
        await claim(store, place, owner=owner)
    assert sorted(await store.read(lambda unit: unit.deliveries.owners())) == ["alive", "dead", "dead too"]
    await store.write(lambda unit: unit.deliveries.release_of([]))
    await store.write(lambda unit: unit.deliveries.release_of(["dead", "dead too"]))
    assert await store.read(lambda unit: unit.deliveries.owners()) == ["alive"]
    assert await store.read(lambda unit: unit.deliveries.due_places(START, 10)) == [2, 3]
    assert (await find(store, "b")).attempts == 1, "it may have been sent: the try counts"


async def test_two_claimers_at_once_never_share_a_place(store: Store) -> None:
    """The second comes while the first has not committed, and more is due for it than the first could see."""
    await owe(store, make_row("due"), make_row("due a moment later", due_at=later(seconds=1)))
    claimed, commit = asyncio.Event(), asyncio.Event()

    async def first(unit: Unit) -> list[Delivery]:
        found = await unit.deliveries.claim(THREAD, "one", START, UNTIL)
        claimed.set()
        await commit.wait()
        return found

    one = asyncio.ensure_future(store.write(first))
    await claimed.wait()
    two = asyncio.ensure_future(claim(store, owner="two", now=later(seconds=1)))
    # PostgreSQL answers the second at once; on SQLite it waits for the first.
    await asyncio.wait([two], timeout=0.1)
    commit.set()
    assert [found.key for found in await one] == ["due"]
    assert await two == []


async def test_many_claimers_share_out_many_places(store: Store) -> None:
    places = [SNOWFLAKE + 100 + number for number in range(6)]
    await owe(store, *(make_row(f"{place}:{n}", channel_id=place) for place in places for n in range(3)))

    async def worker(owner: str) -> list[tuple[str, int, int]]:
        found = []
        for place in places:
            found += [(owner, place, one.id) for one in await claim(store, place, owner=owner)]
        return found

    shares = await asyncio.gather(*(worker(f"worker {number}") for number in range(6)))
    taken = [one for share in shares for one in share]
    assert len(taken) == len(places) * 3
    assert set(Counter(delivery for _, _, delivery in taken).values()) == {1}
    assert len({(owner, place) for owner, place, _ in taken}) == len(places)
