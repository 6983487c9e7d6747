"""What people chose for themselves, wherever they meet the bot."""

from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Person(BaseModel):
    """A person's own choices; ``None`` is one that they did not make. ``quiet_*``: ``HH:MM`` on their own clocks."""

    model_config = ConfigDict(frozen=True)

    user_id: int
    zone: str | None = None
    quiet_start: str | None = None
    quiet_end: str | None = None
    reviews_a_day: int | None = None
    changed_at: datetime | None = None


class ZoneGuess(NamedTuple):
    """The zone to reckon with for a person. ``sure``: they chose it themselves; else it is their server's, or UTC."""

    name: str
    sure: bool
