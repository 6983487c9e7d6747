"""A table of a session: who sits there, whose turn it is, and what each press makes of it. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.offer.negotiation import Negotiation
from bot.domain.sessions.sittings import Sitting, SittingStatus
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.domain.tracks import Question, StageKind

LEAST_AT_TABLE = 2
MOST_AT_TABLE = 8


class Deal(NamedTuple):
    """What a sitting is about: its questions and, in an offer stage, the deal."""

    questions: tuple[Question, ...]
    game: Negotiation | None = None


class TableStatus(StrEnum):
    """``OPENING``: it has no thread yet."""

    OPENING = "opening"
    OPEN = "open"
    ENDED = "ended"


class Table(BaseModel):
    """One table. ``index``: which of the sittings is on; ``panel_id``: the newest message with its buttons;
    ``seated_ids``: everybody who ever sat there; ``bent``: their wishes made no round, so everybody takes turns;
    ``left_out_ids``: whom the time does not allow to be candidate."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    session_id: int
    guild_id: int
    channel_id: int
    host_id: int
    number: int
    title: str
    track_id: str
    stage_id: str
    kind: StageKind
    track_title: str
    stage_title: str
    member_ids: tuple[int, ...]
    seated_ids: tuple[int, ...] = ()
    bent: bool = False
    left_out_ids: tuple[int, ...] = ()
    thread_id: int | None = None
    voice_id: int | None = None
    panel_id: int | None = None
    status: TableStatus = TableStatus.OPENING
    version: int = 1
    sittings: tuple[Sitting, ...] = ()
    index: int = 0

    @property
    def current(self) -> Sitting | None:
        """The sitting that is on; nothing once the table has ended."""
        if self.status is TableStatus.ENDED or self.index >= len(self.sittings):
            return None
        return self.sittings[self.index]

    @property
    def is_open(self) -> bool:
        """Whether people sit there."""
        return self.status is not TableStatus.ENDED

    @property
    def subject(self) -> str:
        """Names all that is owed to it."""
        return f"table:{self.id}"

    @property
    def clock_subject(self) -> str:
        """Names what is owed to the clock of the sitting that is on."""
        return f"table:{self.id}:clock"

    def put(self, **changes: Any) -> "Table":
        """The same with changes."""
        return self.model_copy(update=changes)

    # ------------------------------------------------------------------ who may what

    def at(self, number: int) -> Sitting:
        """The sitting that is on, if it is the one that a button belongs to.

        :raises TableRefused: if it is not.
        """
        if not self.is_open:
            raise TableRefused(Why.TABLE_ENDED)
        now = self.current
        if now is None or now.number != number or self.status is not TableStatus.OPEN:
            raise TableRefused(Why.SITTING_OVER)
        return now

    def check_member(self, user_id: int) -> None:
        """:raises TableRefused: for whoever does not sit here."""
        if user_id not in self.member_ids:
            raise TableRefused(Why.NOT_AT_TABLE)

    def check_interviewer(self, user_id: int, number: int) -> Sitting:
        """The sitting that is on, for its interviewers. In a team stage the observers ask, too.

        :raises TableRefused: for everybody else.
        """
        self.check_member(user_id)
        sitting = self.at(number)
        if user_id not in self.asking(sitting):
            later = any(user_id in self.asking(one) for one in self.sittings[self.index + 1 :])
            why = Why.NO_SHEET if user_id == sitting.candidate_id else Why.NOT_INTERVIEWER
            raise TableRefused(Why.YOURS_LATER if later else why, interviewer=sitting.interviewer_id)
        return sitting

    def asking(self, sitting: Sitting) -> tuple[int, ...]:
        """Who has an interviewer's sheet."""
        whole_panel = self.kind in (StageKind.TEAM, StageKind.EXECUTIVE)
        return sitting.rater_ids if whole_panel else (sitting.interviewer_id,)

    # ------------------------------------------------------------------ its course

    def opened(self, thread_id: int, voice_id: int | None, now: datetime) -> "Table":
        """Its thread is there: the first sitting begins."""
        if self.status is not TableStatus.OPENING:
            return self
        ready = self.put(thread_id=thread_id, voice_id=voice_id, status=TableStatus.OPEN)
        if ready.current is not None and ready.current.status is SittingStatus.RUNNING:
            return ready  # its first thread was lost
        return _begin(ready, now)

    def changed(self, sitting: Sitting) -> "Table":
        """The sitting that is on, in a new state."""
        return self.put(sittings=(*self.sittings[: self.index], sitting, *self.sittings[self.index + 1 :]))

    def rotated(self, number: int, now: datetime) -> "Table":
        """The next sitting begins; after the last one the table ends.

        :raises TableRefused: if that was done already.
        """
        self.at(number)
        return _through(self, now)

    def ended(self, now: datetime) -> "Table":
        """Nobody goes on; what has begun is through, and what has not is passed over."""
        if not self.is_open:
            return self
        return self.put(sittings=tuple(one.over(now) for one in self.sittings), status=TableStatus.ENDED)

    def homeless(self) -> "Table":
        """Its thread is gone; it waits for another one."""
        return self.put(thread_id=None, panel_id=None, status=TableStatus.OPENING) if self.is_open else self

    # ------------------------------------------------------------------ people come and go

    def without(self, user_id: int, now: datetime) -> "Table":
        """Somebody leaves. Their turn as candidate ends, their turns as interviewer go to the others.

        With fewer than two the table ends.
        """
        if user_id not in self.member_ids or not self.is_open:
            return self
        left = tuple(one for one in self.member_ids if one != user_id)
        if len(left) < LEAST_AT_TABLE:
            return self.ended(now).put(member_ids=left)
        table = self.put(member_ids=left)
        now_on = table.current
        was_candidate = now_on is not None and now_on.candidate_id == user_id
        coming = [one for one in table.sittings[table.index + 1 :] if one.candidate_id != user_id]
        kept = [*table.sittings[: table.index + 1], *coming]
        table = table.put(sittings=tuple(kept))
        start = table.index + (1 if was_candidate else 0)
        table = _reseated(table, user_id, start)
        return _through(table, now) if was_candidate else table

    def with_one(self, user_id: int, sitting: Sitting | None = None) -> "Table":
        """Somebody sits down and watches; with ``sitting`` they get a turn of their own at the end.

        :raises TableRefused: if the table has ended, or is full.
        """
        if not self.is_open:
            raise TableRefused(Why.TABLE_ENDED)
        if user_id in self.member_ids:
            return self
        if len(self.member_ids) >= MOST_AT_TABLE:
            raise TableRefused(Why.TABLES_FULL)
        watched = tuple(
            one if one.is_over else one.put(observer_ids=(*one.observer_ids, user_id)) for one in self.sittings
        )
        number = max((one.number for one in watched), default=0) + 1
        more = (sitting.put(number=number),) if sitting else ()
        seated = tuple(dict.fromkeys((*self.seated_ids, *self.member_ids, user_id)))
        return self.put(member_ids=(*self.member_ids, user_id), seated_ids=seated, sittings=(*watched, *more))

    def reassigned(self, number: int, candidate_id: int, interviewer_id: int, fresh: Deal | None = None) -> "Table":
        """Other people take the parts of the sitting that is on. Whoever is candidate earlier than planned changes
        places with the one who was to be it now, with their questions; else the questions are ``fresh``.

        :raises TableRefused: for people who do not sit here, or one person in both parts.
        """
        sitting = self.at(number)
        if not {candidate_id, interviewer_id} <= set(self.member_ids):
            raise TableRefused(Why.NOT_SEATED)
        if candidate_id == interviewer_id:
            raise TableRefused(Why.SAME_PERSON)
        changed = self
        later = next((one for one in self.sittings[self.index + 1 :] if one.candidate_id == candidate_id), None)
        if candidate_id != sitting.candidate_id and later is not None:
            swapped = later.put(candidate_id=sitting.candidate_id, questions=sitting.questions, game=sitting.game)
            swapped = swapped.put(**_parts(self.member_ids, sitting.candidate_id, later.interviewer_id))
            at = self.sittings.index(later)
            changed = self.put(sittings=(*self.sittings[:at], swapped, *self.sittings[at + 1 :]))
            sitting = sitting.put(questions=later.questions, game=later.game)
        elif candidate_id != sitting.candidate_id and fresh is not None:
            sitting = sitting.put(questions=fresh.questions, game=fresh.game)
        if candidate_id != sitting.candidate_id:
            sitting = sitting.put(asked=(), ticked=(), answers=())
        parts = _parts(self.member_ids, candidate_id, interviewer_id)
        return changed.changed(sitting.put(candidate_id=candidate_id, **parts))


