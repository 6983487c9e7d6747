"""One round of a table: somebody is interviewed by somebody, and others watch."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from bot.domain.offer.negotiation import Negotiation
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.domain.tracks import Question

NOTE_ROOM = 1000
MOST_NOTES = 40
MOST_SAID = 200
"""Messages of a candidate that are kept of one round; an hour of typing has fewer."""

BREAK = timedelta(minutes=3)
"""Before every round but the first, for the scorecards of the one before."""

GRACE = timedelta(minutes=2)
"""So long after its time a round goes on, before the table rotates by itself."""

_SHORTEST = timedelta(minutes=2)
"""A round that ended sooner, without a question, is nothing to be rated."""


class SittingStatus(StrEnum):
    """``SKIPPED``: it ended before there was anything to rate."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Note(_Value):
    """What an interviewer or an observer wrote down; ``question``: the index of the question it is about."""

    source_id: int
    user_id: int
    question: int | None
    text: str
    at: datetime


class Said(_Value):
    """A message that the candidate typed in the thread."""

    message_id: int
    question: int | None
    text: str


class Sitting(_Value):
    """One candidate's turn. ``asked``: indices of questions in the order in which they were asked; ``ticked``: pairs of
    a question's index and the index of a key point that the interviewer heard; ``game``: the deal of an offer stage."""

    number: int
    candidate_id: int
    interviewer_id: int
    observer_ids: tuple[int, ...] = ()
    questions: tuple[Question, ...] = ()
    game: Negotiation | None = None
    asked: tuple[int, ...] = ()
    status: SittingStatus = SittingStatus.WAITING
    minutes: int
    started_at: datetime | None = None
    ends_at: datetime | None = None
    paused_at: datetime | None = None
    notes: tuple[Note, ...] = ()
    ticked: tuple[tuple[int, int], ...] = ()
    answers: tuple[Said, ...] = ()

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands still."""
        return self.paused_at is not None

    @property
    def is_over(self) -> bool:
        """Whether it was held or passed over."""
        return self.status in (SittingStatus.DONE, SittingStatus.SKIPPED)

    @property
    def rater_ids(self) -> tuple[int, ...]:
        """Who rates the candidate: the interviewer first."""
        return (self.interviewer_id, *self.observer_ids)

    def put(self, **changes: Any) -> Self:
        """The same with changes."""
        return self.model_copy(update=changes)

    def begun(self, now: datetime) -> Self:
        """Its clock runs. Before the second round and later ones there is time for scorecards."""
        pause = BREAK if self.number > 1 else timedelta()
        ends_at = now + pause + timedelta(minutes=self.minutes)
        return self.put(status=SittingStatus.RUNNING, started_at=now, ends_at=ends_at)

    def nudged_at(self) -> datetime | None:
        """When four fifths of its time are over."""
        if self.started_at is None or self.ends_at is None:
            return None
        return self.ends_at - timedelta(minutes=self.minutes) / 5

    def over(self, now: datetime) -> Self:
        """It is through; whether there is something to rate depends on what happened in it."""
        if self.is_over:
            return self
        long_enough = self.started_at is not None and now - self.started_at >= _SHORTEST
        held = self.status is SittingStatus.RUNNING and bool(self.asked or self.answers or long_enough)
        return self.put(status=SittingStatus.DONE if held else SittingStatus.SKIPPED, paused_at=None)

    def paused(self, now: datetime) -> Self:
        """The clock stands still; twice is once."""
        return self if self.is_paused else self.put(paused_at=now)

    def resumed(self, now: datetime) -> Self:
        """The clock goes on where it stood; twice is once."""
        if self.paused_at is None or self.ends_at is None:
            return self
        return self.put(paused_at=None, ends_at=self.ends_at + (now - self.paused_at))

    def with_asked(self, index: int) -> Self:
        """A question is put to the candidate; again it only comes to the end of the line.

        :raises TableRefused: if there is no such question.
        """
        if not 0 <= index < len(self.questions):
            raise TableRefused(Why.UNKNOWN_POINT)
        return self.put(asked=(*(one for one in self.asked if one != index), index))

    def with_note(self, note: Note) -> Self:
        """Something was written down; the same interaction only once.

        :raises TableRefused: if it is empty, too long, or one too many.
        """
        if not note.text.strip():
            raise TableRefused(Why.NOTE_EMPTY)
        if len(note.text) > NOTE_ROOM:
            raise TableRefused(Why.NOTE_TOO_LONG, length=len(note.text), most=NOTE_ROOM)
        if any(one.source_id == note.source_id for one in self.notes):
            return self
        if sum(one.user_id == note.user_id for one in self.notes) >= MOST_NOTES:
            raise TableRefused(Why.TOO_MANY_NOTES, most=MOST_NOTES)
        return self.put(notes=(*self.notes, note))

    def with_ticks(self, index: int, points: Iterable[int]) -> Self:
        """The key points of one question that were heard, in place of what was ticked before.

        :raises TableRefused: if there is no such question.
        """
        if not 0 <= index < len(self.questions):
            raise TableRefused(Why.UNKNOWN_POINT)
        known = range(len(self.questions[index].key_points))
        others = tuple(tick for tick in self.ticked if tick[0] != index)
        return self.put(ticked=(*others, *((index, point) for point in sorted(set(points)) if point in known)))

    def with_answer(self, message_id: int, text: str) -> Self:
        """The candidate typed something, or changed it: it belongs to the question that was asked last."""
        known = {one.message_id: one for one in self.answers}
        if message_id not in known and len(known) >= MOST_SAID:
            return self
        about = known[message_id].question if message_id in known else (self.asked[-1] if self.asked else None)
        known[message_id] = Said(message_id=message_id, question=about, text=text)
        return self.put(answers=tuple(known.values()))

    def without_answers(self, message_ids: Iterable[int]) -> Self:
        """Messages were deleted."""
        gone = set(message_ids)
        return self.put(answers=tuple(one for one in self.answers if one.message_id not in gone))

    def seats(self) -> set[int]:
        """Everybody who has a part in it."""
        return {self.candidate_id, self.interviewer_id, *self.observer_ids}
