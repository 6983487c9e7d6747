"""The moderators' queue: suggestions and reported questions, one after the other; ``/question review``."""

from typing import NamedTuple

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.bank.drafting import Draft, texts_in, texts_of
from bot.domain.bank.suggestions import Suggestion
from bot.domain.errors import Reason, Refusal, Refused
from bot.domain.guilds import GuildSettings
from bot.services.banks import LookAlike
from bot.services.kept import Kept
from bot.services.suggestions import Queue
from bot.ui.actions import action, custom_id, typed_fields
from bot.ui.bank import review
from bot.ui.bank.bringing import bring
from bot.ui.bank.forms import question_form
from bot.ui.bank.group import add_question_cog
from bot.ui.bank.showing import put, say
from bot.ui.reply import Reply
from bot.ui.rights import FOR_MODERATORS, moderated
from bot.ui.threads import guild_of

Interaction = discord.Interaction[Greenroom]
_KIND = "approval"
_MORE_ALIKE = "Since you saw it, more questions like it came into the bank: look once more, then decide.\n"


class Spot(NamedTuple):
    """A place in the queue: a suggestion by its id, or a reported question by its."""

    is_report: bool
    id: str


class Review(commands.Cog):
    """Moderators decide; rights are asked for anew on every press."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.kept = Kept(bot.store, bot.now)

    @app_commands.command(name="review", extras=FOR_MODERATORS)
    async def show_queue(self, interaction: Interaction) -> None:
        """Read what members suggest and report, one after the other."""
        async with Reply(interaction) as reply:
            settings = await moderated(interaction, self.bot.guild_settings)
            await say(reply, await self._next(settings.guild_id, None))

    @action(review.NEXT, str, str, update=True)
    async def next_one(self, interaction: Interaction, reply: Reply, kind: str, after: str) -> None:
        """The one that comes after."""
        settings = await moderated(interaction, self.bot.guild_settings)
        await put(reply, await self._next(settings.guild_id, Spot(kind == "r", after)))

    # ------------------------------------------------------------------ suggestions

    @action("approve", int, int, update=True)
    async def approve(self, interaction: Interaction, reply: Reply, suggestion_id: int, seen: int) -> None:
        """Into the bank as it is."""
        settings = await moderated(interaction, self.bot.guild_settings)
        guild_id = settings.guild_id
        try:
            after = await self.bot.suggestions.approve(guild_id, suggestion_id, interaction.user.id, seen=seen)
        except LookAlike as error:
            state = await self.bot.suggestions.get(guild_id, suggestion_id)
            card = review.suggestion(
                state, error.matches, await self.bot.banks.tracks(guild_id), in_queue=_in_queue(interaction)
            )
            await put(reply, card | {"content": _MORE_ALIKE + card["content"]})
            return
        except Refused as refused:
            await self._explain(interaction, reply, suggestion_id, refused)
            return
        await self._decided(interaction, reply, settings, after)

    @action("approve_edit", int)
    async def open_approval(self, interaction: Interaction, reply: Reply, suggestion_id: int) -> None:
        """Open the form with the suggestion in it."""
        settings = await moderated(interaction, self.bot.guild_settings)
        state = await self.bot.suggestions.get(settings.guild_id, suggestion_id)
        state.check_waits()
        await reply.modal(_form(texts_of(state.question), suggestion_id))

    @action("approve_form", int, update=True)
    async def take_approval(self, interaction: Interaction, reply: Reply, suggestion_id: int) -> None:
        """Into the bank as a moderator edited it."""
        texts = texts_in(typed_fields(interaction))
        reply.keepsake = Draft(texts).plain()
        guild_id, user_id = guild_of(interaction), interaction.user.id
        try:
            settings = await moderated(interaction, self.bot.guild_settings)
            state = await self.bot.suggestions.get(guild_id, suggestion_id)
            text = Draft(texts, state.track_id, state.stage_id).over(state.question)
            after = await self.bot.suggestions.approve(guild_id, suggestion_id, user_id, text=text)
        except Refusal as error:
            kept = await self.kept.keep(guild_id, user_id, _KIND, texts | {"suggestion": str(suggestion_id)})
            await say(reply, review.not_approved(error, kept))
            return
        reply.keepsake = None
        await self._decided(interaction, reply, settings, after)

    @action("approve_again", int)
    async def edit_again(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """Open the form with what was kept."""
        settings = await moderated(interaction, self.bot.guild_settings)
        kept = await self.kept.get(settings.guild_id, interaction.user.id, row_id, _KIND)
        await reply.modal(_form(texts_in(kept), int(kept["suggestion"])))

    @action("decline", int)
    async def open_decline(self, interaction: Interaction, reply: Reply, suggestion_id: int) -> None:
        """Ask for the reason."""
        settings = await moderated(interaction, self.bot.guild_settings)
        state = await self.bot.suggestions.get(settings.guild_id, suggestion_id)
        state.check_waits()
        await reply.modal(review.decline_form(state))

    @action("decline_form", int, update=True)
    async def decline(self, interaction: Interaction, reply: Reply, suggestion_id: int) -> None:
        """Not into the bank, for a reason that the member reads."""
        reason = typed_fields(interaction).get("reason", "")
        reply.keepsake = reason
        settings = await moderated(interaction, self.bot.guild_settings)
        try:
            after = await self.bot.suggestions.decline(settings.guild_id, suggestion_id, interaction.user.id, reason)
        except Refused as refused:
            await self._explain(interaction, reply, suggestion_id, refused)
            return
        reply.keepsake = None
        await self._decided(interaction, reply, settings, after)

    # ------------------------------------------------------------------ reports

    @action("report_retire", str, update=True)
    async def retire(self, interaction: Interaction, reply: Reply, question_id: str) -> None:
        """Ask a reported question no more."""
        settings = await moderated(interaction, self.bot.guild_settings)
        await self.bot.reports.retire(settings.guild_id, question_id, interaction.user.id)
        text = f"`{question_id}` is retired: it is not asked any more, and `/question restore` brings it back."
        await put(reply, review.settled(text, question_id))
        await bring(self.bot.clockwork, settings.audit_id)

    @action("report_dismiss", str, update=True)
    async def dismiss(self, interaction: Interaction, reply: Reply, question_id: str) -> None:
        """Leave a reported question as it is."""
        settings = await moderated(interaction, self.bot.guild_settings)
        await self.bot.reports.dismiss(settings.guild_id, question_id, interaction.user.id)
        await put(reply, review.settled(f"Dismissed; `{question_id}` stays as it is.", question_id))
        await bring(self.bot.clockwork, settings.audit_id)

    # ------------------------------------------------------------------ inside

    async def _decided(
        self, interaction: Interaction, reply: Reply, settings: GuildSettings, after: Suggestion
    ) -> None:
        """Show what came of it, then tell the member, the review channel and the audit log."""
        await self._show(interaction, reply, after)
        await bring(self.bot.clockwork, after.member_id, after.posted_in_id, settings.audit_id)

    async def _show(self, interaction: Interaction, reply: Reply, state: Suggestion) -> None:
        tracks = await self.bot.banks.tracks(state.guild_id)
        card = review.suggestion(state, (), tracks, in_queue=_in_queue(interaction))
        if _is_card(interaction):
            await put(reply, card)
        else:
            await say(reply, card)

    async def _explain(self, interaction: Interaction, reply: Reply, suggestion_id: int, refused: Refused) -> None:
        """Somebody else was quicker: show what they decided, then say so."""
        if refused.reason is Reason.SUGGESTION_DECIDED and _is_card(interaction):
            await self._show(interaction, reply, await self.bot.suggestions.get(guild_of(interaction), suggestion_id))
        raise refused

    async def _next(self, guild_id: int, after: Spot | None) -> review.Payload:
        queue = await self.bot.suggestions.queue(guild_id)
        tracks = await self.bot.banks.tracks(guild_id)
        said = review.waiting(queue, tracks)
        spot = _following(queue, after)
        if spot is None:
            return {"content": said}
        try:
            if spot.is_report:
                card = review.report(await self.bot.reports.about(guild_id, spot.id), tracks)
            else:
                state = await self.bot.suggestions.get(guild_id, int(spot.id))
                alike = await self.bot.banks.alike(guild_id, state.question)
                card = review.suggestion(state, alike, tracks, in_queue=True)
        except Refused:
            # Settled in this very moment.
            card = review.settled("That one is settled already.", spot.id)
        return card | {"content": "\n".join(text for text in (said, card["content"]) if text)}


def _following(queue: Queue, after: Spot | None) -> Spot | None:
    """What comes after a place in the queue, suggestions before reports; after the last the first."""
    spots = [Spot(False, str(one)) for one in queue.suggestions]
    reports = [Spot(True, one.question_id) for one in queue.reports]
    first = next(iter((*spots, *reports)), None)
    if after is None:
        return first
    if after.is_report:
        rest = reports[reports.index(after) + 1 :] if after in reports else reports
        return next(iter(rest), first)
    number = int(after.id) if after.id.isdecimal() else 0
    later = [one for one in spots if int(one.id) > number]
    return next(iter((*later, *reports)), first)


def _is_card(interaction: Interaction) -> bool:
    """Whether the press came from a card of a suggestion, which then shows what became of it."""
    return interaction.message is not None and bool(interaction.message.embeds)


def _in_queue(interaction: Interaction) -> bool:
    """Whether the card is a moderator's own, from the queue, and not the one in the review channel."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _form(texts: dict[str, str], suggestion_id: int) -> discord.ui.Modal:
    modal = question_form(Draft(texts), custom_id("approve_form", suggestion_id))
    modal.title = "Edit and approve"
    return modal


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await add_question_cog(bot, Review(bot))
