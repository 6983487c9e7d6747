"""What ``/help`` knows: every command and menu, drawn from the command tree itself."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import discord
from discord import app_commands
from rapidfuzz import fuzz, process

from bot.ui.rights import FOR_MODERATORS

_NEAR = 60
_MOST_NEAR = 3
_LONGEST = 60
_MENUS = {
    discord.AppCommandType.message: "right-click a message → Apps",
    discord.AppCommandType.user: "right-click a person → Apps",
}

Command = app_commands.Command[Any, Any, Any]
Tree = app_commands.CommandTree[Any]


class Option(NamedTuple):
    """One option of a command. ``values``: what it takes, as a sentence, where that is limited."""

    name: str
    description: str
    required: bool
    values: str


class Topic(NamedTuple):
    """A command, a group of commands, or an entry of a menu. ``inner``: keys of the commands of a group."""

    key: str
    title: str
    description: str
    usage: str = ""
    options: Sequence[Option] = ()
    inner: Sequence[str] = ()
    for_moderators: bool = False
    in_servers_only: bool = False

    @property
    def is_top(self) -> bool:
        """Whether it stands by itself, in no group."""
        return not self.title.startswith("/") or " " not in self.title


def topics(tree: Tree) -> dict[str, Topic]:
    """All of them by key, in the order of their titles."""
    found = [_of(one) for one in tree.walk_commands()]
    found += [_of_menu(menu, how) for kind, how in _MENUS.items() for menu in _menus(tree, kind)]
    return {one.key: one for one in sorted(found, key=lambda one: (not one.title.startswith("/"), one.title))}


def key_of(text: str) -> str:
    """What was typed, as a key: ``/Mock start`` is ``mock-start``."""
    return "-".join(text[:_LONGEST].strip(" /`").casefold().replace("_", "-").split())


def nearest(known: Mapping[str, Topic], typed: str) -> list[str]:
    """Keys that are spelt nearly so, or have these words in their description, best first."""
    wanted = key_of(typed)
    if not wanted:
        return []
    alike = process.extract(wanted, list(known), scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=_MOST_NEAR)
    return [key for key, _, _ in alike] or [one.key for one in matching(known.values(), typed)][:_MOST_NEAR]


def matching(known: Iterable[Topic], typed: str) -> list[Topic]:
    """Topics with all these words in title or description."""
    words = typed.strip(" /").casefold().split()
    return [one for one in known if all(word in f"{one.title} {one.description}".casefold() for word in words)]


def _of(command: Command | app_commands.Group) -> Topic:
    root = command.root_parent or command
    title = f"/{command.qualified_name}"
    topic = Topic(
        key_of(title),
        title,
        command.description,
        for_moderators=_says_moderators(command) or _says_moderators(root),
        in_servers_only=root.guild_only,
    )
    if isinstance(command, app_commands.Group):
        return topic._replace(inner=[key_of(one.qualified_name) for one in command.commands])
    options = [_option(one) for one in command.parameters]
    names = (one.name if one.required else f"[{one.name}]" for one in options)
    return topic._replace(usage=" ".join((title, *names)), options=options)


def _menus(tree: Tree, kind: discord.AppCommandType) -> list[app_commands.ContextMenu]:
    return [one for one in tree.get_commands(type=kind) if isinstance(one, app_commands.ContextMenu)]


def _of_menu(menu: app_commands.ContextMenu, how: str) -> Topic:
    words = " ".join((inspect.getdoc(menu.callback) or "").split("\n\n")[0].split())
    return Topic(
        key_of(menu.name),
        menu.name,
        words,
        f"{how} → {menu.name}",
        for_moderators=_says_moderators(menu),
        in_servers_only=menu.guild_only,
    )


def _says_moderators(command: Command | app_commands.Group | app_commands.ContextMenu) -> bool:
    rights = command.default_permissions
    return command.extras.get("who") == FOR_MODERATORS["who"] or (rights is not None and rights.manage_guild)


def _option(parameter: app_commands.Parameter) -> Option:
    names = ", ".join(str(choice.name) for choice in parameter.choices)
    values = f"One of: {names}." if names else ""
    low, high = parameter.min_value, parameter.max_value
    is_number = parameter.type is discord.AppCommandOptionType.integer
    if is_number and low is not None and high is not None:
        values = f"From {low} to {high}."
    return Option(parameter.display_name, str(parameter.description), parameter.required, values)
