"""How each thing that a server's daily question owes is made when it is due."""

import contextlib
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.bank.suggestions import titles
from bot.domain.daily.channel_notices import DayPoolLow, DayPost, DayWrapUp
from bot.domain.daily.channels import LATE, TOO_LATE, DailyChannel, Trouble
from bot.domain.daily.questions import DailyQuestion, DailyStatus
from bot.domain.daily.wrap_up import wrap_up
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.services.banks import Banks
from bot.services.daily_channels import CHANNEL, COUNT, LOW, THREAD, WRAP, DailyChannels, is_meant, post_row
from bot.services.day_answers import count_row
from bot.services.deliveries import Closing, Deliveries, Handler, Plan
from bot.services.ports import Now, Store, Unit, UnreachableError

_NOTHING = Plan()
_A_DAY = timedelta(days=1)


class DayPosts(Protocol):
    """What is done to a posted question on Discord; raises as :meth:`bot.services.ports.Messenger.send` does."""

    async def open_thread(self, question: DailyQuestion) -> int:
        """Open the thread on the post; returns its id, also if it was open already."""

    async def show(self, notice: DayPost) -> None:
        """Bring the post up to date."""

    def is_gone(self, guild_id: int, channel_id: int) -> bool:
        """Whether the channel was deleted, in a server that we are in."""


