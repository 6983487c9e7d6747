"""How a turn looks and what its form holds; each form of turn may have a look of its own."""

from collections.abc import Mapping
from typing import Any

import discord

from bot.domain.notices import DebriefEntry, Prompt
from bot.domain.rounds import Round, Turn
from bot.ui import debriefs, panels
from bot.ui.voices import Voice


class Look:
    """A plain question. What is returned as a payload are the arguments of a message: view, embeds, files."""

    async def panel(self, notice: Prompt, voice: Voice, *, reads_messages: bool) -> dict[str, Any]:
        """The open turn with its buttons."""
        return {"view": panels.question(notice, voice, reads_messages=reads_messages)}

    def settled(self, state: Round, position: int) -> dict[str, Any]:
        """The same panel without buttons: the turn is done with, or goes on in a newer panel."""
        return {"view": panels.settled(state, position)}

    def form(self, state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
        """The form behind ``Answer``. It has a text field with the custom id ``text``."""
        return panels.answer_form(state, turn, custom_id, drafted)

    def text_of(self, fields: Mapping[str, str]) -> str:
        """The answer that a filled form makes, as it stands in the transcript."""
        return fields.get("text", "")

    async def debrief(self, notice: DebriefEntry, voice: Voice) -> dict[str, Any]:
        """The turn in the debrief."""
        return debriefs.entry(notice, voice)
