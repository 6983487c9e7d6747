"""What the bot owes to a person or a channel at a time, as the ``deliveries`` table holds it."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2s
from typing import Any

from pydantic import BaseModel, ConfigDict

LEASE = timedelta(seconds=30)
"""How long a claim holds. A send takes a second or two; a process that needs longer is taken for dead."""

_FIRST_RETRY = timedelta(seconds=10)
_LONGEST_RETRY = timedelta(hours=1)
MOST_ATTEMPTS = 40
"""With the backoff below about 33 hours of trying; longer outages of Discord are not on record."""


class DeliveryStatus(StrEnum):
    """Where a delivery stands. ``DEAD``: could not be brought, with the reason in ``error``."""

    PENDING = "pending"
    SENT = "sent"
    CANCELLED = "cancelled"
    DEAD = "dead"


class Delivery(BaseModel):
    """One row: what (``kind`` and ``payload``), where (``channel_id``, else the person ``user_id``), when.

    ``key`` is unique over all rows: owing the same thing twice is owing it once. ``subject`` groups what is cancelled
    together, such as ``round:12``. ``planned_at``: when it was due at first; ``due_at`` moves with every further try.
    """

    model_config = ConfigDict(frozen=True)

    id: int
    guild_id: int
    channel_id: int | None
    user_id: int
    kind: str
    key: str
    subject: str
    payload: dict[str, Any]
    due_at: datetime
    planned_at: datetime | None = None
    attempts: int = 0
    status: DeliveryStatus = DeliveryStatus.PENDING
    message_id: int | None = None
    error: str | None = None

    @property
    def nonce(self) -> str:
        """Discord drops a second message with the same nonce (at most 25 characters).

        The place is part of it: ids begin anew with a new database, and a delivery may go to the person instead.
        """
        return blake2s(f"{self.id}:{self.place}:{self.key}".encode(), digest_size=12).hexdigest()

    @property
    def promised_at(self) -> datetime:
        """When it was due before anything went wrong."""
        return self.planned_at or self.due_at

    @property
    def place(self) -> int:
        """What is sent to one place is sent in order."""
        return self.channel_id or self.user_id


class Failed(BaseModel):
    """A delivery that could not be brought: what, to whom or where, when it was given up, why."""

    model_config = ConfigDict(frozen=True)

    id: int
    kind: str
    channel_id: int | None
    user_id: int
    settled_at: datetime
    error: str | None


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after the ``attempts``-th failure: 10 s, doubled each time, at most an hour."""
    doublings = min(max(attempts - 1, 0), 12)
    return min(_FIRST_RETRY * (1 << doublings), _LONGEST_RETRY)
