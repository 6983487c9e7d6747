"""The files of each request: the simulator's log of requests leaves them out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import simcord
from simcord.http import router


class Upload(NamedTuple):
    """The sizes in bytes of the files that came with one request."""

    method: str
    path: str
    sizes: tuple[int, ...]


@contextmanager
def recorded_uploads(env: simcord.Env) -> Iterator[list[Upload]]:
    """Note the files that the bot of one environment sends."""
    found: list[Upload] = []
    dispatch = router.dispatch

    def noting(backend: Any, method: str, path: str, *, files: list[Any] | None = None, **rest: Any) -> Any:
        if files and backend is env.backend:
            found.append(Upload(method, path, tuple(_size(file) for file in files)))
        return dispatch(backend, method, path, files=files, **rest)

    router.dispatch = noting
    try:
        yield found
    finally:
        router.dispatch = dispatch


def _size(file: Any) -> int:
    """Without moving the place from which it will be read."""
    at = file.fp.tell()
    end = int(file.fp.seek(0, os.SEEK_END))
    file.fp.seek(at)
    return end - int(at)
