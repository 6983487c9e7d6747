"""The executive stage: present, answer, fill in a matrix, defend it; through restarts, nonsense and strangers."""

from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.drafts import Part
from bot.domain.errors import StoreFull
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.stages.matrix.state import MatrixState
from bot.domain.turns import Form
from tests.cogs import beyond
from tests.cogs.plain import plain, refusal, told
from tests.world import World, labels_of, text_of

OUTLINE = ("1. Stop the badge (2 min)", "2. Of 400 accounts 3 % use it (3 min)\n3. Risk and next step (2 min)")
DEFENCE = "I would take it because the goal is retention. I would change my mind if no renewal comes of it."
PICTURE = "where-it-turns.png"


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def parts_of(world: World, thread: simcord.ChannelHandle, position: int) -> list[Part]:
    return (await world.client.rounds.parts(await state_of(world, thread))).get(position, [])


async def matrix_of(world: World, thread: simcord.ChannelHandle) -> MatrixState:
    return MatrixState.of((await state_of(world, thread)).turns[-1])


def figures(matrix: MatrixState, *values: int) -> dict[str, str]:
    """A filled form; the values go round where there are more criteria."""
    return {f"c{place}": str(values[place % len(values)]) for place in range(len(matrix.criteria))}


def form_label(matrix: MatrixState, which: int) -> str:
    return "Weights" if which == 0 else f"Score {matrix.projects[which - 1]}"


