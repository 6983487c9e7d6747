"""What cannot be done with a session. The sentences are in ``bot.ui.sessions.sentences``."""

from enum import StrEnum

from bot.domain.errors import Refusal


class No(StrEnum):
    """Why."""

    GONE = "gone"
    NOT_HOST = "not_host"
    CANCELLED = "cancelled"
    ENDED = "ended"
    BEGUN = "begun"
    IN_POLL = "in_poll"
    NO_POLL = "no_poll"
    POLL_PASSED = "poll_passed"
    NO_VOTES = "no_votes"
    TOO_MANY_TIMES = "too_many_times"
    POLL_TIME = "poll_time"
    TOO_MANY = "too_many"
    TOO_MANY_OF_YOURS = "too_many_of_yours"
    PAST = "past"
    NOTHING_CHANGED = "nothing_changed"
    BAD_LENGTH = "bad_length"
    BAD_PLACES = "bad_places"
    NOBODY = "nobody"
    NO_STATS = "no_stats"


class SessionRefused(Refusal):
    """``details`` fill the sentence."""

    def __init__(self, reason: No, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(reason.value)
