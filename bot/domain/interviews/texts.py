"""What people write for an interview, made fit to be kept."""

import re
import unicodedata
from typing import NamedTuple

from bot.domain.interviews.refusals import InterviewRefused, No
from bot.domain.interviews.values import NAME_ROOM

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Texts(NamedTuple):
    """What was written for an interview; of a change only what is new."""

    company: str | None = None
    role: str | None = None
    stage: str | None = None
    track_id: str | None = None


def clean(text: str) -> str:
    """A text on one line, without what nobody sees, at most :data:`NAME_ROOM` characters."""
    return " ".join(_INVISIBLE.sub(" ", unicodedata.normalize("NFC", text)).split())[:NAME_ROOM].strip()


def cleaned(texts: Texts) -> Texts:
    """:raises InterviewRefused: if one of them has no letter or digit in it."""
    given = {name: clean(text) for name in ("company", "role", "stage") if (text := getattr(texts, name)) is not None}
    if blank := next((name for name, text in given.items() if not any(one.isalnum() for one in text)), None):
        raise InterviewRefused(No.BLANK, what=blank)
    return texts._replace(**given)
