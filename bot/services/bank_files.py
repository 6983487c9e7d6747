"""A server's questions from files and into files: planned and told first, then saved as a whole or not at all."""

import asyncio
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from pydantic import ValidationError

from bot.domain.bank.importing import Bank, Does, KeptFile, Plan, Step, plan, shipped
from bot.domain.bank.overlay import Change, ChangeKind, ServerQuestion
from bot.domain.bank.sheets import MAX_ROWS, Known, Proposal, in_files, read, write_csv, write_json
from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Question, Track
from bot.services import audit
from bot.services.banks import Banks
from bot.services.heavy import in_thread, let_go
from bot.services.ports import Now, Store, Unit
from bot.services.progress import Progress

KEPT_FOR = timedelta(days=1)
_MOST_KEPT = 5
"""Files of one server that wait at once; with the next the oldest goes."""

_BATCH = 100
"""Questions saved at once: some 15 ms of work on the event loop."""

_LONGEST_NAME = 200


class File(NamedTuple):
    """A file as it was sent. ``track_id``: the track of rows that name none."""

    name: str
    data: bytes
    track_id: str | None = None


class Imported(NamedTuple):
    """How many questions were added and changed, and how many rows were left out or had nothing new."""

    added: int
    changed: int
    left_out: int
    same: int


class What(StrEnum):
    """Which questions go into a file."""

    OWN = "own"
    ALL = "all"


class Format(StrEnum):
    """How they are written."""

    CSV = "csv"
    JSON = "json"


_WRITERS = {Format.CSV: write_csv, Format.JSON: write_json}


class Exported(NamedTuple):
    """The files, how many questions are in them, and how many stand nowhere because their track or stage is gone."""

    files: tuple[bytes, ...]
    questions: int
    homeless: int


