"""`/privacy`: what is shared, everything as files, and nothing any more; servers that the bot leaves."""

import io
import json
import logging
import zipfile

import discord
import pytest
from simcord.results import InteractionResult

from bot.services.housekeeping import Housekeeping
from tests.cogs import beyond, session_steps
from tests.cogs.plain import refusal, told
from tests.cogs.session_steps import fresh, no_alarm, seated
from tests.world import World, labels_of, text_of

__all__ = ["no_alarm"]

ANSWER = "I rebuilt the funnel and conversion rose from 12 % to 15 %."


def last(result: InteractionResult) -> discord.Message:
    return told(result)[-1].message


async def export(world: World, scope: str = "In this server") -> dict[str, str]:
    """Alice's files by name, with their texts."""
    shown = last(await world.alice.slash(world.channel, "privacy export"))
    assert labels_of(shown) == ["In this server", "Everywhere"]
    result = await world.alice.click(shown, label=scope)
    (sent,) = told(result)
    assert "README.md" in text_of(sent.message)
    (attached,) = sent.message.attachments
    data = world.env.backend.attachments[attached.id] if hasattr(world.env.backend, "attachments") else None
    files = zipfile.ZipFile(io.BytesIO(data if isinstance(data, bytes) else await attached.read()))
    return {name: files.read(name).decode() for name in files.namelist()}


async def delete(world: World, word: str, scope: str = "In this server") -> InteractionResult:
    """Alice asks to be forgotten and types a word."""
    shown = last(await world.alice.slash(world.channel, "privacy delete"))
    form = await world.alice.click(shown, label=scope)
    return await world.alice.submit_modal(form, {"word": word})


def rows(world: World, table: str, where: str = "1 = 1") -> int:
    ((found,),) = world.rows(f"SELECT count(*) FROM {table} WHERE {where}")
    return int(found)


def traces(world: World, person: int) -> list[str]:
    """Tables in which a person's id stands."""
    return [name for name, found in world.all_rows().items() if str(person) in repr(found)]


async def test_everything_as_files(world: World) -> None:
    await world.finish_round()
    await world.run_due()
    await world.alice.slash(world.channel, "remind me", when="tomorrow 9:00", what="Read the dossier")
    files = await export(world)
    assert {"README.md", "answers.md", "rounds.json", "turns.json", "parts.json", "deliveries.json"} <= set(files)
    assert ANSWER in files["answers.md"]
    assert ANSWER in [one["content"] for one in json.loads(files["parts.json"])]
    assert [one["text"] for one in json.loads(files["reminders.json"])] == ["Read the dossier"]
    missing = [name for name in files if f"`{name}`" not in files["README.md"]]
    assert missing == ["README.md"], "each file is explained"
    assert str(world.bob.id) not in "".join(files.values())
    assert (await export(world, "Everywhere")).keys() == files.keys()


@pytest.mark.also_on_postgresql
async def test_deleted_with_an_open_round_and_begun_afresh(world: World) -> None:
    await world.finish_round()
    thread = await world.start()
    await world.answer(thread, ANSWER)
    wrong = last(await delete(world, "delet"))
    assert "Nothing was deleted" in text_of(wrong)
    assert rows(world, "rounds") == 2
    await world.restart()
    form = await world.alice.click(wrong, label="Type it again")
    result = await world.alice.submit_modal(form, {"word": " delete "})
    assert text_of(last(result)).startswith("Done: I store nothing about you in this server any more.")
    assert traces(world, world.alice.id) == []
    state = world.env.backend.get_channel(thread.id).thread_metadata
    assert state is not None
    assert state.archived
    assert state.locked
    world.clock.move(days=40)
    await world.run_due()
    assert traces(world, world.alice.id) == [], "nothing was still owed to her"
    refusal(await world.alice.click(world.panel(thread), label="Hint"))
    refusal(await world.alice.slash(world.channel, "mock status"))
    again = await delete(world, "DELETE", "Everywhere")
    assert "anywhere" in text_of(last(again))
    await world.finish_round()
    assert rows(world, "rounds") == 1


@pytest.mark.usefixtures("no_alarm")
async def test_a_person_at_a_table_leaves_it_and_others_keep_their_seats(world: World) -> None:
    others = session_steps.people(world, 2)
    (table,) = await seated(world, [world.alice, *others])
    assert world.alice.id in table.member_ids
    await delete(world, "DELETE")
    await world.run_due()
    after = await fresh(world, table)
    assert set(after.member_ids) == {one.id for one in others}
    assert after.is_open
    assert traces(world, world.alice.id) == []


@pytest.mark.usefixtures("no_alarm")
async def test_sessions_of_a_host_who_is_gone_are_called_off(world: World) -> None:
    await session_steps.plan(world, [world.bob], host=world.alice)
    await delete(world, "DELETE", "Everywhere")
    await world.run_due()
    assert traces(world, world.alice.id) == []
    assert rows(world, "sessions", "status = 'cancelled'") == 1
    assert await world.client.sessions.ahead(world.guild.id) == []


