"""Composition root: settings, engine, store, services, client; closed in reverse order."""

import asyncio
import contextlib
import itertools
import logging
import os
import platform
from collections.abc import Callable
from datetime import datetime

import discord
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.client import Greenroom
from bot.domain.catalogue import load
from bot.sandbox.lazy import LazyRunner
from bot.sandbox.runner import SqlRunner
from bot.services.bank_deliveries import BankDeliveries
from bot.services.banks import Banks
from bot.services.check_in import CheckIns
from bot.services.clockwork import Clockwork
from bot.services.dailies import Dailies
from bot.services.daily_channel_deliveries import DailyChannelDeliveries
from bot.services.daily_channels import DailyChannels
from bot.services.daily_deliveries import DailyDeliveries
from bot.services.daily_subscriptions import DailySubscriptions
from bot.services.day_answers import DayAnswers
from bot.services.deliveries import Deliveries
from bot.services.export_folders import remove_forgotten
from bot.services.goals import Goals
from bot.services.guilds import Guilds
from bot.services.housekeeping import Housekeeping
from bot.services.interview_deliveries import InterviewDeliveries
from bot.services.interviews import Interviews
from bot.services.levels import Levels
from bot.services.people import People
from bot.services.ports import Now
from bot.services.presence import Presence
from bot.services.privacy import Privacy
from bot.services.progress_export import ProgressExport
from bot.services.progress_pages import ProgressPages
from bot.services.reminder_deliveries import ReminderDeliveries
from bot.services.reminders import Reminders
from bot.services.reports import Reports
from bot.services.retention import Retention
from bot.services.round_deliveries import RoundDeliveries
from bot.services.rounds import Rounds
from bot.services.scorecard_deliveries import ScorecardDeliveries
from bot.services.scorecards import Scorecards
from bot.services.session_deliveries import SessionDeliveries
from bot.services.session_tables import SessionTables
from bot.services.sessions import Sessions
from bot.services.suggestions import Suggestions
from bot.services.table_dealing import TableDealing
from bot.services.table_deliveries import TableDeliveries
from bot.services.tasks import Tasks
from bot.settings import ROOT, Settings
from bot.storage.backup import back_up_nightly
from bot.storage.copies import erase_in_copies
from bot.storage.engine import make_engine, sqlite_file
from bot.storage.store import Store
from bot.storage.upgrade import check_current, upgrade
from bot.ui.catch_up import CatchUp
from bot.ui.daily.channel_posts import DiscordDayPosts
from bot.ui.daily.members import DiscordMembers
from bot.ui.direct import DirectChannels
from bot.ui.messenger import DiscordMessenger
from bot.ui.sessions.events import DiscordEvents
from bot.ui.sessions.rooms import DiscordRooms

_log = logging.getLogger(__name__)

DATA = ROOT / "data"
COPIES = "backups"
_counter = itertools.count(1)
_living: set[str] = set()
"""Owners of leases in this process that have not been closed."""


def simulated_or_real_now() -> datetime:
    """The clock of discord.py: the machine's, or the simulator's where the bot runs on one."""
    return discord.utils.utcnow()


def build(settings: Settings, *, now: Now = simulated_or_real_now) -> Greenroom:
    """The whole bot, composed and not yet logged in.

    :raises bot.domain.catalogue.ContentError: if a file in ``data/`` has mistakes.
    """
    catalogue = load(DATA)
    sandbox = LazyRunner(lambda: SqlRunner({task: DATA / "tasks" / task for task in catalogue.tasks}))
    engine = make_engine(settings.database_url)
    store = Store(engine)
    owner = f"{platform.node()[:40]}:{os.getpid()}:{next(_counter)}"

    async def before() -> None:
        await _prepare(engine, settings.database_url)
        _living.add(owner)
        await deliveries.release_dead(_is_alive)
        await asyncio.to_thread(remove_forgotten, now())
        housekeeping.start()

    async def after() -> None:
        _living.discard(owner)
        with contextlib.suppress(Exception):
            # A shutdown must come to its end; a lease that stays runs out by itself.
            await deliveries.release_own()
        await client.presence.stop()
        await housekeeping.stop()
        await sandbox.close()
        await store.close()

    client = Greenroom(
        catalogue=catalogue,
        store=store,
        now=now,
        message_content=settings.message_content,
        shard_count=settings.shard_count,
        api_base=settings.discord_api_base,
        before=before,
        after=after,
    )
    deliveries = _furnish(client, store, sandbox, owner)
    housekeeping = _furnish_privacy(client, store, settings)
    return client


