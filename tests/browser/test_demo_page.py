"""The demo's page shows and takes all that stages use, on a phone's width: tried with a small bot of its own."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.gallery import open_gallery, picture
from tests.browser.walks import SCREEN, Walk, hosted

_SEND = """async (query) => {
  const headers = { "X-Demo-Files": "1" };
  return (await fetch("/api/action" + query, { method: "POST", body: new FormData(), headers })).status;
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def walk(walkers: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Walk]:
    """Ada in front of the gallery's page."""
    with hosted(open_gallery) as demo:
        context = await walkers.new_context(viewport=SCREEN, device_scale_factor=1.5)
        walk = await Walk.set_out(context, demo, request.node.name.removeprefix("test_"))
        await walk.enter("practice")
        yield walk
        walk.satisfied()
        await context.close()


async def test_pictures_files_and_cards_are_shown(walk: Walk) -> None:
    await walk.command("show")
    await walk.sees("A card")
    page = walk.page
    # What stands in an embed has no alternative text here, as on Discord: pictures belong into a card's gallery.
    for words in ("The frontier: your deal lies on it.", "The matrix.", "Embed 1 image"):
        await expect(page.get_by_alt_text(words)).to_be_visible()
    for name in ("result.csv", "schema.txt"):
        async with page.expect_download() as started:
            await page.get_by_role("button", name=f"Download {name}").click()
        assert (await started.value).suggested_filename == name
    await expect(page.get_by_text("Mira Chen, Staff Analyst")).to_be_visible()
    assert await page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    await walk.picture("An embed")
    await walk.picture("A card")


async def test_selects_forms_and_private_messages_are_taken(walk: Walk, tmp_path: Path) -> None:
    await walk.command("show")
    await walk.pick("Pick two", "Apple", "Cherry")
    await walk.sees("Picked Apple and Cherry.")

    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.png").write_bytes(picture("red", (20, 20)).getvalue())
    await walk.press("Form")
    fields = {"words": "A few words", "Currency": "Euro", "Fruit": ["Banana", "Cherry"]}
    await walk.form(fields | {"sheets": [tmp_path / "a.pdf", tmp_path / "b.png"]}, picture=True)
    await walk.sees("Taken: A few words / EUR / Banana, Cherry / a.pdf, b.png")

    await walk.press("Private")
    await walk.press("Count")
    await walk.sees("Counted to 1.")
    await walk.pick("Pick fruit", "Banana")
    await walk.sees("You like Banana.")
    await walk.picture("You like Banana.")


async def test_commands_complete_and_take_files(walk: Walk, tmp_path: Path) -> None:
    (tmp_path / "query.sql").write_text("select 1")
    await walk.command("taste", fruit="Cherry", note=tmp_path / "query.sql")
    await walk.sees("cherry with select 1.")


async def test_a_message_takes_files(walk: Walk, tmp_path: Path) -> None:
    (tmp_path / "query.sql").write_text("select 1")
    (tmp_path / "slide.png").write_bytes(picture("navy").getvalue())
    (tmp_path / "huge.bin").write_bytes(b"0" * (10 * 1024 * 1024 + 1))
    files = walk.page.locator("#demo-files")
    await files.set_input_files([tmp_path / "query.sql", tmp_path / "huge.bin"])
    tray = walk.page.locator("#demo-tray")
    await expect(tray).to_contain_text("A file over 10 MB does not fit into a message.")
    await tray.get_by_role("button", name="Remove query.sql").click()
    await expect(tray.locator("li")).to_have_count(0)

    await walk.say("Here are both.", tmp_path / "query.sql", tmp_path / "slide.png")
    (message,) = await walk.messages.filter(has_text="Here are both.").all()
    await expect(message).to_contain_text("query.sql")
    await expect(message.get_by_role("img", name=re.compile("slide.png"))).to_be_visible()
    await walk.picture("Here are both.")
    await walk.say("", tmp_path / "query.sql")
    await walk.look_as("ivo")
    await walk.enter("practice")
    await walk.sees("Here are both.")


async def test_nobody_sends_for_somebody_who_is_not_there(walk: Walk) -> None:
    assert await walk.page.evaluate(_SEND, "?as=12345") == 403
    assert walk.complaints.pop().startswith("Failed to load resource")
