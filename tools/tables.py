"""One table of a data set, ready to be written."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = int | str | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A name, its columns, and its rows in the order in which they stand in the file."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


def money(amount: float) -> str:
    """An amount with two decimals."""
    return f"{amount:.2f}"


def flag(value: bool) -> str:
    """A truth value as it stands in the files."""
    return "true" if value else "false"
