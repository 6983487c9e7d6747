"""All that was ever said about how good somebody is at something."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.competencies import LEVELS, Competency
from bot.domain.progress.levels import Evidence, Source, task_level
from bot.domain.turns import Form, TurnStatus
from bot.storage.tables import daily_answers, daily_questions, scorecards, scorings, turns

_THEIR_TURNS = and_(
    turns.c.guild_id == bindparam("guild"),
    turns.c.candidate_id.in_(bindparam("people", expanding=True)),
    turns.c.settled_at > bindparam("since"),
)
# Both are answered by an index alone; that of tasks is named by its condition.
_RATED_TURNS = select(
    turns.c.candidate_id.label("person"), turns.c.competency, turns.c.rating, turns.c.settled_at.label("at")
).where(_THEIR_TURNS, turns.c.rating.is_not(None))
_TASKS = select(turns.c.candidate_id.label("person"), turns.c.data, turns.c.settled_at.label("at")).where(
    _THEIR_TURNS, text(f"turns.form = '{Form.TASK.value}'"), turns.c.status == TurnStatus.ANSWERED.value
)
# Of a question nothing but its competency is read: its text and its guidance are some kilobytes.
_RATED_DAILIES = (
    select(
        daily_answers.c.user_id.label("person"),
        daily_questions.c.question["competency"].as_string().label("competency"),
        daily_answers.c.rating,
        daily_answers.c.answered_at.label("at"),
    )
    .join(daily_questions, daily_questions.c.id == daily_answers.c.daily_id)
    .where(
        daily_answers.c.guild_id == bindparam("guild"),
        daily_answers.c.user_id.in_(bindparam("people", expanding=True)),
        daily_answers.c.rating.is_not(None),
        daily_answers.c.answered_at > bindparam("since"),
    )
)
_CARDS = (
    select(
        scorecards.c.about_id.label("person"),
        scorecards.c.levels,
        scorecards.c.rater_id,
        scorings.c.ended_at.label("at"),
    )
    .join(scorings, scorings.c.id == scorecards.c.scoring_id)
    .where(
        scorecards.c.guild_id == bindparam("guild"),
        scorecards.c.about_id.in_(bindparam("people", expanding=True)),
        scorecards.c.submitted_at.is_not(None),
        # Nothing of a card counts before its own table may see it: a level that moves would tell.
        scorings.c.opened_at.is_not(None),
        scorings.c.ended_at > bindparam("since"),
    )
)
_AT_ONCE = 2000
"""Rows that the event loop reads in one go, in some 5 ms: each further one is a change of threads."""

_KNOWN = {one.value: one for one in Competency}
_WHEN = attrgetter("at", "competency")


class ProgressRows:
    """What is known of people. Every method names the server and the person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def evidence(self, guild_id: int, user_id: int, since: datetime) -> list[Evidence]:
        """Everything said about a person's level after ``since``, by themselves, by judged queries, by others; oldest
        first."""
        return (await self.evidence_of(guild_id, [user_id], since))[user_id]

    async def evidence_of(self, guild_id: int, user_ids: Sequence[int], since: datetime) -> dict[int, list[Evidence]]:
        """As :meth:`evidence`, of several people at once."""
        wanted = {"guild": guild_id, "people": list(user_ids), "since": since}
        found: dict[int, list[Evidence]] = {one: [] for one in user_ids}
        for statement, told in _TELLING:
            stream = await self._connection.stream(statement, wanted)
            async for rows in stream.partitions(_AT_ONCE):
                for person, said in told(rows):
                    found[person].append(said)
        for known in found.values():
            known.sort(key=_WHEN)
        return found


def _own(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Evidence]]:
    for person, competency, rating, at in rows:
        measured = _KNOWN.get(competency)
        if measured is not None:
            yield person, Evidence(measured, rating, Source.SELF, at)


def _judged(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Evidence]]:
    """Queries that were tried are judged; a task that was answered in words alone says nothing of them."""
    for person, data, at in rows:
        problems = {one["id"] for one in data.get("problems", ())}
        if problems and data.get("tries"):
            solved = len(problems & set(data.get("solved", ())))
            yield person, Evidence(Competency.SQL, task_level(solved, len(problems)), Source.TASK, at)


def _said(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Evidence]]:
    """Of a card the competencies; the skills of an interviewer, and what did not come up, are left out."""
    for person, levels, rater_id, at in rows:
        source = Source.SELF if rater_id == person else Source.RATER
        for name, level in levels.items():
            if name in _KNOWN and level in LEVELS:
                yield person, Evidence(_KNOWN[name], level, source, at)


_TELLING: tuple[tuple[Any, Callable[[Iterable[Sequence[Any]]], Iterator[tuple[int, Evidence]]]], ...] = (
    (_RATED_TURNS, _own),
    (_RATED_DAILIES, _own),
    (_TASKS, _judged),
    (_CARDS, _said),
)
