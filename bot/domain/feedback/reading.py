"""One clause with all that is known about it by itself: its predicates, its heading, whether it is told or hoped."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from bot.domain.feedback import cues
from bot.domain.feedback.clauses import Clause
from bot.domain.feedback.lexicon import SAME_IN_PRESENT
from bot.domain.feedback.numbers import counts_achieved, has_figure, has_magnitude
from bot.domain.feedback.predicates import Mood, Predicate, Who, predicates_of

_LABEL_AT_MOST = 4
_NAME_AT_MOST = 40
_THINKING = frozenset({"imagine", "think", "guess", "suppose", "believe", "assume"})
_ASIDES = frozenset({"which", "that", "because", "where", "who", "whose", "whom", "since", "although", "though"})


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
    opens: bool = True
    """Whether its sentence begins with it."""
    closes: bool = False
    """Whether it stands in the last sentence."""
    parts: set[Part] = field(default_factory=set)

    @cached_property
    def text(self) -> str:
        return self.clause.text

    @cached_property
    def hoped(self) -> bool:
        """Whether it is wished, planned or imagined rather than told."""
        if cues.CAPABLE.search(self.text) is not None:
            return False
        if any(p.mood is Mood.IMAGINED for p in self.predicates):
            return True
        return cues.HOPED.search(self.text) is not None

    @cached_property
    def wished(self) -> bool:
        """Whether all it says is imagined, so that what is joined to it is too."""
        weighty = [p for p in self.predicates if p.verb not in _THINKING]
        return bool(weighty) and all(p.mood is Mood.IMAGINED for p in weighty)

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
    def counted(self) -> bool:
        """Whether it says how large something is, or counts something achieved."""
        return self.magnitude or counts_achieved(self.clause.folded)

    @property
    def sized(self) -> bool:
        """Whether a result says how much. A bare number counts unless it says how much 'I' or 'we' did."""
        folded = self.clause.folded
        return self.counted or (not self.steps(Who.I, Who.WE) and has_figure(folded))

    def steps(self, *who: Who) -> list[Predicate]:
        return [p for p in self._steps if p.who in who]

    @cached_property
    def _steps(self) -> list[Predicate]:
        return [p for p in self.predicates if p.is_step]

    @property
    def words(self) -> int:
        return len(self.clause.words)


def read_clauses(clauses: list[Clause]) -> list[Reading]:
    """Read each clause; a heading holds for its sentence, a lone heading for the next one."""
    readings: list[Reading] = []
    label: Part | None = None
    speaker, sentence = Who.NOBODY, -1
    for clause in clauses:
        opens = clause.sentence != sentence
        if opens:
            speaker, sentence = Who.NOBODY, clause.sentence
            own = _label_of(clause)
            label = own if own is not None else (label if _is_only_label(readings) else None)
        predicates = predicates_of(clause, speaker)
        if predicates and (opens or not _is_subordinate(clause) or speaker not in (Who.I, Who.WE)):
            speaker = predicates[-1].who
        if readings and not opens and readings[-1].wished:
            predicates = [_wished(p) for p in predicates]
        readings.append(Reading(clause, predicates, label, opens, clause.sentence == clauses[-1].sentence))
    _spread_habits(readings)
    return readings


def _wished(predicate: Predicate) -> Predicate:
    """'I would call them and set a date': a form that may be a base form goes on with the wish."""
    if predicate.verb in SAME_IN_PRESENT and predicate.mood is Mood.PAST and not predicate.aux_past:
        return replace(predicate, mood=Mood.IMAGINED)
    return predicate


def _spread_habits(readings: list[Reading]) -> None:
    """'We usually plan on Monday and review on Friday': the habit holds for the rest of its sentence."""
    for before, reading in pairwise(readings):
        same = before.clause.sentence == reading.clause.sentence
        if same and before.habitual and not any(p.told or p.aux_past for p in reading.predicates):
            reading.habitual = True


def is_aside(reading: Reading) -> bool:
    """'… in which we read twenty posts': a clause inside another's sentence, which the next one does not go on from."""
    return not reading.opens and _is_subordinate(reading.clause)


def _is_subordinate(clause: Clause) -> bool:
    words = clause.words
    return bool(words) and (words[0] in _ASIDES or words[:2] == ("so", "that"))


def _is_only_label(readings: list[Reading]) -> bool:
    """Whether the last line was a heading: then it also names what follows."""
    if not readings or readings[-1].label is None or readings[-1].words > _LABEL_AT_MOST:
        return False
    if not readings[-1].opens:
        return False
    folded = readings[-1].clause.folded
    return not any(folded.partition(mark)[2].strip(" *_") for mark in (":", " - "))


def _label_of(clause: Clause) -> Part | None:
    head, mark, _ = clause.folded.lstrip("*_#- >0123456789.)(").partition(":")
    if not mark:
        head, mark, _ = clause.folded.lstrip("*_#- >").partition(" - ")
    name = head.strip(" *_#-()") if mark or clause.words == clause.words[:_LABEL_AT_MOST] else ""
    if not name or len(name) > _NAME_AT_MOST:
        return None
    if name in cues.LABEL_WORDS:
        return Part(cues.LABEL_WORDS[name])
    name = name.removeprefix("my ").removeprefix("our ").removeprefix("the ")
    first = name.split()[0] if len(name.split()) <= 2 else ""  # noqa: PLR2004
    if mark and name.split()[0] in cues.LABELS["task"]:
        return Part.TASK
    return next(
        (Part(part) for part, names in cues.LABELS.items() if name in names or (first in names and len(first) > 1)),
        None,
    )


def places_of(readings: list[Reading], part: Part) -> list[int]:
    return [index for index, reading in enumerate(readings) if part in reading.parts]
