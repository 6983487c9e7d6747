"""Finds Situation, Task, Action and Result in the clauses of an answer.

First every clause is read by itself (labels, phrases, subject and tense), then by its place: what stands before the
first step is circumstance, what stands after the last one and tells of somebody or something else is outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from bot.domain.feedback import cues
from bot.domain.feedback.clauses import Clause, clauses_of
from bot.domain.feedback.folding import Folded
from bot.domain.feedback.lexicon import (
    CHANGE_VERBS,
    DELIVERED,
    DISCOVERY_PASSIVES,
    OUTCOME_VERBS,
    RESULT_VERBS,
    SETTLING_VERBS,
    SAME_IN_PRESENT,
)
from bot.domain.feedback.numbers import has_figure, has_magnitude
from bot.domain.feedback.predicates import Mood, Predicate, Who, predicates_of

_LABEL_AT_MOST = 4
_FEWEST_WORDS_OF_A_SITUATION = 3
_OTHERS_STEPS = 2


_ASIDES = frozenset("which that because where who whose whom since although though".split())


class Part(StrEnum):
    """The four parts of a story."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"


@dataclass
class Reading:
    """One clause with what is known about it."""

    clause: Clause
    predicates: list[Predicate]
    label: Part | None
    parts: set[Part] = field(default_factory=set)

    @cached_property
    def text(self) -> str:
        return self.clause.text

    @cached_property
    def hoped(self) -> bool:
        """Whether it is wished, planned or imagined rather than told."""
        if any(p.mood is Mood.IMAGINED for p in self.predicates):
            return True
        return cues.HOPED.search(self.text) is not None

    @cached_property
    def habitual(self) -> bool:
        """Whether it tells how things are done in general."""
        if any(p.told or p.aux_past or p.verb in ("was", "were") for p in self.predicates):
            return False
        return cues.HABITUAL.search(self.text) is not None

    @cached_property
    def magnitude(self) -> bool:
        return has_magnitude(self.clause.folded)

    @property
    def sized(self) -> bool:
        """Whether a result says how much. A bare number counts unless it says how much 'I' or 'we' did."""
        return self.magnitude or (not self.steps(Who.I, Who.WE) and has_figure(self.clause.folded))

    def steps(self, *who: Who) -> list[Predicate]:
        return [p for p in self.predicates if p.who in who and p.is_step]

    @property
    def words(self) -> int:
        return len(self.clause.words)


@dataclass(frozen=True)
class Story:
    """All readings of one answer. ``told`` says whether it tells of something that happened."""

    folded: Folded
    readings: tuple[Reading, ...]
    told: bool

    def having(self, part: Part) -> list[Reading]:
        """The clauses that hold this part, in order."""
        return [reading for reading in self.readings if part in reading.parts]


def read(folded: Folded, *, story_asked: bool = True) -> Story:
    """Read an answer and mark the parts of its story.

    Where no story was asked for, steps in the present are methods, and an answer that begins with steps gives
    its speaker's background: only its setting is kept.
    """
    readings = _read_clauses(clauses_of(folded))
    told = _is_told(readings, story_asked)
    if told:
        _mark_labelled(readings)
        _mark_tasks(readings)
        _mark_actions(readings, in_present=story_asked and _tells_in_present(readings))
        _mark_results(readings)
        if not story_asked and not _has_setting(readings):
            _clear(readings)
    elif story_asked and any(cues.SITUATION.search(reading.text) for reading in readings):
        _mark_tasks(readings)
    _mark_situations(readings)
    return Story(folded, tuple(readings), told)


def _has_setting(readings: list[Reading]) -> bool:
    """Whether something stands before the first step and something came out of it."""
    steps, results = _places(readings, Part.ACTION), _places(readings, Part.RESULT)
    first = next((i for i, r in enumerate(readings) if r.words and not cues.PREAMBLE.search(r.text)), 0)
    return bool(steps) and bool(results) and (steps[0] > first)


def _clear(readings: list[Reading]) -> None:
    for reading in readings:
        reading.parts.clear()


