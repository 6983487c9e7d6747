"""Looking at a server's bank of questions, and taking questions out of use and back: most of ``/question``."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Difficulty
from bot.services.banks import Found
from bot.services.editing import competency_of
from bot.services.kept import Kept
from bot.ui.actions import action
from bot.ui.bank import pages, panels
from bot.ui.bank.bringing import bring_log
from bot.ui.bank.choices import (
    EDITED,
    IN_USE,
    DifficultyOption,
    competency_choices,
    question_choices,
    retired_too,
    version_choices,
)
from bot.ui.bank.group import add_question_cog
from bot.ui.bank.history import history as history_page
from bot.ui.bank.showing import put, put_in_queue, say
from bot.ui.choices import known_tracks, stage_choices, track_choices
from bot.ui.reply import Reply
from bot.ui.rights import FOR_MODERATORS, is_moderator, moderated
from bot.ui.threads import guild_of

Interaction = discord.Interaction[Greenroom]
Choices = list[app_commands.Choice[str]]
_STATES = [app_commands.Choice(name=title, value=state) for state, title in pages.STATE_TITLES.items()]
_QUERY = "search"
_LONGEST_SEARCH = 100


class Questions(commands.Cog):
    """The bank as people look through it."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.banks = bot.banks
        self.kept = Kept(bot.store, bot.now)

    # ------------------------------------------------------------------ one question

    @app_commands.command(name="view")
    @app_commands.describe(question="Type its words or its id, then pick it")
    async def view(self, interaction: Interaction, question: str) -> None:
        """See a question of this server's bank."""
        async with Reply(interaction) as reply:
            guild_id = guild_of(interaction)
            settings = await self.bot.guild_settings.get(guild_id)
            one = await self.banks.get(guild_id, question)
            tracks = await self.banks.tracks(guild_id)
            if is_moderator(interaction, settings):
                await say(reply, panels.for_moderators(one, tracks))
                return
            if one.retired:
                raise Refused(Reason.UNKNOWN_QUESTION)
            await say(reply, panels.for_members(one, tracks))

    @app_commands.command(name="retire", extras=FOR_MODERATORS)
    @app_commands.describe(question="Type its words or its id, then pick it")
    async def retire(self, interaction: Interaction, question: str) -> None:
        """Ask a question no more in this server; restoring brings it back."""
        async with Reply(interaction) as reply:
            await say(reply, await self._retire(interaction, question))
            await self._log(interaction)

    @app_commands.command(name="restore", extras=FOR_MODERATORS)
    @app_commands.describe(
        question="Type its words or its id, then pick it",
        version="How it was then; if you leave this out, the last thing done to it is taken back",
    )
    async def restore(
        self, interaction: Interaction, question: str, version: app_commands.Range[int, 0, 1_000_000] | None = None
    ) -> None:
        """Bring a retired question back, or an edited one to how it was."""
        async with Reply(interaction) as reply:
            await say(reply, await self._restore(interaction, question, version))
            await self._log(interaction)

    @app_commands.command(name="history", extras=FOR_MODERATORS)
    @app_commands.describe(question="Type its words or its id, then pick it")
    async def history(self, interaction: Interaction, question: str) -> None:
        """See who changed a question, when and what, and bring any version back."""
        async with Reply(interaction) as reply:
            await reply.say(view=await self._history(interaction, question, 0))

    @view.autocomplete("question")
    async def _questions_to_see(self, interaction: Interaction, typed: str) -> Choices:
        return await question_choices(
            self.banks, interaction.guild_id, typed, IN_USE, *await retired_too(interaction, self.bot.guild_settings)
        )

    @retire.autocomplete("question")
    async def _questions_in_use(self, interaction: Interaction, typed: str) -> Choices:
        return await question_choices(self.banks, interaction.guild_id, typed, IN_USE)

    @restore.autocomplete("question")
    async def _questions_to_restore(self, interaction: Interaction, typed: str) -> Choices:
        mine = await retired_too(interaction, self.bot.guild_settings)
        return await question_choices(self.banks, interaction.guild_id, typed, *mine, EDITED) if mine else []

    @history.autocomplete("question")
    async def _questions_with_history(self, interaction: Interaction, typed: str) -> Choices:
        return await question_choices(
            self.banks, interaction.guild_id, typed, IN_USE, *await retired_too(interaction, self.bot.guild_settings)
        )

    @restore.autocomplete("version")
    async def _versions(self, interaction: Interaction, typed: Any) -> list[app_commands.Choice[int]]:
        if not await retired_too(interaction, self.bot.guild_settings):
            return []
        chosen = getattr(interaction.namespace, "question", "")
        return list(await version_choices(self.banks, interaction.guild_id, chosen, str(typed)))

    # ------------------------------------------------------------------ many questions

    @app_commands.command(name="search")
    @app_commands.describe(text="Words of the question, or its id")
    async def search(self, interaction: Interaction, text: app_commands.Range[str, 1, _LONGEST_SEARCH]) -> None:
        """Find questions of this server's bank by their words."""
        async with Reply(interaction) as reply:
            await self._first_page(interaction, reply, {"text": text})

    @app_commands.command(name="list")
    @app_commands.describe(
        track="Only of this company and role",
        stage="Only of this interview",
        competency="Only what measures this",
        difficulty="Only this hard",
        state="In use if you leave this out; moderators also see what is retired or edited",
    )
    @app_commands.choices(state=_STATES)
    async def list_questions(
        self,
        interaction: Interaction,
        track: str = "",
        stage: str = "",
        competency: str = "",
        difficulty: app_commands.Transform[Difficulty, DifficultyOption] | None = None,
        state: str = "use",
    ) -> None:
        """Look through this server's bank, by track, stage, competency, difficulty or state."""
        async with Reply(interaction) as reply:
            query = {"track": track, "stage": stage, "state": state, "difficulty": difficulty or ""}
            query["competency"] = competency_of(competency) if competency else ""
            await self._check_place(interaction, track, stage)
            if state not in pages.FOR_ALL:
                await moderated(interaction, self.bot.guild_settings)
            await self._first_page(interaction, reply, {name: str(value) for name, value in query.items() if value})

    @list_questions.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> Choices:
        return track_choices(await known_tracks(self.banks, interaction.guild_id), typed)

    @list_questions.autocomplete("stage")
    async def _stages(self, interaction: Interaction, typed: str) -> Choices:
        chosen = getattr(interaction.namespace, "track", None)
        return stage_choices(await known_tracks(self.banks, interaction.guild_id), chosen, typed)

    @list_questions.autocomplete("competency")
    async def _competencies(self, _: Interaction, typed: str) -> Choices:
        return competency_choices((), typed)

    # ------------------------------------------------------------------ buttons

    @action("qlist", int, int, update=True)
    async def turn_page(self, interaction: Interaction, reply: Reply, row_id: int, page: int) -> None:
        """Another page of a list."""
        query = await self.kept.get(guild_of(interaction), interaction.user.id, row_id, _QUERY)
        if query.get("state", "use") not in pages.FOR_ALL:
            await moderated(interaction, self.bot.guild_settings)
        page = max(page, 0)
        found = await self._find(interaction, query, page)
        await put(
            reply, pages.page_of(found, await known_tracks(self.banks, interaction.guild_id), query, page, row_id)
        )

    @action("qhistory", str)
    async def open_history(self, interaction: Interaction, reply: Reply, question: str) -> None:
        """The history of a question that is shown."""
        await reply.say(view=await self._history(interaction, question, 0))

    @action("qpast", int, str, update=True)
    async def turn_history(self, interaction: Interaction, reply: Reply, page: int, question: str) -> None:
        """Another page of a history."""
        await reply.update(view=await self._history(interaction, question, page))

    @action("qback", int, str, update=True)
    async def restore_version(self, interaction: Interaction, reply: Reply, version: int, question: str) -> None:
        """A version out of the history."""
        await self._restore(interaction, question, version)
        await reply.update(view=await self._history(interaction, question, 0))
        await self._log(interaction)

    @action("qretire", str, update=True)
    async def retire_from_button(self, interaction: Interaction, reply: Reply, question: str) -> None:
        """Take the question that is shown out of use."""
        await put_in_queue(interaction, reply, await self._retire(interaction, question))
        await self._log(interaction)

    @action("qrestore", str, update=True)
    async def restore_from_button(self, interaction: Interaction, reply: Reply, question: str) -> None:
        """Take back that a question was retired. An older button does not reach further back than that."""
        await moderated(interaction, self.bot.guild_settings)
        if not (await self.banks.get(guild_of(interaction), question)).retired:
            raise Refused(Reason.NOTHING_TO_RESTORE)
        await put_in_queue(interaction, reply, await self._restore(interaction, question, None))
        await self._log(interaction)

    # ------------------------------------------------------------------ inside

    async def _retire(self, interaction: Interaction, question: str) -> panels.Payload:
        settings = await moderated(interaction, self.bot.guild_settings)
        return panels.retired(await self.banks.retire(settings.guild_id, question, interaction.user.id))

    async def _restore(self, interaction: Interaction, question: str, version: int | None) -> panels.Payload:
        settings = await moderated(interaction, self.bot.guild_settings)
        one = await self.banks.restore(settings.guild_id, question, interaction.user.id, version)
        return panels.saved(one, await self.banks.tracks(settings.guild_id), "Restored; it is asked again like this.")

    async def _log(self, interaction: Interaction) -> None:
        await bring_log(self.bot.clockwork, self.bot.guild_settings, guild_of(interaction))

    async def _history(self, interaction: Interaction, question: str, page: int) -> discord.ui.LayoutView:
        settings = await moderated(interaction, self.bot.guild_settings)
        one = await self.banks.get(settings.guild_id, question)
        return history_page(one, await self.banks.history(settings.guild_id, question), page)

    async def _first_page(self, interaction: Interaction, reply: Reply, query: dict[str, str]) -> None:
        found = await self._find(interaction, query, 0)
        row_id = None
        if found.more:
            row_id = await self.kept.keep(guild_of(interaction), interaction.user.id, _QUERY, query)
        await say(reply, pages.page_of(found, await known_tracks(self.banks, interaction.guild_id), query, 0, row_id))

    async def _find(self, interaction: Interaction, query: dict[str, str], page: int) -> Found:
        filters = pages.filters_of(query)
        return await self.banks.search(guild_of(interaction), query.get("text", ""), filters, page)

    async def _check_place(self, interaction: Interaction, track_id: str, stage_id: str) -> None:
        """:raises Refused: for a track that this server does not have, or a stage that is in none of those meant."""
        tracks = await self.banks.tracks(guild_of(interaction))
        if track_id and track_id not in tracks:
            raise Refused(Reason.UNKNOWN_TRACK)
        meant = [tracks[track_id]] if track_id else list(tracks.values())
        if stage_id and not any(track.stage(stage_id) for track in meant):
            raise Refused(Reason.UNKNOWN_STAGE, track=meant[0].title if track_id else "This server")


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await add_question_cog(bot, Questions(bot))
