"""The offer: a negotiation, and the candidate's own questions."""

import discord

from bot.client import Greenroom
from bot.domain.tracks import StageKind
from bot.ui.stage import StageCog
from bot.ui.voices import Voice


class Offer(StageCog):
    """The offer: a negotiation, and the candidate's own questions."""

    kind = StageKind.OFFER
    voice = Voice(
        colour=discord.Colour.from_rgb(214, 72, 84),
        emoji="🤝",
        greeting=(
            "Congratulations on getting here. I have an offer to talk through, and I would like us both to "
            "be glad with it afterwards."
        ),
        lead_ins=(
            "Let me begin.",
            "I understand. About another part:",
            "Let me come back to you on that. Meanwhile:",
            "Good to know. Next:",
        ),
        last_lead_in="And finally:",
        close="Thank you for talking this through so openly. Here is how the negotiation went.",
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Offer(bot.rounds, bot.clockwork))
