"""Which version this checkout is."""

import tomllib
from functools import cache
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


@cache
def version() -> str:
    """As ``pyproject.toml`` says: what is installed besides may be older than the checkout that runs."""
    data = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
    return str(data["project"]["version"])
