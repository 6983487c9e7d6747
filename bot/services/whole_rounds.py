"""Rounds with all that was given in them, some at a time: for files of thousands."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.domain.drafts import Part
from bot.domain.rounds import Round
from bot.services.ports import Unit

AT_ONCE = 10
"""Making the objects of so many takes the event loop some 10 ms."""


class WholeRound(NamedTuple):
    """A round, and the parts of its answers by position."""

    state: Round
    parts: Mapping[int, list[Part]]


async def whole_rounds(unit: Unit, guild_id: int, round_ids: Iterable[int]) -> list[WholeRound]:
    """Those of these rounds that there are, in the order of their ids."""
    wanted = list(round_ids)
    parts = await unit.parts.of_several(guild_id, wanted)
    return [WholeRound(one, parts.get(one.id, {})) for one in await unit.rounds.several(guild_id, wanted)]
