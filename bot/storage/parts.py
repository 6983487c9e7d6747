"""Parts of answers: each message or modal text, by its snowflake."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.drafts import Attachment, Part, Source
from bot.storage.once import InsertOnce
from bot.storage.tables import parts, rounds

# One statement finds the open round of a thread and stores the message under its open question: this is the path that
# every typed message takes. A message stored before stays as it is, so a replayed event changes nothing.
_ADD_TYPED = InsertOnce(
    parts,
    parts.c.source_id,
    build=lambda insert: insert.from_select(
        ["source_id", "guild_id", "round_id", "position", "source", "content", "attachments", "created_at"],
        select(
            bindparam("source_id_", type_=parts.c.source_id.type),
            rounds.c.guild_id,
            rounds.c.id,
            rounds.c.position,
            bindparam("source_", type_=parts.c.source.type),
            bindparam("content_", type_=parts.c.content.type),
            bindparam("attachments_", type_=parts.c.attachments.type),
            bindparam("created_at_", type_=parts.c.created_at.type),
        ).where(
            rounds.c.guild_id == bindparam("guild"),
            rounds.c.thread_id == bindparam("thread"),
            rounds.c.candidate_id == bindparam("author"),
            rounds.c.status == "open",
        ),
    ).returning(parts.c.round_id, parts.c.position),
)
_ADD = InsertOnce(parts, parts.c.source_id)
_LIST = (
    select(parts)
    .where(parts.c.guild_id == bindparam("guild"), parts.c.round_id == bindparam("round"))
    .order_by(parts.c.source_id)
)
_LIST_SEVERAL = (
    select(parts)
    .where(parts.c.guild_id == bindparam("guild"), parts.c.round_id.in_(bindparam("rounds", expanding=True)))
    .order_by(parts.c.round_id, parts.c.source_id)
)
# Only what belongs to the open question of an open round may still change: an answer that was given stays as given.
_IS_DRAFT = (
    select(literal_column("1"))
    .where(
        rounds.c.id == parts.c.round_id,
        rounds.c.status == "open",
        rounds.c.position == parts.c.position,
        rounds.c.thread_id == bindparam("thread"),
    )
    .exists()
)
_EDIT = (
    update(parts)
    .where(parts.c.guild_id == bindparam("guild"), parts.c.source_id == bindparam("which"), _IS_DRAFT)
    .values(content=bindparam("new_content"), attachments=bindparam("new_attachments"))
)
_DELETE = delete(parts).where(
    parts.c.guild_id == bindparam("guild"),
    parts.c.source_id.in_(bindparam("sources", expanding=True)),
    parts.c.source != Source.MODAL,
    _IS_DRAFT,
)


class PartRows:
    """What candidates gave, message by message."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_typed(self, guild_id: int, thread_id: int, author_id: int, part: Part) -> tuple[int, int] | None:
        """Store a message under the open question of the round in that thread.

        :return: round id and question's position; ``None`` if no open round of this author is there, or if the
            message was stored before.
        """
        values = {f"{key}_": value for key, value in _values(part).items()}
        values |= {"guild": guild_id, "thread": thread_id, "author": author_id}
        row = (await self._connection.execute(_ADD_TYPED.on(self._connection), values)).first()
        return (row.round_id, row.position) if row else None

    async def add(self, guild_id: int, round_id: int, position: int, part: Part) -> None:
        """Store a part under one question; a second time it is a no-op."""
        place = {"guild_id": guild_id, "round_id": round_id, "position": position}
        await self._connection.execute(_ADD.on(self._connection), _values(part) | place)

    async def by_position(self, guild_id: int, round_id: int) -> dict[int, list[Part]]:
        """All parts of a round by question, in the order in which they were sent."""
        found: dict[int, list[Part]] = {}
        for row in (await self._connection.execute(_LIST, {"guild": guild_id, "round": round_id})).mappings():
            found.setdefault(row["position"], []).append(_part(row))
        return found

    async def of_several(self, guild_id: int, round_ids: Iterable[int]) -> dict[int, dict[int, list[Part]]]:
        """As :meth:`by_position`, of each of these rounds that has any."""
        found: dict[int, dict[int, list[Part]]] = {}
        wanted = {"guild": guild_id, "rounds": list(round_ids)}
        for row in (await self._connection.execute(_LIST_SEVERAL, wanted)).mappings():
            found.setdefault(row["round_id"], {}).setdefault(row["position"], []).append(_part(row))
        return found

    async def edit(self, guild_id: int, thread_id: int, part: Part) -> bool:
        """Change a draft's text; ``False`` if that message is no part of a draft."""
        new = _values(part)
        result = await self._connection.execute(
            _EDIT,
            {
                "guild": guild_id,
                "thread": thread_id,
                "which": part.source_id,
                "new_content": new["content"],
                "new_attachments": new["attachments"],
            },
        )
        return result.rowcount > 0

    async def remove(self, guild_id: int, thread_id: int, source_ids: Iterable[int]) -> int:
        """Take messages out of a draft; returns how many were in it."""
        wanted = {"guild": guild_id, "thread": thread_id, "sources": list(source_ids)}
        return (await self._connection.execute(_DELETE, wanted)).rowcount


def _values(part: Part) -> dict[str, Any]:
    values = part.model_dump(exclude={"attachments"})
    return values | {"attachments": [attachment.model_dump() for attachment in part.attachments]}


def _part(row: Mapping[Any, Any]) -> Part:
    return Part(
        source_id=row["source_id"],
        source=row["source"],
        content=row["content"],
        attachments=tuple(Attachment.model_validate(one) for one in row["attachments"]),
        created_at=row["created_at"],
    )
