"""The team: how it is to work with you."""

import discord

from bot.client import Greenroom
from bot.domain.tracks import StageKind
from bot.ui.stage import StageCog
from bot.ui.voices import Voice


class Team(StageCog):
    """The team: how it is to work with you."""

    kind = StageKind.TEAM
    voice = Voice(
        colour=discord.Colour.from_rgb(60, 170, 120),
        emoji="👥",
        greeting=(
            "Hi, good to have you here. We would like to know how it is to work with you, so tell us what "
            "really happened, the rough parts too."
        ),
        lead_ins=(
            "Who goes first? I will.",
            "Thanks. My turn, then.",
            "I would like to pick up something else.",
            "Another one from the team.",
        ),
        last_lead_in="And the last one from us.",
        close="Thanks from all of us. Here is what we talked about when you had left.",
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Team(bot.rounds, bot.clockwork))
