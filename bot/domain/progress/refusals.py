"""What cannot be done about progress. The sentences are in ``bot.ui.progress.sentences``."""

from enum import StrEnum

from bot.domain.errors import Refusal


class No(StrEnum):
    """Why."""

    NOT_SHARED = "not_shared"
    NO_BOARD = "no_board"
    NOT_LED = "not_led"
    TOO_FEW = "too_few"
    BAD_GOAL = "bad_goal"
    NOT_YOURS = "not_yours"
    GONE = "gone"
    NOTHING = "nothing"


class ProgressRefused(Refusal):
    """``details`` fill the sentence."""

    def __init__(self, reason: No, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(reason.value)
