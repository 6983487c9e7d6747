"""Who is a moderator: asked anew on every press, as roles and rights change while messages stay."""

from typing import Any

import discord

from bot.domain.errors import Reason, Refused
from bot.domain.guilds import GuildSettings
from bot.services.guilds import Guilds
from bot.ui.threads import guild_of

FOR_MODERATORS = {"who": "moderators"}
"""``extras`` of a command that only moderators may use, where its ``default_permissions`` do not say so: ``/help``
tells it from this."""


def manages(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person has Manage Server here, as Discord resolved it for this interaction."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def is_moderator(interaction: discord.Interaction[Any], settings: GuildSettings) -> bool:
    """Whether the person has Manage Server, or the moderator role of this server."""
    if interaction.guild_id != settings.guild_id:
        return False
    if manages(interaction):
        return True
    person = interaction.user
    return settings.role_id is not None and isinstance(person, discord.Member) and _has(person, settings.role_id)


def check_moderator(interaction: discord.Interaction[Any], settings: GuildSettings) -> None:
    """:raises Refused: for whoever is not a moderator, saying what is needed."""
    if not is_moderator(interaction, settings):
        role = f" or the role <@&{settings.role_id}>" if settings.role_id is not None else ""
        raise Refused(Reason.NOT_A_MODERATOR, role=role)


async def moderated(interaction: discord.Interaction[Any], guilds: Guilds) -> GuildSettings:
    """The settings of this server, for a moderator of it.

    :raises Refused: outside a server, and for whoever is not a moderator.
    """
    settings = await guilds.get(guild_of(interaction))
    check_moderator(interaction, settings)
    return settings


def _has(person: discord.Member, role_id: int) -> bool:
    # Everybody has the role with the server's own id.
    return role_id != person.guild.id and person.get_role(role_id) is not None
