"""Write the data of the take-home tasks: ``python -m tools.make_tasks [--check]``.

The same code makes the same tables on every machine. With ``--check`` nothing is written; the tables on disk are
compared with what would be. What is compared is the text inside: builds of zlib may pack the same text differently.
"""

import argparse
import csv
import gzip
import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from tools import marketplace_tables, short_video_tables
from tools.tables import Table

FOLDER = Path(__file__).parents[1] / "data" / "tasks"

MAKERS: dict[str, Callable[[], Iterable[Table]]] = {
    "freelance-marketplace": marketplace_tables.make,
    "short-video": short_video_tables.make,
}


def render(table: Table) -> bytes:
    """The table as CSV in UTF-8 with a header; an empty field is a missing value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue().encode()


def write(folder: Path) -> None:
    """Write every table of every task below ``folder``."""
    for task, make in MAKERS.items():
        (folder / task).mkdir(parents=True, exist_ok=True)
        for table in make():
            (folder / task / f"{table.name}.csv.gz").write_bytes(gzip.compress(render(table), 9, mtime=0))


def differences(folder: Path) -> list[str]:
    """What is wrong with the tables below ``folder``; nothing if they are what would be written."""
    found = []
    for task, make in MAKERS.items():
        expected = {f"{table.name}.csv.gz": render(table) for table in make()}
        there = {file.name: file for file in (folder / task).glob("*.csv.gz")}
        found += [f"{task}/{name}: the file is missing" for name in sorted(expected.keys() - there.keys())]
        found += [f"{task}/{name}: no generator makes this file" for name in sorted(there.keys() - expected.keys())]
        for name in sorted(expected.keys() & there.keys()):
            if gzip.decompress(there[name].read_bytes()) != expected[name]:
                found.append(f"{task}/{name}: differs from what the generator makes")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write or check; the exit code is 1 if the check found a difference."""
    parser = argparse.ArgumentParser(prog="python -m tools.make_tasks", description="Write the data of the tasks.")
    parser.add_argument("--check", action="store_true", help="write nothing; compare what is there")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the task folders are")
    options = parser.parse_args(arguments)
    if not options.check:
        write(options.folder)
        return 0
    found = differences(options.folder)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
