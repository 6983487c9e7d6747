"""A real process, killed with signal 9 in the middle of a round: no answer lost, no prompt missing or doubled."""

import asyncio
import random
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import pytest

from tests.wire.commands import Options
from tests.wire.model import Channel, Message, User
from tests.wire.peer import Peer
from tests.wire.process import BotProcess

QUESTIONS = 4
_SHORTEST = len("Answer 1.")
_PANEL = re.compile(r"Question (\d) of")


class Candidate:
    """A person who does a round and, like a person, presses again when Discord says that the interaction failed."""

    def __init__(self, peer: Peer, bot: BotProcess, database: Path) -> None:
        self.peer = peer
        self.bot = bot
        self.database = database
        guild = peer.add_guild("Study group")
        self.lobby = peer.add_channel(guild, "practice")
        self.me: User = peer.add_user("ada", guild)
        self.kills = 0

    @property
    def thread(self) -> Channel:
        (found,) = self.peer.threads(self.lobby)
        return found

    async def kill(self) -> None:
        """Kill the process at once and start it again."""
        self.kills += 1
        await asyncio.to_thread(self.bot.kill)
        await self.bot.start()

    async def start(self) -> None:
        options: Options = {
            "track": "upwork-product-analyst",
            "stage": "recruiter-screen",
            "questions": QUESTIONS,
            "visibility": "private",
        }
        handle = await self.peer.slash(self.me, self.lobby, "mock start", options)
        await handle.answered(10)

    async def panel(self, number: int) -> Message:
        """The panel of a question with its buttons; there is exactly one."""
        return await self.peer.wait_for(lambda: self._panel(number), 40, f"question {number}")

    def _panel(self, number: int) -> Message | None:
        found = [one for one in self.peer.messages(self.thread) if self._number(one) == number]
        assert len(found) <= 1, f"question {number} was asked {len(found)} times"
        return found[0] if found else None

    def _number(self, message: Message) -> int | None:
        text = str(message.components)
        match = _PANEL.search(text)
        return int(match[1]) if match and not message.embeds else None

    async def settle(self, number: int, text: str, *, killed_after: float | None = None) -> None:
        """Answer a question by the form, with a kill at some moment after sending it; go on until it is settled."""
        panel = await self.panel(number)
        for _ in range(5):
            with suppress(TimeoutError, LookupError):
                await self._send_form(panel, text, killed_after)
            killed_after = None
            if await self._is_settled(number):
                return
        raise AssertionError(f"question {number} could not be answered\n{self.bot.output[-3000:]}")

    async def _send_form(self, panel: Message, text: str, killed_after: float | None) -> None:
        opened = await self.peer.click(self.me, panel, label="Answer")
        if opened.modal is None:
            return  # it is settled already; the sentence said so
        await self.peer.submit_modal(self.me, opened.modal, {"text": text}, wait=killed_after is None)
        if killed_after is not None:
            await asyncio.sleep(killed_after)
            await self.kill()

    async def _is_settled(self, number: int) -> bool:
        with closing(sqlite3.connect(self.database)) as database:
            row = database.execute("SELECT status FROM turns WHERE position = ?", (number - 1,)).fetchone()
        return bool(row[0] == "answered")

    async def debriefs(self) -> list[Message]:
        """All messages of the debrief, once they are there."""
        wanted = QUESTIONS + 1

        def there() -> list[Message] | None:
            found = [one for one in self.peer.messages(self.thread) if one.embeds]
            return found if len(found) >= wanted else None

        return await self.peer.wait_for(there, 40, "the debrief")

    def answers(self) -> list[str]:
        """What is stored, by question."""
        with closing(sqlite3.connect(self.database)) as database:
            rows = database.execute("SELECT position, content FROM parts ORDER BY position, source_id").fetchall()
        found = [""] * QUESTIONS
        for position, content in rows:
            found[position] = f"{found[position]}\n{content}".strip()
        return found


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Candidate]:
    """A peer, the bot as a process, and one candidate."""
    database = folder / "bot.db"
    url = f"sqlite+aiosqlite:///{database}"
    settings = {"DATABASE_URL": url, "MESSAGE_CONTENT": "true", "LOG_LEVEL": "DEBUG"}
    async with Peer(granted_intents=["message_content"]) as peer:
        bot = BotProcess(peer, folder / "bot.log", env=settings)
        candidate = Candidate(peer, bot, database)
        async with bot:
            yield candidate
        assert not peer.unknown_routes
        assert "Traceback" not in bot.output, bot.output[-3000:]
        secrets = [*"\n".join(candidate.answers()).split("\n"), peer.environment["DISCORD_TOKEN"]]
        told = [one for one in secrets if len(one) >= _SHORTEST and one in bot.output]
        assert not told, "what people write, and the token, stand in no log at any level"


async def check_end(candidate: Candidate, expected: list[str]) -> None:
    """The round is whole, however often the process died."""
    found = await candidate.debriefs()
    await asyncio.sleep(0.5)
    assert candidate.answers() == expected
    everything = candidate.peer.messages(candidate.thread)
    ours = [one for one in everything if one.author_id == candidate.peer.bot.id]
    assert len([one for one in ours if one.embeds]) == QUESTIONS + 1 == len(found)
    assert [candidate._number(one) for one in ours if candidate._number(one)] == list(range(1, QUESTIONS + 1))


async def test_killed_after_every_step(tmp_path: Path) -> None:
    async with scene(tmp_path) as candidate:
        peer, me = candidate.peer, candidate.me
        await candidate.start()
        await candidate.kill()
        first = await candidate.panel(1)
        peer.say(me, candidate.thread, "One.")
        await peer.wait_for(lambda: candidate.answers()[0] == "One.", 5, "the first part")
        await candidate.kill()
        peer.say(me, candidate.thread, "Two.")
        await peer.wait_for(lambda: candidate.answers()[0] == "One.\nTwo.", 5, "the second part")
        await candidate.kill()
        await peer.click(me, first, label="Submit")
        await candidate.kill()
        for number in range(2, QUESTIONS + 1):
            await candidate.settle(number, f"Answer {number}.")
            await candidate.kill()
        await check_end(candidate, ["One.\nTwo.", "Answer 2.", "Answer 3.", "Answer 4."])


@pytest.mark.parametrize("seed", range(2))
async def test_killed_at_any_moment(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with scene(tmp_path) as candidate:
        await candidate.start()
        for number in range(1, QUESTIONS + 1):
            await candidate.settle(number, f"Answer {number}.", killed_after=chance.uniform(0, 0.06))
        await check_end(candidate, [f"Answer {number}." for number in range(1, QUESTIONS + 1)])
        assert candidate.kills == QUESTIONS


async def test_a_message_whose_answer_was_lost_is_not_said_twice(tmp_path: Path) -> None:
    async with scene(tmp_path) as candidate:
        await candidate.start()
        await candidate.panel(1)
        thread = candidate.thread
        candidate.peer.fail("POST", f"/channels/{thread.id}/messages", status=502, times=1, before_effect=False)
        await candidate.settle(1, "Answer 1.")
        for number in range(2, QUESTIONS + 1):
            await candidate.settle(number, f"Answer {number}.")
        await check_end(candidate, [f"Answer {number}." for number in range(1, QUESTIONS + 1)])


async def test_a_stop_by_the_service_manager_is_a_clean_one(tmp_path: Path) -> None:
    async with scene(tmp_path) as candidate:
        await candidate.start()
        assert await candidate.bot.terminate() == 0
        await candidate.bot.start()
        await candidate.settle(1, "After the restart.")
        assert candidate.answers()[0] == "After the restart."
