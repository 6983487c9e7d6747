"""``/daily channel``: set up, posted, answered, read, wrapped up; and everything that can be in its way."""

from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.daily.channel_notices import DayWrapUp
from bot.domain.daily.channels import DailyChannel
from bot.domain.daily.wrap_up import WrapUp
from bot.domain.guilds import Setting
from bot.services.ports import Unit
from bot.ui.daily import channel
from tests.cogs import beyond
from tests.cogs.bank_steps import PROMPT, TEXTS, fields_of, last, now
from tests.cogs.plain import plain, refusal, told
from tests.cogs.test_storage_trouble import full
from tests.cogs.test_user_text import body_of
from tests.domain.test_daily_channel import make_answer
from tests.domain.values import make_question
from tests.storage.test_daily_channel import make_daily
from tests.world import STAGE, TRACK, World, labels_of, text_of

CHANNEL, ROLE, STRING = 7, 8, 3
ANSWER = "I rebuilt the funnel report by myself and conversion rose from 12 % to 15 % within a quarter."


@pytest.fixture
def place(world: World) -> simcord.ChannelHandle:
    """Where the daily question comes."""
    return world.guild.create_text_channel("daily")


async def choose(world: World, place: simcord.ChannelHandle, **options: Any) -> discord.Message:
    """The moderator sets the question up; what they are told."""
    given = {"channel": place, "time": "9:00", "timezone": "Berlin"} | options
    return last(await world.mod.slash(world.channel, "daily channel set", **given))


async def settings(world: World) -> DailyChannel:
    found = await world.client.daily_channels.get(world.guild.id)
    assert found is not None
    return found


async def come(world: World) -> None:
    """Let time pass until the next question is due, and bring what is due."""
    next_at = (await settings(world)).next_at
    assert next_at is not None
    world.clock.move(seconds=(next_at - world.clock()).total_seconds())
    # What is owed to a place that was served already comes with the next run, a second later.
    await world.run_due()
    await world.run_due()


def posts(place: simcord.ChannelHandle) -> list[discord.Message]:
    return [one for one in place.history() if "Question of the day" in text_of(one)]


async def answer(world: World, who: simcord.MemberActor, post: discord.Message, text: str = ANSWER) -> discord.Message:
    """Somebody answers by the form; what they are told."""
    shown = await who.click(post, label="Answer")
    return last(await who.submit_modal(shown, {"text": text}))


async def see(world: World, who: simcord.MemberActor, post: discord.Message) -> discord.Message:
    return last(await who.click(post, label="See answers"))


async def status(world: World) -> discord.Message:
    return last(await world.mod.slash(world.channel, "daily channel status"))


# ---------------------------------------------------------------------- a whole day


async def test_a_day_from_the_post_to_the_wrap_up(world: World, place: simcord.ChannelHandle) -> None:
    said = text_of(await choose(world, place, track=TRACK))
    assert "every day at 09:00 in Berlin (Europe/Berlin)" in said
    await come(world)
    (post,) = posts(place)
    (thread,) = place.threads
    assert post.id == thread.id
    assert labels_of(post) == ["Answer", "See answers"]
    assert "No answer yet" in text_of(post)

    sent = await answer(world, world.alice, post)
    assert "Your answer is in." in text_of(sent)
    assert "**Feedback**" in text_of(sent)
    assert "1 answer · open until" in text_of(now(world, post))
    assert refusal(await world.bob.click(post, label="See answers")).startswith("Write your own answer first")
    world.clock.move(minutes=1)
    await answer(world, world.bob, post, "We looked at the figures. @everyone <@&1> ```")
    assert "2 answers" in text_of(now(world, post))

    page = await see(world, world.bob, post)
    assert ANSWER in text_of(page)
    assert labels_of(page) == ["Useful"]
    await world.bob.click(page, label="Useful")
    assert "useful to 1 person" in text_of(now(world, page))
    await world.bob.click(now(world, page), label="Useful")
    assert "useful to" not in text_of(now(world, page))
    await world.bob.click(now(world, page), label="Useful")
    await world.alice.click(sent, label="May be shown in the wrap-up")

    await world.restart()
    await come(world)
    wrap = thread.history()[-1]
    assert "The wrap-up: 2 people answered. Thank you!" in text_of(wrap)
    assert "A sample answer" in text_of(wrap)
    assert "Most useful to the others (1 vote)" in text_of(wrap)
    assert ANSWER in text_of(wrap)
    assert f"<@{world.alice.id}>" in text_of(wrap)
    assert body_of(world, f"{thread.id}/messages")["allowed_mentions"] == {"parse": []}
    first, second = posts(place)
    assert labels_of(first) == ["See answers"]
    assert "2 answers · answering has ended" in text_of(first)
    assert text_of(first).splitlines()[3:5] != text_of(second).splitlines()[3:5]
    over = await beyond.press(world, world.mod, first, f"gr:day_answer:{1}")
    assert "Answering this question has ended" in text_of(last(over))
    assert "A sample answer" in text_of(last(over))


