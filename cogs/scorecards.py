"""Scorecards after a sitting: one's own card, its forms, and an interviewer's own ratings."""

import discord
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.sessions.score_refusals import CardRefused, NoCard
from bot.services.scorecards import OwnCard
from bot.ui.actions import action, typed_fields
from bot.ui.reply import Reply
from bot.ui.sessions import cards, debrief

Interaction = discord.Interaction[Greenroom]


class ScorecardsCog(commands.Cog):
    """Takes the cards of a sitting's people."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.scorecards = bot.scorecards

    @action("score_card", int, int)
    async def show(self, interaction: Interaction, reply: Reply, guild_id: int, scoring_id: int) -> None:
        """One's own card."""
        _check_place(interaction, guild_id)
        own = await self.scorecards.own(guild_id, scoring_id, interaction.user.id)
        await reply.say(view=cards.own_card(own, interaction.user.id, self.bot.catalogue))

    @action("score_part", int, int, int)
    async def open_part(
        self, interaction: Interaction, reply: Reply, guild_id: int, scoring_id: int, number: int
    ) -> None:
        """The form for one part."""
        _check_place(interaction, guild_id)
        own, part = await self.scorecards.part(guild_id, scoring_id, interaction.user.id, number)
        await reply.modal(cards.form(own, part, self.bot.catalogue))

    @action("score_take", int, int, int, update=True)
    async def take_part(
        self, interaction: Interaction, reply: Reply, guild_id: int, scoring_id: int, number: int
    ) -> None:
        """The form came back."""
        given = typed_fields(interaction)
        reply.keepsake = cards.typed(given)
        _check_place(interaction, guild_id)
        user_id = interaction.user.id
        own = await self.scorecards.fill(guild_id, scoring_id, user_id, number, given, interaction.id)
        reply.keepsake = None
        view = cards.own_card(own, user_id, self.bot.catalogue)
        if interaction.message is not None:
            await reply.update(view=view)
        else:
            await reply.say(view=view)
        await self._tell(own)

    @action("score_craft", int, int)
    async def craft(self, interaction: Interaction, reply: Reply, guild_id: int, scoring_id: int) -> None:
        """How candidates found somebody's interviewing; their own only, so the sitting does not matter."""
        _check_place(interaction, guild_id)
        found = await self.scorecards.craft_so_far(guild_id, interaction.user.id)
        await reply.say(view=debrief.craft_so_far(found, self.bot.catalogue))

    async def _tell(self, own: OwnCard) -> None:
        """Bring the count, or the debrief with the private copies, at once."""
        if own.missing:
            return
        sat = own.scoring.sat
        places = [sat.thread_id] if sat.thread_id is not None else []
        if own.scoring.is_open:
            places += sat.raters if sat.thread_id is None else (sat.candidate_id, sat.interviewer_id)
        for place in places:
            await self.bot.clockwork.serve(place)


def _check_place(interaction: Interaction, guild_id: int) -> None:
    """Cards are for their server and for direct messages.

    :raises CardRefused: in another server, where they do not exist.
    """
    if interaction.guild_id not in (None, guild_id):
        raise CardRefused(NoCard.GONE)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(ScorecardsCog(bot))
