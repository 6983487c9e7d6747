"""Daily questions, their answers, and the days on which people practised."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.daily.questions import DailyAnswer, DailyQuestion, DailyStatus, Scope
from bot.domain.rounds import RoundStatus, TurnStatus
from bot.storage.once import InsertOnce
from bot.storage.tables import daily_answers, daily_questions, practice_days, review_log, rounds, turns

_Q, _A = daily_questions.c, daily_answers.c
_IN_GUILD = _Q.guild_id == bindparam("guild")
_ADD = InsertOnce(daily_questions, _Q.key)
_BY_KEY = select(daily_questions).where(_IN_GUILD, _Q.key == bindparam("name"))
_GET = select(daily_questions).where(_IN_GUILD, _Q.id == bindparam("which"))
_GET_LOCKED = _GET.with_for_update()
# A person's own question is found without a server: in direct messages there is none.
_MINE = select(daily_questions).where(_Q.id == bindparam("which"), _Q.user_id == bindparam("person"))
_OPEN_MINE = and_(_Q.user_id == bindparam("person"), _Q.status == DailyStatus.OPEN.value)
_BY_MESSAGE = select(daily_questions).where(_Q.message_id == bindparam("message"), _Q.user_id == bindparam("person"))
_IN_THREAD = (
    select(daily_questions)
    .where(_IN_GUILD, _Q.thread_id == bindparam("thread"), _OPEN_MINE)
    .order_by(_Q.id.desc())
    .limit(1)
)
_DIRECT = (
    select(daily_questions)
    .where(_OPEN_MINE, _Q.scope == Scope.OWN.value, _Q.place_id.is_(None), _Q.message_id.is_not(None))
    .order_by(_Q.id.desc())
    .limit(1)
)
_STATE = ("status", "place_id", "message_id", "thread_id", "closed_at")
_UPDATE = (
    update(daily_questions)
    .where(_IN_GUILD, _Q.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}", type_=_Q[name].type) for name in _STATE})
)
_DROP_UNSENT = delete(daily_questions).where(
    _IN_GUILD, _Q.id == bindparam("which"), _Q.message_id.is_(None), _Q.status == DailyStatus.OPEN.value
)
_OF_PERSON = and_(_IN_GUILD, _Q.user_id == bindparam("person"))
_OF_SERVER = and_(_IN_GUILD, _Q.user_id.is_(None), _Q.scope == Scope.CHANNEL.value)
_ASKED = select(_Q.question_id, func.max(_Q.asked_at).label("at")).group_by(_Q.question_id)
_COUNT = select(func.count()).select_from(daily_questions).where(_OF_PERSON, _Q.asked_at > bindparam("since"))
_COUNT_REVIEWS = (
    select(func.count())
    .select_from(daily_questions)
    .where(_OF_PERSON, _Q.day == bindparam("day"), _Q.last_at.is_not(None))
)
# In a round a review is a question that was rated before the round began.
_COUNT_IN_ROUNDS = (
    select(func.count())
    .select_from(rounds)
    .join(turns, turns.c.round_id == rounds.c.id)
    .where(
        rounds.c.guild_id == bindparam("guild"),
        rounds.c.candidate_id == bindparam("person"),
        rounds.c.started_at >= bindparam("since"),
        exists().where(
            review_log.c.guild_id == rounds.c.guild_id,
            review_log.c.user_id == rounds.c.candidate_id,
            review_log.c.question_id == turns.c.question_id,
            review_log.c.at < rounds.c.started_at,
        ),
    )
)
_LAST_DAY = select(func.max(_Q.day)).where(
    _OF_PERSON, _Q.scope == Scope.OWN.value, _Q.message_id.is_not(None)
)  # fmt: skip
# What an open round has dealt but not asked yet counts as seen too.
_IN_ROUNDS = (
    select(turns.c.question_id, func.max(func.coalesce(turns.c.prompted_at, rounds.c.started_at)).label("at"))
    .join(rounds, rounds.c.id == turns.c.round_id)
    .where(
        turns.c.guild_id == bindparam("guild"),
        turns.c.candidate_id == bindparam("person"),
        or_(
            turns.c.status != TurnStatus.WAITING.value,
            rounds.c.status.in_((RoundStatus.OPENING.value, RoundStatus.OPEN.value)),
        ),
    )
    .group_by(turns.c.question_id)
)

_ANSWER = InsertOnce(daily_answers, _A.daily_id, _A.user_id)
_BY_SOURCE = select(daily_answers).where(_A.guild_id == bindparam("guild"), _A.source_id == bindparam("source"))
_ANSWER_OF = select(daily_answers).where(
    _A.guild_id == bindparam("guild"), _A.daily_id == bindparam("daily"), _A.user_id == bindparam("person")
)
_CHANGED = ("source_id", "text", "rating", "shared", "answered_at")
_CHANGE_ANSWER = (
    update(daily_answers)
    .where(_A.guild_id == bindparam("guild"), _A.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}", type_=_A[name].type) for name in _CHANGED})
)

_PRACTISED = InsertOnce(practice_days, practice_days.c.guild_id, practice_days.c.user_id, practice_days.c.day)
_DAYS = select(practice_days.c.day).where(
    practice_days.c.guild_id == bindparam("guild"), practice_days.c.user_id == bindparam("person")
)


class DailyRows:
    """Daily questions of all servers. Every method names the server, but where a person's own question is meant, which
    direct messages have none of."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # ------------------------------------------------------------------ questions

    async def add(self, new: DailyQuestion) -> DailyQuestion:
        """Store a question, or find the one that was asked for the same before."""
        values = new.model_dump(exclude={"id", "question"}) | {"question": new.question.model_dump(mode="json")}
        await self._connection.execute(_ADD.on(self._connection), [values])
        found = await self.by_key(new.guild_id, new.key)
        assert found is not None, "it was stored just now, or before"
        return found

    async def by_key(self, guild_id: int, key: str) -> DailyQuestion | None:
        """What was asked for this."""
        return await self._one(_BY_KEY, guild=guild_id, name=key)

    async def get(self, guild_id: int, daily_id: int, *, lock: bool = False) -> DailyQuestion | None:
        """One question; with ``lock`` nobody else changes it until the unit ends."""
        return await self._one(_GET_LOCKED if lock else _GET, guild=guild_id, which=daily_id)

    async def mine(self, user_id: int, daily_id: int) -> DailyQuestion | None:
        """A person's own question, wherever they are."""
        return await self._one(_MINE, which=daily_id, person=user_id)

    async def by_message(self, user_id: int, message_id: int) -> DailyQuestion | None:
        """A person's own question by the message in which it stands."""
        return await self._one(_BY_MESSAGE, message=message_id, person=user_id)

    async def in_thread(self, guild_id: int, thread_id: int, user_id: int) -> DailyQuestion | None:
        """A person's newest open question that is answered in a thread."""
        return await self._one(_IN_THREAD, guild=guild_id, thread=thread_id, person=user_id)

    async def in_direct(self, user_id: int) -> DailyQuestion | None:
        """A person's newest open question in direct messages."""
        return await self._one(_DIRECT, person=user_id)

    async def save(self, after: DailyQuestion) -> None:
        """Store where a question stands."""
        new = {f"new_{name}": getattr(after, name) for name in _STATE}
        await self._connection.execute(_UPDATE, new | {"guild": after.guild_id, "which": after.id})

    async def drop_unsent(self, guild_id: int, daily_id: int) -> None:
        """Forget a question that never reached anybody."""
        await self._connection.execute(_DROP_UNSENT, {"guild": guild_id, "which": daily_id})

    async def seen(self, guild_id: int, user_id: int | None) -> dict[str, datetime]:
        """When each question was last asked: of a person, rounds included; or (``None``) of the whole server."""
        wanted = {"guild": guild_id, "person": user_id}
        if user_id is None:
            return await self._times(_ASKED.where(_OF_SERVER), {"guild": guild_id})
        found = await self._times(_IN_ROUNDS, wanted)
        for name, at in (await self._times(_ASKED.where(_OF_PERSON), wanted)).items():
            found[name] = max(at, found.get(name, at))
        return found

    async def count_since(self, guild_id: int, user_id: int, since: datetime) -> int:
        """How many questions a person was asked after ``since``."""
        wanted = {"guild": guild_id, "person": user_id, "since": since}
        return int((await self._connection.execute(_COUNT, wanted)).scalar_one())

    async def count_reviews(self, guild_id: int, user_id: int, day: date, since: datetime) -> int:
        """How many reviews came to a person on a day, which began at ``since``: as daily questions and in rounds."""
        wanted = {"guild": guild_id, "person": user_id}
        alone = (await self._connection.execute(_COUNT_REVIEWS, wanted | {"day": day})).scalar_one()
        return int(alone + (await self._connection.execute(_COUNT_IN_ROUNDS, wanted | {"since": since})).scalar_one())

    async def last_day(self, guild_id: int, user_id: int) -> date | None:
        """The last day that brought a person's subscribed question."""
        wanted = {"guild": guild_id, "person": user_id}
        day: date | None = (await self._connection.execute(_LAST_DAY, wanted)).scalar_one_or_none()
        return day

    # ------------------------------------------------------------------ answers

    async def answer(self, new: DailyAnswer) -> DailyAnswer:
        """Store a person's answer to a question; of a second one the first stays."""
        await self._connection.execute(_ANSWER.on(self._connection), [new.model_dump(exclude={"id"})])
        found = await self.answer_of(new.guild_id, new.daily_id, new.user_id)
        assert found is not None, "it was stored just now, or before"
        return found

    async def answer_of(self, guild_id: int, daily_id: int, user_id: int) -> DailyAnswer | None:
        """A person's answer to a question."""
        wanted = {"guild": guild_id, "daily": daily_id, "person": user_id}
        return _answer((await self._connection.execute(_ANSWER_OF, wanted)).mappings().first())

    async def answer_by_source(self, guild_id: int, source_id: int) -> DailyAnswer | None:
        """The answer that a message or an interaction brought."""
        wanted = {"guild": guild_id, "source": source_id}
        return _answer((await self._connection.execute(_BY_SOURCE, wanted)).mappings().first())

    async def save_answer(self, after: DailyAnswer) -> None:
        """Store an answer that was changed, rated or shared."""
        new = {f"new_{name}": getattr(after, name) for name in _CHANGED}
        await self._connection.execute(_CHANGE_ANSWER, new | {"guild": after.guild_id, "which": after.id})

    # ------------------------------------------------------------------ days of practice

    async def practised(self, guild_id: int, user_id: int, day: date) -> None:
        """Note a day on which a person answered something."""
        values = {"guild_id": guild_id, "user_id": user_id, "day": day}
        await self._connection.execute(_PRACTISED.on(self._connection), [values])

    async def practice_days(self, guild_id: int, user_id: int) -> set[date]:
        """All days on which a person answered something."""
        wanted = {"guild": guild_id, "person": user_id}
        return set((await self._connection.execute(_DAYS, wanted)).scalars())

    # ------------------------------------------------------------------ inside

    async def _one(self, statement: Any, **wanted: object) -> DailyQuestion | None:
        row: Mapping[Any, Any] | None = (await self._connection.execute(statement, wanted)).mappings().first()
        return DailyQuestion.model_validate(dict(row)) if row else None

    async def _times(self, statement: Any, wanted: Mapping[str, object]) -> dict[str, datetime]:
        rows: Sequence[Any] = (await self._connection.execute(statement, wanted)).all()
        return {row.question_id: row.at for row in rows}


def _answer(row: Mapping[Any, Any] | None) -> DailyAnswer | None:
    return DailyAnswer.model_validate(dict(row)) if row else None
