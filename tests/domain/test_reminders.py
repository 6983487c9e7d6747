"""Reminders as values: what is owed next, what was missed, when a series gives up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.errors import Reason, Refused
from bot.domain.recurrence import Recurrence
from bot.domain.reminders import MOST_FAILURES, Later, Outcome, Reminder, ReminderStatus, put_off_until
from bot.domain.when import Reading
from tests.domain.values import ALICE, GUILD, START, THREAD, later

BERLIN = "Europe/Berlin"


def make_reminder(**changes: Any) -> Reminder:
    """Alice's draft without a time."""
    values: dict[str, Any] = {
        "id": 7,
        "source_id": 1,
        "guild_id": GUILD,
        "user_id": ALICE,
        "channel_id": THREAD,
        "text": "Water the plants",
        "typed": "in an hour",
        "zone": "UTC",
        "created_at": START,
    }
    return Reminder.model_validate(values | changes)


def reading(at: datetime, zone: str = "UTC", wall: datetime | None = None) -> Reading:
    return Reading(at, zone, wall or at.replace(tzinfo=None))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_set(recurrence: Recurrence = Recurrence.ONCE, zone: str = BERLIN, wall: str = "2026-03-27T09:00") -> Reminder:
    """Set at :data:`START`, for nine in the morning in Berlin."""
    local = datetime.fromisoformat(wall)
    first = at("2026-03-27T08:00:00")
    return (
        make_reminder(zone=zone)
        .read_as(reading(first, zone, local), START)
        .repeated(recurrence, START)
        .confirmed(START)
    )


def test_a_time_that_is_not_clear_cannot_be_set() -> None:
    for draft in (make_reminder(), make_reminder().read_as(None, START)):
        with pytest.raises(Refused) as refused:
            draft.confirmed(START)
        assert refused.value.reason is Reason.REMINDER_UNCLEAR


def test_a_time_that_passed_meanwhile_cannot_be_set_but_a_series_goes_on_from_its_next() -> None:
    draft = make_reminder().read_as(reading(later(hours=1)), START)
    with pytest.raises(Refused) as refused:
        draft.confirmed(later(hours=1))
    assert refused.value.reason is Reason.REMINDER_PASSED
    series = draft.repeated(Recurrence.DAILY, START).confirmed(later(hours=2))
    assert series.next_at == at("2026-03-03T10:30:00")


def test_seconds_count_for_a_single_one_and_not_for_a_series() -> None:
    draft = make_reminder().read_as(reading(later(seconds=90)), START)
    assert draft.confirmed(START).next_at == later(seconds=90)
    assert draft.repeated(Recurrence.DAILY, START).next_at == at("2026-03-02T09:31:00")
    assert draft.repeated(Recurrence.DAILY, START).repeated(Recurrence.ONCE, START).next_at == later(seconds=90)


def test_a_single_one_keeps_its_instant_in_an_hour_that_clocks_show_twice() -> None:
    second = at("2026-10-25T01:30:00")  # 2:30 in Berlin for the second time
    draft = make_reminder(zone=BERLIN).read_as(reading(second, BERLIN, datetime(2026, 10, 25, 2, 30)), START)
    assert draft.confirmed(START).next_at == second


def test_other_words_are_read_anew_and_stay_storable() -> None:
    draft = make_reminder().read_as(reading(later(hours=1)), START)
    changed = draft.rewritten("tomorrow", "half a \ud83d fox\x00", later(minutes=3))
    assert (changed.typed, changed.created_at) == ("tomorrow", later(minutes=3))
    assert changed.text == "half a \ufffd fox\ufffd"


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        (Recurrence.DAILY, ["2026-03-28T08:00", "2026-03-29T07:00", "2026-03-30T07:00"]),
        (Recurrence.WEEKDAYS, ["2026-03-30T07:00", "2026-03-31T07:00", "2026-04-01T07:00"]),
        (Recurrence.WEEKLY, ["2026-04-03T07:00", "2026-04-10T07:00", "2026-04-17T07:00"]),
        (Recurrence.MONTHLY, ["2026-04-27T07:00", "2026-05-27T07:00", "2026-06-27T07:00"]),
    ],
)
def test_a_series_keeps_its_time_on_the_clock_when_clocks_are_changed(
    recurrence: Recurrence, expected: list[str]
) -> None:
    one, found = a_set(recurrence), []
    for _ in expected:
        assert one.next_at is not None
        one = one.closed(Outcome.BROUGHT, one.next_at + timedelta(seconds=1))
        found.append(one.next_at)
    assert found == [at(f"{text}:00") for text in expected]
    assert one.status is ReminderStatus.ACTIVE


def test_on_a_day_without_that_time_it_comes_right_after_and_goes_back_to_its_time() -> None:
    one = a_set(Recurrence.DAILY, wall="2026-03-27T02:30").closed(Outcome.BROUGHT, at("2026-03-28T03:00:00"))
    assert one.next_at == at("2026-03-29T01:00:00"), "3:00, the first moment after the gap"
    assert one.closed(Outcome.BROUGHT, at("2026-03-29T01:00:05")).next_at == at("2026-03-30T00:30:00")


