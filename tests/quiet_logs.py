"""Nothing that people typed, and no token, in the logs: what a simulated Discord carried, and what was written into
tables about people, compared with all lines."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.domain.privacy.catalogue import CATALOGUE
from bot.logs import cap_libraries

_SHORTEST = 16
"""Characters of a text that says who wrote it; a shorter one may stand in a line by chance."""

_OURS = ("bot", "cogs")
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE) "?(\w+)')
# Why a message was not brought is a sentence of ours; what it says is drawn from the other tables.
_ABOUT_PEOPLE = {one.table for one in CATALOGUE if one.of_people} - {"deliveries"}
_FORMAT = logging.Formatter("%(name)s %(levelname)s %(message)s")


class Lines(logging.Handler):
    """All that is logged, as it would stand in a file."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(_FORMAT)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def all_lines() -> Iterator[list[str]]:
    """Our own lines at every level, and those of libraries as a bot that runs with LOG_LEVEL=DEBUG logs them."""
    cap_libraries()
    handler, root = Lines(), logging.getLogger()
    before = {name: logging.getLogger(name).level for name in _OURS}
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def assert_no_words(lines: list[str], transcript: list[tuple[str, str, Any]], token: str) -> None:
    """No line holds what somebody typed, nor a token of an interaction or of the bot."""
    if not lines:
        return
    assert_not_logged(lines, {token, *secrets_of(transcript)})


@contextmanager
def stored_words() -> Iterator[set[str]]:
    """The sentences that are written into tables about people meanwhile, whichever the database is."""
    words: set[str] = set()

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _x: object, many: bool) -> None:
        found = _WRITES.match(statement)
        if found and found[1] in _ABOUT_PEOPLE:
            rows = parameters if many else [parameters]
            words.update(
                one
                for row in rows
                for value in (row.values() if isinstance(row, dict) else row)
                for one in _sentences(value)
            )

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield words
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def assert_not_logged(lines: list[str], words: set[str]) -> None:
    """No line holds one of these."""
    found = [(line, one) for line in lines for one in words if one in line]
    assert not found, found


def secrets_of(transcript: list[tuple[str, str, Any]]) -> Iterator[str]:
    """What people typed in forms, options and messages, and the tokens of their interactions."""
    for _, kind, payload in transcript:
        if kind == "INTERACTION_CREATE":
            if payload.get("token"):
                yield payload["token"]
            yield from _typed(payload.get("data"))
        elif kind in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and not payload.get("author", {}).get("bot"):
            yield from _long(payload.get("content"))


def _typed(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _long(value.get("value"))
        for key, one in value.items():
            if key != "resolved":
                yield from _typed(one)
    elif isinstance(value, list):
        for one in value:
            yield from _typed(one)


def _sentences(value: Any) -> Iterator[str]:
    """What is written as text, or inside JSON."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _sentences(one)
    else:
        yield from _long(value)


def _long(text: Any) -> Iterator[str]:
    """Only sentences: ids and names of tracks may be logged."""
    if isinstance(text, str) and len(text) >= _SHORTEST and " " in text.strip():
        yield text.strip()
