"""A whole round as a candidate lives it."""

import pytest

from tests.world import World, labels_of, text_of


async def test_a_round_from_start_to_debrief(world: World) -> None:
    thread = await world.start(questions=3)

    briefing, first = thread.history()[-2:]
    assert "Recruiter screen" in text_of(briefing)
    assert "Question 1 of 3" in text_of(first)
    assert "<t:" in text_of(first)
    assert labels_of(first) == ["Answer", "Submit", "Hint", "Skip", "Finish"]

    await world.alice.send(thread, "I led the search project.")
    await world.alice.send(thread, "Conversion rose from 12 % to 15 %.")
    await world.alice.click(world.panel(thread), label="Submit")
    assert "Question 2 of 3" in text_of(world.panel(thread))
    await world.answer(thread, "I am drawn to the mission.")
    await world.alice.click(world.panel(thread), label="Skip")

    debriefs = [message for message in thread.history() if labels_of(message) == ["1", "2", "3", "4"]]
    assert len(debriefs) == 3
    assert "I led the search project.\nConversion rose from 12 % to 15 %." in text_of(debriefs[0])
    summary = thread.history()[-1]
    assert labels_of(summary) == ["Next stage", "Retry later", "Report a question"]
    assert summary.attachments[0].filename.endswith(".md")
    await world.alice.click(debriefs[0], label="3")
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    assert state.turns[0].rating == 3


@pytest.mark.parametrize("option", ["private", "public"])
async def test_the_candidate_is_in_the_thread(world: World, option: str) -> None:
    thread = await world.start(visibility=option)
    added = [one for one in world.env.http_requests if one.path.endswith(f"/thread-members/{world.alice.id}")]
    assert added
    assert thread.is_thread
