"""How good somebody is at what."""

import asyncio
from datetime import datetime

from bot.domain.progress.levels import REMEMBERED, Evidence, Standing, standing
from bot.services.ports import Now, Store


class Levels:
    """The levels of all people, drawn anew from the evidence each time: a rating that changes counts at once."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now

    async def of(self, guild_id: int, user_id: int) -> Standing:
        """How a person stands in a server."""
        now = self._now()
        return await asyncio.to_thread(standing, await self.evidence(guild_id, user_id, now - REMEMBERED), now)

    async def evidence(self, guild_id: int, user_id: int, since: datetime) -> list[Evidence]:
        """Everything said about a person after ``since``, oldest first."""
        return await self._store.read(lambda unit: unit.progress.evidence(guild_id, user_id, since))
