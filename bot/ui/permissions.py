"""What the bot may do in a server and in its channels, what is missing, and how to grant it."""

from collections.abc import Sequence
from typing import NamedTuple

import discord

INVITE_PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_private_threads=True,
    create_public_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    add_reactions=True,
)
"""What the bot needs in a server, and in a channel where people practise; docs/self-hosting.md names each one."""

POST_PERMISSIONS = discord.Permissions(view_channel=True, send_messages=True, embed_links=True, attach_files=True)
"""What it needs in a channel where it only posts."""


EXTRAS = {
    "create_events": "Create Events, and sessions stand among this server's events",
    "manage_channels": "Manage Channels, and each table of a session gets a voice channel for its time",
}
"""What the bot can do without, and what it does with it."""


class Finding(NamedTuple):
    """A place that was looked at. ``missing``: as Discord names them; ``gone``: the channel is not there any more."""

    title: str
    mention: str
    missing: tuple[str, ...] = ()
    gone: bool = False


def missing_in(held: discord.Permissions, needed: discord.Permissions = INVITE_PERMISSIONS) -> discord.Permissions:
    """What of ``needed`` is not held; an administrator holds all."""
    return discord.Permissions(0 if held.administrator else needed.value & ~held.value)


def titles(permissions: discord.Permissions) -> list[str]:
    """Permissions as Discord's own pages name them; the library has an older name for one."""
    names = ["view_channel" if name == "read_messages" else name for name, granted in permissions if granted]
    return [name.replace("_", " ").title().replace(" In ", " in ") for name in names]


def look_at_server(guild: discord.Guild) -> Finding:
    """What the bot may do in a server where nothing else is said."""
    return Finding("This server", "", tuple(titles(missing_in(guild.me.guild_permissions))))


def look_at_channel(guild: discord.Guild, title: str, channel_id: int, needed: discord.Permissions) -> Finding:
    """What the bot may do in one channel. Where it sees nothing, that comes first and the rest does not matter yet."""
    channel = guild.get_channel(channel_id)
    if channel is None:
        return Finding(title, f"<#{channel_id}>", gone=True)
    held = channel.permissions_for(guild.me)
    if not held.view_channel:
        held, needed = discord.Permissions.none(), discord.Permissions(view_channel=True)
    return Finding(title, channel.mention, tuple(titles(missing_in(held, needed))))


def how_to_grant(finding: Finding, bot: str) -> str:
    """Where in Discord to switch on what is missing. ``bot``: the name of the bot's role."""
    missing = ", ".join(f"**{title}**" for title in finding.missing)
    if not finding.mention:
        return (
            f"❌ **{finding.title}**: I lack {missing}. Server Settings → Roles → {bot} → Permissions: switch them on."
        )
    if finding.missing == ("View Channel",):
        where = "Right-click it → Edit Channel → Permissions → Add members or roles"
        return f"❌ **{finding.title}** {finding.mention} is hidden from me. {where} → {bot}: allow {missing}."
    where = f"Right-click it → Edit Channel → Permissions → {bot}: allow them"
    return f"❌ **{finding.title}** {finding.mention}: I lack {missing}. {where}."


def extras(guild: discord.Guild) -> str:
    """What may be granted besides, in a line each; nothing where all of it is."""
    held = guild.me.guild_permissions
    lines = [words for name, words in EXTRAS.items() if not (held.administrator or getattr(held, name))]
    return "\n".join(f"-# ➕ If you like: {words}." for words in lines)


def report(findings: Sequence[Finding], bot: str) -> str:
    """A line for each place."""
    lines = []
    for one in findings:
        where = f"**{one.title}** {one.mention}".strip()
        if one.gone:
            lines.append(f"❌ **{one.title}** was deleted: choose another one above.")
        elif one.missing:
            lines.append(how_to_grant(one, bot))
        else:
            lines.append(f"✅ {where}: I have all I need.")
    return "\n".join(lines)
