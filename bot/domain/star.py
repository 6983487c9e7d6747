"""A story part by part: which words make its Situation, Task, Action and Result, and what to add where none do."""

from typing import NamedTuple

from bot.domain.debrief import Entry
from bot.domain.tracks import StageKind
from bot.domain.turns import Form


class StarPart(NamedTuple):
    """One of the four parts. ``spans``: verbatim pieces of the answer, empty where the part is not there yet."""

    name: str
    spans: tuple[str, ...]
    advice: str

    @property
    def words(self) -> str:
        """All that was found, in order."""
        return " … ".join(" ".join(span.split()) for span in self.spans)


def star_of(found: Entry, kind: StageKind) -> tuple[StarPart, ...]:
    """The four parts of an answer to a question that asks for a story, or of a story that a team was told unasked.

    Nothing for other answers, and nothing for one that answers another question.
    """
    judged = found.feedback
    if judged is None or judged.off_topic or found.turn.form is not Form.QUESTION:
        return ()
    told = bool(judged.action and judged.result)
    if not found.behavioural and not (kind is StageKind.TEAM and told):
        return ()
    return (
        StarPart("Situation", judged.situation, "one sentence on where you were and what was wrong."),
        StarPart("Task", judged.task, "say what was to be achieved, and why by you."),
        StarPart("Action", judged.action, "name two or three steps of your own, each with a verb."),
        StarPart("Result", judged.result, "close with what changed, and by how much."),
    )
