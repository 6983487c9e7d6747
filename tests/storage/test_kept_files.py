"""Files that wait for their import, and banks read in parts, in both databases."""

import pytest

from bot.domain.bank.importing import KeptFile
from bot.domain.bank.overlay import ServerQuestion
from bot.storage.store import Store, Unit
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later, make_question


def make_file(**changes: object) -> KeptFile:
    """Alice's file."""
    values: dict[str, object] = {
        "guild_id": GUILD,
        "user_id": ALICE,
        "name": "q.csv",
        "track_id": None,
        "data": bytes(range(256)),
        "digest": "0" * 64,
        "offer": (1, 2),
        "created_at": START,
    }
    return KeptFile.model_validate(values | changes)


async def keep(store: Store, file: KeptFile, most: int = 5) -> int:
    """Keep it; returns its id."""
    return await store.write(lambda unit: unit.files.keep(file, START, most))


async def test_a_file_is_kept_as_it_is_for_one_person(store: Store) -> None:
    file = make_file()
    row_id = await keep(store, file)
    found = await store.read(lambda unit: unit.files.get(GUILD, ALICE, row_id))
    assert found == file.model_copy(update={"id": row_id})

    async def strangers(unit: Unit) -> None:
        for guild_id, user_id in ((ELSEWHERE, ALICE), (GUILD, BOB)):
            assert await unit.files.get(guild_id, user_id, row_id) is None
            assert not await unit.files.drop(guild_id, user_id, row_id)

    await store.write(strangers)
    assert found is not None
    assert await store.write(lambda unit: unit.files.shown(found, "1" * 64, (3, 4)))
    again = await store.read(lambda unit: unit.files.get(GUILD, ALICE, row_id))
    assert again is not None
    assert (again.digest, again.offer) == ("1" * 64, (3, 4))
    assert await store.write(lambda unit: unit.files.drop(GUILD, ALICE, row_id))
    assert not await store.write(lambda unit: unit.files.drop(GUILD, ALICE, row_id))
    assert not await store.write(lambda unit: unit.files.shown(found, "2" * 64, (5, 6)))


async def test_old_files_and_too_many_of_a_server_go(store: Store) -> None:
    old = await keep(store, make_file(created_at=later(seconds=-1)))
    theirs = await keep(store, make_file(guild_id=ELSEWHERE))
    ids = [await keep(store, make_file(), most=2) for _ in range(3)]

    async def left(unit: Unit) -> list[bool]:
        mine = [await unit.files.get(GUILD, ALICE, one) is not None for one in (old, *ids)]
        return [*mine, await unit.files.get(ELSEWHERE, ALICE, theirs) is not None]

    assert await store.read(left) == [False, False, True, True, True]


@pytest.mark.parametrize("count", [0, 1, 450])
async def test_a_bank_is_read_in_parts_without_a_gap(store: Store, count: int) -> None:
    rows = [
        ServerQuestion(
            guild_id=guild_id,
            track_id=f"track-{number % 3}",
            stage_id=f"stage-{number % 5}",
            question=make_question(number),
            retired=number % 7 == 0,
            version=1,
            changed_at=START,
        )
        for guild_id in (GUILD, ELSEWHERE)
        for number in range(count)
    ]
    await store.write(lambda unit: unit.banks.add_many(rows))

    async def work(unit: Unit) -> None:
        pages = [page async for page in unit.banks.pages(GUILD)]
        assert all(len(page) <= 200 for page in pages)
        places = [(row["track_id"], row["stage_id"], row["question_id"]) for page in pages for row in page]
        assert sorted(places) == sorted((one.track_id, one.stage_id, one.id) for one in rows[:count])
        prompts = [pair for page in [page async for page in unit.banks.prompts(GUILD)] for pair in page]
        assert sorted(prompts) == sorted(
            (one.id, one.question.prompt.lower()) for one in rows[:count] if not one.retired
        )
        ids = [f"q-{number}" for number in range(0, count + 5, 2)]
        found = [one async for one in unit.banks.by_ids(GUILD, ids)]
        assert sorted(one.id for one in found) == sorted(ids[: (count + 1) // 2])
        assert await unit.banks.versions(GUILD, ids) == dict.fromkeys((one.id for one in found), 1)
        assert await unit.banks.count(GUILD) == count
        assert await unit.rounds.count_open_in(GUILD, "track-1") == 0

    await store.read(work)