# ---------------------------------------------------------------------- setting it up


async def raw(world: World, who: simcord.MemberActor, resolved: dict[str, Any], **options: Any) -> InteractionResult:
    """``/daily channel set`` with anything that the picker would not let through."""
    kinds = {"channel": CHANNEL, "mention": ROLE}
    given = [{"name": name, "type": kinds.get(name, STRING), "value": value} for name, value in options.items()]
    inner = {"type": 1, "name": "set", "options": given}
    root = world.env.backend.find_command("daily", None, type=1)
    assert root is not None
    data = {
        "id": root["id"],
        "name": "daily",
        "type": 1,
        "options": [{"type": 2, "name": "channel", "options": [inner]}],
    }
    return await beyond.dispatch_command(who, world.channel, data | {"resolved": resolved})


def as_channel(channel_id: int, kind: int) -> dict[str, Any]:
    one = {"id": str(channel_id), "name": "somewhere", "type": kind, "permissions": "0"}
    return {"channels": {str(channel_id): one}}


async def test_what_does_not_do_is_said_in_a_sentence(world: World, place: simcord.ChannelHandle) -> None:
    everyone = world.guild.default_role
    bad: list[tuple[dict[str, Any], str]] = [
        ({"time": "soon"}, "time"),
        ({"time": "9\x00:00\x1b" * 30}, "time"),
        ({"time": "25:00"}, "time"),
        ({"time": "3"}, "time"),
        ({"days": "someday"}, "day"),
        ({"days": "mon " * 600 + "x"}, "days"),
        ({"track": "nowhere"}, "I do not know that track"),
        ({"timezone": "qqzzxx"}, "I know no time zone"),
        ({"mention": everyone}, "I do not ping everyone"),
    ]
    for options, said in bad:
        given = {"channel": place, "time": "9:00", "timezone": "Berlin"} | options
        result = await world.mod.slash(world.channel, "daily channel set", **given)
        assert said in refusal(result), options
    voice = world.guild.create_voice_channel("talk")
    elsewhere = world.env.create_guild("Another server")
    foreign = elsewhere.create_text_channel("daily")
    for channel_id, kind in ((voice.id, 2), (voice.id, 0), (foreign.id, 0), (foreign.id, 15), (2**63 - 1, 0)):
        result = await raw(world, world.mod, as_channel(channel_id, kind), channel=str(channel_id), time="9:00")
        assert "I need an ordinary text channel of this server" in refusal(result), (channel_id, kind)
    news = world.guild.create_news_channel("news")
    result = await raw(world, world.mod, as_channel(news.id, 5), channel=str(news.id), time="9:00")
    assert "I need an ordinary text channel" in refusal(result)
    for role_id in (world.guild.id + 1, 2**63 - 1):
        one = {"id": str(role_id), "name": "theirs", "permissions": "0", "position": 1, "color": 0, "hoist": False}
        roles = {"roles": {str(role_id): one | {"managed": False, "mentionable": True}}}
        found = as_channel(place.id, 0) | roles
        result = await raw(world, world.mod, found, channel=str(place.id), time="9:00", mention=str(role_id))
        assert "pick a role that people choose" in refusal(result)
    assert await world.client.daily_channels.get(world.guild.id) is None


