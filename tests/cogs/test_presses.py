"""Presses that come twice, together, late, or from somebody else: each has one effect, or one plain sentence."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
import simcord

from bot.domain.drafts import Part, Source
from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Round, TurnStatus
from bot.services.planning import Wish
from tests.cogs import beyond
from tests.cogs.plain import refusal, told
from tests.world import TRACK, World, labels_of, text_of

SETTLED = "That question is settled already: go on with the newest one below, or run `/mock resume`."


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


def prompts(thread: simcord.ChannelHandle, number: int) -> int:
    """How many messages ask this question, be it open or settled."""
    return sum(f"Question {number} of" in text_of(message) for message in thread.history())


def debriefs(thread: simcord.ChannelHandle) -> list[Any]:
    return [message for message in thread.history() if labels_of(message) == ["1", "2", "3", "4"]]


async def refused(*work: Awaitable[Any]) -> list[Reason]:
    """The reasons why some of these were refused; everything else is a failure."""
    results = await asyncio.gather(*work, return_exceptions=True)
    reasons = [result.reason for result in results if isinstance(result, Refused)]
    assert all(isinstance(result, Refused) or not isinstance(result, BaseException) for result in results), results
    return reasons


# ---------------------------------------------------------------------- the same button twice


@pytest.mark.parametrize("action", ["submit", "skip"])
async def test_the_second_press_of_a_button_changes_nothing(world: World, action: str) -> None:
    thread = await world.start()
    await world.alice.send(thread, "I led it.")
    panel = world.panel(thread)
    await beyond.press(world, world.alice, panel, f"gr:{action}:1:0")
    once = await state_of(world, thread)
    assert refusal(await beyond.press(world, world.alice, panel, f"gr:{action}:1:0")) == SETTLED
    assert await state_of(world, thread) == once
    assert prompts(thread, 2) == 1


async def test_the_second_press_of_finish_changes_nothing(world: World) -> None:
    thread = await world.start()
    panel = world.panel(thread)
    await world.alice.click(panel, label="Finish")
    over = len(thread.history())
    assert "That round is over" in refusal(await beyond.press(world, world.alice, panel, "gr:finish:1:0"))
    assert len(thread.history()) == over


async def test_a_form_sent_twice_is_one_answer(world: World) -> None:
    thread = await world.start()
    await beyond.send_form(world, world.alice, thread, "gr:form:1:0", "Once.")
    again = await beyond.send_form(world, world.alice, thread, "gr:form:1:0", "Once.")
    assert refusal(again).startswith(SETTLED)
    state = await state_of(world, thread)
    assert [part.content for part in (await world.client.rounds.parts(state))[0]] == ["Once."]
    assert prompts(thread, 2) == 1


async def test_two_submits_at_the_same_moment(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "I led it.")
    rounds = world.client.rounds
    press = (world.guild.id, 1, world.alice.id, 0)
    assert (
        await refused(rounds.submit(*press), rounds.submit(*press), rounds.submit(*press)) == [Reason.NOT_CURRENT] * 2
    )
    await world.run_due()
    assert prompts(thread, 2) == 1


async def test_submit_skip_and_the_form_at_the_same_moment(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "I led it.")
    rounds, press = world.client.rounds, (world.guild.id, 1, world.alice.id, 0)
    part = Part(source_id=5, source=Source.MODAL, content="From the form.", created_at=world.clock())
    reasons = await refused(rounds.submit(*press), rounds.skip(*press), rounds.answer(*press, part))
    assert reasons == [Reason.NOT_CURRENT] * 2
    state = await state_of(world, thread)
    assert state.turns[0].status in {TurnStatus.ANSWERED, TurnStatus.SKIPPED}
    assert state.current is not None
    assert state.current.position == 1
    given = (await rounds.parts(state))[0]
    assert ("From the form." in [one.content for one in given]) == (len(given) == 2)


async def test_two_finishes_at_the_same_moment_bring_one_debrief(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "I led it.")
    rounds, press = world.client.rounds, (world.guild.id, 1, world.alice.id)
    assert await refused(rounds.finish(*press), rounds.finish(*press)) == [Reason.ROUND_CLOSED]
    await world.run_due()
    assert len(debriefs(thread)) == 1
    assert sum("Debrief:" in text_of(message) for message in thread.history()) == 1


async def test_the_same_place_is_served_twice_at_the_same_moment(world: World) -> None:
    thread = await world.start()
    await world.client.rounds.skip(world.guild.id, 1, world.alice.id, 0)
    clockwork = world.client.clockwork
    await asyncio.gather(
        clockwork.run_due(), clockwork.serve(thread.id), clockwork.run_due(), clockwork.serve(thread.id)
    )
    await world.env.settle()
    assert prompts(thread, 2) == 1


async def test_four_starts_at_the_same_moment_open_three_rounds(world: World) -> None:
    await world.start()
    wish = Wish(world.guild.id, world.channel.id, world.alice.id, TRACK, "recruiter-screen", 1)
    reasons = await refused(*(world.client.rounds.plan(wish) for _ in range(4)))
    assert reasons == [Reason.TOO_MANY_OPEN] * 2


async def test_hints_pressed_quickly_grow_one_by_one_and_stop(world: World) -> None:
    thread = await world.start()
    rounds, press = world.client.rounds, (world.guild.id, 1, world.alice.id, 0)
    hints = await asyncio.gather(*(rounds.hint(*press) for _ in range(5)))
    total = hints[0].total
    assert sorted(hint.number for hint in hints) == sorted(min(number, total) for number in range(1, 6))
    assert (await state_of(world, thread)).turns[0].hints == total


async def test_retry_later_pressed_twice_is_one_reminder(world: World) -> None:
    thread = await world.finish_round()
    summary = thread.history()[-1]
    await world.alice.click(summary, label="Retry later")
    await world.alice.click(summary, label="Retry later")
    before = len(thread.history())
    world.clock.move(days=4)
    await world.run_due()
    (reminder,) = thread.history()[before:]
    assert labels_of(reminder) == ["Start it"]
    assert reminder.mentions[0].id == world.alice.id


async def test_a_reminder_starts_the_stage_again(world: World) -> None:
    thread = await world.finish_round()
    await world.alice.click(thread.history()[-1], label="Retry later")
    world.clock.move(days=4)
    await world.run_due()
    result = await world.alice.click(thread.history()[-1], label="Start it")
    assert "is ready in" in told(result)[0].content
    assert len(world.channel.threads) == 2


# ---------------------------------------------------------------------- somebody else


async def test_a_stranger_presses_each_button_of_a_question(world: World) -> None:
    thread = await world.start(visibility="public")
    await world.alice.send(thread, "I led it.")
    before, messages = await state_of(world, thread), len(thread.history())
    for label in ("Answer", "Submit", "Hint", "Skip", "Finish"):
        said = refusal(await world.bob.click(world.panel(thread), label=label))
        assert said == f"This is <@{world.alice.id}>'s round: `/mock start` opens one for you.", label
    sent = await beyond.send_form(world, world.bob, thread, "gr:form:1:0", "Mine now.")
    assert "'s round" in refusal(sent)
    assert await state_of(world, thread) == before
    assert len(thread.history()) == messages


async def test_a_stranger_presses_each_button_of_a_debrief(world: World) -> None:
    thread = await world.finish_round(visibility="public")
    before = await state_of(world, thread)
    for label in ("1", "4"):
        assert "'s round" in refusal(await world.bob.click(debriefs(thread)[0], label=label))
    for label in ("Next stage", "Retry later", "Report a question"):
        assert "'s round" in refusal(await world.bob.click(thread.history()[-1], label=label))
    assert await state_of(world, thread) == before
    assert len(world.channel.threads) == 1


async def test_what_a_stranger_types_is_no_part_of_the_answer(world: World) -> None:
    thread = await world.start(visibility="public")
    await world.bob.send(thread, "Let me help.")
    await world.alice.send(thread, "My own words.")
    await world.alice.click(world.panel(thread), label="Submit")
    parts = await world.client.rounds.parts(await state_of(world, thread))
    assert [part.content for part in parts[0]] == ["My own words."]


async def test_two_people_press_at_the_same_moment(world: World) -> None:
    thread = await world.start(visibility="public")
    rounds = world.client.rounds
    reasons = await refused(*(rounds.skip(world.guild.id, 1, who.id, 0) for who in (world.bob, world.alice, world.mod)))
    assert reasons == [Reason.NOT_YOURS] * 2
    state = await state_of(world, thread)
    assert state.turns[0].status is TurnStatus.SKIPPED


async def test_a_moderator_is_a_stranger_to_a_round_too(world: World) -> None:
    thread = await world.start()
    assert "'s round" in refusal(await world.mod.click(world.panel(thread), label="Finish"))
    assert (await state_of(world, thread)).is_open


# ---------------------------------------------------------------------- too late


@pytest.mark.parametrize("action", ["answer", "submit", "hint", "skip"])
async def test_a_stale_panel_of_an_earlier_question(world: World, action: str) -> None:
    thread = await world.start()
    stale = world.panel(thread)
    await world.alice.click(stale, label="Skip")
    await world.alice.send(thread, "For the second one.")
    assert refusal(await beyond.press(world, world.alice, stale, f"gr:{action}:1:0")) == SETTLED
    state = await state_of(world, thread)
    assert state.turns[1].status is TurnStatus.OPEN
    assert state.turns[1].hints == 0


@pytest.mark.parametrize("action", ["answer", "submit", "hint", "skip", "finish"])
async def test_a_button_of_a_round_that_is_over(world: World, action: str) -> None:
    thread = await world.finish_round()
    before = await state_of(world, thread)
    said = refusal(await beyond.press(world, world.alice, thread.history()[0], f"gr:{action}:1:1"))
    assert said.startswith("That round is over")
    assert await state_of(world, thread) == before


async def test_a_form_that_was_open_while_the_question_was_settled(world: World) -> None:
    thread = await world.start()
    shown = await world.alice.click(world.panel(thread), label="Answer")
    await beyond.press(world, world.alice, world.panel(thread), "gr:skip:1:0")
    result = await world.alice.submit_modal(shown, {"text": "A long answer, written meanwhile."})
    assert refusal(result).startswith(SETTLED)
    assert beyond.file_of(world, told(result)[0].message) == b"A long answer, written meanwhile."


async def test_nothing_is_drafted(world: World) -> None:
    thread = await world.start()
    assert refusal(await world.alice.click(world.panel(thread), label="Submit")).startswith(
        "There is nothing to submit"
    )
    assert (await state_of(world, thread)).turns[0].status is TurnStatus.OPEN


# ---------------------------------------------------------------------- ratings


@pytest.mark.parametrize("level", [0, 5, -1, 100])
async def test_a_level_that_does_not_exist(world: World, level: int) -> None:
    thread = await world.finish_round()
    pressed = await beyond.press(world, world.alice, debriefs(thread)[0], f"gr:rate:{world.guild.id}:1:0:{level}")
    assert refusal(pressed) == "A level is 1, 2, 3 or 4: press one of the four buttons."
    assert (await state_of(world, thread)).turns[0].rating is None


async def test_rating_while_the_round_is_open(world: World) -> None:
    thread = await world.start()
    pressed = await beyond.press(world, world.alice, world.panel(thread), f"gr:rate:{world.guild.id}:1:0:3")
    assert refusal(pressed).startswith("That round is still open")
    later = await beyond.press(world, world.alice, world.panel(thread), f"gr:retry:{world.guild.id}:1")
    assert refusal(later).startswith("That round is still open")
    assert (await state_of(world, thread)).turns[0].rating is None


async def test_a_rating_can_be_changed_and_the_button_shows_it(world: World) -> None:
    thread = await world.finish_round()
    for level in (2, 4):
        await world.alice.click(debriefs(thread)[0], label=str(level))
    assert (await state_of(world, thread)).turns[0].rating == 4
    (row,) = debriefs(thread)[0].components
    styles = {button["label"]: button["style"] for button in row.to_dict()["components"]}
    assert styles["4"] == 3
    assert styles["2"] == 2


async def test_next_stage_pressed_twice_opens_one_round(world: World) -> None:
    thread = await world.finish_round()
    summary = thread.history()[-1]
    await world.alice.click(summary, label="Next stage")
    (opened,) = await world.client.rounds.open_of(world.guild.id, world.alice.id)
    again = refusal(await world.alice.click(summary, label="Next stage"))
    assert again == f"You have a round of this stage open already: <#{opened.thread_id}> waits for you."
    assert len(await world.client.rounds.open_of(world.guild.id, world.alice.id)) == 1


async def test_after_the_last_stage_there_is_no_next_one(world: World) -> None:
    last = list(world.client.catalogue.tracks[TRACK].stages)[-1]
    thread = await world.start(stage=last.id, questions=1)
    await world.alice.click(world.panel(thread), label="Skip")
    assert labels_of(thread.history()[-1]) == ["Retry later", "Report a question"]
    pressed = await beyond.press(world, world.alice, thread.history()[-1], f"gr:next:{world.guild.id}:1")
    assert refusal(pressed).startswith("That was the last stage")


async def test_a_form_that_took_too_long_to_open_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = await world.start()
    monkeypatch.setattr("bot.ui.reply.PATIENCE_SECONDS", 0.0)
    slow = world.client.rounds.get

    async def get(guild_id: int, round_id: int) -> Round:
        await asyncio.sleep(0.05)
        return await slow(guild_id, round_id)

    monkeypatch.setattr(world.client.rounds, "get", get)
    late = await world.alice.click(world.panel(thread), label="Answer")
    assert "press it once more" in refusal(late)
    monkeypatch.undo()
    await world.answer(thread, "At the second press the form was there.")
    assert "Question 2 of 2" in text_of(world.panel(thread))
