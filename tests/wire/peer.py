"""The wire peer: a small Discord on a loopback port, with the handles a test needs to use and to spoil it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self, TypeVar

from . import permissions, render
from .commands import Commands
from .faults import Cut, Fault, Faults
from .gateway import INVALID, RECONNECT, Gateway
from .http_call import Call
from .ids import Json
from .interactions import Interactions
from .model import TEXT, Attachment, Channel, Guild, Member, Message, Role, User
from .people import People
from .posts import Posts
from .ratelimits import RateLimits
from .routes_application import ApplicationRoutes
from .routes_channels import ChannelRoutes
from .routes_interactions import InteractionRoutes
from .routes_threads import ThreadRoutes
from .server import Server
from .threads import Threads
from .world import ChannelRef, UserRef, World

T = TypeVar("T")


class Peer(People):
    """State lives here, so the bot's process can be killed and started again against the same Discord."""

    def __init__(
        self, *, shards: int = 1, rate_limits: bool = True, granted_intents: Iterable[str] = (),
        token: str = "wire-token", ack_window: float = 3.0, token_life: float = 900.0, nonce_window: float = 180.0,
        heartbeat_ms: int = 41_250,
    ) -> None:  # fmt: skip
        self.token = token
        self.ack_window = ack_window
        self._changed = asyncio.Event()
        self.world = World(shards, frozenset(granted_intents))
        self.gateway = Gateway(self.world, token, heartbeat_ms)
        self.posts = Posts(self.world, self.gateway, nonce_window)
        self.thread_service = Threads(self.world, self.gateway, self.posts)
        self.commands = Commands(self.world)
        self.interactions = Interactions(self.world, self.gateway, self.posts, ack_window, token_life)
        self.limits = RateLimits(enabled=rate_limits)
        self.faults = Faults(self._changed.set)
        routes = (
            ApplicationRoutes(self.world, self.gateway, self.commands).table()
            | ChannelRoutes(self.world, self.gateway, self.posts, self.thread_service).table()
            | ThreadRoutes(self.world, self.thread_service).table()
            | InteractionRoutes(self.world, self.posts, self.interactions).table()
        )
        self.server = Server(
            self.world, self.gateway, routes, self.limits, self.faults, token, self._file, self._changed.set
        )

    async def start(self, port: int = 0) -> Self:
        await self.server.start(port)
        return self

    async def stop(self) -> None:
        await self.server.stop()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    # --- what a bot is started with, and what it did -------------------------------------------------------

    @property
    def api_base(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/api/v10"

    @property
    def environment(self) -> dict[str, str]:
        return {"DISCORD_TOKEN": self.token, "DISCORD_API_BASE": self.api_base}

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def requests(self) -> list[Call]:
        """Every request on a known route, in order of arrival, with its body and the status answered."""
        return self.server.requests

    @property
    def unknown_routes(self) -> list[str]:
        return self.server.unknown_routes

    @property
    def nonce_hits(self) -> int:
        return self.posts.nonce_hits

    @property
    def rate_limited(self) -> Counter[str]:
        """How many 429s were given, by "METHOD /route", with "global" for the limit over all."""
        return self.limits.refused

    def requested(self, method: str, path_glob: str) -> list[Call]:
        pattern = Fault(method, path_glob)
        return [call for call in self.requests if pattern.matches(call.method, call.path)]

    # --- the scene -----------------------------------------------------------------------------------------

    def add_guild(
        self, name: str = "Guild", *, shard: int | None = None, bot_permissions: int = permissions.BOT
    ) -> Guild:
        guild = self.world.add_guild(name, shard=shard, bot_permissions=bot_permissions)
        self.gateway.dispatch("GUILD_CREATE", guild.id, lambda i: render.guild_create(self.world, guild, i))
        return guild

    def add_user(self, name: str, *guilds: Guild, roles: Iterable[Role] = ()) -> User:
        user = self.world.add_user(name)
        for guild in guilds:
            guild.members[user.id] = Member(user, [role.id for role in roles])
            body = render.member(guild.members[user.id]) | {"guild_id": str(guild.id)}
            self.gateway.dispatch("GUILD_MEMBER_ADD", guild.id, body)
        return user

    def add_role(self, guild: Guild, name: str, granted: int = 0) -> Role:
        role = self.world.add_role(guild, name, granted)
        self.gateway.dispatch("GUILD_ROLE_CREATE", guild.id, {"guild_id": str(guild.id), "role": render.role(role)})
        return role

    def add_channel(
        self, guild: Guild, name: str, *, kind: int = TEXT, overwrites: list[Json] | None = None
    ) -> Channel:
        channel = self.world.add_channel(guild, name, kind=kind, overwrites=overwrites)
        self.gateway.dispatch("CHANNEL_CREATE", guild.id, render.channel(self.world, channel))
        return channel

    def dm_channel(self, user: UserRef) -> Channel:
        return self.world.dm_with(self.world.user(user))

    def messages(self, channel: ChannelRef) -> list[Message]:
        """What everyone in the channel sees, oldest first; for the rest see `ephemeral`."""
        return list(self.world.channel(channel).messages.values())

    def threads(self, parent: ChannelRef) -> list[Channel]:
        channel = self.world.channel(parent)
        return self.world.threads(channel.guild_id, channel.id) if channel.guild_id is not None else []

    def command_names(self, guild: Guild | None = None) -> list[str]:
        return [str(one["name"]) for one in self.commands.listed(guild.id if guild else None)]

    def _file(self, channel_id: int, attachment_id: int) -> Attachment | None:
        channel = self.world.channels.get(channel_id)
        shown: list[Message] = [*(channel.messages.values() if channel else ()), *self.world.ephemeral.values()]
        posted = [file for message in shown for file in message.attachments]
        given = [file for handle in self.interactions.all.values() for file in handle.files.values()]
        return next((file for file in posted + given if file.id == attachment_id), None)

    # --- trouble -------------------------------------------------------------------------------------------

    def fail(
        self, method: str, path_glob: str, status: int = 503, *, times: int | None = 1, before_effect: bool = True,
        code: int = 0, message: str = "", retry_after: float | None = None,
    ) -> Fault:  # fmt: skip
        """Refuse matching requests. `before_effect=False`: it was done, and only the answer says otherwise."""
        return self.faults.add(
            Fault(method, path_glob, times, before_effect, status, code, message, retry_after=retry_after)
        )

    def delay(
        self, method: str, path_glob: str, seconds: float, *, times: int | None = None, before_effect: bool = True
    ) -> Fault:
        return self.faults.add(Fault(method, path_glob, times, before_effect, delay=seconds))

    def drop(
        self,
        method: str,
        path_glob: str,
        *,
        times: int | None = 1,
        before_effect: bool = True,
        mid_answer: bool = False,
    ) -> Fault:
        """Cut the connection instead of answering, or in the middle of the answer."""
        cut = Cut.MID_ANSWER if mid_answer else Cut.BEFORE_ANSWER
        return self.faults.add(Fault(method, path_glob, times, before_effect, cut=cut))

    async def drop_gateway(self, code: int | None = None, *, shard: int | None = None) -> None:
        """Close the gateway connection with a code, or cut it without a word."""
        if code is None:
            self.gateway.abort(shard)
        else:
            await self.gateway.close(code, shard)

    def ask_to_reconnect(self, *, shard: int | None = None) -> None:
        self.gateway.tell(RECONNECT, None, shard)

    def invalidate_session(self, *, resumable: bool = False, shard: int | None = None) -> None:
        self.gateway.tell(INVALID, resumable, shard)

    # --- waiting -------------------------------------------------------------------------------------------

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0, what: str = "") -> T:
        """The first true result of `predicate`; it is asked again after each request, and often in between."""
        deadline = time.monotonic() + timeout
        while True:
            result = predicate()
            if result:
                return result
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"{what or 'what was waited for'} did not come within {timeout} s")
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.02))
            except TimeoutError:
                continue
