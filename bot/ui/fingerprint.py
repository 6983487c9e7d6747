"""Whether a message of ours is already there. Discord's nonce answers that for a few minutes only."""

import re
from collections.abc import Iterable
from typing import Any

import discord

from bot.ui import coming_back, lateness

_TIMESTAMP = re.compile(r"<t:\d+(:[a-zA-Z])?>")
_COMING_BACK = re.compile(rf"{re.escape(coming_back.WORDS)} {_TIMESTAMP.pattern}[.]")
"""Somebody rated the answer before we learned that the message had arrived."""


def of_message(message: discord.Message) -> str:
    """What a message says, without its times."""
    return _normal(
        [
            message.content,
            *(text for embed in message.embeds for text in _texts(embed.to_dict())),
            *(text for component in message.components for text in _texts(component.to_dict())),
        ]
    )


def of_payload(payload: dict[str, Any]) -> str:
    """What a message would say, from the arguments it would be sent with."""
    embeds = [*payload.get("embeds", ()), *([payload["embed"]] if "embed" in payload else [])]
    view = payload.get("view")
    return _normal(
        [
            payload.get("content") or "",
            *(text for embed in embeds for text in _texts(embed.to_dict())),
            *(text for component in (view.to_components() if view else ()) for text in _texts(component)),
        ]
    )


def _texts(data: Any) -> Iterable[str]:
    """Everything that people read or press, in order."""
    if isinstance(data, dict):
        for key in ("title", "description", "name", "value", "content", "text", "label", "custom_id"):
            if isinstance(data.get(key), str):
                yield data[key]
        for key in ("fields", "components", "footer", "accessory"):
            yield from _texts(data.get(key))
    elif isinstance(data, list):
        for one in data:
            yield from _texts(one)


def _normal(texts: Iterable[str]) -> str:
    # A first try may have been in time and the next one late: it is the same message.
    timeless = _TIMESTAMP.sub("", _COMING_BACK.sub("", " ".join(texts))).replace(lateness.WORDS, "")
    return " ".join(timeless.split())
