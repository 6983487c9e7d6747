"""The check-in of a session: who is there, and the tables that come of it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.errors import Refused
from bot.domain.sessions.checkin import CHECK_IN_TIME, CheckIn, Seats, all_in, seats
from bot.domain.sessions.pairing import Attendee, pair
from bot.domain.sessions.rotation import Turns, rotation
from bot.domain.sessions.sittings import Sitting
from bot.domain.sessions.table_notices import CheckInPost, Personal, Trouble
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.domain.sessions.tables import Table, smallest
from bot.domain.sessions.values import Member, MemberState, Session, SessionStatus, Wish
from bot.services.ports import Now, Store, Unit
from bot.services.session_keeping import end_session, owe_post
from bot.services.session_tables import Actor, check_host, join
from bot.services.table_dealing import BREAK_MINUTES, Place, TableDealing, minutes_each
from bot.services.table_rows import (
    COUNT,
    END,
    OPEN,
    OVER,
    POST,
    count_row,
    owe_count,
    personal_row,
    session_row,
    table_row,
    trouble_row,
)

_MET_BEFORE = timedelta(days=365)
_TRIES = 5
_OVERTIME = timedelta(hours=2)
"""Tables that are forgotten, paused or without a thread so long after the planned end are closed."""


class Here(NamedTuple):
    """Somebody said that they are there. ``complete``: nobody is awaited any more; ``table``: where a late comer
    sits; ``has_place``: they have one, or signed up for it."""

    session: Session
    complete: bool = False
    table: Table | None = None
    has_place: bool = True


class _Attendance(NamedTuple):
    """What the tables are formed from."""

    session: Session
    check_in: CheckIn
    members: tuple[Member, ...]
    attendees: tuple[Attendee, ...]
    past: dict[frozenset[int], float]
    turns: Turns
    seats: Seats


class CheckIns:
    """The check-ins of all sessions. Ids of other servers do not exist."""

    def __init__(self, store: Store, dealing: TableDealing, now: Now) -> None:
        self._store = store
        self._dealing = dealing
        self._now = now

    async def here(self, guild_id: int, session_id: int, user_id: int, source_id: int) -> Here:
        """Somebody is there; once the tables are formed they sit down at the smallest one and watch.

        :raises TableRefused: if there is no such check-in, or the session is over.
        """

        async def work(unit: Unit) -> Here:
            session, check_in = await _locked(unit, guild_id, session_id)
            if session.status in (SessionStatus.ENDED, SessionStatus.CANCELLED):
                raise TableRefused(Why.SESSION_OVER)
            if not check_in.is_open:
                return await self._late(unit, session, user_id, source_id)
            members = await unit.sessions.members(guild_id, session_id)
            after = check_in.with_one(user_id)
            if after != check_in:
                await unit.session_tables.save_check_in(after)
                await owe_count(unit, after, session.host_id, self._now())
            signed_up = _signed_up(members)
            found = seats(signed_up, _waiting(members), after.present, session.capacity)
            return Here(session, all_in(signed_up, after.present), None, user_id in found.seated)

        return await self._store.write(work)

    async def begin(self, guild_id: int, session_id: int, actor: Actor) -> bool:
        """Host or moderator: do not wait any longer; whether the tables were formed by this.

        :raises TableRefused: for everybody else, and if there is no such check-in.
        """

        async def work(unit: Unit) -> CheckIn:
            session, check_in = await _locked(unit, guild_id, session_id)
            check_host(session, actor)
            return check_in

        if not (await self._store.write(work)).is_open:
            raise TableRefused(Why.CHECK_IN_OVER)
        return await self.close(guild_id, session_id)

    async def close(self, guild_id: int, session_id: int) -> bool:
        """Form the tables of those who are there; of two calls at once one does it. Whether it was this one."""
        for _ in range(_TRIES):
            found = await self._store.read(lambda unit: self._attendance(unit, guild_id, session_id))
            if found is None:
                return False
            formed = await asyncio.to_thread(
                pair, found.attendees, found.past, table_size=found.session.table_size, seed=session_id
            )
            ended = await self._close(found, formed)
            if ended is not None:
                return ended
        raise TableRefused(Why.CHECK_IN_CHANGED)

    async def post(self, guild_id: int, session_id: int) -> CheckInPost | None:
        """The post as it should look now."""

        async def work(unit: Unit) -> CheckInPost | None:
            session = await unit.sessions.get(guild_id, session_id)
            check_in = await unit.session_tables.check_in(guild_id, session_id)
            if session is None or check_in is None:
                return None
            members = await unit.sessions.members(guild_id, session_id)
            return CheckInPost(
                check_in=check_in,
                name=session.name,
                place=session.place,
                host_id=session.host_id,
                awaited=tuple(one for one in _signed_up(members) if one not in check_in.present),
                tables=tuple(await unit.session_tables.of(guild_id, session_id)),
                over=not session.is_open,
            )

        return await self._store.read(work)

    async def posted(self, unit: Unit, guild_id: int, session_id: int, message_id: int) -> None:
        """The post stands."""
        session, check_in = await _locked(unit, guild_id, session_id)
        await unit.session_tables.save_check_in(check_in.model_copy(update={"message_id": message_id}))
        if check_in.present or not check_in.is_open:
            await owe_count(unit, check_in, session.host_id, self._now())

    async def session(self, guild_id: int, session_id: int) -> Session | None:
        """The session itself."""
        return await self._store.read(lambda unit: unit.sessions.get(guild_id, session_id))

    # ------------------------------------------------------------------ inside

    async def _late(self, unit: Unit, session: Session, user_id: int, source_id: int) -> Here:
        now = self._now()
        tables = await unit.session_tables.of(session.guild_id, session.id, lock=True)
        seated = next((one for one in tables if one.is_open and user_id in one.member_ids), None)
        if seated is not None:
            return Here(session, table=seated)
        table = await join(unit, session, smallest(tables), user_id, now)
        members = {one.user_id: one for one in await unit.sessions.members(session.guild_id, session.id)}
        member = members.get(user_id) or _walk_in(session, user_id, source_id, now)
        await unit.sessions.put_member(member.put(state=MemberState.CHECKED_IN))
        check_in = await unit.session_tables.check_in(session.guild_id, session.id)
        if check_in is not None:
            await owe_count(unit, check_in, session.host_id, now)
        return Here(session, table=table)

    async def _attendance(self, unit: Unit, guild_id: int, session_id: int) -> _Attendance | None:
        session = await unit.sessions.get(guild_id, session_id)
        check_in = await unit.session_tables.check_in(guild_id, session_id)
        if session is None or check_in is None or not check_in.is_open or not session.is_open:
            return None
        members = await unit.sessions.members(guild_id, session_id)
        found = seats(_signed_up(members), _waiting(members), check_in.present, session.capacity)
        wishes = {one.user_id: one.wish for one in members}
        attendees = []
        for user_id in found.seated:
            rounds = await unit.rounds.held(guild_id, user_id, session.track_id)
            levels = [one.level for one in rounds if one.level is not None]
            attendees.append(Attendee(user_id, wishes.get(user_id, Wish.EITHER), levels[-1] if levels else None))
        today = self._now().astimezone(ZoneInfo(session.zone)).date()
        past = await unit.session_pairs.past(guild_id, found.seated, today - _MET_BEFORE, today)
        turns = await unit.session_pairs.turns(guild_id, found.seated, today - _MET_BEFORE, today)
        return _Attendance(session, check_in, tuple(members), tuple(attendees), past, turns, found)

    async def _close(self, found: _Attendance, formed: Sequence[Sequence[int]]) -> bool | None:
        """Store the tables. ``None``: somebody came meanwhile, so they must be formed anew."""
        guild_id, session_id = found.session.guild_id, found.session.id

        async def work(unit: Unit) -> bool | None:
            session, check_in = await _locked(unit, guild_id, session_id)
            if not check_in.is_open or not session.is_open:
                return False
            members = await unit.sessions.members(guild_id, session_id)
            if check_in.present != found.check_in.present or tuple(members) != found.members:
                return None
            now = self._now()
            closed = check_in.closed(now)
            await unit.session_tables.save_check_in(closed)
            await unit.deliveries.cancel(f"check_in:{session_id}", [END], now)
            await unit.deliveries.owe([count_row(closed, session.host_id, f"{COUNT}:{session_id}:closed", now)])
            await self._release(unit, found, now, formed=bool(formed))
            await self._seat(unit, session, found, formed, now)
            return True

        return await self._store.write(work)

    async def _release(self, unit: Unit, found: _Attendance, now: datetime, *, formed: bool) -> None:
        """Everybody's state; who is not seated is told why, once and in private."""
        session = found.session
        by_id = {one.user_id: one for one in found.members}
        for index, user_id in enumerate(found.seats.seated):
            member = by_id.get(user_id) or _walk_in(session, user_id, -(session.id * 1000 + index), now)
            await unit.sessions.put_member(member.put(state=MemberState.CHECKED_IN))
        for user_id in found.seats.missing:
            await unit.sessions.put_member(by_id[user_id].put(state=MemberState.NO_SHOW))
        link = found.check_in.message_id
        missed = Personal.RELEASED if formed else Personal.MISSED  # without a table there is none to come late to
        told = [personal_row(session, one, missed, now, link) for one in found.seats.missing]
        told += [personal_row(session, one, Personal.UNSEATED, now, link) for one in found.seats.unseated]
        if len(found.seats.seated) == 1:
            told.append(personal_row(session, found.seats.seated[0], Personal.ONLY_ONE, now))
        await unit.deliveries.owe(told)

    async def _seat(
        self, unit: Unit, session: Session, found: _Attendance, formed: Sequence[Sequence[int]], now: datetime
    ) -> None:
        wishes = {one.user_id: one.wish for one in found.attendees}
        try:
            tables = [
                await self._table(unit, session, number, ids, wishes, found.turns)
                for number, ids in enumerate(formed, 1)
            ]
        except Refused:
            # The track was removed while people waited.
            tables = []
            await unit.deliveries.owe([trouble_row(session, Trouble.NO_STAGE, "stage", now)])
        if not tables:
            if len(found.seats.seated) < 2:  # noqa: PLR2004 - a table needs two
                await unit.deliveries.owe([trouble_row(session, Trouble.NOBODY, "nobody", now)])
            await end_session(unit, session, now)
            return
        for table in tables:
            stored = await unit.session_tables.add(table, now)
            await unit.deliveries.owe([table_row(stored, OPEN, "first", now)])
        until = now + timedelta(minutes=session.minutes) + _OVERTIME
        await unit.deliveries.owe([session_row(session, OVER, "", until)])
        await owe_post(unit, session.put(status=SessionStatus.RUNNING), now)

    async def _table(
        self, unit: Unit, session: Session, number: int, ids: Sequence[int], wishes: dict[int, Wish], lately: Turns
    ) -> Table:
        place = Place(session.guild_id, session.track_id, session.stage_id)
        able = sum(wishes[one] in (Wish.CANDIDATE, Wish.EITHER) for one in ids) or len(ids)
        stage_minutes = await self._dealing.stage_minutes(unit, place)
        minutes = minutes_each(session.minutes, able, stage_minutes)
        # Before the first round there is no break.
        time = (session.minutes + BREAK_MINUTES, minutes + BREAK_MINUTES)
        turns = rotation(ids, wishes, *time, *lately)
        bent = not turns.sittings
        if bent:
            # Nobody would be asked, or nobody would ask: they came to practise, so everybody takes turns.
            turns = rotation(ids, dict.fromkeys(ids, Wish.EITHER), *time, *lately)
        sittings: list[Sitting] = []
        for turn, roles in enumerate(turns.sittings, start=1):
            candidates = len(turns.sittings)
            dealt = await self._dealing.deal(unit, place, roles.candidate_id, minutes, sittings, candidates)
            sitting = Sitting(
                number=turn,
                candidate_id=roles.candidate_id,
                interviewer_id=roles.interviewer_id,
                observer_ids=roles.observer_ids,
                questions=dealt.questions,
                game=dealt.game,
                minutes=minutes,
            )
            sittings.append(sitting)
        return Table(
            session_id=session.id,
            guild_id=session.guild_id,
            channel_id=session.channel_id,
            host_id=session.host_id,
            number=number,
            title=session.name,
            track_id=session.track_id,
            stage_id=session.stage_id,
            kind=session.kind,
            track_title=session.track_title,
            stage_title=session.stage_title,
            member_ids=tuple(ids),
            seated_ids=tuple(ids),
            bent=bent,
            left_out_ids=turns.left_out,
            sittings=tuple(sittings),
        )


