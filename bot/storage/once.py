"""``INSERT … ON CONFLICT DO NOTHING``: both databases write it alike, SQLAlchemy offers it in each one's own insert."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


class InsertOnce:
    """Adds rows to a table; a row whose ``key`` is there already is left out.

    :param build: what else belongs to the statement, such as the select that the rows come from.
    """

    def __init__(self, table: Table, *key: Column[Any], build: Callable[[Any], Any] = lambda insert: insert) -> None:
        self._on: dict[str, Any] = {
            dialect: build(insert(table)).on_conflict_do_nothing(index_elements=list(key))
            for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
        }

    def on(self, connection: AsyncConnection) -> Any:
        """The statement for the database behind ``connection``."""
        return self._on[connection.dialect.name]
