"""Study groups: the buttons of a sign-up post, which everybody presses."""

import asyncio
import contextlib
import io

import discord
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.values import Session, Wish
from bot.ui.actions import action
from bot.ui.bank.bringing import bring
from bot.ui.reply import Reply
from bot.ui.sessions import lists
from bot.ui.sessions.rights import check_place
from bot.ui.sessions.words import FILE, calendar_file
from bot.ui.threads import guild_of

Interaction = discord.Interaction[Greenroom]


class SessionSignups(commands.Cog):
    """Takes those who want to come, and those who say when they can."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.sessions = bot.sessions

    @action("ses_join", int, str)
    async def join(self, interaction: Interaction, reply: Reply, session_id: int, wished: str) -> None:
        """Sign up, or wish for something else."""
        guild_id, wish = guild_of(interaction), _wish(wished)
        found = await self.sessions.join(guild_id, session_id, interaction.user.id, wish, interaction.id)
        await reply.say(lists.standing(found))
        await self._refresh(found.session)

    @action("ses_leave", int)
    async def leave(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """Give the place back."""
        await self._leave(interaction, reply, guild_of(interaction), session_id)

    @action("ses_cannot", int, int, str)
    async def cannot(self, interaction: Interaction, reply: Reply, guild_id: int, session_id: int, _: str) -> None:
        """The same from a reminder."""
        check_place(interaction, guild_id)
        await self._leave(interaction, reply, guild_id, session_id)

    @action("ses_ics", int, int)
    async def calendar(self, interaction: Interaction, reply: Reply, guild_id: int, session_id: int) -> None:
        """The file for a calendar."""
        check_place(interaction, guild_id)
        one = await self.sessions.get(guild_id, session_id)
        if one.starts_at is None:
            raise SessionRefused(No.IN_POLL)
        data = await asyncio.to_thread(calendar_file, one, self.bot.now())
        text = "Open it, and your calendar takes the session, with an alarm a day and an hour before."
        await reply.say(text, file=discord.File(io.BytesIO(data), filename=FILE))

    @action("ses_vote", int, int)
    async def vote(self, interaction: Interaction, reply: Reply, session_id: int, choice: int) -> None:
        """Somebody can at a time, or no longer."""
        guild_id = guild_of(interaction)
        can = await self.sessions.vote(guild_id, session_id, interaction.user.id, choice)
        one = await self.sessions.get(guild_id, session_id)
        await reply.say(lists.voted(one, choice, can=can))
        await self._refresh(one)

    # ------------------------------------------------------------------ inside

    async def _leave(self, interaction: Interaction, reply: Reply, guild_id: int, session_id: int) -> None:
        found = await self.sessions.leave(guild_id, session_id, interaction.user.id, interaction.id)
        await reply.say(lists.left(found))
        await self._refresh(found.session)
        await bring(self.bot.clockwork, *found.moved_up)

    async def _refresh(self, one: Session) -> None:
        """Bring the post up to date, if that is due; otherwise it comes by itself, for many presses at once."""
        if one.show_owed and one.show_at is not None and one.show_at <= self.bot.now():
            await bring(self.bot.clockwork, one.channel_id)
        else:
            with contextlib.suppress(StoreUnavailable):
                await self.bot.clockwork.set_alarm()


def _wish(text: str) -> Wish:
    """:raises Refused: for a wish that there is none."""
    try:
        return Wish(text)
    except ValueError:
        raise Refused(Reason.UNKNOWN_BUTTON) from None


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(SessionSignups(bot))
