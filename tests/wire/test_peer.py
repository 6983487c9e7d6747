"""The peer against a tiny real discord.py bot in a process of its own (tiny_bot.py), and against bare requests."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from . import BotProcess, Channel, Guild, Peer, User
from .model import FLAG_EPHEMERAL, PRIVATE_THREAD, PUBLIC_THREAD, THREAD_CREATED
from .process import BotDiedError

pytestmark = pytest.mark.asyncio

HERE = Path(__file__).parent
TINY = [sys.executable, str(HERE / "tiny_bot.py")]
MESSAGES = "/channels/*/messages"


@dataclass
class Scene:
    peer: Peer
    bot: BotProcess
    guild: Guild
    lobby: Channel
    alice: User
    bob: User

    async def heard(self, words: str, timeout: float = 3.0) -> None:
        await self.peer.wait_for(lambda: f"HEARD {words}" in self.bot.output, timeout, f"{words!r} in the bot's ears")

    async def send(self, text: str, **options: str | int) -> str:
        """`/mock send`, and what the bot reported about it."""
        handle = await self.peer.slash(self.alice, self.lobby, "mock send", {"text": text, **options})
        return (await handle.answered(timeout=10)).content

    def said(self) -> list[str]:
        return [one.content for one in self.peer.messages(self.lobby)]


SceneMaker = Callable[..., Any]


@pytest_asyncio.fixture
async def make_scene(tmp_path: Path) -> AsyncIterator[SceneMaker]:
    """Scenes with settings of their own; afterwards nothing unknown may have been asked for."""
    async with AsyncExitStack() as stack:
        peers: list[Peer] = []

        async def make(*, intents: str = "", start: bool = True, shard: int | None = None, **settings: Any) -> Scene:
            peer = await stack.enter_async_context(Peer(**settings))
            peers.append(peer)
            guild = peer.add_guild("Guild", shard=shard)
            lobby = peer.add_channel(guild, "lobby")
            alice, bob = peer.add_user("alice", guild), peer.add_user("bob", guild)
            bot = BotProcess(peer, tmp_path / "bot.log", command=TINY, env={"TINY_INTENTS": intents})
            stack.callback(bot.kill)
            if start:
                await bot.start()
            return Scene(peer, bot, guild, lobby, alice, bob)

        yield make
        assert [peer.unknown_routes for peer in peers] == [[] for _ in peers]


@pytest_asyncio.fixture
async def scene(make_scene: SceneMaker) -> Scene:
    made = await make_scene()
    assert isinstance(made, Scene)
    return made


# --- start ---------------------------------------------------------------------------------------------------


async def test_the_bot_gets_ready_and_registers_its_commands(scene: Scene) -> None:
    await scene.heard("ready 1")
    assert sorted(scene.peer.command_names()) == ["Submit as answer", "mock"]
    assert scene.peer.gateway.readies == [0]


async def test_two_shards_each_get_their_guilds(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(shards=2, shard=1)
    assert sorted(scene.peer.gateway.readies) == [0, 1]
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock start", {"track": "data"})
    assert handle.messages[0].content == "started data with nobody"
    scene.peer.say(scene.alice, scene.peer.dm_channel(scene.alice), "on shard zero")
    await scene.heard("message 'on shard zero'")
    events = {one.shard_id: {sent["t"] for sent in one.sent} for one in scene.peer.gateway.sessions.values()}
    assert events[0] == {"READY", "MESSAGE_CREATE"}  # the direct message
    assert {"GUILD_CREATE", "INTERACTION_CREATE"} <= events[1]


async def test_a_privileged_intent_that_was_not_granted_ends_the_bot(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(intents="content", start=False)
    scene.bot.launch()
    assert await scene.bot.ended() != 0
    assert scene.peer.gateway.close_codes == [4014]
    assert "PrivilegedIntentsRequired" in scene.bot.output


async def test_a_wrong_token_is_refused(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(start=False)
    scene.bot.env["DISCORD_TOKEN"] = "wrong"
    with pytest.raises(BotDiedError, match="LoginFailure"):
        await scene.bot.start()


# --- commands, components, modals ----------------------------------------------------------------------------


async def test_slash_command_with_a_member_option(scene: Scene) -> None:
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock start", {"track": "data", "who": scene.bob})
    assert handle.messages[0].content == "started data with bob"
    assert scene.said() == ["started data with bob"]
    assert handle.ack_seconds is not None
    assert handle.ack_seconds < 1


async def test_what_discords_client_would_not_let_through_fails_in_the_test(scene: Scene) -> None:
    with pytest.raises(LookupError, match="no subcommand 'stop'"):
        await scene.peer.slash(scene.alice, scene.lobby, "mock stop")
    with pytest.raises(ValueError, match="also needs"):
        await scene.peer.slash(scene.alice, scene.lobby, "mock start")
    with pytest.raises(LookupError, match="has no options"):
        await scene.peer.slash(scene.alice, scene.lobby, "mock start", {"track": "data", "stage": "sql"})
    stranger = scene.peer.add_user("stranger")
    with pytest.raises(PermissionError):
        scene.peer.say(stranger, scene.lobby, "let me in")


async def test_autocomplete(scene: Scene) -> None:
    offered = await scene.peer.autocomplete(scene.alice, scene.lobby, "mock start", "track", "ba")
    assert offered == [("Backend", "backend")]


async def test_a_deferred_answer_is_filled_by_the_first_followup(scene: Scene) -> None:
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock slow", {"private": True})
    assert handle.response_type == 5
    await scene.peer.wait_for(lambda: len(handle.messages) == 2)
    assert [one.content for one in handle.messages] == ["first", "second"]
    assert [one.flags for one in handle.messages] == [FLAG_EPHEMERAL, 0]  # the second one is a message of its own
    assert [one.content for one in scene.peer.ephemeral(scene.alice)] == ["first"]
    assert scene.said() == ["second"]


async def test_dynamic_button_edits_its_message(scene: Scene) -> None:
    forms = (await scene.peer.slash(scene.alice, scene.lobby, "mock forms")).messages[0]
    await scene.peer.click(scene.bob, forms, label="Count 0")
    assert forms.content == "count is 1"
    with pytest.raises(LookupError):
        await scene.peer.click(scene.bob, forms, label="Count 0")
    await scene.peer.click(scene.bob, forms, custom_id="count:1")
    assert forms.content == "count is 2"


async def test_modal_with_labels(scene: Scene) -> None:
    forms = (await scene.peer.slash(scene.alice, scene.lobby, "mock forms")).messages[0]
    opened = await scene.peer.click(scene.alice, forms, label="Answer")
    assert opened.modal is not None
    assert opened.modal.input_ids() == ["text", "level"]
    with pytest.raises(ValueError, match="must be filled in"):
        await scene.peer.submit_modal(scene.alice, "answer", {"level": "senior"})
    with pytest.raises(LookupError, match="was not shown"):
        await scene.peer.submit_modal(scene.bob, "answer", {"text": "42"})
    handle = await scene.peer.submit_modal(scene.alice, "answer", {"text": "42", "level": "senior"})
    assert [one.content for one in scene.peer.ephemeral(scene.alice)] == ["alice answered 42 as senior"]
    assert handle.messages[0].ephemeral
    assert len(scene.said()) == 1


async def test_modal_with_action_rows_keeps_its_prefilled_text(scene: Scene) -> None:
    opened = await scene.peer.slash(scene.alice, scene.lobby, "mock old")
    assert opened.modal is not None
    handle = await scene.peer.submit_modal(scene.alice, opened.modal, {})
    assert handle.messages[0].content == "old modal: prefilled"


async def test_a_file_goes_up_and_comes_back(scene: Scene) -> None:
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock file", {"upload": ("a.txt", b"abc")})
    message = await handle.answered()
    assert message.content == "3 bytes"
    assert [(one.filename, one.data, one.description) for one in message.attachments] == [
        ("back.txt", b"cba", "reversed")
    ]


async def test_a_late_acknowledgement_is_refused(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(ack_window=0.3)
    scene.peer.delay("POST", "/interactions/*/*/callback", 0.5)
    with pytest.raises(TimeoutError):
        await scene.peer.slash(scene.alice, scene.lobby, "mock start", {"track": "data"})
    await scene.peer.wait_for(lambda: "Unknown interaction" in scene.bot.output)
    assert scene.said() == []


# --- messages and who may read them --------------------------------------------------------------------------


async def test_without_the_intent_only_some_messages_can_be_read(scene: Scene) -> None:
    alice, lobby = scene.alice, scene.lobby
    own = (await scene.peer.slash(alice, lobby, "mock start", {"track": "data"})).messages[0]
    scene.peer.say(alice, lobby, "plain")
    scene.peer.say(alice, lobby, "quiet reply", reply_to=own, ping=False)
    await scene.peer.wait_for(lambda: scene.bot.output.count("HEARD message ''") == 2)
    scene.peer.say(alice, lobby, "mention", mention_bot=True)
    scene.peer.say(alice, lobby, "reply", reply_to=own)
    scene.peer.say(alice, scene.peer.dm_channel(alice), "direct")
    await scene.heard(f"message '<@{scene.peer.bot.id}> mention'")
    await scene.heard("message 'reply'")
    await scene.heard("message 'direct'")
    handle = await scene.peer.slash(alice, lobby, "mock history")
    shown = handle.messages[0].content.split("|")
    assert shown == ["started data with nobody", "", "", "mention", "reply"]


async def test_with_the_intent_granted_all_can_be_read(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(intents="content", granted_intents=["message_content"])
    scene.peer.say(scene.alice, scene.lobby, "plain")
    await scene.heard("message 'plain'")


async def test_context_menu_reads_the_message_in_full(scene: Scene) -> None:
    message = scene.peer.say(scene.alice, scene.lobby, "my long answer")
    handle = await scene.peer.context_menu(scene.alice, scene.lobby, "Submit as answer", message)
    assert handle.messages[0].content == "submitted: my long answer"


async def test_edits_deletions_and_reactions_arrive(scene: Scene) -> None:
    message = scene.peer.say(scene.alice, scene.lobby, "frist", mention_bot=True)
    scene.peer.edit(scene.alice, message, f"<@{scene.peer.bot.id}> first")
    scene.peer.react(scene.bob, message, "👍")
    with pytest.raises(PermissionError):
        scene.peer.delete(scene.bob, message)
    scene.peer.delete(scene.alice, message)
    await scene.heard(f"edit {message.id} '<@{scene.peer.bot.id}> first'")
    await scene.heard(f"reaction 👍 {scene.bob.id}")
    await scene.heard(f"delete {message.id}")


async def test_history_is_paged(scene: Scene) -> None:
    for number in range(115):
        scene.peer.say(scene.alice, scene.lobby, f"{number}", mention_bot=True)
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock history")
    assert handle.messages[0].content.split("|") == [str(number) for number in range(115)]
    assert len(scene.peer.requested("GET", MESSAGES)) == 2


async def test_nobody_is_pinged_against_allowed_mentions(scene: Scene) -> None:
    await scene.send(f"<@{scene.bob.id}> @everyone")
    (message,) = scene.peer.messages(scene.lobby)
    assert message.mention_ids == []
    assert not message.mention_everyone


async def test_direct_messages_and_their_refusal(scene: Scene) -> None:
    await scene.peer.slash(scene.alice, scene.lobby, "mock dm")
    assert [one.content for one in scene.peer.messages(scene.peer.dm_channel(scene.alice))] == ["psst"]
    scene.bob.dms_open = False
    with pytest.raises(TimeoutError):
        await scene.peer.slash(scene.bob, scene.lobby, "mock dm", timeout=0.5)
    assert "50007" in scene.bot.output


async def test_members_are_sent_on_request(scene: Scene) -> None:
    scene.peer.add_user("alina", scene.guild)
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock members", {"prefix": "al"})
    assert handle.messages[0].content == "alice, alina"


# --- threads -------------------------------------------------------------------------------------------------


async def test_a_private_thread_is_shut_to_outsiders(scene: Scene) -> None:
    await scene.peer.slash(scene.alice, scene.lobby, "mock room", {"private": True})
    (thread,) = scene.peer.threads(scene.lobby)
    assert thread.type == PRIVATE_THREAD
    assert thread.thread is not None
    assert set(thread.thread.members) == {scene.peer.bot.id, scene.alice.id}
    scene.peer.say(scene.alice, thread, "hello", mention_bot=True)
    with pytest.raises(PermissionError):
        scene.peer.say(scene.bob, thread, "me too")
    await scene.heard("thread Room")
    await scene.heard(f"message '<@{scene.peer.bot.id}> hello'")
    assert scene.said() == []


async def test_a_public_thread_is_announced_and_open_to_all(scene: Scene) -> None:
    await scene.peer.slash(scene.alice, scene.lobby, "mock room", {"private": False})
    (thread,) = scene.peer.threads(scene.lobby)
    assert thread.type == PUBLIC_THREAD
    assert [one.type for one in scene.peer.messages(scene.lobby)] == [THREAD_CREATED]
    scene.peer.thread_service.archive(thread)
    scene.peer.say(scene.bob, thread, "me too")
    assert thread.thread is not None
    assert not thread.thread.archived
    assert scene.bob.id in thread.thread.members


# --- nonce, faults, rate limits ------------------------------------------------------------------------------


async def test_a_nonce_makes_one_message_of_two(scene: Scene) -> None:
    assert await scene.send("once", times=2, nonce="delivery-1") == "sent 1"
    assert await scene.send("twice", times=2) == "sent 2"
    assert scene.said() == ["once", "twice", "twice"]
    assert scene.peer.nonce_hits == 1


async def test_the_librarys_own_retry_after_a_lost_answer_makes_no_second_message(scene: Scene) -> None:
    fault = scene.peer.fail("POST", MESSAGES, 500, before_effect=False)
    assert await scene.send("hello") == "sent 1"  # without a nonce of ours, discord.py makes one up
    assert (scene.said(), fault.hits, scene.peer.nonce_hits) == (["hello"], 1, 1)


@pytest.mark.parametrize(("options", "expected"), [({"nonce": "delivery-3"}, ["due"]), ({}, ["due", "due"])])
async def test_killed_between_effect_and_answer(scene: Scene, options: dict[str, str], expected: list[str]) -> None:
    """Only a nonce that the next process knows too keeps a crash from doubling a message."""
    scene.peer.delay("POST", MESSAGES, 60, times=1, before_effect=False)
    await scene.peer.slash(scene.alice, scene.lobby, "mock send", {"text": "due", **options})
    await scene.peer.wait_for(lambda: scene.said() == ["due"])
    scene.bot.kill()
    await scene.bot.start()
    assert await scene.send("due", **options) == "sent 1"
    assert scene.said() == expected
    assert scene.peer.nonce_hits == 2 - len(expected)


async def test_without_a_nonce_every_request_makes_a_message(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(start=False)
    url = f"{scene.peer.api_base}/channels/{scene.lobby.id}/messages"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {scene.peer.token}"}) as session:
        for body in ({"content": "plain"}, {"content": "loose", "nonce": "1"}):
            for _ in range(2):
                async with session.post(url, json=body) as answer:
                    assert answer.status == 200
    assert scene.said() == ["plain", "plain", "loose", "loose"]


async def test_an_error_before_the_effect_is_retried_by_the_library(scene: Scene) -> None:
    scene.peer.fail("POST", MESSAGES, 500, times=1)
    assert await scene.send("hello") == "sent 1"
    assert scene.said() == ["hello"]
    assert [call.status for call in scene.peer.requested("POST", MESSAGES)] == [500, 200]


async def test_errors_that_the_library_does_not_retry_reach_the_bot(scene: Scene) -> None:
    scene.peer.fail("POST", MESSAGES, 503)
    assert (await scene.send("hello")).startswith("DiscordServerError: 503")
    scene.peer.fail("POST", MESSAGES, 403, code=50013, message="Missing Permissions")
    assert (await scene.send("hello")).startswith("Forbidden: 403 Forbidden (error code: 50013)")
    assert "50035" in await scene.send("x" * 2001)
    scene.lobby.overwrites.append({"id": str(scene.guild.id), "type": 0, "allow": "0", "deny": str(1 << 11)})
    assert "50013" in await scene.send("hello")
    assert scene.said() == []


async def test_a_cut_connection_before_and_after_the_effect(scene: Scene) -> None:
    scene.peer.drop("POST", MESSAGES)
    assert "ServerDisconnected" in await scene.send("never arrives")
    assert scene.said() == []
    scene.peer.drop("POST", MESSAGES, before_effect=False, mid_answer=True)
    assert "Client" in await scene.send("arrives")
    assert scene.said() == ["arrives"]


async def test_the_library_keeps_to_the_announced_limits(scene: Scene) -> None:
    scene.peer.limits.table["POST", "/channels/{channel_id}/messages"] = (5, 0.6)
    before = time.monotonic()
    assert await scene.send("hi", times=11) == "sent 11"
    assert time.monotonic() - before > 1.2  # two waits for a new window
    assert scene.said() == ["hi"] * 11
    assert not scene.peer.rate_limited


async def test_the_global_limit_refuses_and_the_library_comes_back(scene: Scene) -> None:
    rooms = [scene.peer.add_channel(scene.guild, f"burst-{number}") for number in range(15)]
    scene.peer.limits.table["POST", "/channels/{channel_id}/messages"] = (5, 0.5)
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock burst", {"each": 4})
    await handle.answered(timeout=10)
    assert scene.peer.rate_limited["global"] > 0
    assert [len(scene.peer.messages(room)) for room in rooms] == [4] * 15


async def test_too_many_bare_requests_are_refused_with_discords_headers(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(start=False)
    url = f"{scene.peer.api_base}/channels/{scene.lobby.id}/messages"
    auth = {"Authorization": f"Bot {scene.peer.token}"}
    async with aiohttp.ClientSession(headers=auth) as session:
        left = []
        for _ in range(5):
            async with session.post(url, json={"content": "hi"}) as answer:
                left.append(answer.headers["X-RateLimit-Remaining"])
        async with session.post(url, json={"content": "hi"}) as answer:
            body = await answer.json()
            assert answer.status == 429
            assert answer.headers["X-RateLimit-Scope"] == "user"
            assert 0 < body["retry_after"] <= 5
            assert body["global"] is False
    assert left == ["4", "3", "2", "1", "0"]
    assert len(scene.said()) == 5
    assert scene.peer.rate_limited == {"POST /channels/{channel_id}/messages": 1}


async def test_limits_can_be_switched_off_and_a_429_asked_for(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(rate_limits=False)
    fault = scene.peer.fail("POST", MESSAGES, 429, retry_after=0.2)
    assert await scene.send("hi", times=7) == "sent 7"
    assert fault.hits == 1
    assert not scene.peer.rate_limited


@dataclass
class Rest:
    """Bare requests with the bot's token, for what the tiny bot does not do."""

    peer: Peer
    session: aiohttp.ClientSession

    async def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.session.request(method, self.peer.api_base + path, json=body) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None


