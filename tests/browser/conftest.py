"""The demo as people start it, and a browser to look at it with."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.browser.install import NOT_FOUND, find
from tests.browser.walks import IMAGES, SCREEN, TAKES_PICTURES, Walk, hosted

ROOT = Path(__file__).resolve().parents[2]
_SECONDS_TO_START = 60
_SECONDS_TO_END = 30
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Demo:
    """A running ``python -m bot demo``."""

    process: asyncio.subprocess.Process
    said: str
    address: str
    folder: Path

    async def interrupt(self) -> str:
        """Press Ctrl+C; what it says until its end."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = await asyncio.wait_for(self.process.communicate(), _SECONDS_TO_END)
        return rest.decode()


@asynccontextmanager
async def run_demo(folder: Path, *options: str) -> AsyncIterator[Demo]:
    """Start the demo with its temporary files in ``folder``; it is ended if the test did not."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-open", *options),
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said = await asyncio.wait_for(_until_address(process), _SECONDS_TO_START)
        found = re.search(r"http://\S+", said)
        assert found, f"the demo did not start:\n{said}"
        yield Demo(process, said, found[0], folder)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _until_address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    said = ""
    while "http://" not in said and (line := await process.stdout.readline()):
        said += line.decode()
    return said


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """The demo on a free port."""
    async with run_demo(tmp_path, "--port", "0") as running:
        yield running


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    """Headless Chromium."""
    found = await asyncio.to_thread(find)
    if found is None:
        pytest.fail(NOT_FOUND)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield chromium
        await chromium.close()


@pytest.fixture
async def browser() -> AsyncIterator[BrowserContext]:
    """Headless Chromium, on a desktop's screen."""
    async with _chromium() as chromium:
        context = await chromium.new_context(
            viewport={"width": 1200, "height": 900}, timezone_id="Europe/Berlin", accept_downloads=True
        )
        context.set_default_timeout(30_000)
        yield context


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def walkers() -> AsyncIterator[Browser]:
    """The one browser of all walks."""
    async with _chromium() as chromium:
        yield chromium


@pytest_asyncio.fixture(loop_scope="session")
async def walk(walkers: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Walk]:
    """A walk through the stage that the module is named after, in a demo of its own."""
    stage = request.module.__name__.rpartition("test_walk_")[2]
    with hosted() as demo:
        sharp = 1.5 if TAKES_PICTURES else 1.0
        context = await walkers.new_context(
            viewport=SCREEN, device_scale_factor=sharp, timezone_id="Europe/Berlin", reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        yield await Walk.set_out(context, demo, stage, IMAGES)
        await context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Walks run in the event loop that their browser lives in."""
    for item in items:
        if "walk" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