async def open_check_in(unit: Unit, session: Session, now: datetime) -> None:
    """Begin the check-in of a session that was read with its lock; once it has begun nothing changes."""
    if not session.is_ahead:
        return
    await owe_post(unit, session.put(status=SessionStatus.CHECK_IN), now)
    ends_at = now + CHECK_IN_TIME
    new = CheckIn(
        session_id=session.id, guild_id=session.guild_id, channel_id=session.channel_id, opened_at=now, ends_at=ends_at
    )
    await unit.session_tables.open_check_in(new)
    await unit.deliveries.owe([session_row(session, POST, "", now), session_row(session, END, "", ends_at)])


async def _locked(unit: Unit, guild_id: int, session_id: int) -> tuple[Session, CheckIn]:
    session = await unit.sessions.get(guild_id, session_id, lock=True)
    check_in = await unit.session_tables.check_in(guild_id, session_id, lock=True)
    if session is None or check_in is None:
        raise TableRefused(Why.NO_TABLE)
    return session, check_in


def _signed_up(members: Sequence[Member]) -> tuple[int, ...]:
    """Who is awaited at a check-in."""
    return tuple(one.user_id for one in members if one.is_in)


def _waiting(members: Sequence[Member]) -> tuple[int, ...]:
    waiting = [one for one in members if one.state is MemberState.WAITING]
    return tuple(one.user_id for one in sorted(waiting, key=lambda one: (one.missed, *one.order)))


def _walk_in(session: Session, user_id: int, source_id: int, now: datetime) -> Member:
    """Somebody who did not sign up."""
    return Member(
        session_id=session.id,
        guild_id=session.guild_id,
        user_id=user_id,
        wish=Wish.EITHER,
        state=MemberState.CHECKED_IN,
        joined_at=now,
        source_id=source_id,
    )
