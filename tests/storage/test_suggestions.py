"""Suggestions, reports and what ran low, on both databases: the rows, and two who act at the same moment."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.bank.overlay import ChangeKind
from bot.domain.bank.suggestions import (
    MOST_A_DAY,
    MOST_WAITING,
    STILL_LOW,
    Report,
    Reported,
    Shortage,
    Suggestion,
    SuggestionStatus,
)
from bot.domain.catalogue import load
from bot.domain.deliveries import Delivery
from bot.domain.errors import Reason, Refused
from bot.domain.guilds import Setting
from bot.services import stock
from bot.services.banks import Banks
from bot.services.reports import Reports
from bot.services.suggestions import Suggestions
from bot.settings import ROOT
from bot.storage.store import Store, Unit
from tests.domain.values import (
    ALICE,
    BOB,
    ELSEWHERE,
    GUILD,
    PARENT,
    SNOWFLAKE,
    START,
    later,
    make_open,
    make_question,
    make_track,
)
from tests.services.house import Clock

REVIEW, AUDIT, PRACTICE = SNOWFLAKE + 70, SNOWFLAKE + 71, SNOWFLAKE + 72
MOD, OTHER_MOD = SNOWFLAKE + 80, SNOWFLAKE + 81
PROMPT = "Which report would you delete first — a “dead” one?\nAnd 为什么?"


def make_suggestion(number: int = 1, **changes: object) -> Suggestion:
    """What Alice suggests, the ``number``-th time."""
    values: dict[str, object] = {
        "source_id": SNOWFLAKE + 9000 + number,
        "guild_id": GUILD,
        "member_id": ALICE,
        "channel_id": PARENT,
        "track_id": "shop-analyst",
        "stage_id": "screen",
        "question": make_question(900 + number, prompt=f"{PROMPT} ({number})"),
        "created_at": later(minutes=number),
    }
    return Suggestion.model_validate(values | changes)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def banks(store: Store, clock: Clock) -> Banks:
    track = make_track()
    return Banks(store, replace(load(ROOT / "data"), tracks={track.id: track}), clock)


@pytest.fixture
def suggestions(store: Store, banks: Banks, clock: Clock) -> Suggestions:
    return Suggestions(store, banks, clock)


async def choose(store: Store, **channels: int) -> None:
    """The server's channels, as ``/setup`` keeps them."""

    async def work(unit: Unit) -> None:
        for name, value in channels.items():
            await unit.guilds.change(GUILD, Setting(f"{name}_id"), value, START)

    await store.write(work)


async def owed(store: Store, key: str) -> Delivery | None:
    return await store.read(lambda unit: unit.deliveries.by_key(GUILD, key))


# ---------------------------------------------------------------------- rows


async def test_a_suggestion_comes_back_once_and_only_in_its_server(store: Store) -> None:
    first = await store.write(lambda unit: unit.suggestions.add(make_suggestion()))
    again = await store.write(lambda unit: unit.suggestions.add(make_suggestion(member_id=BOB)))
    assert again == first
    assert first == make_suggestion(id=first.id)
    assert await store.read(lambda unit: unit.suggestions.get(ELSEWHERE, first.id)) is None
    assert await store.read(lambda unit: unit.suggestions.waiting(GUILD, 10)) == [first.id]
    assert await store.read(lambda unit: unit.suggestions.waiting(ELSEWHERE, 10)) == []


async def test_what_becomes_of_it_is_kept(store: Store) -> None:
    first = await store.write(lambda unit: unit.suggestions.add(make_suggestion()))
    changes = {"status": SuggestionStatus.DECLINED, "reason": "née 為", "decided_by": MOD, "decided_at": later(hours=1)}
    after = first.model_copy(update=changes | {"posted_in_id": REVIEW, "posted_id": SNOWFLAKE})
    await store.write(lambda unit: unit.suggestions.save(after))
    assert await store.write(lambda unit: unit.suggestions.get(GUILD, first.id, lock=True)) == after
    assert await store.read(lambda unit: unit.suggestions.waiting(GUILD, 10)) == []


