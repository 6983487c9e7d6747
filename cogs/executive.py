"""The executives: strategy, and what you would do with it."""

import discord

from bot.client import Greenroom
from bot.domain.tracks import StageKind
from bot.ui.stage import StageCog
from bot.ui.voices import Voice


class Executive(StageCog):
    """The executives: strategy, and what you would do with it."""

    kind = StageKind.EXECUTIVE
    voice = Voice(
        colour=discord.Colour.from_rgb(155, 89, 182),
        emoji="🏛️",
        greeting=(
            "Good to meet you. I have forty-five minutes and I like the conclusion first: tell me what you "
            "think, then why."
        ),
        lead_ins=(
            "Let us get to it.",
            "Understood. A different angle.",
            "Fair. Then consider this.",
            "Go on to this one.",
        ),
        last_lead_in="A last one before we close.",
        close="Thank you. Here is what stays with me from the conversation.",
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Executive(bot.rounds, bot.clockwork))
