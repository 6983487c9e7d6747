"""Time zones in commands: offered by city, taken by city or name, asked for in a form."""

from datetime import datetime
from zoneinfo import ZoneInfo

import discord
from discord import app_commands

from bot.domain.errors import Reason, Refused
from bot.domain.zones import place_of, search
from bot.ui import panels
from bot.ui.text import cut, inert

CITY_FIELD = "city"
CITY_ROOM = 60
_CHOICES = 25


def clock(zone: str, at: datetime) -> str:
    """What clocks in a zone show, ``14:30``."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def zone_choices(typed: str, at: datetime) -> list[app_commands.Choice[str]]:
    """Zones that may be meant by what was typed: ``Berlin, 14:30 there now``; none before something was typed."""
    found = search(typed).near if typed.strip() else ()
    return [
        app_commands.Choice(name=f"{place_of(zone)} ({zone}), {clock(zone, at)} there now", value=zone)
        for zone in found[:_CHOICES]
    ]


def taken_zone(typed: str) -> str:
    """The zone that a command's option or a form names.

    :raises Refused: for one that is not known, with the nearest ones if there are any.
    """
    found = search(typed)
    if found.sure is not None:
        return found.sure
    if found.near:
        near = ", ".join(f"`{zone}`" for zone in found.near[:3])
        raise Refused(Reason.SEVERAL_ZONES, typed=quoted_city(typed), near=near)
    raise Refused(Reason.UNKNOWN_ZONE, typed=quoted_city(typed))


def quoted_city(typed: str) -> str:
    """What was typed for a city, to be repeated in a sentence."""
    return inert(cut(typed, CITY_ROOM))


def city_form(title: str, form_id: str, description: str) -> discord.ui.Modal:
    """The form that asks for a city, in the field :data:`CITY_FIELD`."""
    modal = panels.blank_form(title, form_id)
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=CITY_FIELD, max_length=CITY_ROOM, placeholder="Berlin, São Paulo, India, America/New_York"
    )
    modal.add_item(discord.ui.Label(text="Which city?", description=description, component=field))
    return modal
