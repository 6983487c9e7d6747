"""The bot on Discord: intents, commands, the cogs, and one funnel for whatever goes wrong."""

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands

from bot.domain.catalogue import Catalogue
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.tracks import StageKind
from bot.services.banks import Banks
from bot.services.check_in import CheckIns
from bot.services.clockwork import Clockwork
from bot.services.dailies import Dailies
from bot.services.daily_channels import DailyChannels
from bot.services.daily_subscriptions import DailySubscriptions
from bot.services.day_answers import DayAnswers
from bot.services.deliveries import Deliveries
from bot.services.goals import Goals
from bot.services.guilds import Guilds
from bot.services.interview_deliveries import InterviewDeliveries
from bot.services.interviews import Interviews
from bot.services.levels import Levels
from bot.services.people import People
from bot.services.ports import Now, Store
from bot.services.presence import Presence
from bot.services.privacy import Privacy
from bot.services.progress_export import ProgressExport
from bot.services.progress_pages import ProgressPages
from bot.services.reminders import Reminders
from bot.services.reports import Reports
from bot.services.retention import Retention
from bot.services.rounds import Rounds
from bot.services.scorecards import Scorecards
from bot.services.session_tables import SessionTables
from bot.services.sessions import Sessions
from bot.services.suggestions import Suggestions
from bot.services.table_deliveries import TableDeliveries
from bot.services.tasks import Tasks
from bot.ui.actions import Action, ActionButton, actions_of, parse
from bot.ui.catch_up import CatchUp
from bot.ui.direct import DirectChannels
from bot.ui.pace import Pace
from bot.ui.pickers import ActionPicker
from bot.ui.reply import Reply
from bot.ui.selects import ActionSelect
from bot.ui.stage import StageCog
from bot.ui.voices import Voice

_log = logging.getLogger(__name__)

COGS = (
    "cogs.screen",
    "cogs.task",
    "cogs.manager",
    "cogs.team",
    "cogs.executive",
    "cogs.offer",
    "cogs.lobby",
    "cogs.answers",
    "cogs.debriefs",
    "cogs.questions",
    "cogs.question_forms",
    "cogs.suggestions",
    "cogs.review",
    "cogs.imports",
    "cogs.tracks",
    "cogs.reminders",
    "cogs.daily",
    "cogs.daily_channel",
    "cogs.daily_settings",
    "cogs.interviews",
    "cogs.interview_messages",
    "cogs.sessions",
    "cogs.session_signups",
    "cogs.session_tables",
    "cogs.scorecards",
    "cogs.progress",
    "cogs.privacy",
    "cogs.setup",
    "cogs.help",
)


class Tree(app_commands.CommandTree["Greenroom"]):
    """The commands; what a command does not catch itself ends in one sentence."""

    async def on_error(
        self, interaction: discord.Interaction["Greenroom"], error: app_commands.AppCommandError, /
    ) -> None:
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            # Discord still shows a command of an older version; it learns the new ones within the hour.
            async with Reply(interaction) as reply:
                await reply.say("That command has just changed: restart Discord (Ctrl+R), then try it again.")
            return
        if isinstance(error, app_commands.TransformerError):
            async with Reply(interaction) as reply:
                await reply.say("I cannot use the value of one of the options: pick it from the list, then try again.")
            return
        async with Reply(interaction):
            raise error


