"""Somebody at a browser: what they see, type and press in the demo."""

import os
from contextlib import suppress
from pathlib import Path

from playwright.async_api import BrowserContext, ConsoleMessage, Error, Locator, Page, expect
from playwright.async_api import TimeoutError as Unnoticed

_ROOT = Path(__file__).resolve().parents[2]
_IN_TIME = 30_000
_CLICKS, _NOTICED = 3, 3_000
SCREENSHOTS = Path(os.environ.get("SCREENSHOTS") or _ROOT / "var" / "screenshots")

_SETTLED = """() => {
  const page = window.simcordPreview;
  if (!page?.ready || page.awaitingRevision !== null) return false;
  return Math.abs(page.geometry.app.height - page.geometry.host.height) < 2;
}"""
"""The last line: after a change of the window's size the page tells its server, and takes nothing meanwhile."""


class Visitor:
    """One tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)

    @classmethod
    async def come(cls, context: BrowserContext, address: str) -> "Visitor":
        """Open a tab at an address."""
        visitor = cls(await context.new_page())
        await visitor.page.goto(address)
        return visitor

    def place(self, name: str) -> Locator:
        """A row in the list of channels, of the start page or beside a channel."""
        return self.page.locator(f'.place a[data-name*="{name}"]')

    async def enter(self, name: str) -> None:
        """Open a channel from the list."""
        await self.place(name).click()
        await expect(self.page.locator("#channel-name")).to_contain_text(name, timeout=_IN_TIME)
        await self.settled()

    async def settled(self) -> None:
        """Wait until the page has shown what was done last; until then it takes nothing else."""
        await self.page.wait_for_function(_SETTLED)

    @property
    def messages(self) -> Locator:
        """The messages of the open channel."""
        return self.page.locator(".channel-message")

    async def type(self, text: str) -> None:
        """Type into the message box, key by key."""
        await self.page.locator("#channel-composer-input").click()
        await self.page.keyboard.type(text)

    async def say(self, text: str) -> None:
        """Type a message and send it."""
        await self.type(text)
        await self.page.keyboard.press("Enter")
        await expect(self.messages.filter(has_text=text)).to_be_visible(timeout=_IN_TIME)
        await self.settled()

    async def choose(self, option: str, typed: str, title: str) -> None:
        """Fill an option of a command: what is offered at once, then narrowed by typing, then taken."""
        field = self.page.locator(f'.command-option-input[data-option="{option}"]')
        await expect(field).to_be_focused(timeout=_IN_TIME)
        offered = self.page.locator(".command-suggestion")
        await expect(offered.nth(1)).to_be_visible(timeout=_IN_TIME)
        await self.page.keyboard.type(typed)
        await expect(offered).to_have_count(1, timeout=_IN_TIME)
        await expect(offered).to_contain_text(title)
        await offered.click()

    async def press(self, label: str) -> None:
        """Press the newest button of that name in the channel."""
        await self.click(self.page.locator("#channel-message-list").get_by_role("button", name=label).last)

    async def click(self, button: Locator) -> None:
        """Click a button of a message, as a person does: again, if the page drew anew just then and took no notice."""
        for _ in range(_CLICKS):
            await self.settled()
            with suppress(Unnoticed):
                async with self.page.expect_request("**/api/action", timeout=_NOTICED):
                    await button.click()
                break
        await self.settled()

    async def sees(self, text: str) -> None:
        """Wait until a message says so."""
        await expect(self.messages.filter(has_text=text).last).to_be_visible(timeout=_IN_TIME)

    async def look_at(self, message: Locator) -> None:
        """Scroll up to a message, as far as its beginning."""
        await self.page.locator("#channel-timeline").hover()
        await self.page.mouse.wheel(0, -1)
        await message.evaluate("element => element.scrollIntoView({ block: 'start' })")

    async def photograph(self, name: str) -> None:
        """Keep a picture of the screen."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def _on_error(self, error: Error) -> None:
        self.complaints.append(str(error))
