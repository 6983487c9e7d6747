"""The panel of ``/setup``: choices, permissions, status. All that it knows is drawn anew on every press."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import discord

from bot.domain.guilds import GuildSettings, Setting
from bot.domain.zones import MOST_FOUND, place_of
from bot.services.guilds import LOOK_BACK, Owed
from bot.ui import zones
from bot.ui.actions import ActionButton, custom_id
from bot.ui.failures import listing
from bot.ui.permissions import (
    INVITE_PERMISSIONS,
    POST_PERMISSIONS,
    Finding,
    extras,
    look_at_channel,
    look_at_server,
    report,
)
from bot.ui.pickers import ActionPicker
from bot.ui.selects import ActionSelect
from bot.ui.text import ago, cut, inert, plural

_COLOUR = discord.Colour.from_rgb(79, 178, 134)
_MOST_TRACKS = 8
_NAME_ROOM = 60

CHANNELS = {
    Setting.PRACTICE: ("Practice channel", INVITE_PERMISSIONS),
    Setting.AUDIT: ("Audit channel", POST_PERMISSIONS),
    Setting.REVIEW: ("Review channel", POST_PERMISSIONS),
}
"""The settings that are channels, with what the bot needs there."""

_WHY = {
    Setting.PRACTICE: "Where people start their rounds; `/help` sends them there.",
    Setting.AUDIT: "Each change of your question bank is logged there, with who made it.",
    Setting.REVIEW: "Where suggested and reported questions are announced to moderators.",
}

Item = discord.ui.Item[Any]
Row = discord.ui.ActionRow[discord.ui.LayoutView]


class Status(NamedTuple):
    """How the bot does in this server. ``stock``: how many questions each track has, by its title. ``low``: stages
    whose questions are nearly spent for somebody who practises them."""

    stock: Sequence[tuple[str, int]]
    owed: Owed
    version: str
    low: Sequence[str] = ()


class State(NamedTuple):
    """All that the panel shows. ``offers``: zones to pick from, after a city was searched."""

    guild: discord.Guild
    settings: GuildSettings
    status: Status
    at: datetime
    may_choose_role: bool
    offers: Sequence[str] = ()


def panel(state: State) -> discord.ui.LayoutView:
    """The whole panel."""
    head = "## Set up this server\nEach choice is saved as you make it; empty a menu to take its choice back."
    if state.settings.changed_at is not None:
        head += f"\n-# Last change {ago(state.settings.changed_at)}."
    parts: list[Item] = [discord.ui.TextDisplay(head), discord.ui.Separator()]
    parts += [*_channel(state, Setting.PRACTICE), *_role(state), *_zone(state)]
    parts += [*_channel(state, Setting.AUDIT), *_channel(state, Setting.REVIEW)]
    parts += [discord.ui.Separator(), discord.ui.TextDisplay(f"### Permissions\n{_permissions(state)}")]
    parts += [discord.ui.Separator(), discord.ui.TextDisplay(f"### Status\n{_status(state.status)}")]
    parts.append(_buttons(state.status))
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=_COLOUR)
    for part in parts:
        container.add_item(part)
    view.add_item(container)
    return view


def city_form() -> discord.ui.Modal:
    """The form that asks for a city."""
    return zones.city_form(
        "Time zone of this server", custom_id("setup_zone_form"), "The largest one near most of your members."
    )


def _channel(state: State, setting: Setting) -> list[Item]:
    title, _ = CHANNELS[setting]
    chosen: int | None = getattr(state.settings, setting)
    gone = chosen is not None and state.guild.get_channel(chosen) is None
    text = f"### {title}\n{_WHY[setting]}" + ("\n⚠️ The one you chose was deleted." if gone else "")
    menu = ActionPicker.channel("No channel yet", None if gone else chosen, "setup_channel", setting.value)
    return [discord.ui.TextDisplay(text), _row(menu)]


def _role(state: State) -> list[Item]:
    chosen = state.settings.role_id
    gone = chosen is not None and state.guild.get_role(chosen) is None
    text = "### Moderator role\nWhoever has it is a moderator here, as is everyone with **Manage Server**."
    text += "\n⚠️ The one you chose was deleted." if gone else ""
    text += "" if state.may_choose_role else "\n-# Only people with **Manage Server** can change it."
    menu = ActionPicker.role("No role yet", None if gone else chosen, "setup_role", disabled=not state.may_choose_role)
    return [discord.ui.TextDisplay(text), _row(menu)]


def _zone(state: State) -> list[Item]:
    name = state.settings.zone_name
    chosen = "" if state.settings.zone else " (not chosen yet)"
    there = f"**{name}**{chosen}, {zones.clock(name, state.at)} there now."
    text = f"### Time zone\n{there} Times that concern everyone follow it."
    section: discord.ui.Section[Any] = discord.ui.Section(
        discord.ui.TextDisplay(text), accessory=ActionButton("Find a city", "setup_zone", emoji="🔎")
    )
    if not state.offers:
        return [section]
    options = [
        discord.SelectOption(
            label=place_of(zone), value=zone, description=f"{zone}, {zones.clock(zone, state.at)} there now"
        )
        for zone in state.offers[:MOST_FOUND]
    ]
    return [section, _row(ActionSelect("Which of these do you mean?", options, "setup_zone_pick"))]


def _permissions(state: State) -> str:
    findings: list[Finding] = [look_at_server(state.guild)]
    for setting, (title, needed) in CHANNELS.items():
        chosen: int | None = getattr(state.settings, setting)
        if chosen is not None:
            findings.append(look_at_channel(state.guild, title, chosen, needed))
    own = state.guild.self_role
    named = inert(cut(own.name if own else state.guild.me.display_name, _NAME_ROOM))
    return "\n".join(line for line in (report(findings, named), extras(state.guild)) if line)


def _status(status: Status) -> str:
    shown = [f"{inert(cut(title, _NAME_ROOM))}: {count}" for title, count in status.stock[:_MOST_TRACKS]]
    more = len(status.stock) - len(shown)
    if more > 0:
        shown.append(f"and {plural(more, 'more track')}")
    lost = f", {status.owed.dead} could not be brought in the last {LOOK_BACK.days} days" if status.owed.dead else ""
    low = ", ".join(inert(cut(title, _NAME_ROOM)) for title in status.low[:_MOST_TRACKS])
    nearly = f"**Nearly spent for somebody:** {low}\n" if low else ""
    return (
        "**Questions in stock:**\n" + "\n".join(shown) + f"\n{nearly}"
        f"**Messages:** {status.owed.waiting} waiting for their time{lost}\n{_failures(status.owed)}"
        f"**Version:** {status.version}"
    )


def _failures(owed: Owed) -> str:
    if not owed.failed:
        return ""
    more = owed.dead - len(owed.failed)
    return f"{listing(owed.failed)}\n" + (f"- and {more} before these\n" if more > 0 else "")


def _buttons(status: Status) -> Row:
    row = _row(ActionButton("Check again", "setup_check", style=discord.ButtonStyle.primary, emoji="🔄"))
    if status.owed.dead:
        row.add_item(ActionButton("Try again to bring them", "setup_retry", emoji="📨"))
    return row


def _row(item: Item) -> Row:
    row: Row = discord.ui.ActionRow()
    row.add_item(item)
    return row
