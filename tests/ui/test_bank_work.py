"""Long work in front of people, and files that do not come: without the simulator, whose clock stands still."""

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.domain.errors import Reason, Refused
from bot.services.progress import Progress
from bot.ui.bank.uploads import read_upload
from bot.ui.bank.work import Works, line


class Begun:
    """An interaction that was acknowledged, as far as long work needs one."""

    def __init__(self, number: int = 7, fails: bool = False) -> None:
        self.id, self.guild_id, self.user = number, 1, SimpleNamespace(id=2)
        self.edits: list[dict[str, Any]] = []
        self.fails = fails

    async def edit_original_response(self, **changes: Any) -> None:
        if self.fails:
            raise discord.HTTPException(SimpleNamespace(status=500, reason="down"), None)
        self.edits.append(changes)

    async def told(self) -> None:
        """Wait until something was said."""
        while not self.edits:
            await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every 10 ms it is told how far the work is."""
    monkeypatch.setattr("bot.ui.bank.work.EVERY_SECONDS", 0.01)


async def test_long_work_says_how_far_it_is_with_a_button_to_stop_it() -> None:
    works, begun = Works(), Begun()
    async with works.showing(begun, {}) as progress:  # type: ignore[arg-type]
        progress.begin("Saving questions", 10_000)
        progress.tick(3_400)
        await begun.told()
    assert begun.edits[0]["content"] == "⏳ Saving questions: 3,400 of 10,000 …"
    assert [one["custom_id"] for one in begun.edits[0]["view"].to_components()[0]["components"]] == ["gr:stop_work:7"]
    before = len(begun.edits)
    await asyncio.sleep(0.03)
    assert len(begun.edits) == before, "it is silent once the work is over"


async def test_work_that_fails_shows_again_what_was_there() -> None:
    begun = Begun()

    async def work() -> None:
        async with Works().showing(begun, {"content": "back"}) as progress:  # type: ignore[arg-type]
            await begun.told()
            progress.stop()
            progress.tick()

    with pytest.raises(Refused) as caught:
        await work()
    assert caught.value.reason is Reason.WORK_STOPPED
    assert begun.edits[-1] == {"content": "back"}


async def test_quick_work_says_nothing_and_what_cannot_be_said_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dumb = Begun(fails=True)
    async with Works().showing(dumb, {}) as progress:  # type: ignore[arg-type]
        await asyncio.sleep(0.03)
        progress.check()
    monkeypatch.setattr("bot.ui.bank.work.EVERY_SECONDS", 5.0)
    quick = Begun()
    with pytest.raises(ZeroDivisionError):
        async with Works().showing(quick, {"content": "back"}):  # type: ignore[arg-type]
            raise ZeroDivisionError
    assert quick.edits == []


def test_before_anything_is_counted() -> None:
    progress = Progress()
    assert line(progress) == "⏳ Beginning …"
    progress.begin("Reading the file")
    assert line(progress) == "⏳ Reading the file …"


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError(), aiohttp.ClientPayloadError(), None])
async def test_a_file_that_does_not_come(error: Exception | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ui.bank.uploads.SECONDS", 0.01)

    async def read() -> bytes:
        if error is not None:
            raise error
        await asyncio.Event().wait()
        return b""

    file: Any = SimpleNamespace(filename="q.csv", size=5, read=read)
    with pytest.raises(Refused) as caught:
        await read_upload(file, 10)
    assert caught.value.reason is Reason.FILE_UNREADABLE


async def test_a_file_that_is_larger_than_it_says() -> None:
    async def read() -> bytes:
        return b"x" * 11

    for size in (5, 11):
        file: Any = SimpleNamespace(filename="q.csv", size=size, read=read)
        with pytest.raises(Refused) as caught:
            await read_upload(file, 10)
        assert caught.value.reason is Reason.FILE_OVER_LIMIT