async def test_a_member_reports_a_question_once(store: Store) -> None:
    def report(question: str, member: int, guild: int = GUILD) -> Report:
        return Report(guild_id=guild, question_id=question, member_id=member, reason="Unclear", created_at=START)

    given = [report("q-1", ALICE), report("q-2", ALICE), report("q-2", BOB), report("q-1", ALICE)]

    async def work(unit: Unit) -> list[bool]:
        return [await unit.reports.add(one) for one in given]

    assert await store.write(work) == [True, True, True, False]
    assert await store.write(lambda unit: unit.reports.add(report("q-9", ALICE, ELSEWHERE)))
    queue = await store.read(lambda unit: unit.reports.waiting(GUILD, 10))
    assert queue == [Reported("q-2", 2), Reported("q-1", 1)]
    assert await store.read(lambda unit: unit.reports.about(GUILD, "q-2")) == [given[1], given[2]]
    assert await store.write(lambda unit: unit.reports.settle(GUILD, "q-2", later(hours=1))) == 2
    assert await store.write(lambda unit: unit.reports.settle(GUILD, "q-2", later(hours=2))) == 0
    assert await store.read(lambda unit: unit.reports.waiting(GUILD, 10)) == [Reported("q-1", 1)]
    assert await store.read(lambda unit: unit.reports.waiting(ELSEWHERE, 10)) == [Reported("q-9", 1)]


async def test_a_settled_report_is_made_anew_about_a_newer_text(store: Store) -> None:
    def report(reason: str, hours: int) -> Report:
        at = later(hours=hours)
        return Report(guild_id=GUILD, question_id="q-1", member_id=ALICE, reason=reason, created_at=at)

    async def add(one: Report, changed_at: datetime | None = None) -> bool:
        return await store.write(lambda unit: unit.reports.add(one, changed_at))

    assert await add(report("Unclear", 0))
    assert not await add(report("An open one", 1), later(hours=9))
    assert await store.write(lambda unit: unit.reports.settle(GUILD, "q-1", later(hours=2))) == 1
    assert not await add(report("Never changed", 3))
    assert not await add(report("Changed before it was settled", 3), later(hours=1))
    again = report("Changed as it was settled", 3)
    assert await add(again, later(hours=2))
    assert await store.read(lambda unit: unit.reports.about(GUILD, "q-1")) == [again]


async def test_a_stage_is_noticed_to_run_low_once_a_week(store: Store) -> None:
    def low(unseen: int, **span: float) -> Shortage:
        where = {"guild_id": GUILD, "track_id": "shop-analyst", "stage_id": "screen"}
        return Shortage.model_validate(where | {"unseen": unseen, "needed": 4, "noticed_at": later(**span)})

    async def notice(found: Shortage) -> bool:
        return await store.write(lambda unit: unit.suggestions.noticed(found, found.noticed_at - STILL_LOW))

    assert await notice(low(3))
    assert not await notice(low(2, days=6))
    assert await notice(low(1, days=7))
    assert await store.read(lambda unit: unit.suggestions.shortages(GUILD, START)) == [low(1, days=7)]
    assert await store.read(lambda unit: unit.suggestions.shortages(GUILD, later(days=8))) == []


# ---------------------------------------------------------------------- limits


async def test_five_a_day_and_then_the_next_day(suggestions: Suggestions, clock: Clock) -> None:
    for number in range(MOST_A_DAY):
        await suggestions.suggest(make_suggestion(number))
    clock.move(hours=23)
    with pytest.raises(Refused) as caught:
        await suggestions.suggest(make_suggestion(7))
    assert caught.value.reason is Reason.SUGGESTED_ENOUGH_TODAY
    assert caught.value.details["again"] == int(later(days=1).timestamp())
    await suggestions.suggest(make_suggestion(3))  # a replay of what is stored is no new one
    await suggestions.suggest(make_suggestion(8, member_id=BOB))
    clock.move(hours=1)
    await suggestions.suggest(make_suggestion(9))


async def test_twenty_wait_at_most(store: Store, suggestions: Suggestions, clock: Clock) -> None:
    async def work(unit: Unit) -> None:
        for number in range(MOST_WAITING):
            await unit.suggestions.add(make_suggestion(number))

    await store.write(work)
    clock.move(days=3)
    with pytest.raises(Refused) as caught:
        await suggestions.check_room(GUILD, ALICE)
    assert caught.value.reason is Reason.TOO_MANY_SUGGESTIONS_WAIT
    first = (await suggestions.queue(GUILD)).suggestions[0]
    await suggestions.decline(GUILD, first, MOD, "Too long to say aloud")
    await suggestions.check_room(GUILD, ALICE)


