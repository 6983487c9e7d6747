"""Turns at a table: everyone who wishes is candidate, nobody asks themselves, turns are even."""

from collections import Counter
from itertools import combinations
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.sessions.pairing import Attendee, pair, recency
from bot.domain.sessions.rotation import Roles, Rotation, rotation
from bot.domain.sessions.wishes import Wish

_Key = TypeVar("_Key")
_OF = {"c": Wish.CANDIDATE, "i": Wish.INTERVIEWER, "e": Wish.EITHER, "o": Wish.OBSERVER}


def _table(wishes: str) -> dict[int, Wish]:
    return {number: _OF[wish] for number, wish in enumerate(wishes, 1)}


def _rotate(wishes: str, minutes: int = 600, **more: dict[int, float]) -> Rotation:
    table = _table(wishes)
    return rotation(tuple(table), table, minutes, 30, **more)


@pytest.mark.parametrize(
    ("wishes", "minutes", "turns", "left_out"),
    [
        ("ci", 60, [(1, 2)], ()),
        ("cc", 60, [(1, 2), (2, 1)], ()),
        ("ee", 60, [(1, 2), (2, 1)], ()),
        ("ec", 60, [(2, 1), (1, 2)], ()),
        # Time is short.
        ("cc", 59, [(1, 2)], (2,)),
        ("cc", 29, [], (1, 2)),
        ("cc", -5, [], (1, 2)),
        ("eci", 30, [(2, 3)], (1,)),
        # Interviewers are never candidates, observers do nothing else, and one alone cannot be heard.
        ("ii", 60, [], ()),
        ("oo", 60, [], ()),
        ("", 60, [], ()),
        ("co", 60, [], (1,)),
        ("coi", 60, [(1, 3)], ()),
        # Who only wishes to be candidate is spared while an interviewer is there.
        ("ccci", 600, [(1, 4), (2, 4), (3, 4)], ()),
    ],
)
def test_turns(wishes: str, minutes: int, turns: list[tuple[int, int]], left_out: tuple[int, ...]) -> None:
    found = _rotate(wishes, minutes)
    assert [(one.candidate_id, one.interviewer_id) for one in found.sittings] == turns
    assert found.left_out == left_out


def test_all_others_observe() -> None:
    assert _rotate("cieo", 30).sittings == (Roles(1, 2, (3, 4)),)


def test_who_was_candidate_least_lately_goes_first() -> None:
    found = _rotate("ceec", 60, heard={1: 1.2, 2: recency(21), 4: recency(7)})
    assert [one.candidate_id for one in found.sittings] == [3, 2]
    assert found.left_out == (4, 1)


def test_who_asked_least_lately_asks() -> None:
    assert _rotate("ciii", asked={2: 40.0, 3: recency(14), 4: recency(7)}).sittings[0].interviewer_id == 3


def test_three_who_like_both_ask_once_each() -> None:
    assert Counter(one.interviewer_id for one in _rotate("eee").sittings) == {1: 1, 2: 1, 3: 1}


def test_one_who_likes_both_does_not_ask_all_the_time() -> None:
    turns = Counter(one.interviewer_id for one in _rotate("ccccce").sittings)
    assert turns[6] == 2
    assert max(turns.values()) == 2


def test_somebody_named_twice_sits_once() -> None:
    assert rotation((1, 2, 1), _table("ci"), 60, 30).sittings == (Roles(1, 2, ()),)


@pytest.mark.parametrize("per_round", [0, -30])
def test_a_round_takes_time(per_round: int) -> None:
    with pytest.raises(ValueError, match="at least a minute"):
        rotation((1, 2), _table("ci"), 60, per_round)


@settings(max_examples=200, deadline=None)
@given(
    wishes=st.text("cieo", max_size=8),
    minutes=st.integers(0, 300),
    per_round=st.integers(1, 60),
    heard=st.dictionaries(st.integers(1, 8), st.floats(0, 20)),
    before=st.dictionaries(st.integers(1, 8), st.floats(0, 20)),
)
def test_every_rotation_is_fair(
    wishes: str, minutes: int, per_round: int, heard: dict[int, float], before: dict[int, float]
) -> None:
    table = _table(wishes)
    found = rotation(tuple(table), table, minutes, per_round, heard, before)
    taking = {person for person, wish in table.items() if wish is not Wish.OBSERVER}
    wanting = {person for person in taking if table[person] is not Wish.INTERVIEWER}
    candidates = [one.candidate_id for one in found.sittings]
    assert sorted([*candidates, *found.left_out]) == sorted(wanting)
    assert len(candidates) == (min(len(wanting), minutes // per_round) if len(taking) > 1 else 0)
    for one in found.sittings:
        assert one.interviewer_id in taking - {one.candidate_id}
        assert sorted([one.candidate_id, one.interviewer_id, *one.observer_ids]) == sorted(table)
    # Nobody who is left out was heard less than one who is not.
    assert all(heard.get(one, 0) <= heard.get(other, 0) for one in candidates for other in found.left_out)
    asked = Counter(one.interviewer_id for one in found.sittings)
    willing = [person for person in taking if table[person] is not Wish.CANDIDATE]
    if len(willing) > 1:
        turns = [asked[person] for person in willing]
        assert max(turns) - min(turns) <= 1
    if any(table[person] is Wish.INTERVIEWER for person in taking):
        assert not any(asked[person] for person in taking if table[person] is Wish.CANDIDATE)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), minutes=st.sampled_from([30, 60]), people=st.integers(11, 13))
def test_ten_weeks_give_all_nearly_as_many_turns(seed: int, minutes: int, people: int) -> None:
    group = [Attendee(number, Wish.EITHER) for number in range(1, people + 1)]
    wishes = {one.user_id: one.wish for one in group}
    heard: dict[int, float] = {}
    asked: dict[int, float] = {}
    past: dict[frozenset[int], float] = {}
    turns: Counter[int] = Counter()
    questions: Counter[int] = Counter()
    for week in range(10):
        tables = pair(group, past, seed=seed + week)
        sittings = [one for table in tables for one in rotation(table, wishes, minutes, 30, heard, asked).sittings]
        _later(past, [frozenset(two) for table in tables for two in combinations(table, 2)])
        _later(heard, [one.candidate_id for one in sittings])
        _later(asked, [one.interviewer_id for one in sittings])
        turns.update(one.candidate_id for one in sittings)
        questions.update(one.interviewer_id for one in sittings)
    assert max(turns[one] for one in wishes) - min(turns[one] for one in wishes) <= 2
    assert max(questions[one] for one in wishes) - min(questions[one] for one in wishes) <= 4


def _later(weights: dict[_Key, float], new: list[_Key]) -> None:
    """A week later, what is new counts a week's age."""
    for one in new:
        weights[one] = weights.get(one, 0.0) + 1
    for one in weights:
        weights[one] *= recency(7)
