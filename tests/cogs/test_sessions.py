"""``/session``: planned, signed up for, changed, cancelled; and everything that can be in its way."""

from datetime import datetime, timedelta
from typing import Any

import discord
import pytest
import simcord

from bot.domain.deliveries import Delivery
from bot.domain.sessions.values import MOST_OF_HOST, EventProblem, Member, MemberState, Session, SessionStatus, Wish
from bot.services.deliveries import Plan
from bot.services.ports import Unit
from bot.services.session_deliveries import SessionDeliveries
from bot.services.session_keeping import end_session
from bot.services.sessions import Standing
from tests.cogs import beyond
from tests.cogs.bank_steps import fields_of, last, now
from tests.cogs.plain import plain, refusal
from tests.cogs.session_steps import no_alarm
from tests.world import STAGE, TRACK, World, labels_of, text_of

IN, WAITING = MemberState.IN, MemberState.WAITING

__all__ = ["no_alarm"]
pytestmark = pytest.mark.usefixtures("no_alarm")


async def create(world: World, **options: Any) -> discord.Message:
    """The moderator plans a session; what they are told."""
    given = {"track": TRACK, "stage": STAGE, "starts": "in 3 days", "timezone": "Berlin"} | options
    return last(await world.mod.slash(world.channel, "session create", **given))


async def planned(world: World, **options: Any) -> Session:
    """A session that the moderator planned."""
    await create(world, **options)
    return (await ahead(world))[-1]


async def ahead(world: World) -> list[Session]:
    return await world.client.sessions.ahead(world.guild.id)


async def get(world: World, session: Session) -> Session:
    return await world.client.sessions.get(world.guild.id, session.id)


def starts(session: Session) -> datetime:
    """When it begins."""
    assert session.starts_at is not None
    return session.starts_at


async def members(world: World, session: Session) -> dict[int, Member]:
    found = await world.client.sessions.see(world.guild.id, session.id)
    return {one.user_id: one for one in found.members}


def posts(world: World) -> list[discord.Message]:
    """All sign-up posts and polls, also those that are over."""
    return [one for one in world.channel.history() if "Host:" in text_of(one)]


def shown(world: World) -> str:
    """What the newest post says."""
    return text_of(now(world, posts(world)[-1]))


async def press(world: World, who: simcord.MemberActor, label: str) -> str:
    """Press a button of the newest post; what the person is told."""
    return text_of(last(await who.click(posts(world)[-1], label=label)))


async def wait(world: World, **span: float) -> None:
    """Let time pass and bring what is due; what that makes due comes with it."""
    world.clock.move(**span)
    await world.run_due()
    await world.run_due()


def crowd(world: World, count: int) -> list[simcord.MemberActor]:
    return [world.guild.add_member(world.env.create_user(f"person{number}")) for number in range(count)]


def direct(who: simcord.MemberActor) -> list[str]:
    """The direct messages of somebody."""
    return [text_of(one) for one in who.user.dm_channel.history()]


def events(world: World) -> list[Any]:
    return list(world.env.backend.guilds[world.guild.id].scheduled_events.values())


def close_direct(world: World) -> None:
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)


# ---------------------------------------------------------------------- planned and signed up for


async def test_from_the_plan_to_the_list_with_a_restart_between(world: World) -> None:
    said = text_of(await create(world, starts="in 3 days", title="Friday *practice* @everyone", places=3))
    (session,) = await ahead(world)
    (post,) = posts(world)
    assert labels_of(post) == ["Candidate", "Interviewer", "Either", "Observer", "Leave", "Calendar file"]
    assert f"<t:{int(starts(session).timestamp())}:F>" in said
    assert f"/{post.id})" in said
    assert "**3 places left** of 3." in text_of(post)
    assert "Nobody has signed up yet" in text_of(post)
    assert r"Friday \*practice\*" in text_of(post)
    assert "@everyone" not in text_of(post)

    assert "You are in as a **candidate**" in await press(world, world.alice, "Candidate")
    await wait(world, seconds=20)
    assert f"🙋 **Candidates** (1): <@{world.alice.id}>" in shown(world)
    assert "**2 places left**" in shown(world)
    await world.restart()
    assert "You are in as an **observer**" in await press(world, world.alice, "Observer")
    assert "You are in as an **observer** already" in await press(world, world.alice, "Observer")
    assert "You are not signed up" in await press(world, world.bob, "Leave")
    await wait(world, seconds=20)
    assert "👀 **Observers** (1)" in shown(world)
    assert "Candidates" not in shown(world)

    listed = text_of(last(await world.alice.slash(world.channel, "session list")))
    assert "1 of 3 places taken" in listed
    assert "you are in as an **observer**" in listed
    assert "you are in" not in text_of(last(await world.bob.slash(world.channel, "session list")))
    assert "You are out of" in await press(world, world.alice, "Leave")
    await wait(world, seconds=20)
    assert "Nobody has signed up yet" in shown(world)


