"""The shipped content: complete, of one shape, and always within what Discord takes."""

import itertools
import re
from collections import Counter
from typing import Any

import discord
import pytest

from bot.domain.catalogue import load, uncovered
from bot.domain.competencies import Competency
from bot.domain.debrief import entry, summarise
from bot.domain.drafts import Attachment, Source
from bot.domain.hints import hint, hint_count
from bot.domain.notices import Briefing, DebriefEntry, Prompt, RoundSummary
from bot.domain.policies import MOST_QUESTIONS
from bot.domain.rounds import Round, Turn, TurnStatus
from bot.domain.tracks import Question, Stage, Track
from bot.services.rounds import Hint
from bot.settings import ROOT
from bot.ui import debriefs, panels
from bot.ui.voices import Voice
from tests.domain.values import START, later, make_part, make_question, make_round

UPWORK, TIKTOK = "upwork-product-analyst", "tiktok-product-analyst"
CATALOGUE = load(ROOT / "data")

# What the interview processes are: kind, minutes, and a word of who conducts it, stage by stage.
STAGES = {
    UPWORK: [
        ("recruiter-screen", "screen", 30, "recruiter"),
        ("technical-task", "task", 60, "data scientist"),
        ("hiring-manager", "manager", 60, "hiring manager"),
        ("team", "team", 45, "peers"),
        ("executive", "executive", 45, "senior leaders"),
    ],
    TIKTOK: [
        ("hr-screen", "screen", 30, "hr"),
        ("hiring-manager-1", "manager", 60, "hiring manager"),
        ("hiring-manager-2", "manager", 60, "hiring manager"),
        ("offer", "offer", 30, "another hr"),
    ],
}

# Every topic that candidates report, with the questions that cover it.
TOPICS = {
    UPWORK: {
        "a past project that analysed user behaviour": ["upwork-manager-user-behaviour"],
        "SQL for the ten best-selling products": ["upwork-task-best-sellers"],
        "which SQL functions and why": ["upwork-task-sql-functions", "upwork-task-running-total"],
        "measuring the success of a new feature": ["upwork-manager-new-feature", "upwork-manager-define-success"],
        "designing and reading an A/B test": ["upwork-manager-test-design", "upwork-manager-test-reading"],
        "a cross-functional project and one's part": ["upwork-team-cross-functional"],
        "stakeholders whose priorities conflict": [
            "upwork-team-conflicting-priorities",
            "upwork-manager-two-primaries",
        ],
        "earlier projects and the role": ["upwork-screen-closest-project", "upwork-screen-walk-me-through"],
        "salary expectation up front": ["upwork-screen-salary", "upwork-screen-below-range"],
        "presenting the task and defending its design": ["upwork-task-present-opening", "upwork-task-defend-design"],
        "BI tools": ["upwork-task-bi-dashboard", "upwork-screen-tools"],
        "own workflow in a team": ["upwork-team-sprint-workflow"],
        "difficulties with others": ["upwork-team-difficult-colleague"],
        "strategy for the product line": ["upwork-executive-product-line"],
        "a vision for the role": ["upwork-executive-role-vision"],
        "insights from earlier work presented": ["upwork-executive-present-insight"],
        "the company's challenges": ["upwork-executive-biggest-challenge"],
        "marketplace growth": ["upwork-executive-growth-side"],
        "the success matrix": ["upwork-manager-success-matrix", "upwork-executive-success-matrix"],
        "mission, and why this company": ["upwork-screen-why-upwork", "upwork-executive-mission-why-us"],
    },
    TIKTOK: {
        "what product analysis is for": ["tiktok-hr-purpose-of-product-analysis", "tiktok-manager1-approach"],
        "an analysis that changed a decision": ["tiktok-manager1-changed-decision"],
        "which metrics matter most": ["tiktok-manager1-metric-choice"],
        "tools": ["tiktok-hr-tools"],
        "accurate data": ["tiktok-manager1-data-accuracy"],
        "user research beside the numbers": ["tiktok-manager1-research-beside-numbers"],
        "data sources that disagree": ["tiktok-manager1-sources-disagree"],
        "a trend and what it meant": ["tiktok-manager2-trend-spotted"],
        "indicators of engagement": ["tiktok-manager1-engagement-indicators", "tiktok-hr-engagement-kpis"],
        "a complex finding for people who are not technical": ["tiktok-manager2-explain-complex-finding"],
        "background, motivation, strengths": [
            "tiktok-hr-your-story",
            "tiktok-hr-why-tiktok",
            "tiktok-hr-strength",
        ],
        "past projects and their impact": ["tiktok-manager2-largest-impact"],
        "product optimisation": ["tiktok-manager2-first-post", "tiktok-manager2-watch-time-drop"],
        "the offer and the package": ["tiktok-offer-expectation", "tiktok-offer-base-against-equity"],
        "the candidate's own questions": ["tiktok-offer-your-questions", "tiktok-offer-first-half-year"],
        "change and ambiguity": ["tiktok-hr-sudden-change", "tiktok-hr-one-line-request"],
    },
}

