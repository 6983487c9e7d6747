"""An interview as a file for calendars (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.interviews.values import Interview

_ALARMS = (timedelta(days=-1), timedelta(hours=-1))


def calendar_file(one: Interview, checklist: Iterable[str], now: datetime) -> bytes:
    """One event in UTC, which every calendar shows on its reader's own clocks.

    Its UID stays and its SEQUENCE rises with each change, so that a calendar that takes it again moves the event.
    """
    # It takes 60 ms to import, and most runs of the bot never need it.
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415

    event = Event()
    event.add("uid", f"interview-{one.source_id}@greenroom")
    event.add("sequence", one.version - 1)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", one.starts_at.replace(microsecond=0))
    event.add("dtend", one.ends_at.replace(microsecond=0))
    event.add("summary", f"Interview: {one.company}, {one.stage}")
    event.add("description", "\n".join([f"{one.role} at {one.company}", "", *(f"- {line}" for line in checklist)]))
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Interview: {one.company}")
        alarm.add("trigger", before)
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Greenroom//Interviews//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
