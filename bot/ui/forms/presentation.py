"""The presentation: its panel, its form, its debrief."""

from bot.ui.forms.look import Look


class PresentationLook(Look):
    """The presentation."""
