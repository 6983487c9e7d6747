"""Everything about one person, in every table: read, erased; and what is left of servers and people long gone.

What is done with which column stands in :mod:`bot.domain.privacy.catalogue`.
"""

import secrets
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.privacy.catalogue import CATALOGUE, ENTRIES, Entry, Fate, Mark, OpenThings
from bot.domain.privacy.scrubbing import names, own_part, scrubbed
from bot.storage.once import InsertOnce
from bot.storage.tables import (
    daily_answers,
    daily_questions,
    deliveries,
    departures,
    metadata,
    rounds,
    scorecards,
    scorings,
    session_members,
    session_tables,
    sessions,
)
from bot.storage.whereabouts import Places, chunks, mentions, places, servers, servers_of

NOBODY = 0
ANOTHER = "another person"
"""In place of somebody else's id in what a person gets."""

_PAGE = 100
_D = deliveries.c
_PERSONAL = ("round:", "reminder:", "daily:", "interview:", "goal:", "suggestion:")
"""Subjects of deliveries that are one person's, wherever they go."""

_GREETING = "guild:"
_OVER = ("ended", "cancelled")
_SHARED = or_(
    _D.subject.startswith(_GREETING),
    and_(_D.channel_id.is_not(None), *(_D.subject.not_like(f"{one}%") for one in _PERSONAL)),
)
"""What is owed to a channel that all share."""

_GONE = InsertOnce(departures, departures.c.guild_id)
_TABLES: Mapping[str, Table] = metadata.tables


