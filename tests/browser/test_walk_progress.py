"""A walk through one's progress: the picture, the history, goals, what others see, and one's data in one's hands."""

from collections.abc import Iterable
from datetime import timedelta

import discord

from bot.client import Greenroom
from bot.demo.run import Demo
from bot.domain.competencies import Competency
from bot.domain.progress.sharing import Shared
from bot.domain.rounds import RoundStatus, TurnStatus
from bot.domain.turns import Turn
from bot.services.ports import Unit
from tests.browser.walks import Walk
from tests.domain.values import make_question, make_round

_ANSWERS = (
    (
        "At the time the sign-up page lost one visitor in three. I read forty sessions, built a funnel by device and "
        "moved the button. Completion rose from 64 % to 78 %."
    ),
    "I would like to work where my numbers change what people do next week.",
)
_GROUP = {
    Competency.SQL: (3, 4, 3, 4, 3),
    Competency.PRODUCT_METRICS: (2, 3, 3, 2, 4),
    Competency.EXPERIMENTATION: (2, 1, 2, 3, 2),
}
"""Levels of five people who are not on the screen."""


_EVENING = 0.26
"""Of a day: what is left of Sunday when the summary comes, with a little room."""


async def test_a_walk_through_progress(walk: Walk) -> None:
    await _practised(walk)
    await _looked_at(walk)
    await _among_others(walk)
    await _on_sunday(walk)
    await _own_data(walk)
    walk.satisfied()


async def _practised(walk: Walk) -> None:
    await walk.begin("Upwork · Product Analyst", "Recruiter screen", questions="2")
    for number, text in enumerate(_ANSWERS, start=1):
        await walk.sees(f"Question {number} of 2")
        await walk.press("Answer")
        await walk.form({"text": text})
    await walk.sees("Report a question")
    await walk.press("3")
    await walk.sees("Comes back with /daily from")
    await walk.enter("practice")
    for level in ("2", "4"):
        await walk.command("daily now")
        await walk.press("Answer")
        await walk.form({"text": _ANSWERS[0]})
        await walk.sees("A sample answer")
        await walk.press(level)
        await walk.sees("Comes back with /daily from")


async def _looked_at(walk: Walk) -> None:
    await walk.command("progress show")
    await walk.picture()
    await walk.press("As text")
    await walk.picture()
    await walk.command("progress history")
    await walk.picture()
    await walk.press("Open")
    await walk.sees("The transcript has your answers")
    await walk.picture()
    await walk.command("progress export")
    await walk.sees("Markdown to read, CSV to count with")
    await walk.command("progress goal", rounds="3")
    await walk.sees("2 rounds to go")


async def _among_others(walk: Walk) -> None:
    """The page has no menus of people, so theirs is pressed for it; what comes is seen on it."""
    demo = walk.hosted.demo
    await walk.hosted.aside(_others_practise(demo))
    await walk.command("progress leaderboard")
    await walk.press("Join")
    await walk.look_as("ivo")
    await walk.enter("practice")
    await walk.hosted.aside(_look_at_ada(demo))
    await walk.sees("shares nothing of their progress here")
    await walk.hosted.aside(_share(demo))
    await walk.hosted.aside(_look_at_ada(demo))
    await walk.sees("Progress of")
    await walk.picture()
    await walk.command("progress leaderboard")
    await walk.press("Join")
    await walk.picture()
    await walk.look_as("mo")
    await walk.enter("practice")
    await walk.command("progress group")
    await walk.picture()


async def _on_sunday(walk: Walk) -> None:
    await walk.look_as("ada")
    await walk.enter("practice")
    await walk.passes(days=await walk.hosted.aside(_days_until_monday()))
    await walk.enter("Greenroom")
    await walk.sees("Your week")
    await walk.picture("Your week")


async def _own_data(walk: Walk) -> None:
    await walk.enter("practice")
    await walk.command("privacy settings")
    await walk.picture()
    await walk.command("privacy export")
    await walk.press("In this server")
    await walk.sees(".zip")
    await walk.command("privacy delete")
    await walk.picture()
    await walk.press("In this server")
    await walk.form({"word": "delete"}, picture=True)
    await walk.sees("I store nothing about you")
    await walk.picture()


# ---------------------------------------------------------------------- people besides


async def _others_practise(demo: Demo) -> None:
    """Ivo and Mo did something this week, and five more people have levels."""
    simulated = demo.simulated
    assert isinstance(simulated.client, Greenroom)
    ivo, mo = (one.actor.id for one in demo.server.members[1:])
    people = [ivo, mo, *(10**17 + number for number in range(3))]
    guild_id, today = demo.server.guild.id, discord.utils.utcnow().date()

    async def work(unit: Unit) -> None:
        for number, person in enumerate(people):
            await unit.dailies.practised(guild_id, person, today)
            levels = [(one, given[number]) for one, given in _GROUP.items()]
            for _ in range(2 if person == ivo else 1):
                await unit.rounds.add(
                    make_round(
                        guild_id=guild_id, candidate_id=person, turns=tuple(_turns(levels)),
                        status=RoundStatus.FINISHED, finished_at=discord.utils.utcnow(),
                        active_at=discord.utils.utcnow(),
                    )
                )  # fmt: skip

    async with simulated.gate:
        await simulated.client.store.write(work)


def _turns(levels: Iterable[tuple[Competency, int]]) -> Iterable[Turn]:
    for position, (competency, level) in enumerate(levels):
        question = make_question(position + 1, competency=competency)
        yield Turn(
            position=position, question=question, status=TurnStatus.ANSWERED, rating=level,
            settled_at=discord.utils.utcnow(),
        )  # fmt: skip


async def _look_at_ada(demo: Demo) -> None:
    ada, ivo, _ = demo.server.members
    async with demo.simulated.gate:
        await ivo.actor.context_menu(demo.server.lobby, "Show progress", ada.actor)


async def _share(demo: Demo) -> None:
    """Ada shares her progress, and Mo joins the leaderboard."""
    client, guild_id = demo.simulated.client, demo.server.guild.id
    assert isinstance(client, Greenroom)
    ada, _, mo = demo.server.members
    await client.progress_pages.share(guild_id, ada.actor.id, Shared.PROGRESS, on=True)
    await client.progress_pages.share(guild_id, mo.actor.id, Shared.LEADERBOARD, on=True)


async def _days_until_monday() -> float:
    """The summary comes on Sunday evening; on a Sunday evening the next one is waited for."""
    now = discord.utils.utcnow()
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0) + timedelta(days=7)
    left = (monday - now) / timedelta(days=1)
    return left if left > _EVENING else left + 7
