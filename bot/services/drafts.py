"""Drafts: what is typed for the open question, edited, deleted, or found in the thread afterwards."""

from collections.abc import Iterable, Sequence

from bot.domain.drafts import Part
from bot.domain.rounds import Round
from bot.services.ports import Unit
from bot.services.round_keeping import RoundKeeping


class Drafts(RoundKeeping):
    """What candidates give before they submit it."""

    async def typed(self, guild_id: int, thread_id: int, author_id: int, part: Part) -> tuple[int, int] | None:
        """Store a message as a part of the draft; round and position, or ``None`` where it is none."""
        return await self._store.write(lambda unit: unit.parts.add_typed(guild_id, thread_id, author_id, part))

    async def edited(self, guild_id: int, thread_id: int, part: Part) -> bool:
        """A message was edited: the draft follows."""
        return await self._store.write(lambda unit: unit.parts.edit(guild_id, thread_id, part))

    async def deleted(self, guild_id: int, thread_id: int, source_ids: Iterable[int]) -> int:
        """Messages were deleted: the draft follows."""
        ids = list(source_ids)
        return await self._store.write(lambda unit: unit.parts.remove(guild_id, thread_id, ids))

    async def caught_up(self, guild_id: int, round_id: int, position: int, found: Sequence[Part], whole: bool) -> None:
        """Bring the draft of the open question in line with what stands in the thread.

        ``found`` are the candidate's readable messages after the question; ``whole`` says that there are no others, so
        that a stored message which is not among them was deleted.
        """

        async def work(unit: Unit) -> Round:
            state = await self._get(unit, guild_id, round_id)
            if state.thread_id is None or state.current is None or state.current.position != position:
                return state
            stored = (await unit.parts.by_position(guild_id, round_id)).get(position, [])
            known = {part.source_id: part for part in stored}
            for part in found:
                if part.source_id not in known:
                    await unit.parts.add(guild_id, round_id, position, part)
                elif known[part.source_id].content != part.content:
                    await unit.parts.edit(guild_id, state.thread_id, part)
            # What was said before the newest panel is not looked at: the turn went on, or was shown anew, below it.
            since = state.current.panel_id or 0
            gone = {one for one in known if one > since} - {part.source_id for part in found}
            if whole and gone:
                await unit.parts.remove(guild_id, state.thread_id, gone)
            return state

        await self._change(round_id, work)

    async def parts(self, state: Round) -> dict[int, list[Part]]:
        """All that was given in a round, by question."""
        return await self._store.read(lambda unit: unit.parts.by_position(state.guild_id, state.id))
