"""The database engine: one URL, the same statements on SQLite and PostgreSQL."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.errors import StoreBusy, StoreFull, StoreUnavailable

BUSY_SECONDS = 2.0
"""How long one try waits for another writer; shorter than the 3 s in which Discord wants an acknowledgement."""

_CACHE = "cache_size=-512"
"""KiB a connection. The system keeps the file's pages anyway; eight caches of the usual 2 MB would be a slow leak."""
_ERASE = "secure_delete=ON"
"""What is deleted is overwritten with zeros, and not only marked as free."""
_SQLITE_POOL = 8
_POSTGRES_POOL = 10
_POSTGRES_SETTINGS = {"plan_cache_mode": "force_custom_plan"}
"""Left to itself, PostgreSQL makes one plan for servers of all sizes after a statement's fifth run: in one with 65,536
questions that plan reads them all to find 25. A plan takes 0.1 ms."""
READ_ONLY = "greenroom_read_only"


def make_engine(url: str) -> AsyncEngine:
    """An engine for ``url``; nothing is opened before its first use."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    settings = {"server_settings": _POSTGRES_SETTINGS}
    return create_async_engine(
        parsed, pool_size=_POSTGRES_POOL, pool_pre_ping=True, connect_args=settings, hide_parameters=True
    )


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; ``None`` for PostgreSQL and for a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def probe(url: str) -> None:
    """Look whether a SQLite file can be opened, before the driver does.

    The thread of a driver whose first try fails may outlive the event loop and then prints a trace.

    :raises OSError: if it cannot.
    """
    file = sqlite_file(url)
    if file is None:
        return
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise OSError(None, str(error)) from error


def reason_of(error: DBAPIError | OSError) -> str:
    """What a failure of the database says, without what surrounds it."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error.orig)


def _sqlite(url: URL) -> AsyncEngine:
    in_memory = not url.database or url.database == ":memory:"
    # A database in memory lives in its one connection: everybody shares it, in turn.
    size, overflow = (1, 0) if in_memory else (_SQLITE_POOL, _SQLITE_POOL)
    engine = create_async_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS},
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=overflow,
        # What people wrote must not stand in an error that is logged.
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # The driver would open transactions by itself, too late and never IMMEDIATE: switch that off.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", _ERASE, _CACHE):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for a lock without risking a deadlock: take the
    # write lock at once. Pure readers do not need it.
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def translate(error: DBAPIError | OSError) -> StoreUnavailable:
    """What a failure of the database means to us."""
    words = str(getattr(error, "orig", error)).lower()
    if "locked" in words or "busy" in words or "deadlock" in words:
        return StoreBusy(words)
    if "full" in words or "no space" in words or getattr(error, "errno", None) == errno.ENOSPC:
        return StoreFull(words)
    return StoreUnavailable(words)
