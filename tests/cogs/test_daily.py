"""Daily questions on the simulated Discord: one at once, a subscription in each place, and all that goes wrong."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.domain.daily.questions import DailyQuestion
from bot.domain.daily.subscriptions import Subscription
from bot.domain.errors import StoreUnavailable
from bot.services.ports import Unit
from tests.cogs import beyond
from tests.cogs.bank_steps import last, now
from tests.cogs.plain import plain, refusal, told
from tests.world import TRACK, World, labels_of, text_of

ANSWER = "I rebuilt the funnel with two designers and sales rose from 12 % to 15 % in a month."
STRING = 3
RATINGS = ["1", "2", "3", "4"]


async def subscribe(world: World, time: str = "9:00", **options: Any) -> Any:
    """Alice subscribes, in UTC unless said otherwise."""
    return await world.alice.slash(
        world.channel, "daily subscribe", **({"time": time, "timezone": "Europe/London"} | options)
    )


async def state(world: World) -> Subscription | None:
    found: Subscription | None = await world.client.daily_subscriptions.get(world.guild.id, world.alice.id)
    return found


async def there(world: World) -> Subscription:
    """Alice's subscription."""
    found = await state(world)
    assert found is not None
    return found


async def at_nine(world: World, **later: float) -> None:
    """Move to the next question, or so much after it, and bring it."""
    found = await there(world)
    assert found.next_at is not None
    world.clock.move(seconds=(found.next_at - world.clock() + timedelta(**later)).total_seconds() + 1)
    await world.run_due()


def direct(world: World) -> list[discord.Message]:
    """What stands in Alice's direct messages."""
    return list(world.alice.user.dm_channel.history())


def close_direct_messages(world: World, times: int = 1) -> None:
    path = f"/channels/{world.alice.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=times)


async def stored(world: World) -> list[DailyQuestion]:
    """Alice's questions, oldest first."""

    async def work(unit: Unit) -> list[DailyQuestion | None]:
        return [await unit.dailies.mine(world.alice.id, number) for number in range(1, 40)]

    return [one for one in await world.client.store.read(work) if one is not None]


# ---------------------------------------------------------------------- at once


async def test_a_question_now_is_answered_rated_and_makes_a_streak(world: World) -> None:
    card = last(await world.alice.slash(world.channel, "daily now"))
    assert labels_of(card) == ["Answer", "Answer in a thread", "Hint", "Another one"]
    hints = last(await world.alice.click(card, label="Hint"))
    assert "Hint 1 of" in text_of(hints)
    while labels_of(hints):
        hints = last(await world.alice.click(hints, label="Another hint"))
    assert "That is the whole approach" in text_of(hints)
    before = text_of(card)
    await world.alice.click(card, label="Another one")
    card = now(world, card)
    assert text_of(card) != before
    await world.restart()
    form = await world.alice.click(card, label="Answer")
    result = await world.alice.submit_modal(form, {"text": ANSWER})
    assert labels_of(now(world, card)) == []
    assert "✅ Answered" in text_of(now(world, card))
    found = last(result)
    text = text_of(found)
    assert "🔥 **Day 1.**" in text
    for title in ("How to go about it", "What a strong answer does", "A sample answer", "Feedback", ANSWER):
        assert title in text
    assert labels_of(found) == RATINGS
    await world.alice.click(found, label="2")
    await world.restart()
    await world.alice.click(found, label="4")
    (question,) = [one for one in await stored(world) if one.status == "answered"]
    answer = await world.client.store.read(
        lambda unit: unit.dailies.answer_of(world.guild.id, question.id, world.alice.id)
    )
    assert (answer.rating, answer.text) == (4, ANSWER)
    again = await beyond.send_form(world, world.alice, world.channel, f"gr:dq_form:{question.id}", "Once more")
    assert "answered that one" in refusal_with_file(again)
    shown = last(await beyond.press(world, world.alice, card, f"gr:dq_answer:{question.id}"))
    assert labels_of(shown) == RATINGS


def refusal_with_file(result: Any) -> str:
    """The sentence of a refusal that gives back what was typed."""
    (message,) = told(result)
    assert [one.filename for one in message.message.attachments] == ["your-answer.txt"]
    return plain(text_of(message.message).strip())


