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
    NO_HINT = "no_hint"
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
    UNKNOWN_QUESTION = "unknown_question"
    RETIRED_ALREADY = "retired_already"
    NO_SUCH_VERSION = "no_such_version"
    NOTHING_TO_RESTORE = "nothing_to_restore"
    NOTHING_CHANGED = "nothing_changed"
    UNKNOWN_COMPETENCY = "unknown_competency"
    NOT_KEPT = "not_kept"
    SUGGESTED_ENOUGH_TODAY = "suggested_enough_today"
    TOO_MANY_SUGGESTIONS_WAIT = "too_many_suggestions_wait"
    UNKNOWN_SUGGESTION = "unknown_suggestion"
    SUGGESTION_DECIDED = "suggestion_decided"
    PLACE_GONE = "place_gone"
    BLANK_REASON = "blank_reason"
    REASON_TOO_LONG = "reason_too_long"
    REPORTED_ALREADY = "reported_already"
    NOTHING_TO_REPORT = "nothing_to_report"
    REPORT_SETTLED = "report_settled"
    NO_TEXT_TO_SUGGEST = "no_text_to_suggest"
    WORK_STOPPED = "work_stopped"
    WORK_OVER = "work_over"
    WORK_RUNNING = "work_running"
    IMPORT_GONE = "import_gone"
    BANK_CHANGED = "bank_changed"
    FILE_OVER_LIMIT = "file_over_limit"
    TRACK_BUILT_IN = "track_built_in"
    TRACK_IS_THERE = "track_is_there"
    TOO_MANY_TRACKS = "too_many_tracks"
    TRACK_STAYS = "track_stays"
    NOT_TOML_FILE = "not_toml_file"
    NO_TRACK_ID = "no_track_id"
    PRESS_AGAIN = "press_again"
    UNKNOWN_BUTTON = "unknown_button"
    MATRIX_UNFILLED = "matrix_unfilled"
    NO_TASK_HERE = "no_task_here"
    TASK_NOT_OPEN = "task_not_open"
    TASK_IS_OPEN = "task_is_open"
    TASK_IS_IN = "task_is_in"
    UNKNOWN_PROBLEM = "unknown_problem"
    UNKNOWN_TABLE = "unknown_table"
    BAD_TIME = "bad_time"
    EMPTY_SQL = "empty_sql"
    NOT_SQL_FILE = "not_sql_file"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_NOT_TEXT = "file_not_text"
    FILE_UNREADABLE = "file_unreadable"
    NO_SANDBOX = "no_sandbox"
    NOT_A_MODERATOR = "not_a_moderator"
    NOT_A_MANAGER = "not_a_manager"
    NOT_INSTALLED = "not_installed"
    UNKNOWN_ZONE = "unknown_zone"
    SEVERAL_ZONES = "several_zones"
    NOT_A_CHANNEL_HERE = "not_a_channel_here"
    NOT_A_ROLE_HERE = "not_a_role_here"


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
