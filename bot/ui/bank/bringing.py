"""After something was stored that others are told of: tell them without waiting for the clock."""

import contextlib

from bot.domain.errors import StoreUnavailable
from bot.services.clockwork import Clockwork


async def bring(clockwork: Clockwork, *places: int | None) -> None:
    """Bring what is due at these places. What was stored is safe; without a store the rest waits for its turn."""
    for place in dict.fromkeys(places):
        if place is not None:
            with contextlib.suppress(StoreUnavailable):
                await clockwork.serve(place)
