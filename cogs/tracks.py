"""Tracks of a server's own: ``/track import``, ``list``, ``view``, ``export``, ``remove``."""

import asyncio
import io
import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.bank.track_files import MAX_TRACK_BYTES, id_from, write_track
from bot.domain.errors import Reason, Refused
from bot.domain.mistakes import ContentError
from bot.services.own_tracks import OwnTracks, TrackFile
from bot.ui.actions import action
from bot.ui.bank import track_pages as pages
from bot.ui.bank.bringing import bring_log
from bot.ui.bank.uploads import read_upload, shortened
from bot.ui.choices import known_tracks, track_choices
from bot.ui.reply import Reply
from bot.ui.rights import FOR_MODERATORS, moderated
from bot.ui.threads import guild_of

Interaction = discord.Interaction[Greenroom]
Choices = list[app_commands.Choice[str]]
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 40
_SHOWN_ID = 60


@app_commands.guild_only()
class Tracks(commands.GroupCog, group_name="track", group_description="The tracks that this server practises with"):
    """What servers add to the built-in tracks."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.tracks = OwnTracks(bot.store, bot.banks, bot.now)

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """See all tracks of this server, with their questions in use."""
        async with Reply(interaction) as reply:
            guild_id = guild_of(interaction)
            tracks = await self.bot.banks.tracks(guild_id)
            stock = await self.bot.banks.stock(guild_id)
            await reply.say(embed=pages.tracks_page(tracks, self.bot.banks.catalogue.tracks, stock))

    @app_commands.command(name="view")
    @app_commands.describe(track="The track to look at")
    async def view(self, interaction: Interaction, track: str) -> None:
        """See the stages of a track, and how many questions each has."""
        async with Reply(interaction) as reply:
            guild_id = guild_of(interaction)
            found = await self.tracks.get(guild_id, track)
            stock = await self.bot.banks.stock(guild_id)
            await reply.say(embed=pages.track_page(found, stock, own=self.tracks.is_own(found.id)))

    @app_commands.command(name="import", extras=FOR_MODERATORS)
    @app_commands.rename(track_id="id")
    @app_commands.describe(
        file="A TOML file of up to 256 KB; /track export gives you one to start from",
        track_id="The track's id in small letters, digits and hyphens; the file's name if you leave this out",
        replace="Put it in place of this server's track with the same id",
    )
    async def import_(
        self, interaction: Interaction, file: discord.Attachment, track_id: str | None = None, replace: bool = False
    ) -> None:
        """Add a track of this server's own."""
        async with Reply(interaction, slow=True) as reply:
            guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
            if not file.filename.casefold().endswith(".toml"):
                raise Refused(Reason.NOT_TOML_FILE)
            wanted = track_id.strip() if track_id else id_from(file.filename)
            if len(wanted) > _LONGEST_ID or not _ID.fullmatch(wanted):
                raise Refused(Reason.NO_TRACK_ID, track=shortened(wanted, _SHOWN_ID))
            sent = TrackFile(file.filename, await read_upload(file, MAX_TRACK_BYTES), wanted)
            try:
                track = await self.tracks.put(guild_id, interaction.user.id, sent, replace=replace)
            except ContentError as error:
                await reply.say(**pages.mistakes_message(sent.name, error.mistakes))
                return
            await reply.say(pages.imported(track))
            await bring_log(self.bot.clockwork, self.bot.guild_settings, guild_id)

    @app_commands.command(name="export", extras=FOR_MODERATORS)
    @app_commands.describe(track="The track to write into a file")
    async def export(self, interaction: Interaction, track: str) -> None:
        """Take a track out as a TOML file that can be imported again."""
        async with Reply(interaction, slow=True) as reply:
            guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
            found = await self.tracks.get(guild_id, track)
            data = await asyncio.to_thread(write_track, found)
            text = "The track as it was written; what this server changed of its questions is in `/question export`."
            if not self.tracks.is_own(found.id):
                text += " To import it as one of yours, give the file and each of its questions an id of their own."
            await reply.say(text, file=discord.File(io.BytesIO(data), filename=f"{found.id}.toml"))

    @app_commands.command(name="remove", extras=FOR_MODERATORS)
    @app_commands.describe(track="A track of this server's own")
    async def remove(self, interaction: Interaction, track: str) -> None:
        """Take a track of this server's own away."""
        async with Reply(interaction) as reply:
            guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
            found = await self.tracks.own(guild_id, track)
            await reply.say(**pages.remove_question(found, await self.tracks.open_rounds(guild_id, found.id)))

    @action(pages.REMOVE, str, update=True)
    async def remove_now(self, interaction: Interaction, reply: Reply, track: str) -> None:
        """The removal was confirmed."""
        guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
        await reply.update(**pages.removed(await self.tracks.remove(guild_id, interaction.user.id, track)))
        await bring_log(self.bot.clockwork, self.bot.guild_settings, guild_id)

    @view.autocomplete("track")
    @export.autocomplete("track")
    async def _any_track(self, interaction: Interaction, typed: str) -> Choices:
        return track_choices(await known_tracks(self.bot.banks, interaction.guild_id), typed)

    @remove.autocomplete("track")
    async def _own_track(self, interaction: Interaction, typed: str) -> Choices:
        tracks = await known_tracks(self.bot.banks, interaction.guild_id)
        return track_choices({one: track for one, track in tracks.items() if self.tracks.is_own(one)}, typed)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Tracks(bot))
