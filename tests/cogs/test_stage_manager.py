"""A hiring manager digs: follow-ups in the thread, over restarts, with bad input, and in the debrief."""

from dataclasses import dataclass, field

import pytest
import simcord

from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.turns import Form
from tests.cogs import beyond
from tests.cogs.plain import refusal
from tests.cogs.test_storage_trouble import full
from tests.world import World, labels_of, text_of

MANAGER = {"stage": "hiring-manager", "questions": 2}
LACKING = (
    "Last spring our help page was flooded. We were asked to find out why. We read the tickets, we grouped them and "
    "we rebuilt the page. As a result people were happier with it."
)
SUPPLIED = "It fell from 400 to 250 tickets a week within two months, and I wrote the new page myself."


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def reach_follow_up(world: World) -> simcord.ChannelHandle:
    """A round that all can see, whose first question was answered, so that a follow-up is open."""
    thread = await world.start(**MANAGER, visibility="public")
    await world.answer(thread, LACKING)
    assert (await state_of(world, thread)).turns[1].form is Form.PROBE
    return thread


async def test_a_question_is_followed_by_what_its_answer_lacked(world: World) -> None:
    thread = await reach_follow_up(world)
    panel = world.panel(thread)
    assert "Question 1 of 2 · follow-up" in text_of(panel)
    assert labels_of(panel) == ["Answer", "Submit", "Hint", "Skip", "Finish"]
    hint = await world.alice.click(panel, label="Hint")
    assert hint.ephemeral

    while (state := await state_of(world, thread)).is_open:
        current = state.current
        assert current is not None
        await world.answer(thread, SUPPLIED if current.form is Form.PROBE else LACKING)
    assert state.status is RoundStatus.FINISHED
    mains = [turn for turn in state.turns if turn.form is not Form.PROBE]
    assert len(mains) == 2
    assert all(turn.data["asked_on"] for turn in mains)
    prompts = [turn.question.prompt for turn in state.turns]
    assert len(set(prompts)) == len(prompts)

    said = [text_of(message) for message in thread.history()]
    rated = [message for message in thread.history() if labels_of(message) == ["1", "2", "3", "4"]]
    assert len(rated) == 2, "follow-ups are not rated by themselves"
    assert sum("Follow-up on question" in text for text in said) == len(state.turns) - 2
    assert "Asked on" in text_of(rated[0])
    assert b"### Follow-up:" in beyond.file_of(world, thread.history()[-1])


STEPS = ("start", "draft", "submit", "draft_reply", "submit_reply", "skip_rest")


