"""Words and pieces that several messages about sessions share."""

from datetime import datetime, timedelta

import discord

from bot.domain.calendars import Entry, file_of
from bot.domain.sessions.values import EventProblem, Session, SessionStatus, Wish
from bot.domain.zones import place_of
from bot.ui.actions import ActionButton
from bot.ui.text import inert, moment, span

COLOUR = discord.Colour.from_rgb(88, 129, 207)
OVER = discord.Colour.dark_grey()
FILE = "session.ics"

WISHES = {
    Wish.CANDIDATE: ("Candidate", "🙋"),
    Wish.INTERVIEWER: ("Interviewer", "🎤"),
    Wish.EITHER: ("Either", "🔄"),
    Wish.OBSERVER: ("Observer", "👀"),
}
AS_WISHED = {
    Wish.CANDIDATE: "as a **candidate**",
    Wish.INTERVIEWER: "as an **interviewer**",
    Wish.EITHER: "as **either**, candidate or interviewer",
    Wish.OBSERVER: "as an **observer**",
}
NO_EVENT = {
    EventProblem.RIGHTS: (
        "It is not among this server's events, as I lack **Create Events** or **Manage Events**: the session stands "
        "all the same."
    ),
    EventProblem.CAP: (
        "It is not among this server's events, which are 100 already, Discord's limit: the session stands all the same."
    ),
    EventProblem.GONE: "Its event was deleted from this server's events: the session stands all the same.",
    EventProblem.REFUSED: "Discord did not take it into this server's events: the session stands all the same.",
}


def named(session: Session) -> str:
    """What it is called, so that it is nothing but text."""
    return inert(session.name)


def head(session: Session) -> str:
    """What it is, as a heading."""
    below = f"\n-# {inert(session.place)}" if session.title else f"\n-# {inert(session.track_title)}"
    return f"## 🎙️ {named(session)}{below}"


def when(session: Session) -> str:
    """Its time, in the reader's zone and as it was planned."""
    length = span(timedelta(minutes=session.minutes))
    if session.starts_at is None or session.wall is None:
        return f"🗓️ The time is still to be found · {length}"
    every = " · every week" if session.weekly else ""
    clock = f"{session.wall:%H:%M} in {place_of(session.zone)}"
    return f"🗓️ {at(session)} · {length}{every}\n-# That is {clock}."


def at(session: Session) -> str:
    """Its time, with how far away it is."""
    assert session.starts_at is not None, "its time is known"
    return f"{moment(session.starts_at, 'F')} ({moment(session.starts_at, 'R')})"


def link(session: Session) -> str | None:
    """Where its post is."""
    if session.message_id is None:
        return None
    return f"https://discord.com/channels/{session.guild_id}/{session.channel_id}/{session.message_id}"


def to_post(session: Session, label: str = "The sign-up post") -> str:
    """A link to its post, in words."""
    url = link(session)
    return f"[{label}]({url})" if url else f"<#{session.channel_id}>"


def calendar_button(session: Session) -> ActionButton:
    """The way to the file for a calendar."""
    return ActionButton("Calendar file", "ses_ics", session.guild_id, session.id, emoji="🗓️")


def calendar_file(session: Session, now: datetime) -> bytes:
    """The session for a calendar; it has a time."""
    assert session.starts_at is not None, "its time is known"
    assert session.ends_at is not None, "its time is known"
    entry = Entry(
        uid=f"session-{session.guild_id}-{session.key.replace(':', '-')}@greenroom",
        sequence=session.version - 1,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=f"Mock interviews: {session.name}",
        description="\n".join(filter(None, [session.place, link(session)])),
        alarm=f"Mock interviews: {session.name}",
        product="Sessions",
        url=link(session) or "",
    )
    return file_of(entry, now)


STATUS = {
    SessionStatus.CHECK_IN: "**It begins now:** say that you are there below.",
    SessionStatus.RUNNING: "**It is going on.**",
    SessionStatus.ENDED: "**This session is over.** Thank you for coming.",
    SessionStatus.CANCELLED: "**This session was cancelled.**",
}
