"""A real interview from the command to the company's word: its messages, its buttons, and what goes wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import discord
import icalendar
from simcord.results import InteractionResult
from sqlalchemy import select

from bot.domain.deliveries import DeliveryStatus
from bot.domain.interviews.texts import Texts
from bot.domain.interviews.values import Interview, InterviewStatus, Outcome
from bot.services.interview_keeping import Time, Wish
from bot.storage.tables import deliveries
from tests.cogs import beyond
from tests.cogs.bank_steps import fields_of, last
from tests.cogs.plain import refusal
from tests.world import TRACK, World, labels_of, text_of

ZONE = "Europe/Berlin"
TZ = ZoneInfo(ZONE)
GIVEN = {"company": "Upwork", "role": "Product Analyst", "stage": "recruiter-screen", "timezone": ZONE}
STRING = 3


async def add(world: World, at: str = "2026-02-10 14:30", **options: Any) -> InteractionResult:
    """Alice notes an interview."""
    return await world.alice.slash(world.channel, "interview add", **(GIVEN | {"at": at} | options))


async def stored(world: World, number: int = 1) -> Interview:
    found = await world.client.store.read(
        lambda unit: unit.interviews.get(world.guild.id, world.alice.id, number, lock=False)
    )
    assert isinstance(found, Interview)
    return found


def direct(world: World) -> list[discord.Message]:
    """What Alice got in direct messages, oldest first."""
    return sorted(world.alice.user.dm_channel.history(), key=lambda message: message.id)


async def go_to(world: World, at: datetime) -> list[str]:
    """Let time pass until then; what Alice got in direct messages by it."""
    before = {message.id for message in direct(world)}
    world.clock.move(seconds=(at - world.clock()).total_seconds() + 1)
    await world.run_due()
    return [text_of(message) for message in direct(world) if message.id not in before]


async def statuses(world: World, number: int = 1) -> dict[str, list[str]]:
    """The states of an interview's deliveries by kind."""

    async def work(unit: Any) -> list[tuple[str, str]]:
        rows = await unit.deliveries._connection.execute(
            select(deliveries.c.kind, deliveries.c.status).where(deliveries.c.subject == f"interview:{number}")
        )
        return [tuple(row) for row in rows]

    found: dict[str, list[str]] = {}
    for kind, status in await world.client.store.read(work):
        found.setdefault(kind, []).append(status)
    return found


def calendar_of(world: World, message: discord.Message) -> Any:
    """The event in the file of a message."""
    (event,) = icalendar.Calendar.from_ical(beyond.file_of(world, message)).walk("VEVENT")
    return event


async def test_from_the_command_to_the_offer_with_restarts(world: World) -> None:
    card = last(await add(world))
    shown = text_of(card)
    assert "Noted." in shown
    assert "Recruiter screen" in shown
    assert "14:30 in Berlin" in shown
    start = datetime(2026, 2, 10, 13, 30, tzinfo=UTC)
    assert f"<t:{int(start.timestamp())}:F>" in shown
    assert {"Calendar file", "Edit", "Remove"} <= set(labels_of(card))
    one = await stored(world)
    assert (one.track_id, one.stage_id, one.starts_at) == (TRACK, "recruiter-screen", start)
    steps = [step for step in one.plan if step.sent]
    assert 3 <= len(steps) <= 9
    for step in steps:
        said = await go_to(world, step.at)
        assert len(said) == 1
        assert step.at.astimezone(TZ).hour == 18
    prep = direct(world)[-1]
    assert "Practise this stage" in labels_of(prep)
    await world.restart()
    threads = len(world.channel.threads)
    started = await world.alice.user.click(prep, label="Practise this stage")
    assert "is ready in" in text_of(last(started))
    assert len(world.channel.threads) == threads + 1
    await world.alice.slash(world.channel, "mock end")
    (checklist,) = await go_to(world, datetime(2026, 2, 9, 17, tzinfo=UTC))
    assert "☐" in checklist
    assert "salary range" in checklist
    (luck,) = await go_to(world, start - timedelta(hours=1))
    assert "🍀" in luck
    (after,) = await go_to(world, start + timedelta(hours=3))
    assert "How did it go?" in after
    await world.restart()
    await _thank(world, direct(world)[-1])
    await _wait_and_hear(world)


