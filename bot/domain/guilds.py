"""What a server chose in ``/setup``."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

WELCOME = "welcome"
"""Kind of the delivery that greets whoever owns a server that the bot came to."""

DEFAULT_ZONE = "UTC"


class Setting(StrEnum):
    """What can be chosen, by its field of :class:`GuildSettings`."""

    PRACTICE = "practice_id"
    ROLE = "role_id"
    ZONE = "zone"
    REVIEW = "review_id"
    AUDIT = "audit_id"
    LEADERBOARD = "leaderboard"


class GuildSettings(BaseModel):
    """A server's choices; ``None`` is one that nobody made yet.

    Channels: ``practice_id`` where people practise, ``review_id`` where suggestions wait, ``audit_id`` where changes of
    the question bank are logged. ``role_id``: who has it is a moderator. ``zone``: IANA name.
    ``leaderboard``: whether there is one.
    """

    model_config = ConfigDict(frozen=True)

    guild_id: int
    practice_id: int | None = None
    role_id: int | None = None
    review_id: int | None = None
    audit_id: int | None = None
    zone: str | None = None
    leaderboard: bool | None = None
    changed_at: datetime | None = None

    @property
    def zone_name(self) -> str:
        """The zone to reckon with: the chosen one, else UTC."""
        return self.zone or DEFAULT_ZONE

    @property
    def has_leaderboard(self) -> bool:
        """Whether there is a leaderboard: unless a moderator switched it off."""
        return self.leaderboard is not False