def _read_clauses(clauses: list[Clause]) -> list[Reading]:
    readings: list[Reading] = []
    label: Part | None = None
    speaker, sentence = Who.NOBODY, -1
    for clause in clauses:
        if clause.sentence != sentence:
            speaker, sentence = Who.NOBODY, clause.sentence
            own = _label_of(clause)
            label = own if own is not None else (label if _is_only_label(readings) else None)
        predicates = predicates_of(clause, speaker)
        if predicates and not (is_aside(clause) and speaker in (Who.I, Who.WE)):
            speaker = predicates[-1].who
        readings.append(Reading(clause, predicates, label))
    _spread_habits(readings)
    return readings


def _spread_habits(readings: list[Reading]) -> None:
    """'We usually plan on Monday and review on Friday': the habit holds for the rest of its sentence."""
    for before, reading in pairwise(readings):
        same = before.clause.sentence == reading.clause.sentence
        if same and before.habitual and not any(p.told or p.aux_past for p in reading.predicates):
            reading.habitual = True


def is_aside(clause: Clause) -> bool:
    """'… in which we read twenty posts': a clause inside another's sentence, which the next one does not go on from."""
    return clause.words[:1] in {(word,) for word in _ASIDES} or clause.words[:2] == ("so", "that")


def _is_only_label(readings: list[Reading]) -> bool:
    """Whether the last line was a heading: then it also names what follows."""
    return bool(readings) and readings[-1].label is not None and readings[-1].words <= _LABEL_AT_MOST


def _label_of(clause: Clause) -> Part | None:
    head, mark, _ = clause.folded.lstrip("*_#- >0123456789.)(").partition(":")
    if not mark:
        head, mark, _ = clause.folded.lstrip("*_#- >").partition(" - ")
    name = head.strip(" *_#-()") if mark or clause.words == clause.words[:_LABEL_AT_MOST] else ""
    if not name or len(name) > 40:  # noqa: PLR2004
        return None
    if name in cues.LABEL_WORDS:
        return Part(cues.LABEL_WORDS[name])
    first = name.split()[0] if len(name.split()) <= 2 else ""  # noqa: PLR2004
    return next(
        (Part(part) for part, names in cues.LABELS.items() if name in names or (first in names and len(first) > 1)),
        None,
    )


def _is_told(readings: list[Reading], story_asked: bool) -> bool:
    """Whether something that happened is told, as opposed to advice, habits, definitions or plans."""
    if any(reading.label is not None for reading in readings):
        return True
    past = sum(_counts_as_past(p) for reading in readings for p in reading.predicates if not reading.habitual)
    imagined = sum(p.mood is Mood.IMAGINED for reading in readings for p in reading.predicates)
    present = sum(
        p.mood is Mood.PRESENT for reading in readings for p in reading.predicates if p.who in (Who.I, Who.WE)
    )
    deictic = any(cues.DEICTIC.search(reading.text) for reading in readings)
    return past > 0 and (past * 3 >= imagined + present or deictic) or (story_asked and deictic and present > imagined)


def _counts_as_past(predicate: Predicate) -> bool:
    if predicate.mood is Mood.PAST:
        return predicate.verb not in SAME_IN_PRESENT
    if predicate.mood is Mood.PERFECT:
        return True
    return predicate.aux_past


def _mark_labelled(readings: list[Reading]) -> None:
    for reading in readings:
        if reading.label is None or reading.words <= 1:
            continue
        if reading.label is Part.RESULT and reading.hoped:
            continue
        reading.parts.add(reading.label)


def _mark_tasks(readings: list[Reading]) -> None:
    for reading in readings:
        if reading.label is None and cues.TASK.search(reading.text) and not _imagined(reading):
            reading.parts.add(Part.TASK)


def _imagined(reading: Reading) -> bool:
    return bool(reading.predicates) and all(p.mood is Mood.IMAGINED for p in reading.predicates)


def _mark_actions(readings: list[Reading], *, in_present: bool) -> None:
    for index, reading in enumerate(readings):
        if reading.label in (None, Part.ACTION) and _is_action(reading, index, in_present):
            reading.parts.add(Part.ACTION)
    if not any(Part.ACTION in reading.parts for reading in readings):
        _mark_actions_of_others(readings)


