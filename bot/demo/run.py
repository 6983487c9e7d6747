"""Starts the demo and ends it."""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from aiohttp import web
from pydantic import SecretStr

from bot.app import build
from bot.demo.server import BOT_NAME, Server
from bot.demo.simulated import Simulated
from bot.demo.start_page import StartPage
from bot.settings import Settings

_HOST = "127.0.0.1"
_TICK_SECONDS = 0.5
_PORTS_TO_TRY = 20

_log = logging.getLogger(__name__)


async def serve(port: int, *, open_browser: bool = True) -> None:
    """Run the demo until Ctrl+C. Everything it makes is gone afterwards."""
    stop = _until_interrupted()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    with tempfile.TemporaryDirectory(prefix="greenroom-demo-") as folder:
        async with open_demo(Path(folder), port) as demo:
            typer.echo(f"{BOT_NAME} is ready to try at {demo.address} (Ctrl+C ends it).")
            if open_browser and _has_screen():
                await asyncio.to_thread(webbrowser.open, demo.address)
            await demo.live(stop)
    typer.echo("The demo has ended; nothing of it is kept.")


@dataclass(frozen=True)
class Demo:
    """A demo with its pages; the time in it passes while somebody awaits ``live``."""

    server: Server
    address: str

    @property
    def simulated(self) -> Simulated:
        """The Discord that all of it happens on."""
        return self.server.simulated

    async def live(self, stop: asyncio.Event) -> None:
        """Let time pass and pages change until ``stop`` is set."""
        while not stop.is_set():
            try:
                await self.simulated.tick()
            except Exception:
                # A mistake in the bot is seen where it happens; the demo goes on.
                _log.exception("a moment of the demo was lost")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _TICK_SECONDS)


@asynccontextmanager
async def open_demo(folder: Path, port: int) -> AsyncIterator[Demo]:
    """The bot on a simulated Discord, with the start page on that port; 0 takes any free one."""
    async with open_simulated(folder) as simulated, open_pages(simulated, port) as demo:
        yield demo


@asynccontextmanager
async def open_pages(simulated: Simulated, port: int) -> AsyncIterator[Demo]:
    """A small server with people in it, and its pages."""
    server = Server(simulated)
    await server.welcome()
    async with _published(StartPage(server), port) as address:
        yield Demo(server, address)


@asynccontextmanager
async def open_simulated(folder: Path) -> AsyncIterator[Simulated]:
    """The real bot on a simulated Discord, with its database in a folder."""
    settings = Settings(
        _env_file=None,
        discord_token=SecretStr("demo"),
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        message_content=True,
        discord_api_base="",
        shard_count=1,
    )
    simulated = Simulated(build(settings), BOT_NAME)
    try:
        await simulated.start()
        yield simulated
    finally:
        await simulated.close()


@asynccontextmanager
async def _published(page: StartPage, port: int) -> AsyncIterator[str]:
    """Serve the start page on this machine only; gives its address."""
    runner = web.AppRunner(page.app, access_log=None)
    await runner.setup()
    try:
        taken = await _bind(runner, port)
        page.address = f"http://{_HOST}:{taken}"
        yield f"{page.address}/"
    finally:
        await runner.cleanup()


async def _bind(runner: web.AppRunner, port: int) -> int:
    """Listen on that port, or on the next one that is free."""
    candidates = [port, *range(port + 1, min(port + _PORTS_TO_TRY, 65536)), 0] if port else [0]
    for candidate in candidates:
        try:
            await web.TCPSite(runner, _HOST, candidate).start()
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES} or not candidate:
                raise
            continue
        break
    found = int(runner.addresses[-1][1])
    if port and found != port:
        typer.echo(f"Port {port} is taken, so the demo uses {found}.")
    return found


def _until_interrupted() -> asyncio.Event:
    """Set at the first Ctrl+C; a second one ends at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)

    with contextlib.suppress(NotImplementedError):
        # Windows has no such handlers: there KeyboardInterrupt ends the demo.
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, interrupted)
    return stop


def _has_screen() -> bool:
    """Whether a browser with a window can open; a text browser would take over the terminal."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        return False
    windowed = sys.platform in {"win32", "darwin"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(windowed)
