"""How answers come in: typed messages, the form, the message menu; and the buttons of a question."""

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.drafts import Attachment, Part, Source
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.rounds import Round, TurnStatus
from bot.ui import panels
from bot.ui.actions import action, custom_id, typed_fields, uploaded_files
from bot.ui.forms import look_of
from bot.ui.reply import Reply
from bot.ui.settling import Settling
from bot.ui.threads import guild_of

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]
_NOTED = "📝"


class Answers(commands.Cog):
    """Takes what a candidate gives for the open question."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.catch_up = bot.catch_up
        self.settling = Settling(bot.rounds, bot.clockwork)
        self.menu = app_commands.ContextMenu(name="Submit as answer", callback=self.submit_message)
        self.menu.guild_only = True

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Read what was said in open rounds while nobody listened."""
        try:
            await self.catch_up.all()
        except StoreUnavailable:
            _log.warning("open rounds could not be caught up with: the store is not available")

    # ------------------------------------------------------------------ typed messages

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A message in a thread of ours is a part of its candidate's draft."""
        if message.guild is None or message.author.bot or not self._may_be_ours(message.channel):
            return
        part = self.catch_up.part_of(message)
        if part is None:
            if not self.bot.reads_messages:
                await self._say_unreadable(message.guild.id, message)
            return
        try:
            stored = await self.bot.rounds.typed(message.guild.id, message.channel.id, message.author.id, part)
        except StoreUnavailable:
            # The message stands in the thread: it is read from there when the store is back.
            _log.warning("a typed part waits in its thread: the store is not available")
            self.catch_up.miss(message.channel.id)
            return
        if stored is not None:
            self.bot.presence.seen(message.guild.id, message.author.id)
            await self._note(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """An edited message changes the draft it is part of."""
        message = payload.message
        if payload.guild_id is None or message.author.bot or not self._may_be_ours(message.channel):
            return
        part = self.catch_up.part_of(message)
        if part is None:
            return
        try:
            await self.bot.rounds.edited(payload.guild_id, payload.channel_id, part)
        except StoreUnavailable:
            self.catch_up.miss(payload.channel_id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A deleted message leaves the draft."""
        await self._deleted(payload.guild_id, payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """So do many at once."""
        await self._deleted(payload.guild_id, payload.channel_id, payload.message_ids)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        if guild_id is None:
            return
        guild = self.bot.get_guild(guild_id)
        channel = guild.get_channel_or_thread(channel_id) if guild else None
        if channel is not None and not self._may_be_ours(channel):
            return
        try:
            await self.bot.rounds.deleted(guild_id, channel_id, message_ids)
        except StoreUnavailable:
            self.catch_up.miss(channel_id)

    def _may_be_ours(self, channel: object) -> bool:
        """Threads that we opened. One that Discord has not told us of might be ours; an ordinary channel is not."""
        if isinstance(channel, discord.Thread):
            return self.bot.user is not None and channel.owner_id == self.bot.user.id
        return isinstance(channel, discord.PartialMessageable)

    async def _note(self, message: discord.Message) -> None:
        """Show that the message was taken. Where we may not react, the draft is counted on Submit all the same."""
        try:
            await message.add_reaction(_NOTED)
        except discord.HTTPException as error:
            _log.debug("could not react to a part: %s", error.code)

    async def _say_unreadable(self, guild_id: int, message: discord.Message) -> None:
        """Say how to answer to those whose typing we are not given, once a question."""
        try:
            if await self.bot.rounds.unreadable(guild_id, message.channel.id, message.author.id):
                await self.bot.clockwork.serve(message.channel.id)
        except StoreUnavailable:
            _log.warning("a word on how to answer was left out: the store is not available")

    # ------------------------------------------------------------------ buttons of a question

    @action("answer", int, int)
    async def open_form(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """Open the form for the answer."""
        state = await self._open(interaction, round_id, position)
        drafted = len((await self.bot.rounds.parts(state)).get(position, ()))
        turn = state.turn(position)
        await reply.modal(look_of(turn.form).form(state, turn, custom_id("form", round_id, position), drafted))

    @action("form", int, int, update=True)
    async def take_form(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """The form came back: its text ends the answer."""
        fields = typed_fields(interaction)
        reply.keepsake = "\n".join(fields.values())
        await self._read_missed(interaction, round_id)
        guild_id = guild_of(interaction)
        state = await self.bot.rounds.get(guild_id, round_id)
        text = look_of(state.turn(position).form).text_of(fields)
        part = _part(interaction, Source.MODAL, text, uploaded_files(interaction))
        answered = await self.bot.rounds.answer(guild_id, round_id, interaction.user.id, position, part, fields)
        await self.settling.settle(interaction, reply, position, answered)

    @action("submit", int, int, update=True)
    async def submit(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """What was drafted is the answer."""
        guild_id = guild_of(interaction)
        await self._read_missed(interaction, round_id)
        state = await self.bot.rounds.submit(guild_id, round_id, interaction.user.id, position)
        await self.settling.settle(interaction, reply, position, state)

    @action("skip", int, int, update=True)
    async def skip(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """On to the next question."""
        state = await self.bot.rounds.skip(guild_of(interaction), round_id, interaction.user.id, position)
        await self.settling.settle(interaction, reply, position, state)

    @action("hint", int, int)
    async def hint(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """One step more of the approach, for the candidate's eyes only."""
        found = await self.bot.rounds.hint(guild_of(interaction), round_id, interaction.user.id, position)
        await reply.say(panels.hint(found))

    @action("finish", int, int, update=True)
    async def finish(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """End the round here."""
        await self._read_missed(interaction, round_id)
        state = await self.bot.rounds.finish(guild_of(interaction), round_id, interaction.user.id)
        await self.settling.settle(interaction, reply, position, state)

    # ------------------------------------------------------------------ the message menu

    async def submit_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Take a message as the answer, with what was drafted before it."""
        async with Reply(interaction, slow=True) as reply:
            guild_id = guild_of(interaction)
            state = await self.bot.rounds.in_thread(guild_id, interaction.channel_id or 0)
            if state is None:
                await self._submit_at_table(interaction, message)
                await reply.say("Taken: it stands with your answers, for your table's notes.")
                return
            state.check_candidate(interaction.user.id)
            if message.author.id != interaction.user.id:
                raise Refused(Reason.NOT_YOUR_MESSAGE)
            turn = state.current
            if turn is None:
                raise Refused(Reason.ROUND_CLOSED)
            part = self.catch_up.part_of(message)
            if part is None:
                raise Refused(Reason.EMPTY_MESSAGE)
            part = part.model_copy(update={"source": Source.MENU})
            answered = await self.bot.rounds.answer(guild_id, state.id, interaction.user.id, turn.position, part)
            await self.settling.retire(interaction, answered, turn.position)
            await self.settling.serve(answered)
            await reply.say("Taken as your answer.")

    # ------------------------------------------------------------------ inside

    async def _submit_at_table(self, interaction: Interaction, message: discord.Message) -> None:
        """A message in the thread of a study group's table.

        :raises Refused: unless it answers a question that this person was asked there.
        """
        guild_id, thread_id = guild_of(interaction), interaction.channel_id or 0
        if not message.content or message.author.id != interaction.user.id:
            raise Refused(Reason.NO_ROUND_HERE)
        author_id, text = message.author.id, message.content
        if not await self.bot.session_tables.typed(guild_id, thread_id, author_id, message.id, text):
            raise Refused(Reason.NO_ROUND_HERE)

    async def _read_missed(self, interaction: Interaction, round_id: int) -> None:
        """Read from the thread what could not be stored when it came."""
        if self.catch_up.missed(interaction.channel_id):
            await self.catch_up.one(await self.bot.rounds.get(guild_of(interaction), round_id))

    async def _open(self, interaction: Interaction, round_id: int, position: int) -> Round:
        state = await self.bot.rounds.get(guild_of(interaction), round_id)
        state.check_candidate(interaction.user.id)
        if not state.is_open:
            raise Refused(Reason.ROUND_CLOSED)
        if state.turn(position).status is not TurnStatus.OPEN:
            raise Refused(Reason.NOT_CURRENT)
        return state


def _part(interaction: discord.Interaction[Any], source: Source, text: str, files: tuple[Attachment, ...] = ()) -> Part:
    return Part(
        source_id=interaction.id, source=source, content=text, attachments=files, created_at=interaction.created_at
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Answers(bot))
