"""A restart after any step of a round: it goes on, nothing is lost, nothing is said twice."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import simcord

from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.services.planning import Wish
from tests.world import STAGE, TRACK, World, labels_of, text_of

QUESTIONS = 3
ANSWERS = (
    "I led the pricing test.\nConversion rose from 9 % to 12 %.",
    "My part was the model.",
    "I like your mission.",
)


@dataclass
class Script:
    """A full round, step by step, by all the ways in which an answer may come."""

    world: World
    thread: simcord.ChannelHandle = field(init=False)

    async def start(self) -> None:
        self.thread = await self.world.start(questions=QUESTIONS)

    async def draft_one(self) -> None:
        await self.world.alice.send(self.thread, "I led the pricing test.")

    async def draft_two(self) -> None:
        await self.world.alice.send(self.thread, "Conversion rose from 9 % to 12 %.")

    async def hint(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Hint")

    async def submit(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Submit")

    async def form(self) -> None:
        await self.world.answer(self.thread, ANSWERS[1])

    async def menu(self) -> None:
        message = await self.world.alice.send(self.thread, ANSWERS[2])
        await self.world.alice.context_menu(self.thread, "Submit as answer", message)

    async def rate(self) -> None:
        entry = next(one for one in self.thread.history() if labels_of(one) == ["1", "2", "3", "4"])
        await self.world.alice.click(entry, label="2")


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def check_complete(world: World, thread: simcord.ChannelHandle) -> None:
    """The round as it must end, however often the bot was restarted on the way."""
    state = await state_of(world, thread)
    assert state.status is RoundStatus.FINISHED
    assert [turn.status for turn in state.turns] == [TurnStatus.ANSWERED] * QUESTIONS
    assert (state.turns[0].hints, state.turns[0].rating) == (1, 2)
    given = await world.client.rounds.parts(state)
    assert tuple("\n".join(part.content for part in given[at]) for at in range(QUESTIONS)) == ANSWERS
    said = [text_of(message) for message in thread.history() if message.author.bot]
    panels = [text for text in said if "Answered" in text]
    assert len(panels) == QUESTIONS, "each question was asked exactly once"
    assert sum("A sample answer" in text for text in said) == QUESTIONS
    assert sum("The one thing to work on" in text for text in said) == 1
    assert len(said) == 1 + QUESTIONS + QUESTIONS + 1


STEPS = ("start", "draft_one", "draft_two", "hint", "submit", "form", "menu", "rate")


@pytest.mark.parametrize("after", STEPS)
async def test_a_restart_after_a_step_changes_nothing(world: World, after: str) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        if step == after:
            await world.restart()
            await world.run_due()
    await check_complete(world, script.thread)


@pytest.mark.also_on_postgresql
async def test_a_restart_after_every_step_changes_nothing(world: World) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        await world.restart()
    await check_complete(world, script.thread)


async def test_a_form_opened_before_a_restart_is_taken_after_it(world: World) -> None:
    thread = await world.start()
    shown = await world.alice.click(world.panel(thread), label="Answer")
    await world.restart()
    await world.alice.submit_modal(shown, {"text": "Still here."})
    state = await state_of(world, thread)
    assert state.turns[0].status is TurnStatus.ANSWERED
    assert (await world.client.rounds.parts(state))[0][0].content == "Still here."


@pytest.mark.parametrize("status", [500, 503])
async def test_a_question_that_did_not_get_through_comes_after_the_restart(world: World, status: int) -> None:
    thread = await world.start()
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=status, times=1)
    await world.answer(thread, "First.")
    assert "Question 2" not in text_of(thread.history()[-1])
    await world.restart()
    world.clock.move(seconds=31)
    await world.run_due()
    assert sum("Question 2 of 2" in text_of(one) for one in thread.history()) == 1
    await world.answer(thread, "Second.")
    assert (await state_of(world, thread)).status is RoundStatus.FINISHED


async def test_what_was_typed_while_the_bot_was_away_is_part_of_the_draft(world: World) -> None:
    thread = await world.start()
    kept = await world.alice.send(thread, "Before.")
    taken_back = await world.alice.send(thread, "I take this back.")
    await world.client.close()
    await world.env._detach_bot()
    await world.alice.edit(kept, "Before, edited.")
    await world.alice.delete(taken_back)
    await world.alice.send(thread, "While you were away.")
    world.client = world.make()
    await world.env.restart_bot(world.client)
    await world.alice.click(world.panel(thread), label="Submit")
    state = await state_of(world, thread)
    parts = (await world.client.rounds.parts(state))[0]
    assert [part.content for part in parts] == ["Before, edited.", "While you were away."]


async def test_a_thread_that_was_planned_but_never_opened_opens_after_the_restart(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=500, times=1)
    planned = await world.client.rounds.plan(Wish(world.guild.id, world.channel.id, world.alice.id, TRACK, STAGE, 2))
    await world.restart()
    world.clock.move(seconds=31)
    await world.run_due()
    world.clock.move(seconds=31)
    await world.run_due()
    (thread,) = world.channel.threads
    state = await state_of(world, thread)
    assert state.id == planned.id
    assert "Question 1" in text_of(world.panel(thread))


async def test_time_boxes_run_on_over_a_restart(world: World) -> None:
    thread = await world.start()
    state = await state_of(world, thread)
    minutes = state.turns[0].question.minutes
    await world.restart()
    world.clock.move(minutes=minutes * 0.8 + 0.01)
    await world.run_due()
    assert "ends" in thread.history()[-1].content
    await world.restart()
    world.clock.move(minutes=minutes * 0.2)
    await world.run_due()
    await world.run_due()
    ends = [one for one in thread.history() if "That is the time" in one.content]
    assert len(ends) == 1


async def test_a_round_that_was_left_closes_after_a_week_with_what_is_there(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "A draft that nobody submitted.")
    await world.restart()
    world.clock.move(days=6, hours=23)
    await world.run_due()
    assert (await state_of(world, thread)).status is RoundStatus.OPEN
    world.clock.move(hours=2)
    await world.run_due()
    state = await state_of(world, thread)
    assert state.status is RoundStatus.EXPIRED
    assert state.finished_at is not None
    assert state.finished_at - state.started_at > timedelta(days=7)
    assert "A draft that nobody submitted." in "".join(text_of(one) for one in thread.history())
    assert labels_of(thread.history()[-1]) == ["Next stage", "Retry later", "Report a question"]
