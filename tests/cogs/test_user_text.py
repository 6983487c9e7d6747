"""What people type: it pings nobody, breaks nothing, and stands in the transcript as it was typed."""

from typing import Any

import pytest
import simcord

from tests.cogs import beyond
from tests.cogs.plain import told
from tests.world import World, text_of

HOSTILE = {
    "everyone": "Ask @everyone and @here.",
    "people": "I asked <@{bob}> and <@!{bob}>.",
    "roles": "I asked <@&{role}> in <#{channel}>.",
    "a code fence": "```sql\nSELECT 1;\n```\nand after",
    "an open code fence": "``` and never closed",
    "many backticks": "`````` ` `` ``` ````` done",
    "markdown": "# Title\n> quote\n||spoiler|| **bold** [link](https://example.org) -# small",
    "right to left": "\u200fשלום עולם، مرحبا \u202ereversed\u202c end",
    "emoji": "👩🏽‍💻 shipped it 🎉 <:fake:123> 🏳️‍🌈",
    "zero width": "a\u200bb\u200cc\u200dd\ufefff",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙a̵̞l̤̹g̲o",
    "control characters": "bell\x07 escape\x1b[31m tab\t backspace\x08.",
    "astral": "𝕀 𝕝𝕖𝕕 𝕚𝕥 \U0001f9d1\u200d\U0001f680",
    "timestamps": "due <t:1700000000:R>",
    "html": "<script>alert(1)</script> &amp; &#39;",
    "format": "{0} {track} %s %(x)s \\n \\",
    "a heading like ours": "## 2. What is next?\n\n*Answered*",
}


def text_for(world: World, name: str) -> str:
    role = world.guild.create_role("Recruiters")
    text = HOSTILE[name]
    for key, found in {"bob": world.bob.id, "role": role.id, "channel": world.channel.id}.items():
        text = text.replace("{" + key + "}", str(found))
    return text


def transcript(world: World, thread: simcord.ChannelHandle) -> str:
    """The file of the summary."""
    summary = next(message for message in thread.history() if "Debrief:" in text_of(message))
    assert summary.attachments[0].filename.endswith(".md")
    return beyond.file_of(world, summary).decode("utf-8", "surrogatepass")


def mentions(body: Any) -> Any:
    """What a message may ping; everything that Discord would read as its default is in it."""
    return body.get("allowed_mentions", "Discord's default")


def sent_with_text(world: World) -> list[dict[str, Any]]:
    """The bodies of all messages that the bot sent or changed."""
    found = []
    for request in world.env.http_requests:
        if request.method not in {"POST", "PATCH"} or not isinstance(request.json, dict):
            continue
        body = request.json
        if request.path.endswith("/callback"):
            body = body.get("data", {}) if body["type"] in {4, 7} else {}
        elif "/messages" not in request.path and "/webhooks/" not in request.path:
            continue
        if any(body.get(part) for part in ("content", "embeds", "components")):
            found.append(body)
    return found


@pytest.mark.parametrize("way", ["typed", "form"])
async def test_text_of_any_kind_in_whole_rounds(world: World, way: str) -> None:
    left = [text_for(world, name) for name in HOSTILE]
    while left:
        thread = await world.start(questions=5)
        state = await world.client.rounds.in_thread(world.guild.id, thread.id)
        assert state is not None
        texts, left = left[: len(state.turns)], left[len(state.turns) :]
        for text in texts:
            await give(world, thread, way, text)
        if len(texts) < len(state.turns):
            await world.alice.click(world.panel(thread), label="Finish")
        found = transcript(world, thread)
        assert [text for text in texts if f"`text\n{text}\n```" not in found] == []
        assert_blocks_hold(thread, texts)
    assert_pings_nobody(world)


async def give(world: World, thread: simcord.ChannelHandle, way: str, text: str) -> None:
    """Answer the open question, typed or by the form."""
    if way == "form":
        await world.answer(thread, text)
        return
    await world.alice.send(thread, text)
    await world.alice.click(world.panel(thread), label="Submit")


def assert_blocks_hold(thread: simcord.ChannelHandle, texts: list[str]) -> None:
    """In each debrief what was typed has the description of one embed to itself, as it was typed."""
    answers = [message.embeds[1] for message in thread.history() if len(message.embeds) == 4][: len(texts)]
    assert [embed.title for embed in answers] == ["Your answer"] * len(texts)
    assert [embed.description for embed in answers] == texts


