"""Reports of bad questions: one of each member about each question."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bank.suggestions import Report, Reported
from bot.storage.once import InsertOnce
from bot.storage.tables import reports

_R = reports.c
_OPEN = (_R.guild_id == bindparam("guild"), _R.settled_at.is_(None))
_ADD = InsertOnce(reports, _R.guild_id, _R.question_id, _R.member_id)
_QUEUE = (
    select(_R.question_id, func.count().label("times"))
    .where(*_OPEN)
    .group_by(_R.question_id)
    .order_by(func.count().desc(), func.min(_R.created_at), _R.question_id)
    .limit(bindparam("most"))
)
_ABOUT = select(reports).where(*_OPEN, _R.question_id == bindparam("which")).order_by(_R.created_at, _R.member_id)
_SETTLE = update(reports).where(*_OPEN, _R.question_id == bindparam("which")).values(settled_at=bindparam("at"))
_AGAIN = (
    update(reports)
    .where(_R.guild_id == bindparam("guild"), _R.question_id == bindparam("which"))
    .where(_R.member_id == bindparam("member"), _R.settled_at <= bindparam("changed", type_=_R.settled_at.type))
    .values(
        reason=bindparam("new_reason"),
        created_at=bindparam("new_created", type_=_R.created_at.type),
        settled_at=None,
    )
)


class ReportRows:
    """Reports of all servers. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, report: Report, changed_at: datetime | None = None) -> bool:
        """Store a report; ``False`` if this member has reported this question before.

        ``changed_at``: when the question became what it is; an older report that was settled by then is no obstacle.
        """
        result = await self._connection.execute(_ADD.on(self._connection), report.model_dump())
        if result.rowcount == 1 or changed_at is None:
            return result.rowcount == 1
        wanted = {"guild": report.guild_id, "which": report.question_id, "member": report.member_id}
        new = {"changed": changed_at, "new_reason": report.reason, "new_created": report.created_at}
        return (await self._connection.execute(_AGAIN, wanted | new)).rowcount == 1

    async def waiting(self, guild_id: int, most: int) -> list[Reported]:
        """Questions with reports that nobody has settled, those with the most reports first."""
        found = await self._connection.execute(_QUEUE, {"guild": guild_id, "most": most})
        return [Reported(row.question_id, row.times) for row in found]

    async def about(self, guild_id: int, question_id: str) -> list[Report]:
        """The open reports about a question, the oldest first."""
        found = await self._connection.execute(_ABOUT, {"guild": guild_id, "which": question_id})
        return [Report.model_validate(dict(row)) for row in found.mappings()]

    async def settle(self, guild_id: int, question_id: str, now: datetime) -> int:
        """Take a question's reports out of the queue; returns how many there were."""
        wanted = {"guild": guild_id, "which": question_id, "at": now}
        return (await self._connection.execute(_SETTLE, wanted)).rowcount
