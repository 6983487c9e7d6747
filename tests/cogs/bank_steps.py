"""Steps that tests of the question bank share."""

from collections.abc import Mapping
from typing import Any

import discord
import simcord
from simcord.results import InteractionResult

from bot.domain.bank.overlay import ServerQuestion
from bot.domain.tracks import Question
from tests.bank_rows import every
from tests.cogs.plain import told
from tests.world import STAGE, TRACK, World, text_of

PROMPT = "Which of our reports would you delete first, and why?"
TEXTS = {
    "prompt": PROMPT,
    "assesses": "Whether they know what reports cost.",
    "approach": "Ask who reads it\nSay what reading it changes",
    "sample_answer": "The weekly one on page views: nobody has changed anything because of it in a year.",
    "probes": "Who would complain first?",
}


async def open_add(world: World, **options: Any) -> InteractionResult:
    """The moderator opens the form for a new question."""
    return await world.mod.slash(world.channel, "question add", **({"track": TRACK, "stage": STAGE} | options))


async def add(world: World, **texts: str) -> ServerQuestion:
    """The moderator adds a question by the form; returns it."""
    before = {one.id for one in await own(world)}
    await world.mod.submit_modal(await open_add(world), TEXTS | texts)
    (added,) = [one for one in await own(world) if one.id not in before]
    return added


async def own(world: World) -> list[ServerQuestion]:
    """All rows of the server."""
    found: list[ServerQuestion] = await world.client.store.read(lambda unit: every(unit, world.guild.id))
    return found


def shipped(world: World) -> Question:
    """A built-in question."""
    return world.client.catalogue.tracks[TRACK].stages[0].questions[0]


def last(result: InteractionResult) -> discord.Message:
    """What the person was told last."""
    return told(result)[-1].message


def now(world: World, message: discord.Message) -> discord.Message:
    """A message as it is now."""
    return simcord.results.to_discord_message(world.env, world.env.backend.get_message(message.channel.id, message.id))


def fields_of(result: InteractionResult) -> dict[str, str]:
    """What stands in a form that was opened."""
    assert result.modal is not None, [text_of(one.message) for one in told(result)]
    fields: list[Mapping[str, Any]] = [one["component"] for one in result.modal["components"]]
    return {field["custom_id"]: field.get("value") or "" for field in fields}


def kept_rows(world: World) -> int:
    """How many forms are kept in the whole database."""
    ((found,),) = world.rows("select count(*) from kept_forms")
    return int(found)
