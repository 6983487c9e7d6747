"""Everything about one person, in every table: read, erased; and what is left of servers and people long gone.

What is done with which column stands in :mod:`bot.domain.privacy.catalogue`.
"""

import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    union,
    union_all,
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

NOBODY = 0
ANOTHER = "another person"
"""In place of somebody else's id in what a person gets."""

_PAGE = 100
_D = deliveries.c
_PERSONAL = ("round:", "reminder:", "daily:", "interview:", "goal:", "suggestion:")
"""Subjects of deliveries that are one person's, wherever they go."""

_GREETING = "guild:"
_OVER = ("ended", "cancelled")
_GONE = InsertOnce(departures, departures.c.guild_id)
_TABLES: Mapping[str, Table] = metadata.tables
_ONE_IDLE = 20


class PrivacyRows:
    """A person's rows. ``guild_id``: of that server only; without it, of all."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # ------------------------------------------------------------------ reading

    async def rows(self, entry: Entry, user_id: int, guild_id: int | None) -> AsyncIterator[dict[str, Any]]:
        """What a table holds about a person, page by page from the database; others in it have no id."""
        table = _TABLES[entry.table]
        found = _export(entry, table, user_id, guild_id)
        if found is None:
            return
        async with self._connection.stream(found, execution_options={"yield_per": _PAGE}) as stream:
            async for row in stream.mappings():
                shown = _shown(entry, row, user_id)
                if shown is not None:
                    yield shown

    async def round_ids(self, user_id: int, guild_id: int | None) -> list[tuple[int, int]]:
        """Server and id of each round of a person, in order."""
        c = rounds.c
        where = and_(c.candidate_id == user_id, *_in(rounds, guild_id))
        return [(row[0], row[1]) for row in await self._connection.execute(select(c.guild_id, c.id).where(where))]

    async def daily_texts(self, user_id: int, guild_id: int | None) -> AsyncIterator[Mapping[Any, Any]]:
        """A person's answers to daily questions, with the prompts."""
        a, q = daily_answers.c, daily_questions.c
        found = (
            select(a.answered_at, a.text, a.rating, q.question["prompt"].as_string().label("prompt"))
            .join(daily_questions, q.id == a.daily_id)
            .where(a.user_id == user_id, *_in(daily_answers, guild_id))
            .order_by(a.id)
        )
        async with self._connection.stream(found, execution_options={"yield_per": _PAGE}) as stream:
            async for row in stream.mappings():
                yield row

    async def open_things(self, user_id: int, guild_id: int | None) -> OpenThings:
        """What has to be ended before a person can be gone."""
        c, s, t = rounds.c, sessions.c, session_tables.c
        threads = select(c.guild_id, c.thread_id).where(
            c.candidate_id == user_id,
            c.status.in_(("opening", "open")),
            c.thread_id.is_not(None),
            *_in(rounds, guild_id),
        )
        running = and_(s.status.not_in(_OVER), *_in(sessions, guild_id))
        hosted = select(s.guild_id, s.id).where(running, s.host_id == user_id)
        m = session_members.c
        joined = (
            select(s.guild_id, s.id)
            .join(session_members, m.session_id == s.id)
            .where(running, m.user_id == user_id, s.host_id != user_id)
        )
        seats = select(t.guild_id, t.id).where(
            t.status != "ended", _mentions(t.state, user_id), *_in(session_tables, guild_id)
        )
        found = [
            [(row[0], row[1]) for row in await self._connection.execute(one)]
            for one in (threads, hosted, joined, seats)
        ]
        return OpenThings(*found)

    # ------------------------------------------------------------------ erasing

    async def erase(self, user_id: int, guild_id: int | None) -> None:
        """Take a person out of every table. What holds in all servers goes with the last server's rows."""
        stand_ins: dict[int, int] = defaultdict(_stand_in)
        await self._erase_deliveries(user_id, guild_id)
        for entry in CATALOGUE:
            await self._scrub_inside(entry, user_id, guild_id, stand_ins)
            for mark in entry.marks:
                if mark.fate is not Fate.DELETED:
                    await self._rename(_TABLES[entry.table], mark, user_id, guild_id, stand_ins)
        for entry in CATALOGUE:
            table = _TABLES[entry.table]
            columns = [table.c[one.column] for one in entry.marks if one.fate is Fate.DELETED]
            if columns and (guild_id is None or "guild_id" in table.c):
                mine = or_(*(column == user_id for column in columns))
                await self._connection.execute(delete(table).where(mine, *_in(table, guild_id)))
        if guild_id is not None and not await self._is_anywhere(user_id):
            for name in ("people", "direct_channels"):
                table = _TABLES[name]
                await self._connection.execute(delete(table).where(table.c.user_id == user_id))

    async def _rename(
        self, table: Table, mark: Mark, user_id: int, guild_id: int | None, stand_ins: Mapping[int, int]
    ) -> None:
        column = table.c[mark.column]
        where = and_(column == user_id, *_in(table, guild_id))
        if mark.fate is Fate.NOBODY:
            nobody = None if column.nullable else NOBODY
            await self._connection.execute(update(table).where(where).values({mark.column: nobody, **mark.blank}))
            return
        servers = (await self._connection.execute(select(table.c.guild_id).where(where).distinct())).scalars().all()
        for server in servers:
            values = {mark.column: stand_ins[server], **mark.blank}
            await self._connection.execute(update(table).where(where, table.c.guild_id == server).values(values))

    async def _scrub_inside(
        self, entry: Entry, user_id: int, guild_id: int | None, stand_ins: Mapping[int, int]
    ) -> None:
        """Rewrite JSON that names the person. Deliveries that do were deleted before."""
        if not entry.inside or entry.table == "deliveries":
            return
        table = _TABLES[entry.table]
        keys = list(table.primary_key.columns)
        columns = [table.c[name] for name in entry.inside]
        named = or_(*(_mentions(column, user_id) for column in columns))
        ids = (await self._connection.execute(select(*keys).where(named, *_in(table, guild_id)))).all()
        for one in ids:
            is_it = and_(*(key == value for key, value in zip(keys, one, strict=True)))
            row = (await self._connection.execute(select(table).where(is_it))).mappings().one()
            stand_in = stand_ins[row["guild_id"]]
            values = {column.name: scrubbed(row[column.name], user_id, stand_in) for column in columns}
            if table is scorings and row["opened_at"] is None:
                # Nobody waits for the card of somebody who is gone.
                values["excused"] = sorted({*values["excused"], stand_in})
            await self._connection.execute(update(table).where(is_it).values(values))

    async def _erase_deliveries(self, user_id: int, guild_id: int | None) -> None:
        """What is owed to the person or tells of them goes; what is owed to a channel all share stays, by nobody."""
        here = _in(deliveries, guild_id)
        told = or_(_D.key.contains(str(user_id)), _D.subject.contains(str(user_id)), _mentions(_D.payload, user_id))
        found = (await self._connection.execute(select(_D.id, _D.key, _D.subject, _D.payload).where(told, *here))).all()
        told_ids = [row.id for row in found if names(f"{row.key} {row.subject} {row.payload}", user_id)]
        for start in range(0, len(told_ids), _PAGE):
            await self._connection.execute(delete(deliveries).where(_D.id.in_(told_ids[start : start + _PAGE])))
        shared = or_(
            _D.subject.startswith(_GREETING),
            and_(_D.channel_id.is_not(None), *(_D.subject.not_like(f"{one}%") for one in _PERSONAL)),
        )
        nobodys = {"user_id": NOBODY}
        await self._connection.execute(update(deliveries).where(_D.user_id == user_id, shared, *here).values(nobodys))
        await self._connection.execute(delete(deliveries).where(_D.user_id == user_id, *here))

    async def _is_anywhere(self, user_id: int) -> bool:
        """Whether any server still has rows of the person's own."""
        for entry in CATALOGUE:
            table = _TABLES[entry.table]
            if not entry.marks or "guild_id" not in table.c:
                continue
            mine = or_(*(table.c[one.column] == user_id for one in entry.marks))
            if (await self._connection.execute(select(exists().where(mine)))).scalar_one():
                return True
        return False

    # ------------------------------------------------------------------ time

    async def idle(self, before: datetime) -> list[tuple[int, int]]:
        """Some people, as server and person, who did nothing since then and for whom nothing is still to come."""
        parts = []
        for entry in CATALOGUE:
            table = _TABLES[entry.table]
            if "guild_id" not in table.c:
                continue
            for mark in entry.marks:
                person = table.c[mark.column]
                parts += [
                    select(table.c.guild_id, person.label("person"), table.c[name].label("at")).where(person > 0)
                    for name in entry.at
                ]
        seen = union_all(*parts).subquery()
        found = (
            select(seen.c.guild_id, seen.c.person)
            .group_by(seen.c.guild_id, seen.c.person)
            .having(func.max(seen.c.at) < bindparam("before", type_=rounds.c.active_at.type))
            .limit(_ONE_IDLE)
        )
        return [(row[0], row[1]) for row in await self._connection.execute(found, {"before": before})]

    async def note_servers(self, present: Iterable[int], now: datetime) -> None:
        """Start the clock of servers that the bot is no longer in, and stop that of those it is in."""
        here = set(present)
        parts = [select(table.c.guild_id) for table in _TABLES.values() if "guild_id" in table.c]
        known = set((await self._connection.execute(union(*parts))).scalars())
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
        """Everything of a server."""
        for table in reversed(metadata.sorted_tables):
            if "guild_id" in table.c:
                await self._connection.execute(delete(table).where(table.c.guild_id == guild_id))


