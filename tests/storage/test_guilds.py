"""What servers chose, on both databases."""

import asyncio

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.guilds import WELCOME, GuildSettings, Setting
from bot.storage.store import Store
from tests.domain.values import ALICE, ELSEWHERE, GUILD, SNOWFLAKE, START, THREAD, later

VALUES: dict[Setting, int | str] = {
    Setting.PRACTICE: SNOWFLAKE + 1,
    Setting.ROLE: SNOWFLAKE + 2,
    Setting.ZONE: "America/Argentina/ComodRivadavia",
    Setting.REVIEW: SNOWFLAKE + 3,
    Setting.AUDIT: SNOWFLAKE + 4,
    Setting.LEADERBOARD: False,
}


async def get(store: Store, guild_id: int = GUILD) -> GuildSettings:
    return await store.read(lambda unit: unit.guilds.get(guild_id))


async def change(store: Store, setting: Setting, value: int | str | None, **span: float) -> None:
    await store.write(lambda unit: unit.guilds.change(GUILD, setting, value, later(**span)))


async def test_a_server_that_chose_nothing_has_the_defaults(store: Store) -> None:
    settings = await get(store)
    assert settings == GuildSettings(guild_id=GUILD)
    assert settings.zone_name == "UTC"


async def test_every_choice_is_kept_and_only_in_its_server(store: Store) -> None:
    for number, (setting, value) in enumerate(VALUES.items()):
        await change(store, setting, value, minutes=number)
    last = later(minutes=len(VALUES) - 1)
    expected = {one.value: value for one, value in VALUES.items()} | {"guild_id": GUILD, "changed_at": last}
    assert (await get(store)).model_dump() == expected
    assert await get(store, ELSEWHERE) == GuildSettings(guild_id=ELSEWHERE)


@pytest.mark.parametrize("setting", Setting)
async def test_a_choice_is_taken_back_alone(store: Store, setting: Setting) -> None:
    for one, value in VALUES.items():
        await change(store, one, value)
    await change(store, setting, None, hours=1)
    kept = {one.value: value for one, value in VALUES.items() if one is not setting}
    assert (await get(store)).model_dump(exclude_none=True) == kept | {"guild_id": GUILD, "changed_at": later(hours=1)}


async def test_two_who_choose_different_things_at_once_both_get_them(store: Store) -> None:
    await asyncio.gather(*(change(store, setting, value) for setting, value in VALUES.items()))
    found = (await get(store)).model_dump()
    assert {one: found[one.value] for one in VALUES} == VALUES


def _row(key: str, guild_id: int = GUILD, kind: str = "nudge") -> dict[str, object]:
    return {
        "guild_id": guild_id,
        "channel_id": THREAD,
        "user_id": ALICE,
        "kind": kind,
        "key": key,
        "subject": "round:1",
        "payload": {},
        "due_at": START,
    }


async def _settle(store: Store, key: str, status: DeliveryStatus, day: int) -> None:
    delivery = await store.read(lambda unit: unit.deliveries.by_key(GUILD, key))
    assert delivery is not None
    assert await store.write(lambda unit: unit.deliveries.settle(delivery.id, status, later(days=day), None, "gone"))


async def test_deliveries_of_a_server_are_counted(store: Store) -> None:
    keys = ("waits", "waits too", "dead", "long dead", "sent")
    others = [_row("elsewhere", ELSEWHERE), _row("greeting", kind=WELCOME)]
    await store.write(lambda unit: unit.deliveries.owe([*map(_row, keys), *others]))
    ends = {"dead": (DeliveryStatus.DEAD, 10), "long dead": (DeliveryStatus.DEAD, 1), "sent": (DeliveryStatus.SENT, 10)}
    for key, (status, day) in ends.items():
        await _settle(store, key, status, day)
    found = await store.read(lambda unit: unit.deliveries.count_of(GUILD, later(days=5), [WELCOME]))
    assert found == {DeliveryStatus.PENDING: 2, DeliveryStatus.DEAD: 1, DeliveryStatus.SENT: 1}
    assert await store.read(lambda unit: unit.deliveries.count_of(GUILD + 50, START, [])) == {}
