"""The panel of a person's daily question, what they read once it is set up, and its form."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.domain.daily.subscriptions import Pause, Place, Subscription
from bot.domain.tracks import Track
from bot.services.daily_subscriptions import Overview
from bot.ui import panels, zones
from bot.ui.actions import ActionButton, custom_id
from bot.ui.daily.cards import COLOUR
from bot.ui.daily.words import city, day_line, days_line, days_typed, streak_line, where_line
from bot.ui.text import cut, inert, moment

Tracks = Mapping[str, Track]
Row = discord.ui.ActionRow[discord.ui.LayoutView]
ANY = "any"
_PLACES = {
    Place.DIRECT: "In direct messages",
    Place.THREAD: "In a private thread",
    Place.CHANNEL: "In this channel, with my name",
}
_TYPED_DAYS = ("Every day", "Weekdays", "Weekends", "Mon Wed Fri")
_MOST_TRACKS = 24
_TIME_ROOM, _DAYS_ROOM = 40, 80

PLACES = [app_commands.Choice(name=title, value=place.value) for place, title in _PLACES.items()]


def days_choices(typed: str) -> list[app_commands.Choice[str]]:
    """Weekdays to pick; what was typed itself is taken too."""
    return [
        app_commands.Choice(name=one, value=one) for one in _TYPED_DAYS if typed.strip().casefold() in one.casefold()
    ]


def panel(found: Overview, tracks: Tracks) -> discord.ui.LayoutView:
    """Everything about a person's daily question, with what can be done about it."""
    state = found.subscription
    guild_id = state.guild_id
    lines = [f"**When:** {_when(state)}", f"**Where:** {where_line(state)}", f"**From:** {_track(state, tracks)}"]
    if found.pause is not None:
        lines.append(f"**Days off:** {_pause(found.pause)}")
    lines.append(f"**Next one:** {_next(state)}")
    items = [ActionButton("Change", "dset_change", guild_id, style=discord.ButtonStyle.primary, emoji="✏️")]
    if found.pause is None:
        items.append(ActionButton("Pause a week", "dset_pause", guild_id, emoji="🏖️"))
    else:
        items.append(ActionButton("Resume", "dset_resume", guild_id, style=discord.ButtonStyle.success))
    items.append(ActionButton("Unsubscribe", "dset_end", guild_id, style=discord.ButtonStyle.danger))
    return panels.card(COLOUR, "## Your daily question", "\n".join(lines), streak_line(found.streak), row=_row(items))


def subscribed(state: Subscription, *, sure: bool, closed: bool) -> discord.ui.LayoutView:
    """It is set up. ``sure``: the zone is the person's own; ``closed``: their direct messages are."""
    guild_id = state.guild_id
    when = f"It comes at {_when(state)}, {where_line(state)}. The next one: {_next(state)}."
    texts = [f"### Your daily question is set\n{when}"]
    rows: list[Row] = []
    if closed:
        texts.append(
            f"Your direct messages are closed to me, so for now it comes in <#{state.channel_id}>, with your name. "
            "Where would you like it?"
        )
        thread = ActionButton("Use a private thread", "dsub_place", guild_id, Place.THREAD.value)
        rows.append(_row([thread, ActionButton("Post in this channel", "dsub_place", guild_id, Place.CHANNEL.value)]))
    if not sure:
        texts.append(f"You gave no city, so I took this server's: {state.wall} in **{city(state.zone)}**, right?")
        yes = ActionButton("Yes", "dsub_yes", guild_id, style=discord.ButtonStyle.success)
        rows.append(_row([yes, ActionButton("Another city", "dsub_city", guild_id, emoji="🔎")]))
    if not rows:
        rows.append(_row([ActionButton("Settings", "dset", guild_id, emoji="⚙️")]))
    return panels.card(COLOUR, *texts, items=rows)


