"""Notes when people were last seen in a server, so that it is known who stays away."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from bot.domain.errors import StoreUnavailable
from bot.services.ports import Now, Store, Unit

_log = logging.getLogger(__name__)

_BATCH = 200
"""People in one transaction."""


class Presence:
    """Notes each person once a day in each server, behind the back of whatever they do there."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now
        self._day: date | None = None
        self._noted: set[tuple[int, int]] = set()
        self._waiting: dict[tuple[int, int], None] = {}
        self._writing = asyncio.Lock()
        self._task: asyncio.Future[None] | None = None

    def seen(self, guild_id: int | None, user_id: int) -> None:
        """Somebody did something, in a server or (``None``) elsewhere. Neither waits nor fails."""
        today = self._now().date()
        if today != self._day:
            self._day = today
            self._noted.clear()
        if guild_id is None or (guild_id, user_id) in self._noted:
            return
        self._noted.add((guild_id, user_id))
        self._waiting[guild_id, user_id] = None
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._write())

    @asynccontextmanager
    async def apart(self, user_id: int) -> AsyncIterator[None]:
        """Meanwhile somebody is erased: what was to be noted of them until then is not noted any more."""
        async with self._writing:
            try:
                yield
            finally:
                for one in [one for one in self._waiting if one[1] == user_id]:
                    del self._waiting[one]
                self._noted = {one for one in self._noted if one[1] != user_id}

    async def stop(self) -> None:
        """Until everything is noted."""
        if self._task is not None:
            await self._task

    async def _write(self) -> None:
        while self._waiting:
            async with self._writing:
                batch = list(self._waiting)[:_BATCH]
                for one in batch:
                    del self._waiting[one]
                if batch:
                    await self._note(batch)

    async def _note(self, batch: list[tuple[int, int]]) -> None:
        now = self._now()

        async def work(unit: Unit) -> None:
            await unit.members.seen(batch, now)

        try:
            await self._store.write(work)
        except StoreUnavailable:
            # Whatever they do next notes them.
            self._noted.difference_update(batch)
        except Exception:
            self._noted.difference_update(batch)
            _log.exception("people who were seen could not be noted")
