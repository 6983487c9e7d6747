"""Who sat at a table with whom and who had a turn, so that the next session is fair."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import combinations

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.sessions.fit import recency
from bot.domain.sessions.rotation import Turns
from bot.storage.once import InsertOnce
from bot.storage.tables import session_pairs, session_turns

_P, _T = session_pairs.c, session_turns.c
_PAST = select(_P.low_id, _P.high_id, _P.day).where(
    _P.guild_id == bindparam("guild"),
    _P.low_id.in_(bindparam("low", expanding=True)),
    _P.high_id.in_(bindparam("high", expanding=True)),
    _P.day >= bindparam("since", type_=_P.day.type),
)
_NOTE = InsertOnce(session_pairs, _P.guild_id, _P.low_id, _P.high_id, _P.session_id)
_TURNS = select(_T.candidate_id, _T.interviewer_id, _T.day).where(
    _T.guild_id == bindparam("guild"),
    or_(
        _T.candidate_id.in_(bindparam("candidates", expanding=True)),
        _T.interviewer_id.in_(bindparam("interviewers", expanding=True)),
    ),
    _T.day >= bindparam("since", type_=_T.day.type),
)
_NOTE_TURN = InsertOnce(session_turns, _T.table_id, _T.number)


class SessionPairRows:
    """Meetings of two people, and their turns. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def past(
        self, guild_id: int, user_ids: Collection[int], since: date, today: date
    ) -> dict[frozenset[int], float]:
        """How much these people met from ``since`` on: 1 for a meeting today, less for older ones, added up."""
        if not user_ids:
            return {}
        among = list(user_ids)
        found: dict[frozenset[int], float] = {}
        wanted = {"guild": guild_id, "low": among, "high": among, "since": since}
        for row in await self._connection.execute(_PAST, wanted):
            both = frozenset((row.low_id, row.high_id))
            found[both] = found.get(both, 0.0) + recency((today - row.day).days)
        return found

    async def note(self, guild_id: int, session_id: int, tables: Iterable[Sequence[int]], day: date) -> None:
        """Keep that all at a table met. Noting it again, also at another table of the session, changes nothing."""
        met = {(min(two), max(two)) for table in tables for two in combinations(set(table), 2)}
        rows = [
            {"guild_id": guild_id, "low_id": low, "high_id": high, "session_id": session_id, "day": day}
            for low, high in sorted(met)
        ]
        if rows:
            await self._connection.execute(_NOTE.on(self._connection), rows)

    async def turns(self, guild_id: int, user_ids: Collection[int], since: date, today: date) -> Turns:
        """The turns that these people had from ``since`` on."""
        among = set(user_ids)
        found = Turns({}, {})
        if not among:
            return found
        wanted = {"guild": guild_id, "candidates": list(among), "interviewers": list(among), "since": since}
        for row in await self._connection.execute(_TURNS, wanted):
            for person, counted in ((row.candidate_id, found.heard), (row.interviewer_id, found.asked)):
                if person in among:
                    counted[person] = counted.get(person, 0.0) + recency((today - row.day).days)
        return found

    async def note_turns(self, guild_id: int, table_id: int, turns: Iterable[tuple[int, int, int]], day: date) -> None:
        """Keep the sittings of a table: number, candidate, interviewer. Noting one again changes nothing."""
        rows = [
            {
                "guild_id": guild_id,
                "table_id": table_id,
                "number": number,
                "candidate_id": candidate,
                "interviewer_id": interviewer,
                "day": day,
            }
            for number, candidate, interviewer in turns
        ]
        if rows:
            await self._connection.execute(_NOTE_TURN.on(self._connection), rows)
