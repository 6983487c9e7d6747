"""One event as a file for calendars (RFC 5545)."""

from datetime import datetime, timedelta
from typing import NamedTuple

_ALARMS = (timedelta(days=-1), timedelta(hours=-1))


class Entry(NamedTuple):
    """What a calendar shows. ``uid`` stays and ``sequence`` rises with each change, so that a calendar that takes the
    file again moves the event. ``alarm``: what it says a day and an hour before. ``product``: what the file is of."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    alarm: str
    product: str
    url: str = ""


def file_of(entry: Entry, now: datetime) -> bytes:
    """The event in UTC, which every calendar shows on its reader's own clocks."""
    # It takes 60 ms to import, and most runs of the bot never need it.
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", entry.starts_at.replace(microsecond=0))
    event.add("dtend", entry.ends_at.replace(microsecond=0))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.url:
        event.add("url", entry.url)
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.alarm)
        alarm.add("trigger", before)
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", f"-//Greenroom//{entry.product}//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
