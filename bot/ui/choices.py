"""What autocomplete offers: titles to read, ids as values."""

from collections.abc import Iterable

from discord import app_commands

from bot.domain.catalogue import Catalogue

MOST_CHOICES = 25
_CHOICE_ROOM = 100


def track_choices(catalogue: Catalogue, typed: str) -> list[app_commands.Choice[str]]:
    """Tracks that match what was typed."""
    return _matching(((track.title, track.id) for track in catalogue.tracks.values()), typed)


def stage_choices(catalogue: Catalogue, track_id: object, typed: str) -> list[app_commands.Choice[str]]:
    """Stages of the track that was chosen, in their order; none before a track is."""
    track = catalogue.tracks.get(str(track_id))
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
