"""The judge of SQL results: what is right, how a wrong one is described, and that the answer is not given away."""

import math
import random
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sql_judging import Difference, Row, Rules, Table, Verdict, judge

COLUMNS = ("seller", "month", "earned")
ROWS: tuple[Row, ...] = (
    ("Ada", date(2024, 1, 1), 120.5),
    ("Ben", date(2024, 1, 1), 99.25),
    ("Cem", date(2024, 2, 1), 99.25),
    ("Dia", date(2024, 3, 1), None),
)
EXPECTED = Table(COLUMNS, ROWS)
ORDERED = Rules(order=True)


def verdict(rows: tuple[Row, ...], rules: Rules | None = None, columns: tuple[str, ...] = COLUMNS) -> Verdict:
    return judge(EXPECTED, Table(columns, rows), rules or Rules())


def changed(row: int, column: int, value: object) -> tuple[Row, ...]:
    rows = [list(old) for old in ROWS]
    rows[row][column] = value
    return tuple(tuple(new) for new in rows)


class TestRight:
    def test_the_same(self) -> None:
        assert verdict(ROWS, ORDERED).right

    def test_any_order_where_none_is_asked_for(self) -> None:
        assert verdict(ROWS[::-1]).right

    def test_columns_in_another_order_and_case(self) -> None:
        assert verdict(tuple(row[::-1] for row in ROWS), ORDERED, ("EARNED", "Month", "seller")).right

    def test_other_names_where_names_do_not_matter(self) -> None:
        assert verdict(ROWS, Rules(column_names=False), ("a", "b", "c")).right

    def test_other_names_in_another_order_where_names_do_not_matter(self) -> None:
        assert verdict(tuple(row[::-1] for row in ROWS), Rules(column_names=False), ("x", "y", "z")).right

    def test_an_empty_result_that_should_be_empty(self) -> None:
        assert judge(Table(("a",), ()), Table(("a",), ()), ORDERED).right

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            (1, 1.0),
            (1, Decimal("1.00")),
            (1.5, Decimal("1.5")),
            (0.1 + 0.2, 0.3),
            (0.0, -0.0),
            (True, 1),
            (math.nan, math.nan),
            (math.inf, math.inf),
            (10**18, float(10**18)),
            (123456789.123456789, 123456789.12345678),
            (2**70, Decimal(2**70)),
            (date(2024, 1, 1), datetime(2024, 1, 1)),
            (date(2024, 1, 1), "2024-01-01"),
            (datetime(2024, 1, 1, 8), datetime(2024, 1, 1, 10, tzinfo=timezone(timedelta(hours=2)))),
            (datetime(2024, 1, 1, 8, tzinfo=UTC), "2024-01-01 08:00:00"),
            (timedelta(hours=24), timedelta(days=1)),
            (None, None),
            ("", ""),
        ],
    )
    @pytest.mark.parametrize("order", [True, False])
    def test_values_that_mean_the_same(self, ours: object, theirs: object, order: bool) -> None:
        for one, other in ((ours, theirs), (theirs, ours)):
            assert judge(Table(("a",), ((one,),)), Table(("a",), ((other,),)), Rules(order=order)).right

    def test_more_places_than_asked_for(self) -> None:
        rules = Rules(rounding=2)
        assert judge(Table(("a",), ((12.35,), (7.5,))), Table(("a",), ((7.5,), (12.3451,))), rules).right

    def test_values_on_a_rounding_edge(self) -> None:
        """0.125 and its neighbour fall on two sides of a quarter hundredth, in a result without order."""
        ours = Table(("k", "a"), (("x", 0.125), ("y", 0.375)))
        theirs = Table(("k", "a"), (("y", 0.37500000001), ("x", 0.12500000001)))
        assert judge(ours, theirs, Rules(rounding=2)).right


class TestTies:
    RULES = Rules(order=True, ties=("earned",))
    TIED = Table(("name", "earned"), (("Ada", 9), ("Ben", 5), ("Cem", 5), ("Dia", 1)))

    def test_equal_rows_may_change_places(self) -> None:
        rows = tuple(self.TIED.rows[place] for place in (0, 2, 1, 3))
        assert judge(self.TIED, Table(self.TIED.columns, rows), self.RULES).right

    def test_others_may_not(self) -> None:
        rows = tuple(self.TIED.rows[place] for place in (1, 0, 2, 3))
        found = judge(self.TIED, Table(self.TIED.columns, rows), self.RULES)
        assert (found.difference, found.row) == (Difference.ORDER, 1)

    def test_without_the_rule_the_order_is_strict(self) -> None:
        rows = tuple(self.TIED.rows[place] for place in (0, 2, 1, 3))
        found = judge(self.TIED, Table(self.TIED.columns, rows), ORDERED)
        assert (found.difference, found.row) == (Difference.ORDER, 2)


