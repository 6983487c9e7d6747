"""What a candidate has given for one question: parts that arrive one by one and make one answer."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_KILO = 1024
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def _storable(text: str) -> str:
    """Half a character and the null are in no file and no database; a replacement character stands for each."""
    return _NO_TEXT.sub("\ufffd", text)


StoredText = Annotated[str, AfterValidator(_storable)]
"""Text as it can be stored."""


class Source(StrEnum):
    """How a part arrived."""

    TYPED = "typed"
    MENU = "menu"
    MODAL = "modal"


class Attachment(BaseModel):
    """A file that came with a part; only its description is kept. ``seconds`` is set for voice messages."""

    model_config = ConfigDict(frozen=True)

    name: StoredText
    size: int
    seconds: float | None = None

    def __str__(self) -> str:
        if self.seconds is not None:
            minutes, seconds = divmod(round(self.seconds), 60)
            return f"voice message {self.name}, {human_size(self.size)}, {minutes}:{seconds:02} min"
        return f"{self.name}, {human_size(self.size)}"


class Part(BaseModel):
    """One message or one modal's text. ``source_id`` is the message's or the interaction's snowflake, so a replay
    of the same event is the same part, and parts sort by the time they were sent."""

    model_config = ConfigDict(frozen=True)

    source_id: int
    source: Source
    content: StoredText
    attachments: tuple[Attachment, ...] = ()
    created_at: datetime


def join(parts: Iterable[Part]) -> str:
    """The answer that the parts make, in the order in which they were sent, unchanged."""
    return "\n".join(part.content for part in parts if part.content)


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in a text: spaces, zero-width characters, or nothing at all."""
    return not any(character.isprintable() and not character.isspace() for character in text)


def attachments(parts: Iterable[Part]) -> tuple[Attachment, ...]:
    """All files of an answer, in order."""
    return tuple(attachment for part in parts for attachment in part.attachments)


def human_size(size: int) -> str:
    """Bytes as people read them, in steps of 1,024: ``900 B``, ``12 KB``, ``3.4 MB``."""
    if size < _KILO:
        return f"{size} B"
    if round(size / _KILO) < _KILO:
        return f"{size / _KILO:.0f} KB"
    return f"{size / _KILO**2:.1f} MB"
