"""What a query may use, and how a child process is started with it."""

import importlib.util
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BOOT: Final = "import sys; sys.path += sys.argv[2:]; from inside.main import main; main()"
# What an interpreter itself may need to start. Nothing of it is left to a query: it can read no environment.
_NEEDED_TO_START: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class SandboxBroken(Exception):  # noqa: N818 - named as the state it tells of
    """The child processes cannot be started; the text is for the host."""


@dataclass(frozen=True)
class Limits:
    """The most that one query may use."""

    seconds: float
    memory_mb: int
    row_cap: int
    byte_cap: int


def command(tables: Mapping[str, Path], limits: Limits, control: int | None) -> list[str]:
    """A bare interpreter: no environment, no site, nothing of the bot but the folder ``inside``."""
    spec = importlib.util.find_spec("duckdb")
    if spec is None or spec.origin is None:
        raise SandboxBroken("the package duckdb is not installed")
    config = {
        "tables": {name: str(folder.resolve()) for name, folder in tables.items()},
        "seconds": limits.seconds,
        "memory_mb": limits.memory_mb,
        "row_cap": limits.row_cap,
        "byte_cap": limits.byte_cap,
        "control": control,
    }
    here, packages = Path(__file__).parent, Path(spec.origin).parent.parent
    return [sys.executable, "-I", "-S", "-B", "-c", _BOOT, json.dumps(config), str(here), str(packages)]


def environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _NEEDED_TO_START if name in os.environ}
