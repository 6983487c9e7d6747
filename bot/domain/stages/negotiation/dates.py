"""Dates in a candidate's words, as days from a day: ``1 March``, ``March 1, 2027``, ``2027-03-01``."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    r"(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|May)"
)
"""May only with its capital: ``3 may do``."""
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_PATTERNS = (
    re.compile(rf"(?:\bon )?(?:\bthe )?(?<![\d.,]){_DAY}(?: of)? {_LONG}\b\.?{_YEAR}"),
    re.compile(rf"(?:\bon )?\b{_LONG}\.? (?:the )?{_DAY}\b(?![.,]\d){_YEAR}"),
)


def dates_as_days(text: str, today: date) -> str:
    """The same text with every date as ``28 days``; a date without a year is the next one."""
    text = _ISO.sub(lambda match: _days(match, int(match["month"]), today), text)
    for pattern in _PATTERNS:
        text = pattern.sub(lambda match: _days(match, _month(match["month"]), today), text)
    return text


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].casefold()) + 1


def _days(match: re.Match[str], month: int, today: date) -> str:
    """The words themselves where the calendar has no such day."""
    try:
        if match["year"]:
            found = date(int(match["year"]), month, int(match["day"]))
        else:
            found = date(today.year, month, int(match["day"]))
            found = found if found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return match[0]
    return f"{(found - today).days} days"
