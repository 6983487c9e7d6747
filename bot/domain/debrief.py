"""What a candidate takes from a round: feedback on each answer, and the round in a few lines."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial

from pydantic import BaseModel, ConfigDict

from bot.domain.drafts import Attachment, Part, attachments, join
from bot.domain.feedback import Feedback, analyse
from bot.domain.rounds import Round, Turn, TurnStatus
from bot.domain.stages import notes_on
from bot.domain.turns import SPOKEN, Form

_MOST_STRENGTHS = 3


class Entry(BaseModel):
    """One question of a round with what was given for it. ``feedback`` is ``None`` where nothing was written, and where
    a text is not the whole answer, as that to a follow-up; ``notes`` are a coach's remarks on what was done then."""

    model_config = ConfigDict(frozen=True)

    turn: Turn
    answer: str
    attachments: tuple[Attachment, ...] = ()
    feedback: Feedback | None = None
    notes: tuple[str, ...] = ()

    @property
    def behavioural(self) -> bool:
        """Whether the answer is judged as a story."""
        return self.turn.question.behavioural and self.feedback is not None


class Summary(BaseModel):
    """A round in a few lines. ``used`` is the time from the first question with a time box to the end, ``planned`` the
    time boxes; a take-home, which has days, is in neither."""

    model_config = ConfigDict(frozen=True)

    used: timedelta
    planned: timedelta
    answered: int
    skipped: int
    left: int
    strengths: tuple[str, ...]
    work_on: str


def entry(turn: Turn, parts: Iterable[Part]) -> Entry:
    """What was given for one question, with feedback on what was written."""
    parts = tuple(parts)
    answer = join(parts)
    judged = turn.status is TurnStatus.ANSWERED and answer.strip() and turn.form in SPOKEN - {Form.PROBE}
    feedback = analyse(answer, turn.question) if judged else None
    notes = notes_on(turn, answer)
    return Entry(turn=turn, answer=answer, attachments=attachments(parts), feedback=feedback, notes=notes)


def entries(state: Round, parts: Mapping[int, Iterable[Part]]) -> tuple[Entry, ...]:
    """All questions that the candidate has had."""
    return tuple(entry(turn, parts.get(turn.position, ())) for turn in state.asked)


def summarise(state: Round, found: Iterable[Entry]) -> Summary:
    """The whole round: time, what went well, and the one thing to work on."""
    everything = tuple(found)
    found = tuple(one for one in everything if one.turn.form is not Form.PROBE)
    end = state.finished_at or state.active_at
    starts = [turn.prompted_at for turn in state.turns if turn.prompted_at and turn.timed]
    begin = min(starts, default=state.started_at if all(turn.timed for turn in state.turns) else end)
    statuses = [one.turn.status for one in found]
    return Summary(
        used=end - begin,
        planned=timedelta(minutes=sum(one.turn.question.minutes for one in everything if one.turn.timed)),
        answered=statuses.count(TurnStatus.ANSWERED),
        skipped=statuses.count(TurnStatus.SKIPPED),
        left=statuses.count(TurnStatus.LEFT) + state.count - len(found),
        strengths=_strengths(found),
        work_on=work_on(found),
    )


def _strengths(found: tuple[Entry, ...]) -> tuple[str, ...]:
    # Follow-ups have positions and no numbers of their own.
    numbers = {one.turn.position: number for number, one in enumerate(found, start=1)}
    judged = [one for one in found if one.feedback]
    stories = [one for one in judged if one.behavioural]
    count = partial(_count, numbers)
    candidates = (
        count(stories, "stories", _whole_story, "{} had all four parts, from the situation to the result."),
        count(stories, "stories", _has_number, "{} ended in a result with a number, which is what stays in mind."),
        count(stories, "stories", _own_part, "{} made your own part clear."),
        count(judged, "answers", _made_points, "{} made most of the points that a strong answer makes."),
        count(judged, "answers", _fitted, "{} had the length that fits its time."),
    )
    return tuple(sentence for sentence in candidates if sentence)[:_MOST_STRENGTHS]


def _count(
    numbers: Mapping[int, int], among: list[Entry], noun: str, holds: Callable[[Entry], bool], sentence: str
) -> str | None:
    """The sentence for the answers that hold, where they are at least half of those that could."""
    number = sum(map(holds, among))
    if not number or number * 2 < len(among):
        return None
    if number == 1:
        which = next(one for one in among if holds(one)).turn.position
        return sentence.format(f"Your answer to question {numbers[which]}")
    return sentence.format(f"{number} of your {len(among)} {noun}")


def _whole_story(one: Entry) -> bool:
    judged = one.feedback
    return bool(judged and judged.situation and judged.task and judged.action and judged.result)


def _has_number(one: Entry) -> bool:
    return bool(one.feedback and one.feedback.quantified_result)


def _own_part(one: Entry) -> bool:
    return bool(one.feedback and one.feedback.ownership == "i")


def _made_points(one: Entry) -> bool:
    judged = one.feedback
    return bool(judged and judged.covered and len(judged.covered) > len(judged.missed))


def _fitted(one: Entry) -> bool:
    return bool(one.feedback and one.feedback.length == "in_range")


def work_on(found: tuple[Entry, ...]) -> str:
    """The weakness that most answers share; which comes first decides a tie, as the earlier one is the deeper one."""
    judged = [one for one in found if one.feedback]
    answered = [one for one in found if one.turn.status is TurnStatus.ANSWERED]
    if not answered:
        return "Write one answer next time, even a rough one: there is nothing to learn from an empty page."
    unanswered = [one for one in found if one.turn.status is not TurnStatus.ANSWERED]
    stories = [one for one in judged if one.behavioural]
    weaknesses = (
        (unanswered, "Give every question a try: two plain sentences earn more than a pass."),
        (
            [one for one in judged if one.feedback and one.feedback.off_topic],
            "Answer the question first. Say its main word in your first sentence, then tell the rest.",
        ),
        (
            [one for one in stories if one.feedback and not one.feedback.result],
            "Close each story with what changed. Start your last sentence with “As a result”.",
        ),
        (
            [one for one in stories if one.feedback and one.feedback.result and not one.feedback.quantified_result],
            "Put one number into each result: from what, to what, in which time.",
        ),
        (
            [one for one in stories if one.feedback and one.feedback.ownership == "we"],
            "Say what you did yourself. For each “we”, name your own part once.",
        ),
        (
            [one for one in judged if one.feedback and one.feedback.length == "short"],
            "Say a little more: one example with its figures is usually what a short answer lacks.",
        ),
        (
            [one for one in judged if one.feedback and len(one.feedback.missed) > len(one.feedback.covered)],
            "Read the points of a strong answer below each question, and add the two that you left out.",
        ),
        (
            [one for one in judged if one.feedback and one.feedback.length == "long"],
            "Cut each answer by a third: the point first, then one example.",
        ),
    )
    most = max(weaknesses, key=lambda weakness: len(weakness[0]))
    if not most[0]:
        return "Keep this level under pressure: do the same stage again with half the time for each question."
    return most[1]
