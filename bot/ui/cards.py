"""Cards: texts and other items in a box with a coloured edge, and rows of buttons."""

from collections.abc import Iterable
from typing import Any

import discord

Part = str | discord.ui.Item[Any]
"""A text, or whatever else stands in a card."""

Row = discord.ui.ActionRow[discord.ui.LayoutView]


def card(colour: discord.Colour, *parts: Part | Iterable[Part]) -> discord.ui.LayoutView:
    """One card; several parts may come in one list. Its buttons work for ever."""
    flat: list[Part] = []
    for part in parts:
        flat += [part] if isinstance(part, str | discord.ui.Item) else part
    return cards(colour, flat)


def cards(colour: discord.Colour, *groups: Iterable[Part]) -> discord.ui.LayoutView:
    """A card for each group of parts, one below the other."""
    view = discord.ui.LayoutView(timeout=None)
    for group in groups:
        container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=colour)
        for part in group:
            container.add_item(discord.ui.TextDisplay(part) if isinstance(part, str) else part)
        view.add_item(container)
    return view


def row(*items: discord.ui.Item[Any]) -> Row:
    """Buttons beside each other, or one menu."""
    made: Row = discord.ui.ActionRow()
    for item in items:
        made.add_item(item)
    return made
