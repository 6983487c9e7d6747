"""From the values of one row to a proposal, with a plain reason for everything that keeps it from being one."""

import itertools
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from bot.domain.bank import cells
from bot.domain.bank.columns import plain_name, suggest
from bot.domain.bank.proposal import Proposal
from bot.domain.bank.sheet import Findings, Row, show
from bot.domain.competencies import Competency
from bot.domain.tracks import Difficulty

_REASONS = {
    "string_type": "must be text",
    "tuple_type": "must be a list of texts",
    "dict_type": "must be text, or an object with point and signs",
    "model_type": "must be text, or an object with point and signs",
    "model_attributes_type": "must be text, or an object with point and signs",
    "extra_forbidden": "may have only point and signs",
    "missing": "is missing",
    "string_too_short": "has {length} characters and needs at least {min_length}",
    "string_too_long": "has {length} characters and may have at most {max_length}",
    "string_pattern_mismatch": "may hold only small letters, digits and single hyphens between them",
    "too_long": "has {actual_length} entries and may have at most {max_length}",
    "greater_than_equal": "must be a whole number from 1 to 60",
    "less_than_equal": "must be a whole number from 1 to 60",
    "int_type": "must be a whole number from 1 to 60",
    "unprintable": "holds a control character ({code}); delete it",
    "unreadable": "has no letter or digit",
    "enum": "is not one of the known ones",
}
_UNION_ECHOES = frozenset({"literal_error"})
"""What pydantic says besides for a text that may also be empty."""

_WHOLE = re.compile(r"\s*(\d{1,4})(?:[.,]0+)?\s*")
_YES_OR_NO = {"yes": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False}
_LISTS = ("approach", "probes")
Found = tuple[str, str]
"""A column and a reason."""

_ENTRY = {"approach": "step", "probes": "probe", "key_points": "key point", "tags": "tag"}


@dataclass(frozen=True)
class Known:
    """Ids that a row may name. ``stages``: those of each track; ``track``: the one for rows that name none."""

    stages: Mapping[str, Collection[str]]
    track: str | None = None
    competencies: Collection[str] = frozenset(Competency)
    difficulties: Collection[str] = frozenset(Difficulty)


@dataclass
class RowReader:
    """Turns rows into proposals and keeps what it found wrong with them."""

    known: Known
    findings: Findings
    rows: list[Row] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    def read(self, number: int, raw: Mapping[str, Any], spoiled: Collection[str] = ()) -> None:
        """Add the row, or what is wrong with it. ``spoiled``: columns that have a problem already."""
        values = {column: value for column, value in raw.items() if not _blank(value)}
        wrong = set(spoiled)
        for column, reason in _take_apart(values):
            wrong.add(column)
            self.findings.add(number, column, reason)
        self._check_ids(number, values, wrong)
        try:
            proposal = Proposal.model_validate(values)
        except ValidationError as error:
            self._explain(number, error, wrong)
            return
        if not wrong and self._is_new(number, proposal):
            self.rows.append(Row(number, proposal))

    def _check_ids(self, number: int, values: dict[str, Any], wrong: set[str]) -> None:
        values.setdefault("track", self.known.track)
        if values["track"] is None and "track" not in wrong:
            wrong.add("track")
            self.findings.add(number, "track", "is missing: name it here or in the command")
        self._match(number, values, wrong, "track", self.known.stages)
        track = values.get("track")
        if isinstance(track, str) and "track" not in wrong:
            self._match(number, values, wrong, "stage", self.known.stages.get(track, ()))
        elif "stage" in values:
            wrong.add("stage")  # which stages there are depends on the track
        self._match(number, values, wrong, "competency", self.known.competencies)
        self._match(number, values, wrong, "difficulty", self.known.difficulties)

    def _match(self, number: int, values: dict[str, Any], wrong: set[str], column: str, known: Collection[str]) -> None:
        """Write an id as it is known; one that is not becomes a problem, with the nearest that are."""
        word = values.get(column)
        if not isinstance(word, str) or column in wrong or word in known:
            return
        for gap in "-_":
            if (name := plain_name(word, gap)) in known:
                values[column] = name
                return
        wrong.add(column)
        values[column] = ""
        self.findings.add(number, column, lambda: f"there is no {column} {show(word)}; {suggest(word, known)}")

    def _explain(self, number: int, error: ValidationError, wrong: set[str]) -> None:
        for detail in error.errors(include_url=False, include_context=True):
            column = str(detail["loc"][0])
            if column not in wrong and detail["type"] not in _UNION_ECHOES:
                self.findings.add(number, column, _reason(column, detail))

    def _is_new(self, number: int, proposal: Proposal) -> bool:
        if proposal.id is None:
            return True
        first = self._seen.setdefault(proposal.id, number)
        if first != number:
            self.findings.add(number, "id", f"{show(proposal.id)} stands in {first} already; an id can stand only once")
        return first == number


