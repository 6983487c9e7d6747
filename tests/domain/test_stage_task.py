"""The rules of the technical task: what is dealt, the deadline, the moves, the defence, the notes."""

import itertools
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attempts import RIGHT, SHOWN, Attempt, submitted_sql
from bot.domain.catalogue import load
from bot.domain.errors import Reason, Refused
from bot.domain.handouts import dictionary, problem_sheet, references, tried
from bot.domain.rounds import ABANDONED_AFTER, OwedKind, Round, RoundStatus
from bot.domain.stages import Dealing, Given, deal_turns, notes_on, submitted
from bot.domain.stages.take_home.coverage import lacking, takes_up
from bot.domain.stages.take_home.deadlines import LEFT, LONGEST, SHORTEST, in_words, is_stale, reminders, time_of
from bot.domain.stages.take_home.defence import defence
from bot.domain.stages.take_home.rules import TakeHome, hinting, marks, opening, tally, trying
from bot.domain.stages.task import _is_craft
from bot.domain.tracks import StageKind
from bot.domain.turns import Form, Turn, TurnStatus
from bot.settings import ROOT
from tests.domain.values import START, THREAD, later, make_part, make_round

CATALOGUE = load(ROOT / "data")
TRACK = CATALOGUE.tracks["upwork-product-analyst"]
STAGE = next(stage for stage in TRACK.stages if stage.kind is StageKind.TASK)
TASK = CATALOGUE.tasks["freelance-marketplace"]
FIRST, SECOND = TASK.problems[:2]


def make_attempt(number: int, problem: str = FIRST.id, verdict: str = RIGHT, query: str = "SELECT 1") -> Attempt:
    return Attempt(
        source_id=number, problem=problem, query=query, verdict=verdict, message="Told.", created_at=later(hours=1)
    )


def make_turn(**changes: object) -> Turn:
    scene = CATALOGUE.scenes.of(Form.TASK, StageKind.TASK)
    data = TakeHome.set_from(TASK).kept(**changes)
    return Turn(position=0, question=scene, form=Form.TASK, data=data, status=TurnStatus.OPEN, prompted_at=START)


def make_given(turn: Turn, *, text: str = "", attempts: tuple[Attempt, ...] = (), **span: float) -> Given:
    parts = (make_part(1, text),) if text else ()
    return Given(CATALOGUE, in_round(turn), turn, later(**span), parts, attempts=attempts)


def in_round(turn: Turn) -> Round:
    values: dict[str, Any] = {"kind": StageKind.TASK, "status": RoundStatus.OPEN, "thread_id": THREAD}
    return make_round(turns=(turn,), **values)


OPENED: dict[str, Any] = {"opened_at": START, "due_at": later(days=2)}

# ---------------------------------------------------------------------- dealing


def dealt(count: int | None = None, seed: int = 1) -> tuple[Turn, ...]:
    return deal_turns(Dealing(content=CATALOGUE, track=TRACK, stage=STAGE, seed=seed, count=count))


@pytest.mark.parametrize(("count", "behind"), [(None, 2), (3, 2), (6, 2), (9, 5)])
def test_a_whole_round_is_a_take_home_and_questions_of_the_craft(count: int | None, behind: int) -> None:
    first, *rest = dealt(count)
    assert first.form is Form.TASK
    assert TakeHome.of(first).task == TASK.id
    assert [turn.form for turn in rest] == [Form.QUESTION] * behind
    assert all(_is_craft(turn.question) for turn in rest)
    assert [turn.position for turn in (first, *rest)] == list(range(behind + 1))


@pytest.mark.parametrize("count", [1, 2])
def test_a_drill_is_questions_only(count: int) -> None:
    assert [turn.form for turn in dealt(count)] == [Form.QUESTION] * count