def _tells_in_present(readings: list[Reading]) -> bool:
    """Whether the steps are told in the present, as people do in lively talk: no step of their own in the past."""
    steps = [p for reading in readings for p in reading.steps(Who.I, Who.WE)]
    return not any(p.told and p.verb not in SAME_IN_PRESENT for p in steps)


def _is_action(reading: Reading, index: int, present: bool) -> bool:
    if Part.TASK in reading.parts and not reading.steps(Who.I, Who.WE):
        return False
    if cues.APPROACH.search(reading.text) and not reading.hoped:
        return True
    own = reading.steps(Who.I, Who.WE) + (reading.steps(Who.NOBODY) if reading.predicates else [])
    for step in own:
        if step.told and not _is_owned_task(reading, step) and step.verb not in ("learned", "learnt"):
            return True
        if (
            present
            and step.mood is Mood.PRESENT
            and step.who in (Who.I, Who.WE)
            and not reading.habitual
            and not reading.hoped
        ):
            return Part.TASK not in reading.parts
    return index > 0 and any(_is_passive_step(p) for p in reading.predicates)


def _is_owned_task(reading: Reading, step: Predicate) -> bool:
    """'I wanted to', 'we had to': a duty, though its verb stands in the past."""
    return Part.TASK in reading.parts and step.after[:1] == ("to",)


def _is_passive_step(predicate: Predicate) -> bool:
    return (
        predicate.mood is Mood.PASSIVE
        and predicate.aux_past
        and predicate.who is Who.OTHER
        and not predicate.negated
        and predicate.verb not in DISCOVERY_PASSIVES
        and predicate.verb not in OUTCOME_VERBS
    )


def _mark_actions_of_others(readings: list[Reading]) -> None:
    """A story of what others did has steps too, if it tells several of them."""
    steps = [
        reading
        for reading in readings[1:-1]
        if any(
            p.who is Who.OTHER and p.mood is Mood.PAST and p.is_step and p.verb not in CHANGE_VERBS
            for p in reading.predicates
        )
        and not reading.parts
        and not reading.hoped
    ]
    if len(steps) >= _OTHERS_STEPS:
        for reading in steps:
            reading.parts.add(Part.ACTION)


def _next_step(readings: list[Reading], index: int) -> bool:
    """Whether another step follows in the same story."""
    for reading in readings[index + 1 :]:
        if cues.NEXT_STORY.search(reading.text):
            return False
        if Part.ACTION in reading.parts:
            return True
    return False


def _places(readings: list[Reading], part: Part) -> list[int]:
    return [index for index, reading in enumerate(readings) if part in reading.parts]


def _mark_results(readings: list[Reading]) -> None:
    steps = _places(readings, Part.ACTION)
    present = _tells_in_present(readings)
    labelled = any(reading.label is Part.RESULT for reading in readings)
    for index, reading in enumerate(readings):
        if not _may_be_result(reading, labelled):
            continue
        if steps and index < steps[0]:
            found = _before_steps(reading, index)
        elif not steps or _next_step(readings, index):
            found = _among_steps(reading)
        else:
            found = _after_steps(reading, present)
        if found:
            reading.parts.add(Part.RESULT)
            if _tells_change(reading):
                reading.parts.discard(Part.ACTION)
    _drop_findings(readings)
    _drop_unfinished(readings)


def _may_be_result(reading: Reading, labelled: bool) -> bool:
    if reading.label not in (None, Part.ACTION) or (labelled and reading.label is Part.ACTION):
        return False
    return not (reading.hoped or reading.habitual or cues.BEFORE.search(reading.text))


def _drop_unfinished(readings: list[Reading]) -> None:
    """'I launched it in April. No outcome yet.': the last step is none if the story says that its end is open."""
    steps = _places(readings, Part.ACTION)
    if steps and any(reading.hoped for reading in readings[steps[-1] + 1 :]):
        for reading in readings:
            if Part.ACTION in reading.parts and not reading.magnitude and not cues.MARKED.search(reading.text):
                reading.parts.discard(Part.RESULT)


