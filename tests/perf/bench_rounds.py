"""Rounds of six answers each, played against the real process: memory, stalls of its event loop, acknowledgements.

The number of rounds is ``BENCH_ROUNDS`` (1,000 unless set). Threads are archived when their round is over, as Discord
does in time: an active thread is kept in discord.py's memory, whoever opened it.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

import psutil

from tests.wire.commands import Options
from tests.wire.model import Channel, Message, User
from tests.wire.peer import Peer
from tests.wire.process import BotProcess

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "1000"))
ANSWERS = 6
PEOPLE = 40
SAMPLES = 20
_TEXT = "I rebuilt funnel {}. As a result conversion rose from 9 % to 12 %, which paid for the team. " * 6


class Bench:
    """One bot, some people, many rounds."""

    def __init__(self, peer: Peer, bot: BotProcess) -> None:
        self.peer = peer
        self.bot = bot
        self.guild = peer.add_guild("Bench")
        self.lobby = peer.add_channel(self.guild, "practice")
        self.people = [peer.add_user(f"p{number}", self.guild) for number in range(PEOPLE)]
        self.acknowledged: list[float] = []
        self.memory: list[tuple[int, int]] = []

    async def run(self) -> None:
        """Play all rounds, looking at the process's memory now and then."""
        process = psutil.Process(self.bot.pid)
        for number in range(ROUNDS):
            await self._play(self.people[number % PEOPLE])
            if number % max(ROUNDS // SAMPLES, 1) == 0:
                self.memory.append((number, process.memory_info().rss))
        self.memory.append((ROUNDS, process.memory_info().rss))

    async def _play(self, who: User) -> None:
        options: Options = {"track": "upwork-product-analyst", "stage": "team", "questions": ANSWERS}
        before = {thread.id for thread in self.peer.threads(self.lobby)}
        handle = await self.peer.slash(who, self.lobby, "mock start", options)
        assert handle.ack_seconds is not None
        self.acknowledged.append(handle.ack_seconds * 1000)
        await handle.answered()
        (thread,) = [one for one in self.peer.threads(self.lobby) if one.id not in before]
        for position in range(ANSWERS):
            panel = await self._panel(thread, position)
            if position % 2:
                shown = await self.peer.click(who, panel, label="Answer")
                assert shown.modal is not None
                await self.peer.submit_modal(who, shown.modal, {"text": _TEXT.replace("{}", str(position))})
            else:
                said = self.peer.say(who, thread, _TEXT.replace("{}", str(position)))
                await self.peer.wait_for(lambda said=said: bool(said.reactions), 10, "the note")  # type: ignore[misc]
                await self.peer.click(who, panel, label="Submit")
        await self.peer.wait_for(lambda: self._debriefs(thread) == ANSWERS + 1, 10, "the debrief")
        self.peer.thread_service.archive(thread)
        self._forget(thread)

    async def _panel(self, thread: Channel, position: int) -> Message:
        wanted = f":{position}'"

        def there() -> Message | None:
            found = [one for one in self.peer.messages(thread) if "'gr:submit:" in str(one.components)]
            return found[-1] if found and wanted in str(found[-1].components) else None

        return await self.peer.wait_for(there, 10, f"question {position + 1}")

    def _debriefs(self, thread: Channel) -> int:
        return len([one for one in self.peer.messages(thread) if one.embeds])

    def _forget(self, thread: Channel) -> None:
        """Keep the peer itself small and quick."""
        self.peer.world.channels.pop(thread.id, None)
        self.peer.requests.clear()


def slope(points: list[tuple[int, int]]) -> float:
    """Bytes a round over the later half, by least squares; the first half fills caches."""
    late = points[len(points) // 2 :]
    mean_x = statistics.fmean(x for x, _ in late)
    mean_y = statistics.fmean(y for _, y in late)
    return sum((x - mean_x) * (y - mean_y) for x, y in late) / sum((x - mean_x) ** 2 for x, _ in late)


async def measure(folder: Path) -> None:
    """Play, then print."""
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bot.db'}", "MESSAGE_CONTENT": "true"}
    watch = folder / "stalls.jsonl"
    command = [sys.executable, "-m", "tests.perf.watched_bot", "run"]
    async with Peer(granted_intents=["message_content"], rate_limits=False) as peer:
        bot = BotProcess(peer, folder / "bot.log", command=command, env=settings | {"WATCH_FILE": str(watch)})
        async with bot:
            bench = Bench(peer, bot)
            await bench.run()
    stalls = [json.loads(line) for line in watch.read_text().splitlines()] if watch.exists() else []
    first, last = bench.memory[len(bench.memory) // 2][1], bench.memory[-1][1]
    acknowledged = sorted(bench.acknowledged)
    print(f"rounds played: {ROUNDS} of {ANSWERS} answers")
    print(
        f"memory: {first / 2**20:.1f} MiB half-way, {last / 2**20:.1f} MiB at the end, "
        f"{slope(bench.memory) / 1024:+.2f} KiB a round (no growth trend)"
    )
    busiest = max((one["busy"] for one in stalls), default=0.0)
    longest = max((one["stall"] for one in stalls), default=0.0)
    print(f"event loop: longest stall {longest * 1000:.0f} ms, of it our own work at most {busiest * 1000:.0f} ms (50)")
    print(
        f"/mock start acknowledged: median {statistics.median(acknowledged):.1f} ms, "
        f"p99 {acknowledged[int(len(acknowledged) * 0.99)]:.1f} ms"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
