"""Questions as JSON: an array of objects, or an object with such an array under ``questions``."""

import json
from collections.abc import Iterable
from typing import Any

from bot.domain.bank.columns import COLUMNS, plain_name
from bot.domain.bank.decoding import UnreadableFileError, decode
from bot.domain.bank.json_pieces import Pieces, repeated_keys
from bot.domain.bank.proposal import Proposal
from bot.domain.bank.rows import Known, RowReader
from bot.domain.bank.sheet import MAX_ROWS, Findings, Sheet

_KEYS = tuple(column for column in COLUMNS if column != "signs")
_LIST = "questions"
_MOST_KEYS = 100
_SHAPE = f"the file must be a list of questions in square brackets, or an object with such a list under {_LIST}"


def read_json(data: bytes, known: Known) -> Sheet:
    """The questions of a JSON file, with all that is wrong with it; never raises."""
    findings = Findings()
    reader = RowReader(known, findings)
    try:
        text, note = decode(data)
        findings.notes += [note] if note else []
        entries = _read_all(text, findings)
        ignored: dict[str, None] = {}
        for number, entry in enumerate(entries, start=1):
            _read_entry(reader, number, entry, ignored)
        findings.note_ignored(list(ignored))
    except UnreadableFileError as error:
        findings.add(None, "", str(error))
    return findings.sheet(reader.rows, "question")


def _read_all(text: str, findings: Findings) -> list[Any]:
    """The entries of the list, whether it is the file or stands in an object."""
    pieces = Pieces(text)
    entries = None
    if pieces.peek() == "[":
        entries = _read_list(pieces)
    elif pieces.peek() == "{":
        entries = _read_wrapped(pieces, findings)
    else:
        pieces.value()
    pieces.end()
    if entries is None:
        raise UnreadableFileError(_SHAPE)
    return entries


def _read_list(pieces: Pieces) -> list[Any]:
    entries: list[Any] = []
    mark = pieces.take("[")
    if pieces.peek() == "]":
        mark = pieces.take("]")
    while mark != "]":
        if len(entries) == MAX_ROWS:
            raise UnreadableFileError(f"the file has more than {MAX_ROWS:,} questions: split it")
        entries.append(pieces.value())
        mark = pieces.take(",]")
    return entries


def _read_wrapped(pieces: Pieces, findings: Findings) -> list[Any] | None:
    entries = None
    ignored: list[str] = []
    mark = pieces.take("{")
    if pieces.peek() == "}":
        mark = pieces.take("}")
    while mark != "}":
        if len(ignored) > _MOST_KEYS:
            raise UnreadableFileError(_SHAPE)
        key = pieces.value() if pieces.peek() == '"' else pieces.take('"')
        pieces.take(":")
        if plain_name(key) != _LIST:
            ignored.append(key)
            pieces.value()
        elif entries is not None:
            raise UnreadableFileError(f"{_LIST} is there more than once")
        elif pieces.peek() == "[":
            entries = _read_list(pieces)
        else:
            raise UnreadableFileError(_SHAPE)
        mark = pieces.take(",}")
    findings.note_ignored(ignored)
    return entries


def _read_entry(reader: RowReader, number: int, entry: Any, ignored: dict[str, None]) -> None:
    if not isinstance(entry, dict):
        reader.findings.add(number, "", "must be an object in curly brackets with prompt and stage")
        return
    values: dict[str, Any] = {}
    twice = set(repeated_keys(entry))
    for key, value in entry.items():
        name = plain_name(key)
        if name not in _KEYS:
            ignored.setdefault(key)
        elif name in values:
            twice.add(name)
        values[name] = value
    points = values.get("key_points")
    for point in points if isinstance(points, list) else ():
        twice.update(f"key_points {name}" for name in repeated_keys(point))
    for name in sorted(twice):
        reader.findings.add(number, name, "this key is there more than once")
    reader.read(number, {key: value for key, value in values.items() if key in _KEYS}, twice)


def write_json(proposals: Iterable[Proposal]) -> bytes:
    """An array of objects in UTF-8 that :func:`read_json` reads back to the same proposals."""
    entries = map(_entry_of, proposals)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"[\n{lines}\n]\n".encode()


def _entry_of(proposal: Proposal) -> dict[str, Any]:
    values = proposal.model_dump(mode="json")
    values = {key: value for key, value in values.items() if value not in (None, "", []) and value is not False}
    if "key_points" in values:
        values["key_points"] = [one if one["signs"] else one["point"] for one in values["key_points"]]
    return {key: values[key] for key in _KEYS if key in values}
