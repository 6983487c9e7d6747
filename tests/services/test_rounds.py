"""Rounds as a use case: every method, on a real store."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.drafts import Part, Source, join
from bot.domain.errors import Reason, Refused
from bot.domain.notices import Prompt
from bot.domain.policies import POLICIES
from bot.domain.rounds import (
    ABANDONED_AFTER,
    MOST_OPEN_ROUNDS,
    RETRY_AFTER,
    Play,
    Round,
    RoundStatus,
    TurnStatus,
    Visibility,
)
from bot.domain.stages import Given
from bot.domain.tracks import StageKind
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, PARENT, START, THREAD, later, make_part
from tests.services.house import House, wish


def _statuses(state: Round) -> list[str]:
    return [turn.status.value for turn in state.turns]


async def _answer(house: House, state: Round, position: int, number: int = 90, text: str = "I did it.") -> Round:
    part = make_part(number + position, text, source=Source.MODAL)
    return await house.rounds.answer(GUILD, state.id, ALICE, position, part)


async def _given(house: House, state: Round) -> dict[int, list[str]]:
    return {at: [part.content for part in parts] for at, parts in (await house.rounds.parts(state)).items()}


async def test_planning_deals_questions_and_remembers_the_stage_as_it_was(house: House) -> None:
    state = await house.rounds.plan(wish(questions=3, visibility=Visibility.PUBLIC))
    stage = house.catalogue.stage("shop-analyst", "screen")
    assert stage is not None
    assert (state.status, state.thread_id, state.visibility) == (RoundStatus.OPENING, None, Visibility.PUBLIC)
    assert (state.kind, state.conductor, state.stage_minutes, state.briefing) == (
        stage.kind,
        stage.conductor,
        stage.minutes,
        stage.briefing,
    )
    assert _statuses(state) == ["waiting"] * 3
    assert await house.rounds.get(GUILD, state.id) == state


@pytest.mark.parametrize(("wanted", "dealt"), [(None, 6), (1, 1), (3, 3), (99, 6)])
async def test_how_many_questions(house: House, wanted: int | None, dealt: int) -> None:
    """The small track has four questions; a whole screen adds the salary and the candidate's own questions."""
    assert POLICIES[StageKind.SCREEN].questions == 6
    assert len((await house.rounds.plan(wish(questions=wanted))).turns) == dealt


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"track_id": "none"}, Reason.UNKNOWN_TRACK), ({"stage_id": "none"}, Reason.UNKNOWN_STAGE)],
)
async def test_what_the_catalogue_does_not_have(house: House, changes: dict[str, str], reason: Reason) -> None:
    with pytest.raises(Refused) as caught:
        await house.rounds.plan(wish(**changes))
    assert caught.value.reason is reason


async def test_three_open_rounds_a_person_a_server(house: House) -> None:
    plans = await asyncio.gather(*(house.plan(1) for _ in range(6)), return_exceptions=True)
    refused = [end.reason for end in plans if isinstance(end, Refused)]
    assert refused == [Reason.TOO_MANY_OPEN] * (6 - MOST_OPEN_ROUNDS)
    await house.plan(1, candidate_id=BOB)
    await house.plan(1, guild_id=ELSEWHERE)
    first = (await house.rounds.open_of(GUILD, ALICE))[-1]
    await house.rounds.given_up(GUILD, first.id)
    await house.plan(1)


async def test_no_question_twice_until_all_were_had_and_not_in_two_rounds_at_once(house: House) -> None:
    first, second = await house.plan(2), await house.plan(2)
    asked = [turn.question.id for state in (first, second) for turn in state.turns]
    assert len(set(asked)) == 4
    third = await house.plan(2)
    assert {turn.question.id for turn in third.turns} <= set(asked)


async def test_what_was_dealt_and_never_asked_comes_up_again(house: House) -> None:
    state = await house.start(questions=4)
    await house.rounds.finish(GUILD, state.id, ALICE)
    asked = state.turns[0].question.id
    fresh = await house.plan(3)
    assert asked not in {turn.question.id for turn in fresh.turns}


