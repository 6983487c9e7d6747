"""How each thing that a round owes is made when it is due."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from bot.domain.catalogue import Catalogue
from bot.domain.debrief import entries, entry, summarise
from bot.domain.deliveries import Delivery
from bot.domain.errors import Refused
from bot.domain.handouts import Handout, references, tried
from bot.domain.notices import (
    Briefing,
    Deadline,
    DebriefEntry,
    Nudge,
    ProcessSummary,
    Prompt,
    RetryReminder,
    RoundSummary,
    Stranded,
    Unfinished,
    Unreadable,
)
from bot.domain.rounds import OwedKind, Round, RoundStatus, Turn, TurnStatus
from bot.domain.stages.take_home.deadlines import LEFT, is_stale
from bot.domain.stages.take_home.rules import TakeHome
from bot.domain.transcript import transcript
from bot.domain.turns import Form
from bot.services.deliveries import Deliveries, Handler, Plan
from bot.services.ports import Messenger, Now, Unit, UnreachableError
from bot.services.rounds import Rounds

_NOTHING = Plan()
T = TypeVar("T")
Args = ParamSpec("Args")


async def _aside(work: Callable[Args, T], *args: Args.args, **kwargs: Args.kwargs) -> T:
    """Read answers off the event loop: a long one takes some 10 ms, and a round has many."""
    return await asyncio.to_thread(work, *args, **kwargs)


class RoundDeliveries:
    """Plans a round's messages from its state at the time they are due, never from the time they were owed."""

    def __init__(self, rounds: Rounds, catalogue: Catalogue, messenger: Messenger, now: Now) -> None:
        self._rounds = rounds
        self._catalogue = catalogue
        self._messenger = messenger
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that rounds owe."""
        deliveries.handle(OwedKind.OPENING, Handler(self._opening, lost=self._never_opened))
        deliveries.handle(OwedKind.BRIEFING, Handler(self._briefing))
        deliveries.handle(OwedKind.PROMPT, Handler(self._prompt, self._prompted, self._strand))
        deliveries.handle(OwedKind.NUDGE, Handler(self._nudge))
        deliveries.handle(OwedKind.TIME_UP, Handler(self._time_up))
        deliveries.handle(OwedKind.DEADLINE, Handler(self._deadline))
        deliveries.handle(OwedKind.DEBRIEF, Handler(self._debrief, to_person=True))
        deliveries.handle(OwedKind.SUMMARY, Handler(self._summary, to_person=True))
        deliveries.handle(OwedKind.PROCESS, Handler(self._process, to_person=True))
        deliveries.handle(OwedKind.EXPIRY, Handler(self._expiry))
        deliveries.handle(OwedKind.UNFINISHED, Handler(self._unfinished))
        deliveries.handle(OwedKind.RETRY, Handler(self._retry, to_person=True))
        deliveries.handle(OwedKind.UNREADABLE, Handler(self._unreadable))
        deliveries.handle(OwedKind.STRANDED, Handler(self._stranded))

    async def _opening(self, delivery: Delivery) -> Plan:
        """The process that planned the round is gone: open the thread in its place."""
        state = await self._state(delivery)
        if state.status is RoundStatus.OPENING:
            thread_id = await self._messenger.open_thread(state)
            await self._rounds.opened(state.guild_id, state.id, thread_id)
        return _NOTHING

    async def _never_opened(self, delivery: Delivery) -> None:
        await self._rounds.given_up(delivery.guild_id, delivery.payload["round"])

    async def _briefing(self, delivery: Delivery) -> Plan:
        return Plan(Briefing(round=await self._state(delivery)))

    async def _prompt(self, delivery: Delivery) -> Plan:
        state = await self._state(delivery)
        turn = state.turn(delivery.payload["position"])
        if not state.is_open or turn.status is not TurnStatus.OPEN:
            return _NOTHING
        ends_at = turn.ends_at or (self._now() + timedelta(minutes=turn.question.minutes) if turn.timed else None)
        credit_id = await self._rounds.credit(state, turn)
        return Plan(Prompt(round=state, turn=turn, ends_at=ends_at, credit_id=credit_id, since=turn.panel_id))

    async def _prompted(self, unit: Unit, delivery: Delivery, message_id: int, now: datetime) -> None:
        turn = (delivery.payload["position"], message_id)
        await self._rounds.prompted(unit, delivery.guild_id, delivery.payload["round"], turn, now)

    async def _nudge(self, delivery: Delivery) -> Plan:
        return await self._time_box(delivery, over=False)

    async def _time_up(self, delivery: Delivery) -> Plan:
        return await self._time_box(delivery, over=True)

    async def _time_box(self, delivery: Delivery, *, over: bool) -> Plan:
        state = await self._state(delivery)
        turn = state.turn(delivery.payload["position"])
        if not state.is_open or turn.status is not TurnStatus.OPEN or turn.ends_at is None:
            return _NOTHING
        if not over and turn.ends_at <= self._now():
            return _NOTHING  # came too late to be of use; the end of the time box is said by its own row
        return Plan(Nudge(turn=turn, ends_at=turn.ends_at, over=over, since=turn.panel_id))

    async def _debrief(self, delivery: Delivery) -> Plan:
        state = await self._state(delivery)
        turn = state.turn(delivery.payload["position"])
        parts = await self._rounds.parts(state)
        found = await _aside(entry, turn, parts.get(turn.position, ()))
        rubric = self._catalogue.rubrics.of(turn.question.competency)
        files = await self._of_the_task(state, turn) if turn.form is Form.TASK else ()
        return Plan(DebriefEntry(round=state, entry=found, rubric=rubric, handouts=files))

    async def _of_the_task(self, state: Round, turn: Turn) -> tuple[Handout, ...]:
        """The queries that were tried, and one right query for each problem."""
        kept = TakeHome.of(turn)
        task = self._catalogue.tasks.get(kept.task)
        attempts = await self._rounds.attempts(state, turn.position)
        titles = {one.id: one.title for one in kept.problems}
        found = [Handout("queries.sql", tried(titles, attempts))] if attempts else []
        found += [Handout("reference.sql", references(task))] if task and kept.opened_at else []
        return tuple(found)

    async def _deadline(self, delivery: Delivery) -> Plan:
        state = await self._state(delivery)
        turn = state.turn(delivery.payload["position"])
        number = int(delivery.key.rpartition("+")[2])
        kept = TakeHome.of(turn)
        if not state.is_open or turn.status is not TurnStatus.OPEN or not kept.opened_at or not kept.due_at:
            return _NOTHING
        if is_stale(number, kept.opened_at, kept.due_at, self._now()):
            return _NOTHING
        return Plan(Deadline(round=state, turn=turn, due_at=kept.due_at, left=LEFT[number], since=turn.panel_id))

    async def _summary(self, delivery: Delivery) -> Plan:
        state = await self._state(delivery)
        found = await _aside(entries, state, await self._rounds.parts(state))
        summary = summarise(state, found)
        following = await self._rounds.following(state)
        return Plan(
            RoundSummary(
                round=state,
                summary=summary,
                transcript=transcript(state, found, summary),
                next_stage=following.title if following else None,
            )
        )

    async def _process(self, delivery: Delivery) -> Plan:
        state = await self._state(delivery)
        try:
            found = await self._rounds.process(state.guild_id, state.candidate_id, state.track_id)
        except Refused:
            return _NOTHING  # the track is no longer offered
        return Plan(ProcessSummary(process=found)) if found else _NOTHING

    async def _expiry(self, delivery: Delivery) -> Plan:
        return Plan(postponed=await self._rounds.expire(delivery.guild_id, delivery.payload["round"]))

    async def _unfinished(self, delivery: Delivery) -> Plan:
        """Once a round; one that is about to be closed for being left has nothing to be reminded of."""
        state = await self._state(delivery)
        last, now = await self._rounds.last_used(state), self._now()
        if not state.is_open or state.abandoned_at(last) <= now:
            return _NOTHING
        due = state.unfinished_at(last)
        return Plan(postponed=due) if due > now else Plan(Unfinished(round=state))

    async def _retry(self, delivery: Delivery) -> Plan:
        return Plan(RetryReminder(round=await self._state(delivery)))

    async def _unreadable(self, delivery: Delivery) -> Plan:
        state = await self._state(delivery)
        turn = state.turn(delivery.payload["position"])
        return Plan(Unreadable(since=turn.panel_id)) if turn.status is TurnStatus.OPEN else _NOTHING

    async def _strand(self, delivery: Delivery) -> None:
        if delivery.channel_id is not None:
            await self._rounds.stranded(delivery.guild_id, delivery.channel_id)

    async def _stranded(self, delivery: Delivery) -> Plan:
        state = await self._state(delivery)
        moved = not delivery.key.endswith(f"+{state.thread_id}")
        return Plan(Stranded(round=state)) if state.is_open and not moved else _NOTHING

    async def _state(self, delivery: Delivery) -> Round:
        try:
            return await self._rounds.get(delivery.guild_id, delivery.payload["round"])
        except Refused as gone:
            raise UnreachableError("the round is gone") from gone