class Greenroom(commands.AutoShardedBot):
    """The composed bot. Services are attributes; cogs reach them as ``self.bot.rounds``."""

    clockwork: Clockwork
    deliveries: Deliveries
    banks: Banks
    suggestions: Suggestions
    reports: Reports
    guild_settings: Guilds
    people: People
    presence: Presence
    privacy: Privacy
    retention: Retention
    direct: DirectChannels
    dailies: Dailies
    levels: Levels
    daily_subscriptions: DailySubscriptions
    daily_channels: DailyChannels
    day_answers: DayAnswers
    reminders: Reminders
    rounds: Rounds
    sessions: Sessions
    scorecards: Scorecards
    check_ins: CheckIns
    session_tables: SessionTables
    table_deliveries: TableDeliveries
    interviews: Interviews
    interview_deliveries: InterviewDeliveries
    tasks: Tasks
    progress_pages: ProgressPages
    progress_export: ProgressExport
    goals: Goals
    catch_up: CatchUp

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        store: Store,
        now: Now,
        message_content: bool,
        shard_count: int,
        api_base: str,
        before: Callable[[], Awaitable[None]],
        after: Callable[[], Awaitable[None]],
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = True
        intents.dm_messages = True
        intents.message_content = message_content
        if api_base:
            discord.http.Route.BASE = api_base
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            shard_count=shard_count,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            http_trace=Pace().trace(),
        )
        self.catalogue = catalogue
        self.store = store
        self.now = now
        self.reads_messages = message_content
        self._api_base = api_base
        self.stages: dict[StageKind, StageCog] = {}
        self._actions: dict[str, Action] = {}
        self._before = before
        self._after = after
        self._closing = False
        self._woken = False

    @property
    def client(self) -> discord.Client:
        """The client itself, for those who only need that much of us."""
        return self

    def servers(self) -> list[int] | None:
        """The servers that the bot is in, those in an outage too; ``None`` while it is not connected."""
        return [guild.id for guild in self.guilds] or None if self.is_ready() else None

    def voice(self, kind: StageKind) -> Voice:
        """How the interviewer of a kind of stage sounds."""
        return self.stages[kind].voice

    async def setup_hook(self) -> None:
        await self._before()
        if self._api_base:
            # With another API comes another gateway; the library would go to Discord's own when it connects anew.
            _, gateway, _ = await self.http.get_bot_gateway()
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        self.add_dynamic_items(ActionButton, ActionSelect, ActionPicker)
        for name in COGS:
            await self.load_extension(name)
        await self._sync_commands()

    async def add_cog(self, cog: commands.Cog, /, **kwargs: Any) -> None:
        await super().add_cog(cog, **kwargs)
        self._actions |= actions_of(cog)
        if isinstance(cog, StageCog):
            self.stages[cog.kind] = cog

    async def act(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """Do what a button or a form of ours stands for; never raises."""
        name, args = parse(custom_id) or ("", ())
        known = self._actions.get(name)
        if known is not None:
            await known.run(interaction, args)
            return
        async with Reply(interaction):
            raise Refused(Reason.UNKNOWN_BUTTON)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Forms are routed by their custom id, so that one opened before a restart is still taken after it."""
        self.presence.seen(interaction.guild_id, interaction.user.id)
        if interaction.type is discord.InteractionType.modal_submit and interaction.data is not None:
            custom_id = str(interaction.data.get("custom_id", ""))
            if parse(custom_id) is not None:
                await self.act(interaction, custom_id)

    async def on_message(self, message: discord.Message, /) -> None:
        """There are no text commands; what people type is for the cogs."""

    async def on_ready(self) -> None:
        """Connected, or connected anew: bring what fell due meanwhile."""
        if not self._woken:
            self._woken = True
            await self.clockwork.start()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Back in a server: what was owed there goes on."""
        await self._hurry(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is reachable again after an outage."""
        await self._hurry(guild)

    async def _hurry(self, guild: discord.Guild) -> None:
        if not self._woken:
            return
        try:
            now = self.now()
            await self.store.write(lambda unit: unit.deliveries.hurry(guild.id, now))
            await self.clockwork.run_due()
        except StoreUnavailable:
            _log.warning("what is owed in a server waits for its turn: the store is not available")

    async def close(self) -> None:
        """Stop waking, leave Discord, then let go of the store."""
        if self._closing:
            return
        self._closing = True
        await self.clockwork.stop()
        await super().close()
        await self._after()

    async def _sync_commands(self) -> None:
        """Tell Discord our commands, but only when they changed: the number of such calls a day is limited."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, payload], sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode()).hexdigest()
        try:
            if await self.store.read(lambda unit: unit.meta.get("commands")) == digest:
                return
            await self.tree.sync()
            await self.store.write(lambda unit: unit.meta.put("commands", digest))
        except StoreUnavailable:
            _log.warning("the store is not available; commands are synced at the next start")