@pytest_asyncio.fixture
async def quiet_scene(make_scene: SceneMaker) -> Scene:
    """No bot is running, and nothing is limited."""
    made = await make_scene(start=False, rate_limits=False)
    assert isinstance(made, Scene)
    return made


@pytest_asyncio.fixture
async def ask(quiet_scene: Scene) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {quiet_scene.peer.token}"}) as session:
        yield Rest(quiet_scene.peer, session)


async def test_message_and_reaction_routes(quiet_scene: Scene, ask: Rest) -> None:
    peer, lobby = quiet_scene.peer, quiet_scene.lobby
    asked = peer.say(quiet_scene.alice, lobby, "a question", mention_bot=True)
    channel = f"/channels/{lobby.id}"
    message, reaction = f"{channel}/messages/{asked.id}", f"{channel}/messages/{asked.id}/reactions/%F0%9F%91%8D"
    assert (await ask("PUT", f"{reaction}/@me"))[0] == 204
    assert [one["id"] for one in (await ask("GET", reaction))[1]] == [str(peer.bot.id)]
    assert (await ask("DELETE", f"{reaction}/@me"))[0] == 204
    assert asked.reactions == {}
    assert (await ask("PATCH", message, {"content": "not mine"}))[1]["code"] == 50005
    assert (await ask("DELETE", message))[0] == 204
    assert (await ask("GET", message))[1]["code"] == 10008
    assert (await ask("DELETE", channel))[1]["code"] == 50013  # the bot may not manage channels