async def _thank(world: World, message: discord.Message) -> None:
    shown = await world.alice.user.click(message, label="Write a thank-you note")
    points = "how Maya's team decides what to test\n- ```ping @everyone``` and the new matching\n"
    result = await world.alice.user.submit_modal(shown, {"points": points, "name": "Maya", "tone": ["formal"]})
    text = text_of(last(result))
    assert "Dear Maya," in text
    assert "how Maya's team decides what to test" in text
    assert text.count("```") == 2
    other = await world.alice.user.click(last(result), label="Brief")
    assert other.acknowledged
    one = await stored(world)
    assert (one.after.interviewer, one.after.tone) == ("Maya", "brief")
    shown = await world.alice.user.click(message, label="How it went")
    result = await world.alice.user.submit_modal(shown, {"level": ["4"], "notes": "They laughed."})
    assert "Wonderful" in text_of(last(result))
    result = await world.alice.user.select(message, ["5"])
    assert "Kept." in text_of(last(result))
    one = await stored(world)
    assert (one.after.level, one.after.notes, one.after.days) == (4, "They laughed.", 5)


async def _wait_and_hear(world: World) -> None:
    nudge = datetime(2026, 2, 16, 9, tzinfo=UTC)
    assert await go_to(world, nudge - timedelta(minutes=2)) == []
    (text,) = await go_to(world, nudge)
    assert "Any word from" in text
    shown = await world.alice.user.click(direct(world)[-1], label="I heard back")
    await world.alice.user.select(last(shown), ["waiting"])
    assert (await stored(world)).after.outcome is Outcome.WAITING
    (again,) = await go_to(world, nudge + timedelta(days=5))
    assert "Any word from" in again
    await world.restart()
    shown = await world.alice.user.click(direct(world)[-1], label="I heard back")
    outcome = await world.alice.user.select(last(shown), ["next"])
    assert (await stored(world)).status is InterviewStatus.CLOSED
    assert await go_to(world, nudge + timedelta(days=40)) == []
    form = await world.alice.user.click(last(shown), label="Add the next interview")
    assert outcome.acknowledged
    known = fields_of(form)
    assert (known["company"], known["stage"]) == ("Upwork", "Technical task and defence")
    result = await world.alice.user.submit_modal(form, known | {"at": "in 3 days"})
    assert "Noted." in text_of(last(result))
    assert (await stored(world, 2)).track_id == TRACK


