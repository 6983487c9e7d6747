"""The samples of the question bank: each answers its own question well, and no far-off one."""

from pathlib import Path

import pytest

from bot.domain.catalogue import load
from bot.domain.competencies import Competency
from bot.domain.feedback import analyse
from bot.domain.tracks import Question

DATA = Path(__file__).parents[2] / "data"
QUESTIONS = tuple(
    question for track in load(DATA).tracks.values() for stage in track.stages for question in stage.questions
)


def name_of(question: Question) -> str:
    """Its id, for the names of the tests."""
    return question.id


@pytest.mark.parametrize("question", QUESTIONS, ids=name_of)
def test_a_sample_answers_its_own_question(question: Question) -> None:
    assert not analyse(question.sample_answer, question).off_topic


@pytest.mark.parametrize("question", [one for one in QUESTIONS if one.behavioural], ids=name_of)
def test_a_behavioural_sample_tells_a_whole_story(question: Question) -> None:
    found = analyse(question.sample_answer, question)
    assert all((found.situation, found.task, found.action, found.quantified_result))
    assert found.ownership == "i"


@pytest.mark.parametrize(
    ("told", "asked", "share"),
    [
        (Competency.SQL, Competency.STAKEHOLDERS, 0.3),
        (Competency.SQL, Competency.COLLABORATION, 0.3),
        (Competency.STAKEHOLDERS, Competency.SQL, 0.3),
        (Competency.NEGOTIATION, Competency.SQL, 0.5),
        (Competency.STRATEGY, Competency.SQL, 0.4),
    ],
)
def test_a_good_part_of_far_off_samples_is_noticed(told: Competency, asked: Competency, share: float) -> None:
    verdicts = [
        analyse(one.sample_answer, other).off_topic
        for one in QUESTIONS
        for other in QUESTIONS
        if one.competency is told and other.competency is asked
    ]
    assert sum(verdicts) >= share * len(verdicts)


def test_samples_of_the_same_competency_are_rarely_flagged() -> None:
    verdicts = [
        analyse(one.sample_answer, other).off_topic
        for one in QUESTIONS
        for other in QUESTIONS
        if one.competency is other.competency and one is not other
    ]
    assert sum(verdicts) <= 0.04 * len(verdicts)
