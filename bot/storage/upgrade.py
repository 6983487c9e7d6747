"""Bring the schema up to date with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import StoreBusy
from bot.storage.engine import translate

_TRIES = 30
"""With the driver's own 2 s a minute: a migration may go through every row of a large table."""

ROOT = Path(__file__).resolve().parents[2]


class SchemaBehindError(Exception):
    """The database has another schema than this version of the bot; on PostgreSQL ``upgrade`` is run by a person."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, for the command line and for use from here."""
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    settings.attributes["connection"] = connection
    return settings


def head() -> str:
    """The newest revision there is."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    if found is None:  # pragma: no cover - the first revision is part of the checkout
        raise SchemaBehindError("there are no migrations")
    return found


async def upgrade(engine: AsyncEngine) -> bool:
    """Run all missing migrations; ``False`` if there were none. Waits for another process that does so right now."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return await _upgrade(engine)
        except DBAPIError as error:
            if not tries_left or not isinstance(translate(error), StoreBusy):
                raise
    raise AssertionError("the last try returns or raises")  # pragma: no cover


async def _upgrade(engine: AsyncEngine) -> bool:
    async with engine.connect() as connection:
        if await connection.run_sync(_revision) == head():
            return False
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))
    return True


async def check_current(engine: AsyncEngine) -> None:
    """:raises SchemaBehindError: unless the schema is the newest one."""
    async with engine.connect() as connection:
        found = await connection.run_sync(_revision)
    if found != head():
        raise SchemaBehindError(f"the database is at {found or 'no schema'}, this version needs {head()}")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
