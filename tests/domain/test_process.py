"""The whole process as a value: when it is whole, and what is told of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.competencies import Competency
from bot.domain.pipeline import Held, Pipeline, completes, pipeline
from bot.domain.process import Process, process
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.turns import Form, Turn
from tests.domain.values import START, later, make_part, make_question, make_round, make_track, read_rubrics

RUBRICS = read_rubrics(Path(__file__).resolve().parents[2] / "data")
GOOD = "I led the recount of visitors. As a result sales rose from 12 to 15 a day in one quarter."


def _turn(position: int, minutes: float = 4, **changes: object) -> Turn:
    begun = later(hours=position)
    values = {"status": TurnStatus.ANSWERED, "prompted_at": begun, "settled_at": begun + timedelta(minutes=minutes)}
    return Turn(position=position, question=make_question(position + 1)).put(**values | changes)


def _round(stage: str, *turns: Turn, day: int = 0) -> Round:
    return make_round(
        stage_id=stage, turns=turns, status=RoundStatus.FINISHED, started_at=later(days=day),
        finished_at=later(days=day, hours=3),
    )  # fmt: skip


def _way(*held: Held) -> Pipeline:
    return pipeline(make_track(), held)


def _process(screen: Round, offer: Round, *, levels: tuple[float | None, float | None] = (2.0, 3.0)) -> Process:
    rounds = (screen, offer)
    held = [Held(one.stage_id, one.finished_at or START, 1, level) for one, level in zip(rounds, levels, strict=True)]
    given = {0: [make_part(1, GOOD)]}
    return process(_way(*held), [(one, given) for one in rounds], RUBRICS)


@pytest.mark.parametrize(
    ("held", "stage", "answered", "whole"),
    [
        (["screen"], "offer", True, True),
        (["offer"], "screen", True, True),
        (["screen"], "offer", False, False),
        ([], "offer", True, False),
        (["screen"], "screen", True, False),
        (["screen", "offer"], "offer", True, False),
    ],
)
def test_only_the_last_missing_stage_makes_it_whole(held: list[str], stage: str, answered: bool, whole: bool) -> None:
    status = TurnStatus.ANSWERED if answered else TurnStatus.SKIPPED
    state = _round(stage, _turn(0, status=status))
    assert completes(_way(*(Held(one, START, 1, None) for one in held)), state) is whole


def test_time_is_that_of_answering_without_pauses_and_take_homes() -> None:
    away = _turn(1, minutes=600)
    probe = _turn(2, minutes=2, form=Form.PROBE)
    home = _turn(0, minutes=6000, form=Form.TASK)
    found = _process(_round("screen", _turn(0), away, probe), _round("offer", home, _turn(1, minutes=6), day=3))
    assert [leg.used for leg in found.legs] == [timedelta(minutes=4 + 3 * 5 + 2), timedelta(minutes=6)]
    assert [leg.answered for leg in found.legs] == [2, 2]
    assert (found.answered, found.used) == (4, timedelta(minutes=27))
    assert (found.began_at, found.ended_at) == (START, later(days=3, hours=3))


def test_a_clock_that_was_put_back_takes_no_time_away() -> None:
    found = _process(_round("screen", _turn(0, minutes=-90)), _round("offer", _turn(0)))
    assert found.used == timedelta(minutes=4)


def test_the_strongest_and_the_weakest_come_from_own_ratings() -> None:
    sql = make_question(2, competency=Competency.SQL)
    screen = _round("screen", _turn(0, rating=2), _turn(1, question=sql, rating=4))
    found = _process(screen, _round("offer", _turn(0, rating=1)))
    assert found.strongest
    assert found.weakest
    assert (found.strongest.title, found.strongest.level) == (RUBRICS.of(Competency.SQL).title, 4)
    assert (found.weakest.title, found.weakest.level) == (RUBRICS.of(Competency.BACKGROUND).title, 1.5)
    assert (found.pipeline.strongest, found.pipeline.weakest) == (found.legs[1].standing, found.legs[0].standing)


def test_without_ratings_nothing_is_called_strong_or_weak() -> None:
    found = _process(_round("screen", _turn(0)), _round("offer", _turn(0)), levels=(None, None))
    assert found.unrated
    assert (found.strongest, found.weakest, found.pipeline.strongest, found.pipeline.weakest) == (None,) * 4


def test_the_advice_is_the_weakness_that_most_answers_share() -> None:
    skipped = [_turn(at, status=TurnStatus.SKIPPED) for at in (1, 2, 3)]
    found = _process(_round("screen", _turn(0), *skipped), _round("offer", _turn(0), *skipped))
    assert found.advice == "Give every question a try: two plain sentences earn more than a pass."


def test_what_was_answered_with_a_file_is_not_held_to_be_skipped() -> None:
    by_file = [_turn(at) for at in (1, 2)]
    found = _process(_round("screen", _turn(0), *by_file), _round("offer", _turn(0), *by_file))
    assert "Give every question a try" not in found.advice
