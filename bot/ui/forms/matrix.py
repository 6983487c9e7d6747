"""The success matrix: its panel, its form, its debrief."""

from bot.ui.forms.look import Look


class MatrixLook(Look):
    """The success matrix."""
