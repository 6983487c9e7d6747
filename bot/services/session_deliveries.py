"""How each thing that a planned session owes is made when it is due."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.sessions.notices import SessionPost, SessionReminder, SessionTold, Told
from bot.domain.sessions.reminding import is_senseless
from bot.domain.sessions.signups import concerned, taken
from bot.domain.sessions.values import EventProblem, Member, MemberState, Session, SessionStatus
from bot.services.deliveries import Closing, Deliveries, Handler, Plan
from bot.services.ports import Now, Store, Unit
from bot.services.session_keeping import cancel_session, look_at, owe_post, take_out
from bot.services.session_rows import (
    CALL,
    CHECK_IN,
    EVENT,
    POLL_OVER,
    POST,
    REMINDER,
    SHOW,
    TOLD,
    personal_row,
    row,
    told_rows,
)
from bot.services.sessions import begin, seen

_NOTHING = Plan()
_WHILE_AHEAD = (Told.MOVED_UP, Told.MOVED, Told.FIXED, Told.FIXED_WAITING)


class NoEventError(Exception):
    """Discord will not have the scheduled event."""

    def __init__(self, problem: EventProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)


class Events(Protocol):
    """Scheduled events on Discord. What fails for now or with the server raises as
    :meth:`bot.services.ports.Messenger.send` does, what Discord refuses :class:`NoEventError`."""

    async def put(self, session: Session, *, again: bool) -> int:
        """Make the session's event, or bring it in step; returns its id. ``again``: an earlier try may have made it."""

    async def remove(self, session: Session) -> None:
        """Take the event away; one that is gone already is fine."""


class Members(Protocol):
    """Who is in a server."""

    async def has(self, guild_id: int, user_id: int) -> bool:
        """Whether a person is a member."""


