"""When something that repeats at a local time happens next."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAYS_A_WEEK = 7


def next_occurrence(zone: str, wall_time: time, days: frozenset[int] | None, after: datetime) -> datetime:
    """The first instant later than ``after`` at which clocks in ``zone`` show ``wall_time`` on one of ``days``.

    :param zone: IANA name, such as ``Europe/Berlin``.
    :param days: weekdays, 0 = Monday; ``None`` for every day.
    :param after: aware, UTC.
    :return: aware, UTC. A wall time that the clocks skip that day means the first instant after the gap; of a doubled
        one the first.
    :raises ValueError: for an empty ``days``, a day outside 0 to 6, a naive ``after``.
    :raises zoneinfo.ZoneInfoNotFoundError: for an unknown zone.
    """
    if after.tzinfo is None:
        raise ValueError("after must carry a time zone")
    if days is not None and (not days or not days <= frozenset(range(_DAYS_A_WEEK))):
        raise ValueError("days must be weekdays from 0 (Monday) to 6, at least one")
    tz = ZoneInfo(zone)
    # A zone may be a day ahead of UTC, and a jump over the date line (Samoa, 2011) removes a whole local day: start a
    # day early, look a week and two days on.
    first = after.astimezone(tz).date() - timedelta(days=1)
    for offset in range(_DAYS_A_WEEK + 3):
        day = first + timedelta(days=offset)
        if days is not None and day.weekday() not in days:
            continue
        instant = instant_of(day, wall_time, tz)
        if instant > after:
            return instant
    raise AssertionError("a week holds every weekday")  # pragma: no cover


def instant_of(day: date, wall_time: time, tz: ZoneInfo) -> datetime:
    """When clocks in ``tz`` show ``wall_time`` on ``day``, aware, UTC.

    A time that the clocks skip means the first instant after the gap; of a doubled one the first.

    :raises OverflowError: on the first and the last day of the calendar, where UTC would lie outside of it.
    """
    local = datetime.combine(day, wall_time.replace(tzinfo=None, fold=0), tzinfo=tz)
    instant = local.astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local)


def _end_of_gap(local: datetime) -> datetime:
    """The instant at which the clocks jump over ``local``.

    With ``fold=0`` a skipped time is read with the offset before the jump and so lies after it by less than the gap;
    with ``fold=1`` it is read with the offset after the jump and lies before it. The jump is between the two.
    """
    tz = local.tzinfo
    low = local.replace(fold=1).astimezone(UTC)
    high = local.replace(fold=0).astimezone(UTC)
    before = low.astimezone(tz).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(tz).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
