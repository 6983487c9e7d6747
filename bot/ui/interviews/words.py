"""Words and pieces that several messages about interviews share."""

from typing import Any

import discord

from bot.domain.interviews.values import Do, Interview, PlanStep
from bot.domain.zones import place_of
from bot.ui.actions import ActionButton
from bot.ui.text import cut, inert, moment

COLOUR = discord.Colour.from_rgb(201, 138, 60)
OVER = discord.Colour.dark_grey()

EMOJI = {Do.READ: "🔎", Do.TIP: "📝", Do.COMPETENCY: "💪", Do.PRACTISE: "🎤"}


def button(label: str, action: str, one: Interview, *more: object, **look: Any) -> ActionButton:
    """A button about an interview."""
    return ActionButton(label, action, one.guild_id, one.id, *more, **look)


def named(one: Interview) -> str:
    """Company and role, so that they are nothing but text."""
    return f"{inert(one.company)} · {inert(one.role)}"


def head(one: Interview) -> str:
    """What it is and when."""
    return f"## 🎯 {named(one)}\n**{inert(one.stage)}** · about {one.minutes} minutes\n{when(one)}"


def when(one: Interview) -> str:
    """The time, in the reader's zone and as it was noted."""
    clock = f"{one.wall:%H:%M} in {place_of(one.zone)}"
    return f"🗓️ {moment(one.starts_at, 'F')} ({moment(one.starts_at, 'R')})\n-# That is {clock}."


def step_line(step: PlanStep, room: int) -> str:
    """One step of a plan with its day."""
    day = moment(step.at, "D") if step.sent else "To begin with"
    return f"{EMOJI[step.do]} **{day}:** {inert(cut(step.text, room))}"