def _take_apart(values: dict[str, Any]) -> list[Found]:
    """Bring lists and numbers into shape, in place."""
    for column in _LISTS:
        if isinstance(values.get(column), str):
            values[column] = cells.split(values[column])
        if isinstance(values.get(column), list):
            values[column] = [piece for piece in values[column] if not _blank(piece)]
    tags = values.get("tags")
    if isinstance(tags, str):
        tags = tags.split(",")
    if isinstance(tags, list):
        values["tags"] = [plain_name(tag, "-") if isinstance(tag, str) else tag for tag in tags if not _blank(tag)]
    found = _take_signs(values)
    for name, (read, reason) in _READ.items():
        if name in values:
            value = read(values.pop(name))
            if value is None:
                found.append((name, reason))
            else:
                values[name] = value
    return found


def _take_signs(values: dict[str, Any]) -> list[Found]:
    """Give each key point of a cell its signs, which stand in the same place of their own cell."""
    signs, points = values.pop("signs", ""), values.get("key_points", "")
    if isinstance(points, list):
        values["key_points"] = [point for point in points if not _blank(point)]
    if not isinstance(points, str) or not isinstance(signs, str):
        return [("signs", "belong into the objects of key_points here")] if signs else []
    names = cells.split(points)
    lists = [[sign for sign in cells.split(piece, ",") if sign] for piece in cells.split(signs)]
    while lists and not lists[-1]:
        lists.pop()
    lists += [[]] * (len(names) - len(lists))
    pairs = list(itertools.zip_longest(names, lists, fillvalue=""))
    if points:
        values["key_points"] = [{"point": name, "signs": more} for name, more in pairs if name]
    lost = any(more and not name for name, more in pairs)
    return [("signs", "has entries without a key point in the same place")] if lost else []


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip("\u200b\u2060\ufeff \t\r\n\f\v\xa0"))


def _whole_number(value: object) -> int | None:
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        match = _WHOLE.fullmatch(value)
        return int(match[1]) if match else None
    return value if isinstance(value, int) else None


def _yes_or_no(value: object) -> bool | None:
    word = str(value).strip().casefold()
    return _YES_OR_NO.get(word) if isinstance(value, bool | int | str) else None


_READ: dict[str, tuple[Callable[[object], int | None], str]] = {
    "minutes": (_whole_number, "must be a whole number from 1 to 60"),
    "retired": (_yes_or_no, "must be yes or no"),
}


def _reason(column: str, detail: Any) -> str:
    value = detail["input"]
    length = len(value.strip()) if isinstance(value, str) else 0
    words = _REASONS.get(detail["type"], "cannot be read").format(**{"length": length, **detail.get("ctx", {})})
    match detail["loc"]:
        case (_, int(at), "signs", int(sign)):
            return f"key point {at + 1}, sign {sign + 1} {words}"
        case (_, int(at), ("signs" | "point") as key):
            return f"key point {at + 1}: {key} {words}"
        case (_, int(at), *_):
            return f"{_ENTRY.get(column, 'entry')} {at + 1} {words}"
    return words
