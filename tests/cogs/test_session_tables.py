"""From the check-in of a session to the end of its tables' rounds."""

import asyncio
from typing import Any

import pytest
import simcord

from bot.domain.sessions.sittings import Sitting, SittingStatus
from bot.domain.sessions.tables import Table, TableStatus
from bot.domain.sessions.values import MemberState, SessionStatus
from bot.domain.tracks import StageKind
from bot.services.session_tables import Actor
from tests.cogs import beyond
from tests.cogs.bank_steps import last, now
from tests.cogs.plain import refusal, told
from tests.cogs.session_steps import (
    check_in,
    fresh,
    newest,
    no_alarm,
    people,
    plan,
    said,
    seated,
    tables_of,
    thread_of,
)
from tests.world import World, labels_of, text_of

__all__ = ["no_alarm"]
pytestmark = pytest.mark.usefixtures("no_alarm")


def parts(world: World, table: Table, members: list[simcord.MemberActor]) -> dict[str, Any]:
    """Who has which part in the round that is on."""
    sitting = on_now(table)
    by_id = {one.id: one for one in members}
    return {"asker": by_id[sitting.interviewer_id], "candidate": by_id[sitting.candidate_id], "sitting": sitting}


def on_now(table: Table) -> Sitting:
    """The round that is on."""
    assert table.current is not None, "it is on"
    return table.current


def direct(member: simcord.MemberActor) -> str:
    """What somebody was told in private."""
    return said(member.user.dm_channel)


async def states(world: World, session_id: int) -> dict[int, MemberState]:
    """Where everybody of a session stands."""
    found = await world.client.store.read(lambda unit: unit.sessions.members(world.guild.id, session_id))
    return {one.user_id: one.state for one in found}


# ---------------------------------------------------------------------- the main path


async def test_a_whole_session_of_two(world: World) -> None:
    pair = [world.alice, world.bob]
    (table,) = await seated(world, pair)
    thread, post = thread_of(world, table), newest(world.channel, "I am here")
    assert table.voice_id is not None, "the bot of the simulator may make channels"
    assert {one.number: one.status for one in table.sittings} == {1: SittingStatus.RUNNING, 2: SittingStatus.WAITING}
    assert table.sittings[0].candidate_id == table.sittings[1].interviewer_id, "each is candidate once"
    asked = [{one.id for one in sitting.questions} for sitting in table.sittings]
    assert not asked[0] & asked[1], "each candidate has other questions"

    who = parts(world, table, pair)
    panel = newest(thread, "My sheet")
    sheet = last(await who["asker"].click(panel, label="My sheet"))
    question = who["sitting"].questions[0]
    assert question.assesses in text_of(sheet)
    assert question.prompt not in said(thread), "only the interviewer knows it yet"

    await who["asker"].click(sheet, label="Ask")
    assert question.prompt in said(thread)
    await who["asker"].select(sheet, ["0", "1"])
    await who["asker"].submit_modal(await who["asker"].click(sheet, label="Note"), {"text": "Named the base"})
    answer = await who["candidate"].send(thread, "I compared like with like.")
    await who["asker"].send(thread, "Go on.")
    await who["candidate"].edit(answer, "I compared like with like, by category.")

    kept = (await fresh(world, table)).sittings[0]
    assert kept.ticked == ((0, 0), (0, 1))
    assert [(one.text, one.question) for one in kept.notes] == [("Named the base", 0)]
    assert [(one.text, one.question) for one in kept.answers] == [("I compared like with like, by category.", 0)]

    await who["candidate"].click(panel, label="Next round")
    assert "round 2 of 2" in said(thread)
    assert "Scorecards" in said(thread)
    assert "Named the base" not in said(thread)
    review = text_of(last(await who["asker"].click(now(world, panel), label="My notes")))
    assert "Named the base" in review
    assert "by category" in review
    assert "round is over" in refusal(await who["candidate"].click(now(world, panel), label="My notes"))
    world.clock.move(minutes=10)
    panel = newest(thread, "My sheet")
    assert "Next round" not in labels_of(panel), "it is the last one"
    await who["asker"].click(panel, label="End")
    done = await fresh(world, table)
    assert done.status is TableStatus.ENDED
    assert [one.status for one in done.sittings] == [SittingStatus.DONE, SittingStatus.DONE]
    assert world.client.get_channel(table.voice_id) is not None, "people still go through their cards"
    world.clock.move(minutes=16)
    await world.run_due()
    assert world.client.get_channel(table.voice_id) is None, "its voice channel is gone"
    session = await world.client.check_ins.session(world.guild.id, table.session_id)
    assert session is not None
    assert session.status is SessionStatus.ENDED
    assert session.starts_at is not None
    today = session.starts_at.date()
    past = await world.client.store.read(
        lambda unit: unit.session_pairs.past(world.guild.id, [one.id for one in pair], today, today)
    )
    assert set(past) == {frozenset(one.id for one in pair)}
    assert "I am here" not in labels_of(now(world, post)), "there is nothing to come to any more"


