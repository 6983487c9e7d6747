"""What people read when figures of a success matrix cannot be used."""

from bot.domain.matrix import MatrixReason, MatrixRefused
from bot.ui.text import cut, inert

_SHOWN_AT_MOST = 40
_SENTENCES = {
    MatrixReason.NOT_A_NUMBER: "{criterion}: {text} is not a number I can weigh with; write one like `30` or `30 %`.",
    MatrixReason.NEGATIVE: "{criterion}: {text} is below zero; write `0` if it should not count.",
    MatrixReason.TOO_LARGE: "{criterion}: {text} is more than I can weigh with; write at most `1000`.",
    MatrixReason.ALL_ZERO: "All your weights are zero: give a weight to at least one criterion.",
    MatrixReason.TOO_FEW: "There are too few criteria for a matrix: fill in four at least.",
    MatrixReason.TOO_MANY: "There are too many criteria for a matrix: keep to six.",
    MatrixReason.NOT_A_SCORE: "{criterion}: {text} is not a score; write a whole number from `1` to `5`.",
    MatrixReason.NOT_TWO_PROJECTS: "A matrix compares two projects: score both of them.",
    MatrixReason.OTHER_CRITERIA: "Weights and scores are about different criteria: fill in every one of them.",
}


def matrix_sentence(error: MatrixRefused) -> str:
    """The sentence for a figure that was refused."""
    typed = " ".join(error.text.split())
    shown = f"“{inert(cut(typed, _SHOWN_AT_MOST))}”" if typed else "an empty field"
    return _SENTENCES[error.reason].format(criterion=inert(error.criterion), text=shown)