# Words that a track's tips and dossier must hold, all of one line in one entry; each line is one reported fact.
TIPS = {
    UPWORK: [
        "responsibilit metric",
        "sql join window",
        "looker domo",
        "python r",
        "take-home|task choice|decision",
        "situation task action result",
        "engineering marketing",
        "business review",
        "criticism|feedback",
        "chang",
        "mission economic opportunity",
        "diversity inclusion",
        "thank-you",
    ],
    TIKTOK: [
        "creativ|joy|user",
        "data-security|data security",
        "situation task action result",
        "seo product data",
        "tools method",
        "outside|non-technical",
        "kpi",
        "framework",
        "adapting",
        "thank-you",
    ],
}
DOSSIER = {
    UPWORK: [
        "300 1,000 freelance",
        "match algorithm machine learning",
        "individuals enterprise",
        "clients freelancers employees stakeholders",
        "goals time resources",
        "own hire|hiring",
        "scrum two weeks|two-week",
        "test metric",
        "earn sign-up|sign-ups feedback",
        "a/b tests",
        "success matrix score",
        "team owns",
        "economic opportunity",
        "diversity inclusion",
    ],
    TIKTOK: ["billion", "inspire creativity joy", "research competitor", "engagement conversion", "growth mindset"],
}
VOICE = Voice(discord.Colour.blue(), "📞", "Hello. " * 20, ("Well.", "Next."), "Last.", "Thank you. " * 20)
LONG_ANSWER = "I rebuilt the funnel with `SQL` and we saw **conversion** rise from 12 % to 15 %, I think. " * 45


def _stages() -> list[tuple[Track, Stage]]:
    return [(track, stage) for track in CATALOGUE.tracks.values() for stage in track.stages]


QUESTIONS = [question for _, stage in _stages() for question in stage.questions]
stages = pytest.mark.parametrize("stage", [s for _, s in _stages()], ids=[f"{t.id}:{s.id}" for t, s in _stages()])
questions = pytest.mark.parametrize("question", QUESTIONS, ids=[question.id for question in QUESTIONS])


def test_the_two_tracks_have_their_stages() -> None:
    assert set(CATALOGUE.tracks) == {UPWORK, TIKTOK}
    for name, expected in STAGES.items():
        found = CATALOGUE.tracks[name].stages
        assert [(stage.id, stage.kind, stage.minutes) for stage in found] == [one[:3] for one in expected]
        for stage, (*_, conductor) in zip(found, expected, strict=True):
            assert conductor in stage.conductor.lower()


@pytest.mark.parametrize(
    ("topic", "ids"), [pytest.param(t, ids, id=t) for topics in TOPICS.values() for t, ids in topics.items()]
)
def test_every_reported_topic_is_asked(topic: str, ids: list[str]) -> None:
    known = {question.id for question in QUESTIONS}
    assert set(ids) <= known, topic


