"""What is said at a check-in and at a session's tables, as values."""

from datetime import datetime
from enum import StrEnum

from bot.domain.notices import Notice
from bot.domain.sessions.checkin import CheckIn
from bot.domain.sessions.sittings import Sitting
from bot.domain.sessions.tables import Table


class TableNotice(Notice):
    """Something about a check-in or a table."""


class CheckInPost(TableNotice):
    """Who is there; once the tables are formed, who sits where. ``awaited``: who signed up and did not press yet;
    ``message_id``: the post, where it is changed."""

    check_in: CheckIn
    name: str
    place: str
    host_id: int
    awaited: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    over: bool = False


class TablePanel(TableNotice):
    """Whose turn it is, with the buttons of a table."""

    table: Table
    sitting: Sitting


class TableQuestion(TableNotice):
    """A question that the interviewer asks."""

    table: Table
    sitting: Sitting
    index: int


class TableClock(TableNotice):
    """The time of a sitting is nearly over, or over. ``turns_at``: when the table rotates by itself."""

    table: Table
    ends_at: datetime
    turns_at: datetime
    over: bool


class Word(StrEnum):
    """What is said in one line in the thread of a table."""

    PAUSED = "paused"
    RESUMED = "resumed"
    LEFT = "left"
    JOINED = "joined"
    MOVED = "moved"
    ALONE = "alone"
    ENDED = "ended"
    VOICE_GONE = "voice_gone"


class TableWord(TableNotice):
    """One line. ``user_id``: who did it, or whom it is about; ``link``: another thread, if it is about one."""

    table: Table
    word: Word
    user_id: int
    link: int | None = None


class Trouble(StrEnum):
    """What keeps a session's tables from being as they should."""

    NO_THREAD = "no_thread"
    THREAD_GONE = "thread_gone"
    NO_VOICE = "no_voice"
    VOICE_CAP = "voice_cap"
    CHANNEL_GONE = "channel_gone"
    NO_STAGE = "no_stage"
    NOBODY = "nobody"


class SessionTrouble(TableNotice):
    """For the host: what is wrong, and the way on. ``reason``: a sentence, where somebody gave one; ``server``: its
    name, where the host is told in direct messages."""

    session_id: int
    name: str
    trouble: Trouble
    reason: str = ""
    link: int | None = None


class Personal(StrEnum):
    """What one person is told in private after the check-in."""

    RELEASED = "released"
    MISSED = "missed"
    UNSEATED = "unseated"
    ONLY_ONE = "only_one"


class SessionPersonal(TableNotice):
    """For one person: why they do not sit at a table."""

    name: str
    what: Personal
    link: int | None = None
