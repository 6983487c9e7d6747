"""What follows an answer, in one message: remarks, guidance, a sample, the levels, the streak."""

from typing import Any

import discord

from bot.domain.competencies import LEVELS
from bot.domain.daily.notices import DailyFeedback
from bot.ui import debriefs
from bot.ui.actions import ActionButton
from bot.ui.daily.cards import COLOUR
from bot.ui.daily.words import streak_line
from bot.ui.text import cut

_APPROACH_ROOM = 1000
_LEAST_ANSWER = 400
_LEAST_APPROACH = 60


def guidance(notice: DailyFeedback) -> dict[str, Any]:
    """The message; where there is too little room the approach, then the answer is shortened."""
    found = notice.entry
    asked = found.turn.question
    question = discord.Embed(title="Your daily question", description=f"**{asked.prompt}**", colour=COLOUR)
    guide, levels = debriefs.guidance(found), debriefs.levels(notice.rubric)
    room = debriefs.MESSAGE_ROOM - sum(map(len, (question, guide, levels)))
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(asked.approach, start=1))
    title = "How to go about it"
    left = min(_APPROACH_ROOM, room - _LEAST_ANSWER - len(title))
    if steps and left >= _LEAST_APPROACH:
        guide.insert_field_at(0, name=title, value=cut(steps, left), inline=False)
        room -= len(title) + len(cut(steps, left))
    answer = debriefs.answer(found, notice.kind, COLOUR, room)
    return {
        "content": streak_line(notice.streak),
        "embeds": [question, answer, guide, levels],
        "view": ratings(notice.daily.id, notice.answer.rating),
    }


def ratings(daily_id: int, chosen: int | None) -> discord.ui.View:
    """Four buttons for one's own level."""
    view = discord.ui.View(timeout=None)
    for level in LEVELS:
        style = discord.ButtonStyle.success if level == chosen else discord.ButtonStyle.secondary
        view.add_item(ActionButton(str(level), "dq_rate", daily_id, level, style=style))
    return view
