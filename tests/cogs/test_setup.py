"""``/setup``: choices, permissions, rights on every press; and the greeting to whoever owns a server."""

from typing import Any

import discord
import pytest
import simcord
from simcord.backend import serializers
from simcord.results import InteractionResult

from bot.domain.guilds import GuildSettings
from tests.cogs import beyond
from tests.cogs.plain import refusal
from tests.world import TRACK, World, text_of

PRACTICE, AUDIT, REVIEW = (f"grp:setup_channel:{name}_id" for name in ("practice", "audit", "review"))
ROLE, PICK = "grp:setup_role", "grs:setup_zone_pick"


async def open_panel(world: World, who: simcord.MemberActor | None = None) -> discord.Message:
    """The panel as a moderator gets it; nobody else sees it."""
    result = await (who or world.mod).slash(world.channel, "setup")
    assert result.response is not None
    assert result.response.ephemeral
    return result.response.message


def seen(world: World, panel: discord.Message) -> str:
    """What the panel says now."""
    return text_of(now(world, panel))


def now(world: World, panel: discord.Message) -> discord.Message:
    """The panel as it is now."""
    stored = world.env.backend.get_message(panel.channel.id, panel.id)
    return simcord.results.to_discord_message(world.env, stored)


async def settings(world: World) -> GuildSettings:
    return await world.client.guild_settings.get(world.guild.id)


async def find_city(world: World, panel: discord.Message, city: str) -> InteractionResult:
    shown = await world.mod.click(panel, label="Find a city")
    return await world.mod.submit_modal(shown, {"city": city})


def defaults(message: discord.Message, custom_id: str) -> list[str]:
    """What a menu shows as chosen."""

    def walk(data: Any) -> list[str]:
        if isinstance(data, list):
            return [one for part in data for one in walk(part)]
        if data.get("custom_id") == custom_id:
            return [str(one["id"]) for one in data.get("default_values", [])]
        return walk(data.get("components", []))

    return walk([component.to_dict() for component in message.components])


# ---------------------------------------------------------------------- the panel


async def test_a_server_is_set_up_from_nothing(world: World) -> None:
    role = world.guild.create_role("Coaches")
    log, reviews = world.guild.create_text_channel("log"), world.guild.create_text_channel("reviews")
    panel = await open_panel(world)
    assert "**UTC** (not chosen yet)" in seen(world, panel)
    assert "✅ **This server**: I have all I need." in seen(world, panel)
    for custom_id, channel in ((PRACTICE, world.channel), (AUDIT, log), (REVIEW, reviews)):
        await world.mod.select(panel, [channel], custom_id=custom_id)
    await world.mod.select(panel, [role], custom_id=ROLE)
    await find_city(world, panel, "berlin")
    found = await settings(world)
    assert (found.practice_id, found.audit_id, found.review_id) == (world.channel.id, log.id, reviews.id)
    assert (found.role_id, found.zone) == (role.id, "Europe/Berlin")
    text = seen(world, panel)
    assert "**Europe/Berlin**, 01:00 there now" in text
    stamp = int(world.clock().timestamp())
    assert f"Last change <t:{stamp - 3}:R>" in text, 'a reader\'s late clock would make it "in 1 second"'
    assert f"✅ **Audit channel** <#{log.id}>: I have all I need." in text
    assert defaults(now(world, panel), PRACTICE) == [str(world.channel.id)]
    assert defaults(now(world, panel), ROLE) == [str(role.id)]
    assert world.channel.history() == []


async def test_the_status_says_what_is_in_stock_and_what_waits(world: World) -> None:
    panel = await open_panel(world)
    assert "**Questions in stock:**\n" in seen(world, panel)
    (track,) = (one for one in world.client.catalogue.tracks.values() if one.id == TRACK)
    count = sum(len(stage.questions) for stage in track.stages)
    assert f"\u2068{track.title}\u2069: {count}" in seen(world, panel)
    assert "**Messages:** 0 waiting for their time" in seen(world, panel)
    assert "**Version:** 0." in seen(world, panel)
    thread = await world.start()
    await beyond.delete(world, thread)
    world.clock.move(hours=1)
    await world.run_due()
    await world.mod.click(panel, label="Check again")
    assert "waiting for their time, 1 could not be brought in the last 30 days" in seen(world, panel)
    assert f"- **The end of a round** in <#{thread.id}>" in seen(world, panel) or "- **A word" in seen(world, panel)
    assert "the channel was deleted" in seen(world, panel)


