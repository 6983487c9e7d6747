"""Tables of a query's result as text for a code block and as CSV for a file."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

_LONGEST: Final = 1900
_WIDEST: Final = 40
_NARROWEST: Final = 6
_BETWEEN: Final = "  "
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBERS: Final = (int, float, Decimal)

Rows = Sequence[Sequence[object]]


def as_text(value: object) -> str:
    """A value as people write it: NULL, true, 12.5, 2024-01-31 10:00:00."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.12g}"
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def as_table(columns: Sequence[str], rows: Rows, limit: int = 20, room: int = _LONGEST) -> str:
    """An aligned table that fits a message's code block: wide cells are cut, and what is left out is said.

    :param room: the most characters that it may have.
    """
    if not columns:
        return "(no columns)"
    shown = [[_one_line(as_text(cell)) for cell in row] for row in rows[:limit]]
    right = [_is_numeric([row[place] for row in rows[:limit]]) for place in range(len(columns))]
    for widest in range(_WIDEST, _NARROWEST - 1, -2):
        text = _laid_out([_one_line(name) for name in columns], shown, right, widest, len(rows))
        if len(text) <= room:
            return text
    return _shortened([_one_line(name) for name in columns], shown, right, len(rows), room)


def _shortened(names: list[str], shown: list[list[str]], right: list[bool], count: int, room: int) -> str:
    """With the narrowest cells: first fewer rows, down to five, then fewer columns, then fewer rows again."""
    for rows, columns in _sizes(len(shown), len(names)):
        part = [row[:columns] for row in shown[:rows]]
        text = _laid_out(names[:columns], part, right[:columns], _NARROWEST, count, len(names) - columns)
        if len(text) <= room:
            return text
    return "(too wide to be shown)"


def _sizes(rows: int, columns: int) -> list[tuple[int, int]]:
    few = min(rows, 5)
    return [
        *((number, columns) for number in range(rows - 1, few - 1, -1)),
        *((few, number) for number in range(columns, 0, -1)),
    ]


def _laid_out(
    names: list[str], shown: list[list[str]], right: list[bool], widest: int, count: int, hidden: int = 0
) -> str:
    cells = [[_cut(cell, widest) for cell in row] for row in [names, *shown]]
    widths = [max(len(row[place]) for row in cells) for place in range(len(names))]
    lines = [_line(row, widths, right) for row in cells]
    lines.insert(1, _BETWEEN.join("-" * width for width in widths))
    left_out = []
    if count > len(shown):
        left_out.append(f"{count - len(shown):,} more row{'s' if count - len(shown) > 1 else ''}")
    if hidden:
        left_out.append(f"{hidden} more column{'s' if hidden > 1 else ''}")
    return "\n".join([*lines, f"… {' and '.join(left_out)}"] if left_out else lines)


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    aligned = (
        cell.rjust(width) if number else cell.ljust(width)
        for cell, width, number in zip(cells, widths, right, strict=True)
    )
    return _BETWEEN.join(aligned).rstrip()


def _is_numeric(values: list[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, _NUMBERS) and not isinstance(value, bool) for value in known)


def _one_line(text: str) -> str:
    """No line breaks, no control characters, and no backtick that could end the code block."""
    return "".join("ˋ" if mark == "`" else mark if mark.isprintable() else "␣" for mark in text[: _WIDEST + 1])


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def as_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """The whole as CSV. Text that a spreadsheet would run as a formula gets an apostrophe before it; NULL is empty."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    return _harmless(value) if isinstance(value, str) else as_text(value) if not isinstance(value, float) else value


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