async def test_thread_routes(quiet_scene: Scene, ask: Rest) -> None:
    peer, scene = quiet_scene.peer, quiet_scene
    asked = peer.say(scene.alice, scene.lobby, "a question")
    channel, message = f"/channels/{scene.lobby.id}", f"/channels/{scene.lobby.id}/messages/{asked.id}"
    opened = (await ask("POST", f"{message}/threads", {"name": "Under it", "auto_archive_duration": 60}))[1]
    assert opened["id"] == str(asked.id)  # a thread under a message has the message's id
    assert (await ask("POST", f"{message}/threads", {"name": "Again"}))[1]["code"] == 160004
    assert (await ask("POST", f"{channel}/threads", {"name": "x" * 101}))[1]["code"] == 50035
    assert (await ask("POST", f"{channel}/threads", {"name": "x", "auto_archive_duration": 90}))[0] == 400
    members = f"/channels/{asked.id}/thread-members"
    assert (await ask("PUT", f"{members}/{scene.bob.id}"))[0] == 204
    assert {one["user_id"] for one in (await ask("GET", members))[1]} == {str(peer.bot.id), str(scene.bob.id)}
    assert (await ask("DELETE", f"{members}/{scene.bob.id}"))[0] == 204
    assert (await ask("GET", f"{members}/{scene.bob.id}"))[1]["code"] == 10007
    active = f"/guilds/{scene.guild.id}/threads/active"
    assert [one["name"] for one in (await ask("GET", active))[1]["threads"]] == ["Under it"]
    assert (await ask("PATCH", f"/channels/{asked.id}", {"archived": True, "name": "Done"}))[1]["name"] == "Done"
    assert (await ask("GET", active))[1]["threads"] == []
    assert len((await ask("GET", f"{channel}/threads/archived/public"))[1]["threads"]) == 1
    assert (await ask("PATCH", f"/channels/{asked.id}", {"name": "Later"}))[1]["code"] == 50083


