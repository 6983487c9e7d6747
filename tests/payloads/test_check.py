"""The payload check can fail: every rule is shown a body that breaks it, next to one that does not."""

import io
from pathlib import Path
from typing import Any, NamedTuple

import discord
import pytest

from tests.payloads.check import PayloadCheck
from tests.payloads.description import Description, find
from tests.payloads.limits import files
from tests.payloads.tolerated import TOLERATED, tolerate
from tests.payloads.uploads import Upload
from tests.world import World

Body = dict[str, Any]

NEW = ("POST", "/channels/1/messages")
CHANGED = ("PATCH", "/channels/1/messages/2")
THREAD = ("POST", "/channels/1/threads")
CALLBACK = ("POST", "/interactions/1/token/callback")
COMMANDS = ("PUT", "/applications/1/commands")
V2 = 1 << 15


class Sent(NamedTuple):
    """A request as the simulator logs it."""

    method: str
    path: str
    json: Any


@pytest.fixture(scope="module")
def described() -> PayloadCheck:
    """With Discord's description."""
    file = find()
    if file is None:
        pytest.skip("the OpenAPI description is absent, set DISCORD_OPENAPI")
    return PayloadCheck(Description.read(file))


@pytest.fixture(scope="module")
def bare() -> PayloadCheck:
    """As in a clone without the description."""
    return PayloadCheck(None)


def button(**changes: Any) -> Body:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go"} | changes


def menu(**changes: Any) -> Body:
    return {"type": 3, "custom_id": "pick", "options": [{"label": "A", "value": "a"}]} | changes


def row(*parts: Body) -> Body:
    return {"type": 1, "components": list(parts)}


def display(content: str) -> Body:
    return {"type": 10, "content": content}


def embed(**changes: Any) -> Body:
    return {"title": "T"} | changes


def message(**parts: Any) -> tuple[str, str, Body]:
    return (*NEW, parts)


def modal(**changes: Any) -> tuple[str, str, Body]:
    field = {"type": 4, "style": 2, "custom_id": "text", "max_length": 10}
    data = {"title": "T", "custom_id": "form", "components": [{"type": 18, "label": "L", "component": field}]}
    return (*CALLBACK, {"type": 9, "data": data | changes})


def field(**changes: Any) -> Body:
    return {"type": 18, "label": "L", "component": {"type": 4, "style": 2, "custom_id": "text"} | changes}


def command(**changes: Any) -> tuple[str, str, list[Body]]:
    return (*COMMANDS, [{"name": "mock", "description": "D", "type": 1} | changes])


def offered(*choices: Body) -> tuple[str, str, Body]:
    return (*CALLBACK, {"type": 8, "data": {"choices": list(choices)}})


def option(**changes: Any) -> Body:
    return {"type": 3, "name": "track", "description": "D"} | changes


LONG_CHOICES = [{"name": f"{at:->100}", "value": f"{at:->100}"} for at in range(25)]

GOOD = {
    "text": message(content="x" * 2000, nonce="n" * 25),
    "embeds": message(embeds=[embed(description="x" * 4096), embed(fields=[{"name": "n", "value": "v"}] * 25)]),
    "buttons": message(content="x", components=[row(*(button(custom_id=str(at)) for at in range(5)))] * 1),
    "emoji button": message(content="x", components=[row(button(label=None, emoji={"name": "📨", "id": None}))]),
    "layout": message(components=[{"type": 17, "components": [display("x" * 4000)]}], flags=V2),
    "longest button": message(content="x", components=[row(button(label="x" * 80, custom_id="x" * 100))]),
    "thread": (*THREAD, {"name": "x" * 100, "auto_archive_duration": 1440, "rate_limit_per_user": 21600, "type": 12}),
    "modal": modal(),
    "modal default": modal(components=[field(max_length=10, value="x" * 10)]),
    "choices": offered(*({"name": str(at), "value": "v"} for at in range(25))),
    "command": command(options=[option(required=True), option(name="stage")]),
    "menu entry": command(name="Submit as answer", type=3, description=""),
    "changed": (*CHANGED, {"content": None, "embeds": [], "components": []}),
}

