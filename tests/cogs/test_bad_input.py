"""Nonsense in options and custom ids, and commands in the wrong place: one plain sentence, nothing is stored."""

from typing import Any

import discord
import pytest
import simcord

from bot.domain.rounds import RoundStatus
from tests.cogs import beyond
from tests.cogs.plain import refusal, told
from tests.world import STAGE, TRACK, World, labels_of, text_of

STRING, INTEGER = 3, 4
HUGE = 10**30


def count_rounds(world: World) -> int:
    """How many rounds were ever stored and not given up."""
    ((found,),) = world.rows("select count(*) from rounds where status <> 'expired'")
    return int(found)


async def end_of_nothing(world: World) -> None:
    """Nothing is open, no thread is there, and nothing more is going to be said."""
    assert count_rounds(world) == 0
    assert world.channel.threads == []
    world.clock.move(days=8)
    await world.run_due()
    assert world.channel.history() == []


NONSENSE = [
    "nonsense",
    "",
    " ",
    "x" * 6000,
    "../../etc/passwd",
    "'; drop table rounds; --",
    "@everyone",
    "\u202eolleh",
    "🦊",
    "{0}",
    "\x00",
]


async def test_an_unknown_track(world: World) -> None:
    for track in NONSENSE:
        result = await world.alice.slash(world.channel, "mock start", track=track, stage=STAGE)
        assert refusal(result) == "I do not know that track: start typing and pick one from the list."
    await end_of_nothing(world)


async def test_an_unknown_stage(world: World) -> None:
    for stage in NONSENSE:
        result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=stage)
        assert refusal(result).startswith("Upwork · Product Analyst has no such stage")
    await end_of_nothing(world)


async def test_every_stage_belongs_to_its_track_only(world: World) -> None:
    """No stage of one track is taken for another's."""
    catalogue = world.client.catalogue
    own = {stage.id for stage in catalogue.tracks[TRACK].stages}
    others = {stage.id for track in catalogue.tracks.values() for stage in track.stages} - own
    assert others
    for stage in others:
        assert "no such stage" in refusal(
            await world.alice.slash(world.channel, "mock start", track=TRACK, stage=stage)
        )


@pytest.mark.parametrize(("kind", "value"), [(STRING, "secret"), (STRING, ""), (INTEGER, 1)])
async def test_a_visibility_that_does_not_exist(world: World, kind: int, value: Any) -> None:
    wanted = [("track", STRING, TRACK), ("stage", STRING, STAGE), ("visibility", kind, value)]
    result = await beyond.command(world, world.alice, world.channel, "mock start", *wanted)
    assert refusal(result).startswith("I cannot use the value")
    assert [type(error).__name__ for error in world.env.errors] == ["TransformerError"]
    await end_of_nothing(world)


@pytest.mark.logs_errors
async def test_a_number_of_questions_that_is_no_number(world: World) -> None:
    """Discord keeps to the types of a command, so nobody foresaw this one; still it is a sentence, and harmless."""
    wanted = [("track", STRING, TRACK), ("stage", STRING, STAGE), ("questions", STRING, "three")]
    refusal(await beyond.command(world, world.alice, world.channel, "mock start", *wanted))
    await end_of_nothing(world)


@pytest.mark.parametrize("count", [0, 16, -1, 2**53])
async def test_a_number_of_questions_beyond_what_the_picker_allows_stays_within_bounds(
    world: World, count: int
) -> None:
    wanted = [("track", STRING, TRACK), ("stage", STRING, STAGE), ("questions", INTEGER, count)]
    await beyond.command(world, world.alice, world.channel, "mock start", *wanted)
    (state,) = await world.client.rounds.open_of(world.guild.id, world.alice.id)
    assert 1 <= len(state.turns) <= 15


@pytest.mark.parametrize("count", [0, 16, -1])
async def test_discord_is_told_how_many_questions_there_can_be(world: World, count: int) -> None:
    with pytest.raises(simcord.SetupError, match="questions"):
        await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE, questions=count)


