"""Menus that work at any time, after any restart: what a choice does stands in the menu's custom id."""

from collections.abc import Sequence
from typing import Any, Self, cast

import discord

from bot.ui.actions import Router, custom_id, typed_fields

_MARK = "grs"
"""Not the prefix of buttons, so that a menu is never taken for one."""

_TEMPLATE = rf"{_MARK}:(?P<rest>[A-Za-z0-9_:-]+)"


class ActionSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template=_TEMPLATE):
    """A menu whose choice is routed like the press of a button ``action`` with the same arguments.

    What was chosen is read with :func:`chosen`.
    """

    def __init__(
        self,
        placeholder: str,
        options: Sequence[discord.SelectOption],
        action: str,
        *args: object,
        least: int = 1,
        most: int = 1,
    ) -> None:
        marked = custom_id(action, *args).partition(":")[2]
        menu: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=f"{_MARK}:{marked}",
            placeholder=placeholder,
            options=list(options),
            min_values=least,
            max_values=most,
        )
        super().__init__(menu)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: Any
    ) -> Self:
        menu = cast("discord.ui.Select[Any]", item)
        action, *args = match["rest"].split(":")
        return cls(menu.placeholder or "…", menu.options, action, *args, least=menu.min_values, most=menu.max_values)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        action, *args = self.item.custom_id.split(":")[1:]
        await cast(Router, interaction.client).act(interaction, custom_id(action, *args))


def chosen(interaction: discord.Interaction[Any]) -> str:
    """The value that was chosen from a menu; empty if there is none. Of several, ``|`` stands between them."""
    return next(iter(typed_fields(interaction).values()), "")
