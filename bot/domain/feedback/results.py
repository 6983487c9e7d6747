"""Results: what changed, came out or was learned, told apart from findings, hopes and further steps."""

from bot.domain.feedback import cues
from bot.domain.feedback.lexicon import CHANGE_VERBS, DELIVERED, DETERMINERS, RESULT_VERBS, SETTLING_VERBS, words
from bot.domain.feedback.predicates import Mood, Who
from bot.domain.feedback.reading import Part, Reading, is_aside, places_of
from bot.domain.feedback.steps import tells_in_present

_FEWEST_WORDS_OF_A_STATE = 4
_SUBJECTS = DETERMINERS | words("everybody everyone people they he she nobody users customers")
_LEADS_AT_MOST = 3
_LEADS = words("by in at on from with today these after")
_VAGUE = frozenset({"it", "that", "this", "which", "there", "what", "one", "i", "we"})


def mark_results(readings: list[Reading]) -> None:
    steps = places_of(readings, Part.ACTION)
    present, coming = tells_in_present(readings), _steps_to_come(readings)
    labelled = any(reading.label is Part.RESULT for reading in readings)
    for index, reading in enumerate(readings):
        if not _may_be_result(reading, labelled):
            continue
        if steps and index < steps[0]:
            found = _before_steps(reading, index)
        elif not steps or (coming[index] and not reading.closes):
            found = _among_steps(reading)
        else:
            found = _after_steps(reading, present)
        if found:
            reading.parts.add(Part.RESULT)
            if _tells_change(reading):
                reading.parts.discard(Part.ACTION)
    _drop_findings(readings)
    _drop_unfinished(readings)
    if steps and not places_of(readings, Part.RESULT):
        _mark_result_elsewhere(readings, steps)


def _mark_result_elsewhere(readings: list[Reading], steps: list[int]) -> None:
    """Nothing after the steps: a figure told first, or what others did among the steps, is all that came out."""
    first = [
        r
        for r in readings[: min(2, steps[0])]
        if r.magnitude and _is_open(r) and not any(p.aux_past for p in r.predicates)
    ]
    among = [
        r
        for r in readings[steps[0] + 1 :]
        if _is_open(r)
        and not is_aside(r)
        and not cues.FINDING.search(r.text)
        and any(p.who is Who.OTHER and p.mood is Mood.PAST and not p.negated for p in r.predicates)
    ]
    for reading in [*first, *among[-1:]]:
        reading.parts.add(Part.RESULT)


def _is_open(reading: Reading) -> bool:
    return not reading.parts and not cues.SITUATION.search(reading.text) and _may_be_result(reading, False)


def _may_be_result(reading: Reading, labelled: bool) -> bool:
    if reading.label not in (None, Part.ACTION) or (labelled and reading.label is Part.ACTION):
        return False
    if reading.hoped or (cues.BEFORE.search(reading.text) and not cues.NOW.search(reading.text)):
        return False
    return not reading.habitual or (reading.closes and cues.ITS_HABIT.search(reading.text) is not None)


def _drop_unfinished(readings: list[Reading]) -> None:
    """'I launched it in April. No outcome yet.': the last step is none if the story says that its end is open."""
    steps = places_of(readings, Part.ACTION)
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
    if cues.MARKED.search(reading.text) and not any(p.aux_past for p in reading.predicates):
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
        and (Part.ACTION not in reading.parts or (reading.counted and cues.MARKED.search(reading.text) is not None))
    )


def _after_steps(reading: Reading, present: bool) -> bool:
    if reading.closes and cues.VERDICT.search(reading.text):
        return True
    if cues.END_STATE.search(reading.text) and Part.ACTION not in reading.parts:
        return True
    if _among_steps(reading) or cues.NOW.search(reading.text) or (reading.magnitude and not reading.parts):
        return True
    if is_aside(reading):
        return False
    for p in reading.predicates:
        if p.who is Who.OTHER and (
            p.mood in (Mood.PAST, Mood.PERFECT) or (present and p.mood is Mood.PRESENT and p.verb)
        ):
            return True
        if p.mood is Mood.PASSIVE and p.aux_past and p.verb not in ("asked", "told"):
            return True
        if p.told and p.verb in DELIVERED:
            return True
    return reading.closes and _rests(reading)


def _rests(reading: Reading) -> bool:
    """The last sentence tells how something stands: 'The technicians come only once a month.'"""
    if reading.words < _FEWEST_WORDS_OF_A_STATE or reading.clause.words[0] in _VAGUE or reading.parts:
        return False
    if _SUBJECTS.isdisjoint(reading.clause.words[: _LEADS_AT_MOST if reading.clause.words[0] in _LEADS else 1]):
        return False
    return any(
        p.who is Who.OTHER and ((p.mood is Mood.STATE and p.aux_past) or (p.mood is Mood.PRESENT and p.verb == ""))
        for p in reading.predicates
    )


def _steps_to_come(readings: list[Reading]) -> list[bool]:
    """For each clause, whether another step follows in the same story."""
    coming = [False] * len(readings)
    for index in range(len(readings) - 2, -1, -1):
        follower = readings[index + 1]
        if cues.NEXT_STORY.search(follower.text) is None:
            coming[index] = coming[index + 1] or Part.ACTION in follower.parts
    return coming