@dataclass
class Script:
    """A whole executive round, step by step."""

    world: World
    thread: simcord.ChannelHandle = field(init=False)

    async def start(self) -> None:
        self.thread = await self.world.start(stage="executive", questions=3)

    async def outline(self) -> None:
        for text in OUTLINE:
            await self.world.alice.send(self.thread, text)

    async def slides(self) -> None:
        await self.world.alice.send(self.thread, "", attachments=[("slides.pdf", b"%PDF-1.4")])

    async def present(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Submit")

    async def reply(self) -> None:
        await self.world.answer(self.thread, "I would keep the second point.")

    async def questions(self) -> None:
        for _ in range(3):
            await self.world.answer(self.thread, "I would put the squad on activation.")

    async def fill(self, which: int, *values: int) -> InteractionResult:
        matrix = await matrix_of(self.world, self.thread)
        shown = await self.world.alice.click(self.world.panel(self.thread), label=form_label(matrix, which))
        return await self.world.alice.submit_modal(shown, figures(matrix, *values))

    async def second(self) -> InteractionResult:
        return await self.fill(2, 2, 2, 2, 5)

    async def weights(self) -> None:
        await self.fill(0, 40, 20, 20, 20)

    async def first(self) -> None:
        await self.fill(1, 5, 4, 3, 2)

    async def weights_again(self) -> None:
        await self.fill(0, 10, 20, 20, 60)

    async def draft(self) -> None:
        await self.world.alice.send(self.thread, DEFENCE)

    async def more(self) -> None:
        await self.world.alice.send(self.thread, "And one thing more.")

    async def defend(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Submit")


STEPS = (
    "start", "outline", "slides", "present", "reply", "questions",
    "second", "weights", "first", "draft", "weights_again", "more", "defend",
)  # fmt: skip


async def at_the_matrix(world: World) -> Script:
    """A round whose open turn is the matrix."""
    script = Script(world)
    await script.start()
    for position in range(4):
        await world.client.rounds.skip(world.guild.id, 1, world.alice.id, position)
    await world.run_due()
    return script


async def check_complete(script: Script) -> None:
    """The round as it must end, however often the bot was restarted on the way."""
    world, thread = script.world, script.thread
    state = await state_of(world, thread)
    assert state.status is RoundStatus.FINISHED
    forms = [turn.form for turn in state.turns]
    assert forms == [Form.PRESENTATION, Form.PROBE, *[Form.QUESTION] * 3, Form.MATRIX]
    assert {turn.status for turn in state.turns} == {TurnStatus.ANSWERED}
    assert state.count == 5
    outline = await parts_of(world, thread, 0)
    assert [part.content for part in outline] == [*OUTLINE, ""]
    assert [one.name for part in outline for one in part.attachments] == ["slides.pdf"]
    written = [part.content for part in await parts_of(world, thread, 5)]
    assert [text.split(":")[0].split(" ")[0] for text in written[:3]] == ["Scores", "Weights", "Scores"]
    assert written[3] == DEFENCE
    assert written[4].startswith("Weights: ")
    assert written[5] == "And one thing more.", "what was typed above the newest panel stays with what is below"
    assert (await matrix_of(world, thread)).heard is not None
    said = [message for message in thread.history() if message.author.bot]
    assert sum("Answered" in text_of(one) for one in said) == 6
    assert sum("Goes on below" in text_of(one) for one in said) == 4, "each move brought one newer panel"
    pictured = [one for one in said if one.attachments and one.attachments[0].filename == PICTURE]
    assert len(pictured) == 1, "only the debrief still has its picture"
    assert "Most of the lead" in text_of(pictured[0]) or "whole defence" in text_of(pictured[0])
    assert sum("The one thing to work on" in text_of(one) for one in said) == 1


async def test_a_restart_after_every_step_changes_nothing(world: World) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        await world.restart()
        await world.run_due()
    await check_complete(script)


async def test_the_conversation_without_a_restart(world: World) -> None:
    script = Script(world)
    for step in STEPS[:2]:
        await getattr(script, step)()
    panel = world.panel(script.thread)
    assert labels_of(panel) == ["Check agenda", "Answer", "Submit", "Hint", "Skip", "Finish"]
    checked = await world.alice.click(panel, label="Check agenda")
    (said,) = told(checked)
    assert "The agenda holds. 3 parts. 7 min" in said.content
    assert (await state_of(world, script.thread)).turns[0].status is TurnStatus.OPEN
    for step in STEPS[2:6]:
        await getattr(script, step)()
        if step == "present":
            assert "Before we go on:" in text_of(world.panel(script.thread))
    matrix = await matrix_of(world, script.thread)
    opening = text_of(world.panel(script.thread))
    for criterion in matrix.exercise.criteria:
        assert f"**{criterion.name}**: {criterion.meaning}" in opening
    assert all(project.story in opening for project in matrix.exercise.projects)
    await script.second()
    assert f"✅ **{matrix.projects[1]}**" in text_of(world.panel(script.thread))
    await script.weights()
    await script.first()
    panel = world.panel(script.thread)
    ahead = text_of(panel)
    assert f"{matrix.projects[0]} is ahead" in ahead
    assert "**Where it turns**" in ahead
    assert panel.attachments[0].filename == PICTURE
    assert beyond.file_of(world, panel).startswith(b"\x89PNG")
    assert "Case" in labels_of(panel)
    shown = await world.alice.click(panel, label="Case")
    assert matrix.exercise.projects[0].story in text_of(told(shown)[0].message)
    for step in STEPS[9:]:
        await getattr(script, step)()
        if step == "weights_again":
            assert f"{matrix.projects[1]} is ahead" in text_of(world.panel(script.thread))
    await check_complete(script)


async def test_slides_by_form_and_nothing_in_it(world: World) -> None:
    thread = await world.start(stage="executive", questions=3)
    checked = await world.alice.click(world.panel(thread), label="Check agenda")
    assert "nothing to check yet" in told(checked)[0].content
    shown = await world.alice.click(world.panel(thread), label="Answer")
    assert refusal(await world.alice.submit_modal(shown, {})).startswith("That answer was empty")
    shown = await world.alice.click(world.panel(thread), label="Answer")
    await world.alice.submit_modal(shown, {"files": [("deck.pptx", b"x"), ("one.png", b"y")]})
    (part,) = await parts_of(world, thread, 0)
    assert (part.content, [one.name for one in part.attachments]) == ("", ["deck.pptx", "one.png"])
    assert "slides" in text_of(world.panel(thread)), "the question is about what was not seen"


@pytest.mark.parametrize("which", [0, 1])
async def test_figures_that_cannot_be_used_are_named_and_the_rest_is_kept(world: World, which: int) -> None:
    script = await at_the_matrix(world)
    matrix = await matrix_of(world, script.thread)
    label = form_label(matrix, which)
    bad = {1: "lots", 2: "-3", 3: "99999"}
    for place, text in bad.items():
        shown = await world.alice.click(world.panel(script.thread), label=label)
        result = await world.alice.submit_modal(shown, figures(matrix, 3) | {f"c{place}": text})
        (said,) = told(result)
        assert plain(said.content).startswith(f"\u2068{matrix.criteria[place]}\u2069: “")
        assert text in said.content
        assert labels_of(said.message) == [label]
    assert not (await parts_of(world, script.thread, 4))
    await world.restart()
    shown = await world.alice.click(said, label=label)
    held = [one["component"].get("value") for one in shown.modal["components"]]  # type: ignore[index]
    assert held == ["99999" if place == 3 else "3" for place in range(len(held))]
    await world.alice.submit_modal(shown, figures(matrix, 3))
    assert matrix.forms[which] not in (await matrix_of(world, script.thread)).missing
    said_now = [text_of(one) for one in script.thread.history() if "Question 5" in text_of(one)]
    assert ["Goes on below" in one for one in said_now] == [True, False]


async def test_a_defence_that_comes_first_is_kept_until_the_figures_are_there(world: World) -> None:
    script = await at_the_matrix(world)
    empty = await world.alice.click(world.panel(script.thread), label="Submit")
    assert refusal(empty).startswith("There is nothing to submit yet")
    await world.answer(script.thread, "I would take the first one.")
    panel = text_of(world.panel(script.thread))
    assert "Your defence so far is kept. Fill in **Weights**" in panel
    await world.restart()
    await script.weights()
    unfilled = await world.alice.click(world.panel(script.thread), label="Submit")
    assert unfilled.acknowledged
    await script.first()
    await script.second()
    assert "Your defence so far is kept. Add to it or press Submit." in text_of(world.panel(script.thread))
    await script.defend()
    state = await state_of(world, script.thread)
    assert state.status is RoundStatus.FINISHED
    assert "I would take the first one." in "".join(text_of(one) for one in script.thread.history())


async def test_figures_without_a_word_are_no_defence(world: World) -> None:
    script = await at_the_matrix(world)
    await script.weights()
    said = refusal(await world.alice.click(world.panel(script.thread), label="Submit"))
    assert said.startswith("Your matrix comes first: fill in **Score")
    await script.first()
    await script.second()
    said = refusal(await world.alice.click(world.panel(script.thread), label="Submit"))
    assert said.startswith("There is nothing to submit yet")


async def test_strangers_stale_buttons_and_tampered_ones(world: World) -> None:
    script = await at_the_matrix(world)
    panel = world.panel(script.thread)
    await world.alice.slash(script.thread, "mock start", track="upwork-product-analyst", stage="team", questions=1)
    for custom_id in ("gr:agenda:1:0", "gr:matrix:1:4:0", "gr:matrix_case:1:4"):
        assert refusal(await beyond.press(world, world.mod, panel, custom_id)).startswith("This is <@")
    tampered = (
        "gr:agenda:1:4",
        "gr:matrix:1:4:3",
        "gr:matrix:1:4:-1",
        "gr:matrix:1:99:0",
        "gr:matrix:1:4",
        "gr:matrix:2:0:0",
    )
    for custom_id in tampered:
        said = refusal(await beyond.press(world, world.alice, panel, custom_id))
        assert said.startswith("That button is from an older version"), custom_id
    stale = refusal(await beyond.press(world, world.alice, panel, "gr:agenda:1:0"))
    assert stale.startswith("That question is settled already")
    shown = await world.alice.click(panel, label="Weights")
    await world.alice.click(panel, label="Finish")
    late = await world.alice.submit_modal(shown, figures(await matrix_of(world, script.thread), 3))
    (said_late,) = told(late)
    assert said_late.content.startswith("That round is over")
    assert said_late.attachments[0].filename == "your-answer.txt"


async def test_two_forms_sent_at_once_are_both_kept(world: World) -> None:
    script = await at_the_matrix(world)
    matrix = await matrix_of(world, script.thread)
    panel = world.panel(script.thread)
    shown = [await world.alice.click(panel, label=form_label(matrix, which)) for which in (0, 1, 2)]
    for one in shown:
        await world.alice.submit_modal(one, figures(matrix, 3))
    assert (await matrix_of(world, script.thread)).missing == ()
    panels = [one for one in script.thread.history() if "Question 5" in text_of(one) and labels_of(one)]
    assert len(panels) <= 3
    assert "A tie at 3.00" in text_of(panels[-1])


async def test_figures_are_given_back_when_the_store_is_full(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    script = await at_the_matrix(world)
    matrix = await matrix_of(world, script.thread)
    shown = await world.alice.click(world.panel(script.thread), label="Weights")

    async def no_room(*args: Any, **kwargs: Any) -> None:
        raise StoreFull

    monkeypatch.setattr(world.client.store, "write", no_room)
    result = await world.alice.submit_modal(shown, figures(matrix, 30))
    monkeypatch.undo()
    (said,) = told(result)
    assert "storage is full" in said.content
    assert said.attachments[0].filename == "your-answer.txt"
    assert b"Weights: " in beyond.file_of(world, said.message)
    await script.weights()
    assert (await matrix_of(world, script.thread)).weights


async def test_the_thread_is_archived_or_gone_in_the_middle_of_the_matrix(world: World) -> None:
    script = await at_the_matrix(world)
    await script.weights()
    await script.first()
    await beyond.change_thread(world, script.thread, archived=True)
    world.env.inject_error("POST", f"/channels/{script.thread.id}/messages", status=400, code=50083)
    await script.second()
    panel = world.panel(script.thread)
    assert panel.attachments[0].filename == PICTURE, "a picture is drawn anew for a second try"
    await beyond.delete(world, script.thread)
    await world.alice.slash(world.channel, "mock resume")
    (thread,) = [one for one in world.channel.threads if one.id != script.thread.id]
    script.thread = thread
    panel = world.panel(thread)
    assert panel.attachments[0].filename == PICTURE
    assert "is ahead" in text_of(panel)
    await world.answer(thread, DEFENCE)
    assert (await state_of(world, thread)).status is RoundStatus.FINISHED


async def test_a_picture_that_did_not_get_through_comes_after_a_restart(world: World) -> None:
    script = await at_the_matrix(world)
    await script.weights()
    await script.first()
    world.env.inject_error("POST", f"/channels/{script.thread.id}/messages", status=500)
    result = await script.second()
    assert plain(told(result)[0].content).startswith("That is saved")
    await world.restart()
    world.clock.move(minutes=2)
    await world.run_due()
    panels = [one for one in script.thread.history() if "is ahead" in text_of(one)]
    assert len(panels) == 1
    assert isinstance(panels[0], discord.Message)


async def test_a_second_round_deals_another_case(world: World) -> None:
    cases: list[Any] = []
    for _ in range(3):
        script = Script(world)
        await script.start()
        state = await state_of(world, script.thread)
        cases.append(state.turns[-1].question.id)
        for position in range(4):
            await world.client.rounds.skip(world.guild.id, state.id, world.alice.id, position)
        await world.client.rounds.finish(world.guild.id, state.id, world.alice.id)
        await world.run_due()
    assert len(set(cases)) == 3
