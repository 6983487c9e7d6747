"""Ids and times as Discord writes them: an id carries its own creation time, so the two never disagree."""

import time
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Hands out ids that only ever grow, also when a thousand are asked for in one millisecond."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        fresh = (int(time.time() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last = max(fresh, self._last + 1)
        return self._last

    def next_on_shard(self, shard_id: int, shard_count: int) -> int:
        """A guild id that Discord's formula places on the given shard."""
        found = self.next()
        while (found >> 22) % shard_count != shard_id:
            found += 1 << 22
        self._last = found
        return found


def shard_of(guild_id: int, shard_count: int) -> int:
    return (guild_id >> 22) % shard_count


def now_iso() -> str:
    return datetime.now(UTC).isoformat()


def iso_of(snowflake: int) -> str:
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000, UTC).isoformat()
