"""``/help``: complete, at hand for everyone everywhere, and patient with what is misspelt."""

from collections.abc import Iterator
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot.domain.errors import StoreUnavailable
from bot.domain.guilds import Setting
from bot.ui.first_minutes import STARTS, commands_in
from bot.ui.help_topics import Topic, topics
from tests.cogs import beyond
from tests.cogs.plain import refusal
from tests.world import World, labels_of, text_of

PICK, INNER = "grs:help_pick", "grs:help_inner"
STRING = 3


async def ask(world: World, topic: str | None = None, who: simcord.MemberActor | None = None) -> discord.Message:
    """A page as the person gets it; nobody else sees it."""
    options = {} if topic is None else {"topic": topic}
    result = await (who or world.alice).slash(world.channel, "help", **options)
    assert result.response is not None
    assert result.response.ephemeral
    return result.response.message


def now(world: World, page: discord.Message) -> discord.Message:
    """The page as it is after a press."""
    return simcord.results.to_discord_message(world.env, world.env.backend.get_message(page.channel.id, page.id))


def title_of(message: discord.Message) -> str:
    return text_of(message).strip().splitlines()[0].removeprefix("## ")


def menus(message: discord.Message) -> dict[str, list[str]]:
    """The values that each menu of a page offers."""

    def walk(data: Any) -> Iterator[tuple[str, list[str]]]:
        if isinstance(data, list):
            for one in data:
                yield from walk(one)
        elif "options" in data:
            yield data["custom_id"], [option["value"] for option in data["options"]]
        else:
            yield from walk(data.get("components", []))

    return dict(walk([component.to_dict() for component in message.components]))


def known(world: World) -> dict[str, Topic]:
    return topics(world.client.tree)


# ---------------------------------------------------------------------- complete


async def test_every_command_is_reachable_by_menus_alone_and_says_everything(world: World) -> None:
    every = known(world)
    page = await ask(world)
    tops = menus(page)[PICK]
    assert len(tops) <= 25
    reached: list[str] = []
    waiting: list[tuple[str, ...]] = [(key,) for key in tops]
    while waiting:
        path = waiting.pop()
        for menu, key in zip((PICK, *[INNER] * len(path)), path, strict=False):
            await world.alice.select(page, [key], custom_id=menu)
        shown, topic = now(world, page), every[path[-1]]
        assert title_of(shown) == topic.title
        assert topic.description in text_of(shown)
        for option in topic.options:
            assert f"- `{option.name}`" in text_of(shown)
            assert option.description.rstrip(".") in text_of(shown)
        reached.append(topic.key)
        waiting += [(*path, inner) for inner in menus(shown).get(INNER, [])]
    assert sorted(reached) == sorted(every)


async def test_every_command_is_a_topic_with_a_description_of_itself_and_of_every_option(world: World) -> None:
    tree = world.client.tree
    kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
    menus_there = [menu.name for kind in kinds for menu in tree.get_commands(type=kind)]
    commands = list(tree.walk_commands())
    every = known(world)
    titles = [one.title for one in every.values()]
    assert sorted(titles) == sorted([f"/{one.qualified_name}" for one in commands] + menus_there)
    assert {"/mock start", "/setup", "/help", "Submit as answer"} <= set(titles)
    for topic in every.values():
        assert len(topic.description) > 10, topic.title
        for option in topic.options:
            assert option.description not in {"", "…"}, f"{topic.title} {option.name}"
    for command in commands:
        if isinstance(command, app_commands.Command):
            told = [option.name for option in every[command.qualified_name.replace(" ", "-")].options]
            assert told == [one.display_name for one in command.parameters]


async def test_who_may_use_a_command_is_told(world: World) -> None:
    assert "For moderators: people with Manage Server" in text_of(await ask(world, "setup"))
    start = text_of(await ask(world, "mock start"))
    assert "For everyone. In servers." in start
    assert "`/mock start track stage [questions] [visibility] [reviews]`" in start
    assert "- `questions` (optional): " in start
    assert "as many as fit the stage if you leave this out. From 1 to " in start
    assert "One of: Private: only you and the bot, Public: everyone in this channel." in start
    assert "In servers and in direct messages." in text_of(await ask(world, "help"))
    assert "right-click a message → Apps → Submit as answer" in text_of(await ask(world, "Submit as answer"))


# ---------------------------------------------------------------------- the first five minutes


