"""Files of questions that wait for the press that imports them, and readings of a bank too large to hold whole."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bank.importing import KeptFile
from bot.domain.bank.overlay import ServerQuestion
from bot.storage.tables import kept_files, rounds, server_questions

_F = kept_files.c
_Q = server_questions.c
_MINE = (_F.id == bindparam("which"), _F.guild_id == bindparam("guild"), _F.user_id == bindparam("user"))
_GET = select(kept_files).where(*_MINE)
_DROP = delete(kept_files).where(*_MINE)
_SHOWN = update(kept_files).where(*_MINE).values({name: bindparam(f"new_{name}") for name in ("digest", "offer")})
_OLD = delete(kept_files).where(_F.created_at < bindparam("before"))
_NEWEST = select(_F.id).where(_F.guild_id == bindparam("guild")).order_by(_F.id.desc()).offset(bindparam("most"))
_PAGE = 200
"""Rows read at once: some 5 ms of work on the event loop."""

_PAIRS = 2000
_OPEN = (
    select(func.count())
    .select_from(rounds)
    .where(
        rounds.c.guild_id == bindparam("guild"),
        rounds.c.track_id == bindparam("track"),
        rounds.c.status.in_(("opening", "open")),
    )
)


class KeptFileRows:
    """Files between their preview and their import. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, file: KeptFile, before: datetime, most: int) -> int:
        """Keep a file and return its id. Those from ``before``, and all but the server's newest ``most``, go."""
        await self._connection.execute(_OLD, {"before": before})
        values = file.model_dump(exclude={"id"})
        found = await self._connection.execute(insert(kept_files).values(values).returning(_F.id))
        row_id: int = found.scalar_one()
        stale = list((await self._connection.execute(_NEWEST, {"guild": file.guild_id, "most": most})).scalars())
        if stale:
            await self._connection.execute(delete(kept_files).where(_F.id.in_(stale)))
        return row_id

    async def get(self, guild_id: int, user_id: int, row_id: int) -> KeptFile | None:
        """The file that this person sent in this server, if it is still kept."""
        wanted = {"guild": guild_id, "user": user_id, "which": row_id}
        row = (await self._connection.execute(_GET, wanted)).mappings().first()
        return KeptFile.model_validate(dict(row)) if row else None

    async def shown(self, file: KeptFile, digest: str, offer: Sequence[int]) -> bool:
        """Note what the person was shown last; ``False`` if the file is gone."""
        wanted = {"guild": file.guild_id, "user": file.user_id, "which": file.id}
        found = await self._connection.execute(_SHOWN, wanted | {"new_digest": digest, "new_offer": list(offer)})
        return found.rowcount == 1

    async def drop(self, guild_id: int, user_id: int, row_id: int) -> bool:
        """The file is used up; ``False`` if it was already, so that of two imports only one is done."""
        wanted = {"guild": guild_id, "user": user_id, "which": row_id}
        return (await self._connection.execute(_DROP, wanted)).rowcount == 1

    async def by_ids(self, guild_id: int, question_ids: Sequence[str]) -> AsyncIterator[ServerQuestion]:
        """The server's rows for some questions, in parts between which the event loop gets its turn."""
        for at in range(0, len(question_ids), _PAGE):
            some = question_ids[at : at + _PAGE]
            statement = select(server_questions).where(_Q.guild_id == guild_id, _Q.question_id.in_(some))
            for row in (await self._connection.execute(statement)).mappings():
                yield ServerQuestion.model_validate({name: row[name] for name in ServerQuestion.model_fields})

    async def versions(self, guild_id: int, question_ids: Sequence[str]) -> dict[str, int]:
        """The versions of those of some questions that the server has rows for."""
        found: dict[str, int] = {}
        for at in range(0, len(question_ids), _PAGE):
            some = question_ids[at : at + _PAGE]
            statement = select(_Q.question_id, _Q.version).where(_Q.guild_id == guild_id, _Q.question_id.in_(some))
            found |= {row.question_id: row.version for row in await self._connection.execute(statement)}
        return found

    async def prompts(self, guild_id: int) -> AsyncIterator[list[tuple[str, str]]]:
        """Id and plain prompt of every question in use that the server has a row for, in parts."""
        after = ""
        while True:
            statement = (
                select(_Q.question_id, _Q.plain)
                .where(_Q.guild_id == guild_id, _Q.retired.is_(False), _Q.question_id > after)
                .order_by(_Q.question_id)
                .limit(_PAIRS)
            )
            page = [(row.question_id, row.plain) for row in await self._connection.execute(statement)]
            if not page:
                return
            yield page
            after = page[-1][0]

    async def pages(self, guild_id: int) -> AsyncIterator[list[Mapping[str, Any]]]:
        """All rows of a server by id, in parts; a question as its JSON has it."""
        columns = (_Q.question_id, _Q.track_id, _Q.stage_id, _Q.builtin, _Q.retired, _Q.question)
        after = ""
        while True:
            statement = (
                select(*columns)
                .where(_Q.guild_id == guild_id, _Q.question_id > after)
                .order_by(_Q.question_id)
                .limit(_PAGE)
            )
            rows: list[Mapping[str, Any]] = [
                dict(row) for row in (await self._connection.execute(statement)).mappings()
            ]
            if not rows:
                return
            yield rows
            after = rows[-1]["question_id"]

    async def count(self, guild_id: int) -> int:
        """How many rows the server has."""
        statement = select(func.count()).select_from(server_questions).where(_Q.guild_id == guild_id)
        return int((await self._connection.execute(statement)).scalar_one())

    async def open_rounds(self, guild_id: int, track_id: str) -> int:
        """How many rounds of a track are open."""
        return int((await self._connection.execute(_OPEN, {"guild": guild_id, "track": track_id})).scalar_one())
