"""A question at once, ``/daily now``, and how daily questions are answered: form, reply, thread."""

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.daily.questions import DailyQuestion, Scope
from bot.domain.errors import Reason, Refusal, Refused, StoreUnavailable
from bot.domain.hints import hint_count
from bot.domain.rounds import Visibility
from bot.services.dailies import Wish
from bot.services.editing import competency_of
from bot.services.locks import KeyedLocks
from bot.ui.actions import action, typed_fields
from bot.ui.bank.choices import competency_choices
from bot.ui.choices import known_tracks, track_choices
from bot.ui.coming_back import with_return
from bot.ui.daily import cards
from bot.ui.daily.group import add_daily_cog
from bot.ui.daily.guidance import guidance, ratings
from bot.ui.reply import Reply
from bot.ui.sentences import sentence
from bot.ui.text import cut
from bot.ui.threads import check_can_open, find_place, guild_of, open_for, parent_of

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]
Choices = list[app_commands.Choice[str]]
_NOTED = "📝"
_MOST_MESSAGES = 100
_NAME_ROOM = 60


class Daily(commands.Cog):
    """Asks one question, and takes its answer however it comes."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.dailies = bot.dailies
        self._locks = KeyedLocks()

    # ------------------------------------------------------------------ asking

    @app_commands.command(name="now")
    @app_commands.describe(
        track="Only of this company and role; any if you leave this out",
        competency="Only what measures this; anything if you leave this out",
    )
    async def now(self, interaction: Interaction, track: str = "", competency: str = "") -> None:
        """One interview question at once."""
        async with Reply(interaction) as reply:
            await reply.say(view=await self._ask(interaction, track or None, competency or None))

    @now.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> Choices:
        return track_choices(await known_tracks(self.bot.banks, interaction.guild_id), typed)

    @now.autocomplete("competency")
    async def _competencies(self, _: Interaction, typed: str) -> Choices:
        return competency_choices((), typed)

    @action("dq_another", int, str, str, update=True)
    async def another(self, interaction: Interaction, reply: Reply, daily_id: int, track: str, competency: str) -> None:
        """Another question in place of this one."""
        before = await self._open(interaction, daily_id)
        wish = (cards.wished(track), cards.wished(competency))
        await reply.update(view=await self._ask(interaction, *wish, instead_of=before))

    @action("dq_hint", int, int)
    async def hint(self, interaction: Interaction, reply: Reply, daily_id: int, number: int) -> None:
        """How to go about it, step by step."""
        daily = await self._mine(interaction, daily_id)
        if not 1 <= number <= hint_count(daily.question):
            raise Refused(Reason.NO_HINT)
        text, view = cards.hint_card(daily, number)
        await reply.say(text, view=view)

    # ------------------------------------------------------------------ the form

    @action("dq_answer", int)
    async def open_form(self, interaction: Interaction, reply: Reply, daily_id: int) -> None:
        """Open the form; of a question that is answered, show what there is to learn once more."""
        daily = await self._mine(interaction, daily_id)
        if daily.closed_at is not None:
            await self._say_feedback(reply, daily)
            return
        await reply.modal(cards.own_form(daily))

    @action("dq_form", int, update=True)
    async def take_form(self, interaction: Interaction, reply: Reply, daily_id: int) -> None:
        """The form came back."""
        text = reply.keepsake = typed_fields(interaction).get("text", "")
        daily = await self._mine(interaction, daily_id)
        await self.dailies.answer(daily, interaction.id, text)
        await self._settle(interaction, reply, daily)

    # ------------------------------------------------------------------ threads

    @action("dq_thread", int)
    async def open_thread(self, interaction: Interaction, reply: Reply, daily_id: int) -> None:
        """Answer in a private thread, with as many messages as it takes."""
        # Of two presses at once the second finds the thread of the first.
        async with self._locks.holding(daily_id):
            thread = await self._in_thread(interaction, await self._open(interaction, daily_id))
        await reply.say(f"It waits for you in <#{thread.id}>: write there in peace.")

    async def _in_thread(self, interaction: Interaction, daily: DailyQuestion) -> discord.Thread:
        """The question's thread, with the question in it."""
        thread = await self._thread_of(daily)
        if thread is None:
            parent = parent_of(interaction)
            check_can_open(parent, Visibility.PRIVATE)
            name = cut(" ".join(daily.question.prompt.split()), _NAME_ROOM)
            thread = await open_for(parent, name, interaction.user.id, reason=f"daily question {daily.id}")
            daily = await self.dailies.move(daily, thread.id)
        if daily.message_id is None:
            asked = await self.dailies.asked(daily)
            message = await thread.send(view=cards.card(asked, reads_messages=self.bot.reads_messages))
            await self.dailies.shown(daily, message.id)
        return thread

    @action("dq_submit", int, update=True)
    async def submit(self, interaction: Interaction, reply: Reply, daily_id: int) -> None:
        """What was typed below the question is the answer."""
        daily = await self._open(interaction, daily_id)
        text = reply.keepsake = await self._typed(daily)
        if not text.strip():
            raise Refused(Reason.DAILY_NOTHING_TYPED)
        await self.dailies.answer(daily, interaction.id, text)
        await self._settle(interaction, reply, daily)

    async def _typed(self, daily: DailyQuestion) -> str:
        """All that the person said below the question; it is read from the thread, where they may have mended it."""
        thread = await self._thread_of(daily)
        if thread is None or daily.message_id is None:
            return ""
        since = discord.Object(daily.message_id)
        said: list[str] = []
        async for one in thread.history(limit=_MOST_MESSAGES, after=since, oldest_first=True):
            if self.bot.user is not None and one.author.id == self.bot.user.id and one.components:
                break  # the next day's question: what follows is about that one
            if one.author.id == daily.user_id and one.content:
                said.append(one.content)
        return "\n".join(said)

    async def _thread_of(self, daily: DailyQuestion) -> discord.Thread | None:
        """The thread in which it is answered, if it is still there."""
        if daily.thread_id is None:
            return None
        try:
            found = await find_place(self.bot, daily.guild_id, daily.thread_id)
        except (discord.NotFound, discord.Forbidden):
            return None
        return found if isinstance(found, discord.Thread) else None

    # ------------------------------------------------------------------ messages

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A reply in direct messages is an answer; what is typed in a question's thread is noted as a part of one."""
        if message.author.bot or not message.content:
            return
        try:
            if message.guild is None:
                await self._take_reply(message)
            elif self._may_be_ours(message.channel) and await self.dailies.in_thread(
                message.guild.id, message.channel.id, message.author.id
            ):
                self.bot.presence.seen(message.guild.id, message.author.id)
                await message.add_reaction(_NOTED)
        except StoreUnavailable:
            _log.warning("an answer to a daily question waits for another try: the store is not available")
            await self._tell(message, "My storage did not answer, so nothing was saved: reply again in a minute.")
        except discord.HTTPException as error:
            _log.info("could not react to a daily answer: %s", error.code)

    async def _take_reply(self, message: discord.Message) -> None:
        about = message.reference.message_id if message.reference else None
        if about is None:
            daily = await self.dailies.in_direct(message.author.id)
            if daily is not None:
                await message.reply(cards.IS_IT, view=cards.take_it(daily, message.id))
            return
        daily = await self.dailies.by_message(message.author.id, about)
        if daily is None:
            return
        try:
            await self.dailies.answer(daily, message.id, message.content)
        except Refusal as refused:
            await self._tell(message, sentence(refused))
            return
        await self.bot.clockwork.serve(message.author.id)
        await self._retire(message.channel, daily)

    @action("dq_take", int, int, update=True)
    async def take_message(self, interaction: Interaction, reply: Reply, daily_id: int, message_id: int) -> None:
        """What was written in direct messages, not as a reply, is the answer after all."""
        daily = await self._open(interaction, daily_id)
        channel = interaction.channel
        if not isinstance(channel, discord.DMChannel):
            raise Refused(Reason.DAILY_GONE)
        try:
            message = await channel.fetch_message(message_id)
        except discord.NotFound:
            raise Refused(Reason.EMPTY_MESSAGE) from None
        if message.author.id != interaction.user.id:
            raise Refused(Reason.NOT_YOUR_MESSAGE)
        await self.dailies.answer(daily, message.id, message.content)
        await reply.update(content="Taken as your answer.", view=None)
        await self.bot.clockwork.serve(interaction.user.id)
        await self._retire(channel, daily)

    async def _retire(self, channel: Any, daily: DailyQuestion) -> None:
        """Take the buttons off a question, from elsewhere in its channel."""
        try:
            await channel.get_partial_message(daily.message_id).edit(view=cards.settled(daily))
        except discord.HTTPException as error:
            _log.info("an answered daily question could not be changed: %s", error.code)

    async def _tell(self, message: discord.Message, text: str) -> None:
        if message.guild is None:
            await message.reply(text)

    def _may_be_ours(self, channel: object) -> bool:
        """Threads that we opened. One that Discord has not told us of might be ours; an ordinary channel is not."""
        if isinstance(channel, discord.Thread):
            return self.bot.user is not None and channel.owner_id == self.bot.user.id
        return isinstance(channel, discord.PartialMessageable)

    # ------------------------------------------------------------------ afterwards

    @action("dq_rate", int, int, update=True)
    async def rate(self, interaction: Interaction, reply: Reply, daily_id: int, level: int) -> None:
        """Keep the level that a person gives their own answer."""
        daily = await self._mine(interaction, daily_id)
        rated = await self.dailies.rate(daily, level)
        due_at = await self.dailies.comes_back(rated.guild_id, rated.user_id, daily.question_id)
        await reply.update(embeds=with_return(interaction.message, due_at), view=ratings(daily.id, rated.rating))

    async def _settle(self, interaction: Interaction, reply: Reply, daily: DailyQuestion) -> None:
        """Take the buttons off the question, then tell what there is to learn."""
        reply.keepsake = None
        try:
            if interaction.message is not None:
                await reply.update(view=cards.settled(daily))
            else:
                await reply.say("Taken as your answer.")
        except discord.HTTPException as error:
            _log.info("an answered daily question could not be changed: %s", error.code)
        if daily.is_private:
            await self.bot.clockwork.serve(daily.thread_id or interaction.user.id)
        else:
            await self._say_feedback(reply, daily)

    async def _say_feedback(self, reply: Reply, daily: DailyQuestion) -> None:
        payload = guidance(await self.dailies.feedback(daily))
        await reply.say(payload.pop("content"), **payload)

    # ------------------------------------------------------------------ inside

    async def _ask(
        self,
        interaction: Interaction,
        track: str | None,
        competency: str | None,
        instead_of: DailyQuestion | None = None,
    ) -> discord.ui.LayoutView:
        guild_id = guild_of(interaction)
        measured = competency_of(competency) if competency else None
        if track is not None and track not in await self.bot.banks.tracks(guild_id):
            raise Refused(Reason.UNKNOWN_TRACK)
        wish = Wish(guild_id, interaction.user.id, Scope.NOW, f"now:{interaction.id}", track, measured)
        daily = await (self.dailies.another(instead_of, wish) if instead_of else self.dailies.ask(wish))
        asked = await self.dailies.asked(daily)
        asked = asked.model_copy(update={"wish": (track, measured.value if measured else None)})
        return cards.card(asked, reads_messages=self.bot.reads_messages)

    async def _mine(self, interaction: Interaction, daily_id: int) -> DailyQuestion:
        """:raises Refused: for anybody else's question, saying whose it is where everybody sees it."""
        try:
            return await self.dailies.mine(interaction.user.id, daily_id, interaction.guild_id)
        except Refused:
            owner = await self._shown_to_all(interaction, daily_id)
            if owner is None:
                raise
            raise Refused(Reason.DAILY_NOT_YOURS, user_id=owner) from None

    async def _shown_to_all(self, interaction: Interaction, daily_id: int) -> int | None:
        message: Any = interaction.message
        if interaction.guild_id is None or message is None or message.flags.ephemeral:
            return None
        return await self.dailies.owner_of(interaction.guild_id, daily_id)

    async def _open(self, interaction: Interaction, daily_id: int) -> DailyQuestion:
        daily = await self._mine(interaction, daily_id)
        if not daily.is_open:
            raise Refused(Reason.DAILY_DONE)
        return daily


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await add_daily_cog(bot, Daily(bot))
