"""What members give to the bank: ``/question suggest``, the message menu, and reports of bad questions."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.bank.drafting import Draft, texts_in
from bot.domain.bank.suggestions import Suggestion, titles
from bot.domain.errors import Reason, Refusal, Refused
from bot.services.banks import LookAlike
from bot.services.kept import Kept
from bot.ui.actions import action, custom_id, typed_fields
from bot.ui.bank import review
from bot.ui.bank.bringing import bring
from bot.ui.bank.forms import question_form
from bot.ui.bank.group import add_question_cog
from bot.ui.bank.showing import put, say
from bot.ui.choices import known_tracks, stage_choices, track_choices
from bot.ui.reply import Reply
from bot.ui.selects import chosen
from bot.ui.threads import check_place, guild_of

Interaction = discord.Interaction[Greenroom]
_KIND = "suggestion"
_TITLE = "Suggest a question"


class Suggesting(commands.Cog):
    """Takes suggestions and reports from everybody."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.banks = bot.banks
        self.kept = Kept(bot.store, bot.now)
        self.menu = app_commands.ContextMenu(name="Suggest as question", callback=self.suggest_message)
        self.menu.guild_only = True

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)

    # ------------------------------------------------------------------ suggesting

    @app_commands.command(name="suggest")
    @app_commands.describe(track="The company and role it belongs to", stage="The interview it is asked in")
    async def suggest(self, interaction: Interaction, track: str, stage: str) -> None:
        """Propose a question; a moderator reads it, and you are told what came of it."""
        async with Reply(interaction) as reply:
            guild_id = guild_of(interaction)
            where, at = await self.banks.place(guild_id, track, stage)
            await self.bot.suggestions.check_room(guild_id, interaction.user.id)
            await reply.modal(_form(Draft({}, where.id, at.id)))

    @suggest.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return track_choices(await known_tracks(self.banks, interaction.guild_id), typed)

    @suggest.autocomplete("stage")
    async def _stages(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        tracks = await known_tracks(self.banks, interaction.guild_id)
        return stage_choices(tracks, getattr(interaction.namespace, "track", None), typed)

    async def suggest_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Propose a message as a question: choose where it belongs, and add to it what you like."""
        async with Reply(interaction) as reply:
            guild_id, user_id = guild_of(interaction), interaction.user.id
            text = message.content.strip()
            if not any(letter.isalnum() for letter in text):
                raise Refused(Reason.NO_TEXT_TO_SUGGEST)
            await self.bot.suggestions.check_room(guild_id, user_id)
            row_id = await self.kept.keep(guild_id, user_id, _KIND, Draft({"prompt": text}).fields())
            await say(reply, review.track_menu(row_id, await self.banks.tracks(guild_id)))

    @action("strack", int, update=True)
    async def track_chosen(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """Then the stage."""
        track = (await self.banks.tracks(guild_of(interaction))).get(chosen(interaction))
        if track is None:
            raise Refused(Reason.UNKNOWN_TRACK)
        await put(reply, review.stage_menu(row_id, track))

    @action("sstage", int, str)
    async def stage_chosen(self, interaction: Interaction, reply: Reply, row_id: int, track: str) -> None:
        """Then the form, with the message in it."""
        guild_id = guild_of(interaction)
        where, at = await self.banks.place(guild_id, track, chosen(interaction))
        texts = texts_in(await self.kept.get(guild_id, interaction.user.id, row_id, _KIND))
        await reply.modal(_form(Draft(texts, where.id, at.id)))

    @action("sform", str, str)
    async def take_form(self, interaction: Interaction, reply: Reply, track: str, stage: str) -> None:
        """A suggestion came in the form."""
        draft = Draft(texts_in(typed_fields(interaction)), track, stage)
        await self._take(interaction, reply, draft)

    @action("skept", int)
    async def take_again(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """A kept suggestion came back, mended."""
        fields = typed_fields(interaction)
        reply.keepsake = Draft(texts_in(fields)).plain()
        async with self.kept.using(guild_of(interaction), interaction.user.id, row_id, _KIND) as kept:
            await self._take(interaction, reply, Draft.of_fields(kept | fields), row_id)

    @action("sagain", int)
    async def edit_again(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """Open the form with what was kept."""
        kept = await self.kept.get(guild_of(interaction), interaction.user.id, row_id, _KIND)
        await reply.modal(_form(Draft.of_fields(kept), row_id))

    @action("sanyway", int, update=True)
    async def suggest_anyway(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """Send what was kept although others are much like it."""
        async with self.kept.using(guild_of(interaction), interaction.user.id, row_id, _KIND) as kept:
            await self._take(interaction, reply, Draft.of_fields(kept), row_id, anyway=True)

    async def _take(
        self, interaction: Interaction, reply: Reply, draft: Draft, row_id: int | None = None, *, anyway: bool = False
    ) -> None:
        """Store a suggestion, or keep its text and say why not; without a store it is given back as a file."""
        reply.keepsake = draft.plain()
        guild_id, user_id = guild_of(interaction), interaction.user.id
        try:
            new = await self._read(interaction, draft)
            if not anyway and (matches := await self.banks.alike(guild_id, new.question)):
                raise LookAlike(matches)
            stored = await self.bot.suggestions.suggest(new, row_id)
        except Refusal as error:
            kept = await self.kept.keep(guild_id, user_id, _KIND, draft.fields(), instead_of=row_id)
            await self._answer(interaction, reply, review.refused(error, kept))
            return
        reply.keepsake = None
        place = titles(await self.banks.tracks(guild_id), stored.track_id, stored.stage_id)
        said = f"Suggested for **{place}**: a moderator reads it, and I tell you what came of it. Thank you!"
        await self._answer(interaction, reply, {"content": said})
        await bring(self.bot.clockwork, (await self.bot.guild_settings.get(guild_id)).review_id)

    async def _read(self, interaction: Interaction, draft: Draft) -> Suggestion:
        """:raises Refusal: if the texts make no question, or there is no such place."""
        guild_id = guild_of(interaction)
        _, stage = await self.banks.place(guild_id, draft.track, draft.stage)
        return Suggestion(
            source_id=interaction.id,
            guild_id=guild_id,
            member_id=interaction.user.id,
            channel_id=interaction.channel_id or 0,
            track_id=draft.track,
            stage_id=draft.stage,
            question=draft.proposal().as_question("suggested", stage.competencies[0]),
            created_at=self.bot.now(),
        )

    async def _answer(self, interaction: Interaction, reply: Reply, payload: review.Payload) -> None:
        """In place of our own message that led here, so that its buttons are not pressed again."""
        shown = interaction.message
        if shown is not None and shown.flags.ephemeral:
            await put(reply, payload)
        else:
            await say(reply, payload)

    # ------------------------------------------------------------------ reports

    @action("report", int, int)
    async def report(self, interaction: Interaction, reply: Reply, guild_id: int, round_id: int) -> None:
        """Ask which question of a round is bad, and why."""
        check_place(interaction, guild_id)
        state = await self.bot.rounds.get(guild_id, round_id)
        state.check_candidate(interaction.user.id)
        turns = await self.bot.reports.reportable(state)
        questions = {turn.position: turn.question.prompt for turn in turns}
        await reply.modal(review.report_form(guild_id, round_id, questions))

    @action("report_form", int, int)
    async def take_report(self, interaction: Interaction, reply: Reply, guild_id: int, round_id: int) -> None:
        """Keep a report for the moderators."""
        check_place(interaction, guild_id)
        fields = typed_fields(interaction)
        reason, position = fields.get("reason", ""), fields.get("question", "")
        reply.keepsake = reason
        if not position.isdecimal():
            raise Refused(Reason.UNKNOWN_BUTTON)
        state = await self.bot.rounds.get(guild_id, round_id)
        state.check_candidate(interaction.user.id)
        await self.bot.reports.report(state, int(position[:4]), interaction.user.id, reason)
        await reply.say("Thank you: moderators see your report the next time they review.")


def _form(draft: Draft, row_id: int | None = None) -> discord.ui.Modal:
    """The form for a new suggestion, or for a kept one."""
    form_id = custom_id("sform", draft.track, draft.stage) if row_id is None else custom_id("skept", row_id)
    modal = question_form(draft, form_id)
    modal.title = _TITLE
    return modal


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await add_question_cog(bot, Suggesting(bot))