async def test_it_is_answered_in_a_thread_with_several_messages(world: World) -> None:
    card = last(await world.alice.slash(world.channel, "daily now", track=TRACK, competency="communication"))
    assert "communication" in text_of(card)
    await world.alice.click(card, label="Answer in a thread")
    (thread,) = world.channel.threads
    (panel,) = [one for one in thread.history() if labels_of(one)]
    assert labels_of(panel) == ["Answer", "Submit", "Hint"]
    assert "below the question" in refusal(await world.alice.click(panel, label="Submit"))
    first = await world.alice.send(thread, "First I listened to both of them.")
    await world.restart()
    await world.alice.send(thread, "Then I wrote down what we agreed on.")
    assert "📝" in [str(one.emoji) for one in now(world, first).reactions]
    await world.alice.click(card, label="Answer in a thread")
    assert len(world.channel.threads) == 1
    await world.alice.click(panel, label="Submit")
    assert labels_of(now(world, panel)) == []
    found = thread.history()[-1]
    assert labels_of(found) == RATINGS
    assert "First I listened to both of them.\nThen I wrote down what we agreed on." in text_of(found)
    await world.run_due()
    assert thread.history()[-1].id == found.id


async def test_a_thread_that_was_deleted_is_opened_anew(world: World) -> None:
    card = last(await world.alice.slash(world.channel, "daily now"))
    await world.alice.click(card, label="Answer in a thread")
    await beyond.delete(world, world.channel.threads[0])
    await world.alice.click(card, label="Answer in a thread")
    (thread,) = world.channel.threads
    await world.alice.send(thread, ANSWER)
    (panel,) = [one for one in thread.history() if labels_of(one)]
    await world.alice.click(panel, label="Submit")
    assert ANSWER in text_of(thread.history()[-1])
    await beyond.deny(world, world.channel, "create_private_threads")
    card = last(await world.alice.slash(world.channel, "daily now"))
    assert "**Create Private Threads**" in refusal(await world.alice.click(card, label="Answer in a thread"))


async def test_bad_input_at_once_is_refused_in_a_sentence(world: World) -> None:
    async def ask(**options: str) -> str:
        given = [(name, STRING, value) for name, value in options.items()]
        return refusal(await beyond.command(world, world.alice, world.channel, "daily now", *given))

    for typed in ("nonsense", "x" * 6000, "\x00", "@everyone", "{0}"):
        assert "do not know that track" in await ask(track=typed)
        assert "do not know that competency" in await ask(competency=typed)
    assert "No question fits" in await ask(track="tiktok-product-analyst", competency="sql")
    card = last(await world.alice.slash(world.channel, "daily now"))
    (question,) = await stored(world)
    for text in ("", "   ", "\u200b", "x" * 5000):
        result = await beyond.send_form(world, world.alice, world.channel, f"gr:dq_form:{question.id}", text)
        plain(text_of(last(result)).strip())
    for name in ("dq_answer:{}", "dq_submit:{}", "dq_thread:{}", "dq_take:{}:1", "dq_another:{}:-:-", "dq_rate:{}:1"):
        pressed = await beyond.press(world, world.bob, card, f"gr:{name.format(question.id)}")
        assert "not there any more" in refusal(pressed)
    for ids in ("999", "-1", str(2**70), "abc"):
        refusal(await beyond.press(world, world.alice, card, f"gr:dq_answer:{ids}"))
    for number in ("0", "99"):
        refusal(await beyond.press(world, world.alice, card, f"gr:dq_hint:{question.id}:{number}"))
    refusal(await beyond.press(world, world.alice, card, f"gr:dq_rate:{question.id}:7"))
    refusal(await beyond.press(world, world.alice, card, f"gr:dq_rate:{question.id}:2"))
    assert (await stored(world))[0].status == "open"


# ---------------------------------------------------------------------- a subscription


