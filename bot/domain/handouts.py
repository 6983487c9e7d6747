"""What goes out with a take-home as text: the data dictionary, the problems, the references, the queries tried."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.domain.attempts import Attempt
from bot.domain.tasks import Problem, Task, TaskTable

_WIDTH = 100
_LONGEST_FILE = 2_000_000


class Handout(NamedTuple):
    """A text that is handed out as a file."""

    name: str
    text: str


def dictionary(task: Task) -> str:
    """All tables with all columns, as Markdown."""
    lines = [f"# {task.company}: data dictionary", ""]
    for table in task.tables:
        lines += [f"## {table.name}", "", f"{table.description} *{_sentence(table.grain)}*", ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {one.name} | {one.type.value} | {one.meaning} |" for one in table.columns]
        lines.append("")
    return "\n".join(lines)


def problem_sheet(task: Task) -> str:
    """The brief and all problems, as Markdown."""
    lines = [f"# {task.title}", "", task.brief.strip(), "", "## What to present", ""]
    lines += [f"{number}. {question}" for number, question in enumerate(task.presents, start=1)]
    lines += ["", "## SQL problems", ""]
    for number, problem in enumerate(task.problems, start=1):
        lines += [f"### {number}. {problem.title}", "", problem.prompt, "", f"*{_about(problem)}*", ""]
    return "\n".join(lines)


def references(task: Task) -> str:
    """One right query for each problem, as an SQL file."""
    lines = [*_comment(f"{task.title}: one way to solve each problem; others are as good."), ""]
    for number, problem in enumerate(task.problems, start=1):
        lines += [*_comment(f"{number}. {problem.title}"), *_comment(problem.prompt)]
        lines += [problem.reference.strip() + ";", ""]
    return "\n".join(lines)


def tried(titles: Mapping[str, str], attempts: Iterable[Attempt]) -> str:
    """Queries as they were tried, with what came of each, as an SQL file; the newest, if they are too many for one."""
    blocks: list[str] = []
    room = _LONGEST_FILE
    for attempt in reversed(list(attempts)):
        title = titles.get(attempt.problem, "A look at the data")
        head = [f"-- {attempt.created_at:%Y-%m-%d %H:%M} UTC", *_comment(title), *_comment(attempt.message)]
        block = "\n".join([*head, attempt.query.strip(), ""])
        room -= len(block)
        if room < 0:
            blocks.append("-- Earlier queries are left out: they do not fit into this file.\n")
            break
        blocks.append(block)
    return "\n".join(reversed(blocks))


def about_table(table: TaskTable) -> str:
    """What a table holds and what one row stands for."""
    return f"{table.description} {_sentence(table.grain)}"


def _about(problem: Problem) -> str:
    return f"{problem.difficulty.value}, about {problem.minutes} minutes, tables: {', '.join(problem.tables)}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _comment(text: str) -> list[str]:
    lines = (wrapped for line in text.splitlines() for wrapped in textwrap.wrap(line, _WIDTH) or [""])
    return [f"-- {line}".rstrip() for line in lines]
