"""Whether an answer speaks of something else than what was asked. Conservative: in doubt it is on topic.

Three things are compared: what kind of answer the prompt wants (a story, a query, a method, terms of an offer), what
kind it got, and the fields of work and themes that the words of both belong to. Words that merely echo the prompt
weigh little. An answer that shares the theme is on topic, however weak or short it is.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.competencies import Competency
from bot.domain.feedback.fields import COMPETENCY_FIELDS, FIELDS, count, named, near, spoken_words
from bot.domain.feedback.folding import fold
from bot.domain.feedback.stems import content_stems, stem
from bot.domain.feedback.themes import THEMES, is_person, themes_of, themes_told
from bot.domain.tracks import Question

_TECHNICAL = frozenset({"sql", "experiment", "metrics", "quality", "analysis"})
_SPEAKING = _TECHNICAL | {"offer", "research"}
"""Fields that one cannot speak about without their words."""
_TELLING = tuple(name for name in FIELDS if name != "people")
"""Fields that an answer can dwell on; people are in every story."""
_ELSEWHERE = _TECHNICAL | {"offer", "motivation"}
"""Fields that show that no story about people is told."""
_CORE = {
    Competency.SQL: "sql",
    Competency.EXPERIMENTATION: "experiment",
    Competency.NEGOTIATION: "offer",
    Competency.USER_RESEARCH: "research",
}
_WITH_PEOPLE = frozenset({Competency.STAKEHOLDERS, Competency.COLLABORATION})
_FULL_OF = 5
_READ_AT_MOST = 4000
"""Characters that tell what an answer is about; one that strays later is still on topic."""
_SHORT = 15
_FEWEST_WORDS = 10
_FEW_SHARED = 2
_LONG = 40
_BY_CHANCE = 4
_DWELLS = 3
_ECHOED_AT_MOST = 4
_FULL = 20
_SPARSE = 15
"""One word in so many meets any field by chance."""
_HINTS_PER_WORD = 3
"""So many words of the approach weigh as one of the prompt or the points."""
_SELF = re.compile(
    r"\bwhy (?:do|did|are|would) you\b|\bwhy (?:this|us)\b|\bmotivates?\b|strength|weakness|see yourself|\bcareer\b|"
    r"about yourself|\bproud\b|your (?:background|experience)"
)
_SQL_WORDS = re.compile(
    r"\b(?:SELECT|WHERE|HAVING|JOIN|UNION|GROUP BY|ORDER BY|RANK|DENSE_RANK|ROW_NUMBER|NULL|CTEs?|OVER|LAG|LEAD|SQL)\b"
)
_WANTS_QUERY = re.compile(r"\b(?:write|sketch|which|what) (?:\w+ ){0,3}(?:sql|query|select|statement)\b|\bquery that\b")


@dataclass(frozen=True)
class _Asked:
    """What a question is about, read once."""

    vocabulary: frozenset[str]
    echo: frozenset[str]
    hints: frozenset[str]
    fields: frozenset[str]
    themes: frozenset[str]

    @property
    def definite(self) -> bool:
        """Whether it is about more than the candidate."""
        return bool(self.fields - {"motivation", "people"} or self.themes)

    @property
    def takes_people(self) -> bool:
        return any(THEMES[name].people for name in self.themes)


@dataclass(frozen=True)
class _Given:
    """What an answer is about.

    ``own`` and ``themed``: words of the asked fields and themes besides those of the prompt; ``inside``: words that
    may belong to the asked fields; ``shared``: words of the question.
    """

    counted: Counter[str]
    own: int
    nearby: tuple[frozenset[str], ...]
    inside: int
    near: bool
    shared: int
    themed: int
    words: int
    told: bool
    people: bool

    def sum_of(self, fields: frozenset[str]) -> int:
        return sum(self.counted[name] for name in fields)


def is_off_topic(text: str, words: int, question: Question, *, told: bool, points: int) -> bool:
    """Whether lower-case ``text`` answers something else; ``told``: it is a story; ``points``: key points it covers."""
    if not words:
        return False
    text = text[:_READ_AT_MOST]
    asked = _asked(question)
    given = _given(text, words, asked, told=told)
    if _is_chatter(given):
        return True
    if words < _FEWEST_WORDS:
        return False
    if not points and _misses_core(given, question):
        return True
    if question.behavioural:
        return _lacks_people(given, asked) if told else _is_no_story(given, asked)
    if _dwells_elsewhere(given, asked, _real(given, question, points)):
        return True
    return _leaves_out(text, given, asked) or _is_another_story(given, asked)


def _misses_core(given: _Given, question: Question) -> bool:
    """Whether a long answer without a sign of any point lacks the field that its question's competency cannot lack."""
    if given.words < _LONG or not any(point.signs for point in question.key_points):
        return False
    counted, core = given.counted, _CORE.get(question.competency)
    if core is not None:
        near_it = sum(core in fields for fields in given.nearby)
        return counted[core] <= 1 and near_it * (_SPARSE + _SPARSE * counted[core]) <= given.words
    technical, people = given.sum_of(_TECHNICAL), sum("people" in fields for fields in given.nearby)
    return question.competency in _WITH_PEOPLE and technical > max(_FULL_OF, 2 * people)


def _real(given: _Given, question: Question, points: int) -> int:
    """A long answer outside the field, without one sign of any point, has met the question's words by chance."""
    sparse = given.inside * _SPARSE <= given.words
    if not points and sparse and given.words >= _LONG and any(point.signs for point in question.key_points):
        return max(0, given.shared - _BY_CHANCE)
    return given.shared


