"""From building the bot to being ready with everything caught up: 10,000 stored rounds against an empty database."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import simcord

from bot.app import build
from bot.settings import Settings
from tests.perf.filling import fill

STARTS = 9
STORED, STILL_OPEN = 10_000, 300


async def measure(folder: Path) -> tuple[float, float]:
    """Median seconds to ready, empty and full, taken in turn."""
    empty, full = (f"sqlite+aiosqlite:///{folder / name}" for name in ("empty.db", "full.db"))
    await fill(full, STORED, still_open=STILL_OPEN)
    await _start(empty)
    await _start(full)
    spans: dict[str, list[float]] = {empty: [], full: []}
    for _ in range(STARTS):
        for url, found in spans.items():
            found.append(await _start(url))
    return statistics.median(spans[empty]), statistics.median(spans[full])


async def _start(url: str) -> float:
    begin = time.perf_counter()
    client = build(Settings(_env_file=None, discord_token="x", database_url=url))
    env = simcord.Env(client, check_errors=False)
    await env.start()
    span = time.perf_counter() - begin
    await client.close()
    await env.shutdown()
    return span


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty, full = asyncio.run(measure(Path(folder)))
    print(
        f"start to ready: empty {empty * 1000:.0f} ms, {STORED} rounds ({STILL_OPEN} open) {full * 1000:.0f} ms, "
        f"ratio {full / empty:.2f} (at most 1.2)"
    )


if __name__ == "__main__":
    main()
