"""Steps that tests of sessions and their tables share."""

from collections.abc import Iterable
from typing import Any

import discord
import pytest
import simcord

from bot.domain.sessions.tables import Table
from bot.domain.sessions.values import Session
from bot.services.clockwork import Clockwork
from tests.world import STAGE, TRACK, World, labels_of, text_of


@pytest.fixture
def no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """No timer of a few seconds, which the simulator would really wait for: tests say when something is due."""
    monkeypatch.setattr(Clockwork, "_wake_in", lambda _self, _seconds: None)


def newest(place: simcord.ChannelHandle, label: str) -> discord.Message:
    """The newest message with a button of this label."""
    return next(one for one in reversed(place.history()) if label in labels_of(one))


def said(place: simcord.ChannelHandle) -> str:
    """All that stands in a place."""
    return "\n".join(text_of(one) for one in place.history())


def people(world: World, count: int) -> list[simcord.MemberActor]:
    """So many members more."""
    return [world.guild.add_member(world.env.create_user(f"person{number}")) for number in range(count)]


async def plan(
    world: World,
    members: Iterable[simcord.MemberActor],
    wish: str = "Either",
    host: simcord.MemberActor | None = None,
    **options: Any,
) -> Session:
    """The moderator, or another host, plans a session and these people sign up."""
    given = {"track": TRACK, "stage": STAGE, "starts": "in 3 days", "timezone": "Berlin", "length": 60} | options
    await (host or world.mod).slash(world.channel, "session create", **given)
    await world.run_due()
    for one in members:
        await one.click(newest(world.channel, "Leave"), label=wish)
    session: Session = (await world.client.sessions.ahead(world.guild.id))[-1]
    return session


async def check_in(world: World) -> discord.Message:
    """The time has come; the post of the check-in."""
    world.clock.move(days=3, seconds=5)
    await world.run_due()
    return newest(world.channel, "I am here")


async def seated(world: World, members: Iterable[simcord.MemberActor], **options: Any) -> list[Table]:
    """A session whose people all came and sit at their tables."""
    members = list(members)
    session = await plan(world, members, **options)
    post = await check_in(world)
    for one in members:
        await one.click(post, label="I am here")
    await world.run_due()
    return await tables_of(world, session)


async def tables_of(world: World, session: Session) -> list[Table]:
    """The tables of a session."""
    found: list[Table] = await world.client.store.read(
        lambda unit: unit.session_tables.of(session.guild_id, session.id)
    )
    return found


def thread_of(world: World, table: Table) -> simcord.ChannelHandle:
    """The thread of a table."""
    return next(one for one in world.channel.threads if one.id == table.thread_id)


async def fresh(world: World, table: Table) -> Table:
    """A table as it is now."""
    return await world.client.session_tables.get(table.guild_id, table.id)
