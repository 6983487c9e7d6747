"""Says in a coach's voice what to do next: at most three things, the most useful one first.

A remark quotes what it judged from, names one step for the next try, and never gives a mark.
"""

from collections.abc import Callable, Iterator, Sequence

from bot.domain.feedback.model import MOST_REMARKS, Feedback, Remark, RemarkKind
from bot.domain.tracks import Question

_QUOTE_AT_MOST = 70
_HEDGES_TO_MENTION = 2
_FILLERS_TO_MENTION = 3
_FEWEST_WORDS_OF_A_STORY = 25


def quoted(span: str, longest: int = _QUOTE_AT_MOST) -> str:
    """A span on one line between quotation marks, cut at a word when it is long."""
    line = " ".join(span.split()).strip(' ,;:.-"\u201c\u201d')
    if len(line) > longest:
        head = line[:longest]
        line = (head.rsplit(" ", 1)[0] if " " in head[longest // 2 :] else head).rstrip(" ,;:.-") + "\u2026"
    return f"\u201c{line}\u201d"


def remarks_on(text: str, feedback: Feedback, question: Question | None, *, story: bool) -> tuple[Remark, ...]:
    """The remarks for an answer. ``story`` says whether Situation, Task, Action and Result are expected."""
    if not feedback.words:
        return ()
    if feedback.off_topic and question is not None:
        return (_off_topic(text, question), *_first(_on_length(feedback, question), 1))
    found: list[Remark] = []
    if story:
        found += _on_story(text, feedback)
    found += _on_points(feedback, short=len(found) > 1)
    found += _on_length(feedback, question)
    found += _on_wording(feedback)
    if len(found) < MOST_REMARKS:
        found += _on_strength(feedback, story=story)
    return tuple(found[:MOST_REMARKS])


def _first(remarks: Iterator[Remark], count: int) -> list[Remark]:
    return [remark for remark, _ in zip(remarks, range(count), strict=False)]


def _off_topic(text: str, question: Question) -> Remark:
    points = " and ".join(point.point for point in question.key_points[:2])
    return Remark(
        kind=RemarkKind.OFF_TOPIC,
        text=f"{quoted(text)} seems to answer a different question. Read the prompt once more and open with one sentence "
        f"that answers it directly; it is after {points}.",
    )


def _on_story(text: str, feedback: Feedback) -> Iterator[Remark]:
    """What a story lacks, in the order in which it weighs with interviewers: outcome, own steps, setting, aim."""
    if not (feedback.action or feedback.result):
        yield Remark(
            kind=RemarkKind.NO_STORY,
            text=f"{quoted(text)} speaks in general. Pick one real occasion and tell it: where you were, what was needed, "
            "what you did, what came out.",
        )
        return
    checks: Sequence[Callable[[Feedback], Remark | None]] = (
        _on_result,
        _on_action,
        _on_ownership,
        _on_setting,
        _on_task,
    )
    for check in checks:
        remark = check(feedback)
        if remark is not None:
            yield remark


def _on_result(feedback: Feedback) -> Remark | None:
    if not feedback.result:
        return Remark(
            kind=RemarkKind.NO_RESULT,
            text=f"After {quoted(feedback.action[-1])} I would love to hear how it ended. Add one sentence on what changed, "
            "even if it was small or went wrong.",
        )
    if not feedback.quantified_result:
        return Remark(
            kind=RemarkKind.NO_NUMBER,
            text=f"{quoted(feedback.result[-1])} is a real outcome. Put a size on it: how much, how many or how fast, "
            "before and after; a rough figure will do.",
        )
    return None


def _on_action(feedback: Feedback) -> Remark | None:
    if feedback.action:
        return None
    return Remark(
        kind=RemarkKind.NO_ACTION,
        text=f"You tell the outcome, {quoted(feedback.result[0])}, but not yet the way there. Name two or three steps that "
        "you took, each with a verb.",
    )


def _on_ownership(feedback: Feedback) -> Remark | None:
    if not feedback.action or feedback.ownership in ("i", "mixed"):
        return None
    step = quoted(feedback.action[0])
    if feedback.ownership == "we":
        words = f"{step} leaves open which part was yours. Keep the team's credit, and tell one step that begins with \u201cI\u201d."
    else:
        words = f"{step} does not say who did it. If it was you, say \u201cI\u201d; if not, add what your own part was."
    return Remark(kind=RemarkKind.OWN_PART, text=words)


def _on_setting(feedback: Feedback) -> Remark | None:
    if feedback.situation:
        return None
    start = quoted((feedback.action or feedback.result)[0])
    return Remark(
        kind=RemarkKind.NO_SITUATION,
        text=f"You go straight to {start}. One sentence before it on where you were and what was wrong lets a stranger follow.",
    )


def _on_task(feedback: Feedback) -> Remark | None:
    if feedback.task or not feedback.action:
        return None
    return Remark(
        kind=RemarkKind.NO_TASK,
        text=f"Before {quoted(feedback.action[0])}, say what you were asked to achieve, so that the outcome can be held against it.",
    )


def _on_points(feedback: Feedback, *, short: bool) -> Iterator[Remark]:
    if not feedback.missed:
        return
    points = " and ".join(quoted(point, 140) for point in feedback.missed[: 1 if short else 2])
    lead = f"You do speak of {quoted(feedback.covered[0], 140)}; still" if feedback.covered else "Still"
    yield Remark(kind=RemarkKind.MISSED_POINTS, text=f"{lead} to come: {points}. Add a sentence on that.")


def _on_length(feedback: Feedback, question: Question | None) -> Iterator[Remark]:
    if question is None or feedback.length not in ("short", "long"):
        return
    fewest, most = question.word_range
    fits = f"{fewest} to {most} words fit the {question.minutes} minutes of this question"
    if feedback.length == "short":
        yield Remark(
            kind=RemarkKind.TOO_SHORT,
            text=f"This takes {feedback.words} words; {fits}. There is room for a reason, an example or one more detail.",
        )
    else:
        yield Remark(
            kind=RemarkKind.TOO_LONG,
            text=f"This takes {feedback.words} words; {fits}. Cut what the listener could ask about, and keep steps and outcome.",
        )


def _on_wording(feedback: Feedback) -> Iterator[Remark]:
    if len(feedback.hedges) >= _HEDGES_TO_MENTION:
        yield Remark(
            kind=RemarkKind.HEDGES,
            text=f"{_listed(feedback.hedges)} make you sound less sure than your facts are. Say the sentence once without them.",
        )
    if len(feedback.fillers) >= _FILLERS_TO_MENTION:
        yield Remark(
            kind=RemarkKind.FILLERS,
            text=f"{_listed(feedback.fillers)} carry nothing. Leave them out, and pause instead when you say it aloud.",
        )


def _listed(spans: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(" ".join(span.lower().split()) for span in spans))[:3]
    shown = [quoted(span, 30) for span in distinct]
    if len(shown) == 1:
        return f"{len(spans)} times {shown[0]}:" if len(spans) > 1 else shown[0]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _on_strength(feedback: Feedback, *, story: bool) -> Iterator[Remark]:
    if feedback.quantified_result and story:
        yield Remark(
            kind=RemarkKind.STRENGTH,
            text=f"{quoted(feedback.quantified_result[-1])} is the kind of sentence that is remembered: say it just like that.",
        )
    elif feedback.covered and not feedback.missed:
        yield Remark(
            kind=RemarkKind.STRENGTH,
            text=f"You touched every point this question is after, {quoted(feedback.covered[-1], 140)} among them. Keep that order.",
        )