BAD = {
    "content over 2,000": (message(content="x" * 2001), "content: 2001"),
    "nonce over 25": (message(content="x", nonce="n" * 26), "nonce"),
    "nothing": (message(content="", embeds=[], components=[]), "empty"),
    "only spaces": (message(content=" \n "), "empty"),
    "an empty answer": ((*CALLBACK, {"type": 4, "data": {"content": "", "flags": 64}}), "empty"),
    "6,000 over all embeds": (message(embeds=[embed(description="x" * 3000)] * 2), "6002 characters in all"),
    "embed title over 256": (message(embeds=[embed(title="x" * 257)]), "title"),
    "embed description over 4096": (message(embeds=[embed(description="x" * 4097)]), "description"),
    "embed footer over 2048": (message(embeds=[embed(footer={"text": "x" * 2049})]), "footer"),
    "embed author over 256": (message(embeds=[embed(author={"name": "x" * 257})]), "author"),
    "26 embed fields": (message(embeds=[embed(fields=[{"name": "n", "value": "v"}] * 26)]), "fields"),
    "field name over 256": (message(embeds=[embed(fields=[{"name": "x" * 257, "value": "v"}])]), "name"),
    "field value over 1024": (message(embeds=[embed(fields=[{"name": "n", "value": "x" * 1025}])]), "value"),
    "field name empty": (message(embeds=[embed(fields=[{"name": "", "value": "v"}])]), "name: must not be empty"),
    "field value blank": (message(embeds=[embed(fields=[{"name": "n", "value": " "}])]), "value: must not be empty"),
    "embed empty": (message(embeds=[{"color": 1}]), "embeds[0]: is empty"),
    "footer empty": (message(embeds=[embed(footer={"text": ""})]), "footer.text: must not be empty"),
    "41 components": (message(components=[display("x")] * 41, flags=V2), "components"),
    "41 nested": (message(components=[{"type": 17, "components": [display("x")] * 40}], flags=V2), "41 items"),
    "4,001 in a layout": (message(components=[display("x" * 2000), display("x" * 2001)], flags=V2), "4001"),
    "content beside a layout": (message(content="x", components=[display("x")], flags=V2), "must not have content"),
    "a layout unsaid": (message(components=[display("x")]), "without the flag"),
    "an empty display": (message(components=[display("")], flags=V2), "content"),
    "six rows": (
        message(content="x", components=[row(button(custom_id=str(at))) for at in range(6)]),
        "components: 6 items",
    ),
    "six buttons": (
        message(content="x", components=[row(*(button(custom_id=str(at)) for at in range(6)))]),
        "components[0]: 6 items",
    ),
    "an empty row": (message(content="x", components=[row()]), "components[0]: is empty"),
    "a bare button": (message(content="x", components=[row(button(label=None))]), "needs a label or an emoji"),
    "a blank button": (message(content="x", components=[row(button(label=" "))]), "needs a label or an emoji"),
    "button label over 80": (message(content="x", components=[row(button(label="x" * 81))]), "label: 81"),
    "custom id over 100": (message(content="x", components=[row(button(custom_id="x" * 101))]), "custom_id: 101"),
    "custom id empty": (message(content="x", components=[row(button(custom_id=""))]), "custom_id: must not be empty"),
    "custom id twice": (message(content="x", components=[row(button(), button())]), "not unique: go"),
    "26 options": (
        message(content="x", components=[row(menu(options=[{"label": "A", "value": str(at)} for at in range(26)]))]),
        "options: 26 items",
    ),
    "no options": (message(content="x", components=[row(menu(options=[]))]), "options: must not be empty"),
    "option twice": (
        message(content="x", components=[row(menu(options=[{"label": "A", "value": "a"}] * 2))]),
        "value: not unique",
    ),
    "option label over 100": (
        message(content="x", components=[row(menu(options=[{"label": "x" * 101, "value": "a"}]))]),
        "label: 101",
    ),
    "option value over 100": (
        message(content="x", components=[row(menu(options=[{"label": "A", "value": "x" * 101}]))]),
        "value: 101",
    ),
    "option description over 100": (
        message(content="x", components=[row(menu(options=[{"label": "A", "value": "a", "description": "x" * 101}]))]),
        "description: 101",
    ),
    "more chosen than there is": (message(content="x", components=[row(menu(max_values=2))]), "max_values is more"),
    "11 attachments": (
        message(attachments=[{"id": at, "filename": "a.txt"} for at in range(11)]),
        "attachments: 11 items",
    ),
    "thread name over 100": ((*THREAD, {"name": "x" * 101, "type": 11}), "name: 101"),
    "thread name empty": ((*THREAD, {"name": "", "type": 11}), "name: must not be empty"),
    "archive duration": ((*THREAD, {"name": "x", "type": 11, "auto_archive_duration": 61}), "61 is none of"),
    "slow mode": ((*THREAD, {"name": "x", "type": 11, "rate_limit_per_user": 21601}), "21601 is not between"),
    "a thread renamed too long": (("PATCH", "/channels/1", {"name": "x" * 101}), "name: 101"),
    "an archive duration changed": (("PATCH", "/channels/1", {"auto_archive_duration": 30}), "30 is none of"),
    "modal title over 45": (modal(title="x" * 46), "title: 46"),
    "modal title empty": (modal(title=""), "title: must not be empty"),
    "modal without fields": (modal(components=[]), "components: must not be empty"),
    "six fields": (modal(components=[field(custom_id=str(at)) for at in range(6)]), "components: 6 items"),
    "label over 45": (modal(components=[field() | {"label": "x" * 46}]), "label: 46"),
    "label description over 100": (modal(components=[field() | {"description": "x" * 101}]), "description: 101"),
    "default over its maximum": (modal(components=[field(max_length=10, value="x" * 11)]), "a default of 11"),
    "default over 4,000": (modal(components=[field(value="x" * 4001)]), "a default of 4001"),
    "26 choices": (offered(*({"name": str(at), "value": "v"} for at in range(26))), "choices: 26 items"),
    "choice name over 100": (offered({"name": "x" * 101, "value": "v"}), "name: 101"),
    "choice value over 100": (offered({"name": "n", "value": "x" * 101}), "value: 101"),
    "choice name empty": (offered({"name": "", "value": "v"}), "name: must not be empty"),
    "command description over 100": (command(description="x" * 101), "description: 101"),
    "command description empty": (command(description=""), "description: must not be empty"),
    "command name in capitals": (command(name="Mock"), "not a name"),
    "option description over 100 in a command": (command(options=[option(description="x" * 101)]), "description: 101"),
    "required behind optional": (
        command(options=[option(), option(name="stage", required=True)]),
        "behind an optional one",
    ),
    "a command over 8,000": (
        command(options=[option(name=f"o{at}", choices=LONG_CHOICES) for at in range(2)]),
        "characters in all",
    ),
}


