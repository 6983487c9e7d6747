"""What came out of a file of questions: its rows, what is wrong with them, and what to know about the reading."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.bank.proposal import Proposal
from bot.domain.quoting import plain_quote

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
MAX_PROBLEMS = 5_000
"""So many are kept for the report; the rest is counted."""

_LONGEST_NAME = 40
_MOST_NOTES = 10

Counted = Literal["row", "question"]


@dataclass(frozen=True)
class Row:
    """One proposal; ``number`` as a spreadsheet shows it (the header is 1), in JSON its place in the list."""

    number: int
    proposal: Proposal


@dataclass(frozen=True)
class Problem:
    """One thing to mend. ``row`` None is the file itself, ``column`` "" the whole row."""

    row: int | None
    column: str
    reason: str


@dataclass(frozen=True)
class Sheet:
    """A file that was read; it is good to import where there are no problems.

    ``more_problems``: so many beyond those kept. ``counted``: what the numbers count.
    """

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    notes: tuple[str, ...] = ()
    counted: Counted = "row"

    def explain(self, problem: Problem) -> str:
        """The problem as one line with its place."""
        if problem.row is None:
            return problem.reason
        return f"{self.counted} {problem.row}{', ' if problem.column else ''}{problem.column}: {problem.reason}"


@dataclass
class Findings:
    """What a reading has found so far."""

    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, row: int | None, column: str, reason: str | Callable[[], str]) -> None:
        """Keep a problem, or only count it. A reason that takes work to word is given as a function."""
        if len(self.problems) >= MAX_PROBLEMS:
            self.more += 1
        else:
            self.problems.append(Problem(row, column, reason if isinstance(reason, str) else reason()))

    def note_ignored(self, names: list[str]) -> None:
        """Name the columns that mean nothing here."""
        shown = [show(name) for name in names[:_MOST_NOTES]]
        if len(names) > _MOST_NOTES:
            shown.append(f"{len(names) - _MOST_NOTES} more")
        if shown:
            self.notes.append(f"ignored, because no column has that name: {', '.join(shown)}")

    def sheet(self, rows: list[Row], counted: Counted) -> Sheet:
        """All of it as a value."""
        if not rows and not self.problems:
            self.add(None, "", "there are no questions in this file")
        return Sheet(tuple(rows), tuple(self.problems), self.more, tuple(self.notes), counted)


def show(text: str) -> str:
    """Somebody's word inside our sentence: short, on one line, without effect."""
    return f"“{plain_quote(text, _LONGEST_NAME) or '…'}”"
