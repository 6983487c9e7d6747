"""The success matrix: rankings, where they turn, what cannot be used, and the question that is asked."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.catalogue import ContentError
from bot.domain.matrix import (
    Exercise,
    MatrixReason,
    MatrixRefused,
    Ranking,
    Scores,
    Weights,
    defence_prompt,
    load_exercises,
    most_fragile,
    rank,
    read_weight,
    read_weights,
    sensitivity,
    thinnest_score,
    turns_of,
)

DATA = Path(__file__).parents[2] / "data"
NAMES = ("Reach", "Revenue", "Evidence", "Cost")


def weigh(*weights: float) -> Weights:
    """Weights of :data:`NAMES`."""
    return Weights(of=dict(zip(NAMES, weights, strict=True)))


def score(first: tuple[int, ...], second: tuple[int, ...]) -> Scores:
    """Scores of two projects on :data:`NAMES`."""
    return Scores(of={"Alpha": dict(zip(NAMES, first, strict=True)), "Beta": dict(zip(NAMES, second, strict=True))})


def test_a_ranking_by_hand() -> None:
    ranking = rank(weigh(40, 30, 20, 10), score((5, 2, 3, 1), (3, 4, 3, 4)))
    # 0.4*5 + 0.3*2 + 0.2*3 + 0.1*1 = 3.3, and 0.4*3 + 0.3*4 + 0.2*3 + 0.1*4 = 3.4
    assert ranking.totals == pytest.approx((3.3, 3.4))
    assert (ranking.winner, ranking.loser) == ("Beta", "Alpha")
    assert ranking.margin == pytest.approx(0.1)
    assert [row.weight for row in ranking.rows] == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert ranking.dominant is None
    assert not ranking.identical


def test_turning_points_by_hand() -> None:
    weights, scores = weigh(40, 30, 20, 10), score((5, 2, 3, 1), (3, 4, 3, 4))
    reach, revenue, evidence, cost = sensitivity(weights, scores)
    # Without Reach the others are 3/6, 2/6, 1/6: Alpha 13/6, Beta 22/6, so -9/6 behind, and +2 ahead on Reach alone.
    assert reach.at == pytest.approx(1.5 / 3.5)
    assert reach.shift == pytest.approx(1.5 / 3.5 - 0.4)
    # Without Revenue: 4/7, 2/7, 1/7: Alpha 27/7, Beta 22/7.
    assert revenue.at == pytest.approx((5 / 7) / (5 / 7 + 2))
    # Equal scores on Evidence: more of it only shrinks the lead.
    assert evidence.at is None
    # Without Cost: 4/9, 3/9, 2/9: Alpha 32/9, Beta 30/9.
    assert cost.at == pytest.approx((2 / 9) / (2 / 9 + 3))
    assert most_fragile((reach, revenue, evidence, cost)) == reach


weights_given = st.lists(st.floats(0, 1000), min_size=4, max_size=4).filter(any)
scores_given = st.tuples(*[st.integers(1, 5)] * 4)


@settings(deadline=None)
@given(weights_given, scores_given, scores_given)
def test_the_ranking_turns_at_the_turning_point_and_nowhere_else(
    given_weights: list[float], first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    ranking = rank(weigh(*given_weights), score(first, second))
    for turn in turns_of(ranking):

        def lead(weight: float, criterion: str = turn.criterion) -> float:
            ours, theirs = ranking.totals_at(criterion, weight)
            return ours - theirs

        if turn.at is None:
            assert lead(0) * lead(1) >= -1e-8
        else:
            assert 0 < turn.at < 1
            assert lead(turn.at) == pytest.approx(0, abs=1e-9)
            assert lead(0) * lead(1) < 0


@settings(deadline=None)
@given(weights_given, scores_given, scores_given)
def test_scores_at_the_present_weight_are_the_ranking_itself(
    given_weights: list[float], first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    ranking = rank(weigh(*given_weights), score(first, second))
    assert sum(row.weight for row in ranking.rows) == pytest.approx(1)
    for row in ranking.rows:
        assume(row.weight < 1 - 1e-6)
        assert ranking.totals_at(row.criterion, row.weight) == pytest.approx(ranking.totals)


@settings(deadline=None)
@given(weights_given, scores_given, scores_given, st.floats(0.001, 1))
def test_only_proportions_of_weights_matter_and_the_order_of_projects_does_not(
    given_weights: list[float], first: tuple[int, ...], second: tuple[int, ...], factor: float
) -> None:
    assume(min(weight for weight in given_weights if weight) > 1e-3)
    one = rank(weigh(*given_weights), score(first, second))
    scaled = rank(weigh(*(weight * factor for weight in given_weights)), score(first, second))
    assert scaled.totals == pytest.approx(one.totals)
    swapped = rank(weigh(*given_weights), score(second, first))
    assert swapped.totals == (one.totals[1], one.totals[0])


@settings(deadline=None)
@given(weights_given, scores_given, scores_given)
def test_a_dominant_project_is_never_overtaken(
    given_weights: list[float], first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    ranking = rank(weigh(*given_weights), score(first, second))
    if ranking.dominant is not None:
        assert ranking.winner in {ranking.dominant, None}
        assert most_fragile(turns_of(ranking)) is None


@settings(deadline=None)
@given(weights_given, scores_given, scores_given)
def test_one_point_less_on_the_thinnest_score_ends_the_lead(
    given_weights: list[float], first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    weights = weigh(*given_weights)
    ranking = rank(weights, score(first, second))
    row = thinnest_score(ranking)
    if row is None:
        return
    lower = [dict(zip(NAMES, scores, strict=True)) for scores in (first, second)]
    place = ranking.projects.index(ranking.winner or "")
    lower[place][row.criterion] -= 1
    assert rank(weights, Scores(of=dict(zip(ranking.projects, lower, strict=True)))).winner != ranking.winner


def test_degenerate_weights() -> None:
    alone = rank(weigh(0, 0, 7, 0), score((1, 1, 4, 1), (5, 5, 3, 5)))
    assert alone.winner == "Alpha"
    evidence = turns_of(alone)[2]
    # The rest is then shared evenly: 1 against 5.
    assert evidence.at == pytest.approx(4 / 5)
    tiny = rank(weigh(5e-324, 5e-324, 0, 0), score((1, 1, 4, 1), (5, 5, 3, 5)))
    assert tiny.totals == (1, 5)


def test_ties_and_twins() -> None:
    tie = rank(weigh(1, 1, 1, 1), score((5, 1, 3, 3), (1, 5, 3, 3)))
    assert (tie.winner, tie.loser, tie.margin, tie.identical) == (None, None, 0.0, False)
    assert turns_of(tie)[0].shift == pytest.approx(0)
    twins = rank(weigh(1, 2, 3, 4), score((5, 1, 3, 3), (5, 1, 3, 3)))
    assert twins.identical
    assert twins.winner is twins.dominant is None
    assert all(turn.at is None for turn in turns_of(twins))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"a": 1, "b": 1, "c": 1}, MatrixReason.TOO_FEW),
        (dict.fromkeys("abcdefg", 1), MatrixReason.TOO_MANY),
        ({"a": 0, "b": 0, "c": 0, "d": 0}, MatrixReason.ALL_ZERO),
        ({"a": -1, "b": 2, "c": 1, "d": 1}, MatrixReason.NEGATIVE),
        ({"a": float("nan"), "b": 2, "c": 1, "d": 1}, MatrixReason.NOT_A_NUMBER),
        ({"a": 1001, "b": 2, "c": 1, "d": 1}, MatrixReason.TOO_LARGE),
    ],
)
def test_weights_are_refused_with_their_reason(values: dict[str, float], reason: MatrixReason) -> None:
    with pytest.raises(ValidationError) as refused:
        Weights(of=values)
    assert [error["type"] for error in refused.value.errors()] == [reason]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"A": dict.fromkeys("abcd", 3)}, MatrixReason.NOT_TWO_PROJECTS),
        ({"A": dict.fromkeys("abcd", 3), "B": dict.fromkeys("abce", 3)}, MatrixReason.OTHER_CRITERIA),
        ({"A": dict.fromkeys("abc", 3), "B": dict.fromkeys("abc", 3)}, MatrixReason.TOO_FEW),
        ({"A": dict.fromkeys("abcd", 0), "B": dict.fromkeys("abcd", 3)}, MatrixReason.NOT_A_SCORE),
        ({"A": dict.fromkeys("abcd", 3), "B": dict.fromkeys("abcd", 6)}, MatrixReason.NOT_A_SCORE),
    ],
)
def test_scores_are_refused_with_their_reason(values: dict[str, dict[str, int]], reason: MatrixReason) -> None:
    with pytest.raises(ValidationError) as refused:
        Scores(of=values)
    assert [error["type"] for error in refused.value.errors()] == [reason]


def test_weights_and_scores_must_be_about_the_same() -> None:
    with pytest.raises(MatrixRefused) as refused:
        rank(Weights(of=dict.fromkeys(("Reach", "Revenue", "Evidence", "Price"), 1)), score((1,) * 4, (2,) * 4))
    assert (refused.value.reason, refused.value.criterion) == (MatrixReason.OTHER_CRITERIA, "Cost, Price")


@pytest.mark.parametrize(
    ("text", "weight"), [("30", 30), (" 30 % ", 30), ("0,3", 0.3), (".5", 0.5), ("0", 0), ("+2", 2), ("12.50", 12.5)]
)
def test_weights_are_read_as_people_write_them(text: str, weight: float) -> None:
    assert read_weight("Reach", text) == weight


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", MatrixReason.NOT_A_NUMBER),
        ("much", MatrixReason.NOT_A_NUMBER),
        ("nan", MatrixReason.NOT_A_NUMBER),
        ("1e3", MatrixReason.NOT_A_NUMBER),
        ("1.2.3", MatrixReason.NOT_A_NUMBER),
        ("-1", MatrixReason.NEGATIVE),
        ("\u22121", MatrixReason.NEGATIVE),
        ("1001", MatrixReason.TOO_LARGE),
    ],
)
def test_what_is_no_weight_is_refused(text: str, reason: MatrixReason) -> None:
    with pytest.raises(MatrixRefused) as refused:
        read_weight("Reach", text)
    assert (refused.value.reason, refused.value.criterion, refused.value.text) == (reason, "Reach", text)


def test_a_form_of_nothing_is_refused() -> None:
    assert read_weights({"a": "1", "b": "0", "c": "2", "d": "5 %"}).of == {"a": 1, "b": 0, "c": 2, "d": 5}
    with pytest.raises(MatrixRefused) as refused:
        read_weights(dict.fromkeys("abcd", "0"))
    assert refused.value.reason is MatrixReason.ALL_ZERO


def asked(ranking: Ranking) -> str:
    """The question about a ranking."""
    return defence_prompt(ranking, turns_of(ranking))


def test_the_question_names_the_weight_on_which_it_hangs() -> None:
    text = asked(rank(weigh(40, 30, 20, 10), score((5, 2, 3, 1), (3, 4, 3, 4))))
    assert "Beta leads Alpha by 0.10 points" in text
    assert "hangs on Reach" in text
    assert "40\u00a0% of the weight" in text
    assert "rises past 42.9\u00a0%" in text


def test_a_firm_decision_is_asked_about_its_scores() -> None:
    dominant = asked(rank(weigh(1, 1, 1, 1), score((4, 4, 4, 4), (2, 3, 4, 1))))
    assert "makes me suspicious" in dominant
    tie = asked(rank(weigh(1, 1, 1, 1), score((5, 1, 3, 3), (1, 5, 3, 3))))
    assert "It is a tie at 3.00" in tie
    twins = asked(rank(weigh(1, 1, 1, 1), score((4, 4, 4, 4), (4, 4, 4, 4))))
    assert "same score on every criterion" in twins


@settings(deadline=None)
@given(weights_given, scores_given, scores_given)
def test_there_is_always_a_question_and_it_ends_as_one(
    given_weights: list[float], first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    text = asked(rank(weigh(*given_weights), score(first, second)))
    assert text.endswith("?")
    assert 80 < len(text) < 600
    assert "None" not in text


def test_the_shipped_cases_are_fair_puzzles() -> None:
    cases = load_exercises(DATA)
    assert len(cases) >= 2
    for case in cases.values():
        for project in case.projects:
            assert 60 <= len(project.story.split()) <= 90
            assert any(letter.isdigit() for letter in project.story)


def case_with(**changes: Any) -> dict[str, Any]:
    """A shipped case with a mistake."""
    return next(iter(load_exercises(DATA).values())).model_dump() | changes


def test_mistakes_in_a_case_are_named(tmp_path: Path) -> None:
    case = case_with()
    with pytest.raises(ValidationError, match="used twice: Client retention"):
        Exercise.model_validate(case_with(criteria=[case["criteria"][0], *case["criteria"][:4]]))
    with pytest.raises(ValidationError, match="at least 4"):
        Exercise.model_validate(case_with(criteria=case["criteria"][:3]))
    with pytest.raises(ValidationError, match="used twice: Talent Pools"):
        Exercise.model_validate(case_with(projects=[case["projects"][0]] * 2))
    text = (DATA / "matrix.toml").read_text(encoding="utf-8")
    (tmp_path / "matrix.toml").write_text(text.replace("trust-or-speed", "enterprise-quarter"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"matrix\.toml: enterprise-quarter: this id is used twice"):
        load_exercises(tmp_path)
