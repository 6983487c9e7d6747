"""Tracks of a server's own."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

from bot.domain.bank.importing import shipped
from bot.domain.bank.track_files import MOST_TRACKS, read_track
from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Track
from bot.services import audit
from bot.services.banks import Banks
from bot.services.ports import Now, Store, Unit


class TrackFile(NamedTuple):
    """A file as it was sent, and the id that its track shall have."""

    name: str
    data: bytes
    track_id: str


class OwnTracks:
    """What servers add to the built-in tracks. Whoever calls has checked the actor's rights."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._now = now

    def is_own(self, track_id: str) -> bool:
        """Whether a track of this id can only be a server's own."""
        return track_id not in self._banks.catalogue.tracks

    async def get(self, guild_id: int, track_id: str) -> Track:
        """A track, built in or not. :raises Refused: if this server has none of this id."""
        track = (await self._banks.tracks(guild_id)).get(track_id)
        if track is None:
            raise Refused(Reason.UNKNOWN_TRACK)
        return track

    async def put(self, guild_id: int, actor_id: int, file: TrackFile, *, replace: bool) -> Track:
        """Read a file and store its track; with ``replace`` also in place of the one with its id.

        :raises bot.domain.mistakes.ContentError: with everything that is wrong with the file.
        :raises Refused: if the id is taken, or there are too many tracks.
        """
        await self._store.read(lambda unit: self._check_free(unit, guild_id, file.track_id, replace=replace))
        track = await asyncio.to_thread(read_track, file.data, file.name, file.track_id, {})
        taken = await self._store.read(lambda unit: self._taken(unit, guild_id, track))
        track = await asyncio.to_thread(read_track, file.data, file.name, file.track_id, taken)
        now = self._now()

        async def work(unit: Unit) -> None:
            await self._check_free(unit, guild_id, track.id, replace=replace)
            await unit.banks.put_track(guild_id, track, actor_id, now)
            await audit.track_changed(unit, guild_id, (track.id, track.title), actor_id, "imported", now)

        await self._store.write(work)
        return track

    async def remove(self, guild_id: int, actor_id: int, track_id: str) -> Track:
        """Take a track away; its questions that the server touched stay stored, and open rounds of it go on.

        :raises Refused: if the server has no such track of its own.
        """
        track = await self.own(guild_id, track_id)
        now = self._now()

        async def work(unit: Unit) -> None:
            if not await unit.banks.remove_track(guild_id, track_id):
                raise Refused(Reason.UNKNOWN_TRACK)
            await audit.track_changed(unit, guild_id, (track.id, track.title), actor_id, "removed", now)

        await self._store.write(work)
        return track

    async def own(self, guild_id: int, track_id: str) -> Track:
        """A track of the server's own. :raises Refused: for a built-in one, and where there is none."""
        track = await self.get(guild_id, track_id)
        if not self.is_own(track_id):
            raise Refused(Reason.TRACK_STAYS, track=track.title)
        return track

    async def open_rounds(self, guild_id: int, track_id: str) -> int:
        """How many rounds of a track are open in a server."""
        return await self._store.read(lambda unit: unit.rounds.count_open_in(guild_id, track_id))

    async def _check_free(self, unit: Unit, guild_id: int, track_id: str, *, replace: bool) -> None:
        if not self.is_own(track_id):
            raise Refused(Reason.TRACK_BUILT_IN, track=track_id)
        own = await unit.banks.track_ids(guild_id)
        if track_id in own and not replace:
            raise Refused(Reason.TRACK_IS_THERE, track=track_id)
        if track_id not in own and len(own) >= MOST_TRACKS:
            raise Refused(Reason.TOO_MANY_TRACKS, most=MOST_TRACKS)

    async def _taken(self, unit: Unit, guild_id: int, track: Track) -> Mapping[str, str]:
        """The ids of the track's questions that belong to others, with where those stand."""
        ids = [question.id for stage in track.stages for question in stage.questions]
        tracks = (await self._banks.content(unit, guild_id)).tracks
        others = [one for one in tracks.values() if one.id != track.id]
        taken = {one.id: one.track_id for one in shipped(guild_id, others)}
        async for one in unit.banks.by_ids(guild_id, ids):
            if not one.builtin or one.track_id != track.id:
                taken.setdefault(one.id, one.track_id)
        return taken
