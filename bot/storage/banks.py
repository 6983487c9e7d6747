"""Servers' own questions and tracks, and the history of each question."""

import random
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bank.overlay import Change, ServerQuestion, plain
from bot.domain.bank.shelf import Kind, Shelved
from bot.domain.tracks import Question, Track
from bot.storage.once import InsertOnce
from bot.storage.tables import bank_revisions, question_changes, rounds, server_questions, server_tracks, turns

_Q = server_questions.c
_LARGEST = 2**31 - 1
_SPREAD = 0x9E3779B1
"""Takes the places of seeds that are close to each other far apart."""

_PAGE = 1000
"""Rows read at once: some 5 ms of work on the event loop."""
_WHOLE = 200
"""The same of rows with their whole questions, and the most ids in one statement."""
_PAIRS = 2000

_IN_GUILD = _Q.guild_id == bindparam("guild")
_IN_STAGE = and_(_IN_GUILD, _Q.track_id == bindparam("track"), _Q.stage_id == bindparam("stage"))
_GET = select(server_questions).where(_IN_GUILD, _Q.question_id == bindparam("which"))
_GET_LOCKED = _GET.with_for_update()
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
_IN_USE = and_(_IN_STAGE, _Q.retired.is_(False))
_UNSEEN = (
    select(_Q.question)
    .where(_IN_USE, _Q.question_id.not_in(select(_TIMES.c.question_id)))
    .order_by(_Q.shuffle, _Q.question_id)
    .limit(bindparam("most"))
)
# Of a large pool only a sample is looked at: what the person never had, from a place of the round's own on and round
# the end, then what they had least often.
_SAMPLES = (
    _UNSEEN.where(_Q.shuffle >= bindparam("place")),
    _UNSEEN.where(_Q.shuffle < bindparam("place")),
    select(_Q.question)
    .join(_TIMES, _TIMES.c.question_id == _Q.question_id)
    .where(_IN_USE)
    .order_by(_TIMES.c.times, (_Q.shuffle + bindparam("place")) % _LARGEST, _Q.question_id)
    .limit(bindparam("most")),
)
_SHELVED = (
    _Q.question_id,
    _Q.plain,
    _Q.track_id,
    _Q.stage_id,
    _Q.competency,
    _Q.difficulty,
    _Q.retired,
    _Q.builtin,
)
_BY_REVISION = (_Q.revision, _Q.question_id)
_SINCE = (
    select(*_SHELVED, _Q.revision)
    .where(_IN_GUILD, tuple_(*_BY_REVISION) > tuple_(bindparam("revision"), bindparam("after")))
    .order_by(*_BY_REVISION)
    .limit(bindparam("most"))
)
_REVISION = select(bank_revisions.c.revision).where(bank_revisions.c.guild_id == bindparam("guild"))
_NO_REVISION = InsertOnce(bank_revisions, bank_revisions.c.guild_id)
_NEXT_REVISION = (
    update(bank_revisions)
    .where(bank_revisions.c.guild_id == bindparam("guild"))
    .values(revision=bank_revisions.c.revision + 1)
)
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
                "revision",
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
# As text: whoever keeps what was read before need not read the same JSON again.
_TRACKS = select(cast(server_tracks.c.track, Text)).where(server_tracks.c.guild_id == bindparam("guild"))
_TRACK_IDS = select(server_tracks.c.track_id).where(server_tracks.c.guild_id == bindparam("guild"))
_DROP_TRACK = delete(server_tracks).where(
    server_tracks.c.guild_id == bindparam("guild"), server_tracks.c.track_id == bindparam("which")
)
_ADD_TRACK = insert(server_tracks)


