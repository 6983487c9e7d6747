"""A round as a Markdown file that the candidate keeps."""

import re
from collections.abc import Iterable

from bot.domain.debrief import Entry, Summary
from bot.domain.quoting import plain_quote
from bot.domain.rounds import Round, TurnStatus
from bot.domain.star import StarPart, star_of
from bot.domain.turns import Form

_RUN_OF_BACKTICKS = re.compile(r"`{3,}")
_QUOTE_AT_MOST = 300
_STATUS = {
    TurnStatus.ANSWERED: "Answered",
    TurnStatus.SKIPPED: "Skipped",
    TurnStatus.LEFT: "Not answered",
    TurnStatus.OPEN: "Open",
    TurnStatus.WAITING: "Not asked",
}


def transcript(state: Round, found: Iterable[Entry], summary: Summary) -> str:
    """The whole round. What the candidate wrote stands in it unchanged, to the character."""
    lines = [
        f"# {state.track_title}: {state.stage_title}",
        "",
        f"Started {state.started_at:%Y-%m-%d %H:%M} UTC, {_minutes(summary)}.",
        f"{summary.answered} answered, {summary.skipped} skipped, {summary.left} not answered.",
        "",
    ]
    for one in found:
        lines += _entry(state.number_of(one.turn.position), one, star_of(one, state.kind))
    lines += ["## Next time", "", summary.work_on, ""]
    return "\n".join(lines)


def _minutes(summary: Summary) -> str:
    used = round(summary.used.total_seconds() / 60) or "under one"
    return f"{used} of {round(summary.planned.total_seconds() / 60)} planned minutes"


def _entry(number: int, one: Entry, story: tuple[StarPart, ...]) -> list[str]:
    question = one.turn.question
    speaker = [f"**{one.turn.speaker}**", ""] if one.turn.speaker else []
    heading = "### Follow-up:" if one.turn.form is Form.PROBE else f"## {number}."
    lines = [f"{heading} {question.prompt}", "", *speaker, f"*{_STATUS[one.turn.status]}*", ""]
    if one.answer:
        marks = fence(one.answer)
        lines += [f"{marks}text", one.answer, marks, ""]
    lines += [f"- attached: {attachment}" for attachment in one.attachments]
    if one.attachments:
        lines.append("")
    if one.notes:
        lines += ["### Notes", "", *(f"- {note}" for note in one.notes), ""]
    if one.feedback and one.feedback.remarks:
        lines += ["### Feedback", "", *(f"- {remark}" for remark in one.feedback.remarks), ""]
    if story:
        lines += ["### Your story, part by part", "", *map(_part, story), ""]
    if one.turn.form is Form.PROBE:
        return lines  # its guidance is that of its question
    lines += ["### What a strong answer does", "", *(f"- {point.point}" for point in question.key_points), ""]
    lines += ["### Sample answer", "", question.sample_answer, ""]
    return lines


def _part(part: StarPart) -> str:
    words = plain_quote(part.words, _QUOTE_AT_MOST)
    return f"- {part.name}: “{words}”" if words else f"- {part.name}: not there yet; {part.advice}"


def fence(text: str) -> str:
    """A code fence that nothing in ``text`` can close."""
    longest = max((len(run) for run in _RUN_OF_BACKTICKS.findall(text)), default=2)
    return "`" * (longest + 1)