async def test_options_are_offered_while_one_types(world: World) -> None:
    async def offered(option: str, typed: str) -> list[str]:
        found = await world.mod.autocomplete(world.channel, "daily channel set", option, typed)
        return [choice["name"] for choice in found]

    assert await offered("days", "week") == ["Weekdays", "Weekends"]
    assert "Mon, Wed, Fri" in await offered("days", "")
    assert any("Berlin" in name for name in await offered("timezone", "berl"))
    assert any("Upwork" in name for name in await offered("track", "up"))


async def test_only_moderators_set_it_up_on_every_press(world: World, place: simcord.ChannelHandle) -> None:
    options = {"channel": place, "time": "9:00"}
    for command, given in (("set", options), ("status", {}), ("remove", {})):
        result = await world.alice.slash(world.channel, f"daily channel {command}", **given)
        assert refusal(result).startswith("That is for moderators")
    assert refusal(await world.mod.slash(world.channel, "daily channel status")).startswith("This server has no daily")
    panel = await choose(world, place)
    for custom_id in ("gr:day_now", "gr:day_remove", "gr:day_status", "gr:day_retry:1"):
        result = await beyond.press(world, world.alice, panel, custom_id)
        assert "moderators" in refusal(result) or "Nothing of yours" in refusal(result), custom_id
    assert (await settings(world)).active
    await beyond.set_roles(world, world.mod)
    result = await beyond.press(world, world.mod, panel, "gr:day_remove")
    assert refusal(result).startswith("That is for moderators")


async def test_it_is_changed_stopped_and_started_again(world: World, place: simcord.ChannelHandle) -> None:
    await world.client.guild_settings.change(world.guild.id, Setting.ZONE, "Asia/Tokyo")
    said = text_of(await choose(world, place, timezone="", days="weekdays"))
    assert "on weekdays at 09:00 in Tokyo" in said
    assert "UTC" not in said
    other = world.guild.create_text_channel("other")
    await choose(world, other, time="6 pm", timezone="", days="")
    await come(world)
    assert (len(posts(place)), len(posts(other))) == (0, 1)
    panel = await status(world)
    await world.mod.click(panel, label="Remove")
    assert "Removed" in text_of(now(world, panel))
    assert refusal(await world.mod.slash(world.channel, "daily channel remove")).startswith("This server has no daily")
    world.clock.move(days=3)
    await world.run_due()
    assert len(posts(other)) == 1
    assert "The wrap-up: nobody answered this time." in text_of(other.threads[0].history()[-1])
    # On a day whose question was cancelled it comes all the same once it is set again.
    await choose(world, other, time="6 pm", timezone="")
    await come(world)
    assert len(posts(other)) == 2


async def test_what_is_missed_by_half_a_day_is_skipped_and_what_is_late_says_so(
    world: World, place: simcord.ChannelHandle
) -> None:
    await choose(world, place)
    await world.restart()
    next_at = (await settings(world)).next_at
    assert next_at is not None
    world.clock.move(seconds=(next_at - world.clock() + timedelta(days=2, hours=13)).total_seconds())
    await world.run_due()
    assert posts(place) == []
    after = (await settings(world)).next_at
    assert after == next_at + timedelta(days=3)
    world.clock.move(seconds=(after - world.clock() + timedelta(hours=11)).total_seconds())
    await world.run_due()
    (post,) = posts(place)
    assert f"this was due at <t:{int(after.timestamp())}:F>" in text_of(post)
    assert (await settings(world)).next_at == after + timedelta(days=1)


