"""Servers' own questions and tracks, and the history of each question."""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bank.overlay import Change, ServerQuestion, plain
from bot.domain.tracks import Question, Track
from bot.storage.tables import question_changes, rounds, server_questions, server_tracks, turns

_Q = server_questions.c
_LARGEST = 2**31 - 1
_MOST_WORDS = 6

_IN_GUILD = _Q.guild_id == bindparam("guild")
_IN_STAGE = and_(_IN_GUILD, _Q.track_id == bindparam("track"), _Q.stage_id == bindparam("stage"))
_GET = select(server_questions).where(_IN_GUILD, _Q.question_id == bindparam("which"))
_GET_LOCKED = _GET.with_for_update()
_TOUCHED = select(_Q.question_id).where(_IN_STAGE, _Q.builtin.is_(True))
_STOCK = (
    select(_Q.track_id, _Q.stage_id, func.count().label("questions"))
    .where(_IN_GUILD, _Q.retired.is_(False))
    .group_by(_Q.track_id, _Q.stage_id)
)
_TIMES = (
    select(turns.c.question_id, func.count().label("times"))
    .join(rounds, rounds.c.id == turns.c.round_id)
    .where(
        turns.c.guild_id == bindparam("guild"),
        turns.c.candidate_id == bindparam("candidate"),
        or_(turns.c.status != "waiting", rounds.c.status.in_(("opening", "open"))),
    )
    .group_by(turns.c.question_id)
    .subquery()
)
# Of a large pool only a sample is looked at: what the person has had least often, in an order of the round's own.
_SAMPLE = (
    select(_Q.question)
    .outerjoin(_TIMES, _TIMES.c.question_id == _Q.question_id)
    .where(_IN_STAGE, _Q.retired.is_(False))
    .order_by(
        func.coalesce(_TIMES.c.times, 0),
        (_Q.shuffle * bindparam("factor") + bindparam("offset")) % _LARGEST,
        _Q.question_id,
    )
    .limit(bindparam("most"))
)
_ALL = select(server_questions).where(_IN_GUILD).order_by(_Q.track_id, _Q.stage_id, _Q.question_id)
_OVER_BUILTIN = _ALL.where(_Q.builtin.is_(True))
_ADD = insert(server_questions)
_UPDATE = (
    update(server_questions)
    .where(_IN_GUILD, _Q.question_id == bindparam("which"), _Q.version == bindparam("old_version"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "track_id",
                "stage_id",
                "retired",
                "competency",
                "difficulty",
                "plain",
                "question",
                "credit_id",
                "version",
                "changed_at",
            )
        }
    )
)
_CHANGED = insert(question_changes)
_CHANGES = (
    select(question_changes)
    .where(question_changes.c.guild_id == bindparam("guild"), question_changes.c.question_id == bindparam("which"))
    .order_by(question_changes.c.version.desc())
)
_TRACKS = select(server_tracks.c.track).where(server_tracks.c.guild_id == bindparam("guild"))
_DROP_TRACK = delete(server_tracks).where(
    server_tracks.c.guild_id == bindparam("guild"), server_tracks.c.track_id == bindparam("which")
)
_ADD_TRACK = insert(server_tracks)


