"""What is said around the planning of a session, as values."""

from enum import StrEnum

from pydantic import Field

from bot.domain.notices import Notice
from bot.domain.sessions.values import Member, Session


class SessionNotice(Notice):
    """Something about a session that is planned."""

    session: Session


class SessionPost(SessionNotice):
    """The sign-up post, or the poll for a time. ``votes``: who can, by the number of the time."""

    members: tuple[Member, ...] = ()
    votes: dict[int, tuple[int, ...]] = Field(default_factory=dict)


class SessionReminder(SessionNotice):
    """It begins in a while; ``which``: see :data:`bot.domain.sessions.reminding.BEFORE`."""

    which: str
    member: Member


class Told(StrEnum):
    """What people are told of without having asked."""

    MOVED_UP = "moved_up"
    """From the waiting list to a place."""
    MOVED = "moved"
    """The session is at another time."""
    CANCELLED = "cancelled"
    FIXED = "fixed"
    """The poll is over, and they have a place."""
    FIXED_WAITING = "fixed_waiting"
    """The poll is over, and they are on the waiting list."""
    POLL_OVER = "poll_over"
    """All proposed times have passed; this and what follows is for the host."""
    NOBODY = "nobody"
    """Nobody signed up."""
    NO_POST = "no_post"
    """The sign-up post could not be posted."""


class SessionTold(SessionNotice):
    """A word to one person. ``number`` tells it from others of the same words."""

    told: Told
    number: int = 0
