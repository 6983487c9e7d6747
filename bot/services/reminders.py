"""Reminders: written, understood, set, put off, taken back."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from bot.domain.deliveries import DeliveryStatus
from bot.domain.errors import Reason, Refused
from bot.domain.people import ZoneGuess
from bot.domain.recurrence import Recurrence
from bot.domain.reminders import (
    A_DAY,
    DRAFT_FOR,
    LONGEST,
    LONGEST_TIME,
    MORNING,
    MOST_A_DAY,
    MOST_ACTIVE,
    Held,
    Later,
    Reminder,
    ReminderStatus,
    put_off_until,
)
from bot.domain.when import Reading, WhenError, read
from bot.services.people import People
from bot.services.ports import Now, Store, Unit
from bot.services.quiet import Quiet, quiet_of

REMINDER = "reminder"
AGAIN = "reminder_again"
DIGEST = "reminder_digest"


class Wish(NamedTuple):
    """What somebody writes: where, when, what. ``source_id``: the interaction that brought it."""

    source_id: int
    guild_id: int
    user_id: int
    channel_id: int
    typed: str
    text: str
    recurrence: Recurrence = Recurrence.ONCE


class Understood(NamedTuple):
    """A draft, and how its time was read: ``reading``, else ``error`` says why not. ``quiet``: the person's quiet hours
    if it falls into them."""

    reminder: Reminder
    reading: Reading | None
    error: WhenError | None
    zone: ZoneGuess
    quiet: Quiet | None


class Reminders:
    """The reminders of all people. Another person's are as if they did not exist."""

    def __init__(self, store: Store, people: People, now: Now) -> None:
        self._store = store
        self._people = people
        self._now = now

    # ------------------------------------------------------------------ drafts

    async def draft(self, wish: Wish) -> Understood:
        """Keep what was written until it is confirmed.

        :raises Refused: for a text or a time that is blank or too long to be kept.
        """
        typed, text = _checked(wish.typed, wish.text)
        now = self._now()
        guess = await self._people.zone(wish.guild_id, wish.user_id)
        reading = _clear(await _read(typed, guess.name, now))
        new = Reminder(
            source_id=wish.source_id,
            guild_id=wish.guild_id,
            user_id=wish.user_id,
            channel_id=wish.channel_id,
            text=text,
            typed=typed,
            zone=guess.name,
            recurrence=wish.recurrence,
            created_at=now,
        ).read_as(reading, now)

        async def work(unit: Unit) -> Reminder:
            await unit.reminders.drop_old(now - DRAFT_FOR)
            return await unit.reminders.add(new)

        return await self._understood(await self._store.write(work))

    async def rewrite(self, reminder_id: int, user_id: int, typed: str, text: str) -> Understood:
        """The draft in other words."""
        typed, text = _checked(typed, text)
        now = self._now()
        return await self._read_anew(reminder_id, user_id, lambda draft: draft.rewritten(typed, text, now))

    async def read_again(self, reminder_id: int, user_id: int) -> Understood:
        """Read the draft's time anew, in the person's zone as it is now."""
        return await self._read_anew(reminder_id, user_id, lambda draft: draft)

    async def pick(self, reminder_id: int, user_id: int, seconds: int) -> Understood:
        """Of the times that the draft may mean, the one at ``seconds`` (Unix time).

        :raises Refused: if it does not mean that.
        """
        before = await self._draft(reminder_id, user_id)
        guess = await self._people.zone(before.guild_id, user_id)
        found = await _read(before.typed, guess.name, before.created_at)
        picked = next((one for one in _offered(found) if int(one.at.timestamp()) == seconds), None)
        if picked is None:
            raise Refused(Reason.REMINDER_UNCLEAR)
        return await self._change_draft(reminder_id, user_id, lambda draft: draft.read_as(picked, self._now()))

    async def repeat(self, reminder_id: int, user_id: int, recurrence: Recurrence) -> Understood:
        """How often the draft is to come."""
        return await self._change_draft(reminder_id, user_id, lambda draft: draft.repeated(recurrence, self._now()))

    async def loud(self, reminder_id: int, user_id: int, *, loud: bool) -> Understood:
        """Whether the draft is to come in quiet hours too."""
        return await self._change_draft(reminder_id, user_id, lambda draft: draft.model_copy(update={"loud": loud}))

    async def confirm(self, reminder_id: int, user_id: int) -> Reminder:
        """Set it; to do so twice is to do so once.

        :raises Refused: if its time is not clear or has passed, or there are enough.
        """
        now = self._now()

        async def work(unit: Unit) -> Reminder:
            before = await _of(unit, reminder_id, user_id)
            if before.status is not ReminderStatus.DRAFT:
                return before
            _check_fresh(before, now)
            after = before.confirmed(now)
            await _check_room(unit, after, now)
            await unit.reminders.save(after)
            await owe_next(unit, after)
            return after

        return await self._store.write(work)

    async def discard(self, reminder_id: int, user_id: int) -> Reminder:
        """The draft is not wanted; returns what it was.

        :raises Refused: if it was set meanwhile.
        """

        async def work(unit: Unit) -> Reminder:
            before = await _of(unit, reminder_id, user_id)
            if before.status is not ReminderStatus.DRAFT:
                raise Refused(Reason.REMINDER_IS_SET)
            await unit.reminders.drop(reminder_id, user_id)
            return before

        return await self._store.write(work)

    # ------------------------------------------------------------------ set ones

    async def get(self, reminder_id: int, user_id: int) -> Reminder:
        """:raises Refused: if this person has no such reminder."""
        return await self._store.read(lambda unit: _of(unit, reminder_id, user_id, lock=False))

    async def of(self, guild_id: int, user_id: int) -> list[Reminder]:
        """A person's reminders in a server that are still to come, and those that are paused."""
        return await self._store.read(lambda unit: unit.reminders.of(guild_id, user_id))

    async def cancel(self, reminder_id: int, user_id: int) -> Reminder:
        """Take it back, with all that was put off."""
        now = self._now()

        async def work(unit: Unit) -> Reminder:
            before = await _of(unit, reminder_id, user_id)
            if before.status not in {ReminderStatus.ACTIVE, ReminderStatus.PAUSED}:
                raise Refused(Reason.REMINDER_GONE)
            await unit.deliveries.cancel(subject(before), [REMINDER, AGAIN], now)
            return await unit.reminders.save(before.ended(ReminderStatus.CANCELLED))

        return await self._store.write(work)

    async def resume(self, reminder_id: int, user_id: int) -> Reminder:
        """Go on with a paused one."""
        now = self._now()

        async def work(unit: Unit) -> Reminder:
            before = await _of(unit, reminder_id, user_id)
            if before.status is not ReminderStatus.PAUSED:
                return before
            after = await unit.reminders.save(before.resumed(now))
            await owe_next(unit, after)
            return after

        return await self._store.write(work)

    # ------------------------------------------------------------------ the buttons below one that came

    async def snooze(self, reminder_id: int, user_id: int, brought_by: int, until: datetime | Later) -> datetime:
        """Owe the reminder that delivery ``brought_by`` brought once more; returns until when it was put off.

        One that was put off already stays as it is.

        :raises Refused: if it was ticked off since.
        """
        now = self._now()

        async def work(unit: Unit) -> datetime:
            before = await _of(unit, reminder_id, user_id)
            at = before.later(until, now) if isinstance(until, Later) else until
            key = _again_key(before, brought_by)
            earlier = await unit.deliveries.by_key(before.guild_id, key)
            if earlier is not None:
                if earlier.status is DeliveryStatus.CANCELLED:
                    raise Refused(Reason.REMINDER_SETTLED)
                return earlier.promised_at
            await unit.deliveries.owe([_row(before, AGAIN, key, at)])
            await unit.reminders.save(before.put_off(at))
            return at

        return await self._store.write(work)

    async def tick_off(self, reminder_id: int, user_id: int, brought_by: int) -> Reminder:
        """It is done, also if it had been put off. A series goes on."""
        now = self._now()

        async def work(unit: Unit) -> Reminder:
            before = await _of(unit, reminder_id, user_id)
            key = _again_key(before, brought_by)
            put_off = await unit.deliveries.by_key(before.guild_id, key)
            await unit.deliveries.cancel_one(before.guild_id, key, now)
            if put_off is not None and not before.repeats and before.is_owed(put_off.promised_at):
                return await unit.reminders.save(before.ended(ReminderStatus.DONE))
            return before

        return await self._store.write(work)

    async def held(self, guild_id: int, user_id: int, ends: int) -> list[Held]:
        """What waited for the end of these quiet hours.

        :raises Refused: if nothing of this person did.
        """
        found: list[Held] = await self._store.read(lambda unit: unit.reminders.held(guild_id, user_id, ends))
        if not found:
            raise Refused(Reason.REMINDER_GONE)
        return found

    async def snooze_all(self, guild_id: int, user_id: int, ends: int, brought_by: int, how: Later) -> datetime:
        """As :meth:`snooze`, for a whole digest."""
        held = await self.held(guild_id, user_id, ends)
        zone = (await self._people.zone(guild_id, user_id)).name
        at = put_off_until(how, zone, MORNING, self._now())

        async def work(unit: Unit) -> datetime:
            row = digest_row(held[0].reminder, ends, at, again=brought_by)
            await unit.deliveries.owe([row])
            stored = await unit.deliveries.by_key(guild_id, row["key"])
            return stored.promised_at if stored else at

        return await self._store.write(work)

    # ------------------------------------------------------------------ inside

    async def _draft(self, reminder_id: int, user_id: int) -> Reminder:
        found = await self.get(reminder_id, user_id)
        _check_draft(found, self._now())
        return found

    async def _read_anew(self, reminder_id: int, user_id: int, change: Callable[[Reminder], Reminder]) -> Understood:
        draft = change(await self._draft(reminder_id, user_id))
        guess = await self._people.zone(draft.guild_id, user_id)
        reading = _clear(await _read(draft.typed, guess.name, draft.created_at))
        zoned = {"zone": guess.name}
        return await self._change_draft(
            reminder_id,
            user_id,
            lambda stored: change(stored).model_copy(update=zoned).read_as(reading, self._now()),
        )

    async def _change_draft(self, reminder_id: int, user_id: int, change: Callable[[Reminder], Reminder]) -> Understood:
        async def work(unit: Unit) -> Reminder:
            before = await _of(unit, reminder_id, user_id)
            _check_draft(before, self._now())
            return await unit.reminders.save(change(before))

        return await self._understood(await self._store.write(work))

    async def _understood(self, draft: Reminder) -> Understood:
        guess = await self._people.zone(draft.guild_id, draft.user_id)
        found = await _read(draft.typed, guess.name, draft.created_at)
        reading = next((one for one in _offered(found) if one.at == draft.first_at), None)
        error = found if isinstance(found, WhenError) and reading is None else None
        quiet = await self._store.read(lambda unit: quiet_of(unit, draft.guild_id, draft.user_id))
        inside = quiet is not None and draft.next_at is not None and quiet.until(draft.next_at) is not None
        return Understood(draft, reading, error, guess, quiet if inside else None)


