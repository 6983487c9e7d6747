"""An interview as a file for calendars."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.calendars import Entry, file_of
from bot.domain.interviews.values import Interview


def calendar_file(one: Interview, checklist: Iterable[str], now: datetime) -> bytes:
    """One event; see :func:`bot.domain.calendars.file_of`."""
    entry = Entry(
        uid=f"interview-{one.source_id}@greenroom",
        sequence=one.version - 1,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        summary=f"Interview: {one.company}, {one.stage}",
        description="\n".join([f"{one.role} at {one.company}", "", *(f"- {line}" for line in checklist)]),
        alarm=f"Interview: {one.company}",
        product="Interviews",
    )
    return file_of(entry, now)
