"""Compares the result of a candidate's query with the reference's, and says how it differs without giving it away.

A sentence tells only what is the candidate's own: their values, their counts, their columns. The exceptions are
names of missing columns, which the problem states where names matter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.sql_tables import as_text
from bot.domain.sql_values import Key, case_or_space, close, key, kind_of, rounded_to

Row = tuple[object, ...]
_LONGEST_VALUE: Final = 60
_TRIES: Final = 200


class Difference(StrEnum):
    """In what respect a result differs."""

    NONE = "none"
    COLUMNS = "columns"
    EMPTY = "empty"
    ROWS = "rows"
    DUPLICATES = "duplicates"
    ORDER = "order"
    ROUNDING = "rounding"
    TYPE = "type"
    VALUES = "values"


@dataclass(frozen=True)
class Table:
    """A result. ``truncated``: it has more rows than these."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool = False


@dataclass(frozen=True)
class Rules:
    """What has to agree. ``ties``: rows that are equal in these columns may come in any order."""

    order: bool = False
    ties: tuple[str, ...] = ()
    rounding: int = 6
    column_names: bool = True


@dataclass(frozen=True)
class Verdict:
    """Right, or the first thing to look at; ``row`` counts from 1."""

    difference: Difference
    sentence: str
    row: int | None = None
    column: str | None = None

    @property
    def right(self) -> bool:
        return self.difference is Difference.NONE


RIGHT: Final = Verdict(Difference.NONE, "That's right.")


def judge(expected: Table, actual: Table, rules: Rules) -> Verdict:
    """Compare column by column and row by row; order counts where the rules say so."""
    objection = _columns(expected.columns, actual.columns, rules)
    if objection:
        return objection
    best: Verdict | None = None
    for places in _alignments(expected, actual, rules):
        verdict = _Comparison(expected, actual, places, rules).verdict()
        if verdict.right:
            return verdict
        best = best or verdict
    assert best is not None
    return best


def _columns(expected: Sequence[str], actual: Sequence[str], rules: Rules) -> Verdict | None:
    if not rules.column_names:
        if len(actual) == len(expected):
            return None
        more = "more" if len(actual) > len(expected) else "fewer"
        return Verdict(Difference.COLUMNS, f"Your result has {more} columns than asked for: {len(actual)}.")
    asked, given = (Counter(name.casefold().strip() for name in names) for names in (expected, actual))
    missing = [name for name in expected if asked[name.casefold().strip()] > given[name.casefold().strip()]]
    extra = [name for name in actual if given[name.casefold().strip()] > asked[name.casefold().strip()]]
    if not missing and not extra:
        return None
    told = []
    if missing:
        told.append(
            f"the column {_names(missing)} is missing"
            if len(missing) == 1
            else f"these columns are missing: {_names(missing)}"
        )
    if extra:
        told.append(f"{_names(extra)} {'was' if len(extra) == 1 else 'were'} not asked for")
    sentence = f"{'; '.join(told)}."
    return Verdict(Difference.COLUMNS, sentence[0].upper() + sentence[1:], column=(extra or missing)[0])


def _names(names: Iterable[str]) -> str:
    return ", ".join(_shortly(name) for name in dict.fromkeys(names))


def _alignments(expected: Table, actual: Table, rules: Rules) -> Iterable[tuple[int, ...]]:
    """For each expected column the place of the actual one: by name, else by place, else by content."""
    by_name = _by_name(expected.columns, actual.columns)
    if by_name is not None:
        yield by_name
    if not rules.column_names:
        by_place = tuple(range(len(expected.columns)))
        if by_place != by_name:
            yield by_place
        by_content = _by_content(expected, actual, rules)
        if by_content is not None:
            yield by_content


def _by_name(expected: Sequence[str], actual: Sequence[str]) -> tuple[int, ...] | None:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(actual):
        places[name.casefold().strip()].append(place)
    try:
        return tuple(places[name.casefold().strip()].pop(0) for name in expected)
    except IndexError:
        return None