@pytest.mark.parametrize("options", [[], [("track", STRING, TRACK)], [("track", INTEGER, 5), ("stage", STRING, STAGE)]])
async def test_options_of_another_version_of_the_command(world: World, options: list[tuple[str, int, Any]]) -> None:
    refusal(await beyond.command(world, world.alice, world.channel, "mock start", *options))
    assert all(isinstance(error, discord.app_commands.CommandSignatureMismatch) for error in world.env.errors)
    await end_of_nothing(world)


async def test_autocomplete_takes_anything(world: World) -> None:
    for typed in ("\x00", "x" * 6000, "\u202e", "%", "{0}", "\\"):
        assert await world.alice.autocomplete(world.channel, "mock start", "track", typed) == []
        for track in (TRACK, "nonsense", ""):
            assert await world.alice.autocomplete(world.channel, "mock start", "stage", typed, track=track) == []


async def test_autocomplete_before_a_track_is_chosen(world: World) -> None:
    assert await world.alice.autocomplete(world.channel, "mock start", "stage", "") == []
    assert len(await world.alice.autocomplete(world.channel, "mock start", "track", "")) == 2


# ---------------------------------------------------------------------- the wrong place


@pytest.mark.parametrize("name", ["start", "status", "resume", "end"])
async def test_in_direct_messages(world: World, name: str) -> None:
    options = [("track", STRING, TRACK), ("stage", STRING, STAGE)] if name == "start" else []
    user = world.alice.user
    result = await beyond.command(world, user, user.dm_channel, f"mock {name}", *options)
    assert refusal(result) == "That works in a server only: run it in a text channel of one."


@pytest.mark.parametrize("kind", ["voice", "stage", "news", "forum"])
async def test_in_a_channel_without_such_threads(world: World, kind: str) -> None:
    channel: simcord.ChannelHandle = getattr(world.guild, f"create_{kind}_channel")("elsewhere")
    result = await world.alice.slash(channel, "mock start", track=TRACK, stage=STAGE)
    assert refusal(result) == "I cannot open threads here: run this in a text channel."
    await end_of_nothing(world)


async def test_in_a_forum_post(world: World) -> None:
    forum = world.guild.create_forum_channel("ideas")
    post = world.env.backend.create_thread(forum.id, "An idea", world.bob.id, broadcast=False)
    world.env.backend.announce_thread_create(post)
    (handle,) = forum.threads
    result = await world.alice.slash(handle, "mock start", track=TRACK, stage=STAGE)
    assert refusal(result) == "I cannot open threads here: run this in a text channel."


async def test_in_a_thread_the_round_opens_beside_it(world: World) -> None:
    first = await world.start()
    await world.alice.slash(first, "mock start", track=TRACK, stage=STAGE, questions=1)
    assert len(world.channel.threads) == 2
    assert len(await world.client.rounds.open_of(world.guild.id, world.alice.id)) == 2


PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}


@pytest.mark.parametrize("permission", PERMISSIONS)
async def test_a_missing_permission_is_named(world: World, permission: str) -> None:
    await beyond.deny(world, world.channel, permission)
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert f"**{PERMISSIONS[permission]}** in <#{world.channel.id}>" in refusal(result)
    await beyond.allow_again(world, world.channel)
    await end_of_nothing(world)


async def test_without_private_threads_a_public_one_is_offered(world: World) -> None:
    await beyond.deny(world, world.channel, "create_private_threads")
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE, questions=2)
    assert "**Create Private Threads**" in refusal(result)
    (offer,) = told(result)
    assert labels_of(offer.message) == ["Use a public thread"]
    await world.alice.click(offer, label="Use a public thread")
    (thread,) = world.channel.threads
    assert "Question 1 of 2" in text_of(world.panel(thread))
    channel = world.client.get_channel(thread.id)
    assert isinstance(channel, discord.Thread)
    assert not channel.is_private()


