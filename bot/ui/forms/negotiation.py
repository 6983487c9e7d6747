"""The negotiation: its panel, its form, its debrief."""

from bot.ui.forms.look import Look


class NegotiationLook(Look):
    """The negotiation."""