async def test_what_is_shared_is_shown_and_changed(world: World) -> None:
    shown = last(await world.alice.slash(world.channel, "privacy settings"))
    assert "▫️ your progress: not shared" in text_of(shown)
    await world.alice.click(shown, label="Share my progress")
    after = last(await world.alice.slash(world.channel, "privacy settings"))
    assert "✅ your progress" in text_of(after)
    assert "Stop sharing my progress" in labels_of(after)
    assert "Join the leaderboard" in labels_of(after)
    await world.alice.click(after, label="Stop sharing my progress")
    assert rows(world, "sharing", "shows_progress") == 0
    for label in ("Export my data", "Delete my data"):
        assert "Everywhere" in labels_of(last(await world.alice.click(after, label=label)))


async def test_in_direct_messages_there_is_only_everywhere(world: World) -> None:
    await world.finish_round()
    shown = last(await world.alice.user.slash("privacy delete"))
    assert labels_of(shown) == ["Everywhere"]
    settings = last(await world.alice.user.slash("privacy settings"))
    assert labels_of(settings) == ["Export my data", "Delete my data"]
    form = await world.alice.user.click(shown, label="Everywhere")
    await world.alice.user.submit_modal(form, {"word": "DELETE"})
    assert traces(world, world.alice.id) == []


async def test_tampered_presses_change_nothing(world: World) -> None:
    await world.finish_round()
    shown = last(await world.alice.slash(world.channel, "privacy settings"))
    ids = ["gr:prv_share:rating:1", "gr:prv_share:shows_progress:2", "gr:prv_delete:there", "gr:prv_export:1"]
    for custom_id in ids:
        refusal(await beyond.press(world, world.alice, shown, custom_id))
    assert rows(world, "rounds") == 1
    assert rows(world, "sharing") == 0


# ---------------------------------------------------------------------- servers


async def night(world: World) -> None:
    await Housekeeping(world.client.store, world.clock, None, world.client.retention.run).run()


async def test_a_server_that_removed_the_bot_is_erased_after_thirty_days(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.finish_round()
    away = world.guild.id
    other = world.env.create_guild("Another group")
    world.env.backend.remove_guild(away)
    await world.env.settle()
    assert rows(world, "departures", f"guild_id = {away}") == 1
    world.clock.move(days=29)
    await night(world)
    assert rows(world, "rounds") == 1
    world.clock.move(days=1, minutes=1)
    with caplog.at_level(logging.INFO):
        await night(world)
    assert "erased a server" in caplog.text
    assert rows(world, "rounds") == rows(world, "parts") == rows(world, "departures") == 0
    assert other.id in (world.client.servers() or [])


async def test_who_stayed_away_for_two_years_is_forgotten(world: World) -> None:
    await world.finish_round()
    world.clock.move(days=725)
    await night(world)
    assert rows(world, "rounds") == 1
    world.clock.move(days=6)
    await night(world)
    assert traces(world, world.alice.id) == []


# ---------------------------------------------------------------------- people come and go


async def test_who_left_the_server_is_forgotten_a_month_later_and_who_came_back_is_not(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.finish_round()
    shown = last(await world.bob.slash(world.channel, "privacy settings"))
    await world.bob.click(shown, label="Share my progress")
    assert rows(world, "members") == 2
    for person in (world.alice, world.bob):
        world.env.backend.remove_member(world.guild.id, person.id)
    world.clock.move(days=4)
    await night(world)
    assert rows(world, "members", "left_at IS NOT NULL") == 2
    world.bob = world.guild.add_member(world.bob.user)
    world.clock.move(days=29)
    await night(world)
    assert rows(world, "members", "left_at IS NOT NULL") == 1
    assert rows(world, "rounds") == rows(world, "sharing") == 1
    await world.restart()
    world.clock.move(days=2)
    with caplog.at_level(logging.INFO):
        await night(world)
    assert "1 people who left 30 days ago" in caplog.text
    assert traces(world, world.alice.id) == []
    assert rows(world, "sharing") == rows(world, "members") == 1


async def test_people_are_noted_by_what_they_press_and_type_and_not_by_what_they_chat(world: World) -> None:
    thread = await world.start()
    world.clock.move(days=2)
    await world.bob.send(world.channel, "Good morning, all!")
    await world.env.settle()
    before = world.rows("SELECT user_id, seen_at FROM members")
    assert [one[0] for one in before] == [world.alice.id]
    await world.alice.send(thread, ANSWER)
    await world.env.settle()
    after = world.rows("SELECT user_id, seen_at FROM members")
    assert [one[0] for one in after] == [world.alice.id]
    assert before != after, "what she typed counts"
    files = await export(world)
    assert [set(one) for one in json.loads(files["members.json"])] == [
        {"guild_id", "user_id", "seen_at", "checked_at", "left_at"}
    ]
