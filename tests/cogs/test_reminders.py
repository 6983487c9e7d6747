"""``/remind`` from what is typed to the last button, with restarts in between, bad input and closed doors."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from bot.domain.guilds import Setting
from bot.domain.recurrence import Recurrence
from tests.cogs import beyond
from tests.cogs.bank_steps import fields_of, last, now
from tests.cogs.plain import plain, refusal
from tests.cogs.test_user_text import body_of
from tests.world import World, labels_of, text_of

STRING = 3
BUTTONS = ["Done", "Snooze 10 min", "1 hour", "Tomorrow", "Other…"]
NASTY = "# @everyone <@&123456789012345678> [x](https://evil.example) ```\n\u202etxt"


async def remind(world: World, when: str = "in 10 minutes", what: str = "Water the plants", **options: Any) -> Any:
    """Alice asks; the panel that she gets."""
    result = await world.alice.slash(world.channel, "remind me", when=when, what=what, **options)
    return last(result)


async def set_one(world: World, when: str = "in 10 minutes", what: str = "Water the plants", **options: Any) -> Any:
    """Alice's reminder is set."""
    panel = await remind(world, when, what, **options)
    await world.alice.click(panel, label="Set reminder")
    return now(world, panel)


def direct(world: World) -> list[discord.Message]:
    return list(world.alice.user.dm_channel.history())


def close_direct_messages(world: World, times: int = 1) -> None:
    path = f"/channels/{world.alice.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=times)


def times_of(message: discord.Message) -> list[datetime]:
    """The moments that a message names."""
    found = re.findall(r"<t:(\d+):F>", text_of(message))
    return [datetime.fromtimestamp(int(one), tz=UTC) for one in found]


def stored(world: World) -> list[tuple[str, str]]:
    """Text and status of all reminders."""
    return [(text, status) for text, status in world.rows("select text, status from reminders order by id")]


async def arrives(world: World, **span: float) -> discord.Message:
    """Time passes, and a direct message comes."""
    before = len(direct(world))
    world.clock.move(**span)
    await world.run_due()
    assert len(direct(world)) == before + 1
    return direct(world)[-1]


# ---------------------------------------------------------------------- setting one


@pytest.mark.also_on_postgresql
async def test_a_reminder_is_shown_confirmed_after_a_restart_and_comes_once(world: World) -> None:
    panel = await remind(world)
    assert "Is this right?" in text_of(panel)
    assert "I do not know your time zone and took UTC" in text_of(panel)
    assert f"<#{world.channel.id}>" in text_of(panel)
    assert labels_of(panel) == ["Set reminder", "Edit", "Change zone", "Cancel"]
    await world.restart()
    world.clock.move(minutes=1)
    await world.alice.click(panel, label="Set reminder")
    await beyond.press(world, world.alice, panel, "gr:remind_set:1")  # the second press of an impatient person
    assert "⏰ Set" in text_of(now(world, panel))
    assert stored(world) == [("Water the plants", "active")]
    message = await arrives(world, minutes=9)
    assert "⏰ **\u2068Water the plants\u2069**" in text_of(message)
    assert "Late" not in text_of(message)
    assert labels_of(message) == BUTTONS
    assert await world.run_due() == 0


async def test_what_was_typed_is_read_in_a_zone_that_is_given_chosen_and_remembered(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "remind me", "timezone", "berl", when="x", what="y")
    assert "Europe/Berlin" in [one["value"] for one in offered]
    panel = await remind(world, "3 January 9am", timezone="Europe/Berlin")
    assert "Read on the clocks of Berlin (Europe/Berlin)" in text_of(panel)
    assert times_of(panel)[0].hour == 8
    panel = await remind(world, "3 January 9am")
    shown = await world.alice.click(panel, label="Change zone")
    await world.alice.submit_modal(shown, {"city": "Tokyo"})
    assert times_of(now(world, panel))[0].hour == 0
    shown = await world.alice.click(panel, label="Change zone")
    said = refusal(await world.alice.submit_modal(shown, {"city": "Xyzzyville"}))
    assert said.startswith("I know no time zone for")
    assert times_of(now(world, panel))[0].hour == 0, "nothing changed"
    said = refusal(await world.alice.slash(world.channel, "remind me", when="9am", what="x", timezone="Nowhere"))
    assert "What you wrote is in the file" in said


