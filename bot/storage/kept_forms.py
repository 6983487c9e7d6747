"""What people wrote into forms that were refused, until it is used or has become old."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import kept_forms

_K = kept_forms.c
_OWN = and_(_K.guild_id == bindparam("guild"), _K.user_id == bindparam("person"), _K.id == bindparam("which"))
_GET = select(_K.form, _K.fields).where(_OWN)
_DROP = delete(kept_forms).where(_OWN)
_ADD = insert(kept_forms)
_DROP_OLD = delete(kept_forms).where(_K.created_at < bindparam("before"))


class KeptRows:
    """Kept forms. Whoever asks gets only their own, and only in the server where they wrote."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, guild_id: int, user_id: int, form: str, fields: Mapping[str, str], now: datetime) -> int:
        """Keep the fields of a form; returns the row's id."""
        row = {"guild_id": guild_id, "user_id": user_id, "form": form, "fields": dict(fields), "created_at": now}
        (row_id,) = (await self._connection.execute(_ADD, row)).inserted_primary_key or (0,)
        return int(row_id)

    async def get(self, guild_id: int, user_id: int, row_id: int, form: str) -> dict[str, str] | None:
        """The fields of a kept form of this name."""
        row = (await self._connection.execute(_GET, _own(guild_id, user_id, row_id))).mappings().first()
        return dict(row["fields"]) if row is not None and row["form"] == form else None

    async def drop(self, guild_id: int, user_id: int, row_id: int) -> bool:
        """Keep it no longer; ``False`` if it was not there."""
        return (await self._connection.execute(_DROP, _own(guild_id, user_id, row_id))).rowcount > 0

    async def drop_old(self, before: datetime) -> int:
        """Let go of everything older; returns how many that were."""
        return (await self._connection.execute(_DROP_OLD, {"before": before})).rowcount


def _own(guild_id: int, user_id: int, row_id: int) -> dict[str, Any]:
    return {"guild": guild_id, "person": user_id, "which": row_id}
