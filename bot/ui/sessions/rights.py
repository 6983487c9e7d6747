"""Who may change a session: its host and moderators, asked anew on every press."""

from typing import Any

import discord

from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.values import Session
from bot.services.guilds import Guilds
from bot.ui.rights import is_moderator


async def check_host(interaction: discord.Interaction[Any], session: Session, guilds: Guilds) -> None:
    """:raises SessionRefused: for everybody but the host and moderators of its server."""
    if interaction.user.id == session.host_id and interaction.guild_id == session.guild_id:
        return
    if not is_moderator(interaction, await guilds.get(session.guild_id)):
        raise SessionRefused(No.NOT_HOST, host_id=session.host_id)


def check_place(interaction: discord.Interaction[Any], guild_id: int) -> None:
    """:raises SessionRefused: in another server, where that session does not exist."""
    if interaction.guild_id not in (None, guild_id):
        raise SessionRefused(No.GONE)