async def test_who_does_not_come_is_released_and_told_once(world: World) -> None:
    crowd = [world.alice, world.bob, *people(world, 2)]
    session = await plan(world, crowd)
    post = await check_in(world)
    for one in crowd[:3]:
        await one.click(post, label="I am here")
    world.clock.move(minutes=11)
    await world.run_due()
    await world.run_due()
    (table,) = await tables_of(world, session)
    assert sorted(table.member_ids) == sorted(one.id for one in crowd[:3]), "an odd number makes a three"
    assert (await states(world, session.id))[crowd[3].id] is MemberState.NO_SHOW
    assert direct(crowd[3]).count("has begun without you") == 1
    assert "no-show" not in said(world.channel)
    assert f"<@{crowd[3].id}>" not in text_of(now(world, post)), "nobody is shamed in public"

    shown = await crowd[3].click(now(world, post), label="I am here")
    assert "table 1" in text_of(last(shown))
    await crowd[3].click(now(world, post), label="I am here")
    table = await fresh(world, table)
    assert table.member_ids.count(crowd[3].id) == 1
    assert crowd[3].id in on_now(table).observer_ids
    assert (await states(world, session.id))[crowd[3].id] is MemberState.CHECKED_IN


async def test_nobody_comes(world: World) -> None:
    session = await plan(world, [world.alice, world.bob])
    post = await check_in(world)
    await world.alice.click(post, label="I am here")
    world.clock.move(minutes=11)
    await world.run_due()
    assert await tables_of(world, session) == []
    assert "the only one" in direct(world.alice)
    assert "too few came" in direct(world.bob), "there is no table to come late to"
    assert "no table" in text_of(now(world, post))
    assert "Fewer than two people" in direct(world.mod)
    assert "over" in text_of(now(world, post))
    assert "over" in refusal(await beyond.press(world, world.bob, post, f"gr:here:{session.id}"))


async def test_waiting_list_walk_ins_and_begin_now(world: World) -> None:
    crowd = [world.alice, world.bob, *people(world, 3)]
    session = await plan(world, crowd[:3], places=2)
    post = await check_in(world)
    for one in (crowd[4], crowd[2], crowd[0]):
        await one.click(post, label="I am here")
    assert "all places are taken" in text_of(last(await crowd[3].click(post, label="I am here")))
    assert "host" in refusal(await world.alice.click(now(world, post), label="Begin now"))
    await world.mod.click(now(world, post), label="Begin now")
    (table,) = await tables_of(world, session)
    assert sorted(table.member_ids) == sorted([crowd[0].id, crowd[2].id]), "the waiting list comes before walk-ins"
    assert "taken this time" in direct(crowd[4])
    assert "check-in is over" in refusal(await beyond.press(world, world.mod, post, f"gr:here_begin:{session.id}"))


# ---------------------------------------------------------------------- restarts and races


async def test_restarts_in_the_check_in_and_in_a_rotation(world: World) -> None:
    pair = [world.alice, world.bob]
    session = await plan(world, pair)
    post = await check_in(world)
    await world.alice.click(post, label="I am here")
    await world.restart()
    await world.bob.click(now(world, post), label="I am here")
    await world.run_due()
    (table,) = await tables_of(world, session)
    thread = thread_of(world, table)
    # Stopped between the rotation and its messages: what is owed stands in the store.
    actor = parts(world, table, pair)["asker"]
    world.clock.move(minutes=5)
    await world.client.session_tables.rotate(world.guild.id, table.id, 1, Actor(actor.id, 1))
    assert "round 2 of 2" not in said(thread)
    await world.restart()
    await world.run_due()
    assert said(thread).count("round 2 of 2") == 1
    assert said(thread).count("### 📝 Scorecards") == 1
    sheet = last(
        await parts(world, await fresh(world, table), pair)["asker"].click(newest(thread, "My sheet"), label="My sheet")
    )
    await world.restart()
    await parts(world, await fresh(world, table), pair)["asker"].click(sheet, label="Ask")
    assert on_now(await fresh(world, table)).asked == (0,)


