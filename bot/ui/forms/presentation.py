"""The presentation: its panel, its form."""

from typing import Any

import discord

from bot.domain.notices import Prompt
from bot.domain.rounds import Round, Turn
from bot.domain.stages.presentation.agenda_check import AgendaCheck
from bot.ui import panels
from bot.ui.actions import UPLOADS, ActionButton
from bot.ui.forms.look import Look
from bot.ui.text import inert, plural
from bot.ui.voices import Voice

MOST_FILES = 10
_EXAMPLE = "1. The decision I ask for (1 min)\n2. What we found (3 min)\n…\nQuestions (2 min)"
_BRING = (
    "Bring an outline, your slides as images or PDF, or both. **Check agenda** tells you, and only you, what your "
    "outline still lacks."
)
NOTHING_YET = (
    "There is nothing to check yet: type your outline here in a few lines, then press **Check agenda** once more."
)


class PresentationLook(Look):
    """The presentation."""

    async def panel(self, notice: Prompt, voice: Voice, *, reads_messages: bool) -> dict[str, Any]:
        state, turn = notice.round, notice.turn
        row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
        row.add_item(ActionButton("Check agenda", "agenda", state.id, turn.position, emoji="🗒️"))
        view = panels.card(
            voice.colour,
            f"{panels.heading(state, turn)}\n{voice.lead_in(state, turn)}",
            f"{panels.prompt(turn)}\n{_BRING}",
            f"{panels.clock(turn, notice.ends_at)}-# {panels.how_to_answer(reads_messages)}",
            items=[row],
            row=panels.buttons(state, turn),
        )
        return {"view": view}

    def form(self, state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
        modal = panels.blank_form(panels.numbering(state, turn), custom_id)
        before = f"It follows your {plural(drafted, 'message')} in the thread. " if drafted else ""
        # Whoever has slides only leaves the outline empty.
        outline: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id="text", style=discord.TextStyle.paragraph, max_length=4000, required=False, placeholder=_EXAMPLE
        )
        slides: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(
            custom_id=UPLOADS, required=False, min_values=0, max_values=MOST_FILES
        )
        minutes = f"{before}A line for each part, with its minutes."
        modal.add_item(discord.ui.Label(text="Your outline", description=minutes, component=outline))
        what = "Images or PDF, if you have any."
        modal.add_item(discord.ui.Label(text="Your slides", description=what, component=slides))
        return modal


def agenda(check: AgendaCheck) -> str:
    """The check of what is drafted so far."""
    if not check.findings:
        return NOTHING_YET
    lines = "\n".join(f"• {inert(note)}" for note in check.notes)
    return f"🗒️ **Your agenda so far**\n{lines}\n-# Nothing is submitted yet."
