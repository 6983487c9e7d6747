"""Where a child process begins.

Two ways of life. With ``control``, on Linux: load the tables once, then bear a locked-down child by fork whenever the
bot asks; each serves one query on the descriptor that came with the request, and dies. Without, anywhere: load the
tables, serve one query on standard input and output, and die.
"""

import contextlib
import json
import os
import socket
import sys
from typing import Any

from . import frames
from .answering import Caps, answer, warm_up
from .lockdown import lock_down
from .tables import Database, load


def main() -> None:
    config = json.loads(sys.argv[1])
    if config["control"] is None:
        _serve_alone(config)
    else:
        from .nursery import bear_children  # noqa: PLC0415 - what it needs exists on Linux only

        bear_children(config)


def serve(config: dict[str, Any], databases: dict[str, Database], reading: int, writing: int) -> None:
    """One query, in a process that has nothing else left."""
    lock_down(config["seconds"], config["memory_mb"])
    _warm_up(reading, databases)
    request = frames.receive(reading)
    if request is not None:
        caps = Caps(rows=config["row_cap"], size=config["byte_cap"])
        answer(frames.Outlet(writing), databases[request["task"]], request["sql"], caps)


def _warm_up(reading: int, databases: dict[str, Database]) -> None:
    """Take the memory a typical query takes, unless somebody is waiting already."""
    for database in databases.values():
        if _is_waiting(reading):
            return
        warm_up(database)


def _is_waiting(reading: int) -> bool:
    """Whether a request has come; on a pipe, which cannot be asked without taking it, always no."""
    try:
        peek = socket.socket(fileno=reading)
    except OSError:
        return False
    try:
        return bool(peek.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError:
        return False
    finally:
        peek.detach()


def _serve_alone(config: dict[str, Any]) -> None:
    writing = os.dup(1)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - pathlib is not loaded in the child
        os.dup2(nowhere.fileno(), 1)
    hello = frames.Outlet(writing)
    try:
        databases = {name: load(folder, config["memory_mb"]) for name, folder in config["tables"].items()}
    except Exception as error:  # told to the host, who can mend it
        hello.send({"failed": f"{type(error).__name__}: {error}"})
        return hello.flush()
    hello.send({"ready": True})
    hello.flush()
    with contextlib.suppress(OSError):  # the bot has closed the pipe
        serve(config, databases, 0, writing)
    os._exit(0)
