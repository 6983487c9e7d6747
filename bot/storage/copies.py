"""Nightly copies of the database, and people in them."""

import asyncio
import logging
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.domain.errors import StoreUnavailable
from bot.storage.backup import NIGHTLY
from bot.storage.engine import make_engine
from bot.storage.store import Store
from bot.storage.upgrade import SchemaBehindError, check_current

_log = logging.getLogger(__name__)


async def erase_in_copies(folder: Path, user_id: int, guild_id: int | None) -> None:
    """Erase a person in each nightly copy. One of another version, or that is no database any more, is deleted."""
    for file in await asyncio.to_thread(lambda: sorted(folder.glob(NIGHTLY))):
        engine = make_engine(f"sqlite+aiosqlite:///{file}")
        store = Store(engine)
        try:
            await check_current(engine)
            await store.write(lambda unit: unit.privacy.erase(user_id, guild_id))
            await store.compact()
        except (SchemaBehindError, StoreUnavailable, DBAPIError, OSError) as error:
            _log.warning("the copy %s is deleted: nobody can be erased in it (%s)", file.name, type(error).__name__)
            await asyncio.to_thread(file.unlink, missing_ok=True)
        finally:
            await store.close()
