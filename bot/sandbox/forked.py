"""Children by fork from a process that holds the tables in memory: a few milliseconds each (Linux)."""

import asyncio
import contextlib
import logging
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .children import Child
from .limits import Limits, SandboxBroken, command, environment

_log = logging.getLogger(__name__)
_LOADING_SECONDS: Final = 120.0
_BIRTH_SECONDS: Final = 15.0
_CLOSING_SECONDS: Final = 5.0
_LONGEST_REPORT: Final = 2048


class Forked:
    """Orders and reports go over one control socket; each child gets its own socket with the order."""

    def __init__(self, tables: Mapping[str, Path], limits: Limits) -> None:
        self._tables = tables
        self._limits = limits
        self._control: socket.socket | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._ready: asyncio.Future[None] | None = None
        self._births: dict[int, asyncio.Future[None]] = {}
        self._children: dict[int, Child] = {}
        self._last = 0

    async def start(self) -> None:
        """Load the tables in a new process; the one before, if any, is given up."""
        await self.close()
        loop = asyncio.get_running_loop()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setblocking(False)
        self._ready = loop.create_future()
        loop.add_reader(self._control, self._hear, self._control)
        with theirs:
            await self._launch(theirs.fileno())
        try:
            async with asyncio.timeout(_LOADING_SECONDS):
                await self._ready
        except TimeoutError:
            raise SandboxBroken("loading the tables took too long") from None

    async def _launch(self, control: int) -> None:
        # It removes this folder as soon as it stands in it.
        ground = await asyncio.to_thread(tempfile.mkdtemp, prefix="greenroom-")
        self._process = await asyncio.create_subprocess_exec(
            *command(self._tables, self._limits, control),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(),
            cwd=ground,
            pass_fds=[control],
            process_group=0,  # a Ctrl-C in the terminal is for the bot, which ends its children itself
        )

    async def child(self) -> Child:
        self._last += 1
        number = self._last
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                reader, writer = await asyncio.open_connection(sock=ours)
            except BaseException:
                ours.close()
                raise
            child = Child(reader, writer, lambda: self._order(f"kill {number}"))
            born = self._bear(number, child, theirs)
        try:
            async with asyncio.timeout(_BIRTH_SECONDS):
                await born
        except BaseException as error:
            # It may yet be born: its socket is closed, so it will read the end of it and go.
            writer.close()
            if isinstance(error, TimeoutError):
                raise SandboxBroken("no child came") from error
            raise
        finally:
            self._births.pop(number, None)
        return child

    def _bear(self, number: int, child: Child, channel: socket.socket) -> asyncio.Future[None]:
        """Order a child; the future tells of its birth."""
        born = self._births[number] = asyncio.get_running_loop().create_future()
        self._children[number] = child
        try:
            if self._control is None:
                raise SandboxBroken("the process that holds the tables is gone")
            socket.send_fds(self._control, [f"bear {number}".encode()], [channel.fileno()])
        except (OSError, SandboxBroken) as error:
            del self._children[number]
            _settle(born, SandboxBroken(str(error)))
        return born

    def _order(self, text: str) -> None:
        if self._control is not None:
            with contextlib.suppress(OSError):  # it is gone and its children with it
                self._control.send(text.encode())

    def _hear(self, control: socket.socket) -> None:
        """One report: ready, failed …, born N, gone N code; nothing when the process has ended."""
        try:
            word, *rest = control.recv(_LONGEST_REPORT).decode("utf-8", "replace").split(" ")
        except BlockingIOError:
            return
        except OSError:
            word, rest = "", []
        match word, rest:
            case "born", [number] if born := self._births.get(int(number)):
                _settle(born)
            case "gone", [number, code] if child := self._children.pop(int(number), None):
                child.died(int(code))
            case "ready", _:
                _settle(self._ready)
            case "failed", _:
                _settle(self._ready, SandboxBroken(" ".join(rest)))
            case "", _:
                self._lost()

    def _lost(self) -> None:
        """The process has ended, and its children with it."""
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        broken = "the process that holds the tables has ended"
        _settle(self._ready, SandboxBroken(broken))
        for born in self._births.values():
            _settle(born, SandboxBroken(broken))
        for child in self._children.values():
            child.died(None)
        self._children.clear()

    async def close(self) -> None:
        """Hang up: the process kills its children and ends."""
        process, self._process = self._process, None
        self._lost()
        if process is None:
            return
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _settle(waiting: asyncio.Future[None] | None, error: Exception | None = None) -> None:
    if waiting is None or waiting.done():
        return
    if error is None:
        waiting.set_result(None)
    else:
        waiting.set_exception(error)
