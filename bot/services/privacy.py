"""A person's data in their own hands: everything as files, or nothing any more."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from bot.domain.errors import Refusal
from bot.domain.people import Person
from bot.domain.privacy.catalogue import OpenThings
from bot.domain.progress.exporting import round_text
from bot.domain.progress.sharing import Sharing
from bot.services.ports import Now, Store, Unit
from bot.services.privacy_files import Archive
from bot.services.privacy_words import ANSWERS, DAILY, EXPORTED, README, daily_text, readme
from bot.services.session_tables import Actor, SessionTables
from bot.services.sessions import Sessions
from bot.services.whole_rounds import AT_ONCE, WholeRound, whole_rounds

T = TypeVar("T")
_log = logging.getLogger(__name__)

NAME = "greenroom-data"
_BATCH = 50

Forget = Callable[[int], None]
Apart = Callable[[int], AbstractAsyncContextManager[None]]
Copies = Callable[[int, int | None], Awaitable[None]]


class Privacy:
    """Exports and erases. ``guild_id``: within that server; ``None``: everywhere.

    :param in_copies: erases in the copies of the database, too.
    """

    def __init__(
        self, store: Store, sessions: Sessions, tables: SessionTables, now: Now, in_copies: Copies | None = None
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._tables = tables
        self._now = now
        self._in_copies = in_copies
        self._forgetting: list[Forget] = []
        self._apart: Apart = _nobody_notes

    def also_forget(self, forget: Forget) -> None:
        """Somebody who remembers people in memory, and forgets one at a call."""
        self._forgetting.append(forget)

    def keep_apart(self, apart: Apart) -> None:
        """Somebody who writes about people in passing, and is held off while one of them is erased."""
        self._apart = apart

    # ------------------------------------------------------------------ settings

    async def settings(self, user_id: int, guild_id: int | None) -> tuple[Person, Sharing | None]:
        """What a person chose for all servers, and what they share in this one."""

        async def work(unit: Unit) -> tuple[Person, Sharing | None]:
            shared = None if guild_id is None else await unit.sharing.get(guild_id, user_id)
            return await unit.people.get(user_id), shared

        return await self._store.read(work)

    # ------------------------------------------------------------------ export

    async def export(self, user_id: int, guild_id: int | None, folder: Path, limit: int) -> list[Path]:
        """Write everything into ZIP files of at most ``limit`` bytes in ``folder``; returns them in order."""

        async def work(unit: Unit) -> list[Path]:
            archive = Archive(folder, NAME, limit)
            try:
                await self._write(unit, archive, user_id, guild_id)
            finally:
                await asyncio.to_thread(archive.close)
            return archive.paths

        return await self._store.read(work)

    async def _write(self, unit: Unit, archive: Archive, user_id: int, guild_id: int | None) -> None:
        for server, ids in _by_server(await unit.privacy.round_ids(user_id, guild_id)):
            await asyncio.to_thread(_write_rounds, archive, await whole_rounds(unit, server, ids))
        async for answers in _batches(unit.privacy.daily_texts(user_id, guild_id)):
            await asyncio.to_thread(_write_answers, archive, answers)
        for entry in EXPORTED:
            async for batch in _batches(unit.privacy.rows(entry, user_id, guild_id)):
                await asyncio.to_thread(archive.rows, entry.table, batch)
        where = "in all servers" if guild_id is None else "within one server"
        names = list(archive.names)
        await asyncio.to_thread(archive.text, README, readme(names, where))

    # ------------------------------------------------------------------ erasing

    async def erase(self, user_id: int, guild_id: int | None) -> list[tuple[int, int]]:
        """Erase a person at once; returns server and id of the threads of rounds that were open.

        To do it again after it was interrupted is to go on with it.
        """
        threads = await self._take_out(user_id, guild_id)
        await self._store.compact()
        if self._in_copies is not None:
            await self._in_copies(user_id, guild_id)
        return threads

    async def let_go(self, user_id: int, guild_id: int) -> None:
        """Erase somebody in a server by night. The journal and the copies follow by themselves."""
        await self._take_out(user_id, guild_id)

    async def _take_out(self, user_id: int, guild_id: int | None) -> list[tuple[int, int]]:
        threads = await self._end_everything(user_id, guild_id)
        async with self._apart(user_id):
            await self._store.write(lambda unit: unit.privacy.erase(user_id, guild_id))
        for forget in self._forgetting:
            forget(user_id)
        return threads

    async def _end_everything(self, user_id: int, guild_id: int | None) -> list[tuple[int, int]]:
        """Leave what others take part in, in good order."""

        async def work(unit: Unit) -> OpenThings:
            return await unit.privacy.open_things(user_id, guild_id)

        found = await self._store.read(work)
        actor = Actor(user_id, 0)
        steps: list[Awaitable[Any]] = [
            self._tables.leave(server, which, user_id, actor) for server, which in found.seats
        ]
        steps += [self._sessions.leave(server, which, user_id, 0) for server, which in found.joined]
        steps += [self._sessions.cancel(server, which, user_id, series=True) for server, which in found.hosted]
        for step in steps:
            try:
                await step
            except Refusal:
                _log.debug("something was over before it could be left")
        return found.threads


def _nobody_notes(_user_id: int) -> AbstractAsyncContextManager[None]:
    return nullcontext()


def _by_server(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    """Rounds by their server, in order, no more at once than are read at once."""
    for server, pairs in groupby(sorted(found), key=lambda one: one[0]):
        ids = [round_id for _, round_id in pairs]
        for first in range(0, len(ids), AT_ONCE):
            yield server, ids[first : first + AT_ONCE]


def _write_rounds(archive: Archive, found: Iterable[WholeRound]) -> None:
    # Without feedback: it is not stored, and to write it anew takes 5 ms an answer.
    for one in found:
        archive.text(ANSWERS, round_text(one.state, one.parts) + "\n---\n\n")


def _write_answers(archive: Archive, found: Iterable[Mapping[Any, Any]]) -> None:
    for one in found:
        archive.text(DAILY, daily_text(one))


async def _batches(rows: AsyncIterator[T]) -> AsyncIterator[list[T]]:
    batch: list[T] = []
    async for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