async def test_the_waiting_list_moves_up_by_itself(world: World) -> None:
    session = await planned(world, places=2)
    people = crowd(world, 3)
    for who in (world.alice, world.bob):
        await press(world, who, "Either")
    for number, who in enumerate(people, start=1):
        said = await press(world, who, "Candidate")
        assert f"you are number {number} on the waiting list" in said
    await wait(world, seconds=20)
    assert "**All 2 places are taken:**" in shown(world)
    assert "Waiting (3): " + " ".join(f"<@{who.id}>" for who in people) in shown(world)

    assert "Your place went to the next in line" in await press(world, world.alice, "Leave")
    (told,) = direct(people[0])
    assert "A place is free and it is yours" in told
    await press(world, world.alice, "Candidate")
    assert (await members(world, session))[world.alice.id].state is WAITING
    close_direct(world)
    await press(world, world.bob, "Leave")
    await wait(world, seconds=20)
    call = world.channel.history()[-1]
    assert text_of(call).strip().startswith(f"<@{people[1].id}> 🎉")
    assert [one.id for one in call.mentions] == [people[1].id]
    await world.run_due()
    assert len(direct(people[0])) == 1
    assert [who for who, one in (await members(world, session)).items() if one.state is IN] == [
        people[0].id,
        people[1].id,
    ]


async def test_forty_people_press_at_the_same_moment(world: World) -> None:
    session = await planned(world, places=12)
    people = crowd(world, 40)
    await wait(world, seconds=20)
    edits_before = [one for one in world.env.http_requests if one.method == "PATCH"]
    wishes = [wish.value for wish in Wish]
    presses = [(who, f"gr:ses_join:{session.id}:{wishes[n % 4]}") for n, who in enumerate(people)]
    results = await beyond.press_together(world, posts(world)[-1], presses)
    said = [text_of(last(one)) for one in results]
    assert sum("You are in" in one for one in said) == 12
    assert sum("on the waiting list" in one for one in said) == 28
    found = await members(world, session)
    assert sum(one.state is IN for one in found.values()) == 12
    assert {who.id: wishes[n % 4] for n, who in enumerate(people)} == {one.user_id: one.wish for one in found.values()}

    half = [(who, f"gr:ses_leave:{session.id}") for who in people[:20]]
    again = [(who, f"gr:ses_join:{session.id}:either") for who in people[10:30]]
    await beyond.press_together(world, posts(world)[-1], half + again)
    states = [one.state for one in (await members(world, session)).values()]
    assert states.count(IN) == 12
    await wait(world, seconds=20)
    edits = [one for one in world.env.http_requests if one.method == "PATCH" and "/messages/" in one.path]
    assert len(edits) - len(edits_before) <= 3
    assert f"Waiting ({states.count(WAITING)})" in shown(world)
    for who, one in (await members(world, session)).items():
        assert (f"<@{who}>" in shown(world)) == (one.state is IN or one.state is WAITING), who


