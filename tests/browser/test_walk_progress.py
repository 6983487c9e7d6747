"""A walk through one's progress: the picture, the history, goals, the group's board, and one's data in one's hands."""

from tests.browser.walks import Walk

_ANSWERS = (
    (
        "At the time the sign-up page lost one visitor in three. I read forty sessions, built a funnel by device and "
        "moved the button. Completion rose from 64 % to 78 %."
    ),
    "I would like to work where my numbers change what people do next week.",
)


async def test_a_walk_through_progress(walk: Walk) -> None:
    await _practised(walk)
    await _looked_at(walk)
    await _own_data(walk)
    walk.satisfied()


async def _practised(walk: Walk) -> None:
    await walk.begin("Upwork · Product Analyst", "Recruiter screen", questions="2")
    for number, text in enumerate(_ANSWERS, start=1):
        await walk.sees(f"Question {number} of 2")
        await walk.press("Answer")
        await walk.form({"text": text})
    await walk.sees("Report a question")
    await walk.press("3")
    await walk.enter("practice")
    for level in ("2", "4"):
        await walk.command("daily now")
        await walk.press("Answer")
        await walk.form({"text": _ANSWERS[0]})
        await walk.sees("A sample answer")
        await walk.press(level)


async def _looked_at(walk: Walk) -> None:
    await walk.command("progress show")
    await walk.settled()
    await walk.picture()
    await walk.press("As text")
    await walk.picture()
    await walk.command("progress history")
    await walk.picture()
    await walk.command("progress goal", rounds="3")
    await walk.picture()
    await walk.command("progress leaderboard")
    await walk.picture()
    await walk.command("progress export")
    await walk.picture()


async def _own_data(walk: Walk) -> None:
    await walk.command("privacy settings")
    await walk.picture()
    await walk.command("privacy export")
    await walk.press("In this server")
    await walk.sees(".zip")
    await walk.picture()
    await walk.command("privacy delete")
    await walk.picture()
    await walk.press("In this server")
    await walk.form({"word": "delete"}, picture=True)
    await walk.settled()
    await walk.picture()
