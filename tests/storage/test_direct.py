"""The direct channels of people, on both databases."""

from bot.storage.store import Store
from tests.domain.values import ALICE, BOB, SNOWFLAKE


async def test_a_channel_is_kept_replaced_and_forgotten(store: Store) -> None:
    assert await store.read(lambda unit: unit.direct.get(ALICE)) is None
    await store.write(lambda unit: unit.direct.put(ALICE, SNOWFLAKE))
    await store.write(lambda unit: unit.direct.put(BOB, SNOWFLAKE + 1))
    await store.write(lambda unit: unit.direct.put(ALICE, SNOWFLAKE + 2))
    assert await store.read(lambda unit: unit.direct.get(ALICE)) == SNOWFLAKE + 2
    await store.write(lambda unit: unit.direct.forget(ALICE))
    await store.write(lambda unit: unit.direct.forget(ALICE))
    assert await store.read(lambda unit: unit.direct.get(ALICE)) is None
    assert await store.read(lambda unit: unit.direct.get(BOB)) == SNOWFLAKE + 1
