"""What people see of their progress: on the real bot, with restarts, strangers and bad input."""

import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import discord

from bot.domain.progress.refusals import No
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.ui.progress.sentences import _SENTENCES
from tests.cogs import beyond
from tests.cogs.plain import refusal
from tests.domain.values import make_round, make_turns
from tests.world import STAGE, TRACK, World, labels_of, text_of


def message_of(result: Any) -> discord.Message:
    """The answer, which only the person sees."""
    assert result.response is not None
    assert result.ephemeral
    message: discord.Message = result.response.message
    return message


async def ask(world: World, command: str, who: Any = None, **options: Any) -> discord.Message:
    return message_of(await (who or world.alice).slash(world.channel, f"progress {command}", **options))


async def rated_round(world: World) -> None:
    """Alice does a round and rates its two answers 1 and 2."""
    thread = await world.finish_round()
    for level, entry in zip((1, 2), [one for one in thread.history() if len(one.embeds) == 4], strict=True):
        await world.alice.click(entry, label=str(level))


async def many_rounds(world: World, count: int, user_id: int) -> None:
    """Rounds of the past, an hour apart."""
    now = world.clock()
    for number in range(count):
        turns = tuple(turn.put(status=TurnStatus.ANSWERED, rating=2) for turn in make_turns(1))
        done = make_round(
            guild_id=world.guild.id, candidate_id=user_id, track_id=TRACK, stage_id=STAGE, turns=turns,
            status=RoundStatus.FINISHED, stage_title=f"Round {number}", finished_at=now - timedelta(hours=number),
        )  # fmt: skip
        await _write(world, partial(_add, done))


async def _write(world: World, work: Callable[[Any], Awaitable[object]]) -> None:
    await world.client.store.write(work)


async def _add(done: Round, unit: Any) -> None:
    await unit.rounds.add(done)


async def _practised(guild_id: int, user_id: int, day: date, unit: Any) -> None:
    await unit.dailies.practised(guild_id, user_id, day)


async def practise(world: World, *user_ids: int, at: datetime | None = None) -> None:
    day = (at or world.clock()).date()
    for one in user_ids:
        await _write(world, partial(_practised, world.guild.id, one, day))


async def test_before_the_first_answer_there_is_a_way_to_begin(world: World) -> None:
    shown = await ask(world, "show")
    assert "Nothing here yet" in text_of(shown)
    assert shown.attachments == []
    await world.restart()
    question = message_of(await world.alice.click(shown, label="A question now"))
    assert "Answer" in labels_of(question)
    for command in ("history", "export"):
        assert "/mock start" in text_of(await ask(world, command))


async def test_one_picture_with_words_and_the_next_step(world: World) -> None:
    await rated_round(world)
    shown = await ask(world, "show")
    (picture,) = shown.attachments
    assert picture.filename == "progress.png"
    assert "1 day of practice, 1 round" in (picture.description or "")
    assert "Worth your next hour: **" in text_of(shown)
    await ask(world, "show")
    cog: Any = world.client.get_cog("Progress")
    assert cog.pictures.drawn == 1, "what looks alike is drawn once"
    await world.restart()
    told = text_of(message_of(await world.alice.click(shown, label="As text")))
    assert "1.0, give or take" in told
    assert "1 of 5 stages" in told
    weak = next(one for one in labels_of(shown) if one.startswith("Question: "))
    await world.alice.click(shown, label=weak)
    start = next(one for one in labels_of(shown) if one.startswith("Start: "))
    await world.alice.click(shown, label=start)
    assert len(await world.client.rounds.open_of(world.guild.id, world.alice.id)) == 1


