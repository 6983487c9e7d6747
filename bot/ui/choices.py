"""What autocomplete offers: titles to read, ids as values."""

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.domain.errors import StoreUnavailable
from bot.domain.rounds import Visibility
from bot.domain.tracks import Track
from bot.services.banks import Banks

MOST_CHOICES = 25
_CHOICE_ROOM = 100


class VisibilityOption(app_commands.Transformer):
    """Who sees a thread, in words."""

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]]:
        return [
            app_commands.Choice(name="Private: only you and the bot", value=Visibility.PRIVATE.value),
            app_commands.Choice(name="Public: everyone in this channel", value=Visibility.PUBLIC.value),
        ]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Visibility:
        return Visibility(value)


async def known_tracks(banks: Banks, guild_id: int | None) -> Mapping[str, Track]:
    """The tracks of a server; the built-in ones where there is none, or no store at the moment."""
    try:
        return await banks.tracks(guild_id) if guild_id is not None else banks.catalogue.tracks
    except StoreUnavailable:
        return banks.catalogue.tracks


def track_choices(tracks: Mapping[str, Track], typed: str) -> list[app_commands.Choice[str]]:
    """Tracks that match what was typed."""
    return _matching(((track.title, track.id) for track in tracks.values()), typed)


def stage_choices(tracks: Mapping[str, Track], track_id: object, typed: str) -> list[app_commands.Choice[str]]:
    """Stages of the track that was chosen, in their order; none before a track is."""
    track = tracks.get(str(track_id))
    if track is None:
        return []
    named = (
        (f"{number}. {stage.title} ({stage.minutes} min)", stage.id) for number, stage in enumerate(track.stages, 1)
    )
    return _matching(named, typed)


def _matching(named: Iterable[tuple[str, str]], typed: str) -> list[app_commands.Choice[str]]:
    words = typed.casefold().split()
    found = [
        app_commands.Choice(name=title[:_CHOICE_ROOM], value=value)
        for title, value in named
        if all(word in f"{title} {value}".casefold() for word in words)
    ]
    return found[:MOST_CHOICES]
