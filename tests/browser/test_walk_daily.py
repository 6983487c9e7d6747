"""A walk through daily questions: one at once, one a day, and a server's own with its wrap-up."""

import re

from tests.browser.walks import Walk

_ANSWER = (
    "At the time the sign-up page lost one visitor in three. I had to find out where. I read forty sessions, built a "
    "funnel by device and saw that the keyboard hid the button. We moved it, and completion rose from 64 % to 78 %."
)


async def test_a_walk_through_daily_questions(walk: Walk) -> None:
    await _at_once(walk)
    await _subscribed(walk)
    await _of_the_server(walk)
    await _reviews(walk)
    walk.satisfied()


async def _at_once(walk: Walk) -> None:
    await walk.enter("practice")
    await walk.command("daily now", track="Upwork")
    await walk.picture()
    await walk.press("Answer")
    await walk.form({"text": _ANSWER}, picture=True)
    await walk.sees("A sample answer")
    await walk.picture()
    await walk.press("3")
    await walk.settled()


async def _subscribed(walk: Walk) -> None:
    await walk.command("daily subscribe", time="8:30", timezone="Berlin", days="Weekdays")
    await walk.picture()
    await walk.passes(hours=48)
    await walk.enter("Greenroom")
    await walk.picture()
    await walk.press("Answer")
    await walk.form({"text": _ANSWER})
    await walk.sees("A sample answer")
    await walk.enter("practice")
    await walk.command("daily settings")
    await walk.picture()


async def _of_the_server(walk: Walk) -> None:
    await walk.look_as("mo")
    await walk.enter("practice")
    await walk.command("daily channel set", channel="practice", time="9:00", timezone="Berlin")
    await walk.picture()
    await walk.passes(hours=24)
    await walk.sees("Question of the day")
    await walk.picture("Question of the day")
    thread = await _thread_of_the_day(walk)
    await walk.look_as("ivo")
    await walk.enter("practice")
    await walk.press("See answers")
    await walk.picture()
    await walk.press("Answer")
    await walk.form({"text": _ANSWER})
    await walk.picture()
    await walk.press("May be shown in the wrap-up")
    await walk.look_as("ada")
    await walk.enter("practice")
    await walk.press("Answer")
    await walk.form({"text": "I would ask whom it is for first, then look at the last four weeks."})
    await walk.press("See answers")
    await walk.press("Useful")
    await walk.picture()
    await walk.passes(hours=24)
    await walk.enter(thread)
    await walk.sees("A sample answer")
    await walk.picture()


async def _thread_of_the_day(walk: Walk) -> str:
    """Its name, which has the day in it."""
    told = next(text for text in reversed(await walk.texts(5)) if "started a thread" in text)
    found = re.search(r"started a thread: (.+?)\.\s", " ".join(told.split()))
    assert found, told
    return found[1]


async def _reviews(walk: Walk) -> None:
    await walk.look_as("ivo")
    await walk.enter("practice")
    await walk.command("daily now")
    await walk.press("Answer")
    await walk.form({"text": _ANSWER})
    await walk.press("1")
    await walk.passes(hours=24)
    await walk.command("daily reviews")
    await walk.sees("due by tonight")
    await walk.picture()
    await walk.press("3 a day")
    await walk.sees("At most 3 a day")
