"""A walk through the end of a process: four stages are done, the fifth makes it whole."""

from datetime import timedelta

from bot.demo.run import Demo
from tests.browser.walks import Walk, quick_skip
from tests.world import TRACK, labels_of

_TITLE = "Upwork · Product Analyst"
_ANSWERS = {
    "technical-task": ("I joined both tables on the client and counted the first hire in 30 days.", 3),
    "hiring-manager": ("I define success as hires a week; I led the test, and it rose from 12 to 15.", 4),
    "team": ("I asked my colleague for half an hour, and we agreed on two columns. Breaks fell to one.", 2),
    "executive": ("I would bet on repeat hires: they pay for three quarters of the revenue.", 3),
}


async def test_the_last_stage_makes_the_process_whole(walk: Walk) -> None:
    await walk.hosted.aside(_practise(walk.hosted.demo))

    await walk.enter("practice")
    await walk.command("mock pipeline", track=_TITLE)
    await walk.sees("Recruiter screen is the next step")
    await walk.picture()
    await walk.press("Start: Recruiter screen")
    await walk.sees("Your Recruiter screen is ready in")
    await walk.enter("Recruiter screen")
    await walk.press("Answer")
    await walk.form({"text": "I would like 62k a year, as the published bands for this role say. What is yours?"})
    await walk.press("Finish")
    await walk.sees(f"The whole process: {_TITLE}")

    await walk.messages.filter(has_text="Your answer").filter(has_text="62k").get_by_role("button", name="3").click()
    await walk.press("Draw again")
    await walk.sees("Least sure")
    await walk.picture(f"The whole process: {_TITLE}")
    assert "not rated yet" not in (await walk.texts(1))[0]
    walk.satisfied()


async def _practise(demo: Demo) -> None:
    """Ada holds the other stages, one a day, and rates her answers."""
    ada, lobby = demo.server.members[0].actor, demo.server.lobby
    for stage, (answer, level) in _ANSWERS.items():
        async with demo.simulated.gate:
            await ada.slash(lobby, "mock start", track=TRACK, stage=stage, questions=1)
            thread = lobby.threads[-1]
            await ada.send(thread, answer)
        await quick_skip(demo, timedelta(minutes=4))
        async with demo.simulated.gate:
            await ada.click(thread.history()[1], label="Finish")
            entry = next(one for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"])
            await ada.click(entry, label=str(level))
        await quick_skip(demo, timedelta(days=1))
