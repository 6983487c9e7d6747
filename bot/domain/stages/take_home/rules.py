"""The take-home: what the candidate's moves and the submission make of it, and what a coach notes about it.

It is opened with a deadline, worked on by queries, and handed in; then its design choices are defended.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.attempts import Attempt, submitted_sql
from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.stages.take_home.coverage import lacking, takes_up
from bot.domain.stages.take_home.deadlines import in_words, reminders
from bot.domain.stages.take_home.defence import defence
from bot.domain.tasks import Task
from bot.domain.tracks import Difficulty
from bot.domain.turns import Turn, TurnStatus

_MOST_NAMED = 5


class Listed(BaseModel):
    """A problem as it stands in the list."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    difficulty: Difficulty
    minutes: int


class TakeHome(BaseModel):
    """What the turn keeps: the task as it was set, whatever becomes of the file, and how far the candidate is.

    ``tries`` counts judged queries by problem, ``solved`` lists problems in the order in which they were solved,
    ``hints`` counts the hints shown by problem.
    """

    model_config = ConfigDict(frozen=True)

    task: str = ""
    title: str = ""
    company: str = ""
    brief: str = ""
    default_hours: int = 24
    presents: tuple[str, ...] = ()
    problems: tuple[Listed, ...] = ()
    opened_at: datetime | None = None
    due_at: datetime | None = None
    submitted_at: datetime | None = None
    tries: Mapping[str, int] = Field(default_factory=dict)
    solved: tuple[str, ...] = ()
    hints: Mapping[str, int] = Field(default_factory=dict)

    @classmethod
    def set_from(cls, task: Task) -> "TakeHome":
        """A task that is about to be given."""
        return cls(
            task=task.id,
            title=task.title,
            company=task.company,
            brief=task.brief,
            default_hours=task.default_hours,
            presents=task.presents,
            problems=tuple(
                Listed(id=one.id, title=one.title, difficulty=one.difficulty, minutes=one.minutes)
                for one in task.problems
            ),
        )

    @classmethod
    def of(cls, turn: Turn) -> "TakeHome":
        """What a turn keeps."""
        return cls.model_validate(dict(turn.data))

    def kept(self, **changes: object) -> dict[str, Any]:
        """The same with changes, as the turn's data."""
        return self.model_copy(update=changes).model_dump(mode="json")

    @property
    def is_open(self) -> bool:
        """Whether the clock runs and nothing is handed in."""
        return self.opened_at is not None and self.submitted_at is None

    @property
    def default_time(self) -> timedelta:
        """How long it is given when nothing else is asked for."""
        return timedelta(hours=self.default_hours)

    @property
    def is_late(self) -> bool:
        """Whether it was handed in after its deadline."""
        return bool(self.submitted_at and self.due_at and self.submitted_at > self.due_at)

    def problem(self, problem_id: str) -> Listed | None:
        """The problem with this id, if it was set."""
        return next((one for one in self.problems if one.id == problem_id), None)


# ---------------------------------------------------------------------- moves


def opening(span: timedelta) -> Callable[[Given], Play]:
    """The candidate opens the task and has so much time for it."""

    def move(given: Given) -> Play:
        kept = TakeHome.of(given.turn)
        if kept.opened_at is not None:
            raise Refused(Reason.TASK_IS_OPEN)
        due = given.now + span
        owed = tuple(reminders(given.turn.position, given.now, due))
        return Play(data=kept.kept(opened_at=given.now, due_at=due), owed=owed)

    return move


def trying(attempt: Attempt) -> Callable[[Given], Play]:
    """A query was tried: it counts for its problem."""

    def move(given: Given) -> Play:
        kept = opened(given.turn)
        if not attempt.problem:
            return Play(again=False)
        tries = {**kept.tries, attempt.problem: kept.tries.get(attempt.problem, 0) + 1}
        new = (attempt.problem,) if attempt.right and attempt.problem not in kept.solved else ()
        return Play(data=kept.kept(tries=tries, solved=(*kept.solved, *new)), again=False)

    return move


def hinting(problem_id: str, most: int) -> Callable[[Given], Play]:
    """One more hint on a problem; when all are shown, they are shown again."""

    def move(given: Given) -> Play:
        kept = opened(given.turn)
        hints = {**kept.hints, problem_id: min(kept.hints.get(problem_id, 0) + 1, most)}
        return Play(data=kept.kept(hints=hints), again=False)

    return move


def opened(turn: Turn) -> TakeHome:
    """What the turn keeps.

    :raises Refused: if the task was not opened.
    """
    kept = TakeHome.of(turn)
    if kept.opened_at is None:
        raise Refused(Reason.TASK_NOT_OPEN)
    return kept


def submitted(given: Given) -> Play:
    """What was written and tried is handed in; what it shows is asked about next."""
    kept = opened(given.turn)
    task = given.content.tasks.get(kept.task)
    whole = f"{given.text}\n{submitted_sql(given.attempts)}"
    asked = defence(task, whole, given.state.seed) if task else ()
    return Play(data=kept.kept(submitted_at=given.now), settled=True, follow_ups=asked)


# ---------------------------------------------------------------------- afterwards


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """Remarks, most useful first; each one line of plain text."""
    kept = TakeHome.of(turn)
    if kept.opened_at is None:
        return ()
    lines = [_on_problems(kept), _on_time(kept, turn.status)]
    if turn.status is TurnStatus.ANSWERED and text.strip():
        lines += [_on_question(question, text) for question in kept.presents]
        if missed := lacking(turn.question.key_points, text):
            lines.append(f"I do not find these in your text: {'; '.join(missed)}.")
    elif turn.status is TurnStatus.ANSWERED:
        lines.append("There is no write-up: queries alone do not tell a product lead what to do.")
    return tuple(lines)


def _on_problems(kept: TakeHome) -> str:
    queries = sum(kept.tries.values())
    if not queries:
        return f"You tried none of the {len(kept.problems)} problems."
    said = f"You solved {len(kept.solved)} of {len(kept.problems)} problems, with {queries} "
    said += "query." if queries == 1 else "queries."
    unsolved = [one.title for one in kept.problems if one.id in kept.tries and one.id not in kept.solved]
    return f"{said} Tried and not solved: {_listed(unsolved)}." if unsolved else said


def _listed(titles: list[str]) -> str:
    more = len(titles) - _MOST_NAMED
    return "; ".join(titles[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def _on_time(kept: TakeHome, status: TurnStatus) -> str:
    if kept.submitted_at is None or kept.due_at is None:
        taken = status is TurnStatus.ANSWERED
        return "The round ended before you handed it in; what you had written was taken." if taken else "Not handed in."
    if kept.is_late:
        return f"Handed in late, {in_words(kept.submitted_at - kept.due_at)} after the deadline."
    return f"Handed in on time, {in_words(kept.due_at - kept.submitted_at)} before the deadline."


def _on_question(question: str, text: str) -> str:
    found = "your text takes it up." if takes_up(question, text) else "I do not find it in your text."
    return f"“{question}”: {found}"


def tally(kept: TakeHome) -> str:
    """How far the candidate is, in one line."""
    queries = sum(kept.tries.values())
    tried = f", {queries} {'query' if queries == 1 else 'queries'} tried" if queries else ""
    return f"{len(kept.solved)} of {len(kept.problems)} problems solved{tried}"


def marks(kept: TakeHome) -> Iterable[tuple[Listed, str]]:
    """Each problem with its mark: solved, tried, untouched."""
    for one in kept.problems:
        yield one, "✅" if one.id in kept.solved else "🔸" if one.id in kept.tries else "▫️"
