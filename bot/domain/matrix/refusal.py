"""Why a matrix cannot be used; the sentences belong to the interface."""

from enum import StrEnum

from bot.domain.errors import Refusal


class MatrixReason(StrEnum):
    """Why a matrix was refused; the type of the pydantic error, and the reason of :class:`MatrixRefused`."""

    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    ALL_ZERO = "all_zero"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NOT_A_SCORE = "not_a_score"
    NOT_TWO_PROJECTS = "not_two_projects"
    OTHER_CRITERIA = "other_criteria"


class MatrixRefused(Refusal):
    """A typed figure cannot be used: why, for which criterion, and what was written."""

    def __init__(self, reason: MatrixReason, criterion: str = "", text: str = "") -> None:
        self.reason = reason
        self.criterion = criterion
        self.text = text
        super().__init__(reason.value)