@dataclass
class Script:
    """A round with its follow-ups by typed messages; the second question and its follow-ups are skipped."""

    world: World
    thread: simcord.ChannelHandle = field(init=False)

    async def start(self) -> None:
        self.thread = await self.world.start(**MANAGER)

    async def draft(self) -> None:
        await self.world.alice.send(self.thread, LACKING)

    async def submit(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Submit")

    async def draft_reply(self) -> None:
        await self.world.alice.send(self.thread, SUPPLIED)

    async def submit_reply(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Submit")

    async def skip_rest(self) -> None:
        while (await state_of(self.world, self.thread)).is_open:
            await self.world.alice.click(self.world.panel(self.thread), label="Skip")


async def test_a_restart_after_every_step_changes_nothing(world: World) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        await world.restart()
        await world.run_due()
    state = await state_of(world, script.thread)
    assert state.status is RoundStatus.FINISHED
    assert [turn.status for turn in state.turns[:2]] == [TurnStatus.ANSWERED] * 2
    assert {turn.status for turn in state.turns[2:]} == {TurnStatus.SKIPPED}
    parts = await world.client.rounds.parts(state)
    assert [parts[at][0].content for at in (0, 1)] == [LACKING, SUPPLIED]
    said = [text_of(message) for message in script.thread.history() if message.author.bot]
    for turn in state.turns:
        asked = sum(f"### {turn.question.prompt}" in text for text in said)
        assert asked == 1, "each is asked exactly once"
    assert sum("The one thing to work on" in text for text in said) == 1


async def test_a_follow_up_that_did_not_get_through_comes_after_the_restart(world: World) -> None:
    thread = await world.start(**MANAGER)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=500, times=1)
    await world.answer(thread, LACKING)
    await world.restart()
    world.clock.move(seconds=31)
    await world.run_due()
    assert "follow-up" in text_of(world.panel(thread))
    assert sum("· follow-up" in text_of(one) for one in thread.history()) == 1


async def test_bad_input_to_a_follow_up_is_one_sentence(world: World) -> None:
    thread = await reach_follow_up(world)
    panel = world.panel(thread)
    before = await state_of(world, thread)
    stale = next(one for one in thread.history() if "Question 1 of 2" in text_of(one))
    assert stale.id != panel.id

    await world.bob.send(thread, "I would say 12 %.")
    assert "round" in refusal(await world.bob.click(panel, label="Skip"))
    refusal(await world.alice.click(panel, label="Submit"))
    shown = await world.alice.click(panel, label="Answer")
    refusal(await world.alice.submit_modal(shown, {"text": "   \u200b "}))
    refusal(await beyond.press(world, world.alice, panel, f"gr:submit:{before.id}:0"))
    refusal(await beyond.press(world, world.alice, panel, f"gr:skip:{before.id}:7"))
    taken = await beyond.send_form(world, world.alice, thread, f"gr:form:{before.id}:0", "For the question before.")
    assert "What you wrote is in the file" in refusal(taken)
    after = await state_of(world, thread)
    assert after.turns == before.turns
    assert await world.client.rounds.parts(after) == await world.client.rounds.parts(before)


@pytest.mark.parametrize("text", ["x" * 4000, "@everyone **" * 300, "\u202e" + "обращений стало меньше " * 60])
async def test_any_text_is_taken_and_asked_on_about(world: World, text: str) -> None:
    thread = await world.start(**MANAGER)
    await world.answer(thread, text)
    await world.answer(thread, text)
    state = await state_of(world, thread)
    assert state.is_open
    assert state.turns[0].status is TurnStatus.ANSWERED
    await world.alice.click(world.panel(thread), label="Finish")
    assert "The one thing to work on" in text_of(thread.history()[-1])


async def test_a_reply_on_a_full_disk_is_given_back_and_the_follow_up_stays(world: World) -> None:
    thread = await reach_follow_up(world)
    shown = await world.alice.click(world.panel(thread), label="Answer")
    with full(world):
        result = await world.alice.submit_modal(shown, {"text": "🎯" * 3900})
    assert "What you wrote is in the file" in refusal(result)
    assert (await state_of(world, thread)).turns[1].status is TurnStatus.OPEN
    await world.answer(thread, SUPPLIED)
    assert (await state_of(world, thread)).turns[1].status is TurnStatus.ANSWERED


async def test_a_follow_up_is_found_again_in_an_archived_thread(world: World) -> None:
    thread = await reach_follow_up(world)
    await beyond.change_thread(world, thread, archived=True)
    await world.alice.slash(world.channel, "mock resume")
    assert "· follow-up" in text_of(world.panel(thread))
    await world.answer(thread, SUPPLIED)
    assert (await state_of(world, thread)).turns[1].status is TurnStatus.ANSWERED


async def test_a_second_round_knows_the_first(world: World) -> None:
    track = "tiktok-product-analyst"
    thread = await world.start(track=track, stage="hiring-manager-1", questions=1)
    await world.answer(thread, LACKING)
    await world.alice.click(world.panel(thread), label="Finish")
    entry = next(one for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"])
    await world.alice.click(entry, label="4")
    first = (await state_of(world, thread)).turns[0].question.competency
    second = await world.start(track=track, stage="hiring-manager-2", questions=5)
    turns = (await state_of(world, second)).turns
    assert first not in {turn.question.competency for turn in turns}
    assert turns[0].data["lead_in"] in text_of(world.panel(second))
