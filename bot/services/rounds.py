"""Mock rounds: open, answer, settle, close."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.domain.catalogue import Catalogue
from bot.domain.drafts import Part, Source, is_blank
from bot.domain.errors import Reason, Refused
from bot.domain.hints import hint, hint_count
from bot.domain.pipeline import Pipeline, pipeline
from bot.domain.rounds import (
    ABANDONED_AFTER,
    MOST_OPEN_ROUNDS,
    RETRY_AFTER,
    Play,
    Round,
    RoundStatus,
    Visibility,
    Waiting,
)
from bot.domain.stages import Dealing, Given, deal_turns, submitted
from bot.domain.tracks import Stage, StageKind, Track
from bot.domain.turns import Turn
from bot.services.drafts import Drafts
from bot.services.ports import Now, Store, Unit
from bot.services.round_keeping import WHILE_OPEN, subject


class Wish(NamedTuple):
    """What a candidate asks for."""

    guild_id: int
    parent_id: int
    candidate_id: int
    track_id: str
    stage_id: str
    questions: int | None = None
    visibility: Visibility = Visibility.PRIVATE
    once: bool = False
    """From a button, which may be pressed twice: not while a round of the same stage is open."""


class Hint(NamedTuple):
    """The steps to show; hint ``number`` of ``total``."""

    steps: tuple[str, ...]
    number: int
    total: int


class Rounds(Drafts):
    """Rounds of all servers. Every method names the server it acts in, and the person who asks."""

    def __init__(self, store: Store, catalogue: Catalogue, now: Now) -> None:
        super().__init__(store, now)
        self._catalogue = catalogue

    # ------------------------------------------------------------------ opening

    async def plan(self, wish: Wish) -> Round:
        """Deal the questions and store the round; its thread comes next, see :meth:`opened`.

        :raises Refused: for an unknown track or stage, or at the limit of open rounds.
        """
        track, stage = self._stage(wish.track_id, wish.stage_id)
        async with self._locks.holding(("candidate", wish.guild_id, wish.candidate_id)):
            return await self._store.write(lambda unit: self._plan(unit, wish, track, stage))

    async def opened(self, guild_id: int, round_id: int, thread_id: int) -> Round:
        """The thread is there: owe the briefing and the first question, or the open question if it is a new thread."""

        async def work(unit: Unit) -> Round:
            before = await self._get(unit, guild_id, round_id)
            if before.thread_id == thread_id:
                return before
            await unit.deliveries.move(subject(round_id), thread_id)
            return await self._keep(unit, before, before.opened(thread_id, self._now()))

        return await self._change(round_id, work)

    async def given_up(self, guild_id: int, round_id: int) -> None:
        """No thread could be opened: the round never was."""

        async def work(unit: Unit) -> Round:
            before = await self._get(unit, guild_id, round_id)
            if before.status is not RoundStatus.OPENING:
                return before
            await self._cancel(unit, before, WHILE_OPEN)
            return await unit.rounds.save(before, before.model_copy(update={"status": RoundStatus.EXPIRED}))

        await self._change(round_id, work)

    # ------------------------------------------------------------------ the open question

    async def answer(
        self,
        guild_id: int,
        round_id: int,
        user_id: int,
        position: int,
        part: Part,
        fields: Mapping[str, str] | None = None,
    ) -> Round:
        """Take a text as (the last part of) what is given for the open turn, and go on as its form says.

        ``fields``: what the other fields of the turn's own form hold.

        :raises Refusal: if the text is empty or was given for another question, or the question is not the open one.
        """
        if is_blank(part.content) and not part.attachments:
            raise Refused(Reason.EMPTY_ANSWER)
        return await self._submit(guild_id, round_id, user_id, position, part, fields or {})

    async def submit(self, guild_id: int, round_id: int, user_id: int, position: int) -> Round:
        """The draft becomes the answer.

        :raises Refusal: if there is no draft, or the question is not the open one.
        """
        return await self._submit(guild_id, round_id, user_id, position, None, {})

    async def play(
        self,
        guild_id: int,
        round_id: int,
        user_id: int,
        position: int,
        move: Callable[[Given], Play],
        part: Part | None = None,
    ) -> Round:
        """Make a move of the open turn's own form; ``part`` is what was written with it.

        :raises Refusal: if ``move`` does, or the turn is not the open one.
        """

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            turn = before.open_turn(position)
            if part is not None:
                await unit.parts.add(guild_id, round_id, position, part)
            parts = await unit.parts.by_position(guild_id, round_id)
            play = move(Given(self._catalogue, before, turn, self._now(), tuple(parts.get(position, ()))))
            return await self._keep(unit, before, before.played(position, self._now(), play))

        return await self._change(round_id, work)

    async def skip(self, guild_id: int, round_id: int, user_id: int, position: int) -> Round:
        """Pass on the open question; a draft of it is kept for the transcript."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            return await self._keep(unit, before, before.skipped(position, self._now()))

        return await self._change(round_id, work)

    async def hint(self, guild_id: int, round_id: int, user_id: int, position: int) -> Hint:
        """One step more of how to approach the open question."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            return await unit.rounds.save(before, before.hinted(position, self._now()))

        turn = (await self._change(round_id, work)).turn(position)
        return Hint(hint(turn.question, turn.hints), turn.hints, hint_count(turn.question))

    async def finish(self, guild_id: int, round_id: int, user_id: int) -> Round:
        """End the round; the debrief is owed at once."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            return await self._close(unit, before, Round.finished)

        return await self._change(round_id, work)

    async def expire(self, guild_id: int, round_id: int) -> datetime | None:
        """Close a round that was left for a week; returns when to look again if it was used since."""
        again: list[datetime] = []

        async def work(unit: Unit) -> Round:
            again.clear()
            before = await self._get(unit, guild_id, round_id)
            parts = await unit.parts.by_position(guild_id, round_id)
            last = max([before.active_at, *(part.created_at for given in parts.values() for part in given)])
            if before.is_open and last + ABANDONED_AFTER > self._now():
                again.append(last + ABANDONED_AFTER)
                return before
            return await self._close(unit, before, Round.expired)

        await self._change(round_id, work)
        return again[0] if again else None

    async def ask_again(self, guild_id: int, round_id: int, user_id: int) -> Round:
        """Show the open question anew, below all that was said since."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            return await self._keep(unit, before, before.asked_again(self._now()))

        return await self._change(round_id, work)

    async def unreadable(self, guild_id: int, thread_id: int, author_id: int) -> Round | None:
        """A message without text came from a candidate: owe the word on how to answer, once a question."""

        async def work(unit: Unit) -> Round | None:
            state = await unit.rounds.in_thread(guild_id, thread_id)
            if state is None or state.candidate_id != author_id:
                return None
            await self._owe(unit, state.unreadable(self._now()))
            return state

        return await self._store.write(work)

    async def stranded(self, guild_id: int, thread_id: int) -> None:
        """The thread is deleted or closed to us: owe its candidate a word elsewhere."""

        async def work(unit: Unit) -> None:
            state = await unit.rounds.in_thread(guild_id, thread_id)
            if state is not None:
                await self._owe(unit, state.stranded(self._now()))

        await self._store.write(work)

    # ------------------------------------------------------------------ afterwards

    async def rate(self, guild_id: int, round_id: int, user_id: int, position: int, level: int) -> Round:
        """Keep the candidate's own level for one question."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            return await unit.rounds.save(before, before.rated(position, level))

        return await self._change(round_id, work)

    async def retry_later(self, guild_id: int, round_id: int, user_id: int) -> datetime:
        """Owe a reminder to do this stage once more; returns when it comes."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            return await self._keep(unit, before, before.retried_later(self._now()))

        await self._change(round_id, work)
        return self._now() + RETRY_AFTER

    def kind_of(self, track_id: str, stage_id: str) -> StageKind:
        """What kind of conversation a stage is.

        :raises Refused: for an unknown track or stage.
        """
        return self._stage(track_id, stage_id)[1].kind

    def following(self, state: Round) -> Stage | None:
        """The stage after this round's, if the track goes on."""
        track = self._catalogue.tracks.get(state.track_id)
        return track.stage_after(state.stage_id) if track else None

    # ------------------------------------------------------------------ looking up

    async def pipeline(self, guild_id: int, user_id: int, track_id: str | None) -> Pipeline:
        """A person's way through a track; without one through the track they used last, else the first.

        :raises Refused: for an unknown track.
        """
        tracks = self._catalogue.tracks
        if track_id is None:
            latest = await self._store.read(lambda unit: unit.rounds.latest_track(guild_id, user_id))
            track_id = latest if latest in tracks else next(iter(tracks))
        track = tracks.get(track_id)
        if track is None:
            raise Refused(Reason.UNKNOWN_TRACK)
        held = await self._store.read(lambda unit: unit.rounds.held(guild_id, user_id, track.id))
        return pipeline(track, held)

    async def get(self, guild_id: int, round_id: int) -> Round:
        """:raises Refused: if there is no such round in this server."""
        return await self._store.read(lambda unit: self._get(unit, guild_id, round_id, lock=False))

    async def in_thread(self, guild_id: int, thread_id: int) -> Round | None:
        """The round of a thread, open or not."""
        return await self._store.read(lambda unit: unit.rounds.in_thread(guild_id, thread_id))

    async def open_of(self, guild_id: int, user_id: int) -> list[Round]:
        """A person's open rounds in a server, the one used last first."""
        return await self._store.read(lambda unit: unit.rounds.open_of(guild_id, user_id))

    async def waiting(self) -> list[Waiting]:
        """Every open question that stands in its thread, of all servers, for the catch-up after a start."""
        return await self._store.read(lambda unit: unit.rounds.waiting())

    async def prompted(self, unit: Unit, guild_id: int, round_id: int, turn: tuple[int, int], now: datetime) -> None:
        """Within the unit that settles a prompt: its message (``turn``: position, message id) starts the clock."""
        before = await self._get(unit, guild_id, round_id)
        position, message_id = turn
        await self._keep(unit, before, before.prompted(position, message_id, now))

    # ------------------------------------------------------------------ inside

    def _stage(self, track_id: str, stage_id: str) -> tuple[Track, Stage]:
        track = self._catalogue.tracks.get(track_id)
        if track is None:
            raise Refused(Reason.UNKNOWN_TRACK)
        stage = track.stage(stage_id)
        if stage is None:
            raise Refused(Reason.UNKNOWN_STAGE, track=track.title)
        return track, stage

    async def _plan(self, unit: Unit, wish: Wish, track: Track, stage: Stage) -> Round:
        if await unit.rounds.count_open_of(wish.guild_id, wish.candidate_id) >= MOST_OPEN_ROUNDS:
            raise Refused(Reason.TOO_MANY_OPEN, most=MOST_OPEN_ROUNDS)
        if wish.once:
            await self._check_not_open(unit, wish)
        seed = secrets.randbits(62)
        ids = [question.id for question in stage.questions]
        dealing = Dealing(
            content=self._catalogue,
            track=track,
            stage=stage,
            seed=seed,
            count=wish.questions,
            seen=await unit.rounds.seen(wish.guild_id, wish.candidate_id, ids),
            past=await self._past(unit, wish, track, stage),
        )
        now = self._now()
        planned = Round(
            id=0,
            guild_id=wish.guild_id,
            parent_id=wish.parent_id,
            candidate_id=wish.candidate_id,
            track_id=track.id,
            stage_id=stage.id,
            kind=stage.kind,
            track_title=track.title,
            stage_title=stage.title,
            conductor=stage.conductor,
            stage_minutes=stage.minutes,
            briefing=stage.briefing,
            visibility=wish.visibility,
            seed=seed,
            started_at=now,
            active_at=now,
            turns=deal_turns(dealing),
        )
        stored = await unit.rounds.add(planned)
        await self._owe(unit, stored.planned())
        return stored

    async def _submit(
        self, guild_id: int, round_id: int, user_id: int, position: int, part: Part | None, fields: Mapping[str, str]
    ) -> Round:
        async with self._locks.holding(("round", round_id)):
            given = await self._store.read(
                lambda unit: self._given(unit, (guild_id, round_id, user_id, position), part, fields)
            )
            # An interviewer reads the answer before asking on: some 10 ms for a long one, so not on the event loop.
            play = await asyncio.to_thread(submitted, given)

            async def work(unit: Unit) -> Round:
                before = await self._of(unit, guild_id, round_id, user_id)
                if part is not None:
                    await unit.parts.add(guild_id, round_id, position, part)
                return await self._keep(unit, before, before.played(position, self._now(), play))

            return await self._store.write(work)

    async def _given(
        self, unit: Unit, where: tuple[int, int, int, int], part: Part | None, fields: Mapping[str, str]
    ) -> Given:
        """All that is submitted, looked at before anything is changed."""
        guild_id, round_id, user_id, position = where
        state = await self._get(unit, guild_id, round_id, lock=False)
        state.check_candidate(user_id)
        turn = state.open_turn(position)
        by_position = await unit.parts.by_position(guild_id, round_id)
        parts = tuple(by_position.get(position, ()))
        if part is None and not parts:
            raise Refused(Reason.NO_DRAFT)
        if part is not None:
            if part.source is Source.MENU:
                _check_fresh(part, position, by_position)
            parts = (*(one for one in parts if one.source_id != part.source_id), part)
        return Given(self._catalogue, state, turn, self._now(), parts, fields)

    async def _past(self, unit: Unit, wish: Wish, track: Track, stage: Stage) -> tuple[Turn, ...]:
        """What this person was asked when they last held the stages of the same kind that come before this one."""
        before = track.stages[: track.stages.index(stage)]
        found: list[Turn] = []
        for one in before:
            if one.kind is stage.kind:
                found += await unit.rounds.latest_turns(wish.guild_id, wish.candidate_id, track.id, one.id)
        return tuple(found)

    async def _check_not_open(self, unit: Unit, wish: Wish) -> None:
        for state in await unit.rounds.open_of(wish.guild_id, wish.candidate_id):
            if (state.track_id, state.stage_id) == (wish.track_id, wish.stage_id):
                where = f"<#{state.thread_id}>" if state.thread_id else "its thread"
                raise Refused(Reason.ALREADY_OPEN, where=where)


def _check_fresh(part: Part, position: int, given: Mapping[int, Iterable[Part]]) -> None:
    """A message is stored once: one that stands under another question would leave this one without an answer."""
    if any(part.source_id == one.source_id for at, parts in given.items() if at != position for one in parts):
        raise Refused(Reason.ALREADY_GIVEN)
