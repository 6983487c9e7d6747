"""What the bot has to say, as values. How it looks is decided in ``bot.ui``."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.domain.bank.overlay import Difference, ServerQuestion
from bot.domain.bank.suggestions import Suggestion
from bot.domain.competencies import Rubric
from bot.domain.debrief import Entry, Summary
from bot.domain.handouts import Handout
from bot.domain.process import Process
from bot.domain.rounds import Round, Turn
from bot.domain.tracks import Track


class Notice(BaseModel):
    """Something to be said in one message.

    ``since``: a message of the same words that is not newer than this one is an earlier notice, not this one.
    ``late``: when it was due, if it comes so late that people should know.
    ``edits``: the message to change instead of sending a new one.
    """

    model_config = ConfigDict(frozen=True)

    since: int | None = None
    late: datetime | None = None
    edits: int | None = None


class Briefing(Notice):
    """Who interviews, how long, what it is like."""

    round: Round


class Prompt(Notice):
    """A question with its buttons. ``ends_at``: the end of its time box, if it has one."""

    round: Round
    turn: Turn
    ends_at: datetime | None
    credit_id: int | None = None
    """The member who suggested the question."""


class Nudge(Notice):
    """A time box is nearly over, or over."""

    turn: Turn
    ends_at: datetime
    over: bool


class Deadline(Notice):
    """A take-home is due in a while. ``left``: which of the reminders this is: ``half``, ``day`` or ``hour``."""

    round: Round
    turn: Turn
    due_at: datetime
    left: str


class DebriefEntry(Notice):
    """One question of a closed round, with all that can be learnt from it. ``handouts`` go along as files."""

    round: Round
    entry: Entry
    rubric: Rubric
    handouts: tuple[Handout, ...] = ()


class RoundSummary(Notice):
    """The whole round in a few lines, its transcript, and the next step."""

    round: Round
    summary: Summary
    transcript: str
    next_stage: str | None


class ProcessSummary(Notice):
    """The last missing stage of a track is done: the whole process."""

    process: Process


class Unreadable(Notice):
    """What was typed cannot be read by the bot; how to answer instead."""


class Stranded(Notice):
    """The thread of an open round takes no messages any more."""

    round: Round


class Welcome(Notice):
    """The bot is new in a server, by its name: what to do first."""

    server: str


class BankNotice(Notice):
    """Something about a server's bank of questions."""


class SuggestionPost(BankNotice):
    """A suggestion for the review channel, with the questions of the bank that are like it; once it is decided, the
    post is changed."""

    suggestion: Suggestion
    alike: tuple[tuple[ServerQuestion, float], ...]
    tracks: dict[str, Track]


class SuggestionDecided(BankNotice):
    """What came of a suggestion, for the member; ``place``: stage and track by their titles."""

    suggestion: Suggestion
    place: str


class AuditEntry(BankNotice):
    """One line of a server's audit log: ``actor_id`` ``did`` something to ``what``."""

    actor_id: int
    did: str
    what: str
    at: datetime
    changes: tuple[Difference, ...] = ()
    text: str = ""


class LowStock(BankNotice):
    """A stage has few questions left for somebody who practises it; ``place`` as its titles."""

    place: str
    unseen: int
    needed: int


class Unfinished(Notice):
    """An open round that nobody has touched for a while."""

    round: Round


class RetryReminder(Notice):
    """The day that the candidate chose to do a stage once more."""

    round: Round


class DailyNotice(Notice):
    """Something about daily questions; see ``bot.domain.daily.notices``."""