class SessionDeliveries:
    """Plans everything from what is stored at the time it is due."""

    def __init__(self, store: Store, events: Events, members: Members, now: Now) -> None:
        self._store = store
        self._events = events
        self._members = members
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that a planned session owes."""
        deliveries.handle(POST, Handler(self._post, self._posted, closed=self._post_closed))
        deliveries.handle(SHOW, Handler(self._show, closed=self._show_closed))
        deliveries.handle(EVENT, Handler(self._event))
        deliveries.handle(CALL, Handler(self._call))
        deliveries.handle(REMINDER, Handler(self._reminder))
        deliveries.handle(TOLD, Handler(self._told))
        deliveries.handle(CHECK_IN, Handler(self._check_in))
        deliveries.handle(POLL_OVER, Handler(self._poll_over))

    # ------------------------------------------------------------------ the post

    async def _post(self, delivery: Delivery) -> Plan:
        session = await self._session(delivery)
        if session is None or session.message_id is not None or not session.is_open:
            return _NOTHING
        return Plan(await self._notice(session))

    async def _posted(self, unit: Unit, delivery: Delivery, message_id: int, now: datetime) -> None:
        """It stands: its link goes into the scheduled event; who pressed meanwhile comes with the next update."""
        session = await unit.sessions.get(delivery.guild_id, delivery.payload["session"], lock=True)
        if session is None:
            return
        session = session.put(message_id=message_id, show_at=now, show_owed=False)
        if await unit.sessions.members(session.guild_id, session.id) or not session.is_open:
            session = await owe_post(unit, session, now)
        else:
            await unit.sessions.save(session)
        if session.starts_at is not None:
            await unit.deliveries.owe([row(session, EVENT, f"posted:{message_id}", now)])

    async def _post_closed(self, unit: Unit, delivery: Delivery, end: Closing, now: datetime) -> None:
        if end.status is not DeliveryStatus.DEAD:
            return
        session = await unit.sessions.get(delivery.guild_id, delivery.payload["session"])
        if session is not None:
            told = told_rows(session, Told.NO_POST, [session.host_id], delivery.id, now)
            for one in told:
                one["payload"]["elsewhere"] = []  # it is that channel which does not take it
            await unit.deliveries.owe(told)

    async def _show(self, delivery: Delivery) -> Plan:
        guild_id, session_id = delivery.guild_id, delivery.payload["session"]
        session = await self._store.write(lambda unit: look_at(unit, guild_id, session_id))
        if session is None or session.message_id is None:
            return _NOTHING
        return Plan((await self._notice(session)).model_copy(update={"edits": session.message_id}))

    async def _show_closed(self, unit: Unit, delivery: Delivery, end: Closing, now: datetime) -> None:
        """A post that somebody deleted is not looked for again; the next change by the host posts it anew."""
        if end.status is not DeliveryStatus.DEAD:
            return
        session = await unit.sessions.get(delivery.guild_id, delivery.payload["session"], lock=True)
        dead = await unit.deliveries.by_key(delivery.guild_id, delivery.key)
        if session is not None and dead is not None and "deleted" in (dead.error or ""):
            await unit.sessions.save(session.put(message_id=None))

    async def _notice(self, session: Session) -> SessionPost:
        found = await self._store.read(lambda unit: seen(unit, session))
        votes = {number: tuple(users) for number, users in found.votes.items()}
        return SessionPost(session=session, members=found.members, votes=votes)

    # ------------------------------------------------------------------ the scheduled event

    async def _event(self, delivery: Delivery) -> Plan:
        session = await self._session(delivery)
        if session is None:
            return _NOTHING
        problem, event_id = session.event_problem, session.event_id
        try:
            if not session.is_open:
                if event_id is not None and not self._ran_its_time(session):
                    await self._events.remove(session)
                problem, event_id = None, None
            elif self._may_have_event(session):
                again = delivery.attempts > 1
                problem, event_id = None, await self._events.put(session, again=again)
        except NoEventError as error:
            problem = error.problem
            if problem is EventProblem.GONE:
                event_id = None
        await self._change(session, event_id=event_id, event_problem=problem)
        return _NOTHING

    def _ran_its_time(self, session: Session) -> bool:
        """Whether Discord has ended the event by itself; one that is over early would still be announced."""
        ended = session.status is SessionStatus.ENDED
        return ended and session.ends_at is not None and session.ends_at <= self._now()

    def _may_have_event(self, session: Session) -> bool:
        if session.status is not SessionStatus.PLANNED or session.starts_at is None or session.message_id is None:
            return False
        # An event that somebody deleted stays deleted.
        wanted = session.event_id is not None or session.event_problem is not EventProblem.GONE
        return wanted and session.starts_at > self._now()

    async def _change(self, before: Session, **changes: object) -> None:
        async def work(unit: Unit) -> None:
            now = await unit.sessions.get(before.guild_id, before.id, lock=True)
            if now is not None:
                await unit.sessions.save(now.put(**changes))

        await self._store.write(work)

    # ------------------------------------------------------------------ words to people

    async def _call(self, delivery: Delivery) -> Plan:
        """A reminder for all becomes one for each who has a place now."""
        which = delivery.payload["which"]

        async def work(unit: Unit) -> None:
            session = await self._meant(unit, delivery)
            if session is None or session.starts_at is None or is_senseless(which, session.starts_at, self._now()):
                return
            members = await unit.sessions.members(session.guild_id, session.id)
            name, now = f"{session.version}:{which}", self._now()
            await unit.deliveries.owe(
                personal_row(session, REMINDER, name, one.user_id, now, which=which) for one in members if one.is_in
            )

        await self._store.write(work)
        return _NOTHING

    async def _reminder(self, delivery: Delivery) -> Plan:
        which = delivery.payload["which"]
        session, member = await self._store.read(lambda unit: self._member(unit, delivery))
        if session is None or member is None or session.starts_at is None:
            return _NOTHING
        if is_senseless(which, session.starts_at, self._now()):
            return _NOTHING
        if not await self._members.has(delivery.guild_id, delivery.user_id):
            await self._store.write(lambda unit: self._remove(unit, delivery))
            return _NOTHING
        return Plan(SessionReminder(session=session, which=which, member=member))

    async def _told(self, delivery: Delivery) -> Plan:
        told = Told(delivery.payload["told"])
        session = await self._session(delivery)
        if session is None or (told in _WHILE_AHEAD and session.status is not SessionStatus.PLANNED):
            return _NOTHING
        if told in (Told.MOVED_UP, Told.MOVED):
            found = await self._store.read(lambda unit: unit.sessions.members(session.guild_id, session.id))
            people = concerned(found) if told is Told.MOVED else [one for one in found if one.is_in]
            if delivery.user_id not in {one.user_id for one in people}:
                return _NOTHING
        return Plan(SessionTold(session=session, told=told, number=delivery.payload["number"]))

    # ------------------------------------------------------------------ its time has come

    async def _check_in(self, delivery: Delivery) -> Plan:
        """The start. A session that nobody signed up for, or that we slept through, does not take place."""

        async def work(unit: Unit) -> None:
            session = await self._meant(unit, delivery)
            if session is None:
                return
            now = self._now()
            members = await unit.sessions.members(session.guild_id, session.id)
            if not taken(members):
                await self._quietly(unit, session, Told.NOBODY, now)
            elif session.ends_at is not None and now >= session.ends_at:
                await cancel_session(unit, session, now, actor_id=0, series=False)
            else:
                await begin(unit, session, now)

        await self._store.write(work)
        return _NOTHING

    async def _poll_over(self, delivery: Delivery) -> Plan:
        """All proposed times have passed."""

        async def work(unit: Unit) -> None:
            session = await unit.sessions.get(delivery.guild_id, delivery.payload["session"], lock=True)
            if session is not None and session.status is SessionStatus.POLL:
                await self._quietly(unit, session, Told.POLL_OVER, self._now())

        await self._store.write(work)
        return _NOTHING

    # ------------------------------------------------------------------ inside

    async def _quietly(self, unit: Unit, session: Session, told: Told, now: datetime) -> None:
        """It comes to nothing; the host is told why."""
        await cancel_session(unit, session, now, actor_id=session.host_id, series=False)
        await unit.deliveries.owe(told_rows(session, told, [session.host_id], session.version, now))

    async def _session(self, delivery: Delivery) -> Session | None:
        guild_id, session_id = delivery.guild_id, delivery.payload["session"]
        read: Callable[[Unit], Awaitable[Session | None]] = lambda unit: unit.sessions.get(guild_id, session_id)  # noqa: E731
        return await self._store.read(read)

    async def _meant(self, unit: Unit, delivery: Delivery) -> Session | None:
        """The session, with its lock, if it is still planned for the time that this is about."""
        found = await unit.sessions.get(delivery.guild_id, delivery.payload["session"], lock=True)
        planned = found is not None and found.status is SessionStatus.PLANNED
        return found if found and planned and found.version == delivery.payload["version"] else None

    async def _member(self, unit: Unit, delivery: Delivery) -> tuple[Session | None, Member | None]:
        session = await unit.sessions.get(delivery.guild_id, delivery.payload["session"])
        if session is None or session.status is not SessionStatus.PLANNED:
            return None, None
        if session.version != delivery.payload["version"]:
            return None, None
        members = await unit.sessions.members(session.guild_id, session.id)
        return session, next((one for one in members if one.user_id == delivery.user_id and one.is_in), None)

    async def _remove(self, unit: Unit, delivery: Delivery) -> None:
        session = await unit.sessions.get(delivery.guild_id, delivery.payload["session"], lock=True)
        if session is not None and session.takes_members:
            await take_out(unit, session, delivery.user_id, delivery.id, MemberState.REMOVED, self._now())
