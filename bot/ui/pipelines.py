"""A person's way through a track, as a message with a picture."""

import io
from typing import Any

import discord

from bot.domain.pipeline import Pipeline, Standing
from bot.ui.actions import ActionButton
from bot.ui.charts import pipeline_alt
from bot.ui.text import moment, plural


def message(found: Pipeline, picture: bytes) -> dict[str, Any]:
    """The picture, the same in words, and the next step as a button."""
    name = f"{found.track_id}.png"
    embed = discord.Embed(title=found.title, description="\n".join(map(_line, found.standings)))
    embed.set_image(url=f"attachment://{name}")
    embed.add_field(name="Next", value=_next(found), inline=False)
    sent: dict[str, Any] = {
        "embed": embed,
        "file": discord.File(io.BytesIO(picture), filename=name, description=pipeline_alt(found)),
    }
    step = found.upcoming or found.weakest
    if step is not None:
        view = discord.ui.View(timeout=None)
        style = discord.ButtonStyle.primary
        view.add_item(ActionButton(_label(step), "open", found.track_id, step.stage_id, 0, style=style))
        sent["view"] = view
    return sent


def _line(standing: Standing) -> str:
    if not standing.done or standing.last_at is None:
        return f"▫️ {standing.title}"
    level = f", level {standing.level:.1f} of 4" if standing.level is not None else ", not rated yet"
    return f"✅ **{standing.title}**: {plural(standing.rounds, 'round')}{level}, last {moment(standing.last_at, 'R')}"


def _next(found: Pipeline) -> str:
    if found.upcoming is not None:
        return f"{found.upcoming.title} is the next step of this process."
    weakest = found.weakest
    if weakest is None:
        return "You have done the whole process. Rate your answers in the debriefs, and your levels show here."
    return f"You have done the whole process. {weakest.title} has your lowest level: once more is worth most there."


def _label(step: Standing) -> str:
    return f"Start: {step.title}"[:80]