async def test_moderators_have_what_failed_tried_again(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
    row = {
        "guild_id": world.guild.id, "channel_id": None, "user_id": world.alice.id, "kind": "retry", "key": "k",
        "subject": "s", "payload": {"server": "Study group"}, "due_at": world.clock(),
    }  # fmt: skip
    world.client.guild_settings.register(world.client.deliveries)
    world.client.deliveries.handle("retry", world.client.deliveries._handlers["welcome"])
    await world.client.store.write(lambda unit: unit.deliveries.owe([row]))
    await world.run_due()
    panel = await open_panel(world)
    assert f"- **A reminder to retry** to <@{world.alice.id}>" in seen(world, panel)
    assert "\u2068their direct messages are closed to me\u2069" in seen(world, panel)
    refused = await beyond.press(world, world.bob, panel, "gr:setup_retry")
    assert "moderator" in refusal(refused)
    await world.mod.click(panel, label="Try again to bring them")
    await world.run_due()
    assert len(world.alice.user.dm_channel.history()) == 1
    await world.mod.click(panel, label="Check again")
    assert "could not be brought" not in seen(world, panel)
    assert "Try again to bring them" not in str(now(world, panel).components)


async def test_a_choice_is_taken_back_by_emptying_its_menu(world: World) -> None:
    panel = await open_panel(world)
    await world.mod.select(panel, [world.channel], custom_id=PRACTICE)
    await world.mod.select(panel, [], custom_id=PRACTICE)
    assert (await settings(world)).practice_id is None
    assert defaults(now(world, panel), PRACTICE) == []


async def test_a_panel_from_before_a_restart_goes_on(world: World) -> None:
    panel = await open_panel(world)
    shown = await world.mod.click(panel, label="Find a city")
    await world.restart()
    await world.mod.select(panel, [world.channel], custom_id=PRACTICE)
    await world.mod.submit_modal(shown, {"city": "Kyiv"})
    await world.mod.click(panel, label="Check again")
    found = await settings(world)
    assert (found.practice_id, found.zone) == (world.channel.id, "Europe/Kyiv")
    assert "**Europe/Kyiv**" in seen(world, panel)


async def test_two_moderators_at_once_see_each_others_choices(world: World) -> None:
    role = world.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    second = world.guild.add_member(world.env.create_user("mia"), roles=[role])
    log = world.guild.create_text_channel("log")
    mine, theirs = await open_panel(world), await open_panel(world, second)
    await world.mod.select(mine, [world.channel], custom_id=PRACTICE)
    await second.select(theirs, [log], custom_id=AUDIT)
    assert defaults(now(world, theirs), PRACTICE) == [str(world.channel.id)]
    await world.mod.click(mine, label="Check again")
    assert defaults(now(world, mine), AUDIT) == [str(log.id)]
    found = await settings(world)
    assert (found.practice_id, found.audit_id) == (world.channel.id, log.id)


async def test_what_was_deleted_is_shown_as_gone(world: World) -> None:
    role, log = world.guild.create_role("Coaches"), world.guild.create_text_channel("log")
    panel = await open_panel(world)
    await world.mod.select(panel, [log], custom_id=AUDIT)
    await world.mod.select(panel, [role], custom_id=ROLE)
    await beyond.delete(world, log)
    await beyond.delete_role(world, role)
    await world.mod.click(panel, label="Check again")
    text = seen(world, panel)
    assert text.count("⚠️ The one you chose was deleted.") == 2
    assert "❌ **Audit channel** was deleted: choose another one above." in text
    assert defaults(now(world, panel), AUDIT) == defaults(now(world, panel), ROLE) == []


# ---------------------------------------------------------------------- permissions


async def test_what_is_missing_in_a_channel_is_named_until_it_is_granted(world: World) -> None:
    panel = await open_panel(world)
    await beyond.deny(world, world.channel, "create_private_threads", "embed_links")
    await world.mod.select(panel, [world.channel], custom_id=PRACTICE)
    wanted = f"<#{world.channel.id}>: I lack **Embed Links**, **Create Private Threads**. Right-click it"
    assert wanted in seen(world, panel)
    await beyond.allow_again(world, world.channel)
    await world.mod.click(panel, label="Check again")
    assert f"✅ **Practice channel** <#{world.channel.id}>: I have all I need." in seen(world, panel)


async def test_a_channel_that_the_bot_does_not_see_is_named(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await beyond.deny(world, log, "view_channel")
    panel = await open_panel(world)
    await world.mod.select(panel, [log], custom_id=AUDIT)
    assert f"**Audit channel** <#{log.id}> is hidden from me. Right-click it" in seen(world, panel)
    assert (await settings(world)).audit_id == log.id


async def test_what_is_missing_in_the_whole_server_is_named(world: World) -> None:
    await beyond.set_server_rights(world, attach_files=False, send_messages_in_threads=False)
    panel = await open_panel(world)
    wanted = "❌ **This server**: I lack **Attach Files**, **Send Messages in Threads**. Server Settings → Roles → "
    assert wanted in seen(world, panel)
    await beyond.set_server_rights(world, attach_files=True, send_messages_in_threads=True)
    await world.mod.click(panel, label="Check again")
    assert "❌" not in seen(world, panel)


# ---------------------------------------------------------------------- rights


async def test_the_command_is_hidden_from_members_and_refuses_them_where_it_is_shown(world: World) -> None:
    assert "setup" not in world.alice.available_commands(world.channel)
    beyond.show_command_to_all(world, "setup")
    assert refusal(await world.alice.slash(world.channel, "setup")).startswith("That is for moderators: you need")
    assert await settings(world) == GuildSettings(guild_id=world.guild.id)


async def test_every_press_asks_for_the_right_anew(world: World) -> None:
    coaches = world.guild.create_role("Coaches")
    panel = await open_panel(world)
    await world.mod.select(panel, [coaches], custom_id=ROLE)
    await find_city(world, panel, "Germany")
    form = await world.mod.click(panel, label="Find a city")
    before = await settings(world)
    await beyond.set_roles(world, world.mod)
    presses = [
        await world.mod.click(panel, label="Check again"),
        await world.mod.click(panel, label="Find a city"),
        await world.mod.submit_modal(form, {"city": "Berlin"}),
        await world.mod.select(panel, ["Europe/Berlin"], custom_id=PICK),
        await world.mod.select(panel, [world.channel], custom_id=PRACTICE),
        await world.mod.select(panel, [], custom_id=ROLE),
    ]
    for press in presses:
        assert f"or the role <@&{coaches.id}>" in refusal(press)
    assert await settings(world) == before


async def test_the_moderator_role_opens_everything_but_the_choice_of_that_role(world: World) -> None:
    coaches = world.guild.create_role("Coaches")
    await world.mod.select(await open_panel(world), [coaches], custom_id=ROLE)
    beyond.show_command_to_all(world, "setup")
    await beyond.set_roles(world, world.alice, coaches)
    panel = await open_panel(world, world.alice)
    assert "Only people with **Manage Server** can change it." in seen(world, panel)
    await world.alice.select(panel, [world.channel], custom_id=PRACTICE)
    refused = await beyond.choose(world, world.alice, panel, ROLE, str(world.guild.id))
    assert "people with **Manage Server**" in refusal(refused)
    found = await settings(world)
    assert (found.practice_id, found.role_id) == (world.channel.id, coaches.id)
    await beyond.set_roles(world, world.alice)
    assert refusal(await world.alice.click(panel, label="Check again")).startswith("That is for moderators")


async def test_a_deleted_moderator_role_opens_nothing(world: World) -> None:
    coaches = world.guild.create_role("Coaches")
    await world.mod.select(await open_panel(world), [coaches], custom_id=ROLE)
    beyond.show_command_to_all(world, "setup")
    await beyond.set_roles(world, world.alice, coaches)
    panel = await open_panel(world, world.alice)
    await beyond.delete_role(world, coaches)
    assert refusal(await world.alice.click(panel, label="Check again")).startswith("That is for moderators")


# ---------------------------------------------------------------------- bad input


async def test_nonsense_for_a_city_gets_one_sentence_and_changes_nothing(world: World) -> None:
    panel = await open_panel(world)
    before = seen(world, panel)
    for city in ("asdfgh", "qq", "UTC+2", "🦊", "(0)", "@everyone", "\u202eolleh", "'; drop table guilds; --"):
        said = refusal(await find_city(world, panel, city))
        assert said.endswith("write the largest city near you, such as Berlin or Lagos.")
    assert await settings(world) == GuildSettings(guild_id=world.guild.id)
    assert seen(world, panel) == before


async def test_a_city_that_is_nearly_right_offers_zones_to_pick_from(world: World) -> None:
    panel = await open_panel(world)
    await find_city(world, panel, "new yrok")
    assert (await settings(world)).zone is None
    refused = await beyond.choose(world, world.mod, panel, PICK, "../../etc/passwd")
    assert refusal(refused).startswith("I know no time zone for “")
    assert "America/New\\_York" not in seen(world, panel)
    await world.mod.select(panel, ["America/New_York"], custom_id=PICK)
    assert (await settings(world)).zone == "America/New_York"
    assert "**America/New_York**" in seen(world, panel)
    assert "Which of these" not in str([component.to_dict() for component in now(world, panel).components])


async def test_only_text_channels_of_this_server_are_taken(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    others = [
        elsewhere.create_text_channel("practice"),
        world.guild.create_voice_channel("voice"),
        world.guild.create_category("category"),
        world.guild.create_news_channel("news"),
        world.guild.create_forum_channel("forum"),
    ]
    await world.env.settle()
    panel = await open_panel(world)
    for value in (*(str(one.id) for one in others), "0", "1", "-1", "nonsense", "9" * 30, str(2**63), " "):
        result = await beyond.choose(world, world.mod, panel, PRACTICE, value)
        assert refusal(result) == "I need an ordinary text channel of this server: pick one from the list.", value
    assert await settings(world) == GuildSettings(guild_id=world.guild.id)


async def test_only_roles_that_tell_moderators_are_taken(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere").create_role("Mods")
    await world.env.settle()
    guild = world.client.get_guild(world.guild.id)
    assert guild is not None
    own = next(role for role in guild.roles if role.managed)
    own.tags = discord.role.RoleTags({"bot_id": str(world.client.application_id)})
    panel = await open_panel(world)
    for value in (str(world.guild.id), str(elsewhere.id), str(own.id), "0", "nonsense", "9" * 30):
        result = await beyond.choose(world, world.mod, panel, ROLE, value)
        assert refusal(result).startswith("I cannot tell moderators by that role"), value
    assert await settings(world) == GuildSettings(guild_id=world.guild.id)


@pytest.mark.parametrize("custom_id", ["gr:setup_channel:role_id", "gr:setup_channel:zone", "gr:setup_channel", "gr:x"])
async def test_made_up_buttons_do_nothing(world: World, custom_id: str) -> None:
    panel = await open_panel(world)
    assert "older version" in refusal(await beyond.press(world, world.mod, panel, custom_id))
    assert await settings(world) == GuildSettings(guild_id=world.guild.id)


async def test_direct_messages_have_no_set_up(world: World) -> None:
    assert "setup" not in world.mod.user.available_commands()


# ---------------------------------------------------------------------- the greeting


def greetings(guild: simcord.GuildHandle) -> list[str]:
    """What a server's owner was told in direct messages."""
    return [text_of(message) for message in guild.owner.dm_channel.history()]


async def test_the_owner_is_greeted_once_and_nobody_else_is(world: World) -> None:
    guild = await beyond.join(world, "Data people")
    (said,) = greetings(guild)
    assert "**\u2068Data people\u2069**" in said
    assert all(command in said for command in ("`/setup`", "`/help`", "`/mock start`"))
    assert said.count("\n") == 4
    await world.restart()
    await world.run_due()
    world.env.backend.emit("GUILD_DELETE", {"id": str(guild.id)})
    payload = dict(serializers.guild_create_payload(world.env.backend, guild._guild))
    del payload["unavailable"]
    world.env.backend.emit("GUILD_CREATE", payload)
    await world.env.settle()
    await world.run_due()
    assert greetings(guild) == [said]
    assert world.channel.history() == []


async def test_a_name_of_a_server_cannot_break_the_greeting(world: World) -> None:
    guild = await beyond.join(world, "**@everyone** \u202e[x](https://example.org) `" + "x" * 60)
    (said,) = greetings(guild)
    assert "@everyone" not in said
    assert "\u202e" not in said
    assert len(said) < 1000


async def test_closed_direct_messages_mean_that_nothing_is_said(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
    guild = await beyond.join(world, "Quiet")
    channel = guild.create_text_channel("general")
    world.clock.move(days=1)
    await world.run_due()
    assert greetings(guild) == []
    assert channel.history() == []


async def test_an_outage_of_discord_only_puts_the_greeting_off(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    guild = await beyond.join(world, "Later")
    world.clock.move(minutes=1)
    await world.run_due()
    tries = [one for one in world.env.http_requests if one.method == "POST" and one.path.endswith("/messages")]
    assert len(tries) == 2
    assert len(greetings(guild)) == 1


async def test_a_server_that_invited_the_bot_while_it_was_away_is_greeted(world: World) -> None:
    await world.client.close()
    guild = world.env.create_guild("Meanwhile")
    world.client = world.make()
    await world.env.restart_bot(world.client)
    assert len(greetings(guild)) == 1
    await world.restart()
    assert len(greetings(guild)) == 1


async def test_a_server_that_has_had_the_bot_for_long_is_not_greeted_by_an_update(world: World) -> None:
    world.clock.move(days=2)
    await world.restart()
    assert greetings(world.guild) == []
