"""Writing questions: ``/question add``, ``/question edit``, their form, and what becomes of a text that is refused."""

import contextlib

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.bank.drafting import Draft, texts_in, texts_of
from bot.domain.bank.overlay import EditConflict
from bot.domain.errors import Refusal, StoreUnavailable
from bot.domain.tracks import Difficulty
from bot.services.editing import Editing, competency_of
from bot.services.kept import Kept
from bot.ui.actions import action, typed_fields
from bot.ui.bank import forms, panels
from bot.ui.bank.bringing import bring_log
from bot.ui.bank.choices import (
    IN_USE,
    DifficultyOption,
    competency_choices,
    question_choices,
    retired_too,
)
from bot.ui.bank.group import add_question_cog
from bot.ui.bank.showing import put_in_queue, say
from bot.ui.choices import known_tracks, stage_choices, track_choices
from bot.ui.reply import Reply
from bot.ui.rights import FOR_MODERATORS, moderated
from bot.ui.threads import guild_of

Interaction = discord.Interaction[Greenroom]
Choices = list[app_commands.Choice[str]]
DifficultyChoice = app_commands.Transform[Difficulty, DifficultyOption]
_KIND = "question"


class QuestionForms(commands.Cog):
    """Takes the form of a question, from moderators only, and loses nothing of what they write."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.banks = bot.banks
        self.editing = Editing(bot.banks)
        self.kept = Kept(bot.store, bot.now)

    # ------------------------------------------------------------------ commands

    @app_commands.command(name="add", extras=FOR_MODERATORS)
    @app_commands.describe(
        track="The company and role it belongs to",
        stage="The interview it is asked in",
        competency="What it measures; the stage's first one if you leave this out",
        difficulty="Medium if you leave this out",
    )
    async def add(
        self,
        interaction: Interaction,
        track: str,
        stage: str,
        competency: str = "",
        difficulty: DifficultyChoice = Difficulty.MEDIUM,
    ) -> None:
        """Write a new question for this server."""
        async with Reply(interaction) as reply:
            settings = await moderated(interaction, self.bot.guild_settings)
            _, where = await self.banks.place(settings.guild_id, track, stage)
            measured = competency_of(competency) if competency else where.competencies[0]
            draft = Draft({}, track, stage, measured.value, difficulty.value)
            await reply.modal(forms.question_form(draft))

    @app_commands.command(name="edit", extras=FOR_MODERATORS)
    @app_commands.describe(
        question="Type its words or its id, then pick it",
        competency="What it measures from now on; as it is if you leave this out",
        difficulty="How hard it is from now on; as it is if you leave this out",
    )
    async def edit(
        self,
        interaction: Interaction,
        question: str,
        competency: str = "",
        difficulty: DifficultyChoice | None = None,
    ) -> None:
        """Change a question in this server, built-in ones too."""
        async with Reply(interaction) as reply:
            measured = competency_of(competency).value if competency else ""
            await self._open(interaction, reply, question, measured, difficulty.value if difficulty else "")

    @add.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> Choices:
        return track_choices(await known_tracks(self.banks, interaction.guild_id), typed)

    @add.autocomplete("stage")
    async def _stages(self, interaction: Interaction, typed: str) -> Choices:
        tracks = await known_tracks(self.banks, interaction.guild_id)
        return stage_choices(tracks, getattr(interaction.namespace, "track", None), typed)

    @add.autocomplete("competency")
    @edit.autocomplete("competency")
    async def _competencies(self, interaction: Interaction, typed: str) -> Choices:
        chosen = interaction.namespace
        track = (await known_tracks(self.banks, interaction.guild_id)).get(str(getattr(chosen, "track", "")))
        stage = track.stage(str(getattr(chosen, "stage", ""))) if track else None
        return competency_choices(stage.competencies if stage else (), typed)

    @edit.autocomplete("question")
    async def _questions(self, interaction: Interaction, typed: str) -> Choices:
        besides = await retired_too(interaction, self.bot.guild_settings)
        return await question_choices(self.banks, interaction.guild_id, typed, IN_USE, *besides)

    # ------------------------------------------------------------------ forms and buttons

    @action("qform", str)
    async def open_form(self, interaction: Interaction, reply: Reply, question: str) -> None:
        """Edit the question that is shown."""
        await self._open(interaction, reply, question, "", "")

    @action(forms.ADD, str, str, str, str)
    async def take_new(
        self, interaction: Interaction, reply: Reply, track: str, stage: str, competency: str, difficulty: str
    ) -> None:
        """A new question came in the form."""
        draft = forms.draft_of(_typed(interaction, reply), competency, difficulty, track=track, stage=stage)
        await self._save(interaction, reply, draft)

    @action(forms.EDIT, int, str, str, str)
    async def take_change(
        self, interaction: Interaction, reply: Reply, base: int, question: str, competency: str, difficulty: str
    ) -> None:
        """A change of a question came in the form."""
        draft = forms.draft_of(_typed(interaction, reply), competency, difficulty, question=question, base=base)
        await self._save(interaction, reply, draft)

    @action(forms.KEPT, int)
    async def take_again(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """A kept text came back, mended."""
        texts = _typed(interaction, reply)
        async with self.kept.using(guild_of(interaction), interaction.user.id, row_id, _KIND) as kept:
            await self._save(interaction, reply, Draft.of_fields(kept | texts), row_id)

    @action("qagain", int)
    async def edit_again(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """Open the form with what was kept."""
        settings = await moderated(interaction, self.bot.guild_settings)
        kept = await self.kept.get(settings.guild_id, interaction.user.id, row_id, _KIND)
        await reply.modal(forms.question_form(Draft.of_fields(kept), forms.kept_id(row_id)))

    @action("qanyway", int, update=True)
    async def save_anyway(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """Save what was kept although others are much like it."""
        async with self.kept.using(guild_of(interaction), interaction.user.id, row_id, _KIND) as kept:
            await self._save(interaction, reply, Draft.of_fields(kept), row_id, anyway=True)

    @action("qdrop", int, update=True)
    async def discard(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """What was kept is not wanted any more."""
        await self.kept.drop(guild_of(interaction), interaction.user.id, row_id)
        await put_in_queue(interaction, reply, {"content": "Discarded; nothing was changed."})

    # ------------------------------------------------------------------ inside

    async def _open(
        self, interaction: Interaction, reply: Reply, question: str, competency: str, difficulty: str
    ) -> None:
        settings = await moderated(interaction, self.bot.guild_settings)
        one = await self.banks.get(settings.guild_id, question)
        texts = texts_of(one.question)
        draft = Draft(texts, competency=competency, difficulty=difficulty, question=one.id, base=one.version)
        await reply.modal(forms.question_form(draft))

    async def _save(
        self, interaction: Interaction, reply: Reply, draft: Draft, row_id: int | None = None, *, anyway: bool = False
    ) -> None:
        """Save a draft, or keep it and say why not; without a store it is given back as a file."""
        reply.keepsake = draft.plain()
        guild_id, user_id = guild_of(interaction), interaction.user.id
        try:
            await moderated(interaction, self.bot.guild_settings)
            one = await self.editing.save(guild_id, user_id, draft, anyway=anyway)
        except Refusal as error:
            if isinstance(error, EditConflict):
                draft = draft.on_top(error.now.version, error.differences)
            kept = await self.kept.keep(guild_id, user_id, _KIND, draft.fields(), instead_of=row_id)
            await self._answer(interaction, reply, panels.refused(error, kept))
            return
        reply.keepsake = None
        if row_id is not None:
            with contextlib.suppress(StoreUnavailable):  # what was written is saved, and that is what counts
                await self.kept.drop(guild_id, user_id, row_id)
        what = "Saved; the change counts from the next round on." if draft.question else "Added to this server's bank."
        await self._answer(interaction, reply, panels.saved(one, await self.banks.tracks(guild_id), what))
        await bring_log(self.bot.clockwork, self.bot.guild_settings, guild_id)

    async def _answer(self, interaction: Interaction, reply: Reply, payload: panels.Payload) -> None:
        """In place of the message whose button led here, if there is one and it can hold it."""
        shown = interaction.message
        if shown is not None and shown.flags.ephemeral and not shown.flags.components_v2:
            await put_in_queue(interaction, reply, payload)
        else:
            await say(reply, payload)


def _typed(interaction: Interaction, reply: Reply) -> dict[str, str]:
    """The texts in the form; from here on they are given back if anything goes wrong."""
    texts = texts_in(typed_fields(interaction))
    reply.keepsake = Draft(texts).plain()
    return texts


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await add_question_cog(bot, QuestionForms(bot))
