"""Children as fresh interpreters that each load the tables: slower to come, and on every system."""

import asyncio
import contextlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .children import Child
from .limits import Limits, SandboxBroken, command, environment
from .receiving import frame

_LOADING_SECONDS: Final = 120.0


class Spawned:
    """Each child stands in the same empty folder."""

    def __init__(self, tables: Mapping[str, Path], limits: Limits) -> None:
        self._tables = tables
        self._limits = limits
        self._ground = ""
        self._watches: set[asyncio.Task[None]] = set()
        self._processes: set[asyncio.subprocess.Process] = set()

    async def start(self) -> None:
        await self.close()
        self._ground = await asyncio.to_thread(tempfile.mkdtemp, prefix="greenroom-")

    async def child(self) -> Child:
        process = await asyncio.create_subprocess_exec(
            *command(self._tables, self._limits, None),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(),
            cwd=self._ground,
        )
        self._processes.add(process)
        assert process.stdout is not None
        assert process.stdin is not None
        child = Child(process.stdout, process.stdin, lambda: _kill(process))
        self._watch(process, child)
        try:
            async with asyncio.timeout(_LOADING_SECONDS):
                hello = json.loads(await frame(process.stdout))
        except BaseException as error:
            _kill(process)
            if isinstance(error, TimeoutError | EOFError | ValueError):
                raise SandboxBroken("a child did not come up") from error
            raise
        if "ready" not in hello:
            raise SandboxBroken(str(hello.get("failed")))
        return child

    def _watch(self, process: asyncio.subprocess.Process, child: Child) -> None:
        async def watch() -> None:
            child.died(await process.wait())
            self._processes.discard(process)

        task = asyncio.ensure_future(watch())
        self._watches.add(task)
        task.add_done_callback(self._watches.discard)

    async def close(self) -> None:
        for process in list(self._processes):
            _kill(process)
        await asyncio.gather(*self._watches)
        if self._ground:
            await asyncio.to_thread(shutil.rmtree, self._ground, ignore_errors=True)
            self._ground = ""


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
