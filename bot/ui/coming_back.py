"""When a question that was just rated comes back: one quiet line above the buttons with the ratings."""

from datetime import datetime

import discord

from bot.ui.text import moment

_LONGEST, _LONGEST_TOGETHER = 4096, 6000
"""Characters of a description, and of all embeds of a message: one with a long answer has no room for the line."""

WORDS = "🔁 Comes back with `/daily` from"


def with_return(message: discord.Message | None, due_at: datetime | None) -> list[discord.Embed]:
    """The embeds of a message with the line at the end of the last one; a line from before gives way to it."""
    embeds = [one.copy() for one in message.embeds] if message is not None else []
    if embeds:
        last = embeds[-1]
        last.description = "\n".join(
            line for line in (last.description or "").splitlines() if not line.startswith(WORDS)
        )
        line = "" if due_at is None else f"\n{WORDS} {moment(due_at, 'D')}."
        if len(last.description) + len(line) <= _LONGEST and sum(map(len, embeds)) + len(line) <= _LONGEST_TOGETHER:
            last.description = (last.description + line).lstrip("\n")
    return embeds