async def test_interaction_routes(quiet_scene: Scene, ask: Rest) -> None:
    peer, scene, app = quiet_scene.peer, quiet_scene, quiet_scene.peer.world.application_id
    here = f"/applications/{app}/guilds/{scene.guild.id}/commands"
    assert (await ask("PUT", here, [{"name": "local", "description": "Here only"}]))[0] == 200
    handle = await peer.slash(scene.alice, scene.lobby, "local", wait=False)
    callback = f"/interactions/{handle.id}/{handle.token}/callback?with_response=true"
    original = f"/webhooks/{app}/{handle.token}/messages/@original"
    assert (await ask("GET", original))[1]["code"] == 10015  # not before the callback
    thinking = (await ask("POST", callback, {"type": 5, "data": {"flags": 64}}))[1]["interaction"]
    assert (thinking["response_message_loading"], thinking["response_message_ephemeral"]) == (True, True)
    assert (await ask("POST", callback, {"type": 4, "data": {"content": "again"}}))[1]["code"] == 40060
    assert handle.messages == []
    assert (await ask("PATCH", original, {"content": "thought"}))[1]["flags"] == FLAG_EPHEMERAL
    assert [one.content for one in handle.messages] == ["thought"]
    assert (await ask("DELETE", original))[0] == 204
    assert (await ask("GET", original))[1]["code"] == 10008


