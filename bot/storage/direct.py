"""The direct channel of each person who got a message: to open one costs a request, and few are allowed."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.once import InsertOnce
from bot.storage.tables import direct_channels

_GET = select(direct_channels.c.channel_id).where(direct_channels.c.user_id == bindparam("person"))
_FORGET = delete(direct_channels).where(direct_channels.c.user_id == bindparam("person"))
_PUT = InsertOnce(direct_channels, direct_channels.c.user_id)


class DirectRows:
    """One row for each person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, user_id: int) -> int | None:
        """The channel, if it is known."""
        found: int | None = (await self._connection.execute(_GET, {"person": user_id})).scalar_one_or_none()
        return found

    async def put(self, user_id: int, channel_id: int) -> None:
        """Keep the channel; it takes the place of another one."""
        await self.forget(user_id)
        await self._connection.execute(_PUT.on(self._connection), [{"user_id": user_id, "channel_id": channel_id}])

    async def forget(self, user_id: int) -> None:
        """The channel is no good any more."""
        await self._connection.execute(_FORGET, {"person": user_id})
