"""Small facts about this installation, by name."""

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import meta

_GET = select(meta.c.value).where(meta.c.key == bindparam("name"))
_DELETE = delete(meta).where(meta.c.key == bindparam("name"))
_INSERT = insert(meta)


class MetaRows:
    """Facts of this installation; they belong to no server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> str | None:
        """The fact called ``name``, if it is known."""
        value: str | None = (await self._connection.execute(_GET, {"name": name})).scalar_one_or_none()
        return value

    async def put(self, name: str, value: str) -> None:
        """Note a fact in place of the one before."""
        await self._connection.execute(_DELETE, {"name": name})
        await self._connection.execute(_INSERT, {"key": name, "value": value})
