"""What an organiser writes, read: times in their zone, a title, numbers."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from bot.domain.errors import Reason, Refused
from bot.domain.interviews.texts import clean
from bot.domain.interviews.values import instant_at, utc, wall_at
from bot.domain.sessions.poll import in_order, several
from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.values import (
    DEFAULT_MINUTES,
    FEWEST_PLACES,
    LONGEST,
    MOST_PLACES,
    PLACES,
    SHORTEST,
    Proposed,
    Session,
)
from bot.domain.when import LONGEST_TEXT, Reading, WhenError, read
from bot.services.sessions import Change
from bot.ui.sessions import lists
from bot.ui.text import cut, inert
from bot.ui.when_sentences import assumptions, when_sentence


class Times(NamedTuple):
    """The times that were written. ``zone``: that of a single one; ``lines``: what was taken for granted."""

    zone: str
    found: tuple[Proposed, ...]
    lines: tuple[str, ...] = ()
    instead: Reading | None = None


async def times_of(typed: str, zone: str, now: datetime) -> Times:
    """One time, or several to choose from.

    :raises WhenError: if the only one cannot be taken; :raises SessionRefused: naming the one of several.
    """
    pieces = several(typed)
    if len(pieces) <= 1:
        reading = await asyncio.to_thread(read, typed, zone, now)
        return Times(reading.zone, (proposed(reading.at, reading.zone),), tuple(assumptions(reading)), reading.instead)
    readings = []
    for piece in pieces:
        try:
            readings.append(await asyncio.to_thread(read, piece[: LONGEST_TEXT + 1], zone, now))
        except WhenError as error:
            raise SessionRefused(No.POLL_TIME, typed=inert(cut(piece, 60)), why=when_sentence(error)) from error
    lines = dict.fromkeys(line for reading in readings for line in assumptions(reading))
    return Times(zone, in_order([proposed(one.at, zone) for one in readings]), tuple(lines))


def picked(seconds: int, zone: str) -> Proposed:
    """A time from a button. :raises Refused: for seconds that no calendar has."""
    try:
        return proposed(utc(seconds), zone)
    except (ValueError, OverflowError):
        raise Refused(Reason.UNKNOWN_BUTTON) from None


def proposed(at: datetime, zone: str) -> Proposed:
    """An instant with what the clocks of a zone show, to the minute."""
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    return Proposed(wall=wall_at(minute, zone), at=minute)


def in_zone(session: Session, zone: str) -> Proposed:
    """The same time on the clocks of another zone."""
    assert session.wall is not None, "its time is known"
    return Proposed(wall=session.wall, at=instant_at(session.wall, zone))


def title_of(fields: Mapping[str, str]) -> str:
    """A title on one line; nothing where there is no letter in it."""
    title = clean(fields.get(lists.TITLE, ""))
    return title if any(one.isalnum() for one in title) else ""


def minutes_of(fields: Mapping[str, str]) -> int:
    """:raises SessionRefused: for a length that no session has."""
    return _number(fields.get(lists.LENGTH, ""), DEFAULT_MINUTES, (SHORTEST, LONGEST), No.BAD_LENGTH)


def places_of(fields: Mapping[str, str]) -> int:
    """:raises SessionRefused: for a number of places that no session has."""
    return _number(fields.get(lists.PLACES, ""), PLACES, (FEWEST_PLACES, MOST_PLACES), No.BAD_PLACES)


async def change_of(
    fields: Mapping[str, str], before: Session, zone: str, now: datetime
) -> tuple[Change, Times | None]:
    """What is to be different; only what was written. Raises as the others do."""
    typed = fields.get(lists.STARTS, "").strip()
    times: Times | None = None
    if fields.get("picked"):
        zone = fields.get("read_in") or zone
        times = Times(zone, (picked(int(fields["picked"]), zone),))
    elif typed and typed != lists.shown_time(before):
        if len(several(typed)) > 1:
            raise SessionRefused(No.NO_POLL)
        times = await times_of(typed, zone, now)
    return (
        Change(
            time=times and times.found[0],
            zone=times and times.zone,
            title=title_of(fields) if lists.TITLE in fields else None,
            minutes=minutes_of(fields) if fields.get(lists.LENGTH) else None,
            capacity=places_of(fields) if fields.get(lists.PLACES) else None,
        ),
        times,
    )


def _number(typed: str, otherwise: int, limits: tuple[int, int], refusal: No) -> int:
    text = typed.strip()
    if not text:
        return otherwise
    least, most = limits
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most):  # noqa: PLR2004
        raise SessionRefused(refusal, least=least, most=most)
    return int(text)
