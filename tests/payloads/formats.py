"""The formats that Discord's description uses, as far as a wrong value is refused for them."""

from datetime import datetime
from urllib.parse import urlsplit

from jsonschema import FormatChecker

_INT32 = 2**31
_INT64 = 2**63


def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -_INT32 <= value < _INT32


def _is_int64(value: object) -> bool:
    return not isinstance(value, int) or -_INT64 <= value < _INT64


def _is_snowflake(value: object) -> bool:
    return not isinstance(value, str) or (value.isdecimal() and int(value) < _INT64)


def _is_uri(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return parts.scheme in {"http", "https", "attachment", "discord"} and bool(parts.netloc)


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


FORMATS = FormatChecker(formats=())
FORMATS.checks("int32")(_is_int32)
FORMATS.checks("int64")(_is_int64)
FORMATS.checks("snowflake")(_is_snowflake)
FORMATS.checks("uri")(_is_uri)
FORMATS.checks("date-time", raises=ValueError)(_is_moment)