async def test_two_who_decide_at_the_same_moment_decide_once(world: World) -> None:
    session = await planned(world, starts="2026-01-09 18:00; 2026-01-10 18:00", weekly=True)
    await press(world, world.alice, "1")
    fix = f"gr:ses_fix:{session.id}"
    results = await beyond.press_together(world, posts(world)[-1], [(world.mod, fix)] * 3)
    said = [text_of(last(one)) for one in results]
    assert sum("The time is fixed, and" in one for one in said) == 1
    assert len(events(world)) == 1
    gone = f"gr:ses_gone:{session.id}:0"
    await beyond.press_together(world, posts(world)[-1], [(world.mod, gone)] * 3)
    await wait(world, seconds=20)
    assert len(await ahead(world)) == 1
    assert len(posts(world)) == 2
    assert sum("was cancelled" in one for one in direct(world.alice)) == 1


async def test_who_presses_while_the_post_is_being_changed_comes_with_the_next_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await planned(world)
    await wait(world, seconds=20)
    plan = SessionDeliveries._show
    pressed: list[Standing] = []

    async def show(self: SessionDeliveries, delivery: Delivery) -> Plan:
        made = await plan(self, delivery)
        if not pressed:
            pressed.append(await world.client.sessions.join(world.guild.id, session.id, world.bob.id, Wish.EITHER, 77))
        return made

    handler = world.client.deliveries._handlers["session_show"]
    owner = handler.plan.__self__  # type: ignore[attr-defined]
    monkeypatch.setitem(
        world.client.deliveries._handlers, "session_show", handler._replace(plan=lambda one: show(owner, one))
    )
    await press(world, world.alice, "Candidate")
    assert f"<@{world.alice.id}>" in shown(world)
    assert f"<@{world.bob.id}>" not in shown(world)
    await wait(world, seconds=20)
    assert f"<@{world.bob.id}>" in shown(world)


# ---------------------------------------------------------------------- reminders, calendar, event


async def test_reminders_come_to_those_with_a_place_while_they_help(world: World) -> None:
    session = await planned(world, places=2)
    gone, late = crowd(world, 2)
    await press(world, world.alice, "Candidate")
    await press(world, gone, "Either")
    await press(world, late, "Either")
    world.guild.remove_member(gone)
    await wait(world, days=2, seconds=1)
    assert ["Tomorrow" in one for one in direct(world.alice)] == [True]
    assert "as a **candidate**" in direct(world.alice)[0]
    # Who left the server has no place any more, and who waited has it.
    assert (await members(world, session))[gone.id].state is MemberState.REMOVED
    assert "it is yours" in direct(late)[-1]
    # While I was away the hour before passed: only the last reminder still helps.
    await wait(world, hours=23, minutes=52)
    assert [one.split(":")[0] for one in direct(world.alice)[1:]] == ["\n⏰ **In ten minutes"]
    assert labels_of(world.alice.user.dm_channel.history()[-1]) == ["Calendar file", "I cannot come"]
    said = text_of(last(await world.alice.user.click(world.alice.user.dm_channel.history()[-1], label="I cannot come")))
    assert "You are out of" in said
    file = last(await late.user.click(late.user.dm_channel.history()[-1], label="Calendar file"))
    assert b"BEGIN:VEVENT" in beyond.file_of(world, file)
    assert f"/{posts(world)[-1].id}".encode() in beyond.file_of(world, file).replace(b"\r\n ", b"")


async def test_the_event_goes_along(world: World) -> None:
    session = await planned(world, title="Friday practice")
    (event,) = events(world)
    assert event.name == "Friday practice"
    assert event.entity_metadata == {"location": posts(world)[0].jump_url}
    assert event.scheduled_start_time == starts(session).isoformat()
    await world.mod.slash(world.channel, "session edit", session=str(session.id), title="Saturday", starts="in 4 days")
    (event,) = events(world)
    assert event.name == "Saturday"
    assert event.scheduled_start_time == (starts(session) + timedelta(days=1)).isoformat()
    asked = last(await world.mod.slash(world.channel, "session cancel", session="saturday"))
    await world.mod.click(asked, label="Yes, cancel it")
    assert events(world) == []


