"""Runs one query and sends its rows, as many as may be sent."""

import contextlib
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import duckdb

from .checking import single_query
from .encoding import CUT, cell_writers, encoded, name_of
from .frames import Outlet
from .tables import Database
from .wording import explain, refused

_FETCH: Final = 128
_LONGEST_FRAME: Final = 512 * 1024
_MOST_COLUMNS: Final = 200

TOO_MANY_COLUMNS = f"A result may have up to {_MOST_COLUMNS} columns. Name the ones you need."


@dataclass
class Caps:
    """How much of a result is sent."""

    rows: int
    size: int


def answer(outlet: Outlet, database: Database, sql: str, caps: Caps) -> None:
    """Send what the query gives: a head, frames of rows and an end; or an error at any point."""
    begin = perf_counter()
    try:
        statement = single_query(database, sql)
        result = database.connection.execute(statement)
        _send_head(outlet, result)
        truncated = _send_rows(outlet, result, caps)
        outlet.send({"end": {"truncated": truncated, "seconds": perf_counter() - begin}})
    except OSError:
        raise  # the bot is gone
    except BaseException as error:  # whatever it was, the process ends and the person hears of it
        failure = explain(error, sql, database.names)
        told = {"kind": failure.kind, "sentence": failure.sentence, "place": failure.place}
        outlet.send({"error": told, "seconds": perf_counter() - begin})
    outlet.flush()


def warm_up(database: Database) -> None:
    """Go the way of a typical query, sending nothing: the first time on it is several times slower."""
    with contextlib.suppress(Exception):  # a first query that is slower is no reason to have none
        statement = single_query(database, database.warm_up)
        result = database.connection.execute(statement)
        writers = cell_writers(result.description)
        encoded(result.fetchall(), writers)


def _send_head(outlet: Outlet, result: duckdb.DuckDBPyConnection) -> None:
    columns = result.description or []
    if len(columns) > _MOST_COLUMNS:
        raise refused(TOO_MANY_COLUMNS)
    head = {"columns": [name_of(column[0]) for column in columns], "types": [name_of(column[1]) for column in columns]}
    outlet.send(head)


def _send_rows(outlet: Outlet, result: duckdb.DuckDBPyConnection, caps: Caps) -> bool:
    """Send up to the caps, part by part; whether more would have come."""
    writers = cell_writers(result.description)
    outgoing = _Outgoing(outlet, caps, writers)
    while part := result.fetchmany(_FETCH):
        if not outgoing.take(part):
            return True
    return outgoing.cut


class _Outgoing:
    """Counts what goes out. A part that is too long as a whole is sent row by row, as far as the caps allow."""

    def __init__(self, outlet: Outlet, caps: Caps, writers: list[Any]) -> None:
        self._outlet = outlet
        self._writers = writers
        self._rows_left = caps.rows
        self._size_left = caps.size
        self.cut = False

    def take(self, rows: list[tuple[Any, ...]]) -> bool:
        """Send them; False when the caps are reached."""
        fitting = rows[: self._rows_left]
        body = encoded(fitting, self._writers)
        self.cut = self.cut or CUT in body
        if len(body) <= min(_LONGEST_FRAME, self._size_left):
            self._send(body, len(fitting))
            return len(fitting) == len(rows)
        return all(self._one(row) for row in fitting) and len(fitting) == len(rows)

    def _one(self, row: tuple[Any, ...]) -> bool:
        body = encoded([row], self._writers)
        if len(body) > min(_LONGEST_FRAME, self._size_left):
            return False
        self._send(body, 1)
        return True

    def _send(self, body: bytes, count: int) -> None:
        if count:
            self._outlet.send_body(b'{"rows":' + body + b"}")
        self._rows_left -= count
        self._size_left -= len(body)
