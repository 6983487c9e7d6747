"""Tables of a session: everyone at one, fair over the weeks, whole again when somebody is gone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.chance import chance
from bot.domain.sessions.fit import Fit
from bot.domain.sessions.matching import best_seats
from bot.domain.sessions.pairing import LARGEST, Attendee, pair, recency
from bot.domain.sessions.seating import Seating
from bot.domain.sessions.wishes import Wish

C, I, E, O = Wish.CANDIDATE, Wish.INTERVIEWER, Wish.EITHER, Wish.OBSERVER  # noqa: E741 - short rows of tables
_OF = {"c": C, "i": I, "e": E, "o": O}

_LEVELS = st.none() | st.floats(0, 5)
_GROUPS = st.lists(st.tuples(st.sampled_from(Wish), _LEVELS), max_size=26).map(
    lambda found: [Attendee(10 + number, wish, level) for number, (wish, level) in enumerate(found)]
)


def _group(wishes: str, levels: Sequence[float | None] = ()) -> list[Attendee]:
    """``"cie"``: person 1 wishes to be candidate, 2 interviewer, 3 either."""
    return [
        Attendee(number, _OF[wish], levels[number - 1] if levels else None) for number, wish in enumerate(wishes, 1)
    ]


def _wishes(tables: Sequence[Sequence[int]], group: Sequence[Attendee]) -> list[str]:
    wish = {one.user_id: one.wish.value[0] for one in group}
    return sorted("".join(sorted(wish[person] for person in table)) for table in tables)


def _met(*pairs: tuple[int, int], weight: float = 1.0) -> dict[frozenset[int], float]:
    return {frozenset(two): weight for two in pairs}


# ------------------------------------------------------------------ tables


@pytest.mark.parametrize(
    ("wishes", "size", "tables"),
    [
        ("", 2, []),
        ("c", 2, []),
        ("o", 2, []),
        ("ci", 2, ["ci"]),
        ("cc", 2, ["cc"]),
        ("ccii", 2, ["ci", "ci"]),
        ("ccee", 2, ["ce", "ce"]),
        ("iiee", 2, ["ei", "ei"]),
        ("eee", 2, ["eee"]),
        ("ccciii", 3, ["cci", "cii"]),
        ("ccccii", 2, ["cc", "ci", "ci"]),
        # One too many interviewers is a panel of two, rather than a table without a candidate.
        ("ciii", 2, ["ciii"]),
        ("cciiii", 2, ["cii", "cii"]),
        # The panel is full, and nobody stays alone: two sit together.
        ("ciiiiii", 2, ["ciiii", "ii"]),
        ("ciiiiiii", 2, ["ciiiii", "ii"]),
        # Only interviewers: pairs all the same, somebody may change their mind.
        ("iiii", 2, ["ii", "ii"]),
        # Observers are third, fourth and so on, spread evenly; an audience may be large.
        ("ciciooo", 2, ["cio", "cioo"]),
        ("cioooooooo", 2, ["ci" + "o" * 8]),
        ("oooo", 2, ["oo", "oo"]),
        ("coo", 2, ["coo"]),
        # Larger tables: pairs that are merged, then single people.
        ("cicicici", 4, ["ccii", "ccii"]),
        ("cicicicicici", 6, ["ccciii", "ccciii"]),
        ("c" * 8 + "i" * 4, 6, ["ccccii", "ccccii"]),
        ("e" * 10, 5, ["eeeee", "eeeee"]),
        ("e" * 7, 3, ["ee", "ee", "eee"]),
        ("e" * 7, 6, ["eee", "eeee"]),
    ],
)
def test_tables(wishes: str, size: int, tables: list[str]) -> None:
    for seed in range(5):
        group = _group(wishes)
        assert _wishes(pair(group, table_size=size, seed=seed), group) == sorted(
            "".join(sorted(table)) for table in tables
        )


def test_close_levels_sit_together() -> None:
    found = pair(_group("eeeeee", [5, 1, 3, 3.2, 4.8, 0.7]))
    assert {frozenset(table) for table in found} == {frozenset(two) for two in [(1, 5), (2, 6), (3, 4)]}


def test_past_partners_are_avoided_and_recent_ones_more() -> None:
    group = _group("eeee")
    past = _met((1, 2), (3, 4)) | _met((1, 3), (2, 4), weight=recency(70))
    assert {frozenset(table) for table in pair(group, past)} == {frozenset((1, 4)), frozenset((2, 3))}
    past |= _met((1, 4), (2, 3), weight=recency(7))
    assert {frozenset(table) for table in pair(group, past)} == {frozenset((1, 3)), frozenset((2, 4))}


def test_to_meet_again_is_better_than_a_table_without_a_candidate() -> None:
    group = _group("ccii")
    past = _met((1, 3), (1, 4), (2, 3), (2, 4), weight=40.0)
    assert _wishes(pair(group, past), group) == ["ci", "ci"]


def test_meetings_count_half_after_eight_weeks() -> None:
    assert recency(0) == recency(-3) == 1
    assert recency(56) == pytest.approx(0.5)
    assert recency(112) == pytest.approx(0.25)


@pytest.mark.parametrize("size", [-1, 0, 1, 7])
def test_a_table_has_two_to_six_people(size: int) -> None:
    with pytest.raises(ValueError, match="2 to 6"):
        pair(_group("ci"), table_size=size)


def test_somebody_named_twice_sits_once_and_as_named_last() -> None:
    assert sorted(pair([*_group("oc"), Attendee(1, I)])[0]) == [1, 2]
    assert pair([Attendee(1, C), Attendee(1, I)]) == ()


@settings(max_examples=120, deadline=None)
@given(group=_GROUPS, size=st.integers(2, 6), seed=st.integers(0, 2**63), data=st.data())
def test_everyone_is_at_one_table_and_nobody_alone(
    group: list[Attendee], size: int, seed: int, data: st.DataObject
) -> None:
    ids = [one.user_id for one in group]
    pairs = [frozenset(two) for two in combinations(ids, 2)]
    past = data.draw(st.dictionaries(st.sampled_from(pairs), st.floats(0, 50), max_size=12)) if pairs else {}
    tables = pair(group, past, table_size=size, seed=seed)
    if len(group) < 2:
        assert tables == ()
        return
    assert sorted(person for table in tables for person in table) == sorted(ids)
    wish = {one.user_id: one.wish for one in group}
    taking = [[person for person in table if wish[person] is not O] for table in tables]
    assert all(len(table) > 1 for table in tables)
    assert all(len(table) <= LARGEST for table in taking) or all(one.wish is O for one in group)
    # No table is without a candidate as long as another has room for its people.
    dry = [table for table in taking if table and all(wish[person] is I for person in table)]
    fed = [table for table in taking if table not in dry and table]
    assert not dry or all(len(table) >= LARGEST - 1 for table in fed)
    if not dry and not any(one.wish is O for one in group):
        assert max(map(len, tables)) <= max(size, 3) or len([one for one in group if one.wish is not I]) * 2 < len(
            group
        )
    # The same seed seats alike, in whatever order people came.
    assert pair(data.draw(st.permutations(group)), past, table_size=size, seed=seed) == tables


# ------------------------------------------------------------------ fairness over the weeks


def _season(
    group: Sequence[Attendee], weeks: int, absent: Mapping[int, set[int]] | None = None, seed: int = 0
) -> Counter[frozenset[int]]:
    """How often any two met, with the weights that the storage gives."""
    meetings: list[tuple[int, frozenset[int]]] = []
    for week in range(weeks):
        past: dict[frozenset[int], float] = {}
        for met_in, two in meetings:
            past[two] = past.get(two, 0.0) + recency(7 * (week - met_in))
        here = [one for one in group if one.user_id not in (absent or {}).get(week, set())]
        tables = pair(here, past, seed=seed + week)
        meetings += [(week, frozenset(two)) for table in tables for two in combinations(table, 2)]
    return Counter(two for _, two in meetings)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    group=st.sampled_from(["e" * 12, "c" * 6 + "i" * 6, "c" * 4 + "e" * 4 + "i" * 4, "c" * 12]),
    levels=st.sampled_from([(), [3.0] * 12]),
)
def test_ten_weeks_of_the_same_twelve_people(seed: int, group: str, levels: list[float | None]) -> None:
    people = _group(group, levels)
    met = _season(people, 10, seed=seed)
    partners = 6 if "e" not in group and "i" in group else 11
    assert max(met.values()) <= ceil(10 / partners) + 1
    assert sum(met.values()) == 10 * 6


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_ten_weeks_of_twelve_people_of_whom_some_are_away(seed: int, data: st.DataObject) -> None:
    away = st.sets(st.integers(1, 12), max_size=4)
    absent = {week: data.draw(away) for week in range(10)}
    met = _season(_group("e" * 12), 10, absent, seed)
    assert max(met.values()) <= ceil(10 / 7) + 1


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), levels=st.lists(st.floats(0, 5), min_size=12, max_size=12))
def test_levels_never_keep_two_together_for_ever(seed: int, levels: list[float]) -> None:
    met = _season(_group("e" * 12, levels), 10, seed=seed)
    assert max(met.values()) <= ceil(10 / 11) + 1


# ------------------------------------------------------------------ thinned graphs


@pytest.mark.parametrize(
    ("wishes", "people"),
    [*product(["e", "ci", "cei", "cccci", "ciiii", "ceio"], [41, 70]), ("cccii", 100)],
)
def test_a_thinned_graph_is_nearly_as_good_as_the_full_one(wishes: str, people: int) -> None:
    dice = chance(people)
    group = [Attendee(n, _OF[dice.choice(wishes)], dice.choice([None, 1, 2.5, 3, 4.2])) for n in range(people)]
    past: dict[frozenset[int], float] = {}
    for week in range(4):
        tables = pair(group, past, seed=week)
        past = {two: weight * recency(7) for two, weight in past.items()}
        for two in (frozenset(two) for table in tables for two in combinations(table, 2)):
            past[two] = past.get(two, 0.0) + recency(7)
    fit = Fit(group, past, 4)
    thin, full = (Seating(fit, limit).pairs(fit.taking_part(fit.order)) for limit in (0, 999))
    assert len(thin) == len(full)
    worth, best = (sum(fit.couple(*two) for two in found) for found in (thin, full))
    # A fifth of a point a pair, of the thirty that the best pair is worth.
    assert best - 20 * len(full) <= worth <= best


def test_all_find_a_partner_when_all_want_the_same_few() -> None:
    group = [Attendee(n, E, None) for n in range(100)]
    hubs = range(30)
    past = {frozenset((a, b)): 3.0 for a, b in combinations(range(100), 2) if a not in hubs and b not in hubs}
    tables = pair(group, past, full_up_to=10)
    assert sorted(person for table in tables for person in table) == list(range(100))
    assert {len(table) for table in tables} == {2}


def test_all_places_are_taken_when_all_want_the_same_few() -> None:
    seats = best_seats(70, 30, lambda unit, place: -unit - place, full_up_to=10)
    assert sorted(place for _, place in seats) == list(range(30))
    assert len({unit for unit, _ in seats}) == 30