def test_a_track_without_a_task_of_its_own_borrows_the_first() -> None:
    other = CATALOGUE.tracks["tiktok-product-analyst"].model_copy(update={"id": "elsewhere"})
    first, *_ = deal_turns(Dealing(content=CATALOGUE, track=other, stage=STAGE, seed=1))
    assert TakeHome.of(first).task == next(iter(CATALOGUE.tasks))


# ---------------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("6 hours", 6),
        ("2 days", 48),
        ("1h", 1),
        ("14 d", 336),
        (" 1 Day 12 hours ", 36),
        ("1d12h", 36),
        ("a week", 168),
        ("one day, and two hours", 26),
        ("1.5 days", 36),
        ("90 minutes", 1.5),
        ("2 wk", 336),
    ],
)
def test_times_are_read(text: str, hours: float) -> None:
    assert time_of(text) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "6",
        "hours",
        "59 min",
        "15 days",
        "14 days 1 minute",
        "-2 days",
        "2 dogs",
        "1e3 h",
        "9999 w",
        "tomorrow",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        time_of(text)
    assert refused.value.reason is Reason.BAD_TIME


@given(st.text(max_size=60))
def test_any_text_is_a_time_within_bounds_or_refused(text: str) -> None:
    try:
        found = time_of(text)
    except Refused:
        return
    assert SHORTEST <= found <= LONGEST


@given(st.integers(1, 14 * 24))
def test_whole_hours_are_said_so_that_they_are_read_again(hours: int) -> None:
    assert time_of(in_words(timedelta(hours=hours))) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (1, [("half", 0.5)]),
        (2, [("hour", 1)]),
        (6, [("half", 3), ("hour", 5)]),
        (24, [("half", 12), ("hour", 23)]),
        (48, [("day", 24), ("hour", 47)]),
        (72, [("half", 36), ("day", 48), ("hour", 71)]),
    ],
)
def test_reminders_come_at_half_time_a_day_and_an_hour_before(hours: int, expected: list[tuple[str, float]]) -> None:
    owed = list(reminders(0, START, later(hours=hours)))
    assert [(LEFT[one.again], (one.due_at - START) / timedelta(hours=1)) for one in owed] == expected
    assert len({one.key for one in owed}) == len(owed)
    assert {one.kind for one in owed} == {OwedKind.DEADLINE}


@given(st.integers(60, 14 * 24 * 60))
def test_reminders_lie_within_the_time_and_apart(minutes: int) -> None:
    at = [one.due_at for one in reminders(0, START, later(minutes=minutes))]
    assert all(START < one < later(minutes=minutes) for one in at)
    assert at == sorted(at)
    assert all(later - one >= timedelta(minutes=59) for one, later in itertools.pairwise(at))


def test_a_reminder_that_the_next_one_overtook_is_stale() -> None:
    due = later(hours=72)
    assert not is_stale(1, START, due, later(hours=47))
    assert is_stale(1, START, due, later(hours=48))
    assert not is_stale(3, START, due, later(hours=71.5))
    assert is_stale(3, START, due, due)


# ---------------------------------------------------------------------- moves


def test_opening_sets_the_deadline_once() -> None:
    turn = make_turn()
    play = opening(timedelta(days=3))(make_given(turn, hours=1))
    kept = TakeHome.of(turn.put(data=play.data))
    assert (kept.opened_at, kept.due_at) == (later(hours=1), later(hours=73))
    assert not play.settled
    assert play.again
    assert [one.due_at for one in play.owed] == [later(hours=37), later(hours=49), later(hours=72)]
    with pytest.raises(Refused, match="task_is_open"):
        opening(timedelta(days=1))(make_given(turn.put(data=play.data)))


@pytest.mark.parametrize("move", [submitted, trying(make_attempt(1)), hinting(FIRST.id, 2)])
def test_nothing_is_done_before_it_is_open(move: object) -> None:
    with pytest.raises(Refused, match="task_not_open"):
        move(make_given(make_turn(), text="Done."))  # type: ignore[operator]


