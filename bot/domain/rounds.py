"""A mock round: one stage of a track, question by question, as a value and pure steps on it.

Each step takes the moment it happens and returns a :class:`Step`: the round afterwards and what is now owed to the
candidate. Whoever calls it stores both in one transaction, so a round never waits for something nobody will send.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.competencies import LEVELS
from bot.domain.errors import Reason, Refused
from bot.domain.hints import hint_count
from bot.domain.tracks import StageKind
from bot.domain.turns import Form, Turn, TurnStatus, numbered

__all__ = [
    "ABANDONED_AFTER",
    "MOST_OPEN_ROUNDS",
    "RETRY_AFTER",
    "UNFINISHED_AFTER",
    "Owed",
    "OwedKind",
    "Play",
    "Round",
    "RoundStatus",
    "Step",
    "Turn",
    "TurnStatus",
    "Visibility",
    "Waiting",
]

MOST_OPEN_ROUNDS = 3
ABANDONED_AFTER = timedelta(days=7)
AFTER_DEADLINE = timedelta(days=1)
UNFINISHED_AFTER = timedelta(days=2)
RETRY_AFTER = timedelta(days=3)
OPENING_GRACE = timedelta(seconds=30)
"""How long the process that planned a round has to open its thread before another one does."""
NUDGE_AT = 0.8


class Visibility(StrEnum):
    """Who sees the round's thread."""

    PRIVATE = "private"
    PUBLIC = "public"


class RoundStatus(StrEnum):
    """Where a round stands."""

    OPENING = "opening"
    OPEN = "open"
    FINISHED = "finished"
    EXPIRED = "expired"


class OwedKind(StrEnum):
    """What a round can owe its candidate."""

    OPENING = "opening"
    BRIEFING = "briefing"
    PROMPT = "prompt"
    NUDGE = "nudge"
    TIME_UP = "time_up"
    DEADLINE = "deadline"
    DEBRIEF = "debrief"
    SUMMARY = "summary"
    PROCESS = "process"
    EXPIRY = "expiry"
    UNFINISHED = "unfinished"
    RETRY = "retry"
    UNREADABLE = "unreadable"
    STRANDED = "stranded"


class Owed(NamedTuple):
    """Something to be said to the candidate at a time; ``position`` where it belongs to one question.

    ``again`` tells apart what may be owed more than once, such as a prompt shown anew.
    """

    kind: OwedKind
    due_at: datetime
    position: int | None = None
    again: int = 0

    @property
    def key(self) -> str:
        """Unique within a round, so that owing the same thing twice is owing it once."""
        place = "" if self.position is None else f":{self.position}"
        return f"{self.kind}{place}" + (f"+{self.again}" if self.again else "")


class Play(NamedTuple):
    """What a move of the candidate makes of the open turn.

    ``data``: what its form keeps from now on (``None``: as before). ``settled``: the turn is done, and ``follow_ups``
    come before what was waiting. Otherwise the turn goes on; with ``again`` its panel is shown anew, below all that
    was said. ``owed``: what else is owed.
    """

    data: Mapping[str, Any] | None = None
    settled: bool = False
    again: bool = True
    follow_ups: tuple[Turn, ...] = ()
    owed: tuple[Owed, ...] = ()


