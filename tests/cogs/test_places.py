"""Threads, channels and servers change or vanish in the middle of a round, and Discord fails: nothing is lost."""

import discord
import pytest
import simcord

from bot.domain.rounds import Round, RoundStatus, TurnStatus
from tests.cogs import beyond
from tests.cogs.plain import plain, refusal, told
from tests.world import STAGE, TRACK, World, labels_of, text_of


async def round_of(world: World, number: int = 1) -> Round:
    return await world.client.rounds.get(world.guild.id, number)


async def answers(world: World, number: int = 1) -> list[str]:
    """All that was given in a round."""
    parts = await world.client.rounds.parts(await round_of(world, number))
    return [part.content for given in parts.values() for part in given]


def questions(thread: simcord.ChannelHandle) -> list[str]:
    """The headings of the messages that ask, in order."""
    asked = [text_of(message) for message in thread.history() if "Question" in text_of(message)]
    return [text.split(" · ")[0].strip().removeprefix("-# ") for text in asked]


def direct_words(world: World) -> list[str]:
    """What the bot told Alice in direct messages."""
    return [text_of(message).strip() for message in world.alice.user.dm_channel.history()]


def new_thread(world: World, *known: int) -> simcord.ChannelHandle:
    return next(one for one in world.channel.threads if one.id not in known)


# ---------------------------------------------------------------------- the thread


