"""Check-ins and tables of sessions, as values: what each press makes of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.competencies import Competency
from bot.domain.sessions.checkin import CheckIn, all_in, seats
from bot.domain.sessions.sittings import BREAK, MOST_NOTES, NOTE_ROOM, Note, Sitting, SittingStatus
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.domain.sessions.tables import MOST_AT_TABLE, Deal, Table, TableStatus, held, smallest
from bot.domain.tracks import Question, StageKind

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def question(name: str) -> Question:
    """A question with two key points."""
    points = ({"point": "Says the number"}, {"point": "Says the limit"})
    return Question(id=name, prompt="Why is that so, then?", competency=Competency.SQL, key_points=points)


def table(*members: int, kind: StageKind = StageKind.SCREEN) -> Table:
    """A table where everybody is candidate once, interviewed by the next one."""
    sittings = []
    for number, candidate in enumerate(members, start=1):
        asker = members[number % len(members)]
        watching = tuple(one for one in members if one not in (candidate, asker))
        questions = (question(f"of-{candidate}-first"), question(f"of-{candidate}-second"))
        sittings.append(
            Sitting(
                number=number,
                candidate_id=candidate,
                interviewer_id=asker,
                observer_ids=watching,
                questions=questions,
                minutes=20,
            )
        )
    return Table(
        id=7,
        session_id=1,
        guild_id=10,
        channel_id=11,
        host_id=99,
        number=1,
        title="Monday",
        track_id="upwork",
        stage_id="screen",
        kind=kind,
        track_title="Upwork",
        stage_title="Screen",
        member_ids=members,
        seated_ids=members,
        sittings=tuple(sittings),
    )


def on(*members: int, **options: Any) -> Table:
    """The same, with its thread: the first sitting runs."""
    return table(*members, **options).opened(500, None, NOW)


def current(one: Table) -> Sitting:
    """The sitting that is on."""
    assert one.current is not None
    return one.current


# ---------------------------------------------------------------------- the check-in


def test_a_check_in_takes_everybody_once_until_it_is_closed() -> None:
    check_in = CheckIn(session_id=1, guild_id=10, channel_id=11, opened_at=NOW, ends_at=LATER)
    check_in = check_in.with_one(5).with_one(4).with_one(5)
    assert check_in.present == (5, 4)
    with pytest.raises(TableRefused) as refused:
        check_in.closed(LATER).with_one(6)
    assert refused.value.why is Why.CHECK_IN_OVER


@pytest.mark.parametrize(
    ("signed_up", "waiting", "present", "capacity", "seated", "missing", "unseated"),
    [
        ((1, 2), (), (2, 1), 2, (1, 2), (), ()),
        ((1, 2), (3,), (3, 1), 2, (1, 3), (2,), ()),
        ((1, 2), (3, 4), (4, 3, 1), 2, (1, 3), (2,), (4,)),
        ((1,), (3,), (9, 3, 1), 3, (1, 3, 9), (), ()),
        ((1, 2, 3), (), (1, 2, 3), 2, (1, 2, 3), (), ()),
        ((), (), (8, 9), 1, (8,), (), (9,)),
    ],
)
def test_places_go_down_the_lists(
    signed_up: tuple[int, ...],
    waiting: tuple[int, ...],
    present: tuple[int, ...],
    capacity: int,
    seated: tuple[int, ...],
    missing: tuple[int, ...],
    unseated: tuple[int, ...],
) -> None:
    assert seats(signed_up, waiting, present, capacity) == (seated, missing, unseated)


def test_all_are_in_only_if_somebody_was_awaited() -> None:
    assert all_in((1, 2), (2, 1, 3))
    assert not all_in((1, 2), (1,))
    assert not all_in((), (1,))


# ---------------------------------------------------------------------- the course


def test_a_table_goes_through_its_sittings_and_ends() -> None:
    first = on(1, 2)
    assert current(first).ends_at == NOW + timedelta(minutes=20)
    second = first.changed(current(first).with_asked(0)).rotated(1, LATER)
    assert second.sittings[0].status is SittingStatus.DONE
    assert current(second).ends_at == LATER + BREAK + timedelta(minutes=20), "there is time for the cards first"
    with pytest.raises(TableRefused) as refused:
        second.rotated(1, LATER)
    assert refused.value.why is Why.SITTING_OVER
    done = second.rotated(2, LATER + timedelta(seconds=30))
    assert done.status is TableStatus.ENDED
    assert done.sittings[1].status is SittingStatus.SKIPPED, "nothing happened in it"
    assert len(held(done)) == 1
    with pytest.raises(TableRefused) as refused:
        done.rotated(2, LATER)
    assert refused.value.why is Why.TABLE_ENDED


def test_a_pause_moves_the_end_and_twice_is_once() -> None:
    sitting = current(on(1, 2))
    paused = sitting.paused(LATER).paused(LATER + timedelta(minutes=1))
    assert paused.paused_at == LATER
    resumed = paused.resumed(LATER + timedelta(minutes=10))
    assert resumed.ends_at == NOW + timedelta(minutes=30)
    assert resumed.resumed(LATER + timedelta(hours=1)) == resumed
    assert resumed.nudged_at() == NOW + timedelta(minutes=26), "at four fifths of the time"


def test_questions_notes_ticks_and_answers() -> None:
    sitting = current(on(1, 2)).with_answer(1, "Hello").with_asked(1).with_asked(0).with_asked(1)
    assert sitting.asked == (0, 1)
    sitting = sitting.with_answer(2, "Because").with_answer(2, "Because of it").with_answer(3, "x").without_answers([3])
    assert [(one.question, one.text) for one in sitting.answers] == [(None, "Hello"), (1, "Because of it")]
    sitting = sitting.with_ticks(0, [1, 0, 1, 9]).with_ticks(1, [0]).with_ticks(0, [1])
    assert sorted(sitting.ticked) == [(0, 1), (1, 0)]
    for wrong in (-1, 2):
        with pytest.raises(TableRefused):
            sitting.with_asked(wrong)
        with pytest.raises(TableRefused):
            sitting.with_ticks(wrong, [0])


@pytest.mark.parametrize(
    ("text", "why"), [("  \n", Why.NOTE_EMPTY), ("x" * (NOTE_ROOM + 1), Why.NOTE_TOO_LONG), ("x" * NOTE_ROOM, None)]
)
def test_notes_have_a_size(text: str, why: Why | None) -> None:
    note = Note(source_id=1, user_id=2, question=None, text=text, at=NOW)
    sitting = current(on(1, 2))
    if why is None:
        assert sitting.with_note(note).with_note(note).notes == (note,), "the same press is one note"
        return
    with pytest.raises(TableRefused) as refused:
        sitting.with_note(note)
    assert refused.value.why is why


def test_notes_have_a_number() -> None:
    sitting = current(on(1, 2))
    for number in range(MOST_NOTES):
        sitting = sitting.with_note(Note(source_id=number, user_id=2, question=None, text="x", at=NOW))
    with pytest.raises(TableRefused) as refused:
        sitting.with_note(Note(source_id=1000, user_id=2, question=None, text="x", at=NOW))
    assert refused.value.why is Why.TOO_MANY_NOTES


@pytest.mark.parametrize(
    ("kind", "sheets"),
    [
        (StageKind.SCREEN, {2}),
        (StageKind.TASK, {2}),
        (StageKind.OFFER, {2}),
        (StageKind.MANAGER, {2}),
        (StageKind.TEAM, {2, 3}),
        (StageKind.EXECUTIVE, {2, 3}),
    ],
)
def test_who_has_a_sheet(kind: StageKind, sheets: set[int]) -> None:
    one = on(1, 2, 3, kind=kind)
    for person in (1, 2, 3, 4):
        if person in sheets:
            assert one.check_interviewer(person, 1) == current(one)
        else:
            with pytest.raises(TableRefused) as refused:
                one.check_interviewer(person, 1)
            assert person != 1 or refused.value.why is Why.YOURS_LATER, "the candidate asks in another round"


def test_a_candidate_who_never_asks_is_not_told_to_wait_for_a_sheet() -> None:
    both = on(1, 2)
    one = both.put(sittings=both.sittings[:1])
    with pytest.raises(TableRefused) as refused:
        one.check_interviewer(1, 1)
    assert refused.value.why is Why.NO_SHEET


# ---------------------------------------------------------------------- people


def test_an_interviewer_who_leaves_is_replaced_and_loses_their_own_turn() -> None:
    left = on(1, 2, 3).without(2, LATER)
    assert (current(left).candidate_id, current(left).interviewer_id, current(left).observer_ids) == (1, 3, ())
    assert [one.candidate_id for one in left.sittings] == [1, 3]
    assert left.sittings[1].interviewer_id == 1


def test_a_candidate_who_leaves_ends_the_round() -> None:
    left = on(1, 2, 3).without(1, LATER)
    assert left.sittings[0].status is SittingStatus.DONE, "five minutes of it can be rated"
    assert current(left).candidate_id == 2
    assert all(1 not in one.seats() for one in left.sittings[1:])


def test_a_table_of_one_ends() -> None:
    left = on(1, 2).without(2, LATER)
    assert left.status is TableStatus.ENDED
    assert left.member_ids == (1,)
    assert left.without(1, LATER) == left


def test_late_comers_watch_until_the_table_is_full() -> None:
    one = on(1, 2).with_one(3)
    assert current(one).observer_ids == (3,)
    assert one.with_one(3) == one
    turn = Sitting(number=0, candidate_id=4, interviewer_id=1, observer_ids=(2, 3), minutes=20)
    one = one.with_one(4, turn)
    assert one.sittings[-1].number == 3
    assert one.seated_ids == (1, 2, 3, 4)
    for person in range(5, MOST_AT_TABLE + 1):
        one = one.with_one(person)
    with pytest.raises(TableRefused) as refused:
        one.with_one(1000)
    assert refused.value.why is Why.TABLES_FULL
    with pytest.raises(TableRefused) as refused:
        smallest([one])
    assert refused.value.why is Why.TABLES_FULL
    small = on(1, 2)
    assert smallest([one, small, on(1, 2, 3)]) == small
    with pytest.raises(TableRefused) as refused:
        smallest([small.ended(LATER)])
    assert refused.value.why is Why.TABLE_ENDED


def test_reassigning_exchanges_turns_and_questions() -> None:
    before = on(1, 2, 3)
    after = before.reassigned(1, 3, 1)
    assert (current(after).candidate_id, current(after).interviewer_id) == (3, 1)
    assert current(after).questions == before.sittings[2].questions
    assert after.sittings[2].candidate_id == 1
    assert after.sittings[2].questions == before.sittings[0].questions
    assert after.sittings[2].interviewer_id != 1
    late = before.rotated(1, LATER)
    fresh = Deal((question("fresh"),))
    assert current(late.reassigned(2, 1, 3, fresh)).questions == fresh.questions, "their turn was over"
    for candidate, interviewer, why in ((1, 1, Why.SAME_PERSON), (1, 4, Why.NOT_SEATED), (4, 1, Why.NOT_SEATED)):
        with pytest.raises(TableRefused) as refused:
            before.reassigned(1, candidate, interviewer)
        assert refused.value.why is why


def test_a_lost_thread_keeps_the_clock() -> None:
    lost = on(1, 2).homeless()
    assert (lost.thread_id, lost.status) == (None, TableStatus.OPENING)
    again = lost.opened(501, None, LATER)
    assert current(again).started_at == NOW
    assert again.opened(502, None, LATER) == again


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("leave"), st.integers(1, 9)),
        st.tuples(st.just("join"), st.integers(1, 9)),
        st.tuples(st.just("next"), st.integers(1, 9)),
        st.tuples(st.just("swap"), st.integers(1, 9), st.integers(1, 9)),
        st.tuples(st.just("pause"), st.booleans()),
    ),
    max_size=25,
)


def _step(one: Table, step: tuple[Any, ...], now: datetime) -> Table:
    sitting = one.current
    match step:
        case ("leave", person):
            return one.without(person, now)
        case ("join", person):
            return one.with_one(person)
        case ("next", number):
            return one.rotated(number, now)
        case ("swap", candidate, interviewer) if sitting is not None:
            return one.reassigned(sitting.number, candidate, interviewer)
        case ("pause", True) if sitting is not None:
            return one.changed(sitting.paused(now))
        case ("pause", False) if sitting is not None:
            return one.changed(sitting.resumed(now))
    return one


@given(size=st.integers(2, 6), steps=_STEPS)
def test_whatever_happens_the_parts_fit_the_people(size: int, steps: list[tuple[Any, ...]]) -> None:
    one = on(*range(1, size + 1))
    for minute, step in enumerate(steps):
        try:
            one = _step(one, step, NOW + timedelta(minutes=minute))
        except TableRefused:
            continue
        assert len(set(one.member_ids)) == len(one.member_ids)
        assert one.is_open == (one.current is not None)
        numbers = [sitting.number for sitting in one.sittings]
        assert len(set(numbers)) == len(numbers)
        for sitting in one.sittings:
            assert sitting.candidate_id != sitting.interviewer_id
            assert not {sitting.candidate_id, sitting.interviewer_id} & set(sitting.observer_ids)
            if not sitting.is_over and one.is_open:
                assert sitting.seats() == set(one.member_ids)
        running = [sitting for sitting in one.sittings if sitting.status is SittingStatus.RUNNING]
        assert running == ([one.current] if one.is_open else [])
    assert Table.model_validate(one.model_dump(mode="json")) == one
