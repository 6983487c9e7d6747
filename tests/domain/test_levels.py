"""Levels from evidence: who weighs what, how sure it is, where it goes, what is weak."""

import math
import random
import re
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
    WORTH,
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
from bot.settings import ROOT
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


@given(_EVIDENCE, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(evidence: list[Evidence], dice: random.Random) -> None:
    found = of(evidence)
    shuffled = list(evidence)
    dice.shuffle(shuffled)
    again = of(shuffled)
    assert again.level == pytest.approx(found.level)
    assert again.spread == pytest.approx(found.spread)
    assert (again.evidence_count, again.sure) == (found.evidence_count, found.sure)


@given(_EVIDENCE, st.floats(1, 4), st.floats(0, 350), st.floats(1, 300))
def test_the_word_of_another_and_a_newer_word_move_a_level_further(
    evidence: list[Evidence], level: float, age: float, older: float
) -> None:
    before = of(evidence).level

    def moved(source: Source, age: float) -> float:
        return abs(of([*evidence, said(level, source, age)]).level - before)

    assert moved(Source.RATER, age) >= moved(Source.TASK, age) - 1e-9
    assert moved(Source.TASK, age) >= moved(Source.SELF, age) - 1e-9
    assert moved(Source.SELF, age) >= moved(Source.SELF, age + older) - 1e-9


@given(_EVIDENCE, st.sampled_from([Source.TASK, Source.RATER]), st.integers(2, 30))
def test_the_more_say_it_the_nearer_the_level_comes_and_the_surer_it_is(
    evidence: list[Evidence], source: Source, times: int
) -> None:
    steps = [of([*evidence, *[said(4, source)] * count]) for count in range(times)]
    levels = [one.level for one in steps]
    assert levels == sorted(levels)
    agreed = [said(3, source)] * times
    order = list(Certainty)
    sure = [order.index(of(agreed[: count + 1]).sure) for count in range(times)]
    assert sure == sorted(sure)


_NAMED = {"your own rating": Source.SELF, "a judged task": Source.TASK, "a scorecard of somebody else": Source.RATER}
_ROW = re.compile(r"^\| (?P<what>[^|]+?) \| (?P<level>[\d.]+) \| (?P<days>\d+) \| (?P<weight>[\d.]+) \|$", re.MULTILINE)


def test_the_example_for_people_is_what_comes_out() -> None:
    page = (ROOT / "docs" / "levels.md").read_text("utf-8")
    rows = list(_ROW.finditer(page))
    evidence = [said(float(row["level"]), _NAMED[row["what"]], float(row["days"])) for row in rows]
    assert len(evidence) == 4
    assert [weight(one, NOW) for one in evidence] == [float(row["weight"]) for row in rows]
    found = of(evidence)
    error = found.spread / math.sqrt(sum(weight(one, NOW) for one in evidence))
    assert f"level **{found.level:.1f}**, spread {found.spread:.1f}, standard error {error:.1f}: {found.sure}" in page
    assert [f"| {what} | {WORTH[source]:.0f} |" in page for what, source in _NAMED.items()] == [True] * 3


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
