"""Where rounds begin and are found again: ``/mock start``, ``status``, ``resume``, ``end``."""

import logging
from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.policies import MOST_QUESTIONS
from bot.domain.rounds import Round, Visibility
from bot.domain.tracks import Track
from bot.services.planning import Wish
from bot.ui import lobby, pipelines
from bot.ui.actions import action
from bot.ui.choices import VisibilityOption, known_tracks, stage_choices, track_choices
from bot.ui.reply import Reply
from bot.ui.sentences import sentence
from bot.ui.threads import check_place, find_place, guild_of, parent_of

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]


@app_commands.guild_only()
class Lobby(commands.GroupCog, group_name="mock", group_description="Mock interview rounds"):
    """Start a round, see where you are, go on, end."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot

    @app_commands.command(name="start")
    @app_commands.describe(
        track="The company and role to practise for",
        stage="The interview to practise",
        questions="How many questions; as many as fit the stage if you leave this out",
        visibility="Who sees the thread; private if you leave this out",
        reviews="Begin with questions of this stage that are due for review; no if you leave this out",
    )
    async def start(
        self,
        interaction: Interaction,
        track: str,
        stage: str,
        questions: app_commands.Range[int, 1, MOST_QUESTIONS] | None = None,
        visibility: app_commands.Transform[Visibility, VisibilityOption] = Visibility.PRIVATE,
        reviews: bool = False,
    ) -> None:
        """Open a thread and start a mock interview in it."""
        async with Reply(interaction, slow=True) as reply:
            await self._start(interaction, reply, track, stage, questions, visibility, once=False, reviews=reviews)

    @start.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return track_choices(await self._tracks_of(interaction), typed)

    @start.autocomplete("stage")
    async def _stages(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return stage_choices(await self._tracks_of(interaction), getattr(interaction.namespace, "track", None), typed)

    @app_commands.command(name="status")
    async def status(self, interaction: Interaction) -> None:
        """See your open rounds and the question you are at."""
        async with Reply(interaction) as reply:
            guild_id = guild_of(interaction)
            found = await self.bot.rounds.open_of(guild_id, interaction.user.id)
            if not found:
                raise Refused(Reason.NO_OPEN_ROUND)
            gone = {
                state.id
                for state in found
                if not await self.bot.stages[state.kind].has_thread(interaction.guild, state)
            }
            drafts = {state.id: await self.bot.rounds.parts(state) for state in found}
            await reply.say(lobby.status(found, gone, drafts))

    @app_commands.command(name="resume")
    async def resume(self, interaction: Interaction) -> None:
        """Go back to your open question, in its thread."""
        async with Reply(interaction, slow=True) as reply:
            state = await self._meant(interaction)
            stage = self.bot.stages[state.kind]
            resumed = await stage.go_on(parent_of(interaction), state, interaction.user.id)
            await reply.say(f"Your question waits in <#{resumed.thread_id}>.")

    @app_commands.command(name="end")
    async def end(self, interaction: Interaction) -> None:
        """End your round and get its debrief."""
        async with Reply(interaction, slow=True) as reply:
            await self._end(reply, await self._meant(interaction), interaction.user.id)

    @app_commands.command(name="pipeline")
    @app_commands.describe(track="The company and role; the one you used last if you leave this out")
    async def pipeline(self, interaction: Interaction, track: str | None = None) -> None:
        """See the stages of a track, what you have done of them, and what comes next."""
        async with Reply(interaction, slow=True) as reply:
            guild_id, user_id = guild_of(interaction), interaction.user.id
            whole = await self.bot.rounds.process(guild_id, user_id, track)
            if whole is not None:
                await reply.say(**await pipelines.process_message(whole, guild_id, user_id))
                return
            await reply.say(**await pipelines.message(await self.bot.rounds.pipeline(guild_id, user_id, track)))

    @pipeline.autocomplete("track")
    async def _pipeline_tracks(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return track_choices(await self._tracks_of(interaction), typed)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A round's thread is gone: its candidate is told how to go on."""
        try:
            await self.bot.rounds.stranded(payload.guild_id, payload.thread_id)
            await self.bot.clockwork.run_due()
        except StoreUnavailable:
            _log.warning("a deleted thread goes unmentioned: the store is not available")

    @action("open", str, str, int, slow=True)
    async def start_from_button(
        self, interaction: Interaction, reply: Reply, track: str, stage: str, questions: int
    ) -> None:
        """The button of a reminder."""
        await self._start(interaction, reply, track, stage, questions or None, Visibility.PRIVATE)

    @action("public", str, str, int, slow=True)
    async def start_in_public(
        self, interaction: Interaction, reply: Reply, track: str, stage: str, questions: int
    ) -> None:
        """The offer of a public thread was taken."""
        await self._start(interaction, reply, track, stage, questions or None, Visibility.PUBLIC)

    @action("public_reviews", str, str, int, slow=True)
    async def start_in_public_with_reviews(
        self, interaction: Interaction, reply: Reply, track: str, stage: str, questions: int
    ) -> None:
        """As above, of a round that was to begin with what is due for review."""
        await self._start(interaction, reply, track, stage, questions or None, Visibility.PUBLIC, reviews=True)

    @action("next", int, int, slow=True)
    async def next_stage(self, interaction: Interaction, reply: Reply, guild_id: int, round_id: int) -> None:
        """The button below a summary: the stage that follows in the track."""
        check_place(interaction, guild_id)
        state = await self.bot.rounds.get(guild_id, round_id)
        state.check_candidate(interaction.user.id)
        following = await self.bot.rounds.following(state)
        if following is None:
            raise Refused(Reason.LAST_STAGE)
        await self._start(interaction, reply, state.track_id, following.id, None, state.visibility)

    @action("take_up", int, int, slow=True)
    async def take_up(self, interaction: Interaction, reply: Reply, guild_id: int, round_id: int) -> None:
        """The reminder of a round that was left: go on with it."""
        state = await self._left(interaction, guild_id, round_id)
        try:
            parent = await find_place(self.bot, guild_id, state.parent_id)
        except (discord.NotFound, discord.Forbidden):
            raise Refused(Reason.CHANNEL_GONE) from None
        if not isinstance(parent, discord.TextChannel):
            raise Refused(Reason.CHANNEL_GONE)
        resumed = await self.bot.stages[state.kind].go_on(parent, state, interaction.user.id)
        await reply.say(f"Your question waits in <#{resumed.thread_id}>.")

    @action("finish_left", int, int, slow=True)
    async def finish_left(self, interaction: Interaction, reply: Reply, guild_id: int, round_id: int) -> None:
        """The reminder of a round that was left: end it."""
        state = await self._left(interaction, guild_id, round_id)
        await self._end(reply, state, interaction.user.id)

    @action("process", int, int, str, update=True)
    async def process_again(
        self, interaction: Interaction, reply: Reply, guild_id: int, candidate_id: int, track: str
    ) -> None:
        """The summary of the whole process, with the levels given since."""
        check_place(interaction, guild_id)
        if interaction.user.id != candidate_id:
            raise Refused(Reason.NOT_YOURS, candidate_id=candidate_id)
        found = await self.bot.rounds.process(guild_id, candidate_id, track)
        if found is None:
            raise Refused(Reason.UNKNOWN_BUTTON)
        shown = await pipelines.process_message(found, guild_id, candidate_id)
        await reply.update(attachments=[shown.pop("file")], **shown)

    async def _start(
        self,
        interaction: Interaction,
        reply: Reply,
        track: str,
        stage: str,
        questions: int | None,
        visibility: Visibility,
        *,
        once: bool = True,
        reviews: bool = False,
    ) -> None:
        parent = parent_of(interaction)
        cog = self.bot.stages[await self.bot.rounds.kind_of(parent.guild.id, track, stage)]
        wish = Wish(parent.guild.id, parent.id, interaction.user.id, track, stage, questions, visibility, once, reviews)
        try:
            opened = await cog.start(parent, wish)
        except Refused as refused:
            if refused.reason is not Reason.NO_PRIVATE_THREADS:
                raise
            await reply.say(sentence(refused), view=lobby.public_offer(track, stage, questions, reviews=reviews))
            return
        await reply.say(lobby.opened(opened))

    async def _end(self, reply: Reply, state: Round, user_id: int) -> None:
        ended = await self.bot.rounds.finish(state.guild_id, state.id, user_id)
        if ended.thread_id is not None:
            await self.bot.clockwork.serve(ended.thread_id)
            await reply.say(f"The round is over; its debrief is in <#{ended.thread_id}>.")
        else:
            await reply.say("The round is over.")

    async def _left(self, interaction: Interaction, guild_id: int, round_id: int) -> Round:
        """The open round of a reminder."""
        check_place(interaction, guild_id)
        state = await self.bot.rounds.get(guild_id, round_id)
        state.check_candidate(interaction.user.id)
        if not state.is_open:
            raise Refused(Reason.ROUND_CLOSED)
        return state

    async def _tracks_of(self, interaction: Interaction) -> Mapping[str, Track]:
        return await known_tracks(self.bot.banks, interaction.guild_id)

    async def _meant(self, interaction: Interaction) -> Round:
        """The round that a command without a name for it is about: this thread's, else the only open one."""
        guild_id = guild_of(interaction)
        here = await self.bot.rounds.in_thread(guild_id, interaction.channel_id or 0)
        if here is not None:
            here.check_candidate(interaction.user.id)
            if not here.is_open:
                raise Refused(Reason.ROUND_CLOSED)
            return here
        found = await self.bot.rounds.open_of(guild_id, interaction.user.id)
        if not found:
            raise Refused(Reason.NO_OPEN_ROUND)
        if len(found) > 1:
            raise Refused(Reason.SEVERAL_OPEN)
        return found[0]


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Lobby(bot))
