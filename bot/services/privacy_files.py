"""A person's data as ZIP files on disk, each no larger than Discord takes, written piece by piece."""

import json
import zipfile
from base64 import b64encode
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

_MARGIN = 128 * 1024
"""Room for what is still in the compressor, the end of an entry, and the list of entries."""

_SMALLEST = 4 * _MARGIN


class Archive:
    """Writes entries one after the other. What outgrows ``limit`` bytes goes on in a further file. Blocks."""

    def __init__(self, folder: Path, name: str, limit: int) -> None:
        self._folder = folder
        self._name = name
        self._room = max(limit, _SMALLEST) - _MARGIN
        self._zip: zipfile.ZipFile | None = None
        self._file: Any = None
        self._entry: tuple[str, str] = ("", "")
        self._pieces = 0
        self._rows = 0
        self.paths: list[Path] = []
        self.names: list[str] = []

    def close(self) -> None:
        """Everything is written."""
        self._end_entry()
        if self._zip is not None:
            self._zip.close()
            self._zip = None

    def rows(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows to the JSON file of a table."""
        for row in rows:
            text = json.dumps(row, ensure_ascii=False, default=_plain)
            self._go_to(table, "json", len(text.encode("utf-8", "surrogatepass")))
            self._put(("[\n" if not self._rows else ",\n") + text)
            self._rows += 1

    def text(self, name: str, text: str) -> None:
        """Add text to a Markdown file."""
        self._go_to(name, "md", len(text.encode("utf-8", "surrogatepass")))
        self._put(text)

    def _go_to(self, name: str, kind: str, size: int) -> None:
        """Be inside this entry, in a file with room for ``size`` more bytes, were they not compressed at all."""
        if self._zip is not None and self._size() + size > self._room:
            self.close()
        if self._entry != (name, kind):
            self._end_entry()
            self._entry, self._pieces = (name, kind), 0
        if self._file is None:
            self._begin_entry()

    def _size(self) -> int:
        assert self._zip is not None
        assert self._zip.fp is not None
        return self._zip.fp.tell()

    def _begin_entry(self) -> None:
        if self._zip is None:
            number = f"-{len(self.paths) + 1}" if self.paths else ""
            path = self._folder / f"{self._name}{number}.zip"
            self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
            self.paths.append(path)
        self._pieces += 1
        self._rows = 0
        name, kind = self._entry
        full_name = f"{name}.{kind}" if self._pieces == 1 else f"{name}-{self._pieces}.{kind}"
        self.names.append(full_name)
        self._file = self._zip.open(full_name, "w")

    def _end_entry(self) -> None:
        if self._file is None:
            return
        if self._entry[1] == "json":
            self._put("\n]\n")
        self._file.close()
        self._file = None

    def _put(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "surrogatepass"))


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"no JSON for {type(value).__name__}")
