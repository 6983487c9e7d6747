"""Scorecards of sittings. Those of another server do not exist; whose card somebody may see is not decided here."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.sessions.scoring import Scorecard, Scoring
from bot.storage.once import InsertOnce
from bot.storage.tables import scorecards, scorings

_S, _C = scorings.c, scorecards.c
_HERE = _S.guild_id == bindparam("guild")
_ADD = InsertOnce(scorings, _S.guild_id, _S.table_id, _S.sitting)
_GET = select(scorings).where(_HERE, _S.id == bindparam("which"))
_GET_LOCKED = _GET.with_for_update()
_OF_SITTING = select(scorings).where(_HERE, _S.table_id == bindparam("table"), _S.sitting == bindparam("number"))
_WAITING = (
    select(scorings)
    .where(_HERE, _S.table_id == bindparam("table"), _S.opened_at.is_(None))
    .order_by(_S.id)
    .with_for_update()
)
_SAVE = (
    update(scorings)
    .where(_HERE, _S.id == bindparam("which"))
    .values(
        excused=bindparam("new_excused", type_=_S.excused.type),
        opened_at=bindparam("new_opened", type_=_S.opened_at.type),
        message_id=bindparam("new_message", type_=_S.message_id.type),
    )
)
_CARDS = (
    select(scorecards).where(_C.guild_id == bindparam("guild"), _C.scoring_id == bindparam("which")).order_by(_C.id)
)
_ADD_CARD = InsertOnce(scorecards, _C.scoring_id, _C.rater_id, _C.about_id)
_CHANGED = ("levels", "evidence", "sources", "raised", "changed_at", "submitted_at")
_PUT_CARD = (
    update(scorecards)
    .where(
        _C.guild_id == bindparam("guild"),
        _C.scoring_id == bindparam("which"),
        _C.rater_id == bindparam("rater"),
        _C.about_id == bindparam("about"),
    )
    .values({name: bindparam(f"new_{name}", type_=_C[name].type) for name in _CHANGED})
)
_ABOUT_INTERVIEWER = (
    select(scorecards)
    .join(scorings, and_(_S.id == _C.scoring_id, _S.interviewer_id == _C.about_id))
    .where(
        _HERE,
        _S.interviewer_id == bindparam("person"),
        _S.opened_at.is_not(None),
        _C.rater_id != bindparam("person"),
        _C.submitted_at.is_not(None),
    )
    .order_by(_C.id)
)


class ScorecardRows:
    """Cards of all tables, and since when each table sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, new: Scoring) -> tuple[Scoring, bool]:
        """Store what the cards of a sitting belong to; with whether it is new, or was there before."""
        sat = new.sat
        values = {
            "guild_id": sat.guild_id,
            "table_id": sat.table_id,
            "sitting": sat.sitting,
            "interviewer_id": sat.interviewer_id,
            "sat": sat.model_dump(mode="json"),
            "excused": list(new.excused),
            **new.model_dump(include={"ended_at", "closes_at", "opened_at", "message_id"}),
        }
        added = (await self._connection.execute(_ADD.on(self._connection), [values])).rowcount == 1
        wanted = {"guild": sat.guild_id, "table": sat.table_id, "number": sat.sitting}
        row = (await self._connection.execute(_OF_SITTING, wanted)).mappings().one()
        return _scoring(row), added

    async def get(self, guild_id: int, scoring_id: int, *, lock: bool = False) -> Scoring | None:
        """One of this server; with ``lock`` nobody else changes it or its cards until the unit ends."""
        statement = _GET_LOCKED if lock else _GET
        wanted = {"guild": guild_id, "which": scoring_id}
        row = (await self._connection.execute(statement, wanted)).mappings().first()
        return _scoring(row) if row else None

    async def waiting(self, guild_id: int, table_id: int) -> list[Scoring]:
        """Those of a table that are not open yet, locked."""
        rows = await self._connection.execute(_WAITING, {"guild": guild_id, "table": table_id})
        return [_scoring(row) for row in rows.mappings()]

    async def save(self, after: Scoring) -> None:
        """Store one that was read with its lock."""
        values = {"new_excused": list(after.excused), "new_opened": after.opened_at, "new_message": after.message_id}
        await self._connection.execute(_SAVE, values | {"guild": after.sat.guild_id, "which": after.id})

    async def cards(self, guild_id: int, scoring_id: int) -> list[Scorecard]:
        """All cards, drafts too. Not for anybody's eyes before they are opened."""
        rows = await self._connection.execute(_CARDS, {"guild": guild_id, "which": scoring_id})
        return [Scorecard.model_validate(dict(row)) for row in rows.mappings()]

    async def put(self, card: Scorecard) -> None:
        """Store a card, or its new state; the scoring is locked meanwhile."""
        values = card.model_dump(exclude={"id"})
        if (await self._connection.execute(_ADD_CARD.on(self._connection), [values])).rowcount == 1:
            return
        which = {"guild": card.guild_id, "which": card.scoring_id, "rater": card.rater_id, "about": card.about_id}
        await self._connection.execute(_PUT_CARD, which | {f"new_{name}": values[name] for name in _CHANGED})

    async def about_interviewer(self, guild_id: int, user_id: int) -> list[Scorecard]:
        """What candidates of this server said about somebody as an interviewer, as far as it is open."""
        rows = await self._connection.execute(_ABOUT_INTERVIEWER, {"guild": guild_id, "person": user_id})
        return [Scorecard.model_validate(dict(row)) for row in rows.mappings()]


def _scoring(row: Mapping[Any, Any]) -> Scoring:
    return Scoring.model_validate({name: row[name] for name in Scoring.model_fields})
