"""Servers: their choices, and the greeting."""

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.guilds import GuildSettings, Setting
from bot.domain.notices import Welcome
from bot.services.guilds import Guilds, Owed
from bot.services.ports import UnreachableError
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, SNOWFLAKE, START, THREAD
from tests.services.house import House


@pytest.fixture
def guilds(house: House) -> Guilds:
    """The service, with the greeting."""
    service = Guilds(house.store, house.clock)
    service.register(house.deliveries)
    return service


async def test_a_change_gives_all_settings(guilds: Guilds) -> None:
    await guilds.change(GUILD, Setting.ROLE, SNOWFLAKE)
    after = await guilds.change(GUILD, Setting.ZONE, "Europe/Berlin")
    assert after == GuildSettings(guild_id=GUILD, role_id=SNOWFLAKE, zone="Europe/Berlin", changed_at=START)
    assert await guilds.get(GUILD) == after
    assert after.zone_name == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["", "Berlin", "europe/berlin", "EST", "Etc/GMT+5", "../UTC", "x" * 5000, "\x00"])
async def test_no_zone_is_kept_that_is_none(guilds: Guilds, zone: str) -> None:
    with pytest.raises(ValueError, match="no such zone"):
        await guilds.change(GUILD, Setting.ZONE, zone)
    assert await guilds.get(GUILD) == GuildSettings(guild_id=GUILD)


async def test_an_owner_is_greeted_once(house: House, guilds: Guilds) -> None:
    assert await guilds.joined(GUILD, ALICE, "Study group")
    assert await house.run() == ["Welcome"]
    (said,) = house.discord.said
    assert (said.place, said.notice) == (ALICE, Welcome(server="Study group"))
    house.clock.move(days=400)
    assert not await guilds.joined(GUILD, BOB, "Another name, another owner")
    assert await house.run() == []
    assert await guilds.joined(ELSEWHERE, ALICE, "Second server")
    assert await house.run() == ["Welcome"]


async def test_closed_direct_messages_are_left_alone_and_not_counted_as_trouble(house: House, guilds: Guilds) -> None:
    house.discord.fails[ALICE].append(UnreachableError("403 50007"))
    await guilds.joined(GUILD, ALICE, "Study group")
    assert await house.run() == []
    assert (await house.row(f"welcome:{GUILD}")).status is DeliveryStatus.DEAD
    assert not await guilds.joined(GUILD, ALICE, "Study group")
    assert await house.run() == []
    assert await guilds.owed(GUILD) == Owed(waiting=0, dead=0)


async def test_what_could_not_be_brought_is_told_for_a_month(house: House, guilds: Guilds) -> None:
    await house.start()
    assert await guilds.owed(GUILD) == Owed(waiting=4, dead=0)
    house.discord.fails[THREAD].append(UnreachableError("gone"))
    house.clock.move(minutes=20)
    await house.run()
    assert (await guilds.owed(GUILD)).dead == 1
    house.clock.move(days=31)
    assert (await guilds.owed(GUILD)).dead == 0
    assert await guilds.owed(ELSEWHERE) == Owed(0, 0)
