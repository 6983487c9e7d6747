"""Suggestions from the form to the word that the member gets, reports, the audit log: with every step gone wrong."""

import asyncio
from typing import Any

import discord
import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.bank.suggestions import MOST_A_DAY, Suggestion, SuggestionStatus
from bot.domain.deliveries import DeliveryStatus
from bot.domain.guilds import Setting
from bot.services.ports import Unit
from tests.cogs import beyond
from tests.cogs.bank_steps import PROMPT, TEXTS, add, fields_of, kept_rows, last, now, own, shipped
from tests.cogs.plain import plain, refusal, told
from tests.cogs.test_storage_trouble import full
from tests.cogs.test_user_text import body_of
from tests.world import STAGE, TRACK, World, labels_of, text_of

DECIDE = ["Approve", "Edit and approve", "Decline"]
ANOTHER = {"prompt": "How would you tell a customer that their data is gone?"}
STRING = 3


@pytest.fixture
async def review(world: World) -> simcord.ChannelHandle:
    """The review channel, chosen in /setup."""
    return await chosen(world, Setting.REVIEW, "review")


async def chosen(world: World, setting: Setting, name: str) -> simcord.ChannelHandle:
    channel = world.guild.create_text_channel(name)
    await world.client.guild_settings.change(world.guild.id, setting, channel.id)
    return channel


def second_mod(world: World) -> simcord.MemberActor:
    role = world.guild.create_role("More mods", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("mia"), roles=[role])


async def suggest(world: World, texts: dict[str, str] | None = None) -> InteractionResult:
    """Alice suggests a question by the form."""
    shown = await world.alice.slash(world.channel, "question suggest", track=TRACK, stage=STAGE)
    return await world.alice.submit_modal(shown, texts or TEXTS)


async def stored(world: World) -> list[Suggestion]:
    """All suggestions of the server."""

    async def work(unit: Unit) -> list[Suggestion | None]:
        return [await unit.suggestions.get(world.guild.id, number) for number in range(1, 30)]

    return [one for one in await world.client.store.read(work) if one is not None]


async def one(world: World) -> Suggestion:
    (found,) = await stored(world)
    return found


async def queue(world: World) -> discord.Message:
    """What the moderator sees first."""
    return last(await world.mod.slash(world.channel, "question review"))


def direct(world: World) -> list[str]:
    """What Alice read in direct messages."""
    return [text_of(message) for message in world.alice.user.dm_channel.history()]


def close_direct_messages(world: World) -> None:
    path = f"/channels/{world.alice.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=1)


async def row(world: World, key: str) -> Any:
    found = await world.client.store.read(lambda unit: unit.deliveries.by_key(world.guild.id, key))
    assert found is not None, key
    return found


# ---------------------------------------------------------------------- suggesting


async def test_a_suggestion_waits_then_is_approved_told_and_asked_with_credit(world: World) -> None:
    result = await suggest(world)
    assert "a moderator reads it" in text_of(last(result))
    assert (await one(world)).question.approach == ("Ask who reads it", "Say what reading it changes")
    card = await queue(world)
    assert labels_of(card) == [*DECIDE, "Next"]
    assert PROMPT in text_of(card)
    assert TEXTS["sample_answer"] in text_of(card)
    assert "1 suggestion to review." in text_of(card)
    await world.mod.click(card, label="Approve")
    assert "✅ Approved by" in text_of(now(world, card))
    (question,) = await own(world)
    assert question.credit_id == world.alice.id
    (word,) = direct(world)
    assert "is in the bank now" in word
    assert PROMPT in word
    await world.run_due()
    assert len(direct(world)) == 1


async def test_credit_stands_on_the_question_in_a_round_and_pings_nobody(world: World) -> None:
    await suggest(world)
    await world.mod.click(await queue(world), label="Approve")
    for question in world.client.catalogue.tracks[TRACK].stages[0].questions:
        await world.client.banks.retire(world.guild.id, question.id, world.mod.id)
    thread = await world.start(questions=1)
    shown = text_of(world.panel(thread))
    assert PROMPT in shown
    assert f"Suggested by <@{world.alice.id}>" in shown
    assert body_of(world, f"{thread.id}/messages")["allowed_mentions"] == {"parse": []}


