"""Questions from files and into files: ``/question import`` and ``/question export``."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.bank.sheets import MAX_BYTES, example_csv
from bot.domain.errors import Reason, Refused
from bot.services.bank_files import BankFiles, Exported, File, Format, Imported, What
from bot.services.heavy import let_go
from bot.ui.actions import action
from bot.ui.bank import import_reports as reports
from bot.ui.bank.bringing import bring_log
from bot.ui.bank.group import add_question_cog
from bot.ui.bank.uploads import read_upload
from bot.ui.bank.work import STOP, Works
from bot.ui.choices import known_tracks, track_choices
from bot.ui.reply import Reply
from bot.ui.rights import FOR_MODERATORS, moderated

Interaction = discord.Interaction[Greenroom]
_EXAMPLE = "example"
_CHANGED = "Your bank has changed since: this is what the file would do now. Nothing was saved."
_UNTOLD = {"content": "…", "view": None}


class Imports(commands.Cog):
    """What moderators bring in and take out as CSV or JSON."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.files = BankFiles(bot.store, bot.banks, bot.now)
        self.works = Works()

    # ------------------------------------------------------------------ import

    @app_commands.command(name="import", extras=FOR_MODERATORS)
    @app_commands.describe(
        file="A CSV or JSON file of up to 10 MiB and 10,000 questions",
        track="The track of questions that name none themselves",
        dry_run="Only look at what it would do, with a button to go on; that is how it is if you leave this out",
    )
    async def import_(
        self, interaction: Interaction, file: discord.Attachment, track: str | None = None, dry_run: bool = True
    ) -> None:
        """Bring questions in from a file; you see what it would do before anything is saved."""
        async with Reply(interaction, slow=True) as reply:
            guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
            if track is not None and track not in await self.bot.banks.tracks(guild_id):
                raise Refused(Reason.UNKNOWN_TRACK)
            async with self.works.showing(interaction, _UNTOLD) as progress:
                progress.begin("Fetching the file")
                sent = File(file.filename, await read_upload(file, MAX_BYTES), track)
                plan = await self.files.plan(guild_id, sent, progress)
                # Without a look at it only what changes nothing that is there, and doubles nothing, goes in.
                plain = plan.doing and not (plan.problems or plan.copies or any(one.before for one in plan.doing))
                if plain and not dry_run:
                    found = await self.files.save(guild_id, interaction.user.id, plan, progress)
                    shown = reports.done(sent.name, found)
                else:
                    file_id = None
                    if plan.doing and not plan.problems:
                        file_id = await self.files.keep(guild_id, interaction.user.id, sent, plan)
                    shown = await reports.preview(plan, sent.name, file_id)
                await let_go(plan.steps)
            await reply.update(**shown)
            await bring_log(self.bot.clockwork, self.bot.guild_settings, guild_id)

    @import_.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return track_choices(await known_tracks(self.bot.banks, interaction.guild_id), typed)

    @action(reports.ALL, int, update=True, slow=True)
    async def import_all(self, interaction: Interaction, reply: Reply, file_id: int) -> None:
        """Import the file as it was shown."""
        await self._import(interaction, reply, file_id, copies=True)

    @action(reports.WITHOUT_COPIES, int, update=True, slow=True)
    async def import_without_copies(self, interaction: Interaction, reply: Reply, file_id: int) -> None:
        """Import what is not much like other questions."""
        await self._import(interaction, reply, file_id, copies=False)

    async def _import(self, interaction: Interaction, reply: Reply, file_id: int, *, copies: bool) -> None:
        guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
        kept = await self.files.kept(guild_id, interaction.user.id, file_id)
        back = {"content": None, "view": reports.buttons(kept.id, kept.offer)}
        async with self.works.showing(interaction, back) as progress:
            found = await self.files.press(kept, progress, copies=copies)
            if isinstance(found, Imported):
                shown = reports.done(kept.name, found)
            else:
                shown = await reports.preview(found, kept.name, kept.id if found.doing else None, _CHANGED)
                await let_go(found.steps)
        await reply.update(**shown)
        await bring_log(self.bot.clockwork, self.bot.guild_settings, guild_id)

    @action(STOP, int, update=True)
    async def stop(self, interaction: Interaction, reply: Reply, work_id: int) -> None:
        """Stop what is running."""
        self.works.stop(interaction, work_id)
        await reply.done()

    @action(reports.EXAMPLE)
    async def example(self, interaction: Interaction, reply: Reply) -> None:
        """A file to start from."""
        guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
        text, file = await self._example(guild_id)
        await reply.say(text, file=file)

    # ------------------------------------------------------------------ export

    @app_commands.command(name="export", extras=FOR_MODERATORS)
    @app_commands.rename(form="format")
    @app_commands.describe(
        form="How it is written; CSV if you leave this out",
        what="Which questions; what this server added, edited or retired if you leave this out",
    )
    @app_commands.choices(
        form=[app_commands.Choice(name="CSV", value="csv"), app_commands.Choice(name="JSON", value="json")],
        what=[
            app_commands.Choice(name="What this server added, edited or retired", value=What.OWN.value),
            app_commands.Choice(name="All that are in use", value=What.ALL.value),
            app_commands.Choice(name="An example to start from", value=_EXAMPLE),
        ],
    )
    async def export(self, interaction: Interaction, form: str = "csv", what: str = What.OWN.value) -> None:
        """Take questions out as a file that can be imported again."""
        async with Reply(interaction, slow=True) as reply:
            guild_id = (await moderated(interaction, self.bot.guild_settings)).guild_id
            if what == _EXAMPLE:
                text, file = await self._example(guild_id)
                await reply.say(text, file=file)
                return
            async with self.works.showing(interaction, _UNTOLD) as progress:
                found = await self.files.export(guild_id, What(what), Format(form), progress)
            files = _as_files(found, form)
            await reply.update(content=reports.exported(found), view=None, attachments=files[:1])
            for file in files[1:]:
                # One a message: together they would be more than Discord takes at once.
                await interaction.followup.send(file=file, ephemeral=True)

    async def _example(self, guild_id: int) -> tuple[str, discord.File]:
        tracks = await self.bot.banks.tracks(guild_id)
        track = next(iter(tracks.values()))
        data = example_csv(track.id, track.stages[0].id)
        text = "A file to start from: fill in your own rows, then send it with `/question import`."
        return text, discord.File(io.BytesIO(data), filename="example.csv")


def _as_files(found: Exported, form: str) -> list[discord.File]:
    single = len(found.files) == 1
    return [
        discord.File(io.BytesIO(data), filename=f"questions.{form}" if single else f"questions-{number}.{form}")
        for number, data in enumerate(found.files, start=1)
    ]


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await add_question_cog(bot, Imports(bot))
