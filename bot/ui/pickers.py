"""Menus of channels, roles and people that work at any time: what a choice does stands in their custom id."""

from typing import Any, Self, cast

import discord

from bot.ui.actions import Router, custom_id, typed_fields

_MARK = "grp"
"""Neither the prefix of buttons nor that of menus of our own options."""

_MOST_DIGITS = 20

Picker = discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any] | discord.ui.UserSelect[Any]


class ActionPicker(discord.ui.DynamicItem[Picker], template=rf"{_MARK}:(?P<rest>[A-Za-z0-9_:-]+)"):
    """A menu whose choice is routed like the press of a button; one thing, or nothing, can be chosen.

    What was chosen is read with :func:`picked`.
    """

    def __init__(self, menu: Picker) -> None:
        super().__init__(menu)

    @classmethod
    def channel(cls, placeholder: str, current: int | None, action: str, *args: object) -> Self:
        """A menu of the server's text channels."""
        return cls(
            discord.ui.ChannelSelect(
                custom_id=_marked(action, args),
                placeholder=placeholder,
                channel_types=[discord.ChannelType.text],
                min_values=0,
                default_values=_default(current, discord.SelectDefaultValueType.channel),
            )
        )

    @classmethod
    def role(cls, placeholder: str, current: int | None, action: str, *args: object, disabled: bool = False) -> Self:
        """A menu of the server's roles."""
        return cls(
            discord.ui.RoleSelect(
                custom_id=_marked(action, args),
                placeholder=placeholder,
                min_values=0,
                default_values=_default(current, discord.SelectDefaultValueType.role),
                disabled=disabled,
            )
        )

    @classmethod
    def person(cls, placeholder: str, action: str, *args: object) -> Self:
        """A menu of people; whoever is chosen may be anybody."""
        return cls(discord.ui.UserSelect(custom_id=_marked(action, args), placeholder=placeholder))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: Any
    ) -> Self:
        return cls(cast("Picker", item))

    def to_component_dict(self) -> dict[str, Any]:
        data = super().to_component_dict()
        for one in data.get("default_values", []):
            one["id"] = str(one["id"])  # the library writes a number, which not every reader of JSON keeps whole
        return data

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        action, *args = self.item.custom_id.split(":")[1:]
        await cast(Router, interaction.client).act(interaction, custom_id(action, *args))


def picked(interaction: discord.Interaction[Any]) -> int | None:
    """The id of what was picked; ``None`` if the choice was taken back. What is no id is 0, which nothing has."""
    value = next(iter(typed_fields(interaction).values()), "")
    if not value:
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS else 0


def _marked(action: str, args: tuple[object, ...]) -> str:
    return f"{_MARK}:{custom_id(action, *args).partition(':')[2]}"


def _default(current: int | None, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [] if current is None else [discord.SelectDefaultValue(id=current, type=kind)]
