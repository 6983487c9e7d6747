"""Fixtures that all tests share."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, make_template, open_world


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    return asyncio.run(make_template(file))


@pytest.fixture
def world_options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Settings of the bot under test; set by ``@pytest.mark.settings(message_content=False)``."""
    marker = request.node.get_closest_marker("settings")
    return dict(marker.kwargs) if marker else {}


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
