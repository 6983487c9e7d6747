"""Take-homes: open them, run and judge queries, hand out what belongs to them."""

import asyncio
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bot.domain.attempts import RIGHT, SHOWN, Attempt
from bot.domain.catalogue import Catalogue
from bot.domain.drafts import is_blank
from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Play, Round, TurnStatus
from bot.domain.sql_judging import Rules, Table, Verdict, judge
from bot.domain.sql_results import RunResult
from bot.domain.stages import Given
from bot.domain.stages.take_home import rules as take_home
from bot.domain.stages.take_home.rules import TakeHome
from bot.domain.tasks import Problem, Task
from bot.domain.turns import Form, Turn
from bot.services.locks import KeyedLocks
from bot.services.ports import QueryRunner, Store
from bot.services.rounds import Rounds


class Work(NamedTuple):
    """Somebody's take-home: the round, its turn, what that keeps, and the task as it stands in the file."""

    state: Round
    turn: Turn
    kept: TakeHome
    task: Task

    def problem(self, problem_id: str) -> Problem:
        """:raises Refused: if the task has no such problem."""
        found = self.task.problem(problem_id)
        if found is None:
            raise Refused(Reason.UNKNOWN_PROBLEM)
        return found


class Query(NamedTuple):
    """A query that somebody sends; ``problem`` is empty where they only look at the data."""

    source_id: int
    problem: str
    sql: str
    at: datetime


class Outcome(NamedTuple):
    """What came of a query. Without a verdict it was not judged: it failed, or belongs to no problem."""

    work: Work
    problem: Problem | None
    result: RunResult
    verdict: Verdict | None


class Tasks:
    """Take-homes of all servers."""

    def __init__(self, rounds: Rounds, store: Store, catalogue: Catalogue, runner: QueryRunner, folder: Path) -> None:
        self._rounds = rounds
        self._store = store
        self._catalogue = catalogue
        self._runner = runner
        self._folder = folder
        self._expected: dict[tuple[str, str], Table] = {}
        self._packed: dict[str, bytes] = {}
        self._locks = KeyedLocks()

    # ------------------------------------------------------------------ finding

    async def in_thread(self, guild_id: int, thread_id: int, user_id: int) -> Work:
        """The take-home of a thread, at whatever point it is.

        :raises Refused: if there is none, or it is somebody else's.
        """
        state = await self._rounds.in_thread(guild_id, thread_id)
        if state is None:
            raise Refused(Reason.NO_TASK_HERE)
        return self._work(state, user_id)

    async def of_round(self, guild_id: int, round_id: int, user_id: int) -> Work:
        """The take-home of a round. Raises as :meth:`in_thread` does."""
        return self._work(await self._rounds.get(guild_id, round_id), user_id)

    def _work(self, state: Round, user_id: int) -> Work:
        turn = next((turn for turn in state.turns if turn.form is Form.TASK), None)
        if turn is None:
            raise Refused(Reason.NO_TASK_HERE)
        state.check_candidate(user_id)
        kept = TakeHome.of(turn)
        task = self._catalogue.tasks.get(kept.task)
        if task is None:
            raise Refused(Reason.NO_TASK_HERE)
        return Work(state, turn, kept, task)

    @staticmethod
    def check_open(work: Work) -> None:
        """:raises Refused: unless the task is opened and not handed in."""
        if not work.state.is_open:
            raise Refused(Reason.ROUND_CLOSED)
        if work.turn.status is not TurnStatus.OPEN:
            raise Refused(Reason.TASK_IS_IN)
        take_home.opened(work.turn)

    # ------------------------------------------------------------------ moves

    async def open(self, work: Work, user_id: int, span: timedelta) -> Work:
        """Start the clock; the panel with the brief is owed.

        :raises Refused: if the task is open already.
        """
        self._runner.warm()
        return await self._play(work, user_id, take_home.opening(span))

    async def hint(self, work: Work, user_id: int, problem: Problem) -> int:
        """One more hint on a problem; returns how many are shown now."""
        after = await self._play(work, user_id, take_home.hinting(problem.id, len(problem.hints)))
        return after.kept.hints[problem.id]

    async def attempt(self, work: Work, user_id: int, query: Query) -> Outcome:
        """Run a query, judge it where it belongs to a problem, and keep it.

        :raises Refused: if it is empty, no query can be run, or the task is not open.
        """
        self.check_open(work)
        if is_blank(query.sql):
            raise Refused(Reason.EMPTY_SQL)
        problem = work.problem(query.problem) if query.problem else None
        result = await self._runner.run(work.task.id, query.sql)
        verdict = None
        if problem is not None and result.error is None:
            expected = await self._reference(work.task, problem)
            verdict = await asyncio.to_thread(_judged, problem, expected, result)
        told = verdict.sentence if verdict else result.error.message if result.error else ""
        attempt = Attempt(
            source_id=query.source_id,
            problem=query.problem,
            query=query.sql,
            verdict=_word_for(result, verdict),
            message=told,
            created_at=query.at,
        )
        after = await self._play(work, user_id, take_home.trying(attempt), attempt)
        return Outcome(after, problem, result, verdict)

    async def _play(
        self, work: Work, user_id: int, move: Callable[[Given], Play], attempt: Attempt | None = None
    ) -> Work:
        state, position = work.state, work.turn.position
        after = await self._rounds.play(state.guild_id, state.id, user_id, position, move, attempt)
        return self._work(after, user_id)

    async def _reference(self, task: Task, problem: Problem) -> Table:
        """What the reference gives; it is run once in a process's life.

        :raises Refused: if it cannot be run at the moment.
        """
        key = (task.id, problem.id)
        async with self._locks.holding(("reference", *key)):
            if key not in self._expected:
                found = await self._runner.run(task.id, problem.reference)
                if found.error is not None:
                    raise Refused(Reason.NO_SANDBOX)
                self._expected[key] = Table(found.columns, found.rows, found.truncated)
        return self._expected[key]

    # ------------------------------------------------------------------ looking up

    def warm(self) -> None:
        """A task was dealt: queries are going to come."""
        self._runner.warm()

    async def last_query(self, work: Work, problem_id: str) -> str:
        """What was tried last on a problem; empty if nothing was."""
        state, position = work.state, work.turn.position
        found = await self._store.read(
            lambda unit: unit.attempts.latest(state.guild_id, state.id, position, problem_id)
        )
        return found.query if found else ""

    async def tables(self, task: Task) -> bytes:
        """All tables as CSV in one archive, made once in a process's life: it takes about a second."""
        async with self._locks.holding(("tables", task.id)):
            if task.id not in self._packed:
                self._packed[task.id] = await asyncio.to_thread(_packed, self._folder / task.id, task)
        return self._packed[task.id]


def _packed(home: Path, task: Task) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in task.tables:
            packed.writestr(f"{table.name}.csv", gzip.decompress((home / table.file_name).read_bytes()))
    return archive.getvalue()


def _judged(problem: Problem, expected: Table, result: RunResult) -> Verdict:
    rules = Rules(problem.order, problem.ties, problem.rounding, problem.column_names)
    return judge(expected, Table(result.columns, result.rows, result.truncated), rules)


def _word_for(result: RunResult, verdict: Verdict | None) -> str:
    if result.error is not None:
        return result.error.kind.value
    if verdict is None:
        return SHOWN
    return RIGHT if verdict.right else verdict.difference.value
