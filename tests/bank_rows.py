"""All that a server has rows for, whole; the bot itself never asks for so much at once."""

from bot.domain.bank.overlay import ServerQuestion
from bot.storage.store import Unit


async def every(unit: Unit, guild_id: int) -> list[ServerQuestion]:
    """The server's rows, by id."""
    ids = [row["question_id"] async for page in unit.banks.pages(guild_id) for row in page]
    return [one async for one in unit.banks.by_ids(guild_id, ids)]
