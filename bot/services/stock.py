"""Stages whose questions are nearly spent for somebody who draws on them."""

from collections.abc import Container

from bot.domain.bank.suggestions import STILL_LOW, Shortage
from bot.domain.rounds import Round
from bot.domain.tracks import Stage
from bot.services.ports import Unit

LOW = "low_stock"
"""Kind of the delivery that tells moderators."""


async def dealt(unit: Unit, state: Round, stage: Stage, seen: Container[str]) -> None:
    """Within the unit that deals a round from ``stage``: notice if another one like it would find too few questions
    that are new to the person; tell it once a week."""
    asked = {turn.question.id for turn in state.turns}
    drawn = sum(question.id in asked for question in stage.questions)
    unseen = sum(question.id not in asked and question.id not in seen for question in stage.questions)
    if unseen >= drawn:
        return
    found = Shortage(
        guild_id=state.guild_id,
        track_id=state.track_id,
        stage_id=state.stage_id,
        unseen=unseen,
        needed=drawn,
        noticed_at=state.started_at,
    )
    if not await unit.suggestions.noticed(found, found.noticed_at - STILL_LOW):
        return
    review_id = (await unit.guilds.get(state.guild_id)).review_id
    if review_id is not None:
        await unit.deliveries.owe([_row(found, review_id, state.candidate_id)])


def _row(found: Shortage, channel_id: int, user_id: int) -> dict[str, object]:
    where = f"{found.guild_id}:{found.track_id}:{found.stage_id}"
    return {
        "guild_id": found.guild_id,
        "channel_id": channel_id,
        "user_id": user_id,
        "kind": LOW,
        "key": f"stock:{where}:{found.noticed_at:%Y%m%d%H%M}",
        "subject": f"stock:{found.guild_id}",
        "payload": found.model_dump(mode="json", include={"track_id", "stage_id", "unseen", "needed"}),
        "due_at": found.noticed_at,
    }