def test_tries_are_counted_and_solved_problems_listed_once() -> None:
    turn = make_turn(**OPENED)
    for verdict, problem in [("rows", FIRST.id), (RIGHT, FIRST.id), (RIGHT, FIRST.id), ("order", SECOND.id)]:
        turn = turn.put(data=trying(make_attempt(1, problem, verdict))(make_given(turn)).data)
    kept = TakeHome.of(turn)
    assert kept.tries == {FIRST.id: 3, SECOND.id: 1}
    assert kept.solved == (FIRST.id,)
    assert [mark for _, mark in marks(kept)][:3] == ["✅", "🔸", "▫️"]
    assert tally(kept) == "1 of 22 problems solved, 4 queries tried"


def test_looking_at_the_data_counts_for_nothing() -> None:
    play = trying(make_attempt(1, "", SHOWN))(make_given(make_turn(**OPENED)))
    assert play.data is None
    assert not play.settled


def test_hints_grow_until_all_are_shown() -> None:
    turn = make_turn(**OPENED)
    shown = []
    for _ in range(4):
        turn = turn.put(data=hinting(FIRST.id, 2)(make_given(turn)).data)
        shown.append(TakeHome.of(turn).hints[FIRST.id])
    assert shown == [1, 2, 2, 2]


@pytest.mark.parametrize(("hours", "late"), [(47, False), (48, False), (49, True)])
def test_handing_in_is_taken_at_any_time_and_late_is_marked(hours: int, late: bool) -> None:
    turn = make_turn(**OPENED)
    play = submitted(make_given(turn, text="We should release it.", hours=hours))
    assert play.settled
    assert TakeHome.of(turn.put(data=play.data)).is_late is late
    assert [one.form for one in play.follow_ups] == [Form.DEFENCE] * 3


def test_the_deadline_keeps_a_round_from_being_left() -> None:
    far = in_round(make_turn(opened_at=START, due_at=later(days=14)))
    assert far.abandoned_at(START) == later(days=15)
    assert far.abandoned_at(later(days=13)) == later(days=20)
    near = in_round(make_turn(**OPENED))
    assert near.abandoned_at(START) == START + ABANDONED_AFTER
    assert in_round(make_turn()).abandoned_at(START) == START + ABANDONED_AFTER


# ---------------------------------------------------------------------- the defence


def test_the_defence_asks_about_what_was_submitted() -> None:
    sql = "SELECT DISTINCT client_id, usd_per_unit FROM payments JOIN exchange_rates USING (month)"
    asked = {turn.question.id for seed in range(40) for turn in defence(TASK, sql, seed)}
    called = {question.id for question in TASK.defence if question.when and question.fits(sql)}
    assert asked == called
    assert "mp-defend-novelty" not in asked


@given(st.text(max_size=200), st.integers(0, 2**62))
def test_a_defence_is_three_different_questions_and_always_the_same(text: str, seed: int) -> None:
    asked = defence(TASK, text, seed)
    fitting = min(3, len(TASK.questions_for(text)))
    assert len({turn.question.id for turn in asked}) == len(asked) == fitting
    assert asked == defence(TASK, text, seed)
    assert all(question.fits(text) for question in TASK.defence for turn in asked if turn.question.id == question.id)


def test_the_defence_prefers_different_competencies() -> None:
    text = "DISTINCT email_domain usd_per_unit JOIN variant week_no cuped segment missing cohort median"
    for seed in range(20):
        asked = [turn.question.competency for turn in defence(TASK, text, seed)]
        assert len(set(asked)) == 3


def test_queries_count_as_submitted() -> None:
    attempts = (make_attempt(1, query="SELECT week_no, variant FROM test_weeks"), make_attempt(2, "", query="ROLLUP"))
    assert submitted_sql(attempts) == "SELECT week_no, variant FROM test_weeks"
    play = submitted(make_given(make_turn(**OPENED), attempts=attempts))
    assert {"mp-defend-novelty", "mp-defend-sample-ratio"} & {turn.question.id for turn in play.follow_ups}


# ---------------------------------------------------------------------- notes


