"""The tables of a task, in a database in memory that can be read by SQL and by nothing else, nor read anything else."""

import os
import sys
import tomllib
import types
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

_MB: Final = 1024 * 1024
_FUNCTIONS: Final = "SELECT function_name FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro')"
_CONFIG: Final = {
    # Threads do not survive a fork, and no limit on processes would let new ones start. These two make none.
    "threads": 1,
    "async_threads": 0,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "python_scan_all_frames": False,
}
_LOCKS: Final = (
    "SET TimeZone = 'UTC'",
    "SET temp_directory = ''",
    "SET home_directory = ''",
    "SET secret_directory = ''",
    "SET extension_directories = []",
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)
# One value of each kind that needs an import in the client: imports need files, and later there are none.
_KINDS: Final = """
    SELECT 1.5::DECIMAL(9, 2), DATE '2024-01-01', TIME '10:00', TIMESTAMP '2024-01-01',
           TIMESTAMPTZ '2024-01-01 00:00:00+00', INTERVAL 1 DAY, uuid(), [1], {'a': 1}, MAP {'a': 1}, 'a'::BLOB,
           '1'::BIT, 1::HUGEINT, TIMETZ '10:00:00+00', TIMESTAMP_NS '2024-01-01 00:00:00'
"""


class _Utc(tzinfo):
    def utcoffset(self, dt: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, dt: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, dt: datetime | None) -> str:
        return "UTC"

    def localize(self, moment: datetime, is_dst: bool = False) -> datetime:
        return moment.replace(tzinfo=self)


def stand_in_for_pytz() -> None:
    """DuckDB's client asks pytz for the zone of a moment. The zone is always UTC here, so no package is needed."""
    module = types.ModuleType("pytz")
    module.timezone = lambda _name: _Utc()  # type: ignore[attr-defined]
    module.utc = _Utc()  # type: ignore[attr-defined]
    sys.modules["pytz"] = module


stand_in_for_pytz()
import duckdb  # noqa: E402 - it may look for pytz as soon as it is loaded


@dataclass(frozen=True)
class Database:
    """A task's tables, the names of them, all functions that give a table, and a query that goes where most go."""

    connection: duckdb.DuckDBPyConnection
    names: tuple[str, ...]
    functions: frozenset[str]
    warm_up: str


def load(folder: str, memory_mb: int) -> Database:
    """Read every ``.parquet``, ``.csv`` and ``.csv.gz`` of the folder into a table of that name, and shut the door.

    Columns of CSV files have the types that the data dictionary in ``task.toml`` gives them; without one, what they
    look like.
    """
    connection = duckdb.connect(":memory:", config=dict(_CONFIG))
    declared = _declared_types(folder)
    names = []
    for file in sorted(os.listdir(folder)):  # noqa: PTH208 - pathlib is not loaded in the child
        name, _, kind = file.partition(".")
        reader = {"csv": "read_csv", "csv.gz": "read_csv", "parquet": "read_parquet"}.get(kind)
        if reader is None:
            continue
        options = _csv_options(declared.get(name, {})) if reader == "read_csv" else ""
        path = _literal(os.path.join(folder, file))  # noqa: PTH118
        connection.execute(f"CREATE TABLE {_name(name)} AS FROM {reader}({path}{options})")
        names.append(name)
    if not names:
        raise ValueError(f"there are no tables in {folder}")
    warm_up = _warm_up(connection, names)
    functions = frozenset(row[0].casefold() for row in connection.execute(_FUNCTIONS).fetchall())
    connection.execute(_KINDS).fetchall()
    connection.execute(warm_up).fetchall()
    _shut(connection, memory_mb)
    return Database(connection, tuple(names), functions, warm_up)


def _declared_types(folder: str) -> dict[str, dict[str, str]]:
    """For each table the types of its columns, by name."""
    try:
        with open(os.path.join(folder, "task.toml"), "rb") as file:  # noqa: PTH118, PTH123 - as above
            tables = tomllib.load(file).get("tables", [])
    except FileNotFoundError:
        return {}
    return {
        table["name"]: {column["name"]: column["type"] for column in table.get("columns", [])}
        for table in tables
        if isinstance(table, dict)
    }


def _csv_options(types: dict[str, str]) -> str:
    pairs = ", ".join(f"{_literal(column)}: {_literal(kind)}" for column, kind in types.items())
    return f", header = true, sample_size = -1{f', types = {{{pairs}}}' if pairs else ''}"


def _shut(connection: duckdb.DuckDBPyConnection, memory_mb: int) -> None:
    used = _number(connection, "SELECT sum(memory_usage_bytes) FROM duckdb_memory()")
    # Lower than the kernel's limit, so that most queries end in DuckDB's own error instead of a dead process.
    connection.execute(f"SET memory_limit = '{used // _MB + memory_mb * 3 // 4}MiB'")
    for lock in _LOCKS:
        connection.execute(lock)


def _warm_up(connection: duckdb.DuckDBPyConnection, names: list[str]) -> str:
    """Group, join and sort the largest table: a fresh process is slow only while it takes its first memory."""
    largest = max(names, key=lambda name: _number(connection, f"SELECT count(*) FROM {_name(name)}"))  # noqa: S608
    columns = [_name(row[0]) for row in connection.execute(f"DESCRIBE {_name(largest)}").fetchall()]
    key, last = columns[min(1, len(columns) - 1)], columns[-1]
    return (
        f"WITH few AS (FROM {_name(largest)} LIMIT 30000), "  # noqa: S608 - names of our own tables
        f"groups AS (SELECT {key} AS k, count(*) AS n, max({last}) AS m FROM few GROUP BY 1) "
        f"SELECT k, n, m, row_number() OVER (ORDER BY n DESC, k) AS r, sum(n) OVER (ORDER BY k) AS s, "
        f"round(n / 3, 2) AS q, date_trunc('month', DATE '2024-01-31' + n::INTEGER) AS d "
        f"FROM few JOIN groups ON few.{key} = groups.k ORDER BY n DESC, k LIMIT 500"
    )


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0] or 0) if row else 0


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