class BankFiles:
    """Imports and exports of all servers. Whoever calls has checked the actor's rights."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._now = now
        # A large file takes a few 100 MB while it is read: one at a time.
        self._turn = asyncio.Semaphore(1)

    # ------------------------------------------------------------------ import

    async def plan(self, guild_id: int, file: File, progress: Progress) -> Plan:
        """What importing a file would do; saves nothing.

        :raises Refused: for an unknown track, or if it was stopped.
        """
        progress.begin("Waiting for another file")
        async with self._turn:
            tracks = await self._banks.tracks(guild_id)
            if file.track_id is not None and file.track_id not in tracks:
                raise Refused(Reason.UNKNOWN_TRACK)
            known = Known({one.id: [stage.id for stage in one.stages] for one in tracks.values()}, file.track_id)
            progress.begin("Reading the file")
            sheet = await in_thread(lambda: read(file.data, file.name, known))
            progress.begin("Reading your bank")
            ids = [row.proposal.id for row in sheet.rows if row.proposal.id is not None]
            bank = await self._store.read(lambda unit: self._bank(unit, guild_id, tracks, ids))
            progress.begin("Comparing questions", len(sheet.rows))
            rows = list(sheet.rows)
            found = await in_thread(partial(plan, sheet, bank, self._banks.new_id, progress.tick))
        del sheet, bank
        await let_go(rows)
        return found

    async def keep(self, guild_id: int, user_id: int, file: File, plan: Plan) -> int:
        """Keep a file for :meth:`press`, for a day and over restarts; returns its id."""
        now = self._now()
        kept = KeptFile(
            guild_id=guild_id,
            user_id=user_id,
            name=_short(file.name),
            track_id=file.track_id,
            data=await asyncio.to_thread(zlib.compress, file.data, 1),
            digest=plan.digest,
            offer=plan.offer,
            created_at=now,
        )
        return await self._store.write(lambda unit: unit.files.keep(kept, now - KEPT_FOR, _MOST_KEPT))

    async def kept(self, guild_id: int, user_id: int, file_id: int) -> KeptFile:
        """:raises Refused: if no such file of this person waits in this server."""
        found: KeptFile | None = await self._store.read(lambda unit: unit.files.get(guild_id, user_id, file_id))
        if found is None:
            raise Refused(Reason.IMPORT_GONE)
        return found

    async def press(self, kept: KeptFile, progress: Progress, *, copies: bool) -> Imported | Plan:
        """Import a kept file, once: all of it, or without ``copies``.

        If it would not do any more what its sender was shown, nothing is saved, and it is planned anew.

        :raises Refused: if it is gone, if somebody changes the bank this very moment, or if it was stopped.
        """
        data = await asyncio.to_thread(zlib.decompress, kept.data)
        planned = await self.plan(kept.guild_id, File(kept.name, data, kept.track_id), progress)
        del data
        if planned.problems or planned.digest != kept.digest:
            if not await self._store.write(lambda unit: unit.files.shown(kept, planned.digest, planned.offer)):
                raise Refused(Reason.IMPORT_GONE)
            return planned
        try:
            return await self.save(kept.guild_id, kept.user_id, planned, progress, copies=copies, kept=kept)
        finally:
            await let_go(planned.steps)

    async def save(
        self,
        guild_id: int,
        actor_id: int,
        planned: Plan,
        progress: Progress,
        *,
        copies: bool = False,
        kept: KeptFile | None = None,
    ) -> Imported:
        """Do what was planned, in one transaction.

        :raises Refused: as for :meth:`press`; nothing is saved then.
        """
        assert not planned.problems, "only a file without problems can be imported"
        steps = [step for step in planned.doing if copies or not step.like]
        now = self._now()
        changes = await in_thread(lambda: [_change(step, actor_id, now) for step in steps])

        async def work(unit: Unit) -> None:
            progress.begin("Saving questions", len(steps))
            if kept is not None and not await unit.files.drop(guild_id, kept.user_id, kept.id):
                raise Refused(Reason.IMPORT_GONE)
            await self._check_unchanged(unit, guild_id, steps)
            for at in range(0, len(steps), _BATCH):
                await self._save_some(unit, guild_id, steps[at : at + _BATCH], changes[at : at + _BATCH])
                progress.tick(len(steps[at : at + _BATCH]))
            await audit.changed(unit, guild_id, changes)

        await self._store.write(work)
        added = sum(step.does is Does.ADDS for step in steps)
        left_out = len(planned.doing) - len(steps)
        await let_go(changes)
        return Imported(added, len(steps) - added, left_out, len(planned.of(Does.NOTHING)))

    async def _bank(self, unit: Unit, guild_id: int, tracks: Mapping[str, Track], ids: Sequence[str]) -> Bank:
        prompts: list[tuple[str, str]] = []
        async for page in unit.banks.prompts(guild_id):
            prompts += page
        listed = [question.id for track in tracks.values() for stage in track.stages for question in stage.questions]
        rows = {one.id: one async for one in unit.banks.by_ids(guild_id, ids)}
        touched = frozenset(await unit.banks.versions(guild_id, listed))
        return Bank(guild_id, tracks, rows, prompts, touched)

    async def _check_unchanged(self, unit: Unit, guild_id: int, steps: Sequence[Step]) -> None:
        """Every question is still as it was planned for, and every track is there."""
        expected = {step.after.id: step.before.version if step.before else 0 for step in steps}
        found = await unit.banks.versions(guild_id, list(expected))
        tracks = (await self._banks.content(unit, guild_id)).tracks
        gone = {step.after.track_id for step in steps} - set(tracks)
        if gone or any(found.get(one, 0) != version for one, version in expected.items()):
            raise Refused(Reason.BANK_CHANGED)

    @staticmethod
    async def _save_some(unit: Unit, guild_id: int, steps: Sequence[Step], changes: Sequence[Change]) -> None:
        after = [
            step.after.model_copy(update={"changed_at": change.created_at})
            for step, change in zip(steps, changes, strict=True)
        ]
        pairs = [(_stored(step), one) for step, one in zip(steps, after, strict=True)]
        await unit.banks.add_many(one for before, one in pairs if before is None)
        for before, one in pairs:
            if before is not None and not await unit.banks.put(before, one):
                raise Refused(Reason.BANK_CHANGED)
        await unit.banks.note(guild_id, changes)
        for step, change in zip(steps, changes, strict=True):
            if step.before is not None:
                await unit.reports.settle(guild_id, change.question_id, change.created_at)

    # ------------------------------------------------------------------ export

    async def export(self, guild_id: int, what: What, form: Format, progress: Progress) -> Exported:
        """The server's own, edited and retired questions, or all that are in use, as files to import again.

        :raises Refused: if it was stopped.
        """
        progress.begin("Waiting for another file")
        async with self._turn:
            tracks = await self._banks.tracks(guild_id)

            async def work(unit: Unit) -> Exported:
                progress.begin("Collecting questions", await unit.banks.count(guild_id))
                untouched: list[ServerQuestion] = []
                if what is What.ALL:
                    untouched = await self._untouched(unit, guild_id, tracks)
                writer = _Writer(what, form, tracks)
                await asyncio.to_thread(writer.add_shipped, untouched)
                async for page in unit.banks.pages(guild_id):
                    await asyncio.to_thread(writer.add, page)
                    progress.tick(len(page))
                return await asyncio.to_thread(writer.finish)

            return await self._store.read(work)

    async def _untouched(self, unit: Unit, guild_id: int, tracks: Mapping[str, Track]) -> list[ServerQuestion]:
        listed = await asyncio.to_thread(lambda: list(shipped(guild_id, tracks.values())))
        touched = await unit.banks.versions(guild_id, [one.id for one in listed])
        return [one for one in listed if one.id not in touched]


@dataclass
class _Writer:
    """Turns rows into files, each of which can be imported again."""

    what: What
    form: Format
    tracks: Mapping[str, Track]
    files: list[bytes] = field(default_factory=list)
    waiting: list[Proposal] = field(default_factory=list)
    count: int = 0
    homeless: int = 0

    def add_shipped(self, listed: Iterable[ServerQuestion]) -> None:
        for one in listed:
            self._put(one.question, one.track_id, one.stage_id, retired=False)

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            question = Question.model_validate(row["question"])
            track = self.tracks.get(row["track_id"])
            stage = track.stage(row["stage_id"]) if track else None
            if stage is None:
                self.homeless += not row["retired"] or self.what is What.OWN
                continue
            is_shipped = row["builtin"] and not row["retired"] and question in stage.questions
            if (self.what is What.OWN and is_shipped) or (self.what is What.ALL and row["retired"]):
                continue
            self._put(question, row["track_id"], row["stage_id"], retired=row["retired"])

    def finish(self) -> Exported:
        if self.waiting:
            self._write(self.waiting)
        return Exported(tuple(self.files), self.count, self.homeless)

    def _put(self, question: Question, track: str, stage: str, *, retired: bool) -> None:
        try:
            self.waiting.append(Proposal.of(question, stage=stage, track=track, retired=retired))
        except ValidationError:  # control characters: nothing that brings questions in lets them through
            self.homeless += 1
            return
        self.count += 1
        if len(self.waiting) == MAX_ROWS:
            self._write(self.waiting)

    def _write(self, some: list[Proposal]) -> None:
        self.files += in_files(_WRITERS[self.form], some)
        while some:  # one by one: in_thread and let_go say why
            some.pop()


def _stored(step: Step) -> ServerQuestion | None:
    """The row that the step changes; a built-in question that nobody touched has none."""
    return step.before if step.before is not None and step.before.version else None


def _change(step: Step, actor_id: int, now: Any) -> Change:
    return Change(
        question_id=step.after.id,
        version=step.after.version,
        actor_id=actor_id,
        kind=ChangeKind.IMPORTED,
        before=step.before.question if step.before else None,
        after=step.after.question,
        created_at=now,
    )


def _short(name: str) -> str:
    """The end of a name tells the format."""
    return name if len(name) <= _LONGEST_NAME else "…" + name[-_LONGEST_NAME + 1 :]
