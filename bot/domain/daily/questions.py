"""A daily question and its answers, as values."""

import re
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.drafts import StoredText, is_blank
from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Question

ANSWER_ROOM = 4000
"""Characters of an answer: what Discord lets a form hold, and a message of somebody with Nitro."""

_NEEDS_MORE = frozenset({"take-home", "live-coding"})
"""Tags of questions that lean on work or tables which nobody has before them here."""

_TABLE = re.compile(r"\b\w+\(\w+, \w+")
"""A table with its columns, ``orders(order_id, status)``: a query is asked for."""


class Scope(StrEnum):
    """Whose question it is: one that a person subscribed to, one asked for at once, or that of a whole server."""

    OWN = "own"
    NOW = "now"
    CHANNEL = "channel"


class DailyStatus(StrEnum):
    """Where it stands. ``PASSED``: another one was asked for; ``CLOSED``: no answers are taken any more."""

    OPEN = "open"
    ANSWERED = "answered"
    PASSED = "passed"
    CLOSED = "closed"


class DailyQuestion(BaseModel):
    """A question that was asked on a day, kept as it was asked, whatever becomes of the bank.

    ``user_id`` is ``None`` for a server's. ``key``: what it is asked for once. ``place_id``: the channel or thread in
    which it stands; ``None`` in direct messages, and where only the person sees it. ``thread_id``: the thread in which
    it is answered. ``last_rating``, ``last_at``: of a review, how and when the person rated themselves last.
    """

    model_config = ConfigDict(frozen=True)

    id: int = 0
    guild_id: int
    user_id: int | None
    scope: Scope
    key: str
    day: date
    track_id: str
    stage_id: str
    question_id: str
    question: Question
    status: DailyStatus = DailyStatus.OPEN
    place_id: int | None = None
    message_id: int | None = None
    thread_id: int | None = None
    asked_at: datetime
    closed_at: datetime | None = None
    last_at: datetime | None = None
    last_rating: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is taken."""
        return self.status is DailyStatus.OPEN

    @property
    def is_private(self) -> bool:
        """Whether what follows the answer can be said where the question stands: only the person reads there."""
        return self.thread_id is not None or (self.scope is Scope.OWN and self.place_id is None)

    def put(self, **changes: object) -> "DailyQuestion":
        """The same question with changes."""
        return self.model_copy(update=changes)


class DailyAnswer(BaseModel):
    """What a person answered. ``source_id``: the message or interaction that brought it. ``rating``: their own level,
    1 to 4. ``shared``: they agreed that it may be shown in the wrap-up."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    source_id: int
    guild_id: int
    daily_id: int
    user_id: int
    text: StoredText
    rating: int | None = None
    shared: bool = False
    answered_at: datetime


def checked_answer(text: str) -> str:
    """:raises Refused: if there is nothing to read in it, or far more than a form holds."""
    if is_blank(text):
        raise Refused(Reason.DAILY_EMPTY)
    if len(text) > ANSWER_ROOM:
        raise Refused(Reason.DAILY_TOO_LONG, length=len(text), most=ANSWER_ROOM)
    return text


def stands_alone(question: Question) -> bool:
    """Whether it can be answered in words, with nothing at hand but the question: no query over tables, for one."""
    return not (_NEEDS_MORE & set(question.tags) or _TABLE.search(question.prompt))
