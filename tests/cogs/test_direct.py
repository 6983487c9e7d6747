"""Direct messages: a channel is opened once, remembered over restarts, and opened anew if it is no good."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.services.giving_way import gives_way
from bot.services.ports import LaterError
from bot.ui.direct import DirectChannels
from tests.world import World


async def _write(world: World, *keys: str, user_id: int | None = None) -> list[Delivery]:
    """Bring a greeting to Alice for each key; how each one stands then."""
    guild_id = world.guild.id
    rows = [
        {
            "guild_id": guild_id,
            "channel_id": None,
            "user_id": user_id or world.alice.id,
            "kind": "welcome",
            "key": key,
            "subject": "greeting",
            "payload": {"server": key},
            "due_at": world.clock(),
        }
        for key in keys
    ]
    await world.client.store.write(lambda unit: unit.deliveries.owe(rows))
    before = len(world.env.http_requests)
    await world.run_due()
    found: list[Delivery] = []
    for key in keys:
        row = await world.client.store.read(lambda unit, key=key: unit.deliveries.by_key(guild_id, key))  # type: ignore[misc]
        assert row is not None
        found.append(row)
    world.env.backend.http_requests[:before] = []
    return found


async def test_a_repeat_costs_one_request_also_after_a_restart(world: World) -> None:
    await _write(world, "one")
    opened, sent = world.env.http_requests
    assert (opened.method, opened.path) == ("POST", "/users/@me/channels")
    assert sent.path.endswith("/messages")
    await _write(world, "two")
    assert [one.path for one in world.env.http_requests] == [sent.path]
    await world.restart()
    await _write(world, "three")
    assert [one.path for one in world.env.http_requests] == [sent.path]
    assert len(world.alice.user.dm_channel.history()) == 3


async def test_a_channel_that_is_gone_is_opened_anew_once(world: World) -> None:
    await _write(world, "one")
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, times=1)
    (row,) = await _write(world, "two")
    assert row.status is DeliveryStatus.SENT
    assert [one.path.split("/")[1] for one in world.env.http_requests] == ["channels", "users", "channels"]
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, times=None)
    (row,) = await _write(world, "three")
    assert (row.status, row.error) == (DeliveryStatus.DEAD, "the channel was deleted")
    assert [one.path.split("/")[1] for one in world.env.http_requests] == ["channels", "users", "channels"]


async def test_closed_direct_messages_and_gone_people_end_it_with_the_reason(world: World) -> None:
    await _write(world, "one")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
    (row,) = await _write(world, "two")
    assert (row.status, row.error) == (DeliveryStatus.DEAD, "their direct messages are closed to me")
    assert len(world.env.http_requests) == 1
    world.env.inject_error("POST", "/users/@me/channels", status=400, code=50033, times=1)
    (row,) = await _write(world, "gone", user_id=world.bob.id)
    assert (row.status, row.error) == (DeliveryStatus.DEAD, "this person's account is gone")


async def test_not_more_than_a_few_channels_are_opened_at_once(world: World) -> None:
    """Those over the number are put off, each to a second of their own; who caused it by a press is not."""
    answered, asked = asyncio.Event(), list[int]()

    class Http:
        async def start_private_message(self, user_id: int) -> dict[str, str]:
            asked.append(user_id)
            await answered.wait()
            return {"id": str(user_id + 1000)}

    class Client:
        http = Http()

        def get_partial_messageable(self, channel_id: int, **_: Any) -> int:
            return channel_id

    begun = world.clock()
    channels = DirectChannels(Client(), world.client.store, lambda: begun)  # type: ignore[arg-type]
    gives_way.set(True)
    waiting = [asyncio.ensure_future(channels.of(number)) for number in range(1, 12)]
    async with asyncio.timeout(10):
        while len(asked) + sum(one.done() for one in waiting) < 11:
            await asyncio.sleep(0)
    until = [error.until for one in waiting if one.done() and isinstance(error := one.exception(), LaterError)]
    assert sorted(one - begun for one in until if one) == [timedelta(seconds=span) for span in (10, 11, 12)]
    gives_way.set(False)
    waiting.append(asyncio.ensure_future(channels.of(99)))
    async with asyncio.timeout(10):
        while 99 not in asked:
            await asyncio.sleep(0)
        answered.set()
        found = await asyncio.gather(*waiting, return_exceptions=True)
    assert sorted(one for one in found if isinstance(one, int)) == sorted(number + 1000 for number in asked)
