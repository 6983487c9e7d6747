"""Files of questions that wait for the press that imports them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bank.importing import KeptFile
from bot.storage.tables import kept_files

_F = kept_files.c
_MINE = (_F.id == bindparam("which"), _F.guild_id == bindparam("guild"), _F.user_id == bindparam("user"))
_GET = select(kept_files).where(*_MINE)
_DROP = delete(kept_files).where(*_MINE)
_SHOWN = update(kept_files).where(*_MINE).values({name: bindparam(f"new_{name}") for name in ("digest", "offer")})
_OLD = delete(kept_files).where(_F.created_at < bindparam("before"))
_NEWEST = select(_F.id).where(_F.guild_id == bindparam("guild")).order_by(_F.id.desc()).offset(bindparam("most"))


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

    async def drop_old(self, before: datetime) -> None:
        """Files from before then go."""
        await self._connection.execute(_OLD, {"before": before})

    async def drop(self, guild_id: int, user_id: int, row_id: int) -> bool:
        """The file is used up; ``False`` if it was already, so that of two imports only one is done."""
        wanted = {"guild": guild_id, "user": user_id, "which": row_id}
        return (await self._connection.execute(_DROP, wanted)).rowcount == 1
