"""The screen: how it is dealt, how a salary is read and remarked on, how questions are found and answered."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.catalogue import Catalogue, load
from bot.domain.drafts import Source as PartSource
from bot.domain.errors import Refused
from bot.domain.rounds import Play, Round
from bot.domain.stages import Dealing, Given, deal_turns, notes_on, submitted
from bot.domain.stages.reverse.dossier import best_fact
from bot.domain.stages.reverse.own_questions import Area, areas_of, is_closed, split_questions
from bot.domain.stages.reverse.recruiter import Seat, Source, Told, answer
from bot.domain.stages.reverse.rules import MOST_QUESTIONS, conversation_of
from bot.domain.stages.salary.money import Period, plainly, spans
from bot.domain.stages.salary.reading import Handling, Salary, read_salary
from bot.domain.stages.salary.remarks import MOST_REMARKS, is_absurd, remarks
from bot.domain.stages.salary.rules import acknowledgement, understood
from bot.domain.tracks import Fact, StageKind
from bot.domain.turns import Form, Turn, TurnStatus
from tests.domain.values import make_open, make_part, make_round

CONTENT: Catalogue = load(Path(__file__).parents[2] / "data")
SCREENS = [
    (track.id, stage.id)
    for track in CONTENT.tracks.values()
    for stage in track.stages
    if stage.kind is StageKind.SCREEN
]
UPWORK, TIKTOK = "upwork-product-analyst", "tiktok-product-analyst"


def deal(track_id: str = UPWORK, count: int | None = None, seed: int = 7) -> tuple[Turn, ...]:
    track = CONTENT.tracks[track_id]
    stage = next(one for one in track.stages if one.kind is StageKind.SCREEN)
    return deal_turns(Dealing(content=CONTENT, track=track, stage=stage, seed=seed, count=count))


# ---------------------------------------------------------------------- dealing


@pytest.mark.parametrize(("track_id", "stage_id"), SCREENS)
@pytest.mark.parametrize(("count", "expected"), [(None, 6), (6, 6), (7, 7), (8, 8), (9, 8), (15, 8)])
def test_a_whole_screen_is_brisk(track_id: str, stage_id: str, count: int | None, expected: int) -> None:
    track = CONTENT.tracks[track_id]
    stage = track.stage(stage_id)
    assert stage is not None
    for seed in range(20):
        salary, *questions, reverse = deal(track_id, count, seed)
        assert [salary.form, reverse.form] == [Form.SALARY, Form.REVERSE]
        assert {turn.form for turn in questions} == {Form.QUESTION}
        assert 1 + len(questions) == expected
        assert all(turn.question.minutes <= 3 for turn in (salary, *questions))
        places = [[one.id for one in stage.questions].index(turn.question.id) for turn in questions]
        assert places == sorted(places), "in the order of the bank"
        assert salary.question.id not in {turn.question.id for turn in questions}


def test_the_salary_question_is_the_stages_own_where_it_has_one() -> None:
    assert deal(UPWORK)[0].question.id == "upwork-screen-salary"
    assert deal(TIKTOK)[0].question.id == "scene-salary"


@pytest.mark.parametrize("count", range(1, 6))
def test_fewer_questions_are_a_drill(count: int) -> None:
    turns = deal(count=count)
    assert [turn.form for turn in turns] == [Form.QUESTION] * count
    own = {one.id: one for stage in CONTENT.tracks[UPWORK].stages for one in stage.questions}
    assert all(turn.question == own[turn.question.id] for turn in turns)


def test_long_questions_are_cut_to_three_minutes() -> None:
    track = CONTENT.tracks[UPWORK]
    stage = track.stages[0]
    long = tuple(one.model_copy(update={"minutes": 9}) for one in stage.questions)
    slow = stage.model_copy(update={"questions": long})
    turns = deal_turns(Dealing(content=CONTENT, track=track, stage=slow, seed=1))
    assert [turn.question.minutes for turn in turns[:-1]] == [3] * 6


# ---------------------------------------------------------------------- the salary, as it is read


@pytest.mark.parametrize(
    ("figure", "low", "high", "currency", "period"),
    [
        ("62k", 62_000, None, None, Period.YEAR),
        ("60.000 – 65.000", 60_000, 65_000, None, Period.YEAR),
        ("5,000 a month", 5_000, None, None, Period.MONTH),
        ("£45 an hour", 45, None, "GBP", Period.HOUR),
        ("45.50 eur/h", 45.5, None, "EUR", Period.HOUR),
        ("60-65k", 60_000, 65_000, None, Period.YEAR),
        ("60k to 65", 60_000, 65_000, None, Period.YEAR),
        ("€ 62.000,50", 62_000.5, None, "EUR", Period.YEAR),
        ("62 000", 62_000, None, None, Period.YEAR),
        ("62'000 CHF", 62_000, None, "CHF", Period.YEAR),
        ("62.5k", 62_500, None, None, Period.YEAR),
        ("5,5k per month", 5_500, None, None, Period.MONTH),
        ("1.2m ₹", 1_200_000, None, "INR", Period.YEAR),
        ("12 LPA", 1_200_000, None, "INR", Period.YEAR),
        ("sixty to sixty-five thousand", 60_000, 65_000, None, Period.YEAR),
        ("a hundred and twenty thousand dollars", 120_000, None, "USD", Period.YEAR),
        ("400 a day", 400, None, None, Period.DAY),
        ("65k 70k", 65_000, 70_000, None, Period.YEAR),
        ("70k – 70k", 70_000, None, None, Period.YEAR),
        ("3 000", 3_000, None, None, None),
    ],
)
def test_a_figure_is_read(
    figure: str, low: float, high: float | None, currency: str | None, period: Period | None
) -> None:
    read = read_salary("See the field.", {"figure": figure})
    assert (read.low, read.high, read.currency, read.period) == (low, high, currency, period)


def test_bare_thousands_and_turned_ranges_and_minuses_are_noticed() -> None:
    bare = read_salary("x", {"figure": "62"})
    assert (bare.low, bare.shortened) == (62_000, True)
    turned = read_salary("x", {"figure": "70k - 60k"})
    assert (turned.low, turned.high, turned.turned) == (60_000, 70_000, True)
    assert read_salary("x", {"figure": "-5000"}).negative
    assert not read_salary("x", {"figure": "60 - 65k"}).negative


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (
            "I see bases from 115,000 to 140,000 dollars. I am looking for 125,000 to 135,000.",
            "$125,000 to $135,000 a year",
        ),
        ("I currently earn 55k and want 60 to 65k plus a 5k bonus, in euros.", "€60,000 to €65,000 a year"),
        ("Published bands run from 60k to 75k; 68k would be my target.", "68,000 a year"),
        ("In six years I grew 100k users by 12 % with 3 to 5 tests, since 2019.", ""),
        ("I now earn 55k.", ""),
        ("62", "62,000 a year"),
        ("About 5,000 euros a month net.", "€5,000 a month"),
        ("Between sixty and seventy thousand pounds.", "£60,000 to £70,000 a year"),
    ],
)
def test_without_a_field_the_figure_is_read_from_the_words(text: str, amount: str) -> None:
    assert read_salary(text, {}).amount == amount


def test_the_field_goes_before_the_words_and_words_before_nonsense() -> None:
    assert read_salary("I want 80k.", {"figure": "62k"}).low == 62_000
    assert read_salary("I want 80k.", {"figure": "you tell me"}).low == 80_000


@pytest.mark.parametrize(
    ("typed", "code"),
    [("EUR", "EUR"), ("dollars", "USD"), ("£", "GBP"), ("thb", "THB"), ("moon dust", None), ("", None)],
)
def test_the_currency_is_read_from_its_field(typed: str, code: str | None) -> None:
    assert read_salary("x", {"figure": "62k", "currency": typed}).currency == code


@pytest.mark.parametrize(
    ("text", "chosen", "handling"),
    [
        ("It depends on the level. Which range have you set?", None, Handling.DEFER),
        ("I want 60k, but it depends.", None, Handling.FIGURE),
        ("I want 60k.", "defer", Handling.DEFER),
        ("No idea.", "figure", None),
        ("No idea.", "nonsense", None),
        ("60k to 65k.", "figure", Handling.RANGE),
    ],
)
def test_what_they_did_may_differ_from_what_they_chose(
    text: str, chosen: str | None, handling: Handling | None
) -> None:
    assert read_salary(text, {"handling": chosen} if chosen else {}).handling is handling


@given(
    text=st.text(max_size=300),
    fields=st.dictionaries(st.sampled_from(["figure", "currency", "handling"]), st.text(max_size=60)),
)
@settings(max_examples=200, deadline=None)
def test_anything_is_read_and_kept(text: str, fields: dict[str, str]) -> None:
    read = read_salary(text, fields)
    assert Salary.model_validate(json.loads(json.dumps(read.model_dump(mode="json")))) == read
    found = remarks(read)
    assert 1 <= len(found) <= MOST_REMARKS
    assert all("\n" not in one and len(one) <= 320 for one in found)
    assert read.high is None or (read.low is not None and read.low < read.high)


@given(
    low=st.integers(15_000, 400_000), width=st.integers(1, 90_000), code=st.sampled_from(["EUR", "GBP", "USD", "CHF"])
)
@settings(deadline=None)
def test_a_range_is_read_back_as_it_was_meant(low: int, width: int, code: str) -> None:
    read = read_salary(f"I am looking for {low:,} to {low + width:,} {code}.", {})
    assert (read.low, read.high, read.currency) == (low, low + width, code)


def test_a_huge_number_stays_finite() -> None:
    (span,) = spans(plainly("9" * 4000), field=True)
    assert span.first == 1e15
    assert is_absurd(read_salary("x", {"figure": "9" * 60, "currency": "EUR"}))


# ---------------------------------------------------------------------- the salary, as it is remarked on


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("Sure.", {"handling": "figure"}, ["chose to name a figure, but there is none"]),
        ("Sure.", {"handling": "range"}, ["chose to give a range, but there is none"]),
        ("I do not mind.", {}, ["neither a figure in this nor a reason"]),
        ("I want 65k.", {}, ["where the figure comes from", "can only be bargained down", "open the currency"]),
        ("I want 50 to 90k EUR.", {}, ["spread of 80%", "where the figure comes from", "base alone"]),
        ("x", {"figure": "70k-60k", "currency": "EUR"}, ["larger figure came first"]),
        ("x", {"figure": "-5000", "currency": "EUR"}, ["A minus stands before"]),
        ("x", {"figure": "99000000", "currency": "EUR"}, ["which no one would pay"]),
        ("x", {"figure": "3 euros a year"}, ["which no one would pay"]),
        ("The market says 62k EUR.", {"figure": "62", "currency": "EUR"}, ["bargained down", "bare number"]),
        ("Surveys say so.", {"figure": "3000", "currency": "EUR"}, ["bargained down", "a year, a month or an hour"]),
        ("I want 62k.", {"handling": "range"}, ["where the figure", "chose a range and gave one figure"]),
        ("I would rather not say.", {"handling": "defer"}, ["without a reason", "hand the question back"]),
        ("It is too early: once I know the level I can say.", {}, ["hand the question back"]),
        ("It depends on the level. Which range have you budgeted?", {}, ["have a range ready"]),
        ("Later, but 80k would do.", {"handling": "defer"}, ["named 80,000 a year all the same"]),
        (
            "Surveys and the market say 60k to 70k EUR a year for the package. Which band have you set?",
            {},
            ["lower end, €60,000"],
        ),
    ],
)
def test_remarks_say_what_to_do_about_what_matters_most(text: str, fields: dict[str, str], expected: list[str]) -> None:
    found = remarks(read_salary(text, fields))
    assert len(found) <= MOST_REMARKS
    for words, remark in zip(expected, found, strict=False):
        assert words in remark
    assert len(found) >= len(expected)


def test_the_sample_answers_get_praise() -> None:
    for track_id in (UPWORK, TIKTOK):
        question = deal(track_id)[0].question
        (only,) = remarks(read_salary(question.sample_answer, {}))
        assert "this is how it is done" in only


def salary_play(text: str, **fields: str) -> Turn:
    turn = deal(TIKTOK)[0].put(status=TurnStatus.OPEN)
    play = submitted(_given(turn, [text], TIKTOK, fields=fields))
    assert play.settled
    assert play.data is not None
    return turn.put(data=json.loads(json.dumps(dict(play.data))), status=TurnStatus.ANSWERED)


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        (
            "As in surveys.",
            {"figure": "60-65k", "currency": "EUR"},
            "Thank you, €60,000 to €65,000 a year is in my notes.",
        ),
        ("It depends on the level.", {}, "That is all right, we come back to the money later."),
        ("Which band have you set?", {"handling": "defer"}, "A band I cannot give you"),
        ("Hm.", {}, "I leave the figure open"),
    ],
)
def test_the_recruiter_takes_note(text: str, fields: dict[str, str], said: str) -> None:
    assert said in acknowledgement(salary_play(text, **fields))


def test_notes_need_an_answer_and_read_a_draft_that_the_end_took() -> None:
    turn = deal(TIKTOK)[0]
    assert notes_on(turn.put(status=TurnStatus.SKIPPED), "") == ()
    assert acknowledgement(turn.put(status=TurnStatus.SKIPPED)) == ""
    drafted = turn.put(status=TurnStatus.ANSWERED, data={"salary": "of another version"})
    assert understood(drafted) is None
    assert "can only be bargained down" in " ".join(notes_on(drafted, "I want 65k EUR."))


# ---------------------------------------------------------------------- the candidate's own questions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How big is the team? And what comes next?", ["How big is the team?", "And what comes next?"]),
        ("1. Team size\n2) Next steps\n- the salary band", ["Team size", "Next steps", "the salary band"]),
        ("1) How big is the team? 2) Is it remote? Why?", ["How big is the team?", "Is it remote? Why?"]),
        ("How does the team\ndecide on tests?", ["How does the team decide on tests?"]),
        ("Tell me about the team. And what is next?", ["Tell me about the team.", "And what is next?"]),
        ("I'd like to ask some questions. What does a week look like", ["What does a week look like"]),
        ("You run tests, e.g. on search. How do you plan them?", ["How do you plan them?"]),
        ("Thank you for your time.", []),
        ("????", []),
        ("", []),
        ("🦊", []),
        ("Wie groß ist das Team?", ["Wie groß ist das Team?"]),
        ("Salary?", ["Salary?"]),
    ],
)
def test_questions_are_found(text: str, expected: list[str]) -> None:
    assert [one.text for one in split_questions(text)] == expected


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_searched_for_questions(text: str) -> None:
    for one in split_questions(text):
        assert any(character.isalpha() for character in one.text)


@pytest.mark.parametrize(
    ("question", "closed"),
    [
        ("Is the role remote?", True),
        ("And last one: do you pay well?", True),
        ("How do you decide?", False),
        ("Could you tell me how you decide?", False),
        ("Is it remote or on-site?", False),
        ("Tell me about the team.", False),
    ],
)
def test_a_yes_or_no_question_is_noticed(question: str, closed: bool) -> None:
    assert is_closed(question) is closed


def test_questions_are_sorted_by_what_they_are_about() -> None:
    assert Area.PAY in areas_of("How many holidays are there?")
    assert Area.PAGE in areas_of("What does your company do?")
    assert areas_of("What are the next steps?") == {Area.NEXT}
    assert areas_of("How is the weather?") == frozenset()


def _ask(question: str, track_id: str = UPWORK, told: list[Told] | None = None, stage: int = 0) -> Any:
    track = CONTENT.tracks[track_id]
    return answer(split_questions(question)[0], Seat(track, track.stages[stage]), told or [])


@pytest.mark.parametrize(
    ("track_id", "question", "topic"),
    [
        (UPWORK, "How does the success matrix work?", "Success matrix"),
        (UPWORK, "Which metrics matter most to you?", "Headline metrics"),
        (UPWORK, "I read that you run several A/B tests per project. How do you plan them?", "A/B tests"),
        (UPWORK, "How do freelancers and clients get matched?", "Matching"),
        (UPWORK, "Where do ideas for the product come from?", "Where ideas come from"),
        (UPWORK, "How long are the sprints?", "Sprints"),
        (UPWORK, "Which tools does the team use?", "Tools"),
        (UPWORK, "What does a typical day look like?", "The role"),
        (TIKTOK, "How are teenagers protected?", "Teenagers, screen time and well-being"),
        (TIKTOK, "How do you protect the data of European users?", "Data security in Europe"),
        (TIKTOK, "How do you make money?", "Commerce and advertising"),
        (TIKTOK, "What is the culture like?", "Culture"),
    ],
)
def test_the_dossier_answers_what_it_can(track_id: str, question: str, topic: str) -> None:
    reply = _ask(question, track_id)
    assert (reply.source, reply.topic) == (Source.DOSSIER, topic)
    (fact,) = [one for one in CONTENT.tracks[track_id].dossier if one.topic == topic]
    assert reply.text.startswith(fact.text)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is the salary band?", "On pay and benefits I have nothing in my notes"),
        ("How many holidays do I get?", "On holidays and working hours I have nothing"),
        ("Why is the position open?", "On why the role is open I have nothing"),
        ("Why did the last analyst leave the team?", "On why people leave I have nothing"),
        ("What does success look like after six months?", "On how success in the role is judged"),
        ("Who waters the plants?", "I would rather say so than guess"),
    ],
)
def test_what_is_not_known_is_said_with_whom_to_ask(question: str, words: str) -> None:
    reply = _ask(question)
    assert reply.source is Source.NOWHERE
    assert words in reply.text
    assert "Keep it for “" in reply.text or reply.text.endswith("before you sign.")


def test_the_process_answers_what_comes_next() -> None:
    assert "Next comes “Technical task and defence”, 60 minutes" in _ask("What are the next steps?").text
    assert "analyst or data scientist" in _ask("Who will interview me next?").text
    both = _ask("When will I hear back from you?").text
    assert "Next comes" in both
    assert "I have no date and will not make one up" in both
    assert "Executive interview (45 minutes)" in _ask("How many rounds are there?").text
    assert "last conversation" in _ask("What are the next steps?", TIKTOK, stage=-1).text
    assert "debrief" in _ask("Do you have any concerns about my background?").text
    assert "only exist for practice" in _ask("What do you like about working here?").text


def test_the_same_fact_is_told_once() -> None:
    told = [Told("How does the success matrix work?", "Success matrix")]
    again = _ask("What is the score of the success matrix?", told=told)
    assert again.source is Source.TOLD
    assert "That was what I told you under “Success matrix”" in again.text
    assert _ask("how does the Success Matrix work", told=told).source is Source.REPEATED


def test_a_question_about_the_rival_takes_the_other_fact_when_the_first_was_told() -> None:
    facts = (
        Fact(topic="One", text="The first fact of all.", keywords=("pricing",)),
        Fact(topic="Two", text="The second fact of all.", keywords=("pricing", "discounts")),
    )
    found = best_fact(facts, "How do pricing and discounts work?")
    assert found is not None
    assert found.fact.topic == "Two"
    assert best_fact(facts, "How is the weather?") is None
    assert best_fact((), "How do discounts work?") is None


def test_without_a_track_nothing_is_invented() -> None:
    reply = answer(split_questions("What are the next steps?")[0], Seat(None, None), [])
    assert "last conversation of the process as I know it" in reply.text
    nothing = answer(split_questions("How does the matrix work?")[0], Seat(None, None), [])
    assert nothing.source is Source.NOWHERE


# ---------------------------------------------------------------------- the turn of questions


def _given(
    turn: Turn, texts: list[str], track_id: str = UPWORK, fields: dict[str, str] | None = None, stage: str | None = None
) -> Given:
    stage = stage or next(one.id for one in CONTENT.tracks[track_id].stages if one.kind is StageKind.SCREEN)
    state: Round = make_open(1, track_id=track_id, stage_id=stage, turns=(turn,))
    parts = tuple(make_part(at, text, source=PartSource.TYPED) for at, text in enumerate(texts))
    return Given(CONTENT, state, turn, state.started_at, parts, fields or {})


def _turn(track_id: str = UPWORK) -> Turn:
    return deal(track_id)[-1].put(position=0, status=TurnStatus.OPEN)


def _after(turn: Turn, play: Play) -> Turn:
    assert play.data is not None
    return turn.put(data=json.loads(json.dumps(dict(play.data))))


def test_the_turn_goes_on_after_each_batch() -> None:
    turn = _turn()
    first = submitted(_given(turn, ["How does the success matrix work?"]))
    assert (first.settled, first.again) == (False, True)
    turn = _after(turn, first)
    with pytest.raises(Refused):
        submitted(_given(turn, ["How does the success matrix work?"]))
    second = submitted(_given(turn, ["How does the success matrix work?", "Thanks.", "What are the next steps?"]))
    talk = conversation_of(_after(turn, second))
    assert (talk.asked, talk.batches, talk.company) == (2, 2, "Upwork")
    assert [one.batch for one in talk.exchanges] == [1, 2]
    assert [one.question for one in talk.batch(2)] == ["What are the next steps?"]


def test_no_question_is_no_question_and_a_repeated_one_does_not_count() -> None:
    turn = _turn()
    turn = _after(turn, submitted(_given(turn, ["Nice to meet you."])))
    assert conversation_of(turn).asked == 0
    turn = _after(turn, submitted(_given(turn, ["Nice to meet you.", "How big is the team? How big is the team?"])))
    talk = conversation_of(turn)
    assert (talk.asked, len(talk.exchanges)) == (1, 2)


def test_enough_questions_end_the_turn() -> None:
    many = "\n".join(f"How does part {number} of the work look?" for number in range(MOST_QUESTIONS + 3))
    play = submitted(_given(_turn(), [many]))
    assert play.settled
    talk = conversation_of(_after(_turn(), play))
    assert (len(talk.exchanges), talk.waiting, talk.over) == (MOST_QUESTIONS, 3, True)


def test_data_of_another_version_is_begun_anew() -> None:
    turn = _turn().put(data={"exchanges": "nonsense"})
    assert conversation_of(turn).asked == 0
    assert conversation_of(_after(turn, submitted(_given(turn, ["How big is the team?"])))).asked == 1


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], ["You asked nothing"]),
        (["What is the pay?"], ["one question only", "pay or time off"]),
        (
            ["How many holidays do I get? How is success in the role judged? What are the next steps?"],
            ["pay or time off"],
        ),
        (["Is the team big? What are the next steps?"], ["“Is the team big?” can be answered with yes or no"]),
        (["What is your mission? What happens next?"], ["answered on the company's own pages", "asked anywhere"]),
        (["Who would I work with? Why is the position open?"], ["asked anywhere", "next steps"]),
        (
            ["How does the success matrix work? What are the next steps? What does success in the role look like?"],
            ["“How does the success matrix work?” shows that you know what they live on"],
        ),
    ],
)
def test_notes_comment_on_the_questions(texts: list[str], expected: list[str]) -> None:
    turn = _turn()
    if texts:
        turn = _after(turn, submitted(_given(turn, texts)))
    found = notes_on(turn.put(status=TurnStatus.ANSWERED), "\n".join(texts))
    assert 1 <= len(found) <= 4
    for words in expected:
        assert any(words in note for note in found), found


def test_notes_speak_of_typed_questions_that_the_end_left_unanswered() -> None:
    turn = _turn().put(status=TurnStatus.ANSWERED)
    found = notes_on(turn, "Is the team big?\nWhat are the next steps?")
    assert "“Is the team big?” can be answered" in found[0]


@pytest.mark.parametrize("track_id", [UPWORK, TIKTOK])
def test_the_sample_questions_get_praise_for_what_they_are(track_id: str) -> None:
    turn = _turn(track_id)
    sample = turn.question.sample_answer
    turn = _after(turn, submitted(_given(turn, [sample], track_id)))
    assert conversation_of(turn).asked == 3
    found = notes_on(turn.put(status=TurnStatus.ANSWERED), sample)
    assert not any("yes or no" in note or "Nothing was about" in note or "Close with" in note for note in found)


def test_at_the_offer_the_notes_ask_for_expectations_team_and_culture() -> None:
    question = CONTENT.scenes.of(Form.REVERSE, StageKind.OFFER)
    turn = Turn(position=0, question=question, form=Form.REVERSE, status=TurnStatus.OPEN)
    play = submitted(_given(turn, ["Who is in the team? Which colleagues would I meet?"], TIKTOK, stage="offer"))
    turn = _after(turn, play).put(status=TurnStatus.ANSWERED)
    found = " ".join(notes_on(turn, ""))
    assert "what is expected of you and how it is judged; what the culture is like" in found
    assert "next steps" not in found


def test_an_open_turn_has_no_notes() -> None:
    assert notes_on(_turn(), "") == ()
    assert make_round(1).turns[0].form is Form.QUESTION
