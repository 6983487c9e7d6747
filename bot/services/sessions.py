"""Study group sessions: planned, signed up for, changed, cancelled, started."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.sessions import poll, signups
from bot.domain.sessions.notices import Told
from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.signups import MISSED_FOR, Press
from bot.domain.sessions.stats import LOOK_BACK, SessionStats
from bot.domain.sessions.values import (
    DEFAULT_MINUTES,
    MOST_OF_HOST,
    MOST_PLANNED,
    PLACES,
    TABLE_SIZE,
    Member,
    MemberState,
    Proposed,
    Session,
    SessionStatus,
    Wish,
)
from bot.services.banks import Banks
from bot.services.check_in import open_check_in
from bot.services.ports import Now, Store, Unit
from bot.services.session_keeping import (
    cancel_session,
    keep,
    known,
    owe_post,
    owe_times,
    plan_new,
    take_out,
)
from bot.services.session_rows import CHECK_IN, POST, TIMED, row, told_rows
from bot.services.session_tables import close_tables


class Planned(NamedTuple):
    """A session that somebody wants. ``times``: one, or several to choose from; ``key``: see
    :class:`~bot.domain.sessions.values.Session`; ``kept_id``: the kept form that it was made from."""

    key: str
    guild_id: int
    channel_id: int
    host_id: int
    track_id: str
    stage_id: str
    zone: str
    times: tuple[Proposed, ...]
    title: str = ""
    minutes: int = DEFAULT_MINUTES
    capacity: int = PLACES
    table_size: int = TABLE_SIZE
    weekly: bool = False
    kept_id: int | None = None


class Change(NamedTuple):
    """What is to be different; ``None`` stays as it is."""

    time: Proposed | None = None
    zone: str | None = None
    title: str | None = None
    minutes: int | None = None
    capacity: int | None = None


class Seen(NamedTuple):
    """A session with the people in it and, of a poll, who can when."""

    session: Session
    members: tuple[Member, ...]
    votes: Mapping[int, Sequence[int]] = {}


class Standing(NamedTuple):
    """Where somebody stands after their press. ``line``: their place on the waiting list, from 1; ``moved_up``: who got
    a place by it."""

    session: Session
    member: Member | None
    changed: bool
    line: int = 0
    moved_up: tuple[int, ...] = ()


class Listed(NamedTuple):
    """A session in the list of those ahead; ``own``: where whoever looks stands."""

    session: Session
    own: Member | None
    taken: int
    waiting: int


class Sessions:
    """The sessions of all servers. Whoever calls has checked the actor's rights; ids of other servers do not exist."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._now = now

    # ------------------------------------------------------------------ planning

    async def plan(self, wanted: Planned) -> Session:
        """Plan a session, or its poll; its post is owed at once. The same key a second time is the same session.

        :raises Refused: for an unknown track or stage, and if the kept form was used meanwhile.
        :raises SessionRefused: for a time that has passed, and if the server has very many already.
        """
        track, stage = await self._banks.place(wanted.guild_id, wanted.track_id, wanted.stage_id)

        async def work(unit: Unit) -> Session:
            if (before := await unit.sessions.by_key(wanted.guild_id, wanted.key)) is not None:
                return before
            now = self._now()
            if any(one.at <= now for one in wanted.times):
                raise SessionRefused(No.PAST)
            ahead, of_host = await unit.sessions.count_ahead(wanted.guild_id, wanted.host_id)
            if ahead >= MOST_PLANNED:
                raise SessionRefused(No.TOO_MANY, most=MOST_PLANNED)
            if of_host >= MOST_OF_HOST:
                raise SessionRefused(No.TOO_MANY_OF_YOURS, most=MOST_OF_HOST)
            if wanted.kept_id is not None:
                await unit.kept.drop(wanted.guild_id, wanted.host_id, wanted.kept_id)
            only = wanted.times[0] if len(wanted.times) == 1 else None
            new = Session(
                **wanted._asdict() | {"times": () if only else wanted.times},
                kind=stage.kind,
                track_title=track.title,
                stage_title=stage.title,
                wall=only and only.wall,
                starts_at=only and only.at,
                status=SessionStatus.PLANNED if only else SessionStatus.POLL,
                created_at=now,
            )
            return await plan_new(unit, new, now)

        return await self._store.write(work)

    async def edit(self, guild_id: int, session_id: int, change: Change, actor_id: int) -> Session:
        """Change a session that did not begin yet; another time is told to everybody who signed up.

        :raises SessionRefused: if it is not there or has begun, nothing is different, or the time has passed.
        """

        async def work(unit: Unit) -> Session:
            before = await known(unit, guild_id, session_id, lock=True)
            _check_ahead(before)
            now = self._now()
            if change.time is not None and change.time.at <= now:
                raise SessionRefused(No.PAST)
            if change.time is not None and before.status is SessionStatus.POLL:
                raise SessionRefused(No.IN_POLL)
            after = before.put(**_changes(change))
            if after == before:
                raise SessionRefused(No.NOTHING_CHANGED)
            after = after.put(version=before.version + 1)
            members = await unit.sessions.members(guild_id, session_id)
            if after.starts_at != before.starts_at:
                told = [one.user_id for one in signups.concerned(members) if one.user_id != actor_id]
                await unit.deliveries.owe(told_rows(after, Told.MOVED, told, after.version, now))
            await self._move_up(unit, after, members, now)
            after = await owe_post(unit, after, now)
            if after.message_id is None:
                await unit.deliveries.owe([row(after, POST, after.version, now)])
            await owe_times(unit, after, now)
            return after

        return await self._store.write(work)

    async def cancel(self, guild_id: int, session_id: int, actor_id: int, *, series: bool = False) -> Session:
        """It does not take place. ``series``: of a weekly one no later one either.

        :raises SessionRefused: if it is not there, or over already.
        """

        async def work(unit: Unit) -> Session:
            session = await known(unit, guild_id, session_id, lock=True)
            _check_open(session)
            now = self._now()
            if session.status in (SessionStatus.CHECK_IN, SessionStatus.RUNNING):
                await close_tables(unit, guild_id, session_id, now)
            return await cancel_session(unit, session, now, actor_id=actor_id, series=series)

        return await self._store.write(work)

    async def start(self, guild_id: int, session_id: int) -> Session:
        """Begin at once: the check-in opens.

        :raises SessionRefused: if it is not there, has begun, has no time yet, or nobody has signed up.
        """

        async def work(unit: Unit) -> Session:
            session = await known(unit, guild_id, session_id, lock=True)
            _check_ahead(session)
            if session.status is SessionStatus.POLL:
                raise SessionRefused(No.IN_POLL)
            if not signups.taken(await unit.sessions.members(guild_id, session_id)):
                raise SessionRefused(No.NOBODY)
            return await begin(unit, session, self._now())

        return await self._store.write(work)

    # ------------------------------------------------------------------ signing up

    async def join(self, guild_id: int, session_id: int, user_id: int, wish: Wish, source_id: int) -> Standing:
        """Sign up, or wish for something else.

        :raises SessionRefused: if it is not there, or takes nobody any more.
        """

        async def work(unit: Unit) -> Standing:
            session = await self._joinable(unit, guild_id, session_id)
            now = self._now()
            members = await unit.sessions.members(guild_id, session_id)
            missed = await unit.sessions.missed(guild_id, user_id, now - MISSED_FOR)
            press = Press(session_id, guild_id, user_id, wish, source_id, now, missed)
            changed = signups.join(members, press, session.capacity)
            session = await keep(unit, session, changed, source_id, now)
            line = signups.place_in_line(await unit.sessions.members(guild_id, session_id), user_id)
            return Standing(session, changed.mine, bool(changed.rows), line)

        return await self._store.write(work)

    async def leave(self, guild_id: int, session_id: int, user_id: int, source_id: int) -> Standing:
        """Give the place back. Raises as :meth:`join` does."""

        async def work(unit: Unit) -> Standing:
            session = await self._joinable(unit, guild_id, session_id)
            changed = await take_out(unit, session, user_id, source_id, MemberState.LEFT, self._now())
            moved_up = tuple(one.user_id for one in changed.moved_up)
            session = await known(unit, guild_id, session_id, lock=True)
            return Standing(session, changed.mine, bool(changed.rows), moved_up=moved_up)

        return await self._store.write(work)

    # ------------------------------------------------------------------ finding a time

    async def vote(self, guild_id: int, session_id: int, user_id: int, choice: int) -> bool:
        """Somebody can at a proposed time, or, if they said so before, no longer; returns whether they can.

        :raises SessionRefused: if it is not there, or the time is found already.
        """

        async def work(unit: Unit) -> bool:
            session = await self._polled(unit, guild_id, session_id)
            if not 0 <= choice < len(session.times):
                raise SessionRefused(No.GONE)
            can = user_id not in (await unit.sessions.votes(guild_id, session_id)).get(choice, ())
            await unit.sessions.vote(guild_id, session_id, choice, user_id, can=can)
            await owe_post(unit, session, self._now())
            return can

        return await self._store.write(work)

    async def fix(self, guild_id: int, session_id: int, actor_id: int, source_id: int) -> Session:
        """Take the time that suits most people, and sign them up; they are told.

        :raises SessionRefused: if the time is found already, or nobody can.
        """

        async def work(unit: Unit) -> Session:
            before = await self._polled(unit, guild_id, session_id)
            now = self._now()
            votes = await unit.sessions.votes(guild_id, session_id)
            number = poll.best(before.times, votes, now)
            chosen = before.times[number]
            after = before.put(
                status=SessionStatus.PLANNED, wall=chosen.wall, starts_at=chosen.at, version=before.version + 1
            )
            for user_id in votes[number]:
                await self._sign_up(unit, after, user_id, source_id, now)
            members = await unit.sessions.members(guild_id, session_id)
            for told, found in (
                (Told.FIXED, [m for m in members if m.is_in]),
                (Told.FIXED_WAITING, signups.waiting(members)),
            ):
                people = [one.user_id for one in found if one.user_id != actor_id]
                await unit.deliveries.owe(told_rows(after, told, people, after.version, now))
            after = await owe_post(unit, after, now)
            await owe_times(unit, after, now)
            return after

        return await self._store.write(work)

    # ------------------------------------------------------------------ looking

    async def get(self, guild_id: int, session_id: int) -> Session:
        """:raises SessionRefused: if this server has no such session."""
        return await self._store.read(lambda unit: known(unit, guild_id, session_id))

    async def see(self, guild_id: int, session_id: int) -> Seen:
        """A session with its people. Raises as :meth:`get` does."""

        async def work(unit: Unit) -> Seen:
            return await seen(unit, await known(unit, guild_id, session_id))

        return await self._store.read(work)

    async def ahead(self, guild_id: int) -> list[Session]:
        """All of which something is still to come, the next one first."""
        return await self._store.read(lambda unit: unit.sessions.open_in(guild_id))

    async def listed(self, guild_id: int, user_id: int) -> list[Listed]:
        """The same with where somebody stands in each."""

        async def work(unit: Unit) -> list[Listed]:
            found = await unit.sessions.open_in(guild_id)
            own = await unit.sessions.own(guild_id, user_id, [one.id for one in found])
            listed = []
            for one in found:
                members = await unit.sessions.members(guild_id, one.id)
                waiting = len(signups.waiting(members))
                listed.append(Listed(one, own.get(one.id), signups.taken(members), waiting))
            return listed

        return await self._store.read(work)

    async def stats(self, guild_id: int, user_id: int, *, moderator: bool) -> SessionStats:
        """How the server's sessions go, for moderators and for whoever hosts.

        :raises SessionRefused: for others.
        """

        async def work(unit: Unit) -> SessionStats:
            if not moderator and not await unit.sessions.has_hosted(guild_id, user_id):
                raise SessionRefused(No.NO_STATS)
            since = self._now() - LOOK_BACK
            found = await unit.sessions.stats(guild_id, since)
            return found._replace(rounds=await unit.session_tables.count_rounds(guild_id, since))

        return await self._store.read(work)

    # ------------------------------------------------------------------ inside

    async def _joinable(self, unit: Unit, guild_id: int, session_id: int) -> Session:
        session = await known(unit, guild_id, session_id, lock=True)
        _check_ahead(session)
        if session.status is SessionStatus.POLL:
            raise SessionRefused(No.IN_POLL)
        return session

    async def _polled(self, unit: Unit, guild_id: int, session_id: int) -> Session:
        session = await known(unit, guild_id, session_id, lock=True)
        _check_open(session)
        if session.status is not SessionStatus.POLL:
            raise SessionRefused(No.NO_POLL)
        return session

    async def _sign_up(self, unit: Unit, session: Session, user_id: int, source_id: int, now: datetime) -> None:
        members = await unit.sessions.members(session.guild_id, session.id)
        missed = await unit.sessions.missed(session.guild_id, user_id, now - MISSED_FOR)
        press = Press(session.id, session.guild_id, user_id, Wish.EITHER, source_id, now, missed)
        for one in signups.join(members, press, session.capacity).rows:
            await unit.sessions.put_member(one)

    async def _move_up(self, unit: Unit, session: Session, members: Sequence[Member], now: datetime) -> None:
        """There may be more places than before."""
        moved = signups.fill(members, session.capacity)
        for one in moved:
            await unit.sessions.put_member(one)
        people = [one.user_id for one in moved]
        await unit.deliveries.owe(told_rows(session, Told.MOVED_UP, people, session.version, now))


