"""Whether people are still in a server."""

from datetime import datetime
from typing import NamedTuple


class Member(NamedTuple):
    """Somebody who did something with the bot in a server. ``left_at``: since when they are known to be gone."""

    guild_id: int
    user_id: int
    seen_at: datetime
    left_at: datetime | None = None


class Asked(NamedTuple):
    """Somebody who was asked about. ``there``: whether they are in the server; ``None``: nobody could tell."""

    guild_id: int
    user_id: int
    there: bool | None
