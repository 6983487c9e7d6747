"""Setting a server up: ``/setup``, and the greeting when the bot comes to a server."""

import logging
from collections.abc import Sequence
from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.bank.suggestions import titles
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.guilds import GuildSettings, Setting
from bot.domain.zones import is_zone, search
from bot.ui import setup_panel
from bot.ui.actions import action, typed_fields
from bot.ui.pickers import picked
from bot.ui.reply import Reply
from bot.ui.rights import manages, moderated
from bot.ui.selects import chosen
from bot.ui.threads import guild_of
from bot.ui.zones import CITY_FIELD, quoted_city
from bot.version import version

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]

_NEW = timedelta(days=1)
"""A server that the bot came to while it was not running is greeted when it is back, if that is not longer ago."""


class Setup(commands.Cog):
    """What moderators choose, what the bot may do, how it does."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.guilds = bot.guild_settings

    @app_commands.command(name="setup")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction) -> None:
        """Choose channels, moderator role and time zone of this server, and check what I may do."""
        async with Reply(interaction) as reply:
            settings = await moderated(interaction, self.guilds)
            await reply.say(view=await self._panel(interaction, settings))

    @action("setup_check", update=True)
    async def check_again(self, interaction: Interaction, reply: Reply) -> None:
        """Look at everything anew."""
        settings = await moderated(interaction, self.guilds)
        await reply.update(view=await self._panel(interaction, settings))

    @action("setup_retry", update=True)
    async def try_again(self, interaction: Interaction, reply: Reply) -> None:
        """Owe anew what could not be brought. It comes on its own; whoever pressed need not wait for all of it."""
        settings = await moderated(interaction, self.guilds)
        await self.guilds.try_again(guild_of(interaction))
        await self.bot.clockwork.set_alarm()
        await reply.update(view=await self._panel(interaction, settings))

    @action("setup_channel", str, update=True)
    async def choose_channel(self, interaction: Interaction, reply: Reply, name: str) -> None:
        """A channel was picked, or taken back."""
        await moderated(interaction, self.guilds)
        setting = next((one for one in setup_panel.CHANNELS if one.value == name), None)
        if setting is None:
            raise Refused(Reason.UNKNOWN_BUTTON)
        channel_id = picked(interaction)
        if channel_id is not None and not _is_text_channel(_here(interaction), channel_id):
            raise Refused(Reason.NOT_A_CHANNEL_HERE)
        await self._save(interaction, reply, setting, channel_id)

    @action("setup_role", update=True)
    async def choose_role(self, interaction: Interaction, reply: Reply) -> None:
        """The moderator role was picked, or taken back. Who only has that role must not hand it on."""
        await moderated(interaction, self.guilds)
        if not manages(interaction):
            raise Refused(Reason.NOT_A_MANAGER)
        role_id = picked(interaction)
        if role_id is not None and not _tells_moderators(_here(interaction), role_id):
            raise Refused(Reason.NOT_A_ROLE_HERE)
        await self._save(interaction, reply, Setting.ROLE, role_id)

    @action("setup_zone")
    async def ask_for_city(self, interaction: Interaction, reply: Reply) -> None:
        """Open the form for a city."""
        await moderated(interaction, self.guilds)
        await reply.modal(setup_panel.city_form())

    @action("setup_zone_form", update=True)
    async def find_zone(self, interaction: Interaction, reply: Reply) -> None:
        """The form came back: take the zone that it names, or offer the nearest."""
        settings = await moderated(interaction, self.guilds)
        typed = typed_fields(interaction).get(CITY_FIELD, "")
        found = search(typed)
        if found.sure is not None:
            await self._save(interaction, reply, Setting.ZONE, found.sure)
        elif found.near:
            await reply.update(view=await self._panel(interaction, settings, found.near))
        else:
            raise Refused(Reason.UNKNOWN_ZONE, typed=quoted_city(typed))

    @action("setup_zone_pick", update=True)
    async def choose_zone(self, interaction: Interaction, reply: Reply) -> None:
        """One of the offered zones was picked."""
        await moderated(interaction, self.guilds)
        zone = chosen(interaction)
        if not is_zone(zone):
            raise Refused(Reason.UNKNOWN_ZONE, typed=quoted_city(zone))
        await self._save(interaction, reply, Setting.ZONE, zone)

    # ------------------------------------------------------------------ the greeting

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """New in a server: greet whoever owns it, and nobody else."""
        await self._greet(guild)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Servers that invited the bot while it was away."""
        for guild in self.bot.guilds:
            me = guild.get_member(self.bot.user.id) if self.bot.user else None
            if me is not None and me.joined_at is not None and self.bot.now() - me.joined_at < _NEW:
                await self._greet(guild)

    async def _greet(self, guild: discord.Guild) -> None:
        if guild.owner_id is None:
            return
        try:
            if await self.guilds.joined(guild.id, guild.owner_id, guild.name):
                await self.bot.clockwork.serve(guild.owner_id)
        except StoreUnavailable:
            _log.warning("a server was not greeted: the store is not available")

    # ------------------------------------------------------------------ inside

    async def _save(self, interaction: Interaction, reply: Reply, setting: Setting, value: int | str | None) -> None:
        settings = await self.guilds.change(guild_of(interaction), setting, value)
        await reply.update(view=await self._panel(interaction, settings))

    async def _panel(
        self, interaction: Interaction, settings: GuildSettings, offers: Sequence[str] = ()
    ) -> discord.ui.LayoutView:
        guild = _here(interaction)
        tracks = await self.bot.banks.tracks(guild.id)
        in_use = await self.bot.banks.stock(guild.id)
        stock = [
            (track.title, sum(count for (track_id, _), count in in_use.items() if track_id == track.id))
            for track in tracks.values()
        ]
        shortages = (await self.bot.suggestions.queue(guild.id)).shortages
        low = [titles(tracks, one.track_id, one.stage_id) for one in shortages]
        status = setup_panel.Status(stock, await self.guilds.owed(guild.id), version(), low)
        at = self.bot.now()
        return setup_panel.panel(setup_panel.State(guild, settings, status, at, manages(interaction), offers))


def _here(interaction: Interaction) -> discord.Guild:
    """The server, as the gateway told of it.

    :raises Refused: where the commands were installed without the bot.
    """
    guild = interaction.client.get_guild(guild_of(interaction))
    if guild is None or guild.unavailable:
        raise Refused(Reason.NOT_INSTALLED)
    return guild


def _is_text_channel(guild: discord.Guild, channel_id: int) -> bool:
    channel = guild.get_channel(channel_id)
    return isinstance(channel, discord.TextChannel) and not channel.is_news()


def _tells_moderators(guild: discord.Guild, role_id: int) -> bool:
    role = guild.get_role(role_id)
    return role is not None and not role.is_default() and not role.is_bot_managed()


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Setup(bot))