class BankRows:
    """What servers have over the built-in content. Every method names the server."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._revisions: dict[int, int] = {}

    async def revision(self, guild_id: int) -> int:
        """Changes with every change of the server's questions or tracks."""
        found = (await self._connection.execute(_REVISION, {"guild": guild_id})).scalar_one_or_none()
        return found or 0

    def changed(self, guild_id: int) -> bool:
        """Whether this transaction changed the server's bank, so that what it reads may never be saved."""
        return guild_id in self._revisions

    async def since(self, guild_id: int, revision: int) -> AsyncIterator[list[Shelved]]:
        """What is searched of the rows written after a revision, in parts between which the event loop gets its turn.

        The revision to say next time is the one asked for before: of what is written meanwhile, any may be in it.
        """
        wanted: dict[str, object] = {"guild": guild_id, "revision": revision + 1, "after": "", "most": _PAGE}
        while rows := (await self._connection.execute(_SINCE, wanted)).all():
            yield [Shelved(row[0], row[1], Kind(*row[2:8])) for row in rows]
            wanted |= {"revision": rows[-1].revision, "after": rows[-1].question_id}

    async def get(self, guild_id: int, question_id: str, *, lock: bool = False) -> ServerQuestion | None:
        """A server's row for a question; a built-in one that it never touched has none."""
        wanted = {"guild": guild_id, "which": question_id}
        row = (await self._connection.execute(_GET_LOCKED if lock else _GET, wanted)).mappings().first()
        return _question(row) if row else None

    async def sample(
        self, guild_id: int, candidate_id: int, stage: tuple[str, str], seed: int, most: int
    ) -> list[Question]:
        """At most ``most`` of the server's questions of a stage (track, stage), those seen least often first."""
        wanted = {
            "guild": guild_id,
            "candidate": candidate_id,
            "track": stage[0],
            "stage": stage[1],
            "place": seed * _SPREAD % _LARGEST,
        }
        found: list[Question] = []
        for statement in _SAMPLES:
            if len(found) < most:
                rows = await self._connection.execute(statement, wanted | {"most": most - len(found)})
                found += [Question.model_validate(one) for one in rows.scalars()]
        return found

    async def stock(self, guild_id: int) -> dict[tuple[str, str], int]:
        """How many questions in use the server has rows for, by track and stage."""
        found = await self._connection.execute(_STOCK, {"guild": guild_id})
        return {(row.track_id, row.stage_id): row.questions for row in found}

    async def by_ids(self, guild_id: int, question_ids: Sequence[str]) -> AsyncIterator[ServerQuestion]:
        """The server's rows for some questions, in parts between which the event loop gets its turn."""
        for at in range(0, len(question_ids), _WHOLE):
            some = question_ids[at : at + _WHOLE]
            statement = select(server_questions).where(_Q.guild_id == guild_id, _Q.question_id.in_(some))
            for row in (await self._connection.execute(statement)).mappings():
                yield _question(row)

    async def versions(self, guild_id: int, question_ids: Sequence[str]) -> dict[str, int]:
        """The versions of those of some questions that the server has rows for."""
        found: dict[str, int] = {}
        for at in range(0, len(question_ids), _WHOLE):
            some = question_ids[at : at + _WHOLE]
            statement = select(_Q.question_id, _Q.version).where(_Q.guild_id == guild_id, _Q.question_id.in_(some))
            found |= {row.question_id: row.version for row in await self._connection.execute(statement)}
        return found

    async def prompts(self, guild_id: int) -> AsyncIterator[list[tuple[str, str]]]:
        """Id and plain prompt of every question in use that the server has a row for, in parts."""
        after = ""
        while True:
            statement = (
                select(_Q.question_id, _Q.plain)
                .where(_Q.guild_id == guild_id, _Q.retired.is_(False), _Q.question_id > after)
                .order_by(_Q.question_id)
                .limit(_PAIRS)
            )
            page = [(row.question_id, row.plain) for row in await self._connection.execute(statement)]
            if not page:
                return
            yield page
            after = page[-1][0]

    async def pages(self, guild_id: int) -> AsyncIterator[list[Mapping[str, Any]]]:
        """All rows of a server by id, in parts; a question as its JSON has it."""
        columns = (_Q.question_id, _Q.track_id, _Q.stage_id, _Q.builtin, _Q.retired, _Q.question)
        after = ""
        while True:
            statement = (
                select(*columns)
                .where(_Q.guild_id == guild_id, _Q.question_id > after)
                .order_by(_Q.question_id)
                .limit(_WHOLE)
            )
            rows: list[Mapping[str, Any]] = [
                dict(row) for row in (await self._connection.execute(statement)).mappings()
            ]
            if not rows:
                return
            yield rows
            after = rows[-1]["question_id"]

    async def count(self, guild_id: int) -> int:
        """How many rows the server has."""
        statement = select(func.count()).select_from(server_questions).where(_Q.guild_id == guild_id)
        return int((await self._connection.execute(statement)).scalar_one())

    async def put(self, before: ServerQuestion | None, after: ServerQuestion) -> bool:
        """Store a question; ``False`` if it is no longer what ``before`` says (``None``: there was no row)."""
        values = _values(after) | {"revision": await self._next_revision(after.guild_id)}
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
        rows = [
            _values(one)
            | {
                "shuffle": random.randrange(_LARGEST),  # noqa: S311 - spreads, guards nothing
                "revision": await self._next_revision(one.guild_id),
            }
            for one in added
        ]
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

    async def track_texts(self, guild_id: int) -> list[str]:
        """The server's own tracks, each as the JSON that is stored."""
        return list((await self._connection.execute(_TRACKS, {"guild": guild_id})).scalars())

    async def track_ids(self, guild_id: int) -> set[str]:
        """The ids of the server's own tracks."""
        return set((await self._connection.execute(_TRACK_IDS, {"guild": guild_id})).scalars())

    async def put_track(self, guild_id: int, track: Track, actor_id: int, now: datetime) -> None:
        """Store a track in place of the one with its id."""
        await self.remove_track(guild_id, track.id)
        await self._next_revision(guild_id)
        row = {"guild_id": guild_id, "track_id": track.id, "track": track.model_dump(mode="json")}
        await self._connection.execute(_ADD_TRACK, row | {"actor_id": actor_id, "changed_at": now})

    async def remove_track(self, guild_id: int, track_id: str) -> bool:
        """Take a track away; ``False`` if the server has none of this id."""
        await self._next_revision(guild_id)
        return (await self._connection.execute(_DROP_TRACK, {"guild": guild_id, "which": track_id})).rowcount > 0

    async def _next_revision(self, guild_id: int) -> int:
        """The revision that this transaction makes of a bank."""
        if guild_id not in self._revisions:
            nothing = [{"guild_id": guild_id, "revision": 0}]
            await self._connection.execute(_NO_REVISION.on(self._connection), nothing)
            await self._connection.execute(_NEXT_REVISION, {"guild": guild_id})
            self._revisions[guild_id] = await self.revision(guild_id)
        return self._revisions[guild_id]


_FIXED = {"guild_id", "question_id", "builtin"}


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
