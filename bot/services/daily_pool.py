"""Which question a server is asked next: none twice before all were asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.chance import chance
from bot.domain.daily.picking import in_order
from bot.domain.daily.questions import stands_alone
from bot.domain.tracks import Question, Track
from bot.services.banks import Banks
from bot.services.ports import Unit

_SAMPLE = 20
"""So many of a server's own questions are looked at; of those that need more than words there are few."""

Placed = tuple[str, str, Question]
"""Track, stage, question."""


class Picked(NamedTuple):
    """The next question. ``left``: how many there are after it that the server was not asked yet.

    ``spent``: it was asked before, as all were. ``track_gone``: the track that was chosen is no longer there, so that
    it is from any.
    """

    place: Placed
    left: int
    spent: bool = False
    track_gone: bool = False


class Left(NamedTuple):
    """What a server was not asked yet: ``built_in`` in an order of chance, and so many questions of its own."""

    tracks: Sequence[str]
    built_in: Sequence[Placed]
    own: int
    seen: Mapping[str, datetime]
    all_built_in: Sequence[Placed]
    track_gone: bool

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.built_in) + self.own


async def left(unit: Unit, banks: Banks, guild_id: int, track_id: str | None, seed: int | str = 0) -> Left:
    """What a server can still be asked, of one track or of all."""
    tracks = (await banks.content(unit, guild_id)).tracks
    gone = track_id is not None and track_id not in tracks
    wanted = list(tracks.values()) if track_id is None or gone else [tracks[track_id]]
    listed = {one[2].id: one for one in _listed(wanted)}
    touched = await unit.banks.versions(guild_id, list(listed))
    # A server that retired all that there is would be asked nothing: then what is built in counts again.
    untouched = [name for name in listed if name not in touched]
    seen = await unit.dailies.seen(guild_id, None)
    ids = [one.id for one in wanted]
    own = await unit.daily_channels.count_fresh(guild_id, ids)
    some_own = own or await unit.daily_channels.oldest(guild_id, ids, 1)
    usable = untouched if untouched or some_own else list(listed)
    ordered = list(in_order(usable, seen, seed))
    fresh = [listed[name] for name in ordered if name not in seen]
    return Left(ids, fresh, own, seen, [listed[name] for name in ordered], gone)


async def pick(unit: Unit, banks: Banks, guild_id: int, track_id: str | None, seed: int) -> Picked:
    """The next question, by chance among those that the server was not asked yet; else the one asked longest ago."""
    found = await left(unit, banks, guild_id, track_id, seed)
    dice = chance(seed)
    if found.own and dice.randrange(found.total) >= len(found.built_in):
        for one in await unit.daily_channels.fresh(guild_id, found.tracks, dice.randrange(2**31), _SAMPLE):
            if stands_alone(one[2]):
                return Picked(one, found.total - 1, track_gone=found.track_gone)
    if found.built_in:
        return Picked(found.built_in[0], found.total - 1, track_gone=found.track_gone)
    own = [*await unit.daily_channels.fresh(guild_id, found.tracks, 0, _SAMPLE)] if found.own else []
    own += await unit.daily_channels.oldest(guild_id, found.tracks, _SAMPLE)
    oldest = [one for one in own if stands_alone(one[2])][:1] + list(found.all_built_in[:1])
    place = min(oldest or own[:1], key=lambda one: (one[2].id in found.seen, found.seen.get(one[2].id), one[2].id))
    return Picked(place, 0, spent=place[2].id in found.seen, track_gone=found.track_gone)


def _listed(tracks: Sequence[Track]) -> Iterator[Placed]:
    for track in tracks:
        for stage in track.stages:
            for question in stage.questions:
                if stands_alone(question):
                    yield track.id, stage.id, question