def noted(text: str, status: TurnStatus = TurnStatus.ANSWERED, **kept: object) -> str:
    return "\n".join(notes_on(make_turn(**kept).put(status=status), text))


def test_notes_tell_what_was_solved_when_and_what_lacks() -> None:
    text = "I recommend to release Team Room to all enterprise accounts: bookings rose by 8 %."
    told = noted(text, **OPENED, submitted_at=later(days=1), solved=(FIRST.id,), tries={FIRST.id: 2, SECOND.id: 1})
    assert "You solved 1 of 22 problems, with 3 queries." in told
    assert f"Tried and not solved: {SECOND.title}." in told
    assert "Handed in on time, 1 day before the deadline." in told
    assert f"“{TASK.presents[0]}”: your text takes it up." in told
    assert f"“{TASK.presents[1]}”: I do not find it in your text." in told
    assert "I do not find these in your text: Says how the data was checked." in told


def test_notes_on_late_on_nothing_written_and_on_nothing_done() -> None:
    assert "Handed in late, 2 hours after the deadline." in noted("A", **OPENED, submitted_at=later(hours=50))
    assert "There is no write-up" in noted("", **OPENED, submitted_at=later(hours=1))
    assert "You tried none of the 22 problems." in noted("A", **OPENED)
    assert "The round ended before you handed it in" in noted("A", **OPENED)
    assert "Not handed in." in noted("", TurnStatus.SKIPPED, **OPENED)
    assert notes_on(make_turn().put(status=TurnStatus.SKIPPED), "") == ()


STRONG: Mapping[str, str] = {
    "Should": "Release Team Room to enterprise accounts.",
    "Where": "Most hires are lost between the proposal and the contract, worth 1.2 million dollars a year of jobs.",
    "Which": "Faults: 312 payments were written twice; without them the conclusion stays.",
}


@pytest.mark.parametrize("question", TASK.presents)
def test_a_question_is_taken_up_by_a_text_that_answers_it_only(question: str) -> None:
    answers = {first: takes_up(question, text) for first, text in STRONG.items()}
    assert answers[question.split(maxsplit=1)[0]]
    assert sum(answers.values()) == 1
    assert not takes_up(question, "I like dogs.")


def test_points_without_signs_are_not_said_to_lack() -> None:
    points = CATALOGUE.scenes.of(Form.TASK, StageKind.TASK).key_points
    assert lacking(points, "I recommend it; 8 percent; duplicates were removed") == ()
    assert len(lacking(points, "Nothing.")) == len(points)


# ---------------------------------------------------------------------- files


def test_the_sheets_have_every_table_column_and_problem() -> None:
    for task in CATALOGUE.tasks.values():
        words, sheet, answers = dictionary(task), problem_sheet(task), references(task)
        assert all(f"| {column.name} |" in words for table in task.tables for column in table.columns)
        assert all(problem.prompt in sheet and problem.reference.strip() in answers for problem in task.problems)
        assert all(problem.reference.strip() not in sheet for problem in task.problems)


def test_queries_stand_in_the_file_as_they_were_tried() -> None:
    attempts = [make_attempt(1, query="SELECT 'a'\n  -- mine"), make_attempt(2, "", SHOWN, "FROM jobs")]
    text = tried({FIRST.id: FIRST.title}, attempts)
    assert text.index("SELECT 'a'\n  -- mine") < text.index("FROM jobs")
    assert f"-- {FIRST.title}" in text
    assert "-- A look at the data" in text


def test_too_many_queries_keep_the_newest() -> None:
    attempts = [make_attempt(number, query=f"SELECT {number} -- {'x' * 99_000}") for number in range(30)]
    text = tried({}, attempts)
    assert len(text) < 2_100_000
    kept = [int(found) for found in re.findall(r"SELECT (\d+)", text)]
    assert kept == sorted(kept)
    assert kept[-1] == 29
    assert kept[0] > 0
    assert text.startswith("-- Earlier queries are left out")
