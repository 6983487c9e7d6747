"""Servers' daily questions: the settings, what a channel was asked, the answers of a day and their votes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, false, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.daily.channels import DailyChannel, DayAnswer
from bot.domain.daily.questions import DailyAnswer, Scope
from bot.domain.tracks import Question
from bot.storage.once import InsertOnce
from bot.storage.tables import daily_answers, daily_channels, daily_questions, daily_votes, server_questions

_C, _D, _A, _V, _Q = (one.c for one in (daily_channels, daily_questions, daily_answers, daily_votes, server_questions))
_LARGEST = 2**31 - 1

# ------------------------------------------------------------------ settings

_HERE = _C.guild_id == bindparam("guild")
_GET = select(daily_channels).where(_HERE)
_GET_LOCKED = _GET.with_for_update()
_ADD = InsertOnce(daily_channels, _C.guild_id)
_CHOSEN = ("channel_id", "zone", "wall", "days", "track_id", "mention_id", "actor_id", "next_at", "created_at")
_PUT = (
    update(daily_channels)
    .where(_HERE)
    .values(
        {name: bindparam(f"new_{name}", type_=_C[name].type) for name in _CHOSEN}
        | {"active": true(), "version": _C.version + 1, "problem": None, "problem_at": None}
    )
)
_STOP = (
    update(daily_channels)
    .where(_HERE, _C.active.is_(True))
    .values(active=false(), version=_C.version + 1, next_at=None)
)
_NEXT = (
    update(daily_channels)
    .where(_HERE, _C.version == bindparam("which"))
    .values(next_at=bindparam("at", type_=_C.next_at.type))
)
_TROUBLE = (
    update(daily_channels)
    .where(_HERE)
    .values(problem=bindparam("what"), problem_at=bindparam("at", type_=_C.problem_at.type))
)

# ------------------------------------------------------------------ what was asked, and what is left

_ASKED_HERE = and_(_D.guild_id == bindparam("guild"), _D.scope == Scope.CHANNEL.value)
_LAST = (
    select(_D.question_id, func.max(_D.asked_at).label("last")).where(_ASKED_HERE).group_by(_D.question_id).subquery()
)
_NEWEST = select(_D.id).where(_ASKED_HERE, _D.message_id.is_not(None)).order_by(_D.asked_at.desc()).limit(1)
_IN_USE = and_(
    _Q.guild_id == bindparam("guild"),
    _Q.retired.is_(False),
    _Q.track_id.in_(bindparam("tracks", expanding=True)),
)
_FRESH = and_(_IN_USE, _Q.question_id.not_in(select(_D.question_id).where(_ASKED_HERE)))
_PLACED = (_Q.track_id, _Q.stage_id, _Q.question)
_SAMPLE_FRESH = (
    select(*_PLACED)
    .where(_FRESH)
    .order_by((_Q.shuffle + bindparam("place")) % _LARGEST, _Q.question_id)
    .limit(bindparam("most"))
)
_COUNT_FRESH = select(func.count()).select_from(server_questions).where(_FRESH)
_OLDEST = (
    select(*_PLACED)
    .join(_LAST, _LAST.c.question_id == _Q.question_id)
    .where(_IN_USE)
    .order_by(_LAST.c.last, _Q.question_id)
    .limit(bindparam("most"))
)

# ------------------------------------------------------------------ answers and votes

_OF_DAY = and_(_A.guild_id == bindparam("guild"), _A.daily_id == bindparam("daily"))
_COUNT = select(func.count()).select_from(daily_answers).where(_OF_DAY)
_OWN = select(daily_answers).where(_OF_DAY, _A.user_id == bindparam("person"))
_BY_ID = select(daily_answers).where(_A.guild_id == bindparam("guild"), _A.id == bindparam("which"))
_ANSWERS = select(daily_answers).where(_OF_DAY).order_by(_A.id)
_VOTES = (
    select(_V.answer_id, _V.voter_id)
    .join(daily_answers, _A.id == _V.answer_id)
    .where(_OF_DAY, _V.guild_id == bindparam("guild"))
)
_ADD_ANSWER = InsertOnce(daily_answers, _A.daily_id, _A.user_id)
_CHANGE = (
    update(daily_answers)
    .where(_OF_DAY, _A.user_id == bindparam("person"))
    .values(
        text=bindparam("new_text"),
        source_id=bindparam("source"),
        answered_at=bindparam("at", type_=_A.answered_at.type),
    )
)
_SHARE = update(daily_answers).where(_OF_DAY, _A.user_id == bindparam("person")).values(shared=bindparam("agreed"))
_VOTE = InsertOnce(daily_votes, _V.answer_id, _V.voter_id)
_UNVOTE = delete(daily_votes).where(
    _V.guild_id == bindparam("guild"), _V.answer_id == bindparam("which"), _V.voter_id == bindparam("voter")
)
_NO_VOTES = delete(daily_votes).where(_V.guild_id == bindparam("guild"), _V.answer_id == bindparam("which"))

Placed = tuple[str, str, Question]
"""Track, stage, question."""


class DailyChannelRows:
    """A server's daily question. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild_id: int, *, lock: bool = False) -> DailyChannel | None:
        """The settings, also of one that was removed; with ``lock`` nobody else changes them until the unit ends."""
        statement = _GET_LOCKED if lock else _GET
        row = (await self._connection.execute(statement, {"guild": guild_id})).mappings().first()
        return DailyChannel.model_validate(dict(row)) if row else None

    async def put(self, chosen: DailyChannel) -> DailyChannel:
        """Store new settings under the next version; what came in the way before is forgotten."""
        values = chosen.model_dump() | {"days": None if chosen.days is None else sorted(chosen.days)}
        await self._connection.execute(_ADD.on(self._connection), [values | {"version": 0, "active": False}])
        new = {f"new_{name}": values[name] for name in _CHOSEN}
        await self._connection.execute(_PUT, new | {"guild": chosen.guild_id})
        stored = await self.get(chosen.guild_id)
        assert stored is not None, "it was stored just now"
        return stored

    async def stop(self, guild_id: int) -> bool:
        """No more questions; ``False`` if there were none anyway."""
        return (await self._connection.execute(_STOP, {"guild": guild_id})).rowcount > 0

    async def plan(self, guild_id: int, version: int, next_at: datetime | None) -> None:
        """When the next question is due, if the settings are still of this version."""
        await self._connection.execute(_NEXT, {"guild": guild_id, "which": version, "at": next_at})

    async def trouble(self, guild_id: int, problem: str | None, now: datetime) -> None:
        """Keep what came in the way; ``None``: it went well again."""
        values = {"what": problem and problem[:250], "at": now if problem else None}
        await self._connection.execute(_TROUBLE, values | {"guild": guild_id})

    # ------------------------------------------------------------------ what was asked, and what is left

    async def newest(self, guild_id: int) -> int | None:
        """The id of the question that was posted last."""
        found: int | None = (await self._connection.execute(_NEWEST, {"guild": guild_id})).scalar_one_or_none()
        return found

    async def fresh(self, guild_id: int, tracks: Sequence[str], place: int, most: int) -> list[Placed]:
        """Of the server's own questions of some tracks, at most ``most`` that it was not asked yet, from a ``place``
        of chance on."""
        return await self._placed(_SAMPLE_FRESH, guild_id, tracks, most, place=place % _LARGEST)

    async def count_fresh(self, guild_id: int, tracks: Sequence[str]) -> int:
        """How many there are of those."""
        found = await self._connection.execute(_COUNT_FRESH, {"guild": guild_id, "tracks": list(tracks)})
        return int(found.scalar_one())

    async def oldest(self, guild_id: int, tracks: Sequence[str], most: int) -> list[Placed]:
        """Own questions that it was asked, the one asked longest ago first."""
        return await self._placed(_OLDEST, guild_id, tracks, most)

    async def _placed(
        self, statement: Any, guild_id: int, tracks: Sequence[str], most: int, **more: int
    ) -> list[Placed]:
        wanted = {"guild": guild_id, "tracks": list(tracks), "most": most} | more
        rows = await self._connection.execute(statement, wanted)
        return [(row.track_id, row.stage_id, Question.model_validate(row.question)) for row in rows]

    # ------------------------------------------------------------------ answers and votes

    async def answer(self, new: DailyAnswer) -> bool:
        """Keep somebody's answer, or put it in place of their earlier one, whose votes go; ``False`` if nothing is
        different, as when the same interaction comes twice."""
        before = await self.own(new.guild_id, new.daily_id, new.user_id)
        if before is None:
            values = new.model_dump(exclude={"id"})
            if (await self._connection.execute(_ADD_ANSWER.on(self._connection), [values])).rowcount == 1:
                return True
            before = await self.own(new.guild_id, new.daily_id, new.user_id)
            assert before is not None, "what was in the way is theirs"
        if before.source_id == new.source_id or before.text == new.text:
            return False
        await self._connection.execute(_NO_VOTES, {"guild": new.guild_id, "which": before.id})
        changes = {"new_text": new.text, "source": new.source_id, "at": new.answered_at}
        await self._connection.execute(_CHANGE, changes | _whose(new.guild_id, new.daily_id, new.user_id))
        return True

    async def own(self, guild_id: int, daily_id: int, user_id: int) -> DailyAnswer | None:
        """What somebody answered."""
        return await self._one(_OWN, _whose(guild_id, daily_id, user_id))

    async def by_id(self, guild_id: int, answer_id: int) -> DailyAnswer | None:
        """One answer of this server."""
        return await self._one(_BY_ID, {"guild": guild_id, "which": answer_id})

    async def count(self, guild_id: int, daily_id: int) -> int:
        """How many answered."""
        found = await self._connection.execute(_COUNT, {"guild": guild_id, "daily": daily_id})
        return int(found.scalar_one())

    async def answers(self, guild_id: int, daily_id: int, viewer_id: int = 0) -> list[DayAnswer]:
        """All answers of a day, the first one first, with their votes."""
        wanted = {"guild": guild_id, "daily": daily_id}
        voters: dict[int, set[int]] = {}
        for row in await self._connection.execute(_VOTES, wanted):
            voters.setdefault(row.answer_id, set()).add(row.voter_id)
        rows = (await self._connection.execute(_ANSWERS, wanted)).mappings()
        found = [DailyAnswer.model_validate(dict(row)) for row in rows]
        return [
            DayAnswer(answer=one, votes=len(who := voters.get(one.id, set())), mine=viewer_id in who) for one in found
        ]

    async def share(self, guild_id: int, daily_id: int, user_id: int, *, agreed: bool) -> bool:
        """Whether the author agrees that their answer is shown; ``False`` if they gave none."""
        wanted = _whose(guild_id, daily_id, user_id)
        return (await self._connection.execute(_SHARE, wanted | {"agreed": agreed})).rowcount > 0

    async def vote(self, guild_id: int, answer_id: int, voter_id: int, *, useful: bool) -> None:
        """One vote a person and answer, or none."""
        if useful:
            row = {"guild_id": guild_id, "answer_id": answer_id, "voter_id": voter_id}
            await self._connection.execute(_VOTE.on(self._connection), [row])
        else:
            await self._connection.execute(_UNVOTE, {"guild": guild_id, "which": answer_id, "voter": voter_id})

    async def _one(self, statement: Any, wanted: Mapping[str, int]) -> DailyAnswer | None:
        row = (await self._connection.execute(statement, wanted)).mappings().first()
        return DailyAnswer.model_validate(dict(row)) if row else None


def _whose(guild_id: int, daily_id: int, user_id: int) -> dict[str, int]:
    return {"guild": guild_id, "daily": daily_id, "person": user_id}
