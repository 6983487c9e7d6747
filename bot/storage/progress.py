"""All that was ever said about how good somebody is at something."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.competencies import LEVELS, Competency
from bot.domain.progress.levels import Evidence, Source, task_level
from bot.domain.turns import Form, TurnStatus
from bot.storage.tables import daily_answers, daily_questions, scorecards, scorings, turns

_MY_TURNS = and_(
    turns.c.guild_id == bindparam("guild"),
    turns.c.candidate_id == bindparam("person"),
    turns.c.settled_at > bindparam("since"),
)
# Of a question nothing but its competency is read: its text and its guidance are some kilobytes.
_RATED_TURNS = select(
    turns.c.question["competency"].as_string().label("competency"), turns.c.rating, turns.c.settled_at.label("at")
).where(_MY_TURNS, turns.c.rating.is_not(None))
_RATED_DAILIES = (
    select(
        daily_questions.c.question["competency"].as_string().label("competency"),
        daily_answers.c.rating,
        daily_answers.c.answered_at.label("at"),
    )
    .join(daily_questions, daily_questions.c.id == daily_answers.c.daily_id)
    .where(
        daily_answers.c.guild_id == bindparam("guild"),
        daily_answers.c.user_id == bindparam("person"),
        daily_answers.c.rating.is_not(None),
        daily_answers.c.answered_at > bindparam("since"),
    )
)
_TASKS = select(turns.c.data, turns.c.settled_at.label("at")).where(
    _MY_TURNS, turns.c.form == Form.TASK.value, turns.c.status == TurnStatus.ANSWERED.value
)
_CARDS = (
    select(scorecards.c.levels, scorecards.c.rater_id, scorings.c.ended_at.label("at"))
    .join(scorings, scorings.c.id == scorecards.c.scoring_id)
    .where(
        scorecards.c.guild_id == bindparam("guild"),
        scorecards.c.about_id == bindparam("person"),
        scorecards.c.submitted_at.is_not(None),
        # Nothing of a card counts before its own table may see it: a level that moves would tell.
        scorings.c.opened_at.is_not(None),
        scorings.c.ended_at > bindparam("since"),
    )
)
_KNOWN = {one.value: one for one in Competency}


class ProgressRows:
    """What is known of people. Every method names the server and the person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def evidence(self, guild_id: int, user_id: int, since: datetime) -> list[Evidence]:
        """Everything said about a person's level after ``since``, by themselves, by judged queries, by others; oldest
        first."""
        wanted = {"guild": guild_id, "person": user_id, "since": since}
        found: list[Evidence] = []
        for statement in (_RATED_TURNS, _RATED_DAILIES):
            found += [one for row in await self._rows(statement, wanted) for one in _own(row)]
        found += [one for row in await self._rows(_TASKS, wanted) for one in _judged(row)]
        found += [one for row in await self._rows(_CARDS, wanted) for one in _said(row, user_id)]
        return sorted(found, key=lambda one: (one.at, one.competency))

    async def _rows(self, statement: Any, wanted: Mapping[str, object]) -> list[Mapping[Any, Any]]:
        return list((await self._connection.execute(statement, wanted)).mappings())


def _own(row: Mapping[Any, Any]) -> Iterator[Evidence]:
    measured = _KNOWN.get(row["competency"])
    if measured is not None:
        yield Evidence(competency=measured, level=row["rating"], source=Source.SELF, at=row["at"])


def _judged(row: Mapping[Any, Any]) -> Iterator[Evidence]:
    """Queries that were tried are judged; a task that was answered in words alone says nothing of them."""
    data = row["data"]
    problems = {one["id"] for one in data.get("problems", ())}
    if problems and data.get("tries"):
        solved = len(problems & set(data.get("solved", ())))
        yield Evidence(
            competency=Competency.SQL, level=task_level(solved, len(problems)), source=Source.TASK, at=row["at"]
        )


def _said(row: Mapping[Any, Any], user_id: int) -> Iterator[Evidence]:
    """Of a card the competencies; the skills of an interviewer, and what did not come up, are left out."""
    source = Source.SELF if row["rater_id"] == user_id else Source.RATER
    for name, level in row["levels"].items():
        if name in _KNOWN and level in LEVELS:
            yield Evidence(competency=_KNOWN[name], level=level, source=source, at=row["at"])
