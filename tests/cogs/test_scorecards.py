"""Scorecards in a table's thread: from the end of a sitting to the debrief, and what goes wrong on the way."""

import asyncio
from typing import Any

import discord
import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.competencies import Competency
from bot.domain.sessions.scoring import What, parts
from bot.domain.tracks import StageKind
from bot.services.scorecards import excuse, open_cards
from tests.cogs import beyond
from tests.cogs.bank_steps import last, now
from tests.cogs.plain import plain, refusal, told
from tests.domain.score_values import make_sat
from tests.world import World, labels_of, text_of

FOUR = (Competency.SQL, Competency.DATA_ANALYSIS, Competency.DATA_QUALITY, Competency.COMMUNICATION)


class Table:
    """Alice was the candidate, Bob asked, Mo observed."""

    def __init__(self, world: World, thread: simcord.ChannelHandle) -> None:
        self.world, self.thread = world, thread
        self.sat = make_sat(
            guild_id=world.guild.id,
            thread_id=thread.id,
            candidate_id=world.alice.id,
            interviewer_id=world.bob.id,
            observer_ids=(world.mod.id,),
            competencies=FOUR,
            stage_title="Technical task",
            kind=StageKind.TASK,
        )

    async def end(self, **changes: Any) -> None:
        """The sitting is over: cards are asked for."""
        self.sat = self.sat.model_copy(update=changes)
        await self.world.client.store.write(lambda unit: open_cards(unit, self.sat, self.world.clock()))
        await self.world.run_due()

    @property
    def card(self) -> discord.Message:
        """The message with the button."""
        return next(one for one in self.thread.history() if "Scorecards" in text_of(one))

    async def fill(
        self, who: simcord.MemberActor, level: int, text: str = "", *, most: int = 9
    ) -> InteractionResult | None:
        """Fill in a whole card through its buttons, or at most so many parts; returns the last answer."""
        shown = last(await who.click(self.card, label="My scorecard"))
        result = None
        for part in parts(self.sat, who.id)[:most]:
            label = next(one for one in labels_of(now(self.world, shown)) if one in ("Begin", "Next part"))
            form = await who.click(now(self.world, shown), label=label)
            values = {
                ask.name: str(level) if ask.what is What.LEVEL else f"{text} {ask.key}"
                for ask in part.asks
                if text or ask.what is What.LEVEL
            }
            result = await who.submit_modal(form, values)
        return result

    def debriefs(self) -> list[str]:
        """All debriefs in the thread."""
        return [text_of(one) for one in self.thread.history() if "Debrief of your table" in text_of(one)]


@pytest.fixture
async def table(world: World) -> Table:
    beyond.open_threads(world, 1)
    await world.env.settle()
    (thread,) = world.channel.threads
    return Table(world, thread)


def direct(who: simcord.MemberActor) -> list[str]:
    """What somebody got in direct messages, oldest first."""
    found = sorted(who.user.dm_channel.history(), key=lambda message: message.id)
    return [text_of(one) for one in found]


