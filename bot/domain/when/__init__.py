"""Times as people write them: ``tomorrow 9am``, ``in 1h30``, ``next Tuesday 18:00``, ``3pm Berlin time``.

Everything that can go wrong is a :class:`WhenError`; ``bot.domain.zones`` knows the places. ``dateparser`` is asked for
days in other languages only (``docs/decisions/0007-dateparser-behind-a-wrapper.md``).
"""

from bot.domain.when.clocks import read_clock
from bot.domain.when.elsewhere import prepare
from bot.domain.when.reading import read, read_date
from bot.domain.when.values import (
    LONGEST_TEXT,
    MOST_CHOICES,
    MOST_YEARS,
    Assumed,
    Reading,
    WhenError,
    WhenReason,
)
from bot.domain.when.weekday_words import read_days

__all__ = [
    "LONGEST_TEXT",
    "MOST_CHOICES",
    "MOST_YEARS",
    "Assumed",
    "Reading",
    "WhenError",
    "WhenReason",
    "prepare",
    "read",
    "read_clock",
    "read_date",
    "read_days",
]
