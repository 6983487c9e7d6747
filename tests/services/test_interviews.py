"""Interviews and what is owed for them: at the right time, once, moved and cancelled with them."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.drafts import Part, Source
from bot.domain.errors import Refusal, Refused
from bot.domain.interviews.notices import InterviewNotice
from bot.domain.interviews.refusals import InterviewRefused, No
from bot.domain.interviews.texts import Texts
from bot.domain.interviews.values import MOST_PLANNED, Do, Interview, InterviewStatus, Outcome, Say, instant_at
from bot.services.banks import Banks
from bot.services.interview_deliveries import InterviewDeliveries
from bot.services.interview_keeping import Time, Wish
from bot.services.interviews import Interviews
from bot.services.people import People
from bot.services.ports import UnreachableError
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, PARENT, SNOWFLAKE, START, later
from tests.services.house import House

ZONE = "Europe/Berlin"
WALL = datetime(2026, 3, 12, 14, 30)
STARTS = datetime(2026, 3, 12, 13, 30, tzinfo=UTC)
TEXTS = Texts("Shop", "Analyst", "Screen")


def make(house: House) -> Interviews:
    """The service, with its kinds of deliveries taken over."""
    banks = Banks(house.store, house.catalogue, house.clock)
    service = Interviews(house.store, banks, People(house.store, house.clock), house.clock)
    InterviewDeliveries(service, house.clock).register(house.deliveries)
    return service


@pytest.fixture
def service(house: House) -> Interviews:
    return make(house)


def at(wall: datetime, zone: str = ZONE) -> Time:
    return Time(zone, wall, instant_at(wall, zone))


def wish(number: int = 0, wall: datetime = WALL, **changes: Any) -> Wish:
    return Wish(SNOWFLAKE + 100 + number, GUILD, ALICE, PARENT, TEXTS, at(wall))._replace(**changes)


async def go(house: House, to: datetime) -> list[Say]:
    """Let time pass until then, delivery by delivery; what was said."""
    before = len(house.discord.said)
    while (due := await house.deliveries.next_due()) is not None and due <= to:
        house.clock.at = max(due, house.clock.at)
        await house.run()
    house.clock.at = to
    return [one.notice.say for one in house.discord.said[before:] if isinstance(one.notice, InterviewNotice)]


async def test_the_whole_course_comes_in_order_and_each_once(house: House, service: Interviews) -> None:
    one = await service.add(wish())
    assert (one.track_id, one.stage_id, one.minutes) == ("shop-analyst", "screen", 30)
    prep = [step for step in one.plan if step.sent]
    said = await go(house, later(days=90))
    assert said == [Say.PREP] * len(prep) + [Say.CHECKLIST, Say.LUCK, Say.AFTER, Say.NUDGE, Say.NUDGE]
    assert {one.place for one in house.discord.said} == {ALICE}
    assert all(one.notice.late is None for one in house.discord.said)
    assert (await service.get(GUILD, ALICE, one.id)).after.nudges == 2
    assert await go(house, later(days=900)) == []


async def test_the_same_interaction_notes_once_in_two_processes(house: House, service: Interviews) -> None:
    other = make(house.another())
    both = await asyncio.gather(service.add(wish()), other.add(wish()), service.add(wish()))
    assert len({one.id for one in both}) == 1
    await go(house, STARTS - timedelta(minutes=59))
    assert [one.notice.say for one in house.discord.said if isinstance(one.notice, InterviewNotice)].count(
        Say.LUCK
    ) == 1


async def test_two_processes_bring_each_message_once(house: House, service: Interviews) -> None:
    await service.add(wish())
    second = house.another()
    make(second)
    house.clock.at = STARTS - timedelta(minutes=30)
    await asyncio.gather(house.deliveries.run_due(), second.deliveries.run_due())
    await asyncio.gather(house.deliveries.run_due(), second.deliveries.run_due())
    says = [one.notice.say for one in house.discord.said if isinstance(one.notice, InterviewNotice)]
    assert says.count(Say.CHECKLIST) == says.count(Say.LUCK) == 1
    nonces = [one.nonce for one in house.discord.said]
    assert len(nonces) == len(set(nonces))


async def test_after_an_outage_late_is_told_and_only_the_senseless_is_passed_over(
    house: House, service: Interviews
) -> None:
    one = await service.add(wish())
    house.clock.at = STARTS + timedelta(hours=9)
    await house.run()
    (after,) = house.discord.said
    assert isinstance(after.notice, InterviewNotice)
    assert after.notice.say is Say.AFTER
    assert after.notice.late == STARTS + timedelta(minutes=30, hours=2.5)
    checklist = await house.row(f"{one.subject}:1:{Say.CHECKLIST}")
    assert (checklist.status, checklist.message_id) == (DeliveryStatus.SENT, None)


async def test_a_plan_missed_in_an_outage_still_comes(house: House, service: Interviews) -> None:
    one = await service.add(wish())
    steps = [step for step in one.plan if step.sent]
    house.clock.at = STARTS - timedelta(hours=5)
    await house.run()
    says = [one.notice.say for one in house.discord.said if isinstance(one.notice, InterviewNotice)]
    assert says == [Say.PREP] * len(steps) + [Say.CHECKLIST]
    assert house.discord.said[0].notice.late == steps[0].at


CHANGES: list[tuple[Texts, Time | None, dict[str, object]]] = [
    (Texts(company="Corp"), None, {"company": "Corp", "track_id": None}),
    (Texts(role="Lead"), None, {"role": "Lead", "track_id": "shop-analyst"}),
    (Texts(stage="SQL test"), None, {"kind": "task", "minutes": 60, "stage_id": None}),
    (Texts(), at(WALL, "Asia/Tokyo"), {"zone": "Asia/Tokyo", "starts_at": datetime(2026, 3, 12, 5, 30, tzinfo=UTC)}),
    (Texts(), at(datetime(2026, 6, 1, 9)), {"starts_at": datetime(2026, 6, 1, 7, tzinfo=UTC)}),
    (Texts(track_id="shop-analyst", company="Corp"), None, {"company": "Corp", "track_id": "shop-analyst"}),
]


@pytest.mark.parametrize(("texts", "time", "expected"), CHANGES)
async def test_a_change_moves_everything(
    house: House, service: Interviews, texts: Texts, time: Time | None, expected: dict[str, object]
) -> None:
    before = await service.add(wish())
    after = await service.edit(GUILD, ALICE, before.id, texts, time)
    assert {name: getattr(after, name) for name in expected} == expected
    assert after.version == 2
    assert after == await service.get(GUILD, ALICE, before.id)
    old = await house.row(f"{before.subject}:1:{Say.LUCK}")
    new = await house.row(f"{before.subject}:2:{Say.LUCK}")
    assert old.status is DeliveryStatus.CANCELLED
    assert (new.status, new.due_at) == (DeliveryStatus.PENDING, after.starts_at - timedelta(hours=1))
    said = await go(house, after.starts_at + timedelta(days=1))
    assert said.count(Say.CHECKLIST) == said.count(Say.LUCK) == said.count(Say.AFTER) == 1
    with pytest.raises(InterviewRefused):
        await service.edit(GUILD, ALICE, before.id, texts, time)


async def test_what_came_does_not_come_again_for_the_same_time(house: House, service: Interviews) -> None:
    one = await service.add(wish())
    assert Say.CHECKLIST in await go(house, STARTS - timedelta(hours=12))
    await service.edit(GUILD, ALICE, one.id, Texts(role="Lead"), None)
    assert await go(house, STARTS) == [Say.LUCK]
    await service.edit(GUILD, ALICE, one.id, Texts(role="Boss"), None)
    assert await go(house, STARTS + timedelta(hours=20)) == [Say.AFTER]
    await service.edit(GUILD, ALICE, one.id, Texts(role="Analyst"), None)
    assert await go(house, STARTS + timedelta(days=30)) == [Say.NUDGE, Say.NUDGE]


async def test_an_interview_put_off_after_its_day_begins_anew(house: House, service: Interviews) -> None:
    one = await service.add(wish())
    await go(house, STARTS + timedelta(days=1))
    await service.note_outcome(GUILD, ALICE, one.id, Outcome.REJECTED)
    moved = await service.edit(GUILD, ALICE, one.id, Texts(), at(datetime(2026, 3, 20, 9)))
    assert (moved.status, moved.after.outcome) == (InterviewStatus.PLANNED, None)
    said = await go(house, STARTS + timedelta(days=10))
    assert said[-3:] == [Say.CHECKLIST, Say.LUCK, Say.AFTER]


async def test_removal_cancels_all_and_others_cannot(house: House, service: Interviews) -> None:
    one = await service.add(wish())
    calls: list[Callable[[int, int], Any]] = [
        lambda g, u: service.get(g, u, one.id),
        lambda g, u: service.remove(g, u, one.id),
        lambda g, u: service.edit(g, u, one.id, Texts(role="x"), None),
        lambda g, u: service.change_zone(g, u, one.id, "UTC"),
        lambda g, u: service.note_points(g, u, one.id, "x", "", "warm"),
        lambda g, u: service.note_level(g, u, one.id, 1, ""),
        lambda g, u: service.hear_in(g, u, one.id, 3),
        lambda g, u: service.note_outcome(g, u, one.id, Outcome.OFFER),
    ]
    for call in calls:
        for guild_id, user_id in ((GUILD, BOB), (ELSEWHERE, ALICE)):
            with pytest.raises(InterviewRefused) as caught:
                await call(guild_id, user_id)
            assert caught.value.reason is No.GONE
    assert await service.planned(GUILD, BOB) == []
    await service.remove(GUILD, ALICE, one.id)
    assert await go(house, later(days=60)) == []
    with pytest.raises(InterviewRefused):
        await service.remove(GUILD, ALICE, one.id)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"texts": Texts(" \u200b ", "Analyst", "x")}, No.BLANK),
        ({"texts": Texts("Shop", "?!", "x")}, No.BLANK),
        ({"time": Time("UTC", datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))}, No.PAST),
        ({"texts": TEXTS._replace(track_id="nowhere")}, None),
        ({"kept_id": 77}, None),
    ],
)
async def test_what_cannot_be_is_refused(service: Interviews, changes: dict[str, Any], reason: No | None) -> None:
    with pytest.raises(Refusal) as caught:
        await service.add(wish()._replace(**changes))
    assert isinstance(caught.value, InterviewRefused if reason else Refused)
    assert getattr(caught.value, "reason", None) == reason or reason is None
    assert await service.planned(GUILD, ALICE) == []


async def test_texts_are_cleaned_and_cut(service: Interviews) -> None:
    one = await service.add(wish(texts=Texts("A\x00\u202eB\n C", "r" * 300, "\ud800s")))
    assert one.company == "A B C"
    assert len(one.role) == 80
    assert one.stage == "s"


async def test_there_are_twenty_ahead_at_most_also_at_once(service: Interviews) -> None:
    tasks = [service.add(wish(number, WALL + timedelta(days=number))) for number in range(MOST_PLANNED + 3)]
    found = await asyncio.gather(*tasks, return_exceptions=True)
    refused = [one for one in found if isinstance(one, InterviewRefused)]
    assert len(refused) == 3
    assert {one.reason for one in refused} == {No.TOO_MANY}


async def test_closed_direct_messages_lead_to_the_channel_and_a_dead_nudge_is_not_the_last(
    house: House, service: Interviews
) -> None:
    one = await service.add(wish())
    house.discord.fails[ALICE] = [UnreachableError("closed")] * 50
    said = await go(house, STARTS + timedelta(hours=12))
    assert {one.place for one in house.discord.said} == {PARENT}
    assert said[-3:] == [Say.CHECKLIST, Say.LUCK, Say.AFTER]
    house.discord.fails[PARENT] = [UnreachableError("gone")] * 50
    assert await go(house, STARTS + timedelta(days=60)) == []
    assert (await service.get(GUILD, ALICE, one.id)).after.nudges == 2


async def test_the_days_they_said_move_the_question_and_nothing_asks_a_third_time(
    house: House, service: Interviews
) -> None:
    one = await service.add(wish())
    await go(house, STARTS + timedelta(hours=5))
    for days in (3, 14, 3):
        _, asked_at = await service.hear_in(GUILD, ALICE, one.id, days)
        assert asked_at == instant_at(datetime(2026, 3, 13 + days, 10), ZONE)
    for days in (0, 61, -1):
        with pytest.raises(InterviewRefused):
            await service.hear_in(GUILD, ALICE, one.id, days)
    assert await go(house, instant_at(datetime(2026, 3, 16, 10, 1), ZONE)) == [Say.NUDGE]
    _, asked_at = await service.note_outcome(GUILD, ALICE, one.id, Outcome.WAITING)
    assert asked_at == instant_at(datetime(2026, 3, 21, 10), ZONE)
    assert await go(house, asked_at) == [Say.NUDGE]
    _, asked_at = await service.note_outcome(GUILD, ALICE, one.id, Outcome.WAITING)
    assert asked_at is None
    assert (await service.hear_in(GUILD, ALICE, one.id, 5))[1] is None
    assert await go(house, later(days=300)) == []


@pytest.mark.parametrize("outcome", [Outcome.NEXT, Outcome.OFFER, Outcome.REJECTED])
async def test_a_word_from_the_company_ends_the_questions(house: House, service: Interviews, outcome: Outcome) -> None:
    one = await service.add(wish())
    await go(house, STARTS + timedelta(hours=5))
    told, asked_at = await service.note_outcome(GUILD, ALICE, one.id, outcome)
    assert (told.status, asked_at) == (InterviewStatus.CLOSED, None)
    assert await go(house, later(days=60)) == []
    assert await service.planned(GUILD, ALICE) == []


async def test_what_was_rated_low_leads_the_plan(house: House, service: Interviews) -> None:
    state = await house.start(questions=1)
    answer = Part(source_id=SNOWFLAKE + 1, source=Source.MODAL, content="I counted the visitors.", created_at=START)
    await house.rounds.answer(GUILD, state.id, ALICE, 0, answer)
    await house.rounds.rate(GUILD, state.id, ALICE, 0, 1)
    one = await service.add(wish())
    asked = (await house.rounds.get(GUILD, state.id)).turn(0).question.competency
    assert (one.plan[0].do, one.plan[0].competency) == (Do.COMPETENCY, asked)
    assert "1.0 of 4" in one.plan[0].text
    other = await service.add(wish(1, user_id=BOB))
    assert other.plan[0].competency is None


async def test_messages_come_on_the_person_s_own_clocks(house: House, service: Interviews) -> None:
    await People(house.store, house.clock).set_zone(ALICE, "America/New_York")
    one = await service.add(wish())
    checklist = await house.row(f"{one.subject}:1:{Say.CHECKLIST}")
    assert checklist.due_at == instant_at(datetime(2026, 3, 11, 18), "America/New_York")


async def test_the_clock_set_back_and_forward_repeats_nothing(house: House, service: Interviews) -> None:
    one: Interview = await service.add(wish())
    said = await go(house, STARTS - timedelta(minutes=59))
    house.clock.at = START
    await house.run()
    house.clock.at = STARTS - timedelta(minutes=58)
    await house.run()
    assert len(house.discord.said) == len(said)
    assert (await service.get(GUILD, ALICE, one.id)).after.said.count(Say.LUCK) == 1
