"""The ten minutes before a session's tables are formed: who is there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from bot.domain.sessions.table_refusals import TableRefused, Why

CHECK_IN_TIME = timedelta(minutes=10)


class CheckIn(BaseModel):
    """The check-in of one session. ``present``: who pressed, in that order."""

    model_config = ConfigDict(frozen=True)

    session_id: int
    guild_id: int
    channel_id: int
    message_id: int | None = None
    present: tuple[int, ...] = ()
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the tables are still to be formed."""
        return self.closed_at is None

    def with_one(self, user_id: int) -> Self:
        """Somebody is there; to say so twice is to say it once.

        :raises TableRefused: once the tables are formed.
        """
        if not self.is_open:
            raise TableRefused(Why.CHECK_IN_OVER)
        if user_id in self.present:
            return self
        return self.model_copy(update={"present": (*self.present, user_id)})

    def closed(self, now: datetime) -> Self:
        """The tables are formed."""
        return self.model_copy(update={"closed_at": now})


class Seats(NamedTuple):
    """Who sits down, in the order of their places; whose place was kept in vain; for whom there was none."""

    seated: tuple[int, ...]
    missing: tuple[int, ...]
    unseated: tuple[int, ...] = ()


def seats(signed_up: Iterable[int], waiting: Iterable[int], present: Iterable[int], capacity: int) -> Seats:
    """Places go to those who signed up, then down the waiting list, then to whoever just came; all must be there."""
    places, here = list(signed_up), list(present)
    own = [one for one in places if one in here]
    queue = [one for one in waiting if one in here]
    others = [one for one in here if one not in own and one not in queue]
    in_order = [*own, *queue, *others]
    most = max(capacity, len(own))
    missing = tuple(one for one in places if one not in here)
    return Seats(tuple(in_order[:most]), missing, tuple(in_order[most:]))


def all_in(signed_up: Iterable[int], present: Iterable[int]) -> bool:
    """Whether there is nobody left to wait for."""
    places = set(signed_up)
    return bool(places) and places <= set(present)