async def test_many_at_once_are_no_way_around_the_limit(suggestions: Suggestions) -> None:
    given = [suggestions.suggest(make_suggestion(number)) for number in range(8)]
    ended = await asyncio.gather(*given, return_exceptions=True)
    assert sum(isinstance(one, Suggestion) for one in ended) == MOST_A_DAY
    assert all(isinstance(one, Suggestion | Refused) for one in ended)


# ---------------------------------------------------------------------- deciding


async def test_of_two_moderators_at_once_one_wins(store: Store, suggestions: Suggestions, banks: Banks) -> None:
    new = await suggestions.suggest(make_suggestion())
    ended = await asyncio.gather(
        suggestions.approve(GUILD, new.id, MOD),
        suggestions.approve(GUILD, new.id, OTHER_MOD),
        suggestions.decline(GUILD, new.id, OTHER_MOD, "There is one like it"),
        return_exceptions=True,
    )
    (won,) = [one for one in ended if isinstance(one, Suggestion)]
    lost = [one for one in ended if isinstance(one, Refused)]
    assert [one.reason for one in lost] == [Reason.SUGGESTION_DECIDED] * 2
    assert {one.details["moderator_id"] for one in lost} == {won.decided_by}
    assert await suggestions.get(GUILD, new.id) == won
    own = (await banks.search(GUILD, filters={"builtin": False})).questions
    assert len(own) == (won.status is SuggestionStatus.APPROVED)
    assert await owed(store, f"suggestion:{new.id}:told") is not None


async def test_approved_is_in_the_bank_with_credit_and_history(
    store: Store, suggestions: Suggestions, banks: Banks
) -> None:
    await choose(store, audit=AUDIT, practice=PRACTICE)
    new = await suggestions.suggest(make_suggestion())
    after = await suggestions.approve(GUILD, new.id, MOD)
    assert after.question_id is not None
    one = await banks.get(GUILD, after.question_id)
    assert (one.credit_id, one.question.prompt) == (ALICE, new.question.prompt)
    (change,) = await banks.history(GUILD, one.id)
    assert (change.kind, change.actor_id) == (ChangeKind.APPROVED, MOD)
    told = await owed(store, f"suggestion:{new.id}:told")
    assert told is not None
    assert (told.channel_id, told.user_id, told.payload["elsewhere"]) == (None, ALICE, [PARENT, PRACTICE])
    entry = await owed(store, f"audit:{GUILD}:{one.id}:1")
    assert entry is not None
    assert (entry.channel_id, entry.user_id) == (AUDIT, MOD)


async def test_without_channels_nothing_is_owed_to_them(store: Store, suggestions: Suggestions) -> None:
    new = await suggestions.suggest(make_suggestion())
    await suggestions.decline(GUILD, new.id, MOD, "Too long to say aloud")
    assert await owed(store, f"suggestion:{new.id}:post") is None
    assert await owed(store, f"audit:{GUILD}:declined:{new.id}") is None


async def test_a_post_that_arrives_after_the_decision_is_changed_once_more(
    store: Store, suggestions: Suggestions
) -> None:
    await choose(store, review=REVIEW)
    new = await suggestions.suggest(make_suggestion())
    assert await owed(store, f"suggestion:{new.id}:post") is not None
    await suggestions.decline(GUILD, new.id, MOD, "Too long to say aloud")
    assert await owed(store, f"suggestion:{new.id}:shown") is None
    await store.write(lambda unit: suggestions.posted(unit, new.id, (GUILD, REVIEW, SNOWFLAKE)))
    shown = await owed(store, f"suggestion:{new.id}:shown")
    assert shown is not None
    assert shown.channel_id == REVIEW


@pytest.mark.parametrize("reason", ["", "   ", "\u200b\n", "x" * 501])
async def test_a_reason_says_something_in_few_words(suggestions: Suggestions, reason: str) -> None:
    new = await suggestions.suggest(make_suggestion())
    with pytest.raises(Refused) as caught:
        await suggestions.decline(GUILD, new.id, MOD, reason)
    assert caught.value.reason in (Reason.BLANK_REASON, Reason.REASON_TOO_LONG)
    assert (await suggestions.get(GUILD, new.id)).waits


