"""``/progress export``: files as large as Discord takes them, written piece by piece in a folder of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.domain.drafts import Part
from bot.domain.progress.exporting import HEAD, csv_head, daily_line, daily_text, round_lines, round_text
from bot.domain.progress.history import Given
from bot.domain.progress.refusals import No, ProgressRefused
from bot.domain.rounds import Round
from bot.services.ports import Store, Unit

_ROUNDS_AT_ONCE, _ANSWERS_AT_ONCE = 20, 200


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
        folder = await asyncio.to_thread(TemporaryDirectory, prefix="greenroom-export-")
        try:
            yield self._volumes(Path(folder.name), guild_id, user_id, most)
        finally:
            await asyncio.to_thread(folder.cleanup)

    async def _volumes(self, folder: Path, guild_id: int, user_id: int, most: int) -> AsyncIterator[Volume]:
        head = Piece(HEAD.encode(), csv_head().encode())
        number, size, empty = 1, sum(map(len, head)), True
        open_one = await asyncio.to_thread(_begin, folder, number, head)
        async for piece in self._pieces(guild_id, user_id):
            more = sum(map(len, piece))
            if not empty and size + more > most:
                yield open_one
                await asyncio.to_thread(_remove, open_one)
                number += 1
                open_one, size = await asyncio.to_thread(_begin, folder, number, head), sum(map(len, head))
            await asyncio.to_thread(_append, open_one, piece)
            size, empty = size + more, False
        if empty:
            raise ProgressRefused(No.NOTHING)
        yield open_one

    async def _pieces(self, guild_id: int, user_id: int) -> AsyncIterator[Piece]:
        after = 0
        while ids := await self._store.read(partial(_round_ids, guild_id, user_id, after)):
            for round_id in ids:
                found = await self._store.read(partial(_one_round, guild_id, round_id))
                if found is not None:
                    yield await asyncio.to_thread(_of_round, *found)
            after = ids[-1]
        after = 0
        while given := await self._store.read(partial(_answers, guild_id, user_id, after)):
            for one in given:
                yield Piece(_bytes(daily_text(one)), _bytes(daily_line(one)))
            after = given[-1].id


async def _round_ids(guild_id: int, user_id: int, after: int, unit: Unit) -> list[int]:
    return await unit.practice.rounds_after(guild_id, user_id, after, _ROUNDS_AT_ONCE)


async def _one_round(guild_id: int, round_id: int, unit: Unit) -> tuple[Round, dict[int, list[Part]]] | None:
    state = await unit.rounds.get(guild_id, round_id)
    return None if state is None else (state, await unit.parts.by_position(guild_id, round_id))


async def _answers(guild_id: int, user_id: int, after: int, unit: Unit) -> list[Given]:
    return await unit.practice.answers_after(guild_id, user_id, after, _ANSWERS_AT_ONCE)


def _of_round(state: Round, parts: dict[int, list[Part]]) -> Piece:
    return Piece(_bytes(round_text(state, parts)), _bytes("".join(round_lines(state, parts))))


def _begin(folder: Path, number: int, head: Piece) -> Volume:
    made = Volume(number, folder / f"progress-{number}.md", folder / f"progress-{number}.csv")
    _append(made, head)
    return made


def _append(to: Volume, piece: Piece) -> None:
    for file, data in ((to.markdown, piece.markdown), (to.csv, piece.csv)):
        with file.open("ab") as opened:
            opened.write(data)


def _remove(volume: Volume) -> None:
    volume.markdown.unlink()
    volume.csv.unlink()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
