"""What cannot be done with a scorecard. The sentences are in ``bot.ui.sessions.score_sentences``."""

from enum import StrEnum

from bot.domain.errors import Refusal


class NoCard(StrEnum):
    """Why."""

    GONE = "gone"
    STRANGER = "stranger"
    LEFT = "left"
    LATE = "late"
    OPENED = "opened"
    NO_SUCH_PART = "no_such_part"
    NO_LEVEL = "no_level"
    TOO_LONG = "too_long"


class CardRefused(Refusal):
    """``details`` fill the sentence."""

    def __init__(self, reason: NoCard, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(reason.value)
