"""What servers chose in ``/setup``."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.guilds import GuildSettings, Setting
from bot.storage.once import InsertOnce
from bot.storage.tables import guilds

_GET = select(guilds).where(guilds.c.guild_id == bindparam("guild"))
_ADD = InsertOnce(guilds, guilds.c.guild_id)
# One field at a time: of two moderators who choose different things at once, neither undoes the other's.
_CHANGE = {
    one: update(guilds)
    .where(guilds.c.guild_id == bindparam("guild"))
    .values({one.value: bindparam("value", type_=guilds.c[one.value].type), "changed_at": bindparam("at")})
    for one in Setting
}


class GuildRows:
    """One row for each server that chose something."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild_id: int) -> GuildSettings:
        """A server's choices; those of a server that made none are all ``None``."""
        row = (await self._connection.execute(_GET, {"guild": guild_id})).mappings().first()
        return GuildSettings.model_validate(dict(row)) if row else GuildSettings(guild_id=guild_id)

    async def change(self, guild_id: int, setting: Setting, value: int | str | None, now: datetime) -> None:
        """Make one choice; ``None`` takes it back."""
        await self._connection.execute(_ADD.on(self._connection), [{"guild_id": guild_id, "changed_at": now}])
        await self._connection.execute(_CHANGE[setting], {"guild": guild_id, "value": value, "at": now})