async def test_an_unknown_route_is_recorded(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(start=False)
    async with aiohttp.ClientSession() as session, session.get(f"{scene.peer.api_base}/moon") as answer:
        assert answer.status == 404
        assert await answer.json() == {"message": "404: Not Found", "code": 0}
    assert scene.peer.unknown_routes == ["GET /api/v10/moon"]
    scene.peer.unknown_routes.clear()


# --- the gateway's troubles ----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["cut", "close", "reconnect"])
async def test_a_lost_connection_is_resumed_and_nothing_is_missed(scene: Scene, how: str) -> None:
    await scene.heard("ready")
    match how:
        case "cut":
            await scene.peer.drop_gateway()
        case "close":
            await scene.peer.drop_gateway(4000)
        case "reconnect":
            scene.peer.ask_to_reconnect()
    for number in range(3):
        scene.peer.say(scene.alice, scene.lobby, f"while away {number}", mention_bot=True)
    await scene.heard("resumed")
    await scene.heard(f"message '<@{scene.peer.bot.id}> while away 2'")
    assert scene.bot.output.count("while away") == 3
    assert (scene.peer.gateway.readies, scene.peer.gateway.resumes) == ([0], [0])


@pytest.mark.parametrize("how", ["invalidated", "forgotten"])
async def test_a_session_that_is_gone_leads_to_a_new_one(scene: Scene, how: str) -> None:
    await scene.heard("ready")
    if how == "invalidated":
        scene.peer.invalidate_session()
    else:
        await scene.peer.drop_gateway()
        scene.peer.gateway.forget_sessions()
    await scene.peer.wait_for(lambda: scene.peer.gateway.readies == [0, 0])
    handle = await scene.peer.slash(scene.alice, scene.lobby, "mock start", {"track": "data"})
    assert handle.messages
    assert scene.peer.gateway.resumes == []


async def test_heartbeats_are_answered_until_they_are_not(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(heartbeat_ms=100, start=False)
    scene.bot.env["TINY_HEARTBEAT_TIMEOUT"] = "0.6"
    await scene.bot.start()
    await asyncio.sleep(1.2)
    assert scene.peer.gateway.heartbeats > 5
    assert (scene.peer.gateway.readies, scene.peer.gateway.resumes) == ([0], [])
    scene.peer.gateway.ack_heartbeats = False
    await scene.peer.wait_for(lambda: scene.peer.gateway.resumes)


# --- the process ---------------------------------------------------------------------------------------------


async def test_kill_and_restart_against_the_same_discord(scene: Scene) -> None:
    forms = (await scene.peer.slash(scene.alice, scene.lobby, "mock forms")).messages[0]
    await scene.peer.click(scene.alice, forms, label="Count 0")
    ids = {one["name"]: one["id"] for one in scene.peer.commands.listed(None)}
    scene.bot.kill()
    assert scene.bot.returncode == -signal.SIGKILL
    with pytest.raises(TimeoutError):
        await scene.peer.click(scene.alice, forms, label="Count 1", timeout=0.2)
    await scene.bot.start()
    await scene.peer.click(scene.alice, forms, label="Count 1")
    assert scene.said() == ["count is 2"]
    assert {one["name"]: one["id"] for one in scene.peer.commands.listed(None)} == ids
    assert scene.peer.gateway.readies == [0, 0]


async def test_terminate_ends_it_and_reports_how(scene: Scene) -> None:
    assert await scene.bot.terminate() == -signal.SIGTERM  # the tiny bot handles no signals
    assert not scene.bot.alive


async def test_a_program_that_ends_early_is_reported_with_its_output(make_scene: SceneMaker) -> None:
    scene: Scene = await make_scene(start=False)
    scene.bot.command = [sys.executable, "-c", "import sys; sys.exit('no such setting')"]
    with pytest.raises(BotDiedError, match="no such setting"):
        await scene.bot.start()


async def test_the_environment_is_clean(make_scene: SceneMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    scene: Scene = await make_scene(start=False)
    monkeypatch.setenv("LEAKED", "yes")
    scene.bot.command = [sys.executable, "-c", "import os; print(sorted(os.environ))"]
    with pytest.raises(BotDiedError) as died:
        await scene.bot.start()
    assert "LEAKED" not in str(died.value)
    assert "DISCORD_API_BASE" in str(died.value)


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
async def test_a_killed_test_run_leaves_no_bot_behind(tmp_path: Path) -> None:
    package = __package__ or ""
    program = (
        f"import asyncio, sys, time; sys.path[:0] = {sys.path!r}; from pathlib import Path\n"
        f"from {package} import BotProcess, Peer\n"
        f"bot = BotProcess(Peer(), Path({str(tmp_path / 'log')!r}), command=['sleep', '60'])\n"
        "bot.launch(); print(bot.pid, flush=True); time.sleep(60)"
    )
    run = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert run.stdout is not None
    pid = int(await asyncio.wait_for(run.stdout.readline(), 10))
    await _until(lambda: _command_of(pid).startswith("sleep"))  # it wears its leash from here on
    run.kill()
    await run.wait()
    await _until(lambda: not _command_of(pid))


def _command_of(pid: int) -> str:
    """The running program's command line; empty for one that is gone or not yet reaped."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.02)
