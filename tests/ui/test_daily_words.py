"""What is said around daily questions: streaks, days, and guidance that fits into a message however long it is."""

from datetime import date

import pytest

from bot.domain.catalogue import load
from bot.domain.daily.notices import DailyFeedback
from bot.domain.daily.questions import DailyAnswer, DailyQuestion, Scope
from bot.domain.daily.streaks import Streak
from bot.domain.debrief import entry
from bot.domain.tracks import Question, StageKind
from bot.domain.turns import Turn, TurnStatus
from bot.settings import ROOT
from bot.ui.daily.guidance import guidance
from bot.ui.daily.words import days_line, days_typed, streak_line
from tests.domain.values import ALICE, GUILD, SNOWFLAKE, START, make_part, make_question


@pytest.mark.parametrize(
    ("streak", "line"),
    [
        (Streak(), "🌱 Your next answer is day 1 of a streak."),
        (Streak(best=9), "🌱 Your next answer is day 1 of a streak. Your best so far: 9 days."),
        (Streak(length=1, best=1, today=True), "🔥 **Day 1.** A streak begins. Every 7 days earn a rest day."),
        (
            Streak(length=1, best=9, today=True),
            "🔥 **Day 1.** A streak begins. Your best so far: 9 days. Every 7 days earn a rest day.",
        ),
        (Streak(length=3, best=3, today=True), "🔥 **Day 3.** 4 more days to a rest day."),
        (Streak(length=6, best=6), "🔥 **Day 6** so far. 1 more day to a rest day."),
        (
            Streak(length=7, best=7, rests=1, earned=True, today=True),
            "🔥 **Day 7.** You earned a rest day: if you miss a day, it is used by itself.",
        ),
        (
            Streak(length=14, best=14, rests=2, earned=True, today=True),
            (
                "🔥 **Day 14.** You earned a rest day: if you miss a day, it is used by itself. "
                "You hold two now, the most there can be."
            ),
        ),
        (
            Streak(length=8, best=8, rests=1, today=True),
            "🔥 **Day 8.** You hold 1 rest day, used by itself if you miss a day.",
        ),
        (
            Streak(length=9, best=9, covered=1, today=True),
            "🔥 **Day 9.** A rest day helped: the day you missed was covered, none is left.",
        ),
        (
            Streak(length=20, best=20, rests=1, covered=1, today=True),
            "🔥 **Day 20.** A rest day helped: the day you missed was covered, 1 rest day left.",
        ),
        (Streak(length=15, best=15, rests=2), "🔥 **Day 15** so far. You hold 2 rest days."),
    ],
)
def test_a_streak_says_what_its_rest_days_do(streak: Streak, line: str) -> None:
    assert streak_line(streak) == line


@pytest.mark.parametrize(
    ("days", "line", "typed"),
    [
        (None, "every day", "Every day"),
        ({0, 1, 2, 3, 4}, "on weekdays", "Weekdays"),
        ({5, 6}, "at weekends", "Weekends"),
        ({0, 2, 4}, "on Monday, Wednesday and Friday", "Mon Wed Fri"),
        ({1, 3}, "on Tuesday and Thursday", "Tue Thu"),
        ({6}, "every Sunday", "Sun"),
    ],
)
def test_days_are_told_and_written_back(days: set[int] | None, line: str, typed: str) -> None:
    chosen = None if days is None else frozenset(days)
    assert (days_line(chosen), days_typed(chosen)) == (line, typed)


def feedback(question: Question, text: str) -> DailyFeedback:
    """What follows an answer to a question."""
    daily = DailyQuestion(
        id=SNOWFLAKE,
        guild_id=GUILD,
        user_id=ALICE,
        scope=Scope.OWN,
        key="own",
        day=date(2026, 3, 2),
        track_id="shop-analyst",
        stage_id="screen",
        question_id=question.id,
        question=question,
        asked_at=START,
    )
    answer = DailyAnswer(
        id=1, source_id=2, guild_id=GUILD, daily_id=daily.id, user_id=ALICE, text=text, rating=3, answered_at=START
    )
    rubric = load(ROOT / "data").rubrics.of(question.competency)
    found = entry(Turn(position=0, question=question, status=TurnStatus.ANSWERED), [make_part(content=text)])
    return DailyFeedback(
        daily=daily, answer=answer, entry=found, rubric=rubric, kind=StageKind.SCREEN, streak=Streak(length=1, best=1)
    )


@pytest.mark.parametrize("text", ["ok", "I rebuilt it, and sales rose from 12 % to 15 %. " * 80, "w" * 4000])
def test_the_longest_question_and_answer_fit_into_one_message(text: str) -> None:
    longest = make_question(
        prompt="p" * 700,
        assesses="a" * 300,
        approach=("s" * 220,) * 6,
        sample_answer="e" * 1700,
        key_points=tuple({"point": f"{number}" + "k" * 139} for number in range(7)),
    )
    embeds = guidance(feedback(longest, text))["embeds"]
    assert sum(map(len, embeds)) <= 6000
    assert all(0 < len(field.value or "") <= 1024 for embed in embeds for field in embed.fields)
    assert all(0 < len(embed.description or "") <= 4096 for embed in embeds)


def test_a_question_that_is_only_a_prompt_has_no_empty_field() -> None:
    bare = make_question(assesses="", approach=(), sample_answer="", probes=(), key_points=())
    embeds = guidance(feedback(bare, "I counted."))["embeds"]
    assert all(field.value for embed in embeds for field in embed.fields)
    assert "came without guidance" in (embeds[2].description or "")