@lru_cache(maxsize=1024)
def _asked(question: Question) -> _Asked:
    parts = [question.prompt, *question.tags, question.competency.value.replace("_", " ")]
    for point in question.key_points:
        parts += [point.point, *point.signs]
    prompt = fold(question.prompt).text
    points = fold(" ".join([question.prompt, *(point.point for point in question.key_points)])).text
    themes = frozenset(themes_of(prompt))
    counted = count(points)
    fields = {name for name in FIELDS if counted[name]} | set(COMPETENCY_FIELDS[question.competency])
    if _SELF.search(prompt):
        fields = (fields if question.behavioural else fields - _TECHNICAL) | {"motivation"}
    if _SQL_WORDS.search(question.prompt):
        fields = fields | {"sql"} if question.behavioural else {"sql"}
    if _WANTS_QUERY.search(prompt) and not question.behavioural:
        fields = {"sql"}
    hints = content_stems(fold(" ".join(question.approach)).text)
    return _Asked(content_stems(fold(" ".join(parts)).text), content_stems(prompt), hints, frozenset(fields), themes)


def _given(text: str, words: int, asked: _Asked, *, told: bool) -> _Given:
    spoken = spoken_words(text)
    nearby = tuple(map(near, spoken))
    content = content_stems(text)
    shared = content & asked.vocabulary
    return _Given(
        counted=count(text),
        own=sum(
            not named(word).isdisjoint(asked.fields & _SPEAKING) and stem(word) not in asked.echo for word in spoken
        ),
        nearby=nearby,
        inside=sum(not fields.isdisjoint(asked.fields) for fields in nearby),
        near=any(
            not fields.isdisjoint(asked.fields) and stem(word) not in asked.echo
            for word, fields in zip(spoken, nearby, strict=True)
        ),
        shared=len(shared) + len((content & asked.hints) - shared) // _HINTS_PER_WORD,
        themed=sum(not themes_told(word).isdisjoint(asked.themes) and stem(word) not in asked.echo for word in spoken),
        words=words,
        told=told,
        people=any(map(is_person, spoken)),
    )


def _is_chatter(given: _Given) -> bool:
    """Whether it is private talk or talk about the talk, rather than work."""
    counted = given.counted
    idle, work = counted["private"] + counted["chatter"], given.sum_of(frozenset(FIELDS))
    if given.told:
        return counted["private"] >= max(_DWELLS, work)
    if given.words < _SHORT:
        return idle > 0 and not given.shared and not work and not given.inside
    if idle >= _DWELLS:
        return idle >= work
    if idle < _DWELLS - 1:
        return False
    return work <= 1 if counted["private"] == idle else not work and given.shared <= 1


def _lacks_people(given: _Given, asked: _Asked) -> bool:
    """Whether a story that takes somebody else has nobody in it, and technical words instead."""
    if not asked.takes_people or given.people or given.shared > 1:
        return False
    return given.sum_of(_TECHNICAL) >= _DWELLS - 1 and not given.themed


def _is_no_story(given: _Given, asked: _Asked) -> bool:
    """Whether a question for a story got a method, a definition or terms, and nothing on its theme."""
    own = asked.fields if not asked.themes else asked.fields - _ELSEWHERE
    outside = given.sum_of(_ELSEWHERE - own)
    if given.counted["offer"] > 1 and "offer" not in asked.fields and outside > given.themed + 1:
        return True
    if outside >= _DWELLS - 1 and given.shared <= 1 and outside > 2 * given.themed:
        return True
    if outside >= _DWELLS and given.shared <= _ECHOED_AT_MOST and not given.themed and asked.themes:
        return True
    return given.words >= _FULL and not (given.shared or given.themed or given.inside)


def _dwells_elsewhere(given: _Given, asked: _Asked, shared: int) -> bool:
    """Whether the answer's main field is none of the question's, whose own words hardly occur."""
    counted, fields = given.counted, asked.fields
    main = max(_TELLING, key=lambda name: counted[name])
    inside = max((counted[name] for name in fields), default=0)
    if main not in fields and shared <= 1 and counted[main] >= max(_DWELLS, _DWELLS * inside):
        return True
    if fields & _TECHNICAL or given.inside or shared or given.themed:
        return False
    if given.told and not asked.definite:
        return False
    return given.sum_of(_TECHNICAL) >= _DWELLS - 1


def _leaves_out(text: str, given: _Given, asked: _Asked) -> bool:
    """Whether a question of a field with words of its own got an answer without any, about something else."""
    counted, own = given.counted, asked.fields & _SPEAKING
    if given.told and own and not given.own and given.shared <= 1 and not _has_figures(text):
        return True
    if not own or any(counted[name] for name in own):
        return False
    if given.told:
        technical = any(counted[name] for name in _TECHNICAL)
        return not technical and given.shared <= (0 if _has_figures(text) else _FEW_SHARED)
    if given.words >= _SHORT and not given.near and given.shared <= _FEW_SHARED:
        return True
    elsewhere = sum(counted[name] for name in ("offer", "motivation", "people", "private", "chatter"))
    return elsewhere > max(given.shared, given.words < _FULL) and given.shared < _FEW_SHARED


def _is_another_story(given: _Given, asked: _Asked) -> bool:
    """Whether a question about something definite got a story with none of its words."""
    sparse = given.inside * _SPARSE <= given.words
    return asked.definite and given.told and given.words >= _SHORT and sparse and not (given.shared or given.themed)


def _has_figures(text: str) -> bool:
    return any(char.isdigit() or char == "%" for char in text)