@pytest.mark.also_on_postgresql
async def test_three_cards_with_restarts_and_the_debrief_of_the_table(world: World, table: Table) -> None:
    await table.end()
    assert "0 of 3 in" in text_of(table.card)
    assert f"<@{world.alice.id}> was the candidate" in text_of(table.card)

    shown = last(await world.bob.click(table.card, label="My scorecard"))
    assert "Part 1 of 2" in text_of(shown)
    assert "states what one row means" in text_of(shown), "the rubric of the next part in full"
    form = await world.bob.click(shown, label="Begin")
    assert form.modal is not None
    kinds = [one["component"]["type"] for one in form.modal["components"]]
    assert kinds == [4, 21, 4, 21], "words first, then the level"
    options = form.modal["components"][1]["component"]["options"]
    assert [one["value"] for one in options] == ["1", "2", "3", "4", "0"]
    assert options[2]["description"].startswith("Correct query, grain stated first")
    await world.bob.submit_modal(form, {"quote-sql": "BOBS-WORDS", "level-sql": "4", "level-data_analysis": "2"})
    assert "✅ **Part 1 of 2**" in text_of(now(world, shown))
    assert "1 level without their words" in text_of(now(world, shown))

    await world.restart()
    again = last(await world.bob.click(table.card, label="My scorecard"))
    assert labels_of(again) == ["Next part", "Change part 1"]
    form = await world.bob.click(again, label="Next part")
    await world.bob.submit_modal(
        form,
        {"level-data_quality": "3", "level-communication": "3", "raised-raised": "BOBS-ADVICE"},
    )
    assert "Your card is in" in text_of(now(world, again))
    assert "1 of 3 in" in text_of(now(world, table.card))

    await table.fill(world.mod, 2, "MODS")
    assert "2 of 3 in" in text_of(now(world, table.card))
    form = await world.bob.click(now(world, again), label="Change part 1")
    assert form.modal is not None
    assert form.modal["components"][0]["component"]["value"] == "BOBS-WORDS"
    await world.bob.submit_modal(form, {"quote-sql": "BOBS-BETTER", "level-sql": "4", "level-data_analysis": "2"})
    assert table.debriefs() == []
    for message in table.thread.history():
        assert "BOBS" not in text_of(message)
        assert "MODS" not in text_of(message)

    await world.restart()
    own = last(await world.alice.click(table.card, label="My scorecard"))
    assert "BOBS" not in text_of(own)
    await table.fill(world.alice, 4, "ALICES")
    (debrief,) = table.debriefs()
    assert "All 3 cards are in." in debrief
    assert "**SQL**: 3.0 of 4 (from 2 to 4) · own: 4" in debrief
    assert f"Talk about SQL:** <@{world.mod.id}> saw level 2; <@{world.bob.id}> saw level 4" in debrief
    assert "BOBS-BETTER" in debrief
    assert "BOBS-WORDS" not in debrief
    assert "BOBS-ADVICE" in debrief
    assert "**Hire band:** No hire" in debrief
    assert "ALICES helped" not in debrief
    assert "All cards are open" in text_of(now(world, table.card))
    post = next(one for one in table.thread.history() if "Debrief of your table" in text_of(one))
    picture, text = post.attachments
    assert "SQL: 2, 4, own 4" in (picture.description or "")
    assert b"BOBS-ADVICE (reviewer)" in (world.env.backend.cdn.get(text.url) or b"")
    _check_private(world, direct(world.alice)[-1], direct(world.bob)[-1])
    assert direct(world.mod) == []
    await _nothing_more_comes(world, table)


def _check_private(world: World, copy: str, craft: str) -> None:
    assert "Your debrief" in copy
    assert "ALICES helped" not in copy
    assert "How you asked" in craft
    assert "**Listening**: 4 of 4" in craft
    assert "ALICES helped" in craft


async def _nothing_more_comes(world: World, table: Table) -> None:
    """No reminder, no second debrief; own cards can still be read and not be changed."""
    said = [len(direct(who)) for who in (world.alice, world.bob, world.mod)]
    world.clock.move(days=2)
    await world.run_due()
    assert [len(direct(who)) for who in (world.alice, world.bob, world.mod)] == said
    assert len(table.debriefs()) == 1
    shown = last(await world.bob.click(table.card, label="My scorecard"))
    assert "BOBS-BETTER" in text_of(shown)
    assert "MODS" not in text_of(shown)
    assert labels_of(shown) == []
    where = f"gr:score_take:{world.guild.id}:1:0"
    late = await beyond.send_fields(world, world.bob, table.thread, where, {"level-sql": "1", "quote-sql": "Too late"})
    (answer,) = told(late)
    assert "stay as they are" in text_of(answer.message)
    assert b"Too late" in beyond.file_of(world, answer.message)
    dm = world.bob.user.dm_channel.history()
    message = next(one for one in dm if "How you asked" in text_of(one))
    so_far = last(await world.bob.user.click(message, label="My interviewing so far"))
    assert "**Listening**: 4.0 of 4, from 1 sitting" in text_of(so_far)


