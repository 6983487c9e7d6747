"""What an executive round is made of: a presentation, questions of strategy, and a success matrix to defend."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.chance import chance
from bot.domain.competencies import Competency
from bot.domain.matrix import Exercise
from bot.domain.stages.common import Dealing
from bot.domain.stages.matrix.state import MatrixState
from bot.domain.tracks import Fact, Question, Track
from bot.domain.turns import Form, Turn

MATRIX_QUESTION = "scene-matrix-"
"""Begins the id of a matrix's question; the exercise's id follows, so that it is known who has had which."""

_PREFERRED = frozenset({Competency.STRATEGY, Competency.PRODUCT_METRICS})
_PRESENTED = "presentation"
_OPENING = "The room is yours. You may be stopped at the first slide, so say what matters most right away."
_CLOSING = "One last thing, and for this one we work with numbers."
_FACT = "Take this as known about us: “{fact}”"
_LONGEST_FACT = 240
_TAG_COUNTS = _CLOSE = 2
_SAME_WORDS = 4
"""A fact that says what the question says, in as many words in a row, introduces nothing."""


def deal(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round."""
    if dealing.is_drill:
        return dealing.bank()
    # The round opens with a presentation of its own.
    pool = [question for question in dealing.stage.questions if _PRESENTED not in question.tags]
    asked = dealing.bank(pool or None, rank=lambda question: question.competency not in _PREFERRED)
    presentation = dealing.scene(Form.PRESENTATION, {"lead_in": _OPENING})
    return (presentation, *_introduced(asked, dealing.track), *_matrix(dealing))


def matrix_questions(exercises: Iterable[str]) -> list[str]:
    """Ids of the questions under which these exercises are asked."""
    return [MATRIX_QUESTION + exercise for exercise in exercises]


# ---------------------------------------------------------------------- the matrix


def _matrix(dealing: Dealing) -> Iterator[Turn]:
    """One exercise, of those that this person has had least often."""
    exercises = sorted(dealing.content.exercises.values(), key=lambda one: one.id)
    if not exercises:
        return
    had = [dealing.seen.get(MATRIX_QUESTION + one.id, 0) for one in exercises]
    fresh = [one for one, times in zip(exercises, had, strict=True) if times == min(had)]
    exercise = chance(dealing.seed).choice(fresh)
    state = MatrixState(exercise=exercise)
    turn = dealing.scene(Form.MATRIX, {**state.dump(), "lead_in": _CLOSING})
    yield turn.put(question=_question(turn.question, exercise))


def _question(scene: Question, exercise: Exercise) -> Question:
    changes: dict[str, object] = {"id": MATRIX_QUESTION + exercise.id}
    if exercise.sample_answer is not None:
        changes["sample_answer"] = exercise.sample_answer
    return scene.model_copy(update=changes)


# ---------------------------------------------------------------------- the dossier


def _introduced(turns: Sequence[Turn], track: Track) -> Iterator[Turn]:
    """The same questions, some with a fact of the track's dossier that leads to them; no fact twice."""
    # A leader does not say what the company is.
    left = [fact for fact in track.dossier if not fact.text.startswith(track.company)]
    for turn in turns:
        fact = _fact_for(turn.question, left)
        if fact is None:
            yield turn
            continue
        left.remove(fact)
        yield turn.put(data={**turn.data, "lead_in": _FACT.format(fact=_first_sentence(fact.text))})


def _fact_for(question: Question, facts: Sequence[Fact]) -> Fact | None:
    """The fact that is closest to the question, if one is close and says something new."""
    asked = " ".join(_words(question.prompt))
    tags = " ".join(tag.replace("-", " ") for tag in question.tags)

    def closeness(fact: Fact) -> tuple[int, int]:
        # A tag is what the question is about; a word of its prompt may stand there by the way.
        in_prompt = sum(_has(asked, word) * len(word.split()) for word in fact.keywords)
        in_tags = sum(_has(tags, word) * len(word.split()) for word in fact.keywords)
        return _TAG_COUNTS * in_tags + in_prompt, in_prompt

    fit = [fact for fact in facts if closeness(fact)[0] >= _CLOSE and not _repeats(asked, _first_sentence(fact.text))]
    return max(fit, key=closeness, default=None)


def _has(text: str, keyword: str) -> int:
    return re.search(rf"\b{re.escape(keyword.lower().replace('-', ' '))}s?\b", text.replace("-", " ")) is not None


def _first_sentence(text: str) -> str:
    sentence = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
    return sentence if len(sentence) <= _LONGEST_FACT else sentence[: _LONGEST_FACT - 1].rsplit(" ", 1)[0] + "…"


def _repeats(asked: str, sentence: str) -> bool:
    words = _words(sentence)
    return any(" ".join(words[at : at + _SAME_WORDS]) in asked for at in range(len(words) - _SAME_WORDS + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’/-]+", text.lower())
