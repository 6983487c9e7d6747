"""The buttons of what is said around a real interview, in direct messages as well as in a server."""

import discord
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.competencies import Competency
from bot.domain.errors import Reason, Refused
from bot.domain.interviews.notes import draft
from bot.domain.interviews.refusals import InterviewRefused, No
from bot.domain.interviews.values import Interview, Outcome, Say
from bot.domain.rounds import Visibility
from bot.services.planning import Wish
from bot.ui import lobby
from bot.ui.actions import action, typed_fields
from bot.ui.interviews import cards, forms, messages
from bot.ui.interviews.place import check_place
from bot.ui.reply import Reply
from bot.ui.selects import chosen
from bot.ui.text import moment
from bot.ui.threads import find_place, parent_of

Interaction = discord.Interaction[Greenroom]


class InterviewMessages(commands.Cog):
    """Everybody presses the buttons of their own interviews only; those of others do not exist."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.interviews = bot.interviews
        self.words = bot.interviews.words
        self.tones = {key: tone.title for key, tone in self.words.tones.items()}

    @action("iv_show", int, int, int, str, int)
    async def show(
        self,
        interaction: Interaction,
        reply: Reply,
        guild_id: int,
        interview_id: int,
        version: int,
        say: str,
        step: int,
    ) -> None:
        """What could not be said in direct messages, for the person's eyes only."""
        one = await self._get(interaction, guild_id, interview_id)
        if say not in set(Say) or one.version != version or (say == Say.PREP and not 0 <= step < len(one.plan)):
            raise InterviewRefused(No.BROUGHT)
        notice = await self.bot.interview_deliveries.notice(one, Say(say), step)
        await reply.say(view=messages.view(notice))

    @action("iv_details", int, int, int, int)
    async def details(
        self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int, _version: int, _step: int
    ) -> None:
        """The card."""
        one = await self._get(interaction, guild_id, interview_id)
        await reply.say(view=cards.detail(one, self.bot.now()))

    # ------------------------------------------------------------------ before

    @action("iv_round", int, int, slow=True)
    async def practise(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Start a round of the stage that is like it."""
        one = await self._get(interaction, guild_id, interview_id)
        found = await self.interviews.stage_like(one)
        if found is None:
            raise InterviewRefused(No.NO_TRACK)
        track, stage = found
        parent = await self._parent(interaction, one)
        wish = Wish(guild_id, parent.id, interaction.user.id, track.id, stage.id, None, Visibility.PRIVATE, once=True)
        opened = await self.bot.stages[stage.kind].start(parent, wish)
        await reply.say(lobby.opened(opened))

    @action("iv_hint", str)
    async def one_question(self, interaction: Interaction, reply: Reply, name: str) -> None:
        """Say how to get a single question."""
        if name not in set(Competency):
            raise Refused(Reason.UNKNOWN_BUTTON)
        title = self.bot.catalogue.rubrics.of(Competency(name)).title
        await reply.say(
            f"Run `/daily now` in the server and choose **{title}** as the competency: one question, at once."
        )

    # ------------------------------------------------------------------ afterwards

    @action("iv_note", int, int)
    async def open_note(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Ask for the points of the conversation."""
        one = await self._get(interaction, guild_id, interview_id)
        await reply.modal(forms.note_form(one, self.tones))

    @action("iv_note_form", int, int)
    async def take_note(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Keep the points, and show the draft."""
        check_place(interaction, guild_id)
        fields = typed_fields(interaction)
        points = reply.keepsake = fields.get(forms.POINTS, "")
        tone = fields.get(forms.TONE, "")
        tone = tone if tone in self.tones else next(iter(self.tones))
        name = fields.get(forms.NAME, "")
        one = await self.interviews.note_points(guild_id, interaction.user.id, interview_id, points, name, tone)
        await reply.say(view=messages.note(one, draft(self.words, one), self.tones))

    @action("iv_tone", int, int, str, update=True)
    async def change_tone(
        self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int, tone: str
    ) -> None:
        """The same points in another tone."""
        check_place(interaction, guild_id)
        if tone not in self.tones:
            raise Refused(Reason.UNKNOWN_BUTTON)
        one = await self.interviews.note_tone(guild_id, interaction.user.id, interview_id, tone)
        await reply.update(view=messages.note(one, draft(self.words, one), self.tones))

    @action("iv_went", int, int)
    async def open_went(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Ask how it went."""
        await reply.modal(forms.went_form(await self._get(interaction, guild_id, interview_id)))

    @action("iv_went_form", int, int)
    async def take_went(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Keep how it went."""
        check_place(interaction, guild_id)
        fields = typed_fields(interaction)
        notes = reply.keepsake = fields.get(forms.NOTES, "")
        level = fields.get(forms.LEVEL, "")
        if level not in self.words.went:
            raise Refused(Reason.BAD_LEVEL)
        one = await self.interviews.note_level(guild_id, interaction.user.id, interview_id, int(level), notes)
        line = self.words.went[level].format(company=one.company, role=one.role)
        await reply.say(view=messages.went(one, line))

    @action("iv_days", int, int, int)
    async def choose_days(
        self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int, _version: int
    ) -> None:
        """In how many days the company wants to be heard of."""
        one = await self._get(interaction, guild_id, interview_id)
        if chosen(interaction) == messages.OTHER:
            await reply.modal(forms.days_form(one))
            return
        await self._hear_in(interaction, reply, one, chosen(interaction))

    @action("iv_days_form", int, int)
    async def take_days(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """The same, as a number."""
        one = await self._get(interaction, guild_id, interview_id)
        await self._hear_in(interaction, reply, one, typed_fields(interaction).get(forms.DAYS, "").strip())

    @action("iv_heard", int, int)
    async def heard(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Ask what the company said."""
        await reply.say(view=cards.which_outcome(await self._get(interaction, guild_id, interview_id)))

    @action("iv_heard_now", int, int, int, int)
    async def heard_after_nudge(
        self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int, _version: int, _times: int
    ) -> None:
        """The same, from the question that came by itself."""
        await self.heard(interaction, reply, guild_id, interview_id)

    @action("iv_outcome", int, int, update=True)
    async def take_outcome(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Keep what the company said."""
        check_place(interaction, guild_id)
        value = chosen(interaction)
        if value not in set(Outcome):
            raise Refused(Reason.UNKNOWN_BUTTON)
        outcome = Outcome(value)
        one, asked_at = await self.interviews.note_outcome(guild_id, interaction.user.id, interview_id, outcome)
        words = self.words.outcomes[outcome].format(company=one.company, role=one.role)
        await reply.update(view=cards.outcome(one, words, asked_at))

    # ------------------------------------------------------------------ inside

    async def _hear_in(self, interaction: Interaction, reply: Reply, one: Interview, typed: str) -> None:
        days = int(typed) if typed.isascii() and typed.isdigit() else 0
        _, asked_at = await self.interviews.hear_in(one.guild_id, interaction.user.id, one.id, days)
        if asked_at is None:
            await reply.say("Kept. I have asked twice already and ask no more: press **I heard back** when they write.")
            return
        await reply.say(f"Kept. If nothing has come by then, I ask you {moment(asked_at, 'R')}, once or twice.")

    async def _get(self, interaction: Interaction, guild_id: int, interview_id: int) -> Interview:
        check_place(interaction, guild_id)
        return await self.interviews.get(guild_id, interaction.user.id, interview_id)

    async def _parent(self, interaction: Interaction, one: Interview) -> discord.TextChannel:
        """Where a round is opened: here, else where the interview was noted, else the server's practice channel."""
        if interaction.guild_id is not None:
            return parent_of(interaction)
        practice_id = (await self.bot.guild_settings.get(one.guild_id)).practice_id
        for channel_id in filter(None, (one.channel_id, practice_id)):
            try:
                found = await find_place(self.bot, one.guild_id, channel_id)
            except (discord.NotFound, discord.Forbidden):
                continue
            found = found.parent if isinstance(found, discord.Thread) else found
            if isinstance(found, discord.TextChannel) and not found.is_news():
                return found
        raise InterviewRefused(No.NO_CHANNEL)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(InterviewMessages(bot))