async def test_a_time_with_several_meanings_is_chosen_by_press_also_after_a_restart(world: World) -> None:
    panel = await remind(world, "03/04/2026 14:00")
    assert "Which of these times do you mean?" in text_of(panel)
    picks = labels_of(panel)
    assert picks == ["Wed 04 Mar 2026, 14:00", "Fri 03 Apr 2026, 14:00", "Edit", "Change zone", "Cancel"]
    assert refusal(await beyond.press(world, world.alice, panel, "gr:remind_set:1")).startswith(
        "I do not know the time"
    )
    assert refusal(await beyond.press(world, world.alice, panel, "gr:remind_pick:1:5")).startswith("I do not know")
    await world.restart()
    await world.alice.click(panel, label=picks[1])
    assert times_of(now(world, panel))[0].month == 4
    await world.alice.select(now(world, panel), [Recurrence.MONTHLY.value], custom_id="grs:remind_repeat:1")
    assert "on day 3 of every month, at 14:00 in UTC" in text_of(now(world, panel))
    await world.alice.click(now(world, panel), label="Set reminder")
    assert stored(world) == [("Water the plants", "active")]


async def test_an_hour_that_may_be_before_or_after_noon_can_be_changed_by_press(world: World) -> None:
    panel = await remind(world, "tomorrow at 9")
    assert "I took that hour as 09:00, in the morning." in text_of(panel)
    await world.alice.click(panel, label="At 21:00 instead")
    assert times_of(now(world, panel))[0].hour == 21
    assert "At 21:00 instead" not in labels_of(now(world, panel))


BAD_TIMES = [
    ("yesterday", "has passed"),
    ("blue cheese", "I cannot read a time in that"),
    ("in 99999999 years", "more than 5 years"),
    ("31 February", "no such day"),
    ("\u202e\x07", "There was no time in that"),
    ("'; drop table reminders; --", "I cannot read a time in that"),
    ("🦊🦊🦊", "I cannot read a time in that"),
    ("25:00", "no such time"),
]


async def test_a_time_that_cannot_be_taken_says_how_to_write_it_and_loses_nothing(world: World) -> None:
    for typed, said in BAD_TIMES:
        panel = await remind(world, typed, "Call the dentist")
        lines = text_of(panel).strip().splitlines()
        assert said in lines[1], typed
        plain(lines[1])
        assert labels_of(panel) == ["Edit", "Change zone", "Cancel"]
        shown = await world.alice.click(panel, label="Edit")
        assert fields_of(shown)["what"] == "Call the dentist"
    assert fields_of(shown)["when"] == "25:00"
    await world.restart()
    await world.alice.submit_modal(shown, {"when": "in 2 hours", "what": "Call the dentist, please"})
    await world.alice.click(now(world, panel), label="Set reminder")
    assert stored(world)[-1] == ("Call the dentist, please", "active")
    panel = await remind(world, "blue cheese", "Forget it")
    await world.alice.click(panel, label="Cancel")
    assert "blue cheese" in text_of(now(world, panel))
    assert "Forget it" in text_of(now(world, panel))
    assert labels_of(now(world, panel)) == []


@pytest.mark.parametrize(
    ("when", "what", "said"),
    [
        ("tomorrow", " \n\t", "There was nothing to remind you of in that"),
        ("tomorrow", "\u200b\u202e", "There was nothing to remind you of in that"),
        ("tomorrow", "x" * 1001, "A reminder may have 1000 characters and that has 1001"),
        ("x" * 101, "Tea", "A time may have 100 characters"),
        ("x" * 6000, "y" * 6000, "A reminder may have 1000 characters and that has 6000"),
    ],
)
async def test_what_is_no_reminder_is_refused_and_given_back(world: World, when: str, what: str, said: str) -> None:
    result = await beyond.command(
        world, world.alice, world.channel, "remind me", ("when", STRING, when), ("what", STRING, what)
    )
    assert said in refusal(result)
    (file,) = last(result).attachments
    assert file.size == len(f"{when}\n{what}".encode())
    assert stored(world) == []


