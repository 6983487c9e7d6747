"""The executive stage as a person does it: present, answer, weigh, score, defend."""

import re
from pathlib import Path

from bot.domain.matrix import Exercise, load_exercises
from tests.browser.walks import Walk

EXERCISES = load_exercises(Path(__file__).parents[2] / "data").values()
OUTLINE = (
    "The decision I ask for: stop the badge (1 min)",
    "What we found: 12 of 400 accounts used it in a quarter (3 min)",
    "What it costs: two people, every sprint (2 min)",
)
REST = ("Risk and next step: large clients may miss it, so a pilot with 40 accounts first (2 min)", "Questions (2 min)")


async def test_an_executive_round(walk: Walk) -> None:
    await walk.begin("Upwork · Product Analyst", "Executive interview")
    await walk.sees("You have ten minutes to begin with")
    await walk.picture()

    for line in OUTLINE:
        await walk.say(line)
    await walk.press("Check agenda")
    await walk.sees("Your agenda so far")
    await walk.picture()
    for line in REST:
        await walk.say(line)
    await walk.press("Submit")
    await walk.sees("Before we go on:")
    await walk.picture()
    await walk.press("Answer")
    await walk.form({"text": "The second one: 12 of 400 accounts. Everything else follows from it."})

    for number in (2, 3, 4):
        await walk.sees(f"Question {number} of 5")
        await walk.press("Skip")
    await walk.sees("Two projects, room for one")
    await walk.picture()
    case = await dealt(walk)
    await weigh(walk, case)
    await walk.sees("is ahead")
    await walk.picture()
    fragile = re.search(r"it hangs on (.+?): you gave", await newest(walk))
    await defend(walk, fragile[1] if fragile else "the weights")
    await walk.sees("Debrief: Executive interview")
    await walk.picture("Your matrix puts")
    walk.satisfied()


async def newest(walk: Walk) -> str:
    return (await walk.texts(1))[0]


async def dealt(walk: Walk) -> Exercise:
    """The case that is on the screen."""
    shown = await newest(walk)
    return next(one for one in EXERCISES if one.title in shown)


async def weigh(walk: Walk, case: Exercise) -> None:
    """Fill in all three forms; one figure is a slip, and comes back with the rest."""
    count = len(case.criteria)
    weights = {f"c{place}": text for place, text in enumerate(["35", "a lot", "15", "20", "10"][:count])}
    await walk.press("Weights")
    await walk.form(weights, picture=True)
    await walk.sees("is not a number I can weigh with")
    await walk.picture()
    await walk.press("Weights")
    await walk.form({"c1": "20"})
    for project, scores in zip(case.projects, ("53424", "34253"), strict=True):
        await walk.press(f"Score {project.name}")
        await walk.form({f"c{place}": score for place, score in enumerate(scores[:count])})


async def defend(walk: Walk, fragile: str) -> None:
    """Write the defence."""
    text = (
        f"I go on with the one that is ahead, because keeping clients is our goal this quarter. It hangs on {fragile}: "
        "with more weight on that, the decision turns. I would change my mind if the pilot shows no effect."
    )
    await walk.press("Answer")
    await walk.form({"text": text})