async def test_one_more_question_at_once(world: World, place: simcord.ChannelHandle) -> None:
    panel = await choose(world, place)
    assert f"<#{place.id}>" in text_of(last(await world.mod.click(panel, label="Post one now")))
    await world.mod.click(panel, label="Post one now")
    (post,) = posts(place)
    next_at = (await settings(world)).next_at
    await come(world)
    assert len(posts(place)) == 2
    assert (await settings(world)).next_at == (next_at or world.clock()) + timedelta(days=1)
    assert labels_of(now(world, post)) == ["Answer", "See answers"]
    world.clock.move(days=1)
    await world.run_due()
    await world.run_due()
    assert labels_of(now(world, post)) == ["See answers"]


# ---------------------------------------------------------------------- what is in its way


async def test_a_channel_where_it_may_not_post_is_named_and_tried_again(
    world: World, place: simcord.ChannelHandle
) -> None:
    await beyond.deny(world, place, "send_messages", "embed_links")
    refused = await choose(world, place, days="Mon, Wed, Fri", timezone="Tokyo")
    assert "I lack **Send Messages**, **Embed Links**" in text_of(refused)
    assert await world.client.daily_channels.get(world.guild.id) is None
    again = last(await world.mod.click(refused, label="Try again"))
    assert "I lack" in text_of(again)
    await beyond.allow_again(world, place)
    await beyond.deny(world, place, "create_public_threads")
    said = text_of(last(await world.mod.click(again, label="Try again")))
    assert "on Mondays, Wednesdays, Fridays at 09:00 in Tokyo" in said
    assert "I lack **Create Public Threads**" in said
    assert "Until then questions come without threads." in said


async def test_without_threads_it_is_posted_and_wrapped_up_in_the_channel(
    world: World, place: simcord.ChannelHandle
) -> None:
    await choose(world, place)
    await beyond.deny(world, place, "create_public_threads")
    await come(world)
    (post,) = posts(place)
    assert place.threads == []
    said = text_of(await status(world))
    assert "I lack **Create Public Threads**" in said
    assert "A question has no thread" in said
    assert "I lack a permission there" in said
    await beyond.allow_again(world, place)
    await answer(world, world.alice, post)
    await come(world)
    assert len(place.threads) == 1
    (wrap,) = [one for one in place.history() if "The wrap-up" in text_of(one)]
    assert wrap.id < posts(place)[-1].id
    assert "A question has no thread" not in text_of(await status(world))


async def test_a_thread_that_was_deleted_stays_deleted(world: World, place: simcord.ChannelHandle) -> None:
    await choose(world, place)
    await come(world)
    await beyond.delete(world, place.threads[0])
    await world.restart()
    (post,) = posts(place)
    await answer(world, world.alice, post)
    await come(world)
    (second,) = place.threads
    assert second.id == posts(place)[-1].id
    assert [text_of(one) for one in place.history() if "The wrap-up" in text_of(one)]


async def test_an_archived_thread_is_used_and_a_closed_one_is_not(world: World, place: simcord.ChannelHandle) -> None:
    await choose(world, place)
    await come(world)
    (first,) = place.threads
    await beyond.change_thread(world, first, archived=True)
    await come(world)
    assert "The wrap-up" in text_of(first.history()[-1])
    second = next(one for one in place.threads if one.id != first.id)
    await beyond.deny(world, place, "send_messages_in_threads")
    await come(world)
    assert not any("The wrap-up" in text_of(one) for one in second.history())
    assert len([one for one in place.history() if "The wrap-up" in text_of(one)]) == 1
    assert "I lack **Send Messages in Threads**" in text_of(await status(world))


async def test_a_channel_that_was_deleted_or_closed(world: World, place: simcord.ChannelHandle) -> None:
    await choose(world, place)
    await beyond.deny(world, place, "send_messages")
    await come(world)
    said = text_of(await status(world))
    assert "I lack **Send Messages**" in said
    assert "A question could not be posted" in said
    await beyond.allow_again(world, place)
    await come(world)
    assert len(posts(place)) == 1
    assert "could not be posted" not in text_of(await status(world))
    await beyond.delete(world, place)
    await come(world)
    said = text_of(await status(world))
    assert "The channel was deleted: choose another one" in said
    assert "**Next:** not planned" in said
    world.clock.move(days=5)
    await world.run_due()
    other = world.guild.create_text_channel("other")
    await choose(world, other)
    await come(world)
    assert len(posts(other)) == 1


