"""Walks: a stage done in the demo as a person does it, with pictures of it for ``docs/walks``.

A test in ``test_walk_<stage>.py`` asks for the fixture ``walk`` and gets a demo of its own with a tab on a screen as
wide as a phone's. Pictures, ``<stage>-<n>.png``, are taken if the environment says where to: ``WALKS=1`` means
``docs/walks/images``, ``SCREENSHOTS=<folder>`` any other place. An example::

    async def test_a_walk(walk: Walk) -> None:
        await walk.begin("Upwork · Product Analyst", "Recruiter screen")  # /mock start, then into the thread
        await walk.sees("Question 1 of")
        await walk.picture()                                  # the newest message, from its beginning
        await walk.press("Answer")                            # the newest button of that name
        await walk.form({"text": "I led …", "Currency": "EUR"}, picture=True)  # by custom id or label; then Submit
        await walk.pick("Choose a person", "Ivo")             # a select in the newest message that has it
        await walk.say("Here is my deck.", folder / "deck.pdf")  # a message, with files
        await walk.press("Submit")
        await walk.sees("Question 2 of")                      # waits until a message says so
        assert "Question 2 of" in (await walk.texts())[-1]    # the newest texts, oldest first
        await walk.picture(3)                                 # the newest three messages in one
        await walk.passes(hours=20)                           # the demo's time, with all that falls due in it
        await walk.command("mock end")                        # a command; its options by name: stage="Recruiter screen"
        await walk.look_as("ivo")                             # ada (at the beginning), ivo or mo
        await walk.enter("practice")                          # a channel or the newest thread of that name
        walk.satisfied()                                      # nothing went wrong in the page or in the bot

What is given to a field follows its kind: text for text, an option's label for radio buttons and selects (a list of
them where several can be chosen), ``True`` or ``False`` for one check box, a path or a list of paths for an upload.
"""

import asyncio
import io
import os
import re
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image
from playwright.async_api import BrowserContext, Locator, ViewportSize, expect

from bot.demo.run import Demo, open_demo
from bot.services import clockwork
from tests.browser.visitor import SCREENSHOTS, Visitor

T = TypeVar("T")

_IN_TIME = 15_000
_SECONDS_TO_START = 30
_COLOURS = 128
_HIDDEN = """element => {
  const body = element.querySelector(".modal-body");
  return body ? body.scrollHeight - body.clientHeight : 0;
}"""
"""CSS pixels of a form that are scrolled out of sight."""

_SHOW = """async element => {
  for (const one of document.querySelectorAll(".message-context-actions")) one.style.display = "none";
  const before = element.getBoundingClientRect().top;
  document.getElementById("channel-timeline").dispatchEvent(new WheelEvent("wheel"));
  element.scrollIntoView({ block: "start" });
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return Math.abs(element.getBoundingClientRect().top - before) >= 1;
}"""
"""Whether a message had to be moved to be seen from its beginning, without the tools that a pointer brings up."""

_NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

_STILL_FRAMES = 3

_FACES = ".message-avatar, .modal-header"
_MARGIN, _BELOW = 60, 6
_TALLEST = 2400
_LONGEST = 1500
"""CSS pixels after which a picture ends: a page in which it stands has to stay readable."""
_AROUND = 260
"""CSS pixels of a page that are above and below its messages."""
_DOCS = Path(__file__).resolve().parents[2] / "docs" / "walks" / "images"
IMAGES = _DOCS if os.environ.get("WALKS") == "1" else SCREENSHOTS
"""Where the pictures of walks go."""

TAKES_PICTURES = IMAGES is _DOCS or "SCREENSHOTS" in os.environ
"""Otherwise a walk only sees that what would be on a picture is there: pictures take a third of its time."""

Value = str | bool | Path | Sequence[str] | Sequence[Path]
"""What is put into a field of a form or an option of a command."""

Opening = Callable[[Path], AbstractAsyncContextManager[Demo]]
"""How a demo is opened that has a folder to itself."""

SCREEN = ViewportSize(width=480, height=900)
"""A phone's width, in CSS pixels."""