def _by_content(expected: Table, actual: Table, rules: Rules) -> tuple[int, ...] | None:
    """Where names don't matter, neither does the order of columns that hold the same values."""
    if len(expected.rows) != len(actual.rows):
        return None
    free = dict(enumerate(_contents(actual, rules)))
    places = []
    for wanted in _contents(expected, rules):
        found = next((place for place, content in free.items() if content == wanted), None)
        if found is None:
            return None
        del free[found]
        places.append(found)
    return tuple(places)


def _contents(table: Table, rules: Rules) -> list[Counter[Key]]:
    return [Counter(key(row[place], rules.rounding) for row in table.rows) for place in range(len(table.columns))]


class _Comparison:
    """Rows of both sides, with the actual columns brought into the expected order."""

    def __init__(self, expected: Table, actual: Table, places: tuple[int, ...], rules: Rules) -> None:
        self._rules = rules
        self._names = [actual.columns[place] for place in places]
        self._expected = expected.rows
        self._actual = [tuple([row[place] for place in places]) for row in actual.rows]
        self._truncated = actual.truncated
        tied = {name.casefold() for name in rules.ties}
        self._tied = [place for place, name in enumerate(expected.columns) if name.casefold() in tied]

    def verdict(self) -> Verdict:
        if not self._truncated and len(self._actual) == len(self._expected) and self._same_in_order():
            return RIGHT
        self._wanted = [self._key(row) for row in self._expected]
        self._given = [self._key(row) for row in self._actual]
        if self._truncated or len(self._actual) != len(self._expected):
            return self._count()
        strangers, absent = self._unmatched()
        if strangers:
            return self._value(strangers, absent)
        return self._order() if self._rules.order else RIGHT

    def _same_in_order(self) -> bool:
        digits = self._rules.rounding
        return all(
            ours is theirs or ours == theirs or all(close(a, b, digits) for a, b in zip(ours, theirs, strict=True))
            for ours, theirs in zip(self._expected, self._actual, strict=True)
        )

    def _key(self, row: Row) -> tuple[Key, ...]:
        return tuple([key(value, self._rules.rounding) for value in row])

    def _count(self) -> Verdict:
        count = len(self._actual)
        if not count:
            return Verdict(Difference.EMPTY, "Your result has no rows. Look at the filters and joins.")
        if self._truncated:
            return Verdict(Difference.ROWS, f"Your result has more rows than asked for: over {count:,}.")
        if count > len(self._expected):
            return self._too_many(count)
        lost = set(self._wanted) == set(self._given) and len(set(self._given)) == count
        hint = " Rows that are alike were merged and should stay." if lost else ""
        return Verdict(Difference.ROWS, f"Your result has fewer rows than asked for: {count:,}.{hint}")

    def _too_many(self, count: int) -> Verdict:
        first: dict[tuple[Key, ...], int] = {}
        if set(self._wanted) == set(self._given):
            for number, row in enumerate(self._given, 1):
                if row in first:
                    told = f"Some rows come more than once: row {number:,} repeats row {first[row]:,}."
                    return Verdict(Difference.DUPLICATES, told, row=number)
                first[row] = number
        return Verdict(Difference.ROWS, f"Your result has more rows than asked for: {count:,}.")

    def _unmatched(self) -> tuple[list[int], list[int]]:
        """Actual and expected rows that have no counterpart, by position."""
        waiting: defaultdict[tuple[Key, ...], list[int]] = defaultdict(list)
        for number in range(len(self._wanted) - 1, -1, -1):
            waiting[self._wanted[number]].append(number)
        strangers = [number for number, row in enumerate(self._given) if not (waiting[row] and waiting[row].pop() >= 0)]
        absent = sorted(number for numbers in waiting.values() for number in numbers)
        return self._nearly(strangers, absent)

    def _nearly(self, strangers: list[int], absent: list[int]) -> tuple[list[int], list[int]]:
        """Pair what only fell on two sides of a rounding edge."""
        shelves: defaultdict[Key, list[int]] = defaultdict(list)
        for number in absent:
            shelves[self._shelf(self._expected[number])].append(number)
        left = []
        for number in strangers:
            shelf = shelves[self._shelf(self._actual[number])]
            found = next((other for other in shelf[:_TRIES] if self._close(other, number)), None)
            if found is None:
                left.append(number)
            else:
                shelf.remove(found)
        return left, sorted(number for shelf in shelves.values() for number in shelf)

    def _shelf(self, row: Row) -> Key:
        """What two rows share that are equal but for rounding: everything that is no fraction."""
        return tuple([None if kind_of(value) == "number" else key(value, 0) for value in row])

    def _close(self, expected: int, actual: int) -> bool:
        pairs = zip(self._expected[expected], self._actual[actual], strict=True)
        return all(close(ours, theirs, self._rules.rounding) for ours, theirs in pairs)

    def _value(self, strangers: list[int], absent: list[int]) -> Verdict:
        number = strangers[0]
        theirs = self._actual[number]
        ours = self._counterpart(number, absent)
        wrong = [place for place, value in enumerate(theirs) if not close(ours[place], value, self._rules.rounding)]
        if len(wrong) > 1 and len(wrong) == len(theirs):
            return Verdict(Difference.VALUES, f"Row {number + 1:,} isn't one that was asked for.", row=number + 1)
        return self._cell(number, wrong[0], ours[wrong[0]], theirs[wrong[0]], len(wrong) == 1 and len(theirs) > 1)

    def _counterpart(self, number: int, absent: list[int]) -> Row:
        """The unmatched expected row that agrees in most columns; in an ordered result the one in the same place."""
        if self._rules.order and not self._tied and number in set(absent):
            return self._expected[number]
        wanted = self._given[number]
        return self._expected[
            max(
                absent[: _TRIES * 10],
                key=lambda other: sum(a == b for a, b in zip(self._wanted[other], wanted, strict=True)),
            )
        ]

    def _cell(self, number: int, place: int, ours: object, theirs: object, only: bool) -> Verdict:
        name = _shortly(self._names[place])
        where = f"Row {number + 1:,}: {name} is {_shortly(as_text(theirs))}"
        difference, hint = Difference.VALUES, ", and that isn't right"
        digits = rounded_to(ours, theirs, self._rules.rounding)
        if digits is not None:
            difference, hint = Difference.ROUNDING, ", which is rounded too far"
        elif kind_of(theirs) != kind_of(ours) and None not in (ours, theirs):
            difference, hint = Difference.TYPE, f" ({kind_of(theirs)}), where a {kind_of(ours)} is asked for"
        elif how := case_or_space(ours, theirs):
            hint = f", which differs only in {how}"
        rest = "; the row's other columns agree" if only else ""
        return Verdict(difference, f"{where}{hint}{rest}.", row=number + 1, column=self._names[place])

    def _order(self) -> Verdict:
        """Every row has its counterpart; are they where they belong?"""
        if self._tied:
            wanted, given = (
                [tuple([row[place] for place in self._tied]) for row in rows] for rows in (self._expected, self._actual)
            )
        else:
            wanted, given = list(self._expected), list(self._actual)
        digits = self._rules.rounding
        for number, (ours, theirs) in enumerate(zip(wanted, given, strict=True), 1):
            if not all(close(a, b, digits) for a, b in zip(ours, theirs, strict=True)):
                told = f"All rows are right, but their order isn't: row {number:,} is the first out of place."
                return Verdict(Difference.ORDER, told, row=number)
        return RIGHT


def _shortly(text: str) -> str:
    text = "".join(mark if mark.isprintable() else " " for mark in text[: _LONGEST_VALUE + 1])
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