async def test_a_deleted_thread_is_told_once_and_the_round_goes_on_in_a_new_one(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Half an answer.")
    await beyond.delete(world, thread)
    await world.run_due()
    (word,) = direct_words(world)
    assert plain(word.replace("**", "")).startswith("I cannot write in the thread of your round")
    status = await world.alice.slash(world.channel, "mock status")
    assert "its thread was deleted; `/mock resume` opens a new one" in told(status)[0].content
    await world.alice.slash(world.channel, "mock resume")
    again = new_thread(world)
    assert questions(again) == ["Question 1 of 2"]
    await world.alice.click(world.panel(again), label="Submit")
    assert await answers(world) == ["Half an answer."]
    assert (await round_of(world)).turns[0].status is TurnStatus.ANSWERED
    assert direct_words(world) == [word]


async def test_a_round_without_a_thread_can_be_ended_and_its_debrief_comes_in_private(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Half an answer.")
    await beyond.delete(world, thread)
    await world.alice.slash(world.channel, "mock end")
    await world.run_due()
    assert (await round_of(world)).status is RoundStatus.FINISHED
    assert any("Half an answer." in word for word in direct_words(world))
    summary = world.alice.user.dm_channel.history()[-1]
    assert summary.attachments[0].filename.endswith(".md")
    rated = next(one for one in world.alice.user.dm_channel.history() if labels_of(one) == ["1", "2", "3", "4"])
    await world.alice.user.click(rated, label="3")
    assert (await round_of(world)).turns[0].rating == 3


async def test_an_archived_thread_is_opened_again_by_resume(world: World) -> None:
    thread = await world.start()
    await beyond.change_thread(world, thread, archived=True)
    result = await world.alice.slash(world.channel, "mock resume")
    assert told(result)[0].content == f"Your question waits in <#{thread.id}>."
    channel = world.client.get_channel(thread.id)
    assert isinstance(channel, discord.Thread)
    assert not channel.archived
    assert questions(thread) == ["Question 1 of 2", "Question 1 of 2"]
    await world.answer(thread, "From the new panel.")
    assert await answers(world) == ["From the new panel."]


async def test_what_falls_due_in_an_archived_thread_opens_it(world: World) -> None:
    thread = await world.start()
    await beyond.change_thread(world, thread, archived=True)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=400, code=50083)
    world.clock.move(minutes=30)
    await world.run_due()
    assert thread.history()[-1].content.startswith("⏰")
    channel = world.client.get_channel(thread.id)
    assert isinstance(channel, discord.Thread)
    assert not channel.archived


async def test_a_locked_thread_is_named_and_can_be_unlocked(world: World) -> None:
    thread = await world.start()
    await beyond.change_thread(world, thread, archived=True, locked=True)
    assert refusal(await world.alice.slash(world.channel, "mock resume")) == (
        "The thread of that round is locked: ask a moderator to unlock it, then run `/mock resume`."
    )
    assert (await round_of(world)).status is RoundStatus.OPEN
    await beyond.change_thread(world, thread, locked=False)
    await world.alice.slash(world.channel, "mock resume")
    await world.answer(thread, "After all.")
    assert await answers(world) == ["After all."]


async def test_a_resumed_round_that_goes_on_from_its_old_panel(world: World) -> None:
    """Both panels are of the open question; whichever is used, it is answered once."""
    thread = await world.start()
    old = world.panel(thread)
    await world.alice.slash(thread, "mock resume")
    await beyond.press(world, world.alice, old, "gr:skip:1:0")
    state = await round_of(world)
    assert [turn.status for turn in state.turns] == [TurnStatus.SKIPPED, TurnStatus.OPEN]
    assert questions(thread)[-1] == "Question 2 of 2"


# ---------------------------------------------------------------------- the channel and the server


async def test_the_channel_is_deleted_and_the_round_goes_on_in_another(world: World) -> None:
    await world.start()
    lounge = world.guild.create_text_channel("lounge")
    await beyond.delete(world, world.channel)
    status = await world.alice.slash(lounge, "mock status")
    assert "its thread was deleted" in told(status)[0].content
    await world.alice.slash(lounge, "mock resume")
    (thread,) = lounge.threads
    assert questions(thread) == ["Question 1 of 2"]
    await world.answer(thread, "In the lounge.")
    assert await answers(world) == ["In the lounge."]


async def test_the_channel_is_deleted_before_the_debrief(world: World) -> None:
    thread = await world.start(questions=1)
    await world.alice.send(thread, "My answer.")
    await world.client.rounds.submit(world.guild.id, 1, world.alice.id, 0)
    await beyond.delete(world, world.channel)
    await world.run_due()
    assert any("My answer." in word for word in direct_words(world))
    assert "Debrief:" in direct_words(world)[-1]


async def test_the_bot_is_removed_and_invited_again(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Before.")
    away = await beyond.remove_bot(world)
    await world.client.rounds.skip(world.guild.id, 1, world.alice.id, 0)
    world.clock.move(hours=5)
    await world.run_due()
    assert questions(thread) == ["Question 1 of 2"]
    await beyond.add_bot(world, away)
    await world.run_due()
    assert questions(thread)[-1] == "Question 2 of 2"
    await world.answer(thread, "After.")
    assert await answers(world) == ["Before.", "After."]
    assert (await round_of(world)).status is RoundStatus.FINISHED
    assert direct_words(world) == []


async def test_a_server_that_is_down_for_a_while_misses_nothing(world: World) -> None:
    thread = await world.start()
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.settle()
    await world.client.rounds.skip(world.guild.id, 1, world.alice.id, 0)
    await world.run_due()
    assert len(questions(thread)) == 1
    member = world.env.backend.guilds[world.guild.id].members[world.env.backend.bot_user.id]
    await beyond.add_bot(world, member)
    assert questions(thread)[-1] == "Question 2 of 2"


async def test_the_candidate_leaves_the_server(world: World) -> None:
    thread = await world.start()
    world.guild.remove_member(world.alice)
    await world.env.settle()
    world.clock.move(days=8)
    await world.run_due()
    assert (await round_of(world)).status is RoundStatus.EXPIRED
    assert labels_of(thread.history()[-1]) == ["Next stage", "Retry later", "Report a question"]


# ---------------------------------------------------------------------- rights that go in the middle


async def test_the_right_to_send_goes_in_the_middle_of_a_round(world: World) -> None:
    thread = await world.start()
    await beyond.deny(world, world.channel, "send_messages_in_threads")
    shown = await world.alice.click(world.panel(thread), label="Answer")
    result = await world.alice.submit_modal(shown, {"text": "Kept all the same."})
    assert plain(told(result)[0].content).startswith("That is saved, but the next question could not be posted yet")
    assert await answers(world) == ["Kept all the same."]
    await world.run_due()
    assert len(direct_words(world)) == 1
    await beyond.allow_again(world, world.channel)
    await world.alice.slash(thread, "mock resume")
    assert questions(thread)[-1] == "Question 2 of 2"
    await world.answer(thread, "And the second.")
    assert (await round_of(world)).status is RoundStatus.FINISHED


async def test_without_the_right_to_react_a_message_is_taken_all_the_same(world: World) -> None:
    thread = await world.start()
    await beyond.deny(world, world.channel, "add_reactions")
    await world.alice.send(thread, "Silently taken.")
    assert await answers(world) == ["Silently taken."]


async def test_resume_where_no_new_thread_can_be_opened(world: World) -> None:
    thread = await world.start()
    await beyond.delete(world, thread)
    await beyond.deny(world, world.channel, "create_private_threads")
    result = await world.alice.slash(world.channel, "mock resume")
    assert "**Create Private Threads**" in refusal(result)
    assert (await round_of(world)).status is RoundStatus.OPEN


async def test_direct_messages_are_closed(world: World) -> None:
    thread = await world.start()
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await beyond.delete(world, thread)
    await world.run_due()
    assert (await round_of(world)).status is RoundStatus.OPEN
    await world.alice.slash(world.channel, "mock resume")
    assert questions(new_thread(world)) == ["Question 1 of 2"]


# ---------------------------------------------------------------------- Discord fails


@pytest.mark.parametrize("status", [500, 429])
async def test_the_next_question_cannot_be_posted_for_a_moment(world: World, status: int) -> None:
    thread = await world.start()
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=status)
    shown = await world.alice.click(world.panel(thread), label="Answer")
    result = await world.alice.submit_modal(shown, {"text": "My answer."})
    assert plain(told(result)[0].content).startswith("That is saved")
    assert questions(thread) == ["Question 1 of 2"]
    world.clock.move(minutes=2)
    await world.run_due()
    assert questions(thread) == ["Question 1 of 2", "Question 2 of 2"]
    assert await answers(world) == ["My answer."]
    await world.answer(thread, "The second.")
    assert (await round_of(world)).status is RoundStatus.FINISHED


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (404, 10003)])
async def test_the_next_question_cannot_be_posted_at_all(world: World, status: int, code: int) -> None:
    thread = await world.start()
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=status, code=code)
    await world.alice.click(world.panel(thread), label="Skip")
    await world.run_due()
    assert questions(thread) == ["Question 1 of 2"]
    (word,) = direct_words(world)
    assert "`/mock resume`" in word
    await world.alice.slash(thread, "mock resume")
    assert questions(thread) == ["Question 1 of 2", "Question 2 of 2"]