@pytest.mark.parametrize("track", [UPWORK, TIKTOK])
def test_every_reported_tip_and_fact_is_there(track: str) -> None:
    found = CATALOGUE.tracks[track]
    tips = [tip.text.lower() for tip in found.tips]
    facts = [f"{fact.topic} {fact.text}".lower() for fact in found.dossier]
    missing = [line for line in TIPS[track] if not any(_holds(text, line) for text in tips)]
    missing += [line for line in DOSSIER[track] if not any(_holds(text, line) for text in facts)]
    assert missing == []


def _holds(text: str, line: str) -> bool:
    return all(any(re.search(rf"\b{re.escape(w)}", text) for w in word.split("|")) for word in line.split())


def test_companies_and_roles() -> None:
    assert [(track.company, track.role) for track in CATALOGUE.tracks.values()] == [
        ("TikTok", "Product Analyst"),
        ("Upwork", "Product Analyst"),
    ]


@stages
def test_a_stage_has_enough_questions_for_several_rounds(stage: Stage) -> None:
    assert 8 <= len(stage.questions) <= MOST_QUESTIONS
    assert len(stage.competencies) >= 2


def test_every_competency_has_a_rubric_and_questions() -> None:
    assert len(Competency) == 13
    assert uncovered(CATALOGUE) == frozenset()
    for competency in Competency:
        rubric = CATALOGUE.rubrics.of(competency)
        texts = [level.text for level in rubric.levels] + [level.line for level in rubric.levels]
        assert len(set(texts)) == 8
        assert all(level.text.endswith(".") for level in rubric.levels), "full sentences"
        assert all(len(level.line) <= 100 for level in rubric.levels), "fit a radio option"


@questions
def test_a_question_has_its_companions(question: Question) -> None:
    assert len(question.probes) >= 2
    assert len(question.key_points) >= 2
    assert len(question.approach) >= 2
    assert question.tags
    assert len({point.point for point in question.key_points}) == len(question.key_points)
    assert question.sample_answer not in question.approach
    if question.behavioural:
        labels = re.findall(r"^(Situation|Task|Action|Result):", question.sample_answer, re.MULTILINE)
        assert labels == ["Situation", "Task", "Action", "Result"]
        result = question.sample_answer.partition("\nResult:")[2]
        assert re.search(r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|half)\b", result), "a number"


@questions
def test_a_sample_answer_fits_the_time_of_its_question(question: Question) -> None:
    words = len(question.sample_answer.split())
    fewest, most = question.word_range
    assert fewest * 0.8 <= words <= most, (words, question.word_range)


def test_prompts_do_not_repeat_each_other() -> None:
    words = {question.id: frozenset(re.findall(r"\w{4,}", question.prompt.lower())) for question in QUESTIONS}
    assert len(words) == len(QUESTIONS), "ids are unique over all tracks"
    near = [
        (a, b)
        for (a, some), (b, others) in itertools.combinations(words.items(), 2)
        if len(some & others) > 0.5 * min(len(some), len(others))
    ]
    assert near == []


def test_sample_answers_and_probes_do_not_repeat_each_other() -> None:
    for texts in ([q.sample_answer for q in QUESTIONS], [probe for q in QUESTIONS for probe in q.probes]):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_all_difficulties_are_used_in_each_track() -> None:
    for track in CATALOGUE.tracks.values():
        assert len({question.difficulty for stage in track.stages for question in stage.questions}) == 3


# ---------------------------------------------------------------- what Discord takes


def _largest_question() -> Question:
    return make_question(
        1,
        id="q" * 64,
        prompt="p" * 700,
        assesses="a" * 300,
        approach=("s" * 220,) * 6,
        sample_answer="w" * 1700,
        probes=("p" * 220,) * 6,
        key_points=tuple({"point": f"{number}" + "k" * 139} for number in range(7)),
        competency=max(Competency, key=lambda one: sum(len(level.text) for level in CATALOGUE.rubrics.of(one).levels)),
        minutes=60,
    )


