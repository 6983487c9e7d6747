"""What daily questions have to say unasked."""

from typing import Any

import discord

from bot.domain.daily.notices import DailyAsked, DailyFeedback
from bot.domain.notices import DailyNotice
from bot.ui.daily.cards import card
from bot.ui.daily.guidance import guidance


def notice(what: DailyNotice, *, reads_messages: bool) -> dict[str, Any]:
    """The arguments of the message."""
    match what:
        case DailyAsked():
            users = [discord.Object(what.to)] if what.to is not None else []
            return {
                "view": card(what, reads_messages=reads_messages),
                "allowed_mentions": discord.AllowedMentions(users=users),
            }
        case DailyFeedback():
            return guidance(what)
        case _:
            raise TypeError(f"no way to say {type(what).__name__}")
