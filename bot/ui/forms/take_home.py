"""The take-home: its panel, its form, its debrief."""

from bot.ui.forms.look import Look


class TakeHomeLook(Look):
    """The take-home."""
