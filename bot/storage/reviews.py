"""Cards of questions that come back, and the history of each."""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.reviews import Review, ReviewCard
from bot.storage.once import InsertOnce
from bot.storage.tables import review_cards, review_log

_C, _L = review_cards.c, review_log.c
_MINE = and_(_C.guild_id == bindparam("guild"), _C.user_id == bindparam("person"))
_THIS = and_(_MINE, _C.question_id == bindparam("question"))
_LOG = and_(
    _L.guild_id == bindparam("guild"), _L.user_id == bindparam("person"), _L.question_id == bindparam("question")
)
_ADD = InsertOnce(review_cards, _C.guild_id, _C.user_id, _C.question_id)
_LOCK = select(_C.question_id).where(_THIS).with_for_update()
_GET = select(review_cards).where(_THIS)
_CHANGED = ("card", "due_at", "rating", "reviewed_at")
_SAVE = (
    update(review_cards).where(_THIS).values({name: bindparam(f"new_{name}", type_=_C[name].type) for name in _CHANGED})
)
_NOTE = InsertOnce(review_log, _L.guild_id, _L.user_id, _L.question_id, _L.source)
_NOTED = ("at", "rating", "due_at")
_CHANGE_NOTE = (
    update(review_log)
    .where(_LOG, _L.source == bindparam("which"))
    .values({name: bindparam(f"new_{name}", type_=_L[name].type) for name in _NOTED})
)
_HISTORY = select(review_log).where(_LOG).order_by(_L.at, _L.source)
_DUE = (
    select(_C.question_id, _C.due_at, _C.rating, _C.reviewed_at)
    .where(_MINE, _C.due_at < bindparam("until"))
    .order_by(_C.due_at, _C.question_id)
)
_COUNT_DUE = select(func.count()).select_from(review_cards).where(_MINE, _C.due_at < bindparam("until"))


class ReviewRows:
    """Cards of all people. Every method names the server and the person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, new: ReviewCard) -> None:
        """Store a card if there is none of that question yet; until the unit ends nobody else changes it."""
        await self._connection.execute(_ADD.on(self._connection), [new.model_dump()])
        await self._connection.execute(_LOCK, _which(new.guild_id, new.user_id, new.question_id))

    async def get(self, guild_id: int, user_id: int, question_id: str, *, lock: bool = False) -> ReviewCard | None:
        """One card; with ``lock`` nobody else changes it until the unit ends."""
        wanted = _which(guild_id, user_id, question_id)
        if lock:
            await self._connection.execute(_LOCK, wanted)
        row = (await self._connection.execute(_GET, wanted)).mappings().first()
        return ReviewCard.model_validate(dict(row)) if row else None

    async def save(self, after: ReviewCard) -> None:
        """Store the new state of a card."""
        new = {f"new_{name}": getattr(after, name) for name in _CHANGED}
        await self._connection.execute(_SAVE, new | _which(after.guild_id, after.user_id, after.question_id))

    async def note(self, guild_id: int, user_id: int, question_id: str, entry: Review) -> None:
        """Store an entry of a card's history; one of the same source is replaced."""
        values = entry.model_dump() | {"guild_id": guild_id, "user_id": user_id, "question_id": question_id}
        if (await self._connection.execute(_NOTE.on(self._connection), [values])).rowcount == 1:
            return
        new: dict[str, object] = {f"new_{name}": values[name] for name in _NOTED}
        wanted = _which(guild_id, user_id, question_id) | {"which": entry.source}
        await self._connection.execute(_CHANGE_NOTE, new | wanted)

    async def history(self, guild_id: int, user_id: int, question_id: str) -> list[Review]:
        """All that happened to a card, oldest first."""
        rows = await self._connection.execute(_HISTORY, _which(guild_id, user_id, question_id))
        return [Review.model_validate({name: row[name] for name in Review.model_fields}) for row in rows.mappings()]

    async def due(self, guild_id: int, user_id: int, until: datetime) -> list[tuple[str, datetime, int, datetime]]:
        """What is due before ``until``, the longest due first: question, when it was due, rated how and when last."""
        wanted = {"guild": guild_id, "person": user_id, "until": until}
        rows = await self._connection.execute(_DUE, wanted)
        return [(row.question_id, row.due_at, row.rating, row.reviewed_at) for row in rows]

    async def count_due(self, guild_id: int, user_id: int, until: datetime) -> int:
        """How many are due before ``until``."""
        wanted = {"guild": guild_id, "person": user_id, "until": until}
        return int((await self._connection.execute(_COUNT_DUE, wanted)).scalar_one())


def _which(guild_id: int, user_id: int, question_id: str) -> dict[str, object]:
    return {"guild": guild_id, "person": user_id, "question": question_id}
