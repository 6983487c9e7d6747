"""The debrief's entries and summary, and the transcript."""

import re
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.debrief import Entry, entries, entry, summarise
from bot.domain.drafts import Attachment, Part
from bot.domain.rounds import Round, Turn, TurnStatus
from bot.domain.transcript import transcript
from tests.domain.values import later, make_open, make_part, make_question, make_turns

STORY = (
    "At my last job the checkout lost one visitor in three. My task was to find out why. I read the logs, I called "
    "twelve customers and I rewrote the form. As a result, completed orders rose from 61 % to 70 % within a month."
)


def _closed(*statuses: TurnStatus, minutes: float = 12) -> Round:
    turns = tuple(
        turn.model_copy(update={"status": status, "prompted_at": later(minutes=1) if turn.position == 0 else None})
        for turn, status in zip(make_turns(len(statuses)), statuses, strict=True)
    )
    return make_open(len(statuses), turns=turns, finished_at=later(minutes=minutes))


def _found(state: Round, **answers: str) -> tuple[Entry, ...]:
    parts = {int(key[1:]): [make_part(int(key[1:]), text)] for key, text in answers.items()}
    return entries(state, parts)


def test_only_answers_that_were_given_are_judged() -> None:
    answered, skipped, left = (
        Turn(position=0, question=make_question(), status=status)
        for status in (TurnStatus.ANSWERED, TurnStatus.SKIPPED, TurnStatus.LEFT)
    )
    assert entry(answered, [make_part(1, STORY)]).feedback is not None
    assert entry(answered, [make_part(1, " ")]).feedback is None
    assert entry(skipped, [make_part(1, STORY)]).feedback is None
    assert entry(skipped, [make_part(1, STORY)]).answer == STORY
    assert entry(left, []).answer == ""


def test_entries_are_for_the_questions_that_were_asked() -> None:
    state = _closed(TurnStatus.ANSWERED, TurnStatus.LEFT, TurnStatus.WAITING)
    file = Attachment(name="a.sql", size=3)
    found = entries(state, {0: [make_part(1, "one"), make_part(2, "two", attachments=(file,))]})
    assert [(one.turn.position, one.answer, one.attachments) for one in found] == [
        (0, "one\ntwo", (file,)),
        (1, "", ()),
    ]


def test_a_summary_counts_and_measures() -> None:
    state = _closed(TurnStatus.ANSWERED, TurnStatus.SKIPPED, TurnStatus.LEFT, TurnStatus.WAITING)
    summary = summarise(state, _found(state, p0=STORY))
    assert (summary.answered, summary.skipped, summary.left) == (1, 1, 2)
    assert summary.used == timedelta(minutes=11), "from the first question on"
    assert summary.planned == timedelta(minutes=15), "of the questions that were asked"


def test_a_round_without_a_word_still_gets_one_thing_to_do() -> None:
    state = _closed(TurnStatus.SKIPPED, TurnStatus.LEFT)
    summary = summarise(state, _found(state))
    assert summary.strengths == ()
    assert summary.work_on.startswith("Write one answer")


def test_strengths_are_few_and_there_is_one_thing_to_work_on() -> None:
    questions = [make_question(number, tags=("behavioural",)) for number in (1, 2)]
    turns = tuple(Turn(position=at, question=q, status=TurnStatus.ANSWERED) for at, q in enumerate(questions))
    state = make_open(2, turns=turns, finished_at=later(minutes=9))
    summary = summarise(state, _found(state, p0=STORY, p1=STORY))
    assert 1 <= len(summary.strengths) <= 3
    assert summary.strengths[0].startswith("2 of your 2 stories")
    assert summary.work_on
    weak = summarise(state, _found(state, p0="We did some things there.", p1="We had a project. We were happy."))
    assert weak.strengths == ()
    assert weak.work_on


def _transcript(state: Round, found: tuple[Entry, ...]) -> str:
    return transcript(state, found, summarise(state, found))


def test_a_transcript_holds_everything_in_order() -> None:
    state = _closed(TurnStatus.ANSWERED, TurnStatus.SKIPPED, TurnStatus.WAITING)
    voice = Attachment(name="v.ogg", size=2048, seconds=5)
    found = entries(state, {0: [make_part(1, STORY, attachments=(voice,))]})
    text = _transcript(state, found)
    order = [
        "# Shop · Analyst: Screen",
        "Started 2026-03-02 09:30 UTC, 11 of 10 planned minutes.",
        "1 answered, 1 skipped, 1 not answered.",
        "## 1. Question number 1: what did you do?",
        "*Answered*",
        STORY,
        "- attached: voice message v.ogg, 2 KB, 0:05 min",
        "### What a strong answer does",
        "- Gives a number",
        "### Sample answer",
        "## 2. Question number 2: what did you do?",
        "*Skipped*",
        "## Next time",
    ]
    places = [text.index(line) for line in order]
    assert places == sorted(places)


@given(answer=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=200))
@example(answer="```\n# mine\n```")
@example(answer="`````text\n````")
@example(answer="\u202e@everyone <@1> \u200b👩‍👩‍👧 | \r\n ~~~")
@example(answer="```")
@settings(max_examples=150, deadline=None)
def test_answers_stand_in_the_transcript_unchanged_and_cannot_leave_their_fence(answer: str) -> None:
    state = _closed(TurnStatus.ANSWERED)
    found = entries(state, {0: [Part.model_validate(make_part(1, answer).model_dump())]})
    text = _transcript(state, found)
    assert answer in text
    fence = re.search(r"^(`{3,})text$", text, re.MULTILINE)
    assert fence is not None
    inside = text[fence.end() + 1 :]
    assert inside.startswith(answer + "\n" + fence[1] + "\n")
    closing = re.compile(rf"^ {{0,3}}`{{{len(fence[1])},}}[ \t]*$")
    assert not [line for line in re.split(r"\r\n|[\r\n]", answer) if closing.match(line)]


@pytest.mark.parametrize(
    "answer", ["```\n" + STORY, STORY.replace("logs", "logs ```\n# a heading\n"), "a\n```\nb " * 30]
)
def test_words_that_feedback_quotes_do_not_open_a_fence(answer: str) -> None:
    question = make_question(1, tags=("behavioural",))
    turns = (Turn(position=0, question=question, status=TurnStatus.ANSWERED, prompted_at=later()),)
    state = make_open(1, turns=turns, finished_at=later(minutes=9))
    text = _transcript(state, entries(state, {0: [make_part(1, answer)]}))
    after = text[text.rindex(answer) + len(answer) :].split("\n", 2)[2]
    assert not [line for line in after.splitlines() if re.match(r"^\s*(- )?\s*`{3,}", line)]
    assert "\n# a heading" not in after
