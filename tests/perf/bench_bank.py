"""Servers' banks at their largest: 65,536 questions in one server, 200 in each of 1,500 others.

On SQLite, or in the empty database that ``BENCH_DATABASE_URL`` names; ``BENCH_DATABASE_URL=postgresql`` starts a
PostgreSQL server of its own, as the tests do.
"""

import asyncio
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import text

from bot.domain.bank.overlay import ChangeKind, ServerQuestion
from bot.domain.bank.proposal import Proposal
from bot.domain.bank.sheets import write_csv
from bot.domain.catalogue import load
from bot.services.bank_files import BankFiles, File
from bot.services.banks import Banks, LookAlike
from bot.services.heavy import no_collection
from bot.services.planning import Wish
from bot.services.progress import Progress
from bot.services.rounds import Rounds
from bot.settings import ROOT
from bot.storage.engine import make_engine
from bot.storage.store import Store
from bot.storage.upgrade import upgrade
from tests.perf.full_banks import LARGE, LARGE_COUNT, SMALL, SMALL_COUNT, SMALL_SERVERS, Maker, fill
from tests.perf.watchdog import Watchdog

ACTOR = 5000
IMPORTED = 10_000
_TYPED = (
    *("", "m", "me", "met", "metric", "metric f", "funnel of b", "barel", "barela for", "stumu"),
    *("Tell me", "9973 cases", "zzzz", "own-00042", "narrow ledger tuma", "how would you price", "not there at all"),
)
_FILTERS: tuple[dict[str, object], ...] = ({"retired": False}, {"retired": True}, {})
_NARROWED: tuple[dict[str, object], ...] = ({}, {"stage_id": "offer"}, {"builtin": False, "difficulty": "hard"})


class Bench:
    """The services of a bot over full banks."""

    def __init__(self, store: Store) -> None:
        catalogue = load(ROOT / "data")
        self.maker = Maker(catalogue, seed=8)
        self.banks = Banks(store, catalogue, _now)
        self.rounds = Rounds(store, self.banks, _now)
        self.files = BankFiles(store, self.banks, _now)

    async def look_up(self, guilds: list[int]) -> None:
        """What people do to find a question: autocomplete by autocomplete, page by page."""
        keys = [(guild, typed, wanted) for guild in guilds for typed in _TYPED for wanted in _FILTERS]
        spans = [await _span(lambda key=key: self.banks.choices(key[0], key[1], 25, key[2])) for key in keys]  # type: ignore[misc]
        _show(f"autocomplete, {len(spans)} key presses", spans, 30)
        pages = [(guild, typed, wanted) for guild in guilds for typed in _TYPED for wanted in _NARROWED]
        spans = [
            await _span(lambda key=key, page=page: self.banks.search(key[0], key[1], key[2], page % 40))  # type: ignore[misc]
            for page, key in enumerate(pages)
        ]
        _show(f"search, {len(spans)} pages", spans, 30)

    async def deal(self, guilds: list[int]) -> None:
        """Rounds are planned, by people who had none of the questions and by people who had many."""
        stages = self.maker.track.stages
        wishes = [
            Wish(guild, 1, ACTOR + person, self.maker.track.id, stages[number % len(stages)].id)
            for guild in guilds
            for person in range(4)
            for number in range(12)
        ]
        spans = []
        for wish in wishes:
            begin = time.perf_counter()
            planned = await self.rounds.plan(wish)
            spans.append((time.perf_counter() - begin) * 1000)
            await self.rounds.given_up(wish.guild_id, planned.id)
        _show(f"a round's questions picked and stored, {len(spans)} rounds", spans, 20)

    async def add(self, count: int = 8) -> None:
        """New questions are compared with all others; each one also makes the next look-up look anew."""
        spans, after = [], []
        for number in range(count):
            stage, question = self.maker.question("new")
            new = ServerQuestion(guild_id=LARGE, track_id=self.maker.track.id, stage_id=stage.id, question=question)
            spans.append(await _span(lambda new=new: self._add(new)))  # type: ignore[misc]
            after.append(await _span(lambda number=number: self.banks.choices(LARGE, f"zz{number}", 25)))  # type: ignore[misc]
        print(f"add a question, compared with {LARGE_COUNT}: first {spans[0]:.0f} ms, then {_of(spans[1:])}")
        print(f"autocomplete right after another question was added: {_of(after)}")

    async def _add(self, new: ServerQuestion) -> None:
        try:
            await self.banks.add(new, ACTOR, kind=ChangeKind.ADDED)
        except LookAlike:
            await self.banks.add(new, ACTOR, kind=ChangeKind.ADDED, anyway=True)

    async def import_file(self) -> None:
        """A file of new questions, from its bytes to its last row."""
        made = [self.maker.question("new") for _ in range(IMPORTED)]
        # So many rows with everything in them would be more than the 10 MiB that a file may have.
        less = {"sample_answer": "", "key_points": ()}
        short = [(stage.id, one.model_copy(update=less)) for stage, one in made]
        rows = [Proposal.of(one, stage=stage, track=self.maker.track.id, retired=False) for stage, one in short]
        data = write_csv([one.model_copy(update={"id": None}) for one in rows])
        del made, short, rows
        async with Watchdog() as watchdog:
            begin = time.perf_counter()
            watchdog.mark = "while it is looked at"
            with no_collection():
                planned = await self.files.plan(LARGE, File("bank.csv", data), Progress())
            middle = time.perf_counter()
            watchdog.mark = "while it is saved"
            with no_collection():
                done = await self.files.save(LARGE, ACTOR, planned, Progress(), copies=True)
            end = time.perf_counter()
        assert done.added == IMPORTED
        print(
            f"import of {IMPORTED} rows, {len(data) / 2**20:.1f} MiB: {end - begin:.1f} s (10), "
            f"of it {middle - begin:.1f} s until the preview and {end - middle:.1f} s to save"
        )
        print(f"longest stall of the event loop meanwhile: {watchdog.longest * 1000:.0f} ms (50), {watchdog.at}")


