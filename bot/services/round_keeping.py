"""Changing a stored round: under its lock, in one unit, with all that it then owes."""

from collections.abc import Awaitable, Callable, Iterable

from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Owed, OwedKind, Round, RoundStatus, Step, Visibility
from bot.services.locks import KeyedLocks
from bot.services.ports import Now, Store, Unit

TIME_BOX = (OwedKind.NUDGE, OwedKind.TIME_UP, OwedKind.DEADLINE)
WHILE_OPEN = (OwedKind.OPENING, OwedKind.BRIEFING, OwedKind.PROMPT, *TIME_BOX, OwedKind.EXPIRY, OwedKind.UNFINISHED)

_TO_PERSON = (OwedKind.STRANDED, OwedKind.UNFINISHED)


class RoundKeeping:
    """What all services that change rounds share."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now
        self._locks = KeyedLocks()

    async def _close(self, unit: Unit, before: Round, close: Callable[..., Step]) -> Round:
        parts = await unit.parts.by_position(before.guild_id, before.id)
        has_draft = before.current is not None and bool(parts.get(before.current.position))
        return await self._keep(unit, before, close(before, self._now(), has_draft=has_draft))

    async def _keep(self, unit: Unit, before: Round, step: Step) -> Round:
        """Store the round after a step, cancel what it made pointless, and owe what it owes."""
        if before.is_open and not step.round.is_open:
            await self._cancel(unit, before, WHILE_OPEN)
        elif _position(before) != _position(step.round):
            await self._cancel(unit, before, TIME_BOX)
        if before.status is RoundStatus.OPENING:
            await self._cancel(unit, before, (OwedKind.OPENING,))
        after = await unit.rounds.save(before, step.round)
        await self._owe(unit, Step(after, step.owed))
        return after

    async def _cancel(self, unit: Unit, state: Round, kinds: Iterable[OwedKind]) -> None:
        await unit.deliveries.cancel(subject(state.id), kinds, self._now())

    async def _owe(self, unit: Unit, step: Step) -> None:
        state = step.round
        await unit.deliveries.owe(
            {
                "guild_id": state.guild_id,
                "channel_id": None if owed.kind in _TO_PERSON else state.thread_id or state.parent_id,
                "user_id": state.candidate_id,
                "kind": owed.kind.value,
                "key": _key(state.id, owed),
                "subject": subject(state.id),
                "payload": {"round": state.id, "position": owed.position} | _elsewhere(state, owed),
                "due_at": owed.due_at,
            }
            for owed in step.owed
        )

    async def _of(self, unit: Unit, guild_id: int, round_id: int, user_id: int) -> Round:
        state = await self._get(unit, guild_id, round_id)
        state.check_candidate(user_id)
        return state

    async def _get(self, unit: Unit, guild_id: int, round_id: int, *, lock: bool = True) -> Round:
        state = await unit.rounds.get(guild_id, round_id, lock=lock)
        if state is None:
            raise Refused(Reason.ROUND_GONE)
        return state

    async def _change(self, round_id: int, work: Callable[[Unit], Awaitable[Round]]) -> Round:
        async with self._locks.holding(("round", round_id)):
            return await self._store.write(work)


def _position(state: Round) -> int | None:
    return state.current.position if state.current else None


def _elsewhere(state: Round, owed: Owed) -> dict[str, list[int]]:
    """Where it goes if the person's direct messages are closed. Of a private round nobody else learns."""
    if owed.kind is not OwedKind.UNFINISHED:
        return {}
    places = [state.thread_id, state.parent_id if state.visibility is Visibility.PUBLIC else None]
    return {"elsewhere": [place for place in places if place is not None]}


def subject(round_id: int) -> str:
    return f"round:{round_id}"


def _key(round_id: int, owed: Owed) -> str:
    return f"round:{round_id}:{owed.key}"
