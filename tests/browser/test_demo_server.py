"""The demo's server without a browser: who sees what, and what time it is."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.run import open_simulated
from bot.demo.server import Kind, Member, Server
from tests.world import STAGE, TRACK


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """The demo's server, with the real bot in it."""
    async with open_simulated(tmp_path) as simulated:
        yield Server(simulated)


def _named(server: Server, key: str) -> Member:
    member = server.member(key)
    assert member
    return member


async def _start(server: Server, visibility: str) -> None:
    ada = _named(server, "ada").actor
    await ada.slash(server.lobby, "mock start", track=TRACK, stage=STAGE, visibility=visibility)


async def test_a_private_thread_is_listed_for_its_members_only(server: Server) -> None:
    await _start(server, "private")

    ada, ivo, mo = server.members
    assert [(one.kind, one.unread) for one in server.places(ada)] == [
        (Kind.CHANNEL, 1),
        (Kind.PRIVATE_THREAD, 2),
        (Kind.DIRECT, 0),
    ]
    for other in (ivo, mo):
        assert [(one.kind, one.newest) for one in server.places(other)] == [(Kind.CHANNEL, ""), (Kind.DIRECT, "")]
        with pytest.raises(PermissionError):
            await server.simulated.page(server.lobby.threads[0], [other.actor], lambda *_: ("", ""))


async def test_a_public_thread_is_announced_and_listed_for_all(server: Server) -> None:
    await _start(server, "public")

    kinds = {member.key: [one.kind for one in server.places(member)] for member in server.members}
    assert set(kinds) == {"ada", "ivo", "mo"}
    assert all(found == [Kind.CHANNEL, Kind.THREAD, Kind.DIRECT] for found in kinds.values())
    assert server.places(_named(server, "ivo"))[0].newest.startswith("Greenroom: ")


async def test_what_was_looked_at_is_no_longer_new(server: Server) -> None:
    await server.welcome()
    assert [server.places(one)[0].unread for one in server.members] == [1, 1, 0]

    server.saw(server.lobby.id, _named(server, "ada").id)

    assert [server.places(one)[0].unread for one in server.members] == [0, 1, 0]


async def test_the_clock_makes_up_for_a_sleep_in_steps(server: Server) -> None:
    simulated = server.simulated
    simulated.env.backend.clock._epoch -= timedelta(minutes=15)
    asleep = simulated.env.now()

    await simulated.tick()
    first = simulated.env.now()
    await simulated.tick()

    assert first - asleep == timedelta(minutes=10)
    assert simulated.env.now() - asleep >= timedelta(minutes=15)


@pytest.mark.parametrize(("seconds", "waits_for_our_clock"), [(5.0, True), (0.2, False)])
async def test_only_long_timers_wait_for_our_clock_however_far_it_has_gone(
    server: Server, seconds: float, waits_for_our_clock: bool
) -> None:
    """Otherwise a click waits for a timer of the bot that is half a minute away."""
    env = server.simulated.env
    for hours in (0, 12):
        await server.simulated.skip(timedelta(hours=hours))
        with env._bot_scope():
            handle = asyncio.get_running_loop().call_later(seconds, lambda: None)
        (timer,) = [one for one in env._work.callbacks if one.handle is handle]
        assert timer.real_handle
        assert timer.real_handle.cancelled() is waits_for_our_clock
        handle.cancel()
