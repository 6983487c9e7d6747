"""Reviews: how many are due, and how many a day may come."""

import discord

from bot.services.reviews import Today
from bot.ui import panels
from bot.ui.actions import ActionButton
from bot.ui.daily.cards import COLOUR
from bot.ui.text import plural

_OFFERS = (0, 3, 5, 10)
Row = discord.ui.ActionRow[discord.ui.LayoutView]


def panel(found: Today) -> discord.ui.LayoutView:
    """What is due, and the choice of how much of it may come."""
    row: Row = discord.ui.ActionRow()
    for number in _OFFERS:
        style = discord.ButtonStyle.success if number == found.limit else discord.ButtonStyle.secondary
        row.add_item(ActionButton(f"{number} a day" if number else "None", "drev", number, style=style))
    items = [row]
    if found.left:
        ask: Row = discord.ui.ActionRow()
        ask.add_item(ActionButton("Review one now", "prg_ask", "-", style=discord.ButtonStyle.primary, emoji="🔁"))
        items.append(ask)
    return panels.card(COLOUR, f"## 🔁 Reviews\n{_due(found)}", _limit(found), items=items)


def _due(found: Today) -> str:
    if not found.due:
        return "Nothing is due today: what you rate comes back when it is worth another go."
    return (
        f"**{plural(len(found.due), 'question')}** you rated {'is' if len(found.due) == 1 else 'are'} due by tonight."
    )


def _limit(found: Today) -> str:
    if not found.limit:
        return "No review comes until you choose a number: you get new questions only."
    used = ", and today you had them" if found.due and not found.left else ""
    return (
        f"At most **{found.limit} a day** come, with `/daily` and with `reviews` in `/mock start`{used}. "
        "What waits is not lost."
    )