@pytest.mark.also_on_postgresql
async def test_a_question_a_day_in_direct_messages(world: World) -> None:
    said = text_of(last(await subscribe(world)))
    assert "at **09:00** in London, every day, in your direct messages" in said
    (hello,) = direct(world)
    assert "comes here, at **09:00** in London" in text_of(hello)
    await world.restart()
    await at_nine(world)
    card = direct(world)[-1]
    assert labels_of(card) == ["Answer", "Hint", "Settings"]
    await world.restart()
    form = await world.alice.user.click(card, label="Answer")
    await world.alice.user.submit_modal(form, {"text": ANSWER})
    assert labels_of(now(world, card)) == []
    found = direct(world)[-1]
    assert labels_of(found) == RATINGS
    await world.alice.user.click(found, label="4")
    for _ in range(3):
        await at_nine(world)
    assert len({one.question_id for one in await stored(world)}) == 4
    await world.run_due()
    assert len(await stored(world)) == 4
    *_, newest = await stored(world)
    await world.bob.slash(world.channel, "daily subscribe", time="9:00")
    (hello,) = world.bob.user.dm_channel.history()
    for custom_id in (f"gr:dq_answer:{newest.id}", f"gr:dq_hint:{newest.id}:1", f"gr:dq_rate:{newest.id}:1"):
        assert "not there any more" in refusal(await beyond.press(world, world.bob.user, hello, custom_id))
    assert "no daily question" in refusal(await beyond.press(world, world.bob.user, hello, "gr:dset:12345"))


async def reply(world: World, message: discord.Message, text: str) -> None:
    """Alice replies in direct messages."""
    channel = world.alice.user.dm_channel
    reference = world.env.backend.normalize_message_reference(
        channel.id, {"channel_id": str(channel.id), "message_id": str(message.id)}
    )
    await world.alice.user.send_dm(text, reference=reference)


async def test_a_reply_in_direct_messages_is_an_answer(world: World) -> None:
    await subscribe(world)
    await at_nine(world)
    card = direct(world)[-1]
    await reply(world, card, ANSWER)
    assert labels_of(now(world, card)) == []
    assert labels_of(direct(world)[-1]) == RATINGS
    await reply(world, card, "Once more")
    assert "answered that one" in text_of(direct(world)[-1])
    await at_nine(world)
    card = direct(world)[-1]
    await world.restart()
    await world.alice.user.send_dm(ANSWER)
    asked = direct(world)[-1]
    assert "Is that your answer" in text_of(asked)
    await world.restart()
    await world.alice.user.click(asked, label="Take it")
    assert labels_of(now(world, card)) == []
    assert "🔥 **Day 2.**" in text_of(direct(world)[-1])
    (_, second) = await stored(world)
    for ids in (f"{second.id}:1", f"{second.id}:{asked.id}", "99:1"):
        refusal(await beyond.press(world, world.alice.user, asked, f"gr:dq_take:{ids}"))
    await world.alice.user.send_dm("Good night")
    assert "Day 2" in text_of(direct(world)[-2])


async def test_closed_direct_messages_are_found_out_and_another_place_is_offered(world: World) -> None:
    close_direct_messages(world)
    panel = last(await subscribe(world))
    assert "Your direct messages are closed to me" in text_of(panel)
    assert labels_of(panel) == ["Use a private thread", "Post in this channel"]
    close_direct_messages(world)
    await at_nine(world)
    card = world.channel.history()[-1]
    assert f"<@{world.alice.id}>" in text_of(card)
    assert "closed to me, so this one came here" in text_of(card)
    await world.restart()
    await world.alice.click(panel, label="Use a private thread")
    (thread,) = world.channel.threads
    assert f"in your thread <#{thread.id}>" in text_of(now(world, panel))
    await at_nine(world)
    assert labels_of(thread.history()[-1]) == ["Answer", "Submit", "Hint", "Settings"]