@pytest.mark.parametrize("case", GOOD)
def test_what_discord_takes_passes(described: PayloadCheck, case: str) -> None:
    assert described.problems([Sent(*GOOD[case])]) == []


@pytest.mark.parametrize("case", BAD)
def test_what_discord_refuses_is_found(bare: PayloadCheck, case: str) -> None:
    request, expected = BAD[case]
    problems = bare.problems([Sent(*request)])
    assert any(expected in problem for problem in problems), problems


WRONG = {
    "an unknown property": (message(content="x", contnet="y"), "contnet"),
    "an unknown property of a button": (message(content="x", components=[row(button(colour=1))]), "colour"),
    "a number as text": (message(content=5), "$.content: 5 is not of type"),
    "a missing custom id in a menu": (
        message(content="x", components=[row({"type": 3, "options": [{"label": "A", "value": "a"}]})]),
        "$.components[0].components[0]: 'custom_id' is a required property",
    ),
    "a button outside a row": (message(content="x", components=[button()]), "$.components[0]"),
    "a field in a message": (message(content="x", components=[row({"type": 4, "custom_id": "t", "style": 1})]), "type"),
    "an unknown kind of mention": (message(content="x", allowed_mentions={"parse": ["all"]}), "parse[0]"),
    "a colour out of range": (message(embeds=[embed(color=1 << 24)]), "color"),
    "an address that is none": (message(embeds=[embed(url="javascript:alert(1)")]), "uri"),
    "a time without a zone": (message(embeds=[embed(timestamp="2026-01-01T00:00:00")]), "date-time"),
    "a callback of no kind": ((*CALLBACK, {"type": 3}), "type"),
    "a modal without a title": (
        (*CALLBACK, {"type": 9, "data": {"custom_id": "f", "components": [field()]}}),
        "'title' is a required property",
    ),
    "a thread of no kind": ((*THREAD, {"name": "x", "type": 0}), "$"),
    "a body that is missing": ((*NEW, None), "the body is missing"),
    "a body that nobody reads": (("PUT", "/channels/1/thread-members/2", {"x": 1}), "takes none"),
    "no such operation": (("POST", "/channels/1/nonsense", {}), "no such operation"),
    "an id too large": (
        (*COMMANDS, [{"name": "mock", "description": "D", "id": str(2**63)}]),
        "snowflake",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_the_description_does_not_know_is_found(described: PayloadCheck, case: str) -> None:
    request, expected = WRONG[case]
    problems = described.problems([Sent(*request)])
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("upload", "expected"),
    [(Upload(*NEW, (1,) * 11), "11 files"), (Upload(*NEW, (10 * 1024 * 1024 + 1,)), "bytes")],
)
def test_too_many_or_too_large_files_are_found(upload: Upload, expected: str) -> None:
    assert expected in next(files(upload))
    assert list(files(Upload(*NEW, (10 * 1024 * 1024,) * 10))) == []


def test_tolerated_differences_pass_and_their_neighbours_do_not(described: PayloadCheck) -> None:
    assert described.problems([Sent(*message(embeds=[embed(flags=0)], allowed_mentions={"users": [5]}))]) == []
    assert described.problems([Sent(*message(embeds=[embed(flags=1)]))])
    assert described.problems([Sent(*message(content="x", allowed_mentions={"users": [-5]}))])
    assert described.problems([Sent("POST", "/users/@me/channels", {"recipient_id": 5})]) == []
    assert described.problems([Sent("POST", "/users/@me/channels", {"recipient_id": True})])
    assert described.problems([Sent("PATCH", "/webhooks/1/t/messages/@original", {"content": "x", "tts": True})])


def test_tolerating_leaves_the_body_as_it_was() -> None:
    body = {"embeds": [{"title": "T", "flags": 0}], "allowed_mentions": {"users": [5]}}
    assert tolerate("POST /channels/{channel_id}/messages", body) == {
        "embeds": [{"title": "T"}],
        "allowed_mentions": {"users": ["5"]},
    }
    assert body["embeds"] == [{"title": "T", "flags": 0}]
    assert all(one.why.endswith(".") for one in TOLERATED)


def test_the_most_literal_path_is_taken(described: PayloadCheck) -> None:
    assert described._description is not None
    own = described._description.operation("PATCH", "/webhooks/1/token/messages/@original")
    other = described._description.operation("PATCH", "/webhooks/1/token/messages/22")
    assert own is not None
    assert other is not None
    assert own.template.endswith("/@original")
    assert other.template.endswith("/{message_id}")


def test_a_named_description_that_is_not_there_counts_as_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", str(tmp_path / "none.json"))
    assert find() is None


async def test_what_the_simulator_takes_and_discord_does_not_is_found_in_a_real_run(
    world: World, bare: PayloadCheck
) -> None:
    """The log of the simulator is read: a thread name that it lets pass is not let pass here."""
    parent = world.client.get_channel(world.channel.id)
    assert isinstance(parent, discord.TextChannel)
    await parent.create_thread(name="x" * 101, type=discord.ChannelType.public_thread)
    request = world.env.http_requests.pop()
    assert bare.problems([request]) == [f"POST {request.path}: name: 101 characters, at most 100 are allowed"]


async def test_the_sizes_of_uploads_are_noted(world: World) -> None:
    parent = world.client.get_channel(world.channel.id)
    assert isinstance(parent, discord.TextChannel)
    sent = await parent.send(file=discord.File(io.BytesIO(b"12345"), "five.txt"))
    assert await sent.attachments[0].read() == b"12345"
    assert world.uploads[-1].sizes == (5,)
