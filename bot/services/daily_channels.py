"""A server's daily question: who sets it up, when it comes, what it asks."""

import secrets
from datetime import datetime
from typing import NamedTuple

from bot.domain.daily.channels import DailyChannel
from bot.domain.daily.questions import DailyQuestion, Scope
from bot.domain.errors import Reason, Refused
from bot.services import daily_pool
from bot.services.banks import Banks
from bot.services.daily_pool import Picked
from bot.services.ports import Now, Store, Unit

CHANNEL, THREAD, COUNT, WRAP, LOW = "daily_channel", "daily_thread", "daily_count", "daily_wrap", "daily_low"
"""Kinds of deliveries: the question, its thread, the count on it, the wrap-up, the word that few are left."""

LOW_LEFT = 7
"""With fewer questions left than a week has days moderators are told."""


class ChannelStatus(NamedTuple):
    """How a server's daily question stands. ``left``: questions that it was not asked yet."""

    settings: DailyChannel
    left: int
    track: str | None
    track_gone: bool
    latest: DailyQuestion | None


class DailyChannels:
    """The daily questions of all servers. Whoever calls has checked the actor's rights."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._now = now

    async def get(self, guild_id: int) -> DailyChannel | None:
        """What a server chose, if its daily question goes on."""
        found = await self._store.read(lambda unit: unit.daily_channels.get(guild_id))
        return found if found and found.active else None

    async def choose(self, wanted: DailyChannel) -> DailyChannel:
        """Set it up, or change it; the next question comes at the first time that fits.

        :raises Refused: for an unknown track.
        """

        async def work(unit: Unit) -> DailyChannel:
            if wanted.track_id is not None:
                tracks = (await self._banks.content(unit, wanted.guild_id)).tracks
                if wanted.track_id not in tracks:
                    raise Refused(Reason.UNKNOWN_TRACK)
            await self._cancel(unit, wanted.guild_id)
            now = self._now()
            due_at = wanted.next_after(now)
            stored = await unit.daily_channels.put(wanted.model_copy(update={"next_at": due_at, "created_at": now}))
            await unit.deliveries.owe([post_row(stored, due_at)])
            return stored

        return await self._store.write(work)

    async def remove(self, guild_id: int) -> None:
        """No more questions; what was asked is still wrapped up.

        :raises Refused: if there is none.
        """

        async def work(unit: Unit) -> None:
            if not await unit.daily_channels.stop(guild_id):
                raise Refused(Reason.NO_DAILY_CHANNEL)
            await self._cancel(unit, guild_id)

        await self._store.write(work)

    async def post_now(self, guild_id: int) -> int:
        """Owe one more question at once, of two presses within a minute one; returns the channel.

        :raises Refused: if there is no daily question.
        """

        async def work(unit: Unit) -> int:
            settings = await self._active(unit, guild_id)
            now = self._now()
            row = post_row(settings, now)
            key = f"{CHANNEL}:{guild_id}:{settings.version}:now:{int(now.timestamp()) // 60}"
            await unit.deliveries.owe([row | {"key": key, "payload": {"version": settings.version, "extra": True}}])
            return settings.channel_id

        return await self._store.write(work)

    async def status(self, guild_id: int) -> ChannelStatus:
        """How it stands.

        :raises Refused: if there is none.
        """

        async def work(unit: Unit) -> ChannelStatus:
            settings = await self._active(unit, guild_id)
            found = await daily_pool.left(unit, self._banks, guild_id, settings.track_id)
            tracks = (await self._banks.content(unit, guild_id)).tracks
            track = tracks.get(settings.track_id or "")
            newest = await unit.daily_channels.newest(guild_id)
            latest = await unit.dailies.get(guild_id, newest) if newest else None
            return ChannelStatus(settings, found.total, track.title if track else None, found.track_gone, latest)

        return await self._store.read(work)

    async def ask(self, guild_id: int, version: int, key: str, due_at: datetime) -> DailyQuestion | None:
        """The question that is asked for ``key``, picked the first time; nothing if the settings are others by now."""

        async def look(unit: Unit) -> tuple[DailyChannel | None, DailyQuestion | None]:
            return await unit.daily_channels.get(guild_id), await unit.dailies.by_key(guild_id, key)

        settings, known = await self._store.read(look)
        if settings is None or not is_meant(settings, version):
            return None
        if known is not None:
            return known
        # Picked before the unit that writes: in a large bank it takes its time, and nobody else could write meanwhile.
        track_id, seed = settings.track_id, secrets.randbits(62)
        picked = await self._store.read(lambda unit: daily_pool.pick(unit, self._banks, guild_id, track_id, seed))
        new = self._question(settings, picked, key, due_at)

        async def work(unit: Unit) -> DailyQuestion | None:
            now = await unit.daily_channels.get(guild_id, lock=True)
            if now is None or not is_meant(now, version):
                return None
            if picked.left < LOW_LEFT:
                await self._tell_low(unit, now, picked.left)
            return await unit.dailies.add(new)

        return await self._store.write(work)

    # ------------------------------------------------------------------ inside

    def _question(self, settings: DailyChannel, picked: Picked, key: str, due_at: datetime) -> DailyQuestion:
        track_id, stage_id, question = picked.place
        return DailyQuestion(
            guild_id=settings.guild_id,
            user_id=None,
            scope=Scope.CHANNEL,
            key=key,
            day=settings.day_of(due_at),
            track_id=track_id,
            stage_id=stage_id,
            question_id=question.id,
            question=question,
            place_id=settings.channel_id,
            asked_at=self._now(),
        )

    async def _tell_low(self, unit: Unit, settings: DailyChannel, left: int) -> None:
        """Once a week, in the review channel, if there is one."""
        review_id = (await unit.guilds.get(settings.guild_id)).review_id
        if review_id is None:
            return
        year, week, _ = settings.day_of(self._now()).isocalendar()
        await unit.deliveries.owe(
            [
                {
                    "guild_id": settings.guild_id,
                    "channel_id": review_id,
                    "user_id": settings.actor_id,
                    "kind": LOW,
                    "key": f"{LOW}:{settings.guild_id}:{year}-{week}",
                    "subject": subject(settings.guild_id),
                    "payload": {"left": left, "track": settings.track_id},
                    "due_at": self._now(),
                }
            ]
        )

    async def _active(self, unit: Unit, guild_id: int) -> DailyChannel:
        found = await unit.daily_channels.get(guild_id)
        if found is None or not found.active:
            raise Refused(Reason.NO_DAILY_CHANNEL)
        return found

    async def _cancel(self, unit: Unit, guild_id: int) -> None:
        await unit.deliveries.cancel(subject(guild_id), [CHANNEL, LOW], self._now())


def is_meant(settings: DailyChannel, version: int) -> bool:
    """Whether what is of this version still counts."""
    return settings.active and settings.version == version


def subject(guild_id: int) -> str:
    """What is cancelled together when a daily question is changed."""
    return f"{CHANNEL}:{guild_id}"


def post_row(settings: DailyChannel, due_at: datetime) -> dict[str, object]:
    """The delivery of a question: one for each day of a version."""
    return {
        "guild_id": settings.guild_id,
        "channel_id": settings.channel_id,
        "user_id": settings.actor_id,
        "kind": CHANNEL,
        "key": f"{CHANNEL}:{settings.guild_id}:{settings.version}:{settings.day_of(due_at)}",
        "subject": subject(settings.guild_id),
        "payload": {"version": settings.version},
        "due_at": due_at,
    }
