"""What people share of their progress, server by server."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.progress.sharing import Shared, Sharing
from bot.storage.once import InsertOnce
from bot.storage.tables import sharing

_S = sharing.c
_OF = (_S.guild_id == bindparam("guild"), _S.user_id == bindparam("person"))
_GET = select(sharing).where(*_OF)
_ADD = InsertOnce(sharing, _S.guild_id, _S.user_id)
_CHANGE = {
    one: update(sharing)
    .where(*_OF)
    .values({one.value: bindparam("value", type_=_S[one.value].type), "changed_at": bindparam("at")})
    for one in Shared
}


class SharingRows:
    """One row for each person and server where they chose something."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild_id: int, user_id: int) -> Sharing:
        """A person's choices; of somebody who made none nothing is shared."""
        row = (await self._connection.execute(_GET, {"guild": guild_id, "person": user_id})).mappings().first()
        return Sharing.model_validate(dict(row)) if row else Sharing(guild_id=guild_id, user_id=user_id)

    async def change(self, guild_id: int, user_id: int, what: Shared, on: bool, now: datetime) -> None:
        """Share something, or stop."""
        new = {"guild_id": guild_id, "user_id": user_id, "changed_at": now}
        await self._connection.execute(_ADD.on(self._connection), [new | {one.value: False for one in Shared}])
        wanted = {"guild": guild_id, "person": user_id, "value": on, "at": now}
        await self._connection.execute(_CHANGE[what], wanted)
