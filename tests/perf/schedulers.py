"""The same work twice: 1,000 things fall due among very many, with our table and with APScheduler's job store."""

import asyncio
import gc
import pickle
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.domain.deliveries import Delivery
from bot.domain.notices import Notice, Welcome
from bot.domain.rounds import Round
from bot.services.clockwork import Clockwork
from bot.services.deliveries import Deliveries, Handler, Plan
from bot.storage.engine import make_engine
from bot.storage.store import Store
from tests.perf.delivery_load import row
from tests.perf.watchdog import Watchdog

COUNT = 1000
_AHEAD = timedelta(seconds=4)
_LIMIT = 120


class Found(NamedTuple):
    """Seconds: the longest stall of the event loop, from due to all run, and to add so many."""

    stall: float
    span: float
    adding: float


class Quick:
    """Says everything at once, so that nothing but the schedule is measured."""

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, delivery: Delivery, notice: Notice) -> int:
        self.sent += 1
        return self.sent

    async def open_thread(self, state: Round) -> int:
        raise NotImplementedError


async def ours(url: str) -> Found:
    """Our table, our clockwork."""
    store, messenger = Store(make_engine(url)), Quick()
    deliveries = Deliveries(store, messenger, _now, "bench")
    deliveries.handle("welcome", Handler(_plan))
    clockwork = Clockwork(deliveries, _now)
    begin = time.perf_counter()
    due = _now() + _AHEAD
    rows = [row(number, 1, number + 1, due) for number in range(COUNT)]
    await store.write(lambda unit: unit.deliveries.owe(rows))
    adding = time.perf_counter() - begin
    _put_aside()
    async with Watchdog() as watchdog:
        await clockwork.start()
        span = await _until(lambda: messenger.sent >= COUNT, due)
    await clockwork.stop()
    await store.close()
    return Found(watchdog.longest, span, adding)


_ran: list[float] = []


async def _job() -> None:
    _ran.append(time.perf_counter())


async def theirs(file: Path, waiting: int) -> Found:
    """APScheduler with its jobs in SQLite. What waits is written into its table directly: by its own way that takes
    minutes."""
    store = SQLAlchemyJobStore(url=f"sqlite:///{file}")
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    _fill(store, scheduler, waiting)
    begin = time.perf_counter()
    due = datetime.now(UTC) + _AHEAD + timedelta(seconds=COUNT / 100)
    for number in range(COUNT):
        scheduler.add_job(_job, DateTrigger(due, timezone=UTC), id=f"due{number}", misfire_grace_time=None)
    adding = time.perf_counter() - begin
    _ran.clear()
    _put_aside()
    async with Watchdog() as watchdog:
        scheduler.resume()
        span = await _until(lambda: len(_ran) >= COUNT, due)
    scheduler.shutdown()
    return Found(watchdog.longest, span, adding)


def _fill(store: SQLAlchemyJobStore, scheduler: AsyncIOScheduler, count: int) -> None:
    due = datetime.now(UTC) + timedelta(days=30)
    rows = []
    for number in range(count):
        job = Job(
            scheduler, id=f"later{number}", func=_job, args=(), kwargs={}, name="later", trigger=DateTrigger(due, UTC),
            executor="default", misfire_grace_time=None, coalesce=True, max_instances=1, next_run_time=due,
        )  # fmt: skip
        state = pickle.dumps(job.__getstate__(), store.pickle_protocol)
        rows.append({"id": job.id, "next_run_time": due.timestamp(), "job_state": state})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)


def _put_aside() -> None:
    """As the bot does at its start: what is loaded once is not looked through by every collection."""
    gc.collect()
    gc.freeze()


async def _until(is_done: Callable[[], bool], due: datetime) -> float:
    async with asyncio.timeout(_LIMIT):
        while not is_done():
            await asyncio.sleep(0.01)
    return max((_now() - due).total_seconds(), 0.0)


async def _plan(_delivery: Delivery) -> Plan:
    return Plan(Welcome(server="bench"))


def _now() -> datetime:
    return datetime.now(UTC)