async def seen(unit: Unit, session: Session) -> Seen:
    """A session with its people."""
    members = tuple(await unit.sessions.members(session.guild_id, session.id))
    polled = session.status is SessionStatus.POLL
    votes = await unit.sessions.votes(session.guild_id, session.id) if polled else {}
    return Seen(session, members, votes)


async def begin(unit: Unit, session: Session, now: datetime) -> Session:
    """Open the check-in of a planned session; what was still to be said before it is void."""
    await unit.deliveries.cancel(session.subject, [kind for kind in TIMED if kind != CHECK_IN], now)
    await open_check_in(unit, session, now)
    return await owe_post(unit, await known(unit, session.guild_id, session.id, lock=True), now)


def _check_open(session: Session) -> None:
    if session.status is SessionStatus.CANCELLED:
        raise SessionRefused(No.CANCELLED)
    if session.status is SessionStatus.ENDED:
        raise SessionRefused(No.ENDED)


def _check_ahead(session: Session) -> None:
    _check_open(session)
    if not session.is_ahead:
        raise SessionRefused(No.BEGUN)


def _changes(change: Change) -> dict[str, object]:
    given = {"title": change.title, "minutes": change.minutes, "capacity": change.capacity, "zone": change.zone}
    found: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if change.time is not None:
        found |= {"wall": change.time.wall, "starts_at": change.time.at}
    return found
