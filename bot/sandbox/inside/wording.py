"""Turns DuckDB's errors into a plain sentence and, where it has one, the place in the query."""

import re
from typing import Final

import duckdb

_LONGEST: Final = 500
_TITLE = re.compile(r"^(?:[A-Z][\w-]*(?: [\w-]+){0,4} )?Error: ")
_PLACE = re.compile(r"\n\s*\n(?=LINE \d+: )")
_PATH = re.compile(r"(?<![\w.)\]])(?:[A-Za-z]:)?[\\/](?:[\w.@+~-]+[\\/])*[\w.@+~-]+")
_CANDIDATES = re.compile(r"\s*(?:Candidate functions|Candidate macros):.*", re.DOTALL)

MEMORY = "The query needed more memory than it may have. Filter or group earlier, or check the joins."
ENGINE = "The query brought the database engine down. Nothing is lost; try it in a simpler form."
NO_TEXT = "The query holds characters that are no text. Type it anew instead of pasting it."
_SYNTAX = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.SyntaxException)
_CLOSED = (duckdb.PermissionException, duckdb.IOException, duckdb.HTTPException)


class Failure(Exception):  # noqa: N818 - most often it is the query's outcome, not a fault
    """A query has no result. ``place`` is the line of the query with a caret under the place, or empty."""

    def __init__(self, kind: str, sentence: str, place: str = "") -> None:
        self.kind, self.sentence, self.place = kind, sentence, place
        super().__init__(sentence)


def refused(sentence: str) -> Failure:
    return Failure("refused", sentence)


def tables_only(tables: tuple[str, ...]) -> Failure:
    return refused(f"Only this task's tables can be read: {', '.join(tables)}.")


def explain(error: BaseException, sql: str, tables: tuple[str, ...]) -> Failure:
    """What to tell the person whose query ended in this error."""
    if isinstance(error, Failure):
        return error
    text = str(error)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException) or "bad_alloc" in text or "Out of Memory" in text:
        return Failure("memory", MEMORY)
    if isinstance(error, UnicodeError):
        return Failure("syntax", NO_TEXT)
    if isinstance(error, _CLOSED):
        return tables_only(tables)
    if isinstance(error, duckdb.InternalException | duckdb.FatalException) or not isinstance(error, duckdb.Error):
        return Failure("crash", ENGINE)
    kind = "syntax" if isinstance(error, _SYNTAX) else "runtime"
    sentence, place = _split(text)
    if isinstance(error, duckdb.CatalogException) and sentence.startswith("Table with name"):
        sentence = f"{sentence.partition(chr(10))[0]} The tables are: {', '.join(tables)}."
    return Failure(kind, clean(sentence, sql), _printable(place)[:_LONGEST])


def _split(text: str) -> tuple[str, str]:
    sentence, *place = _PLACE.split(text, maxsplit=1)
    return _TITLE.sub("", sentence, count=1), place[0] if place else ""


def _printable(text: str) -> str:
    """Nothing that turns text around or stays unseen; as long as before, so that a caret points where it did."""
    return "".join(mark if mark.isprintable() or mark == "\n" else " " for mark in text)


def clean(sentence: str, sql: str) -> str:
    """Without paths that the query itself does not name, without control characters, and not too long."""
    sentence = _CANDIDATES.sub("", sentence)
    sentence = _printable(sentence).strip()
    sentence = _PATH.sub(lambda found: found[0] if found[0] in sql else "…", sentence)
    return sentence if len(sentence) <= _LONGEST else sentence[: _LONGEST - 1] + "…"
