"""The technical task and its defence."""

import discord

from bot.client import Greenroom
from bot.domain.tracks import StageKind
from bot.ui.stage import StageCog
from bot.ui.voices import Voice


class Task(StageCog):
    """The technical task and its defence."""

    kind = StageKind.TASK
    voice = Voice(
        colour=discord.Colour.from_rgb(240, 150, 30),
        emoji="🧮",
        greeting=(
            "Good to meet you. I have read what there is to read; now I would like to hear how you think. "
            "Write SQL as you would at your desk."
        ),
        lead_ins=(
            "Here is where I would like to start.",
            "All right. Now this one.",
            "Let us look at another part.",
            "Take your time with this.",
        ),
        last_lead_in="One last problem.",
        close="Thank you, that gave me a good picture of how you work. Let us go through it.",
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Task(bot.rounds, bot.clockwork))
