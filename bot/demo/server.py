"""The small simulated server of the demo: who is in it, where they can go, what is new there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import discord
import simcord
from simcord.backend.models import Channel, Message

from bot.demo.simulated import Person, Simulated

SERVER_NAME = "Interview practice"
BOT_NAME = "Greenroom"
LOBBY = "practice"
_TOPIC = "Mock interviews. Type /mock start to begin one."
_WELCOME = (
    "Welcome! Type `/mock start` here, pick a track and a stage, and your interview opens in a thread of its own."
)
_THREADS = {discord.ChannelType.public_thread.value, discord.ChannelType.private_thread.value}


@dataclass(frozen=True)
class Member:
    """Somebody to look at the server as."""

    key: str
    name: str
    role: str
    actor: simcord.MemberActor

    @property
    def id(self) -> int:
        """Their Discord id."""
        return self.actor.id


class Kind(StrEnum):
    """What sort of place it is."""

    CHANNEL = "channel"
    THREAD = "thread"
    PRIVATE_THREAD = "private thread"
    DIRECT = "direct messages"


@dataclass(frozen=True)
class Place:
    """A channel, a thread or direct messages, as one member sees it."""

    id: int
    kind: Kind
    name: str
    newest: str
    unread: int


class Server:
    """The demo's server and its people."""

    def __init__(self, simulated: Simulated) -> None:
        self.simulated = simulated
        env = simulated.env
        self.guild = env.create_guild(SERVER_NAME)
        self.lobby = self.guild.create_text_channel(LOBBY, topic=_TOPIC)
        interviewers = self.guild.create_role("Interviewers")
        moderators = self.guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
        self.members = (
            self._join("ada", "Ada", "candidate"),
            self._join("ivo", "Ivo", "interviewer", interviewers),
            self._join("mo", "Mo", "moderator", moderators),
        )
        for member in self.members:
            # Direct messages exist from the first look at them on.
            assert member.actor.user.dm_channel.id
        self._seen: dict[tuple[int, int], int] = {}

    async def welcome(self) -> None:
        """The moderator says how it works."""
        async with self.simulated.gate:
            await self.members[-1].actor.send(self.lobby, _WELCOME)

    def member(self, key: str) -> Member | None:
        """One of the people."""
        return next((one for one in self.members if one.key == key), None)

    def places(self, member: Member) -> list[Place]:
        """Where this member can go: channels with their threads, then direct messages."""
        for channel_id, person_id in self.simulated.reading():
            self.saw(channel_id, person_id)
        found = [one for one in self.simulated.channels() if self.simulated.can_see(one.id, member.id)]
        # Nothing is heard on a page, so a voice channel is no place to go.
        spoken = discord.ChannelType.voice.value
        roots = [one for one in found if not one.is_thread and one.guild_id is not None and one.type != spoken]
        threads = [one for one in found if one.is_thread]
        ordered = [one for root in roots for one in (root, *(t for t in threads if t.parent_id == root.id))]
        ordered += [one for one in found if one.guild_id is None]
        return [self._place(one, member) for one in ordered]

    def saw(self, channel_id: int, person_id: int) -> None:
        """Nothing there is new to this person any more."""
        self._seen[channel_id, person_id] = max(
            (one.id for one in self.simulated.messages(channel_id, person_id)), default=0
        )

    def handle(self, channel_id: int, member: Member) -> tuple[simcord.ChannelHandle, list[Person]] | None:
        """A channel, and the people it can be looked at as, this member first."""
        if channel_id == member.actor.user.dm_channel.id:
            return member.actor.user.dm_channel, [member.actor.user]
        handles = (self.lobby, *self.lobby.threads)
        found = next((one for one in handles if one.id == channel_id), None)
        others = [one.actor for one in self.members if one is not member]
        return (found, [member.actor, *others]) if found else None

    def _join(self, key: str, name: str, role: str, *roles: simcord.RoleHandle) -> Member:
        user = self.simulated.env.create_user(key, global_name=name)
        return Member(key, name, role, self.guild.add_member(user, roles=roles))

    def _place(self, channel: Channel, member: Member) -> Place:
        messages = self.simulated.messages(channel.id, member.id)
        seen = self._seen.get((channel.id, member.id), 0)
        unread = sum(one.id > seen and one.author_id != member.id for one in messages)
        newest = self._line(messages[-1], member) if messages else ""
        return Place(channel.id, _kind(channel), channel.name or BOT_NAME, newest, unread)

    def _line(self, message: Message, member: Member) -> str:
        who = "You" if message.author_id == member.id else self.simulated.name_of(message)
        return f"{who}: {self._plain(next(_texts(message), ''))}"

    def _plain(self, text: str) -> str:
        """One line of a message without its markup."""
        names = {one.id: f"@{one.name}" for one in self.members}
        names |= {one.id: f"#{one.name}" for one in self.simulated.channels() if one.name}
        text = re.sub(r"<(?:@&?|#)(\d+)>", lambda found: names.get(int(found[1]), "…"), text)
        text = re.sub(r"<t:\d+(?::\w)?>", "…", text)
        text = re.sub(r"^(?:-#|#{1,3}|>) ", "", text, flags=re.MULTILINE)
        return " ".join(re.sub(r"[*_`~]{2,}|[*`]", "", text).split())[:160]


def _kind(channel: Channel) -> Kind:
    if channel.guild_id is None:
        return Kind.DIRECT
    if channel.type == discord.ChannelType.private_thread.value:
        return Kind.PRIVATE_THREAD
    return Kind.THREAD if channel.type in _THREADS else Kind.CHANNEL


def _texts(message: Message) -> Iterator[str]:
    """What is written in a message, wherever it stands."""
    if message.content:
        yield message.content
    for embed in message.embeds:
        yield from (embed[key] for key in ("title", "description") if embed.get(key))
    yield from _component_texts(message.components)
    yield from (f"📎 {one['filename']}" for one in message.attachments)


def _component_texts(components: list[dict[str, Any]]) -> Iterator[str]:
    for component in components:
        if isinstance(component.get("content"), str):
            yield component["content"]
        yield from _component_texts(component.get("components", []))
