"""Trouble on demand: refusals, delays and cut connections for chosen requests."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase

from .http_call import Reply


class Cut(Enum):
    """Where the line is cut."""

    NONE = "none"
    BEFORE_ANSWER = "before answer"
    MID_ANSWER = "mid answer"


@dataclass
class Fault:
    """One rule. `times` counts down to nothing; `hits` counts up, so that a test can see it was met."""

    method: str
    path_glob: str
    times: int | None = 1
    before_effect: bool = True
    status: int | None = None
    code: int = 0
    message: str = ""
    retry_after: float | None = None
    delay: float = 0.0
    cut: Cut = Cut.NONE
    hits: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.hits >= self.times

    def matches(self, method: str, path: str) -> bool:
        """Segment by segment, so that `/channels/*/messages` does not also mean one message's route."""
        patterns, parts = self.path_glob.strip("/").split("/"), path.strip("/").split("/")
        if self.method not in ("*", method) or len(patterns) != len(parts):
            return False
        return all(fnmatchcase(part, pattern) for part, pattern in zip(parts, patterns, strict=True))

    def reply(self) -> Reply | None:
        if self.status is None:
            return None
        message = self.message or f"{self.status}: fault on demand"
        if self.retry_after is None:
            return Reply(self.status, {"message": message, "code": self.code})
        body = {"message": message, "retry_after": self.retry_after, "global": False, "code": self.code}
        return Reply(self.status, body, {"Retry-After": str(self.retry_after), "X-RateLimit-Scope": "shared"})


class Faults:
    def __init__(self, on_change: Callable[[], None]) -> None:
        self.rules: list[Fault] = []
        self._on_change = on_change

    def add(self, fault: Fault) -> Fault:
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        self.rules.clear()

    async def meet(self, method: str, path: str, *, before_effect: bool) -> Fault | None:
        """Wait out the delays that apply now and return the first rule that spoils the request, if any does."""
        for fault in list(self.rules):
            if fault.spent or fault.before_effect is not before_effect or not fault.matches(method, path):
                continue
            fault.hits += 1
            self._on_change()
            if fault.delay:
                await asyncio.sleep(fault.delay)
            if fault.status is not None or fault.cut is not Cut.NONE:
                return fault
        return None
