"""Which track and stage of the bot a real interview is like."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.domain.interviews.words import InterviewWords
from bot.domain.tracks import Stage, StageKind, Track


class Place(NamedTuple):
    """``track`` and ``stage`` where the bot knows them; ``title`` is what the stage is called."""

    track: Track | None
    stage: Stage | None
    title: str
    kind: StageKind
    minutes: int


def companies(tracks: Mapping[str, Track]) -> list[str]:
    """The companies of all tracks, each once."""
    return list(dict.fromkeys(track.company for track in tracks.values()))


def track_for(tracks: Mapping[str, Track], company: str, role: str) -> Track | None:
    """The track of a company; of several that whose role is the same, else the first."""
    same = [track for track in tracks.values() if _plain(track.company) == _plain(company)]
    return next((track for track in same if _plain(track.role) == _plain(role)), same[0] if same else None)


def place_of(words: InterviewWords, track: Track | None, stage: str) -> Place:
    """What a stage is, by its title or id in the track, else by its words; then the first of that kind is like it."""
    stages: Iterable[Stage] = track.stages if track else ()
    named = next((one for one in stages if _plain(stage) in (_plain(one.title), one.id)), None)
    kind = named.kind if named else words.kind_of(stage)
    like = named or next((one for one in stages if one.kind is kind), None)
    minutes = like.minutes if like else words.kinds[kind].minutes
    return Place(track, like, named.title if named else stage, kind, minutes)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