def assert_pings_nobody(world: World) -> None:
    """No message pings anyone but, by its id, the candidate whom it is for."""
    bodies = sent_with_text(world)
    assert len(bodies) > 3
    for body in bodies:
        allowed = mentions(body)
        assert allowed in ({"parse": []}, {"parse": [], "users": [world.alice.id]}), body


async def test_the_stored_messages_mention_nobody(world: World) -> None:
    thread = await world.start(questions=1)
    await give(world, thread, "typed", f"@everyone <@{world.bob.id}>")
    ours = [message for message in thread.history() if message.author.bot]
    assert ours
    for message in ours:
        assert not message.mention_everyone
        assert {user.id for user in message.mentions} <= {world.alice.id}
        assert not message.role_mentions


@pytest.mark.parametrize(
    "text", ["x" * 4000, "word " * 800, "é" * 4000, "`" * 4000, "\n".join(["line"] * 800), "👩🏽‍💻" * 800]
)
async def test_four_thousand_characters(world: World, text: str) -> None:
    text = text[:4000]
    thread = await world.start(questions=1)
    await world.answer(thread, text)
    assert text in transcript(world, thread)
    debrief = next(message for message in thread.history() if len(message.embeds) == 4)
    assert sum(len(embed) for embed in debrief.embeds) <= 6000


async def test_a_draft_far_longer_than_a_message(world: World) -> None:
    thread = await world.start(questions=1)
    for number in range(12):
        await world.alice.send(thread, f"{number}:" + "y" * 1990)
    await world.alice.click(world.panel(thread), label="Submit")
    found = transcript(world, thread)
    assert all(f"{number}:" + "y" * 1990 in found for number in range(12))


async def test_what_no_database_takes_is_replaced_and_nothing_else_is_lost(world: World) -> None:
    """Half of a character can come as an escape in JSON, and PostgreSQL refuses the null."""
    thread = await world.start(questions=1)
    result = await beyond.send_form(world, world.alice, thread, "gr:form:1:0", "half \ud83d of\x00 an emoji 🎉")
    assert [message.content for message in told(result)] == ["Taken as your answer."]
    state = await world.client.rounds.get(world.guild.id, 1)
    (part,) = (await world.client.rounds.parts(state))[0]
    assert part.content == "half \ufffd of\ufffd an emoji 🎉"
    assert part.content in transcript(world, thread)


async def test_file_names_are_inert(world: World) -> None:
    thread = await world.start(questions=1)
    name = "@everyone **``` `x` [a](b).txt"
    await world.alice.send(thread, "See", attachments=[(name, b"1")])
    await world.alice.click(world.panel(thread), label="Submit")
    debrief = next(message for message in thread.history() if len(message.embeds) == 4)
    attached = next(field.value for field in debrief.embeds[1].fields if field.name == "Attached")
    assert attached is not None
    assert "@everyone" not in attached
    assert "```" not in attached
    assert f"- attached: {name}, 1 B" in transcript(world, thread)
    assert_pings_nobody(world)


async def test_two_hundred_file_names_fit(world: World) -> None:
    thread = await world.start(questions=1)
    for _ in range(20):
        files = [(f"{number}-" + "n" * 240 + ".pdf", b"1") for number in range(10)]
        await world.alice.send(thread, attachments=files)
    await world.alice.click(world.panel(thread), label="Submit")
    assert transcript(world, thread).count("- attached: ") == 200


async def test_an_error_sentence_does_not_carry_what_was_typed(world: World) -> None:
    result = await world.alice.slash(world.channel, "mock start", track="@everyone <@1> `x`", stage="y")
    assert "@everyone" not in told(result)[0].content


def body_of(world: World, ending: str) -> dict[str, Any]:
    """What was sent last to a path with this ending."""
    body = next(one.json for one in reversed(world.env.http_requests) if one.path.endswith(ending))
    assert isinstance(body, dict)
    return body


async def test_a_stranger_who_is_refused_does_not_ping_the_candidate(world: World) -> None:
    thread = await world.start(visibility="public")
    result = await world.bob.click(world.panel(thread), label="Hint")
    assert f"<@{world.alice.id}>" in told(result)[0].content
    assert body_of(world, "/callback")["data"]["allowed_mentions"] == {"parse": []}


async def test_the_briefing_names_its_candidate_and_pings_nobody_else(world: World) -> None:
    thread = await world.start()
    briefing = thread.history()[-2]
    assert f"<@{world.alice.id}>" in text_of(briefing)
    assert {user.id for user in briefing.mentions} <= {world.alice.id}
    assert body_of(world, f"{thread.id}/messages")["allowed_mentions"]["parse"] == []
