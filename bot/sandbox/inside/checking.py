"""Lets one reading statement through and says plainly why anything else is not.

This is for the sentence, not for safety: what slips past meets a locked database in a process without files.
"""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import duckdb

from .tables import Database
from .wording import Failure, refused, tables_only

_QUERIES: Final = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_TABLE_FUNCTIONS: Final = {
    "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "histogram",
    "histogram_values", "summary",
}  # fmt: skip
_FORBIDDEN_FUNCTIONS: Final = {
    "getenv", "current_setting", "set_config", "write_log", "json_serialize_plan", "json_execute_serialized_sql",
    "read_text", "read_blob", "version", "pg_conf_load_time", "inet_server_addr", "sleep_ms",
}  # fmt: skip
_FORBIDDEN_WORDS: Final = {"delete", "insert", "update", "merge", "truncate", "into", "show"}
_WORD: Final = re.compile(r"\w+")
_INTERNAL_TABLES: Final = ("duckdb_", "pg_", "pragma_", "sqlite_")
_DEEPEST: Final = 6000
_MOST_COLUMNS: Final = 1000

ONE_STATEMENT = "Send one statement at a time: everything in a single SELECT, with its WITH parts if it needs them."
READ_ONLY = "Only reading is possible here. Write one SELECT, WITH, VALUES or FROM statement."
NO_EXPLAIN = "EXPLAIN isn't available here: queries are only run, never explained."
TOO_MANY_COLUMNS = "That is too many columns to be run. Name the ones you need."
PIVOT_LIST = "PIVOT needs its values listed here, as in PIVOT … ON column IN ('a', 'b')."
EMPTY = "There is no query here yet, only space or comments."
TOO_DEEP = "The query is nested too deeply to be run. Split it into WITH parts."
UNCHECKED = "This form of query can't be run here. Write it as a plain SELECT."
_BY_KIND: Final = {"EXPLAIN": NO_EXPLAIN, "MULTI": PIVOT_LIST}


def single_query(database: Database, sql: str) -> duckdb.Statement:
    """The one statement of ``sql``; raises Failure for what is no single query, and DuckDB's errors for bad syntax."""
    sql.encode()  # half a character raises UnicodeError here, and something less clear in DuckDB
    statements = database.connection.extract_statements(sql)
    if not statements:
        raise refused(EMPTY)
    if len(statements) > 1:
        raise refused(ONE_STATEMENT)
    kind = _kind(statements[0])
    if kind != "SELECT":
        raise refused(_BY_KIND.get(kind, READ_ONLY))
    if _is_suspicious(database, sql):
        _check(_tree(database.connection, statements[0].query), database.names)
    return statements[0]


def _kind(statement: duckdb.Statement) -> str:
    try:
        return str(statement.type).rpartition(".")[2]
    except ValueError:  # a kind that the client has no name for, such as UPDATE EXTENSIONS
        return "OTHER"


def _is_suspicious(database: Database, sql: str) -> bool:
    """Whether the query may hold what is not allowed. Taking it apart to be sure costs as much as many a query does."""
    words = {word.casefold() for word in _WORD.findall(sql)}
    return (
        not words.isdisjoint((database.functions - _TABLE_FUNCTIONS) | _FORBIDDEN_FUNCTIONS | _FORBIDDEN_WORDS)
        or any(word.startswith(_INTERNAL_TABLES) for word in words)
        or sql.count(",") > _MOST_COLUMNS
    )


def _tree(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    sys.setrecursionlimit(_DEEPEST)
    try:
        tree = json.loads(row[0] if row else "{}")
    except RecursionError:
        raise refused(TOO_DEEP) from None
    if tree.get("error", True):
        raise refused(UNCHECKED)
    return tree["statements"]


def _check(tree: Any, tables: tuple[str, ...]) -> None:
    nodes = list(_nodes(tree))
    parts = {str(part.get("key")).casefold() for node in nodes for part in _map(node)}
    for node in nodes:
        failure = _objection(node, parts, tables)
        if failure:
            raise failure


def _objection(node: dict[str, Any], parts: set[str], tables: tuple[str, ...]) -> Failure | None:
    kind = str(node.get("type"))
    if kind.endswith("_NODE") and kind not in _QUERIES:
        return refused(READ_ONLY)
    if len(node.get("select_list") or ()) > _MOST_COLUMNS:
        return refused(TOO_MANY_COLUMNS)
    if kind == "TABLE_FUNCTION" and _function(node.get("function")) not in _TABLE_FUNCTIONS:
        return tables_only(tables)
    if node.get("class") == "FUNCTION" and _function(node) in _FORBIDDEN_FUNCTIONS:
        return refused(f"The function {_function(node)} isn't available here.")
    if kind == "SHOW_REF" and not node.get("query") and node.get("table_name") != '"tables"':
        return refused("Settings can't be shown here. SHOW TABLES and DESCRIBE with a table's name work.")
    if kind == "BASE_TABLE" and _is_internal(node, parts):
        return tables_only(tables)
    return None


def _is_internal(node: dict[str, Any], parts: set[str]) -> bool:
    name, schema = str(node.get("table_name")).casefold(), str(node.get("schema_name")).casefold()
    if not schema and name in parts:
        return False
    return schema == "pg_catalog" or name.startswith(_INTERNAL_TABLES)


def _function(node: Any) -> str:
    return str(node.get("function_name")).casefold() if isinstance(node, dict) else ""


def _map(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The WITH parts of a query: ``{"cte_map": {"map": [{"key": name, "value": …}]}}``."""
    ctes = node.get("cte_map")
    return [part for part in ctes.get("map", []) if isinstance(part, dict)] if isinstance(ctes, dict) else []


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