@pytest.mark.parametrize(
    ("status", "code", "problem", "words"),
    [(403, 50013, EventProblem.RIGHTS, "Create Events"), (400, 30038, EventProblem.CAP, "100 already")],
)
async def test_without_an_event_the_session_stands_all_the_same(
    world: World, status: int, code: int, problem: EventProblem, words: str
) -> None:
    world.env.inject_error("POST", "/guilds/*/scheduled-events", status=status, code=code, times=1)
    said = text_of(await create(world))
    assert words in said
    assert "the session stands all the same" in said
    (session,) = await ahead(world)
    assert session.event_problem is problem
    # Once the way is free, the next change makes the event.
    await world.mod.slash(world.channel, "session edit", session=str(session.id), length=90)
    assert len(events(world)) == 1
    assert (await get(world, session)).event_problem is None
    # One that somebody deleted is not made again.
    world.env.backend.delete_scheduled_event(world.guild.id, events(world)[0].id)
    said = text_of(last(await world.mod.slash(world.channel, "session edit", session=str(session.id), length=60)))
    assert "Its event was deleted" in said
    assert events(world) == []


async def test_an_event_whose_answer_was_lost_is_made_once(world: World) -> None:
    world.env.inject_error("POST", "/guilds/*/scheduled-events", status=503, times=1)
    session = await planned(world)
    session = await get(world, session)
    assert session.event_id is None
    made = world.env.backend.create_scheduled_event(
        world.guild.id,
        name="x",
        entity_type=3,
        scheduled_start_time="2026-01-04T00:00:00+00:00",
        entity_metadata={"location": posts(world)[0].jump_url},
    )
    await wait(world, seconds=30)
    assert (await get(world, session)).event_id == made.id
    assert len(events(world)) == 1


# ---------------------------------------------------------------------- weekly, polls


async def test_a_weekly_one_goes_on_until_the_series_is_cancelled(world: World) -> None:
    first = await planned(world, starts="2026-01-09 18:00", weekly=True)
    assert "every week" in shown(world)
    asked = last(await world.mod.slash(world.channel, "session cancel", session=str(first.id)))
    assert labels_of(asked) == ["Only this one", "This and all later ones", "Keep it"]
    await world.mod.click(asked, label="Only this one")
    (second,) = await ahead(world)
    assert starts(second) == starts(first) + timedelta(days=7)
    assert f"{second.wall:%d %H:%M}" == "16 18:00"
    assert (second.weekly, second.capacity) == (True, first.capacity)
    assert len(posts(world)) == 2
    assert second.message_id is not None
    await wait(world, seconds=20)
    assert "This session was cancelled" in text_of(now(world, posts(world)[0]))
    again = await beyond.press(world, world.mod, posts(world)[0], f"gr:ses_gone:{first.id}:0")
    assert "cancelled" in refusal(again)
    # Nobody signs up: it does not take place, and the week after comes all the same.
    await wait(world, days=16)
    assert "Nobody has signed up" in direct(world.mod)[-1]
    (third,) = await ahead(world)
    assert starts(third) == starts(second) + timedelta(days=7)
    asked = last(await world.mod.slash(world.channel, "session cancel", session=str(third.id)))
    await world.mod.click(asked, label="This and all later ones")
    assert await ahead(world) == []
    assert len(events(world)) == 0


async def test_after_the_end_comes_the_next_week_once(world: World) -> None:
    session = await planned(world, starts="2026-01-09 18:00", weekly=True)
    await press(world, world.alice, "Either")
    await wait(world, days=8, hours=17, minutes=1)

    async def end(unit: Unit) -> None:
        found = await unit.sessions.get(session.guild_id, session.id, lock=True)
        assert found is not None
        await end_session(unit, found, world.clock())

    for _ in range(2):
        await world.client.store.write(end)
    await wait(world, seconds=20)
    (following,) = await ahead(world)
    assert starts(following) == starts(session) + timedelta(days=7)
    assert await members(world, following) == {}
    assert "This session is over" in text_of(now(world, posts(world)[0]))
    assert len(posts(world)) == 2
    asked = last(await world.mod.slash(world.channel, "session cancel", session=str(following.id)))
    await world.mod.click(asked, label="This and all later ones")

    # Where the next post cannot stand, the host is told.
    again = await planned(world, starts="2026-02-09 18:00", weekly=True)
    await beyond.deny(world, world.channel, "send_messages")
    await world.client.sessions.cancel(world.guild.id, again.id, world.mod.id)
    await wait(world, seconds=20)
    assert "I could not post the sign-up" in direct(world.mod)[-1]
    await beyond.allow_again(world, world.channel)
    (following,) = await ahead(world)
    await world.mod.slash(world.channel, "session edit", session=str(following.id), length=45)
    assert (await get(world, following)).message_id == posts(world)[-1].id
    assert len(events(world)) == 1


