"""A person's own data: ``/privacy settings``, ``export``, ``delete``; and servers that the bot comes to and leaves."""

import asyncio
import contextlib
import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.progress.sharing import Shared
from bot.services import export_folders
from bot.services.locks import KeyedLocks
from bot.ui import privacy as cards
from bot.ui.actions import action, typed_fields
from bot.ui.reply import Reply
from bot.ui.threads import find_place, guild_of
from bot.ui.uploads import room_for

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]


class Privacy(commands.GroupCog, group_name="privacy", group_description="What is stored about you, in your hands"):
    """Works in direct messages too, for whoever left the server."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.privacy = bot.privacy
        self._locks = KeyedLocks()

    # ------------------------------------------------------------------ commands

    @app_commands.command(name="settings")
    async def settings(self, interaction: Interaction) -> None:
        """See what you share and with whom, and change it."""
        async with Reply(interaction) as reply:
            await reply.say(view=await self._settings(interaction))

    @app_commands.command(name="export")
    async def export(self, interaction: Interaction) -> None:
        """Get everything that I store about you as files; only you see them."""
        async with Reply(interaction) as reply:
            await reply.say(view=cards.ask_export(interaction.guild_id is not None))

    @app_commands.command(name="delete")
    async def delete(self, interaction: Interaction) -> None:
        """Erase everything that I store about you, after you confirm it."""
        async with Reply(interaction) as reply:
            await reply.say(view=cards.ask_delete(interaction.guild_id is not None))

    # ------------------------------------------------------------------ buttons

    @action("prv_share", str, int, update=True)
    async def share(self, interaction: Interaction, reply: Reply, what: str, on: int) -> None:
        """Share something with the members of this server, or no longer."""
        if what not in list(Shared) or on not in (0, 1):
            raise Refused(Reason.UNKNOWN_BUTTON)
        await self.bot.progress_pages.share(guild_of(interaction), interaction.user.id, Shared(what), on=bool(on))
        await reply.update(view=await self._settings(interaction))

    @action("prv_export_ask")
    async def ask_export(self, interaction: Interaction, reply: Reply) -> None:
        """As the command does."""
        await reply.say(view=cards.ask_export(interaction.guild_id is not None))

    @action("prv_delete_ask")
    async def ask_delete(self, interaction: Interaction, reply: Reply) -> None:
        """As the command does."""
        await reply.say(view=cards.ask_delete(interaction.guild_id is not None))

    @action("prv_export", str, slow=True)
    async def send(self, interaction: Interaction, reply: Reply, scope: str) -> None:
        """The files, one message for each."""
        guild_id = _scope(interaction, scope)
        limit = room_for(interaction)
        # One after the other: an export of years keeps a core busy for a while.
        async with self._locks.holding("export"):
            folder = await asyncio.to_thread(export_folders.make)
            try:
                files = await self.privacy.export(interaction.user.id, guild_id, folder, limit)
                for number, file in enumerate(files, start=1):
                    text = cards.exported(number, len(files))
                    await reply.say(text, file=await asyncio.to_thread(discord.File, file))
            finally:
                await asyncio.to_thread(export_folders.remove, folder)

    @action("prv_delete", str)
    async def confirm(self, interaction: Interaction, reply: Reply, scope: str) -> None:
        """Ask for the word."""
        _scope(interaction, scope)
        await reply.modal(cards.confirm_form(scope))

    @action("prv_delete_form", str, slow=True)
    async def erase(self, interaction: Interaction, reply: Reply, scope: str) -> None:
        """The word came."""
        guild_id = _scope(interaction, scope)
        if typed_fields(interaction).get(cards.FIELD, "").strip().casefold() != cards.WORD.casefold():
            text, view = cards.not_confirmed(scope)
            await reply.say(text, view=view)
            return
        async with self._locks.holding(interaction.user.id):
            threads = await self.privacy.erase(interaction.user.id, guild_id)
        for server, thread_id in threads:
            await self._close(server, thread_id)
        await reply.say(cards.deleted(scope))

    # ------------------------------------------------------------------ servers come and go

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed: from now on it counts."""
        with contextlib.suppress(StoreUnavailable):  # the night's look finds it too
            await self.bot.retention.left(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot came, or came back."""
        with contextlib.suppress(StoreUnavailable):  # the night's look finds it too
            await self.bot.retention.came_back(guild.id)

    # ------------------------------------------------------------------ inside

    async def _settings(self, interaction: Interaction) -> discord.ui.LayoutView:
        person, shared = await self.privacy.settings(interaction.user.id, interaction.guild_id)
        return cards.settings(person, shared)

    async def _close(self, guild_id: int, thread_id: int) -> None:
        """Nothing more happens in the thread of a round that is gone."""
        try:
            found = await find_place(self.bot, guild_id, thread_id)
            if isinstance(found, discord.Thread):
                await found.edit(archived=True, locked=True)
        except discord.HTTPException as error:
            _log.info("the thread of a round that was deleted stays open: %s", error.code)


def _scope(interaction: Interaction, scope: str) -> int | None:
    """The server that is meant, or ``None`` for all."""
    if scope == cards.EVERYWHERE:
        return None
    if scope != cards.HERE:
        raise Refused(Reason.UNKNOWN_BUTTON)
    return guild_of(interaction)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Privacy(bot))
