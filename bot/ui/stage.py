"""What the cogs of the six kinds of stages have in common, while they share one flow."""

from typing import Any, ClassVar

import discord
from discord.ext import commands

from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Round
from bot.domain.tracks import StageKind
from bot.services.clockwork import Clockwork
from bot.services.planning import Wish
from bot.services.rounds import Rounds
from bot.ui.settling import Settling
from bot.ui.threads import check_can_open, open_thread
from bot.ui.voices import Voice


class StageCog(commands.Cog):
    """Holds interviews of one kind. A stage's own cog says which kind, in which voice, and overrides what differs."""

    kind: ClassVar[StageKind]
    voice: ClassVar[Voice]

    def __init__(self, rounds: Rounds, clockwork: Clockwork) -> None:
        self.rounds = rounds
        self.clockwork = clockwork
        self.settling = Settling(rounds, clockwork)

    async def start(self, parent: discord.TextChannel, wish: Wish) -> Round:
        """Open a round: store it, open its thread, brief the candidate and ask the first question.

        :raises Refused: with the reason, where it cannot be opened; nothing is left behind then.
        """
        check_can_open(parent, wish.visibility)
        planned = await self.rounds.plan(wish)
        try:
            thread = await open_thread(parent, planned)
        except Exception:
            await self.rounds.given_up(planned.guild_id, planned.id)
            raise
        opened = await self.rounds.opened(planned.guild_id, planned.id, thread.id)
        await self.clockwork.serve(thread.id)
        return opened

    async def go_on(self, parent: discord.TextChannel, state: Round, user_id: int) -> Round:
        """Show the open question anew, in the round's thread, or in a new one where that is gone."""
        state.check_candidate(user_id)
        thread = await self._thread(parent.guild, state)
        if thread is None:
            check_can_open(parent, state.visibility)
            thread = await open_thread(parent, state)
            resumed = await self.rounds.opened(state.guild_id, state.id, thread.id)
        else:
            if thread.locked:
                raise Refused(Reason.THREAD_LOCKED)
            if thread.archived:
                await thread.edit(archived=False)
            resumed = await self.rounds.ask_again(state.guild_id, state.id, user_id)
        await self.clockwork.serve(thread.id)
        return resumed

    async def has_thread(self, guild: discord.Guild | None, state: Round) -> bool:
        """Whether the round's thread is still there."""
        return guild is not None and await self._thread(guild, state) is not None

    async def _thread(self, guild: discord.Guild, state: Round) -> discord.Thread | None:
        if state.thread_id is None:
            return None
        try:
            found: Any = guild.get_thread(state.thread_id) or await guild.fetch_channel(state.thread_id)
        except (discord.NotFound, discord.Forbidden):
            return None
        return found if isinstance(found, discord.Thread) else None
