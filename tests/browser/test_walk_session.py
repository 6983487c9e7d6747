"""A walk through a study group's session: sign-up, check-in, a table with its sheet, blind scorecards, the debrief."""

from tests.browser.walks import Walk

_TITLE = "Sunday round"
_SAID = "“We cut the report from nine pages to one, and two teams began to read it.”"
_RAISED = "How many people read it before, and how many since."


async def test_a_walk_through_a_session(walk: Walk) -> None:
    await _planned(walk)
    await _signed_up(walk)
    await _checked_in(walk)
    await _held(walk)
    await _scored(walk)
    walk.satisfied()


async def _planned(walk: Walk) -> None:
    await walk.look_as("mo")
    await walk.enter("practice")
    await walk.command(
        "session create",
        track="Upwork · Product Analyst",
        stage="Recruiter screen",
        starts="in 40 minutes",
        title=_TITLE,
        timezone="Berlin",
        length="30",
    )
    await walk.sees(_TITLE)


async def _signed_up(walk: Walk) -> None:
    for person, wish in (("ada", "Candidate"), ("ivo", "Interviewer")):
        await walk.look_as(person)
        await walk.enter("practice")
        await walk.press(wish)
    await walk.passes(seconds=10)
    await walk.picture("places left")
    await walk.passes(minutes=31)
    await walk.look_as("ada")
    await walk.enter("Greenroom")
    await walk.sees(_TITLE)
    await walk.picture()


async def _checked_in(walk: Walk) -> None:
    await walk.passes(minutes=10)
    await walk.enter("practice")
    await walk.sees("are you here?")
    await walk.press("I am here")
    await walk.picture("are you here?")
    await walk.look_as("ivo")
    await walk.enter("practice")
    await walk.press("I am here")


async def _held(walk: Walk) -> None:
    await walk.enter("Table 1")
    await walk.sees("round 1")
    await walk.picture()
    await walk.press("My sheet")
    await walk.sees("For your eyes only")
    await walk.picture()
    await walk.press("Ask")
    await walk.sees("asked")
    await walk.press("Note")
    dialog = walk.page.locator(".modal-dialog")
    await dialog.locator("textarea, input").first.fill("Named a result without being asked.")
    await walk.form({})
    await walk.look_as("ada")
    await walk.enter("Table 1")
    await walk.picture()
    await walk.look_as("ivo")
    await walk.enter("Table 1")
    await walk.press("End")


async def _scored(walk: Walk) -> None:
    await walk.sees("My scorecard")
    await walk.picture()
    await _card(walk, picture=True)
    await walk.look_as("ada")
    await walk.enter("Table 1")
    await _card(walk)
    await walk.sees("Debrief")
    await walk.picture()


async def _card(walk: Walk, *, picture: bool = False) -> None:
    """Fill one's card, part by part."""
    await walk.press("My scorecard")
    await walk.press("Begin")
    while True:
        dialog = walk.page.locator(".modal-dialog")
        for number, field in enumerate(await dialog.locator(".modal-field").all()):
            if await field.locator(".modal-choice").count():
                await field.locator(".modal-choice").nth(2).click()
            else:
                await field.locator("textarea, input").fill(_SAID if number == 0 else _RAISED)
        await walk.form({}, picture=picture)
        if picture:
            await walk.picture()
        picture = False
        following = walk.page.locator("#channel-message-list").get_by_role("button", name="Next part")
        if not await following.count():
            return
        await walk.press("Next part")