async def test_two_presses_of_next_round_at_the_same_moment_are_one_rotation(world: World) -> None:
    pair = [world.alice, world.bob]
    (table,) = await seated(world, pair)
    panel = newest(thread_of(world, table), "Next round")
    press = f"gr:tab_next:{table.id}:1"
    results = await beyond.press_together(world, panel, [(one, press) for one in (*pair, world.alice, world.bob)])
    refused = [one for one in results if told(one)]
    assert len(refused) == 3, "one of them turned the table"
    assert all("round is over" in refusal(one) for one in refused)
    assert (await fresh(world, table)).index == 1
    await world.run_due()
    assert said(thread_of(world, table)).count("round 2 of 2") == 1
    both = [f"gr:tab_pause:{table.id}:2:1", f"gr:tab_next:{table.id}:2", f"gr:tab_left:{table.id}"]
    await beyond.press_together(world, panel, [(one, press) for one in pair for press in both])
    assert (await fresh(world, table)).status is TableStatus.ENDED, "whatever came first, it is consistent"


async def test_forty_people(world: World) -> None:
    crowd = people(world, 40)
    session = await plan(world, crowd, places=40, table=4, length=120)
    post = await check_in(world)
    here = world.client.check_ins.here
    await asyncio.gather(*(here(world.guild.id, session.id, one.id, one.id) for one in crowd))
    await asyncio.gather(*(world.client.check_ins.close(world.guild.id, session.id) for _ in range(3)))
    await world.run_due()
    tables = await tables_of(world, session)
    assert [len(table.member_ids) for table in tables] == [4] * 10
    assert sorted(one for table in tables for one in table.member_ids) == sorted(one.id for one in crowd)
    assert all(table.thread_id and table.status is TableStatus.OPEN for table in tables)
    assert len({table.thread_id for table in tables}) == len(tables)
    by_id = {one.id: one for one in crowd}
    await asyncio.gather(
        *(
            world.client.session_tables.rotate(world.guild.id, table.id, 1, _actor(table))
            for table in tables
            for _ in range(2)
        ),
        return_exceptions=True,
    )
    await world.run_due()
    for table in await tables_of(world, session):
        assert said(thread_of(world, table)).count("round 2 of 4") == 1
        assert table.index == 1
    stranger = by_id[tables[0].member_ids[0]]
    shown = await beyond.press(world, stranger, post, f"gr:tab_next:{tables[1].id}:2")
    assert "do not sit at this table" in refusal(shown), "another table's buttons"
    assert len(text_of(now(world, post))) < 4000


def _actor(table: Table) -> Any:
    return Actor(table.member_ids[0], 1)


# ---------------------------------------------------------------------- the clock


async def test_the_clock_nudges_pauses_and_rotates_by_itself(world: World) -> None:
    pair = [world.alice, world.bob]
    (table,) = await seated(world, pair)
    thread, minutes = thread_of(world, table), on_now(table).minutes
    world.clock.move(minutes=minutes * 0.8 + 0.1)
    await world.run_due()
    assert said(thread).count("time for the last question") == 1
    panel = newest(thread, "Pause")
    await world.alice.click(panel, label="Pause")
    await world.alice.click(now(world, panel), label="Go on")
    await world.bob.click(now(world, panel), label="Pause")
    assert "clock stands still" in text_of(now(world, panel))
    world.clock.move(minutes=minutes)
    await world.run_due()
    assert "That is the time" not in said(thread)
    await world.restart()
    await world.bob.click(now(world, panel), label="Go on")
    world.clock.move(minutes=minutes * 0.2)
    await world.run_due()
    assert said(thread).count("That is the time") == 1
    assert (await fresh(world, table)).index == 0
    world.clock.move(minutes=2, seconds=1)
    await world.run_due()
    await world.run_due()
    assert (await fresh(world, table)).index == 1
    world.clock.move(hours=3)
    await world.run_due()
    await world.run_due()
    assert (await fresh(world, table)).status is TableStatus.ENDED


# ---------------------------------------------------------------------- people come and go


