"""A discord.py client that is fed gateway events directly and whose requests end in a list: no simulator in between."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import discord

GUILD, CHANNEL, THREAD, BOT, PERSON = 1000, 2000, 3000, 4000, 5000


class Wire:
    """Takes the place of discord.py's HTTP layer: notes each request with its moment and gives a plausible answer."""

    def __init__(self) -> None:
        self.requests: list[tuple[float, str, str]] = []
        self._next_id = 10**17
        self.arrived = asyncio.Event()

    async def request(self, route: discord.http.Route, **_: Any) -> Any:
        """Answer like Discord, at once."""
        self.requests.append((time.perf_counter(), route.method, route.path))
        self.arrived.set()
        if route.method == "POST" and route.path.endswith("/messages"):
            return self.message(int(route.channel_id or 0), "", author=BOT)
        if route.path.endswith("/threads"):
            return thread(self.snowflake())
        return None

    def snowflake(self) -> int:
        """A new id."""
        self._next_id += 1 << 22
        return self._next_id

    def message(self, channel_id: int, content: str, author: int = PERSON) -> dict[str, Any]:
        """A message as the gateway brings it."""
        return {
            "id": str(self.snowflake()),
            "channel_id": str(channel_id),
            "guild_id": str(GUILD),
            "author": {"id": str(author), "username": "p", "discriminator": "0", "avatar": None, "bot": author == BOT},
            "content": content,
            "timestamp": "2026-01-01T00:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
            "components": [],
        }


def thread(thread_id: int = THREAD) -> dict[str, Any]:
    """A private thread of the bot."""
    return {
        "id": str(thread_id),
        "guild_id": str(GUILD),
        "parent_id": str(CHANNEL),
        "owner_id": str(BOT),
        "name": "round",
        "type": 12,
        "message_count": 0,
        "member_count": 2,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 10080,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def connect(client: discord.Client, wire: Wire) -> Callable[[str, dict[str, Any]], None]:
    """Make a client believe that it is connected; returns what feeds it events."""
    client.http.request = wire.request  # type: ignore[method-assign]
    state = client._connection
    state.user = discord.ClientUser(state=state, data=_user())
    state.application_id = BOT
    guild = {
        "id": str(GUILD),
        "name": "guild",
        "owner_id": "1",
        "channels": [{"id": str(CHANNEL), "type": 0, "name": "practice", "position": 0, "permission_overwrites": []}],
        "roles": [_role()],
        "members": [{"user": _user(), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}],
        "threads": [thread()],
        "emojis": [],
        "member_count": 2,
    }
    state._add_guild_from_data(guild)  # type: ignore[arg-type]
    client._ready.set()

    def feed(event: str, data: dict[str, Any]) -> None:
        state.parsers[event](data)

    return feed


def _user() -> Any:
    return {"id": str(BOT), "username": "greenroom", "discriminator": "0", "avatar": None, "bot": True}


def _role() -> dict[str, Any]:
    everything = str(discord.Permissions.all().value)
    return {
        "id": str(GUILD),
        "name": "@everyone",
        "permissions": everything,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
    }
