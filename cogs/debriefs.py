"""After a round: one's own levels, and another go later."""

import discord
from discord.ext import commands

from bot.client import Greenroom
from bot.ui import debriefs
from bot.ui.actions import action
from bot.ui.coming_back import with_return
from bot.ui.reply import Reply
from bot.ui.text import moment
from bot.ui.threads import check_place

Interaction = discord.Interaction[Greenroom]


class Debriefs(commands.Cog):
    """The buttons below a debrief."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot

    @action("rate", int, int, int, int, update=True)
    async def rate(
        self, interaction: Interaction, reply: Reply, guild_id: int, round_id: int, position: int, level: int
    ) -> None:
        """Keep the level that the candidate gives the answer."""
        check_place(interaction, guild_id)
        state = await self.bot.rounds.rate(guild_id, round_id, interaction.user.id, position, level)
        turn = state.turn(position)
        due_at = await self.bot.dailies.comes_back(guild_id, state.candidate_id, turn.question.id)
        view = debriefs.ratings(state, position, turn.rating)
        if due_at is None:  # nothing to tell, and such a message may show files of its own
            await reply.update(view=view)
        else:
            await reply.update(embeds=with_return(interaction.message, due_at), view=view)

    @action("retry", int, int)
    async def retry(self, interaction: Interaction, reply: Reply, guild_id: int, round_id: int) -> None:
        """Owe a reminder to do the stage once more."""
        check_place(interaction, guild_id)
        at = await self.bot.rounds.retry_later(guild_id, round_id, interaction.user.id)
        await self.bot.clockwork.set_alarm()
        await reply.say(
            f"I will ask you again {moment(at, 'R')}, in the thread of this round. "
            "What you rated 1 or 2 here is due for review then too."
        )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Debriefs(bot))