async def test_whoever_is_left_alone_goes_to_another_table(world: World) -> None:
    crowd = [world.alice, world.bob, *people(world, 2)]
    first, second = await seated(world, crowd)
    by_id = {one.id: one for one in crowd}
    leaver, lone = (by_id[one] for one in first.member_ids)
    thread = thread_of(world, first)
    shown = last(await leaver.click(newest(thread, "I must leave"), label="I must leave"))
    await leaver.click(shown, label="Yes, I leave")
    assert (await fresh(world, first)).status is TableStatus.ENDED
    joined = await fresh(world, second)
    assert joined.member_ids[-1] == lone.id
    assert joined.sittings[-1].candidate_id == lone.id, "their turn comes along"
    assert f"<#{second.thread_id}>" in said(thread)
    assert f"<@{lone.id}> sits down" in said(thread_of(world, second))

    rest = [by_id[one] for one in second.member_ids]
    await rest[0].click(
        last(await rest[0].click(newest(thread_of(world, second), "I must leave"), label="I must leave")),
        label="Yes, I leave",
    )
    left = await fresh(world, second)
    assert left.status is TableStatus.OPEN
    assert all(rest[0].id not in one.seats() for one in left.sittings if not one.is_over)
    panel, press = newest(thread_of(world, second), "My sheet"), f"gr:tab_sheet:{second.id}:{on_now(left).number}"
    assert "do not sit" in refusal(await beyond.press(world, rest[0], panel, press))
    await world.run_due()
    with pytest.raises(simcord.SetupError, match="not accessible"):
        await beyond.press(world, rest[0], panel, press)
    others = await beyond.press(world, rest[1], panel, press)
    assert told(others), "the others are still in the thread"


async def test_one_of_two_leaves(world: World) -> None:
    (table,) = await seated(world, [world.alice, world.bob])
    shown = last(await world.bob.click(newest(thread_of(world, table), "I must leave"), label="I must leave"))
    await world.bob.click(shown, label="Yes, I leave")
    assert (await fresh(world, table)).status is TableStatus.ENDED
    assert "One person cannot hold an interview" in said(thread_of(world, table))
    session = await world.client.check_ins.session(world.guild.id, table.session_id)
    assert session is not None
    assert session.status is SessionStatus.ENDED


async def test_the_host_reassigns(world: World) -> None:
    crowd = [world.alice, world.bob, *people(world, 1)]
    (table,) = await seated(world, crowd)
    thread = thread_of(world, table)
    sitting = on_now(table)
    watcher = next(one for one in crowd if one.id in sitting.observer_ids)
    by_id = {one.id: one for one in crowd}
    assert "for the host" in refusal(await watcher.click(newest(thread, "Reassign"), label="Reassign"))
    shown = last(await world.mod.click(newest(thread, "Reassign"), label="Reassign"))
    where = f"{table.id}:{sitting.number}"
    await world.mod.select(shown, [watcher], custom_id=f"grp:tab_candidate:{where}")
    after = await fresh(world, table)
    assert on_now(after).candidate_id == watcher.id
    assert sorted(one.candidate_id for one in after.sittings) == sorted(one.id for one in crowd), "nobody loses a turn"
    await world.mod.select(shown, [by_id[sitting.candidate_id]], custom_id=f"grp:tab_interviewer:{where}")
    assert on_now(await fresh(world, table)).interviewer_id == sitting.candidate_id
    stranger = await world.mod.select(shown, [world.mod], custom_id=f"grp:tab_candidate:{where}")
    assert "does not sit at this table" in refusal(stranger)
    await world.mod.select(shown, [watcher], custom_id=f"grp:tab_gone:{where}")
    assert watcher.id not in (await fresh(world, table)).member_ids


# ---------------------------------------------------------------------- places


async def test_a_thread_and_a_voice_channel_are_deleted(world: World) -> None:
    (table,) = await seated(world, [world.alice, world.bob])
    thread = thread_of(world, table)
    (voice,) = [one for one in world.guild.channels.values() if one.id == table.voice_id]
    await beyond.delete(world, voice)
    assert "voice channel of this table is gone" in said(thread)
    before = {one.id for one in world.channel.threads}
    await beyond.delete(world, thread)
    await world.run_due()
    assert "thread of a table" in direct(world.mod)
    table = await fresh(world, table)
    assert table.thread_id is None
    offer = next(one for one in reversed(world.mod.user.dm_channel.history()) if "Try again" in labels_of(one))
    await world.mod.user.click(offer, label="Try again")
    table = await fresh(world, table)
    assert table.thread_id not in before | {None}
    assert on_now(table).status is SittingStatus.RUNNING
    assert "round 1 of 2" in said(thread_of(world, table))


