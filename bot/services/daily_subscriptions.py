"""Subscriptions to a daily question: set up, changed, paused and ended; and when the next one is due."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.domain.daily.streaks import Streak
from bot.domain.daily.subscriptions import LONGEST_PAUSE, Pause, Place, Plan, Subscription, merged
from bot.domain.errors import Reason, Refused
from bot.services import practice
from bot.services.locks import KeyedLocks
from bot.services.ports import Now, Store, Unit

DIRECT, THERE = "daily", "daily_there"
"""Kinds of the deliveries: to direct messages (with a channel where those are closed), or to a thread or channel (with
direct messages where that is gone)."""

_DAY = timedelta(days=1)


class Overview(NamedTuple):
    """All about a person's daily question. ``pause``: the one that holds today or comes next."""

    subscription: Subscription
    pause: Pause | None
    streak: Streak
    today: date


class DailySubscriptions:
    """One subscription for each person and server. What is changed makes everything owed before void."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now
        self._locks = KeyedLocks()

    async def subscribe(self, guild_id: int, user_id: int, plan: Plan) -> Subscription:
        """Set a subscription up, or change the one there is."""

        def change(before: Subscription | None, now: datetime) -> Subscription:
            changes = plan._replace(days=merged(plan.days))._asdict()
            if before is not None:
                changes["thread_id"] = plan.thread_id or before.thread_id
                after = before.put(**changes)
                return after if after.days == before.days else after.put(since=after.today(now))
            new = Subscription(
                guild_id=guild_id, user_id=user_id, since=now.date(), created_at=now, version=0, **changes
            )
            return new.put(since=new.today(now))

        return await self._change(guild_id, user_id, change)

    async def change(self, guild_id: int, user_id: int, **changes: object) -> Subscription:
        """Change some of a subscription.

        :raises Refused: if there is none.
        """

        def change(before: Subscription | None, now: datetime) -> Subscription:
            after = _there(before).put(**changes)
            return after if after.days == _there(before).days else after.put(since=after.today(now))

        return await self._change(guild_id, user_id, change)

    async def pause(self, guild_id: int, user_id: int, first: date, last: date) -> Overview:
        """Days off, both ends included.

        :raises Refused: if there is no subscription, or no day in it, or more than a year.
        """
        if last < first:
            raise Refused(Reason.PAUSE_NO_DAY, first=f"{first:%A}, {first.day} {first:%B}")
        if last - first >= LONGEST_PAUSE:
            raise Refused(Reason.PAUSE_TOO_LONG)

        async def work(unit: Unit) -> None:
            state = _there(await unit.subscriptions.get(guild_id, user_id, lock=True))
            new = Pause(guild_id=guild_id, user_id=user_id, first_day=first, last_day=last)
            if new.free not in [one.free for one in await unit.subscriptions.pauses(guild_id, user_id)]:
                await unit.subscriptions.add_pause(new)
            await self._reschedule(unit, state)

        await self._store.write(work)
        return await self.overview(guild_id, user_id)

    async def resume(self, guild_id: int, user_id: int) -> Overview:
        """From today on nothing is off any more.

        :raises Refused: if there is no subscription, or no pause now or later.
        """

        async def work(unit: Unit) -> None:
            state = _there(await unit.subscriptions.get(guild_id, user_id, lock=True))
            today = state.today(self._now())
            if _pause_from(today, await unit.subscriptions.pauses(guild_id, user_id)) is None:
                raise Refused(Reason.NOT_PAUSED)
            await unit.subscriptions.end_pauses(guild_id, user_id, today, today - _DAY)
            await self._reschedule(unit, state)

        await self._store.write(work)
        return await self.overview(guild_id, user_id)

    async def unsubscribe(self, guild_id: int, user_id: int) -> None:
        """No daily question any more; the days of practice stay.

        :raises Refused: if there is no subscription.
        """

        async def work(unit: Unit) -> None:
            before = _there(await unit.subscriptions.get(guild_id, user_id, lock=True))
            await self.end(unit, before)

        await self._store.write(work)

    async def end(self, unit: Unit, before: Subscription) -> None:
        """Within a unit: the subscription is over."""
        await self._keep_days_off(unit, before, before.today(self._now()))
        await unit.subscriptions.drop(before.guild_id, before.user_id)
        await unit.deliveries.cancel(subject(before), (DIRECT, THERE), self._now())

    async def get(self, guild_id: int, user_id: int) -> Subscription | None:
        """A person's subscription."""
        return await self._store.read(lambda unit: unit.subscriptions.get(guild_id, user_id))

    async def overview(self, guild_id: int, user_id: int) -> Overview:
        """:raises Refused: if there is no subscription."""

        async def work(unit: Unit) -> Overview:
            state = _there(await unit.subscriptions.get(guild_id, user_id))
            today = state.today(self._now())
            pause = _pause_from(today, await unit.subscriptions.pauses(guild_id, user_id))
            return Overview(state, pause, await practice.streak(unit, guild_id, user_id, self._now()), today)

        return await self._store.read(work)

    async def owe_next(self, unit: Unit, state: Subscription, after: datetime) -> Subscription:
        """Within a unit: store a subscription with its next question, and owe that."""
        pauses = await unit.subscriptions.pauses(state.guild_id, state.user_id)
        asked = await unit.dailies.last_day(state.guild_id, state.user_id)
        if asked is not None and asked > state.today(self._now()):
            asked = None  # the clock was set back since: no reason to wait until that day
        due_at = state.following(after, pauses, asked)
        state = state.put(next_at=due_at)
        await unit.subscriptions.put(state)
        if due_at is not None:
            await unit.deliveries.owe([_row(state, due_at)])
        return state

    # ------------------------------------------------------------------ inside

    async def _change(
        self, guild_id: int, user_id: int, change: Callable[[Subscription | None, datetime], Subscription]
    ) -> Subscription:
        async def work(unit: Unit) -> Subscription:
            before = await unit.subscriptions.get(guild_id, user_id, lock=True)
            after = change(before, self._now())
            if before is not None and before.days != after.days:
                await self._keep_days_off(unit, before, after.since)
            return await self._reschedule(unit, after)

        # Of two first subscriptions at once neither would find the other to lock it.
        async with self._locks.holding((guild_id, user_id)):
            return await self._store.write(work)

    async def _reschedule(self, unit: Unit, state: Subscription) -> Subscription:
        now = self._now()
        await unit.deliveries.cancel(subject(state), (DIRECT, THERE), now)
        return await self.owe_next(unit, state.put(version=state.version + 1), now)

    async def _keep_days_off(self, unit: Unit, before: Subscription, until: date) -> None:
        """Weekdays that were not chosen until now stay days off in the streak's past."""
        off = before.day_off()
        if off is not None and before.since < until:
            await unit.subscriptions.add_pause(
                Pause(
                    guild_id=before.guild_id,
                    user_id=before.user_id,
                    first_day=before.since,
                    last_day=until - _DAY,
                    days=off.weekdays,
                )
            )


def subject(state: Subscription) -> str:
    """What all deliveries of a subscription are about."""
    return f"daily:{state.guild_id}:{state.user_id}"


def _row(state: Subscription, due_at: datetime) -> dict[str, object]:
    day = state.today(due_at)
    payload: dict[str, object] = {"version": state.version, "day": day.isoformat()}
    if state.place is Place.DIRECT:
        payload["elsewhere"] = [state.channel_id]
    return {
        "guild_id": state.guild_id,
        "channel_id": state.place_id,
        "user_id": state.user_id,
        "kind": DIRECT if state.place is Place.DIRECT else THERE,
        "key": f"{subject(state)}:{day}:{state.version}",
        "subject": subject(state),
        "payload": payload,
        "due_at": due_at,
    }


def _there(state: Subscription | None) -> Subscription:
    if state is None:
        raise Refused(Reason.NOT_SUBSCRIBED)
    return state


def _pause_from(today: date, pauses: list[Pause]) -> Pause | None:
    return next((one for one in pauses if one.days is None and one.last_day >= today), None)
