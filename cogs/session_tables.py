"""Check-ins and tables of sessions: their buttons, and what is typed in their threads."""

import logging

import discord
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.sessions.sittings import Sitting
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.domain.sessions.tables import Table, held
from bot.services.session_tables import Actor
from bot.ui.actions import ActionButton, action, typed_fields
from bot.ui.cards import card, row
from bot.ui.pickers import picked
from bot.ui.reply import Reply
from bot.ui.rights import is_moderator
from bot.ui.selects import chosen
from bot.ui.sessions import sheet
from bot.ui.sessions import table as panels
from bot.ui.sessions.words import COLOUR
from bot.ui.text import person
from bot.ui.threads import guild_of

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]
_NOTED = "📝"


class SessionTablesCog(commands.Cog):
    """From the check-in to the end of a table's rounds."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.check_ins = bot.check_ins
        self.tables = bot.session_tables

    # ------------------------------------------------------------------ the check-in

    @action("here", int)
    async def here(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """Somebody is there; also late."""
        guild_id = guild_of(interaction)
        found = await self.check_ins.here(guild_id, session_id, interaction.user.id, interaction.id)
        if found.table is not None:
            where = f"<#{found.table.thread_id}>" if found.table.thread_id else "its thread, which opens in a moment"
            await reply.say(f"Welcome! You sit at table {found.table.number}: go to {where}.")
        elif found.has_place:
            await reply.say("You are in. Stay near: you are called as soon as your table is there.")
        else:
            await reply.say(_NO_PLACE_YET)
        if found.complete:
            await self.check_ins.close(guild_id, session_id)
        await self.bot.clockwork.serve(found.session.channel_id)
        if found.table is not None and found.table.thread_id is not None:
            await self.bot.clockwork.serve(found.table.thread_id)
        if found.complete:
            await self.bot.clockwork.run_due()

    @action("here_begin", int, slow=True)
    async def begin(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """The host does not wait any longer."""
        guild_id = guild_of(interaction)
        await self.check_ins.begin(guild_id, session_id, await self._actor(interaction))
        await self.bot.clockwork.run_due()
        await reply.say("The check-in is over. The tables open now; each one is called in its thread.")

    @action("tab_open", int, int, slow=True)
    async def open_again(self, interaction: Interaction, reply: Reply, guild_id: int, session_id: int) -> None:
        """The host: tables that have no thread get one. Comes in direct messages, too."""
        if interaction.guild_id not in (None, guild_id):
            raise TableRefused(Why.NO_TABLE)
        waiting = await self.tables.open_again(guild_id, session_id, await self._actor(interaction))
        if not waiting:
            await reply.say("Every table of this session has its thread.")
            return
        await self.bot.clockwork.run_due()
        left = [one for one in waiting if (await self.tables.get(guild_id, one.id)).thread_id is None]
        await reply.say(_STILL_NOT if left else "Done: the tables have their threads, and their people are called.")

    # ------------------------------------------------------------------ the course of a table

    @action("tab_pause", int, int, int, update=True)
    async def pause(self, interaction: Interaction, reply: Reply, table_id: int, number: int, pauses: int) -> None:
        """The clock stands still, or goes on."""
        actor = await self._actor(interaction)
        table = await self.tables.pause(guild_of(interaction), table_id, number, actor, pauses=bool(pauses))
        await reply.update(view=panels.panel_view(table, table.at(number)))
        await self._serve(table)

    @action("tab_next", int, int, update=True)
    async def turn(self, interaction: Interaction, reply: Reply, table_id: int, number: int) -> None:
        """The next round."""
        table = await self.tables.rotate(guild_of(interaction), table_id, number, await self._actor(interaction))
        await reply.update(view=_through(table, number))
        await self._serve(table)

    @action("tab_end", int, int)
    async def ask_whether_over(self, interaction: Interaction, reply: Reply, table_id: int, number: int) -> None:
        """The last round ends at once; with more to come, ask first."""
        guild_id = guild_of(interaction)
        table = await self.tables.get(guild_id, table_id)
        actor = await self._actor(interaction)
        if not actor.moderates and actor.user_id != table.host_id:
            table.check_member(actor.user_id)
        table.at(number)
        if table.index + 1 < len(table.sittings):
            await reply.say(view=panels.ending(table))
            return
        table = await self.tables.end(guild_id, table_id, actor)
        await reply.say("The table has ended." + (" The scorecards come into the thread." if held(table) else ""))
        await self._serve(table)

    @action("tab_ended", int, update=True)
    async def end(self, interaction: Interaction, reply: Reply, table_id: int) -> None:
        """Yes: it ends, with rounds left."""
        table = await self.tables.end(guild_of(interaction), table_id, await self._actor(interaction))
        await reply.update(view=card(COLOUR, ["The table has ended."]))
        await self._serve(table)

    # ------------------------------------------------------------------ the sheet

    @action("tab_sheet", int, int)
    async def open_sheet(self, interaction: Interaction, reply: Reply, table_id: int, number: int) -> None:
        """For those who ask: their sheet, at the question that was asked last."""
        table, sitting = await self._sheet(interaction, table_id, number)
        index = sitting.asked[-1] if sitting.asked else 0
        await reply.say(view=sheet.page(table, sitting, index, interaction.user.id))

    @action("tab_page", int, int, int, int, update=True)
    async def turn_page(
        self, interaction: Interaction, reply: Reply, table_id: int, number: int, index: int, _side: int
    ) -> None:
        """Another question of it."""
        table, sitting = await self._sheet(interaction, table_id, number)
        await reply.update(view=sheet.page(table, sitting, index, interaction.user.id))

    @action("tab_ask", int, int, int, update=True)
    async def ask(self, interaction: Interaction, reply: Reply, table_id: int, number: int, index: int) -> None:
        """The question goes into the thread."""
        actor = await self._actor(interaction)
        table = await self.tables.ask(guild_of(interaction), table_id, number, index, actor)
        await reply.update(view=sheet.page(table, table.at(number), index, interaction.user.id))
        await self._serve(table)

    @action("tab_tick", int, int, int, update=True)
    async def tick(self, interaction: Interaction, reply: Reply, table_id: int, number: int, index: int) -> None:
        """Key points that were heard."""
        points = [int(one) for one in chosen(interaction).split("|") if one.isdecimal() and len(one) < 3]  # noqa: PLR2004
        actor = await self._actor(interaction)
        table = await self.tables.tick(guild_of(interaction), table_id, number, index, points, actor)
        await reply.update(view=sheet.page(table, table.at(number), index, interaction.user.id))

    @action("tab_note", int, int, int)
    async def open_note(self, interaction: Interaction, reply: Reply, table_id: int, number: int, place: int) -> None:
        """The form for a note; ``place``: the number of the question it is about, or 0."""
        table = await self.tables.get(guild_of(interaction), table_id)
        table.check_member(interaction.user.id)
        sitting = table.at(number)
        if interaction.user.id == sitting.candidate_id:
            raise TableRefused(Why.NO_SHEET)
        await reply.modal(panels.note_form(table, sitting, place - 1 if place else None))

    @action("tab_noted", int, int, int)
    async def take_note(self, interaction: Interaction, reply: Reply, table_id: int, number: int, place: int) -> None:
        """The form came back."""
        reply.keepsake = text = typed_fields(interaction).get("text", "")
        index = place - 1 if place else None
        actor = await self._actor(interaction)
        await self.tables.note(guild_of(interaction), table_id, number, index, text, actor)
        reply.keepsake = None
        await reply.say("Noted, for your eyes only: **My sheet** and, after the round, **My notes** show it again.")

    # ------------------------------------------------------------------ people come and go

    @action("tab_leave", int)
    async def ask_whether_leaving(self, interaction: Interaction, reply: Reply, table_id: int) -> None:
        """A slip would be costly: ask once more."""
        table = await self.tables.get(guild_of(interaction), table_id)
        if not table.is_open:
            raise TableRefused(Why.TABLE_ENDED)
        table.check_member(interaction.user.id)
        await reply.say(view=panels.leaving(table))

    @action("tab_left", int, update=True)
    async def leave(self, interaction: Interaction, reply: Reply, table_id: int) -> None:
        """Yes: they leave."""
        actor = await self._actor(interaction)
        table = await self.tables.leave(guild_of(interaction), table_id, actor.user_id, actor)
        await reply.update(view=card(COLOUR, ["You have left the table. Thank you for coming!"]))
        await self._serve(table, everywhere=not table.is_open)

    @action("tab_roles", int, int)
    async def open_roles(self, interaction: Interaction, reply: Reply, table_id: int, number: int) -> None:
        """The host: who does what."""
        actor = await self._actor(interaction)
        table, sitting = await self.tables.check_may_reassign(guild_of(interaction), table_id, number, actor)
        await reply.say(view=panels.roles(table, sitting))

    @action("tab_candidate", int, int, update=True)
    async def choose_candidate(self, interaction: Interaction, reply: Reply, table_id: int, number: int) -> None:
        """Somebody else is candidate now; the one who asks stays, unless it is the same person."""
        await self._reassign(interaction, reply, table_id, number, candidate=True)

    @action("tab_interviewer", int, int, update=True)
    async def choose_interviewer(self, interaction: Interaction, reply: Reply, table_id: int, number: int) -> None:
        """Somebody else asks now."""
        await self._reassign(interaction, reply, table_id, number, candidate=False)

    @action("tab_gone", int, int, update=True)
    async def take_off(self, interaction: Interaction, reply: Reply, table_id: int, number: int) -> None:
        """Somebody is not there any more: banned, gone home, or without a connection."""
        guild_id, actor = guild_of(interaction), await self._actor(interaction)
        await self.tables.check_may_reassign(guild_id, table_id, number, actor)
        table = await self.tables.leave(guild_id, table_id, _person(interaction), actor)
        await reply.update(view=card(COLOUR, ["Done: their parts went to the others."]))
        await self._serve(table, everywhere=not table.is_open)

    # ------------------------------------------------------------------ what happens in its places

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """What the candidate types in the thread belongs to the question that was asked last."""
        if message.guild is None or message.author.bot or not message.content or not self._may_be_ours(message.channel):
            return
        try:
            taken = await self.tables.typed(
                message.guild.id, message.channel.id, message.author.id, message.id, message.content
            )
        except StoreUnavailable:
            _log.warning("a message at a table was not kept: the store is not available")
            return
        if taken:
            self.bot.presence.seen(message.guild.id, message.author.id)
            try:
                await message.add_reaction(_NOTED)
            except discord.HTTPException as error:
                _log.debug("could not react to a message at a table: %s", error.code)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """A message was changed."""
        message = payload.message
        if payload.guild_id is None or message.author.bot or not message.content:
            return
        if self._may_be_ours(message.channel):
            await self._retyped(payload.guild_id, payload.channel_id, {payload.message_id}, message.content)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A message was deleted."""
        await self._deleted(payload.guild_id, payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """So were many at once."""
        await self._deleted(payload.guild_id, payload.channel_id, payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted the thread of a table."""
        try:
            table = await self.tables.at_place(payload.guild_id, payload.thread_id)
            if table is not None and table.is_open:
                await self.bot.table_deliveries.lost_thread(payload.guild_id, table.id, payload.thread_id)
                await self.bot.clockwork.run_due()
        except StoreUnavailable:
            _log.warning("a deleted thread is found later: the store is not available")

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Somebody deleted the voice channel of a table."""
        if not isinstance(channel, discord.VoiceChannel):
            return
        try:
            table = await self.tables.at_place(channel.guild.id, channel.id)
            if table is not None and table.is_open:
                await self.tables.lost_voice(channel.guild.id, table.id, channel.id)
                await self._serve(table)
        except StoreUnavailable:
            _log.warning("a deleted voice channel is not noted: the store is not available")

    # ------------------------------------------------------------------ inside

    async def _actor(self, interaction: Interaction) -> Actor:
        """Who pressed; their rights are looked at anew on every press."""
        moderates = False
        if interaction.guild_id is not None:
            settings = await self.bot.guild_settings.get(interaction.guild_id)
            moderates = is_moderator(interaction, settings)
        return Actor(interaction.user.id, interaction.id, moderates)

    async def _sheet(self, interaction: Interaction, table_id: int, number: int) -> tuple[Table, Sitting]:
        return await self.tables.sheet(guild_of(interaction), table_id, number, interaction.user.id)

    async def _reassign(
        self, interaction: Interaction, reply: Reply, table_id: int, number: int, *, candidate: bool
    ) -> None:
        guild_id, actor, person = guild_of(interaction), await self._actor(interaction), _person(interaction)
        _, before = await self.tables.check_may_reassign(guild_id, table_id, number, actor)
        one, other = _parts(before, person, candidate=candidate)
        table = await self.tables.reassign(guild_id, table_id, number, one, other, actor)
        await reply.update(view=panels.roles(table, table.at(number)))
        await self._serve(table)

    async def _serve(self, table: Table, *, everywhere: bool = False) -> None:
        """Say in the thread what is owed there; an end owes something elsewhere, too."""
        if everywhere or not table.is_open or table.thread_id is None:
            await self.bot.clockwork.run_due()
            return
        await self.bot.clockwork.serve(table.thread_id)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        guild = self.bot.get_guild(guild_id) if guild_id is not None else None
        channel = guild.get_channel_or_thread(channel_id) if guild else None
        if guild_id is not None and (channel is None or self._may_be_ours(channel)):
            await self._retyped(guild_id, channel_id, message_ids, None)

    async def _retyped(self, guild_id: int, channel_id: int, message_ids: set[int], text: str | None) -> None:
        try:
            for one in message_ids:
                await self.tables.retyped(guild_id, channel_id, one, text)
        except StoreUnavailable:
            _log.warning("a changed message at a table was not kept: the store is not available")

    def _may_be_ours(self, channel: object) -> bool:
        """Threads that we opened; one that Discord has not told us of might be."""
        if isinstance(channel, discord.Thread):
            return self.bot.user is not None and channel.owner_id == self.bot.user.id
        return isinstance(channel, discord.PartialMessageable)


_NO_PLACE_YET = (
    "You are here, and all places are taken so far: if somebody who signed up does not come, one is yours when the "
    "check-in ends."
)
_STILL_NOT = "It still does not go: the newest message that I sent to the host says what is missing."


def _person(interaction: Interaction) -> int:
    """:raises Refused: where nobody was chosen."""
    person = picked(interaction)
    if person is None:
        raise Refused(Reason.UNKNOWN_BUTTON)
    return person


def _parts(sitting: Sitting, person: int, *, candidate: bool) -> tuple[int, int]:
    """Candidate and interviewer, when ``person`` takes one part; whoever had both parts' names changes places."""
    if candidate:
        return person, sitting.candidate_id if person == sitting.interviewer_id else sitting.interviewer_id
    return sitting.interviewer_id if person == sitting.candidate_id else sitting.candidate_id, person


def _through(table: Table, number: int) -> discord.ui.LayoutView:
    """What the panel of a round becomes when it is over."""
    done = next(one for one in table.sittings if one.number == number)
    words = f"-# Table {table.number} · {person(done.candidate_id)} was the candidate of this round."
    return card(COLOUR, [words], row(ActionButton("My notes", "tab_sheet", table.id, number, emoji="🗒️")))


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(SessionTablesCog(bot))
