"""What somebody did, as Markdown to read and as CSV to count with. Their words stand in it unchanged."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from bot.domain.bank.cells import defuse
from bot.domain.drafts import Part, attachments, join
from bot.domain.progress.history import Given
from bot.domain.rounds import Round
from bot.domain.tracks import Question
from bot.domain.transcript import fence
from bot.domain.turns import Form, Turn, TurnStatus

COLUMNS = (
    "date", "kind", "track", "stage", "question", "competency", "difficulty", "status", "rating", "minutes", "answer",
)  # fmt: skip
"""``date``: when it was answered, UTC. ``rating``: your own, 1 to 4. ``minutes``: from the question to the answer."""

HEAD = (
    "# My practice\n\nYour rounds, oldest first, then your daily answers. Times are UTC. The feedback on an answer "
    "is in its transcript: `/progress history` opens it.\n"
)
_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""

Parts = Mapping[int, Iterable[Part]]


def csv_head() -> str:
    """The first line of the CSV file."""
    return _MARK + _line(COLUMNS)


def round_text(state: Round, parts: Parts) -> str:
    """A round in Markdown."""
    lines = ["", f"## {state.track_title}: {state.stage_title}", "", f"{state.started_at:%Y-%m-%d %H:%M}", ""]
    for turn in state.asked:
        title = "Follow-up" if turn.form is Form.PROBE else f"{state.number_of(turn.position)}"
        lines += [f"### {title}. {turn.question.prompt}", ""]
        given = tuple(parts.get(turn.position, ()))
        lines += _answer(join(given), turn.status, turn.rating)
        lines += [f"- attached: {one}" for one in attachments(given)]
    return "\n".join(lines) + "\n"


def round_lines(state: Round, parts: Parts) -> Iterator[str]:
    """A round in CSV, a line for each question."""
    for turn in state.asked:
        about = ("round", state.track_title, state.stage_title)
        answered_at = turn.settled_at or state.finished_at or state.active_at
        yield _line(
            (
                f"{answered_at:%Y-%m-%d %H:%M}", *map(defuse, about), *_asked(turn.question), turn.status.value,
                _shown(turn.rating), _minutes(turn), defuse(join(parts.get(turn.position, ()))),
            )
        )  # fmt: skip


def daily_text(given: Given) -> str:
    """A daily answer in Markdown."""
    lines = ["", f"## Daily question, {given.answered_at:%Y-%m-%d}", "", f"**{given.question.prompt}**", ""]
    return "\n".join([*lines, *_answer(given.text, TurnStatus.ANSWERED, given.rating)]) + "\n"


def daily_line(given: Given) -> str:
    """A daily answer in CSV."""
    about = (f"{given.answered_at:%Y-%m-%d %H:%M}", "daily", given.track_id, given.stage_id)
    return _line((*about, *_asked(given.question), "answered", _shown(given.rating), "", defuse(given.text)))


def _answer(text: str, status: TurnStatus, rating: int | None) -> list[str]:
    lines = [f"*{status.value.capitalize()}*" + (f", own rating {rating} of 4" if rating else ""), ""]
    if text:
        marks = fence(text)
        lines += [f"{marks}text", text, marks, ""]
    return lines


def _asked(question: Question) -> tuple[str, str, str]:
    return defuse(question.prompt), question.competency.value, question.difficulty.value


def _shown(rating: int | None) -> str:
    return str(rating or "")


def _minutes(turn: Turn) -> str:
    if turn.prompted_at is None or turn.settled_at is None or not turn.timed:
        return ""
    return f"{max((turn.settled_at - turn.prompted_at).total_seconds(), 0) / 60:.1f}"


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
