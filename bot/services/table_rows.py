"""What a check-in and a table owe, as rows of the deliveries table."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.sessions.checkin import CheckIn
from bot.domain.sessions.sittings import GRACE, Sitting, SittingStatus
from bot.domain.sessions.table_notices import Personal, Trouble, Word
from bot.domain.sessions.tables import Table
from bot.domain.sessions.values import Session
from bot.services.ports import Unit

POST, COUNT, END, OVER = "check_in_post", "check_in_count", "check_in_end", "session_over"
PERSONAL, TROUBLE = "session_personal", "session_trouble"
OPEN, SEAT, UNSEAT, CLOSE = "table_open", "table_seat", "table_unseat", "table_close"
PANEL, ASK, NUDGE, TIME, TURN, WORD = (
    "table_panel",
    "table_ask",
    "table_nudge",
    "table_time",
    "table_turn",
    "table_word",
)
CLOCK = (NUDGE, TIME, TURN)
"""Kinds that belong to the clock of a sitting."""

_COUNT_SECONDS = 4
"""A post shows a new list at once, and then once in so many seconds: Discord takes five edits in five seconds."""

Row = dict[str, object]


def session_row(session: Session, kind: str, key: str, due_at: datetime, **payload: object) -> Row:
    """Something for a session's channel."""
    return {
        "guild_id": session.guild_id,
        "channel_id": session.channel_id,
        "user_id": session.host_id,
        "kind": kind,
        "key": f"{kind}:{session.id}{key}",
        "subject": f"check_in:{session.id}",
        "payload": {"session": session.id} | payload,
        "due_at": due_at,
    }


def table_row(table: Table, kind: str, key: object, due_at: datetime, **payload: object) -> Row:
    """Something for a table's thread; while it has none, and for what is not said, for its channel."""
    place = table.channel_id if kind in (OPEN, SEAT, UNSEAT, CLOSE) else table.thread_id or table.channel_id
    return {
        "guild_id": table.guild_id,
        "channel_id": place,
        "user_id": table.host_id,
        "kind": kind,
        "key": f"{kind}:{table.id}:{key}",
        "subject": table.clock_subject if kind in CLOCK else table.subject,
        "payload": {"table": table.id} | payload,
        "due_at": due_at,
    }


def clock_rows(table: Table, sitting: Sitting) -> list[Row]:
    """The clock of a sitting that runs: a word when it is nearly over, one when it is, then the rotation."""
    nudged_at, ends_at = sitting.nudged_at(), sitting.ends_at
    if sitting.status is not SittingStatus.RUNNING or sitting.is_paused or nudged_at is None or ends_at is None:
        return []
    due = {NUDGE: nudged_at, TIME: ends_at, TURN: ends_at + GRACE}
    stamp = ends_at.isoformat()
    return [
        table_row(table, kind, f"{sitting.number}:{table.version}", at, sitting=sitting.number, ends=stamp)
        for kind, at in due.items()
    ]


def word_row(table: Table, word: Word, user_id: int, key: object, now: datetime, link: int | None = None) -> Row:
    """One line in the thread of a table."""
    return table_row(table, WORD, f"{word.value}:{key}", now, word=word.value, user=user_id, link=link)


def personal_row(session: Session, user_id: int, what: Personal, now: datetime, link: int | None = None) -> Row:
    """For one person; in private only."""
    said: Mapping[str, Any] = {"what": what.value, "name": session.name, "link": link, "channel": session.channel_id}
    row = session_row(session, PERSONAL, f":{user_id}", now, **said)
    return row | {"channel_id": None, "user_id": user_id}


def trouble_row(
    session: Session, trouble: Trouble, key: object, now: datetime, reason: str = "", link: int | None = None
) -> Row:
    """For the host; in the session's channel if their direct messages are closed."""
    said: Mapping[str, Any] = {"trouble": trouble.value, "name": session.name, "reason": reason, "link": link}
    elsewhere = [] if trouble is Trouble.CHANNEL_GONE else [session.channel_id]
    row = session_row(session, TROUBLE, f":{trouble.value}:{key}", now, elsewhere=elsewhere, **said)
    return row | {"channel_id": None}


async def owe_count(unit: Unit, check_in: CheckIn, host_id: int, now: datetime) -> None:
    """Owe the post's new list: at once, or in a few seconds if there was one just now."""
    step = int(now.timestamp()) // _COUNT_SECONDS
    at_once = f"{COUNT}:{check_in.session_id}:{step}:now"
    known = await unit.deliveries.by_key(check_in.guild_id, at_once)
    later = now + timedelta(seconds=_COUNT_SECONDS)  # later than the end of this step, so it shows all of it
    key, due_at = (at_once, now) if known is None else (f"{COUNT}:{check_in.session_id}:{step}", later)
    await unit.deliveries.owe([count_row(check_in, host_id, key, due_at)])


def count_row(check_in: CheckIn, host_id: int, key: str, due_at: datetime) -> Row:
    """The delivery that brings the post up to date."""
    return {
        "guild_id": check_in.guild_id,
        "channel_id": check_in.channel_id,
        "user_id": host_id,
        "kind": COUNT,
        "key": key,
        "subject": f"check_in:{check_in.session_id}",
        "payload": {"session": check_in.session_id},
        "due_at": due_at,
    }
