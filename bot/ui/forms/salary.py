"""The salary question: its panel, its form, its debrief."""

from bot.ui.forms.look import Look


class SalaryLook(Look):
    """The salary question."""
