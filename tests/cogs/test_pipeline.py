"""`/mock pipeline`: where a person stands in a track."""

from tests.cogs.plain import refusal
from tests.world import TRACK, World, labels_of, text_of


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
