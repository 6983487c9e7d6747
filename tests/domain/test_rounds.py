"""Rounds as values: single steps, and any sequence of steps."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Owed, OwedKind, Play, Round, RoundStatus, Step, TurnStatus
from bot.domain.turns import Form, Turn
from tests.domain.values import ALICE, BOB, START, THREAD, later, make_open, make_question, make_round

_SETTLED = {TurnStatus.ANSWERED, TurnStatus.SKIPPED, TurnStatus.LEFT}


def _kinds(step: Step) -> list[OwedKind]:
    return [owed.kind for owed in step.owed]


def test_planning_owes_the_opening_and_the_end_of_a_round_that_is_left() -> None:
    step = make_round().planned()
    assert step.owed == (
        Owed(OwedKind.OPENING, later(seconds=30)),
        Owed(OwedKind.EXPIRY, later(days=7)),
    )


def test_opening_asks_the_first_question() -> None:
    step = make_round().opened(THREAD, later(seconds=2))
    assert step.round.status is RoundStatus.OPEN
    assert step.round.current == step.round.turns[0]
    assert step.owed == (
        Owed(OwedKind.BRIEFING, later(seconds=2)),
        Owed(OwedKind.PROMPT, later(seconds=2), 0),
        Owed(OwedKind.UNFINISHED, later(days=2, seconds=2)),
    )


def test_the_clock_of_a_question_starts_when_it_reaches_the_candidate_and_only_then() -> None:
    first = make_open().prompted(0, 71, START)
    assert first.owed == (
        Owed(OwedKind.NUDGE, later(minutes=4), 0),
        Owed(OwedKind.TIME_UP, later(minutes=5), 0),
    )
    again = first.round.prompted(0, 72, later(minutes=2))
    assert again.owed == ()
    assert (again.round.turns[0].prompted_at, again.round.turns[0].panel_id) == (START, 72)
    assert again.round.turns[0].ends_at == later(minutes=5)


def test_a_prompt_that_arrives_after_its_question_was_settled_starts_no_clock() -> None:
    settled = make_open().skipped(0, START).round
    step = settled.prompted(0, 71, later(minutes=1))
    assert step.owed == ()
    assert (step.round.turns[0].prompted_at, step.round.turns[0].panel_id) == (None, 71)


def test_the_end_owes_a_debrief_for_each_question_that_was_asked_and_a_summary() -> None:
    step = make_open(3).skipped(0, START).round.finished(later(minutes=9), has_draft=True)
    assert [turn.status for turn in step.round.turns] == [TurnStatus.SKIPPED, TurnStatus.ANSWERED, TurnStatus.WAITING]
    assert [(owed.kind, owed.position) for owed in step.owed] == [
        (OwedKind.DEBRIEF, 0),
        (OwedKind.DEBRIEF, 1),
        (OwedKind.SUMMARY, None),
    ]
    assert step.round.finished_at == later(minutes=9)


def test_a_round_that_was_never_opened_owes_nothing_at_its_end() -> None:
    assert make_round().finished(START, has_draft=False).owed == ()
    assert make_round().expired(START, has_draft=False).owed == ()


@pytest.mark.parametrize("level", [-1, 0, 5])
def test_levels_are_one_to_four(level: int) -> None:
    closed = make_open().finished(START, has_draft=False).round
    with pytest.raises(Refused) as caught:
        closed.rated(0, level)
    assert caught.value.reason is Reason.BAD_LEVEL


@pytest.mark.parametrize("position", [-1, 3, 99])
def test_a_position_that_the_round_does_not_have(position: int) -> None:
    for attempt in (make_open().submitted, make_open().skipped, make_open().hinted):
        with pytest.raises(Refused) as caught:
            attempt(position, START)
        assert caught.value.reason is Reason.UNKNOWN_BUTTON


def test_whose_round_it_is() -> None:
    make_open().check_candidate(ALICE)
    with pytest.raises(Refused) as caught:
        make_open().check_candidate(BOB)
    assert (caught.value.reason, caught.value.details) == (Reason.NOT_YOURS, {"candidate_id": ALICE})


def test_a_lost_thread_is_told_while_the_round_is_open_once_a_thread() -> None:
    (owed,) = make_open().stranded(START).owed
    (other,) = make_open(thread_id=THREAD + 1).stranded(START).owed
    assert owed.key != other.key
    assert make_open().finished(START, has_draft=False).round.stranded(START).owed == ()


def test_what_is_owed_twice_has_one_key_and_what_differs_has_two() -> None:
    places: list[int | None] = [None, *range(4)]
    keys = [
        Owed(kind, START, position, again).key for kind in OwedKind for position in places for again in (0, 1, 2, 10)
    ]
    assert len(set(keys)) == len(keys)
    assert Owed(OwedKind.NUDGE, START, 1).key == Owed(OwedKind.NUDGE, later(hours=1), 1).key


def test_a_reminder_to_retry_is_owed_once_a_day() -> None:
    closed = make_open().finished(START, has_draft=False).round
    keys = {closed.retried_later(at).owed[0].key for at in (START, later(minutes=5), later(days=1))}
    assert len(keys) == 2


class AnyRound(RuleBasedStateMachine):
    """Whatever people and the clock do to a round, in whatever order."""

    state: Round
    owed: list[Owed]
    now: datetime

    @initialize(count=st.integers(1, 5))
    def plan(self, count: int) -> None:
        self.now = START
        self.owed = []
        self.panels = 0
        self._keep(make_round(count).planned())

    def _keep(self, step: Step) -> None:
        self.state = step.round
        known = {one.key for one in self.owed}
        self.owed += [one for one in step.owed if one.key not in known]
        assert len({one.key for one in step.owed}) == len(step.owed), "a step owes each thing once"

    def _try(self, name: str, *args: object, **options: object) -> None:
        before = self.state
        try:
            result = getattr(before, name)(*args, **options)
        except Refused:
            assert self.state is before
            return
        self._keep(result if isinstance(result, Step) else Step(result))

    @rule(seconds=st.integers(0, 600))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(thread=st.integers(1, 3))
    def open(self, thread: int) -> None:
        if thread != self.state.thread_id:
            self._try("opened", thread, self.now)

    @rule(position=st.integers(-1, 5))
    def prompt(self, position: int) -> None:
        self.panels += 1
        self._try("prompted", position, self.panels, self.now)

    @rule(name=st.sampled_from(["submitted", "skipped", "hinted"]), position=st.integers(-1, 5))
    def press(self, name: str, position: int) -> None:
        self._try(name, position, self.now)

    @precondition(lambda self: self.state.current is not None)
    @rule(name=st.sampled_from(["submitted", "skipped", "hinted"]))
    def go_on(self, name: str) -> None:
        assert self.state.current is not None
        self._try(name, self.state.current.position, self.now)

    @rule(name=st.sampled_from(["finished", "expired"]), has_draft=st.booleans())
    def close(self, name: str, has_draft: bool) -> None:
        self._try(name, self.now, has_draft=has_draft)

    @rule(name=st.sampled_from(["asked_again", "stranded", "unreadable", "retried_later"]))
    def ask(self, name: str) -> None:
        self._try(name, self.now)

    @rule(position=st.integers(-1, 5), level=st.integers(0, 5))
    def rate(self, position: int, level: int) -> None:
        self._try("rated", position, level)

    @invariant()
    def questions_come_one_by_one_and_in_order(self) -> None:
        turns = self.state.turns
        assert [turn.position for turn in turns] == list(range(len(turns)))
        order = [TurnStatus.WAITING if turn.status is TurnStatus.WAITING else turn.status for turn in turns]
        asked = [status for status in order if status is not TurnStatus.WAITING]
        assert order == asked + [TurnStatus.WAITING] * (len(order) - len(asked))
        opened = [turn for turn in turns if turn.status is TurnStatus.OPEN]
        assert len(opened) == (1 if self.state.status is RoundStatus.OPEN else 0)
        assert all(status in _SETTLED for status in asked[:-1])

    @invariant()
    def times_fit_the_status(self) -> None:
        for turn in self.state.turns:
            assert (turn.settled_at is not None) == (turn.status in _SETTLED)
            assert turn.rating is None or not self.state.is_open
        assert (self.state.finished_at is not None) == (not self.state.is_open)
        assert self.state.started_at <= self.state.active_at <= self.now

    @invariant()
    def every_question_asked_is_owed_its_prompt(self) -> None:
        prompts = {one.position for one in self.owed if one.kind is OwedKind.PROMPT}
        assert prompts == {turn.position for turn in self.state.asked}

    @invariant()
    def only_questions_that_reached_somebody_have_a_clock(self) -> None:
        counts = Counter((one.kind, one.position) for one in self.owed)
        for turn in self.state.turns:
            expected = 1 if turn.prompted_at else 0
            assert counts[OwedKind.NUDGE, turn.position] == counts[OwedKind.TIME_UP, turn.position] == expected

    @invariant()
    def a_closed_round_owes_its_debrief_once_and_an_open_one_none(self) -> None:
        debriefs = [one.position for one in self.owed if one.kind is OwedKind.DEBRIEF]
        summaries = sum(one.kind is OwedKind.SUMMARY for one in self.owed)
        if self.state.is_open or not self.state.asked:
            assert (debriefs, summaries) == ([], 0)
        else:
            assert (debriefs, summaries) == ([turn.position for turn in self.state.asked], 1)


TestAnyRound = AnyRound.TestCase
TestAnyRound.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)


def _probe(number: int) -> Turn:
    return Turn(position=0, question=make_question(number), form=Form.PROBE)


def test_follow_ups_come_before_what_was_waiting() -> None:
    step = make_open(3).played(0, START, Play(settled=True, follow_ups=(_probe(71), _probe(72))))
    assert [turn.question.id for turn in step.round.turns] == ["q-1", "q-71", "q-72", "q-2", "q-3"]
    assert [turn.position for turn in step.round.turns] == [0, 1, 2, 3, 4]
    assert step.round.current == step.round.turns[1]
    assert step.owed == (Owed(OwedKind.PROMPT, START, 1),)


def test_a_follow_up_on_the_last_question_keeps_the_round_open() -> None:
    step = make_open(1).played(0, START, Play(settled=True, follow_ups=(_probe(71),)))
    assert step.round.is_open
    after = step.round.submitted(1, later(minutes=1))
    assert not after.round.is_open
    assert _kinds(after) == [OwedKind.DEBRIEF, OwedKind.DEBRIEF, OwedKind.SUMMARY]


def test_follow_ups_are_not_counted_as_questions() -> None:
    state = make_open(2).played(0, START, Play(settled=True, follow_ups=(_probe(71),))).round
    assert state.count == 2
    assert [state.number_of(turn.position) for turn in state.turns] == [1, 1, 2]


def test_a_move_that_does_not_settle_keeps_its_data_and_shows_the_turn_anew() -> None:
    step = make_open().played(0, START, Play(data={"moves": 1}))
    assert step.round.turns[0].data == {"moves": 1}
    assert step.round.turns[0].status is TurnStatus.OPEN
    assert step.owed == (Owed(OwedKind.PROMPT, START, 0, again=1),)
    again = step.round.played(0, START, Play(data={"moves": 2}))
    assert again.owed == (Owed(OwedKind.PROMPT, START, 0, again=2),)


def test_a_quiet_move_owes_only_what_it_says() -> None:
    due = Owed(OwedKind.DEADLINE, later(hours=3), 0, again=1)
    step = make_open().played(0, later(minutes=1), Play(again=False, owed=(due,)))
    assert step.owed == (due,)
    assert step.round.active_at == later(minutes=1)
    assert step.round.turns[0].data == {}


@pytest.mark.parametrize("play", [Play(), Play(settled=True), Play(again=False)])
def test_moves_are_for_the_open_turn_only(play: Play) -> None:
    with pytest.raises(Refused) as caught:
        make_open().played(1, START, play)
    assert caught.value.reason is Reason.NOT_CURRENT


def test_a_take_home_has_no_time_box() -> None:
    state = make_open(1)
    turn = state.turns[0].put(form=Form.TASK)
    step = state.model_copy(update={"turns": (turn,)}).prompted(0, 71, START)
    assert step.owed == ()
    assert step.round.turns[0].ends_at is None
