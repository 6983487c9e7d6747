"""The samples of the question bank: each answers its own question well, and no far-off one."""

from pathlib import Path

import pytest

from bot.domain.catalogue import load
from bot.domain.competencies import Competency
from bot.domain.feedback import analyse
from bot.domain.feedback.asking import asked
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
        (Competency.SQL, Competency.COLLABORATION, 0.5),
        (Competency.SQL, Competency.NEGOTIATION, 0.7),
        (Competency.STAKEHOLDERS, Competency.SQL, 0.5),
        (Competency.STAKEHOLDERS, Competency.NEGOTIATION, 0.6),
        (Competency.NEGOTIATION, Competency.SQL, 0.6),
        (Competency.STRATEGY, Competency.SQL, 0.45),
        (Competency.EXPERIMENTATION, Competency.NEGOTIATION, 0.7),
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


def are_kindred(one: Question, other: Question) -> bool:
    """Of one competency, with a tag in common, and not about queries on other tables."""
    tables, others = asked(one).tables, asked(other).tables
    queries_apart = bool(tables and others) and tables.isdisjoint(others)
    shared = one.competency is other.competency and set(one.tags) & set(other.tags)
    return one is not other and bool(shared) and not queries_apart


def test_samples_of_kindred_questions_are_rarely_flagged() -> None:
    verdicts = [
        analyse(one.sample_answer, other).off_topic
        for one in QUESTIONS
        for other in QUESTIONS
        if are_kindred(one, other)
    ]
    assert sum(verdicts) <= 0.08 * len(verdicts)


def test_a_query_on_other_tables_than_those_given_is_noticed() -> None:
    given = {question: asked(question).tables for question in QUESTIONS if asked(question).tables}
    verdicts = [
        analyse(one.sample_answer, other).off_topic
        for one, tables in given.items()
        for other, others in given.items()
        if tables.isdisjoint(others)
    ]
    assert len(given) > 1
    assert sum(verdicts) >= 0.4 * len(verdicts)
