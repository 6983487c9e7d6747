"""Finds Situation, Task, Action and Result in the clauses of an answer.

First every clause is read by itself (labels, phrases, subject and tense), then by its place: what stands before the
first step is circumstance, what stands after the last one and tells of somebody or something else is outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.feedback import cues
from bot.domain.feedback.clauses import clauses_of
from bot.domain.feedback.folding import Folded
from bot.domain.feedback.lexicon import SAME_IN_PRESENT
from bot.domain.feedback.predicates import Mood, Predicate, Who
from bot.domain.feedback.reading import Part, Reading, places_of, read_clauses
from bot.domain.feedback.results import mark_results
from bot.domain.feedback.steps import is_imagined, mark_actions, mark_demands, mark_duties, mark_tasks, tells_in_present

_FEWEST_WORDS_OF_A_SITUATION = 3
_PAST_WEIGHS = 3
"""One clause told in the past outweighs so many in the present or imagined."""

_SHARE_OF_A_STORY = 1 / 3
_TENSELESS = SAME_IN_PRESENT | {"left"}
"""A "left join" tells of nothing past."""


@dataclass(frozen=True)
class Story:
    """All readings of one answer. ``told`` says whether it tells of something that happened."""

    folded: Folded
    readings: tuple[Reading, ...]
    told: bool

    def having(self, part: Part) -> list[Reading]:
        """The clauses that hold this part, in order."""
        return [reading for reading in self.readings if part in reading.parts]

    @property
    def told_in_past(self) -> float:
        """0 for a method, 1 where a third or more of what is done, by whomever, is told in the past."""
        verbs = [one for reading in self.readings for one in reading.predicates if one.verb not in _TENSELESS]
        past = sum(one.told or one.aux_past for one in verbs)
        other = sum(one.mood in (Mood.PRESENT, Mood.IMAGINED) for one in verbs)
        return min(1.0, past / (past + other) / _SHARE_OF_A_STORY) if past else 0.0

    @property
    def hope(self) -> str:
        """What is said to be still awaited after the last step, verbatim; empty if nothing is."""
        steps = places_of(list(self.readings), Part.ACTION)
        awaited = [reading for reading in self.readings[steps[-1] + 1 :] if reading.hoped] if steps else []
        return self.folded.quote(awaited[0].clause.start, awaited[0].clause.end) if awaited else ""


def read(folded: Folded, *, story_asked: bool = True) -> Story:
    """Read an answer and mark the parts of its story.

    Where no story was asked for, steps in the present are methods, and an answer that begins with steps gives
    its speaker's background: only its setting is kept.
    """
    readings = read_clauses(clauses_of(folded))
    told = _is_told(readings, story_asked)
    if told:
        _mark_labelled(readings)
        mark_tasks(readings)
        mark_actions(readings, in_present=story_asked and tells_in_present(readings))
        mark_demands(readings)
        mark_results(readings)
        if not story_asked and not _has_setting(readings):
            _clear(readings)
    elif story_asked and any(cues.SITUATION.search(reading.text) for reading in readings):
        mark_tasks(readings)
    else:
        mark_duties(readings)
    _mark_situations(readings)
    return Story(folded, tuple(readings), told)


def _has_setting(readings: list[Reading]) -> bool:
    """Whether something stands before the first step and something came out of it."""
    steps, results = places_of(readings, Part.ACTION), places_of(readings, Part.RESULT)
    first = next((i for i, r in enumerate(readings) if r.words and not cues.PREAMBLE.search(r.text)), 0)
    return bool(steps) and bool(results) and (steps[0] > first)


def _clear(readings: list[Reading]) -> None:
    for reading in readings:
        reading.parts.clear()


def _is_told(readings: list[Reading], story_asked: bool) -> bool:
    """Whether something that happened is told, as opposed to advice, habits, definitions or plans."""
    if any(reading.label is not None for reading in readings):
        return True
    past = sum(_counts_as_past(p) for reading in readings for p in reading.predicates if not reading.habitual)
    imagined = sum(p.mood is Mood.IMAGINED for reading in readings for p in reading.predicates)
    present = sum(
        p.mood is Mood.PRESENT for reading in readings for p in reading.predicates if p.who in (Who.I, Who.WE)
    )
    if past > 0 and past * _PAST_WEIGHS >= imagined + present:
        return True
    if past > 0 or (story_asked and present > imagined):
        return any(cues.DEICTIC.search(reading.text) for reading in readings)
    return False


def _counts_as_past(predicate: Predicate) -> bool:
    if predicate.mood is Mood.PAST:
        return predicate.verb not in SAME_IN_PRESENT
    if predicate.mood is Mood.PERFECT:
        return not predicate.negated
    return predicate.aux_past


def _mark_labelled(readings: list[Reading]) -> None:
    for reading in readings:
        if reading.label is None or reading.words <= 1:
            continue
        if reading.label is Part.RESULT and reading.hoped:
            continue
        reading.parts.add(reading.label)


def _mark_situations(readings: list[Reading]) -> None:
    steps = [i for i in places_of(readings, Part.ACTION) if Part.RESULT not in readings[i].parts]
    steps = steps or places_of(readings, Part.RESULT)
    for index, reading in enumerate(readings):
        if reading.label is not None or reading.parts == {Part.RESULT} or is_imagined(reading):
            continue
        if _is_circumstance(reading, index, steps) and not cues.PREAMBLE.search(reading.text):
            reading.parts.add(Part.SITUATION)


def _is_circumstance(reading: Reading, index: int, steps: list[int]) -> bool:
    cued = not reading.habitual and (
        cues.SITUATION.search(reading.text) is not None
        or (index == 0 and cues.OPENING.search(reading.text) is not None and (len(steps) > 1 or index not in steps))
        or (bool(steps) and index <= steps[0] and cues.SETTING.search(reading.text) is not None)
    )
    if not steps:
        return cued
    if index > steps[0]:
        # After the first step only what is no step itself can still set the scene.
        passed = index > steps[-1]
        return (
            cued and Part.ACTION not in reading.parts and (not passed or cues.BEFORE.search(reading.text) is not None)
        )
    if cued:
        return True
    if index == steps[0] or reading.habitual or reading.words < _FEWEST_WORDS_OF_A_SITUATION:
        return False
    return Part.TASK not in reading.parts and Part.ACTION not in reading.parts


def spans(story: Story, part: Part, keep: Callable[[Reading], bool] | None = None) -> tuple[str, ...]:
    """The quotes for a part: neighbouring clauses of one sentence make one quote."""
    quotes: list[tuple[int, int]] = []
    before: Reading | None = None
    for reading in story.readings:
        if part not in reading.parts or (keep is not None and not keep(reading)):
            before = None
            continue
        if before is not None and before.clause.sentence == reading.clause.sentence:
            quotes[-1] = (quotes[-1][0], reading.clause.end)
        else:
            quotes.append((reading.clause.start, reading.clause.end))
        before = reading
    return tuple(quote for start, end in quotes if (quote := story.folded.quote(start, end)))
