"""Greetings to many people as a load of deliveries, and a peer that notes when each of them arrives."""

import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bot.domain.deliveries import DeliveryStatus
from bot.storage.engine import make_engine
from bot.storage.tables import deliveries, direct_channels
from bot.storage.upgrade import upgrade
from tests.wire.model import DM, Channel, Message
from tests.wire.peer import Peer

_CHUNK = 1000
_NAME = re.compile(r"Load (\d+)")


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


class Arrivals:
    """When the peer posted each greeting, by its number."""

    def __init__(self, peer: Peer) -> None:
        self.at: dict[int, list[float]] = {}
        post = peer.posts.post

        def noting(message: Message) -> None:
            found = _NAME.search(message.content)
            if found:
                self.at.setdefault(int(found[1]), []).append(time.time())
            post(message)

        peer.posts.post = noting  # type: ignore[method-assign]

    @property
    def doubled(self) -> int:
        return sum(len(times) > 1 for times in self.at.values())


def add_people(peer: Peer, count: int) -> list[Channel]:
    """People with an open direct channel each."""
    channels = []
    for number in range(count):
        user = peer.world.add_user(f"p{number}")
        channel = Channel(peer.world.ids.next(), DM, recipient_id=user.id)
        peer.world.channels[channel.id] = channel
        channels.append(channel)
    return channels


async def fill(url: str, guild_id: int, people: list[Channel], due_at: Callable[[int], datetime]) -> None:
    """Owe one greeting to each; their direct channels are known."""
    engine = make_engine(url)
    await upgrade(engine)
    for first in range(0, len(people), _CHUNK):
        numbered = list(enumerate(people))[first : first + _CHUNK]
        async with engine.begin() as connection:
            await connection.execute(
                insert(direct_channels), [{"user_id": one.recipient_id, "channel_id": one.id} for _, one in numbered]
            )
            await connection.execute(
                insert(deliveries),
                [row(number, guild_id, one.recipient_id or 0, due_at(number)) for number, one in numbered],
            )
    await engine.dispose()


async def fill_far(url: str, count: int, due_at: datetime) -> None:
    """Owe many things to nobody in particular, a while from now."""
    engine = make_engine(url)
    await upgrade(engine)
    for first in range(0, count, 10_000):
        rows = [row(10**8 + number, 1, 10**9 + number, due_at) for number in range(first, min(first + 10_000, count))]
        async with engine.begin() as connection:
            await connection.execute(insert(deliveries), rows)
    await engine.dispose()


async def statuses(url: str) -> Counter[str]:
    """How many greetings are in which state."""
    engine = make_engine(url)
    async with engine.connect() as connection:
        found = await connection.execute(
            select(deliveries.c.status, func.count())
            .where(deliveries.c.key.like("load:%"))
            .group_by(deliveries.c.status)
        )
        counted = Counter({one[0]: one[1] for one in found})
    await engine.dispose()
    return counted


def row(number: int, guild_id: int, user_id: int, due_at: datetime) -> dict[str, Any]:
    return {
        "guild_id": guild_id,
        "channel_id": None,
        "user_id": user_id,
        "place": user_id,
        "kind": "welcome",
        "key": f"load:{number}",
        "subject": f"load:{number}",
        "payload": {"server": f"Load {number}"},
        "due_at": due_at,
        "planned_at": due_at,
        "status": DeliveryStatus.PENDING.value,
        "attempts": 0,
    }