def hello(state: Subscription, server: str) -> tuple[str, discord.ui.View]:
    """The first words in direct messages, which show whether they are open."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Settings", "dset", state.guild_id, emoji="⚙️"))
    whence = inert(cut(server, 80))
    text = f"👋 Your daily question from {whence} comes here, at {_when(state)}. The next one: {_next(state)}."
    return text, view


ENDED = "Done: no daily question comes any more. Your days are kept, and `/daily subscribe` brings it back."


def over() -> discord.ui.LayoutView:
    """The panel once the subscription is over."""
    return panels.card(COLOUR, ENDED)


def refused(text: str, guild_id: int, kept_id: int) -> tuple[str, discord.ui.View]:
    """What was asked for cannot be done as it is; what was typed waits behind the button."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Edit", "dset_edit", guild_id, kept_id, style=discord.ButtonStyle.primary, emoji="✏️"))
    return f"{text} What you wrote is kept: **Edit** opens it.", view


def form(guild_id: int, fields: Mapping[str, str], tracks: Tracks, kept_id: int = 0) -> discord.ui.Modal:
    """The form with all of a subscription, filled in."""
    modal = panels.blank_form("Your daily question", custom_id("dset_form", guild_id, kept_id))
    _add_text(modal, "time", "At what time?", "9:00, or 6:30 pm", fields, _TIME_ROOM)
    _add_text(modal, "timezone", "In which city?", "Berlin, São Paulo, America/New_York", fields, zones.CITY_ROOM)
    _add_text(modal, "days", "On which days?", ", ".join(_TYPED_DAYS), fields, _DAYS_ROOM)
    places = [
        discord.SelectOption(label=title, value=place.value, default=place.value == (fields.get("where") or "direct"))
        for place, title in _PLACES.items()
    ]
    _add_menu(modal, "where", "Where?", places)
    _add_menu(modal, "track", "From which track?", _track_options(fields.get("track") or ANY, tracks))
    return modal


def fields_of(state: Subscription) -> dict[str, str]:
    """A subscription as its form has it."""
    return {
        "time": state.wall,
        "timezone": state.zone,
        "days": days_typed(state.days),
        "track": state.track_id or ANY,
        "where": state.place.value,
    }


def city_form(guild_id: int) -> discord.ui.Modal:
    """The form behind ``Another city``."""
    return zones.city_form("Your time zone", custom_id("dsub_city_form", guild_id), "The largest one near you.")


def _add_text(
    modal: discord.ui.Modal, name: str, label: str, placeholder: str, fields: Mapping[str, str], room: int
) -> None:
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=name,
        placeholder=placeholder,
        max_length=room,
        required=name == "time",
        default=fields.get(name, "")[:room] or None,
    )
    modal.add_item(discord.ui.Label(text=label, component=field))


def _add_menu(modal: discord.ui.Modal, name: str, label: str, options: list[discord.SelectOption]) -> None:
    menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(custom_id=name, options=options)
    modal.add_item(discord.ui.Label(text=label, component=menu))


def _track_options(chosen: str, tracks: Tracks) -> list[discord.SelectOption]:
    offered = list(tracks.values())
    if chosen in tracks:
        offered.sort(key=lambda one: one.id != chosen)
    elif chosen != ANY:
        chosen = ANY
    options = [discord.SelectOption(label="Any track", value=ANY, default=chosen == ANY)]
    return options + [
        discord.SelectOption(label=cut(one.title, 100), value=one.id, default=one.id == chosen)
        for one in offered[:_MOST_TRACKS]
    ]


def _when(state: Subscription) -> str:
    return f"**{state.wall}** in {city(state.zone)}, {days_line(state.days)}"


def _next(state: Subscription) -> str:
    if state.next_at is None:
        return "none is planned"
    return f"{moment(state.next_at, 'F')} ({moment(state.next_at, 'R')})"


def _track(state: Subscription, tracks: Tracks) -> str:
    if state.track_id is None:
        return "all tracks"
    track = tracks.get(state.track_id)
    return inert(track.title) if track else "all tracks; the one you chose is gone"


def _pause(pause: Pause) -> str:
    first, last = day_line(pause.first_day), day_line(pause.last_day)
    return last if pause.first_day == pause.last_day else f"{first} to {last}"


def _row(items: Sequence[discord.ui.Item[Any]]) -> Row:
    row: Row = discord.ui.ActionRow()
    for one in items:
        row.add_item(one)
    return row