def _drop_findings(readings: list[Reading]) -> None:
    """What the data showed on the way is no result, unless nothing else came out."""
    findings = [r for r in readings if Part.RESULT in r.parts and r.label is None and cues.FINDING.search(r.text)]
    findings = [r for r in findings if not cues.MARKED.search(r.text)]
    if any(Part.RESULT in r.parts and r not in findings for r in readings):
        for reading in findings:
            reading.parts.discard(Part.RESULT)


def _tells_change(reading: Reading) -> bool:
    """'We went from 3 tests to 20': no step, though 'we' stands before it."""
    return bool(reading.predicates) and all(
        p.verb in ("went", "grew", "fell", "rose", "stayed") for p in reading.predicates
    )


def _before_steps(reading: Reading, index: int) -> bool:
    """The result told first: what is true now, or what 'I' or 'we' achieved, with its magnitude."""
    if not reading.magnitude or index > 1 or cues.SITUATION.search(reading.text):
        return False
    if cues.NOW.search(reading.text) and not any(p.aux_past for p in reading.predicates):
        return True
    return any(
        p.who in (Who.I, Who.WE) and p.told and (p.verb in RESULT_VERBS or p.verb in CHANGE_VERBS)
        for p in reading.predicates
    )


def _among_steps(reading: Reading) -> bool:
    for p in reading.predicates:
        if p.who in (Who.I, Who.WE, Who.NOBODY) and p.told:
            if p.verb in ("learned", "learnt", "achieved", "saved", "won") or (
                p.verb in RESULT_VERBS and reading.magnitude
            ):
                return True
        elif p.who is Who.OTHER and p.told and p.verb in CHANGE_VERBS | SETTLING_VERBS and not p.aux_past:
            return True
    return (
        cues.RESULT.search(reading.text) is not None
        and not any(p.aux_past and p.mood is Mood.PERFECT for p in reading.predicates)
        and (Part.ACTION not in reading.parts or (reading.magnitude and cues.MARKED.search(reading.text) is not None))
    )


def _after_steps(reading: Reading, present: bool) -> bool:
    if cues.END_STATE.search(reading.text) and Part.ACTION not in reading.parts:
        return True
    if _among_steps(reading) or cues.NOW.search(reading.text) or (reading.magnitude and not reading.parts):
        return True
    if is_aside(reading.clause):
        return False
    for p in reading.predicates:
        if p.who is Who.OTHER and (p.mood is Mood.PAST or (present and p.mood is Mood.PRESENT and p.verb)):
            return True
        if p.mood is Mood.PASSIVE and p.aux_past and p.verb not in ("asked", "told"):
            return True
        if p.told and p.verb in DELIVERED:
            return True
    return False


def _mark_situations(readings: list[Reading]) -> None:
    steps = [i for i in _places(readings, Part.ACTION) if Part.RESULT not in readings[i].parts]
    steps = steps or _places(readings, Part.RESULT)
    for index, reading in enumerate(readings):
        if reading.label is not None or _imagined(reading) or cues.PREAMBLE.search(reading.text):
            continue
        if Part.RESULT not in reading.parts and _is_circumstance(reading, index, steps):
            reading.parts.add(Part.SITUATION)


def _is_circumstance(reading: Reading, index: int, steps: list[int]) -> bool:
    cued = cues.SITUATION.search(reading.text) is not None and not reading.habitual
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


def spans(story: Story, part: Part, keep: Callable[[Reading], bool] = lambda reading: True) -> tuple[str, ...]:
    """The quotes for a part: neighbouring clauses of one sentence make one quote."""
    quotes: list[tuple[int, int]] = []
    before: Reading | None = None
    for reading in story.readings:
        if part not in reading.parts or not keep(reading):
            before = None
            continue
        if before is not None and before.clause.sentence == reading.clause.sentence:
            quotes[-1] = (quotes[-1][0], reading.clause.end)
        else:
            quotes.append((reading.clause.start, reading.clause.end))
        before = reading
    return tuple(quote for start, end in quotes if (quote := story.folded.quote(start, end)))
