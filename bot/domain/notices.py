"""What the bot has to say, as values. How it looks is decided in ``bot.ui``."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.domain.competencies import Rubric
from bot.domain.debrief import Entry, Summary
from bot.domain.rounds import Round, Turn


class Notice(BaseModel):
    """Something to be said in one message.

    ``since``: a message of the same words that is not newer than this one is an earlier notice, not this one.
    """

    model_config = ConfigDict(frozen=True)

    since: int | None = None


class Briefing(Notice):
    """Who interviews, how long, what it is like."""

    round: Round


class Prompt(Notice):
    """A question with its buttons. ``ends_at``: the end of its time box, if it has one."""

    round: Round
    turn: Turn
    ends_at: datetime | None


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
    """One question of a closed round, with all that can be learnt from it."""

    round: Round
    entry: Entry
    rubric: Rubric


class RoundSummary(Notice):
    """The whole round in a few lines, its transcript, and the next step."""

    round: Round
    summary: Summary
    transcript: str
    next_stage: str | None


class Unreadable(Notice):
    """What was typed cannot be read by the bot; how to answer instead."""


class Stranded(Notice):
    """The thread of an open round takes no messages any more."""

    round: Round


class RetryReminder(Notice):
    """The day that the candidate chose to do a stage once more."""

    round: Round
