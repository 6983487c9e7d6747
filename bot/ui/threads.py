"""Threads of rounds: what is needed to open one, and opening it."""

import contextlib
from typing import Any, Literal

import discord

from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Round, Visibility
from bot.ui.text import cut

_ACTIVE_THREADS = 1000
_KEEP_FREE = 10
"""Leaves a few threads for people when a server nears Discord's cap of 1,000 active ones."""

_CAP_REACHED = 160006
_ARCHIVE_MINUTES: Literal[10080] = 10080
_NAME_ROOM = 100

_NEEDED = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}


def parent_of(interaction: discord.Interaction[discord.Client]) -> discord.TextChannel:
    """The text channel in which a round can be opened from here.

    :raises Refused: outside a server, and in channels that have no threads of this kind.
    """
    if interaction.guild is None:
        raise Refused(Reason.NOT_A_SERVER)
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        raise Refused(Reason.NOT_A_TEXT_CHANNEL)
    return channel


def check_place(interaction: discord.Interaction[Any], guild_id: int) -> None:
    """A debrief's buttons work in its server and, where it had to go there, in direct messages.

    :raises Refused: in another server, where that round does not exist.
    """
    if interaction.guild_id not in (None, guild_id):
        raise Refused(Reason.ROUND_GONE)


def guild_of(interaction: discord.Interaction[Any]) -> int:
    """:raises Refused: outside a server."""
    if interaction.guild_id is None:
        raise Refused(Reason.NOT_A_SERVER)
    return interaction.guild_id


def check_can_open(parent: discord.TextChannel, visibility: Visibility) -> None:
    """:raises Refused: naming the first permission that is missing, or near the cap of active threads."""
    rights = parent.permissions_for(parent.guild.me)
    for name, title in _NEEDED.items():
        if not getattr(rights, name):
            raise Refused(Reason.MISSING_PERMISSION, permission=title, channel=parent.mention)
    if visibility is Visibility.PRIVATE and not rights.create_private_threads:
        raise Refused(Reason.NO_PRIVATE_THREADS, channel=parent.mention)
    if visibility is Visibility.PUBLIC and not rights.create_public_threads:
        raise Refused(Reason.NO_PUBLIC_THREADS, channel=parent.mention)
    active = sum(1 for thread in parent.guild.threads if not thread.archived)
    if active >= _ACTIVE_THREADS - _KEEP_FREE:
        raise Refused(Reason.THREAD_CAP)


async def open_thread(parent: object, state: Round) -> discord.Thread:
    """Open the thread of a round and add its candidate.

    :raises Refused: where Discord will not have it, with the reason.
    """
    name = f"{state.stage_title} · {state.track_title}"
    return await open_for(parent, name, state.candidate_id, state.visibility, reason=f"mock round {state.id}")


async def open_for(
    parent: object, name: str, user_id: int, visibility: Visibility = Visibility.PRIVATE, *, reason: str
) -> discord.Thread:
    """Open a thread and add a person. ``reason``: for the server's audit log.

    :raises Refused: where Discord will not have it, with the reason.
    """
    if not isinstance(parent, discord.TextChannel):
        raise Refused(Reason.NOT_A_TEXT_CHANNEL)
    private = visibility is Visibility.PRIVATE
    kind = discord.ChannelType.private_thread if private else discord.ChannelType.public_thread
    try:
        thread = await parent.create_thread(
            name=cut(name, _NAME_ROOM),
            type=kind,
            auto_archive_duration=_ARCHIVE_MINUTES,
            invitable=False,
            reason=reason,
        )
    except discord.Forbidden as error:
        missing = Reason.NO_PRIVATE_THREADS if private else Reason.NO_PUBLIC_THREADS
        raise Refused(missing, channel=parent.mention) from error
    except discord.HTTPException as error:
        if error.code == _CAP_REACHED:
            raise Refused(Reason.THREAD_CAP) from error
        raise
    try:
        await thread.add_user(discord.Object(user_id))
    except discord.Forbidden as error:
        await _put_away(thread)
        raise Refused(Reason.NOT_ADDED, channel=parent.mention) from error
    except discord.HTTPException:
        await _put_away(thread)
        raise
    return thread


async def _put_away(thread: discord.Thread) -> None:
    """A thread that nobody will use must not count as an active one. Deleting it needs a right that we may not have."""
    try:
        await thread.delete()
    except discord.HTTPException:
        with contextlib.suppress(discord.HTTPException):
            await thread.edit(archived=True)


async def find_place(client: discord.Client, guild_id: int, channel_id: int) -> object:
    """A channel or thread of one server, from memory or from Discord.

    :raises discord.NotFound: if it is gone; :raises discord.Forbidden: if it is closed to us.
    """
    guild = client.get_guild(guild_id)
    found = guild.get_channel_or_thread(channel_id) if guild else None
    return found or await client.fetch_channel(channel_id)
