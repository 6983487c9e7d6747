"""A whole round in the demo, done in a browser as a person does it."""

from pathlib import Path

from playwright.async_api import BrowserContext, expect

from tests.browser.conftest import Demo
from tests.browser.visitor import Visitor

_TRACK = "Upwork · Product Analyst"
_STAGE = "Recruiter screen"
_FIRST = "At my last company I owned the weekly funnel report, and signups were falling."
_SECOND = "I rebuilt the onboarding test, and conversion rose from 12 % to 15 % in one quarter."
_BY_FORM = "I led the search project: time to hire fell from 20 to 16 days, because I re-ranked the results."


async def test_a_round_from_the_start_page_to_the_transcript(
    demo: Demo, browser: BrowserContext, tmp_path: Path
) -> None:
    start = await Visitor.come(browser, demo.address)
    await expect(start.place(_STAGE)).to_have_count(0)
    await start.photograph("01-start")

    ada = await Visitor.come(browser, demo.address)
    await _begin(ada)
    await expect(start.place(_STAGE)).to_be_visible(timeout=30_000)
    await start.photograph("03-start-with-thread")

    await ada.enter(_STAGE)
    await _answer_by_messages(ada)
    await _answer_by_form(ada)
    await ada.press("Skip")
    await ada.sees("Question 4 of")
    await ada.press("Finish")
    await _read_debrief(ada)
    await _keep_transcript(ada, tmp_path)
    await _others_see_nothing(start, ada, demo)
    await _on_a_phone_at_night(start, demo)

    assert ada.complaints == []
    assert [one for one in start.complaints if "403" not in one] == []
    assert "The demo has ended" in await demo.interrupt()
    assert demo.process.returncode == 0
    assert list(demo.folder.glob("greenroom-demo-*")) == []


async def _begin(ada: Visitor) -> None:
    await ada.enter("practice")
    await ada.type("/mock start")
    await expect(ada.page.locator(".command-entry.is-active")).to_contain_text("/mock start")
    await ada.page.keyboard.press("Enter")
    await ada.choose("track", "upw", _TRACK)
    await ada.choose("stage", "rec", _STAGE)
    await ada.photograph("02-lobby-command")
    await ada.page.locator("#send-message").click()
    await ada.sees(f"Your {_STAGE} is ready in")
    await expect(ada.page.locator("a.mention")).to_contain_text(_STAGE)


async def _answer_by_messages(ada: Visitor) -> None:
    await ada.sees("Question 1 of")
    await ada.photograph("04-question")
    await ada.say(_FIRST)
    await ada.say(_SECOND)
    await expect(ada.messages.last).to_be_in_viewport(ratio=1, timeout=30_000)
    await ada.photograph("05-draft")
    await ada.press("Submit")
    await ada.sees("Question 2 of")


async def _answer_by_form(ada: Visitor) -> None:
    await ada.press("Hint")
    await ada.sees("Hint 1 of")
    await ada.photograph("06-hint")
    await ada.press("Answer")
    form = ada.page.get_by_role("dialog").filter(has=ada.page.locator("textarea"))
    await form.locator("textarea").fill(_BY_FORM)
    await ada.photograph("07-form")
    await form.get_by_role("button", name="Submit").click()
    await ada.sees("Question 3 of")


async def _read_debrief(ada: Visitor) -> None:
    await ada.sees(f"Debrief: {_STAGE}")
    rated = ada.messages.filter(has=ada.page.get_by_role("button", name="4", exact=True))
    await expect(rated).to_have_count(4)
    entry = rated.filter(has_text=_FIRST)
    for text in (_SECOND, "What it assesses", "A sample answer", "What a strong answer does", "where would you place"):
        await expect(entry).to_contain_text(text)
    ratings = entry.get_by_role("button")
    await expect(ratings.filter(has_text="3")).to_have_class("component-button button-style-2")
    await ada.look_at(entry)
    await ada.photograph("08-debrief")
    await ratings.filter(has_text="3").click()
    await expect(ratings.filter(has_text="3")).to_have_class("component-button button-style-3", timeout=30_000)
    await expect(rated.filter(has_text=_BY_FORM)).to_contain_text("A sample answer")


async def _keep_transcript(ada: Visitor, folder: Path) -> None:
    await ada.sees(f"Debrief: {_STAGE}")
    await ada.photograph("09-summary")
    async with ada.page.expect_download() as started:
        await ada.page.get_by_role("button", name="Download upwork-product-analyst-recruiter-screen").click()
    download = await started.value
    await download.save_as(folder / "transcript.md")
    transcript = (folder / "transcript.md").read_text(encoding="utf-8")
    assert transcript.startswith(f"# {_TRACK}: {_STAGE}\n")
    assert f"{_FIRST}\n{_SECOND}" in transcript
    assert _BY_FORM in transcript


async def _others_see_nothing(start: Visitor, ada: Visitor, demo: Demo) -> None:
    await start.page.bring_to_front()
    thread = await start.place(_STAGE).get_attribute("href")
    assert thread
    for key in ("ivo", "mo"):
        await start.page.goto(f"{demo.address}?as={key}")
        await expect(start.place("practice")).to_be_visible()
        await expect(start.place(_STAGE)).to_have_count(0)
        answer = await start.page.goto(thread.replace("/ada", f"/{key}"))
        assert answer
        assert answer.status == 403
        await expect(start.page.locator("body")).to_contain_text("is not in that thread")
    await expect(ada.page.locator("#viewer-picker option")).to_have_text(["Ada"])


async def _on_a_phone_at_night(start: Visitor, demo: Demo) -> None:
    await start.page.set_viewport_size({"width": 390, "height": 844})
    await start.page.emulate_media(color_scheme="dark")
    await start.page.goto(demo.address)
    await expect(start.place(_STAGE)).to_be_visible()
    assert await start.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    await start.photograph("10-start-on-a-phone")
    await start.place(_STAGE).click()
    await start.settled()
    await start.photograph("11-thread-on-a-phone")