class DailyChannelDeliveries:
    """Plans posts, threads and wrap-ups from what is stored at the time they are due."""

    def __init__(self, store: Store, channels: DailyChannels, banks: Banks, posts: DayPosts, now: Now) -> None:
        self._store = store
        self._channels = channels
        self._banks = banks
        self._posts = posts
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that a daily question owes."""
        deliveries.handle(CHANNEL, Handler(self._post, self._posted, closed=self._post_closed, tells_late=LATE))
        deliveries.handle(THREAD, Handler(self._thread, closed=self._thread_closed))
        deliveries.handle(COUNT, Handler(self._count))
        deliveries.handle(WRAP, Handler(self._wrap, closed=self._wrap_closed, tells_late=LATE))
        deliveries.handle(LOW, Handler(self._low))

    # ------------------------------------------------------------------ the question

    async def _post(self, delivery: Delivery) -> Plan:
        """A question that is missed by more than half a day is skipped; the next one comes at its time."""
        if self._now() - delivery.promised_at > TOO_LATE:
            return _NOTHING
        guild_id, place, version = delivery.guild_id, delivery.channel_id, delivery.payload["version"]
        assert place is not None, "it goes to a channel"
        if self._posts.is_gone(guild_id, place):
            # Until another channel is chosen there is no next time.
            await self._store.write(lambda unit: unit.daily_channels.plan(guild_id, version, None))
            return _NOTHING
        question = await self._channels.ask(guild_id, version, delivery.key, delivery.promised_at)
        settings = await self._channels.get(guild_id)
        if question is None or settings is None or question.message_id is not None:
            return _NOTHING
        ends_at = _ends(settings, delivery, self._now())
        return Plan(await self._notice(question, settings.mention_id, ends_at))

    async def _posted(self, unit: Unit, delivery: Delivery, message_id: int, now: datetime) -> None:
        """It stands: its thread comes at once, its wrap-up a day later."""
        question = await unit.dailies.by_key(delivery.guild_id, delivery.key)
        settings = await unit.daily_channels.get(delivery.guild_id)
        if question is None or settings is None:
            return
        await unit.dailies.save(question.put(message_id=message_id, place_id=delivery.channel_id))
        wrap = _row(question, WRAP, delivery, _ends(settings, delivery, now))
        # The wrap-up goes to the thread; if that is gone, to the channel.
        more = {"elsewhere": [delivery.channel_id], "mention": settings.mention_id}
        wrap["payload"] = {"daily": question.id} | more
        await unit.deliveries.owe([_row(question, THREAD, delivery, now), wrap])

    async def _post_closed(self, unit: Unit, delivery: Delivery, end: Closing, now: datetime) -> None:
        """However it ended: the next one is due at its time."""
        if end.message_id is None and (unsent := await unit.dailies.by_key(delivery.guild_id, delivery.key)):
            await unit.dailies.drop_unsent(delivery.guild_id, unsent.id)
        await self._trouble(unit, delivery, end, Trouble.POST, now)
        settings = await unit.daily_channels.get(delivery.guild_id, lock=True)
        if settings is None or not is_meant(settings, delivery.payload["version"]) or delivery.payload.get("extra"):
            return
        if settings.next_at is None:
            return
        # If the clock was set back meanwhile, this one is not due again.
        next_at = settings.next_after(max(now, delivery.promised_at))
        await unit.daily_channels.plan(settings.guild_id, settings.version, next_at)
        await unit.deliveries.owe([post_row(settings, next_at)])

    # ------------------------------------------------------------------ its thread, its count

    async def _thread(self, delivery: Delivery) -> Plan:
        """Once only: a thread that somebody deleted stays deleted."""
        question = await self._question(delivery)
        if question.thread_id is not None or not question.is_open:
            return _NOTHING
        thread_id = await self._posts.open_thread(question)

        async def work(unit: Unit) -> None:
            now = await unit.dailies.get(question.guild_id, question.id, lock=True)
            if now is not None:
                await unit.dailies.save(now.put(thread_id=thread_id))
                await unit.deliveries.move(f"{WRAP}:{question.id}", thread_id)

        await self._store.write(work)
        return _NOTHING

    async def _thread_closed(self, unit: Unit, delivery: Delivery, end: Closing, now: datetime) -> None:
        await self._trouble(unit, delivery, end, Trouble.THREAD, now)

    async def _count(self, delivery: Delivery) -> Plan:
        question = await self._question(delivery)
        with contextlib.suppress(UnreachableError):  # the post is gone; what counts is stored
            await self._posts.show(await self._notice(question))
        return _NOTHING

    # ------------------------------------------------------------------ the day after

    async def _wrap(self, delivery: Delivery) -> Plan:
        """Answering ends here, before the answers are counted."""

        async def work(unit: Unit) -> DayWrapUp | None:
            question = await unit.dailies.get(delivery.guild_id, delivery.payload["daily"], lock=True)
            if question is None:
                return None
            if question.is_open:
                question = question.put(status=DailyStatus.CLOSED, closed_at=self._now())
                await unit.dailies.save(question)
                await unit.deliveries.owe([count_row(question, "last", self._now())])
            answers = await unit.daily_channels.answers(question.guild_id, question.id)
            return DayWrapUp(question=question, found=wrap_up(answers), since=question.message_id)

        return Plan(await self._store.write(work))

    async def _wrap_closed(self, unit: Unit, delivery: Delivery, end: Closing, now: datetime) -> None:
        await self._trouble(unit, delivery, end, Trouble.WRAP_UP, now)

    async def _low(self, delivery: Delivery) -> Plan:
        tracks = await self._banks.tracks(delivery.guild_id)
        track = tracks.get(delivery.payload["track"] or "")
        return Plan(DayPoolLow(left=delivery.payload["left"], track=track and track.title))

    # ------------------------------------------------------------------ inside

    async def _notice(
        self, question: DailyQuestion, mention_id: int | None = None, ends_at: datetime | None = None
    ) -> DayPost:
        """The post; once it stands, its role and its end are those that were owed with it."""

        async def work(unit: Unit) -> DayPost:
            own = await unit.banks.get(question.guild_id, question.question_id)
            wrap = await unit.deliveries.by_key(question.guild_id, f"{WRAP}:{question.id}")
            return DayPost(
                question=question,
                place=place,
                answered=await unit.daily_channels.count(question.guild_id, question.id),
                ends_at=wrap.promised_at if wrap else ends_at,
                mention_id=wrap.payload.get("mention") if wrap else mention_id,
                credit_id=own.credit_id if own else None,
            )

        place = titles(await self._banks.tracks(question.guild_id), question.track_id, question.stage_id)
        return await self._store.read(work)

    async def _question(self, delivery: Delivery) -> DailyQuestion:
        async def work(unit: Unit) -> DailyQuestion | None:
            return await unit.dailies.get(delivery.guild_id, delivery.payload["daily"])

        found = await self._store.read(work)
        if found is None:
            raise UnreachableError("the question is gone")
        return found

    async def _trouble(self, unit: Unit, delivery: Delivery, end: Closing, what: Trouble, now: datetime) -> None:
        """Keep for moderators why something could not be brought, until it goes well again."""
        if end.status is DeliveryStatus.DEAD:
            dead = await unit.deliveries.by_key(delivery.guild_id, delivery.key)
            reason = dead.error if dead and dead.error else "no reason was given"
            await unit.daily_channels.trouble(delivery.guild_id, f"{what.value}: {reason}", now)
            return
        settings = await unit.daily_channels.get(delivery.guild_id)
        if settings is not None and settings.trouble is not None and settings.trouble[0] is what:
            await unit.daily_channels.trouble(delivery.guild_id, None, now)


def _ends(settings: DailyChannel, delivery: Delivery, now: datetime) -> datetime:
    """When answering ends. An extra question has a whole day."""
    return now + _A_DAY if delivery.payload.get("extra") else settings.wraps_up(delivery.promised_at, now)


def _row(question: DailyQuestion, kind: str, delivery: Delivery, due_at: datetime) -> dict[str, object]:
    return {
        "guild_id": delivery.guild_id,
        "channel_id": delivery.channel_id,
        "user_id": delivery.user_id,
        "kind": kind,
        "key": f"{kind}:{question.id}",
        "subject": f"{kind}:{question.id}",
        "payload": {"daily": question.id},
        "due_at": due_at,
    }