class Round(BaseModel):
    """The state of one round. ``version`` counts stored changes."""

    model_config = ConfigDict(frozen=True)

    id: int
    guild_id: int
    parent_id: int
    thread_id: int | None = None
    candidate_id: int
    track_id: str
    stage_id: str
    kind: StageKind
    track_title: str
    stage_title: str
    conductor: str
    stage_minutes: int
    briefing: str
    visibility: Visibility
    seed: int
    status: RoundStatus = RoundStatus.OPENING
    version: int = 0
    started_at: datetime
    active_at: datetime
    finished_at: datetime | None = None
    prompts: int = Field(default=0, description="how many prompts were owed in all; tells repeated ones apart")
    turns: tuple[Turn, ...]

    @property
    def is_open(self) -> bool:
        """Whether the round still takes answers."""
        return self.status in {RoundStatus.OPENING, RoundStatus.OPEN}

    @property
    def current(self) -> Turn | None:
        """The open question, if there is one."""
        return next((turn for turn in self.turns if turn.status is TurnStatus.OPEN), None)

    @property
    def asked(self) -> tuple[Turn, ...]:
        """The questions that the candidate has had."""
        return tuple(turn for turn in self.turns if turn.asked)

    @property
    def count(self) -> int:
        """How many questions the round has; follow-ups are not counted."""
        return sum(turn.form is not Form.PROBE for turn in self.turns)

    def number_of(self, position: int) -> int:
        """The number under which people know a turn; a follow-up has that of its question."""
        return sum(turn.form is not Form.PROBE for turn in self.turns[: position + 1])

    def turn(self, position: int) -> Turn:
        """The question at ``position``.

        :raises Refused: if the round has no such question.
        """
        if not 0 <= position < len(self.turns):
            raise Refused(Reason.UNKNOWN_BUTTON)
        return self.turns[position]

    def planned(self) -> "Step":
        """The round is stored, its thread is not there yet: someone must open it, and close it if it is left."""
        return Step(
            self,
            (
                Owed(OwedKind.OPENING, self.started_at + OPENING_GRACE),
                Owed(OwedKind.EXPIRY, self.started_at + ABANDONED_AFTER),
            ),
        )

    def opened(self, thread_id: int, now: datetime) -> "Step":
        """The thread is there: brief the candidate and ask the first question; in a later thread ask the open one."""
        here = self._with(thread_id=thread_id, active_at=now)
        if self.status is not RoundStatus.OPENING:
            return here.asked_again(now)
        first = self.turns[0].put(status=TurnStatus.OPEN)
        opened = here._with(status=RoundStatus.OPEN)._put(first)
        reminder = Owed(OwedKind.UNFINISHED, now + UNFINISHED_AFTER)
        return Step(opened, (Owed(OwedKind.BRIEFING, now), Owed(OwedKind.PROMPT, now, 0), reminder))

    def prompted(self, position: int, panel_id: int, now: datetime) -> "Step":
        """The question reached the candidate: its clock starts, unless it had been running before."""
        turn = self.turn(position)
        if turn.status is not TurnStatus.OPEN:
            return Step(self._put(turn.model_copy(update={"panel_id": panel_id})))
        first_time = turn.prompted_at is None
        turn = turn.model_copy(update={"panel_id": panel_id, "prompted_at": turn.prompted_at or now})
        return Step(self._put(turn), tuple(_time_box(turn, now)) if first_time else ())

    def submitted(self, position: int, now: datetime) -> "Step":
        """What was given for the open question is the answer."""
        return self.played(position, now, Play(settled=True))

    def played(self, position: int, now: datetime, play: Play) -> "Step":
        """The candidate made a move on the open turn."""
        turn = self.open_turn(position)
        here = self if play.data is None else self._put(turn.put(data=dict(play.data)))
        if play.settled:
            step = here._followed_by(position, play.follow_ups)._settle(position, TurnStatus.ANSWERED, now)
        elif play.again:
            step = here.asked_again(now)
        else:
            step = Step(here._with(active_at=now))
        return Step(step.round, (*step.owed, *play.owed))

    def skipped(self, position: int, now: datetime) -> "Step":
        """The candidate passes on the open question."""
        return self._settle(position, TurnStatus.SKIPPED, now)

    def hinted(self, position: int, now: datetime) -> Self:
        """One more hint on the open question; when all are shown, the last one again."""
        turn = self.open_turn(position)
        if not hint_count(turn.question):
            raise Refused(Reason.NO_HINT)
        hints = min(turn.hints + 1, hint_count(turn.question))
        return self._put(turn.model_copy(update={"hints": hints}))._with(active_at=now)

    def finished(self, now: datetime, *, has_draft: bool) -> "Step":
        """The candidate ends the round; a draft for the open question counts as its answer."""
        self._check_open()
        return self._close(RoundStatus.FINISHED, now, has_draft)

    def expired(self, now: datetime, *, has_draft: bool) -> "Step":
        """Nobody came back for a week: close with what is there."""
        return self._close(RoundStatus.EXPIRED, now, has_draft) if self.is_open else Step(self)

    def abandoned_at(self, last_used: datetime) -> datetime:
        """When a round that was last used then counts as left: after a week, and never before its own deadline."""
        due = self.current.due_at if self.current else None
        return max(last_used + ABANDONED_AFTER, due + AFTER_DEADLINE if due else last_used)

    def unfinished_at(self, last_used: datetime) -> datetime:
        """When to remind of a round that was last used then: after two days, and never before its own deadline."""
        due = self.current.due_at if self.current else None
        return max(last_used + UNFINISHED_AFTER, due or last_used)

    def asked_again(self, now: datetime) -> "Step":
        """Show the open question anew, in a panel of its own."""
        self._check_open()
        if self.current is None:
            raise Refused(Reason.ROUND_CLOSED)
        again = self.prompts + 1
        return Step(
            self._with(prompts=again, active_at=now), (Owed(OwedKind.PROMPT, now, self.current.position, again),)
        )

    def rated(self, position: int, level: int) -> Self:
        """The candidate's own level for one question, given in the debrief; it may be changed."""
        if level not in LEVELS:
            raise Refused(Reason.BAD_LEVEL)
        if self.is_open:
            raise Refused(Reason.ROUND_OPEN)
        return self._put(self.turn(position).model_copy(update={"rating": level}))

    def retried_later(self, now: datetime) -> "Step":
        """The candidate wants to be reminded to do this stage once more."""
        if self.is_open:
            raise Refused(Reason.ROUND_OPEN)
        # One reminder a day of asking, however often the button is pressed.
        return Step(self, (Owed(OwedKind.RETRY, now + RETRY_AFTER, again=now.toordinal()),))

    def stranded(self, now: datetime) -> "Step":
        """The thread takes no messages any more: tell the candidate elsewhere, once a thread."""
        return Step(self, (Owed(OwedKind.STRANDED, now, again=self.thread_id or 0),) if self.is_open else ())

    def unreadable(self, now: datetime) -> "Step":
        """A message came whose text we are not given: say how to answer, once a question."""
        turn = self.current
        return Step(self, (Owed(OwedKind.UNREADABLE, now, turn.position),) if turn else ())

    def check_candidate(self, user_id: int) -> None:
        """:raises Refused: if this is somebody else's round."""
        if user_id != self.candidate_id:
            raise Refused(Reason.NOT_YOURS, candidate_id=self.candidate_id)

    def _settle(self, position: int, status: TurnStatus, now: datetime) -> "Step":
        turn = self.open_turn(position).model_copy(update={"status": status, "settled_at": now})
        settled = self._put(turn)._with(active_at=now)
        if position + 1 == len(self.turns):
            return settled._close(RoundStatus.FINISHED, now, has_draft=False)
        following = self.turns[position + 1].put(status=TurnStatus.OPEN)
        return Step(settled._put(following), (Owed(OwedKind.PROMPT, now, position + 1),))

    def _close(self, status: RoundStatus, now: datetime, has_draft: bool) -> "Step":
        closed = self._with(status=status, finished_at=now)
        if (turn := self.current) is not None:
            end = TurnStatus.ANSWERED if has_draft else TurnStatus.LEFT
            closed = closed._put(turn.model_copy(update={"status": end, "settled_at": now}))
        if self.status is RoundStatus.OPENING:
            return Step(closed)  # nothing was asked, and there is no thread to say anything in
        owed = [Owed(OwedKind.DEBRIEF, now, turn.position) for turn in closed.asked]
        return Step(closed, (*owed, Owed(OwedKind.SUMMARY, now)))

    def _check_open(self) -> None:
        if not self.is_open:
            raise Refused(Reason.ROUND_CLOSED)

    def open_turn(self, position: int) -> Turn:
        """The turn at ``position``, which has to be the open one.

        :raises Refused: if it is not, or the round is over.
        """
        self._check_open()
        turn = self.turn(position)
        if turn.status is not TurnStatus.OPEN:
            raise Refused(Reason.NOT_CURRENT)
        return turn

    def _followed_by(self, position: int, follow_ups: tuple[Turn, ...]) -> Self:
        """What was waiting moves on: nobody has seen it, so nothing knows its position yet."""
        if not follow_ups:
            return self
        head, tail = self.turns[: position + 1], self.turns[position + 1 :]
        return self._with(turns=numbered((*head, *follow_ups, *tail)))

    def _put(self, turn: Turn) -> Self:
        turns = list(self.turns)
        turns[turn.position] = turn
        return self._with(turns=tuple(turns))

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)


class Waiting(NamedTuple):
    """An open question that stands in its thread, by ids only."""

    guild_id: int
    round_id: int
    thread_id: int
    panel_id: int


class Step(NamedTuple):
    """The round after a step, and what is owed from now on."""

    round: Round
    owed: tuple[Owed, ...] = ()


def _time_box(turn: Turn, now: datetime) -> Iterable[Owed]:
    if not turn.timed:
        return
    minutes = turn.question.minutes
    yield Owed(OwedKind.NUDGE, now + timedelta(minutes=minutes * NUDGE_AT), turn.position)
    yield Owed(OwedKind.TIME_UP, now + timedelta(minutes=minutes), turn.position)
