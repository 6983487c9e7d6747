"""The recruiter's screen: brisk and broad."""

import discord

from bot.client import Greenroom
from bot.domain.tracks import StageKind
from bot.ui.stage import StageCog
from bot.ui.voices import Voice


class Screen(StageCog):
    """The recruiter's screen: brisk and broad."""

    kind = StageKind.SCREEN
    voice = Voice(
        colour=discord.Colour.from_rgb(32, 148, 243),
        emoji="📞",
        greeting=(
            "Hello, and thank you for making the time. I have a handful of short questions, so two minutes "
            "each are plenty."
        ),
        lead_ins=(
            "Let us begin.",
            "Thank you. Next one.",
            "Good, moving on.",
            "Noted. And this:",
        ),
        last_lead_in="Last question from my side.",
        close="That is all from my side: thank you for the conversation. Here is how it came across.",
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Screen(bot.rounds, bot.clockwork))
