"""A study group's session and the people in it, as values."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.interviews.values import Wall
from bot.domain.sessions.wishes import Wish
from bot.domain.tracks import StageKind

__all__ = ["EventProblem", "Member", "MemberState", "Proposed", "Session", "SessionStatus", "Wish"]

TITLE_ROOM = 80
"""Characters of a title; a scheduled event takes 100."""

PLACES, FEWEST_PLACES, MOST_PLACES = 12, 2, 100
TABLE_SIZE, SMALLEST_TABLE, LARGEST_TABLE = 2, 2, 6
SHORTEST, LONGEST = 15, 240
"""Minutes of a session."""

DEFAULT_MINUTES = 60
MOST_TIMES = 5
"""Times that a poll may propose: each has a button."""

MOST_PLANNED = 25
MOST_OF_HOST = 5
"""Sessions ahead in one server: so many fit into a list to choose from."""


class SessionStatus(StrEnum):
    """``POLL``: the time is still to be found; ``CHECK_IN``: people say that they are there."""

    POLL = "poll"
    PLANNED = "planned"
    CHECK_IN = "check_in"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class MemberState(StrEnum):
    """Where a member stands. ``REMOVED``: they left the server, or were banned from it."""

    IN = "in"
    WAITING = "waiting"
    LEFT = "left"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    REMOVED = "removed"


class EventProblem(StrEnum):
    """Why a session has no scheduled event."""

    RIGHTS = "rights"
    CAP = "cap"
    """The server has 100 of them, Discord's limit."""
    GONE = "gone"
    """Somebody deleted it."""
    REFUSED = "refused"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Proposed(_Value):
    """A time of a poll: ``wall`` on the clocks of the session's zone, which is ``at``."""

    wall: Wall
    at: datetime


class Session(_Value):
    """One meeting. ``key``: what it is planned for once, an interaction or the session before it; ``times``: those of
    its poll; ``title``: empty if the host gave none; ``weekly``: a week later there is another one.

    ``version`` counts what deliveries depend on: one of another version is void. ``show_owed`` and ``show_at``: whether
    an update of the post is owed that has not looked yet, and when the last one was or is due.
    """

    id: int = 0
    key: str
    guild_id: int
    channel_id: int
    host_id: int
    track_id: str
    stage_id: str
    kind: StageKind
    track_title: str
    stage_title: str
    title: str = ""
    zone: str
    wall: Wall | None = None
    starts_at: datetime | None = None
    minutes: int = DEFAULT_MINUTES
    capacity: int = PLACES
    table_size: int = TABLE_SIZE
    weekly: bool = False
    status: SessionStatus = SessionStatus.PLANNED
    times: tuple[Proposed, ...] = ()
    message_id: int | None = None
    event_id: int | None = None
    event_problem: EventProblem | None = None
    version: int = 1
    show_owed: bool = False
    show_at: datetime | None = None
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """When it is over, as planned."""
        return self.starts_at and self.starts_at + timedelta(minutes=self.minutes)

    @property
    def subject(self) -> str:
        """Names its deliveries."""
        return f"session:{self.id}"

    @property
    def name(self) -> str:
        """What it is called."""
        return self.title or self.stage_title

    @property
    def place(self) -> str:
        """Track and stage by their titles."""
        return f"{self.track_title} · {self.stage_title}"

    @property
    def takes_members(self) -> bool:
        """Whether people sign up, change their wish or leave by the post."""
        return self.status is SessionStatus.PLANNED

    @property
    def is_ahead(self) -> bool:
        """Whether it did not begin yet."""
        return self.status in (SessionStatus.POLL, SessionStatus.PLANNED)

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.status not in (SessionStatus.ENDED, SessionStatus.CANCELLED)

    def put(self, **changes: object) -> "Session":
        """The same session with changes."""
        return self.model_copy(update=changes)


class Member(_Value):
    """One person in a session. ``source_id``: the press that brought them to where they stand; ``missed``: how often
    they did not come in the 90 days before they signed up."""

    session_id: int
    guild_id: int
    user_id: int
    wish: Wish
    state: MemberState
    joined_at: datetime
    source_id: int
    missed: int = 0

    @property
    def order(self) -> tuple[datetime, int]:
        """In what order people came."""
        return self.joined_at, self.source_id

    @property
    def is_in(self) -> bool:
        """Whether they have a place."""
        return self.state in (MemberState.IN, MemberState.CHECKED_IN)

    def put(self, **changes: object) -> "Member":
        """The same member with changes."""
        return self.model_copy(update=changes)
