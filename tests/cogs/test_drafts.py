"""What is typed becomes a draft, and the draft follows the messages; nothing else is taken."""

import discord
import pytest
import simcord

from bot.domain.drafts import Attachment, Part, Source
from bot.domain.rounds import Round, TurnStatus
from tests.cogs import beyond
from tests.cogs.plain import refusal, told
from tests.world import World, text_of

NO_CONTENT = discord.Intents.all()
NO_CONTENT.message_content = False
UNREADABLE = "I cannot read plain messages"


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def given(world: World, thread: simcord.ChannelHandle, position: int = 0) -> list[Part]:
    """The parts stored for one question."""
    return (await world.client.rounds.parts(await state_of(world, thread))).get(position, [])


async def texts(world: World, thread: simcord.ChannelHandle, position: int = 0) -> list[str]:
    return [part.content for part in await given(world, thread, position)]


def words(thread: simcord.ChannelHandle) -> list[str]:
    """The bot's words on how to answer."""
    return [message.content for message in thread.history() if message.content.startswith(UNREADABLE)]


# ---------------------------------------------------------------------- with the content of messages


async def test_several_messages_make_one_draft_in_order_and_are_stored_at_once(world: World) -> None:
    thread = await world.start()
    for number, text in enumerate(("First.", "Second.", "Third."), start=1):
        message = await world.alice.send(thread, text)
        assert len(await texts(world, thread)) == number
        assert world.env.backend.get_message(thread.id, message.id).reactions
    await world.alice.click(world.panel(thread), label="Submit")
    assert await texts(world, thread) == ["First.", "Second.", "Third."]