@pytest.mark.parametrize("kind", ["threads", "cap"])
async def test_threads_cannot_be_opened(world: World, kind: str) -> None:
    session = await plan(world, [world.alice, world.bob])
    post = await check_in(world)
    code, status = (50013, 403) if kind == "threads" else (160006, 400)
    world.env.inject_error("POST", "/channels/*/threads", status=status, code=code, times=1)
    told_in = world.mod.user.dm_channel
    if kind == "cap":
        # The host takes no direct messages: the session's channel tells, and calls them.
        world.env.inject_error("POST", f"/channels/{told_in.id}/messages", status=403, code=50007, times=10)
        told_in = world.channel
    for one in (world.alice, world.bob):
        await one.click(post, label="I am here")
    await world.run_due()
    await world.run_due()
    assert "could not open the threads" in said(told_in)
    (table,) = await tables_of(world, session)
    assert table.status is TableStatus.OPENING
    host = world.mod if kind == "cap" else world.mod.user
    await host.click(newest(told_in, "Try again"), label="Try again")
    assert (await fresh(world, table)).status is TableStatus.OPEN


@pytest.mark.parametrize("code", [30013, 50013])
async def test_no_voice_channel(world: World, code: int) -> None:
    session = await plan(world, [world.alice, world.bob])
    post = await check_in(world)
    world.env.inject_error("POST", "/guilds/*/channels", status=400 if code == 30013 else 403, code=code, times=1)
    for one in (world.alice, world.bob):
        await one.click(post, label="I am here")
    await world.run_due()
    (table,) = await tables_of(world, session)
    assert table.voice_id is None
    assert table.status is TableStatus.OPEN
    assert "any other voice channel" in direct(world.mod)


# ---------------------------------------------------------------------- kinds of stages, and strangers


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (StageKind.TEAM, "Lead interviewer"),
        (StageKind.EXECUTIVE, "Presenter"),
        (StageKind.OFFER, "Employer"),
        (StageKind.TASK, "tells of a solution"),
    ],
)
async def test_each_kind_of_stage_has_its_roles(world: World, kind: StageKind, words: str) -> None:
    tracks = world.client.catalogue.tracks.values()
    where = next((track.id, one.id) for track in tracks for one in track.stages if one.kind is kind)
    crowd = [world.alice, world.bob, *people(world, 1)]
    (table,) = await seated(world, crowd, track=where[0], stage=where[1])
    thread = thread_of(world, table)
    assert words in said(thread)
    who = parts(world, table, crowd)
    watcher = next(one for one in crowd if one.id in on_now(table).observer_ids)
    panel = newest(thread, "My sheet")
    sheet = last(await who["asker"].click(panel, label="My sheet"))
    assert on_now(table).questions[0].prompt.split("\n")[0] in text_of(sheet)
    shown = await watcher.click(panel, label="My sheet")
    if kind in (StageKind.TEAM, StageKind.EXECUTIVE):
        assert "For your eyes only" in text_of(last(shown))
    else:
        assert "sheet is for" in refusal(shown)
    own = await who["candidate"].click(panel, label="My sheet")
    if kind is StageKind.OFFER:
        assert "you stop at" in text_of(sheet) or "at most" in text_of(sheet)
        assert "you hope for" in text_of(last(own))
        assert "at most" not in text_of(last(own)), "the employer's limits are not on it"
    else:
        assert refusal(own)


async def test_a_table_that_ends_before_anything_happened_has_nothing_to_rate(world: World) -> None:
    pair = [world.alice, world.bob]
    (table,) = await seated(world, pair)
    thread = thread_of(world, table)
    asked = last(await world.alice.click(newest(thread, "My sheet"), label="End"))
    await world.alice.click(asked, label="Yes, end it")
    await world.run_due()
    assert "nothing to rate" in said(thread)
    assert "scorecards" not in said(thread)


