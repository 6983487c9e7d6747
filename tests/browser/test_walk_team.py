"""A team round: three people take turns, and the debrief shows the story part by part."""

from tests.browser.walks import Walk

STORY = (
    "Last year our dashboards broke every week. I was asked to stop that. I wrote a check for each table, and I taught "
    "two colleagues to add theirs."
)


async def test_a_panel_of_three(walk: Walk) -> None:
    await walk.begin("Upwork · Product Analyst", "Team interview", questions="3")
    await walk.sees("Question 1 of 3")
    await walk.picture(2)

    await walk.press("Answer")
    await walk.form({"text": STORY})
    await walk.sees("Question 2 of 3")
    await walk.picture()

    await walk.press("Skip")
    await walk.sees("Question 3 of 3")
    await walk.picture()

    await walk.press("Skip")
    await walk.sees("# Upwork · Product Analyst: Team interview")  # the transcript, shown below the summary
    await walk.picture("not there yet: close with what changed")
    walk.satisfied()
