"""What cannot be done with an interview. The sentences are in ``bot.ui.interviews.sentences``."""

from enum import StrEnum

from bot.domain.errors import Refusal


class No(StrEnum):
    """Why."""

    GONE = "gone"
    TOO_MANY = "too_many"
    BLANK = "blank"
    PAST = "past"
    NOTHING_CHANGED = "nothing_changed"
    NO_POINTS = "no_points"
    NO_NUMBER = "no_number"
    NO_TRACK = "no_track"
    NO_CHANNEL = "no_channel"
    BROUGHT = "brought"


class InterviewRefused(Refusal):
    """``details`` fill the sentence."""

    def __init__(self, reason: No, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(reason.value)
