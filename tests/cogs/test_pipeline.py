"""`/mock pipeline`: where a person stands in a track, and the summary once all of it is done."""

import discord
import pytest
import simcord

from bot.domain.deliveries import DeliveryStatus
from bot.services.planning import Wish
from tests.cogs.plain import refusal
from tests.world import STAGE, TRACK, World, labels_of, text_of


async def test_before_the_first_round_everything_is_to_come(world: World) -> None:
    result = await world.alice.slash(world.channel, "mock pipeline", track=TRACK)
    assert result.ephemeral
    assert result.response is not None
    message = result.response.message
    assert text_of(message).count("▫️") == 5
    assert labels_of(message) == ["Start: Recruiter screen"]
    assert message.attachments[0].filename == f"{TRACK}.png"


async def test_a_finished_stage_counts_with_its_level_and_the_next_one_starts_by_button(world: World) -> None:
    thread = await world.finish_round()
    for level, entry in zip((2, 3), [one for one in thread.history() if len(one.embeds) == 4], strict=True):
        await world.alice.click(entry, label=str(level))
    await world.restart()
    result = await world.alice.slash(world.channel, "mock pipeline")
    assert result.response is not None
    shown = text_of(result.response.message)
    assert "✅ **Recruiter screen**: 1 round, level 2.5 of 4" in shown
    assert labels_of(result.response.message) == ["Start: Technical task and defence"]
    await world.alice.click(result.response.message, label="Start: Technical task and defence")
    (opened,) = await world.client.rounds.open_of(world.guild.id, world.alice.id)
    assert opened.stage_id == "technical-task"


async def test_one_person_sees_nothing_of_another(world: World) -> None:
    await world.finish_round()
    result = await world.bob.slash(world.channel, "mock pipeline", track=TRACK)
    assert result.response is not None
    assert "✅" not in text_of(result.response.message)


async def test_a_round_without_an_answer_is_no_stage_done(world: World) -> None:
    thread = await world.start()
    await world.alice.click(world.panel(thread), label="Finish")
    result = await world.alice.slash(world.channel, "mock pipeline", track=TRACK)
    assert result.response is not None
    assert "✅" not in text_of(result.response.message)


async def test_an_unknown_track_is_one_sentence(world: World) -> None:
    result = await world.alice.slash(world.channel, "mock pipeline", track="no-such-track")
    assert refusal(result) == "I do not know that track: start typing and pick one from the list."


STAGES = ("technical-task", "hiring-manager", "team", "executive", STAGE)
"""The first one last, so that what makes the process whole is not the last of its stages."""


async def _hold(world: World, stage: str) -> simcord.ChannelHandle:
    """Alice holds a stage with one question, leaves what follows on it, and rates it 3."""
    thread = await world.start(stage=stage, questions=1)
    await world.answer(thread, "I re-ranked the results, and time to hire fell from 20 to 16 days.")
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    if state is not None and state.is_open:
        await world.alice.click(world.panel(thread), label="Finish")
    entry = next(one for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"])
    await world.alice.click(entry, label="3")
    return thread


def _summaries(thread: simcord.ChannelHandle) -> list[discord.Message]:
    return [one for one in thread.history() if "The whole process: Upwork" in text_of(one)]


async def test_the_last_missing_stage_brings_the_whole_process_once(world: World) -> None:
    threads = [await _hold(world, stage) for stage in STAGES]
    assert [len(_summaries(thread)) for thread in threads] == [0, 0, 0, 0, 1]
    (summary,) = _summaries(threads[-1])
    assert summary.id == threads[-1].history()[-1].id, "it follows the debrief"
    assert text_of(summary).count("✅") == len(STAGES)
    assert "Before the real interview" in text_of(summary)
    words = summary.attachments[0].description or ""
    assert words.startswith("Upwork · Product Analyst: the whole process, practised.")
    assert "Levels are your own ratings" in text_of(summary)

    await world.alice.click(summary, label="Draw again")
    (summary,) = _summaries(threads[-1])
    assert text_of(summary).count("level 3.0 of 4") == len(STAGES)
    assert "Levels are your own ratings" not in text_of(summary)
    assert len(summary.attachments) == 1
    assert labels_of(summary) == ["Once more: Recruiter screen", "Draw again"]

    again = await _hold(world, STAGE)
    assert _summaries(again) == []
    result = await world.alice.slash(world.channel, "mock pipeline")
    assert result.response is not None
    assert "The whole process: Upwork" in text_of(result.response.message)
    assert result.ephemeral


@pytest.fixture
async def nearly(world: World) -> World:
    """Alice has held all stages but the recruiter screen, whose only question is answered and not yet submitted."""
    rounds, guild_id = world.client.rounds, world.guild.id
    for stage in STAGES[:-1]:
        wish = Wish(guild_id, world.channel.id, world.alice.id, TRACK, stage, 1)
        planned = await rounds.plan(wish)
        await rounds.opened(guild_id, planned.id, world.channel.id + planned.id)
        await rounds.skip(guild_id, planned.id, world.alice.id, 0)
    return world


async def test_a_stage_without_an_answer_leaves_the_process_open(nearly: World) -> None:
    thread = await _hold(nearly, STAGE)
    assert _summaries(thread) == []


async def test_the_summary_survives_a_restart_and_a_failure_and_comes_once(world: World) -> None:
    for stage in STAGES[:-1]:
        await _hold(world, stage)
    thread = await world.start(questions=1)
    await world.alice.send(thread, "I like your mission.")
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    await world.client.rounds.submit(world.guild.id, state.id, world.alice.id, 0)
    assert _summaries(thread) == [], "it is owed and not brought yet"
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=503, times=1)
    await world.restart()
    await world.run_due()
    world.clock.move(seconds=31)
    await world.run_due()
    await world.restart()
    await world.run_due()
    assert len(_summaries(thread)) == 1
    owed = await world.client.store.read(
        lambda unit: unit.deliveries.by_key(world.guild.id, f"round:{state.id}:process")
    )
    assert owed.status is DeliveryStatus.SENT


async def test_nobody_else_draws_it_again(world: World) -> None:
    for stage in STAGES[:-1]:
        await _hold(world, stage)
    thread = await world.start(questions=1, visibility="public")
    await world.answer(thread, "I like your mission.")
    (summary,) = _summaries(thread)
    result = await world.bob.click(summary, label="Draw again")
    assert "rounds" not in refusal(result)
    assert len(_summaries(thread)) == 1
