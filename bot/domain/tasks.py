"""Take-home tasks: their tables, SQL problems and questions for the defence: the shapes of ``data/tasks/*/task.toml``.

The length limits let a problem with its hints, or a table with its columns, stand in one Discord message. The table
files lie beside each ``task.toml`` as ``<table>.csv.gz``; reading them is not this module's business, but that they
are there and begin with the columns of the dictionary is checked with everything else.
"""

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.domain.competencies import Competency
from bot.domain.content import read_content
from bot.domain.mistakes import ContentError, Mistake
from bot.domain.tracks import (
    Assesses,
    Difficulty,
    KeyPoint,
    Probe,
    Prompt,
    Question,
    QuestionId,
    SampleAnswer,
    Slug,
    Step,
    Title,
)

FILE = "task.toml"
TABLE_SUFFIX = ".csv.gz"


def _text(shortest: int, longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""Name of a table or a column; it needs no quotes in SQL."""


class ColumnType(StrEnum):
    """The types that columns have: all of them are known to DuckDB and PostgreSQL by these names."""

    SMALLINT = "SMALLINT"
    INTEGER = "INTEGER"
    NUMERIC = "DECIMAL(12, 2)"
    RATE = "DECIMAL(12, 4)"
    VARCHAR = "VARCHAR"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Value):
    """One column of a table, as the data dictionary describes it."""

    name: Name
    type: ColumnType
    meaning: Annotated[str, _text(3, 160)]


class TaskTable(_Value):
    """One table: what it holds and what one row stands for."""

    name: Name
    description: Annotated[str, _text(10, 300)]
    grain: Annotated[str, _text(5, 160)]
    columns: tuple[Column, ...] = Field(min_length=1, max_length=25)

    @property
    def file_name(self) -> str:
        """The name of its file in the folder of the task."""
        return self.name + TABLE_SUFFIX

    @property
    def header(self) -> tuple[str, ...]:
        """The first line of its file."""
        return tuple(column.name for column in self.columns)

    @model_validator(mode="after")
    def _unique_columns(self) -> Self:
        _refuse_twins("column", self.header)
        return self


class Problem(_Value):
    """One question that is answered by a query, and the rules by which an answer is compared with the reference.

    ``order``: the rows must come in the order of the reference; among rows that agree in the columns ``ties`` any
    order will do. ``rounding``: decimals to which numbers are compared. ``column_names``: whether names count.
    """

    id: QuestionId
    title: Title
    prompt: Annotated[str, _text(40, 1200)]
    difficulty: Difficulty
    competency: Competency
    hints: tuple[Annotated[str, _text(10, 300)], ...] = Field(min_length=2, max_length=3)
    reference: Annotated[str, _text(15, 3500)]
    order: bool = True
    ties: tuple[Name, ...] = ()
    rounding: int = Field(default=2, ge=0, le=6)
    column_names: bool = True
    tables: tuple[Name, ...] = Field(min_length=1)
    minutes: int = Field(ge=2, le=60)

    @model_validator(mode="after")
    def _rules_agree(self) -> Self:
        if not re.match(r"(?i)(select|with)\b", self.reference):
            raise ValueError("the reference must begin with SELECT or WITH")
        if ";" in self.reference:
            raise ValueError("the reference must be one statement without a semicolon")
        if self.ties and not self.order:
            raise ValueError("ties say something only where the order counts")
        unused = [table for table in self.tables if not re.search(rf"\b{table}\b", self.reference)]
        if unused:
            raise ValueError(f"the reference does not use: {', '.join(unused)}")
        return self


class DefenceQuestion(_Value):
    """A question about a design choice, for the talk after the task.

    It fits a submission that contains any of the words ``when``; without such words it always fits.
    """

    id: QuestionId
    prompt: Prompt
    when: tuple[Annotated[str, _text(2, 40)], ...] = Field(default=(), max_length=12)
    assesses: Assesses
    probes: tuple[Probe, ...] = Field(min_length=2, max_length=6)
    key_points: tuple[KeyPoint, ...] = Field(min_length=2, max_length=7)
    approach: tuple[Step, ...] = Field(min_length=2, max_length=6)
    sample_answer: SampleAnswer
    competency: Competency
    difficulty: Difficulty = Difficulty.MEDIUM
    minutes: int = Field(default=5, ge=2, le=15)

    def fits(self, submitted: str) -> bool:
        """Whether the submitted SQL and text give a reason to ask this."""
        words = "|".join(re.escape(word.casefold()) for word in self.when)
        return not self.when or re.search(rf"(?<!\w)(?:{words})(?!\w)", submitted.casefold()) is not None

    def as_question(self) -> Question:
        """The same as a question of a stage."""
        return Question(**self.model_dump(exclude={"when"}), tags=("defence",))


class Task(_Value):
    """One take-home: a brief, tables, problems, and what is asked when it is defended."""

    id: Slug
    title: Title
    company: Annotated[str, _text(2, 60)]
    tracks: tuple[Slug, ...] = Field(min_length=1)
    brief: Annotated[str, _text(200, 1900)]
    default_hours: int = Field(ge=1, le=336)
    presents: tuple[Annotated[str, _text(10, 220)], ...] = Field(min_length=3, max_length=3)
    tables: tuple[TaskTable, ...] = Field(min_length=1, max_length=25)
    problems: tuple[Problem, ...] = Field(min_length=1, max_length=25)
    defence: tuple[DefenceQuestion, ...] = Field(min_length=1, max_length=25)

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        _refuse_twins("table", [table.name for table in self.tables])
        _refuse_twins("problem id", [problem.id for problem in self.problems])
        _refuse_twins("defence id", [question.id for question in self.defence])
        known = {table.name for table in self.tables}
        for problem in self.problems:
            unknown = sorted(set(problem.tables) - known)
            if unknown:
                raise ValueError(f"problem {problem.id!r} names tables that the task lacks: {', '.join(unknown)}")
        return self

    def table(self, name: str) -> TaskTable | None:
        """The table of this name, if the task has it."""
        return next((table for table in self.tables if table.name == name), None)

    def problem(self, problem_id: str) -> Problem | None:
        """The problem with this id, if the task has it."""
        return next((problem for problem in self.problems if problem.id == problem_id), None)

    def questions_for(self, submitted: str) -> tuple[DefenceQuestion, ...]:
        """The questions that fit a submission; those that its own words call for come first."""
        fitting = [question for question in self.defence if question.fits(submitted)]
        return tuple(sorted(fitting, key=lambda question: not question.when))


def load_tasks(folder: Path) -> dict[str, Task]:
    """Read ``<task>/task.toml`` below ``folder`` and look at the tables beside it.

    :raises ContentError: with every mistake of every task.
    """
    mistakes: list[Mistake] = []
    tasks: dict[str, Task] = {}
    for home in sorted(entry for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else ():
        found: list[Mistake] = []
        task = read_content(home / FILE, Task, found, id=home.name)
        mistakes.extend(replace(mistake, file=f"{home.name}/{FILE}") for mistake in found)
        if task is not None:
            tasks[task.id] = task
            mistakes.extend(_wrong_files(home, task))
    if not tasks and not mistakes:
        mistakes.append(Mistake("tasks/", "-", "there is no task folder; at least one is needed"))
    mistakes.extend(_shared(tasks))
    if mistakes:
        raise ContentError(mistakes)
    return tasks


def task_of(tasks: Mapping[str, Task], track_id: str) -> Task | None:
    """The task that belongs to a track, if there is one."""
    return next((task for task in tasks.values() if track_id in task.tracks), None)


def _wrong_files(home: Path, task: Task) -> Iterable[Mistake]:
    for table in task.tables:
        place = f"{task.id}/{table.file_name}"
        try:
            with gzip.open(home / table.file_name, "rt", encoding="utf-8", newline="") as lines:
                header = lines.readline().rstrip("\r\n")
        except FileNotFoundError:
            yield Mistake(place, "-", "the file is missing")
        except (OSError, EOFError, UnicodeDecodeError):
            yield Mistake(place, "-", "the file is not UTF-8 text packed with gzip")
        else:
            if header != ",".join(table.header):
                yield Mistake(place, "header", f"the file has {header!r}, the dictionary {','.join(table.header)!r}")
    described = {table.file_name for table in task.tables}
    for file in sorted(home.glob(f"*{TABLE_SUFFIX}")):
        if file.name not in described:
            yield Mistake(f"{task.id}/{file.name}", "-", f"{FILE} does not describe this table")


def _shared(tasks: Mapping[str, Task]) -> Iterable[Mistake]:
    """Tracks with two tasks, and question ids that two tasks use."""
    for what, ids_of in (
        ("tracks", lambda task: task.tracks),
        ("problems", lambda task: [problem.id for problem in task.problems]),
        ("defence", lambda task: [question.id for question in task.defence]),
    ):
        owner: dict[str, str] = {}
        for task in tasks.values():
            for one in ids_of(task):
                if owner.setdefault(one, task.id) != task.id:
                    reason = f"{one!r} also stands in {owner[one]}/{FILE}"
                    yield Mistake(f"{task.id}/{FILE}", what, reason)


def _refuse_twins(what: str, names: Iterable[str]) -> None:
    listed = list(names)
    twins = sorted({name for name in listed if listed.count(name) > 1})
    if twins:
        raise ValueError(f"{what} used twice: {', '.join(twins)}")
