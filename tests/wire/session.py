"""A gateway connection, and the session that outlives it: it numbers and keeps what was sent, for a resume."""

import asyncio
import json
import zlib
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from .ids import Json

DISPATCH = 0


class Link:
    """One websocket. Sends in order from a queue, so that no request handler waits for the bot to read."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.request = request
        self._deflate = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._outbox: asyncio.Queue[Json] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write(), name="wire-gateway-writer")

    def send(self, payload: Json) -> None:
        self._outbox.put_nowait(payload)

    async def _write(self) -> None:
        while True:
            text = json.dumps(await self._outbox.get())
            try:
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
            except ConnectionError:
                return  # the session kept it; a resume sends it again

    async def close(self, code: int) -> None:
        self._writer.cancel()
        await self.socket.close(code=code)

    def abort(self) -> None:
        """Cut the line without a word, as a network failure does."""
        self._writer.cancel()
        if self.request.transport is not None:
            self.request.transport.abort()

    def stop(self) -> None:
        self._writer.cancel()


@dataclass
class Session:
    id: str
    shard_id: int
    intents: int
    seq: int = 0
    sent: deque[Json] = field(default_factory=lambda: deque(maxlen=20_000))
    link: Link | None = None

    def dispatch(self, event: str, data: Json) -> None:
        self.seq += 1
        payload: Json = {"op": DISPATCH, "t": event, "s": self.seq, "d": data}
        self.sent.append(payload)
        if self.link is not None:
            self.link.send(payload)
