"""The gateway's protocol: identify, resume, heartbeats, member requests, and whom to tell what."""

import json
import secrets
from collections.abc import Callable

from aiohttp import WSMsgType, web

from . import render
from .ids import Json
from .intents import GUILD_MEMBERS, PRIVILEGED, wants
from .model import Member
from .session import Link, Session
from .world import World

HEARTBEAT, IDENTIFY, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 1, 2, 6, 7, 8, 9, 10, 11

Payload = Json | Callable[[int], Json]  # a function of the intents, where they decide what may be seen


class Gateway:
    def __init__(self, world: World, token: str, heartbeat_ms: int = 41_250) -> None:
        self.world = world
        self.token = token
        self.heartbeat_ms = heartbeat_ms
        self.ack_heartbeats = True
        self.accepting = True
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.readies: list[int] = []  # the shard of every READY sent, in order
        self.resumes: list[int] = []  # the shard of every successful RESUME, in order
        self.close_codes: list[int] = []  # every close code the peer sent
        self.heartbeats = 0
        self._links: set[Link] = set()

    # --- what the rest of the peer calls -------------------------------------------------------------------

    def dispatch(self, event: str, guild_id: int | None, payload: Payload) -> None:
        shard_id = self.world.shard_for(guild_id)
        for session in list(self.sessions.values()):
            if session.shard_id == shard_id and wants(event, guild_id, session.intents):
                session.dispatch(event, payload(session.intents) if callable(payload) else payload)

    def live(self, shard_id: int | None = None) -> list[Session]:
        return [s for s in self.sessions.values() if s.link is not None and shard_id in (None, s.shard_id)]

    def _live_links(self, shard_id: int | None) -> list[Link]:
        return [session.link for session in self.live(shard_id) if session.link is not None]

    async def close(self, code: int, shard_id: int | None = None) -> None:
        for link in self._live_links(shard_id):
            await self._refuse(link, code)

    def abort(self, shard_id: int | None = None) -> None:
        for link in self._live_links(shard_id):
            link.abort()

    def tell(self, op: int, data: bool | None, shard_id: int | None = None) -> None:
        for link in self._live_links(shard_id):
            link.send({"op": op, "d": data, "t": None, "s": None})

    def forget_sessions(self) -> None:
        """After this no session can be resumed: the answer to RESUME is INVALID_SESSION (false)."""
        self.sessions.clear()

    def stop(self) -> None:
        for link in list(self._links):
            link.abort()

    # --- one connection ------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if not self.accepting:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        link = Link(socket, request)
        self._links.add(link)
        link.send({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}, "t": None, "s": None})
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._receive(link, json.loads(frame.data))
        finally:
            link.stop()
            self._links.discard(link)
            for session in self.sessions.values():
                if session.link is link:
                    session.link = None
        return socket

    async def _receive(self, link: Link, payload: Json) -> None:
        op = payload["op"]
        data: Json = payload["d"] if isinstance(payload.get("d"), dict) else {}  # a heartbeat's is a number
        if op == HEARTBEAT:
            self.heartbeats += 1
            if self.ack_heartbeats:
                link.send({"op": ACK, "d": None, "t": None, "s": None})
        elif op == IDENTIFY:
            await self._identify(link, data)
        elif op == RESUME:
            await self._resume(link, data)
        elif op == MEMBERS:
            self._send_members(link, data)

    async def _refuse(self, link: Link, code: int) -> None:
        self.close_codes.append(code)
        await link.close(code)

    async def _identify(self, link: Link, data: Json) -> None:
        intents = int(data["intents"])
        shard_id, shard_count = data.get("shard") or (0, 1)
        if data["token"] != self.token:
            return await self._refuse(link, 4004)
        if shard_count != self.world.shard_count:
            return await self._refuse(link, 4010)
        if intents & sum(PRIVILEGED.values()) & ~self.world.granted_intents:
            return await self._refuse(link, 4014)
        self._drop_dead_sessions(shard_id)
        session = Session(secrets.token_hex(16), shard_id, intents, link=link)
        self.sessions[session.id] = session
        self._welcome(session)
        return None

    def _drop_dead_sessions(self, shard_id: int) -> None:
        """A killed process never resumes: what it left must not pile up over many restarts."""
        for session in list(self.sessions.values()):
            if session.shard_id == shard_id and session.link is None:
                del self.sessions[session.id]

    def _welcome(self, session: Session) -> None:
        world = self.world
        homes = [g for g in world.guilds.values() if world.shard_for(g.id) == session.shard_id]
        ready: Json = {
            "v": 10, "user": render.user(world.bot) | {"verified": True, "mfa_enabled": True},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in homes], "private_channels": [],
            "session_id": session.id, "resume_gateway_url": self.url,
            "shard": [session.shard_id, world.shard_count],
            "application": {"id": str(world.application_id), "flags": world.application_flags},
        }  # fmt: skip
        session.dispatch("READY", ready)
        for guild in homes:
            if wants("GUILD_CREATE", guild.id, session.intents):
                session.dispatch("GUILD_CREATE", render.guild_create(world, guild, session.intents))
        self.readies.append(session.shard_id)

    async def _resume(self, link: Link, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self.token:
            return await self._refuse(link, 4004)
        if session is None or int(data["seq"]) > session.seq:
            return link.send({"op": INVALID, "d": False, "t": None, "s": None})
        session.link = link
        for payload in session.sent:
            if payload["s"] > data["seq"]:
                link.send(payload)
        session.dispatch("RESUMED", {})
        self.resumes.append(session.shard_id)
        return None

    # --- op 8 ----------------------------------------------------------------------------------------------

    def _send_members(self, link: Link, data: Json) -> None:
        session = next((s for s in self.sessions.values() if s.link is link), None)
        guild = self.world.guilds.get(int(data["guild_id"]))
        if session is None or guild is None:
            return
        found = self._asked_for(list(guild.members.values()), data, session.intents)
        wanted = [int(one) for one in _as_list(data.get("user_ids"))]
        chunks = [found[start : start + 1000] for start in range(0, len(found), 1000)] or [[]]
        for index, chunk in enumerate(chunks):
            body: Json = {
                "guild_id": str(guild.id), "members": [render.member(one) for one in chunk],
                "chunk_index": index, "chunk_count": len(chunks),
                "not_found": [str(one) for one in wanted if one not in guild.members],
            }  # fmt: skip
            session.dispatch("GUILD_MEMBERS_CHUNK", body | ({"nonce": data["nonce"]} if "nonce" in data else {}))

    def _asked_for(self, members: list[Member], data: Json, intents: int) -> list[Member]:
        wanted = {int(one) for one in _as_list(data.get("user_ids"))}
        if wanted:
            return [one for one in members if one.user.id in wanted][:100]
        query, limit = str(data.get("query", "")).lower(), int(data.get("limit", 0))
        if not query and limit == 0 and not intents & GUILD_MEMBERS:
            return [one for one in members if one.user.id == self.world.bot.id]
        found = [one for one in members if (one.nick or one.user.name).lower().startswith(query)]
        return found[:limit] if limit else found


def _as_list(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
