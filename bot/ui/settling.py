"""After a move on the open turn: change its panel, bring what comes next."""

import logging
from typing import Any

import discord

from bot.domain.rounds import Round
from bot.services.clockwork import Clockwork
from bot.services.rounds import Rounds
from bot.ui.forms import look_of
from bot.ui.reply import Reply

_log = logging.getLogger(__name__)

_SAVED = (
    "That is saved, but the next question could not be posted yet: if it is not here within a minute, run "
    "`/mock resume`."
)


class Settling:
    """What the buttons and forms of all turns end with."""

    def __init__(self, rounds: Rounds, clockwork: Clockwork) -> None:
        self._rounds = rounds
        self._clockwork = clockwork

    async def settle(
        self, interaction: discord.Interaction[Any], reply: Reply, position: int, state: Round, taken: str = ""
    ) -> None:
        """Take the buttons off the panel that was used, and bring what comes next.

        ``taken``: what is said where the interaction has no panel of its own.
        """
        try:
            if interaction.message is not None:
                await reply.update(**look_of(state.turn(position).form).settled(state, position))
            else:
                await reply.say(taken or "Taken as your answer.")
                await self.retire(interaction, state, position)
        except discord.HTTPException as error:
            _log.info("a settled panel could not be changed: %s", error.code)
        await self.serve(state)
        if await self._is_waiting(state):
            await reply.say(_SAVED)

    async def retire(self, interaction: discord.Interaction[Any], state: Round, position: int) -> None:
        """Take the buttons off the panel of a turn, from elsewhere in its thread."""
        turn = state.turn(position)
        if turn.panel_id is None or not isinstance(interaction.channel, discord.Thread):
            return
        try:
            payload = look_of(turn.form).settled(state, position)
            await interaction.channel.get_partial_message(turn.panel_id).edit(**payload)
        except discord.HTTPException as error:
            _log.info("a settled panel could not be changed: %s", error.code)

    async def serve(self, state: Round) -> None:
        """Bring what is owed in the round's thread."""
        if state.thread_id is not None:
            await self._clockwork.serve(state.thread_id)

    async def _is_waiting(self, state: Round) -> bool:
        """Whether what comes next, a question or a newer panel of the same one, has not reached the thread."""
        now, then = (await self._rounds.get(state.guild_id, state.id)).current, state.current
        return now is not None and then is not None and (now.position, now.panel_id) == (then.position, then.panel_id)
