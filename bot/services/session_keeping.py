"""What stands below every use case of sessions: steps within a transaction on a session that was read with its lock."""

from datetime import datetime, timedelta

from bot.domain.sessions.notices import Told
from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.reminding import week_later
from bot.domain.sessions.signups import Changed, leave
from bot.domain.sessions.values import MemberState, Session, SessionStatus
from bot.services.ports import Unit
from bot.services.session_rows import POST, SHOW, TIMED, event_row, row, timed_rows, told_rows

SHOW_EVERY = timedelta(seconds=6)
"""The post is changed this often at most: Discord allows five changes in 5 s to all messages of a channel together."""


async def known(unit: Unit, guild_id: int, session_id: int, *, lock: bool = False) -> Session:
    """:raises SessionRefused: if this server has no such session."""
    found = await unit.sessions.get(guild_id, session_id, lock=lock)
    if found is None:
        raise SessionRefused(No.GONE)
    return found


async def owe_post(unit: Unit, session: Session, now: datetime) -> Session:
    """Owe an update of the post, and save the session; what changes until that update looks is in it.

    The first one comes at once, the next one :data:`SHOW_EVERY` later.
    """
    if session.message_id is None or session.show_owed:
        await unit.sessions.save(session)
        return session
    due_at = max(now, session.show_at + SHOW_EVERY) if session.show_at else now
    after = session.put(show_owed=True, show_at=due_at)
    await unit.sessions.save(after)
    await unit.deliveries.owe([row(after, SHOW, int(due_at.timestamp() * 1000), due_at)])
    return after


async def look_at(unit: Unit, guild_id: int, session_id: int) -> Session | None:
    """The session as an update of its post shows it; what changes from now on owes another one."""
    found = await unit.sessions.get(guild_id, session_id, lock=True)
    if found is not None and found.show_owed:
        found = found.put(show_owed=False)
        await unit.sessions.save(found)
    return found


async def owe_times(unit: Unit, session: Session, now: datetime) -> None:
    """Owe what comes at the session's times anew, and its scheduled event."""
    await unit.deliveries.cancel(session.subject, TIMED, now)
    await unit.deliveries.owe(timed_rows(session, now))
    if session.starts_at is not None:
        await unit.deliveries.owe([event_row(session, now)])


async def plan_new(unit: Unit, new: Session, now: datetime) -> Session:
    """Store a session with its post and all that comes at its times; known is known, by its key."""
    stored = await unit.sessions.add(new)
    await unit.deliveries.owe([row(stored, POST, "first", now), *timed_rows(stored, now)])
    return stored


async def end_session(unit: Unit, session: Session, now: datetime) -> Session:
    """It is over: the post says so, and of a weekly one the next is planned. A second time it is a no-op."""
    if not session.is_open:
        return session
    after = await _close(unit, session, SessionStatus.ENDED, now)
    await unit.deliveries.owe([event_row(after, now)])
    await plan_next(unit, after, now)
    return after


async def cancel_session(unit: Unit, session: Session, now: datetime, *, actor_id: int, series: bool) -> Session:
    """It does not take place: all but ``actor_id`` are told, the event goes. With ``series`` no later one either."""
    members = await unit.sessions.members(session.guild_id, session.id)
    told = {one.user_id for one in members if one.is_in or one.state is MemberState.WAITING} | {session.host_id}
    if session.status is SessionStatus.POLL:
        told |= {user for users in (await unit.sessions.votes(session.guild_id, session.id)).values() for user in users}
    after = await _close(unit, session, SessionStatus.CANCELLED, now, weekly=session.weekly and not series)
    await unit.deliveries.owe(told_rows(after, Told.CANCELLED, sorted(told - {actor_id}), after.version, now))
    await unit.deliveries.owe([event_row(after, now)])
    await plan_next(unit, after, now)
    return after


async def plan_next(unit: Unit, session: Session, now: datetime) -> Session | None:
    """The session a week after a weekly one, at the same time on the clocks; people sign up anew."""
    if not session.weekly or session.wall is None or session.starts_at is None:
        return None
    wall, at = week_later(session, now)
    fresh = Session(
        key=f"after:{session.id}",
        wall=wall,
        starts_at=at,
        weekly=True,
        created_at=now,
        **session.model_dump(
            include={"guild_id", "channel_id", "host_id", "track_id", "stage_id", "kind", "track_title", "stage_title"}
            | {"title", "zone", "minutes", "capacity", "table_size"}
        ),
    )
    return await plan_new(unit, fresh, now)


async def take_out(
    unit: Unit, session: Session, user_id: int, source_id: int, state: MemberState, now: datetime
) -> Changed:
    """Somebody leaves, or is not in the server any more: who waits first moves up and is told."""
    members = await unit.sessions.members(session.guild_id, session.id)
    changed = leave(members, user_id, session.capacity, state)
    await keep(unit, session, changed, source_id, now)
    return changed


async def keep(unit: Unit, session: Session, changed: Changed, source_id: int, now: datetime) -> Session:
    """Store what a press changed, tell those who moved up, and owe the post."""
    if not changed.rows:
        return session
    for one in changed.rows:
        await unit.sessions.put_member(one)
    moved = [one.user_id for one in changed.moved_up]
    await unit.deliveries.owe(told_rows(session, Told.MOVED_UP, moved, source_id, now))
    return await owe_post(unit, session, now)


async def _close(
    unit: Unit, session: Session, status: SessionStatus, now: datetime, *, weekly: bool | None = None
) -> Session:
    await unit.deliveries.cancel(session.subject, TIMED, now)
    changes = {"status": status, "version": session.version + 1, "ended_at": now}
    if weekly is not None:
        changes["weekly"] = weekly
    return await owe_post(unit, session.put(**changes), now)