async def test_without_any_threads_the_offer_ends_in_a_sentence(world: World) -> None:
    await beyond.deny(world, world.channel, "create_private_threads", "create_public_threads")
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    (offer,) = told(result)
    pressed = await world.alice.click(offer, label="Use a public thread")
    assert "**Create Public Threads**" in refusal(pressed)
    await end_of_nothing(world)


async def test_a_right_that_discord_denies_although_we_think_we_have_it(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert "**Create Private Threads**" in refusal(result)
    await end_of_nothing(world)


# ---------------------------------------------------------------------- limits


async def test_discord_says_that_there_are_too_many_threads(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006)
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert "limit of 1,000 active threads" in refusal(result)
    await end_of_nothing(world)


async def test_near_the_cap_of_active_threads(world: World) -> None:
    beyond.open_threads(world, 990)
    await world.env.settle()
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert "limit of 1,000 active threads" in refusal(result)
    assert count_rounds(world) == 0
    await beyond.delete(world, world.channel.threads[0])
    await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert count_rounds(world) == 1


async def test_more_than_three_open_rounds(world: World) -> None:
    for _ in range(3):
        await world.start()
    result = await world.alice.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert "3 open rounds" in refusal(result)
    assert len(world.channel.threads) == 3
    await world.bob.slash(world.channel, "mock start", track=TRACK, stage=STAGE)
    assert len(world.channel.threads) == 4
    await world.alice.slash(world.channel.threads[0], "mock end")
    await world.start()


# ---------------------------------------------------------------------- status, resume, end


@pytest.mark.parametrize("name", ["status", "resume", "end"])
async def test_without_a_round(world: World, name: str) -> None:
    result = await world.alice.slash(world.channel, f"mock {name}")
    assert refusal(result) == "You have no open round in this server: `/mock start` opens one."


@pytest.mark.parametrize("name", ["resume", "end"])
async def test_with_several_rounds_the_thread_says_which(world: World, name: str) -> None:
    first, second = await world.start(), await world.start()
    assert "several open rounds" in refusal(await world.alice.slash(world.channel, f"mock {name}"))
    await world.alice.slash(second, f"mock {name}")
    still = {state.thread_id for state in await world.client.rounds.open_of(world.guild.id, world.alice.id)}
    assert still == ({first.id, second.id} if name == "resume" else {first.id})


@pytest.mark.parametrize("name", ["resume", "end"])
async def test_in_the_thread_of_somebody_else(world: World, name: str) -> None:
    thread = await world.start(visibility="public")
    before = len(thread.history())
    assert f"<@{world.alice.id}>'s round" in refusal(await world.bob.slash(thread, f"mock {name}"))
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    assert state.status is RoundStatus.OPEN
    assert len(thread.history()) == before


@pytest.mark.parametrize("name", ["resume", "end"])
async def test_in_a_thread_that_is_no_round_the_only_open_one_is_meant(world: World, name: str) -> None:
    thread = await world.start()
    other = world.env.backend.create_thread(world.channel.id, "Chat", world.bob.id, broadcast=False)
    world.env.backend.announce_thread_create(other)
    handle = next(one for one in world.channel.threads if one.id == other.id)
    result = await world.alice.slash(handle, f"mock {name}")
    assert f"<#{thread.id}>" in told(result)[0].content


@pytest.mark.parametrize("name", ["resume", "end"])
async def test_in_the_thread_of_a_round_that_is_over(world: World, name: str) -> None:
    thread = await world.finish_round()
    assert "That round is over" in refusal(await world.alice.slash(thread, f"mock {name}"))


# ---------------------------------------------------------------------- custom ids

CUSTOM_IDS = [
    "gr:submit",
    "gr:submit:1",
    "gr:submit:1:0:0",
    "gr:submit:one:0",
    "gr:submit:1:zero",
    "gr:submit:-1:0",
    "gr:submit:1:99",
    "gr:submit:1:-1",
    "gr:submit:424242:0",
    f"gr:submit:{HUGE}:0",
    f"gr:submit:1:{HUGE}",
    f"gr:answer:{HUGE}:0",
    "gr:answer:1:7",
    "gr:hint:1:-2",
    f"gr:hint:{HUGE}:{HUGE}",
    "gr:skip:0:0",
    "gr:finish:99:0",
    f"gr:finish:{HUGE}:0",
    "gr:explode:1:0",
    "gr:submit_:1:0",
    "gr:rate:1:1:0:3",
    f"gr:rate:{HUGE}:1:0:3",
    "gr:next:1:1",
    "gr:retry:1:1",
    "gr:public:nonsense:nonsense:0",
    f"gr:open:{TRACK}:nonsense:3",
    "gr:form:1:0",
]


async def test_a_tampered_button(world: World) -> None:
    thread = await world.start()
    before = await world.client.rounds.in_thread(world.guild.id, thread.id)
    for custom_id in CUSTOM_IDS:
        refusal(await beyond.press(world, world.alice, world.panel(thread), custom_id))
        assert await world.client.rounds.in_thread(world.guild.id, thread.id) == before, custom_id


@pytest.mark.parametrize("questions", ["-5", "0", "99"])
async def test_a_tampered_number_of_questions_stays_within_bounds(world: World, questions: str) -> None:
    thread = await world.start(stage="team")
    await beyond.press(world, world.alice, world.panel(thread), f"gr:public:{TRACK}:{STAGE}:{questions}")
    newest, _ = await world.client.rounds.open_of(world.guild.id, world.alice.id)
    assert 1 <= len(newest.turns) <= 15


async def test_a_tampered_form(world: World) -> None:
    thread = await world.start()
    for custom_id in ("gr:form", "gr:form:x:0", "gr:form:1:0:0", f"gr:form:{HUGE}:0", "gr:nothing:1"):
        refusal(await beyond.send_form(world, world.alice, thread, custom_id, "Three paragraphs of work."))
    state = await world.client.rounds.get(world.guild.id, 1)
    assert await world.client.rounds.parts(state) == {}


@pytest.mark.parametrize("custom_id", ["gr:form:1:5", "gr:form:1:1", "gr:form:77:0"])
async def test_a_form_for_no_open_question_gives_the_text_back(world: World, custom_id: str) -> None:
    thread = await world.start()
    result = await beyond.send_form(world, world.alice, thread, custom_id, "Three paragraphs of work.")
    assert "What you wrote is in the file" in refusal(result)
    assert beyond.file_of(world, told(result)[0].message) == b"Three paragraphs of work."


async def test_a_form_without_an_answer(world: World) -> None:
    thread = await world.start()
    for text in ("", "  \n\t ", None, 5, "\u200b\u2060"):
        result = await beyond.send_form(world, world.alice, thread, "gr:form:1:0", text)
        assert refusal(result).startswith("That answer was empty")
    state = await world.client.rounds.get(world.guild.id, 1)
    assert await world.client.rounds.parts(state) == {}


async def test_the_rounds_of_another_server_do_not_exist_here(world: World) -> None:
    thread = await world.start()
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    elsewhere = world.env.create_guild("Another server")
    alice = elsewhere.add_member(world.alice.user)
    message = await alice.send(elsewhere.create_text_channel("practice"), "anything")
    guild, number = world.guild.id, state.id
    own = [f"gr:{name}:{number}:0" for name in ("answer", "submit", "hint", "skip", "finish")]
    for custom_id in [*own, f"gr:rate:{guild}:{number}:0:3", f"gr:retry:{guild}:{number}", f"gr:next:{guild}:{number}"]:
        pressed = await beyond.press(world, alice, message, custom_id)
        assert refusal(pressed) == "That round does not exist any more: `/mock start` opens a new one.", custom_id
    assert await world.client.rounds.get(guild, number) == state