async def test_half_a_character_and_a_null_do_not_break_the_store(world: World) -> None:
    options = (("when", STRING, "in 1 hour \ud83d\x00"), ("what", STRING, "a\ud83d\x00b"))
    result = await beyond.command(world, world.alice, world.channel, "remind me", *options)
    assert "Edit" in labels_of(last(result))
    assert stored(world)[0][0] == "a\ufffd\ufffdb"


async def test_a_time_that_passes_before_it_is_confirmed_is_said_and_can_be_mended(world: World) -> None:
    panel = await remind(world)
    world.clock.move(minutes=11)
    assert refusal(await world.alice.click(panel, label="Set reminder")).startswith("That time has passed meanwhile")
    shown = await world.alice.click(panel, label="Edit")
    await world.alice.submit_modal(shown, {"when": "in 10 minutes", "what": "Tea"})
    await world.alice.click(now(world, panel), label="Set reminder")
    assert "Tea" in text_of(await arrives(world, minutes=10))


async def test_the_buttons_of_others_and_of_other_servers_do_nothing(world: World) -> None:
    panel = await remind(world)
    await set_one(world, "tomorrow 9am", "Mine")
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("there")
    alice_there = elsewhere.add_member(world.alice.user)
    for name in ("set:1", "discard:1", "edit:1", "zone:1", "pick:1:5", "loud:1:1", "cancel:2:0", "resume:2:0"):
        said = refusal(await beyond.press(world, world.bob, panel, f"gr:remind_{name}"))
        assert said == "That reminder is not there any more: `/remind me` sets a new one.", name
    for name in ("done:2:1", "later:2:1:1h", "other:2:1", "until:2:1:1800000000"):
        said = refusal(await beyond.press(world, world.bob, panel, f"gr:remind_{name}"))
        assert said.startswith("That reminder is not there any more"), name
    there = last(await alice_there.slash(channel, "remind list"))
    assert "You have no reminders in this server" in text_of(there)
    for name in ("set:1", "cancel:2:0", "done:2:1"):
        said = refusal(await beyond.press(world, alice_there, there, f"gr:remind_{name}"))
        assert said.startswith("That reminder is not there any more"), name
    for name in ("set:x", "set", "later:2:1:9y", "repeat:1", "until:2:1:99999999999999999999", "until:2:1:99999999999"):
        assert refusal(await beyond.press(world, world.alice, panel, f"gr:remind_{name}")).startswith("That button")
    assert stored(world) == [("Water the plants", "draft"), ("Mine", "active")]


async def test_without_a_server_there_is_no_place_to_set_it(world: World) -> None:
    user = world.alice.user
    for options in ((("when", STRING, "tomorrow"), ("what", STRING, "x")),):
        result = await beyond.command(world, user, user.dm_channel, "remind me", *options)
        assert refusal(result).startswith("That works in a server only")
    assert stored(world) == []


# ---------------------------------------------------------------------- when it comes


async def test_text_is_only_text_wherever_it_stands(world: World) -> None:
    panel = await remind(world, what=NASTY)
    await world.alice.click(panel, label="Set reminder")
    message = await arrives(world, minutes=10)
    listed = last(await world.alice.slash(world.channel, "remind list"))
    for one in (panel, message, listed):
        assert "@everyone" not in text_of(one)
        assert "<@&123456789012345678>" not in text_of(one)
        assert "\u202e" not in text_of(one)
        assert "```" not in text_of(one).replace("\\`", "")
    assert body_of(world, f"{world.alice.user.dm_channel.id}/messages")["allowed_mentions"]["parse"] == []


