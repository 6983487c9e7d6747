"""Deliveries against the wire peer with Discord's limits, and beside APScheduler's job store.

``BENCH_DUE`` deliveries fall due in the same instant (2,000 unless set; 10,000 take 3.5 minutes), ``BENCH_PENDING``
wait for later (100,000), ``BENCH_KILLS`` times the process is killed (10; one takes about five seconds).
"""

import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.perf import delivery_load as load
from tests.perf import schedulers
from tests.perf.bench_start import _start
from tests.wire.model import Channel, User
from tests.wire.peer import Peer
from tests.wire.process import BotProcess

DUE = int(os.environ.get("BENCH_DUE", "2000"))
PENDING = int(os.environ.get("BENCH_PENDING", "100000"))
KILLS = int(os.environ.get("BENCH_KILLS", "10"))
KILLED_DUE = int(os.environ.get("BENCH_KILLED_DUE", "2000"))
PARTS = os.environ.get("BENCH_PARTS", "calm,rush,pending,kills").split(",")

LATENCY = 0.15
ALLOWED = 50.0
_A_SECOND = 30
_CALM_SECONDS = 20
_STARTS = 7
_KILLED_EARLY = 0.2
_AHEAD = timedelta(seconds=12)


def _process(peer: Peer, folder: Path, url: str) -> BotProcess:
    command = [sys.executable, "-m", "tests.perf.watched_bot", "run"]
    env = {"DATABASE_URL": url, "WATCH_FILE": str(folder / "stalls.jsonl")}
    return BotProcess(peer, folder / "bot.log", command=command, env=env)


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


class Busy:
    """A person who uses commands while the load runs."""

    def __init__(self, peer: Peer, who: User, lobby: Channel) -> None:
        self.peer, self.who, self.lobby = peer, who, lobby
        self.acknowledged: list[float] = []

    async def go_on(self) -> None:
        chance = random.Random(5)
        while True:
            handle = await self.peer.slash(self.who, self.lobby, "help")
            assert handle.ack_seconds is not None
            self.acknowledged.append(handle.ack_seconds * 1000)
            await asyncio.sleep(chance.uniform(0.1, 0.5))


async def calm(folder: Path) -> None:
    """Under the limit: how long after its time each arrives."""
    url = load.url_of(folder / "bot.db")
    async with Peer() as peer:
        people, arrivals = load.add_people(peer, _A_SECOND * _CALM_SECONDS), load.Arrivals(peer)
        guild = peer.add_guild("Bench")
        begin = datetime.now(UTC) + _AHEAD
        await load.fill(url, guild.id, people, lambda number: begin + timedelta(seconds=number / _A_SECOND))
        peer.delay("POST", "/channels/*/messages", LATENCY)
        async with _process(peer, folder, url):
            limit = (begin - datetime.now(UTC)).total_seconds() + _CALM_SECONDS + 30
            await peer.wait_for(lambda: len(arrivals.at) == len(people), limit, "all deliveries")
        late = [
            times[0] - begin.timestamp() - number / _A_SECOND - LATENCY for number, times in sorted(arrivals.at.items())
        ]
        print(
            f"{_A_SECOND} a second: due to sent median {statistics.median(late) * 1000:.0f} ms, "
            f"p99 {_percentile(late, 0.99) * 1000:.0f} ms (1,000); 429s {sum(peer.rate_limited.values())} (0)"
        )


async def rush(folder: Path) -> None:
    """All in the same instant, with a person who uses commands meanwhile, and many more that wait."""
    url = load.url_of(folder / "bot.db")
    async with Peer() as peer:
        people, arrivals = load.add_people(peer, DUE), load.Arrivals(peer)
        guild = peer.add_guild("Bench")
        lobby, who = peer.add_channel(guild, "practice"), peer.add_user("ada", guild)
        begin = datetime.now(UTC) + _AHEAD + timedelta(seconds=DUE / 1000)
        await load.fill(url, guild.id, people, lambda _: begin)
        peer.delay("POST", "/channels/*/messages", LATENCY)
        busy = Busy(peer, who, lobby)
        async with _process(peer, folder, url):
            await asyncio.sleep(max((begin - datetime.now(UTC)).total_seconds(), 0))
            pressing = asyncio.ensure_future(busy.go_on())
            await peer.wait_for(lambda: len(arrivals.at) == DUE, DUE / 20 + 60, "all deliveries")
            pressing.cancel()
            await asyncio.sleep(1)
        _tell_rush(peer, arrivals, busy, begin)
    _tell_stalls(folder)


def _tell_rush(peer: Peer, arrivals: load.Arrivals, busy: Busy, begin: datetime) -> None:
    moments = sorted(times[0] for times in arrivals.at.values())
    span = moments[-1] - begin.timestamp() - LATENCY
    requests = Counter(f"{call.method} {call.route}" for call in peer.requests)
    sends = requests["POST /channels/{channel_id}/messages"]
    print(
        f"{DUE} due at once: {span:.1f} s, {DUE / span:.2f} a second, {DUE / span / ALLOWED:.3f} of what is allowed "
        f"(at least 0.95); first after {(moments[0] - begin.timestamp() - LATENCY) * 1000:.0f} ms; "
        f"429s {sum(peer.rate_limited.values())} (0); sent twice {arrivals.doubled} (0); "
        f"{sends / DUE:.3f} requests to send one, {requests['POST /users/@me/channels']} channels opened"
    )
    print(
        f"commands meanwhile: {len(busy.acknowledged)}, acknowledged in median "
        f"{statistics.median(busy.acknowledged):.0f} ms, p99 {_percentile(busy.acknowledged, 0.99):.0f} ms (300)"
    )