async def test_others_see_it_only_while_it_is_shared(world: World) -> None:
    await rated_round(world)
    hidden = _SENTENCES[No.NOT_SHARED].format(user_id=world.alice.id)
    member = world.alice
    assert refusal(await world.bob.slash(world.channel, "progress show", member=member)) == hidden
    own = await ask(world, "show")
    await world.alice.click(own, label="Share with this server")
    seen = await ask(world, "show", world.bob, member=member)
    assert f"Progress of <@{world.alice.id}>" in text_of(seen)
    assert labels_of(seen) == ["As text"], "nothing of the owner's to press"
    assert "Worth your next hour" not in text_of(seen)
    by_menu = await world.bob.context_menu(world.channel, "Show progress", member)
    assert labels_of(message_of(by_menu)) == ["As text"]
    assert f"Progress of <@{world.alice.id}>" in text_of(message_of(await world.bob.click(seen, label="As text")))
    own = await ask(world, "show")
    assert "Stop sharing" in labels_of(own)
    await world.alice.click(own, label="Stop sharing")
    assert refusal(await world.bob.click(seen, label="As text")) == hidden, "also from a card of before"


async def test_the_history_is_paged_and_opens_what_was_done(world: World) -> None:
    await rated_round(world)
    await many_rounds(world, 12, world.alice.id)
    first = await ask(world, "history")
    assert "Page 1 of 2" in text_of(first)
    assert labels_of(first).count("Open") == 10
    await world.restart()
    await world.alice.click(first, label="Older")
    await world.alice.click(first, label="Newer")
    opened = message_of(await _open(world, first))
    (file,) = opened.attachments
    assert file.filename.endswith(".md")
    refused = await beyond.press(world, world.bob, first, next(_opens(first)))
    assert refusal(refused) == _SENTENCES[No.GONE], "other people's rounds do not exist"


async def _open(world: World, page: discord.Message) -> Any:
    """Press the first Open."""
    return await world.alice.click(page, custom_id=next(_opens(page)))


def _opens(page: discord.Message) -> Iterator[str]:
    return (one for one in re.findall(r"gr:prg_open:[a-z]:\d+", str([row.to_dict() for row in page.components])))


async def test_a_daily_answer_opens_with_its_feedback(world: World) -> None:
    asked = await world.alice.slash(world.channel, "daily now")
    form = await world.alice.click(message_of(asked), label="Answer")
    await world.alice.submit_modal(form, {"text": "I rebuilt the funnel, and conversion rose from 12 % to 15 %."})
    page = await ask(world, "history")
    assert "daily question" in text_of(page)
    opened = message_of(await _open(world, page))
    assert "You answered this" in opened.content
    assert "conversion rose" in text_of(opened)
    assert labels_of(opened) == ["1", "2", "3", "4"]
    shown = await ask(world, "export")
    assert [one.filename for one in shown.attachments] == ["progress-1.md", "progress-1.csv"]
    for file in shown.attachments:
        assert b"conversion rose" in await file.read()


async def test_the_leaderboard_is_joined_left_and_switched_off(world: World) -> None:
    await practise(world, world.alice.id, world.bob.id)
    board = await ask(world, "leaderboard")
    assert "Nobody yet" in text_of(board)
    await world.restart()
    await world.alice.click(board, label="Join")
    for label in ("This month", "All time", "This week"):
        await world.alice.click(board, label=label)
    board = await ask(world, "leaderboard")
    assert f"🥇 <@{world.alice.id}> · **1 point** · 1 day, 0 rounds" in text_of(board)
    assert str(world.bob.id) not in text_of(board), "he did not join"
    await world.alice.click(board, label="Leave")
    assert "Nobody yet" in text_of(await ask(world, "leaderboard", world.bob))

    assert "Switch it off for this server" not in labels_of(board)
    for_mods = await ask(world, "leaderboard", world.mod)
    refused = await beyond.press(world, world.bob, for_mods, "gr:prg_board_on:0")
    assert "Manage Server" in refusal(refused)
    await world.mod.click(for_mods, label="Switch it off for this server")
    assert "no leaderboard" in text_of(await ask(world, "leaderboard"))
    assert "no leaderboard" in text_of(await ask(world, "leaderboard", world.alice))
    off = await ask(world, "leaderboard", world.mod)
    await world.mod.click(off, label="Switch it on")
    assert "Nobody yet" in text_of(await ask(world, "leaderboard"))


