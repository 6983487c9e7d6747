"""Opening rounds: deal what is asked, store it, and say when its thread is there."""

import secrets
from collections.abc import Collection
from typing import NamedTuple

from bot.domain.errors import Reason, Refused
from bot.domain.rounds import MOST_OPEN_ROUNDS, Round, RoundStatus, Visibility
from bot.domain.stages import Dealing, deal_turns, dealt_ids
from bot.domain.tracks import Stage, Track
from bot.domain.turns import Turn
from bot.services import reviews, stock
from bot.services.banks import Banks
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
    reviews: bool = False
    """Questions of the stage that are due for review come first."""


class Planning(Drafts):
    """How rounds come to be."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        super().__init__(store, now)
        self._banks = banks

    async def plan(self, wish: Wish) -> Round:
        """Deal the questions and store the round; its thread comes next, see :meth:`opened`.

        :raises Refused: for an unknown track or stage, or at the limit of open rounds.
        """
        async with self._locks.holding(("candidate", wish.guild_id, wish.candidate_id)):
            return await self._store.write(lambda unit: self._plan(unit, wish))

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

    async def _plan(self, unit: Unit, wish: Wish) -> Round:
        seed = secrets.randbits(62)
        where = (wish.track_id, wish.stage_id)
        track, stage = await self._banks.pool(unit, wish.guild_id, wish.candidate_id, where, seed)
        if await unit.rounds.count_open_of(wish.guild_id, wish.candidate_id) >= MOST_OPEN_ROUNDS:
            raise Refused(Reason.TOO_MANY_OPEN, most=MOST_OPEN_ROUNDS)
        if wish.once:
            await self._check_not_open(unit, wish)
        dealing = await self._dealing(unit, wish, track, stage, seed)
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
        await stock.dealt(unit, stored, stage, dealing.seen)
        return stored

    async def _dealing(self, unit: Unit, wish: Wish, track: Track, stage: Stage, seed: int) -> Dealing:
        content = await self._banks.content(unit, wish.guild_id)
        return Dealing(
            content=content,
            track=track,
            stage=stage,
            seed=seed,
            count=wish.questions,
            seen=await unit.rounds.seen(wish.guild_id, wish.candidate_id, dealt_ids(content, stage)),
            past=await self._past(unit, wish, track, stage),
            due=await self._due(unit, wish, dealt_ids(content, stage)),
        )

    async def _due(self, unit: Unit, wish: Wish, dealt: Collection[str]) -> list[str]:
        """What this stage has of the reviews that may still come today."""
        if not wish.reviews:
            return []
        seen = await unit.dailies.seen(wish.guild_id, wish.candidate_id)
        found = await reviews.today(unit, wish.guild_id, wish.candidate_id, seen, self._now())
        return [one.question_id for one in found.due if one.question_id in dealt][: found.left]

    async def _past(self, unit: Unit, wish: Wish, track: Track, stage: Stage) -> tuple[Turn, ...]:
        """What this person was asked when they last held the stages of the same kind that come before this one."""
        found: list[Turn] = []
        for one in track.stages:
            if one.id == stage.id:
                break
            if one.kind is stage.kind:
                found += await unit.rounds.latest_turns(wish.guild_id, wish.candidate_id, track.id, one.id)
        return tuple(found)

    async def _check_not_open(self, unit: Unit, wish: Wish) -> None:
        for state in await unit.rounds.open_of(wish.guild_id, wish.candidate_id):
            if (state.track_id, state.stage_id) == (wish.track_id, wish.stage_id):
                where = f"<#{state.thread_id}>" if state.thread_id else "its thread"
                raise Refused(Reason.ALREADY_OPEN, where=where)
