"""Buttons and modals that work at any time, after any restart: all they know stands in their custom id."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar, cast

import discord
from discord.ext import commands

from bot.domain.drafts import Attachment
from bot.domain.errors import Reason, Refused
from bot.ui.reply import Reply

PREFIX = "gr"
_TEMPLATE = rf"{PREFIX}:(?P<action>[a-z_]+)(?P<args>(?::[A-Za-z0-9_-]+)*)"

UPLOADS = "files"
"""Custom id of the field for files in a form."""

ActionHandler = Callable[..., Awaitable[None]]
F = TypeVar("F", bound=Callable[..., Any])
_MARK = "__greenroom_action__"
_LARGEST = 2**63 - 1
"""No id is larger, and no database takes a larger number."""


def custom_id(action: str, *args: object) -> str:
    """The custom id of a button or modal: ``gr:submit:12:3``."""
    return ":".join((PREFIX, action, *map(str, args)))


def parse(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Action and arguments of a custom id of ours."""
    prefix, _, rest = text.partition(":")
    if prefix != PREFIX or not rest:
        return None
    action, *args = rest.split(":")
    return action, tuple(args)


class Router(Protocol):
    """Whoever knows what an action does: the client."""

    async def act(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """Do it; never raises."""


class ActionButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=_TEMPLATE):
    """A button whose press is routed by its custom id."""

    def __init__(
        self,
        label: str,
        action: str,
        *args: object,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        emoji: str | None = None,
        disabled: bool = False,
    ) -> None:
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=label, custom_id=custom_id(action, *args), style=style, emoji=emoji, disabled=disabled
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: Any
    ) -> Self:
        action, args = parse(match.string) or ("", ())
        button = cast("discord.ui.Button[Any]", item)
        return cls(button.label or "…", action, *args, style=button.style)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await cast(Router, interaction.client).act(interaction, self.item.custom_id or "")


@dataclass(frozen=True)
class Action:
    """What a press does: ``handler(interaction, reply, *arguments)``, the arguments as ``types``."""

    handler: ActionHandler
    types: tuple[type, ...]
    update: bool
    slow: bool

    async def run(self, interaction: discord.Interaction[Any], args: tuple[str, ...]) -> None:
        """Do it, with its answer in time and its failures told; never raises."""
        async with Reply(interaction, slow=self.slow, update=self.update) as reply:
            await self.handler(interaction, reply, *self._convert(args))

    def _convert(self, args: tuple[str, ...]) -> list[Any]:
        try:
            values = [convert(text) for convert, text in zip(self.types, args, strict=True)]
        except ValueError:
            raise Refused(Reason.UNKNOWN_BUTTON) from None
        if any(isinstance(value, int) and abs(value) > _LARGEST for value in values):
            raise Refused(Reason.UNKNOWN_BUTTON)
        return values


def action(name: str, *types: type, update: bool = False, slow: bool = False) -> Callable[[F], F]:
    """Mark a method of a cog as what a press on ``gr:<name>:…`` does, with the types of its arguments.

    ``update``: it changes the message with the button. ``slow``: it is acknowledged before it begins.
    """

    def mark(method: F) -> F:
        setattr(method, _MARK, (name, types, update, slow))
        return method

    return mark


def actions_of(cog: commands.Cog) -> dict[str, Action]:
    """The actions that a cog brings, by name."""
    found: dict[str, Action] = {}
    for attribute in dir(type(cog)):
        marked = getattr(getattr(type(cog), attribute, None), _MARK, None)
        if marked is not None:
            name, types, update, slow = marked
            found[name] = Action(getattr(cog, attribute), types, update, slow)
    return found


def typed_fields(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """Everything in a form, by custom id: what was written, or the value that was chosen (several: ``|`` between)."""
    return dict(_fields(interaction.data))


def uploaded_files(interaction: discord.Interaction[Any]) -> tuple[Attachment, ...]:
    """The files that were put into a form, in order; only their descriptions."""
    data: Any = interaction.data or {}
    files = (data.get("resolved") or {}).get("attachments") or {}
    return tuple(
        Attachment(
            name=str(one.get("filename", "file")), size=int(one.get("size", 0)), seconds=one.get("duration_secs")
        )
        for one in files.values()
    )


def _fields(data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, list):
        for one in data:
            yield from _fields(one)
    elif isinstance(data, dict):
        # Of files the ids say nothing to anyone: see uploaded_files.
        is_upload = data.get("type") == discord.ComponentType.file_upload.value
        value, chosen = data.get("value"), None if is_upload else data.get("values")
        if "custom_id" in data and isinstance(value, str):
            yield data["custom_id"], value
        elif "custom_id" in data and isinstance(chosen, list):
            yield data["custom_id"], "|".join(map(str, chosen))
        yield from _fields(data.get("components"))
        yield from _fields(data.get("component"))
