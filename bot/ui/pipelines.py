"""A person's way through a track, and the whole of it once it is done, as messages with a picture."""

import asyncio
import io
from typing import Any, NamedTuple

import discord

from bot.domain.pipeline import Pipeline, Standing
from bot.domain.process import Leg, Mark, Process
from bot.ui import panels
from bot.ui.actions import ActionButton
from bot.ui.charts import pipeline_alt, pipeline_png, process_alt, process_png
from bot.ui.text import moment, plural, span

_COLOUR = discord.Colour.from_rgb(79, 178, 134)
_RATE = "\n-# Levels are your own ratings: rate your answers in the debriefs, then press Draw again."


async def message(found: Pipeline) -> dict[str, Any]:
    """Where a person stands, with the next step as a button."""
    picture = await asyncio.to_thread(pipeline_png, found)
    step = found.upcoming or found.weakest
    buttons = [_start(f"Start: {step.title}", found.track_id, step)] if step else []
    texts = f"## {found.title}", "\n".join(map(_line, found.standings)), _next(found)
    return _card(texts, _Picture(picture, f"{found.track_id}.png", pipeline_alt(found)), buttons)


async def process_message(found: Process, guild_id: int, candidate_id: int) -> dict[str, Any]:
    """The whole process: every stage, the strongest and the weakest, and the one thing to do before the real one."""
    picture = await asyncio.to_thread(process_png, found)
    track_id, weakest = found.pipeline.track_id, found.pipeline.weakest
    extremes = (("Strongest", _strongest(found)), ("Least sure", _weakest(found)))
    texts = (
        f"## The whole process: {found.pipeline.title}",
        "\n".join(map(_leg, found.legs)),
        "\n".join([f"**In all:** {_in_all(found)}", *(f"**{name}:** {value}" for name, value in extremes if value)]),
        f"**Before the real interview**\n{found.advice}" + (_RATE if found.unrated else ""),
    )
    buttons = [_start(f"Once more: {weakest.title}", track_id, weakest)] if weakest else []
    buttons.append(ActionButton("Draw again", "process", guild_id, candidate_id, track_id, emoji="🎨"))
    return _card(texts, _Picture(picture, f"{track_id}-process.png", process_alt(found)), buttons)


class _Picture(NamedTuple):
    png: bytes
    name: str
    words: str


def _card(texts: tuple[str, ...], picture: _Picture, buttons: list[ActionButton]) -> dict[str, Any]:
    """A card with a picture above its buttons. In an embed the picture would have no words for those who need them."""
    gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
    gallery.add_item(media=f"attachment://{picture.name}", description=picture.words)
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    for button in buttons:
        row.add_item(button)
    view = panels.card(_COLOUR, *texts, items=[gallery], row=row if buttons else None)
    return {
        "view": view,
        "file": discord.File(io.BytesIO(picture.png), filename=picture.name, description=picture.words),
    }


def _start(label: str, track_id: str, step: Standing) -> ActionButton:
    style = discord.ButtonStyle.primary
    return ActionButton(label[:80], "open", track_id, step.stage_id, 0, style=style)


def _line(standing: Standing) -> str:
    if not standing.done or standing.last_at is None:
        return f"▫️ {standing.title}"
    rounds = plural(standing.rounds, "round")
    return f"✅ **{standing.title}**: {rounds}, {_level(standing)}, last {moment(standing.last_at, 'R')}"


def _leg(leg: Leg) -> str:
    standing = leg.standing
    day = f"{moment(standing.last_at, 'd')} · " if standing.last_at else ""
    return f"✅ **{standing.title}**\n{day}{_level(standing)} · {plural(leg.answered, 'answer')} · {span(leg.used)}"


def _level(standing: Standing) -> str:
    return f"level {standing.level:.1f} of 4" if standing.level is not None else "not rated yet"


def _in_all(found: Process) -> str:
    rounds = plural(sum(leg.standing.rounds for leg in found.legs), "round")
    since = f"{moment(found.began_at, 'd')} to {moment(found.ended_at, 'd')}"
    return f"{rounds}, {since}. In the newest of each: {plural(found.answered, 'answer')} in {span(found.used)}."


def _strongest(found: Process) -> str:
    stage, least = found.pipeline.strongest, found.pipeline.weakest
    return _both(stage if stage and least and stage.level != least.level else None, found.strongest)


def _weakest(found: Process) -> str:
    most, stage = found.pipeline.strongest, found.pipeline.weakest
    return _both(stage if stage and most and stage.level != most.level else None, found.weakest)


def _both(stage: Standing | None, mark: Mark | None) -> str:
    lines = [f"{stage.title}, {_level(stage)}"] if stage else []
    lines += [f"{mark.title}, {mark.level:.1f} of 4"] if mark else []
    return "; ".join(lines)


def _next(found: Pipeline) -> str:
    if found.upcoming is not None:
        return f"{found.upcoming.title} is the next step of this process."
    weakest = found.weakest
    if weakest is None:
        return "You have done the whole process. Rate your answers in the debriefs, and your levels show here."
    return f"You have done the whole process. {weakest.title} has your lowest level: once more is worth most there."
