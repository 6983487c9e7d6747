"""Saying something about the bank: as a message of its own, or in place of the one with the button."""

from typing import Any

import discord

from bot.ui.actions import ActionButton, parse
from bot.ui.bank.panels import Payload
from bot.ui.bank.review import NEXT
from bot.ui.reply import Reply


async def say(reply: Reply, payload: Payload) -> None:
    """A message that only the person sees."""
    rest = dict(payload)
    await reply.say(rest.pop("content", None), **rest)


async def put(reply: Reply, payload: Payload) -> None:
    """Replace the message with the button; what the payload does not name goes."""
    file = payload.get("file")
    rest = {name: value for name, value in payload.items() if name != "file"}
    await reply.update(
        **{"content": None, "embeds": [], "view": None, "attachments": [file] if file else []} | rest,
    )


async def put_in_queue(interaction: discord.Interaction[Any], reply: Reply, payload: Payload) -> None:
    """As :func:`put`; out of a card of the review queue the way to the next one stays."""
    place = _next_of(interaction.message)
    if place is not None:
        view = payload.get("view") or discord.ui.View(timeout=None)
        view.add_item(ActionButton("Next", NEXT, *place, emoji="➡️"))
        payload = payload | {"view": view}
    await put(reply, payload)


def _next_of(message: discord.Message | None) -> tuple[str, ...] | None:
    """The arguments of the button ``Next`` below a message."""
    rows = message.components if message is not None else []
    for row in rows:
        for one in row.children if isinstance(row, discord.ActionRow) else ():
            found = parse(getattr(one, "custom_id", None) or "")
            if found is not None and found[0] == NEXT:
                return found[1]
    return None
