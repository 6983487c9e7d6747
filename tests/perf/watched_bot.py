"""The bot as ``python -m bot run`` starts it, with a watchdog on its event loop that writes what it sees to a file."""

import asyncio
import json
import os
import time
from pathlib import Path

import discord

import bot.__main__ as command_line
from bot import app
from bot.client import Greenroom
from bot.settings import Settings

_EVERY = 0.002
_WORTH_NOTING = 0.02
_IDLE = 5.0
_build = app.build


def _is_idle(bucket: discord.http.Ratelimit) -> bool:
    """discord.py forgets a channel's rate limit after five idle minutes. Here it takes five seconds, so that a run of
    minutes shows what is left over after a day."""
    return bucket._loop.time() - bucket._last_request >= _IDLE and not bucket.outgoing and not bucket._pending_requests


def build(settings: Settings) -> Greenroom:
    """Build the bot as ever, and watch it once it is ready."""
    client = _build(settings)
    file = Path(os.environ["WATCH_FILE"])
    tasks: list[asyncio.Task[None]] = []

    async def on_ready() -> None:
        if not tasks:
            tasks.append(asyncio.create_task(_watch(file)))

    client.add_listener(on_ready)
    return client


async def _watch(file: Path) -> None:
    await asyncio.sleep(1)
    with file.open("a", buffering=1) as sink:
        while True:
            begin = time.perf_counter()
            cpu = time.thread_time()
            await asyncio.sleep(_EVERY)
            stall = time.perf_counter() - begin - _EVERY
            if stall > _WORTH_NOTING:
                # Time in which this thread did not run at all was taken by other processes, not by our code.
                busy = time.thread_time() - cpu
                sink.write(json.dumps({"stall": stall, "busy": busy, "at": time.time()}) + "\n")


if __name__ == "__main__":
    vars(command_line)["build"] = build
    discord.http.Ratelimit.is_inactive = _is_idle  # type: ignore[method-assign,assignment]
    command_line.main()