BAD_TEXTS = [
    ({"prompt": "Why?"}, "**Question** has 4 characters and needs at least 10"),
    ({"prompt": " \u200b \n "}, "**Question** is missing"),
    ({"prompt": "?" * 40}, "**Question** has no letter or digit"),
    ({"prompt": PROMPT, "approach": "\n".join(["Ask them"] * 7)}, "**Approach** has 7 entries"),
    ({"prompt": PROMPT, "probes": "x" * 221}, "**Follow-ups**: probe 1 has 221 characters"),
    ({"prompt": PROMPT, "sample_answer": "Short."}, "**Sample answer** has 6 characters"),
    ({"prompt": f"{PROMPT}\x1b[0m"}, "holds a control character"),
]


async def test_what_is_no_question_is_kept_and_offered_again(world: World) -> None:
    for texts, said in BAD_TEXTS:
        result = await suggest(world, texts)
        assert said in plain(text_of(last(result)).split(" What you wrote")[0])
        fields = fields_of(await world.alice.click(last(result), label="Edit again"))
        assert {name: fields[name].strip() for name in texts} == {
            name: text.replace("\x1b", "").strip() for name, text in texts.items()
        }
    assert await stored(world) == []
    assert kept_rows(world) == len(BAD_TEXTS)


async def test_a_kept_text_is_mended_after_restarts_and_used_once(world: World) -> None:
    result = await suggest(world, {"prompt": "Why?"})
    await world.restart()
    shown, twice = [await world.alice.click(last(result), label="Edit again") for _ in range(2)]
    assert fields_of(shown)["prompt"] == "Why?"
    await world.restart()
    await world.alice.submit_modal(shown, TEXTS)
    assert (await one(world)).question.prompt == PROMPT
    assert kept_rows(world) == 0
    gone = await world.alice.submit_modal(twice, TEXTS)
    assert "Nothing of yours waits" in refusal_with_file(gone)
    assert len(await stored(world)) == 1


def refusal_with_file(result: InteractionResult) -> str:
    """A refusal that gives back what was written as a file."""
    message = last(result)
    assert message.attachments
    return text_of(message)


async def test_a_prompt_too_long_for_the_form_is_refused_and_kept(world: World) -> None:
    message = await world.bob.send(world.channel, "Tell me about it. " * 60)
    shown = await from_menu(world, message)
    result = await world.alice.submit_modal(shown, {"prompt": fields_of(shown)["prompt"]})
    assert "1079 characters and may have at most 700" in text_of(last(result))
    assert labels_of(last(result)) == ["Edit again"]


async def test_five_a_day_and_the_text_of_a_sixth_is_kept(world: World) -> None:
    shown = await world.alice.slash(world.channel, "question suggest", track=TRACK, stage=STAGE)
    for number in range(MOST_A_DAY):
        await suggest(world, {"prompt": f"{PROMPT} And then number {number}?"})
    assert "within a day" in refusal(
        await world.alice.slash(world.channel, "question suggest", track=TRACK, stage=STAGE)
    )
    result = await world.alice.submit_modal(shown, TEXTS)
    assert "You have suggested 5 questions" in text_of(last(result))
    assert len(await stored(world)) == MOST_A_DAY
    world.clock.move(days=1, seconds=1)
    await world.alice.submit_modal(await world.alice.click(last(result), label="Edit again"), ANOTHER)
    assert len(await stored(world)) == MOST_A_DAY + 1


async def test_look_alikes_are_named_to_the_member_and_the_moderator(world: World) -> None:
    existing = await add(world, prompt=PROMPT)
    result = await suggest(world, {"prompt": "Which of our reports would you delete first and why"})
    assert existing.id in text_of(last(result))
    assert labels_of(last(result)) == ["Suggest anyway", "Edit again"]
    assert await stored(world) == []
    await world.restart()
    await world.alice.click(last(result), label="Suggest anyway")
    assert "a moderator reads it" in text_of(now(world, last(result)))
    card = await queue(world)
    assert existing.id in text_of(card)
    assert (await one(world)).waits
    kept = kept_rows(world)
    again = await beyond.press(world, world.alice, last(result), "gr:sanyway:1")
    assert "Nothing of yours waits" in refusal(again)
    assert (kept, len(await stored(world))) == (0, 1)


