"""Real interviews: noted, changed, prepared, and what came of them."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import Reason, Refused
from bot.domain.interviews.notes import POINTS_ROOM, points_in
from bot.domain.interviews.refusals import InterviewRefused, No
from bot.domain.interviews.texts import Texts, clean, cleaned
from bot.domain.interviews.timing import MOST_DAYS
from bot.domain.interviews.values import Interview, InterviewStatus, Outcome, Say, instant_at
from bot.domain.tracks import Stage, Track
from bot.services.interview_keeping import InterviewKeeping, Time, Wish, placed
from bot.services.interview_rows import all_rows, nudge_rows
from bot.services.ports import Unit

SHOWN_FOR = timedelta(days=90)
"""An interview without a word from the company is listed for so long."""


class Interviews(InterviewKeeping):
    """Interviews of all people. Everybody acts on their own; those of others do not exist."""

    # ------------------------------------------------------------------ noting

    async def add(self, wish: Wish) -> Interview:
        """Note an interview, once for each interaction; its plan and its messages are owed with it.

        :raises Refusal: at the limit, for a time that has passed, for blank texts, or if the kept form was used before.
        """
        texts = cleaned(wish.texts)
        await self._check_track(wish.guild_id, texts.track_id)
        zone = await self._messages_zone(wish.guild_id, wish.user_id, wish.time.zone)

        async def work(unit: Unit) -> Interview:
            if (known := await unit.interviews.by_source(wish.guild_id, wish.user_id, wish.source_id)) is not None:
                return known
            now = self._now()
            await self._check_new(unit, wish, now)
            new = await self._new(unit, wish._replace(texts=texts), zone)
            stored = await unit.interviews.add(new)
            await unit.deliveries.owe(all_rows(stored, zone, now))
            return stored

        async with self._locks.holding((wish.guild_id, wish.user_id)):
            return await self._store.write(work)

    async def edit(self, guild_id: int, user_id: int, interview_id: int, texts: Texts, time: Time | None) -> Interview:
        """Change what is new; what was owed for the interview as it stood is cancelled, and owed anew.

        :raises Refusal: if nothing is new, for a time that has passed, for blank texts.
        """
        texts = cleaned(texts)
        await self._check_track(guild_id, texts.track_id)
        zone_of = (await self.get(guild_id, user_id, interview_id)).zone if time is None else time.zone
        zone = await self._messages_zone(guild_id, user_id, zone_of)

        async def change(unit: Unit, before: Interview) -> Interview:
            now = self._now()
            merged = Texts(
                texts.company or before.company,
                texts.role or before.role,
                texts.stage or before.stage,
                texts.track_id or (None if texts.company else before.track_id),
            )
            place = await self._place(unit, guild_id, merged)
            changes: dict[str, Any] = {"company": merged.company, "role": merged.role, **placed(place)}
            if time is not None:
                changes |= {"zone": time.zone, "wall": time.wall, "starts_at": time.at}
            after = before.model_copy(update=changes)
            if after == before:
                raise InterviewRefused(No.NOTHING_CHANGED)
            moved = after.starts_at != before.starts_at
            if moved and after.starts_at <= now:
                raise InterviewRefused(No.PAST)
            if moved and before.starts_at <= now:
                await self._check_room(unit, guild_id, user_id, now)
            return await self._again(unit, before, after, place, zone)

        return await self._change(guild_id, user_id, interview_id, change)

    async def change_zone(self, guild_id: int, user_id: int, interview_id: int, zone: str) -> Interview:
        """The same time on the clocks of another zone."""
        before = await self.get(guild_id, user_id, interview_id)
        time = Time(zone, before.wall, instant_at(before.wall, zone))
        return await self.edit(guild_id, user_id, interview_id, Texts(), time)

    async def remove(self, guild_id: int, user_id: int, interview_id: int) -> Interview:
        """Take an interview away, with all that was owed for it."""

        async def change(unit: Unit, before: Interview) -> Interview:
            await self._cancel(unit, before)
            return before.model_copy(update={"status": InterviewStatus.REMOVED})

        return await self._change(guild_id, user_id, interview_id, change)

    # ------------------------------------------------------------------ looking up

    async def get(self, guild_id: int, user_id: int, interview_id: int) -> Interview:
        """:raises InterviewRefused: if this person has no such interview in this server."""
        return await self._store.read(lambda unit: self._get(unit, guild_id, user_id, interview_id))

    async def planned(self, guild_id: int, user_id: int) -> list[Interview]:
        """Those ahead, and those of which it is not known yet what came of them."""
        since = self._now() - SHOWN_FOR
        return await self._store.read(lambda unit: unit.interviews.planned(guild_id, user_id, since))

    async def stage_like(self, one: Interview) -> tuple[Track, Stage] | None:
        """The stage that the bot has for it; ``None`` if there is none, or not any more."""
        tracks = await self._banks.tracks(one.guild_id)
        track = tracks.get(one.track_id or "")
        stage = track.stage(one.stage_id or "") if track else None
        return (track, stage) if track and stage else None

    async def title_after(self, one: Interview) -> str:
        """The title of the stage that follows in its track; empty where that is not known."""
        found = await self.stage_like(one)
        following = found[0].stage_after(found[1].id) if found else None
        return following.title if following else ""

    # ------------------------------------------------------------------ afterwards

    async def note_points(
        self, guild_id: int, user_id: int, interview_id: int, points: str, interviewer: str, tone: str
    ) -> Interview:
        """Keep what a thank-you note is made of.

        :raises InterviewRefused: if there is no point in it.
        """
        points = points.strip()[:POINTS_ROOM]
        if not points_in(points):
            raise InterviewRefused(No.NO_POINTS)
        changes = {"points": points, "interviewer": clean(interviewer), "tone": tone}
        return await self._tell(guild_id, user_id, interview_id, changes)

    async def note_tone(self, guild_id: int, user_id: int, interview_id: int, tone: str) -> Interview:
        """Keep the tone of the note."""
        return await self._tell(guild_id, user_id, interview_id, {"tone": tone})

    async def note_level(self, guild_id: int, user_id: int, interview_id: int, level: int, notes: str) -> Interview:
        """Keep how it went, 1 to 4, and what was written with it."""
        if level not in (1, 2, 3, 4):
            raise Refused(Reason.BAD_LEVEL)
        return await self._tell(guild_id, user_id, interview_id, {"level": level, "notes": notes.strip()})

    async def hear_in(
        self, guild_id: int, user_id: int, interview_id: int, days: int
    ) -> tuple[Interview, datetime | None]:
        """The company wants to be heard of in so many days: ask after that; returns when, if it is asked once more.

        :raises InterviewRefused: for fewer days than one or more than sixty.
        """
        if not 1 <= days <= MOST_DAYS:
            raise InterviewRefused(No.NO_NUMBER, most=MOST_DAYS)
        return await self._ask_later(guild_id, user_id, interview_id, {"days": days}, days)

    async def note_outcome(
        self, guild_id: int, user_id: int, interview_id: int, outcome: Outcome
    ) -> tuple[Interview, datetime | None]:
        """Keep what the company said. As long as that is nothing, ask once more, if that is left; returns when."""
        if outcome is Outcome.WAITING:
            return await self._ask_later(guild_id, user_id, interview_id, {"outcome": outcome})

        async def change(unit: Unit, before: Interview) -> Interview:
            await unit.deliveries.cancel(before.subject, [Say.NUDGE.value], self._now())
            after = before.after.model_copy(update={"outcome": outcome})
            return before.model_copy(update={"after": after, "status": InterviewStatus.CLOSED})

        return await self._change(guild_id, user_id, interview_id, change), None

    async def said(self, unit: Unit, one: Interview, say: Say) -> None:
        """Within the unit that ends a delivery: it came, or could not be brought."""
        after = one.after
        changes: dict[str, Any] = {"said": tuple(dict.fromkeys((*after.said, say)))}
        if say is Say.NUDGE:
            changes["nudges"] = after.nudges + 1
        saved = one.model_copy(update={"after": after.model_copy(update=changes)})
        await unit.interviews.save(saved)
        if say is Say.NUDGE:
            await unit.deliveries.owe(nudge_rows(saved, await self._zone_in(unit, one), self._now()))

    # ------------------------------------------------------------------ inside

    async def _ask_later(
        self, guild_id: int, user_id: int, interview_id: int, changes: dict[str, Any], days: int | None = None
    ) -> tuple[Interview, datetime | None]:
        """Owe the next question after the company's word anew; returns when it comes, if there is to be one."""
        due: list[datetime] = []

        async def change(unit: Unit, before: Interview) -> Interview:
            told = before.after.model_copy(update=changes | {"asked": before.after.asked + 1})
            after = before.model_copy(update={"after": told, "status": InterviewStatus.PLANNED})
            now = self._now()
            await unit.deliveries.cancel(before.subject, [Say.NUDGE.value], now)
            rows = nudge_rows(after, await self._zone_in(unit, after), now, days)
            await unit.deliveries.owe(rows)
            due[:] = [row["due_at"] for row in rows]
            return after

        after = await self._change(guild_id, user_id, interview_id, change)
        return after, due[0] if due else None

    async def _tell(self, guild_id: int, user_id: int, interview_id: int, changes: dict[str, Any]) -> Interview:
        async def change(_unit: Unit, before: Interview) -> Interview:
            return before.model_copy(update={"after": before.after.model_copy(update=changes)})

        return await self._change(guild_id, user_id, interview_id, change)