async def test_the_first_question_cannot_be_posted_for_a_moment(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=500, times=2)
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE, questions=1)
    (thread,) = world.channel.threads
    assert f"<#{thread.id}>" in told(result)[0].content
    world.clock.move(minutes=5)
    await world.run_due()
    world.clock.move(minutes=5)
    await world.run_due()
    assert questions(thread) == ["Question 1 of 1"]
    assert len(thread.history()) == 2


@pytest.mark.parametrize("status", [500, 403, 404])
async def test_the_settled_panel_cannot_be_changed(world: World, status: int) -> None:
    thread = await world.start()
    await world.alice.send(thread, "My answer.")
    world.env.inject_error("POST", "/interactions/*/callback", status=status)
    await world.alice.click(world.panel(thread), label="Submit")
    assert (await round_of(world)).turns[0].status is TurnStatus.ANSWERED
    assert questions(thread)[-1] == "Question 2 of 2"
    assert await answers(world) == ["My answer."]


@pytest.mark.parametrize("status", [500, 403, 404])
async def test_the_reaction_to_a_message_fails(world: World, status: int) -> None:
    thread = await world.start()
    world.env.inject_error("PUT", "/channels/*/reactions/*", status=status)
    await world.alice.send(thread, "Taken.")
    assert await answers(world) == ["Taken."]
    await world.alice.click(world.panel(thread), label="Submit")
    assert questions(thread)[-1] == "Question 2 of 2"