async def test_the_bot_is_removed_and_comes_back(world: World, place: simcord.ChannelHandle) -> None:
    await choose(world, place)
    member = await beyond.remove_bot(world)
    world.clock.move(days=3)
    await world.run_due()
    await beyond.add_bot(world, member)
    await world.run_due()
    assert len(posts(place)) <= 1
    before = len(posts(place))
    await come(world)
    assert len(posts(place)) == before + 1


async def test_only_the_chosen_role_is_pinged_while_it_is_there(world: World, place: simcord.ChannelHandle) -> None:
    role = world.guild.create_role("Daily people")
    await beyond.set_server_rights(world, mention_everyone=False)
    said = text_of(await choose(world, place, mention=role))
    assert f"I may not ping <@&{role.id}>" in said
    await come(world)
    assert body_of(world, f"{place.id}/messages")["allowed_mentions"] == {"parse": [], "roles": [role.id]}
    (post,) = posts(place)
    assert f"<@&{role.id}>" in text_of(post)
    await answer(world, world.alice, post)
    changed = body_of(world, f"{place.id}/messages/{post.id}")
    assert changed["allowed_mentions"] == {"parse": []}
    await beyond.delete_role(world, role)
    assert "The role to ping was deleted" in text_of(await status(world))
    await come(world)
    assert len(posts(place)) == 2


# ---------------------------------------------------------------------- answers


async def opened(world: World, place: simcord.ChannelHandle, **options: Any) -> discord.Message:
    """A question that stands in its channel."""
    await choose(world, place, **options)
    await come(world)
    return posts(place)[-1]


async def test_an_answer_is_changed_until_the_wrap_up(world: World, place: simcord.ChannelHandle) -> None:
    post = await opened(world, place)
    for text, said in ((" \u200b\n", "There was no text"), ("x" * 3001, "bring it down to 3000")):
        result = await beyond.send_form(world, world.alice, place, "gr:day_text:1", text)
        assert said in refusal_with_file(world, result, text)
    await answer(world, world.alice, post, "First thoughts \ud83d <@&1> **bold")
    await answer(world, world.bob, post)
    page = await see(world, world.bob, post)
    await world.bob.click(page, label="Useful")
    assert "useful to 1 person" in text_of(now(world, page))

    shown = await world.alice.click(post, label="Answer")
    assert fields_of(shown)["text"].startswith("First thoughts")
    sent = last(await world.alice.submit_modal(shown, {"text": "Second thoughts, with figures."}))
    assert "Changed: your new answer is in." in text_of(sent)
    said = text_of(await see(world, world.bob, post))
    assert "Second thoughts" in said
    assert "useful to" not in said  # the votes were for another text
    # Two answered within the same seconds: the count follows by itself, though the first change was for one.
    assert "1 answer ·" in text_of(now(world, post))
    world.clock.move(seconds=20)
    await world.run_due()
    assert "2 answers" in text_of(now(world, post))

    for _ in range(3):
        await world.alice.click(now(world, sent), label="May be shown in the wrap-up")
    await world.alice.click(now(world, sent), label="May be shown in the wrap-up")
    late = await world.bob.click(post, label="Answer")
    await come(world)
    wrap = text_of(place.threads[0].history()[-1])
    assert "2 people answered" in wrap
    assert "Second thoughts" not in wrap
    result = await world.bob.submit_modal(late, {"text": "Too late, and nothing is lost."})
    said = text_of(last(result))
    assert said.startswith("Answering this question has ended")
    assert "A sample answer" in said
    assert beyond.file_of(world, last(result)) == b"Too late, and nothing is lost."
    for custom_id in (f"gr:day_share:1:{1}", "gr:day_useful:1:0:1"):
        assert "Answering this question has ended" in refusal(await beyond.press(world, world.bob, post, custom_id))
    assert refusal(await beyond.press(world, world.mod, post, "gr:day_answers:1")).startswith("The answers are for")
    assert "Second thoughts" in text_of(await see(world, world.bob, now(world, post)))