async def test_what_became_alike_meanwhile_is_shown_before_it_is_approved(world: World) -> None:
    await suggest(world)
    card = await queue(world)
    await add(world, prompt=PROMPT)
    await world.mod.click(card, label="Approve")
    assert "more questions like it came" in text_of(now(world, card))
    assert (await one(world)).waits
    await world.mod.click(now(world, card), label="Approve")
    assert (await one(world)).status is SuggestionStatus.APPROVED


async def test_without_storage_the_text_comes_back_as_a_file(world: World) -> None:
    shown = await world.alice.slash(world.channel, "question suggest", track=TRACK, stage=STAGE)
    long = TEXTS | {"sample_answer": "🎯a" * 850, "probes": "\n".join(["🎯a" * 100] * 6), "prompt": "🎯a" * 300}
    with full(world):
        result = await world.alice.submit_modal(shown, long)
    assert "storage is full" in refusal_with_file(result)
    assert all(text in beyond.file_of(world, last(result)).decode() for text in long.values())
    assert await stored(world) == []


@pytest.mark.parametrize(("track", "stage"), [("no-such-track", STAGE), (TRACK, "no-such-stage")])
async def test_an_unknown_place_is_one_sentence(world: World, track: str, stage: str) -> None:
    assert "pick one from the list" in refusal(
        await world.alice.slash(world.channel, "question suggest", track=track, stage=stage)
    )


# ---------------------------------------------------------------------- the message menu


async def from_menu(world: World, message: discord.Message, stage: str = STAGE) -> InteractionResult:
    """Alice picks a message, then track and stage; the form that opens."""
    shown = last(await world.alice.context_menu(world.channel, "Suggest as question", message))
    await world.alice.select(shown, [TRACK])
    return await world.alice.select(now(world, shown), [stage])


async def test_a_message_becomes_a_suggestion(world: World) -> None:
    message = await world.bob.send(world.channel, f"  {PROMPT} @everyone ")
    shown = last(await world.alice.context_menu(world.channel, "Suggest as question", message))
    await world.restart()
    await world.alice.select(shown, [TRACK])
    await world.restart()
    form = await world.alice.select(now(world, shown), ["team"])
    assert fields_of(form)["prompt"] == f"{PROMPT} @everyone"
    await world.restart()
    await world.alice.submit_modal(form, {"prompt": fields_of(form)["prompt"]})
    found = await one(world)
    assert (found.stage_id, found.question.prompt, found.member_id) == ("team", f"{PROMPT} @everyone", world.alice.id)


@pytest.mark.parametrize("content", ["🙂🙂", "…"])
async def test_a_message_without_words_is_no_question(world: World, content: str) -> None:
    message = await world.bob.send(world.channel, content)
    result = await world.alice.context_menu(world.channel, "Suggest as question", message)
    assert "has no text to suggest" in refusal(result)


async def test_another_persons_menu_is_nothing(world: World) -> None:
    message = await world.bob.send(world.channel, PROMPT)
    shown = last(await world.alice.context_menu(world.channel, "Suggest as question", message))
    for custom_id in ("gr:sagain:1", "gr:sanyway:1"):
        assert "Nothing of yours waits" in refusal(await beyond.press(world, world.bob, shown, custom_id))


# ---------------------------------------------------------------------- the review channel


async def test_the_review_channel_gets_each_suggestion_once_and_shows_what_became_of_it(
    world: World, review: simcord.ChannelHandle
) -> None:
    await suggest(world)
    await world.run_due()
    (post,) = review.history()
    assert labels_of(post) == DECIDE
    assert body_of(world, f"{review.id}/messages")["allowed_mentions"] == {"parse": []}
    await world.restart()
    # Decided elsewhere: in the queue.
    await world.mod.click(await queue(world), label="Approve")
    assert labels_of(now(world, post)) == []
    assert "✅ Approved by" in text_of(now(world, post))
    assert len(review.history()) == 1
    assert len(direct(world)) == 1


