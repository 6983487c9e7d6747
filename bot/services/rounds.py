"""Mock rounds: open, answer, settle, close."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.domain.attempts import Attempt
from bot.domain.drafts import Part, Source, is_blank
from bot.domain.errors import Reason, Refused
from bot.domain.hints import hint, hint_count
from bot.domain.pipeline import Pipeline, completes, pipeline
from bot.domain.process import Process, process
from bot.domain.rounds import (
    RETRY_AFTER,
    Owed,
    OwedKind,
    Play,
    Round,
    Step,
    Waiting,
)
from bot.domain.stages import Given, submitted
from bot.domain.tracks import Stage, StageKind
from bot.domain.turns import Form, Turn, TurnStatus
from bot.services import practice, reviews
from bot.services.planning import Planning
from bot.services.ports import Unit

_MOST_ATTEMPTS = 500


class Hint(NamedTuple):
    """The steps to show; hint ``number`` of ``total``."""

    steps: tuple[str, ...]
    number: int
    total: int


class Rounds(Planning):
    """Rounds of all servers. Every method names the server it acts in, and the person who asks."""

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
        part: Part | Attempt | None = None,
    ) -> Round:
        """Make a move of the open turn's own form; ``part`` is what was written with it, or the query that was tried.

        :raises Refusal: if ``move`` does, or the turn is not the open one.
        """

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            turn = before.open_turn(position)
            if isinstance(part, Part):
                await unit.parts.add(guild_id, round_id, position, part)
            elif part is not None and not await unit.attempts.add(guild_id, round_id, position, part):
                return before  # a replay: it counts already
            parts = await unit.parts.by_position(guild_id, round_id)
            given = tuple(parts.get(position, ()))
            content = await self._banks.content(unit, guild_id)
            play = move(Given(content, before, turn, self._now(), given, before=parts))
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
        """Close a round that was left for a week; returns when to look again if it was used since, or is not due."""
        again: list[datetime] = []

        async def work(unit: Unit) -> Round:
            again.clear()
            before = await self._get(unit, guild_id, round_id)
            last = _last_used(before, await unit.parts.by_position(guild_id, round_id))
            if before.is_open and before.abandoned_at(last) > self._now():
                again.append(before.abandoned_at(last))
                return before
            return await self._close(unit, before, Round.expired)

        await self._change(round_id, work)
        return again[0] if again else None

    async def last_used(self, state: Round) -> datetime:
        """When the candidate last did something in a round."""
        return _last_used(state, await self._store.read(lambda unit: unit.parts.by_position(state.guild_id, state.id)))

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
        """Keep the candidate's own level for one question; it says when the question comes back."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            after = await unit.rounds.save(before, before.rated(position, level))
            await reviews.rated_turn(unit, after, after.turn(position), self._now())
            return after

        return await self._change(round_id, work)

    async def retry_later(self, guild_id: int, round_id: int, user_id: int) -> datetime:
        """Owe a reminder to do this stage once more, and have what went badly in it come back then too; returns when
        that is."""

        async def work(unit: Unit) -> Round:
            before = await self._of(unit, guild_id, round_id, user_id)
            after = await self._keep(unit, before, before.retried_later(self._now()))
            await reviews.put_off(unit, after, self._now() + RETRY_AFTER, self._now())
            return after

        await self._change(round_id, work)
        return self._now() + RETRY_AFTER

    async def kind_of(self, guild_id: int, track_id: str, stage_id: str) -> StageKind:
        """What kind of conversation a stage is.

        :raises Refused: for an unknown track or stage.
        """
        return (await self._banks.place(guild_id, track_id, stage_id))[1].kind

    async def following(self, state: Round) -> Stage | None:
        """The stage after this round's, if the track goes on."""
        track = (await self._banks.tracks(state.guild_id)).get(state.track_id)
        return track.stage_after(state.stage_id) if track else None

    # ------------------------------------------------------------------ looking up

    async def pipeline(self, guild_id: int, user_id: int, track_id: str | None) -> Pipeline:
        """A person's way through a track; without one through the track they used last, else the first.

        :raises Refused: for an unknown track.
        """
        tracks = await self._banks.tracks(guild_id)
        if track_id is None:
            latest = await self._store.read(lambda unit: unit.rounds.latest_track(guild_id, user_id))
            track_id = latest if latest in tracks else next(iter(tracks))
        track = tracks.get(track_id)
        if track is None:
            raise Refused(Reason.UNKNOWN_TRACK)
        held = await self._store.read(lambda unit: unit.rounds.held(guild_id, user_id, track.id))
        return pipeline(track, held)

    async def attempts(self, state: Round, position: int) -> list[Attempt]:
        """The queries that were tried for a take-home, oldest first; the newest of very many."""
        return await self._store.read(
            lambda unit: unit.attempts.newest(state.guild_id, state.id, position, _MOST_ATTEMPTS)
        )

    async def process(self, guild_id: int, user_id: int, track_id: str | None) -> Process | None:
        """A person's whole process, once every stage of the track was held; the track as for :meth:`pipeline`."""
        found = await self.pipeline(guild_id, user_id, track_id)
        if found.upcoming is not None:
            return None

        async def work(unit: Unit) -> list[tuple[Round, dict[int, list[Part]]]]:
            newest = await unit.rounds.newest_held(guild_id, user_id, found.track_id)
            return [(state, await unit.parts.by_position(guild_id, state.id)) for state in newest]

        return await asyncio.to_thread(process, found, await self._store.read(work), self._banks.catalogue.rubrics)

    async def get(self, guild_id: int, round_id: int) -> Round:
        """:raises Refused: if there is no such round in this server."""
        return await self._store.read(lambda unit: self._get(unit, guild_id, round_id, lock=False))

    async def credit(self, state: Round, turn: Turn) -> int | None:
        """The member who suggested a turn's question."""
        found = await self._store.read(lambda unit: unit.banks.get(state.guild_id, turn.question.id))
        return found.credit_id if found else None

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

    async def _keep(self, unit: Unit, before: Round, step: Step) -> Round:
        """A round that is finished makes a day of practice; with the one that makes a process whole, its summary is
        owed too."""
        closes = before.is_open and not step.round.is_open
        if closes and any(turn.status is TurnStatus.ANSWERED for turn in step.round.turns):
            await practice.note(unit, before.guild_id, before.candidate_id, step.round.active_at)
        track = (await self._banks.content(unit, before.guild_id)).tracks.get(before.track_id) if closes else None
        if track is not None:
            held = await unit.rounds.held(before.guild_id, before.candidate_id, track.id)
            if completes(pipeline(track, held), step.round):
                step = Step(step.round, (*step.owed, Owed(OwedKind.PROCESS, self._now())))
        return await super()._keep(unit, before, step)

    async def _submit(
        self, guild_id: int, round_id: int, user_id: int, position: int, part: Part | None, fields: Mapping[str, str]
    ) -> Round:
        where = (guild_id, round_id, user_id, position)
        async with self._locks.holding(("round", round_id)):
            while (after := await self._try_submit(where, part, fields)) is None:
                pass
            return after

    async def _try_submit(
        self, where: tuple[int, int, int, int], part: Part | None, fields: Mapping[str, str]
    ) -> Round | None:
        """Read, judge, store; ``None`` if another process made a move of the turn meanwhile: what was read is stale."""
        guild_id, round_id, user_id, position = where
        given = await self._store.read(lambda unit: self._given(unit, where, part, fields))
        # An interviewer reads the answer before asking on: some 10 ms for a long one, so not on the event loop.
        play = await asyncio.to_thread(submitted, given)

        async def work(unit: Unit) -> Round | None:
            before = await self._of(unit, guild_id, round_id, user_id)
            if before.open_turn(position).data != given.turn.data:
                return None
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
        tried = await unit.attempts.telling(guild_id, round_id, position) if turn.form is Form.TASK else ()
        if part is None and not parts and not tried:
            raise Refused(Reason.NO_DRAFT)
        if part is not None:
            if part.source is Source.MENU:
                _check_fresh(part, position, by_position)
            parts = (*(one for one in parts if one.source_id != part.source_id), part)
        content = await self._banks.content(unit, guild_id)
        return Given(content, state, turn, self._now(), parts, fields, by_position, tried)


def _check_fresh(part: Part, position: int, given: Mapping[int, Iterable[Part]]) -> None:
    """A message is stored once: one that stands under another question would leave this one without an answer."""
    if any(part.source_id == one.source_id for at, parts in given.items() if at != position for one in parts):
        raise Refused(Reason.ALREADY_GIVEN)


def _last_used(state: Round, parts: Mapping[int, Iterable[Part]]) -> datetime:
    return max([state.active_at, *(part.created_at for given in parts.values() for part in given)])
