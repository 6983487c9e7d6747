"""A hiring manager's round: what an answer lacks is asked for, and the debrief says why."""

from tests.browser.walks import Walk

LACKING = (
    "Last spring our help page was flooded with the same questions. We were asked to find out why. We read two hundred "
    "tickets, we grouped them and we rebuilt the page. As a result people were happier with it."
)
CASE = (
    "I would first look at engagement in the two weeks before and after, and talk to three of the clients. Then I "
    "would compare those accounts with the others, and tell the product manager to go on if it looks fine."
)
STORIES = ("Take a project", "Describe a case", "Which decision")
STORY_GOES_ON = "Tickets fell from 400 to 250 a week within two months. I wrote the new page myself."
CASE_GOES_ON = (
    "By engagement I mean the share of accounts that post at least one job within 14 days; it costs two weeks."
)


async def test_a_round_with_follow_ups(walk: Walk) -> None:
    await walk.begin("Upwork · Product Analyst", "Hiring manager", questions="2")
    await walk.sees("Question 1 of 2")
    await walk.picture(2)

    await walk.press("Answer")
    # Which question comes is a matter of luck.
    asked = " ".join(await walk.texts(1))
    is_story = any(words in asked for words in STORIES)
    await walk.form({"text": LACKING if is_story else CASE})
    await walk.sees("follow-up")
    await walk.picture(2)

    await walk.press("Answer")
    await walk.form({"text": STORY_GOES_ON if is_story else CASE_GOES_ON}, picture=True)
    await walk.sees("Answered within")
    await walk.press("Finish")
    await walk.sees("# Upwork · Product Analyst: Hiring manager")  # the transcript, shown below the summary
    await walk.picture("Question 1 of 2")
    await walk.picture("Follow-up on question 1")
    walk.satisfied()
