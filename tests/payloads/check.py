"""The check itself: each request's body against the description and the limits, once for each distinct body."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Protocol

from tests.payloads.description import Description, find
from tests.payloads.limits import files, limits
from tests.payloads.tolerated import tolerate
from tests.payloads.uploads import Upload

_PASSING = re.compile(r"(?<![0-9a-f])(?:\d{10,20}|[0-9a-f]{24})(?![0-9a-f])")
"""Snowflakes, seconds since 1970, nonces."""


class Request(Protocol):
    """What is read of the simulator's log entries."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def json(self) -> Any: ...


class PayloadCheck:
    """Finds what Discord would refuse. Many tests send the same bodies, such as the commands: each is judged once."""

    def __init__(self, description: Description | None) -> None:
        self._description = description
        self._judged: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def problems(self, requests: Iterable[Request], uploads: Iterable[Upload] = ()) -> list[str]:
        """A line for each thing that is wrong."""
        found = [
            f"{request.method} {request.path}: {problem}"
            for request in requests
            for problem in self._of(request.method, request.path, request.json)
        ]
        for upload in uploads:
            found += [f"{upload.method} {upload.path}: {problem}" for problem in files(upload)]
        return found

    def _of(self, method: str, path: str, body: Any) -> tuple[str, ...]:
        operation = self._description.operation(method, path) if self._description else None
        # Ids, times and nonces are others in each test; what is right with one of them is right with another.
        text = _PASSING.sub(lambda found: "0" * len(found[0]), json.dumps(body, sort_keys=True))
        key = (method, str(operation or path), text)
        if key not in self._judged:
            self._judged[key] = tuple(self._judge(method, path, body))
        return self._judged[key]

    def _judge(self, method: str, path: str, body: Any) -> Iterator[str]:
        if body is not None:
            yield from limits(method, path, body)
        if self._description is None:
            return
        operation = self._description.operation(method, path)
        if operation is None:
            yield "Discord has no such operation"
            return
        yield from self._description.problems(operation, tolerate(str(operation), body))


@cache
def payload_check() -> PayloadCheck:
    """The check of this session, with the description if there is one."""
    file = find()
    return PayloadCheck(Description.read(file) if file else None)


def assert_payloads(requests: Iterable[Request], uploads: Iterable[Upload]) -> None:
    """Fail with every body that Discord would refuse."""
    problems = payload_check().problems(requests, uploads)
    assert not problems, "Discord would refuse what the bot sent:\n" + "\n".join(dict.fromkeys(problems))
