"""What came of running a query."""

from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """Why a query has no result."""

    SYNTAX = "syntax"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"
    BUSY = "busy"
    RUNTIME = "runtime"


@dataclass(frozen=True)
class RunError:
    """A plain sentence, and for a mistake with a place the line of the query with a caret under it (monospaced)."""

    kind: ErrorKind
    sentence: str
    place: str = ""

    @property
    def message(self) -> str:
        return f"{self.sentence}\n{self.place}" if self.place else self.sentence


@dataclass(frozen=True)
class RunResult:
    """The rows of a query, or why there are none. ``truncated``: there were more, or longer ones, than may be sent."""

    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    truncated: bool = False
    seconds: float = 0.0
    error: RunError | None = None
