"""How good somebody is at what."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from bot.domain.progress.levels import REMEMBERED, Evidence, Standing, standing
from bot.services.ports import Now, Store, Unit

_PEOPLE_AT_ONCE = 20
"""Whose evidence is in memory at the same time: some 3,000 pieces of 100 bytes each, of somebody who is here daily."""


class Levels:
    """The levels of all people, drawn anew from the evidence each time: a rating that changes counts at once."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now

    async def of(self, guild_id: int, user_id: int) -> Standing:
        """How a person stands in a server."""
        now = self._now()
        return await asyncio.to_thread(standing, await self.evidence(guild_id, user_id, now - REMEMBERED), now)

    async def of_all(self, guild_id: int, user_ids: Sequence[int]) -> AsyncIterator[Standing]:
        """How each of these people stands in a server, in their order."""
        now = self._now()
        for first in range(0, len(user_ids), _PEOPLE_AT_ONCE):
            some = user_ids[first : first + _PEOPLE_AT_ONCE]

            async def read(unit: Unit, some: Sequence[int] = some) -> dict[int, list[Evidence]]:
                return await unit.progress.evidence_of(guild_id, some, now - REMEMBERED)

            found = await self._store.read(read)
            for one in some:
                yield await asyncio.to_thread(standing, found.pop(one), now)

    async def evidence(self, guild_id: int, user_id: int, since: datetime) -> list[Evidence]:
        """Everything said about a person after ``since``, oldest first."""
        return await self._store.read(lambda unit: unit.progress.evidence(guild_id, user_id, since))