def _tell_stalls(folder: Path) -> None:
    watch = folder / "stalls.jsonl"
    stalls = [json.loads(line) for line in watch.read_text().splitlines()] if watch.exists() else []
    longest = max((one["stall"] for one in stalls), default=0.0)
    busiest = max((one["busy"] for one in stalls), default=0.0)
    if stalls:
        print(f"event loop: longest stall {longest * 1000:.0f} ms, of it our own work {busiest * 1000:.0f} ms (50)")
    else:
        print("event loop: no stall over 20 ms (50)")


async def pending(folder: Path) -> None:
    """Many that wait: what a start costs, and how long the loop stands still when 1,000 of them fall due."""
    empty, full = load.url_of(folder / "empty.db"), load.url_of(folder / "full.db")
    await load.fill_far(full, PENDING, datetime.now(UTC) + timedelta(days=30))
    spans: dict[str, list[float]] = {empty: [], full: []}
    for number in range(_STARTS + 1):
        for url, found in spans.items():
            span = await _start(url)
            if number:
                found.append(span)
    least, most = statistics.median(spans[empty]), statistics.median(spans[full])
    print(
        f"start to ready: none pending {least * 1000:.0f} ms, {PENDING} pending {most * 1000:.0f} ms, "
        f"ratio {most / least:.2f} (at most 1.2)"
    )
    ours = await schedulers.ours(full)
    theirs = await schedulers.theirs(folder / "jobs.db", PENDING)
    for name, one in (("ours", ours), ("APScheduler with SQLAlchemyJobStore", theirs)):
        print(
            f"1,000 due among {PENDING}, {name}: longest stall {one.stall * 1000:.1f} ms, all run after "
            f"{one.span:.2f} s, 1,000 added in {one.adding:.2f} s"
        )
    print(f"longest stall, ours to theirs: {ours.stall / theirs.stall:.3f} (ours at most 50 ms)")


async def kills(folder: Path) -> None:
    """Killed with signal 9 at random moments: none lost, none said twice."""
    url, chance = load.url_of(folder / "bot.db"), random.Random(int(os.environ.get("BENCH_SEED", "1")))
    life = 2 * KILLED_DUE / KILLS / 48
    async with Peer() as peer:
        people, arrivals = load.add_people(peer, KILLED_DUE), load.Arrivals(peer)
        guild = peer.add_guild("Bench")
        begin = datetime.now(UTC)
        await load.fill(url, guild.id, people, lambda number: begin + timedelta(milliseconds=number * 20))
        # Half of a request's time goes by before it does something, half before its answer is there.
        for before in (True, False):
            peer.delay("POST", "/channels/*/messages", LATENCY / 2, before_effect=before)
        bot = _process(peer, folder, url)
        begun = time.monotonic()
        try:
            for _ in range(KILLS):
                await bot.start(60)
                # It takes some seconds to be ready: most are killed once it sends, some before that.
                if chance.random() < _KILLED_EARLY:
                    await asyncio.sleep(chance.uniform(0, 2.5))
                else:
                    await peer.wait_for(_is_busy(peer), 20, "a first message")
                    await asyncio.sleep(chance.uniform(0, life))
                await asyncio.to_thread(bot.kill)
            span = (time.monotonic() - begun) / KILLS
            done_before = len(arrivals.at)
            await bot.start(60)
            await peer.wait_for(lambda: len(arrivals.at) == KILLED_DUE, KILLED_DUE / 20 + 90, "all deliveries")
            await asyncio.sleep(2)
        finally:
            await asyncio.to_thread(bot.kill)
        sends, looks, found = _doubts(peer)
    print(
        f"killed {KILLS} times ({span:.1f} s each) while {KILLED_DUE} fell due, {done_before} of them sent meanwhile: "
        f"lost {KILLED_DUE - len(arrivals.at)} (0), seen twice {arrivals.doubled} (0), "
        f"states {dict(await load.statuses(url))}; "
        f"{sends} sends, {looks} times the channel was read before a second try, {found} times the message was there, "
        f"the nonce was needed {peer.nonce_hits} times; 429s {dict(peer.rate_limited)}"
    )


def _is_busy(peer: Peer) -> Callable[[], bool]:
    """Whether something was sent or looked for since now."""
    before = len(peer.requests)

    def is_busy() -> bool:
        return any(call.route.endswith("/messages") for call in peer.requests[before:])

    return is_busy


def _doubts(peer: Peer) -> tuple[int, int, int]:
    """How many sends, looks for an earlier message, and how many of these found it."""
    sends = looks = found = 0
    written: set[str] = set()
    for call in peer.requests:
        if not call.route.endswith("/messages"):
            continue
        channel = call.params["channel_id"]
        if call.method == "POST":
            sends += 1
            written.add(channel)
        else:
            looks += 1
            found += channel in written
    return sends, looks, found


def main() -> None:
    for part in (calm, rush, pending, kills):
        if part.__name__ in PARTS:
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(part(Path(folder)))


if __name__ == "__main__":
    main()
