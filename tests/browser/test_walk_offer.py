"""An offer negotiated in the demo: a look at the sheet, a question, two counters, a deal, and what came of it."""

import pytest

from tests.browser.walks import Walk


@pytest.fixture(autouse=True)
def the_same_employer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large company that pays in pounds, and a candidate who would move for the job."""
    monkeypatch.setattr("bot.services.planning.secrets.randbits", lambda bits: 11)


async def test_an_offer_from_the_first_figures_to_the_picture(walk: Walk) -> None:
    await walk.begin("TikTok · Product Analyst", "Offer and package")
    await walk.press("Answer")
    await walk.form({"text": "Surveys say £62,000 to £74,000; I see myself in the upper half. Which band is it?"})
    await walk.sees("Here is our offer")
    await walk.picture()

    await walk.press("My sheet")
    await walk.sees("Walk away below")
    await walk.picture()

    await walk.press("Ask")
    await walk.form({"text": "Which parts are flexible for you, and which are not?"})
    await walk.sees("The easiest for us to move")

    await walk.press("Counter")
    figures = "base: £69,000\nbonus: 8 %\nequity: £4,000\nsigning bonus: £12,000\nstart: 10 weeks\nremote: 1 day a week"
    why = "Published salary bands for this level run from £64,000 to £72,000."
    await walk.form({"figures": figures, "text": why}, picture=True)
    await walk.sees("Our new offer")
    await walk.picture()

    await walk.say("Base 66,000, signing bonus 12,000. I raised trial conversion by 12 % last year.")
    await walk.press("Submit")
    await walk.sees("you asked for £66,000")
    assert "was £4,000" in (await walk.texts())[-1]

    await walk.press("Accept")
    await walk.sees("Take this offer?")
    await walk.picture()
    await walk.press("Yes, I accept")
    await walk.sees("What do you still want to know")

    await walk.press("Finish")
    await walk.sees("Debrief: Offer and package")
    await walk.picture("Their first offer → the deal")
    assert "of what there was to win" in "\n".join(await walk.texts(6))
    walk.satisfied()
