"""Results as text for a message and as CSV for a file."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sql_tables import as_csv, as_table, as_text


def test_columns_are_aligned_and_numbers_stand_right() -> None:
    rows = [("Ada", 5, None), ("Benjamin", 120, Decimal("1.50"))]
    assert as_table(("name", "n", "amount"), rows) == (
        "name        n  amount\n"
        "--------  ---  ------\n"
        "Ada         5    NULL\n"
        "Benjamin  120    1.50"
    )  # fmt: skip


def test_what_is_left_out_is_said() -> None:
    text = as_table(("n",), [(number,) for number in range(1234)])
    assert text.splitlines()[-1] == "… 1,214 more rows"
    assert len(text.splitlines()) == 23


def test_wide_cells_are_cut() -> None:
    assert "…" in as_table(("text",), [("x" * 5000,)])


def test_a_cell_cannot_leave_its_line_or_the_code_block() -> None:
    text = as_table(("a`b",), [("one\ntwo```three",), ("\x1b[31mred",)])
    assert len(text.splitlines()) == 4
    assert "`" not in text
    assert "\x1b" not in text


def test_many_columns_still_fit() -> None:
    text = as_table([f"column {n}" for n in range(200)], [tuple(range(200))] * 50)
    assert len(text) <= 1900
    assert "more columns" in text
    assert "more rows" in text


@given(st.integers(1, 40), st.integers(0, 40), st.text(max_size=80))
def test_any_table_fits(columns: int, rows: int, cell: str) -> None:
    text = as_table([cell or "c"] * columns, [(cell,) * columns] * rows)
    assert text
    assert len(text) <= 1900


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "NULL"),
        (True, "true"),
        (0.1 + 0.2, "0.3"),
        (1e20, "1e+20"),
        (date(2024, 1, 2), "2024-01-02"),
        (datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04:00"),
        ("word", "word"),
    ],
)
def test_values_read_as_people_write_them(value: object, text: str) -> None:
    assert as_text(value) == text


def test_csv_holds_everything() -> None:
    rows = [('Ü, "quoted"\nand broken', None, Decimal("1.50"), True, date(2024, 1, 2), -5, 0.1)]
    read = list(csv.reader(io.StringIO(as_csv("abcdefg", rows).decode("utf-8-sig"), newline="")))
    assert read == [list("abcdefg"), ['Ü, "quoted"\nand broken', "", "1.50", "true", "2024-01-02", "-5", "0.1"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    [[name], [cell]] = list(csv.reader(io.StringIO(as_csv((text,), [(text,)]).decode("utf-8-sig"), newline="")))
    assert name == cell == f"'{text}"
