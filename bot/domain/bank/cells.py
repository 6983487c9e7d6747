"""Cells of a CSV file: lists in one cell, and text that a spreadsheet must not run as a formula.

Both ways are exact: what is written is read back letter for letter.
"""

import re
from collections.abc import Iterable

_FORMULA = re.compile(r"[\s'\"`‘’“”\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r＝＋－＠]")
"""What makes a spreadsheet run a cell (OWASP, "CSV Injection"), also where blanks or quotes stand before it.

A leading apostrophe belongs to the quotes, so that text which had one of its own gets a second.
"""
_GUARD = "'"
_BAR = "|"


def defuse(text: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would take it for a formula."""
    return _GUARD + text if _FORMULA.match(text) else text


def restore(cell: str) -> str:
    """The text that :func:`defuse` made ``cell`` from."""
    return cell[1:] if cell.startswith(_GUARD) and _FORMULA.match(cell, 1) else cell


def join(pieces: Iterable[str], mark: str = _BAR) -> str:
    """One cell; a mark within a piece gets a backslash."""
    escaped = (piece.replace("\\", "\\\\").replace(mark, f"\\{mark}") for piece in pieces)
    return f" {mark} ".join(escaped)


def split(cell: str, mark: str = _BAR) -> list[str]:
    """The pieces of a cell without the blanks around them; empty ones are kept."""
    if "\\" not in cell:
        return [piece.strip() for piece in cell.split(mark)]
    pieces = [""]
    for part in re.findall(rf"\\[\\{mark}]|{re.escape(mark)}|[^\\{mark}]+|\\", cell):
        if part == mark:
            pieces.append("")
        else:
            pieces[-1] += part[1:] if part in ("\\\\", f"\\{mark}") else part
    return [piece.strip() for piece in pieces]
