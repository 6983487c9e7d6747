"""A server's bank of questions: the built-in ones with the server's own layer over them."""

import asyncio
import re
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.domain.bank.overlay import Change, ChangeKind, EditConflict, ServerQuestion, differences
from bot.domain.catalogue import Catalogue
from bot.domain.errors import Reason, Refusal, Refused
from bot.domain.tracks import Question, Stage, Track
from bot.services import audit
from bot.services.own_content import OwnContent, OwnContents, by_id
from bot.services.ports import Now, Store, Unit
from bot.services.shelves import Shelves

SAMPLE = 75
"""Of a server's questions for one stage so many are looked at when a round is dealt; a round needs 15 at most."""
PAGE = 10
_SLUG = re.compile(r"[^a-z0-9]+")
_ID = re.compile(r"[a-z0-9-]{1,64}")
_UNSEARCHABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""What no database is asked for; no question holds it."""
_SLUG_ROOM = 40
_ANSWERS_REPORTS = (ChangeKind.EDITED, ChangeKind.RETIRED)


class Found(NamedTuple):
    """A page of questions; ``more``: there are others after it."""

    questions: tuple[ServerQuestion, ...]
    more: bool


class LookAlike(Refusal):
    """Questions much like the new one are there already; saving it all the same is a choice."""

    def __init__(self, matches: Sequence[tuple[ServerQuestion, float]]) -> None:
        self.matches = tuple(matches)
        super().__init__("much like another question")


class Banks:
    """Questions of all servers. Whoever calls has checked the actor's rights; ids of other servers do not exist."""

    def __init__(self, store: Store, catalogue: Catalogue, now: Now) -> None:
        self._store = store
        self.catalogue = catalogue
        self._now = now
        self._builtin = by_id(catalogue.tracks.values())
        self._own = OwnContents()
        self._shelves = Shelves(store, catalogue.tracks, self._own)

    # ------------------------------------------------------------------ tracks and pools

    async def tracks(self, guild_id: int) -> dict[str, Track]:
        """The tracks of a server by id: the built-in ones, then its own."""
        return await self._store.read(lambda unit: self._tracks(unit, guild_id))

    async def content(self, unit: Unit, guild_id: int) -> Catalogue:
        """All content, with the server's own tracks."""
        return replace(self.catalogue, tracks=await self._tracks(unit, guild_id))

    async def place(self, guild_id: int, track_id: str, stage_id: str) -> tuple[Track, Stage]:
        """A track and its stage, as the content file has them.

        :raises Refused: for an unknown track or stage.
        """
        return await self._store.read(lambda unit: self._place(unit, guild_id, track_id, stage_id))

    async def pool(
        self, unit: Unit, guild_id: int, candidate_id: int, where: tuple[str, str], seed: int
    ) -> tuple[Track, Stage]:
        """A track and a stage with the questions that the server asks there (of very many: a sample for ``seed``).

        :raises Refused: for an unknown track or stage.
        """
        track, stage = await self._place(unit, guild_id, *where)
        touched = await unit.banks.versions(guild_id, [question.id for question in stage.questions])
        own = await unit.banks.sample(guild_id, candidate_id, where, seed, SAMPLE)
        questions = (*(question for question in stage.questions if question.id not in touched), *own)
        # A stage that the server emptied asks its built-in questions: a round without any would help nobody.
        changes = {"questions": questions or stage.questions}
        competencies = dict.fromkeys((*stage.competencies, *(question.competency for question in own)))
        return track, stage.model_copy(update=changes | {"competencies": tuple(competencies)})

    async def stock(self, guild_id: int) -> dict[tuple[str, str], int]:
        """How many questions are in use, by track and stage."""

        async def work(unit: Unit) -> dict[tuple[str, str], int]:
            found = await unit.banks.stock(guild_id)
            stages = [
                (track.id, one) for track in (await self._tracks(unit, guild_id)).values() for one in track.stages
            ]
            touched = await unit.banks.versions(guild_id, [one.id for _, stage in stages for one in stage.questions])
            for track_id, stage in stages:
                where = (track_id, stage.id)
                left = sum(question.id not in touched for question in stage.questions)
                found[where] = found.get(where, 0) + left
            return found

        return await self._store.read(work)

    # ------------------------------------------------------------------ looking up

    async def get(self, guild_id: int, question_id: str) -> ServerQuestion:
        """:raises Refused: if this server has no such question."""
        return await self._store.read(lambda unit: self._get(unit, guild_id, question_id))

    async def history(self, guild_id: int, question_id: str) -> list[Change]:
        """Every change that the server made to a question, the newest first.

        :raises Refused: if this server has no such question.
        """
        await self.get(guild_id, question_id)
        return await self._store.read(lambda unit: unit.banks.history(guild_id, question_id))

    async def search(
        self, guild_id: int, text: str = "", filters: Mapping[str, object] | None = None, page: int = 0
    ) -> Found:
        """Questions whose prompt or id has every word of ``text``: the built-in ones, then the server's.

        ``filters``: ``track_id``, ``stage_id``, ``competency``, ``difficulty``, ``retired``, ``builtin``, ``edited``
        (built-in ones that the server changed); by default retired ones are left out.
        """
        wanted = {"retired": False} | dict(filters or {})
        found = await self._search(guild_id, text, wanted, page * PAGE, PAGE + 1)
        return Found(tuple(found[:PAGE]), len(found) > PAGE)

    async def choices(
        self, guild_id: int, typed: str, most: int, filters: Mapping[str, object] | None = None
    ) -> list[ServerQuestion]:
        """Questions to offer while somebody types, retired ones included; ``filters`` as for :meth:`search`."""
        return await self._search(guild_id, typed, filters or {}, 0, most)

    async def ids(self, guild_id: int, filters: Mapping[str, object]) -> list[str]:
        """Ids of all questions that pass ``filters``, as for :meth:`search`; nothing else of them is read."""
        return (await self._shelves.open(guild_id)).search((), filters, 0, sys.maxsize)

    async def known(self, guild_id: int, question_ids: Sequence[str]) -> set[str]:
        """Which of these are questions of the server."""

        async def work(unit: Unit) -> set[str]:
            rows = await unit.banks.versions(guild_id, question_ids)
            own = await self._own.of(unit, guild_id)
            return {one for one in question_ids if one in rows or self._listed(guild_id, one, own) is not None}

        return await self._store.read(work)

    async def alike(self, guild_id: int, question: Question, most: int = 3) -> list[tuple[ServerQuestion, float]]:
        """Questions of the server that are much like this one, with their likeness of 0 to 100."""
        bank = await self._shelves.open(guild_id)
        matches = await asyncio.to_thread(bank.nearest, question.prompt, most)
        return [(await self.get(guild_id, match.id), match.likeness) for match in matches]

    # ------------------------------------------------------------------ changing

    async def add(
        self, new: ServerQuestion, actor_id: int, *, kind: ChangeKind, anyway: bool = False
    ) -> ServerQuestion:
        """Add a question of the server's own; its id is made here.

        :raises LookAlike: if others are much like it, unless ``anyway``.
        :raises Refused: for an unknown track or stage.
        """
        await self.place(new.guild_id, new.track_id, new.stage_id)
        if not anyway and (matches := await self.alike(new.guild_id, new.question)):
            raise LookAlike(matches)
        return await self._store.write(lambda unit: self.add_within(unit, new, actor_id, kind))

    async def add_within(self, unit: Unit, new: ServerQuestion, actor_id: int, kind: ChangeKind) -> ServerQuestion:
        """Add a question in a unit that does more than that.

        :raises Refused: for an unknown track or stage.
        """
        await self._place(unit, new.guild_id, new.track_id, new.stage_id)
        question = new.question.model_copy(update={"id": self.new_id(new.question)})
        after = new.model_copy(update={"question": question, "version": 1, "changed_at": self._now()})
        await unit.banks.put(None, after)
        return await self._note(unit, None, after, actor_id, kind)

    async def edit(
        self, guild_id: int, question_id: str, question: Question, actor_id: int, *, base: int
    ) -> ServerQuestion:
        """Change a question's text. ``base``: the version that the actor had in front of them.

        :raises EditConflict: if it is another one by now; nothing is saved then.
        """

        def change(before: ServerQuestion) -> ServerQuestion:
            return before.model_copy(update={"question": question.model_copy(update={"id": question_id})})

        return await self._change(guild_id, question_id, actor_id, (ChangeKind.EDITED, base), change)

    async def retire(self, guild_id: int, question_id: str, actor_id: int) -> ServerQuestion:
        """Ask a question no more."""

        def change(before: ServerQuestion) -> ServerQuestion:
            if before.retired:
                raise Refused(Reason.RETIRED_ALREADY)
            return before.model_copy(update={"retired": True})

        return await self._change(guild_id, question_id, actor_id, (ChangeKind.RETIRED, None), change)

    async def restore(
        self, guild_id: int, question_id: str, actor_id: int, version: int | None = None
    ) -> ServerQuestion:
        """Ask a retired question again; with nothing to take back there, bring a built-in one back to its own text.

        ``version``: bring the question back to how it was then (0: as it is built in).

        :raises Refused: if there is nothing to restore, or no such version.
        """
        past = {change.version: change.after for change in await self.history(guild_id, question_id)}
        if question_id in self._builtin:
            past[0] = self._builtin[question_id][2]

        def change(before: ServerQuestion) -> ServerQuestion:
            if version is not None:
                if version not in past:
                    raise Refused(Reason.NO_SUCH_VERSION)
                if before.question == past[version] and not before.retired:
                    raise Refused(Reason.NOTHING_TO_RESTORE)
                return before.model_copy(update={"retired": False, "question": past[version]})
            if before.retired:
                return before.model_copy(update={"retired": False})
            if not before.builtin or before.question == past[0]:
                raise Refused(Reason.NOTHING_TO_RESTORE)
            return before.model_copy(update={"question": past[0]})

        return await self._change(guild_id, question_id, actor_id, (ChangeKind.RESTORED, None), change)

    def new_id(self, question: Question) -> str:
        """An id for a question of a server: the first words of its prompt and a few letters of chance."""
        words = _SLUG.sub("-", question.prompt.casefold()).strip("-")[:_SLUG_ROOM].strip("-")
        return f"own-{words or 'question'}-{secrets.token_hex(3)}"

    # ------------------------------------------------------------------ inside

    async def _tracks(self, unit: Unit, guild_id: int) -> dict[str, Track]:
        return {**self.catalogue.tracks, **(await self._own.of(unit, guild_id)).tracks}

    async def _place(self, unit: Unit, guild_id: int, track_id: str, stage_id: str) -> tuple[Track, Stage]:
        track = (await self._tracks(unit, guild_id)).get(track_id)
        if track is None:
            raise Refused(Reason.UNKNOWN_TRACK)
        stage = track.stage(stage_id)
        if stage is None:
            raise Refused(Reason.UNKNOWN_STAGE, track=track.title)
        return track, stage

    async def _get(self, unit: Unit, guild_id: int, question_id: str, *, lock: bool = False) -> ServerQuestion:
        if not _ID.fullmatch(question_id):
            raise Refused(Reason.UNKNOWN_QUESTION)
        found = await unit.banks.get(guild_id, question_id, lock=lock)
        if found is None:
            found = self._listed(guild_id, question_id, await self._own.of(unit, guild_id))
        if found is None:
            raise Refused(Reason.UNKNOWN_QUESTION)
        return found

    def _listed(self, guild_id: int, question_id: str, own: OwnContent) -> ServerQuestion | None:
        """A question as it stands in a content file, the server's own tracks included."""
        found = self._builtin.get(question_id) or own.questions.get(question_id)
        if found is None:
            return None
        track_id, stage_id, question = found
        return ServerQuestion(guild_id=guild_id, track_id=track_id, stage_id=stage_id, question=question, builtin=True)

    async def _search(
        self, guild_id: int, text: str, filters: Mapping[str, object], start: int, most: int
    ) -> list[ServerQuestion]:
        words = _UNSEARCHABLE.sub(" ", text).casefold().split()
        ids = (await self._shelves.open(guild_id)).search(words, filters, start, most)

        async def work(unit: Unit) -> list[ServerQuestion]:
            found = {one.id: one async for one in unit.banks.by_ids(guild_id, ids)}
            if len(found) < len(ids):
                own = await self._own.of(unit, guild_id)
                listed = [self._listed(guild_id, one, own) for one in ids if one not in found]
                found |= {one.id: one for one in listed if one is not None}
            return [found[one] for one in ids if one in found]

        return await self._store.read(work) if ids else []

    async def _change(
        self,
        guild_id: int,
        question_id: str,
        actor_id: int,
        how: tuple[ChangeKind, int | None],
        change: Callable[[ServerQuestion], ServerQuestion],
    ) -> ServerQuestion:
        kind, base = how

        async def work(unit: Unit) -> ServerQuestion:
            before = await self._get(unit, guild_id, question_id, lock=True)
            if base is not None and before.version != base:
                raise await self._conflict(unit, before, base)
            after = change(before).model_copy(update={"version": before.version + 1, "changed_at": self._now()})
            if not await unit.banks.put(before if before.version else None, after):
                raise await self._conflict(unit, await self._get(unit, guild_id, question_id), before.version)
            return await self._note(unit, before, after, actor_id, kind)

        return await self._store.write(work)

    async def _conflict(self, unit: Unit, now: ServerQuestion, base: int) -> EditConflict:
        changes = await unit.banks.history(now.guild_id, now.id)
        then = next((change.after for change in changes if change.version == base), None)
        listed = self._listed(now.guild_id, now.id, await self._own.of(unit, now.guild_id))
        if then is None and listed is not None:
            then = listed.question
        by = changes[0].actor_id if changes else None
        return EditConflict(now, by, differences(then, now.question))

    async def _note(
        self, unit: Unit, before: ServerQuestion | None, after: ServerQuestion, actor_id: int, kind: ChangeKind
    ) -> ServerQuestion:
        change = Change(
            question_id=after.id,
            version=after.version,
            actor_id=actor_id,
            kind=kind,
            before=before.question if before else None,
            after=after.question,
            created_at=self._now(),
        )
        await self.note(unit, after.guild_id, [change])
        return after

    async def note(self, unit: Unit, guild_id: int, changes: Sequence[Change]) -> None:
        """Keep who changed what, tell the server's audit log, and settle reports about texts that are no more."""
        await unit.banks.note(guild_id, changes)
        await audit.changed(unit, guild_id, changes)
        for change in changes:
            if change.kind in _ANSWERS_REPORTS:
                await unit.reports.settle(guild_id, change.question_id, change.created_at)
