"""What is owed to a server's audit log: a word on each change of its bank, within the transaction of the change."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.bank.overlay import Change
from bot.domain.bank.suggestions import Suggestion
from bot.services.ports import Unit

AUDIT = "audit"
"""Kind of these deliveries."""


async def changed(unit: Unit, guild_id: int, changes: Sequence[Change]) -> None:
    """Questions were changed by one person; many at once are one entry."""
    if len(changes) == 1:
        (one,) = changes
        payload: dict[str, object] = {"did": "change", "question": one.question_id, "version": one.version}
        await _owe(unit, guild_id, f"{one.question_id}:{one.version}", one.actor_id, payload, one.created_at)
    elif changes:
        first = changes[0]
        key = f"many:{first.question_id}:{first.version}"
        payload = {"did": "many", "kind": first.kind.value, "count": len(changes)}
        await _owe(unit, guild_id, key, first.actor_id, payload, first.created_at)


async def track_changed(
    unit: Unit, guild_id: int, track: tuple[str, str], actor_id: int, did: str, now: datetime
) -> None:
    """A track of the server's own (id, title) was ``imported`` or ``removed``."""
    key = f"track:{track[0]}:{did}:{now.timestamp():.6f}"
    await _owe(unit, guild_id, key, actor_id, {"did": "track", "how": did, "title": track[1]}, now)


async def declined(unit: Unit, suggestion: Suggestion, actor_id: int, now: datetime) -> None:
    """A suggestion was declined; an approved one is a change of its own."""
    payload: dict[str, object] = {"did": "declined", "suggestion": suggestion.id}
    await _owe(unit, suggestion.guild_id, f"declined:{suggestion.id}", actor_id, payload, now)


async def dismissed(unit: Unit, guild_id: int, report: tuple[str, int], actor_id: int, now: datetime) -> None:
    """The reports of a question (id, how many) were put aside."""
    key = f"dismissed:{report[0]}:{now.timestamp():.6f}"
    payload: dict[str, object] = {"did": "dismissed", "question": report[0], "count": report[1]}
    await _owe(unit, guild_id, key, actor_id, payload, now)


async def _owe(unit: Unit, guild_id: int, key: str, actor_id: int, payload: dict[str, object], now: datetime) -> None:
    channel_id = (await unit.guilds.get(guild_id)).audit_id
    if channel_id is None:
        return
    await unit.deliveries.owe(
        [
            {
                "guild_id": guild_id,
                "channel_id": channel_id,
                "user_id": actor_id,
                "kind": AUDIT,
                "key": f"audit:{guild_id}:{key}",
                "subject": f"audit:{guild_id}",
                "payload": payload,
                "due_at": now,
            }
        ]
    )