# ---------------------------------------------------------------------- what is owed


def subject(one: Reminder) -> str:
    """What is cancelled together with a reminder."""
    return f"reminder:{one.id}"


async def owe_next(unit: Unit, one: Reminder) -> None:
    """Owe the next occurrence; to owe it twice is to owe it once."""
    if one.status is ReminderStatus.ACTIVE and one.next_at is not None:
        key = f"reminder:{one.id}:{int(one.next_at.timestamp())}"
        await unit.deliveries.owe([_row(one, REMINDER, key, one.next_at)])


def digest_row(one: Reminder, ends: int, at: datetime, again: int | None = None) -> dict[str, Any]:
    """What is owed at the end of quiet hours, in the server and to the person of ``one``. ``again``: the delivery that
    brought it before."""
    name = f"reminders:{one.guild_id}:{one.user_id}:{ends}"
    key = name if again is None else f"{name}:{again}"
    row = _row(one, DIGEST, key, at)
    return row | {"subject": name, "payload": row["payload"] | {"ends": ends, "again": again is not None}}


def _row(one: Reminder, kind: str, key: str, at: datetime) -> dict[str, Any]:
    return {
        "guild_id": one.guild_id,
        "channel_id": None,
        "user_id": one.user_id,
        "kind": kind,
        "key": key,
        "subject": subject(one),
        "payload": {"reminder": one.id, "elsewhere": [one.channel_id]},
        "due_at": at,
    }


