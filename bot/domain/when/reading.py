"""Reads a time that a person wrote, in their zone, and says what it took for granted."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.recurrence import months_later
from bot.domain.schedule import instant_of
from bot.domain.when.cleaning import cleaned
from bot.domain.when.clocks import DEFAULT, Option, options
from bot.domain.when.days import Day
from bot.domain.when.durations import Found, Span, ahead, take_span
from bot.domain.when.pieces import Pieces, taken_apart
from bot.domain.when.values import MOST_CHOICES, MOST_YEARS, Assumed, Reading, WhenError, WhenReason
from bot.domain.when.zone_words import Named, take_zone, unknown_place

_DISCORD = re.compile(r"<t:(?P<seconds>-?\d{1,13})(?::[a-z])?>")
_NOW = frozenset({"now", "right now", "asap", "immediately"})
_FIRST_YEAR = 1970
_LEAP_YEARS_APART = 8


@dataclass(frozen=True, slots=True)
class _Moment:
    """Now, and how it looks in a zone. ``fixed``: the offset that the text gave instead of a zone."""

    now: datetime
    zone: str
    tz: ZoneInfo
    fixed: Named | None = None

    @property
    def local(self) -> datetime:
        place = self.fixed.offset if self.fixed is not None else self.tz
        return self.now.astimezone(place).replace(tzinfo=None)

    @property
    def last(self) -> datetime:
        """The furthest instant that is taken."""
        day = months_later(self.now.astimezone(self.tz).date(), 12 * MOST_YEARS)
        return instant_of(day, time.max, self.tz)


def read(text: str, zone: str, now: datetime) -> Reading:
    """The instant that ``text`` means to a person in ``zone`` at ``now``.

    A day without a time means 9:00. An hour from 1 to 12 without ``am`` or ``pm`` means, on a day that is named, the
    waking one (7 to 11 before noon, 12 noon, 1 to 6 after noon), the other one being ``Reading.instead``; without a day
    both are offered. Minutes after a two-digit hour (``09:30``) make a 24-hour clock. A date in dots is day first; one
    in slashes is ambiguous unless a number is above 12. Hours and minutes ahead elapse, days and weeks are days of the
    calendar at the same time on the clock. German, French and Spanish are understood where they are simple.

    Takes a few milliseconds, the first text in another language a third of a second (see ``prepare``). Threads may
    share it.

    :param zone: IANA name.
    :param now: aware.
    :raises WhenError: for anything but one instant in the next :data:`MOST_YEARS` years.
    :raises ValueError: for a naive ``now``.
    :raises zoneinfo.ZoneInfoNotFoundError: for an unknown ``zone``.
    """
    here = _moment(zone, now)
    line = cleaned(text)
    if found := _DISCORD.fullmatch(line):
        return _discord(int(found["seconds"]), here)
    if line in _NOW:
        raise WhenError(WhenReason.PAST, read_as=_shown(here.now, here))
    spanned = take_span(line)
    if spanned is not None and not spanned.rest:
        return _elapsed(spanned.span, here)
    try:
        named = take_zone(line)
        return _read_in(named, here)
    except WhenError as error:
        if error.reason is WhenReason.UNREADABLE and (unknown := unknown_place(line)):
            raise unknown from None
        raise


def read_date(text: str, zone: str, now: datetime) -> date:
    """The day that ``text`` means, later than today; a time beside it does not matter.

    :raises WhenError: as :func:`read` does; the choices of an ambiguous day are at 9:00.
    """
    here = _moment(zone, now)
    line = cleaned(text)
    today = here.local.date()
    spanned = take_span(line)
    if found := _DISCORD.fullmatch(line):
        days = [_discord(int(found["seconds"]), here).wall.date()]
    elif spanned is not None and not spanned.rest:
        days = [_elapsed(spanned.span, here).wall.date()]
    else:
        day = _day_of(spanned, line, here)
        days = [one for way in day.ways if (one := next((each for each in way if each > today), None))]
        if not days:
            raise WhenError(WhenReason.PAST, read_as=_safe(day.ways[0][-1:], here))
    last = here.last.astimezone(here.tz).date()
    near = sorted({one for one in days if one <= last})
    if not near:
        raise WhenError(WhenReason.TOO_FAR)
    if near[0] <= today:
        raise WhenError(WhenReason.PAST, read_as=_safe((near[0],), here))
    if len(near) > 1:
        raise WhenError(WhenReason.AMBIGUOUS, choices=tuple(_at(one, Option(DEFAULT), here) for one in near))
    return near[0]


def _moment(zone: str, now: datetime) -> _Moment:
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone")
    return _Moment(now.astimezone(UTC).replace(microsecond=0), zone, ZoneInfo(zone))


def _day_of(spanned: Found | None, line: str, here: _Moment) -> Day:
    if spanned is not None:
        pieces = _spanned_pieces(spanned, spanned.rest, here)
    else:
        pieces = taken_apart(line, here.local.date())
    if pieces.dotted is not None:
        return pieces.dotted
    if pieces.day is None:
        raise WhenError(WhenReason.NO_DAY)
    return pieces.day


def _discord(seconds: int, here: _Moment) -> Reading:
    try:
        at = datetime.fromtimestamp(seconds, UTC)
        reading = _shown(at, here)
    except (OverflowError, ValueError, OSError):
        raise WhenError(WhenReason.TOO_FAR if seconds > 0 else WhenReason.PAST) from None
    return _within(reading, here)


def _elapsed(span: Span, here: _Moment) -> Reading:
    reading = _shown(ahead(span, here.now, here.tz), here)
    if span.whole_days:
        wanted = here.local.time()
        if reading.wall.time() != wanted:
            reading = replace(reading, assumed=(Assumed.SKIPPED,))
    return _within(reading, here)


def _read_in(named: Named, here: _Moment) -> Reading:
    if named.offset is not None:
        return _resolved(named.text, _Moment(here.now, here.zone, here.tz, named))
    if not named.zones:
        return _resolved(named.text, here)
    zones = (here.zone,) if here.zone in named.zones else named.zones
    found: list[Reading] = []
    failure: WhenError | None = None
    for zone in zones:
        try:
            one = _resolved(named.text, _Moment(here.now, zone, ZoneInfo(zone)))
            found.append(one if named.sure else replace(one, assumed=(*one.assumed, Assumed.ZONE)))
        except WhenError as error:
            if failure is None or error.choices:
                failure = error
    if not found:
        assert failure is not None
        raise failure
    return _only(found)


def _resolved(text: str, here: _Moment) -> Reading:
    spanned = take_span(text)
    if spanned is not None and not spanned.rest:
        return _elapsed(spanned.span, here)
    if spanned is not None:
        pieces = _spanned_pieces(spanned, spanned.rest, here)
    else:
        pieces = taken_apart(text, here.local.date())
    if pieces.dotted is not None:
        return _both(pieces, here)
    return _of(pieces, here)


def _spanned_pieces(spanned: Found, rest: str, here: _Moment) -> Pieces:
    """``in 3 days at 9`` and ``a week from Tuesday``."""
    today = here.local.date()
    span = spanned.span
    if not span.whole_days:
        raise WhenError(WhenReason.UNREADABLE)
    pieces = taken_apart(rest.removeprefix("after "), today)
    if pieces.dotted is not None or (pieces.day is not None) != spanned.counted_from:
        raise WhenError(WhenReason.UNREADABLE)
    base = pieces.day.ways if pieces.day is not None else ((today,),)
    try:
        ways = tuple(tuple(months_later(day, span.months) + timedelta(days=span.days) for day in way) for way in base)
    except (OverflowError, ValueError):
        raise WhenError(WhenReason.TOO_FAR) from None
    return replace(pieces, day=Day(ways))


def _both(pieces: Pieces, here: _Moment) -> Reading:
    """``3.12``: a time, or a day."""
    found: list[Reading] = []
    for one in (Pieces(clock=pieces.clock), Pieces(day=pieces.dotted)):
        try:
            found.append(_of(one, here))
        except WhenError as error:
            found += error.choices
    if not found:
        raise WhenError(WhenReason.PAST)
    return _only(found)


def _of(pieces: Pieces, here: _Moment) -> Reading:
    today = here.local.date()
    times = options(pieces.clock, pieces.part)
    day = pieces.day
    if day is None:
        near = tuple(today + timedelta(days=later) for later in range(-1, 3))
        if pieces.clock is not None and pieces.clock.midnight:
            times = times[:1]
        return _only([one for option in times if (one := _first(near, option, here))])
    ways = day.ways
    if day.today_needs_clock and pieces.clock is None and pieces.part is None:
        ways = tuple(way for way in ways if way != (today,))
    found: list[Reading] = []
    asks = pieces.clock is not None and pieces.clock.midnight
    needs_clock = pieces.clock is None and Assumed.FIRST_DAY not in day.assumed
    for way in ways:
        readings = [one for option in times if (one := _first(way, option, here, needs_clock=needs_clock))]
        if asks or len({one.wall.date() for one in readings}) != 1:
            found += readings
        elif len(readings) > 1:
            other = _settled(replace(readings[1], assumed=_with(day, readings[1])))
            found.append(replace(readings[0], assumed=_with(day, readings[0]), instead=other))
        else:
            found.append(replace(readings[0], assumed=_with(day, readings[0])))
    if not found:
        raise WhenError(WhenReason.PAST, read_as=_safe(ways[0][-1:], here, times[0]))
    return _only(found)


def _with(day: Day, reading: Reading) -> tuple[Assumed, ...]:
    return (*day.assumed, *reading.assumed)


def _settled(reading: Reading) -> Reading:
    return replace(reading, assumed=tuple(one for one in reading.assumed if one is not Assumed.HALF_OF_DAY))


def _first(way: tuple[date, ...], option: Option, here: _Moment, *, needs_clock: bool = False) -> Reading | None:
    """The first of the days of ``way`` on which the time is ahead.

    :raises WhenError: if today is meant and only the time that would be assumed has passed; if that is too far ahead.
    """
    local = here.local
    days = list(way)
    if option.later and local.hour < 5 and way == (local.date(),):  # noqa: PLR2004
        days.insert(0, local.date() - timedelta(days=option.later))
    for day in days:
        if day.year < _FIRST_YEAR:
            continue
        if day.year > local.year + _LEAP_YEARS_APART:
            raise WhenError(WhenReason.TOO_FAR)
        reading = _at(day, option, here)
        if reading.at > here.now:
            return _within(reading, here)
        if needs_clock and day == local.date() and day == way[0] and option.assumed is not None:
            raise WhenError(WhenReason.NO_TIME, read_as=reading)
    return None


def _at(day: date, option: Option, here: _Moment) -> Reading:
    assumed: tuple[Assumed, ...] = () if option.assumed is None else (option.assumed,)
    wanted = datetime.combine(day + timedelta(days=option.later), option.at)
    if here.fixed is not None:
        return replace(_shown(wanted.replace(tzinfo=here.fixed.offset).astimezone(UTC), here), assumed=assumed)
    reading = _shown(instant_of(wanted.date(), wanted.time(), here.tz), here)
    if reading.wall != wanted:
        assumed += (Assumed.SKIPPED,)
    elif (wanted.replace(tzinfo=here.tz).utcoffset()) != wanted.replace(tzinfo=here.tz, fold=1).utcoffset():
        assumed += (Assumed.DOUBLED,)
    return replace(reading, assumed=assumed)


def _shown(at: datetime, here: _Moment) -> Reading:
    return Reading(at, here.zone, at.astimezone(here.tz).replace(tzinfo=None))


def _safe(days: tuple[date, ...], here: _Moment, option: Option | None = None) -> Reading | None:
    """What a day in the past was read as, unless it lies where calendars differ."""
    if not days or not _FIRST_YEAR <= days[0].year <= here.local.year + _LEAP_YEARS_APART:
        return None
    return _at(days[0], option or Option(DEFAULT), here)


def _within(reading: Reading, here: _Moment) -> Reading:
    if reading.at <= here.now:
        raise WhenError(WhenReason.PAST, read_as=reading)
    if reading.at > here.last:
        raise WhenError(WhenReason.TOO_FAR)
    return reading


def _only(found: list[Reading]) -> Reading:
    """The one instant that all agree on.

    :raises WhenError: ambiguous, if they do not.
    """
    different = {one.at: one for one in reversed(found)}
    if len(different) == 1:
        return found[0]
    # Where both halves of the day are offered, the choice leaves nothing open.
    offered = (one if one.instead is not None else _settled(one) for one in different.values())
    ordered = sorted(offered, key=lambda one: one.at)
    raise WhenError(WhenReason.AMBIGUOUS, choices=tuple(ordered[:MOST_CHOICES]))
