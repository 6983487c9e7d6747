"""A walk through the end of a process: four stages are done, the fifth makes it whole."""

from datetime import timedelta

from bot.client import Greenroom
from bot.demo.run import Demo
from tests.browser.walks import Walk
from tests.world import TRACK

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
    await walk.form({"text": "I like marketplaces: at my last company I rebuilt search, and hires rose by 12 %."})
    await walk.press("Finish")
    await walk.sees(f"The whole process: {_TITLE}")

    await walk.press("3")
    await walk.press("Draw again")
    await walk.sees("Least sure")
    await walk.picture(f"The whole process: {_TITLE}")
    assert "not rated yet" not in (await walk.texts(1))[0]
    walk.satisfied()


async def _practise(demo: Demo) -> None:
    """Ada holds the other stages, one a day, and rates her answers."""
    server, client = demo.server, demo.simulated.client
    assert isinstance(client, Greenroom)
    ada, guild_id = server.members[0].actor, server.guild.id
    for stage, (answer, level) in _ANSWERS.items():
        async with demo.simulated.gate:
            await ada.slash(server.lobby, "mock start", track=TRACK, stage=stage, questions=1)
            thread = server.lobby.threads[-1]
            await ada.send(thread, answer)
            state = await client.rounds.in_thread(guild_id, thread.id)
            assert state
            await client.rounds.finish(guild_id, state.id, ada.id)
            await client.rounds.rate(guild_id, state.id, ada.id, 0, level)
        await demo.simulated.skip(timedelta(days=1))
