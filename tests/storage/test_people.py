"""What people chose for themselves, on both databases."""

import pytest

from bot.domain.guilds import Setting
from bot.services.people import People
from bot.storage.store import Store
from tests.domain.values import ALICE, BOB, GUILD, START


async def test_a_choice_is_kept_for_the_person_and_nobody_else(store: Store) -> None:
    people = People(store, lambda: START)
    await people.set_zone(ALICE, "Europe/Berlin")
    await people.set_quiet(ALICE, ("22:00", "07:30"))
    kept = await people.get(ALICE)
    assert (kept.zone, kept.quiet_start, kept.quiet_end, kept.changed_at) == ("Europe/Berlin", "22:00", "07:30", START)
    assert (await people.get(BOB)).zone is None
    await people.set_quiet(ALICE, None)
    assert (await people.get(ALICE)).quiet_start is None
    assert (await people.get(ALICE)).zone == "Europe/Berlin"


async def test_who_chose_no_zone_is_taken_to_live_by_the_clocks_of_the_server(store: Store) -> None:
    people = People(store, lambda: START)
    assert await people.zone(GUILD, ALICE) == ("UTC", False)
    await store.write(lambda unit: unit.guilds.change(GUILD, Setting.ZONE, "Asia/Tokyo", START))
    assert await people.zone(GUILD, ALICE) == ("Asia/Tokyo", False)
    await people.set_zone(ALICE, "Africa/Lagos")
    assert await people.zone(GUILD, ALICE) == ("Africa/Lagos", True)


async def test_a_zone_that_does_not_exist_is_not_kept(store: Store) -> None:
    people = People(store, lambda: START)
    with pytest.raises(ValueError, match="no such zone"):
        await people.set_zone(ALICE, "Mars/Olympus")
    assert (await people.get(ALICE)).zone is None