async def _prepare(engine: AsyncEngine, database_url: str) -> None:
    """SQLite upgrades itself; of PostgreSQL only the version is looked at."""
    if engine.dialect.name != "sqlite":
        await check_current(engine)
        return
    file = sqlite_file(database_url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    await upgrade(engine)


def privacy_on(store: Store, sessions: Sessions, tables: SessionTables, now: Now, database_url: str) -> Privacy:
    """What exports and erases people, in the nightly copies too."""
    file = sqlite_file(database_url)
    if file is None:
        return Privacy(store, sessions, tables, now)
    folder = file.parent / COPIES
    return Privacy(store, sessions, tables, now, lambda user_id, guild_id: erase_in_copies(folder, user_id, guild_id))


def privacy_for(engine: AsyncEngine, database_url: str) -> Privacy:
    """The same without a bot, for the command line."""
    store, now = Store(engine), simulated_or_real_now
    banks = Banks(store, load(DATA), now)
    tables = SessionTables(store, TableDealing(banks), now)
    return privacy_on(store, Sessions(store, banks, now), tables, now, database_url)


def _nightly_copy(settings: Settings, now: Now) -> Callable[[], None] | None:
    """What copies the database at night: only a SQLite file is ours to copy."""
    file = sqlite_file(settings.database_url)
    if file is None or not settings.backups:
        return None
    return lambda: back_up_nightly(file, file.parent / COPIES, now().date(), settings.backups)


def _furnish(client: Greenroom, store: Store, sandbox: LazyRunner, owner: str) -> Deliveries:
    """Give the client its services; returns what brings the deliveries."""
    catalogue, now = client.catalogue, client.now
    client.direct = DirectChannels(client, store, now)
    messenger = DiscordMessenger(client, client.direct)
    deliveries = Deliveries(store, messenger, now, owner)
    client.deliveries = deliveries
    client.clockwork = Clockwork(deliveries, now)
    client.guild_settings = Guilds(store, now)
    client.guild_settings.register(deliveries)
    client.people = People(store, now)
    client.banks = Banks(store, catalogue, now)
    client.suggestions = Suggestions(store, client.banks, now)
    client.reports = Reports(store, client.banks, now)
    BankDeliveries(client.suggestions, client.banks).register(deliveries)
    client.rounds = Rounds(store, client.banks, now)
    client.tasks = Tasks(client.rounds, store, catalogue, sandbox, DATA / "tasks")
    client.catch_up = CatchUp(client, client.rounds)
    RoundDeliveries(client.rounds, catalogue, messenger, now).register(deliveries)
    _furnish_habits(client, store, deliveries)
    _furnish_sessions(client, store, deliveries)
    _furnish_progress(client, store, deliveries)
    return deliveries


def _furnish_habits(client: Greenroom, store: Store, deliveries: Deliveries) -> None:
    """What comes at a time: reminders, daily questions, real interviews."""
    now = client.now
    client.reminders = Reminders(store, client.people, now)
    ReminderDeliveries(store, now).register(deliveries)
    client.dailies = Dailies(store, client.banks, now)
    client.daily_subscriptions = DailySubscriptions(store, now)
    DailyDeliveries(store, client.dailies, client.daily_subscriptions, DiscordMembers(client), now).register(deliveries)
    client.daily_channels = DailyChannels(store, client.banks, now)
    client.day_answers = DayAnswers(store, now)
    posts = DiscordDayPosts(client)
    DailyChannelDeliveries(store, client.daily_channels, client.banks, posts, now).register(deliveries)
    client.interviews = Interviews(store, client.banks, client.people, now)
    client.interview_deliveries = InterviewDeliveries(client.interviews, now)
    client.interview_deliveries.register(deliveries)


def _furnish_sessions(client: Greenroom, store: Store, deliveries: Deliveries) -> None:
    """Sessions of study groups, their tables and scorecards."""
    now, dealing = client.now, TableDealing(client.banks)
    client.sessions = Sessions(store, client.banks, now)
    SessionDeliveries(store, DiscordEvents(client), DiscordMembers(client), now).register(deliveries)
    client.check_ins = CheckIns(store, dealing, now)
    client.session_tables = SessionTables(store, dealing, now)
    rooms = DiscordRooms(client)
    client.table_deliveries = TableDeliveries(store, client.check_ins, client.session_tables, rooms, now)
    client.table_deliveries.register(deliveries)
    client.scorecards = Scorecards(store, now)
    ScorecardDeliveries(client.scorecards, now).register(deliveries)


def _furnish_progress(client: Greenroom, store: Store, deliveries: Deliveries) -> None:
    """Levels, pictures and goals."""
    now = client.now
    client.levels = Levels(store, now)
    client.progress_pages = ProgressPages(store, client.banks, client.levels, now)
    client.progress_export = ProgressExport(store)
    client.goals = Goals(store, now)
    client.goals.register(deliveries)


def _furnish_privacy(client: Greenroom, store: Store, settings: Settings) -> Housekeeping:
    """Everybody's data in their own hands, and what goes by itself; returns what is done once a night."""
    now = client.now
    client.privacy = privacy_on(store, client.sessions, client.session_tables, now, settings.database_url)
    client.privacy.also_forget(client.direct.drop)
    client.presence = Presence(store, now)
    client.privacy.keep_apart(client.presence.apart)
    ask = DiscordMembers(client).find_out
    client.retention = Retention(store, now, client.servers, ask, client.privacy.let_go)

    async def night() -> None:
        await asyncio.to_thread(remove_forgotten, now())
        await client.retention.run()

    return Housekeeping(store, now, _nightly_copy(settings, now), night)


def _is_alive(owner: str) -> bool:
    """Whether the process that holds a lease may still be sending. On another machine nobody can tell: assume so."""
    host, pid, _ = owner.rsplit(":", 2)
    if host != platform.node()[:40] or not pid.isdigit():
        return True
    if int(pid) == os.getpid():
        return owner in _living
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
