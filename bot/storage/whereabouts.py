"""Where people have left something: found by indexes, however large the tables are."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column, ColumnElement, Select, Table, Text, and_, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.privacy.catalogue import CATALOGUE
from bot.storage.tables import (
    metadata,
    scorecards,
    scorings,
    session_check_ins,
    session_members,
    session_tables,
    session_turns,
    sessions,
)

T = TypeVar("T")
_AT_ONCE = 500
"""Ids in one statement; SQLite takes some 32,000."""


class Places(NamedTuple):
    """Ids of the sessions, tables and rated sittings in one server in which somebody may be named inside JSON."""

    sessions: frozenset[int]
    tables: frozenset[int]
    scorings: frozenset[int]

    @property
    def subjects(self) -> list[str]:
        """What deliveries about these are filed under."""
        found = [f"{kind}:{one}" for one in sorted(self.sessions) for kind in ("session", "check_in")]
        found += [f"table:{one}{part}" for one in sorted(self.tables) for part in ("", ":clock")]
        return found + [f"score:{one}" for one in sorted(self.scorings)]

    def of(self, table: Table) -> frozenset[int]:
        """The ids of the rows of a table with people inside JSON."""
        found = {session_tables: self.tables, session_check_ins: self.sessions, scorings: self.scorings}
        return found[table]


async def servers(connection: AsyncConnection) -> list[int]:
    """Every server of which anything is stored."""
    found: set[int] = set()
    for statement in _SERVERS:
        found.update((await connection.execute(statement)).scalars())
    return sorted(found)


async def servers_of(connection: AsyncConnection, user_id: int) -> list[int]:
    """Every server in which rows are about a person."""
    known = await servers(connection)
    found: set[int] = set()
    for entry in CATALOGUE:
        table = metadata.tables[entry.table]
        if "guild_id" not in table.c:
            continue
        for mark in entry.marks:
            for part in chunks(known):
                where = and_(table.c.guild_id.in_(part), table.c[mark.column] == user_id)
                found.update((await connection.execute(select(table.c.guild_id).where(where).distinct())).scalars())
    return sorted(found)


async def places(connection: AsyncConnection, user_id: int, guild_id: int) -> Places:
    """Where somebody may be named inside JSON.

    Who sits at a table has signed up for its session, hosts it, or came to its check-in, which has one row a session:
    all of the server's are looked through, as some of those who came got no seat.
    """
    t = session_turns.c
    came = mentions(session_check_ins.c.present, user_id)
    in_sessions = await _ids(
        connection,
        _mine(session_members, session_members.c.session_id, session_members.c.user_id, user_id, guild_id),
        _mine(sessions, sessions.c.id, sessions.c.host_id, user_id, guild_id),
        select(session_check_ins.c.session_id).where(session_check_ins.c.guild_id == guild_id, came),
    )
    of_sessions = [
        select(session_tables.c.id).where(session_tables.c.session_id.in_(part)) for part in chunks(in_sessions)
    ]
    turns = [_mine(session_turns, t.table_id, one, user_id, guild_id) for one in (t.candidate_id, t.interviewer_id)]
    at_tables = await _ids(connection, *of_sessions, *turns)
    c = scorings.c
    of_tables = [select(c.id).where(c.guild_id == guild_id, c.table_id.in_(part)) for part in chunks(at_tables)]
    cards = [
        _mine(scorecards, scorecards.c.scoring_id, one, user_id, guild_id)
        for one in (scorecards.c.rater_id, scorecards.c.about_id)
    ]
    asked = _mine(scorings, c.id, c.interviewer_id, user_id, guild_id)
    return Places(in_sessions, at_tables, await _ids(connection, *of_tables, *cards, asked))


def mentions(column: Column[Any], user_id: int) -> ColumnElement[bool]:
    """Whether a person's id may stand in JSON."""
    return cast(column, Text).contains(str(user_id))


def chunks(found: Iterable[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    """No more at once than one statement takes."""
    every = list(found)
    for start in range(0, len(every), size):
        yield every[start : start + size]


def _mine(table: Table, which: Column[Any], person: Column[Any], user_id: int, guild_id: int) -> Select[Any]:
    return select(which).where(table.c.guild_id == guild_id, person == user_id)


async def _ids(connection: AsyncConnection, *statements: Select[Any]) -> frozenset[int]:
    found: set[int] = set()
    for statement in statements:
        found.update((await connection.execute(statement)).scalars())
    return frozenset(found)


def _leads(table: Table) -> bool:
    """Whether an index of a table begins with the server."""
    keys = [list(table.primary_key.columns)] + [
        list(one.columns) for one in table.indexes if one.dialect_options["sqlite"]["where"] is None
    ]
    return any(columns[0].name == "guild_id" for columns in keys)


def _distinct(table: Table) -> Select[Any]:
    """The servers in a table: from one to the next larger by its index, however many rows each has."""
    c = table.c.guild_id
    walk = select(func.min(c).label("guild_id")).cte(f"walk_{table.name}", recursive=True)
    following = select(func.min(c)).where(c > walk.c.guild_id).scalar_subquery()
    walk = walk.union_all(select(following).where(walk.c.guild_id.is_not(None)))
    return select(walk.c.guild_id).where(walk.c.guild_id.is_not(None))


LED = tuple(one for one in metadata.sorted_tables if "guild_id" in one.c and _leads(one))
"""Tables in which servers are found by an index. The others hold only rows that belong to one of these."""

_SERVERS = tuple(_distinct(one) for one in LED)
