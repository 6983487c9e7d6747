"""Study group sessions: when they are, who takes part, who can at which time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.sessions.stats import SessionStats
from bot.domain.sessions.values import Member, MemberState, Session, SessionStatus
from bot.storage.once import InsertOnce
from bot.storage.tables import session_members, session_votes, sessions

_S, _M, _V = sessions.c, session_members.c, session_votes.c
_HAS_PLACE = (MemberState.IN.value, MemberState.CHECKED_IN.value)
_AHEAD = (SessionStatus.POLL.value, SessionStatus.PLANNED.value)
_OPEN = (*_AHEAD, SessionStatus.CHECK_IN.value, SessionStatus.RUNNING.value)

# ------------------------------------------------------------------ sessions

_ONE = and_(_S.guild_id == bindparam("guild"), _S.id == bindparam("which"))
_ADD = InsertOnce(sessions, _S.key)
_GET = select(sessions).where(_ONE)
_GET_LOCKED = _GET.with_for_update()
_BY_KEY = select(sessions).where(_S.guild_id == bindparam("guild"), _S.key == bindparam("name"))
_OPEN_HERE = (
    select(sessions)
    .where(_S.guild_id == bindparam("guild"), _S.status.in_(_OPEN))
    .order_by(_S.starts_at.is_(None), _S.starts_at, _S.id)
)
_FIXED = {"id", "key", "guild_id", "created_at"}
_CHANGED = tuple(column.name for column in sessions.columns if column.name not in _FIXED)
_UPDATE = (
    update(sessions).where(_ONE).values({name: bindparam(f"new_{name}", type_=_S[name].type) for name in _CHANGED})
)
_HOSTED = select(_S.id).where(_S.guild_id == bindparam("guild"), _S.host_id == bindparam("person")).limit(1)

# ------------------------------------------------------------------ members and votes

_OF_SESSION = and_(_M.guild_id == bindparam("guild"), _M.session_id == bindparam("which"))
_MEMBERS = select(session_members).where(_OF_SESSION).order_by(_M.joined_at, _M.source_id)
_ADD_MEMBER = InsertOnce(session_members, _M.session_id, _M.user_id)
_MEMBER_CHANGES = ("wish", "state", "joined_at", "source_id", "missed")
_UPDATE_MEMBER = (
    update(session_members)
    .where(_OF_SESSION, _M.user_id == bindparam("person"))
    .values({name: bindparam(f"new_{name}", type_=_M[name].type) for name in _MEMBER_CHANGES})
)
_OWN = select(session_members).where(
    _M.guild_id == bindparam("guild"),
    _M.user_id == bindparam("person"),
    _M.session_id.in_(bindparam("sessions", expanding=True)),
)
_MISSED = (
    select(func.count())
    .select_from(session_members)
    .join(sessions, _S.id == _M.session_id)
    .where(
        _M.guild_id == bindparam("guild"),
        _M.user_id == bindparam("person"),
        _M.state == MemberState.NO_SHOW.value,
        _S.starts_at >= bindparam("since", type_=_S.starts_at.type),
    )
)
_VOTES_OF = and_(_V.guild_id == bindparam("guild"), _V.session_id == bindparam("which"))
_VOTES = select(_V.choice, _V.user_id).where(_VOTES_OF).order_by(_V.choice, _V.user_id)
_VOTE = InsertOnce(session_votes, _V.session_id, _V.choice, _V.user_id)
_UNVOTE = delete(session_votes).where(_VOTES_OF, _V.choice == bindparam("chosen"), _V.user_id == bindparam("person"))

# ------------------------------------------------------------------ numbers

_BY_STATUS = (
    select(_S.status, func.count().label("rows"))
    .where(_S.guild_id == bindparam("guild"), _S.starts_at >= bindparam("since", type_=_S.starts_at.type))
    .group_by(_S.status)
)
_BY_STATE = (
    select(_M.state, func.count().label("rows"), func.count(_M.user_id.distinct()).label("people"))
    .join(sessions, _S.id == _M.session_id)
    .where(_M.guild_id == bindparam("guild"))
    .group_by(_M.state)
)
_HELD_BY_STATE = _BY_STATE.where(
    _S.status == SessionStatus.ENDED.value, _S.starts_at >= bindparam("since", type_=_S.starts_at.type)
)
_AHEAD_BY_STATE = _BY_STATE.where(_S.status.in_(_AHEAD))
_COUNT_AHEAD = (
    select(func.count().label("all"), func.count().filter(_S.host_id == bindparam("host")).label("own"))
    .select_from(sessions)
    .where(_S.guild_id == bindparam("guild"), _S.status.in_(_AHEAD))
)


class SessionRows:
    """Sessions of all servers. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Session) -> Session:
        """Store a session, or find the one that was planned for the same key before."""
        await self._connection.execute(_ADD.on(self._connection), [_values(new)])
        found = await self._one(_BY_KEY, guild=new.guild_id, name=new.key)
        assert found is not None, "it was stored just now, or before"
        return found

    async def get(self, guild_id: int, session_id: int, *, lock: bool = False) -> Session | None:
        """One session of this server; with ``lock`` nobody else changes it until the unit ends."""
        return await self._one(_GET_LOCKED if lock else _GET, guild=guild_id, which=session_id)

    async def by_key(self, guild_id: int, key: str) -> Session | None:
        """The session that was planned for this key."""
        return await self._one(_BY_KEY, guild=guild_id, name=key)

    async def save(self, after: Session) -> None:
        """Store a session that was read with its lock."""
        new = {f"new_{name}": value for name, value in _values(after).items() if name in _CHANGED}
        await self._connection.execute(_UPDATE, new | {"guild": after.guild_id, "which": after.id})

    async def open_in(self, guild_id: int) -> list[Session]:
        """All of which something is still to come, the next one first and those without a time last."""
        found = await self._connection.execute(_OPEN_HERE, {"guild": guild_id})
        return [_session(row) for row in found.mappings()]

    async def count_ahead(self, guild_id: int, host_id: int) -> tuple[int, int]:
        """How many sessions are ahead in a server, and how many of them somebody hosts."""
        row = (await self._connection.execute(_COUNT_AHEAD, {"guild": guild_id, "host": host_id})).one()
        return int(row.all), int(row.own)

    async def has_hosted(self, guild_id: int, user_id: int) -> bool:
        """Whether somebody ever planned one."""
        found = await self._connection.execute(_HOSTED, {"guild": guild_id, "person": user_id})
        return found.first() is not None

    # ------------------------------------------------------------------ members and votes

    async def members(self, guild_id: int, session_id: int) -> list[Member]:
        """Everybody who ever signed up, whatever became of it, in the order in which they came."""
        found = await self._connection.execute(_MEMBERS, {"guild": guild_id, "which": session_id})
        return [Member.model_validate(dict(row)) for row in found.mappings()]

    async def put_member(self, member: Member) -> None:
        """Store a member of a session that was read with its lock."""
        values = member.model_dump(mode="python") | member.model_dump(mode="json", include={"wish", "state"})
        added = await self._connection.execute(_ADD_MEMBER.on(self._connection), [values])
        if added.rowcount == 1:
            return
        new = {f"new_{name}": values[name] for name in _MEMBER_CHANGES}
        key = {"guild": member.guild_id, "which": member.session_id, "person": member.user_id}
        await self._connection.execute(_UPDATE_MEMBER, new | key)

    async def own(self, guild_id: int, user_id: int, session_ids: Collection[int]) -> dict[int, Member]:
        """Where somebody stands in these sessions, by the session."""
        wanted = {"guild": guild_id, "person": user_id, "sessions": list(session_ids)}
        found = (await self._connection.execute(_OWN, wanted)).mappings()
        return {row["session_id"]: Member.model_validate(dict(row)) for row in found}

    async def missed(self, guild_id: int, user_id: int, since: datetime) -> int:
        """To how many sessions that began after ``since`` somebody did not come."""
        found = await self._connection.execute(_MISSED, {"guild": guild_id, "person": user_id, "since": since})
        return int(found.scalar_one())

    async def votes(self, guild_id: int, session_id: int) -> dict[int, list[int]]:
        """Who can at which of the proposed times."""
        found: dict[int, list[int]] = {}
        for row in await self._connection.execute(_VOTES, {"guild": guild_id, "which": session_id}):
            found.setdefault(row.choice, []).append(row.user_id)
        return found

    async def vote(self, guild_id: int, session_id: int, choice: int, user_id: int, *, can: bool) -> None:
        """Somebody can at a time, or no longer."""
        if can:
            row = {"guild_id": guild_id, "session_id": session_id, "choice": choice, "user_id": user_id}
            await self._connection.execute(_VOTE.on(self._connection), [row])
        else:
            key = {"guild": guild_id, "which": session_id, "chosen": choice, "person": user_id}
            await self._connection.execute(_UNVOTE, key)

    # ------------------------------------------------------------------ numbers

    async def stats(self, guild_id: int, since: datetime) -> SessionStats:
        """How sessions went that began after ``since``, and what is ahead."""
        wanted = {"guild": guild_id, "since": since}
        statuses = {row.status: row.rows for row in await self._connection.execute(_BY_STATUS, wanted)}
        held = {row.state: row for row in await self._connection.execute(_HELD_BY_STATE, wanted)}
        ahead = {row.state: row.rows for row in await self._connection.execute(_AHEAD_BY_STATE, {"guild": guild_id})}
        came, missed = held.get(MemberState.CHECKED_IN.value), held.get(MemberState.NO_SHOW.value)
        return SessionStats(
            held=statuses.get(SessionStatus.ENDED.value, 0),
            cancelled=statuses.get(SessionStatus.CANCELLED.value, 0),
            came=came.rows if came else 0,
            missed=missed.rows if missed else 0,
            people=came.people if came else 0,
            ahead=(await self.count_ahead(guild_id, 0))[0],
            signed_up=sum(ahead.get(state, 0) for state in _HAS_PLACE),
            waiting=ahead.get(MemberState.WAITING.value, 0),
        )

    async def _one(self, statement: Any, **wanted: int | str) -> Session | None:
        row: Mapping[Any, Any] | None = (await self._connection.execute(statement, wanted)).mappings().first()
        return _session(row) if row else None


def _session(row: Mapping[Any, Any]) -> Session:
    return Session.model_validate(dict(row))


def _values(one: Session) -> dict[str, Any]:
    texts = one.model_dump(mode="json", include={"wall", "kind", "status", "times", "event_problem"})
    return one.model_dump(exclude={"id"}) | texts
