"""Saying something about the bank: as a message of its own, or in place of the one with the button."""

from bot.ui.bank.panels import Payload
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