class BankRows:
    """What servers have over the built-in content. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild_id: int, question_id: str, *, lock: bool = False) -> ServerQuestion | None:
        """A server's row for a question; a built-in one that it never touched has none."""
        wanted = {"guild": guild_id, "which": question_id}
        row = (await self._connection.execute(_GET_LOCKED if lock else _GET, wanted)).mappings().first()
        return _question(row) if row else None

    async def touched(self, guild_id: int, track_id: str, stage_id: str) -> set[str]:
        """The built-in questions of a stage that the server edited or retired."""
        wanted = {"guild": guild_id, "track": track_id, "stage": stage_id}
        return set((await self._connection.execute(_TOUCHED, wanted)).scalars())

    async def sample(
        self, guild_id: int, candidate_id: int, stage: tuple[str, str], seed: int, most: int
    ) -> list[Question]:
        """At most ``most`` of the server's questions of a stage (track, stage), those seen least often first."""
        wanted = {
            "guild": guild_id,
            "candidate": candidate_id,
            "track": stage[0],
            "stage": stage[1],
            "factor": 1 + seed % 1_000_003,
            "offset": seed % _LARGEST,
            "most": most,
        }
        return [Question.model_validate(one) for one in (await self._connection.execute(_SAMPLE, wanted)).scalars()]

    async def stock(self, guild_id: int) -> dict[tuple[str, str], int]:
        """How many questions in use the server has rows for, by track and stage."""
        found = await self._connection.execute(_STOCK, {"guild": guild_id})
        return {(row.track_id, row.stage_id): row.questions for row in found}

    async def every_builtin(self, guild_id: int) -> list[ServerQuestion]:
        """The built-in questions that the server edited or retired."""
        found = (await self._connection.execute(_OVER_BUILTIN, {"guild": guild_id})).mappings()
        return [_question(row) for row in found]

    async def every(self, guild_id: int) -> list[ServerQuestion]:
        """All rows of a server."""
        found = (await self._connection.execute(_ALL, {"guild": guild_id})).mappings()
        return [_question(row) for row in found]

    async def search(
        self, guild_id: int, words: Sequence[str], filters: Mapping[str, object], most: int, start: int = 0
    ) -> list[ServerQuestion]:
        """Rows whose prompt or id has all ``words``, within ``filters`` (column: value), by id."""
        statement = select(server_questions).where(_Q.guild_id == guild_id)
        for word in words[:_MOST_WORDS]:
            like = _like(word)
            statement = statement.where(or_(_Q.plain.like(like, escape="\\"), _Q.question_id.like(like, escape="\\")))
        for name, value in filters.items():
            statement = statement.where(_Q[name] == value)
        statement = statement.order_by(_Q.question_id).limit(most).offset(start)
        return [_question(row) for row in (await self._connection.execute(statement)).mappings()]

    async def prompts(self, guild_id: int) -> list[tuple[str, str]]:
        """Id and plain prompt of every question in use that the server has a row for, to compare a new one with."""
        statement = select(_Q.question_id, _Q.plain).where(_Q.guild_id == guild_id, _Q.retired.is_(False))
        return [(row.question_id, row.plain) for row in await self._connection.execute(statement)]

    async def put(self, before: ServerQuestion | None, after: ServerQuestion) -> bool:
        """Store a question; ``False`` if it is no longer what ``before`` says (``None``: there was no row)."""
        values = _values(after)
        if before is None:
            rows = values | {"shuffle": random.randrange(_LARGEST)}  # noqa: S311 - spreads, guards nothing
            if await self.get(after.guild_id, after.id) is not None:
                return False
            await self._connection.execute(_ADD, rows)
            return True
        new = {f"new_{name}": value for name, value in values.items() if name not in _FIXED}
        where = {"guild": after.guild_id, "which": after.id, "old_version": before.version}
        return (await self._connection.execute(_UPDATE, new | where)).rowcount == 1

    async def add_many(self, added: Iterable[ServerQuestion]) -> None:
        """Store many new questions at once."""
        rows = [_values(one) | {"shuffle": random.randrange(_LARGEST)} for one in added]  # noqa: S311
        if rows:
            await self._connection.execute(_ADD, rows)

    async def note(self, guild_id: int, changes: Iterable[Change]) -> None:
        """Keep who changed what."""
        rows = [
            change.model_dump(exclude={"before", "after"})
            | {
                "guild_id": guild_id,
                "before": change.before.model_dump(mode="json") if change.before else None,
                "after": change.after.model_dump(mode="json"),
            }
            for change in changes
        ]
        if rows:
            await self._connection.execute(_CHANGED, rows)

    async def history(self, guild_id: int, question_id: str) -> list[Change]:
        """Every change of a question, the newest first."""
        found = (await self._connection.execute(_CHANGES, {"guild": guild_id, "which": question_id})).mappings()
        return [Change.model_validate({name: row[name] for name in Change.model_fields}) for row in found]

    async def tracks(self, guild_id: int) -> list[Track]:
        """The server's own tracks."""
        found = (await self._connection.execute(_TRACKS, {"guild": guild_id})).scalars()
        return [Track.model_validate(one) for one in found]

    async def put_track(self, guild_id: int, track: Track, actor_id: int, now: datetime) -> None:
        """Store a track in place of the one with its id."""
        await self.remove_track(guild_id, track.id)
        row = {"guild_id": guild_id, "track_id": track.id, "track": track.model_dump(mode="json")}
        await self._connection.execute(_ADD_TRACK, row | {"actor_id": actor_id, "changed_at": now})

    async def remove_track(self, guild_id: int, track_id: str) -> bool:
        """Take a track away; ``False`` if the server has none of this id."""
        return (await self._connection.execute(_DROP_TRACK, {"guild": guild_id, "which": track_id})).rowcount > 0


_FIXED = {"guild_id", "question_id", "builtin"}


def _like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped.casefold()}%"


def _values(one: ServerQuestion) -> dict[str, Any]:
    return one.model_dump(exclude={"question"}) | {
        "question_id": one.id,
        "competency": one.question.competency.value,
        "difficulty": one.question.difficulty.value,
        "plain": plain(one.question),
        "question": one.question.model_dump(mode="json"),
    }


def _question(row: Mapping[Any, Any]) -> ServerQuestion:
    return ServerQuestion.model_validate({name: row[name] for name in ServerQuestion.model_fields})