async def quick_skip(demo: Demo, span: timedelta) -> None:
    """Let simulated time pass where the demo lives. To look every half minute would take most of the time; what falls
    due still comes at its minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clockwork, "SWEEP_SECONDS", 600.0)
        await demo.simulated.skip(span)


class Hosted:
    """A demo that runs beside the test, in a thread with an event loop of its own."""

    def __init__(self, opened: Opening) -> None:
        self._open = opened
        self._opened: Future[Demo] = Future()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="demo")
        self._thread.start()
        self.demo = self._opened.result(_SECONDS_TO_START)

    def close(self) -> None:
        """End it, and wait for its end."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def skip(self, span: timedelta) -> None:
        """Let simulated time pass, with all that falls due in it."""
        await self.aside(quick_skip(self.demo, span))

    async def aside(self, work: Coroutine[None, None, T]) -> T:
        """Do something where the demo lives."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    @property
    def mistakes(self) -> list[str]:
        """What went wrong inside the bot."""
        return [str(one) for one in self.demo.simulated.env.errors]

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="greenroom-walk-") as folder:
                async with self._open(Path(folder)) as demo:
                    self._opened.set_result(demo)
                    await demo.live(self._stop)
        except BaseException as error:
            if self._opened.done():
                raise
            self._opened.set_exception(error)


@contextmanager
def hosted(opened: Opening = lambda folder: open_demo(folder, 0)) -> Iterator[Hosted]:
    """A demo for one walk; of another bot, if ``opened`` says so."""
    running = Hosted(opened)
    try:
        yield running
    finally:
        running.close()


class Walk(Visitor):
    """One person's way through a stage. What it can do stands at the top of this module."""

    hosted: Hosted
    _stage: str
    _folder: Path
    _person = "ada"
    _pictures = 0

    @classmethod
    async def set_out(cls, context: BrowserContext, demo: Hosted, stage: str, folder: Path = SCREENSHOTS) -> "Walk":
        """Open a tab as Ada; ``stage`` names the pictures, which go to ``folder``."""
        walk = cls(await context.new_page())
        walk.hosted, walk._stage, walk._folder = demo, stage, folder
        return walk

    async def look_as(self, person: str) -> None:
        """Be ``ada``, ``ivo`` or ``mo`` from the next ``enter`` on."""
        self._person = person

    async def enter(self, name: str) -> None:
        """Open a channel from the start page, or the newest thread whose name has this in it."""
        await self.page.goto(f"{self.hosted.demo.address}?as={self._person}")
        await self.place(name).last.click()
        await expect(self.page.locator("#channel-name")).to_contain_text(name, timeout=_IN_TIME)
        await self.settled()

    async def begin(self, track: str, stage: str, **options: Value) -> None:
        """Start a round of a stage, both by their titles, and go into its thread."""
        await self.enter("practice")
        await self.command("mock start", track=track, stage=stage, **options)
        await self.sees(f"Your {stage} is ready in")
        await self.page.locator("a.mention").last.click()
        await expect(self.page.locator("#channel-name")).to_contain_text(stage, timeout=_IN_TIME)
        await self.settled()

    async def command(self, name: str, **options: Value) -> None:
        """Choose a slash command from the list, fill its options and send it."""
        await self.page.locator("#channel-composer-input").fill(f"/{name}")
        entry = self.page.locator(f'.command-entry[data-entry-key$=":{name.replace(" ", ".")}"]')
        await entry.click(timeout=_IN_TIME)
        for option, value in options.items():
            await self._option(option, value)
        await self.page.locator("#send-message").click()
        await expect(self.page.locator(".command-chip")).to_have_count(0, timeout=_IN_TIME)
        await self.settled()

    async def press(self, label: str) -> None:
        """Press the newest button of that name, whatever emoji stands before it."""
        await self.settled()
        named = re.compile(rf"^(?:\W+\s)?{re.escape(label)}$")
        button = self.page.locator("#channel-message-list").get_by_role("button", name=named).last
        await expect(button).to_be_enabled(timeout=_IN_TIME)
        await self.click(button)

    async def pick(self, placeholder: str, *labels: str) -> None:
        """Pick from the newest select in a message that shows this text; several labels where several are taken."""
        shown = self.page.locator("#channel-message-list .preview-select").filter(has_text=placeholder).last
        await self._pick(shown, labels)
        await self.settled()

    async def form(self, fields: Mapping[str, Value], *, picture: bool = False) -> None:
        """Fill the open form and submit it; with a picture of it before."""
        dialog = self.page.locator(".modal-dialog")
        await expect(dialog).to_be_visible(timeout=_IN_TIME)
        for name, value in fields.items():
            await self._fill(await self._field(dialog, name), value)
        if picture:
            await self._photograph(dialog)
        await dialog.locator(".modal-actions").get_by_role("button", name="Submit").click()
        await expect(dialog).to_be_hidden(timeout=_IN_TIME)
        await self.settled()

    async def say(self, text: str, *files: Path) -> None:
        """Type a message and send it, with files."""
        box = self.page.locator("#channel-composer-input")
        if files:
            await self.page.locator("#demo-files").set_input_files(list(files))
        await box.fill(text)
        await box.press("Enter")
        await expect(self.page.locator("#channel-composer[aria-busy], #demo-tray > li")).to_have_count(
            0, timeout=_IN_TIME
        )
        await self.sees(text or files[-1].name)
        await self.settled()

    async def texts(self, count: int = 3) -> list[str]:
        """The texts of the newest messages, the newest last."""
        await self.settled()
        return (await self.messages.all_inner_texts())[-count:]

    async def sees(self, text: str) -> None:
        """Wait until a message says so."""
        await expect(self.messages.filter(has_text=text).last).to_be_visible(timeout=_IN_TIME)

    async def passes(self, **span: float) -> None:
        """Let the demo's time pass: ``passes(hours=20)``. What falls due in it happens."""
        await self.hosted.skip(timedelta(**span))

    async def picture(self, of: int | str = 1) -> None:
        """Keep a picture of the newest messages, that many of them, or of the newest message that has this text."""
        await self.settled()
        if isinstance(of, str):
            found = [self.messages.filter(has_text=of).last]
        else:
            shown = await self.messages.all()
            found = shown[-of:]
        await self._photograph(*found)

    def satisfied(self) -> None:
        """Nothing went wrong in the page or in the bot."""
        assert self.complaints == []
        assert self.hosted.mistakes == []

    async def _option(self, name: str, value: Value) -> None:
        field = self.page.locator(f'.command-option-input[data-option="{name}"]')
        upload = self.page.locator(f'.command-file-input[data-option="{name}"]')
        if not await field.or_(upload).count():
            await self.page.locator(".command-ghost").click()
            await self.page.locator(f'.command-suggestion[data-value="{name}"]').click()
        if isinstance(value, Path):
            await upload.set_input_files(value)
            return
        await field.fill(str(value))
        if await field.get_attribute("role") == "combobox":
            offered = self.page.locator(".command-suggestion").filter(has_text=str(value)).first
            await offered.click(timeout=_IN_TIME)

    async def _field(self, dialog: Locator, name: str) -> Locator:
        by_id = dialog.locator(f'.modal-field[data-custom-id="{name}"]')
        return by_id if await by_id.count() else dialog.locator(".modal-field").filter(has_text=name).first

    async def _fill(self, field: Locator, value: Value) -> None:
        if await field.locator(".upload-input").count():
            files = [value] if isinstance(value, str | Path) else value
            assert not isinstance(files, bool)
            await field.locator(".upload-input").set_input_files([Path(one) for one in files])
        elif await field.locator(".preview-select").count():
            await self._pick(field.locator(".preview-select"), _labels(value))
        elif isinstance(value, bool):
            await field.locator("input").set_checked(value, force=True)
        elif await field.locator(".modal-choice").count():
            for label in _labels(value):
                await field.locator(".modal-choice").filter(has_text=label).first.click()
        else:
            await field.locator("textarea, input").fill(str(value))

    async def _pick(self, select: Locator, labels: Sequence[str]) -> None:
        # What is picked takes the place of the text by which it was found.
        key = await select.get_attribute("data-control-key")
        select = self.page.locator(f'.preview-select[data-control-key="{key}"]')
        await select.locator(".select-trigger").click()
        for label in labels:
            await select.locator(".select-option").filter(has_text=label).first.click()
        apply = select.locator(".select-apply")
        if await apply.count():
            await apply.click()

    async def _photograph(self, *subjects: Locator) -> None:
        """Make the screen as high as the subjects are together, so that all of them is on it."""
        self._pictures += 1
        if not TAKES_PICTURES:
            await expect(subjects[0]).to_be_visible(timeout=_IN_TIME)
            return
        boxes = [box for one in subjects if (box := await one.bounding_box())]
        height = sum(box["height"] for box in boxes) + await subjects[0].evaluate(_HIDDEN)
        await self.page.mouse.move(0, 0)
        tall = int(min(max(height + _AROUND, SCREEN["height"]), _TALLEST))
        await self._resize(tall)
        await self._bring_into_view(subjects[0])
        boxes = [box for one in subjects if (box := await one.bounding_box())]
        left, top = min(box["x"] for box in boxes), max(min(box["y"] for box in boxes), 0)
        # Below a message of the same author there is no face in the margin.
        left += 0 if await subjects[0].locator(_FACES).count() else _MARGIN
        below = 0 if await subjects[0].locator(".modal-header").count() else _BELOW
        right = max(box["x"] + box["width"] for box in boxes)
        bottom = min(max(box["y"] + box["height"] for box in boxes) + below, tall)
        taken = await self.page.screenshot(
            clip={"x": left, "y": top, "width": right - left, "height": min(bottom - top, _LONGEST)}
        )
        await asyncio.to_thread(_keep, taken, self._folder / f"{self._stage}-{self._pictures}.png")
        await self._resize(SCREEN["height"])

    async def _resize(self, height: int) -> None:
        await self.page.set_viewport_size(ViewportSize(width=SCREEN["width"], height=height))
        await self.page.evaluate(_NEXT_FRAME)
        await self.settled()

    async def _bring_into_view(self, subject: Locator) -> None:
        """The conversation holds on to its end while it changes size, until somebody scrolls: do so until it stays."""
        still = 0
        while still < _STILL_FRAMES:
            moved = await subject.evaluate(_SHOW)
            still = 0 if moved else still + 1
        await self.settled()


def _labels(value: Value) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, Sequence) else []


def _keep(taken: bytes, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(taken)) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