# ---------------------------------------------------------------------- inside


def _stand_in() -> int:
    return -1 - secrets.randbits(52)


def _in(table: Table, guild_id: int | None) -> list[ColumnElement[bool]]:
    return [table.c.guild_id == guild_id] if guild_id is not None and "guild_id" in table.c else []


def _mentions(column: Column[Any], user_id: int) -> ColumnElement[bool]:
    return cast(column, Text).contains(str(user_id))


def _export(entry: Entry, table: Table, user_id: int, guild_id: int | None) -> Select[Any] | None:
    """The statement that finds a person's rows of a table; nothing for a table without people."""
    mine: list[ColumnElement[bool]] = [table.c[one.column] == user_id for one in entry.marks if one.theirs]
    mine += [_mentions(table.c[name], user_id) for name in entry.inside if entry.table != "deliveries"]
    if entry.through is not None:
        parent = _TABLES[entry.through.parent]
        owner = ENTRIES[entry.through.parent].marks[0].column
        mine.append(table.c[entry.through.column].in_(select(parent.c.id).where(parent.c[owner] == user_id)))
    if not mine:
        return None
    found = select(table).where(or_(*mine), *_in(table, guild_id)).order_by(*table.primary_key.columns)
    if table is scorecards:
        # Others' cards are nobody's to see before all are opened.
        opened = exists().where(scorings.c.id == scorecards.c.scoring_id, scorings.c.opened_at.is_not(None))
        found = found.where(or_(scorecards.c.rater_id == user_id, opened))
    return found


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
