"""Whether an answer speaks of something else than what was asked. Conservative: in doubt it is on topic.

An answer is placed among a few fields of work by their words. It is off topic when it is private chatter, or when
the field it dwells on is none of the question's and it shares next to no content word with the question.
"""

from collections import Counter
from functools import lru_cache

from bot.domain.feedback.fields import COMPETENCY_FIELDS, FIELDS, count
from bot.domain.feedback.folding import fold
from bot.domain.feedback.stems import content_stems
from bot.domain.tracks import Question

_TECHNICAL = frozenset({"sql", "experiment", "metrics", "quality", "analysis"})
_SPEAKING = _TECHNICAL | {"offer", "research"}
"""Fields that one cannot speak about without their words."""
_READ_AT_MOST = 4000
"""Characters that tell what an answer is about; one that strays later is still on topic."""
_SHORT = 15
_FEWEST_WORDS = 10
_FEW_SHARED = 2
_LONG = 40
_BY_CHANCE = 4
_DWELLS = 3


def is_off_topic(text: str, words: int, question: Question, *, told: bool, points: int) -> bool:
    """Whether lower-case ``text`` answers something else; ``told``: it is a story; ``points``: key points it covers."""
    if not words:
        return False
    text = text[:_READ_AT_MOST]
    counted = count(text)
    shared = len(content_stems(text) & _vocabulary(question))
    if _is_chatter(words, shared, counted, told=told):
        return True
    if words < _FEWEST_WORDS or (question.behavioural and told):
        return False
    fields = _fields(question)
    if not points and words >= _LONG and any(point.signs for point in question.key_points):
        # A long answer without one sign of any point has only met the question's words by chance.
        shared = max(0, shared - _BY_CHANCE)
    if _dwells_elsewhere(counted, fields, shared):
        return True
    return not question.behavioural and _leaves_out(text, counted, fields, shared, told=told)


@lru_cache(maxsize=1024)
def _vocabulary(question: Question) -> frozenset[str]:
    parts = [question.prompt, *question.tags, question.competency.value.replace("_", " ")]
    for point in question.key_points:
        parts += [point.point, *point.signs]
    return content_stems(fold(" ".join(parts)).text)


@lru_cache(maxsize=1024)
def _fields(question: Question) -> frozenset[str]:
    asked = fold(" ".join([question.prompt, *(point.point for point in question.key_points)])).text
    counted = count(asked)
    found = {name for name in FIELDS if counted[name]}
    return frozenset(found | set(COMPETENCY_FIELDS[question.competency]))


def _is_chatter(words: int, shared: int, counted: Counter[str], *, told: bool) -> bool:
    """Whether it is private talk or talk about the talk, rather than work."""
    idle, work = counted["private"] + counted["chatter"], sum(counted[name] for name in FIELDS)
    if words < _SHORT:
        return idle > 0 and not shared and not work and not told
    if idle >= _DWELLS:
        return idle >= work
    return idle == _DWELLS - 1 and (work <= 1 if counted["private"] == idle else not work and shared <= 1)


def _dwells_elsewhere(counted: Counter[str], fields: frozenset[str], shared: int) -> bool:
    """Whether the answer's main field is none of the question's, whose own words hardly occur."""
    main = max(FIELDS, key=lambda name: counted[name])
    inside = max((counted[name] for name in fields), default=0)
    if main not in fields and shared <= 1 and counted[main] >= max(_DWELLS, _DWELLS * inside):
        return True
    technical = sum(counted[name] for name in _TECHNICAL)
    return not fields & _TECHNICAL and not inside and not shared and technical > _DWELLS


def _leaves_out(text: str, counted: Counter[str], fields: frozenset[str], shared: int, *, told: bool) -> bool:
    """Whether a question of a field with words of its own got an answer without any, about something else."""
    own = fields & _SPEAKING
    if not own or any(counted[name] for name in own):
        return False
    if told:
        technical = any(counted[name] for name in _TECHNICAL)
        return not technical and shared <= (0 if _has_figures(text) else _FEW_SHARED)
    elsewhere = sum(counted[name] for name in ("offer", "motivation", "people", "private", "chatter"))
    return elsewhere > shared and shared < _FEW_SHARED


def _has_figures(text: str) -> bool:
    return any(char.isdigit() or char == "%" for char in text)