async def test_the_form_follows_what_was_typed(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Typed before.")
    shown = await world.alice.click(world.panel(thread), label="Answer")
    assert "It follows your 1 message in the thread." in str(shown.modal)
    await world.alice.submit_modal(shown, {"text": "Written after."})
    assert await texts(world, thread) == ["Typed before.", "Written after."]


async def test_an_edit_changes_the_draft(world: World) -> None:
    thread = await world.start()
    first = await world.alice.send(thread, "Frist.")
    await world.alice.send(thread, "Second.")
    await world.alice.edit(first, "First.")
    assert await texts(world, thread) == ["First.", "Second."]


async def test_a_deleted_message_leaves_the_draft(world: World) -> None:
    thread = await world.start()
    first = await world.alice.send(thread, "First.")
    await world.alice.send(thread, "Second.")
    await world.alice.delete(first)
    assert await texts(world, thread) == ["Second."]


async def test_many_messages_deleted_at_once_leave_the_draft(world: World) -> None:
    thread = await world.start()
    sent = [await world.alice.send(thread, f"{number}.") for number in range(4)]
    await beyond.delete_messages(world, thread, *sent[:3])
    assert await texts(world, thread) == ["3."]


async def test_a_draft_whose_messages_are_all_deleted_is_none(world: World) -> None:
    thread = await world.start()
    await world.alice.delete(await world.alice.send(thread, "Never mind."))
    assert refusal(await world.alice.click(world.panel(thread), label="Submit")).startswith(
        "There is nothing to submit"
    )


async def test_after_the_answer_edits_and_deletions_change_nothing(world: World) -> None:
    thread = await world.start()
    first = await world.alice.send(thread, "First.")
    second = await world.alice.send(thread, "Second.")
    third = await world.alice.send(thread, "Third.")
    await world.alice.click(world.panel(thread), label="Submit")
    await world.alice.edit(first, "Changed.")
    await world.alice.delete(second)
    await beyond.delete_messages(world, thread, third)
    assert await texts(world, thread) == ["First.", "Second.", "Third."]


async def test_a_message_after_the_answer_belongs_to_the_next_question(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "For the first.")
    await world.alice.click(world.panel(thread), label="Submit")
    await world.alice.send(thread, "For the second.")
    assert await texts(world, thread, 0) == ["For the first."]
    assert await texts(world, thread, 1) == ["For the second."]


async def test_a_draft_counts_when_the_round_is_ended(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Half an answer.")
    await world.alice.click(world.panel(thread), label="Finish")
    state = await state_of(world, thread)
    assert state.turns[0].status is TurnStatus.ANSWERED
    assert any("Half an answer." in text_of(message) for message in thread.history()[3:])


async def test_a_draft_of_a_skipped_question_is_kept(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Half an answer.")
    await world.alice.click(world.panel(thread), label="Skip")
    assert await texts(world, thread) == ["Half an answer."]
    assert (await state_of(world, thread)).turns[0].status is TurnStatus.SKIPPED


async def test_messages_after_the_round_and_outside_of_it_are_nothing(world: World) -> None:
    thread = await world.finish_round()
    before = await world.client.rounds.parts(await state_of(world, thread))
    late = await world.alice.send(thread, "One more thing.")
    outside = await world.alice.send(world.channel, "Hello, all.")
    assert await world.client.rounds.parts(await state_of(world, thread)) == before
    assert not world.env.backend.get_message(thread.id, late.id).reactions
    assert not world.env.backend.get_message(world.channel.id, outside.id).reactions


async def test_files_are_noted_with_name_and_size(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "See the chart.", attachments=[("chart.png", b"x" * 2048), ("a.csv", b"1,2")])
    await world.alice.send(thread, attachments=[("notes.txt", b"")])
    first, second = await given(world, thread)
    assert first.attachments == (Attachment(name="chart.png", size=2048), Attachment(name="a.csv", size=3))
    assert second.content == ""
    assert second.attachments == (Attachment(name="notes.txt", size=0),)


async def test_a_voice_message_is_noted_with_its_length(world: World) -> None:
    thread = await world.start(questions=1)
    await beyond.send_voice(world, world.alice, thread, 73.4)
    (part,) = await given(world, thread)
    assert part.attachments == (Attachment(name="voice-message.ogg", size=5000, seconds=73.4),)
    await world.alice.click(world.panel(thread), label="Submit")
    shown = "\n".join(text_of(message) for message in thread.history())
    assert "voice message voice\\-message.ogg, 5 KB, 1:13 min" in shown or "voice-message.ogg, 5 KB, 1:13 min" in shown
    transcript = beyond.file_of(world, thread.history()[-1]).decode()
    assert "- attached: voice message voice-message.ogg, 5 KB, 1:13 min" in transcript


async def test_a_reply_to_the_question_is_a_part_once(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "As a reply.", reply_to=world.panel(thread))
    assert await texts(world, thread) == ["As a reply."]


# ---------------------------------------------------------------------- the message menu


async def test_the_menu_takes_a_message_with_what_was_drafted(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Before.")
    last = await world.alice.send(thread, "And last.")
    result = await world.alice.context_menu(thread, "Submit as answer", last)
    assert told(result)[0].content == "Taken as your answer."
    assert await texts(world, thread) == ["Before.", "And last."]
    assert "Question 2 of 2" in text_of(world.panel(thread))


async def test_the_menu_on_the_message_of_somebody_else(world: World) -> None:
    thread = await world.start(visibility="public")
    theirs = await world.bob.send(thread, "Not mine.")
    result = await world.alice.context_menu(thread, "Submit as answer", theirs)
    assert refusal(result) == "I can only take your own messages as your answer: pick one that you wrote."
    mine = await world.alice.send(thread, "Mine.")
    assert "'s round" in refusal(await world.bob.context_menu(thread, "Submit as answer", mine))
    assert (await state_of(world, thread)).turns[0].status is TurnStatus.OPEN


async def test_the_menu_on_a_message_of_the_bot(world: World) -> None:
    thread = await world.start()
    result = await world.alice.context_menu(thread, "Submit as answer", world.panel(thread))
    assert refusal(result).startswith("I can only take your own messages")


async def test_the_menu_on_a_message_with_nothing_in_it(world: World) -> None:
    thread = await world.start()
    message = await beyond.send_sticker(world, world.alice, thread)
    result = await world.alice.context_menu(thread, "Submit as answer", message)
    assert refusal(result) == "That message has no text and no file to take as an answer: pick another one."


async def test_the_menu_outside_a_round_and_after_it(world: World) -> None:
    outside = await world.alice.send(world.channel, "Hello.")
    result = await world.alice.context_menu(world.channel, "Submit as answer", outside)
    assert refusal(result) == "There is no round in this thread: `/mock start` opens one."
    thread = await world.finish_round()
    late = await world.alice.send(thread, "Late.")
    assert refusal(await world.alice.context_menu(thread, "Submit as answer", late)).startswith("That round is over")


async def test_the_menu_on_a_message_that_was_an_answer_before(world: World) -> None:
    """It stays the answer to its own question; it is not taken a second time for the next."""
    thread = await world.start()
    old = await world.alice.send(thread, "My answer.")
    await world.alice.click(world.panel(thread), label="Submit")
    result = await world.alice.context_menu(thread, "Submit as answer", old)
    assert refusal(result) == "That message is your answer to an earlier question already: pick another one."
    assert await texts(world, thread, 0) == ["My answer."]
    assert (await state_of(world, thread)).turns[1].status is TurnStatus.OPEN


# ---------------------------------------------------------------------- without the content of messages


blind = pytest.mark.parametrize(
    "world_options",
    [
        {"message_content": False},
        {"message_content": False, "simulator": {"approved_intents": NO_CONTENT}},
    ],
    ids=["not asked for", "not granted"],
)


@blind
async def test_typed_text_is_unreadable_and_that_is_said_once_a_question(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "Typed plainly.")
    await world.alice.send(thread, "And again.")
    assert len(words(thread)) == 1
    assert await given(world, thread) == []
    await world.alice.click(world.panel(thread), label="Skip")
    await world.alice.send(thread, "Typed plainly for the second.")
    assert len(words(thread)) == 2


@blind
async def test_what_others_type_is_left_alone(world: World) -> None:
    thread = await world.start(visibility="public")
    await world.bob.send(thread, "Good luck!")
    await world.alice.send(world.channel, "Hello.")
    assert words(thread) == []


@blind
async def test_a_reply_with_ping_is_read(world: World) -> None:
    thread = await world.start()
    await world.alice.send(thread, "A reply.", reply_to=world.panel(thread))
    await world.alice.send(thread, f"<@{world.env.backend.bot_user.id}> a mention.")
    assert [text.split("> ")[-1] for text in await texts(world, thread)] == ["A reply.", "a mention."]
    assert words(thread) == []
    await world.alice.click(world.panel(thread), label="Submit")
    assert "Question 2 of 2" in text_of(world.panel(thread))


@blind
async def test_the_menu_reads_any_message_of_ones_own(world: World) -> None:
    thread = await world.start()
    message = await world.alice.send(thread, "Typed plainly.")
    await world.alice.context_menu(thread, "Submit as answer", message)
    (part,) = await given(world, thread)
    assert part.content == "Typed plainly."
    assert part.source is Source.MENU


@blind
async def test_deleting_an_unreadable_message_is_nothing(world: World) -> None:
    thread = await world.start()
    read = await world.alice.send(thread, "A reply.", reply_to=world.panel(thread))
    await world.alice.delete(await world.alice.send(thread, "Unread."))
    assert await texts(world, thread) == ["A reply."]
    await world.alice.edit(read, "A better reply.")
    assert await texts(world, thread) == ["A better reply."]