async def test_a_poll_finds_the_time(world: World) -> None:
    said = text_of(await create(world, starts="2026-01-09 18:00; 2026-01-10 10:00 or 2026-01-08 18:00", places=2))
    assert "The poll is open" in said
    (session,) = await ahead(world)
    assert [one.wall.day for one in session.times] == [8, 9, 10]
    assert labels_of(posts(world)[-1]) == ["1", "2", "3", "Fix the best"]
    assert events(world) == []
    assert "give people a little longer" in refusal(await world.mod.click(posts(world)[-1], label="Fix the best"))
    (carol,) = crowd(world, 1)
    for who, label in ((world.alice, "1"), (world.alice, "2"), (world.bob, "2"), (carol, "2"), (world.bob, "3")):
        assert "you can <t:" in await press(world, who, label)
    assert "Taken back" in await press(world, world.alice, "1")
    await wait(world, seconds=20)
    await world.restart()
    assert f"3 people: <@{world.alice.id}> <@{world.bob.id}> <@{carol.id}>" in shown(world)
    assert "is for <@" in refusal(await world.alice.click(posts(world)[-1], label="Fix the best"))
    assert "still to be found" in refusal(
        await beyond.press(world, world.alice, posts(world)[-1], f"gr:ses_join:{session.id}:either")
    )

    assert "The time is fixed" in await press(world, world.mod, "Fix the best")
    fixed = await get(world, session)
    assert fixed.starts_at == session.times[1].at
    assert {one.state for one in (await members(world, session)).values()} == {IN, WAITING}
    assert "you have a place" in direct(world.alice)[-1]
    assert "on the waiting list" in direct(carol)[-1]
    await wait(world, seconds=20)
    assert labels_of(now(world, posts(world)[-1]))[0] == "Candidate"
    assert len(events(world)) == 1
    assert "is fixed" in refusal(await beyond.press(world, world.mod, posts(world)[-1], f"gr:ses_fix:{session.id}"))


async def test_a_poll_whose_times_have_passed_is_closed(world: World) -> None:
    session = await planned(world, starts="tomorrow 18:00; in 2 days")
    await wait(world, days=3)
    assert (await get(world, session)).status is SessionStatus.CANCELLED
    assert "I closed the poll" in direct(world.mod)[-1]


# ---------------------------------------------------------------------- written for the host


async def test_without_a_time_it_is_asked_for(world: World) -> None:
    opened = await world.alice.slash(world.channel, "session create", track=TRACK, stage=STAGE, title="Mine")
    assert fields_of(opened)["title"] == "Mine"
    sent = await world.alice.submit_modal(opened, {"starts": "Friday 18:00\nSaturday 10:00", "title": "Mine"})
    assert "The poll is open" in text_of(last(sent))
    (session,) = await ahead(world)
    assert (session.host_id, session.name, len(session.times)) == (world.alice.id, "Mine", 2)


