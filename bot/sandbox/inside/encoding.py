"""Cells as JSON. What JSON has no form for goes as text, and the column's type tells the bot how to read it."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

_LONGEST_CELL: Final = 32 * 1024
_LONGEST_NAME: Final = 200
_DEEPEST: Final = 20
_MARK: Final = "…\u2060"  # with an invisible mark that tells it from an ellipsis in the data
CUT: Final = _MARK.encode()

Writer = Callable[[Any], Any]
_write: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


def encoded(rows: Sequence[Sequence[Any]], writers: list[Writer | None]) -> bytes:
    """The rows as a JSON list of lists."""
    if any(writers):
        rows = [[write(cell) if write else cell for write, cell in zip(writers, row, strict=True)] for row in rows]
    return _write(rows).encode("utf-8", "replace")


def cell_writers(description: Sequence[Sequence[Any]] | None) -> list[Writer | None]:
    """For each column what makes JSON of a cell; None where nothing needs to be done."""
    return [_writer(str(column[1])) for column in description or ()]


def name_of(column: object) -> str:
    return str(column)[:_LONGEST_NAME]


def _writer(kind: str) -> Writer | None:
    if kind in _PLAIN:
        return None
    if kind == "VARCHAR":
        return _text
    if kind == "INTERVAL":
        return _span
    return _as_text if kind.startswith(_PRINTED) and not kind.endswith("]") else _nested


def _text(value: Any) -> Any:
    return value if value is None or len(value) <= _LONGEST_CELL else value[:_LONGEST_CELL] + _MARK


def _as_text(value: Any) -> Any:
    return value if value is None else str(value)


def _span(value: Any) -> Any:
    return f"{value.days} {value.seconds} {value.microseconds}" if isinstance(value, timedelta) else _as_text(value)


def _nested(value: Any) -> Any:
    return value if value is None else _text(_shown(value, 0))


def _shown(value: Any, depth: int) -> str:
    """Lists, structs, maps, blobs and the rest as text, in DuckDB's manner."""
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, bytes):
        return base64.b16encode(value[:_LONGEST_CELL]).decode()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(item, depth + 1) for item in value[:_LONGEST_CELL]) + "]"
    if isinstance(value, dict):
        inner = (f"{_shown(key, depth + 1)}: {_shown(item, depth + 1)}" for key, item in value.items())
        return "{" + ", ".join(inner) + "}"
    return "NULL" if value is None else str(value)


_PLAIN: Final = frozenset(
    {"BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
    | {"UHUGEINT", "FLOAT", "DOUBLE"}
)
_PRINTED: Final = ("DECIMAL", "DATE", "TIME")