def _begin(table: Table, now: datetime) -> Table:
    """The sitting at the table's index begins; without one the table has ended."""
    sitting = table.current
    if sitting is None:
        return table.put(status=TableStatus.ENDED)
    return table.changed(sitting.begun(now))


def _through(table: Table, now: datetime) -> Table:
    """The sitting that is on is over, and the next one begins."""
    sitting = table.current
    if sitting is None:
        return table.put(status=TableStatus.ENDED)
    return _begin(table.changed(sitting.over(now)).put(index=table.index + 1), now)


def _reseated(table: Table, gone: int, start: int) -> Table:
    """Nobody who left has a part from ``start`` on; whoever interviewed least steps in."""
    turns = Counter(one.interviewer_id for one in table.sittings)
    seated = []
    for at, one in enumerate(table.sittings):
        if at < start or one.is_over:
            seated.append(one)
            continue
        interviewer = one.interviewer_id
        if interviewer == gone:
            free = [each for each in table.member_ids if each != one.candidate_id]
            interviewer = min(free, key=lambda each: (turns[each], table.member_ids.index(each)))
            turns[interviewer] += 1
        seated.append(one.put(**_parts(table.member_ids, one.candidate_id, interviewer)))
    return table.put(sittings=tuple(seated))


def _parts(members: Sequence[int], candidate_id: int, interviewer_id: int) -> dict[str, Any]:
    """Interviewer and observers of a sitting, from all who sit there. Two people who would be one are told apart."""
    if interviewer_id == candidate_id:
        interviewer_id = next(one for one in members if one != candidate_id)
    watching = tuple(one for one in members if one not in (candidate_id, interviewer_id))
    return {"interviewer_id": interviewer_id, "observer_ids": watching}


def smallest(tables: Sequence[Table]) -> Table:
    """The table where a late comer sits down.

    :raises TableRefused: if none takes anybody.
    """
    free = [one for one in tables if one.is_open and len(one.member_ids) < MOST_AT_TABLE]
    if not free:
        raise TableRefused(Why.TABLES_FULL if any(one.is_open for one in tables) else Why.TABLE_ENDED)
    return min(free, key=lambda one: (len(one.member_ids), one.number))


def held(table: Table) -> tuple[Sitting, ...]:
    """The sittings that took place."""
    return tuple(one for one in table.sittings if one.status is SittingStatus.DONE)