def refusal_with_file(world: World, result: InteractionResult, typed: str) -> str:
    """A refusal that gives back what was typed, if there was any."""
    (said,) = told(result)
    text = text_of(said.message)
    if typed.strip(" \u200b\n"):
        assert beyond.file_of(world, said.message).decode() == typed
    return text


async def test_what_is_not_there_or_not_theirs(world: World, place: simcord.ChannelHandle) -> None:
    post = await opened(world, place)
    await answer(world, world.alice, post)
    elsewhere = world.env.create_guild("Another server")
    far = elsewhere.create_text_channel("far")
    eve = elsewhere.add_member(world.env.create_user("eve"))
    theirs = await far_message(world, far)
    pressed = ("day_answer:1", "day_answers:1", "day_share:1:1", "day_page:1:0", "day_useful:1:0:1", "day_answer:99")
    for custom_id in pressed:
        result = await beyond.press(world, eve, theirs, f"gr:{custom_id}")
        assert refusal(result).startswith("That daily question is not there any more"), custom_id
    result = await beyond.send_form(world, eve, far, "gr:day_text:1", "Mine too")
    assert "not there any more" in text_of(last(result))
    assert refusal(await beyond.press(world, world.alice, post, "gr:day_useful:1:0:1")).startswith("That one is yours")
    for custom_id in ("day_useful:1:0:1", "day_share:1:1", "day_page:1:0"):
        assert refusal(await beyond.press(world, world.bob, post, f"gr:{custom_id}")).startswith("Write your own")
    for custom_id in ("day_answer:x", "day_answer", f"day_answer:{2**70}", "day_useful:1:0"):
        assert plain(refusal(await beyond.press(world, world.bob, post, f"gr:{custom_id}"))), custom_id


async def far_message(world: World, channel: simcord.ChannelHandle) -> discord.Message:
    stored = world.env.backend.create_message(channel.id, world.env.backend.bot_user.id, "Hello")
    await world.env.settle()
    return next(one for one in channel.history() if one.id == stored.id)


async def test_a_personal_question_is_no_question_of_the_server(world: World, place: simcord.ChannelHandle) -> None:
    post = await opened(world, place)
    await world.alice.slash(world.channel, "daily now")
    result = await beyond.press(world, world.bob, post, "gr:day_answer:2")
    assert refusal(result).startswith("That daily question is not there any more")


async def test_answers_come_in_pages(world: World, place: simcord.ChannelHandle) -> None:
    post = await opened(world, place)
    people = [world.guild.add_member(world.env.create_user(f"p{number}")) for number in range(7)]
    for number, who in enumerate(people):
        text = f"Answer {number}. " + "word " * (590 if number == 2 else 60)
        await beyond.send_form(world, who, place, "gr:day_text:1", text)
        world.clock.move(minutes=1)
    page = await see(world, people[0], post)
    assert "Answer 1." in text_of(page)
    assert labels_of(page) == ["Useful", "Back", "Next"]
    for expected in (["Answer 2."], ["Answer 3.", "Answer 4.", "Answer 5.", "Answer 6."]):
        await people[0].click(now(world, page), label="Next")
        said = text_of(now(world, page))
        assert [f"Answer {number}." for number in range(7) if f"Answer {number}." in said] == expected
    await people[0].click(now(world, page), label="Back")
    assert "Answer 2." in text_of(now(world, page))


