"""How reminders are made when they are due."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.reminder_notices import DueReminder, ReminderDigest
from bot.domain.reminders import Outcome, Reminder, ReminderStatus
from bot.services.deliveries import Closing, Deliveries, Handler, Plan
from bot.services.ports import Now, Store, Unit
from bot.services.quiet import quiet_of
from bot.services.reminders import AGAIN, DIGEST, REMINDER, digest_row, owe_next

_NOTHING = Plan()
_LATE = timedelta(minutes=2)
"""From here on a reminder says when it was due."""

_MARGIN = timedelta(seconds=5)
"""What falls due so shortly before the end of quiet hours waits a little longer: another process, whose clock is not
quite ours, may be sending the digest of their end already."""


class ReminderDeliveries:
    """Plans reminders from what is stored at the time they are due.

    What falls due in quiet hours is passed over in silence, and kept for one message at their end.
    """

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that reminders owe."""
        deliveries.handle(REMINDER, Handler(self._reminder, closed=self._closed))
        deliveries.handle(AGAIN, Handler(self._again, closed=self._closed_again, tells_late=_LATE))
        deliveries.handle(DIGEST, Handler(self._digest, closed=self._closed_digest))

    async def _reminder(self, delivery: Delivery) -> Plan:
        now = self._now()

        async def work(unit: Unit) -> Plan:
            found = await _of(unit, delivery)
            if found is None or not found.is_owed(delivery.promised_at) or await _held_until(unit, found, now):
                return _NOTHING
            due = found.overdue(now)
            late = due.at if now - due.at >= _LATE else None
            return Plan(DueReminder(reminder=found, delivery_id=delivery.id, missed=due.missed, late=late))

        return await self._store.read(work)

    async def _closed(self, unit: Unit, delivery: Delivery, closing: Closing, now: datetime) -> None:
        """The series goes on; what was passed over is kept for the end of quiet hours."""
        before = await _of(unit, delivery, lock=True)
        if before is None or not before.is_owed(delivery.promised_at):
            return
        if closing.status is DeliveryStatus.DEAD:
            after = before.closed(Outcome.FAILED, now)
        elif closing.message_id is not None:
            after = before.closed(Outcome.BROUGHT, now)
        else:
            after = await _hold(unit, before, now)
        await unit.reminders.save(after)
        if after.repeats:
            await owe_next(unit, after)

    async def _again(self, delivery: Delivery) -> Plan:
        """Put off by its person to this very time: it comes, quiet hours or not."""
        found = await self._store.read(lambda unit: _of(unit, delivery))
        if found is None or found.status is ReminderStatus.CANCELLED:
            return _NOTHING
        return Plan(DueReminder(reminder=found, delivery_id=delivery.id))

    async def _closed_again(self, unit: Unit, delivery: Delivery, closing: Closing, now: datetime) -> None:
        before = await _of(unit, delivery, lock=True)
        if before is None or before.repeats or not before.is_owed(delivery.promised_at):
            return
        dead = closing.status is DeliveryStatus.DEAD
        await unit.reminders.save(before.closed(Outcome.FAILED if dead else Outcome.BROUGHT, now))

    async def _digest(self, delivery: Delivery) -> Plan:
        now, ends = self._now(), int(delivery.payload["ends"])

        async def work(unit: Unit) -> Plan:
            quiet = await quiet_of(unit, delivery.guild_id, delivery.user_id)
            until = quiet.until(now) if quiet and not delivery.payload["again"] else None
            if until is not None:
                return Plan(postponed=until)  # they are quiet for longer by now
            held = await unit.reminders.held(delivery.guild_id, delivery.user_id, ends)
            if not held:
                return _NOTHING
            return Plan(
                ReminderDigest(delivery_id=delivery.id, guild_id=delivery.guild_id, ends=ends, held=tuple(held))
            )

        return await self._store.read(work)

    async def _closed_digest(self, unit: Unit, delivery: Delivery, closing: Closing, now: datetime) -> None:
        """The single ones among them are through, or could not be brought."""
        outcome = Outcome.FAILED if closing.status is DeliveryStatus.DEAD else Outcome.BROUGHT
        ends = datetime.fromtimestamp(int(delivery.payload["ends"]), now.tzinfo)
        for one in await unit.reminders.held(delivery.guild_id, delivery.user_id, int(delivery.payload["ends"])):
            if not one.reminder.repeats and one.reminder.is_owed(ends):
                await unit.reminders.save(one.reminder.closed(outcome, now))


async def _of(unit: Unit, delivery: Delivery, *, lock: bool = False) -> Reminder | None:
    return await unit.reminders.get(delivery.payload["reminder"], delivery.user_id, lock=lock)


async def _held_until(unit: Unit, one: Reminder, now: datetime) -> datetime | None:
    """The end of the quiet hours that keep a reminder back now."""
    quiet = None if one.loud else await quiet_of(unit, one.guild_id, one.user_id)
    return quiet.until(now) if quiet else None


async def _hold(unit: Unit, one: Reminder, now: datetime) -> Reminder:
    """Keep it for the end of quiet hours, with whatever else waits for that."""
    due = one.overdue(now)
    until = await _held_until(unit, one, now)
    if until is None or until - now < _MARGIN:
        until = (now + _MARGIN).replace(microsecond=0)
    ends = int(until.timestamp())
    while await _is_over(unit, row := digest_row(one, ends, until)):
        ends += 1  # the clock was set back: that digest has come already
    await unit.reminders.hold(one, due.at, ends)
    await unit.deliveries.owe([row])
    return one.closed(Outcome.HELD, now) if one.repeats else one.held(datetime.fromtimestamp(ends, now.tzinfo))


async def _is_over(unit: Unit, row: dict[str, Any]) -> bool:
    there = await unit.deliveries.by_key(row["guild_id"], row["key"])
    return there is not None and there.status is not DeliveryStatus.PENDING