async def test_opening_owes_the_briefing_and_the_first_question_in_the_thread(house: House) -> None:
    planned = await house.plan()
    opened = await house.rounds.opened(GUILD, planned.id, THREAD)
    assert (opened.status, opened.thread_id, _statuses(opened)) == (RoundStatus.OPEN, THREAD, ["open", "waiting"])
    assert await house.rounds.opened(GUILD, planned.id, THREAD) == opened, "told twice"
    assert await house.run() == ["Briefing", "Prompt"]
    assert {one.place for one in house.discord.said} == {THREAD}
    asked = await house.rounds.get(GUILD, planned.id)
    assert asked.turns[0].prompted_at == START
    assert asked.turns[0].panel_id == house.discord.said[-1].id


async def test_a_round_without_a_thread_never_was(house: House) -> None:
    planned = await house.plan()
    await house.rounds.given_up(GUILD, planned.id)
    assert await house.rounds.open_of(GUILD, ALICE) == []
    house.clock.move(days=8)
    assert await house.run() == []
    assert house.discord.threads == []
    await house.rounds.given_up(GUILD, planned.id)
    state = await house.start()
    await house.rounds.given_up(GUILD, state.id)
    assert (await house.rounds.get(GUILD, state.id)).status is RoundStatus.OPEN, "it has a thread: nothing to give up"


async def test_another_thread_takes_over_what_is_owed(house: House) -> None:
    state = await house.start()
    moved = await house.rounds.opened(GUILD, state.id, THREAD + 7)
    assert moved.thread_id == THREAD + 7
    assert await house.run() == ["Prompt"]
    house.clock.move(minutes=4)
    assert await house.run() == ["Nudge"]
    assert [one.place for one in house.discord.said[-2:]] == [THREAD + 7] * 2


async def test_a_closed_round_is_not_opened_again(house: House) -> None:
    state = await house.start()
    await house.rounds.finish(GUILD, state.id, ALICE)
    with pytest.raises(Refused) as caught:
        await house.rounds.opened(GUILD, state.id, THREAD + 7)
    assert caught.value.reason is Reason.ROUND_CLOSED


async def test_typed_messages_make_a_draft_that_follows_edits_and_deletions(house: House) -> None:
    state = await house.start()
    for number, text in enumerate(("one", "two", "three")):
        assert await house.rounds.typed(GUILD, THREAD, ALICE, make_part(number, text)) == (state.id, 0)
    assert await house.rounds.typed(GUILD, THREAD, BOB, make_part(9)) is None
    assert await house.rounds.edited(GUILD, THREAD, make_part(1, "TWO"))
    assert await house.rounds.deleted(GUILD, THREAD, [make_part(0).source_id]) == 1
    assert await _given(house, state) == {0: ["TWO", "three"]}


async def test_catching_up_brings_the_draft_in_line_with_the_thread(house: House) -> None:
    state = await house.start()
    # Said after the question: its panel has a number of its own.
    for number, text in enumerate(("kept", "edited meanwhile", "deleted meanwhile"), start=9000):
        await house.rounds.typed(GUILD, THREAD, ALICE, make_part(number, text))
    found = [make_part(9000, "kept"), make_part(9001, "edited"), make_part(9003, "missed")]
    await house.rounds.caught_up(GUILD, state.id, 0, found, whole=False)
    assert await _given(house, state) == {0: ["kept", "edited", "deleted meanwhile", "missed"]}
    await house.rounds.caught_up(GUILD, state.id, 0, found, whole=True)
    assert await _given(house, state) == {0: ["kept", "edited", "missed"]}


async def test_catching_up_leaves_a_question_that_is_no_longer_open(house: House) -> None:
    state = await house.start()
    await _answer(house, state, 0)
    await house.rounds.caught_up(GUILD, state.id, 0, [make_part(3, "late")], whole=True)
    assert await _given(house, state) == {0: ["I did it."]}