async def test_strangers_other_servers_and_bad_notes(world: World) -> None:
    pair = [world.alice, world.bob]
    (table,) = await seated(world, pair)
    thread, who = thread_of(world, table), parts(world, table, pair)
    panel, where = newest(thread, "My sheet"), f"{table.id}:1"
    post = newest(world.channel, "I am here")
    (carol,) = people(world, 1)
    for press in (
        f"tab_sheet:{where}",
        f"tab_ask:{where}:0",
        f"tab_note:{where}:0",
        f"tab_next:{where}",
        f"tab_leave:{table.id}",
    ):
        assert "do not sit at this table" in refusal(await beyond.press(world, carol, post, f"gr:{press}"))
    for press in (
        f"tab_ask:{where}:99",
        f"tab_ask:{where}:-1",
        f"tab_sheet:{table.id + 7}:1",
        f"tab_next:{table.id}:9",
        "here:99",
    ):
        assert refusal(await beyond.press(world, who["asker"], panel, f"gr:{press}"))
    assert "You are the candidate" in refusal(
        await beyond.press(world, who["candidate"], panel, f"gr:tab_note:{where}:0")
    )
    for text in ("   ", "x" * 1001):
        shown = await beyond.send_form(world, who["asker"], thread, f"gr:tab_noted:{where}:0", text)
        assert last(shown) is not None
    assert on_now(await fresh(world, table)).notes == ()

    other = world.env.create_guild("Elsewhere")
    place = other.create_text_channel("general")
    dave = other.add_member(world.env.create_user("dave"))
    message = await dave.send(place, "hello")
    for press in (f"here:{table.session_id}", f"tab_sheet:{where}", f"tab_open:{world.guild.id}:{table.session_id}"):
        assert "know no such table" in refusal(await beyond.press(world, dave, message, f"gr:{press}"))


async def test_somebody_was_banned_before_the_tables_opened(world: World) -> None:
    crowd = [world.alice, world.bob, *people(world, 1)]
    session = await plan(world, crowd)
    post = await check_in(world)
    for one in crowd[:2]:
        await one.click(post, label="I am here")
    await world.client.check_ins.here(world.guild.id, session.id, crowd[2].id, 1)
    await world.client.check_ins.close(world.guild.id, session.id)
    gone = (await tables_of(world, session))[0].member_ids[0]
    world.env.inject_error("PUT", f"/channels/*/thread-members/{gone}", status=403, code=50001, times=1)
    world.env.inject_error("GET", f"/guilds/*/members/{gone}", status=404, code=10007, times=1)
    await world.run_due()
    await world.run_due()
    (table,) = await tables_of(world, session)
    assert table.status is TableStatus.OPEN
    assert gone not in table.member_ids
    assert gone not in on_now(table).seats()
    assert len(world.channel.threads) == 1, "the thread of the first try is not left behind"


async def test_forgotten_tables_are_closed_and_any_moderator_may_act_for_the_host(world: World) -> None:
    pair = [world.alice, world.bob]
    (table,) = await seated(world, pair, wish="Observer", host=world.alice)
    thread = thread_of(world, table)
    assert "everybody takes turns" in said(thread), "two observers would have nothing to watch"
    await world.mod.click(newest(thread, "Reassign"), label="Reassign")
    await world.bob.click(newest(thread, "Pause"), label="Pause")
    world.clock.move(hours=4)
    await world.run_due()
    await world.run_due()
    assert (await fresh(world, table)).status is TableStatus.ENDED
    session = await world.client.check_ins.session(world.guild.id, table.session_id)
    assert session is not None
    assert session.status is SessionStatus.ENDED


async def test_a_message_is_given_by_the_menu(world: World) -> None:
    pair = [world.alice, world.bob]
    (table,) = await seated(world, pair)
    thread = thread_of(world, table)
    asked = next(one for one in pair if one.id == on_now(table).candidate_id)
    asker = next(one for one in pair if one is not asked)
    said_so = await asked.send(thread, "I rebuilt the funnel by device.")
    given = await asked.context_menu(thread, "Submit as answer", said_so)
    assert "Taken" in text_of(last(given))
    again = await asked.context_menu(thread, "Submit as answer", said_so)
    assert "Taken" in text_of(last(again))
    assert [one.text for one in on_now(await fresh(world, table)).answers] == ["I rebuilt the funnel by device."]
    other = await asker.send(thread, "I only ask.")
    assert "no round" in refusal(await asker.context_menu(thread, "Submit as answer", other)).casefold()
    assert refusal(await asked.context_menu(thread, "Submit as answer", other))
