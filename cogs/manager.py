"""The hiring manager: fewer questions, dug into."""

import discord

from bot.client import Greenroom
from bot.domain.tracks import StageKind
from bot.ui.stage import StageCog
from bot.ui.voices import Voice


class Manager(StageCog):
    """The hiring manager: fewer questions, dug into."""

    kind = StageKind.MANAGER
    voice = Voice(
        colour=discord.Colour.from_rgb(88, 101, 242),
        emoji="🧭",
        greeting=(
            "Thanks for coming. I would rather hear one thing in depth than five in passing, so give me the "
            "detail: numbers, choices, what you dropped."
        ),
        lead_ins=(
            "Let me start here.",
            "I see. Let me go to something else.",
            "That helps. Next:",
            "Interesting. I would like to ask about this.",
        ),
        last_lead_in="One more from me.",
        close="Thank you, I enjoyed that. Here is what I would take into the discussion afterwards.",
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Manager(bot.rounds, bot.clockwork))
