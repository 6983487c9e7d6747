"""The formats that Discord's description uses, as far as a wrong value is refused for them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from jsonschema import FormatChecker

BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
"""The least and the greatest number of a format of integers."""


def _is_snowflake(value: str) -> bool:
    return value.isdecimal() and int(value) <= BOUNDS["int64"][1]


def _is_uri(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https", "attachment", "discord"} and bool(parts.netloc)


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


FORMATS: Mapping[str, Callable[[str], bool]] = {"snowflake": _is_snowflake, "uri": _is_uri, "date-time": _is_moment}
"""The formats of text."""


def _of_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


CHECKER = FormatChecker(formats=())
for _name, _check in FORMATS.items():
    CHECKER.checks(_name)(_of_text(_check))