def _state(question: Question, stage: Stage | None = None) -> Round:
    turn = Turn(
        position=0, question=question, status=TurnStatus.ANSWERED, prompted_at=START, settled_at=later(), hints=3
    )
    titles = {"stage_title": stage.title, "conductor": stage.conductor, "briefing": stage.briefing} if stage else {}
    return make_round(1, turns=(turn,) * 1, finished_at=later(minutes=5), **titles)


def _check_embeds(embeds: list[discord.Embed]) -> None:
    assert len(embeds) <= 10
    assert sum(len(embed) for embed in embeds) <= 6000
    for embed in embeds:
        data: Any = embed.to_dict()
        assert len(data.get("title", "")) <= 256
        assert len(data.get("description", "")) <= 4096
        assert len(data.get("footer", {}).get("text", "")) <= 2048
        assert len(data.get("fields", [])) <= 25
        for one in data.get("fields", []):
            assert 1 <= len(one["name"]) <= 256
            assert 1 <= len(one["value"]) <= 1024


def _check_layout(view: discord.ui.LayoutView) -> None:
    flat = list(view.walk_children())
    assert len(flat) <= 40
    assert sum(len(one.content) for one in flat if isinstance(one, discord.ui.TextDisplay)) <= 4000
    for one in flat:
        assert len(str(getattr(one, "custom_id", "") or "")) <= 100


_NAMES = tuple(Attachment(name="n" * 120 + f"{number}.pdf", size=10**7) for number in range(10))


@pytest.mark.parametrize("answer", ["", "No.", LONG_ANSWER[:4000], "`" * 4000, "@everyone " * 400])
@pytest.mark.parametrize("files", [(), _NAMES], ids=["text", "files"])
async def test_every_debrief_fits_one_message(answer: str, files: tuple[Attachment, ...]) -> None:
    for question in [*QUESTIONS, _largest_question()]:
        state = _state(question)
        found = entry(state.turns[0], [make_part(1, answer, source=Source.MODAL, attachments=files)])
        rubric = CATALOGUE.rubrics.of(question.competency)
        message = debriefs.entry(DebriefEntry(round=state, entry=found, rubric=rubric), VOICE)
        _check_embeds(message["embeds"])
        shown = message["embeds"][0].description or ""
        assert question.prompt in shown
        if answer == "No.":
            assert message["embeds"][1].description == "No."
        assert len(message["view"].children) == 4


async def test_every_briefing_and_question_fits_one_message() -> None:
    for _, stage in _stages():
        for question in stage.questions:
            state = _state(question, stage)
            _check_layout(panels.briefing(Briefing(round=state), VOICE, "<@4611686018427387924>"))
            turn = state.turns[0]
            shown = Prompt(round=state, turn=turn, ends_at=later(minutes=5))
            _check_layout(panels.question(shown, VOICE, reads_messages=False))
            _check_layout(panels.settled(state, 0))
    largest = _state(_largest_question()).model_copy(update={"briefing": "b" * 1500, "stage_title": "t" * 80})
    _check_layout(panels.briefing(Briefing(round=largest), VOICE, "<@4611686018427387924>"))
    turn = largest.turns[0]
    _check_layout(panels.question(Prompt(round=largest, turn=turn, ends_at=later()), VOICE, reads_messages=True))


async def test_every_hint_fits_one_message() -> None:
    for question in [*QUESTIONS, _largest_question()]:
        total = hint_count(question)
        for number in range(1, total + 1):
            assert len(panels.hint(Hint(hint(question, number), number, total))) <= 2000


async def test_the_summary_fits_one_message() -> None:
    state = _state(QUESTIONS[0])
    found = [entry(state.turns[0], [make_part(1, LONG_ANSWER[:4000])])]
    notice = RoundSummary(round=state, summary=summarise(state, found), transcript="t", next_stage="Team")
    message = debriefs.summary(notice, VOICE)
    _check_embeds([message["embed"]])
