"""Goals of rounds a week, and the summary that comes of them on Sundays."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.deliveries import Delivery
from bot.domain.progress.goals import MOST_ROUNDS, TOO_LATE, Goal, GoalNotice, Week, next_summary, week_of
from bot.domain.progress.refusals import No, ProgressRefused
from bot.services import practice
from bot.services.deliveries import Closing, Deliveries, Handler, Plan
from bot.services.locks import KeyedLocks
from bot.services.ports import Now, Store, Unit
from bot.services.quiet import quiet_of

GOAL_WEEK = "goal_week"
"""Kind of the delivery that sums a week up."""

_NOTHING = Plan()


class Goals:
    """One goal for each person and server; who has none is told nothing on Sundays."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now
        self._locks = KeyedLocks()

    def register(self, deliveries: Deliveries) -> None:
        """Take over the summary."""
        deliveries.handle(GOAL_WEEK, Handler(self._summary, closed=self._closed))

    async def get(self, guild_id: int, user_id: int) -> "Aim":
        """A person's goal, and how their week goes."""
        now = self._now()

        async def read(unit: Unit) -> Aim:
            goal = await unit.goals.get(guild_id, user_id)
            zone, sure = await _zone(unit, guild_id, user_id)
            week = await _week(unit, guild_id, user_id, zone, now)
            rounds = goal.rounds if goal else 0
            return Aim(rounds, week, zone, sure, next_summary(zone, now) if rounds else None)

        return await self._store.read(read)

    async def choose(self, guild_id: int, user_id: int, rounds: int, channel_id: int | None) -> "Aim":
        """Set a goal; 0 takes it back. ``channel_id``: where the summary goes if direct messages are closed; as it was
        if nothing is given.

        :raises ProgressRefused: for a number that is no goal, or a first goal without a channel.
        """
        if not 0 <= rounds <= MOST_ROUNDS:
            raise ProgressRefused(No.BAD_GOAL, most=MOST_ROUNDS)

        async def work(unit: Unit) -> None:
            before = await unit.goals.get(guild_id, user_id, lock=True)
            place = channel_id or (before.channel_id if before else None)
            if place is None:
                raise ProgressRefused(No.GONE)
            if before is not None and (before.rounds, before.channel_id) == (rounds, place):
                return
            version = before.version + 1 if before else 1
            goal = Goal(guild_id=guild_id, user_id=user_id, rounds=rounds, channel_id=place, version=version)
            await self._renew(unit, goal)

        # Of two first goals at once neither would find the other to lock it.
        async with self._locks.holding((guild_id, user_id)):
            await self._store.write(work)
        return await self.get(guild_id, user_id)

    async def rezone(self, guild_id: int, user_id: int) -> "Aim":
        """The person's zone is another one now: the next summary comes on its clocks."""

        async def work(unit: Unit) -> None:
            before = await unit.goals.get(guild_id, user_id, lock=True)
            if before is not None:
                await self._renew(unit, before.model_copy(update={"version": before.version + 1}))

        await self._store.write(work)
        return await self.get(guild_id, user_id)

    async def _renew(self, unit: Unit, goal: Goal) -> None:
        """Store a goal, and owe its next summary in place of what was owed."""
        now = self._now()
        await unit.goals.put(goal, now)
        await unit.deliveries.cancel(goal.subject, (GOAL_WEEK,), now)
        await _owe(unit, goal, now)

    async def _summary(self, delivery: Delivery) -> Plan:
        now = self._now()

        async def read(unit: Unit) -> Plan:
            goal = await unit.goals.get(delivery.guild_id, delivery.user_id)
            if goal is None or not goal.rounds or goal.version != delivery.payload["version"]:
                return _NOTHING
            if now - delivery.promised_at > TOO_LATE:
                return _NOTHING  # the next week is well under way
            if await unit.members.has_left(goal.guild_id, goal.user_id):
                return _NOTHING  # should they come back, so does the next one
            quiet = await quiet_of(unit, goal.guild_id, goal.user_id)
            if quiet is not None and (until := quiet.until(now)) is not None:
                return Plan(postponed=until)
            _, sure = await _zone(unit, goal.guild_id, goal.user_id)
            zone = str(delivery.payload["zone"])
            week = await _week(unit, goal.guild_id, goal.user_id, zone, delivery.promised_at)
            return Plan(
                GoalNotice(
                    guild_id=goal.guild_id,
                    user_id=goal.user_id,
                    goal=goal.rounds,
                    week=week,
                    delivery_id=delivery.id,
                    zone=zone,
                    sure=sure,
                )
            )

        return await self._store.read(read)

    async def _closed(self, unit: Unit, delivery: Delivery, closing: Closing, now: datetime) -> None:
        """The series goes on, whatever became of this one."""
        goal = await unit.goals.get(delivery.guild_id, delivery.user_id, lock=True)
        if goal is not None and goal.rounds and goal.version == delivery.payload["version"]:
            await _owe(unit, goal, max(now, delivery.promised_at))


class Aim(NamedTuple):
    """A goal (0: none), the week so far, the zone it is reckoned in and whether the person chose that, and when the
    next summary comes."""

    rounds: int
    week: Week
    zone: str
    sure: bool
    next_at: datetime | None


async def _owe(unit: Unit, goal: Goal, after: datetime) -> None:
    if not goal.rounds:
        return
    zone, _ = await _zone(unit, goal.guild_id, goal.user_id)
    due_at = next_summary(zone, after)
    row = {
        "guild_id": goal.guild_id,
        "channel_id": None,
        "user_id": goal.user_id,
        "kind": GOAL_WEEK,
        "key": f"{goal.subject}:{goal.version}:{int(due_at.timestamp())}",
        "subject": goal.subject,
        "payload": {"version": goal.version, "zone": zone, "elsewhere": [goal.channel_id]},
        "due_at": due_at,
    }
    await unit.deliveries.owe([row])


async def _zone(unit: Unit, guild_id: int, user_id: int) -> tuple[str, bool]:
    """The zone of a person's weeks, that of their days of practice; and whether they chose it."""
    chosen = await unit.subscriptions.get(guild_id, user_id) is not None or (await unit.people.get(user_id)).zone
    return await practice.zone_of(unit, guild_id, user_id), bool(chosen)


async def _week(unit: Unit, guild_id: int, user_id: int, zone: str, at: datetime) -> Week:
    monday, began_at = week_of(zone, at)
    rounds = await unit.practice.count_rounds(guild_id, user_id, began_at)
    return Week(rounds, await unit.practice.count_days(guild_id, user_id, monday))
