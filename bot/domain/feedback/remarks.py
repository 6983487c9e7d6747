"""Says in a coach's voice what to do next: at most three things, the most useful one first.

A remark quotes what it judged from, names one step for the next try, and never gives a mark.
"""

from collections.abc import Callable, Iterator, Sequence

from bot.domain.feedback.model import MOST_REMARKS, Feedback, Remark, RemarkKind
from bot.domain.tracks import Question

_QUOTE_AT_MOST = 70
_POINT_AT_MOST = 140
_WORD_AT_MOST = 30
_HEDGES_TO_MENTION = 2
_FILLERS_TO_MENTION = 3


def quoted(span: str, longest: int = _QUOTE_AT_MOST) -> str:
    """A span on one line between quotation marks, cut at a word when it is long."""
    line = " ".join(span.split()).strip(' ,;:.-"\u201c\u201d')
    if len(line) > longest:
        head = line[:longest]
        line = (head.rsplit(" ", 1)[0] if " " in head[longest // 2 :] else head).rstrip(" ,;:.-") + "\u2026"
    return f"\u201c{line}\u201d"


def remarks_on(
    text: str, feedback: Feedback, question: Question | None, *, story: bool, hope: str = ""
) -> tuple[Remark, ...]:
    """The remarks for an answer.

    ``story`` says whether Situation, Task, Action and Result are expected; ``hope`` is what is still awaited.
    """
    if not feedback.words:
        return ()
    if feedback.off_topic and question is not None:
        return (_off_topic(text, question),)
    found = list(_on_story(text, feedback, hope)) if story else []
    sure = question is not None and any(point.signs for point in question.key_points)
    points = list(_on_points(text, feedback, short=len(found) > 1, sure=sure))
    others = [*_on_length(feedback, question), *_on_wording(feedback)]
    found += [*points, *others] if sure else [*others, *points]
    if len(found) < MOST_REMARKS:
        found += _on_strength(feedback, story=story)
    return tuple(found[:MOST_REMARKS])


def _off_topic(text: str, question: Question) -> Remark:
    points = " and ".join(quoted(point.point, _POINT_AT_MOST) for point in question.key_points[:2])
    return Remark(
        kind=RemarkKind.OFF_TOPIC,
        text=f"{quoted(text)} seems to answer a different question. Read the prompt once more and open with one "
        f"sentence that answers it directly. It looks for {points}.",
    )


def _on_story(text: str, feedback: Feedback, hope: str) -> Iterator[Remark]:
    """What a story lacks, in the order in which it weighs with interviewers: outcome, own steps, setting, aim."""
    if not (feedback.action or feedback.result):
        yield Remark(
            kind=RemarkKind.NO_STORY,
            text=f"{quoted(text)} speaks in general. Pick one real occasion and tell it: where you were, what was "
            "needed, what you did, what came out.",
        )
        return
    if not feedback.result:
        yield _no_result(feedback, hope)
    for check in _STORY_CHECKS:
        remark = check(feedback)
        if remark is not None:
            yield remark


def _no_result(feedback: Feedback, hope: str) -> Remark:
    if hope:
        words = (
            f"{quoted(hope)}: so the outcome is still ahead. Say what has come of it so far: a first sign, "
            "somebody's reaction, or what you learned."
        )
    else:
        words = (
            f"After {quoted(feedback.action[-1])} I would love to hear how it ended. Add one sentence on what changed, "
            "even if it was small or went wrong."
        )
    return Remark(kind=RemarkKind.NO_RESULT, text=words)


def _on_number(feedback: Feedback) -> Remark | None:
    if not feedback.result or feedback.quantified_result:
        return None
    return Remark(
        kind=RemarkKind.NO_NUMBER,
        text=f"{quoted(feedback.result[-1])} tells how it ended. Put a size on it: how much, how many or how fast, "
        "before and after; a rough figure will do.",
    )


def _on_action(feedback: Feedback) -> Remark | None:
    if feedback.action:
        return None
    return Remark(
        kind=RemarkKind.NO_ACTION,
        text=f"You tell the outcome, {quoted(feedback.result[0])}, but not yet the way there. Name two or three steps "
        "that you took, each with a verb.",
    )


def _on_ownership(feedback: Feedback) -> Remark | None:
    if not feedback.action or feedback.ownership in ("i", "mixed"):
        return None
    step = quoted(feedback.action[0])
    if feedback.ownership == "we":
        words = (
            f"{step} leaves open which part was yours. Keep the team's credit, and tell one step that begins "
            "with \u201cI\u201d."
        )
    else:
        words = f"{step} is told without you. If it was you, say \u201cI\u201d; if not, add what your own part was."
    return Remark(kind=RemarkKind.OWN_PART, text=words)


def _on_setting(feedback: Feedback) -> Remark | None:
    if feedback.situation:
        return None
    start = quoted((feedback.action or feedback.result)[0])
    return Remark(
        kind=RemarkKind.NO_SITUATION,
        text=f"You go straight to {start}. One sentence before it, on where you were and what was wrong, lets a "
        "stranger follow.",
    )


def _on_task(feedback: Feedback) -> Remark | None:
    if feedback.task or not feedback.action:
        return None
    return Remark(
        kind=RemarkKind.NO_TASK,
        text=f"Before {quoted(feedback.action[0])}, say what was to be achieved and by whom, so that the outcome can "
        "be held against it.",
    )


_STORY_CHECKS: Sequence[Callable[[Feedback], Remark | None]] = (
    _on_number,
    _on_action,
    _on_ownership,
    _on_setting,
    _on_task,
)


def _on_points(text: str, feedback: Feedback, *, short: bool, sure: bool) -> Iterator[Remark]:
    """Points that were not met. Without signs a point is only guessed at, so the words are careful (not ``sure``)."""
    if not feedback.missed:
        return
    points = " and ".join(quoted(point, _POINT_AT_MOST) for point in feedback.missed[: 1 if short else 2])
    if feedback.covered:
        lead = f"{quoted(feedback.covered[0], _POINT_AT_MOST)} comes across."
    else:
        lead = f"{quoted(text)} is a start."
    advice = (
        f"I found nothing yet on {points}: add a sentence on that." if sure else f"Check that {points} comes up too."
    )
    yield Remark(kind=RemarkKind.MISSED_POINTS, text=f"{lead} {advice}")


def _on_length(feedback: Feedback, question: Question | None) -> Iterator[Remark]:
    if question is None or feedback.length not in ("short", "long"):
        return
    fewest, most = question.word_range
    fits = f"This takes {feedback.words} words; {fewest} to {most} fit the {question.minutes} min of this question."
    if feedback.length == "short":
        yield Remark(
            kind=RemarkKind.TOO_SHORT, text=f"{fits} There is room for a reason, an example or one more detail."
        )
    else:
        yield Remark(
            kind=RemarkKind.TOO_LONG, text=f"{fits} Cut what the listener can ask about, and keep steps and outcome."
        )


def _on_wording(feedback: Feedback) -> Iterator[Remark]:
    if len(feedback.hedges) >= _HEDGES_TO_MENTION:
        yield Remark(
            kind=RemarkKind.HEDGES,
            text=f"Listen for {_listed(feedback.hedges)}: you sound less sure than your facts are. Say the sentence "
            "once without.",
        )
    if len(feedback.fillers) >= _FILLERS_TO_MENTION:
        yield Remark(
            kind=RemarkKind.FILLERS,
            text=f"Leave out {_listed(feedback.fillers)}: nothing is lost. When you say it aloud, pause there instead.",
        )


def _listed(spans: Sequence[str]) -> str:
    """The first three different ones."""
    distinct = {" ".join(span.lower().split()): span for span in reversed(spans)}
    shown = [quoted(span, _WORD_AT_MOST) for span in reversed(distinct.values())][:3]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _on_strength(feedback: Feedback, *, story: bool) -> Iterator[Remark]:
    if feedback.quantified_result and story:
        yield Remark(
            kind=RemarkKind.STRENGTH,
            text=f"{quoted(feedback.quantified_result[-1])} is the kind of sentence that is remembered: say it just "
            "like that.",
        )
    elif feedback.covered and not feedback.missed:
        yield Remark(
            kind=RemarkKind.STRENGTH,
            text=f"You touched every point this question looks for, {quoted(feedback.covered[-1], _POINT_AT_MOST)} "
            "among them. Keep that order.",
        )
