"""Places and the waiting list, polls, reminders and weeks of a session."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sessions import poll
from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.reminding import BEFORE, is_senseless, reminders, week_later
from bot.domain.sessions.signups import Press, by_wish, concerned, fill, join, leave, place_in_line, taken, waiting
from bot.domain.sessions.values import Member, MemberState, Proposed, Session, SessionStatus, Wish
from bot.domain.tracks import StageKind

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_session(**changes: Any) -> Session:
    """A session on Friday at six in Berlin."""
    fields: dict[str, Any] = {
        "id": 7,
        "key": "by:1",
        "guild_id": 1,
        "channel_id": 2,
        "host_id": 3,
        "track_id": "shop-analyst",
        "stage_id": "screen",
        "kind": StageKind.SCREEN,
        "track_title": "Shop · Analyst",
        "stage_title": "Recruiter screen",
        "zone": "Europe/Berlin",
        "wall": datetime(2026, 3, 6, 18),
        "starts_at": datetime(2026, 3, 6, 17, tzinfo=UTC),
        "created_at": NOW,
    }
    return Session(**fields | changes)


def make_press(user_id: int, number: int = 0, **changes: Any) -> Press:
    """Somebody presses, each a second later."""
    at = NOW + timedelta(seconds=number)
    return Press(7, 1, user_id, Wish.EITHER, 1000 + number, at)._replace(**changes)


def group(*states: MemberState, missed: tuple[int, ...] = ()) -> list[Member]:
    """Members 1, 2, 3 … with these states, who came in this order."""
    return [
        Member(
            session_id=7,
            guild_id=1,
            user_id=number,
            wish=Wish.CANDIDATE,
            state=state,
            joined_at=NOW + timedelta(seconds=number),
            source_id=number,
            missed=missed[number - 1] if missed else 0,
        )
        for number, state in enumerate(states, start=1)
    ]


IN, WAITING, LEFT = MemberState.IN, MemberState.WAITING, MemberState.LEFT
MOVES = st.lists(
    st.tuples(st.integers(1, 8), st.sampled_from([*Wish, None]), st.integers(0, 2)), min_size=1, max_size=60
)


@given(moves=MOVES, capacity=st.integers(2, 5))
def test_never_more_than_the_places_and_nobody_waits_beside_a_free_one(
    moves: list[tuple[int, Wish | None, int]], capacity: int
) -> None:
    members: dict[int, Member] = {}
    for number, (user_id, wish, missed) in enumerate(moves):
        before = dict(members)
        if wish is None:
            changed = leave(members.values(), user_id, capacity)
        else:
            changed = join(members.values(), make_press(user_id, number, wish=wish, missed=missed), capacity)
        members |= {one.user_id: one for one in changed.rows}
        assert taken(members.values()) <= capacity
        assert not waiting(members.values()) or taken(members.values()) == capacity
        for one in before.values():  # a place is lost by leaving only
            if one.is_in and not (one.user_id == user_id and wish is None):
                assert members[one.user_id].is_in
        assert {one.user_id for one in changed.rows} == {
            one.user_id for one in members.values() if before.get(one.user_id) != one
        }


def test_another_wish_keeps_the_place_and_the_same_one_changes_nothing() -> None:
    members = group(IN, WAITING)
    changed = join(members, make_press(2, wish=Wish.OBSERVER), 1)
    assert changed.rows == (members[1].put(wish=Wish.OBSERVER),)
    assert join(members, make_press(1, wish=Wish.CANDIDATE), 1).rows == ()


def test_a_place_goes_to_who_waits_first_and_to_those_last_who_missed_sessions() -> None:
    members = group(IN, WAITING, WAITING, LEFT, WAITING, missed=(0, 2, 0, 0, 0))
    assert [one.user_id for one in waiting(members)] == [3, 5, 2]
    assert [place_in_line(members, user) for user in (1, 2, 3, 4, 5)] == [0, 3, 1, 0, 2]
    changed = leave(members, 1, 1)
    assert [one.user_id for one in changed.moved_up] == [3]
    assert changed.rows == (members[0].put(state=LEFT), members[2].put(state=IN))


def test_who_leaves_the_waiting_list_frees_no_place() -> None:
    members = group(IN, WAITING, WAITING)
    assert leave(members, 2, 1).moved_up == ()
    assert leave(members, 9, 1).rows == ()
    assert leave(group(LEFT), 1, 1).rows == ()


def test_who_comes_back_stands_at_the_end() -> None:
    members = group(LEFT, IN, WAITING)
    (back,) = join(members, make_press(1, 60), 1).rows
    assert back.state is WAITING
    assert place_in_line([back, *members[1:]], 1) == 2


def test_more_places_are_filled_in_order() -> None:
    members = group(IN, WAITING, WAITING, WAITING)
    assert [one.user_id for one in fill(members, 3)] == [2, 3]
    assert fill(members, 1) == ()


def test_those_with_a_place_by_their_wish() -> None:
    members = [*group(IN, WAITING, LEFT), make_member(9, Wish.OBSERVER, MemberState.CHECKED_IN)]
    assert {wish: [one.user_id for one in those] for wish, those in by_wish(members).items()} == {
        Wish.CANDIDATE: [1],
        Wish.OBSERVER: [9],
    }
    assert [one.user_id for one in concerned(members)] == [1, 2, 9]


def make_member(user_id: int, wish: Wish, state: MemberState) -> Member:
    return group(state)[0].put(user_id=user_id, wish=wish)


# ---------------------------------------------------------------------- polls


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Friday 18:00", ["Friday 18:00"]),
        ("Friday 18:00; Saturday 10:00", ["Friday 18:00", "Saturday 10:00"]),
        ("Friday 18:00 or Saturday 10:00 OR Sunday", ["Friday 18:00", "Saturday 10:00", "Sunday"]),
        ("Friday 18:00\nSaturday 10:00\n", ["Friday 18:00", "Saturday 10:00"]),
        (" ; ;tomorrow; ", ["tomorrow"]),
        ("", []),
        ("morning in Portland", ["morning in Portland"]),
    ],
)
def test_times_in_a_text(typed: str, found: list[str]) -> None:
    assert poll.several(typed) == found


def test_six_times_are_too_many() -> None:
    with pytest.raises(SessionRefused) as refused:
        poll.several(";".join("abcdef"))
    assert refused.value.reason is No.TOO_MANY_TIMES


def times(*days: int) -> tuple[Proposed, ...]:
    at = [NOW + timedelta(days=day) for day in days]
    return tuple(Proposed(wall=one.replace(tzinfo=None), at=one) for one in at)


@pytest.mark.parametrize(
    ("days", "votes", "chosen"),
    [
        ((1, 2), {0: [5], 1: [5, 6]}, 1),
        ((1, 2), {0: [5], 1: [6]}, 0),
        ((-1, 2), {0: [5, 6, 7], 1: [6]}, 1),
        ((1, 2, 3), {2: [5]}, 2),
    ],
)
def test_the_best_time(days: tuple[int, ...], votes: dict[int, list[int]], chosen: int) -> None:
    assert poll.best(times(*days), votes, NOW) == chosen


@pytest.mark.parametrize(("days", "votes", "reason"), [((1, 2), {}, No.NO_VOTES), ((-2, -1), {0: [5]}, No.POLL_PASSED)])
def test_there_is_no_best_time(days: tuple[int, ...], votes: dict[int, list[int]], reason: No) -> None:
    with pytest.raises(SessionRefused) as refused:
        poll.best(times(*days), votes, NOW)
    assert refused.value.reason is reason


def test_proposed_times_stand_in_order_each_once() -> None:
    one, two = times(2, 1)
    assert poll.in_order([one, two, one]) == (two, one)


# ---------------------------------------------------------------------- reminders and weeks


@pytest.mark.parametrize(
    ("hours", "which"),
    [(48, ["day", "hour", "ten"]), (24, ["hour", "ten"]), (2, ["hour", "ten"]), (0.5, ["ten"]), (0.1, [])],
)
def test_reminders_that_are_still_ahead(hours: float, which: list[str]) -> None:
    starts_at = NOW + timedelta(hours=hours)
    found = reminders(starts_at, NOW)
    assert list(found) == which
    assert all(starts_at - at == BEFORE[name] for name, at in found.items())


@pytest.mark.parametrize(
    ("which", "minutes", "senseless"),
    [
        ("day", 60 * 24, False),
        ("day", 61, False),
        ("day", 60, True),
        ("hour", 11, False),
        ("hour", 10, True),
        ("ten", 1, False),
        ("ten", 0, True),
    ],
)
def test_a_late_reminder(which: str, minutes: float, senseless: bool) -> None:
    assert is_senseless(which, NOW + timedelta(minutes=minutes), NOW) is senseless


def test_a_week_later_the_clocks_show_the_same() -> None:
    before = make_session(wall=datetime(2026, 3, 27, 18), starts_at=datetime(2026, 3, 27, 17, tzinfo=UTC))
    wall, at = week_later(before, NOW)
    assert wall == datetime(2026, 4, 3, 18)
    assert at == datetime(2026, 4, 3, 16, tzinfo=UTC), "summer time began between the two"


def test_a_time_that_the_clocks_skip_is_that_of_the_next_week_again() -> None:
    before = make_session(wall=datetime(2026, 3, 22, 2, 30), starts_at=datetime(2026, 3, 22, 1, 30, tzinfo=UTC))
    wall, at = week_later(before, NOW)
    assert (wall, at) == (datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 1, tzinfo=UTC))
    later, then = week_later(before.put(wall=wall, starts_at=at), NOW)
    assert (later, then) == (datetime(2026, 4, 5, 2, 30), datetime(2026, 4, 5, 0, 30, tzinfo=UTC))


def test_weeks_that_were_missed_are_not_made_up_for() -> None:
    _, at = week_later(make_session(), NOW + timedelta(days=40))
    assert at > NOW + timedelta(days=40)
    assert at.weekday() == make_session().starts_at.weekday()  # type: ignore[union-attr]


def test_a_session_by_its_status() -> None:
    session = make_session()
    assert session.name == "Recruiter screen"
    assert session.put(title="Friday practice").name == "Friday practice"
    assert session.ends_at == datetime(2026, 3, 6, 18, tzinfo=UTC)
    open_states = {one for one in SessionStatus if session.put(status=one).is_open}
    assert open_states == set(SessionStatus) - {SessionStatus.ENDED, SessionStatus.CANCELLED}
    assert {one for one in SessionStatus if session.put(status=one).is_ahead} == {
        SessionStatus.POLL,
        SessionStatus.PLANNED,
    }
