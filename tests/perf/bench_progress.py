"""``/progress show`` after five years of daily use: how long until its card is ready to be sent, cold and cached.

Somebody answered a question on each day, and did and rated a round of six questions every other day; 199 others of the
server did a twentieth of that. ``/progress group`` tells of them all.
"""

import asyncio
import gc
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.domain.catalogue import Catalogue, load
from bot.services.banks import Banks
from bot.services.levels import Levels
from bot.services.progress_pages import ProgressPages
from bot.settings import ROOT
from bot.storage.engine import make_engine
from bot.storage.store import Store
from bot.storage.tables import daily_answers, daily_questions, parts, practice_days, rounds, turns
from bot.storage.upgrade import upgrade
from bot.ui.progress import cards
from bot.ui.progress.pictures import Pictures
from tests.perf.memory import MIB, Memory
from tests.perf.watchdog import Watchdog

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
GUILD, PERSON, OTHERS = 10**17, 10**17 + 1, 199
YEARS, RUNS = 5, 30
COLD_MS, CACHED_MS = 1000.0, 100.0


async def fill(store_engine: Any, catalogue: Catalogue, user_id: int, days: int, every: int) -> None:
    """Days of practice with a rated daily answer each, and a rated round on every second of them."""
    track = next(iter(catalogue.tracks.values()))
    told: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("days", "asked", "answers", "rounds", "turns", "parts")
    }
    for number in range(0, days, every):
        at = NOW - timedelta(days=number, hours=2)
        one = user_id * 10_000 % 10**15 + number
        stage = track.stages[number % len(track.stages)]
        asked = [question.model_dump(mode="json") for question in stage.questions[:6]]
        about = {"guild_id": GUILD, "track_id": track.id, "stage_id": stage.id}
        told["days"].append({"guild_id": GUILD, "user_id": user_id, "day": at.date()})
        told["asked"].append(
            about
            | {"id": one, "user_id": user_id, "scope": "now", "key": f"now:{one}", "day": at.date(),
               "status": "answered", "question_id": asked[0]["id"], "question": asked[0], "asked_at": at}
        )  # fmt: skip
        told["answers"].append(
            {"id": one, "source_id": one, "guild_id": GUILD, "daily_id": one, "user_id": user_id, "text": "word " * 150,
             "rating": 1 + number % 4, "shared": False, "answered_at": at}
        )  # fmt: skip
        if number // every % 2:
            continue
        told["rounds"].append(
            about
            | {"id": one, "parent_id": 1, "thread_id": one, "candidate_id": user_id, "kind": stage.kind.value,
               "track_title": track.title, "stage_title": stage.title, "conductor": "Somebody", "stage_minutes": 30,
               "briefing": "", "visibility": "private", "seed": 1, "status": "finished", "version": 1, "position": None,
               "started_at": at, "active_at": at, "finished_at": at, "prompts": 0}
        )  # fmt: skip
        for position, question in enumerate(asked):
            told["turns"].append(
                {"round_id": one, "position": position, "guild_id": GUILD, "candidate_id": user_id,
                 "question_id": question["id"], "question": question,
                 "competency": question["competency"], "form": "question", "data": {},
                 "status": "answered", "settled_at": at, "hints": 0, "rating": 1 + (number + position) % 4}
            )  # fmt: skip
            told["parts"].append(
                {"source_id": one * 10 + position, "guild_id": GUILD, "round_id": one, "position": position,
                 "source": "modal", "content": "word " * 150, "attachments": [], "created_at": at}
            )  # fmt: skip
    tables = (practice_days, daily_questions, daily_answers, rounds, turns, parts)
    async with store_engine.begin() as connection:
        for table, rows in zip(tables, told.values(), strict=True):
            await connection.execute(insert(table), rows)


async def measure(folder: Path) -> None:
    """Fill, then say how long each takes."""
    catalogue = load(ROOT / "data")
    engine = make_engine(f"sqlite+aiosqlite:///{folder / 'bench.db'}")
    await upgrade(engine)
    await fill(engine, catalogue, PERSON, YEARS * 365, 1)
    for number in range(OTHERS):
        await fill(engine, catalogue, PERSON + 1 + number, YEARS * 365, 20)
    store = Store(engine)
    pages = ProgressPages(store, Banks(store, catalogue, lambda: NOW), Levels(store, lambda: NOW), lambda: NOW)
    kept = Pictures()
    # As the bot does once it is composed: what stays for ever is not looked through by each collection.
    gc.collect()
    gc.freeze()
    cold = [await _show(pages, Pictures()) for _ in range(RUNS)]
    await _show(pages, kept)
    cached = [await _show(pages, kept) for _ in range(RUNS)]
    for name, found, most in (("cold", cold, COLD_MS), ("cached", cached, CACHED_MS)):
        slowest = statistics.quantiles(found, n=100, method="inclusive")[98]
        middle = statistics.median(found)
        print(f"/progress show, {name}: median {middle:.0f} ms, p99 {slowest:.0f} ms (at most {most:.0f})")
    await _group(pages)
    await store.close()


async def _show(pages: ProgressPages, pictures: Pictures) -> float:
    began = time.perf_counter()
    found = await pages.shown_to(GUILD, PERSON, PERSON)
    png = await pictures.of(found)
    cards.show(found, cards.Whose(PERSON, await pages.sharing(GUILD, PERSON)), png)
    return (time.perf_counter() - began) * 1000


async def _group(pages: ProgressPages) -> None:
    begin = time.perf_counter()
    with Memory() as memory:
        async with Watchdog() as watchdog:
            found = await pages.group(GUILD)
    took, stall = time.perf_counter() - begin, watchdog.longest * 1000
    print(
        f"/progress group of {found.people}: {took:.2f} s, {memory.added / MIB:.1f} MiB, longest stall {stall:.0f} ms"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
