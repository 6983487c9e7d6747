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
from tests.postgres import Postgres, running
from tests.quiet_logs import all_lines, assert_not_logged, stored_words
from tests.world import World, make_template, open_world

_DATABASE = os.environ.get("TEST_DATABASE", "sqlite")
"""Where the bot of the simulated worlds keeps what it knows: ``sqlite`` or ``postgresql``."""


@atexit.register
def _say_no_more() -> None:
    """DuckDB's binding lists its own types as leaks when the interpreter ends, after pytest's closing line."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    return asyncio.run(make_template(file))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this session, stopped and removed at its end."""
    with running() as server:
        yield server


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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked ``also_on_postgresql`` runs on both databases, unless the environment names the one for all."""
    if metafunc.definition.get_closest_marker("also_on_postgresql") and "TEST_DATABASE" not in os.environ:
        metafunc.parametrize("world_template", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def world_template(request: pytest.FixtureRequest) -> Path | Postgres:
    """What the world's empty database is made from."""
    name = "postgres" if getattr(request, "param", _DATABASE) == "postgresql" else "template_database"
    made: Path | Postgres = request.getfixturevalue(name)
    return made


@pytest.fixture
async def world(world_template: Path | Postgres, tmp_path: Path, world_options: dict[str, Any]) -> AsyncIterator[World]:
    """The real bot in a small simulated server."""
    async with open_world(world_template, tmp_path, **world_options) as opened:
        yield opened


@pytest.fixture(autouse=True)
def nobodys_words_are_logged() -> Iterator[None]:
    """Of no test at all: what was stored about people does not stand in a line of the log, at any level."""
    with all_lines() as lines, stored_words() as words:
        yield
    assert_not_logged(lines, words)


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


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: tests wait for processes, browsers and databases, too."""
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once if what the bot sends was not compared with Discord's own description."""
    if find() is None:
        terminalreporter.write_line(ABSENT)