def _again_key(one: Reminder, brought_by: int) -> str:
    return f"reminder:{one.id}:again:{brought_by}"


# ---------------------------------------------------------------------- checks


async def _of(unit: Unit, reminder_id: int, user_id: int, *, lock: bool = True) -> Reminder:
    found = await unit.reminders.get(reminder_id, user_id, lock=lock)
    if found is None:
        raise Refused(Reason.REMINDER_GONE)
    return found


def _check_draft(one: Reminder, now: datetime) -> None:
    if one.status is not ReminderStatus.DRAFT:
        raise Refused(Reason.REMINDER_IS_SET)
    _check_fresh(one, now)


def _check_fresh(draft: Reminder, now: datetime) -> None:
    if now - draft.created_at > DRAFT_FOR:
        raise Refused(Reason.REMINDER_GONE)


async def _check_room(unit: Unit, one: Reminder, now: datetime) -> None:
    if len(await unit.reminders.of(one.guild_id, one.user_id)) >= MOST_ACTIVE:
        raise Refused(Reason.TOO_MANY_REMINDERS, most=MOST_ACTIVE)
    count, first = await unit.reminders.set_since(one.guild_id, one.user_id, now - A_DAY)
    if count >= MOST_A_DAY and first is not None:
        raise Refused(Reason.REMINDED_ENOUGH_TODAY, most=MOST_A_DAY, again=int((first + A_DAY).timestamp()) + 1)


