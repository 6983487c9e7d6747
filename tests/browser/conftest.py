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
from playwright.async_api import BrowserContext, async_playwright

from tests.browser.install import NOT_FOUND, find

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


@pytest.fixture
async def browser() -> AsyncIterator[BrowserContext]:
    """Headless Chromium, on a desktop's screen."""
    found = await asyncio.to_thread(find)
    if found is None:
        pytest.fail(NOT_FOUND)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=found, args=_FLAGS)
        context = await chromium.new_context(
            viewport={"width": 1200, "height": 900}, timezone_id="Europe/Berlin", accept_downloads=True
        )
        context.set_default_timeout(30_000)
        yield context
        await chromium.close()
