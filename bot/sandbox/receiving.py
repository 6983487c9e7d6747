"""Reads what a child sends. The child ran a stranger's query: everything is bounded and nothing is believed."""

import asyncio
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from bot.domain.sql_results import ErrorKind, RunError, RunResult

Reader = Callable[[object], object]
_LENGTH: Final = 4
_LONGEST_FRAME: Final = 1024 * 1024
_LONGEST_TEXT: Final = 1000
_MOST_COLUMNS: Final = 200


class Nonsense(Exception):  # noqa: N818
    """What came is not what a child of ours would send."""


async def frame(reader: asyncio.StreamReader) -> bytes:
    """The next frame's body; EOFError when there is none."""
    size = int.from_bytes(await reader.readexactly(_LENGTH), "big")
    if size > _LONGEST_FRAME:
        raise Nonsense("a frame is too long")
    return await reader.readexactly(size)


def packed(value: object) -> bytes:
    body = json.dumps(value).encode()
    return len(body).to_bytes(_LENGTH, "big") + body


async def result(reader: asyncio.StreamReader, row_cap: int, byte_cap: int) -> RunResult:
    """The result a child sends, frame by frame: others' work gets its turn between two of them."""
    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    readers: list[Reader | None] = []
    rows: list[tuple[object, ...]] = []
    size = 0
    while True:
        body = await frame(reader)
        size += len(body)
        if size > 2 * byte_cap + _LONGEST_FRAME:
            raise Nonsense("the result is too long")
        part = _object(body)
        if "rows" in part:
            rows += _rows(part["rows"], readers)
            if len(rows) > row_cap:
                raise Nonsense("there are too many rows")
        elif "columns" in part:
            columns, types = _texts(part["columns"]), _texts(part.get("types"))
            readers = [_reader(kind) for kind in types]
        else:
            return _ending(part, RunResult(columns, types, tuple(rows)))
        await asyncio.sleep(0)


def _object(body: bytes) -> dict[str, Any]:
    try:
        part = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Nonsense("a frame is no JSON") from error
    if not isinstance(part, dict):
        raise Nonsense("a frame is no object")
    return part


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > _MOST_COLUMNS:
        raise Nonsense("these are no columns")
    return tuple(str(value)[:_LONGEST_TEXT] for value in values)


def _rows(values: object, readers: list[Reader | None]) -> list[tuple[object, ...]]:
    if not isinstance(values, list):
        raise Nonsense("these are no rows")
    try:
        if not any(readers):
            return [_row(row, len(readers)) for row in values]
        return [
            tuple([read(cell) if read else cell for read, cell in zip(readers, row, strict=True)]) for row in values
        ]
    except (ArithmeticError, TypeError, ValueError) as error:
        raise Nonsense("this is no row") from error


def _row(row: object, width: int) -> tuple[object, ...]:
    if not isinstance(row, list) or len(row) != width:
        raise Nonsense("this is no row")
    return tuple(row)


def _ending(part: dict[str, Any], found: RunResult) -> RunResult:
    try:
        if "error" in part:
            told = part["error"]
            error = RunError(
                ErrorKind(told["kind"]), str(told["sentence"])[:_LONGEST_TEXT], str(told["place"])[:_LONGEST_TEXT]
            )
            return RunResult(seconds=float(part["seconds"]), error=error)
        end = part["end"]
        return RunResult(found.columns, found.types, found.rows, bool(end["truncated"]), float(end["seconds"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Nonsense("this is no ending") from error


def _reader(kind: str) -> Reader | None:
    """How the text of a column of this type is read, if not as it stands."""
    read = next((read for start, read in _READERS.items() if kind.startswith(start)), None)
    return (lambda cell: _read(read, cell)) if read else None


def _read(read: Callable[[str], object], cell: object) -> object:
    """A date beyond what Python has stays the text it came as."""
    if not isinstance(cell, str):
        return None
    try:
        return read(cell)
    except (ArithmeticError, ValueError):
        return cell


def _span(text: str) -> timedelta:
    days, seconds, microseconds = text.split(" ")
    return timedelta(int(days), int(seconds), int(microseconds))


_READERS: Final[dict[str, Callable[[str], object]]] = {
    "DECIMAL": Decimal,
    "DATE": date.fromisoformat,
    "TIMESTAMP": datetime.fromisoformat,
    "TIME": time.fromisoformat,
    "INTERVAL": _span,
}