async def test_an_answer_settles_the_question_and_asks_the_next(house: House) -> None:
    state = await house.start()
    await house.rounds.typed(GUILD, THREAD, ALICE, make_part(1, "First of all:"))
    house.clock.move(minutes=2)
    after = await _answer(house, state, 0)
    assert _statuses(after) == ["answered", "open"]
    assert after.turns[0].settled_at == later(minutes=2)
    assert await house.run() == ["Prompt"]
    parts = await house.rounds.parts(after)
    assert join(parts[0]) == "First of all:\nI did it."


async def test_the_same_answer_twice_is_refused_the_second_time_and_kept_once(house: House) -> None:
    state = await house.start()
    both = await asyncio.gather(*(_answer(house, state, 0) for _ in range(2)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in both) == ["Refused", "Round"]
    assert await _given(house, state) == {0: ["I did it."]}
    assert await house.run() == ["Prompt"]


@pytest.mark.parametrize("text", ["", "  \n\t "])
async def test_an_empty_answer_is_refused(house: House, text: str) -> None:
    state = await house.start()
    with pytest.raises(Refused) as caught:
        await _answer(house, state, 0, text=text)
    assert caught.value.reason is Reason.EMPTY_ANSWER
    assert await _given(house, state) == {}


async def test_submitting_takes_the_draft(house: House) -> None:
    state = await house.start()
    with pytest.raises(Refused) as caught:
        await house.rounds.submit(GUILD, state.id, ALICE, 0)
    assert caught.value.reason is Reason.NO_DRAFT
    await house.rounds.typed(GUILD, THREAD, ALICE, make_part(1))
    assert _statuses(await house.rounds.submit(GUILD, state.id, ALICE, 0)) == ["answered", "open"]
    with pytest.raises(Refused) as caught:
        await house.rounds.submit(GUILD, state.id, ALICE, 0)
    assert caught.value.reason is Reason.NOT_CURRENT


async def test_skipping_keeps_the_draft_for_the_transcript(house: House) -> None:
    state = await house.start()
    await house.rounds.typed(GUILD, THREAD, ALICE, make_part(1, "half a thought"))
    assert _statuses(await house.rounds.skip(GUILD, state.id, ALICE, 0)) == ["skipped", "open"]
    assert await _given(house, state) == {0: ["half a thought"]}


async def test_hints_grow_and_then_stay(house: House) -> None:
    state = await house.start()
    hints = [await house.rounds.hint(GUILD, state.id, ALICE, 0) for _ in range(4)]
    assert [(hint.number, hint.total, len(hint.steps)) for hint in hints] == [
        (1, 3, 1),
        (2, 3, 2),
        (3, 3, 3),
        (3, 3, 3),
    ]


async def test_the_last_answer_closes_the_round_with_a_debrief_for_each_question(house: House) -> None:
    state = await house.start()
    await _answer(house, state, 0)
    after = await _answer(house, state, 1)
    assert (after.status, after.finished_at) == (RoundStatus.FINISHED, START)
    assert await house.run() == ["DebriefEntry", "DebriefEntry", "RoundSummary"]
    house.clock.move(days=30)
    assert await house.run() == [], "no nudge, no expiry"


async def test_finishing_counts_a_draft_as_the_answer(house: House) -> None:
    state = await house.start(questions=3)
    await house.rounds.typed(GUILD, THREAD, ALICE, make_part(1))
    after = await house.rounds.finish(GUILD, state.id, ALICE)
    assert _statuses(after) == ["answered", "waiting", "waiting"]
    assert await house.run() == ["DebriefEntry", "RoundSummary"]
    with pytest.raises(Refused) as caught:
        await house.rounds.finish(GUILD, state.id, ALICE)
    assert caught.value.reason is Reason.ROUND_CLOSED


async def test_finishing_a_round_whose_thread_is_not_there_says_nothing(house: House) -> None:
    planned = await house.plan()
    after = await house.rounds.finish(GUILD, planned.id, ALICE)
    assert after.status is RoundStatus.FINISHED
    house.clock.move(days=8)
    assert await house.run() == [], "there is nothing to debrief, and the channel above is no place for it"


async def test_a_stranger_can_do_nothing(house: House) -> None:
    state = await house.start()
    rounds, where = house.rounds, (GUILD, state.id, BOB)
    attempts = [
        rounds.answer(*where, 0, make_part(5)),
        rounds.submit(*where, 0),
        rounds.skip(*where, 0),
        rounds.hint(*where, 0),
        rounds.finish(*where),
        rounds.ask_again(*where),
        rounds.rate(*where, 0, 3),
        rounds.retry_later(*where),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as caught:
            await attempt
        assert caught.value.reason is Reason.NOT_YOURS
    assert await rounds.get(GUILD, state.id) == state


async def test_another_server_has_no_such_round(house: House) -> None:
    state = await house.start()
    for attempt in (house.rounds.get(ELSEWHERE, state.id), house.rounds.finish(ELSEWHERE, state.id, ALICE)):
        with pytest.raises(Refused) as caught:
            await attempt
        assert caught.value.reason is Reason.ROUND_GONE
    assert await house.rounds.in_thread(ELSEWHERE, THREAD) is None


async def test_asking_again_shows_the_open_question_and_keeps_its_clock(house: House) -> None:
    state = await house.start()
    house.clock.move(minutes=1)
    for _ in range(2):
        await house.rounds.ask_again(GUILD, state.id, ALICE)
    assert await house.run() == ["Prompt", "Prompt"]
    after = await house.rounds.get(GUILD, state.id)
    assert after.turns[0].prompted_at == START
    assert after.turns[0].panel_id == house.discord.said[-1].id
    house.clock.move(minutes=3)
    assert await house.run() == ["Nudge"]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_question_shown_again_does_not_take_the_place_of_a_later_one(house: House, times: int) -> None:
    state = await house.start(questions=3)
    for position in range(2):
        for _ in range(times):
            await house.rounds.ask_again(GUILD, state.id, ALICE)
        assert await house.run() == ["Prompt"] * times
        await _answer(house, state, position)
        assert await house.run() == ["Prompt"]
    shown = [one.notice.turn.position for one in house.discord.said if isinstance(one.notice, Prompt)]
    assert shown == [0, *[0] * times, 1, *[1] * times, 2]


async def test_how_to_answer_is_said_once_a_question(house: House) -> None:
    state = await house.start()
    for _ in range(3):
        assert await house.rounds.unreadable(GUILD, THREAD, ALICE) is not None
    assert await house.rounds.unreadable(GUILD, THREAD, BOB) is None
    assert await house.rounds.unreadable(GUILD, THREAD + 1, ALICE) is None
    assert await house.run() == ["Unreadable"]
    await _answer(house, state, 0)
    await house.rounds.unreadable(GUILD, THREAD, ALICE)
    assert await house.run() == ["Prompt", "Unreadable"]


async def test_a_lost_thread_is_said_to_the_person_once_a_thread(house: House) -> None:
    state = await house.start()
    for _ in range(2):
        await house.rounds.stranded(GUILD, THREAD)
    await house.rounds.stranded(GUILD, THREAD + 1)
    assert await house.run() == ["Stranded"]
    assert house.discord.said[-1].place == ALICE
    await house.rounds.opened(GUILD, state.id, THREAD + 7)
    await house.rounds.stranded(GUILD, THREAD + 7)
    assert sorted(await house.run()) == ["Prompt", "Stranded"]


async def test_ratings_are_kept_and_may_change_and_belong_to_closed_rounds(house: House) -> None:
    state = await house.start()
    with pytest.raises(Refused) as caught:
        await house.rounds.rate(GUILD, state.id, ALICE, 0, 3)
    assert caught.value.reason is Reason.ROUND_OPEN
    await house.rounds.finish(GUILD, state.id, ALICE)
    for level in (1, 4):
        after = await house.rounds.rate(GUILD, state.id, ALICE, 0, level)
        assert after.turns[0].rating == level
    for position, level, reason in ((0, 5, Reason.BAD_LEVEL), (0, 0, Reason.BAD_LEVEL), (9, 2, Reason.UNKNOWN_BUTTON)):
        with pytest.raises(Refused) as caught:
            await house.rounds.rate(GUILD, state.id, ALICE, position, level)
        assert caught.value.reason is reason
    assert (await house.rounds.get(GUILD, state.id)).turns[0].rating == 4


async def test_a_reminder_to_retry_comes_once_after_three_days(house: House) -> None:
    state = await house.start()
    await house.rounds.finish(GUILD, state.id, ALICE)
    await house.run()
    for _ in range(2):
        assert await house.rounds.retry_later(GUILD, state.id, ALICE) == START + RETRY_AFTER
    house.clock.move(days=2, hours=23)
    assert await house.run() == []
    house.clock.move(hours=1)
    assert await house.run() == ["RetryReminder"]


async def test_a_round_that_nobody_used_for_a_week_is_closed_with_what_is_there(house: House) -> None:
    state = await house.start()
    house.clock.move(days=6, hours=23)
    await house.run()
    assert (await house.rounds.get(GUILD, state.id)).status is RoundStatus.OPEN
    house.clock.move(hours=1)
    assert await house.run() == ["DebriefEntry", "RoundSummary"]
    after = await house.rounds.get(GUILD, state.id)
    assert (after.status, _statuses(after)) == (RoundStatus.EXPIRED, ["left", "waiting"])


async def test_a_message_within_the_week_keeps_a_round_open(house: House) -> None:
    state = await house.start()
    house.clock.move(days=5)
    await house.rounds.typed(GUILD, THREAD, ALICE, make_part(1, created_at=later(days=5)))
    house.clock.move(days=2)
    await house.run()
    assert (await house.rounds.get(GUILD, state.id)).status is RoundStatus.OPEN
    assert (await house.row(f"round:{state.id}:expiry")).due_at == later(days=5) + ABANDONED_AFTER
    house.clock.move(days=5)
    assert await house.run() == ["DebriefEntry", "RoundSummary"]
    assert _statuses(await house.rounds.get(GUILD, state.id)) == ["answered", "waiting"]


async def test_expiring_a_round_that_is_closed_does_nothing(house: House) -> None:
    state = await house.start()
    finished = await house.rounds.finish(GUILD, state.id, ALICE)
    house.clock.move(days=8)
    assert await house.rounds.expire(GUILD, state.id) is None
    assert await house.rounds.get(GUILD, state.id) == finished


async def test_nudges_come_at_four_fifths_and_at_the_end_of_the_time_box(house: House) -> None:
    state = await house.start()
    house.clock.move(minutes=3, seconds=59)
    assert await house.run() == []
    house.clock.move(seconds=1)
    assert await house.run() == ["Nudge"]
    house.clock.move(minutes=1)
    assert await house.run() == ["Nudge"]
    notices = [one.notice for one in house.discord.said[-2:]]
    assert [getattr(notice, "over", None) for notice in notices] == [False, True]
    assert (await house.rounds.get(GUILD, state.id)).status is RoundStatus.OPEN, "the answer is never cut"
    house.clock.move(hours=1)
    assert await house.run() == []


@pytest.mark.parametrize("end", ["answer", "skip", "finish"])
async def test_there_is_no_nudge_for_a_question_that_is_settled(house: House, end: str) -> None:
    state = await house.start()
    house.clock.move(minutes=1)
    if end == "answer":
        await _answer(house, state, 0)
    elif end == "skip":
        await house.rounds.skip(GUILD, state.id, ALICE, 0)
    else:
        await house.rounds.finish(GUILD, state.id, ALICE)
    await house.run()
    house.clock.move(minutes=3)
    assert await house.run() == []
    assert (await house.row(f"round:{state.id}:nudge:0")).status is DeliveryStatus.CANCELLED


async def test_a_nudge_that_comes_too_late_gives_way_to_the_end_of_time(house: House) -> None:
    await house.start()
    house.clock.move(minutes=9)
    assert await house.run() == ["Nudge"]
    assert getattr(house.discord.said[-1].notice, "over", None) is True


async def test_what_follows_and_what_kind(house: House) -> None:
    state = await house.start()
    following = await house.rounds.following(state)
    assert following is not None
    assert following.id == "offer"
    assert await house.rounds.following(state.model_copy(update={"stage_id": "offer"})) is None
    assert await house.rounds.following(state.model_copy(update={"track_id": "withdrawn"})) is None
    assert await house.rounds.kind_of(GUILD, "shop-analyst", "offer") is StageKind.OFFER
    with pytest.raises(Refused):
        await house.rounds.kind_of(GUILD, "shop-analyst", "none")


async def test_open_questions_are_found_after_a_start(house: House) -> None:
    state = await house.start()
    await house.plan()
    (waiting,) = await house.rounds.waiting()
    assert waiting == (GUILD, state.id, THREAD, state.turns[0].panel_id)


@pytest.mark.parametrize("files", [False, True])
async def test_a_part_with_files_alone_is_an_answer(house: House, files: bool) -> None:
    state = await house.start()
    part = Part.model_validate(
        make_part(3, "").model_dump() | {"attachments": [{"name": "a.sql", "size": 10}] if files else []}
    )
    if files:
        assert _statuses(await house.rounds.answer(GUILD, state.id, ALICE, 0, part)) == ["answered", "open"]
    else:
        with pytest.raises(Refused):
            await house.rounds.answer(GUILD, state.id, ALICE, 0, part)


def test_a_week_is_a_week() -> None:
    assert timedelta(days=7) == ABANDONED_AFTER
    assert TurnStatus.LEFT.value == "left"
    assert PARENT != THREAD


async def test_a_move_sees_what_was_given_and_is_shown_at_once(house: House) -> None:
    state = await house.start()

    def move(given: Given) -> Play:
        return Play(data={"moves": given.turn.data.get("moves", 0) + 1, "text": given.text})

    first = await house.rounds.play(GUILD, state.id, ALICE, 0, move, make_part(91, "One"))
    after = await house.rounds.play(GUILD, state.id, ALICE, 0, move, make_part(92, "Two"))
    assert first.turns[0].data == {"moves": 1, "text": "One"}
    assert after.turns[0].data == {"moves": 2, "text": "One\nTwo"}
    assert await house.run() == ["Prompt", "Prompt"]
    assert (await house.rounds.get(GUILD, state.id)).turns[0].panel_id == house.discord.said[-1].id


async def test_a_refused_move_leaves_nothing_behind(house: House) -> None:
    state = await house.start()

    def move(given: Given) -> Play:
        raise Refused(Reason.NO_DRAFT)

    with pytest.raises(Refused):
        await house.rounds.play(GUILD, state.id, ALICE, 0, move, make_part(91, "One"))
    with pytest.raises(Refused) as caught:
        await house.rounds.play(GUILD, state.id, BOB, 0, lambda given: Play(), make_part(92, "Two"))
    assert caught.value.reason is Reason.NOT_YOURS
    assert await _given(house, state) == {}
    assert await house.rounds.get(GUILD, state.id) == state


async def test_a_move_of_another_process_between_reading_and_storing_is_not_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = await house.start()
    other = house.another()
    in_thread = asyncio.to_thread
    moves: list[Round] = []

    async def slowly(work: Callable[..., Play], given: Given) -> Play:
        if not moves:
            moves.append(await other.rounds.play(GUILD, state.id, ALICE, 0, lambda _: Play(data={"moves": 1})))
        return await in_thread(work, given)

    monkeypatch.setattr("bot.services.rounds.asyncio.to_thread", slowly)
    monkeypatch.setattr(
        "bot.services.rounds.submitted",
        lambda given: Play(data=dict(given.turn.data) | {"said": given.text}, settled=True),
    )
    after = await _answer(house, state, 0)
    assert after.turns[0].data == {"moves": 1, "said": "I did it."}
    assert await _given(house, state) == {0: ["I did it."]}