async def test_a_time_that_is_not_clear_is_asked_for_and_nothing_is_lost(world: World) -> None:
    asked = await create(world, starts="3/4/2026 18:00", title="Friday practice")
    assert "Which of these do you mean?" in text_of(asked)
    assert await ahead(world) == []
    await world.restart()
    picked = labels_of(asked)[1]
    await world.mod.click(asked, label=picked)
    (session,) = await ahead(world)
    assert (session.name, f"{session.wall:%a %d %b %Y, %H:%M}") == ("Friday practice", picked)
    no = await beyond.press(world, world.mod, asked, "gr:ses_pick:1:1772557200")
    assert "Nothing of yours waits" in refusal(no)

    unread = await create(world, starts="whenever you like", title="Second", length=45)
    assert plain(text_of(unread).split("\n-#")[0].strip()).startswith("I cannot read a time in that")
    opened = await world.mod.click(unread, label="Edit")
    kept = {"starts": "whenever you like", "title": "Second", "length": "45", "places": "", "zone": "Berlin"}
    assert fields_of(opened) == kept
    typed = {"starts": "in 5 days", "title": "Second", "length": "5", "places": "1"}
    unread = last(await world.mod.submit_modal(opened, typed))
    assert "15 to 240 minutes" in text_of(unread)
    opened = await world.mod.click(unread, label="Edit")
    await world.mod.submit_modal(opened, typed | {"length": "30", "places": "4"})
    session = (await ahead(world))[0]
    assert (session.name, session.minutes, session.capacity) == ("Second", 30, 4)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"starts": "yesterday 18:00"}, "has passed"),
        ({"starts": "x" * 200}, "too long for a time"),
        ({"starts": "Friday 18:00; blursday"}, "“\u2068blursday\u2069”"),
        ({"starts": "; ".join(["tomorrow"] * 6)}, "5 times at most"),
        ({"starts": "\u202e\x07"}, "time"),
        ({"timezone": "Qwxyzzy"}, "no time zone"),
        ({"track": "no-such-track"}, "do not know that track"),
        ({"stage": "no-such-stage"}, "no such stage"),
    ],
)
async def test_what_cannot_be_planned(world: World, options: dict[str, Any], words: str) -> None:
    said = text_of(await create(world, **options))
    assert words in said
    plain(said.split("\n-#")[0].strip())
    assert await ahead(world) == []
    assert posts(world) == []


async def test_a_guessed_zone_is_said_and_changed(world: World) -> None:
    said = last(
        await world.alice.slash(world.channel, "session create", track=TRACK, stage=STAGE, starts="Friday 18:00")
    )
    assert "took UTC" in text_of(said)
    (session,) = await ahead(world)
    opened = await world.alice.click(said, label="Another time zone")
    await world.alice.submit_modal(opened, {"city": "Lagos"})
    moved = await get(world, session)
    assert (moved.wall, moved.zone) == (session.wall, "Africa/Lagos")
    assert starts(moved) == starts(session) - timedelta(hours=1)


async def test_a_channel_where_i_may_not_write(world: World) -> None:
    await beyond.deny(world, world.channel, "send_messages")
    no = await create(world, title="Kept")
    assert "**Send Messages**" in text_of(no)
    assert await ahead(world) == []
    await beyond.allow_again(world, world.channel)
    opened = await world.mod.click(no, label="Edit")
    await world.mod.submit_modal(opened, fields_of(opened))
    assert [one.name for one in await ahead(world)] == ["Kept"]


# ---------------------------------------------------------------------- changed, begun, counted


async def test_a_session_is_moved_and_made_larger(world: World) -> None:
    session = await planned(world, places=2)
    (carol,) = crowd(world, 1)
    for who in (world.alice, world.bob, carol):
        await press(world, who, "Either")
    which = {"session": str(session.id)}
    assert "is for <@" in refusal(await world.alice.slash(world.channel, "session edit", **which, places=9))
    said = text_of(last(await world.mod.slash(world.channel, "session edit", **which, places=3, starts="in 4 days")))
    assert "Everybody who signed up is told" in said
    assert "another time now" in direct(world.alice)[-1]
    assert any("it is yours" in one for one in direct(carol))
    await wait(world, days=2, seconds=1)
    assert not any("Tomorrow" in one for one in direct(world.alice)), "the reminder of the old time is void"
    await wait(world, days=1)
    assert "Tomorrow" in direct(world.alice)[-1]
    same = text_of(last(await world.mod.slash(world.channel, "session edit", **which, places=3)))
    assert "stands already" in same
    opened = await world.mod.slash(world.channel, "session edit", **which)
    assert fields_of(opened)["starts"] == f"{(await get(world, session)).wall:%Y-%m-%d %H:%M}"
    await world.mod.submit_modal(opened, fields_of(opened) | {"title": "New"})
    assert (await get(world, session)).name == "New"
    # A post that was deleted comes again with the next change.
    await beyond.delete_messages(world, world.channel, posts(world)[-1])
    await world.mod.slash(world.channel, "session edit", **which, title="Newer")
    await wait(world, seconds=20)
    await world.mod.slash(world.channel, "session edit", **which, title="Newest")
    assert "Newest" in shown(world)


