"""Days in German, French and Spanish, read by ``dateparser``; nothing else is asked of it.

It is handed only the words of a day (``morgen``, ``3. Dezember``, ``lundi``), never a clock time or a span, because
those it misreads. Importing it takes a tenth of a second and its first reading a little more: hence in the function,
and :func:`prepare`.
"""

import re
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from bot.domain.when.days import Day
from bot.domain.when.values import WhenError, WhenReason
from bot.domain.when.words import FOREIGN_WEEKDAYS

_LANGUAGES = ["de", "fr", "es"]
_ONE_AT_A_TIME = Lock()
"""``dateparser`` keeps caches in its modules and does not say whether threads may share them."""

_MOST_WORDS = 6
_LEAST_LETTERS = 3
_ARTICLES = re.compile(
    r"\b(?:am|an|den|der|dem|diese[nrsm]?|nächste[nrsm]?|kommende[nrsm]?|le|la|el|los|du|de|près|prochaine?|próxim[oa]|"
    r"este|esta|ce|cette|que viene)\b"
)
_WORDS = re.compile(r"(?:\d{1,2}(?:\.|er|º)?|\d{4}|[^\W\d_]+[.]?)")
_GAP = re.compile(r"\s+")


def day_elsewhere(text: str, today: date) -> Day | None:
    """The day that ``text`` names in another language, from today on if it does not say which year.

    :raises WhenError: for a weekday on which the date does not fall.
    """
    words = _GAP.sub(" ", _ARTICLES.sub(" ", text)).strip().split()
    numbers = [word for word in words if word[0].isdigit()]
    letters = sum(one.isalpha() for word in words for one in word)
    if not words or len(words) > _MOST_WORDS or letters < _LEAST_LETTERS or len(numbers) > 2:  # noqa: PLR2004
        return None
    if not all(_WORDS.fullmatch(word) for word in words):
        return None
    # Of two numbers one is a year in full: of "25 18" the library makes the year 2118.
    if len(numbers) == 2 and sum(len(number) == 4 for number in numbers) != 1:  # noqa: PLR2004
        return None
    day = _parsed(" ".join(words), today)
    if day is None:
        return None
    if any(FOREIGN_WEEKDAYS.get(word.strip("."), day.weekday()) != day.weekday() for word in words):
        raise WhenError(WhenReason.WRONG_WEEKDAY)
    if len(words) == 1 and words[0] in FOREIGN_WEEKDAYS and day == today + timedelta(days=7):
        return Day(((today,), (day,)), today_needs_clock=True)
    return Day(((day,),))


def prepare() -> None:
    """Loads the library and its languages, about a third of a second, so that the first reader does not wait."""
    for text in ("morgen", "demain", "mañana", "keinedatum"):
        _parsed(text, date(2026, 1, 1))


def _parsed(text: str, today: date) -> date | None:
    # Midnight as the base: an answer at another time is no day. Older versions keep settings for good by their values,
    # which makes one a day.
    base = datetime(today.year, today.month, today.day)  # noqa: DTZ001
    with _ONE_AT_A_TIME:
        try:
            found = _ask(text, base)
        except Exception:
            return None  # whatever it trips over, the text was not readable
    if found is None or found.period != "day" or found.date_obj is None or found.date_obj.tzinfo is not None:
        return None
    parsed: datetime = found.date_obj
    if parsed.time() != base.time():
        return None
    return parsed.date()


def _ask(text: str, base: datetime) -> Any:
    from dateparser.date import DateDataParser  # noqa: PLC0415 - a tenth of a second that most runs never need

    settings = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
        "PARSERS": ["relative-time", "absolute-time"],
        "TIMEZONE": "UTC",
        "TO_TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    return DateDataParser(languages=_LANGUAGES, settings=settings).get_date_data(text)
