"""A store on each database: SQLite in a file, and a real PostgreSQL server that these tests start themselves."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine import make_engine
from bot.storage.store import Store
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each test of the contract runs on both."""
    return str(request.param)


@pytest.fixture
async def database_url(dialect: str, postgres: Postgres, template_database: Path, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an upgraded, empty database of the test's own."""
    if dialect == "sqlite":
        file = tmp_path / "store.db"
        shutil.copy(template_database, file)
        yield f"sqlite+aiosqlite:///{file}"
    else:
        yield await postgres.emptied()


@pytest.fixture
async def empty_url(dialect: str, postgres: Postgres, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without any table."""
    if dialect == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    else:
        async with postgres.database() as url:
            yield url


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The bot's engine on that database."""
    made = make_engine(database_url)
    yield made
    await made.dispose()


@pytest.fixture
def store(engine: AsyncEngine) -> Store:
    """The store under test."""
    return Store(engine)
