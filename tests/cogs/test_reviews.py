"""Reviews on the simulated Discord: rated in a debrief or a daily answer, back when due, over restarts."""

import re

import discord

from tests.cogs import beyond
from tests.cogs.bank_steps import last, now
from tests.cogs.test_daily import ANSWER, at_nine, close_direct_messages, direct, subscribe
from tests.world import STAGE, TRACK, World, labels_of, text_of

RATINGS = ["1", "2", "3", "4"]


async def test_what_is_rated_low_comes_back_first_and_says_so(world: World) -> None:
    card = last(await world.alice.slash(world.channel, "daily now", track=TRACK))
    assert "You had this" not in text_of(card)
    form = await world.alice.click(card, label="Answer")
    found = last(await world.alice.submit_modal(form, {"text": ANSWER}))
    at = int(world.clock().timestamp())
    before = lines_above(now(world, found))
    backs = []
    for level in ("4", "1", "1"):
        await world.alice.click(found, label=level)
        *others, told = lines_above(now(world, found))
        assert others == before, "the line takes the place of the one before"
        backs.append(back_at(told))
        await world.restart()
    assert backs[0] > backs[1] == backs[2] >= at + 86_400
    question = text_of(now(world, card)).splitlines()[-1]
    assert "You had this" not in text_of(last(await world.alice.slash(world.channel, "daily now")))
    world.clock.move(days=1)
    await world.restart()
    again = text_of(last(await world.alice.slash(world.channel, "daily now")))
    assert f"You had this on <t:{at}:D>; you rated yourself 1." in again
    assert question in again
    assert "You had this" not in text_of(last(await world.alice.slash(world.channel, "daily now")))


async def test_a_round_s_questions_come_back_in_the_subscribed_question_and_after_retry_later(world: World) -> None:
    thread = await world.finish_round()
    debriefs = [one for one in thread.history() if labels_of(one) == RATINGS]
    for message, rating in zip(debriefs, ("2", "3"), strict=True):
        await world.alice.click(message, label=rating)
        assert back_at(lines_above(now(world, message))[-1]) > int(world.clock().timestamp())
    (summary,) = [one for one in thread.history() if "Retry later" in labels_of(one)]
    told = last(await world.alice.click(summary, label="Retry later"))
    assert "is due for review then too" in text_of(told)
    await subscribe(world)
    await world.restart()
    texts = []
    for _ in range(5):
        await at_nine(world)
        texts.append(text_of(direct(world)[-1]))
    reviews = [text for text in texts if "You had this" in text]
    assert ["you rated yourself 3" in text for text in reviews] == [True, False]
    assert "you rated yourself 2" in reviews[1]
    assert len(reviews) == 2, "each once, however long it stays unanswered"


async def test_a_review_that_could_not_be_sent_to_them_comes_to_the_channel(world: World) -> None:
    await world.finish_round()
    (thread,) = world.channel.threads
    first = next(one for one in thread.history() if labels_of(one) == RATINGS)
    await world.alice.click(first, label="1")
    await subscribe(world)
    await at_nine(world)
    close_direct_messages(world)
    await at_nine(world)
    assert "you rated yourself 1" in text_of(world.channel.history()[-1])


async def test_a_round_begins_with_what_is_due_if_that_is_wished(world: World) -> None:
    await world.finish_round()
    (thread,) = world.channel.threads
    message = next(one for one in thread.history() if labels_of(one) == RATINGS)
    await world.alice.click(message, label="1")
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    world.clock.move(days=1)
    for wished in (False, True):
        opened = await world.start(track=TRACK, stage=STAGE, questions=1, reviews=wished)
        after = await world.client.rounds.in_thread(world.guild.id, opened.id)
        assert after is not None
        assert (after.turns[0].question.id == state.turns[0].question.id) is wished


async def test_the_offer_of_a_public_thread_keeps_the_wish_for_reviews(world: World) -> None:
    await world.finish_round()
    (thread,) = world.channel.threads
    message = next(one for one in thread.history() if labels_of(one) == RATINGS)
    await world.alice.click(message, label="1")
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    world.clock.move(days=1)
    await beyond.deny(world, world.channel, "create_private_threads")
    begun = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE, questions=1, reviews=True)
    await world.restart()
    await world.alice.click(last(begun), label="Use a public thread")
    opened = world.channel.threads[-1]
    after = await world.client.rounds.in_thread(world.guild.id, opened.id)
    assert after is not None
    assert opened.id != thread.id
    assert after.turns[0].question.id == state.turns[0].question.id


def lines_above(message: discord.Message) -> list[str]:
    """What stands right above the buttons."""
    return (message.embeds[-1].description or "").splitlines()


def back_at(line: str) -> int:
    """The second that the line below a rating names."""
    found = re.fullmatch(r"🔁 Comes back with `/daily` from <t:(\d+):D>\.", line)
    assert found is not None, line
    return int(found[1])


async def test_a_person_sees_what_is_due_and_chooses_how_much_of_it_comes(world: World) -> None:
    await world.finish_round()
    (thread,) = world.channel.threads
    await world.alice.click(next(one for one in thread.history() if labels_of(one) == RATINGS), label="1")
    assert "Nothing is due today" in text_of(last(await world.alice.slash(world.channel, "daily reviews")))
    world.clock.move(days=1)
    panel = last(await world.alice.slash(world.channel, "daily reviews"))
    assert "1 question** you rated is due by tonight" in text_of(panel)
    assert "At most **5 a day**" in text_of(panel)
    await world.restart()
    await world.alice.click(panel, label="None")
    assert "No review comes" in text_of(now(world, panel))
    assert "You had this" not in text_of(last(await world.alice.slash(world.channel, "daily now")))
    chosen = last(await world.alice.slash(world.channel, "daily reviews", limit=7))
    assert "At most **7 a day**" in text_of(chosen)
    assert "You had this" in text_of(last(await world.alice.click(chosen, label="Review one now")))
    assert "Nothing is due today" in text_of(last(await world.bob.slash(world.channel, "daily reviews")))