async def test_it_begins_early_for_those_who_signed_up(world: World) -> None:
    session = await planned(world)
    which = {"session": str(session.id)}
    assert "Nobody has signed up" in refusal(await world.mod.slash(world.channel, "session start", **which))
    for who in (world.alice, world.bob):
        await press(world, who, "Either")
    assert "is for <@" in refusal(await world.bob.slash(world.channel, "session start", **which))
    said = text_of(last(await world.mod.slash(world.channel, "session start", **which)))
    assert "check-in is open" in said
    assert (await get(world, session)).status is SessionStatus.CHECK_IN
    assert "has begun" in refusal(await world.mod.slash(world.channel, "session start", **which))
    await wait(world, seconds=20)
    assert labels_of(now(world, posts(world)[0])) == []
    late = await beyond.press(world, world.mod, posts(world)[0], f"gr:ses_join:{session.id}:either")
    assert "has begun" in refusal(late)
    asked = last(await world.mod.slash(world.channel, "session cancel", **which))
    await world.mod.click(asked, label="Yes, cancel it")
    assert "was cancelled" in direct(world.alice)[-1]


async def test_the_check_in_opens_at_the_time_also_after_a_restart(world: World) -> None:
    session = await planned(world)
    await press(world, world.alice, "Candidate")
    await press(world, world.bob, "Interviewer")
    await world.restart()
    await wait(world, days=3, seconds=1)
    assert (await get(world, session)).status is SessionStatus.CHECK_IN
    assert "I am here" in labels_of(world.channel.history()[-1])


async def test_numbers_are_for_organisers(world: World) -> None:
    no = refusal(await world.alice.slash(world.channel, "session stats"))
    assert "moderators" in no
    session = await planned(world)
    await press(world, world.alice, "Candidate")
    said = text_of(last(await world.mod.slash(world.channel, "session stats")))
    assert "**Ahead:** 1 session, 1 place taken, 0 people waiting" in said
    assert f"<@{world.alice.id}>" not in said
    await world.alice.slash(world.channel, "session create", track=TRACK, stage=STAGE, starts="in 5 days")
    assert "Over: **0**" in text_of(last(await world.alice.slash(world.channel, "session stats")))
    assert session.id == 1


async def test_what_belongs_to_others_does_not_exist(world: World) -> None:
    session = await planned(world)
    elsewhere = await beyond.join(world, "Another group")
    room = elsewhere.create_text_channel("room")
    stranger = elsewhere.add_member(world.env.create_user("stranger"))
    no = await beyond.command(world, stranger, room, "session cancel", ("session", 3, str(session.id)))
    assert "no such session here" in refusal(no)
    for typed in ("99", "9" * 30, "nonsense", "\u202e", "-1"):
        no = await beyond.command(world, world.mod, world.channel, "session start", ("session", 3, typed))
        assert "no such session here" in refusal(no), typed
    for custom_id in ("gr:ses_join:99:either", "gr:ses_leave:99", "gr:ses_vote:99:0", "gr:ses_gone:99:0"):
        assert "no such session here" in refusal(await beyond.press(world, world.mod, posts(world)[0], custom_id))
    tampered = f"gr:ses_join:{session.id}:boss"
    assert "older version" in refusal(await beyond.press(world, world.alice, posts(world)[0], tampered))
    assert "is for <@" in refusal(
        await beyond.press(world, world.alice, posts(world)[0], f"gr:ses_gone:{session.id}:1")
    )
    assert await members(world, session) == {}


async def test_one_person_does_not_fill_the_list(world: World) -> None:
    for _ in range(MOST_OF_HOST):
        await create(world)
    assert "5 sessions that are ahead" in refusal(
        await world.mod.slash(
            world.channel, "session create", track=TRACK, stage=STAGE, starts="in 3 days", timezone="Berlin"
        )
    )
    await world.alice.slash(world.channel, "session create", track=TRACK, stage=STAGE, starts="in 3 days")
    assert len(await ahead(world)) == MOST_OF_HOST + 1
