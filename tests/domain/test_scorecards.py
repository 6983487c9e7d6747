"""Scorecards as pure rules: their parts, what is kept of a form, when they open, what a table learns, and blindness."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.competencies import Competency
from bot.domain.sessions.debriefing import Band, band, craft, craft_means, debrief
from bot.domain.sessions.interviewing import Skill
from bot.domain.sessions.score_notices import CardsWanted
from bot.domain.sessions.score_refusals import CardRefused, NoCard
from bot.domain.sessions.scoring import (
    CLOSES_AFTER,
    NOT_SEEN,
    ROOM,
    Sat,
    Scorecard,
    Scoring,
    What,
    complete,
    filled,
    may_open,
    merged,
    missing,
    parts,
    progress,
)
from bot.services.scorecards import OwnCard
from bot.ui.sessions import cards as cards_ui
from tests.domain.score_values import (
    CANDIDATE,
    INTERVIEWER,
    OBSERVER,
    SECOND,
    cards_of,
    form_of,
    make_sat,
    make_scoring,
)
from tests.domain.values import START, later
from tests.test_data import CATALOGUE

ALL = tuple(Competency)
RATERS = (CANDIDATE, INTERVIEWER, OBSERVER, SECOND)
levels_of = st.dictionaries(st.sampled_from([*ALL, *Skill]).map(lambda one: one.value), st.integers(0, 4))
sats = st.builds(
    lambda many, observers: make_sat(competencies=ALL[:many], observer_ids=(OBSERVER, SECOND)[:observers]),
    st.integers(1, len(ALL)),
    st.integers(0, 2),
)


# ---------------------------------------------------------------------- parts


@given(sats)
def test_every_part_fits_a_form_and_asks_each_thing_once(sat: Sat) -> None:
    for rater in sat.raters:
        found = parts(sat, rater)
        assert [one.number for one in found] == list(range(len(found)))
        assert all(1 <= len(one.asks) <= 5 and one.rated for one in found)
        about = [one for one in found if one.about_id == sat.candidate_id]
        assert tuple(key for one in about for key in one.rated) == tuple(sat.competencies)
        assert sum(ask.what is What.RAISED for one in about for ask in one.asks) <= 1
        everything = [(one.about_id, ask.name) for one in found for ask in one.asks]
        assert len(set(everything)) == len(everything)
        assert {one.about_id for one in found} <= {sat.candidate_id, sat.interviewer_id}


@pytest.mark.parametrize(("many", "sizes"), [(1, [3]), (2, [5]), (3, [4, 3]), (4, [4, 5]), (5, [4, 4, 3])])
def test_words_come_before_the_level_and_what_raises_it_last(many: int, sizes: list[int]) -> None:
    found = parts(make_sat(competencies=ALL[:many]), OBSERVER)
    assert [len(one.asks) for one in found] == sizes
    kinds = [ask.what for one in found for ask in one.asks]
    assert kinds == [What.QUOTE, What.LEVEL] * many + [What.RAISED]


@pytest.mark.parametrize(("many", "sizes"), [(1, [2, 5]), (4, [5, 5]), (5, [5, 5]), (6, [5, 2, 5])])
def test_the_candidate_rates_themselves_shortly_and_then_the_interviewer(many: int, sizes: list[int]) -> None:
    found = parts(make_sat(competencies=ALL[:many]), CANDIDATE)
    assert [len(one.asks) for one in found] == sizes
    assert [one.about_id for one in found] == [CANDIDATE] * (len(sizes) - 1) + [INTERVIEWER]
    assert found[-1].rated == tuple(Skill)


def test_who_asks_nobody_else_rates_nobody_else() -> None:
    alone = make_sat(interviewer_id=CANDIDATE, observer_ids=())
    assert alone.raters == (CANDIDATE,)
    assert {one.about_id for one in parts(alone, CANDIDATE)} == {CANDIDATE}


# ---------------------------------------------------------------------- forms


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("level-sql", "", NoCard.NO_LEVEL),
        ("level-sql", "5", NoCard.NO_LEVEL),
        ("level-sql", "-1", NoCard.NO_LEVEL),
        ("level-sql", "２", NoCard.NO_LEVEL),
        ("level-sql", "2.0", NoCard.NO_LEVEL),
        ("quote-sql", "x" * (ROOM + 1), NoCard.TOO_LONG),
        ("raised-raised", "x" * (ROOM + 1), NoCard.TOO_LONG),
    ],
)
def test_a_form_that_does_not_do(name: str, value: str, reason: NoCard) -> None:
    sat = make_sat()
    given_ = form_of(sat, OBSERVER, 0, {"sql": 3}) | {name: value}
    with pytest.raises(CardRefused) as refused:
        filled(make_scoring(sat), parts(sat, OBSERVER)[0], OBSERVER, given_, START)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  said it \n", "said it"),
        ("\u200b \n", ""),
        ("a\0b", "ab"),
        ("\ud83d broken", "broken"),
        ("🎯" * ROOM, "🎯" * ROOM),
    ],
)
def test_what_is_kept_of_a_text(text: str, kept: str) -> None:
    sat = make_sat()
    form = form_of(sat, OBSERVER, 0, {"sql": 3}) | {"quote-sql": text, "raised-raised": text}
    card = filled(make_scoring(sat), parts(sat, OBSERVER)[0], OBSERVER, form, START)
    assert (card.evidence["sql"], card.raised) == (kept, kept)


def test_parts_come_one_by_one_in_any_order_and_the_last_one_hands_it_in() -> None:
    sat = make_sat(competencies=ALL[:4])
    scoring = make_scoring(sat)
    (draft,) = cards_of(scoring, OBSERVER, {"data_analysis": 2}, "words", only=[1])
    assert draft.submitted_at is None
    assert [one.number for one in missing(sat, OBSERVER, [draft])] == [0]
    first, second = parts(sat, OBSERVER)
    new = filled(scoring, first, OBSERVER, form_of(sat, OBSERVER, 0, {"sql": 4}), later(hours=1))
    whole = merged(draft, new, first, 50, (first, second))
    assert whole.submitted_at == later(hours=1)
    assert (whole.raised, whole.levels["sql"]) == ("words raised", 4)
    assert complete(sat, [whole]) == (OBSERVER,)
    again = filled(scoring, first, OBSERVER, form_of(sat, OBSERVER, 0, {"sql": 1}), later(hours=2))
    changed = merged(whole, again, first, 60, (first, second))
    assert (changed.levels["sql"], changed.submitted_at) == (1, later(hours=1))
    for replay in (50, 60):
        assert merged(changed, new, first, replay, (first, second)) is changed


# ---------------------------------------------------------------------- opening


def test_all_are_waited_for_until_the_time_is_over() -> None:
    scoring = make_scoring()
    given_ = [one for who in (CANDIDATE, INTERVIEWER) for one in cards_of(scoring, who, {"sql": 3})]
    assert progress(scoring, given_) == (2, 3)
    assert not may_open(scoring, given_, START + CLOSES_AFTER - timedelta(microseconds=1))
    assert may_open(scoring, [], START + CLOSES_AFTER)
    assert may_open(scoring, [*given_, *cards_of(scoring, OBSERVER, {})], START)
    without = scoring.model_copy(update={"excused": (OBSERVER,)})
    assert may_open(without, given_, START)
    assert progress(without, given_) == (2, 2)
    left_late = scoring.model_copy(update={"excused": (INTERVIEWER,)})
    assert progress(left_late, given_) == (2, 3), "a card that is in counts"


def test_half_a_card_is_not_in() -> None:
    scoring = make_scoring()
    own_only = cards_of(scoring, CANDIDATE, {"sql": 4}, only=[0])
    assert progress(scoring, own_only) == (0, 3)
    assert [one.about_id for one in missing(scoring.sat, CANDIDATE, own_only)] == [INTERVIEWER]


@pytest.mark.parametrize(
    ("changes", "who", "at", "reason"),
    [
        ({}, SECOND, START, NoCard.STRANGER),
        ({"excused": (OBSERVER,)}, OBSERVER, START, NoCard.LEFT),
        ({"opened_at": START}, OBSERVER, START, NoCard.OPENED),
        ({}, OBSERVER, START + CLOSES_AFTER, NoCard.LATE),
    ],
)
def test_who_may_not_fill_in_a_card(changes: dict[str, Any], who: int, at: Any, reason: NoCard) -> None:
    with pytest.raises(CardRefused) as refused:
        make_scoring(**changes).check(who, at)
    assert refused.value.reason is reason


# ---------------------------------------------------------------------- what a table learns


def opened(sat: Sat | None = None) -> Scoring:
    return make_scoring(sat, opened_at=later(hours=1))


def given_by(scoring: Scoring, **levels: dict[str, int]) -> list[Scorecard]:
    names = {"candidate": CANDIDATE, "interviewer": INTERVIEWER, "observer": OBSERVER, "second": SECOND}
    return [one for name, own in levels.items() for one in cards_of(scoring, names[name], own, name)]


def test_the_levels_with_their_spread_and_the_thing_to_talk_about() -> None:
    scoring = opened(make_sat(observer_ids=(OBSERVER, SECOND)))
    found = debrief(
        scoring,
        given_by(
            scoring,
            interviewer={"sql": 4, "data_analysis": 3},
            observer={"sql": 1, "data_analysis": 2},
            second={"sql": NOT_SEEN, "data_analysis": 3},
            candidate={"sql": 3, "data_analysis": 4},
        ),
    )
    sql, analysis = found.spreads
    assert (sql.mean, sql.lowest, sql.highest, sql.own) == (2.5, 1, 4, 3)
    assert sql.levels == {INTERVIEWER: 4, OBSERVER: 1}
    assert analysis.mean == pytest.approx(8 / 3)
    assert found.dispute == sql
    assert found.blind_spot == analysis
    assert (found.received, found.expected, found.raters) == (4, 4, 3)
    assert [one.rater_id for one in found.raised] == [INTERVIEWER, OBSERVER, SECOND]
    assert found.own_words == "candidate raised"


def test_one_rater_leaves_no_spread_and_none_no_band() -> None:
    scoring = opened()
    one = debrief(scoring, given_by(scoring, observer={"sql": 3}))
    assert (one.dispute, one.band, one.received) == (None, Band.HIRE, 1)
    assert one.spreads[0].range == 0
    alone = debrief(scoring, given_by(scoring, candidate={"sql": 4}))
    assert (alone.band, alone.dispute, alone.blind_spot, alone.raters) == (None, None, None, 0)
    nobody = debrief(scoring, [])
    assert (nobody.band, nobody.received, nobody.raised) == (None, 0, ())


def test_a_draft_is_not_in_the_debrief() -> None:
    scoring = opened(make_sat(competencies=ALL[:4]))
    draft = cards_of(scoring, OBSERVER, {"sql": 1}, "draft", only=[0])
    found = debrief(scoring, draft)
    assert found.raters == 0
    assert "draft" not in str(found)


def test_what_the_candidate_says_of_the_interviewer_is_for_that_person() -> None:
    scoring = opened()
    found = given_by(scoring, candidate={"sql": 1, "listening": 4, "clarity": 2}, interviewer={"sql": 3})
    own = craft(scoring, found)
    assert own is not None
    assert own.levels == {Skill.LISTENING: 4, Skill.CLARITY: 2}
    assert (own.helped, own.raised) == ("candidate helped", "candidate raised")
    assert "candidate helped" not in str(debrief(scoring, found))
    assert craft(scoring, given_by(scoring, interviewer={"sql": 3})) is None
    silent = cards_of(scoring, CANDIDATE, {"sql": 3})
    assert craft(scoring, silent) is None, "nothing seen and nothing said"
    about = [one for one in found if one.about_id == INTERVIEWER]
    assert craft_means([*about, *about]) == {Skill.LISTENING: (4, 2), Skill.CLARITY: (2, 2)}


@pytest.mark.parametrize("learn", [debrief, craft])
def test_nothing_is_learnt_before_the_cards_are_open(learn: Any) -> None:
    scoring = make_scoring()
    with pytest.raises(ValueError, match="not open"):
        learn(scoring, given_by(scoring, interviewer={"sql": 3}))


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ([], None),
        ([4, 4], Band.STRONG_HIRE),
        ([4, 3], Band.STRONG_HIRE),
        ([4, 4, 4, 2], Band.HIRE),
        ([3], Band.HIRE),
        ([3, 3, 3, 2], Band.HIRE),
        ([4, 4, 1.5], Band.NO_HIRE),
        ([3, 2], Band.NO_HIRE),
        ([1, 2], Band.STRONG_NO_HIRE),
    ],
)
def test_the_hire_band(means: Sequence[float], expected: Band | None) -> None:
    assert band(means) == expected


@given(st.lists(st.floats(1, 4), min_size=1, max_size=6), st.data())
def test_a_higher_level_never_lowers_the_band(means: list[float], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(means) - 1))
    raised = [*means[:index], data.draw(st.floats(means[index], 4)), *means[index + 1 :]]
    order = list(Band)
    before, after = band(means), band(raised)
    assert before is not None
    assert after is not None
    assert order.index(after) >= order.index(before)


@given(sats, st.lists(levels_of, min_size=4, max_size=4))
def test_the_spread_holds_every_level_and_the_dispute_is_the_widest(sat: Sat, levels: list[dict[str, int]]) -> None:
    scoring = opened(sat)
    given_ = [one for who, own in zip(sat.raters, levels, strict=False) for one in cards_of(scoring, who, own)]
    found = debrief(scoring, given_)
    others = [who for who in sat.raters if who != CANDIDATE]
    for one in found.spreads:
        expected = {who: lv for who in others if (lv := levels[sat.raters.index(who)].get(one.competency, 0))}
        assert one.levels == expected
        if one.mean is not None:
            assert one.lowest <= one.mean <= one.highest
            assert one.range == max(expected.values()) - min(expected.values())
    widest = max(one.range for one in found.spreads)
    assert (found.dispute.range if found.dispute else 0) == widest
    shuffled = debrief(scoring, given_[::-1])
    assert shuffled == found, "the order in which cards came in does not show"


# ---------------------------------------------------------------------- blindness


@given(sats, st.lists(levels_of, min_size=4, max_size=4), st.data())
def test_others_cards_change_nothing_that_anybody_sees_before_they_open(
    sat: Sat, levels: list[dict[str, int]], data: st.DataObject
) -> None:
    """Whatever the others wrote: one's own card, its forms and the message in the thread are the same."""
    scoring = make_scoring(sat)
    viewer = data.draw(st.sampled_from(sat.raters))
    own = cards_of(scoring, viewer, levels[0], "MINE", only=data.draw(st.sets(st.integers(0, 3))))
    seen = []
    for others_levels, text in ((levels[1], "ALPHA"), (levels[2], "OMEGA")):
        others = [one for who in sat.raters if who != viewer for one in cards_of(scoring, who, others_levels, text)]
        seen.append(_everything_shown(scoring, viewer, own, [*own, *others]))
    assert seen[0] == seen[1]
    assert "ALPHA" not in seen[0]


def _everything_shown(scoring: Scoring, viewer: int, own: list[Scorecard], every: list[Scorecard]) -> str:
    mine = tuple(one for one in every if one.rater_id == viewer)
    assert list(mine) == own
    count = progress(scoring, every)
    card = OwnCard(scoring, parts(scoring.sat, viewer), mine, count)
    mine_shown: Any = cards_ui.own_card(card, viewer, CATALOGUE)
    shown: list[Any] = [mine_shown.to_components()]
    wanted = cards_ui.wanted(CardsWanted(scoring=scoring, progress=count), in_private=False)
    shown.append(wanted["view"].to_components())
    shown += [cards_ui.form(card, part, CATALOGUE).to_dict() for part in card.parts]
    return str(shown)
