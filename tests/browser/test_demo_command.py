"""The command line of the demo: its address, its end, and who it lets in."""

import asyncio
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.browser.conftest import ROOT, Demo, run_demo

_WITHOUT_EXTRA = """
import sys
sys.modules["simcord"] = None
sys.argv = ["bot", "demo"]
from bot.__main__ import main
main()
"""


async def test_a_taken_port_is_said_in_one_sentence_and_another_is_used(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with run_demo(tmp_path, "--port", str(port)) as demo:
            used = urlsplit(demo.address).port
            assert used != port
            assert f"Port {port} is taken, so the demo uses {used}." in demo.said


async def test_ctrl_c_ends_it_cleanly(demo: Demo) -> None:
    assert list(demo.folder.glob("greenroom-demo-*/demo.db"))
    assert await demo.interrupt() == "The demo has ended; nothing of it is kept.\n"
    assert demo.process.returncode == 0
    assert list(demo.folder.glob("greenroom-demo-*")) == []


async def test_it_is_reachable_from_this_machine_only(demo: Demo) -> None:
    port = urlsplit(demo.address).port
    async with aiohttp.ClientSession() as session:
        async with session.get(demo.address) as own:
            assert own.status == 200
        async with session.get(demo.address, headers={"Host": f"rebound.example:{port}"}) as rebound:
            assert rebound.status == 403
        with pytest.raises(aiohttp.ClientConnectorError):
            # Another address of the same interface: open only to what listens on all of them.
            await session.get(f"http://127.0.0.2:{port}/")


async def test_without_its_packages_it_says_how_to_get_them() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _WITHOUT_EXTRA), cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert said.decode() == "The demo needs a few more packages: install them with `make install`, then try again.\n"
    assert process.returncode == 2
