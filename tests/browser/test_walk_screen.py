"""A walk through the recruiter's screen: the salary first, the candidate's own questions last."""

import pytest

from tests.browser.walks import Walk

_SHORT = "I rebuilt the funnel for our help centre and conversion rose from 12 % to 15 % within a quarter."


@pytest.fixture(autouse=True)
def the_same_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the pictures stay the same."""
    monkeypatch.setattr("bot.services.planning.secrets.randbits", lambda bits: 11)


async def test_a_walk_through_the_screen(walk: Walk) -> None:
    await walk.begin("Upwork · Product Analyst", "Recruiter screen")
    await walk.sees("Question 1 of 7")
    await walk.picture(2)
    await walk.press("Answer")
    salary = {
        "text": "Published bands and two surveys for this role show 60 to 72 thousand. Which band have you set?",
        "figure": "64k to 68k",
        "currency": "EUR",
        "handling": "A range",
    }
    await walk.form(salary, picture=True)
    await walk.sees("Question 2 of 7")
    await walk.picture(2)
    for number in range(3, 8):
        await walk.press("Answer")
        await walk.form({"text": _SHORT})
        await walk.sees(f"Question {number} of 7")
    await walk.picture()
    await walk.say("How does the success matrix decide whether a project goes on?")
    await walk.press("Submit")
    await walk.sees("That was one question.")
    await walk.press("Answer")
    await walk.form({"text": "Do you pay for conferences?\nWhat are the next steps, and by when will I hear?"})
    await walk.sees("You have asked 3 questions")
    await walk.picture(2)
    await walk.press("Finish")
    await walk.sees("Debrief: Recruiter screen")
    await walk.picture("Question 1 of 7")
    await walk.picture("Question 7 of 7")
    walk.satisfied()