class TestWrong:
    def test_a_missing_column(self) -> None:
        found = verdict(tuple(row[:2] for row in ROWS), columns=COLUMNS[:2])
        assert (found.difference, found.sentence) == (Difference.COLUMNS, "The column earned is missing.")

    def test_a_column_too_many(self) -> None:
        found = verdict(tuple((*row, 1) for row in ROWS), columns=(*COLUMNS, "n"))
        assert (found.difference, found.sentence) == (Difference.COLUMNS, "N was not asked for.")

    def test_a_column_with_another_name(self) -> None:
        found = verdict(ROWS, columns=("seller", "month", "total"))
        assert found.sentence == "The column earned is missing; total was not asked for."

    def test_a_column_twice(self) -> None:
        found = verdict(tuple((*row, row[0]) for row in ROWS), columns=(*COLUMNS, "seller"))
        assert found.difference is Difference.COLUMNS

    def test_the_number_of_columns_where_names_do_not_matter(self) -> None:
        found = verdict(tuple(row[:2] for row in ROWS), Rules(column_names=False), ("a", "b"))
        assert found.sentence == "Your result has fewer columns than asked for: 2."

    def test_no_rows(self) -> None:
        assert verdict(()).difference is Difference.EMPTY

    def test_rows_too_few(self) -> None:
        found = verdict(ROWS[:3])
        assert (found.difference, found.sentence) == (Difference.ROWS, "Your result has fewer rows than asked for: 3.")

    def test_rows_too_many(self) -> None:
        found = verdict((*ROWS, ("Eve", date(2024, 1, 1), 1.0)))
        assert (found.difference, found.sentence) == (Difference.ROWS, "Your result has more rows than asked for: 5.")

    def test_a_truncated_result_is_too_long_even_if_what_came_agrees(self) -> None:
        assert judge(EXPECTED, Table(COLUMNS, ROWS, truncated=True), Rules()).difference is Difference.ROWS

    def test_duplicates(self) -> None:
        found = verdict((*ROWS, ROWS[1]))
        assert (found.difference, found.row) == (Difference.DUPLICATES, 5)
        assert found.sentence == "Some rows come more than once: row 5 repeats row 2."

    def test_rows_merged_that_should_stay(self) -> None:
        found = judge(Table(("a",), ((1,), (1,), (2,))), Table(("a",), ((1,), (2,))), Rules())
        assert "alike were merged" in found.sentence

    def test_the_order(self) -> None:
        found = verdict(tuple(ROWS[place] for place in (0, 2, 1, 3)), ORDERED)
        assert (found.difference, found.row) == (Difference.ORDER, 2)

    def test_a_value_is_named_by_row_and_column(self) -> None:
        found = verdict(changed(2, 2, 41.0), ORDERED)
        assert (found.difference, found.row, found.column) == (Difference.VALUES, 3, "earned")
        assert found.sentence == "Row 3: earned is 41, and that isn't right; the row's other columns agree."

    def test_a_value_without_order_is_found_too(self) -> None:
        found = verdict(changed(2, 2, 41.0)[::-1])
        assert (found.row, found.column) == (2, "earned")

    def test_a_null_that_should_be_a_value(self) -> None:
        assert "earned is NULL" in verdict(changed(0, 2, None), ORDERED).sentence

    def test_a_value_that_should_be_null(self) -> None:
        found = verdict(changed(3, 2, 0), ORDERED)
        assert "earned is 0" in found.sentence
        assert "NULL" not in found.sentence

    def test_rounded_too_far(self) -> None:
        found = verdict(changed(0, 2, 121), ORDERED)
        assert found.difference is Difference.ROUNDING

    def test_the_wrong_kind(self) -> None:
        found = verdict(changed(0, 2, "120.5"), ORDERED)
        assert (found.difference, found.column) == (Difference.TYPE, "earned")

    def test_only_the_case(self) -> None:
        assert "only in upper and lower case" in verdict(changed(0, 0, "ADA"), ORDERED).sentence

    def test_only_spaces(self) -> None:
        assert "only in spaces" in verdict(changed(0, 0, "Ada "), ORDERED).sentence

    def test_a_row_of_nothing_asked_for(self) -> None:
        rows = (("Zoe", date(1999, 1, 1), -5.0), *ROWS[1:])
        assert verdict(rows).sentence == "Row 1 isn't one that was asked for."

    def test_nan_is_not_a_number_nor_null(self) -> None:
        assert not verdict(changed(3, 2, math.nan)).right

    def test_a_long_value_and_line_breaks_are_tamed(self) -> None:
        found = verdict(changed(0, 0, "x\n" * 5000), ORDERED)
        assert len(found.sentence) < 200
        assert "\n" not in found.sentence


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-50, 50), st.floats(width=32), st.sampled_from("abc"), st.dates(),
    st.decimals(-50, 50, places=2),
)  # fmt: skip
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12).map(lambda rows: Table(COLUMNS, tuple(rows)))


@given(TABLES, st.randoms(use_true_random=False), st.booleans())
def test_a_result_agrees_with_itself_in_any_order(table: Table, chance: random.Random, names: bool) -> None:
    rows = list(table.rows)
    chance.shuffle(rows)
    assert judge(table, Table(COLUMNS, tuple(rows)), Rules(column_names=names)).right


@given(TABLES, st.data())
def test_a_changed_number_never_passes_and_is_never_given_away(table: Table, data: st.DataObject) -> None:
    secret = 7_654_321.125
    rows = (*table.rows, ("z", 1, secret))
    place = data.draw(st.integers(0, len(rows) - 1))
    expected = Table(COLUMNS, (*rows[:place], rows[-1], *rows[place:-1]))
    theirs = Table(COLUMNS, tuple((*row[:2], 1.25) if row[2] == secret else row for row in expected.rows))
    for order in (True, False):
        found = judge(expected, theirs, Rules(order=order))
        assert not found.right
        assert "7654321" not in found.sentence
        assert "7,654,321" not in found.sentence