@pytest.mark.parametrize("start", STARTS, ids=[one.key for one in STARTS])
async def test_each_way_to_begin_names_only_what_there_is(world: World, start: Any) -> None:
    page = await ask(world)
    await world.alice.click(page, label=start.label)
    text = text_of(now(world, page))
    names = {command.qualified_name for command in world.client.tree.walk_commands()}
    assert start.promise in text
    assert text.count("\n1. ") == 1
    assert "\n4. " in text
    assert "{practice}" not in text
    assert set(commands_in(text)) <= names
    assert {"mock start"} <= set(commands_in(text))
    await world.alice.click(page, label="Start page")
    assert [one.label for one in STARTS] == labels_of(now(world, page))


async def test_the_practice_channel_is_named_while_it_is_there(world: World) -> None:
    room = world.guild.create_text_channel("interviews")
    await world.client.guild_settings.change(world.guild.id, Setting.PRACTICE, room.id)
    assert f"in a text channel, best in <#{room.id}>: choose" in text_of(await ask(world, "start-candidate"))
    await beyond.delete(world, room)
    assert "in a text channel: choose" in text_of(await ask(world, "start-candidate"))


# ---------------------------------------------------------------------- everywhere, at any time


async def test_it_works_in_direct_messages(world: World) -> None:
    assert "help" in world.bob.user.available_commands()
    result = await world.bob.user.slash("help")
    page = result.response.message
    await world.bob.user.click(page, label="I practise alone")
    assert "`/mock start`" in text_of(now(world, page))
    await world.bob.user.select(page, ["mock"], custom_id=PICK)
    assert title_of(now(world, page)) == "/mock"


async def test_a_page_from_before_a_restart_is_turned(world: World) -> None:
    page = await ask(world)
    await world.restart()
    await world.alice.select(page, ["mock"], custom_id=PICK)
    await world.alice.select(page, ["mock-pipeline"], custom_id=INNER)
    assert title_of(now(world, page)) == "/mock pipeline"
    await world.alice.click(page, label="Start page")
    assert title_of(now(world, page)) == "Practise interviews here"


async def test_it_needs_no_database(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(guild_id: int) -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(world.client.guild_settings, "get", down)
    assert "`/mock start`" in text_of(await ask(world, "start-candidate"))


# ---------------------------------------------------------------------- what is typed


@pytest.mark.parametrize(
    ("typed", "title"),
    [("/mock start", "/mock start"), ("Mock  Start", "/mock start"), ("`/mock`", "/mock"), ("SETUP", "/setup"),
     ("submit as answer", "Submit as answer"), ("mock_resume", "/mock resume"), ("start", "Practise interviews here")],
)  # fmt: skip
async def test_a_topic_is_found_however_it_is_written(world: World, typed: str, title: str) -> None:
    assert title_of(await ask(world, typed)) == title


@pytest.mark.parametrize(
    ("typed", "near"), [("mok strat", "/mock start"), ("setpu", "/setup"), ("pipelne", "/mock pipeline")]
)
async def test_a_misspelt_topic_leads_to_the_nearest(world: World, typed: str, near: str) -> None:
    page = await ask(world, typed)
    assert text_of(page).strip().startswith(f"I have no page on “\u2068{typed}\u2069”: did you mean `")
    assert near in labels_of(page)
    await world.alice.click(page, label=near)
    assert title_of(now(world, page)) == near


async def test_nonsense_gets_one_sentence_and_the_list(world: World) -> None:
    for typed in ("xyzzyqq", "🦊🦊", "x" * 6000, "@everyone", "{0}", "\u202eolleh", "\x00", "'; drop table x; --"):
        result = await beyond.command_alone(world, world.alice, world.channel, "help", ("topic", STRING, typed))
        assert result.response is not None
        text = text_of(result.response.message)
        assert "I have no page on “" in text
        assert "@everyone" not in text
        assert "\u202e" not in text
        assert PICK in menus(result.response.message)


async def test_made_up_pages_lead_to_the_list(world: World) -> None:
    page = await ask(world)
    await beyond.press(world, world.alice, page, "gr:help:no-such-thing-here")
    assert "I have no page on" in text_of(now(world, page))
    assert "older version" in refusal(await beyond.press(world, world.alice, page, "gr:help"))
    for value in ("nonsense", "", "x" * 200):
        await beyond.choose(world, world.alice, page, PICK, value)
        assert PICK in menus(now(world, page))


async def test_autocomplete_offers_topics_and_ways_to_begin(world: World) -> None:
    async def offered(typed: str) -> list[str]:
        found = await world.alice.autocomplete(world.channel, "help", "topic", typed)
        assert len(found) <= 25
        assert all(len(one["name"]) <= 100 for one in found)
        return [one["value"] for one in found]

    assert (await offered(""))[:3] == [one.key for one in STARTS]
    assert "mock-start" in await offered("mock st")
    assert await offered("/setup") == ["setup"]
    assert "start-group" in await offered("study group")
    assert await offered("xyzzy") == []
    assert await offered("x" * 6000) == []
