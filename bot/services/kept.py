"""Forms that were refused, kept so that nothing typed is lost; also what a list in pages was asked for."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.domain.errors import Reason, Refused
from bot.services.locks import KeyedLocks
from bot.services.ports import Now, Store, Unit

KEPT_FOR = timedelta(days=7)


class Kept:
    """What people wrote; each gets only their own back, in the server where they wrote it."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now
        self._locks = KeyedLocks()

    async def keep(
        self, guild_id: int, user_id: int, form: str, fields: Mapping[str, str], *, instead_of: int | None = None
    ) -> int:
        """Keep the fields of a form (in place of a kept row); returns the id for :meth:`get`. Old ones go meanwhile."""
        now = self._now()

        async def work(unit: Unit) -> int:
            await unit.kept.drop_old(now - KEPT_FOR)
            if instead_of is not None:
                await unit.kept.drop(guild_id, user_id, instead_of)
            return await unit.kept.add(guild_id, user_id, form, fields, now)

        return await self._store.write(work)

    async def get(self, guild_id: int, user_id: int, row_id: int, form: str) -> dict[str, str]:
        """The fields of a kept form.

        :raises Refused: if there is no such form of this person in this server, or not any more.
        """

        async def work(unit: Unit) -> dict[str, str] | None:
            return await unit.kept.get(guild_id, user_id, row_id, form)

        found = await self._store.read(work)
        if found is None:
            raise Refused(Reason.NOT_KEPT)
        return found

    async def drop(self, guild_id: int, user_id: int, row_id: int) -> bool:
        """It was used, or is not wanted any more; ``False`` if it was gone already."""

        async def work(unit: Unit) -> bool:
            return await unit.kept.drop(guild_id, user_id, row_id)

        return await self._store.write(work)

    @asynccontextmanager
    async def using(self, guild_id: int, user_id: int, row_id: int, form: str) -> AsyncIterator[dict[str, str]]:
        """The fields of a kept form, for one use at a time: of two presses at once the second finds it used."""
        async with self._locks.holding(row_id):
            yield await self.get(guild_id, user_id, row_id, form)
