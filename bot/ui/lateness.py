"""Say that a message comes late."""

from datetime import datetime
from typing import Any

import discord

from bot.ui.text import moment

WORDS = "-# Late, sorry: this was due at"


def add_lateness(payload: dict[str, Any], due_at: datetime) -> dict[str, Any]:
    """What a message is sent with, and a last line that says when it was due."""
    line = f"{WORDS} {moment(due_at, 'F')}"
    view = payload.get("view")
    if isinstance(view, discord.ui.LayoutView):
        view.add_item(discord.ui.TextDisplay(line))
        return payload
    return payload | {"content": f"{payload.get('content') or ''}\n{line}".strip()}
