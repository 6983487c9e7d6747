"""What is owed around a session, as rows of the table of deliveries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.domain.sessions.notices import Told
from bot.domain.sessions.reminding import reminders
from bot.domain.sessions.values import Session

POST, SHOW, EVENT, POLL_OVER = "session_post", "session_show", "session_event", "session_poll_over"
CALL, REMINDER, TOLD, CHECK_IN = "session_call", "session_reminder", "session_told", "session_check_in"
"""Kinds of deliveries: the sign-up post, an update of it, the scheduled event, the end of a poll; a reminder for all,
which becomes one for each; a word to somebody; the start."""

TIMED = (CALL, REMINDER, CHECK_IN, POLL_OVER)
"""Those that another time makes void."""

Row = dict[str, Any]


def row(session: Session, kind: str, name: object, due_at: datetime, **payload: object) -> Row:
    """Something that is done in the session's channel; ``name`` tells it from others of its kind."""
    return {
        "guild_id": session.guild_id,
        "channel_id": session.channel_id,
        "user_id": session.host_id,
        "kind": kind,
        "key": f"{kind}:{session.id}:{name}",
        "subject": session.subject,
        "payload": {"session": session.id, "version": session.version} | payload,
        "due_at": due_at,
    }


def personal_row(session: Session, kind: str, name: object, user_id: int, due_at: datetime, **payload: object) -> Row:
    """Something that is said to one person: directly, and where that is closed in the session's channel."""
    made = row(session, kind, f"{name}:{user_id}", due_at, elsewhere=[session.channel_id], **payload)
    return made | {"channel_id": None, "user_id": user_id}


def timed_rows(session: Session, now: datetime) -> list[Row]:
    """The reminders and the start of a session whose time is known; of a poll its end."""
    if session.starts_at is None:
        last = max((one.at for one in session.times), default=now)
        return [row(session, POLL_OVER, session.version, last)]
    made = [
        row(session, CALL, f"{session.version}:{which}", at, which=which)
        for which, at in reminders(session.starts_at, now).items()
    ]
    return [*made, row(session, CHECK_IN, session.version, session.starts_at)]


def event_row(session: Session, now: datetime) -> Row:
    """Bring the scheduled event in step with the session as it is then."""
    return row(session, EVENT, session.version, now)


def told_rows(session: Session, told: Told, user_ids: Iterable[int], number: int, now: datetime) -> list[Row]:
    """A word to each of these people; ``number``: the press or the version that it comes of."""
    return [
        personal_row(session, TOLD, f"{told.value}:{number}", user_id, now, told=told.value, number=number)
        for user_id in user_ids
    ]