async def test_the_group_is_told_to_hosts_and_moderators_from_five_people_on(world: World) -> None:
    assert refusal(await world.alice.slash(world.channel, "progress group")) == _SENTENCES[No.NOT_LED]
    few = _SENTENCES[No.TOO_FEW].format(least=5)
    people = [world.alice.id, world.bob.id, *(10**17 + number for number in range(3))]
    await practise(world, *people[:4])
    assert refusal(await world.mod.slash(world.channel, "progress group")) == few
    await practise(world, *people)
    for one in people:
        await many_rounds(world, 1, one)
    await _write(world, _settle)
    shown = text_of(await ask(world, "group", world.mod))
    assert "2.0" in shown
    assert "at least 5 people" in shown.casefold()
    assert not any(str(one) in shown for one in people)


async def _settle(unit: Any) -> None:
    """Ratings count from the moment at which their turn was settled."""
    await unit.rounds._connection.exec_driver_sql("UPDATE turns SET settled_at = '2025-12-31 00:00:00.000000'")


async def test_a_goal_is_set_told_of_on_sunday_and_changed_there(world: World) -> None:
    card = await ask(world, "goal")
    assert "No goal" in text_of(card)
    await world.restart()
    await world.alice.click(card, label="3 a week")
    assert "3 rounds a week" in text_of(await ask(world, "goal"))
    assert "which I assumed" in text_of(await ask(world, "goal"))
    assert refusal(
        await beyond.press(world, world.bob, card, f"gr:prg_goal_set:{world.guild.id}:{world.alice.id}:1")
    ) == _SENTENCES[No.NOT_YOURS].format(user_id=world.alice.id)
    world.clock.move(days=3, hours=19)  # from Thursday to Sunday evening
    await world.run_due()
    told = world.alice.user.dm_channel.history()[-1]
    assert "Your week" in text_of(told)
    await world.restart()
    me = world.alice.user
    again = await me.click(told, label="Change the goal")
    await me.click(again.response.message, label="No goal")
    form = await me.click(told, label="Another time zone")
    await me.submit_modal(form, {"city": "Tokyo"})
    assert (await world.client.people.get(world.alice.id)).zone == "Asia/Tokyo"
    world.clock.move(days=7)
    assert await world.run_due() == 0
    assert "No goal" in text_of(await ask(world, "goal", rounds=0))


async def test_tampered_presses_and_options_end_in_a_sentence_and_change_nothing(world: World) -> None:
    shown = await ask(world, "goal")
    here, alice = world.guild.id, world.alice.id
    tampered = (
        "prg_open:x:1", "prg_open:r:999", "prg_open:d:999", "prg_open:r:-1", "prg_open:r:99999999999999999999",
        "prg_board:year", "prg_board_join:1:never", "prg_board_on:0", "prg_ask:nonsense", "prg_text:5",
        f"prg_goal_set:{here}:{alice}:22", f"prg_goal_set:{here}:{alice}:-1", f"prg_goal_set:{here + 1}:{alice}:1",
        f"prg_goal_set:{here}:{alice + 1}:1", f"prg_zone:{here}:1", f"prg_goal:{here + 1}:{alice}:1",
    )  # fmt: skip
    for custom_id in tampered:
        assert refusal(await beyond.press(world, world.alice, shown, f"gr:{custom_id}")), custom_id
    for number in (-5, 10**18):
        await beyond.press(world, world.alice, shown, f"gr:prg_turn:{number}")
    for rounds in (-1, 22, 10**15):
        result = await beyond.command(world, world.alice, world.channel, "progress goal", ("rounds", 4, rounds))
        assert refusal(result)
    form = f"gr:prg_zone_form:{here}:{alice}"
    for city in ("", "Atlantis", "\u0000\u202e", "x" * 5000):
        assert refusal(await beyond.send_fields(world, world.alice, world.channel, form, {"city": city})), city
    assert (await world.client.goals.get(here, alice)).rounds == 0
    assert (await world.client.people.get(alice)).zone is None
    assert (await world.client.guild_settings.get(here)).leaderboard is None
    sharing = await world.client.progress_pages.sharing(here, alice)
    assert not sharing.shows_progress
    assert not sharing.on_leaderboard