async def test_every_button_below_a_reminder_works_after_two_weeks_and_a_restart(world: World) -> None:
    await set_one(world)
    message = await arrives(world, minutes=10)
    world.clock.move(days=14)
    await world.restart()
    user = world.alice.user
    await user.click(message, label="Snooze 10 min")
    shown = now(world, message)
    assert "I will remind you again" in text_of(shown)
    assert labels_of(shown) == ["Done"]
    await beyond.press(world, user, message, beyond_id(message, "remind_later", "1h"))
    assert text_of(now(world, message)) == text_of(shown), "the second press is the first"
    again = await arrives(world, minutes=10)
    assert labels_of(again) == BUTTONS
    await world.restart()
    form = await user.click(again, label="Other…")
    await user.submit_modal(form, {"until": "in 3 hours"})
    third = await arrives(world, hours=3)
    await user.click(third, label="Tomorrow")
    await user.click(now(world, third), label="Done")
    assert "✅" in text_of(now(world, third))
    world.clock.move(days=3)
    assert await world.run_due() == 0
    assert len(direct(world)) == 3


def beyond_id(message: discord.Message, name: str, how: str) -> str:
    """The custom id of a button of another name below the same reminder."""
    found = re.search(r"gr:remind_done:(\d+:\d+)", str([one.to_dict() for one in message.components]))
    assert found is not None
    return f"gr:{name}:{found[1]}:{how}"


async def test_other_asks_back_what_may_mean_several_times_and_refuses_nonsense(world: World) -> None:
    await set_one(world)
    message = await arrives(world, minutes=10)
    user = world.alice.user
    form = await user.click(message, label="Other…")
    result = await user.submit_modal(form, {"until": "blue cheese"})
    assert "I cannot read a time in that" in refusal(result)
    assert labels_of(now(world, message)) == BUTTONS
    form = await user.click(message, label="Other…")
    await user.submit_modal(form, {"until": "03/04/2026 14:00"})
    picks = labels_of(now(world, message))
    assert picks == ["Wed 04 Mar, 14:00", "Fri 03 Apr, 14:00", *BUTTONS]
    await world.restart()
    await user.click(now(world, message), label=picks[0])
    assert times_of(now(world, message))[0].month == 3
    said = refusal(await beyond.press(world, user, message, beyond_id(message, "remind_until", "1")))
    assert said.startswith("That time has passed")


async def test_a_series_says_so_and_a_snooze_does_not_move_it(world: World) -> None:
    await set_one(world, "tomorrow 9:00", "Stand-up", repeat="daily")
    world.clock.move(seconds=(tomorrow(world, 9) - world.clock()).total_seconds())
    await world.run_due()
    message = direct(world)[-1]
    assert "It repeats every day at 09:00 in UTC." in text_of(message)
    await world.alice.user.click(message, label="1 hour")
    assert "Stand-up" in text_of(await arrives(world, hours=1))
    assert "Stand-up" in text_of(await arrives(world, hours=23))
    late = await arrives(world, days=3, hours=2)
    assert "2 earlier ones could not be brought in time and are left out." in text_of(late)
    assert "Late, sorry: this was due at" in text_of(late)


async def test_the_same_words_of_yesterday_are_not_taken_for_those_of_today_after_a_failed_try(world: World) -> None:
    await set_one(world, "in 10 minutes", "Stand-up", repeat="daily")
    await arrives(world, minutes=10)
    world.env.inject_error("POST", f"/channels/{world.alice.user.dm_channel.id}/messages", status=500, times=1)
    world.clock.move(days=1)
    assert await world.run_due() == 0
    assert len(direct(world)) == 1
    await world.restart()
    await arrives(world, seconds=11)


