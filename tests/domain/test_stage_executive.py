"""The executive stage: what is dealt, the check of an agenda, and the success matrix with its defence."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.catalogue import Catalogue, load
from bot.domain.competencies import Competency
from bot.domain.drafts import Attachment, Part, Source
from bot.domain.errors import Reason, Refused
from bot.domain.matrix import Exercise, MatrixReason, MatrixRefused, read_score
from bot.domain.rounds import Play, Round
from bot.domain.stages import Dealing, Given, deal_turns, dealt_ids, notes_on, submitted
from bot.domain.stages.matrix import rules as moves
from bot.domain.stages.matrix.state import WEIGHTS, MatrixState
from bot.domain.stages.presentation.agenda import read_agenda
from bot.domain.stages.presentation.agenda_check import MOST_NOTES, AgendaCheck, Topic, check_agenda
from bot.domain.stages.presentation.rules import _ASKED_BY
from bot.domain.tracks import StageKind
from bot.domain.turns import Form, Turn, TurnStatus
from tests.domain.values import START, make_round

CONTENT: Catalogue = load(Path(__file__).parents[2] / "data")
TRACK = CONTENT.tracks["upwork-product-analyst"]
STAGE = next(stage for stage in TRACK.stages if stage.kind is StageKind.EXECUTIVE)
CASE = CONTENT.exercises["enterprise-quarter"]
POOLS, INVOICE = (project.name for project in CASE.projects)
NAMES = tuple(criterion.name for criterion in CASE.criteria)
SAMPLE = CONTENT.scenes.of(Form.PRESENTATION, StageKind.EXECUTIVE).sample_answer


def dealt(**changes: Any) -> tuple[Turn, ...]:
    """A new round of the stage."""
    values: dict[str, Any] = {"content": CONTENT, "track": TRACK, "stage": STAGE, "seed": 7}
    return deal_turns(Dealing(**values | changes))


# ---------------------------------------------------------------------- what is dealt


@pytest.mark.parametrize(("count", "questions"), [(None, 3), (3, 3), (5, 5), (15, 9)])
def test_a_whole_round_is_a_presentation_questions_and_a_matrix(count: int | None, questions: int) -> None:
    first, *middle, last = dealt(count=count)
    assert (first.form, last.form) == (Form.PRESENTATION, Form.MATRIX)
    assert first.question.minutes == 10
    assert [turn.form for turn in middle] == [Form.QUESTION] * questions
    assert not any("presentation" in turn.question.tags for turn in middle), "the round opens with one of its own"


@pytest.mark.parametrize("count", [1, 2])
def test_a_drill_is_questions_only(count: int) -> None:
    assert [turn.form for turn in dealt(count=count)] == [Form.QUESTION] * count


@pytest.mark.parametrize("seed", range(20))
def test_strategy_and_metrics_come_first_and_a_fact_at_most_once(seed: int) -> None:
    _, *middle, _ = dealt(seed=seed)
    asked = {turn.question.competency for turn in middle}
    assert asked <= {Competency.STRATEGY, Competency.PRODUCT_METRICS}
    said = [str(turn.data["lead_in"]) for turn in middle if "lead_in" in turn.data]
    assert len(set(said)) == len(said)
    assert all(len(one) < 300 for one in said)


def test_a_fact_of_the_dossier_leads_to_the_question_that_it_fits() -> None:
    turns = dealt(count=15)
    said = {turn.question.id: turn.data.get("lead_in") for turn in turns}
    assert "success matrix that yields a score" in str(said["upwork-executive-success-matrix"])
    assert "headline metrics" in str(said["upwork-executive-one-number"])
    assert said["upwork-executive-biggest-challenge"] is None


def test_the_exercise_is_one_that_this_person_has_had_least_often() -> None:
    ids = [one for one in dealt_ids(CONTENT, STAGE) if one.startswith("scene-matrix-")]
    assert len(ids) == len(CONTENT.exercises)
    for left in ids:
        seen = {one: 1 for one in ids if one != left}
        assert {dealt(seed=seed, seen=seen)[-1].question.id for seed in range(8)} == {left}
    assert {dealt(seed=seed)[-1].question.id for seed in range(40)} == set(ids)
    assert dealt(seed=3) == dealt(seed=3)


def test_each_exercise_brings_its_own_sample() -> None:
    turns = [dealt(seed=seed)[-1] for seed in range(40)]
    samples = {turn.question.id: turn.question.sample_answer for turn in turns}
    assert len(set(samples.values())) == len(CONTENT.exercises)


# ---------------------------------------------------------------------- the agenda


def lacking(text: str, *files: Attachment) -> set[Topic]:
    return {finding.topic for finding in check_agenda(text, files).lacking}


def test_the_sample_lacks_nothing() -> None:
    check = check_agenda(SAMPLE)
    assert check.lacking == ()
    (line,) = check.notes
    assert line.startswith("The agenda holds. 6 parts. 10\u00a0min, with time for questions.")


@pytest.mark.parametrize(
    ("outline", "parts", "minutes"),
    [
        ("1. Decision (1 min)\n2. Evidence (3 min)\n3. Risk (2 min)", 3, 6),
        ("1) Decision (1 min). 2) Evidence (3 min). 3) Risk (2 min).", 3, 6),
        ("**1.** Decision - 1 min\n**2.** Evidence - 3 minutes", 2, 4),
        ("Slide 1: Decision [1 min]\nSlide 2: Evidence [two minutes]", 2, 3),
        ("Decision 1 min\nEvidence 3 min\nQuestions 2 min", 3, 6),
        ("Decision — 1'\nEvidence — 2,5'", 2, 3.5),
        ("0:00–1:30 Decision\n1:30–4:00 Evidence", 2, 4),
        ("0-2 min decision\n2-6 min evidence", 2, 6),
        ("- Decision (2 min)\n    - why\n    - how\n- Evidence (3 min)\nQuestions: 2 min", 3, 7),
        ("2 min: decision. 3 min: evidence. Then 2 min questions.", 3, 7),
        ("1. Decision\n2. Evidence\n3. Risk, 2 min each", 3, 6),
        ("Ten minutes in total:\n1. Decision (4 min)\n2. Evidence (6 min)", 2, 10),
        ("- Decision\n- Evidence\n- Risk", 3, None),
        ("Decision\nEvidence\nRisk", 3, None),
        ("People leave within 14 minutes of their first visit.", 0, None),
        ("I talk about what we found and what it means for you.", 0, None),
        ("", 0, None),
    ],
)
def test_an_outline_is_read_into_parts_and_minutes(outline: str, parts: int, minutes: float | None) -> None:
    found = read_agenda(outline)
    assert (len(found.parts), found.minutes) == (parts, minutes)


def changed(old: str, new: str) -> str:
    assert old in SAMPLE
    return SAMPLE.replace(old, new)


@pytest.mark.parametrize(
    ("outline", "topic"),
    [
        (changed("stayed twice as often (2 min)", "stayed twice as often (7 min)"), Topic.MINUTES),
        (changed(" Questions (2 min).", "").replace("(2 min)", "(3 min)"), Topic.MINUTES),
        (changed("The decision I ask for: move one squad", "Introduction: background on one squad"), Topic.CONCLUSION),
        (changed("Risk and next step: account", "Next step: account"), Topic.RISK),
        ("1. Stop feature X (1 min)\n2. It does not sell (2 min)\n3. The risk: we are wrong (2 min)", Topic.FIGURE),
        ("1. Stop feature X (1 min)\n2. Sales fell by 12 % (2 min)\n3. The risk: we are wrong (2 min)", Topic.FIGURE),
        ("1. Stop feature X (1 min)\n2. Of 400 users 3 % stay (2 min)\n3. The risk (1 min)", Topic.NEXT_STEP),
        ("1. Decide\n2. b\n3. c\n4. d\n5. e\n6. f\n7. g\n8. h", Topic.POINTS),
        ("I would like to tell you how good our new feature is, and that it helps everyone.", Topic.AGENDA),
    ],
)
def test_what_an_agenda_lacks_is_found(outline: str, topic: Topic) -> None:
    assert topic in lacking(outline)


def test_the_minutes_over_the_slot_are_counted() -> None:
    (note, *_) = check_agenda("1. Decide (6 min)\n2. Why (5.5 min)\nQuestions (2 min)").notes
    assert note == "Your minutes add up to 13.5\u00a0min, and the slot has 10: cut 3.5\u00a0min."


def test_slides_without_an_outline_are_said_to_be_unseen() -> None:
    slides = (Attachment(name="deck.PDF", size=9), Attachment(name="one.png", size=9))
    assert [one.topic for one in check_agenda("Here are my slides.", slides).lacking] == [Topic.UNSEEN]
    assert Topic.UNSEEN not in lacking(SAMPLE, *slides)
    voice = Attachment(name="voice-message.ogg", size=9, seconds=30.0)
    assert "listen" in check_agenda("", [voice]).notes[0]


def test_files_that_cannot_be_shown_are_named() -> None:
    check = check_agenda(SAMPLE, [Attachment(name=f"{'x' * 200}{number}.pptx", size=1) for number in range(9)])
    (finding,) = check.lacking
    assert finding.topic is Topic.FILES
    assert "and 6 more cannot be shown" in finding.text
    assert len(finding.text) < 300


def test_nothing_given_is_nothing_to_check() -> None:
    assert check_agenda("") == check_agenda(" \u200b ") == AgendaCheck()
    assert check_agenda("").notes == ()


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=30), max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_few_plain_lines(text: str, names: list[str]) -> None:
    notes = check_agenda(text, [Attachment(name=name, size=1) for name in names]).notes
    assert len(notes) <= MOST_NOTES
    assert all(note.strip() and "\n" not in note for note in notes)


@pytest.mark.parametrize(
    "piece", ["1. ", "(1 min", " ", "1-", "1 min - ", "1.", "1:00-", "of 1 ", "from 1 ", "2 min\n", "- ", "Q & A "]
)
def test_an_endless_text_is_read_as_far_as_it_matters(piece: str) -> None:
    whole = check_agenda(piece * 20_000)
    assert whole == check_agenda((piece * 20_000)[:8_000])


# ---------------------------------------------------------------------- the presentation as a turn


def part(number: int, text: str = "", *files: Attachment) -> Part:
    return Part(source_id=number, source=Source.MODAL, content=text, attachments=files, created_at=START)


def about(turn: Turn, *parts: Part) -> Given:
    """What is submitted for a turn."""
    state: Round = make_round(kind=StageKind.EXECUTIVE)
    return Given(CONTENT, state, turn, START, parts)


PRESENTATION = dealt()[0]


@pytest.mark.parametrize(
    ("outline", "word"),
    [
        (SAMPLE, "two minutes"),
        ("1. Background (2 min)\n2. Of 400 users 3 % stay (3 min)\n3. Risk and pilot (2 min)", "decide"),
        ("1. Stop feature X (1 min)\n2. It does not sell (2 min)\n3. Risk and pilot (2 min)", "figure"),
        ("1. Stop feature X (1 min)\n2. Of 400 users 3 % stay (2 min)\n3. A pilot (2 min)", "wrong"),
        ("1. Stop feature X (1 min)\n2. Of 400 users 3 % stay (2 min)\n3. The risk (2 min)", "Monday"),
    ],
)
def test_the_question_on_it_is_chosen_by_what_lacks(outline: str, word: str) -> None:
    play = submitted(about(PRESENTATION, part(1, outline)))
    assert play.settled
    (probe,) = play.follow_ups
    assert probe.form is Form.PROBE
    assert word in probe.question.prompt
    assert probe.data["lead_in"] == "Before we go on:"


def test_every_lack_has_a_question_in_the_file() -> None:
    probes = CONTENT.scenes.of(Form.PROBE, StageKind.EXECUTIVE).probes
    for word in _ASKED_BY.values():
        assert sum(word in probe.lower() for probe in probes) == 1


def test_the_files_are_remembered_for_the_debrief() -> None:
    deck = Attachment(name="deck.key", size=1)
    play = submitted(about(PRESENTATION, part(1, "", deck)))
    assert play.data is not None
    done = PRESENTATION.put(data=play.data, status=TurnStatus.ANSWERED)
    unseen, unshown = notes_on(done, "")
    assert "slides" in unseen
    assert unshown.startswith("deck.key cannot be shown")
    assert notes_on(PRESENTATION.put(status=TurnStatus.SKIPPED), "1. a\n2. b") == ()


# ---------------------------------------------------------------------- the matrix


def matrix_turn(exercise: Exercise = CASE) -> Turn:
    scene = CONTENT.scenes.of(Form.MATRIX, StageKind.EXECUTIVE)
    data = {**MatrixState(exercise=exercise).dump(), "lead_in": "Numbers."}
    return Turn(position=0, question=scene, form=Form.MATRIX, data=data, status=TurnStatus.OPEN)


def typed(*figures: str) -> dict[str, str]:
    return dict(zip(NAMES, figures, strict=True))


def after(turn: Turn, play: Play) -> Turn:
    assert play.data is not None
    return turn.put(data=play.data)


def fill(turn: Turn, form: str, *figures: str, source: int = 1) -> Turn:
    """One form filled in."""
    one = part(source, "figures")
    return after(turn, moves.filled(form, typed(*figures), one)(about(turn, one)))


def whole(turn: Turn | None = None) -> Turn:
    """A matrix with all its figures: 3.3 to 3.1 or so, in favour of the first project."""
    turn = fill(turn or matrix_turn(), WEIGHTS, "30", "20", "20", "20", "10", source=1)
    turn = fill(turn, POOLS, "5", "4", "3", "2", "3", source=2)
    return fill(turn, INVOICE, "3", "2", "2", "5", "4", source=3)


def test_the_forms_can_be_filled_in_any_order_and_again() -> None:
    turn = matrix_turn()
    state = MatrixState.of(turn)
    assert state.missing == (WEIGHTS, POOLS, INVOICE)
    assert state.ranking is None
    for form in (INVOICE, WEIGHTS, POOLS):
        turn = fill(turn, form, *(["3"] * 5))
    assert MatrixState.of(turn).ranking is not None
    assert MatrixState.of(turn).ranking.identical  # type: ignore[union-attr]
    turn = fill(turn, POOLS, "4", "3", "3", "3", "3")
    ranking = MatrixState.of(turn).ranking
    assert ranking is not None
    assert ranking.winner == POOLS
    assert turn.data["lead_in"] == "Numbers.", "what else the turn keeps stays"


def test_a_matrix_comes_back_from_json_whatever_becomes_of_the_order() -> None:
    def turned(data: Any) -> Any:
        return {key: turned(data[key]) for key in reversed(data)} if isinstance(data, dict) else data

    turn = whole()
    assert MatrixState.of(turn.put(data=turned(turn.data))).ranking == MatrixState.of(turn).ranking


@pytest.mark.parametrize(
    ("text", "score"), [("4", 4), (" 4 ", 4), ("4/5", 4), ("4 of 5", 4), ("4.0", 4), ("Four", 4), ("5.", 5)]
)
def test_scores_as_people_write_them(text: str, score: int) -> None:
    assert read_score("Reach", text) == score


@pytest.mark.parametrize("text", ["", "0", "6", "4.5", "-1", "many", "44", "٤", "4/10", "1e0", "nan", "4" * 400])
def test_what_is_no_score(text: str) -> None:
    with pytest.raises(MatrixRefused) as refused:
        read_score("Reach", text)
    assert (refused.value.reason, refused.value.criterion) == (MatrixReason.NOT_A_SCORE, "Reach")


def test_figures_that_cannot_be_used_change_nothing_and_stay_in_their_form() -> None:
    turn = whole()
    bad = typed("30", "lots", "20", "20", "10")
    one = part(9, "figures")
    with pytest.raises(MatrixRefused, match="not_a_number"):
        moves.filled(WEIGHTS, bad, one)(about(turn, one))
    play = moves.put_aside(WEIGHTS, bad)(about(turn))
    assert (play.again, play.settled) == (False, False)
    state = MatrixState.of(after(turn, play))
    assert state.held(WEIGHTS) == bad
    assert state.ranking == MatrixState.of(turn).ranking
    mended = MatrixState.of(fill(after(turn, play), WEIGHTS, "1", "1", "1", "1", "1"))
    assert mended.held(WEIGHTS) == typed("1", "1", "1", "1", "1")


def test_a_form_holds_what_was_filled_in_before() -> None:
    state = MatrixState.of(fill(whole(), WEIGHTS, "30 %", "0,5", "1", "2", "3"))
    assert list(state.held(WEIGHTS).values()) == ["30 %", "0,5", "1", "2", "3"]
    assert list(state.held(POOLS).values()) == ["5", "4", "3", "2", "3"]


def six_criteria() -> Exercise:
    """A case with more criteria than a form has fields."""
    more = [*CASE.model_dump()["criteria"], {"name": "Speed", "meaning": "How soon it would reach the first client."}]
    return Exercise.model_validate(CASE.model_dump() | {"criteria": more})


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{name}: {at}" for at, name in enumerate((*NAMES, "Speed"), start=1)),
        "\n\n".join(f"  {name.upper()} = {at}" for at, name in enumerate((*NAMES, "Speed"), start=1)),
        "\n".join(f"{name} {at}" for at, name in reversed(list(enumerate((*NAMES, "Speed"), start=1)))),
        "1\n2\n3\n4\n5\n6",
    ],
)
def test_six_criteria_are_written_in_lines(text: str) -> None:
    state = MatrixState(exercise=six_criteria())
    assert list(moves.typed_in(state, {"lines": text}).values()) == ["1", "2", "3", "4", "5", "6"]


def test_a_line_that_is_left_out_is_an_empty_field() -> None:
    state = MatrixState(exercise=six_criteria())
    found = moves.typed_in(state, {"lines": "Speed: 4\nnonsense"})
    assert found["Speed"] == "4"
    assert set(found.values()) == {"4", ""}


def test_a_defence_before_the_figures_is_kept_and_the_figures_are_asked_for() -> None:
    turn = fill(matrix_turn(), WEIGHTS, "3", "2", "2", "2", "1", source=1)
    with pytest.raises(Refused) as refused:
        submitted(about(turn, part(1, "figures")))
    assert refused.value.reason is Reason.MATRIX_UNFILLED
    assert refused.value.details["missing"] == f"**Score {POOLS}** and **Score {INVOICE}**"
    play = submitted(about(turn, part(1, "figures"), part(2, "I would take the pools.")))
    assert (play.settled, play.again) == (False, True)
    assert MatrixState.of(after(turn, play)).early


def test_figures_alone_are_no_defence() -> None:
    with pytest.raises(Refused) as refused:
        submitted(about(whole(), *(part(number, "figures") for number in (1, 2, 3))))
    assert refused.value.reason is Reason.NO_DRAFT


def notes_after(text: str, turn: Turn | None = None) -> tuple[str, ...]:
    """The notes on a matrix that was defended like this."""
    turn = turn or whole()
    play = submitted(about(turn, part(1, "figures"), part(20, text)))
    assert play.settled
    return notes_on(after(turn, play).put(status=TurnStatus.ANSWERED), f"Weights: x\n{text}")


WEAK = "I would take the first one."
BETTER = "If cost to finish weighs more than 30 %, it turns."
STRONG = (
    f"{BETTER} It does not, because the goal is retention, and freelancers earn more. I would change my mind if no "
    "renewal comes of it."
)


def test_the_notes_name_the_decision_the_turn_and_thin_evidence() -> None:
    decision, turning, evidence, *_ = notes_after(WEAK)
    assert decision.startswith(f"Your matrix puts {POOLS} ahead, 3.60 to 3.10: a margin of 0.50")
    assert "Cost to finish weighs more than 31" in turning
    assert f"{INVOICE} leads" in turning
    assert f"You gave {POOLS} a 5 on Client retention, where the case is thin" in evidence


def test_the_notes_say_what_a_defence_lacks() -> None:
    assert "leaves out the weak point" in "".join(notes_after(WEAK))
    assert "Most of the lead comes from Client retention and Freelancer earnings" in "".join(notes_after(WEAK))
    assert "but not why" in "".join(notes_after(BETTER))
    strong = notes_after(STRONG)
    assert "that is a whole defence" in strong[-1]
    assert len(notes_after(WEAK)) <= 5


def test_a_tie_is_not_praised_for_naming_its_turn() -> None:
    turn = whole()
    for form in (POOLS, INVOICE):
        turn = fill(turn, form, *(["3"] * 5))
    decision, turning, *rest = notes_after("Both are fine.", turn)
    assert "a tie at 3.00" in decision
    assert "every weight decides" in turning
    assert "leaves the tie as it is" in "".join(rest)


def test_a_matrix_that_was_left_says_what_was_left() -> None:
    half = fill(matrix_turn(), WEIGHTS, "3", "2", "2", "2", "1")
    assert notes_on(half.put(status=TurnStatus.LEFT), "") == ()
    assert "not filled in to the end" in notes_on(half.put(status=TurnStatus.ANSWERED), "Weights: …")[0]
    stopped = whole().put(status=TurnStatus.ANSWERED)
    assert "stopped before the defence" in "".join(notes_on(stopped, "Weights: a 3\nScores for Talent Pools: a 3"))
    drafted = notes_on(stopped, f"Weights: a 3\n{STRONG}")
    assert "that is a whole defence" in "".join(drafted)


@given(
    st.lists(st.integers(0, 1000), min_size=5, max_size=5).filter(any),
    st.lists(st.integers(1, 5), min_size=10, max_size=10),
    st.text(max_size=200),
)
@settings(max_examples=60, deadline=None)
def test_any_matrix_and_any_defence_make_a_few_plain_notes(weights: list[int], scores: list[int], text: str) -> None:
    turn = fill(matrix_turn(), WEIGHTS, *map(str, weights), source=1)
    turn = fill(turn, POOLS, *map(str, scores[:5]), source=2)
    turn = fill(turn, INVOICE, *map(str, scores[5:]), source=3)
    notes = notes_after(f"Well. {text}", turn)
    assert 3 <= len(notes) <= 5
    assert all("None" not in note and "nan" not in note and len(note) < 350 for note in notes)


# ---------------------------------------------------------------------- the cases


def test_no_case_is_longer_than_a_message_or_speaks_of_other_criteria() -> None:
    long = CASE.model_dump()
    for project in long["projects"]:
        project["story"] = project["story"].ljust(900, "x")
    long["criteria"] = [{**one, "meaning": one["meaning"].ljust(200, "x")} for one in long["criteria"]]
    with pytest.raises(ValidationError, match="may have 2500 in all"):
        Exercise.model_validate(long)
    foreign = CASE.model_dump()
    foreign["projects"][0]["gaps"] = {"Weather": "nobody looked at it at all"}
    with pytest.raises(ValidationError, match="gaps name what is no criterion: Weather"):
        Exercise.model_validate(foreign)


def test_every_case_has_gaps_and_a_sample() -> None:
    for exercise in CONTENT.exercises.values():
        assert exercise.sample_answer
        assert all(project.gaps for project in exercise.projects)
