"""What the weighing of topics rests on: the kind of a question, and limits of what can be judged."""

import pytest

from bot.domain.feedback import analyse
from bot.domain.feedback.asking import Kind, asked
from bot.domain.feedback.topic import JUDGED, WEIGHTS
from tests.feedback.evaluate import BANK
from tests.feedback.tune_topic import SIGNS, bare, loose

QUESTIONS = {question.id: question for question in BANK}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("upwork-team-difficult-colleague", Kind.STORY),
        ("upwork-screen-walk-me-through", Kind.SELF),
        ("tiktok-hr-why-tiktok", Kind.SELF),
        ("tiktok-offer-level", Kind.TERMS),
        ("tiktok-offer-start-date", Kind.TERMS),
        ("upwork-task-running-total", Kind.SUBJECT),
        ("upwork-executive-growth-side", Kind.SUBJECT),
    ],
)
def test_the_kind_of_answer_is_told_from_the_question(question: str, kind: Kind) -> None:
    assert asked(QUESTIONS[question]).kind is kind


@pytest.mark.parametrize("shorten", [loose, bare])
def test_a_question_of_little_more_than_a_prompt_can_be_judged(shorten: type) -> None:
    question = shorten(QUESTIONS["upwork-task-running-total"])
    wrong = "My salary expectation is 60 thousand gross, and my notice period is three months."
    right = "I would join a calendar of weeks, sum the amount by week and use a window function for the running total."
    assert analyse(wrong, question).off_topic
    assert not analyse(right, question).off_topic


def test_without_a_question_nothing_is_off_topic() -> None:
    assert not analyse("My cat walked over the keyboard, sorry.").off_topic


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "Primero hablaría con cada persona del equipo y después buscaría juntos una solución.",
        "我会先和团队谈谈。",
    ],
)
def test_what_cannot_be_read_is_not_called_off_topic(text: str) -> None:
    assert not any(analyse(text, question).off_topic for question in BANK)


def test_weights_keep_the_side_that_their_meaning_gives_them() -> None:
    assert set(WEIGHTS) == set(SIGNS) == set(JUDGED)
    for reason, weights in WEIGHTS.items():
        assert all(SIGNS[reason][name] * weight >= 0 for name, weight in weights.items())


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        (
            "tiktok-offer-start-date",
            "My figure is 58 thousand gross, and with the bonus I would like to see 65.",
            "Hardly. My notice period is eight weeks, so the middle of May is realistic.",
        ),
        (
            "upwork-screen-why-upwork",
            (
                "In 2021 our parking app lost drivers on the payment page. I compared both pages and moved the button. "
                "Payments rose by 8 percent within a month."
            ),
            "Because I found two illustrators through you for a shop, and I would like to know why it was so easy.",
        ),
        (
            "tiktok-manager1-sql-top-videos",
            "SELECT product_id, SUM(quantity) FROM order_items JOIN products USING (product_id) GROUP BY 1 LIMIT 10;",
            "SELECT category, video_id, AVG(completed) FROM views JOIN videos USING (video_id) GROUP BY 1, 2;",
        ),
        (
            "upwork-executive-one-number",
            "Free gift cards for the first 50 people, DM me and join the server, link in my bio!",
            "Hires per account. It would hide how many freelancers were never answered.",
        ),
    ],
)
def test_an_answer_to_something_else_is_told_from_a_short_one(question: str, wrong: str, right: str) -> None:
    assert analyse(wrong, QUESTIONS[question]).off_topic
    assert not analyse(right, QUESTIONS[question]).off_topic