def tomorrow(world: World, hour: int) -> datetime:
    """That hour of the next day, in UTC."""
    return (world.clock() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


async def test_with_direct_messages_closed_it_comes_to_the_channel_and_calls_nobody_else(world: World) -> None:
    await set_one(world, what="@everyone Tea")
    close_direct_messages(world)
    world.clock.move(minutes=10)
    await world.run_due()
    await world.run_due()
    message = world.channel.history()[-1]
    assert f"<@{world.alice.id}>" in text_of(message)
    assert "@everyone" not in text_of(message)
    sent = body_of(world, f"{world.channel.id}/messages")
    assert sent["allowed_mentions"]["users"] == [world.alice.id] or sent["allowed_mentions"]["users"] == [
        str(world.alice.id)
    ]
    assert sent["allowed_mentions"].get("parse", []) == []
    said = refusal(await world.bob.click(message, label="Done"))
    assert said.startswith("That reminder is not there any more")
    await world.alice.click(message, label="Done")
    assert "✅" in text_of(now(world, message))


async def test_a_series_that_reaches_nobody_is_paused_shown_so_and_resumed(world: World) -> None:
    await set_one(world, "tomorrow 9:00", "Stand-up", repeat="daily")
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013, times=3)
    close_direct_messages(world, times=3)
    world.clock.move(hours=10)
    for _ in range(3):
        world.clock.move(days=1)
        await world.run_due()
        await world.run_due()
    page = last(await world.alice.slash(world.channel, "remind list"))
    assert "Paused, every day at 09:00 in UTC" in text_of(page)
    assert labels_of(page) == ["Resume", "Cancel"]
    await world.restart()
    await world.alice.click(page, label="Resume")
    assert "It goes on" in text_of(now(world, page))
    assert "Stand-up" in text_of(await arrives(world, days=1))


# ---------------------------------------------------------------------- the list


async def test_the_list_has_pages_and_each_can_be_cancelled_there_or_by_its_words(world: World) -> None:
    assert "You have no reminders in this server" in text_of(
        last(await world.alice.slash(world.channel, "remind list"))
    )
    for number in range(7):
        await set_one(world, f"in {number + 1} hours", f"Number {number}")
    page = last(await world.alice.slash(world.channel, "remind list"))
    assert labels_of(page) == [*["Cancel"] * 5, "Back", "Next"]
    await world.alice.click(page, label="Next")
    assert "Number 6" in text_of(now(world, page))
    assert "Number 0" not in text_of(now(world, page))
    await world.alice.click(now(world, page), custom_id="gr:remind_cancel:7:1")
    await world.alice.click(now(world, page), custom_id="gr:remind_cancel:6:1")
    assert "Cancelled: \u2068Number 5\u2069" in text_of(now(world, page))
    assert "Number 4" in text_of(now(world, page)), "an empty page is not shown"
    found = await world.alice.autocomplete(world.channel, "remind cancel", "reminder", "numb 3")
    (choice,) = found
    value = choice["value"]
    said = last(await world.alice.slash(world.channel, "remind cancel", reminder=value))
    assert said.content == "Cancelled: \u2068Number 3\u2069"
    for wrong in (value, "nonsense", "", "9" * 40, "1; --", "\x00"):
        result = await world.alice.slash(world.channel, "remind cancel", reminder=wrong)
        assert refusal(result).startswith("You have no such reminder here")
    assert [status for _, status in stored(world)].count("active") == 4
    world.clock.move(hours=8)
    await world.run_due()
    assert len(direct(world)) == 4


# ---------------------------------------------------------------------- quiet hours