async def test_in_a_channel_the_question_is_for_one_person(world: World) -> None:
    await subscribe(world, where="channel", days="weekdays")
    await at_nine(world)
    card = world.channel.history()[-1]
    assert labels_of(card) == ["Answer", "Hint", "Settings"]
    sent = [one for one in world.env.http_requests if one.path.endswith(f"{world.channel.id}/messages")][-1]
    assert sent.json is not None
    assert sent.json["allowed_mentions"]["users"] == [world.alice.id]
    assert f"for <@{world.alice.id}>" in refusal(await world.bob.click(card, label="Answer"))
    assert "no daily question in this server yet" in refusal(await world.bob.click(card, label="Settings"))
    form = await world.alice.click(card, label="Answer")
    result = await world.alice.submit_modal(form, {"text": ANSWER})
    assert labels_of(now(world, card)) == []
    assert ANSWER not in text_of(now(world, card))
    assert labels_of(last(result)) == RATINGS
    assert world.channel.history()[-1].id == card.id


async def test_in_a_private_thread_it_goes_on_after_trouble(world: World) -> None:
    await subscribe(world, where="thread")
    (thread,) = world.channel.threads
    await at_nine(world)
    first = thread.history()[-1]
    await at_nine(world)
    second = thread.history()[-1]
    await world.alice.send(thread, ANSWER)
    await world.restart()
    assert "below the question yet" in refusal(await world.alice.click(first, label="Submit"))
    await world.alice.click(second, label="Submit")
    assert ANSWER in text_of(thread.history()[-1])
    await beyond.change_thread(world, thread, archived=True)
    await at_nine(world)
    assert labels_of(thread.history()[-1])[0] == "Answer"
    await subscribe(world, "10:00", where="thread")
    assert len(world.channel.threads) == 1
    await beyond.delete(world, thread)
    await at_nine(world)
    assert "from now on it comes here" in text_of(direct(world)[-1])
    assert (await there(world)).place == "direct"
    await at_nine(world)
    assert len(direct(world)) == 2
    assert "from now on" not in text_of(direct(world)[-1])


async def test_late_is_told_much_too_late_is_skipped_and_nothing_piles_up(world: World) -> None:
    await subscribe(world)
    await at_nine(world, minutes=5)
    assert "was due at" not in text_of(direct(world)[-1])
    await at_nine(world, hours=11)
    assert "was due at" in text_of(direct(world)[-1])
    count = len(direct(world))
    await at_nine(world, days=5, hours=13)
    assert len(direct(world)) == count
    await world.restart()
    await at_nine(world)
    assert len(direct(world)) == count + 1
    assert "was due at" not in text_of(direct(world)[-1])


async def test_settings_change_pause_and_end(world: World) -> None:
    await subscribe(world, days="Mon Wed Fri", track=TRACK)
    panel = last(await world.alice.slash(world.channel, "daily settings"))
    assert "on Monday, Wednesday and Friday" in text_of(panel)
    assert labels_of(panel) == ["Change", "Pause a week", "Unsubscribe"]
    before = (await there(world)).next_at
    await world.restart()
    await world.alice.click(panel, label="Pause a week")
    panel = now(world, panel)
    assert labels_of(panel) == ["Change", "Resume", "Unsubscribe"]
    assert "Days off" in text_of(panel)
    paused = (await there(world)).next_at
    assert before is not None
    assert paused is not None
    assert paused >= before + timedelta(days=6)
    await world.alice.click(panel, label="Resume")
    assert (await there(world)).next_at == before
    panel = now(world, panel)
    form = await world.alice.click(panel, label="Change")
    assert form.modal is not None
    assert form.modal["custom_id"] == f"gr:dset_form:{world.guild.id}:0"
    values = {"time": "half past", "timezone": "Tokyo", "days": "Weekends", "where": ["direct"], "track": ["any"]}
    mistake = last(await world.alice.submit_modal(form, values))
    assert "cannot read that as a time of day" in text_of(mistake)
    await world.restart()
    form = await world.alice.click(mistake, label="Edit")
    said = last(await world.alice.submit_modal(form, values | {"time": "18:30"}))
    assert "at **18:30** in Tokyo, at weekends" in text_of(said)
    await world.alice.click(panel, label="Unsubscribe")
    assert "no daily question comes any more" in text_of(now(world, panel))
    assert await state(world) is None
    world.clock.move(days=8)
    await world.run_due()
    assert await stored(world) == []