async def test_who_has_no_card_there_and_forms_that_do_not_do(world: World, table: Table) -> None:
    await table.end()
    stranger = world.guild.add_member(world.env.create_user("eve"))
    elsewhere = world.env.create_guild("Another server")
    far = elsewhere.create_text_channel("far")
    member = elsewhere.add_member(world.bob.user)
    stored = world.env.backend.create_message(far.id, world.env.backend.bot_user.id, "Hello")
    await world.env.settle()
    there = next(one for one in far.history() if one.id == stored.id)
    guild, card = world.guild.id, table.card
    said = refusal(await stranger.click(card, label="My scorecard"))
    assert said.startswith("These cards are for the people of that sitting")
    for who, message, custom_id, begins in (
        (stranger, card, f"score_part:{guild}:1:0", "These cards are for the people"),
        (world.bob, card, f"score_card:{guild}:99", "There are no such scorecards here"),
        (world.bob, card, f"score_card:{elsewhere.id}:1", "There are no such scorecards here"),
        (member, there, f"score_card:{guild}:1", "There are no such scorecards here"),
        (member, there, f"score_card:{elsewhere.id}:1", "There are no such scorecards here"),
        (world.bob, card, f"score_part:{guild}:1:2", "Your card has no such part"),
        (world.bob, card, f"score_part:{guild}:1:-1", "Your card has no such part"),
        (world.bob, card, f"score_card:{guild}:{2**70}", "That button is from an older version"),
        (world.bob, card, f"score_card:{guild}:x", "That button is from an older version"),
    ):
        said = refusal(await beyond.press(world, who, message, f"gr:{custom_id}"))
        assert said.startswith(begins), custom_id
    where = f"gr:score_take:{guild}:1:0"
    good = {"quote-sql": "Kept", "level-sql": "3", "quote-data_analysis": "", "level-data_analysis": "2"}
    for who, channel, fields, begins in (
        (stranger, table.thread, good, "These cards are for the people"),
        (member, far, good, "There are no such scorecards here"),
        (world.bob, table.thread, good | {"level-sql": "9"}, "A level is missing"),
        (world.bob, table.thread, good | {"level-sql": ""}, "A level is missing"),
        (world.bob, table.thread, good | {"quote-data_analysis": "x" * 401}, "One of your texts has 401 characters"),
    ):
        (answer,) = told(await beyond.send_fields(world, who, channel, where, fields))
        assert plain(text_of(answer.message).strip()).startswith(begins)
        assert b"Kept" in beyond.file_of(world, answer.message)
    assert "0 of 3 in" in text_of(now(world, table.card))
    await beyond.send_fields(world, world.bob, table.thread, where, good)
    shown = last(await world.bob.click(table.card, label="My scorecard"))
    assert "✅ **Part 1 of 2**" in text_of(shown)


async def test_reminders_come_in_private_and_the_time_runs_out(world: World, table: Table) -> None:
    await table.end()
    await table.fill(world.bob, 3, "bob")
    await table.fill(world.mod, 1, "mod", most=1)
    world.clock.move(minutes=31)
    await world.run_due()
    assert "is not in yet" in direct(world.alice)[-1]
    assert "is begun" in direct(world.mod)[-1]
    assert direct(world.bob) == []
    await world.restart()
    # The button works in direct messages, too; and so does the form behind it.
    message = next(one for one in world.alice.user.dm_channel.history() if "not in yet" in text_of(one))
    shown = last(await world.alice.user.click(message, label="My scorecard"))
    form = await world.alice.user.click(shown, label="Begin")
    await world.alice.user.submit_modal(form, {f"level-{one}": "2" for one in FOUR})
    assert "✅ **Part 1 of 2**" in text_of(now(world, shown))
    world.clock.move(hours=20, minutes=30)
    await world.run_due()
    assert all("yours would be missed" in direct(who)[-1] for who in (world.alice, world.mod))
    assert [len(direct(who)) for who in (world.alice, world.bob, world.mod)] == [2, 0, 2]
    assert table.debriefs() == []
    world.clock.move(hours=3)
    late = await beyond.send_fields(
        world, world.mod, table.thread, f"gr:score_take:{world.guild.id}:1:1", {"raised-raised": "Late"}
    )
    (answer,) = told(late)
    assert "These cards closed" in text_of(answer.message)
    await world.run_due()
    (debrief,) = table.debriefs()
    assert "1 of 3 cards came in" in debrief
    assert "**SQL**: 3 of 4 · own: 2" in debrief, "one rater has no spread; the candidate's own part is whole"
    assert "Talk about" not in debrief
    assert "mod sql" not in debrief
    assert "Your debrief" in direct(world.alice)[-1]
    own = last(await world.mod.click(table.card, label="My scorecard"))
    assert "not whole in time" in text_of(own)
    assert "mod sql" in text_of(own)


