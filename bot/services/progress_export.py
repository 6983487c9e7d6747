"""``/progress export``: files as large as Discord takes them, written piece by piece in a folder of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bot.domain.progress.exporting import HEAD, csv_head, daily_line, daily_text, round_lines, round_text
from bot.domain.progress.history import Given
from bot.domain.progress.refusals import No, ProgressRefused
from bot.services import export_folders
from bot.services.ports import Store, Unit
from bot.services.whole_rounds import AT_ONCE, WholeRound, whole_rounds

_ANSWERS_AT_ONCE = 100
_IDS_AT_ONCE = 5000
"""To find the next ones takes as long as to find all."""


class Piece(NamedTuple):
    """Something of the export in both forms, not to be torn apart."""

    markdown: bytes
    csv: bytes


class Volume(NamedTuple):
    """One Markdown and one CSV file, together no larger than asked for."""

    number: int
    markdown: Path
    csv: Path


class ProgressExport:
    """Writes what somebody did."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @asynccontextmanager
    async def volumes(self, guild_id: int, user_id: int, most: int) -> AsyncIterator[AsyncIterator[Volume]]:
        """The files, one pair after another; each is gone when the next is asked for. ``most``: bytes of a pair.

        :raises ProgressRefused: on the first one, if there is nothing yet.
        """
        folder = await asyncio.to_thread(export_folders.make)
        try:
            yield self._volumes(folder, guild_id, user_id, most)
        finally:
            await asyncio.to_thread(export_folders.remove, folder)

    async def _volumes(self, folder: Path, guild_id: int, user_id: int, most: int) -> AsyncIterator[Volume]:
        open_one = await asyncio.to_thread(_Writer, folder, 1, most)
        async for pieces in self._pieces(guild_id, user_id):
            left = await asyncio.to_thread(open_one.fill, pieces)
            while left:
                yield open_one.volume
                await asyncio.to_thread(_remove, open_one.volume)
                open_one = await asyncio.to_thread(_Writer, folder, open_one.volume.number + 1, most)
                left = await asyncio.to_thread(open_one.fill, left)
        if open_one.is_empty:
            raise ProgressRefused(No.NOTHING)
        yield open_one.volume

    async def _pieces(self, guild_id: int, user_id: int) -> AsyncIterator[list[Piece]]:
        after = 0
        while ids := await self._store.read(partial(_ids, guild_id, user_id, after)):
            for first in range(0, len(ids), AT_ONCE):
                some = ids[first : first + AT_ONCE]
                found = await self._store.read(partial(_rounds, guild_id, some))
                yield await asyncio.to_thread(lambda rounds: [_of_round(one) for one in rounds], found)
            after = ids[-1]
        after = 0
        while given := await self._store.read(partial(_answers, guild_id, user_id, after)):
            yield await asyncio.to_thread(lambda some: [_of_answer(one) for one in some], given)
            after = given[-1].id


async def _ids(guild_id: int, user_id: int, after: int, unit: Unit) -> list[int]:
    return await unit.practice.rounds_after(guild_id, user_id, after, _IDS_AT_ONCE)


async def _rounds(guild_id: int, ids: list[int], unit: Unit) -> list[WholeRound]:
    return await whole_rounds(unit, guild_id, ids)


async def _answers(guild_id: int, user_id: int, after: int, unit: Unit) -> list[Given]:
    return await unit.practice.answers_after(guild_id, user_id, after, _ANSWERS_AT_ONCE)


def _of_round(one: WholeRound) -> Piece:
    return Piece(_bytes(round_text(one.state, one.parts)), _bytes("".join(round_lines(one.state, one.parts))))


def _of_answer(one: Given) -> Piece:
    return Piece(_bytes(daily_text(one)), _bytes(daily_line(one)))


class _Writer:
    """Fills one pair of files. Blocks."""

    def __init__(self, folder: Path, number: int, most: int) -> None:
        self.volume = Volume(number, folder / f"progress-{number}.md", folder / f"progress-{number}.csv")
        self.is_empty = True
        head = Piece(HEAD.encode(), csv_head().encode())
        self._room = most - len(head.markdown) - len(head.csv)
        self._append([head])

    def fill(self, pieces: list[Piece]) -> list[Piece]:
        """Write what there is room for, the very first piece anyway; returns the rest."""
        fits = 0
        for piece in pieces:
            size = len(piece.markdown) + len(piece.csv)
            if size > self._room and not self.is_empty:
                break
            self._room, self.is_empty = self._room - size, False
            fits += 1
        self._append(pieces[:fits])
        return pieces[fits:]

    def _append(self, pieces: list[Piece]) -> None:
        with self.volume.markdown.open("ab") as markdown, self.volume.csv.open("ab") as table:
            markdown.writelines(one.markdown for one in pieces)
            table.writelines(one.csv for one in pieces)


def _remove(volume: Volume) -> None:
    volume.markdown.unlink()
    volume.csv.unlink()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
