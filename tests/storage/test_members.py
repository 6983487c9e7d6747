"""Who does something with the bot where, on both databases."""

from datetime import timedelta

from bot.domain.privacy.members import Asked, Member
from bot.services.ports import Unit
from bot.storage.store import Store
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later

EVER = START + timedelta(days=9999)


async def _all(store: Store) -> dict[tuple[int, int], Member]:
    found: list[Member] = await store.read(lambda unit: unit.members.unseen(EVER, None, 100))
    return {(one.guild_id, one.user_id): one for one in found}


async def test_the_day_is_the_last_one_and_each_server_is_its_own(store: Store) -> None:
    await store.write(lambda unit: unit.members.seen([(GUILD, ALICE), (ELSEWHERE, ALICE)], START))
    await store.write(lambda unit: unit.members.seen([(GUILD, BOB), (GUILD, ALICE)], later(days=2)))
    found = await _all(store)
    assert {who: one.seen_at for who, one in found.items()} == {
        (GUILD, ALICE): later(days=2),
        (GUILD, BOB): later(days=2),
        (ELSEWHERE, ALICE): START,
    }


async def test_what_was_found_out_is_kept_and_asked_again_later(store: Store) -> None:
    people = [(GUILD, 1), (GUILD, 2), (GUILD, 3), (ELSEWHERE, 4)]

    async def begin(unit: Unit) -> None:
        await unit.members.seen(people, START)
        await unit.privacy.left(ELSEWHERE, START)

    async def tell(days: int, *there: bool | None) -> None:
        answers = [Asked(GUILD, number, one) for number, one in enumerate(there, start=1)]
        await store.write(lambda unit: unit.members.asked(answers, later(days=days)))

    async def unchecked(**span: float) -> list[tuple[int, int]]:
        return [one[:2] for one in await store.read(lambda unit: unit.members.unchecked(later(**span), 10))]

    async def gone(**span: float) -> list[tuple[int, int]]:
        return [one[:2] for one in await store.read(lambda unit: unit.members.gone(later(**span), 10))]

    await store.write(begin)
    assert await unchecked() == []
    assert sorted(await unchecked(seconds=1)) == sorted(people[:3]), "nobody is asked where the bot is not"
    await tell(1, True, False, None)
    await tell(2, False, False, None)
    assert await unchecked(days=2) == []
    found = await _all(store)
    assert [found[GUILD, number].left_at for number in (1, 2, 3)] == [later(days=2), later(days=1), None]
    assert found[GUILD, 2].seen_at == START
    assert await gone(days=1) == [(GUILD, 2)]
    assert sorted(await gone(days=2)) == [(GUILD, 1), (GUILD, 2)]
    back = [Asked(GUILD, 1, there=True)]
    await store.write(lambda unit: unit.members.asked(back, later(days=3)))
    await store.write(lambda unit: unit.members.seen([(GUILD, 2)], later(days=3)))
    assert await gone(days=9) == []


async def test_those_not_seen_come_page_by_page(store: Store) -> None:
    who = [(guild, person) for guild in (GUILD, ELSEWHERE) for person in range(1, 6)]
    await store.write(lambda unit: unit.members.seen(who, START))
    await store.write(lambda unit: unit.members.seen([(GUILD, 9)], later(days=1)))

    async def page(after: Member | None) -> list[Member]:
        return await store.read(lambda unit: unit.members.unseen(later(days=1), after, 4))

    found = await page(None)
    for count in (8, 10, 10):
        found += await page(found[-1])
        assert len(found) == count
    assert [one[:2] for one in found] == sorted(who)
