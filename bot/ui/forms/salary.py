"""The salary question: its form with fields for the figure, and what was understood of them."""

from collections.abc import Mapping
from typing import Any

import discord

from bot.domain.rounds import Round, Turn
from bot.domain.stages.salary.reading import CURRENCY, FIGURE, HANDLING, Handling
from bot.domain.stages.salary.rules import understood
from bot.ui import panels
from bot.ui.forms.look import Look

_HANDLINGS = {
    Handling.FIGURE: ("A figure", "One number that you stand by"),
    Handling.RANGE: ("A range", "From a lower end to an upper one"),
    Handling.DEFER: ("Put it off", "Not yet, with a reason"),
}
_LONGEST = {FIGURE: 60, CURRENCY: 20}


class SalaryLook(Look):
    """The salary question."""

    def settled(self, state: Round, position: int) -> dict[str, Any]:
        """With what the recruiter noted."""
        read = understood(state.turn(position))
        noted = f"Noted: {read.amount}." if read is not None and read.amount else ""
        return {"view": panels.settled(state, position, noted)}

    def form(self, state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
        """The words are needed; what the figure is may stand in them or in a field of its own."""
        modal = super().form(state, turn, custom_id, drafted)
        modal.add_item(_field("Figure or range", FIGURE, "62k, or 60,000 to 65,000, or 45 an hour"))
        modal.add_item(_field("Currency", CURRENCY, "EUR, dollars, £ …"))
        options = [
            discord.RadioGroupOption(label=label, value=one.value, description=description)
            for one, (label, description) in _HANDLINGS.items()
        ]
        group: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(
            custom_id=HANDLING, options=options, required=False
        )
        modal.add_item(discord.ui.Label(text="What do you do?", component=group))
        return modal

    def text_of(self, fields: Mapping[str, str]) -> str:
        """The words, and below them what was put into the fields."""
        handling = fields.get(HANDLING, "")
        label = _HANDLINGS[Handling(handling)][0] if handling in set(Handling) else ""
        filled = (
            ("Figure", fields.get(FIGURE, "").strip()),
            ("Currency", fields.get(CURRENCY, "").strip()),
            ("Chosen", label),
        )
        return "\n".join([fields.get("text", ""), *(f"{name}: {value}" for name, value in filled if value)])


def _field(label: str, custom_id: str, example: str) -> discord.ui.Label[discord.ui.Modal]:
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=custom_id, placeholder=example, required=False, max_length=_LONGEST[custom_id]
    )
    return discord.ui.Label(text=label, description="You may leave this empty.", component=field)
