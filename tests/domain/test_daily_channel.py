"""A server's daily question: when it comes and ends, what is shown the day after, how answers fill pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily.channels import DailyChannel, DayAnswer, Trouble, pages
from bot.domain.daily.questions import DailyAnswer
from bot.domain.daily.wrap_up import wrap_up
from tests.domain.values import ALICE, GUILD, PARENT, START, later


def make_channel(**changes: Any) -> DailyChannel:
    """Every day at nine in Berlin."""
    values: dict[str, Any] = {
        "guild_id": GUILD,
        "channel_id": PARENT,
        "zone": "Europe/Berlin",
        "wall": "09:00",
        "actor_id": ALICE,
        "created_at": START,
    }
    return DailyChannel.model_validate(values | changes)


def make_answer(number: int = 1, votes: int = 0, **changes: Any) -> DayAnswer:
    """The ``number``-th answer."""
    values: dict[str, Any] = {
        "id": number,
        "source_id": number,
        "guild_id": GUILD,
        "daily_id": 1,
        "user_id": number,
        "text": f"Answer {number}.",
        "shared": True,
        "answered_at": later(minutes=number),
    }
    return DayAnswer(answer=DailyAnswer.model_validate(values | changes), votes=votes)


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ([], None),
        ([make_answer(1, 5, shared=False)], None),
        ([make_answer(1, 5, shared=False), make_answer(2, 1), make_answer(3, 2)], 3),
        ([make_answer(1, 2), make_answer(2, 2)], 1),
        ([make_answer(1, 2, answered_at=later(hours=2)), make_answer(2, 2)], 2),
        ([make_answer(1), make_answer(2)], 1),
    ],
)
def test_the_most_useful_answer_whose_author_agreed_is_shown(answers: list[DayAnswer], shown: int | None) -> None:
    found = wrap_up(answers)
    assert found.answered == len(answers)
    assert (found.best and found.best.answer.id) == shown


@pytest.mark.parametrize(
    ("due", "delay", "days", "ends"),
    [
        # Every day: until the next one, also over the long and the short night.
        ("2026-03-02T08:00", 0, None, "2026-03-03T08:00"),
        ("2026-10-24T07:00", 0, None, "2026-10-25T07:00"),
        ("2026-03-28T08:00", 0, None, "2026-03-29T07:00"),
        # On Fridays only: a day.
        ("2026-03-06T08:00", 0, [4], "2026-03-07T08:00"),
        # Posted late: it ends when it would have ended.
        ("2026-03-02T08:00", 11, None, "2026-03-03T08:00"),
    ],
)
def test_answering_ends_before_the_next_question_and_after_a_day_at_most(
    due: str, delay: int, days: list[int] | None, ends: str
) -> None:
    at = datetime.fromisoformat(due).replace(tzinfo=UTC)
    found = make_channel(days=days).wraps_up(at, at + timedelta(hours=delay))
    assert found == datetime.fromisoformat(ends).replace(tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), st.integers(0, 12 * 60))
def test_there_is_always_an_hour_to_answer(due: datetime, minutes: int) -> None:
    now = due + timedelta(minutes=minutes)
    for zone in ("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "UTC"):
        ends = make_channel(zone=zone, days=[due.weekday()]).wraps_up(due, now)
        assert timedelta(hours=1) <= ends - now <= timedelta(days=1)


def test_a_question_belongs_to_the_day_of_its_zone() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert make_channel().day_of(late).isoformat() == "2026-03-03"
    assert make_channel(zone="America/New_York").day_of(late).isoformat() == "2026-03-02"


def test_what_came_in_the_way_is_told_with_its_reason() -> None:
    assert make_channel().trouble is None
    assert make_channel(problem="thread: a: b").trouble == (Trouble.THREAD, "a: b")


@given(st.lists(st.integers(1, 3000), max_size=40))
def test_pages_hold_every_answer_once_and_fit_a_message(lengths: list[int]) -> None:
    answers = [make_answer(number, text="x" * length) for number, length in enumerate(lengths, start=1)]
    sheets = pages(answers)
    assert [one for sheet in sheets for one in sheet] == answers
    for sheet in sheets:
        assert 1 <= len(sheet) <= 5
        assert sum(len(one.answer.text) for one in sheet) <= 3200
