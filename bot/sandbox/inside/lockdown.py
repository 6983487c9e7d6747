"""Takes from this process what a query has no need of. Each step is tried by itself: no system has all of them.

Where the kernel offers it, the process can afterwards open no file, no socket and no pipe, change nothing in any
folder, start neither process nor thread, and grow only so far.
"""

import contextlib
import ctypes
import os
import signal
import sys
from typing import Any, Final

_MB: Final = 1024 * 1024
_NOBODY: Final = 65534
# The bot's event loop goes first when there are more queries than processors.
_NICENESS: Final = 10
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT, _LANDLOCK_VERSION = 444, 446, 1
# What each version of Landlock can take away: files by bit, TCP by bit, then signals and abstract sockets.
_FILE_BITS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_FILE_BITS, _TCP_BITS, _SCOPE_BITS = 16, 2, 2
_TCP_SINCE, _SCOPES_SINCE = 4, 6

_resource: Any
try:
    import resource as _resource
except ImportError:  # Windows has no resource limits of this kind
    _resource = None


def lock_down(seconds: float, memory_mb: int) -> None:
    """Give up files, network, new processes and more than ``memory_mb`` of memory beyond what is in use now."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    taken = _address_space()  # first of all: afterwards it cannot be read
    _become_nobody()
    _keep_to_ourselves()
    _limit(seconds, taken + memory_mb * _MB)


def _become_nobody() -> None:
    """A bot that runs as root would lend its rights to the query, and root is exempt from the limit on processes."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        with contextlib.suppress(OSError):  # a container may not let even root change
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)


def _keep_to_ourselves() -> None:
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    # After the change of user: that would undo it. Who is left without a parent must not go on.
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _landlock(libc)


def _landlock(libc: Any) -> None:
    """Forbid every use of the file system, by path too: removing and making folders needs no open file."""
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if version < 1:
        return
    files = (1 << _FILE_BITS.get(version, _ALL_FILE_BITS)) - 1
    network = (1 << _TCP_BITS) - 1 if version >= _TCP_SINCE else 0
    scopes = (1 << _SCOPE_BITS) - 1 if version >= _SCOPES_SINCE else 0
    rules = (ctypes.c_uint64 * 3)(files, network, scopes)
    ruleset = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    if ruleset >= 0:
        libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
        os.close(ruleset)


def _limit(seconds: float, most: int) -> None:
    if _resource is None:
        return
    limits = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": int(seconds) + 2,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        # Descriptors that are open stay open; a new one cannot be had, and so no file, no socket and no library.
        "RLIMIT_NOFILE": 0,
    }
    if sys.platform == "linux":
        limits["RLIMIT_AS"] = most
    for name, value in limits.items():
        with contextlib.suppress(OSError, ValueError, AttributeError):
            _resource.setrlimit(getattr(_resource, name), (value, value))


def _address_space() -> int:
    """How much address space this process has taken already: the interpreter, DuckDB and the tables."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib is not loaded in the child
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 256 * _MB
