"""Length-prefixed JSON on a file descriptor, blocking."""

import json
import os
from typing import Any, Final

LENGTH: Final = 4
_GATHERED: Final = 64 * 1024


class Outlet:
    """Gathers frames, so that a small result wakes the bot once."""

    def __init__(self, channel: int) -> None:
        self._channel = channel
        self._waiting = bytearray()

    def send(self, value: object) -> None:
        self.send_body(json.dumps(value, separators=(",", ":")).encode())

    def send_body(self, body: bytes) -> None:
        """JSON that has been written already."""
        self._waiting += len(body).to_bytes(LENGTH, "big") + body
        if len(self._waiting) > _GATHERED:
            self.flush()

    def flush(self) -> None:
        with memoryview(self._waiting) as rest:
            done = 0
            while done < len(rest):
                done += os.write(self._channel, rest[done:])
        self._waiting.clear()


def receive(channel: int) -> Any:
    """The next value, or None when the other side is gone."""
    head = _exactly(channel, LENGTH)
    body = _exactly(channel, int.from_bytes(head, "big")) if head else b""
    return json.loads(body) if body else None


def _exactly(channel: int, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        part = os.read(channel, size - len(found))
        if not part:
            return b""
        found += part
    return bytes(found)
