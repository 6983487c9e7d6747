"""Servers' banks as they are looked through, kept in memory while they are used."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.bank.likeness import Match, nearest_of_forms, normal_form
from bot.domain.bank.shelf import Shelf, Shelved
from bot.domain.tracks import Track
from bot.services.locks import KeyedLocks
from bot.services.own_content import OwnContents, shelved
from bot.services.ports import Store, Unit

MOST_LINES = 100_000
"""Questions kept over all servers, at some 0.5 KiB each; one server's may be more."""


@dataclass
class OpenBank:
    """A server's bank: ``listed`` are the questions of content files, ``shelf`` what the server has rows for."""

    listed: Sequence[Shelved] = ()
    shelf: Shelf = field(default_factory=Shelf)

    def search(self, words: Sequence[str], filters: Mapping[str, object], start: int, most: int) -> list[str]:
        """Ids of questions whose prompt or id has all ``words``: the untouched ones of files, then the server's."""
        if filters.get("edited"):
            rows = {name: value for name, value in filters.items() if name != "edited"} | {"builtin": True}
            return self.shelf.search(words, rows, start, most)
        found = [one.id for one in self._untouched() if one.kind.within(filters) and _has(one, words)]
        page = found[start : start + most]
        if len(page) < most:
            page += self.shelf.search(words, filters, max(0, start - len(found)), most - len(page))
        return page

    def nearest(self, text: str, most: int) -> tuple[Match, ...]:
        """Questions in use that are much like ``text``; for a worker thread."""
        texts = {one.id: one.text for one in self._untouched()}
        listed = [(name, normal_form(one)) for name, one in texts.items()]
        return nearest_of_forms(
            text, [*listed, *self.shelf.forms()], lambda name: texts.get(name) or self.shelf.text(name), most
        )

    def _untouched(self) -> Iterator[Shelved]:
        return (one for one in self.listed if one.id not in self.shelf.touched)


class Shelves:
    """Banks by server, those looked into last."""

    def __init__(self, store: Store, shipped: Mapping[str, Track], own: OwnContents) -> None:
        self._store = store
        self._own = own
        self._shipped = shelved(shipped.values())
        self._banks: OrderedDict[int, OpenBank] = OrderedDict()
        self._locks = KeyedLocks()

    async def open(self, guild_id: int) -> OpenBank:
        """A server's bank as it is now."""
        async with self._locks.holding(guild_id):
            bank = self._banks.get(guild_id) or OpenBank(self._shipped)
            await self._store.read(lambda unit: self._renew(unit, guild_id, bank))
            self._banks[guild_id] = bank
            self._banks.move_to_end(guild_id)
            self._make_room()
            return bank

    async def _renew(self, unit: Unit, guild_id: int, bank: OpenBank) -> None:
        revision = await unit.banks.revision(guild_id)
        if revision == bank.shelf.revision:
            return
        own = (await self._own.of(unit, guild_id)).shelved
        bank.listed = [*self._shipped, *own] if own else self._shipped
        rows = [one async for page in unit.banks.since(guild_id, bank.shelf.revision) for one in page]
        await asyncio.to_thread(bank.shelf.update, rows, revision)

    def _make_room(self) -> None:
        lines = sum(len(bank.shelf) for bank in self._banks.values())
        while lines > MOST_LINES and len(self._banks) > 1:
            lines -= len(self._banks.popitem(last=False)[1].shelf)


def _has(one: Shelved, words: Sequence[str]) -> bool:
    return all(word in one.text or word in one.id for word in words)
