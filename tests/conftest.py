"""Fixtures that all tests share."""

import asyncio
import atexit
import functools
import importlib
import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.client import Greenroom
from bot.domain.catalogue import load
from bot.services import clockwork
from tests.payloads.description import ABSENT, find
from tests.world import World, make_template, open_world


@atexit.register
def _say_no_more() -> None:
    """DuckDB's binding lists its own types as leaks when the interpreter ends, after pytest's closing line."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    return asyncio.run(make_template(file))


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Every test builds a bot: reading the same tracks, and running the code of every cog's module anew as the library
    does, would take a third of the time. The real way is gone by the tests of the process (``tests/wire``)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.load", functools.cache(load))
        patch.setattr(Greenroom, "load_extension", _load_imported)
        yield


@pytest.fixture(scope="session", autouse=True)
def waits_are_short() -> Iterator[None]:
    """The simulator waits for the bot's nearest timers in real time, and looks every so often whether it is at rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clockwork, "SOON_SECONDS", 0.02)
        settle = simcord.Env._settle_internal
        patch.setattr(settle, "__kwdefaults__", (settle.__kwdefaults__ or {}) | {"idle": 0.005})
        yield


async def _load_imported(client: Greenroom, name: str) -> None:
    await importlib.import_module(name).setup(client)


@pytest.fixture
def world_options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Settings of the bot and options of the simulator, from the markers ``settings`` and ``simulator``."""
    settings = request.node.get_closest_marker("settings")
    simulator = request.node.get_closest_marker("simulator")
    options = dict(settings.kwargs) if settings else {}
    return options | {"simulator": dict(simulator.kwargs) if simulator else {}}


@pytest.fixture
async def world(template_database: Path, tmp_path: Path, world_options: dict[str, Any]) -> AsyncIterator[World]:
    """The real bot in a small simulated server."""
    async with open_world(template_database, tmp_path, **world_options) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_logged_errors(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """The bot logs an error only for what nobody foresaw; a test that means to cause one says so."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    errors = [
        record
        for record in caplog.get_records("call")
        if record.levelno >= logging.ERROR and record.name.startswith(("bot", "cogs", "discord"))
    ]
    assert not errors, [record.getMessage() for record in errors]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once if what the bot sends was not compared with Discord's own description."""
    if find() is None:
        terminalreporter.write_line(ABSENT)
