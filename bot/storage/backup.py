"""Copy a SQLite database while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path


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
