"""The negotiation: its panel, its form, its debrief."""

from typing import Any

import discord

from bot.domain.notices import DebriefEntry, Prompt
from bot.domain.rounds import Round, Turn
from bot.ui import offer_debriefs, offer_panels, panels
from bot.ui.forms.look import Look
from bot.ui.text import plural
from bot.ui.voices import Voice


class NegotiationLook(Look):
    """The negotiation."""

    async def panel(self, notice: Prompt, voice: Voice, *, reads_messages: bool) -> dict[str, Any]:
        """What was said, the offer on the table, the moves that are left."""
        view = offer_panels.panel(notice.round, notice.turn, voice, notice.ends_at, reads_messages=reads_messages)
        return {"view": view}

    def settled(self, state: Round, position: int) -> dict[str, Any]:
        """What was done with the panel, without buttons."""
        return {"view": offer_panels.settled(state, state.turn(position))}

    def form(self, state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
        """A question or a counter in plain words."""
        modal = panels.blank_form(panels.numbering(state, turn), custom_id)
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id="text",
            style=discord.TextStyle.paragraph,
            max_length=4000,
            required=True,
            placeholder="Which parts are flexible?  Or: Base 64,000, remote 3 days. Salary surveys say …",
        )
        before = f"It follows what you typed in the thread ({plural(drafted, 'message')})." if drafted else None
        modal.add_item(discord.ui.Label(text="Ask, or say what you would change", description=before, component=field))
        return modal

    async def debrief(self, notice: DebriefEntry, voice: Voice) -> dict[str, Any]:
        """What came of it, with the picture."""
        return await offer_debriefs.entry(notice, voice)