async def test_another_servers_suggestion_does_not_exist(suggestions: Suggestions) -> None:
    new = await suggestions.suggest(make_suggestion())
    for act in (
        suggestions.get(ELSEWHERE, new.id),
        suggestions.approve(ELSEWHERE, new.id, MOD),
        suggestions.decline(ELSEWHERE, new.id, MOD, "Mine now"),
    ):
        with pytest.raises(Refused) as caught:
            await act
        assert caught.value.reason is Reason.UNKNOWN_SUGGESTION
    assert (await suggestions.get(GUILD, new.id)).waits


async def test_a_stage_that_went_meanwhile_leaves_the_suggestion_waiting(
    store: Store, suggestions: Suggestions
) -> None:
    own = make_track().model_copy(update={"id": "own-track"})
    await store.write(lambda unit: unit.banks.put_track(GUILD, own, MOD, START))
    new = await suggestions.suggest(make_suggestion(track_id="own-track"))
    await store.write(lambda unit: unit.banks.remove_track(GUILD, "own-track"))
    with pytest.raises(Refused) as caught:
        await suggestions.approve(GUILD, new.id, MOD)
    assert caught.value.reason is Reason.PLACE_GONE
    assert (await suggestions.decline(GUILD, new.id, MOD, "The track is gone")).status is SuggestionStatus.DECLINED


# ---------------------------------------------------------------------- reports and stock


@pytest.mark.parametrize("how", ["dismiss", "retire", "edit"])
async def test_reports_leave_the_queue_with_what_is_done(store: Store, banks: Banks, clock: Clock, how: str) -> None:
    await choose(store, audit=AUDIT)
    reports = Reports(store, banks, clock)
    state = make_open(2)
    await reports.report(state, 0, ALICE, "  Nobody asks this  ")
    with pytest.raises(Refused) as caught:
        await reports.report(state, 0, ALICE, "Really nobody")
    assert caught.value.reason is Reason.REPORTED_ALREADY
    assert [one.reason for one in (await reports.about(GUILD, "q-1")).reports] == ["Nobody asks this"]
    if how == "dismiss":
        assert await reports.dismiss(GUILD, "q-1", MOD) == 1
        assert await owed(store, f"audit:{GUILD}:dismissed:q-1:{START.timestamp():.6f}") is not None
    elif how == "retire":
        assert (await reports.retire(GUILD, "q-1", MOD)).retired
    else:
        await banks.edit(GUILD, "q-1", make_question(1, prompt="What did you do first?"), MOD, base=0)
    for act in (reports.dismiss(GUILD, "q-1", MOD), reports.retire(GUILD, "q-1", MOD)):
        with pytest.raises(Refused) as caught:
            await act
        assert caught.value.reason is Reason.REPORT_SETTLED


async def test_only_questions_that_were_asked_and_are_in_the_bank_are_reported(
    store: Store, banks: Banks, clock: Clock
) -> None:
    reports = Reports(store, banks, clock)
    state = make_open(3)  # the first is open, the others wait
    assert [turn.position for turn in await reports.reportable(state)] == [0]
    with pytest.raises(Refused):
        await reports.report(state, 2, ALICE, "Not asked yet")
    with pytest.raises(Refused) as caught:
        await reports.report(state.model_copy(update={"guild_id": ELSEWHERE, "turns": ()}), 0, ALICE, "Nothing there")
    assert caught.value.reason is Reason.NOTHING_TO_REPORT


@pytest.mark.parametrize(("seen", "told"), [(0, False), (2, False), (3, True), (4, True)])
async def test_low_stock_is_told_when_another_round_would_repeat(store: Store, seen: int, told: bool) -> None:
    await choose(store, review=REVIEW)
    stage = make_track(6).stages[0]
    state = make_open(2, started_at=START)  # asks q-1 and q-2; four others are left, twice what a round needs
    known = {f"q-{3 + number}" for number in range(seen)}
    await store.write(lambda unit: stock.dealt(unit, state, stage, known))
    key = f"stock:{GUILD}:shop-analyst:screen:{START:%Y%m%d%H%M}"
    assert (await owed(store, key) is not None) is told
    found = await store.read(lambda unit: unit.suggestions.shortages(GUILD, later(days=-1)))
    assert [(one.unseen, one.needed) for one in found] == ([(4 - seen, 2)] if told else [])