def test_of_many_that_were_missed_the_newest_is_due_and_the_next_is_ahead() -> None:
    one = a_set(Recurrence.DAILY)
    now = at("2026-04-02T12:00:00")
    assert one.overdue(now) == (at("2026-04-02T07:00:00"), 6)
    assert one.closed(Outcome.BROUGHT, now).next_at == at("2026-04-03T07:00:00")
    assert one.overdue(at("2026-03-27T08:00:00")) == (at("2026-03-27T08:00:00"), 0)
    years = at("2031-03-27T12:00:00")
    assert one.overdue(years).missed == 5 * 365 + 1
    assert a_set().overdue(years) == (at("2026-03-27T08:00:00"), 0)
    with pytest.raises(ValueError, match="nothing is owed"):
        make_reminder().overdue(START)


def test_a_clock_that_was_set_back_never_brings_an_occurrence_twice() -> None:
    one = a_set(Recurrence.DAILY)
    assert one.closed(Outcome.BROUGHT, at("2026-03-20T00:00:00")).next_at == at("2026-03-28T08:00:00")


def test_after_three_failures_in_a_row_a_series_is_paused_and_one_success_begins_the_count_anew() -> None:
    one = a_set(Recurrence.DAILY)
    for _ in range(MOST_FAILURES - 1):
        assert one.next_at is not None
        one = one.closed(Outcome.FAILED, one.next_at)
    assert one.next_at is not None
    assert one.status is ReminderStatus.ACTIVE
    assert one.closed(Outcome.BROUGHT, one.next_at).failures == 0
    held = one.closed(Outcome.HELD, one.next_at)
    assert held.failures == MOST_FAILURES - 1, "to wait is neither"
    paused = one.closed(Outcome.FAILED, one.next_at)
    assert (paused.status, paused.next_at) == (ReminderStatus.PAUSED, None)
    resumed = paused.resumed(at("2026-05-01T12:00:00"))
    assert (resumed.status, resumed.next_at, resumed.failures) == (
        ReminderStatus.ACTIVE,
        at("2026-05-02T07:00:00"),
        0,
    )
    assert resumed.resumed(at("2026-06-01T12:00:00")) == resumed


def test_a_single_one_is_over_when_it_came_and_waits_for_its_person_when_it_could_not() -> None:
    one = a_set()
    now = at("2026-03-27T08:00:00")
    assert one.closed(Outcome.BROUGHT, now).status is ReminderStatus.DONE
    paused = one.closed(Outcome.FAILED, now)
    assert paused.status is ReminderStatus.PAUSED
    assert paused.is_owed(now), "a moderator may still have it tried again"
    assert paused.resumed(at("2026-03-30T00:00:00")).next_at == at("2026-03-30T00:00:00")


def test_an_occurrence_is_owed_only_while_nothing_went_on() -> None:
    one = a_set(Recurrence.DAILY)
    assert one.next_at is not None
    assert one.is_owed(one.next_at)
    assert not one.is_owed(one.next_at - timedelta(days=1))
    assert not one.ended(ReminderStatus.CANCELLED).is_owed(one.next_at)
    assert not one.closed(Outcome.BROUGHT, one.next_at).is_owed(one.next_at)


def test_to_put_off_moves_no_series() -> None:
    series, single = a_set(Recurrence.WEEKLY), a_set().closed(Outcome.BROUGHT, at("2026-03-27T08:00:00"))
    assert series.put_off(later(days=90)) == series
    again = single.put_off(at("2026-03-27T08:10:00"))
    assert (again.status, again.next_at) == (ReminderStatus.ACTIVE, at("2026-03-27T08:10:00"))
    cancelled = single.ended(ReminderStatus.CANCELLED)
    assert cancelled.put_off(later(days=90)) == cancelled


@pytest.mark.parametrize(
    ("how", "now", "expected"),
    [
        (Later.TEN_MINUTES, "2026-03-28T20:00", "2026-03-28T20:10"),
        (Later.HOUR, "2026-03-29T00:30", "2026-03-29T01:30"),
        (Later.TOMORROW, "2026-03-28T12:00", "2026-03-29T07:00"),
        (Later.TOMORROW, "2026-03-27T23:30", "2026-03-29T07:00"),  # past midnight in Berlin already
        (Later.TOMORROW, "2026-10-24T12:00", "2026-10-25T08:00"),
    ],
)
def test_until_when_a_button_puts_off(how: Later, now: str, expected: str) -> None:
    assert a_set().later(how, at(f"{now}:00")) == at(f"{expected}:00")


def test_a_digest_of_tomorrow_comes_at_nine_of_the_person() -> None:
    nine = datetime(2026, 1, 1, 9).time()
    assert put_off_until(Later.TOMORROW, "Asia/Kathmandu", nine, START) == at("2026-03-03T03:15:00")
