"""A small simulated server with people in it, and the real bot."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.app import build
from bot.client import Greenroom
from bot.settings import Settings
from bot.storage.engine import make_engine, sqlite_file
from bot.storage.tables import metadata
from bot.storage.upgrade import upgrade
from tests.payloads.check import assert_payloads
from tests.payloads.uploads import Upload, recorded_uploads
from tests.postgres import Postgres, rows_of
from tests.quiet_logs import all_lines, assert_no_words

TRACK = "upwork-product-analyst"
STAGE = "recruiter-screen"
TOKEN = "MTA0NTY3.a-token.that-nobody-logs"


@dataclass
class Clock:
    """Simulated time plus what a test adds; moving it never wakes timers, so tests call ``run_due``."""

    env: simcord.Env | None = None
    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        assert self.env is not None
        return self.env.now() + self.ahead

    def move(self, **span: float) -> None:
        """Let time pass: ``clock.move(minutes=5)``."""
        self.ahead += timedelta(**span)


@dataclass
class World:
    """One server: a practice channel, two people who practise, a moderator."""

    env: simcord.Env
    client: Greenroom
    clock: Clock
    url: str
    make: Callable[[], Greenroom]
    uploads: list[Upload] = field(default_factory=list)
    guild: simcord.GuildHandle = field(init=False)
    channel: simcord.ChannelHandle = field(init=False)
    alice: simcord.MemberActor = field(init=False)
    bob: simcord.MemberActor = field(init=False)
    mod: simcord.MemberActor = field(init=False)

    def __post_init__(self) -> None:
        self.guild = self.env.create_guild("Study group")
        self.channel = self.guild.create_text_channel("practice")
        self.alice = self.guild.add_member(self.env.create_user("alice"))
        self.bob = self.guild.add_member(self.env.create_user("bob"))
        mods = self.guild.create_role("Mods", permissions=discord.Permissions(manage_guild=True, manage_threads=True))
        self.mod = self.guild.add_member(self.env.create_user("mo"), roles=[mods])

    @property
    def database(self) -> Path:
        """The database's file."""
        return sqlite_file(self.url) or pytest.skip("this is about the file of SQLite")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What stands in the database, whichever it is."""
        return self._find(statement)[0]

    def all_rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that stands in the database, by table."""
        found = self._find(*(f'SELECT * FROM "{name}"' for name in metadata.tables))
        return dict(zip(metadata.tables, found, strict=True))

    def _find(self, *statements: str) -> list[list[tuple[Any, ...]]]:
        # Tests look without awaiting, and drivers belong to the loop that they were opened in.
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(asyncio.run, rows_of(self.url, *statements)).result()

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database."""
        await self.client.close()
        self.client = self.make()
        await self.env.restart_bot(self.client)

    async def start(self, **options: Any) -> simcord.ChannelHandle:
        """Alice starts a round; returns its thread."""
        before = {thread.id for thread in self.channel.threads}
        options = {"track": TRACK, "stage": STAGE, "questions": 2} | options
        await self.alice.slash(self.channel, "mock start", **options)
        return next(thread for thread in self.channel.threads if thread.id not in before)

    def panel(self, thread: simcord.ChannelHandle) -> discord.Message:
        """The newest question with buttons."""
        return next(message for message in reversed(thread.history()) if "Question" in text_of(message))

    async def answer(self, thread: simcord.ChannelHandle, text: str) -> Any:
        """Alice answers the open question by the form."""
        shown = await self.alice.click(self.panel(thread), label="Answer")
        return await self.alice.submit_modal(shown, {"text": text})

    async def finish_round(self, **options: Any) -> simcord.ChannelHandle:
        """Alice does a whole round; returns its thread."""
        thread = await self.start(**options)
        await self.answer(thread, "I rebuilt the funnel and conversion rose from 12 % to 15 %.")
        await self.answer(thread, "I would like to work here because of the marketplace.")
        return thread

    async def run_due(self) -> int:
        """Bring what is due, as the clockwork would."""
        brought = await self.client.clockwork.run_due()
        await self.env.settle()
        return brought


def text_of(message: discord.Message) -> str:
    """All text of a message, whatever it is made of."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{one.name}\n{one.value}" for one in embed.fields]
    for component in message.components:
        parts += _texts(component.to_dict())
    return "\n".join(parts)


def labels_of(message: discord.Message) -> list[str]:
    """The labels of a message's buttons."""
    found: list[str] = []
    for component in message.components:
        _labels(component.to_dict(), found)
    return found


def _texts(data: Any) -> list[str]:
    if isinstance(data, dict):
        own = [data["content"]] if isinstance(data.get("content"), str) else []
        return own + _texts(data.get("components", []))
    return [text for one in data for text in _texts(one)] if isinstance(data, list) else []


def _labels(data: Any, found: list[str]) -> None:
    if isinstance(data, dict):
        if data.get("type") == discord.ComponentType.button.value and data.get("label"):
            found.append(data["label"])
        _labels(data.get("components", []), found)
        _labels(data.get("accessory", []), found)
    elif isinstance(data, list):
        for one in data:
            _labels(one, found)


async def make_template(file: Path) -> Path:
    """A migrated, empty database to copy for each test."""
    engine = make_engine(f"sqlite+aiosqlite:///{file}")
    await upgrade(engine)
    await engine.dispose()
    return file


@asynccontextmanager
async def open_world(template: Path | Postgres, folder: Path, **options: Any) -> AsyncIterator[World]:
    """Run the real bot on a new simulated Discord, and close both at the end."""
    if isinstance(template, Path):
        url = f"sqlite+aiosqlite:///{shutil.copy(template, folder / 'bot.db')}"
    else:
        url = await template.emptied()
    clock = Clock()
    simulator = options.pop("simulator", {})
    settings: dict[str, Any] = {
        "discord_token": TOKEN,
        "database_url": url,
        "message_content": True,
    }
    settings |= options

    def make() -> Greenroom:
        return build(Settings(_env_file=None, **settings), now=clock)

    client = make()
    env = simcord.Env(client, **simulator)
    clock.env = env
    opened: World | None = None
    try:
        with recorded_uploads(env) as uploads, all_lines() as lines:
            await env.start()
            opened = World(env, client, clock, url, make, uploads)
            yield opened
    finally:
        # simcord never closes a bot, and aiosqlite's thread would keep the process alive.
        await (client if opened is None else opened.client).close()
        await env.shutdown()
    if env.check_errors:
        # What a test has read in ``env.errors`` is acknowledged.
        env._raise_errors_since(env._errors_acknowledged)
    assert_payloads(env.http_requests, uploads)
    assert_no_words(lines, env.backend.transcript, TOKEN)