async def test_the_calendar_file_is_read_back_and_rises_with_each_change(world: World) -> None:
    first = calendar_of(world, last(await add(world)))
    assert first["DTSTART"].dt == datetime(2026, 2, 10, 13, 30, tzinfo=UTC)
    assert first["DTEND"].dt - first["DTSTART"].dt == timedelta(minutes=30)
    assert sorted(alarm["TRIGGER"].dt for alarm in first.walk("VALARM")) == [timedelta(days=-1), timedelta(hours=-1)]
    moved = await world.alice.slash(world.channel, "interview edit", interview="1", at="2026-02-11 09:00")
    second = calendar_of(world, last(moved))
    assert second["UID"] == first["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert second["DTSTART"].dt == datetime(2026, 2, 11, 8, tzinfo=UTC)
    again = await world.alice.click(last(moved), label="Calendar file")
    assert calendar_of(world, last(again))["SEQUENCE"] == 1


async def test_a_change_moves_what_is_owed_and_removal_ends_it(world: World) -> None:
    card = last(await add(world, "2026-01-20 10:00"))
    shown = await world.alice.click(card, label="Edit")
    fields = fields_of(shown)
    assert fields["at"] == "2026-01-20 10:00"
    await world.restart()
    result = await world.alice.submit_modal(shown, fields | {"zone": "New York"})
    assert "Changed." in text_of(last(result))
    one = await stored(world)
    assert (one.zone, one.wall.hour, one.starts_at) == (
        "America/New_York",
        10,
        datetime(2026, 1, 20, 15, tzinfo=UTC),
    )
    found = await statuses(world)
    assert found["interview_luck"] == [DeliveryStatus.CANCELLED, DeliveryStatus.PENDING]
    assert await go_to(world, datetime(2026, 1, 20, 8, 30, tzinfo=UTC))
    (luck,) = await go_to(world, datetime(2026, 1, 20, 14, 1, tzinfo=UTC))
    assert "🍀" in luck
    listed = last(await world.alice.slash(world.channel, "interview list"))
    asked = await world.alice.click(listed, label="Remove")
    await world.alice.click(last(asked), label="Yes, remove it")
    assert await go_to(world, datetime(2026, 3, 20, tzinfo=UTC)) == []
    assert not any(state == DeliveryStatus.PENDING for states in (await statuses(world)).values() for state in states)
    again = await beyond.press(world, world.alice, last(asked), f"gr:iv_gone:{world.guild.id}:1")
    assert "no such interview" in refusal(again)
    assert "no interview ahead" in text_of(last(await world.alice.slash(world.channel, "interview list")))


async def test_times_that_cannot_be_taken_are_mended_and_chosen(world: World) -> None:
    for at, said in (
        ("yesterday 9am", "has passed"),
        ("when the moon is full", "cannot read a time"),
        ("in 99999999 years", "years"),
    ):
        result = await add(world, at)
        assert said in text_of(last(result))
        shown = await world.alice.click(last(result), label="Edit")
        assert fields_of(shown)["company"] == "Upwork"
        assert fields_of(shown)["at"] == at
    await world.restart()
    result = await world.alice.submit_modal(shown, fields_of(shown) | {"at": "tomorrow 10:00"})
    assert (await stored(world)).wall.hour == 10
    asked = await add(world, "03/04/2026 14:30", company="Two days")
    labels = [label for label in labels_of(last(asked)) if "2026" in label]
    assert len(labels) == 2
    await world.restart()
    await world.alice.click(last(asked), label=labels[1])
    one = await stored(world, 2)
    assert one.company == "Two days"
    assert (one.wall.day, one.wall.month) in {(3, 4), (4, 3)}
    again = await world.alice.click(last(asked), label="Calendar file")
    assert again.acknowledged


async def test_the_zone_is_guessed_said_and_changed(world: World) -> None:
    given = {"company": "Acme", "role": "Analyst", "stage": "chat", "at": "2026-07-01 09:00"}
    card = last(await world.alice.slash(world.channel, "interview add", **given))
    assert "do not know your time zone" in text_of(card)
    shown = await world.alice.click(card, label="Another time zone")
    moved = await world.alice.submit_modal(shown, {"city": "Kathmandu"})
    assert "Another time zone" not in labels_of(last(moved))
    one = await stored(world)
    assert (one.zone, one.starts_at) == ("Asia/Kathmandu", datetime(2026, 7, 1, 3, 15, tzinfo=UTC))
    assert (await world.client.people.zone(world.guild.id, world.alice.id)).name == "Asia/Kathmandu"
    assert one.track_id is None
    assert one.plan, "a plan without a track"


async def test_closed_direct_messages_tell_the_channel_nothing(world: World) -> None:
    await add(world, "2026-01-20 10:00", company="Secret Corp")
    path = f"/channels/{world.alice.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=1)
    world.clock.move(seconds=(datetime(2026, 1, 20, 8, 1, tzinfo=UTC) - world.clock()).total_seconds())
    await world.run_due()
    pointers = [message for message in world.channel.history() if "Show me" in labels_of(message)]
    assert pointers
    text = text_of(pointers[0])
    assert f"<@{world.alice.id}>" in text
    assert "Secret" not in text
    assert "interview" not in text.lower()
    assert "no such interview" in refusal(await world.bob.click(pointers[0], label="Show me"))
    await world.restart()
    shown = await world.alice.click(pointers[0], label="Show me")
    assert "Secret" in text_of(last(shown))


async def test_others_do_not_see_and_bad_input_is_refused_kindly(world: World) -> None:
    card = last(await add(world))
    for command, options in (
        ("interview edit", {"interview": "1", "at": "tomorrow 9am"}),
        ("interview remove", {"interview": "1"}),
        ("interview remove", {"interview": "Upwork"}),
        ("interview remove", {"interview": "9" * 30}),
        ("interview remove", {"interview": "'; drop table interviews"}),
    ):
        assert "no such interview" in refusal(await world.bob.slash(world.channel, command, **options))
    guild_id = world.guild.id
    for press in (
        f"gr:iv_edit:{guild_id}:1",
        f"gr:iv_card:{guild_id}:1",
        f"gr:iv_gone:{guild_id}:1",
        f"gr:iv_note:{guild_id}:1",
        f"gr:iv_show:{guild_id}:1:1:interview_luck:0",
        f"gr:iv_heard:{guild_id}:1",
        f"gr:iv_round:{guild_id}:1",
    ):
        assert "no such interview" in refusal(await beyond.press(world, world.bob, card, press)), press
    for press in (f"gr:iv_card:{guild_id + 1}:1", f"gr:iv_card:{guild_id}:77", f"gr:iv_show:{guild_id}:1:9:x:0"):
        assert refusal(await beyond.press(world, world.alice, card, press))
    for options, said in (
        ({"company": "\u200b \x1b"}, "no letter"),
        ({"timezone": "Xyzzyplugh"}, "no time zone"),
        ({"track": "nowhere"}, "do not know that track"),
        ({"at": "x" * 100}, "cannot read"),
    ):
        assert said in text_of(last(await add(world, **options)))
    evil = await add(world, company="@everyone **b** <@1> [x](http://y)", role="`r`", stage="SQL test")
    shown = text_of(last(evil))
    assert "@everyone" not in shown
    assert "**b**" not in shown
    one = await stored(world, 2)
    assert (one.kind, one.track_id) == ("task", None)
    owed = await statuses(world, 2)
    assert owed["interview_checklist"] == [DeliveryStatus.PENDING]


async def test_late_noted_gets_its_checklist_at_once_and_late_luck_is_passed_over(world: World) -> None:
    await add(world, "in 3 hours")
    assert any("☐" in text_of(message) for message in direct(world))
    one = await stored(world)
    said = await go_to(world, one.starts_at + timedelta(minutes=20))
    assert said == []
    assert (await statuses(world))["interview_luck"] == [DeliveryStatus.SENT]
    world.clock.move(days=2)
    await world.run_due()
    assert "this was due at" in text_of(direct(world)[-1])


async def test_autocomplete_and_the_limit(world: World) -> None:
    found = await world.alice.autocomplete(world.channel, "interview add", "company", "up")
    assert [one["name"] for one in found] == ["Upwork"]
    for number in range(20):
        await world.client.interviews.add(_wish(world, number))
    assert "20 interviews ahead" in text_of(last(await add(world)))
    listed = last(await world.alice.slash(world.channel, "interview list"))
    assert labels_of(listed).count("Details") == 3
    await world.alice.click(listed, label="Next")
    found = await world.alice.autocomplete(world.channel, "interview remove", "interview", "fri 13")
    assert [one["value"] for one in found] == ["13"]


def _wish(world: World, number: int) -> Wish:
    wall = datetime(2026, 3, 1 + number, 10)
    time = Time("UTC", wall, wall.replace(tzinfo=UTC))
    texts = Texts(f"Corp {number}", "Analyst", "chat")
    return Wish(1000 + number, world.guild.id, world.alice.id, world.channel.id, texts, time)


async def test_the_buttons_of_a_step_and_of_the_evening_after(world: World) -> None:
    result = await add(world, "20 January at 9", stage="my SQL test")
    assert "in the morning" in text_of(last(result))
    moved = await world.alice.click(last(result), label="At 21:00 instead")
    one = await stored(world)
    assert (one.wall.hour, one.stage, one.stage_id) == (21, "my SQL test", "technical-task")
    details = await world.alice.click(last(await world.alice.slash(world.channel, "interview list")), label="Details")
    assert "Until then" in text_of(last(details))
    hint = await beyond.press(world, world.alice, last(moved), "gr:iv_hint:sql")
    assert "/daily now" in text_of(last(hint))
    assert refusal(await beyond.press(world, world.alice, last(moved), "gr:iv_hint:juggling"))
    assert refusal(await beyond.press(world, world.alice, last(moved), f"gr:iv_at:{world.guild.id}:1:{2**62}"))
    await go_to(world, one.starts_at - timedelta(hours=3))
    checklist = direct(world)[-1]
    await beyond.delete(world, world.channel)
    assert "no channel" in refusal(await world.alice.user.click(checklist, label="Practise this stage"))
    await go_to(world, one.starts_at + timedelta(hours=14))
    after = direct(world)[-1]
    for typed, said in (("so", "whole number"), ("99", "whole number"), ("9", "Kept.")):
        shown = await world.alice.user.select(after, ["other"])
        assert said in text_of(last(await world.alice.user.submit_modal(shown, {"days": typed})))
    assert (await stored(world)).after.days == 9
    shown = await world.alice.user.click(after, label="Write a thank-you note")
    empty = await world.alice.user.submit_modal(shown, {"points": "...", "name": "", "tone": ["warm"]})
    assert "found no point" in text_of(last(empty))
    assert len(last(empty).attachments) == 1, "what was typed comes back"


async def test_another_server_knows_nothing_of_it(world: World) -> None:
    card = last(await add(world))
    other = world.env.create_guild("Elsewhere")
    there = other.create_text_channel("practice")
    alice = other.add_member(world.alice.user)
    assert "no interview ahead" in text_of(last(await alice.slash(there, "interview list")))
    assert "no such interview" in refusal(await alice.slash(there, "interview remove", interview="1"))
    listed = last(await alice.slash(there, "interview list"))
    press = f"gr:iv_card:{world.guild.id}:1"
    assert "no such interview" in refusal(await beyond.press(world, alice, listed, press))
    assert "Upwork" in text_of(card)
