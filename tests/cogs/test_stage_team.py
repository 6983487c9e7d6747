"""A panel of three takes turns; the debrief shows each story part by part."""

import pytest
import simcord

from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.ui.star import TITLE
from tests.cogs import beyond
from tests.cogs.plain import refusal
from tests.world import World, labels_of, text_of

STORY = (
    "Situation: our dashboards broke every week.\nTask: I was asked to stop that.\n"
    "Action: I wrote a check for each table and talked with the two colleagues who **changed** them.\n"
    "Result: Breaks fell from five a month to one."
)


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def test_a_panel_takes_turns_and_the_story_is_shown_part_by_part(world: World) -> None:
    thread = await world.start(stage="team", questions=6)
    state = await state_of(world, thread)
    briefing = next(text_of(one) for one in thread.history() if "**Panel:**" in text_of(one))
    names = {str(turn.speaker) for turn in state.turns}
    assert len(names) == 3
    for turn in state.turns:
        assert turn.speaker is not None
        assert f"{turn.speaker.name} ({turn.speaker.role})" in briefing
        panel = text_of(world.panel(thread))
        assert f"**{turn.speaker.name}** · {turn.speaker.role}" in panel
        assert turn.data["lead_in"] in panel
        assert f"Question {turn.position + 1} of 6" in panel
        await world.answer(thread, STORY)
        # A restart between two questions changes neither who asks nor what they say.
        if turn.position == 2:
            await world.restart()
    after = await state_of(world, thread)
    assert after.status is RoundStatus.FINISHED
    assert [(one.speaker, one.data) for one in after.turns] == [(one.speaker, one.data) for one in state.turns]

    debriefs = [one for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"]]
    assert [one.embeds[0].author.name for one in debriefs] == [str(turn.speaker) for turn in state.turns]
    told = [
        next((f.value or "" for f in embed.fields if f.name == TITLE), "") for one in debriefs for embed in one.embeds
    ]
    stories = [value for value in told if value]
    assert len(stories) >= 4
    assert all("Breaks fell from five a month to one" in value for value in stories)
    assert all(r"\*\*changed\*\*" in value for value in stories), "what was typed formats nothing of ours"
    assert b"### Your story, part by part" in beyond.file_of(world, thread.history()[-1])


async def test_the_default_is_two_questions_each(world: World) -> None:
    await world.alice.slash(world.channel, "mock start", track="upwork-product-analyst", stage="team")
    (thread,) = world.channel.threads
    state = await state_of(world, thread)
    assert len(state.turns) == 6
    assert all(turn.question.behavioural for turn in state.turns[:5])


@pytest.mark.parametrize("away", ["archived", "deleted"])
async def test_the_same_interviewer_asks_again_after_the_thread_was_gone(world: World, away: str) -> None:
    thread = await world.start(stage="team", questions=3)
    speaker = (await state_of(world, thread)).turns[0].speaker
    assert speaker is not None
    if away == "archived":
        await beyond.change_thread(world, thread, archived=True)
    else:
        await beyond.delete(world, thread)
    await world.alice.slash(world.channel, "mock resume")
    (state,) = await world.client.rounds.open_of(world.guild.id, world.alice.id)
    here = next(one for one in world.channel.threads if one.id == state.thread_id)
    assert f"**{speaker.name}** · {speaker.role}" in text_of(world.panel(here))
    await world.answer(here, STORY)
    assert (await state_of(world, here)).turns[0].status is TurnStatus.ANSWERED


async def test_bad_input_is_one_sentence(world: World) -> None:
    thread = await world.start(stage="team", questions=2, visibility="public")
    panel = world.panel(thread)
    refusal(await world.bob.click(panel, label="Answer"))
    refusal(await world.alice.click(panel, label="Submit"))
    await world.answer(thread, "No.")
    stale = next(one for one in thread.history() if "Question 1 of 2" in text_of(one))
    state = await state_of(world, thread)
    refusal(await beyond.press(world, world.alice, stale, f"gr:answer:{state.id}:0"))
    await world.alice.click(world.panel(thread), label="Finish")
    refusal(await beyond.press(world, world.alice, stale, f"gr:skip:{state.id}:1"))
    shown = next(one for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"])
    assert "No." in text_of(shown)