async def test_a_decision_survives_a_restart_between_any_two_steps(
    world: World, review: simcord.ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await world.alice.slash(world.channel, "question suggest", track=TRACK, stage=STAGE)
    await world.restart()
    world.env.inject_error("POST", f"/channels/{review.id}/messages", status=503, times=1)
    await world.alice.submit_modal(shown, TEXTS)
    assert review.history() == []
    await world.restart()
    world.clock.move(seconds=31)
    await world.run_due()
    (post,) = review.history()
    form = await world.mod.click(post, label="Decline")
    await world.restart()
    monkeypatch.setattr(world.client.clockwork, "serve", nobody)  # the process dies before anybody is told
    await world.mod.submit_modal(form, {"reason": "Too close to *question 3*, @everyone"})
    assert direct(world) == []
    await world.restart()
    await world.run_due()
    await world.restart()
    await world.run_due()
    (word,) = direct(world)
    assert "was not taken this time" in word
    assert "Too close to \\*question 3\\*" in word
    assert labels_of(now(world, post)) == []
    assert (await one(world)).status is SuggestionStatus.DECLINED


async def nobody(*_: object) -> None:
    """Brings nothing."""


async def test_of_two_moderators_the_second_reads_who_decided(world: World, review: simcord.ChannelHandle) -> None:
    mia = second_mod(world)
    await suggest(world)
    (post,) = review.history()
    mine = await queue(world)
    form = await mia.click(post, label="Decline")
    edit = await mia.click(post, label="Edit and approve")
    await world.mod.click(mine, label="Approve")
    for result in (
        await beyond.press(world, mia, now(world, post), "gr:approve:1:0"),
        await mia.submit_modal(form, {"reason": "Too vague"}),
        await mia.submit_modal(edit, TEXTS),
        await beyond.press(world, mia, now(world, post), "gr:decline:1"),
        await beyond.press(world, mia, now(world, post), "gr:approve_edit:1"),
    ):
        assert f"<@{world.mod.id}> has approved that suggestion already" in text_of(last(result))
    assert len(await own(world)) == 1
    assert len(direct(world)) == 1
    assert "✅ Approved by" in text_of(now(world, post))


async def test_a_moderator_edits_and_approves(world: World, review: simcord.ChannelHandle) -> None:
    await suggest(world)
    (post,) = review.history()
    form = await world.mod.click(post, label="Edit and approve")
    assert fields_of(form) == TEXTS
    bad = await world.mod.submit_modal(form, TEXTS | {"sample_answer": "Short."})
    assert "**Sample answer** has 6 characters" in text_of(last(bad))
    await world.restart()
    again = await world.mod.click(last(bad), label="Edit again")
    assert fields_of(again)["sample_answer"] == "Short."
    await world.mod.submit_modal(again, TEXTS | ANOTHER)
    (question,) = await own(world)
    assert (question.question.prompt, question.credit_id) == (ANOTHER["prompt"], world.alice.id)
    assert ANOTHER["prompt"] in direct(world)[0]
    assert labels_of(now(world, post)) == []


@pytest.mark.parametrize("how", ["deleted", "forbidden"])
async def test_without_its_channel_the_queue_goes_on(world: World, review: simcord.ChannelHandle, how: str) -> None:
    if how == "deleted":
        await beyond.delete(world, review)
    else:
        await beyond.deny(world, review, "send_messages")
    result = await suggest(world)
    assert "a moderator reads it" in text_of(last(result))
    assert (await row(world, "suggestion:1:post")).status is DeliveryStatus.DEAD
    await world.mod.click(await queue(world), label="Approve")
    assert len(direct(world)) == 1


async def test_a_deleted_post_does_not_keep_the_member_waiting(world: World, review: simcord.ChannelHandle) -> None:
    await suggest(world)
    (post,) = review.history()
    world.env.backend.delete_message(review.id, post.id)
    await world.mod.click(await queue(world), label="Approve")
    assert len(direct(world)) == 1
    assert (await row(world, "suggestion:1:shown")).status is DeliveryStatus.DEAD


# ---------------------------------------------------------------------- telling the member


async def test_where_direct_messages_are_closed_the_channel_tells_and_pings_only_the_member(world: World) -> None:
    await suggest(world)
    card = await queue(world)
    close_direct_messages(world)
    await world.mod.click(card, label="Approve")
    await world.restart()
    await world.run_due()
    assert direct(world) == []
    (word,) = [message for message in world.channel.history() if "is in the bank now" in text_of(message)]
    assert [person.id for person in word.mentions] == [world.alice.id]
    await world.run_due()
    assert (await row(world, "suggestion:1:told")).status is DeliveryStatus.SENT


async def test_where_that_channel_is_gone_too_the_practice_channel_tells(world: World) -> None:
    practice = await chosen(world, Setting.PRACTICE, "practice-2")
    side = world.guild.create_text_channel("side")
    shown = await world.alice.slash(side, "question suggest", track=TRACK, stage=STAGE)
    await world.alice.submit_modal(shown, TEXTS)
    await beyond.delete(world, side)
    card = await queue(world)
    close_direct_messages(world)
    await world.mod.click(card, label="Approve")
    await world.run_due()
    (word,) = practice.history()
    assert f"<@{world.alice.id}>, your question" in text_of(word)


async def test_where_nothing_is_open_the_decision_stands(world: World) -> None:
    await suggest(world)
    card = await queue(world)
    close_direct_messages(world)
    await beyond.deny(world, world.channel, "send_messages")
    await world.mod.click(card, label="Approve")
    await world.run_due()
    assert (await row(world, "suggestion:1:told")).status is DeliveryStatus.DEAD
    assert (await one(world)).status is SuggestionStatus.APPROVED


async def test_a_failure_on_the_way_is_tried_again_and_tells_once(world: World) -> None:
    await suggest(world)
    card = await queue(world)
    path = f"/channels/{world.alice.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=503, times=1)
    await world.mod.click(card, label="Approve")
    assert direct(world) == []
    await world.restart()
    world.clock.move(seconds=31)
    await world.run_due()
    await world.run_due()
    assert len(direct(world)) == 1


# ---------------------------------------------------------------------- rights and places


async def test_a_stranger_presses_every_button(world: World, review: simcord.ChannelHandle) -> None:
    await suggest(world)
    (post,) = review.history()
    form = await world.mod.click(post, label="Decline")
    presses = [f"gr:{name}" for name in ("approve:1:0", "approve_edit:1", "decline:1", "review_next:s:1")]
    presses += [f"gr:{name}:{shipped(world).id}" for name in ("report_retire", "report_dismiss")]
    presses += ["gr:approve_again:1"]
    for custom_id in presses:
        assert "That is for moderators" in refusal(await beyond.press(world, world.bob, post, custom_id)), custom_id
    assert "That is for moderators" in refusal(await world.bob.slash(world.channel, "question review"))
    sent = await beyond.send_form(world, world.bob, review, "gr:approve_form:1", PROMPT)
    assert "That is for moderators" in text_of(last(sent))
    sent = await beyond.send_form(world, world.bob, review, "gr:decline_form:1", PROMPT)
    assert "That is for moderators" in text_of(last(sent))
    assert (await one(world)).waits
    # A right that was lost while the form was open.
    await beyond.set_roles(world, world.mod)
    result = await world.mod.submit_modal(form, {"reason": "Too long to say aloud"})
    assert "That is for moderators" in refusal_with_file(result)
    assert (await one(world)).waits


async def test_a_lost_right_keeps_what_the_moderator_wrote(world: World, review: simcord.ChannelHandle) -> None:
    await suggest(world)
    (post,) = review.history()
    form = await world.mod.click(post, label="Edit and approve")
    roles = [world.guild.roles["Mods"]]
    await beyond.set_roles(world, world.mod)
    result = await world.mod.submit_modal(form, TEXTS | ANOTHER)
    assert "That is for moderators" in text_of(last(result))
    assert "That is for moderators" in refusal(await world.mod.click(last(result), label="Edit again"))
    await beyond.set_roles(world, world.mod, *roles)
    assert fields_of(await world.mod.click(last(result), label="Edit again"))["prompt"] == ANOTHER["prompt"]


async def test_another_servers_suggestions_and_reports_do_not_exist(world: World) -> None:
    await suggest(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("mods")
    role = elsewhere.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    boss = elsewhere.add_member(world.env.create_user("boss"), roles=[role])
    await world.env.settle()
    shown = last(await boss.slash(channel, "question review"))
    assert text_of(shown).startswith("Nothing waits for review.")
    for name in ("approve:1:0", "approve_edit:1", "decline:1", "approve:9223372036854775807:0"):
        assert "no such suggestion" in refusal(await beyond.press(world, boss, shown, f"gr:{name}")), name
    sent = await beyond.send_form(world, boss, channel, "gr:approve_form:1", PROMPT)
    assert "no such suggestion" in text_of(last(sent))
    assert (await one(world)).waits


async def test_tampered_buttons_are_one_sentence_and_a_lost_place_begins_anew(world: World) -> None:
    await suggest(world)
    card = await queue(world)
    for custom_id in ("gr:approve:x:0", "gr:approve:1", "gr:review_next:s", f"gr:decline:{2**63}"):
        assert refusal(await beyond.press(world, world.mod, card, custom_id)), custom_id
    for custom_id in ("gr:review_next:s:x", "gr:review_next:r:nothing", "gr:review_next:z:9"):
        await beyond.press(world, world.mod, card, custom_id)
        assert "Suggestion 1" in text_of(now(world, card)), custom_id
    assert (await one(world)).waits


async def test_next_goes_through_the_queue_and_round(world: World) -> None:
    await suggest(world)
    await suggest(world, ANOTHER)
    await report(world)
    card = await queue(world)
    seen = []
    for _ in range(4):
        seen.append(text_of(now(world, card)))
        await world.mod.click(now(world, card), label="Next")
    assert ["Suggestion 1" in seen[0], "Suggestion 2" in seen[1], "Reported by 1 member" in seen[2]] == [True] * 3
    assert "2 suggestions and 1 reported question to review." in seen[2]
    assert "Suggestion 1" in seen[3]


async def test_long_and_hostile_texts_fit_and_ping_nobody(world: World, review: simcord.ChannelHandle) -> None:
    line = "@everyone <@&1> **[x](https://x.example)** ||`" * 5
    texts = {
        "prompt": ("Why @everyone? ```" * 60)[:700],
        "assesses": ("_a_ " * 90)[:300],
        "approach": "\n".join([line[:220]] * 6),
        "sample_answer": ("*" * 20 + "answer ") * 62,
        "probes": "\n".join([line[:220]] * 6),
    }
    await add(world, prompt=texts["prompt"])
    result = await suggest(world, texts)
    await world.alice.click(last(result), label="Suggest anyway")
    (post,) = review.history()
    assert not post.mention_everyone
    form = await world.mod.click(post, label="Decline")
    await world.mod.submit_modal(form, {"reason": ("@everyone **no** " * 40)[:500]})
    assert len(direct(world)) == 1


# ---------------------------------------------------------------------- reports


async def report(world: World, reason: str = "Nobody would ask this", **options: Any) -> InteractionResult:
    """Alice finishes a round and reports its first question."""
    thread = await world.finish_round(**options)
    shown = await world.alice.click(thread.history()[-1], label="Report a question")
    await world.restart()
    return await world.alice.submit_modal(shown, {"question": ["0"], "reason": reason})


async def test_a_report_reaches_the_queue_and_a_moderator_settles_it(world: World) -> None:
    assert "moderators see your report" in text_of(last(await report(world)))
    card = await queue(world)
    assert labels_of(card) == ["Edit", "Retire", "Dismiss", "Next"]
    assert "Nobody would ask this" in text_of(card)
    await world.mod.click(card, label="Retire")
    assert "is retired" in text_of(now(world, card))
    await world.mod.click(now(world, card), label="Next")
    assert text_of(now(world, card)).startswith("Nothing waits for review.")
    again = await beyond.press(world, world.mod, card, f"gr:report_dismiss:{(await own(world))[0].id}")
    assert "waits any more" in refusal(again)


async def test_an_edit_answers_a_report(world: World) -> None:
    await report(world)
    card = await queue(world)
    form = await world.mod.click(card, label="Edit")
    await world.mod.submit_modal(form, fields_of(form) | {"prompt": "Tell me about yourself, in a minute or two?"})
    assert text_of(await queue(world)).startswith("Nothing waits for review.")


async def test_whatever_an_edit_comes_to_the_queue_goes_on(world: World) -> None:
    await report(world)
    await suggest(world)
    card = await queue(world)
    await world.mod.click(card, label="Next")
    assert "Reported by 1 member" in text_of(now(world, card))
    for last_step in ("Discard", "Edit again"):
        form = await beyond.press(world, world.mod, card, f"gr:qform:{shipped(world).id}")
        await world.mod.submit_modal(form, fields_of(form) | {"prompt": "Why?"})
        assert labels_of(now(world, card)) == ["Edit again", "Discard", "Next"]
        if last_step == "Discard":
            await world.mod.click(now(world, card), label=last_step)
            assert labels_of(now(world, card)) == ["Next"]
    await world.restart()
    again = await world.mod.click(now(world, card), label="Edit again")
    await world.mod.submit_modal(again, fields_of(again) | {"prompt": "Tell me about yourself, in a minute or two?"})
    assert labels_of(now(world, card)) == ["Edit", "Retire", "History", "Next"]
    await world.mod.click(now(world, card), label="Retire")
    await world.mod.click(now(world, card), label="Undo")
    await world.mod.click(now(world, card), label="Next")
    assert "Suggestion 1" in text_of(now(world, card))


async def test_a_dismissed_question_stays_and_is_not_reported_again(world: World) -> None:
    thread = await world.finish_round()
    shown, twice = [await world.alice.click(thread.history()[-1], label="Report a question") for _ in range(2)]
    await world.alice.submit_modal(shown, {"question": ["0"], "reason": "Nobody would ask this"})
    await world.mod.click(await queue(world), label="Dismiss")
    again = await world.alice.submit_modal(twice, {"question": ["0"], "reason": "Really nobody"})
    assert "You have reported that question before" in refusal_with_file(again)
    assert text_of(await queue(world)).startswith("Nothing waits for review.")
    assert await own(world) == []


async def test_what_was_edited_since_can_be_reported_again(world: World) -> None:
    thread = await world.finish_round()
    forms = [await world.alice.click(thread.history()[-1], label="Report a question") for _ in range(3)]
    await world.alice.submit_modal(forms[0], {"question": ["0"], "reason": "Nobody would ask this"})
    edit = await world.mod.click(await queue(world), label="Edit")
    await world.mod.submit_modal(edit, fields_of(edit) | {"prompt": "Tell me about yourself, in a minute or two?"})
    again = await world.alice.submit_modal(forms[1], {"question": ["0"], "reason": "Still too wide"})
    assert "moderators see your report" in text_of(last(again))
    card = await queue(world)
    assert "Still too wide" in text_of(card)
    assert "Nobody would ask this" not in text_of(card)
    thrice = await world.alice.submit_modal(forms[2], {"question": ["0"], "reason": "And still"})
    assert "You have reported that question before" in refusal_with_file(thrice)


async def test_bad_reports_are_one_sentence(world: World) -> None:
    thread = await world.finish_round(visibility="public")
    summary = thread.history()[-1]
    shown = await world.alice.click(summary, label="Report a question")
    assert "That reason was empty" in text_of(
        last(await world.alice.submit_modal(shown, {"question": ["0"], "reason": " \u200b "}))
    )
    stranger = await world.bob.click(summary, label="Report a question")
    assert "'s round" in refusal(stranger)
    for custom_id in (f"gr:report:{world.guild.id}:999", "gr:report:1:1"):
        assert "does not exist any more" in refusal(await beyond.press(world, world.alice, summary, custom_id))
    assert text_of(await queue(world)).startswith("Nothing waits for review.")


# ---------------------------------------------------------------------- unasked


async def test_every_change_and_decision_is_in_the_audit_log_once(world: World) -> None:
    log = await chosen(world, Setting.AUDIT, "audit")
    question = await add(world, prompt=ANOTHER["prompt"])
    await world.client.banks.edit(
        world.guild.id, question.id, question.question.model_copy(update={"minutes": 9}), world.mod.id, base=1
    )
    await suggest(world)
    await world.mod.click(await queue(world), label="Approve")
    await suggest(world, {"prompt": "What is the last thing that you measured and regretted?"})
    form = await world.mod.click(await queue(world), label="Decline")
    await world.mod.submit_modal(form, {"reason": "Too negative"})
    await world.restart()
    await world.run_due()
    await world.run_due()
    entries = [text_of(message) for message in log.history()]
    assert [next(word for word in DID if f"> {word} " in entry) for entry in entries] == [
        "added",
        "edited",
        "approved",
        "declined",
    ]
    assert all(f"<@{world.mod.id}>" in entry for entry in entries)
    assert "**Before:** \u20685\u2069\n**After:** \u20689\u2069" in entries[1]
    assert "Too negative" in entries[3]
    assert body_of(world, f"{log.id}/messages")["allowed_mentions"] == {"parse": []}


DID = ("added", "edited", "approved", "declined")


async def test_the_audit_log_is_told_at_once_and_after_the_moderator(world: World) -> None:
    log = await chosen(world, Setting.AUDIT, "audit")
    question = await add(world)
    assert [text_of(message).split()[1] for message in log.history()] == ["added"]
    shown = last(await world.mod.slash(world.channel, "question view", question=question.id))
    form = await world.mod.click(shown, label="Edit")
    await world.mod.submit_modal(form, fields_of(form) | ANOTHER)
    retired = last(await world.mod.slash(world.channel, "question retire", question=question.id))
    await world.mod.click(retired, label="Undo")
    await world.mod.click(now(world, retired), label="Retire")
    await world.mod.slash(world.channel, "question restore", question=question.id)
    history = last(await world.mod.slash(world.channel, "question history", question=question.id))
    await beyond.press(world, world.mod, history, f"gr:qback:1:{question.id}")
    did = [text_of(message).split()[1] for message in log.history()]
    assert did == ["added", "edited", "retired", "restored", "retired", "restored", "restored"]
    answered = [
        call.path for call in world.env.http_requests if call.path.endswith(("/callback", f"{log.id}/messages"))
    ]
    assert answered[-2].endswith("/callback")
    assert answered[-1].endswith(f"{log.id}/messages"), "the moderator is answered first"


@pytest.mark.parametrize("how", ["deleted", "forbidden"])
async def test_an_audit_channel_out_of_reach_holds_nothing_up(world: World, how: str) -> None:
    log = await chosen(world, Setting.AUDIT, "audit")
    if how == "deleted":
        await beyond.delete(world, log)
    else:
        await beyond.deny(world, log, "send_messages")
    question = await add(world)
    shown = last(await world.mod.slash(world.channel, "question retire", question=question.id))
    assert text_of(shown).startswith("Retired, and not asked any more")
    assert (await row(world, f"audit:{world.guild.id}:{question.id}:2")).status is DeliveryStatus.DEAD


async def test_low_stock_is_told_once_a_week_and_shown_in_the_queue(
    world: World, review: simcord.ChannelHandle
) -> None:
    for question in world.client.catalogue.tracks[TRACK].stages[0].questions[3:]:
        await world.client.banks.retire(world.guild.id, question.id, world.mod.id)
    for _ in range(2):
        thread = await world.start()
        await world.alice.click(world.panel(thread), label="Finish")
        await world.run_due()
    (word,) = review.history()
    assert "left that somebody who practises it has not had" in text_of(word)
    assert "📉 Low: Recruiter screen" in text_of(await queue(world))
    assert "Nearly spent for somebody:** \u2068Recruiter screen" in text_of(
        last(await world.mod.slash(world.channel, "setup"))
    )
    world.clock.move(days=7, seconds=1)
    thread = await world.start()
    await world.run_due()
    assert len(review.history()) == 2


async def test_suggestions_of_several_members_do_not_wait_for_each_other(world: World) -> None:
    async def bob() -> InteractionResult:
        shown = await world.bob.slash(world.channel, "question suggest", track=TRACK, stage=STAGE)
        return await world.bob.submit_modal(shown, ANOTHER)

    await suggest(world)
    assert told(await bob())
    assert await asyncio.gather(*(world.client.suggestions.get(world.guild.id, number) for number in (1, 2)))
