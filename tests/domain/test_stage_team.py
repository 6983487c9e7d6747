"""The team: a panel that takes turns, stories first, and STAR part by part."""

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.catalogue import load
from bot.domain.competencies import Competency
from bot.domain.debrief import Entry, entries, entry, summarise
from bot.domain.rounds import TurnStatus
from bot.domain.scenes import Scenes
from bot.domain.stages import Dealing, deal_turns
from bot.domain.stages.panel import assigned
from bot.domain.star import StarPart, star_of
from bot.domain.talk import Panel, Talk, Topics
from bot.domain.tracks import Panelist, StageKind
from bot.domain.transcript import transcript
from bot.domain.turns import Form, Speaker, Turn
from bot.settings import ROOT
from tests.domain.values import later, make_part, make_question, make_round

CONTENT = load(ROOT / "data")
TRACK = CONTENT.tracks["upwork-product-analyst"]
STAGE = next(stage for stage in TRACK.stages if stage.kind is StageKind.TEAM)
STORY = next(question for question in STAGE.questions if question.behavioural)
PLAN = next(question for question in STAGE.questions if not question.behavioural)
WHOLE = (
    "Situation: our dashboards broke every week.\nTask: I was asked to stop that.\n"
    "Action: I wrote a check for each table and taught two colleagues to add theirs.\n"
    "Result: Breaks fell from five a month to one."
)


def _dealing(**changes: object) -> Dealing:
    values: dict[str, object] = {"content": CONTENT, "track": TRACK, "stage": STAGE, "seed": 3}
    return Dealing(**(values | changes))  # type: ignore[arg-type]


# ---------------------------------------------------------------- the panel


def test_six_questions_two_each_stories_first() -> None:
    turns = deal_turns(_dealing())
    assert len(turns) == 6
    assert set(Counter(str(turn.speaker) for turn in turns).values()) == {2}
    assert sum(turn.question.behavioural for turn in turns) == sum(q.behavioural for q in STAGE.questions)
    assert all(a.speaker != b.speaker for a, b in itertools.pairwise(turns))
    assert {turn.form for turn in turns} == {Form.QUESTION}


@pytest.mark.parametrize("seed", range(12))
def test_the_word_is_passed_by_name_and_topic(seed: int) -> None:
    turns = deal_turns(_dealing(seed=seed))
    first = turns[0].data["lead_in"]
    for panelist in STAGE.panel:
        assert panelist.name in first
        assert panelist.role.lower() in first.lower()
    said = [turn.data["lead_in"] for turn in turns]
    assert len(set(said)) == len(said)
    for before, turn in itertools.pairwise(turns):
        assert before.speaker is not None
        assert before.speaker.name.split()[0] in turn.data["lead_in"]
        topic = CONTENT.talk.topics.of(before.question.competency, before.question.tags)
        assert topic in turn.data["lead_in"].lower()
        assert before.question.prompt not in turn.data["lead_in"]


def test_a_stage_without_a_panel_gets_the_one_of_the_scenes() -> None:
    turns = deal_turns(_dealing(stage=STAGE.model_copy(update={"panel": ()})))
    assert {turn.speaker.name for turn in turns if turn.speaker} == {one.name for one in CONTENT.scenes.panel}


def test_without_any_panel_nobody_is_named() -> None:
    bare = replace(CONTENT, scenes=Scenes(), talk=Talk())
    turns = deal_turns(_dealing(content=bare, stage=STAGE.model_copy(update={"panel": ()})))
    assert {turn.speaker for turn in turns} == {None}
    assert not any(turn.data for turn in turns)


def test_a_panel_without_words_still_takes_turns() -> None:
    turns = deal_turns(_dealing(content=replace(CONTENT, talk=Talk())))
    assert len({turn.speaker for turn in turns}) == 3
    assert not any("lead_in" in turn.data for turn in turns)


@pytest.mark.parametrize("count", [1, 2, 15])
def test_a_drill_and_the_longest_round_have_speakers_too(count: int) -> None:
    turns = deal_turns(_dealing(count=count))
    assert len(turns) == min(count, len(STAGE.questions))
    assert all(turn.speaker and turn.data["lead_in"] for turn in turns)


def test_one_interviewer_alone_goes_on_without_being_passed_the_word() -> None:
    alone = STAGE.model_copy(update={"panel": STAGE.panel[:1]})
    turns = deal_turns(_dealing(stage=alone, count=3))
    assert {turn.speaker for turn in turns} == {Speaker(name=STAGE.panel[0].name, role=STAGE.panel[0].role)}
    assert "asked" not in "".join(turn.data["lead_in"] for turn in turns[1:])


