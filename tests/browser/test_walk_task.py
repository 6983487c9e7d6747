"""The technical task on the demo page: from the closed task to its debrief."""

from tests.browser.walks import Walk

_WRONG = "SELECT category, COUNT(*) AS contracts\nFROM contracts JOIN jobs USING (job_id)\nGROUP BY category"
_RIGHT = f"{_WRONG}\nORDER BY contracts DESC, category\nLIMIT 10"
_WRITE_UP = (
    "I recommend to release Team Room to all enterprise accounts that came by web: interviews booked rose by 6 % over "
    "six weeks, after I removed 204 payments that were loaded twice and the accounts of the app, whose groups are not "
    "of equal size. I am not sure about hires, which are too rare to tell. Next I would measure hires per interview."
)


async def test_a_take_home_and_its_defence(walk: Walk) -> None:
    await walk.begin("Upwork · Product Analyst", "Technical task and defence")
    await walk.sees("A brief of Quillbridge")
    await walk.picture()

    await walk.press("Open")
    await walk.form({"time": "2 days"}, picture=True)
    await walk.sees("0 of 22 problems solved")
    await walk.picture(2)

    await walk.pick("Look at a problem", "The ten categories")
    await walk.sees("Which ten categories of work")
    await walk.press("SQL")
    await walk.form({"sql": _WRONG}, picture=True)
    await walk.sees("more rows than asked for")
    await walk.picture()
    await walk.press("SQL")
    await walk.form({"sql": _RIGHT})
    await walk.sees("That's right.")
    await walk.picture()

    await walk.command("task schema", table="jobs")
    await walk.sees("id of the post")
    await walk.picture()

    await walk.say(_WRITE_UP)
    await walk.press("Submit")
    await walk.sees("Let us talk about your choices")
    await walk.picture(2)

    await walk.press("Answer")
    await walk.form({"text": "I kept the row that was loaded last, because a later load is a correction."})
    await walk.press("Finish")
    await walk.sees("You solved 1 of 22 problems")
    await walk.picture("Problem (queries)")
    walk.satisfied()