async def test_quiet_hours_bring_one_message_at_their_end_with_buttons_for_all(world: World) -> None:
    page = last(await world.alice.slash(world.channel, "remind quiet", **{"from": "22:00", "until": "7 am"}))
    assert "Quiet from 22:00 to 07:00" in text_of(page)
    assert "which I took from this server" in text_of(page)
    panel = await remind(world, "tomorrow 23:00", "First")
    assert "That is in your quiet hours, 22:00 to 07:00" in text_of(panel)
    assert "Bring it at 23:00 anyway" in labels_of(panel)
    await world.alice.click(panel, label="Set reminder")
    await set_one(world, "tomorrow 23:30", "Second @everyone")
    loud = await remind(world, "tomorrow 23:45", "Loud")
    await world.alice.click(loud, label="Bring it at 23:45 anyway")
    assert "It comes then although" in text_of(now(world, loud))
    await world.alice.click(now(world, loud), label="Set reminder")
    night = tomorrow(world, 23) - world.clock()
    world.clock.move(seconds=night.total_seconds())
    await world.run_due()
    world.clock.move(minutes=30)
    await world.run_due()
    assert direct(world) == []
    assert "Loud" in text_of(await arrives(world, minutes=15))
    await world.restart()
    digest = await arrives(world, hours=7, minutes=15)
    assert "2 reminders" in text_of(digest)
    assert text_of(digest).index("First") < text_of(digest).index("Second")
    assert "@everyone" not in text_of(digest)
    assert labels_of(digest) == ["Done"]
    world.clock.move(days=15)
    await world.restart()
    menu = re.search(r"grs:remind_all_later:[\d:]+", str([one.to_dict() for one in digest.components]))
    assert menu is not None
    await world.alice.user.select(digest, ["10m"], custom_id=menu[0])
    assert "I will bring these again" in text_of(now(world, digest))
    again = await arrives(world, minutes=10)
    pressed = menu[0].replace("grs:remind_all_later", "gr:remind_all_done")
    said = refusal(await beyond.press(world, world.bob, page, pressed))
    assert said.startswith("That reminder is not there any more")
    await world.alice.user.click(again, label="Done")
    assert "✅ **Done**" in text_of(now(world, again))


async def test_quiet_hours_are_shown_changed_and_turned_off(world: World) -> None:
    await world.client.guild_settings.change(world.guild.id, Setting.ZONE, "Europe/Berlin")
    assert "You have no quiet hours" in text_of(last(await world.alice.slash(world.channel, "remind quiet")))
    for options, said in (
        ({"from": "22:00"}, "Quiet hours need both ends"),
        ({"until": "22:00"}, "Quiet hours need both ends"),
        ({"from": "22:00", "until": "10 pm"}, "Quiet hours cannot end when they begin"),
        ({"from": "blue", "until": "22:00"}, "I cannot read a time in that"),
        ({"from": "22:00", "until": "x" * 6000}, "That is too long for a time"),
        ({"from": "22:00", "until": "25:00"}, "There is no such time"),
        ({"from": "\x00", "until": "7:00"}, "There was no time in that"),
    ):
        assert said in refusal(await world.alice.slash(world.channel, "remind quiet", **options)), options
    page = last(await world.alice.slash(world.channel, "remind quiet", **{"from": "22", "until": "06:30"}))
    assert "Quiet from 22:00 to 06:30" in text_of(page)
    shown = await world.alice.click(page, label="Change zone")
    await world.alice.submit_modal(shown, {"city": "Lagos"})
    assert "On the clocks of Lagos (Africa/Lagos)." in text_of(now(world, page))
    await world.restart()
    await world.alice.click(now(world, page), label="Turn off")
    assert "You have no quiet hours" in text_of(now(world, page))
    off = last(await world.alice.slash(world.channel, "remind quiet", **{"from": "OFF"}))
    assert "You have no quiet hours" in text_of(off)


# ---------------------------------------------------------------------- a round that was left


async def test_a_round_that_was_left_is_told_of_after_two_days_and_can_be_taken_up_from_there(world: World) -> None:
    thread = await world.start()
    message = await arrives(world, days=2)
    assert f"is still open in <#{thread.id}>, at question 1 of 2" in text_of(message)
    assert labels_of(message) == ["Resume", "Finish"]
    world.clock.move(days=1)
    assert await world.run_due() == 0
    await world.restart()
    result = await world.alice.user.click(message, label="Resume")
    assert f"Your question waits in <#{thread.id}>" in text_of(last(result))
    assert labels_of(world.panel(thread))
    panel = world.panel(thread)
    for name in ("take_up", "finish_left"):
        said = refusal(await beyond.press(world, world.mod, panel, f"gr:{name}:{world.guild.id}:1"))
        assert said.startswith(f"This is <@{world.alice.id}>'s round")
    result = await world.alice.user.click(message, label="Finish")
    assert "The round is over" in text_of(last(result))
    for label in ("Resume", "Finish"):
        assert refusal(await world.alice.user.click(message, label=label)).startswith("That round is over")
