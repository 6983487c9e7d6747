"""Why something at a table, or at a check-in, cannot be done. The sentences are in ``bot.ui.sessions``."""

from enum import StrEnum

from bot.domain.errors import Refusal


class Why(StrEnum):
    """What stands in the way."""

    NO_TABLE = "no_table"
    """This server has no such table or check-in."""
    CHECK_IN_OVER = "check_in_over"
    CHECK_IN_CHANGED = "check_in_changed"
    """People kept coming while the tables were formed."""
    SESSION_OVER = "session_over"
    NOT_HOST = "not_host"
    TABLE_ENDED = "table_ended"
    TABLES_FULL = "tables_full"
    NOT_AT_TABLE = "not_at_table"
    NOT_INTERVIEWER = "not_interviewer"
    YOURS_LATER = "yours_later"
    NO_SHEET = "no_sheet"
    SITTING_OVER = "sitting_over"
    UNKNOWN_POINT = "unknown_point"
    NOTE_EMPTY = "note_empty"
    NOTE_TOO_LONG = "note_too_long"
    TOO_MANY_NOTES = "too_many_notes"
    SAME_PERSON = "same_person"
    NOT_SEATED = "not_seated"
    """Whoever was chosen for a part does not sit at the table any more."""


class TableRefused(Refusal):
    """A request cannot be met; ``details`` fill the sentence that says what to do."""

    def __init__(self, why: Why, **details: object) -> None:
        self.why = why
        self.details = details
        super().__init__(why.value)
