"""Levels from evidence: who weighs what, how sure it is, where it goes, what is weak."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.competencies import Competency
from bot.domain.progress.levels import (
    HALF_LIFE,
    RECENT,
    REMEMBERED,
    USUAL_SPREAD,
    Certainty,
    CompetencyLevel,
    Evidence,
    Source,
    Standing,
    Trend,
    standing,
    task_level,
    weight,
)
from tests.domain.values import START

SQL = Competency.SQL
NOW = START
_DAY = timedelta(days=1)


def said(level: float, source: Source = Source.SELF, age: float = 0, competency: Competency = SQL) -> Evidence:
    """Somebody says so, so many days ago."""
    return Evidence(competency=competency, level=level, source=source, at=NOW - age * _DAY)


def of(evidence: Sequence[Evidence], now: datetime = NOW) -> CompetencyLevel:
    found = standing(evidence, now).of(SQL)
    assert found is not None
    return found


_EVIDENCE = st.lists(
    st.builds(said, st.floats(1, 4), st.sampled_from(list(Source)), st.floats(0, 700)), min_size=1, max_size=40
)


@given(_EVIDENCE)
def test_a_level_lies_within_what_was_said(evidence: list[Evidence]) -> None:
    found = of(evidence)
    levels = [one.level for one in evidence]
    assert min(levels) - 1e-9 <= found.level <= max(levels) + 1e-9
    assert 0 < found.spread <= 3
    assert found.evidence_count == len(evidence)
    assert of(evidence[::-1]).level == pytest.approx(found.level)


@given(_EVIDENCE, st.sampled_from(list(Source)))
def test_a_better_word_never_lowers_a_level(evidence: list[Evidence], source: Source) -> None:
    assert of([*evidence, said(4, source)]).level >= of(evidence).level - 1e-9


def test_others_weigh_more_than_oneself_and_new_more_than_old() -> None:
    assert of([said(1), said(4, Source.RATER)]).level == pytest.approx((1 + 3 * 4) / 4)
    assert of([said(1), said(4, Source.TASK)]).level == pytest.approx((1 + 2 * 4) / 3)
    old = said(1, age=HALF_LIFE / _DAY)
    assert weight(old, NOW) == pytest.approx(0.5)
    assert of([old, said(4)]).level == pytest.approx((0.5 + 4) / 1.5)


def test_what_is_later_or_forgotten_does_not_count() -> None:
    assert standing([said(3, age=-1), said(3, age=REMEMBERED / _DAY)], NOW) == Standing()
    then = standing([said(2, age=10), said(4, age=1)], NOW - 5 * _DAY).of(SQL)
    assert then is not None
    assert (then.level, then.evidence_count) == (2, 1)


def test_one_score_is_a_guess_with_the_usual_spread() -> None:
    found = of([said(4, Source.RATER)])
    assert found.sure is Certainty.GUESS
    assert 0.5 * USUAL_SPREAD < found.spread < USUAL_SPREAD
    assert found.trend is Trend.UNKNOWN


@pytest.mark.parametrize(
    ("evidence", "sure"),
    [
        ([said(3)] * 2, Certainty.GUESS),
        ([said(3)] * 3, Certainty.FAIR),
        ([said(1), said(4), said(1)], Certainty.GUESS),
        ([said(3)] * 40, Certainty.FAIR),
        ([said(3, Source.RATER)] * 7, Certainty.FAIR),
        ([said(3, Source.RATER)] * 8, Certainty.FIRM),
        ([said(1, Source.RATER), said(4, Source.RATER)] * 4, Certainty.FAIR),
        ([said(3, Source.RATER, 360)] * 8, Certainty.FAIR),
        ([said(3)] * 9 + [said(3, Source.TASK)], Certainty.FIRM),
        ([said(3, Source.RATER, 700)] * 3, Certainty.GUESS),
    ],
)
def test_how_sure_it_is(evidence: list[Evidence], sure: Certainty) -> None:
    assert of(evidence).sure is sure


def test_more_agreement_makes_the_spread_smaller_and_discord_makes_it_larger() -> None:
    assert of([said(3)] * 20).spread < of([said(3)] * 3).spread < USUAL_SPREAD
    assert of([said(1), said(4)] * 10).spread > 1.3


@pytest.mark.parametrize(
    ("before", "recent", "trend"),
    [
        ([2, 2, 2, 2], [3, 3, 3, 3], Trend.UP),
        ([3, 3, 3, 3], [2, 2, 2, 2], Trend.DOWN),
        ([3, 3, 3, 3], [3, 3, 3, 3], Trend.STEADY),
        ([1, 4, 1, 4], [2, 4, 3, 3], Trend.STEADY),
        ([2, 2], [4, 4, 4, 4], Trend.UNKNOWN),
        ([2, 2, 2], [4, 4], Trend.UNKNOWN),
        ([], [4, 4, 4], Trend.UNKNOWN),
    ],
)
def test_a_trend_is_a_change_that_chance_would_not_make(before: list[int], recent: list[int], trend: Trend) -> None:
    evidence = [said(level, age=RECENT / _DAY + number) for number, level in enumerate(before)]
    evidence += [said(level, age=number) for number, level in enumerate(recent)]
    assert of(evidence).trend is trend


def test_the_weakest_come_first_and_guesses_last() -> None:
    evidence = [
        *[said(1, competency=Competency.STRATEGY)],
        *[said(2, competency=Competency.COMMUNICATION)] * 4,
        *[said(1.5, competency=Competency.DATA_ANALYSIS)] * 4,
        *[said(1.2, competency=Competency.STAKEHOLDERS)] * 2,
        *[said(2.5, competency=Competency.SQL)] * 4,
    ]
    found = standing(evidence, NOW)
    assert found.weak == (Competency.DATA_ANALYSIS, Competency.COMMUNICATION, Competency.STRATEGY)
    assert [one.competency for one in found.levels] == [one for one in Competency if found.of(one)]
    assert found.of(Competency.NEGOTIATION) is None


@pytest.mark.parametrize(("solved", "problems", "level"), [(0, 5, 1), (5, 5, 4), (2, 4, 2.5), (1, 1, 4)])
def test_a_task_says_a_level_by_what_was_solved(solved: int, problems: int, level: float) -> None:
    assert task_level(solved, problems) == level


@pytest.mark.parametrize(("solved", "problems"), [(0, 0), (-1, 3), (4, 3)])
def test_there_is_no_such_part_of_a_task(solved: int, problems: int) -> None:
    with pytest.raises(ValueError, match="problems"):
        task_level(solved, problems)