class PrivacyRows:
    """A person's rows. ``guild_id``: of that server only; without it, of all."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._known: dict[int, list[int]] = {}

    # ------------------------------------------------------------------ reading

    async def rows(self, entry: Entry, user_id: int, guild_id: int | None) -> AsyncIterator[dict[str, Any]]:
        """What a table holds about a person, page by page from the database; others in it have no id."""
        table = _TABLES[entry.table]
        within = await self._servers(user_id, guild_id) if "guild_id" in table.c else [None]
        for server in within:
            for found in await self._export(entry, table, user_id, server):
                async with self._connection.stream(found, execution_options={"yield_per": _PAGE}) as stream:
                    async for row in stream.mappings():
                        shown = _shown(entry, row, user_id)
                        if shown is not None:
                            yield shown

    async def round_ids(self, user_id: int, guild_id: int | None) -> list[tuple[int, int]]:
        """Server and id of each round of a person, in order."""
        c, found = rounds.c, []
        for server in await self._servers(user_id, guild_id):
            mine = select(c.id).where(c.guild_id == server, c.candidate_id == user_id).order_by(c.id)
            found += [(server, one) for one in (await self._connection.execute(mine)).scalars()]
        return found

    async def daily_texts(self, user_id: int, guild_id: int | None) -> AsyncIterator[Mapping[Any, Any]]:
        """A person's answers to daily questions, with the prompts."""
        a, q = daily_answers.c, daily_questions.c
        for server in await self._servers(user_id, guild_id):
            found = (
                select(a.answered_at, a.text, a.rating, q.question["prompt"].as_string().label("prompt"))
                .join(daily_questions, q.id == a.daily_id)
                .where(a.guild_id == server, a.user_id == user_id)
                .order_by(a.id)
            )
            async with self._connection.stream(found, execution_options={"yield_per": _PAGE}) as stream:
                async for row in stream.mappings():
                    yield row

    async def open_things(self, user_id: int, guild_id: int | None) -> OpenThings:
        """What has to be ended before a person can be gone."""
        found = OpenThings([], [], [], [])
        t = session_tables.c
        for server in await self._servers(user_id, guild_id):
            for into, statement in zip(found, _open_things(user_id, server), strict=False):
                into += [(server, one) for one in (await self._connection.execute(statement)).scalars()]
            for part in chunks(sorted((await places(self._connection, user_id, server)).tables)):
                seats = select(t.id).where(t.id.in_(part), t.status != "ended", mentions(t.state, user_id))
                found.seats.extend((server, one) for one in (await self._connection.execute(seats)).scalars())
        return found

    async def _servers(self, user_id: int, guild_id: int | None) -> list[int]:
        """The server that is meant, or all in which there is something of a person."""
        if guild_id is not None:
            return [guild_id]
        if user_id not in self._known:
            self._known[user_id] = await servers_of(self._connection, user_id)
        return self._known[user_id]

    async def _export(self, entry: Entry, table: Table, user_id: int, guild_id: int | None) -> list[Select[Any]]:
        """The statements that find a person's rows of a table; none for a table without people."""
        mine: list[ColumnElement[bool]] = [table.c[one.column] == user_id for one in entry.marks if one.theirs]
        found = select(table).where(*_in(table, guild_id)).order_by(*table.primary_key.columns)
        if table is scorecards:
            # Others' cards are nobody's to see before all are opened.
            opened = exists().where(scorings.c.id == scorecards.c.scoring_id, scorings.c.opened_at.is_not(None))
            found = found.where(or_(scorecards.c.rater_id == user_id, opened))
        if entry.through is not None:
            return [found.where(_through(entry, table, user_id, guild_id))]
        if entry.inside and table is not deliveries and guild_id is not None:
            (key,) = table.primary_key.columns
            where = or_(*mine, *(mentions(table.c[name], user_id) for name in entry.inside))
            ids = (await places(self._connection, user_id, guild_id)).of(table)
            return [found.where(key.in_(part), where) for part in chunks(sorted(ids))]
        return [found.where(or_(*mine))] if mine else []

    # ------------------------------------------------------------------ erasing

    async def erase(self, user_id: int, guild_id: int | None) -> None:
        """Take a person out of every table. What holds in all servers goes with the last server's rows."""
        for server in await self._servers(user_id, guild_id):
            await self._erase_in(user_id, server)
        self._known.pop(user_id, None)
        if guild_id is None or not await servers_of(self._connection, user_id):
            for name in ("people", "direct_channels"):
                table = _TABLES[name]
                await self._connection.execute(delete(table).where(table.c.user_id == user_id))

    async def _erase_in(self, user_id: int, guild_id: int) -> None:
        stand_in = -1 - secrets.randbits(52)
        inside = await places(self._connection, user_id, guild_id)
        await self._erase_deliveries(user_id, guild_id, inside)
        here = [one for one in CATALOGUE if "guild_id" in _TABLES[one.table].c]
        for entry in here:
            await self._scrub_inside(entry, user_id, inside, stand_in)
            for mark in entry.marks:
                if mark.fate is not Fate.DELETED:
                    await self._rename(_TABLES[entry.table], mark, user_id, guild_id, stand_in)
        for entry in here:
            table = _TABLES[entry.table]
            for mark in entry.marks:
                if mark.fate is Fate.DELETED:
                    mine = and_(table.c.guild_id == guild_id, table.c[mark.column] == user_id)
                    await self._connection.execute(delete(table).where(mine))

    async def _rename(self, table: Table, mark: Mark, user_id: int, guild_id: int, stand_in: int) -> None:
        column = table.c[mark.column]
        nobody = None if column.nullable else NOBODY
        values = {mark.column: nobody if mark.fate is Fate.NOBODY else stand_in, **mark.blank}
        where = and_(table.c.guild_id == guild_id, column == user_id)
        await self._connection.execute(update(table).where(where).values(values))

    async def _scrub_inside(self, entry: Entry, user_id: int, inside: Places, stand_in: int) -> None:
        """Rewrite JSON that names the person. Deliveries that do were deleted before."""
        table = _TABLES[entry.table]
        if not entry.inside or table is deliveries:
            return
        (key,) = table.primary_key.columns
        columns = [table.c[name] for name in entry.inside]
        named = or_(*(mentions(column, user_id) for column in columns))
        ids: list[int] = []
        for part in chunks(sorted(inside.of(table))):
            ids += (await self._connection.execute(select(key).where(key.in_(part), named))).scalars()
        for one in ids:
            row = (await self._connection.execute(select(table).where(key == one))).mappings().one()
            values = {column.name: scrubbed(row[column.name], user_id, stand_in) for column in columns}
            if table is scorings and row["opened_at"] is None:
                # Nobody waits for the card of somebody who is gone.
                values["excused"] = sorted({*values["excused"], stand_in})
            await self._connection.execute(update(table).where(key == one).values(values))

    async def _erase_deliveries(self, user_id: int, guild_id: int, inside: Places) -> None:
        """What is owed to the person or tells of them goes; what is owed to a channel all share stays, by nobody.

        Those of others that tell of the person are about sessions and tables that both had a part in.
        """
        told = or_(_D.key.contains(str(user_id)), mentions(_D.payload, user_id))
        for subjects in chunks(inside.subjects):
            mine = and_(_D.subject.in_(subjects), _D.guild_id == guild_id, told)
            found = await self._connection.execute(select(_D.id, _D.key, _D.payload).where(mine))
            ids = [row.id for row in found if names(f"{row.key} {row.payload}", user_id)]
            for part in chunks(ids):
                await self._connection.execute(delete(deliveries).where(_D.id.in_(part)))
        own = and_(_D.guild_id == guild_id, _D.user_id == user_id)
        # Where a channel shares it, only a name in the key or inside would still tell of them.
        kept = select(_D.id, _D.key, _D.subject, _D.payload).where(own, _SHARED)
        named = [
            row.id
            for row in await self._connection.execute(kept)
            if names(f"{row.key} {row.subject} {row.payload}", user_id)
        ]
        for part in chunks(named):
            await self._connection.execute(delete(deliveries).where(_D.id.in_(part)))
        await self._connection.execute(update(deliveries).where(own, _SHARED).values(user_id=NOBODY))
        await self._connection.execute(delete(deliveries).where(own))

    # ------------------------------------------------------------------ time

    async def is_active(self, guild_id: int, user_id: int, since: datetime) -> bool:
        """Whether a person did something in a server since then, or something is still to come for them."""
        values = {"guild": guild_id, "person": user_id, "since": since}
        for statement in _ACTIVE:
            if (await self._connection.execute(statement, values)).scalar_one():
                return True
        return False

    async def note_servers(self, present: Iterable[int], now: datetime) -> None:
        """Start the clock of servers that the bot is no longer in, and stop that of those it is in."""
        here = set(present)
        known = set(await servers(self._connection))
        away = [{"guild_id": one, "left_at": now} for one in sorted(known - here)]
        if away:
            await self._connection.execute(_GONE.on(self._connection), away)
        for one in (await self._connection.execute(select(departures.c.guild_id))).scalars().all():
            if one in here:
                await self.came_back(one)

    async def left(self, guild_id: int, now: datetime) -> None:
        """The bot was removed from a server; known is known."""
        await self._connection.execute(_GONE.on(self._connection), [{"guild_id": guild_id, "left_at": now}])

    async def came_back(self, guild_id: int) -> None:
        """The bot is in that server again."""
        await self._connection.execute(delete(departures).where(departures.c.guild_id == guild_id))

    async def gone_servers(self, before: datetime) -> list[int]:
        """Servers that the bot left before then."""
        return list(
            (
                await self._connection.execute(select(departures.c.guild_id).where(departures.c.left_at < before))
            ).scalars()
        )

    async def erase_server(self, guild_id: int) -> None:
        """Everything of a server. What belongs to a round goes with it."""
        for table in reversed(metadata.sorted_tables):
            if "guild_id" in table.c and ENTRIES[table.name].through is None:
                await self._connection.execute(delete(table).where(table.c.guild_id == guild_id))