async def test_no_card_at_all_and_closed_direct_messages(world: World, table: Table) -> None:
    for who in (world.alice, world.bob, world.mod):
        path = f"/channels/{who.user.dm_channel.id}/messages"
        world.env.inject_error("POST", path, status=403, code=50007, times=None)
    await table.end(observer_ids=())
    world.clock.move(minutes=31)
    await world.run_due()
    world.clock.move(hours=24)
    await world.run_due()
    (debrief,) = table.debriefs()
    assert "No card came in this time" in debrief
    assert "Hire band" not in debrief
    assert len(table.thread.history()) == 2, "nobody is reminded before the others"


@pytest.mark.parametrize("how", ["deleted", "never there"])
async def test_without_a_thread_all_goes_on_in_direct_messages(world: World, table: Table, how: str) -> None:
    if how == "deleted":
        await beyond.delete(world, table.thread)
        await table.end(observer_ids=())
    else:
        await table.end(observer_ids=(), thread_id=None)
    for who, level in ((world.bob, 3), (world.alice, 4)):
        message = next(one for one in who.user.dm_channel.history() if "Scorecards" in text_of(one))
        shown = last(await who.user.click(message, label="My scorecard"))
        for part in parts(table.sat, who.id):
            form = await who.user.click(now(world, shown), custom_id=f"gr:score_part:{world.guild.id}:1:{part.number}")
            await who.user.submit_modal(form, {a.name: str(level) for a in part.asks if a.what is What.LEVEL})
    await world.run_due()
    assert len([text for text in direct(world.bob) if "Debrief of your table" in text]) == 1
    assert [text for text in direct(world.alice) if "debrief" in text.lower()] == [direct(world.alice)[-1]]
    assert "Your debrief" in direct(world.alice)[-1]


async def test_one_who_leaves_is_not_waited_for(world: World, table: Table) -> None:
    await table.end()
    await table.fill(world.bob, 3)
    await table.fill(world.alice, 3)
    assert "2 of 3 in" in text_of(now(world, table.card))

    async def leave(unit: Any) -> None:
        await excuse(unit, world.guild.id, table.sat.table_id, world.mod.id, world.clock())

    await world.client.store.write(leave)
    await world.run_due()
    (debrief,) = table.debriefs()
    assert "All 2 cards are in." in debrief
    assert refusal(await world.mod.click(table.card, label="My scorecard")).startswith("You left that table")


async def test_all_press_at_the_same_moment(world: World, table: Table) -> None:
    await table.end()
    where = f"gr:score_take:{world.guild.id}:1:"
    await table.fill(world.alice, 4, "alice", most=1)
    forms = []
    for who, numbers in ((world.alice, (1,)), (world.bob, (0, 1)), (world.mod, (1, 0))):
        own = parts(table.sat, who.id)
        for number in numbers:
            fields = {one.name: "3" if one.what is What.LEVEL else "words" for one in own[number].asks}
            forms.append(beyond.send_fields(world, who, table.thread, f"{where}{number}", fields))
    results = await asyncio.gather(*forms)
    assert all("Your scorecard" in text_of(last(one)) for one in results)
    await world.run_due()
    (debrief,) = table.debriefs()
    assert "All 3 cards are in." in debrief
    assert len(direct(world.alice)) == len(direct(world.bob)) == 1
