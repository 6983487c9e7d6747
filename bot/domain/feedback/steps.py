"""Tasks and steps: what somebody had to achieve, and what was done about it."""

from bot.domain.feedback import cues
from bot.domain.feedback.demands import is_audience, is_charged, is_wanted, sets_mark
from bot.domain.feedback.lexicon import CHANGE_VERBS, DISCOVERY_PASSIVES, OUTCOME_VERBS, SAME_IN_PRESENT
from bot.domain.feedback.predicates import Mood, Predicate, Who
from bot.domain.feedback.reading import Part, Reading

_OTHERS_STEPS = 2
_WANTS = frozenset({"wanted", "needed"})


def mark_tasks(readings: list[Reading]) -> None:
    """Mark what the speaker or the team says had to be done."""
    begun = False
    for reading in readings:
        if reading.label is None and (_is_duty(reading) or _is_charge(reading, begun=begun)):
            reading.parts.add(Part.TASK)
        elif not begun and any(step.told for step in reading.steps(Who.I, Who.WE)):
            begun = True


def _is_duty(reading: Reading) -> bool:
    return not is_imagined(reading) and cues.TASK.search(reading.text) is not None


def _is_charge(reading: Reading, *, begun: bool) -> bool:
    """Whether the speaker or the team gets something to do; after the first step it has to reach back before it."""
    if begun and not any(p.aux_past and p.mood is Mood.PERFECT for p in reading.predicates):
        return False
    if reading.habitual:
        return False
    return sets_mark(reading.text) or (not is_imagined(reading) and is_charged(reading.clause.words))


def mark_duties(readings: list[Reading]) -> None:
    """Mark what the speaker is responsible for, where no story is told."""
    for reading in readings:
        if reading.label is None and cues.DUTIES.search(reading.text):
            reading.parts.add(Part.TASK)


def mark_demands(readings: list[Reading]) -> None:
    """Mark what others asked for before the first step; later, that they ask again is an outcome."""
    acting = [reading for reading in readings if Part.ACTION in reading.parts]
    for reading in readings:
        if Part.ACTION in reading.parts:
            if cues.CHARGE.search(reading.text):
                reading.parts.add(Part.TASK)
            if reading.clause.sentence > 0 or reading is acting[-1]:
                return
            # What was done in the first sentence may be the setting: 'At my university I taught first-years.'
            continue
        if reading.label is None and not reading.habitual and _is_demand(reading):
            reading.parts.add(Part.TASK)
            if any(p.who is Who.OTHER and p.told for p in reading.predicates):
                reading.parts.add(Part.SITUATION)


def _is_demand(reading: Reading) -> bool:
    if any(p.who in (Who.I, Who.WE) and p.verb in _WANTS and p.mood is Mood.PAST for p in reading.predicates):
        return True
    if cues.SAID_DEMAND.search(reading.clause.folded) or is_wanted(reading.clause.words):
        return True
    if cues.DEMAND.search(reading.text) and not is_audience(reading.clause.words):
        return True
    return any(cue.search(reading.text) for cue in (cues.DUTY, cues.CHARGE))


def is_imagined(reading: Reading) -> bool:
    return reading.wished


def mark_actions(readings: list[Reading], *, in_present: bool) -> None:
    for index, reading in enumerate(readings):
        if reading.label in (None, Part.ACTION) and _is_action(reading, index, in_present):
            reading.parts.add(Part.ACTION)
    if not any(Part.ACTION in reading.parts for reading in readings):
        _mark_actions_of_others(readings)


def tells_in_present(readings: list[Reading]) -> bool:
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