# ---------------------------------------------------------------------- inside


def _in(table: Table, guild_id: int | None) -> list[ColumnElement[bool]]:
    return [table.c.guild_id == guild_id] if guild_id is not None and "guild_id" in table.c else []


def _through(entry: Entry, table: Table, user_id: int, guild_id: int | None) -> ColumnElement[bool]:
    """Whether a row belongs to one of the person's of another table."""
    assert entry.through is not None
    parent = _TABLES[entry.through.parent]
    owner = parent.c[ENTRIES[entry.through.parent].marks[0].column]
    theirs = select(parent.c.id).where(owner == user_id, *_in(parent, guild_id))
    return table.c[entry.through.column].in_(theirs)


def _open_things(user_id: int, guild_id: int) -> list[Select[Any]]:
    """Threads of rounds, sessions hosted, sessions joined: in the order of :class:`OpenThings`."""
    c, s, m = rounds.c, sessions.c, session_members.c
    threads = select(c.thread_id).where(
        c.guild_id == guild_id,
        c.candidate_id == user_id,
        c.status.in_(("opening", "open")),
        c.thread_id.is_not(None),
    )
    running = and_(s.guild_id == guild_id, s.status.not_in(_OVER))
    hosted = select(s.id).where(running, s.host_id == user_id)
    joined = (
        select(s.id)
        .join(session_members, m.session_id == s.id)
        .where(running, m.guild_id == guild_id, m.user_id == user_id, s.host_id != user_id)
    )
    return [threads, hosted, joined]


def _active() -> list[Select[Any]]:
    """Whether a table has something of a person's that is newer, one statement for each."""
    found = []
    for entry in CATALOGUE:
        table = _TABLES[entry.table]
        if entry.at and "guild_id" in table.c:
            since = bindparam("since", type_=rounds.c.active_at.type)
            newer = or_(*(table.c[name] >= since for name in entry.at))
            for mark in entry.marks:
                mine = and_(table.c.guild_id == bindparam("guild"), table.c[mark.column] == bindparam("person"))
                found.append(select(exists().where(mine, newer)))
    return found


_ACTIVE = _active()


def _shown(entry: Entry, row: Mapping[Any, Any], user_id: int) -> dict[str, Any] | None:
    """A row as its person may see it."""
    shown = dict(row)
    for mark in entry.marks:
        if shown[mark.column] not in (None, user_id):
            shown[mark.column] = ANOTHER
    if entry.table != "deliveries":  # theirs as a whole
        shown |= {name: own_part(shown[name], user_id) for name in entry.inside}
    if entry.inside and not entry.marks and all(shown[name] is None for name in entry.inside):
        return None
    shown.pop("owner", None)  # which process of the bot holds a delivery
    return shown
