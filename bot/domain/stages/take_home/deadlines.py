"""How long a take-home is given, and when its candidate is reminded of the end."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Owed, OwedKind

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=14)
LEFT: Mapping[int, str] = {1: "half", 2: "day", 3: "hour"}
"""The reminders by the number that tells their rows apart; as they follow each other unless the time is short."""

_BEFORE = {2: timedelta(days=1), 3: timedelta(hours=1)}
_APART = timedelta(hours=1)
"""Half time is not said within an hour of another reminder."""

_UNITS = {"w": timedelta(weeks=1), "d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_PIECE = re.compile(
    r"(?P<number>\d{1,4}(?:[.,]\d{1,2})?|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\s*"
    r"(?P<unit>w(?:eeks?|k?s?)|d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?)(?![a-z])(?:\s|,|\+|and(?![a-z]))*"
)


def time_of(text: str) -> timedelta:
    """The time that was asked for: ``6 hours``, ``2 days``, ``1d 12h``, ``a week``.

    :raises Refused: if it is no time, or shorter than an hour, or longer than 14 days.
    """
    rest = text.strip().casefold()
    total = timedelta()
    while rest:
        piece = _PIECE.match(rest)
        if piece is None:
            raise Refused(Reason.BAD_TIME)
        number = _WORDS.get(piece["number"]) or float(piece["number"].replace(",", "."))
        total += number * _UNITS[piece["unit"][0]]
        rest = rest[piece.end() :]
    if not SHORTEST <= total <= LONGEST:
        raise Refused(Reason.BAD_TIME)
    return total


def in_words(span: timedelta) -> str:
    """A time as people say it, in its two largest units: ``1 day 12 hours``."""
    minutes = round(span.total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    named = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    said = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in named if number]
    return " ".join(said[:2]) or "under a minute"


def reminders(position: int, opened: datetime, due: datetime) -> Iterable[Owed]:
    """At half time, a day and an hour before the end; none that would come at once."""
    fixed = {number: due - before for number, before in _BEFORE.items() if due - before > opened}
    half = opened + (due - opened) / 2
    if all(abs(half - at) >= _APART for at in fixed.values()):
        fixed[1] = half
    for number, at in sorted(fixed.items(), key=lambda one: one[1]):
        yield Owed(OwedKind.DEADLINE, at, position, again=number)


def is_stale(number: int, opened: datetime, due: datetime, now: datetime) -> bool:
    """Whether a reminder that comes late is of no use any more: the end, or the reminder after it, has passed."""
    later = [one.due_at for one in reminders(0, opened, due) if one.again != number]
    own = next((one.due_at for one in reminders(0, opened, due) if one.again == number), due)
    return now >= due or any(own < at <= now for at in later)
