"""``/help``: every command in words, and how to begin. It needs no set-up, no server and no database."""

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import StoreUnavailable
from bot.ui import help_pages
from bot.ui.actions import action
from bot.ui.choices import MOST_CHOICES
from bot.ui.first_minutes import STARTS
from bot.ui.help_topics import Topic, key_of, matching, nearest, topics
from bot.ui.reply import Reply
from bot.ui.selects import chosen
from bot.ui.text import cut

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]
_CHOICE_ROOM = 100
_FRONT = "start"


class Help(commands.Cog):
    """Says what the bot can do."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot

    @app_commands.command(name="help")
    @app_commands.describe(topic="A command, or how you want to begin; the start page if you leave this out")
    async def show(self, interaction: Interaction, topic: str | None = None) -> None:
        """Learn what I can do and how to begin."""
        async with Reply(interaction) as reply:
            await reply.say(view=await self._view(interaction, topic or _FRONT))

    @show.autocomplete("topic")
    async def _topics(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        begin = [Topic(one.key, f"{one.emoji} {one.label}", one.promise) for one in STARTS]
        found = matching([*begin, *self._known().values()], typed)
        return [
            app_commands.Choice(name=cut(f"{one.title}: {one.description}", _CHOICE_ROOM), value=one.key)
            for one in found[:MOST_CHOICES]
        ]

    @action("help", str, update=True)
    async def turn_to(self, interaction: Interaction, reply: Reply, key: str) -> None:
        """A button leads to another page."""
        await reply.update(view=await self._view(interaction, key))

    @action("help_pick", update=True)
    async def turn_to_topic(self, interaction: Interaction, reply: Reply) -> None:
        """So does the menu of topics."""
        await reply.update(view=await self._view(interaction, chosen(interaction)))

    @action("help_inner", update=True)
    async def turn_to_command(self, interaction: Interaction, reply: Reply) -> None:
        """And the menu of a group's commands."""
        await reply.update(view=await self._view(interaction, chosen(interaction)))

    def _known(self) -> dict[str, Topic]:
        return topics(self.bot.tree)

    async def _view(self, interaction: Interaction, typed: str) -> discord.ui.LayoutView:
        known, key = self._known(), key_of(typed)
        start = next((one for one in STARTS if one.key == key), None)
        if start is not None:
            return help_pages.begin(start, known, await self._practice_id(interaction))
        if key in {_FRONT, ""}:
            return help_pages.front(known)
        if key in known:
            return help_pages.page(known[key], known)
        return help_pages.lost(typed, nearest(known, typed), known)

    async def _practice_id(self, interaction: Interaction) -> int | None:
        """The practice channel, if there is one that is still there."""
        if interaction.guild_id is None:
            return None
        try:
            chosen_id = (await self.bot.guild_settings.get(interaction.guild_id)).practice_id
        except StoreUnavailable:
            _log.warning("a page of help names no channel: the store is not available")
            return None
        guild = self.bot.get_guild(interaction.guild_id)
        return chosen_id if guild and chosen_id and guild.get_channel(chosen_id) else None


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Help(bot))
