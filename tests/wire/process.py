"""The bot as a real operating-system process, which a test can kill; none outlives the test run."""

import asyncio
import atexit
import contextlib
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from .peer import Peer

# Has the kernel kill the program (signal 9) if the test run itself is killed, when no `atexit` would come.
# PR_SET_PDEATHSIG is 1; it outlives the exec.
_LEASH = "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 9); os.execvp(sys.argv[1], sys.argv[1:])"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")

_running: "weakref.WeakSet[BotProcess]" = weakref.WeakSet()


class BotDiedError(RuntimeError):
    """The process ended before its READY; the message holds the end of its output."""


class BotProcess:
    """One program run against a peer. `start` it again after `kill` to play a restart."""

    def __init__(
        self, peer: Peer, log: Path, *, command: Sequence[str] | None = None, env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:  # fmt: skip
        self.peer = peer
        self.log = log
        self.command = list(command or (sys.executable, "-m", "bot", "run"))
        self.env = dict(env or {})
        self.cwd = cwd
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        """Standard output and error of every run so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def returncode(self) -> int | None:
        return None if self._child is None else self._child.poll()

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    async def start(self, timeout: float = 20.0) -> Self:
        """Run the program and wait until the peer has sent READY on every shard."""
        before = len(self.peer.gateway.readies)
        self.launch()
        shards = set(range(self.peer.world.shard_count))
        try:
            await self.peer.wait_for(
                lambda: shards <= set(self.peer.gateway.readies[before:]) or not self.alive, timeout, "READY"
            )
        except TimeoutError:
            self.kill()
            raise BotDiedError(f"no READY within {timeout} s\n{self.output[-4000:]}") from None
        if not self.alive:
            raise BotDiedError(f"exit code {self.returncode}\n{self.output[-4000:]}")
        return self

    def launch(self) -> None:
        """Run the program without waiting for READY, for tests of a refused start."""
        if self.alive:
            raise RuntimeError("the process is already running")
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        with self.log.open("ab") as sink:
            self._child = subprocess.Popen(
                _leashed(self.command),
                env=kept | {"PYTHONUNBUFFERED": "1"} | self.peer.environment | self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _running.add(self)

    def kill(self) -> None:
        """SIGKILL to the process and whatever it started: no handler runs, nothing is flushed."""
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()

    async def terminate(self, timeout: float = 10.0) -> int:
        """SIGTERM, as a service manager stops it; the exit code. A process that does not obey is killed."""
        assert self._child is not None
        if self.alive:
            self._child.terminate()
        try:
            return await self.ended(timeout)
        finally:
            self.kill()

    async def ended(self, timeout: float = 10.0) -> int:
        await self.peer.wait_for(lambda: not self.alive, timeout, "the end of the process")
        assert self._child is not None
        assert self._child.returncode is not None
        return self._child.returncode

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.kill)


def _leashed(command: Sequence[str]) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", _LEASH, *command] if sys.platform == "linux" else list(command)


@atexit.register
def _kill_all() -> None:
    for process in list(_running):
        process.kill()
