"""Rounds and their turns."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.pipeline import Held
from bot.domain.rounds import Round, RoundStatus, Turn, TurnStatus, Waiting
from bot.domain.turns import Form
from bot.storage.by_ids import in_guild
from bot.storage.tables import rounds, turns

_OPEN = (RoundStatus.OPENING, RoundStatus.OPEN)
_IN_GUILD = rounds.c.guild_id == bindparam("guild")

_BY_ID = select(rounds).where(_IN_GUILD, rounds.c.id == bindparam("round"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_SEVERAL = (
    select(rounds)
    .where(
        in_guild(rounds.c.guild_id),
        rounds.c.id.in_(bindparam("rounds", expanding=True)),
    )
    .order_by(rounds.c.id)
)
_BY_THREAD = select(rounds).where(_IN_GUILD, rounds.c.thread_id == bindparam("thread"))
_OPEN_OF = (
    select(rounds)
    .where(_IN_GUILD, rounds.c.candidate_id == bindparam("candidate"), rounds.c.status.in_(_OPEN))
    .order_by(rounds.c.active_at.desc(), rounds.c.id.desc())
)
_COUNT_OPEN_OF = select(func.count()).select_from(
    select(rounds.c.id)
    .where(_IN_GUILD, rounds.c.candidate_id == bindparam("candidate"), rounds.c.status.in_(_OPEN))
    .subquery()
)
_COUNT_OPEN_IN = select(func.count()).where(
    _IN_GUILD, rounds.c.track_id == bindparam("track"), rounds.c.status.in_(_OPEN)
)
_WAITING = (
    select(rounds.c.guild_id, rounds.c.id, rounds.c.thread_id, turns.c.panel_id)
    .join(turns, and_(turns.c.round_id == rounds.c.id, turns.c.position == rounds.c.position))
    .where(rounds.c.status == RoundStatus.OPEN, rounds.c.thread_id.is_not(None), turns.c.panel_id.is_not(None))
    .order_by(rounds.c.id)
)
_TURNS = (
    select(turns)
    .where(
        in_guild(turns.c.guild_id),
        turns.c.round_id.in_(bindparam("rounds", expanding=True)),
    )
    .order_by(turns.c.round_id, turns.c.position)
)
# What an open round has dealt but not asked yet counts as seen too: two rounds side by side must not share questions.
_SEEN = (
    select(turns.c.question_id, func.count().label("times"))
    .join(rounds, rounds.c.id == turns.c.round_id)
    .where(
        turns.c.guild_id == bindparam("guild"),
        turns.c.candidate_id == bindparam("candidate"),
        turns.c.question_id.in_(bindparam("questions", expanding=True)),
        or_(turns.c.status != TurnStatus.WAITING, rounds.c.status.in_(_OPEN)),
    )
    .group_by(turns.c.question_id)
)
_HELD = (
    select(
        rounds.c.stage_id,
        rounds.c.finished_at,
        func.count(turns.c.position).label("answered"),
        func.avg(turns.c.rating).label("level"),
    )
    .join(turns, turns.c.round_id == rounds.c.id)
    .where(
        _IN_GUILD,
        rounds.c.candidate_id == bindparam("candidate"),
        rounds.c.track_id == bindparam("track"),
        rounds.c.finished_at.is_not(None),
        turns.c.status == TurnStatus.ANSWERED,
        turns.c.form != Form.PROBE,
    )
    .group_by(rounds.c.id, rounds.c.stage_id, rounds.c.finished_at)
    .order_by(rounds.c.finished_at, rounds.c.id)
)
_HELD_RANKED = (
    select(
        rounds.c.id,
        func.row_number()
        .over(partition_by=rounds.c.stage_id, order_by=(rounds.c.finished_at.desc(), rounds.c.id.desc()))
        .label("newness"),
    )
    .where(
        _IN_GUILD,
        rounds.c.candidate_id == bindparam("candidate"),
        rounds.c.track_id == bindparam("track"),
        rounds.c.finished_at.is_not(None),
        exists().where(
            turns.c.round_id == rounds.c.id, turns.c.status == TurnStatus.ANSWERED, turns.c.form != Form.PROBE
        ),
    )
    .subquery()
)
_NEWEST_HELD = (
    select(rounds)
    .join(_HELD_RANKED, _HELD_RANKED.c.id == rounds.c.id)
    .where(_HELD_RANKED.c.newness == 1)
    .order_by(rounds.c.finished_at, rounds.c.id)
)
_LATEST_TRACK = (
    select(rounds.c.track_id)
    .where(_IN_GUILD, rounds.c.candidate_id == bindparam("candidate"))
    .order_by(rounds.c.active_at.desc(), rounds.c.id.desc())
    .limit(1)
)
_INSERT = insert(rounds).returning(rounds.c.id)
_INSERT_TURN = insert(turns)
_UPDATE = (
    update(rounds)
    .where(rounds.c.guild_id == bindparam("guild"), rounds.c.id == bindparam("round"))
    .where(rounds.c.version == bindparam("old_version"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "parent_id",
                "thread_id",
                "status",
                "version",
                "position",
                "active_at",
                "finished_at",
                "prompts",
            )
        }
    )
)
_UPDATE_TURN = (
    update(turns)
    .where(turns.c.guild_id == bindparam("guild"), turns.c.round_id == bindparam("round"))
    .where(turns.c.position == bindparam("at"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("data", "status", "prompted_at", "settled_at", "panel_id", "hints", "rating")
        }
    )
)
_TURN_STATE = {"data", "status", "prompted_at", "settled_at", "panel_id", "hints", "rating"}
_TURN_FIELDS = (*_TURN_STATE, "position", "question", "form", "speaker")
_DELETE_WAITING = delete(turns).where(
    turns.c.guild_id == bindparam("guild"),
    turns.c.round_id == bindparam("round"),
    turns.c.position >= bindparam("start"),
    turns.c.status == TurnStatus.WAITING,
)
_LATEST_CLOSED = (
    select(rounds.c.id)
    .where(
        _IN_GUILD,
        rounds.c.candidate_id == bindparam("candidate"),
        rounds.c.track_id == bindparam("track"),
        rounds.c.stage_id == bindparam("stage"),
        rounds.c.finished_at.is_not(None),
    )
    .order_by(rounds.c.finished_at.desc(), rounds.c.id.desc())
    .limit(1)
)


class LostUpdateError(Exception):
    """A round changed between reading and saving; cannot happen while it is read with its lock."""


class RoundRows:
    """Rounds with their turns."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, planned: Round) -> Round:
        """Store a new round; returns it with its id."""
        values = planned.model_dump(exclude={"id", "turns"}) | {"position": _position(planned)}
        round_id = (await self._connection.execute(_INSERT, values)).scalar_one()
        stored = planned.model_copy(update={"id": round_id})
        await self._connection.execute(_INSERT_TURN, [_turn_values(stored, turn) for turn in stored.turns])
        return stored

    async def get(self, guild_id: int, round_id: int, *, lock: bool = False) -> Round | None:
        """One round; with ``lock`` nobody else changes it until the unit ends (SQLite locks the whole file anyway)."""
        statement = _BY_ID_LOCKED if lock else _BY_ID
        return await self._one(statement, {"guild": guild_id, "round": round_id})

    async def several(self, guild_id: int, round_ids: Iterable[int]) -> list[Round]:
        """Those of these rounds that there are, in the order of their ids."""
        return await self._many(_SEVERAL, {"guild": guild_id, "rounds": list(round_ids)}, guild_id)

    async def in_thread(self, guild_id: int, thread_id: int) -> Round | None:
        """The round of a thread, open or not."""
        return await self._one(_BY_THREAD, {"guild": guild_id, "thread": thread_id})

    async def open_of(self, guild_id: int, candidate_id: int) -> list[Round]:
        """A person's open rounds in a server, the one used last first."""
        return await self._many(_OPEN_OF, {"guild": guild_id, "candidate": candidate_id}, guild_id)

    async def count_open_of(self, guild_id: int, candidate_id: int) -> int:
        """How many rounds a person has open in a server."""
        count: int = (
            await self._connection.execute(_COUNT_OPEN_OF, {"guild": guild_id, "candidate": candidate_id})
        ).scalar_one()
        return count

    async def count_open_in(self, guild_id: int, track_id: str) -> int:
        """How many rounds of a track are open in a server."""
        wanted = {"guild": guild_id, "track": track_id}
        return int((await self._connection.execute(_COUNT_OPEN_IN, wanted)).scalar_one())

    async def waiting(self) -> list[Waiting]:
        """Every open question of every server that has reached its thread, for the catch-up after a start."""
        return [Waiting(*row) for row in await self._connection.execute(_WAITING)]

    async def seen(self, guild_id: int, candidate_id: int, question_ids: Iterable[str]) -> dict[str, int]:
        """Which of these questions a person has had in a server, and how often."""
        wanted = {"guild": guild_id, "candidate": candidate_id, "questions": list(question_ids)}
        return {row.question_id: row.times for row in await self._connection.execute(_SEEN, wanted)}

    async def held(self, guild_id: int, candidate_id: int, track_id: str) -> list[Held]:
        """A person's closed rounds of a track in which something was answered, oldest first."""
        wanted = {"guild": guild_id, "candidate": candidate_id, "track": track_id}
        return [
            Held(row.stage_id, row.finished_at, row.answered, None if row.level is None else float(row.level))
            for row in await self._connection.execute(_HELD, wanted)
        ]

    async def newest_held(self, guild_id: int, candidate_id: int, track_id: str) -> list[Round]:
        """Of each stage of a track the newest closed round in which something was answered, oldest first."""
        wanted = {"guild": guild_id, "candidate": candidate_id, "track": track_id}
        return await self._many(_NEWEST_HELD, wanted, guild_id)

    async def latest_track(self, guild_id: int, candidate_id: int) -> str | None:
        """The track that a person used last in a server."""
        wanted = {"guild": guild_id, "candidate": candidate_id}
        track_id: str | None = (await self._connection.execute(_LATEST_TRACK, wanted)).scalar_one_or_none()
        return track_id

    async def save(self, before: Round, after: Round) -> Round:
        """Store the difference between two states of a round.

        :raises LostUpdateError: if ``before`` is no longer what is stored.
        """
        if before == after:
            return after
        after = after.model_copy(update={"version": before.version + 1})
        values = {
            f"new_{name}": getattr(after, name)
            for name in ("parent_id", "thread_id", "status", "version", "active_at", "finished_at", "prompts")
        }
        values |= {"guild": after.guild_id, "round": after.id, "old_version": before.version}
        result = await self._connection.execute(_UPDATE, values | {"new_position": _position(after)})
        if result.rowcount != 1:
            raise LostUpdateError(after.id)
        await self._renumber(before, after)
        # Where turns were put in between, all that come after them are stored already.
        changed = [turn for old, turn in zip(before.turns, after.turns, strict=False) if old != turn]
        for turn in changed:
            state = {f"new_{name}": value for name, value in turn.model_dump(include=_TURN_STATE).items()}
            where = {"guild": after.guild_id, "round": after.id, "at": turn.position}
            await self._connection.execute(_UPDATE_TURN, state | where)
        return after

    async def latest_turns(self, guild_id: int, candidate_id: int, track_id: str, stage_id: str) -> tuple[Turn, ...]:
        """What was asked in a person's newest closed round of a stage; nothing if there is none."""
        wanted = {"guild": guild_id, "candidate": candidate_id, "track": track_id, "stage": stage_id}
        round_id = (await self._connection.execute(_LATEST_CLOSED, wanted)).scalar_one_or_none()
        if round_id is None:
            return ()
        rows = (await self._connection.execute(_TURNS, {"guild": guild_id, "rounds": [round_id]})).mappings()
        return tuple(turn for turn in map(_turn, rows) if turn.asked)

    async def _renumber(self, before: Round, after: Round) -> None:
        """Turns were put in before those that wait: write all that wait anew."""
        if len(before.turns) == len(after.turns):
            return
        start = sum(turn.asked for turn in before.turns)
        await self._connection.execute(_DELETE_WAITING, {"guild": after.guild_id, "round": after.id, "start": start})
        await self._connection.execute(_INSERT_TURN, [_turn_values(after, turn) for turn in after.turns[start:]])

    async def _one(self, statement: Any, values: Mapping[str, Any]) -> Round | None:
        found = await self._many(statement, values, values["guild"])
        return found[0] if found else None

    async def _many(self, statement: Any, values: Mapping[str, Any], guild_id: int) -> list[Round]:
        rows = (await self._connection.execute(statement, values)).mappings().all()
        if not rows:
            return []
        asked = await self._turns(guild_id, [row["id"] for row in rows])
        return [_round(row, asked.get(row["id"], [])) for row in rows]

    async def _turns(self, guild_id: int, round_ids: list[int]) -> dict[int, list[Turn]]:
        found: dict[int, list[Turn]] = {}
        rows = await self._connection.execute(_TURNS, {"guild": guild_id, "rounds": round_ids})
        for row in rows.mappings():
            found.setdefault(row["round_id"], []).append(_turn(row))
        return found


def _position(state: Round) -> int | None:
    return state.current.position if state.current else None


def _turn_values(state: Round, turn: Turn) -> dict[str, Any]:
    return turn.model_dump(mode="python", exclude={"question", "speaker"}) | {
        "round_id": state.id,
        "guild_id": state.guild_id,
        "candidate_id": state.candidate_id,
        "question_id": turn.question.id,
        "question": turn.question.model_dump(mode="json"),
        "competency": turn.question.competency.value,
        "speaker": turn.speaker.model_dump() if turn.speaker else None,
    }


def _turn(row: Mapping[Any, Any]) -> Turn:
    return Turn.model_validate({name: row[name] for name in _TURN_FIELDS})


def _round(row: Mapping[Any, Any], asked: list[Turn]) -> Round:
    values = {name: value for name, value in row.items() if name != "position"}
    return Round(**values, turns=tuple(asked))
