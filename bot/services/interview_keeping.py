"""How interviews are kept: found, changed with their lock, planned, and owed anew."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple

from bot.domain.errors import Reason, Refused
from bot.domain.interviews.places import Place, place_of, track_for
from bot.domain.interviews.plan import Maker, plan, weak_in
from bot.domain.interviews.refusals import InterviewRefused, No
from bot.domain.interviews.texts import Texts
from bot.domain.interviews.values import MOST_PLANNED, After, Interview, InterviewStatus, PlanStep, Say
from bot.services.banks import Banks
from bot.services.interview_rows import all_rows
from bot.services.locks import KeyedLocks
from bot.services.people import People
from bot.services.ports import Now, Store, Unit

_SAYS = tuple(say.value for say in Say)


class Time(NamedTuple):
    """``wall`` on the clocks of ``zone``, which is ``at``."""

    zone: str
    wall: datetime
    at: datetime


class Wish(NamedTuple):
    """A new interview. ``source_id``: the interaction that brings it, ``kept_id``: the kept form it was made from."""

    source_id: int
    guild_id: int
    user_id: int
    channel_id: int
    texts: Texts
    time: Time
    kept_id: int | None = None


class InterviewKeeping:
    """What stands below every use case of interviews."""

    def __init__(self, store: Store, banks: Banks, people: People, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._people = people
        self._now = now
        self._locks = KeyedLocks()
        self.words = banks.catalogue.interviews

    async def _check_track(self, guild_id: int, track_id: str | None) -> None:
        """:raises Refused: for a track that is named and not there."""
        if track_id and track_id not in await self._banks.tracks(guild_id):
            raise Refused(Reason.UNKNOWN_TRACK)

    async def _check_new(self, unit: Unit, wish: Wish, now: datetime) -> None:
        if wish.time.at <= now:
            raise InterviewRefused(No.PAST)
        await self._check_room(unit, wish.guild_id, wish.user_id, now)
        if wish.kept_id is not None and not await unit.kept.drop(wish.guild_id, wish.user_id, wish.kept_id):
            raise Refused(Reason.NOT_KEPT)

    async def _check_room(self, unit: Unit, guild_id: int, user_id: int, now: datetime) -> None:
        if await unit.interviews.count_ahead(guild_id, user_id, now) >= MOST_PLANNED:
            raise InterviewRefused(No.TOO_MANY, most=MOST_PLANNED)

    async def _new(self, unit: Unit, wish: Wish, zone: str) -> Interview:
        """The interview that is wanted, with its plan."""
        place = await self._place(unit, wish.guild_id, wish.texts)
        new = Interview(
            source_id=wish.source_id,
            guild_id=wish.guild_id,
            user_id=wish.user_id,
            channel_id=wish.channel_id,
            company=wish.texts.company or "",
            role=wish.texts.role or "",
            **placed(place),
            zone=wish.time.zone,
            wall=wish.time.wall,
            starts_at=wish.time.at,
            created_at=self._now(),
        )
        return new.model_copy(update={"plan": await self._plan(unit, new, place, zone)})

    async def _place(self, unit: Unit, guild_id: int, texts: Texts) -> Place:
        tracks = (await self._banks.content(unit, guild_id)).tracks
        track = tracks.get(texts.track_id or "") or track_for(tracks, texts.company or "", texts.role or "")
        return place_of(self.words, track, texts.stage or "")

    async def _plan(
        self, unit: Unit, one: Interview, place: Place, zone: str, known: Collection[str] = ()
    ) -> tuple[PlanStep, ...]:
        rounds = []
        track_ids = {place.track.id} if place.track else set()
        if (latest := await unit.rounds.latest_track(one.guild_id, one.user_id)) is not None:
            track_ids.add(latest)
        for track_id in sorted(track_ids):
            rounds += await unit.rounds.newest_held(one.guild_id, one.user_id, track_id)
        about = place.stage.competencies if place.stage else ()
        rubrics = self._banks.catalogue.rubrics
        weak = weak_in(rounds, about, lambda competency: rubrics.of(competency).title)
        return plan(Maker(self.words, place, weak, known), one.starts_at, zone, self._now())

    async def _again(self, unit: Unit, before: Interview, after: Interview, place: Place, zone: str) -> Interview:
        """Owe everything anew for an interview that was changed."""
        now = self._now()
        moved = after.starts_at != before.starts_at
        changes: dict[str, Any] = {"version": before.version + 1}
        if moved:
            changes |= {"after": _as_new(before.after, moved_day=after.starts_at.date() != before.starts_at.date())}
            changes |= {"status": InterviewStatus.PLANNED}
        if moved or (after.track_id, after.stage_id, after.kind) != (before.track_id, before.stage_id, before.kind):
            done = {step.text for step in before.plan if step.sent and step.at <= now}
            changes["plan"] = await self._plan(unit, after, place, zone, done)
        after = after.model_copy(update=changes)
        await self._cancel(unit, before)
        await unit.deliveries.owe(all_rows(after, zone, now))
        return after

    async def _change(
        self, guild_id: int, user_id: int, interview_id: int, change: Callable[[Unit, Interview], Awaitable[Interview]]
    ) -> Interview:
        async def work(unit: Unit) -> Interview:
            before = await self._get(unit, guild_id, user_id, interview_id, lock=True)
            after = await change(unit, before)
            await unit.interviews.save(after)
            return after

        return await self._store.write(work)

    async def _get(
        self, unit: Unit, guild_id: int, user_id: int, interview_id: int, *, lock: bool = False
    ) -> Interview:
        found = await unit.interviews.get(guild_id, user_id, interview_id, lock=lock)
        if found is None:
            raise InterviewRefused(No.GONE)
        return found

    async def _cancel(self, unit: Unit, one: Interview) -> None:
        await unit.deliveries.cancel(one.subject, _SAYS, self._now())

    async def _messages_zone(self, guild_id: int, user_id: int, zone: str) -> str:
        """The zone on whose clocks messages come: the person's own, else that of the interview."""
        own = await self._people.zone(guild_id, user_id)
        return own.name if own.sure else zone

    async def _zone_in(self, unit: Unit, one: Interview) -> str:
        return (await unit.people.get(one.user_id)).zone or one.zone


def placed(place: Place) -> dict[str, Any]:
    return {
        "track_id": place.track.id if place.track else None,
        "stage_id": place.stage.id if place.stage else None,
        "stage": place.title,
        "kind": place.kind,
        "minutes": place.minutes,
    }


def _as_new(after: After, *, moved_day: bool) -> After:
    """What was said of the conversation at the old time is not said of the one at the new time."""
    kept = tuple(say for say in after.said if say is Say.CHECKLIST and not moved_day)
    return After(said=kept, asked=after.asked)
