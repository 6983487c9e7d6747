"""A walk around a real interview: the plan before it, the hour before, the thank-you note and what came of it."""

from tests.browser.walks import Walk


async def test_a_walk_around_a_real_interview(walk: Walk) -> None:
    await _noted(walk)
    await _prepared(walk)
    await _afterwards(walk)
    walk.satisfied()


async def _noted(walk: Walk) -> None:
    await walk.enter("practice")
    await walk.command(
        "interview add",
        company="Upwork",
        role="Product Analyst",
        stage="Recruiter screen",
        at="in 5 days",
        timezone="Berlin",
    )
    await walk.picture()
    await walk.command("interview list")
    await walk.picture()


async def _prepared(walk: Walk) -> None:
    await walk.passes(hours=58)
    await walk.enter("Greenroom")
    await walk.sees("One thing for today")
    await walk.picture()
    await walk.passes(hours=48)
    await walk.sees("Ready for")
    await walk.picture()
    await walk.passes(hours=13, minutes=30)
    await walk.sees("🍀")
    await walk.picture()


async def _afterwards(walk: Walk) -> None:
    await walk.passes(hours=8)
    await walk.sees("Write a thank-you note")
    await walk.picture()
    await walk.press("Write a thank-you note")
    points = "the talk about how hires are counted\nhow your team writes down what a test should change"
    await walk.form({"points": points, "name": "Mira"}, picture=True)
    await walk.sees("Your thank-you note")
    await walk.picture()
    await walk.press("How it went")
    await walk.form({"level": "3: Well"})
    await walk.pick("They said I would hear", "3 days")
    await walk.passes(hours=24 * 4)
    await walk.sees("heard")
    await walk.picture()
    await walk.press("I heard back")
    await walk.settled()
    await walk.picture()
