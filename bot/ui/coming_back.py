"""When a question that was just rated comes back: one quiet line above the buttons with the ratings."""

from datetime import datetime

import discord

from bot.ui.text import moment

WORDS = "🔁 Comes back with `/daily` from"


def with_return(message: discord.Message | None, due_at: datetime | None) -> list[discord.Embed]:
    """The embeds of a message with the line at the end of the last one; a line from before gives way to it."""
    embeds = [one.copy() for one in message.embeds] if message is not None else []
    if embeds:
        kept = [line for line in (embeds[-1].description or "").splitlines() if not line.startswith(WORDS)]
        line = [] if due_at is None else [f"{WORDS} {moment(due_at, 'D')}."]
        embeds[-1].description = "\n".join(kept + line)
    return embeds
