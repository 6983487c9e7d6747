"""The unit of work: one transaction and the aggregates in it."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.errors import StoreBusy, StoreUnavailable
from bot.storage.attempts import AttemptRows
from bot.storage.banks import BankRows
from bot.storage.dailies import DailyRows
from bot.storage.daily_channels import DailyChannelRows
from bot.storage.daily_subscriptions import SubscriptionRows
from bot.storage.deliveries import DeliveryRows
from bot.storage.direct import DirectRows
from bot.storage.engine import READ_ONLY, translate
from bot.storage.goals import GoalRows
from bot.storage.guilds import GuildRows
from bot.storage.interviews import InterviewRows
from bot.storage.kept_files import KeptFileRows
from bot.storage.kept_forms import KeptRows
from bot.storage.members import MemberRows
from bot.storage.meta import MetaRows
from bot.storage.parts import PartRows
from bot.storage.people import PersonRows
from bot.storage.practice import PracticeRows
from bot.storage.privacy import PrivacyRows
from bot.storage.progress import ProgressRows
from bot.storage.reminders import ReminderRows
from bot.storage.reports import ReportRows
from bot.storage.reviews import ReviewRows
from bot.storage.rounds import RoundRows
from bot.storage.scorecards import ScorecardRows
from bot.storage.session_pairs import SessionPairRows
from bot.storage.session_tables import SessionTableRows
from bot.storage.sessions import SessionRows
from bot.storage.sharing import SharingRows
from bot.storage.suggestions import SuggestionRows

T = TypeVar("T")

_TRIES = 10
"""With the driver's own 2 s wait a write is tried for more than 20 s before it is given up."""

_CLOSING_SECONDS = 5.0

_ONE_VIEW = {"postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}}
"""By itself each statement of a transaction sees what others saved just before it. SQLite keeps to one view anyway."""


class Unit:
    """The aggregates, all within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.rounds = RoundRows(connection)
        self.parts = PartRows(connection)
        self.attempts = AttemptRows(connection)
        self.banks = BankRows(connection)
        self.kept = KeptRows(connection)
        self.files = KeptFileRows(connection)
        self.deliveries = DeliveryRows(connection)
        self.direct = DirectRows(connection)
        self.guilds = GuildRows(connection)
        self.people = PersonRows(connection)
        self.members = MemberRows(connection)
        self.privacy = PrivacyRows(connection)
        self.reminders = ReminderRows(connection)
        self.suggestions = SuggestionRows(connection)
        self.reports = ReportRows(connection)
        self.interviews = InterviewRows(connection)
        self.dailies = DailyRows(connection)
        self.daily_channels = DailyChannelRows(connection)
        self.subscriptions = SubscriptionRows(connection)
        self.session_pairs = SessionPairRows(connection)
        self.session_tables = SessionTableRows(connection)
        self.sessions = SessionRows(connection)
        self.scorecards = ScorecardRows(connection)
        self.reviews = ReviewRows(connection)
        self.progress = ProgressRows(connection)
        self.practice = PracticeRows(connection)
        self.sharing = SharingRows(connection)
        self.goals = GoalRows(connection)
        self.meta = MetaRows(connection)


class Store:
    """Runs work in transactions and repeats it when somebody else holds the lock."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._writer = engine
        self._closed = False
        self._running = 0
        self._idle = asyncio.Event()
        self._reader = engine.execution_options(**{READ_ONLY: True}, **_ONE_VIEW.get(engine.dialect.name, {}))

    async def write(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction, saved when it returns. It may run more than once, so it only computes.

        :raises StoreBusy: if the database stays locked for over 20 s.
        :raises StoreUnavailable: if it cannot be written; nothing of the unit is saved.
        """
        return await self._run(self._writer, work)

    async def read(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Run ``work`` on one consistent view. Raises as :meth:`write` does."""
        return await self._run(self._reader, work)

    async def compact(self) -> None:
        """Leave nothing behind of what was deleted: of SQLite also in the journal, as far as nobody reads from it."""
        if self._writer.dialect.name != "sqlite":
            return
        with contextlib.suppress(DBAPIError, PoolTimeout):
            async with self._writer.connect() as connection:
                raw = await connection.get_raw_connection()
                # Past SQLAlchemy, which would begin a transaction: within one nothing is written back.
                assert raw.driver_connection is not None
                await raw.driver_connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Let go of the database, once the units that run are through; what comes later is refused."""
        self._closed = True
        if self._running:
            # A connection that is taken away in the middle of its work leaves whoever uses it waiting for ever.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), _CLOSING_SECONDS)
        await self._writer.dispose()

    async def _run(self, engine: AsyncEngine, work: Callable[[Unit], Awaitable[T]]) -> T:
        self._running += 1
        self._idle.clear()
        try:
            return await self._try(engine, work)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def _try(self, engine: AsyncEngine, work: Callable[[Unit], Awaitable[T]]) -> T:
        for tries_left in reversed(range(_TRIES)):
            if self._closed:
                raise StoreUnavailable("the store is closed")
            try:
                async with engine.begin() as connection:
                    return await work(Unit(connection))
            except IntegrityError:
                raise
            except PoolTimeout as error:
                raise StoreBusy("too much is waiting for the database") from error
            except (DBAPIError, OSError) as error:
                meaning = translate(error)
                if not isinstance(meaning, StoreBusy) or not tries_left:
                    raise meaning from error
            await asyncio.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - spreads tries, guards nothing
        raise AssertionError("the last try returns or raises")  # pragma: no cover