def _checked(typed: str, text: str) -> tuple[str, str]:
    typed, text = typed.strip(), text.strip()
    if not any(one.isprintable() and not one.isspace() for one in text):
        raise Refused(Reason.REMINDER_BLANK)
    if len(text) > LONGEST:
        raise Refused(Reason.REMINDER_TOO_LONG, length=len(text), most=LONGEST)
    if len(typed) > LONGEST_TIME:
        raise Refused(Reason.REMINDER_TIME_TOO_LONG, most=LONGEST_TIME)
    return typed, text


# ---------------------------------------------------------------------- reading


async def _read(typed: str, zone: str, at: datetime) -> Reading | WhenError:
    """Read a time off the event loop: another language costs a third of a second."""
    try:
        return await asyncio.to_thread(read, typed, zone, at)
    except WhenError as error:
        return error


def _clear(found: Reading | WhenError) -> Reading | None:
    return found if isinstance(found, Reading) else None


def _offered(found: Reading | WhenError) -> list[Reading]:
    """Every time that may be picked."""
    if isinstance(found, WhenError):
        return list(found.choices)
    return [found] if found.instead is None else [found, found.instead]


async def read_until(people: People, one: Reminder, typed: str, now: datetime) -> list[Reading]:
    """The times that may be meant when somebody puts a reminder off; mostly one.

    :raises WhenError: if it cannot be read.
    """
    guess = await people.zone(one.guild_id, one.user_id)
    found = await _read(typed, guess.name if guess.sure else one.zone, now)
    offered = _offered(found)
    if isinstance(found, WhenError) and not offered:
        raise found
    return offered
