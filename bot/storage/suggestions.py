"""Questions that members suggest, and stages that run out of questions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bank.suggestions import Shortage, Suggestion, SuggestionStatus
from bot.storage.once import InsertOnce
from bot.storage.tables import shortages, suggestions

_S = suggestions.c
_IN_GUILD = _S.guild_id == bindparam("guild")
_WAITING = _S.status == SuggestionStatus.WAITING.value
_ADD = InsertOnce(suggestions, _S.source_id)
_GET = select(suggestions).where(_IN_GUILD, _S.id == bindparam("which"))
_GET_LOCKED = _GET.with_for_update()
_BY_SOURCE = select(suggestions).where(_IN_GUILD, _S.source_id == bindparam("source"))
_OF_MEMBER = (_IN_GUILD, _S.member_id == bindparam("member"))
_SINCE = select(_S.created_at).where(*_OF_MEMBER, _S.created_at > bindparam("since")).order_by(_S.created_at)
_COUNT_WAITING = select(func.count()).select_from(suggestions).where(*_OF_MEMBER, _WAITING)
_WAITING_IDS = select(_S.id).where(_IN_GUILD, _WAITING).order_by(_S.id).limit(bindparam("most"))
_CHANGED = ("question", "status", "reason", "decided_by", "question_id", "posted_in_id", "posted_id", "decided_at")
_UPDATE = (
    update(suggestions)
    .where(_IN_GUILD, _S.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}", type_=_S[name].type) for name in _CHANGED})
)

_SHORT = shortages.c
_ADD_SHORTAGE = InsertOnce(shortages, _SHORT.guild_id, _SHORT.track_id, _SHORT.stage_id)
_RENEW = (
    update(shortages)
    .where(
        _SHORT.guild_id == bindparam("guild"),
        _SHORT.track_id == bindparam("track"),
        _SHORT.stage_id == bindparam("stage"),
        _SHORT.noticed_at <= bindparam("limit"),
    )
    .values(
        unseen=bindparam("new_unseen"),
        needed=bindparam("new_needed"),
        noticed_at=bindparam("new_noticed_at", type_=_SHORT.noticed_at.type),
    )
)
_SHORTAGES = (
    select(shortages)
    .where(_SHORT.guild_id == bindparam("guild"), _SHORT.noticed_at > bindparam("since"))
    .order_by(_SHORT.unseen, _SHORT.track_id, _SHORT.stage_id)
)


class SuggestionRows:
    """Suggestions of all servers. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Suggestion) -> Suggestion:
        """Store a suggestion, or find the one that the same interaction brought before."""
        await self._connection.execute(_ADD.on(self._connection), [_values(new)])
        found = await self._one(_BY_SOURCE, guild=new.guild_id, source=new.source_id)
        assert found is not None, "it was stored just now, or before"
        return found

    async def by_source(self, guild_id: int, source_id: int) -> Suggestion | None:
        """What an interaction brought."""
        return await self._one(_BY_SOURCE, guild=guild_id, source=source_id)

    async def get(self, guild_id: int, suggestion_id: int, *, lock: bool = False) -> Suggestion | None:
        """One suggestion of a server; with ``lock`` nobody else changes it until the unit ends."""
        return await self._one(_GET_LOCKED if lock else _GET, guild=guild_id, which=suggestion_id)

    async def count(self, guild_id: int, member_id: int, since: datetime) -> tuple[list[datetime], int]:
        """When a member suggested something after ``since``, and how many of all their suggestions wait."""
        wanted = {"guild": guild_id, "member": member_id}
        lately = list((await self._connection.execute(_SINCE, wanted | {"since": since})).scalars())
        waiting = (await self._connection.execute(_COUNT_WAITING, wanted)).scalar_one()
        return lately, waiting

    async def waiting(self, guild_id: int, most: int) -> list[int]:
        """Ids of suggestions that nobody has decided on, the oldest first."""
        return list((await self._connection.execute(_WAITING_IDS, {"guild": guild_id, "most": most})).scalars())

    async def save(self, after: Suggestion) -> None:
        """Store a suggestion that was read with its lock."""
        values = _values(after)
        new = {f"new_{name}": values[name] for name in _CHANGED}
        await self._connection.execute(_UPDATE, new | {"guild": after.guild_id, "which": after.id})

    async def noticed(self, found: Shortage, limit: datetime) -> bool:
        """Keep that a stage ran low; ``False`` if that was noticed after ``limit`` already."""
        added = await self._connection.execute(_ADD_SHORTAGE.on(self._connection), found.model_dump())
        if added.rowcount == 1:
            return True
        wanted = {"guild": found.guild_id, "track": found.track_id, "stage": found.stage_id, "limit": limit}
        new = {f"new_{name}": getattr(found, name) for name in ("unseen", "needed", "noticed_at")}
        return (await self._connection.execute(_RENEW, wanted | new)).rowcount == 1

    async def shortages(self, guild_id: int, since: datetime) -> list[Shortage]:
        """Stages that were noticed to run low after ``since``, the emptiest first."""
        found = await self._connection.execute(_SHORTAGES, {"guild": guild_id, "since": since})
        return [Shortage.model_validate(dict(row)) for row in found.mappings()]

    async def _one(self, statement: Any, **wanted: int) -> Suggestion | None:
        row: Mapping[Any, Any] | None = (await self._connection.execute(statement, wanted)).mappings().first()
        return Suggestion.model_validate(dict(row)) if row else None


def _values(one: Suggestion) -> dict[str, Any]:
    return one.model_dump(exclude={"id", "question"}) | {"question": one.question.model_dump(mode="json")}
