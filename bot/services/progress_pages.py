"""What people see of their progress: the overview, the history, the leaderboard, the group."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.competencies import Competency
from bot.domain.daily.questions import DailyQuestion
from bot.domain.debrief import entries, summarise
from bot.domain.drafts import Part
from bot.domain.guilds import Setting
from bot.domain.progress.effort import Period, Place, first_day, ranked
from bot.domain.progress.groups import FEWEST, LOOK_BACK, MOST_PEOPLE, Group, group_of
from bot.domain.progress.history import PAGE, Done, Item, Page, pages_of
from bot.domain.progress.levels import REMEMBERED, Evidence, Standing, standing
from bot.domain.progress.overview import Overview, Totals, first_of_calendar, levels, months, steps, ways
from bot.domain.progress.refusals import No, ProgressRefused
from bot.domain.progress.sharing import Shared, Sharing
from bot.domain.rounds import Round
from bot.domain.schedule import instant_of
from bot.domain.tracks import Track
from bot.domain.transcript import transcript
from bot.services import practice
from bot.services.banks import Banks
from bot.services.heavy import no_collection
from bot.services.levels import Levels
from bot.services.ports import Now, Store, Unit


class _Read(NamedTuple):
    """All that an overview is made of."""

    practice: practice.Practice
    evidence: list[Evidence]
    done: list[Done]
    answers: int
    tracks: Mapping[str, Track]


class Board(NamedTuple):
    """A leaderboard. ``own``: the place of whoever looks, if they stand on it; ``joined``: whether they want to."""

    period: Period
    places: tuple[Place, ...]
    own: Place | None
    joined: bool


class Opened(NamedTuple):
    """A round of the history with its transcript."""

    round: Round
    transcript: str


class ProgressPages:
    """Reads what there is to see; only what somebody shares is seen by others."""

    def __init__(self, store: Store, banks: Banks, levels: Levels, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._levels = levels
        self._now = now

    # ------------------------------------------------------------------ one person

    async def overview(self, guild_id: int, user_id: int) -> Overview:
        """All about a person's progress in a server."""
        now = self._now()

        async def read(unit: Unit) -> _Read:
            return _Read(
                await practice.practised(unit, guild_id, user_id, now),
                await unit.progress.evidence(guild_id, user_id, now - REMEMBERED),
                await unit.practice.done(guild_id, user_id),
                await unit.practice.count_answers(guild_id, user_id),
                (await self._banks.content(unit, guild_id)).tracks,
            )

        # Thousands of ratings come and go: they would bring on a look at all that the process holds, every few times.
        with no_collection(leaves_much=False):
            # They are weighed off the event loop.
            return await asyncio.to_thread(self._overview, await self._store.read(read), now)

    async def shown_to(self, guild_id: int, user_id: int, viewer_id: int) -> Overview:
        """Somebody's progress for somebody's eyes.

        :raises ProgressRefused: if it is another's, who does not share it.
        """
        if user_id != viewer_id and not (await self.sharing(guild_id, user_id)).shows_progress:
            raise ProgressRefused(No.NOT_SHARED, user_id=user_id)
        return await self.overview(guild_id, user_id)

    async def sharing(self, guild_id: int, user_id: int) -> Sharing:
        """What a person shares in a server."""
        return await self._store.read(lambda unit: unit.sharing.get(guild_id, user_id))

    async def share(self, guild_id: int, user_id: int, what: Shared, *, on: bool) -> Sharing:
        """Share something with a server, or stop."""
        now = self._now()

        async def work(unit: Unit) -> Sharing:
            await unit.sharing.change(guild_id, user_id, what, on, now)
            return await unit.sharing.get(guild_id, user_id)

        return await self._store.write(work)

    # ------------------------------------------------------------------ history

    async def history(self, guild_id: int, user_id: int, number: int) -> Page:
        """One page of what a person did, newest first; a page beyond the end is the last one."""

        async def read(unit: Unit) -> tuple[list[Item], int, int]:
            wanted = max(number, 0)
            found, count = await unit.practice.history(guild_id, user_id, min(wanted, 10**9) * PAGE, PAGE)
            last = pages_of(count) - 1
            if wanted > last:
                wanted = last
                found, count = await unit.practice.history(guild_id, user_id, wanted * PAGE, PAGE)
            return found, count, wanted

        found, count, at = await self._store.read(read)
        return Page(tuple(found), at, pages_of(count))

    async def round(self, guild_id: int, user_id: int, round_id: int) -> Opened:
        """A person's own closed round with its transcript.

        :raises ProgressRefused: if they have none such.
        """

        async def read(unit: Unit) -> tuple[Round, Mapping[int, list[Part]]] | None:
            state = await unit.rounds.get(guild_id, round_id)
            if state is None or state.candidate_id != user_id or state.is_open:
                return None
            return state, await unit.parts.by_position(guild_id, round_id)

        found = await self._store.read(read)
        if found is None:
            raise ProgressRefused(No.GONE)
        state, parts = found

        def write() -> str:
            read_again = entries(state, parts)
            return transcript(state, read_again, summarise(state, read_again))

        # Each answer is read for feedback, some 10 ms each.
        return Opened(state, await asyncio.to_thread(write))

    async def daily(self, guild_id: int, user_id: int, answer_id: int) -> DailyQuestion:
        """The daily question that a person's own answer is to, as theirs, also if it was a whole server's.

        :raises ProgressRefused: if they gave no such answer.
        """

        async def read(unit: Unit) -> DailyQuestion | None:
            daily_id = await unit.practice.daily_of(guild_id, user_id, answer_id)
            return None if daily_id is None else await unit.dailies.get(guild_id, daily_id)

        found = await self._store.read(read)
        if found is None:
            raise ProgressRefused(No.GONE)
        return found.put(user_id=user_id)

    # ------------------------------------------------------------------ a server

    async def board(self, guild_id: int, viewer_id: int, period: Period) -> Board:
        """The leaderboard of a time, on the server's clocks.

        :raises ProgressRefused: if moderators switched it off.
        """

        async def read(unit: Unit) -> Board:
            settings = await unit.guilds.get(guild_id)
            if not settings.has_leaderboard:
                raise ProgressRefused(No.NO_BOARD)
            zone = ZoneInfo(settings.zone_name)
            first = first_day(period, self._now().astimezone(zone).date())
            efforts = await unit.practice.efforts(guild_id, first, _begin(first, zone))
            places = tuple(ranked(efforts))
            own = next((one for one in places if one.effort.user_id == viewer_id), None)
            joined = (await unit.sharing.get(guild_id, viewer_id)).on_leaderboard
            return Board(period, places, own, joined)

        return await self._store.read(read)

    async def switch_board(self, guild_id: int, *, on: bool) -> None:
        """Have a leaderboard in a server, or none. Who joined it stays joined."""
        now = self._now()
        await self._store.write(lambda unit: unit.guilds.change(guild_id, Setting.LEADERBOARD, on, now))

    async def leads(self, guild_id: int, user_id: int) -> bool:
        """Whether a person has hosted sessions here."""
        return await self._store.read(lambda unit: unit.sessions.has_hosted(guild_id, user_id))

    async def group(self, guild_id: int) -> Group:
        """How a server does by competency.

        :raises ProgressRefused: while there are too few people in it.
        """
        since = (self._now() - LOOK_BACK).date()
        people = await self._store.read(lambda unit: unit.practice.active(guild_id, since, MOST_PEOPLE))
        if len(people) < FEWEST:
            raise ProgressRefused(No.TOO_FEW, least=FEWEST)
        with no_collection(leaves_much=False):
            return group_of([_levels_of(found) async for found in self._levels.of_all(guild_id, people)])

    # ------------------------------------------------------------------ inside

    def _overview(self, read: _Read, now: datetime) -> Overview:
        rubrics = self._banks.catalogue.rubrics
        done = sorted(read.done, key=lambda one: one.last)
        latest = done[-1].place.track_id if done else None
        found, today = standing(read.evidence, now), read.practice.today
        rounds = sum(one.times for one in done)
        first = first_of_calendar(today)
        return Overview(
            today=today,
            totals=Totals(days=len(read.practice.days), rounds=rounds, answers=read.answers),
            streak=read.practice.streak.length,
            best=read.practice.streak.best,
            practised=tuple(sorted(day for day in read.practice.days if first <= day <= today)),
            levels=levels(found, rubrics),
            months=months(read.evidence, today),
            ways=ways(read.tracks, {one.place for one in done}, latest),
            steps=steps(found, read.tracks, latest, rubrics),
        )


def _levels_of(found: Standing) -> dict[Competency, float]:
    return {one.competency: one.level for one in found.levels}


def _begin(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins; of the first day that there is, long before anything."""
    if day == date.min:
        return datetime.min.replace(year=2, tzinfo=UTC)
    return instant_of(day, time(0, 0), zone)
