"""Copy a SQLite database while it is in use."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

NIGHTLY = "bot-????-??-??.db"


def back_up_nightly(source: Path, folder: Path, day: date, keep: int) -> None:
    """Copy ``source`` into ``folder`` as that day's copy, and keep the newest ``keep`` of them. Raises as
    :func:`back_up` does; older copies stay then."""
    folder.mkdir(parents=True, exist_ok=True)
    back_up(source, folder / f"bot-{day.isoformat()}.db")
    for old in sorted(folder.glob(NIGHTLY))[:-keep]:
        old.unlink(missing_ok=True)


def back_up(source: Path, target: Path) -> None:
    """Copy ``source`` to ``target`` as it is at one moment, by SQLite's online backup.

    :raises OSError: if ``target`` cannot be written; nothing is left there then.
    """
    partial = target.with_name(target.name + ".part")
    partial.touch()
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(partial)) as copy:
            live.backup(copy)
        partial.replace(target)
    except sqlite3.Error as error:
        raise OSError(None, str(error)) from error
    finally:
        partial.unlink(missing_ok=True)