async def test_a_pause_holds_until_a_day(world: World) -> None:
    assert "no daily question" in refusal(await world.alice.slash(world.channel, "daily pause"))
    await subscribe(world)
    today = world.clock().date()
    back = today + timedelta(days=10)
    await world.alice.slash(world.channel, "daily pause", until=f"{back:%-d %B %Y}")
    found = await there(world)
    assert found.next_at is not None
    assert found.next_at.date() == back
    bad = [
        *({"until": one} for one in ("yesterday", "nonsense", "x" * 200, "today", "31 February", "in 3 years", "\x00")),
        {"from": "tomorrow", "until": "tomorrow"},
    ]
    for options in bad:
        given = [(name, STRING, value) for name, value in options.items()]
        refusal(await beyond.command(world, world.alice, world.channel, "daily pause", *given))
    assert (await there(world)).next_at == found.next_at
    await world.alice.slash(world.channel, "daily unsubscribe")
    assert "no daily question" in refusal(await world.alice.slash(world.channel, "daily unsubscribe"))


async def test_the_zone_that_was_assumed_can_be_mended(world: World) -> None:
    panel = last(await subscribe(world, timezone=""))
    assert labels_of(panel) == ["Yes", "Another city"]
    assert "I took this server's: 09:00 in **UTC**, right?" in text_of(panel)
    assert await state(world) is not None
    await world.restart()
    form = await world.alice.click(panel, label="Another city")
    await world.alice.submit_modal(form, {"city": "Tokyo"})
    assert "**When:** **09:00** in Tokyo" in text_of(now(world, panel))
    assert (await there(world)).zone == "Asia/Tokyo"
    form = await world.alice.click(last(await subscribe(world, "8:00", timezone="")), label="Settings")
    assert "**08:00** in Tokyo" in text_of(last(form))
    await world.client.people.set_zone(world.alice.id, "Europe/Paris")
    assert "in Paris" in text_of(last(await subscribe(world, timezone="")))


async def test_bad_input_of_a_subscription_is_refused_and_kept(world: World) -> None:
    bad = [
        {"time": "nonsense"}, {"time": ""}, {"time": "25:00"}, {"time": "x" * 6000}, {"time": "\x00"},
        {"days": "someday"}, {"days": "1-5"}, {"timezone": "Nowhere at all"}, {"timezone": "x" * 6000},
        {"track": "nonsense"}, {"where": "moon"},
    ]  # fmt: skip
    for options in bad:
        given = [(name, STRING, value) for name, value in ({"time": "9:00"} | options).items()]
        result = await beyond.command(world, world.alice, world.channel, "daily subscribe", *given)
        message = last(result)
        assert labels_of(message) == ["Edit"], options
        assert "What you wrote is kept" in text_of(message)
        fields_of_modal = (await world.alice.click(message, label="Edit")).modal
        assert fields_of_modal is not None
    assert await state(world) is None
    await beyond.deny(world, world.channel, "create_private_threads")
    assert "**Create Private Threads**" in text_of(last(await subscribe(world, where="thread")))
    await beyond.deny(world, world.channel, "send_messages")
    assert "**Send Messages**" in text_of(last(await subscribe(world, where="channel")))
    assert await state(world) is None


async def test_who_left_the_server_is_asked_no_more_in_a_channel(world: World) -> None:
    await subscribe(world, where="channel")
    await at_nine(world)
    count = len(world.channel.history())
    world.guild.remove_member(world.alice)
    await world.env.settle()
    await at_nine(world)
    assert len(world.channel.history()) == count
    assert await state(world) is None


async def test_a_finished_round_is_a_day_of_practice(world: World) -> None:
    await world.finish_round()
    streak = await world.client.dailies.streak(world.guild.id, world.alice.id)
    assert (streak.length, streak.today) == (1, True)


async def test_autocomplete_offers_and_never_fails(world: World) -> None:
    async def offered(command: str, option: str, typed: str) -> list[Any]:
        found = await world.alice.autocomplete(world.channel, command, option, typed)
        assert len(found) <= 25
        return [one["value"] for one in found]

    assert await offered("daily subscribe", "days", "") == ["Every day", "Weekdays", "Weekends", "Mon Wed Fri"]
    assert await offered("daily subscribe", "days", "wee") == ["Weekdays", "Weekends"]
    assert "Europe/Berlin" in await offered("daily subscribe", "timezone", "berl")
    assert TRACK in await offered("daily subscribe", "track", "upw")
    assert TRACK in await offered("daily now", "track", "")
    assert await offered("daily now", "competency", "negot") == ["negotiation"]
    for typed in ("x" * 6000, "\x00"):
        for option in ("days", "timezone", "track"):
            await offered("daily subscribe", option, typed)


