"""What goes by itself: servers that the bot left, and people who stayed away."""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from bot.domain.privacy.catalogue import IDLE_KEPT_FOR, SERVER_KEPT_FOR
from bot.services.ports import Now, Store, Unit

_log = logging.getLogger(__name__)

_MOST_A_NIGHT = 500
"""People; should more be due, the rest goes the next nights."""


class Retention:
    """Keeps nobody's data longer than docs/privacy.md says.

    :param present: the servers that the bot is in; ``None`` while it does not know.
    """

    def __init__(self, store: Store, now: Now, present: Callable[[], Iterable[int] | None]) -> None:
        self._store = store
        self._now = now
        self._present = present

    async def left(self, guild_id: int) -> None:
        """The bot was removed from a server: its clock starts."""
        now = self._now()
        await self._store.write(lambda unit: unit.privacy.left(guild_id, now))

    async def came_back(self, guild_id: int) -> None:
        """The bot is in a server again: its clock stops."""
        await self._store.write(lambda unit: unit.privacy.came_back(guild_id))

    async def run(self) -> None:
        """A night's work; to do it twice is to do it once."""
        present = self._present()
        if present is not None:
            await self._forget_servers(frozenset(present))
        count = await self._forget_people()
        if count:
            _log.info("erased what was stored about %s people who stayed away", count)
        # Also for what was erased by day while somebody read from the journal.
        await self._store.compact()

    async def _forget_servers(self, present: frozenset[int]) -> None:
        now = self._now()

        async def work(unit: Unit) -> list[int]:
            await unit.privacy.note_servers(present, now)
            return await unit.privacy.gone_servers(now - SERVER_KEPT_FOR)

        for guild_id in await self._store.write(work):
            await self._store.write(partial(_erase_server, guild_id))
            _log.info("erased a server that the bot left %s days ago: %s", SERVER_KEPT_FOR.days, guild_id)

    async def _forget_people(self) -> int:
        before, count = self._now() - IDLE_KEPT_FOR, 0
        while count < _MOST_A_NIGHT:
            found: list[tuple[int, int]] = await self._store.read(lambda unit: unit.privacy.idle(before))
            if not found:
                break
            for guild_id, user_id in found:
                await self._store.write(partial(_erase_person, user_id, guild_id))
            count += len(found)
        return count


async def _erase_server(guild_id: int, unit: Unit) -> None:
    await unit.privacy.erase_server(guild_id)


async def _erase_person(user_id: int, guild_id: int, unit: Unit) -> None:
    await unit.privacy.erase(user_id, guild_id)
