"""After something was stored that others are told of: tell them without waiting for the clock."""

import contextlib

from bot.domain.errors import StoreUnavailable
from bot.services.clockwork import Clockwork
from bot.services.guilds import Guilds


async def bring(clockwork: Clockwork, *places: int | None) -> None:
    """Bring what is due at these places. What was stored is safe; without a store the rest waits for its turn."""
    for place in dict.fromkeys(places):
        if place is not None:
            with contextlib.suppress(StoreUnavailable):
                await clockwork.serve(place)


async def bring_log(clockwork: Clockwork, guilds: Guilds, guild_id: int) -> None:
    """After whoever changed the bank was answered: their change, in the server's audit log if it has one."""
    with contextlib.suppress(StoreUnavailable):
        await bring(clockwork, (await guilds.get(guild_id)).audit_id)
