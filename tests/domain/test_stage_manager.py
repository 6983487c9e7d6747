"""The hiring manager: follow-ups chosen by what an answer lacked, and a second round that goes deeper."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.catalogue import Catalogue, load
from bot.domain.competencies import Competency
from bot.domain.debrief import Entry, entry, summarise
from bot.domain.drafts import Attachment, Part
from bot.domain.quoting import plain_quote
from bot.domain.rounds import Play, Round, TurnStatus
from bot.domain.stages import Dealing, Given, deal_turns, submitted
from bot.domain.stages.manager import went_well
from bot.domain.stages.probing.hearing import missing_in, vague_metric
from bot.domain.stages.probing.own_probes import open_probes
from bot.domain.stages.probing.rules import MOST_PROBES
from bot.domain.talk import Lack
from bot.domain.tracks import Difficulty, Question, StageKind
from bot.domain.turns import Form, Turn, numbered
from bot.settings import ROOT
from tests.domain.values import later, make_open, make_part, make_question

CONTENT = load(ROOT / "data")
BANK = {q.id: q for track in CONTENT.tracks.values() for stage in track.stages for q in stage.questions}
MANAGERS = [
    q for track in CONTENT.tracks.values() for s in track.stages if s.kind is StageKind.MANAGER for q in s.questions
]
STORY = BANK["upwork-manager-user-behaviour"]
CASE = BANK["upwork-manager-new-feature"]
FIRST, SECOND = "hiring-manager-1", "hiring-manager-2"

SETTING = "Last spring our help page was flooded with the same questions. I was asked to find out why. "
STEPS = "I read two hundred tickets, grouped them and rebuilt the page with the designer. "
NO_RESULT = SETTING + STEPS
NO_NUMBER = NO_RESULT + "As a result people were happier with the page."
WE = (
    "Last spring our help page was flooded. We were asked to find out why. We read the tickets, we grouped them and "
    "we rebuilt the page. As a result tickets fell from 400 to 250 a week."
)
WHOLE = NO_RESULT + "As a result tickets fell from 400 to 250 a week, within 14 days, in each segment we compared."
GENERAL = "I think that one should always listen to people and choose metrics that really matter to the business."
VAGUE = "I would look at engagement, talk to a few clients, and ship the feature to all of them when it looks fine."
NOTHING_NEW = "It was really good for everybody who was part of it, and the whole company was very happy about it then."

Answering = Callable[[Turn], str]


class Held:
    """A round that is held to its end; what was given stands in ``parts``."""

    def __init__(
        self,
        questions: list[Question],
        answers: Answering,
        *,
        kind: StageKind = StageKind.MANAGER,
        form: Form = Form.QUESTION,
        seed: int = 5,
        content: Catalogue = CONTENT,
    ) -> None:
        turns = numbered(tuple(Turn(position=0, question=question, form=form) for question in questions))
        turns = (turns[0].put(status=TurnStatus.OPEN), *turns[1:])
        self.state: Round = make_open(1, kind=kind, seed=seed, turns=turns)
        self.parts: dict[int, tuple[Part, ...]] = {}
        self.content = content
        while (turn := self.state.current) is not None:
            text = answers(turn)
            if text == "skip":
                self.state = self.state.skipped(turn.position, later(minutes=1)).round
            else:
                self.answer(turn, (make_part(len(self.parts) + 1, text),))

    def answer(self, turn: Turn, parts: tuple[Part, ...]) -> Play:
        self.parts[turn.position] = parts
        now = later(minutes=len(self.parts))
        play = submitted(Given(self.content, self.state, turn, now, parts, before=self.parts))
        self.state = self.state.played(turn.position, now, play).round
        return play

    @property
    def probes(self) -> list[Turn]:
        return [turn for turn in self.state.turns if turn.form is Form.PROBE]

    @property
    def lacks(self) -> list[str]:
        return [turn.data["lack"] for turn in self.probes]

    def entries(self) -> list[Entry]:
        return [entry(turn, self.parts.get(turn.position, ())) for turn in self.state.turns]


def says(main: str, reply: str = NOTHING_NEW) -> Answering:
    return lambda turn: reply if turn.form is Form.PROBE else main


# ---------------------------------------------------------------- what is asked on


@pytest.mark.parametrize(
    ("question", "answer", "lack"),
    [
        (STORY, NO_RESULT, "no_result"),
        (STORY, NO_NUMBER, "no_number"),
        (STORY, WE, "own_part"),
        (STORY, GENERAL, "no_story"),
        (STORY, WHOLE, "stretch"),
        (CASE, VAGUE, "vague_metric"),
        (CASE, "No idea.", "off_topic"),
        (STORY, "My favourite cake is lemon: mix eggs, flour and sugar, then bake it for forty minutes.", "off_topic"),
    ],
)
def test_the_first_follow_up_asks_for_what_lacks_most(question: Question, answer: str, lack: str) -> None:
    held = Held([question], says(answer))
    assert held.lacks[0] == lack
    asked = held.probes[0].question
    assert asked.competency is question.competency
    assert asked.difficulty is question.difficulty
    assert 2 <= asked.minutes <= 3
    assert held.probes[0].data["lead_in"] in (*CONTENT.talk.bridges, *CONTENT.talk.lacks[Lack.OFF_TOPIC].bridges)


def test_no_trade_off_is_asked_for_in_a_case_only() -> None:
    question = make_question(1, competency="strategy", key_points=("Names the offline market", "Mentions postcards"))
    answer = "I would begin with the smaller city, open two offices there and hire people who know the offline market."
    assert [one.lack for one in missing_in(answer, question)][-1] is Lack.NO_TRADE_OFF
    priced = answer + " The downside is that the larger city waits."
    assert Lack.NO_TRADE_OFF not in [one.lack for one in missing_in(priced, question)]
    query = question.model_copy(update={"competency": Competency.SQL})
    assert Lack.NO_TRADE_OFF not in [one.lack for one in missing_in(answer, query)]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("i would look at engagement. then i ship.", "engagement"),
        ("i would look at retention, that is the share of people who come back within 7 days.", ""),
        ("my metric is user satisfaction. it is counted by a survey. nothing more.", ""),
        ("adoption is the share of accounts with a list. i met people. we talked. then churn went down.", "churn"),
        ("i define engagement as three visits. later on i looked at it. engagement rose.", ""),
        ("nothing of that kind is in here.", ""),
    ],
)
def test_a_metric_is_vague_where_nothing_near_it_says_how_it_is_computed(text: str, metric: str) -> None:
    assert vague_metric(text) == metric


def test_a_metric_of_the_question_is_not_asked_back() -> None:
    assert vague_metric("i would look at retention.", "which retention do you want?") == ""


def test_the_metric_is_quoted_in_the_words_used() -> None:
    quoted = [turn.question.prompt for seed in range(6) for turn in Held([CASE], says(VAGUE), seed=seed).probes]
    assert any("“engagement”" in prompt for prompt in quoted)


def test_a_missed_point_is_asked_for_by_the_questions_own_probe() -> None:
    answer = (
        "The goal comes first: managers must spend less time on each hire. I weigh that against the risk for others "
        "who are not on a list. I would ask a few clients."
    )
    held = Held([CASE], says(answer))
    assert "missed_point" in held.lacks
    asked = next(turn for turn in held.probes if turn.data["lack"] == "missed_point")
    assert asked.question.prompt in CASE.probes
    assert asked.data["point"] in {point.point for point in CASE.key_points}


def test_a_second_follow_up_asks_for_something_else() -> None:
    held = Held([STORY], says(WE.replace(" As a result tickets fell from 400 to 250 a week.", " That was it.")))
    assert held.lacks[:1] == ["no_result"]
    assert len(held.lacks) == 2
    assert held.lacks[1] != held.lacks[0]
    assert held.probes[1].data["lead_in"] in CONTENT.talk.second_bridges


def test_what_the_reply_brings_is_not_asked_for_again() -> None:
    reply = "It fell from 400 to 250 tickets a week. I myself wrote the new page, alone, and it held for months."
    held = Held([STORY], says(NO_RESULT, reply))
    assert held.lacks[0] == "no_result"
    assert not {"no_number", "own_part", "no_result"} & set(held.lacks[1:])


def test_nothing_lacking_leads_to_one_step_beyond() -> None:
    held = Held([BANK["upwork-manager-test-reading"]], lambda turn: turn.question.sample_answer)
    assert held.lacks == ["stretch"]
    assert held.probes[0].question.prompt in BANK["upwork-manager-test-reading"].probes


def test_a_skipped_question_gets_no_follow_up() -> None:
    assert Held([STORY, CASE], says("skip")).probes == []


def test_a_skipped_follow_up_ends_the_matter() -> None:
    held = Held([STORY], says(NO_NUMBER, "skip"))
    assert len(held.probes) == 1


def test_back_to_the_question_is_asked_once() -> None:
    held = Held([STORY], says("No idea.", "No."))
    assert held.lacks == ["off_topic"]
    assert held.probes[0].question.prompt.endswith(("?", "."))


def test_files_without_a_word_are_asked_about() -> None:
    held = Held([STORY], lambda turn: "skip")
    turn = held.state.turns[0].put(status=TurnStatus.OPEN)
    held.state = make_open(1, kind=StageKind.MANAGER, turns=(turn,))
    play = held.answer(turn, (make_part(1, "", attachments=(Attachment(name="a.pdf", size=9),)),))
    assert [one.data["lack"] for one in play.follow_ups] == ["files_only"]


def test_an_answer_in_another_alphabet_is_not_judged() -> None:
    held = Held([STORY], says("Прошлой весной я нашёл причину, и число обращений упало с 400 до 250 в неделю."))
    assert held.lacks in (["stretch"], [])
    assert "lacks" not in held.state.turns[0].data


@pytest.mark.parametrize(
    ("kind", "form", "probed"),
    [
        (StageKind.MANAGER, Form.QUESTION, True),
        (StageKind.TASK, Form.QUESTION, True),
        (StageKind.TASK, Form.DEFENCE, True),
        (StageKind.SCREEN, Form.QUESTION, False),
        (StageKind.TEAM, Form.QUESTION, False),
        (StageKind.EXECUTIVE, Form.QUESTION, False),
    ],
)
def test_who_asks_on(kind: StageKind, form: Form, probed: bool) -> None:
    assert bool(Held([STORY], says(NO_NUMBER), kind=kind, form=form).probes) is probed


def test_without_any_wordings_a_question_has_its_own() -> None:
    bare = Catalogue(CONTENT.tracks, CONTENT.rubrics)
    held = Held([CASE], says(VAGUE), content=bare)
    assert {turn.question.prompt for turn in held.probes} <= set(CASE.probes)


def test_a_question_that_is_a_prompt_only_is_asked_on_about() -> None:
    plain = Question.model_validate({"id": "own", "prompt": "What did you build last year?", "competency": "strategy"})
    held = Held([plain], says("I would begin with the smaller city and open two offices there in the first half."))
    assert len(held.probes) == 1
    assert held.probes[0].question.approach


# ---------------------------------------------------------------- rules of the whole round

ANSWERS = [NO_RESULT, NO_NUMBER, WE, WHOLE, GENERAL, VAGUE, "No idea.", NOTHING_NEW, "skip", "**@everyone** `{quote}`"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    chosen=st.lists(st.sampled_from(MANAGERS), min_size=1, max_size=10, unique_by=lambda question: question.id),
    said=st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=12),
    seed=st.integers(0, 2**62 - 1),
)
def test_every_round_keeps_the_rules(chosen: list[Question], said: list[str], seed: int) -> None:
    turn_by_turn = iter(said * 60)
    held = Held(chosen, lambda turn: next(turn_by_turn), seed=seed)
    prompts = [turn.question.prompt for turn in held.probes]
    assert len(set(prompts)) == len(prompts), "no wording twice"
    wordings = [turn.data["wording"] for turn in held.probes]
    assert len(set(wordings)) == len(wordings)
    ids = [turn.question.id for turn in held.state.turns]
    assert len(set(ids)) == len(ids)
    assert held.state.count == len(chosen)
    for at, turn in enumerate(held.state.turns):
        assert turn.position == at
        assert Turn.model_validate_json(turn.model_dump_json()).model_dump() == turn.model_dump(), "it can be stored"
        if turn.form is Form.PROBE:
            _check_probe(held, at)


def _check_probe(held: Held, at: int) -> None:
    before = held.state.turns[:at]
    depth = next(number for number, turn in enumerate(reversed(before)) if turn.form is not Form.PROBE)
    assert depth < MOST_PROBES
    root = before[-1 - depth]
    assert root.status is TurnStatus.ANSWERED
    assert held.state.turns[at].question.id.startswith(root.question.id[:50])
    if depth:
        assert before[-1].data["lack"] != held.state.turns[at].data["lack"]


@given(number=st.integers(40, 64))
def test_an_id_that_is_as_long_as_may_be_stays_one(number: int) -> None:
    asked = STORY.model_copy(update={"id": "q" * number})
    twin = STORY.model_copy(update={"id": "q" * (number - 1) + "z"})
    held = Held([asked, twin], says(NO_NUMBER))
    ids = [turn.question.id for turn in held.state.turns]
    assert len(set(ids)) == len(ids)
    assert all(len(one) <= 64 for one in ids)


@given(st.text(max_size=400))
def test_a_quote_never_formats_mentions_or_links(text: str) -> None:
    quote = plain_quote(text, 70)
    assert len(quote) <= 70
    assert not set(quote) & set("*_~`|<>@#[]\\\n\r{}\u202e\u2066")
    assert "//" not in quote


@pytest.mark.parametrize("text", ["@everyone **look** at <#12> https://evil.example/x", "a\n# heading\n> quote"])
def test_a_quote_keeps_the_words(text: str) -> None:
    quote = plain_quote(text)
    assert quote
    assert "https:" not in quote


@pytest.mark.parametrize("question", [q for q in MANAGERS if q.behavioural], ids=lambda question: question.id)
def test_no_probe_asks_about_what_only_the_sample_tells(question: Question) -> None:
    for probe in open_probes(question, WHOLE, ()):
        assert "14 days" not in probe or "14 days" in WHOLE
        assert not any(word in probe for word in ("leaderboard", "sellers", "head of sales", "tradespeople", " he "))


def test_samples_lack_little() -> None:
    """Detectors that find fault with a strong answer would send an interviewer after what was said."""
    faulted = [
        question.id
        for question in MANAGERS
        if [one for one in missing_in(question.sample_answer, question) if one.lack is not Lack.MISSED_POINT]
    ]
    assert len(faulted) <= 4, faulted


# ---------------------------------------------------------------- what the coach says


def test_the_notes_say_why_it_was_asked_and_whether_it_came() -> None:
    reply = "Tickets fell from 400 to 250 a week, counted over the two months after it."
    main, probe, *_ = Held([STORY], says(NO_NUMBER, reply)).entries()
    assert main.notes == ("Asked on because the result had no number.",)
    assert probe.notes == (
        "Asked on because the result had no number.",
        "You had it. Say it unasked next time, within the first answer.",
    )
    assert probe.feedback is None, "a reply of two lines is no answer to be measured as one"
    assert Held([STORY], says(NO_NUMBER)).entries()[1].notes[1].startswith("Still open:")


def test_the_summary_counts_questions_and_the_time_of_follow_ups() -> None:
    told = iter([GENERAL, NOTHING_NEW, NOTHING_NEW, WHOLE])
    other = BANK["upwork-manager-against-conviction"]
    held = Held([other, STORY], lambda turn: next(told) if turn.question.id != f"{STORY.id}-p1" else "skip")
    found = summarise(held.state, held.entries())
    assert held.state.turns[2].form is Form.PROBE
    assert all("question 2 " in one for one in found.strengths[:1])
    assert found.planned == timedelta(minutes=sum(turn.question.minutes for turn in held.state.turns))


def test_a_question_left_alone_has_no_notes() -> None:
    assert Held([STORY], says("skip")).entries()[0].notes == ()
    assert Held([STORY], says(NO_NUMBER), kind=StageKind.TEAM).entries()[0].notes == ()


def test_a_reply_in_a_draft_that_was_not_submitted_is_read_as_well() -> None:
    held = Held([STORY], says(NO_NUMBER, "skip"))
    probe = held.probes[0].put(status=TurnStatus.ANSWERED)
    assert "You had it" in entry(probe, (make_part(9, "From 400 to 250 a week."),)).notes[1]


# ---------------------------------------------------------------- the second round


def _dealing(stage_id: str, past: tuple[Turn, ...] = (), **changes: object) -> Dealing:
    track = CONTENT.tracks["tiktok-product-analyst"]
    stage = track.stage(stage_id)
    assert stage is not None
    return Dealing(CONTENT, track, stage, **({"seed": 11, "past": past} | changes))  # type: ignore[arg-type]


def _past(*well: Competency) -> tuple[Turn, ...]:
    """A first round in which some competencies went well, by rating or by lacking nothing."""
    turns = deal_turns(_dealing(FIRST, count=10))
    done = [turn.put(status=TurnStatus.ANSWERED) for turn in turns]
    return tuple(
        turn.put(rating=3 if at % 2 else None, data={"lacks": []})
        if turn.question.competency in well
        else turn.put(rating=2 if at % 2 else None, data={"lacks": ["no_number"]})
        for at, turn in enumerate(done)
    )


def test_a_first_round_begins_as_any() -> None:
    turns = deal_turns(_dealing(FIRST))
    assert len(turns) == 5
    assert "lead_in" not in turns[0].data


@pytest.mark.parametrize("seed", range(20))
def test_a_second_round_leaves_what_went_well_for_the_end(seed: int) -> None:
    well = (Competency.DATA_ANALYSIS, Competency.PRODUCT_METRICS)
    turns = deal_turns(_dealing(SECOND, _past(*well), seed=seed))
    assert not {turn.question.competency for turn in turns} & set(well)
    assert "data analysis" in turns[0].data["lead_in"]
    assert "experimentation" in turns[0].data["lead_in"]
    many = deal_turns(_dealing(SECOND, _past(*well), seed=seed, count=8))
    places = [turn.question.competency in well for turn in many]
    assert places == sorted(places)
    assert any(places)


@pytest.mark.parametrize("seed", range(20))
def test_a_second_round_prefers_the_harder_questions_in_rising_order(seed: int) -> None:
    turns = deal_turns(_dealing(SECOND, seed=seed))
    levels = [turn.question.difficulty for turn in turns]
    assert Difficulty.EASY not in levels
    assert levels == sorted(levels, key=list(Difficulty).index)
    assert turns[0].data["lead_in"]


def test_a_first_round_that_went_badly_leaves_everything_open() -> None:
    turns = deal_turns(_dealing(SECOND, _past()))
    assert len({turn.question.competency for turn in turns}) == 5
    assert "went well" not in turns[0].data["lead_in"]


def test_a_drill_of_the_second_round_is_one_hard_question() -> None:
    (turn,) = deal_turns(_dealing(SECOND, _past(Competency.DATA_ANALYSIS), count=1))
    assert turn.question.difficulty is not Difficulty.EASY


def test_what_went_well() -> None:
    answered = Turn(position=0, question=STORY, status=TurnStatus.ANSWERED)
    topic = frozenset({STORY.competency})
    assert went_well((answered.put(rating=3),)) == topic
    assert went_well((answered.put(rating=2, data={"lacks": []}),)) == frozenset()
    assert went_well((answered.put(data={"lacks": []}),)) == topic
    assert went_well((answered.put(data={"lacks": ["no_number"]}),)) == frozenset()
    assert went_well((answered,)) == frozenset(), "nobody knows"
    assert went_well((answered.put(rating=4), answered.put(status=TurnStatus.SKIPPED))) == frozenset()
    assert went_well((answered.put(rating=4), answered.put(form=Form.PROBE))) == topic