async def _span(work: Callable[[], Awaitable[object]]) -> float:
    begin = time.perf_counter()
    await work()
    return (time.perf_counter() - begin) * 1000


def _show(what: str, spans: list[float], wanted: int) -> None:
    print(f"{what}: {_of(spans)} ({wanted})")


def _of(spans: list[float]) -> str:
    p99 = sorted(spans)[int(len(spans) * 0.99)]
    return f"median {statistics.median(spans):.1f} ms, p99 {p99:.1f} ms"


def _now() -> datetime:
    return datetime.now(UTC)


def _memory(when: str) -> None:
    gc.collect()
    print(f"memory {when}: {psutil.Process().memory_info().rss / 2**20:.0f} MiB")


async def measure(url: str) -> None:
    """Fill, then look, deal, add and import."""
    engine = make_engine(url)
    print(f"on {engine.dialect.name}")
    await upgrade(engine)
    await fill(engine, Maker(load(ROOT / "data")))
    if engine.dialect.name == "postgresql":
        # Its own housekeeping would do that within a minute of so many new rows.
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    store = Store(engine)
    bench = Bench(store)
    print(f"{LARGE_COUNT} questions in one server, {SMALL_COUNT} in each of {SMALL_SERVERS} others")
    _memory("before the first look-up")
    first = await _span(lambda: bench.banks.choices(LARGE, "zzzz", 25))
    print(f"autocomplete in the large server, first after a start: {first:.0f} ms")
    small = list(range(SMALL, SMALL + SMALL_SERVERS, 150))
    for name, guilds in (("the large server", [LARGE] * 6), (f"{len(small)} others, each looked into anew", small)):
        print(f"-- {name}")
        await bench.look_up(guilds)
        await bench.deal([*dict.fromkeys(guilds)])
    print("-- the large server")
    await bench.add()
    _memory("with the large server looked up and compared")
    await bench.import_file()
    _memory("after the import")
    await store.close()


@contextmanager
def _database(wanted: str) -> Iterator[str]:
    """The address of an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        if wanted != "postgresql":
            yield wanted or f"sqlite+aiosqlite:///{Path(folder) / 'bank.db'}"
            return
    from tests.perf.own_postgres import own_postgres  # noqa: PLC0415 - takes a package that only tests need

    with own_postgres() as url:
        yield url


def main() -> None:
    with _database(os.environ.get("BENCH_DATABASE_URL", "")) as url:
        asyncio.run(measure(url))


if __name__ == "__main__":
    main()