_FOCI = st.lists(st.sampled_from(Competency), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None)
@given(foci=st.lists(_FOCI, min_size=1, max_size=5), asked=st.lists(st.sampled_from(Competency), max_size=15))
def test_the_word_is_shared_evenly_and_goes_round(foci: list[list[Competency]], asked: list[Competency]) -> None:
    panel = [Panelist(name=f"N{number}", role="Analyst", focus=tuple(one)) for number, one in enumerate(foci)]
    turns = [Turn(position=at, question=make_question(at, competency=one)) for at, one in enumerate(asked)]
    plan = assigned(panel, turns)
    assert len(plan) == len(turns)
    shares = Counter(plan)
    assert max(shares.values(), default=0) - min((shares[who] for who in range(len(panel))), default=0) <= 1
    if len(panel) > 1:
        assert all(a != b for a, b in itertools.pairwise(plan)), "two can always take turns"


def test_the_focus_decides_where_shares_allow() -> None:
    sql = Panelist(name="Sql", role="Analyst", focus=(Competency.SQL,))
    people = Panelist(name="People", role="Manager", focus=(Competency.COLLABORATION,))
    turns = [
        Turn(position=at, question=make_question(at, competency=one))
        for at, one in enumerate([Competency.COLLABORATION, Competency.SQL] * 2)
    ]
    assert assigned([sql, people], turns) == (1, 0, 1, 0)


def test_topics_fall_back_to_the_competency() -> None:
    assert CONTENT.talk.topics.of(Competency.SQL, ("no-such-tag",)) == "how you get an answer out of raw tables"
    assert Topics().of(Competency.DATA_QUALITY, ()) == "about data quality"


@pytest.mark.parametrize(
    ("model", "values", "reason"),
    [
        (Panel, {"handover": ["{nobody} asked {asked}."]}, "nobody"),
        (Talk, {"lacks": {"stretch": {"lines": ["What else?"] * 4, "approach": ["Say it.", "Say why."]}}}, "no_result"),
        (Talk, {"bridges": ["Well, {name}."]}, "nothing can be filled in"),
        (Topics, {"names": {"sql": "SQL"}}, "names has nothing for"),
    ],
)
def test_mistakes_in_the_words_are_told(model: type[Panel | Talk | Topics], values: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        model.model_validate(values)


# ---------------------------------------------------------------- STAR


def _entry(answer: str, **changes: object) -> Entry:
    turn = Turn(position=0, question=STORY, status=TurnStatus.ANSWERED).put(**changes)
    return entry(turn, (make_part(1, answer),))


def _found(parts: tuple[StarPart, ...]) -> dict[str, bool]:
    return {part.name: bool(part.spans) for part in parts}


def test_all_four_parts_are_quoted() -> None:
    parts = star_of(_entry(WHOLE), StageKind.TEAM)
    assert _found(parts) == {"Situation": True, "Task": True, "Action": True, "Result": True}
    assert "Breaks fell from five a month to one" in parts[3].words


def test_a_part_that_is_missing_says_what_to_add() -> None:
    parts = star_of(_entry(WHOLE.rpartition("\n")[0]), StageKind.MANAGER)
    assert _found(parts)["Result"] is False
    assert "what changed" in parts[3].advice


def test_star_is_for_stories() -> None:
    assert star_of(_entry(WHOLE, form=Form.PROBE), StageKind.TEAM) == ()
    assert star_of(_entry(WHOLE, status=TurnStatus.SKIPPED), StageKind.TEAM) == ()
    plan = "I would ask who decides, and by when. Then I would write down the definition and share it."
    assert star_of(_entry(plan, question=PLAN), StageKind.TEAM) == ()
    told = _entry(WHOLE, question=PLAN)
    assert star_of(told, StageKind.SCREEN) == ()
    assert told.feedback is None or told.feedback.off_topic or star_of(told, StageKind.TEAM)


def test_the_transcript_has_the_parts_and_the_speaker() -> None:
    turns = tuple(
        turn.put(status=TurnStatus.ANSWERED, prompted_at=later(), settled_at=later()) for turn in deal_turns(_dealing())
    )
    state = make_round(1, kind=StageKind.TEAM, turns=turns, finished_at=later(minutes=30))
    parts = {turn.position: (make_part(turn.position, WHOLE.rpartition("\n")[0]),) for turn in turns}
    found = entries(state, parts)
    text = transcript(state, found, summarise(state, found))
    assert "### Your story, part by part" in text
    assert "- Action: “Action: I wrote a check for each table" in text or "- Action: “I wrote a check" in text
    assert "- Result: not there yet;" in text
    assert f"**{turns[0].speaker}**" in text
