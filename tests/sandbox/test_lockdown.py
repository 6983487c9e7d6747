"""What a process can still do after ``lock_down``, tried from inside with plain system calls: no DuckDB in the way."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import bot.sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is taken away elsewhere differs by system")

PROBE: Final = """
import json, os, socket, sys, threading
sys.path.append(sys.argv[1])
from inside.lockdown import lock_down
prey, parent = sys.argv[2], os.getppid()
os.chdir(prey)
channel = os.dup(1)
lock_down(5, 64)

def thread():
    threading.Thread(target=print).start()

attempts = {
    "read a file": lambda: open("/etc/hostname"),
    "write a file": lambda: open("new", "w"),
    "list a folder": lambda: os.listdir("/"),
    "make a folder": lambda: os.mkdir("folder"),
    "remove a file": lambda: os.unlink("secret"),
    "rename a file": lambda: os.rename("secret", "other"),
    "make a link": lambda: os.symlink("/etc/passwd", "link"),
    "truncate a file": lambda: os.truncate("secret", 0),
    "open a socket": lambda: socket.socket(),
    "make a pipe": lambda: os.pipe(),
    "fork": lambda: os.fork() or os._exit(0),
    "start a thread": thread,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "take memory": lambda: bytearray(100 * 1024 * 1024),
    "signal the parent": lambda: os.kill(parent, 0),
}
ended = {}
for name, attempt in attempts.items():
    try:
        attempt()
        ended[name] = "done"
    except BaseException as error:
        ended[name] = type(error).__name__
os.write(channel, json.dumps(ended).encode())
os._exit(0)
"""
# As root on a kernel without Landlock, or as an ordinary user there, these remain; the database refuses them as well.
NEEDS_LANDLOCK: Final = {"make a folder", "remove a file", "rename a file", "make a link", "run a program"}
NEEDS_LANDLOCK_NEW: Final = {"truncate a file", "signal the parent"}


def landlock_version() -> int:
    code = "import ctypes; print(ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1))"
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def test_nothing_can_be_done_any_more(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    tmp_path.chmod(0o777)
    (tmp_path / "secret").chmod(0o666)
    package = str(Path(bot.sandbox.__file__).parent)
    command = [sys.executable, "-I", "-S", "-B", "-c", PROBE, package, str(tmp_path)]
    ended = json.loads(subprocess.run(command, capture_output=True, env={}, check=True).stdout)
    version = landlock_version()
    expected = (
        set(ended) - (set() if version >= 6 else NEEDS_LANDLOCK_NEW) - (set() if version >= 1 else NEEDS_LANDLOCK)
    )
    assert {name for name in expected if ended[name] == "done"} == set()
    if version >= 1:
        assert [file.name for file in tmp_path.iterdir()] == ["secret"]