async def test_an_answer_counts_though_the_post_cannot_be_changed(world: World, place: simcord.ChannelHandle) -> None:
    post = await opened(world, place)
    world.env.inject_error("PATCH", f"/channels/{place.id}/messages/*", status=403, code=50013, times=1)
    assert "Your answer is in." in text_of(await answer(world, world.alice, post))
    world.clock.move(minutes=1)
    world.env.inject_error("PATCH", f"/channels/{place.id}/messages/*", status=500, code=0, times=1)
    assert "Your answer is in." in text_of(await answer(world, world.bob, post))
    world.clock.move(minutes=1)
    await world.run_due()
    assert "2 answers" in text_of(now(world, post))
    await beyond.delete_messages(world, place, post)
    assert "Changed" in text_of(last(await beyond.send_form(world, world.bob, place, "gr:day_text:1", "Changed once")))
    await beyond.send_form(world, world.mod, place, "gr:day_text:1", "The post is gone")
    world.clock.move(minutes=1)
    await world.run_due()


async def test_a_suggested_question_names_its_member_and_a_bare_one_has_no_sample(
    world: World, place: simcord.ChannelHandle
) -> None:
    shown = await world.alice.slash(world.channel, "question suggest", track=TRACK, stage=STAGE)
    await world.alice.submit_modal(shown, TEXTS | {"approach": "", "sample_answer": "", "probes": "", "assesses": ""})
    card = last(await world.mod.slash(world.channel, "question review"))
    await world.mod.click(card, label="Approve")
    for track in world.client.catalogue.tracks.values():
        for stage in track.stages:
            for question in stage.questions:
                await ask_never_again(world, question.id)
    review = world.guild.create_text_channel("review")
    await world.client.guild_settings.change(world.guild.id, Setting.REVIEW, review.id)
    post = await opened(world, place)
    assert PROMPT in text_of(post)
    assert f"Suggested by <@{world.alice.id}>" in text_of(post)
    await world.run_due()
    assert "no question is left that this server was not asked yet" in text_of(review.history()[-1])
    assert "**Not asked yet:** none" in text_of(await status(world))
    await come(world)
    wrap = text_of(place.threads[0].history()[-1])
    assert PROMPT in wrap
    assert "A sample answer" not in wrap
    # All were asked: the oldest comes again, and moderators hear of it once a week.
    assert len(posts(place)) == 2
    assert len(review.history()) == 1


async def ask_never_again(world: World, question_id: str) -> None:
    await world.client.banks.retire(world.guild.id, question_id, world.mod.id)


async def test_a_track_that_was_removed_is_said_and_another_asked(world: World, place: simcord.ChannelHandle) -> None:
    await choose(world, place, track=TRACK)

    async def forget(unit: Unit) -> None:
        before = await unit.daily_channels.get(world.guild.id)
        assert before is not None
        stored = await unit.daily_channels.put(before.model_copy(update={"track_id": "gone-track"}))
        await unit.daily_channels.plan(world.guild.id, stored.version, before.next_at)

    await world.client.store.write(forget)
    assert "The track you chose is no longer there" in text_of(await status(world))
    await world.mod.click(await status(world), label="Post one now")
    assert len(posts(place)) == 1


async def test_without_room_in_the_store_an_answer_is_given_back(world: World, place: simcord.ChannelHandle) -> None:
    post = await opened(world, place)
    shown = await world.alice.click(post, label="Answer")
    text = "🎯a" * 1400
    with full(world):
        result = await world.alice.submit_modal(shown, {"text": text})
    assert "storage is full" in refusal_with_file(world, result, text)
    assert "No answer yet" in text_of(now(world, post))


def test_the_longest_wrap_up_fits_into_a_message() -> None:
    question = make_question(prompt="p" * 700, approach=("s" * 220,) * 6, sample_answer="a" * 1700)
    daily = make_daily(question=question)
    best = make_answer(1, 3, text="b" * 3000)
    embeds = channel.wrap_up(DayWrapUp(question=daily, found=WrapUp(answered=9, best=best)))["embeds"]
    assert sum(map(len, embeds)) <= 6000
    assert "b" * 1500 in (embeds[1].description or "")
