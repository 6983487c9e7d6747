"""Folders with people's data on their way to them: for a moment only, also where a process is killed meanwhile."""

import os
import platform
import shutil
import tempfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

PREFIX = "greenroom-export-"

_STALE = timedelta(hours=1)
"""No export takes so long. Of a folder of another machine nobody can tell whether its process lives."""

_HERE = f"{zlib.crc32(platform.node().encode()):08x}"
_open: set[Path] = set()
"""Folders of this process that are in use."""


def make() -> Path:
    """A new folder that only this user of the machine may look into."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{_HERE}-{os.getpid()}-"))
    _open.add(folder)
    return folder


def remove(folder: Path) -> None:
    """What was in it is delivered."""
    _open.discard(folder)
    shutil.rmtree(folder, ignore_errors=True)


def remove_forgotten(now: datetime) -> int:
    """Remove the folders of processes that are gone; returns how many there were. Blocks."""
    found = [one for one in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if one not in _open]
    forgotten = [one for one in found if _is_forgotten(one, now)]
    for one in forgotten:
        shutil.rmtree(one, ignore_errors=True)
    return len(forgotten)


def _is_forgotten(folder: Path, now: datetime) -> bool:
    host, _, rest = folder.name.removeprefix(PREFIX).partition("-")
    pid = rest.partition("-")[0]
    if host == _HERE and pid.isdigit():
        # One with our number that we do not use is of a process before us.
        return int(pid) == os.getpid() or not _lives(int(pid))
    try:
        changed = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    except OSError:
        return False
    return now - changed > _STALE


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True  # it is somebody else's
    except (OSError, OverflowError):
        return False
    return True
