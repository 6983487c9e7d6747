"""What people did, told for themselves and, as numbers, for their server."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, literal_column, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.progress.effort import Effort
from bot.domain.progress.history import Done, Given, Item, Kind
from bot.domain.progress.overview import Place
from bot.domain.rounds import RoundStatus, TurnStatus
from bot.domain.turns import Form
from bot.storage.by_ids import in_guild
from bot.storage.tables import (
    daily_answers,
    daily_questions,
    practice_days,
    rounds,
    scorecards,
    scorings,
    session_turns,
    sharing,
    turns,
)

_R, _T, _A, _Q = rounds.c, turns.c, daily_answers.c, daily_questions.c
_CLOSED = (RoundStatus.FINISHED.value, RoundStatus.EXPIRED.value)
_ANSWERED = and_(_T.round_id == _R.id, _T.status == TurnStatus.ANSWERED.value, _T.form != Form.PROBE.value)
_HAS_ANSWER = exists().where(_ANSWERED)
_MY_ROUNDS = (
    _R.guild_id == bindparam("guild"),
    _R.candidate_id == bindparam("person"),
    _R.status.in_(_CLOSED),
    _HAS_ANSWER,
)
_MY_ANSWERS = (_A.guild_id == bindparam("guild"), _A.user_id == bindparam("person"))

_DONE = (
    select(_R.track_id, _R.stage_id, func.count().label("times"), func.max(_R.finished_at).label("last"))
    .where(*_MY_ROUNDS)
    .group_by(_R.track_id, _R.stage_id)
)
_COUNT_ROUNDS = select(func.count()).select_from(rounds).where(*_MY_ROUNDS)
_COUNT_ROUNDS_SINCE = _COUNT_ROUNDS.where(_R.finished_at >= bindparam("since"))
_COUNT_ANSWERS = select(func.count()).select_from(daily_answers).where(*_MY_ANSWERS)
_COUNT_DAYS = select(func.count()).where(
    practice_days.c.guild_id == bindparam("guild"),
    practice_days.c.user_id == bindparam("person"),
    practice_days.c.day >= bindparam("since"),
)

_KIND: dict[Kind, Any] = {one: literal_column(f"'{one.value}'").label("kind") for one in Kind}
_PAGE = (
    union_all(
        select(_KIND[Kind.ROUND], _R.id, _R.finished_at.label("at")).where(*_MY_ROUNDS),
        select(_KIND[Kind.DAILY], _A.id, _A.answered_at.label("at")).where(*_MY_ANSWERS),
    )
    .order_by(text("at DESC"), text("kind"), text("id DESC"))
    .limit(bindparam("most"))
    .offset(bindparam("start"))
)
_ROUND_LINES = (
    select(
        _R.id,
        _R.finished_at,
        _R.stage_title,
        _R.track_title,
        func.count(_T.position).label("answered"),
        func.avg(_T.rating).label("rating"),
    )
    .join(turns, _ANSWERED)
    .where(in_guild(_R.guild_id), _R.id.in_(bindparam("ids", expanding=True)))
    .group_by(_R.id, _R.finished_at, _R.stage_title, _R.track_title)
)
_DAILY_LINES = (
    select(_A.id, _A.answered_at, _A.rating, _Q.question)
    .join(daily_questions, _Q.id == _A.daily_id)
    .where(in_guild(_A.guild_id), _A.id.in_(bindparam("ids", expanding=True)))
)
_ANSWER_BY_ID = select(_A.daily_id).where(*_MY_ANSWERS, _A.id == bindparam("which"))
_ROUNDS_AFTER = select(_R.id).where(*_MY_ROUNDS, _R.id > bindparam("after")).order_by(_R.id).limit(bindparam("most"))
_ANSWERS_AFTER = (
    select(_A.id, _A.text, _A.rating, _A.answered_at, _Q.track_id, _Q.stage_id, _Q.question)
    .join(daily_questions, _Q.id == _A.daily_id)
    .where(*_MY_ANSWERS, _A.id > bindparam("after"))
    .order_by(_A.id)
    .limit(bindparam("most"))
)

# Whoever stands on the leaderboard, found by its partial index, and first: SQLite would begin with all rounds of the
# server, and look for those who joined in the end.
_JOINED = (
    select(sharing.c.guild_id, sharing.c.user_id)
    .where(sharing.c.guild_id == bindparam("guild"), text("sharing.on_leaderboard"))
    .cte("joined")
    .prefix_with("MATERIALIZED")
    .c
)
_DAYS = (
    select(_JOINED.user_id, func.count().label("times"))
    .join(
        practice_days,
        and_(practice_days.c.guild_id == _JOINED.guild_id, practice_days.c.user_id == _JOINED.user_id),
    )
    .where(practice_days.c.day >= bindparam("since"))
    .group_by(_JOINED.user_id)
)
_ROUNDS = (
    select(_JOINED.user_id, func.count().label("times"))
    .join(rounds, and_(_R.guild_id == _JOINED.guild_id, _R.candidate_id == _JOINED.user_id))
    .where(_R.status.in_(_CLOSED), _R.finished_at >= bindparam("since"), _HAS_ANSWER)
    .group_by(_JOINED.user_id)
)
_ASKED = (
    select(_JOINED.user_id, func.count().label("times"))
    .join(
        session_turns,
        and_(session_turns.c.guild_id == _JOINED.guild_id, session_turns.c.interviewer_id == _JOINED.user_id),
    )
    .where(session_turns.c.day >= bindparam("since"), session_turns.c.candidate_id != _JOINED.user_id)
    .group_by(_JOINED.user_id)
)
# An observer is somebody who filled in a card about the candidate, and did not ask.
_OBSERVED = (
    select(_JOINED.user_id, func.count().label("times"))
    .join(scorecards, and_(scorecards.c.guild_id == _JOINED.guild_id, scorecards.c.rater_id == _JOINED.user_id))
    .join(scorings, scorings.c.id == scorecards.c.scoring_id)
    .where(
        scorecards.c.submitted_at >= bindparam("since"),
        scorecards.c.about_id != _JOINED.user_id,
        scorecards.c.about_id != scorings.c.interviewer_id,
        scorings.c.interviewer_id != _JOINED.user_id,
    )
    .group_by(_JOINED.user_id)
)
_ACTIVE = (
    select(practice_days.c.user_id)
    .where(practice_days.c.guild_id == bindparam("guild"), practice_days.c.day >= bindparam("since"))
    .group_by(practice_days.c.user_id)
    .order_by(func.count().desc(), practice_days.c.user_id)
    .limit(bindparam("most"))
)


class PracticeRows:
    """What was done, read only. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # ------------------------------------------------------------------ one person

    async def done(self, guild_id: int, user_id: int) -> list[Done]:
        """The stages that a person did, with at least one answer."""
        rows = await self._connection.execute(_DONE, {"guild": guild_id, "person": user_id})
        return [Done(Place(row.track_id, row.stage_id), row.times, row.last) for row in rows]

    async def count_answers(self, guild_id: int, user_id: int) -> int:
        """How many daily questions a person answered."""
        return await self._count(_COUNT_ANSWERS, guild=guild_id, person=user_id)

    async def count_rounds(self, guild_id: int, user_id: int, since: datetime) -> int:
        """How many rounds with an answer a person closed since."""
        return await self._count(_COUNT_ROUNDS_SINCE, guild=guild_id, person=user_id, since=since)

    async def count_days(self, guild_id: int, user_id: int, since: date) -> int:
        """On how many days a person practised since."""
        return await self._count(_COUNT_DAYS, guild=guild_id, person=user_id, since=since)

    async def history(self, guild_id: int, user_id: int, start: int, most: int) -> tuple[list[Item], int]:
        """A part of what a person did, newest first, and how much there is in all."""
        who = {"guild": guild_id, "person": user_id}
        count = await self._count(_COUNT_ROUNDS, **who) + await self._count(_COUNT_ANSWERS, **who)
        found = (await self._connection.execute(_PAGE, who | {"start": start, "most": most})).all()
        items = await self._rounds(guild_id, [row.id for row in found if row.kind == Kind.ROUND.value])
        items |= await self._answers(guild_id, [row.id for row in found if row.kind == Kind.DAILY.value])
        wanted = [(Kind(row.kind), row.id) for row in found]
        return [items[one] for one in wanted if one in items], count

    async def daily_of(self, guild_id: int, user_id: int, answer_id: int) -> int | None:
        """The daily question that a person's own answer is to."""
        wanted = {"guild": guild_id, "person": user_id, "which": answer_id}
        daily_id: int | None = (await self._connection.execute(_ANSWER_BY_ID, wanted)).scalar_one_or_none()
        return daily_id

    async def rounds_after(self, guild_id: int, user_id: int, after: int, most: int) -> list[int]:
        """Ids of a person's closed rounds with an answer, in order, that are higher than ``after``."""
        wanted = {"guild": guild_id, "person": user_id, "after": after, "most": most}
        return list((await self._connection.execute(_ROUNDS_AFTER, wanted)).scalars())

    async def answers_after(self, guild_id: int, user_id: int, after: int, most: int) -> list[Given]:
        """A person's daily answers, in order, whose id is higher than ``after``."""
        wanted = {"guild": guild_id, "person": user_id, "after": after, "most": most}
        rows = await self._connection.execute(_ANSWERS_AFTER, wanted)
        return [Given.model_validate(dict(row)) for row in rows.mappings()]

    # ------------------------------------------------------------------ a server

    async def efforts(self, guild_id: int, first_day: date, since: datetime) -> list[Effort]:
        """What those on the leaderboard did from ``first_day`` on, which begins at ``since``."""
        by_day, by_time = {"guild": guild_id, "since": first_day}, {"guild": guild_id, "since": since}
        days = await self._by_person(_DAYS, by_day)
        closed = await self._by_person(_ROUNDS, by_time)
        asked = await self._by_person(_ASKED, by_day)
        observed = await self._by_person(_OBSERVED, by_time)
        people = days.keys() | closed.keys() | asked.keys() | observed.keys()
        return [
            Effort(one, days.get(one, 0), closed.get(one, 0), asked.get(one, 0) + observed.get(one, 0))
            for one in people
        ]

    async def active(self, guild_id: int, since: date, most: int) -> list[int]:
        """Those who practised in a server since, most days first."""
        wanted = {"guild": guild_id, "since": since, "most": most}
        return list((await self._connection.execute(_ACTIVE, wanted)).scalars())

    # ------------------------------------------------------------------ inside

    async def _count(self, statement: Any, **wanted: object) -> int:
        return int((await self._connection.execute(statement, wanted)).scalar_one())

    async def _by_person(self, statement: Any, wanted: Mapping[str, object]) -> dict[int, int]:
        return {row.user_id: row.times for row in await self._connection.execute(statement, wanted)}

    async def _rounds(self, guild_id: int, ids: Sequence[int]) -> dict[tuple[Kind, int], Item]:
        if not ids:
            return {}
        rows = await self._connection.execute(_ROUND_LINES, {"guild": guild_id, "ids": ids})
        return {
            (Kind.ROUND, row.id): Item(
                Kind.ROUND,
                row.id,
                row.finished_at,
                row.stage_title,
                row.track_title,
                row.answered,
                None if row.rating is None else float(row.rating),
            )
            for row in rows
        }

    async def _answers(self, guild_id: int, ids: Sequence[int]) -> dict[tuple[Kind, int], Item]:
        if not ids:
            return {}
        rows = await self._connection.execute(_DAILY_LINES, {"guild": guild_id, "ids": ids})
        return {
            (Kind.DAILY, row.id): Item(Kind.DAILY, row.id, row.answered_at, row.question["prompt"], rating=row.rating)
            for row in rows
        }
