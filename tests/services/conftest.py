"""One process of the bot, on a new database."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.catalogue import Catalogue, load
from bot.settings import ROOT
from bot.storage.engine import make_engine
from bot.storage.store import Store
from tests.domain.values import make_track
from tests.services.house import House


@pytest.fixture(scope="session")
def small_catalogue() -> Catalogue:
    """One small track, with all else that ships."""
    track = make_track()
    return replace(load(ROOT / "data"), tracks={track.id: track})


@pytest.fixture
async def house(template_database: Path, tmp_path: Path, small_catalogue: Catalogue) -> AsyncIterator[House]:
    """The services on a SQLite file."""
    file = tmp_path / "house.db"
    shutil.copy(template_database, file)
    engine = make_engine(f"sqlite+aiosqlite:///{file}")
    store = Store(engine)
    yield House(store, small_catalogue)
    await store.close()
