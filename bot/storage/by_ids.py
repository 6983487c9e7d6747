"""Rows of a server that are looked up by their ids."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, bindparam, literal_column


def in_guild(guild_id: Column[Any]) -> ColumnElement[bool]:
    """Whether a row is the bound ``guild``'s, compared only: from some five ids on SQLite, which does not know how
    large a server is, would use the index of the server and read all that is in it."""
    return guild_id + literal_column("0", Integer) == bindparam("guild")