@pytest.mark.settings(message_content=False)
async def test_without_the_right_to_read_messages_the_form_is_there(world: World) -> None:
    card = last(await world.alice.slash(world.channel, "daily now"))
    await world.alice.click(card, label="Answer in a thread")
    (thread,) = world.channel.threads
    (panel,) = [one for one in thread.history() if labels_of(one)]
    assert "Press Answer to write; or reply to this message" in text_of(panel)
    form = await world.alice.click(panel, label="Answer")
    await world.alice.submit_modal(form, {"text": ANSWER})
    assert ANSWER in text_of(thread.history()[-1])
    assert labels_of(now(world, panel)) == []


async def test_what_people_write_pings_nobody_and_breaks_nothing(world: World) -> None:
    nasty = "@everyone <@&1> ```\n# big\n\u202eolleh \x07 " + "🦊" * 500
    card = last(await world.alice.slash(world.channel, "daily now"))
    form = await world.alice.click(card, label="Answer")
    found = last(await world.alice.submit_modal(form, {"text": nasty}))
    assert "@everyone" in (found.embeds[1].description or "")
    assert "@everyone" not in found.content


async def test_a_reply_that_cannot_be_saved_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await subscribe(world)
    await at_nine(world)
    card = direct(world)[-1]

    async def down(*_: Any) -> None:
        raise StoreUnavailable("gone")

    with monkeypatch.context() as patch:
        patch.setattr(world.client.dailies, "answer", down)
        await reply(world, card, ANSWER)
    assert "reply again in a minute" in plain(text_of(direct(world)[-1]).strip())
    await reply(world, card, ANSWER)
    assert labels_of(direct(world)[-1]) == RATINGS


async def test_settings_work_from_direct_messages_too(world: World) -> None:
    await subscribe(world)
    (hello,) = direct(world)
    await world.restart()
    panel = last(await world.alice.user.click(hello, label="Settings"))
    form = await world.alice.user.click(panel, label="Change")
    values = {"time": "7:15", "timezone": "", "days": "", "where": ["thread"], "track": [TRACK]}
    said = last(await world.alice.user.submit_modal(form, values))
    (thread,) = world.channel.threads
    assert f"at **07:15** in London, every day, in your thread <#{thread.id}>" in text_of(said)
    for custom_id in ("gr:dset_end:12345", "gr:dset_pause:12345", "gr:dsub_place:12345:thread", "gr:dset_edit:12345:1"):
        refusal(await beyond.press(world, world.alice.user, hello, custom_id))
    here = last(await world.alice.slash(world.channel, "daily settings"))
    for custom_id in ("gr:dset_end", "gr:dset_resume", "gr:dsub_yes", "gr:dsub_city"):
        refusal(await beyond.press(world, world.alice, here, f"{custom_id}:12345"))
    await world.alice.user.click(panel, label="Unsubscribe")
    assert await state(world) is None


async def test_a_thread_that_was_left_without_its_question_gets_it_with_the_next_press(world: World) -> None:
    card = last(await world.alice.slash(world.channel, "daily now"))
    world.env.inject_error("POST", "/channels/*/messages", status=500, times=1)
    plain(text_of(last(await world.alice.click(card, label="Answer in a thread"))).strip())
    await world.restart()
    await world.alice.click(card, label="Answer in a thread")
    (thread,) = world.channel.threads
    (panel,) = [one for one in thread.history() if labels_of(one)]
    await world.alice.send(thread, ANSWER)
    world.env.inject_error("GET", "/channels/*/messages", status=500, times=1)
    plain(text_of(last(await world.alice.click(panel, label="Submit"))).strip())
    await world.alice.click(panel, label="Submit")
    assert labels_of(thread.history()[-1]) == RATINGS
