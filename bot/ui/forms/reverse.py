"""The candidate's own questions: its panel, its form, its debrief."""

from bot.ui.forms.look import Look


class ReverseLook(Look):
    """The candidate's own questions."""