DISCORDS_FAULT = "Discord did not do its part just now"


@pytest.mark.parametrize("status", [500, 503])
async def test_the_thread_cannot_be_opened(world: World, status: int) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=status)
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert refusal(result).startswith(DISCORDS_FAULT)
    assert await world.client.rounds.open_of(world.guild.id, world.alice.id) == []
    assert world.channel.threads == []
    await world.start()
    assert questions(world.channel.threads[0]) == ["Question 1 of 2"]


@pytest.mark.logs_errors
@pytest.mark.parametrize("status", [500, 403, 404])
async def test_the_candidate_cannot_be_added_to_the_thread(world: World, status: int) -> None:
    """Then neither the round nor its thread stays behind."""
    world.env.inject_error("PUT", "/channels/*/thread-members/*", status=status)
    refusal(await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE, questions=1))
    world.clock.move(minutes=2)
    await world.run_due()
    assert await world.client.rounds.open_of(world.guild.id, world.alice.id) == []
    assert world.channel.threads == []


@pytest.mark.logs_errors
async def test_a_thread_that_cannot_be_deleted_is_archived(world: World) -> None:
    world.env.inject_error("PUT", "/channels/*/thread-members/*", status=403)
    world.env.inject_error("DELETE", "/channels/*", status=403, code=50013)
    refusal(await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE, questions=1))
    (thread,) = world.channel.threads
    metadata = world.env.backend.get_channel(thread.id).thread_metadata
    assert metadata is not None
    assert metadata.archived


async def test_the_answer_to_a_command_is_lost_and_the_round_is_there(world: World) -> None:
    world.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=500)
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE, questions=1)
    (thread,) = world.channel.threads
    assert questions(thread) == ["Question 1 of 1"]
    assert told(result)[0].content.startswith(DISCORDS_FAULT)
    assert "look whether it happened" in told(result)[0].content


async def test_the_debrief_stops_in_the_middle_and_goes_on(world: World) -> None:
    thread = await world.start()
    await world.answer(thread, "The first.")
    await world.alice.send(thread, "The second.")
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=502)
    await world.alice.click(world.panel(thread), label="Submit")
    world.clock.move(minutes=3)
    await world.run_due()
    entries = [message for message in thread.history() if labels_of(message) == ["1", "2", "3", "4"]]
    assert ["The first." in text_of(entries[0]), "The second." in text_of(entries[1])] == [True, True]
    assert len(entries) == 2
    assert labels_of(thread.history()[-1]) == ["Next stage", "Retry later", "Report a question"]
    assert sum("Debrief:" in text_of(message) for message in thread.history()) == 1


async def test_a_debrief_that_cannot_go_to_the_thread_goes_to_the_person(world: World) -> None:
    thread = await world.start(questions=1)
    await world.alice.send(thread, "My answer.")
    await beyond.deny(world, world.channel, "send_messages_in_threads")
    await world.alice.click(world.panel(thread), label="Submit")
    await world.run_due()
    words = direct_words(world)
    assert sum("My answer." in word for word in words) == 1
    assert sum("Debrief:" in word for word in words) == 1


async def test_a_time_box_nudges_at_its_end_and_cuts_nothing(world: World) -> None:
    thread = await world.start()
    minutes = (await round_of(world)).turns[0].question.minutes
    world.clock.move(minutes=minutes * 0.85)
    await world.run_due()
    assert thread.history()[-1].content.startswith("⏳")
    world.clock.move(minutes=minutes)
    await world.run_due()
    assert thread.history()[-1].content.startswith("⏰")
    await world.alice.send(thread, "Late, and whole.")
    await world.alice.click(world.panel(thread), label="Submit")
    assert await answers(world) == ["Late, and whole."]
