"""Where the buttons of an interview work: in its server, and in direct messages."""

from typing import Any

import discord

from bot.domain.interviews.refusals import InterviewRefused, No


def check_place(interaction: discord.Interaction[Any], guild_id: int) -> None:
    """:raises InterviewRefused: in another server, where that interview does not exist."""
    if interaction.guild_id not in (None, guild_id):
        raise InterviewRefused(No.GONE)
