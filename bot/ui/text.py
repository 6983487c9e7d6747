"""Text that people typed, made fit to stand inside our own messages."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import discord

# Characters that turn the direction of whatever follows them; quoted text must not do that to our sentences.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_GHOST = re.compile(r"<@(?:0|-\d+|None)>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_LAG = timedelta(seconds=3)
"""Readers' clocks are late by so much at times, and what happened just now would read as "in 1 second"."""


def inert(text: str) -> str:
    """Typed text for use inside a sentence: no formatting, no mention, no turned direction, on one line."""
    plain = _CONTROL.sub("", _BIDI_CONTROLS.sub("", " ".join(text.split())))
    safe = discord.utils.escape_mentions(discord.utils.escape_markdown(plain))
    return f"{_ISOLATE}{safe}{_END_ISOLATE}"


def cut(text: str, room: int) -> str:
    """At most ``room`` characters, cut at a word where one is near, with an ellipsis."""
    if len(text) <= room:
        return text
    head = text[: max(room - 1, 0)]
    space = head.rfind(" ")
    return (head[:space] if space > room * 0.8 else head) + "…"


def person(user_id: int) -> str:
    """The mention of somebody; of whoever had their data deleted there is no name left."""
    return f"<@{user_id}>" if user_id > 0 else "someone who left"


def people(user_ids: Iterable[int]) -> str:
    """The mentions of several people, and how many have no name any more."""
    everybody = list(user_ids)
    mentions = [person(one) for one in everybody if one > 0]
    gone = len(everybody) - len(mentions)
    if not gone:
        return " ".join(mentions)
    left = person(0) if gone == 1 else f"{gone} people who left"
    return f"{' '.join(mentions)} and {left}" if mentions else left


def without_ghosts(text: str) -> str:
    """A sentence that may mention whoever had their data deleted, without such a mention."""
    return _GHOST.sub(person(0), text)


def moment(at: datetime, style: discord.utils.TimestampStyle = "f") -> str:
    """A time that each reader sees in their own zone."""
    return discord.utils.format_dt(at, style)


def ago(at: datetime) -> str:
    """A time that is past, as each reader's "3 minutes ago"."""
    return discord.utils.format_dt(at - _LAG, "R")


def span(time: timedelta) -> str:
    """``12 min``, ``1 h 5 min``; anything shorter than a minute is ``under a minute``."""
    hours, minutes = divmod(round(time.total_seconds() / 60), 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "under a minute"


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 question``, ``3 questions``."""
    return f"{count} {one if count == 1 else many or one + 's'}"
