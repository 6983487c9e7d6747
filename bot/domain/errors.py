"""What can go wrong in a way that a person can do something about. The sentences are in ``bot.ui.sentences``."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a request was refused."""

    UNKNOWN_TRACK = "unknown_track"
    UNKNOWN_STAGE = "unknown_stage"
    TOO_MANY_OPEN = "too_many_open"
    ALREADY_OPEN = "already_open"
    NOT_ADDED = "not_added"
    NO_ROUND_HERE = "no_round_here"
    NO_OPEN_ROUND = "no_open_round"
    SEVERAL_OPEN = "several_open"
    ROUND_GONE = "round_gone"
    ROUND_CLOSED = "round_closed"
    ROUND_OPEN = "round_open"
    NOT_CURRENT = "not_current"
    NOT_YOURS = "not_yours"
    EMPTY_ANSWER = "empty_answer"
    NO_DRAFT = "no_draft"
    BAD_LEVEL = "bad_level"
    LAST_STAGE = "last_stage"
    NOT_A_SERVER = "not_a_server"
    NOT_A_TEXT_CHANNEL = "not_a_text_channel"
    NO_PRIVATE_THREADS = "no_private_threads"
    NO_PUBLIC_THREADS = "no_public_threads"
    MISSING_PERMISSION = "missing_permission"
    THREAD_CAP = "thread_cap"
    THREAD_LOCKED = "thread_locked"
    NOT_YOUR_MESSAGE = "not_your_message"
    EMPTY_MESSAGE = "empty_message"
    ALREADY_GIVEN = "already_given"
    UNKNOWN_BUTTON = "unknown_button"


class Refusal(Exception):  # noqa: N818 - it names an outcome, not a fault
    """A request cannot be met; the person is told so in one sentence."""


class Refused(Refusal):
    """A request cannot be met; ``details`` fill the sentence that says what to do."""

    def __init__(self, reason: Reason, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(reason.value)


class StoreUnavailable(Exception):  # noqa: N818
    """The store could not take or give the data; nothing of the unit was saved."""


class StoreBusy(StoreUnavailable):
    """Another process kept the database locked for longer than we wait."""


class StoreFull(StoreUnavailable):
    """There is no room left where the database is."""
