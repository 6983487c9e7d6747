"""Bears one process per query from one that has the tables in memory (Linux)."""

import contextlib
import gc
import os
import select
import signal
import socket
from typing import Any, Final

from .answering import warm_up
from .main import serve
from .tables import Database, load

_ORDER: Final = 64


def bear_children(config: dict[str, Any]) -> None:
    """Serve the bot's orders on the control socket until it closes: ``bear N`` with a descriptor, and ``kill N``."""
    control = socket.socket(fileno=config["control"])
    _leave_the_ground()
    try:
        databases = {name: load(folder, config["memory_mb"]) for name, folder in config["tables"].items()}
    except Exception as error:  # told to the host, who can mend it
        control.send(f"failed {type(error).__name__}: {error}"[:1000].encode())
        return
    for database in databases.values():
        warm_up(database)
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    Nursery(control, config, databases).run()


def _leave_the_ground() -> None:
    """Go on in a folder that no longer exists, and be the first to die when memory runs out."""
    os.umask(0o077)
    with contextlib.suppress(OSError):
        folder = os.getcwd()  # noqa: PTH109 - pathlib is not loaded in the child
        os.rmdir(folder)  # noqa: PTH106
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write("900")


class Nursery:
    """Knows its living children by the number the bot gave them."""

    def __init__(self, control: socket.socket, config: dict[str, Any], databases: dict[str, Database]) -> None:
        self._control = control
        self._config = config
        self._databases = databases
        self._living: dict[int, int] = {}
        self._woken, self._waker = os.pipe()

    def run(self) -> None:
        os.set_blocking(self._waker, False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        sources: list[Any] = [self._control, self._woken]
        while True:
            ready = select.select(sources, [], [])[0]
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._bury()
            if self._control in ready and not self._obey():
                return self._end()

    def _obey(self) -> bool:
        order, descriptors, _, _ = socket.recv_fds(self._control, _ORDER, 1)
        if not order:
            return False
        word, number = order.split()
        if word == b"bear":
            self._bear(int(number), descriptors[0])
        elif int(number) in self._living:
            os.kill(self._living[int(number)], signal.SIGKILL)
        return True

    def _bear(self, number: int, channel: int) -> None:
        pid = os.fork()
        if pid == 0:
            self._live(channel)
        os.close(channel)
        self._living[number] = pid
        self._control.send(f"born {number}".encode())

    def _live(self, channel: int) -> None:
        """In the child; never returns."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(channel, 3)
            os.closerange(4, 1024)
            serve(self._config, self._databases, 3, 3)
        finally:
            os._exit(0)

    def _bury(self) -> None:
        for number, pid in list(self._living.items()):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                del self._living[number]
                self._control.send(f"gone {number} {os.waitstatus_to_exitcode(status)}".encode())

    def _end(self) -> None:
        for pid in self._living.values():
            os.kill(pid, signal.SIGKILL)
        for pid in self._living.values():
            os.waitpid(pid, 0)
