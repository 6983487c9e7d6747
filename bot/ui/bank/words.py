"""What fields, competencies and places of questions are called, and texts of theirs as they are shown."""

import re
from collections.abc import Mapping

from bot.domain.bank.overlay import ServerQuestion
from bot.domain.tracks import Track
from bot.ui.text import cut, inert

_LEAD = 20
"""Characters before a difference, so that its place is known again."""

TITLES = {
    "prompt": "Question",
    "assesses": "What it assesses",
    "approach": "Approach",
    "sample_answer": "Sample answer",
    "probes": "Follow-ups",
    "key_points": "Key points",
    "competency": "Competency",
    "difficulty": "Difficulty",
    "tags": "Tags",
    "minutes": "Minutes",
}
"""The fields of a question, as people read them."""

# Lone surrogates, control characters and turned directions: nobody sees them, and some break what follows.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str, room: int) -> str:
    """A text with its lines and its formatting, for a part of an embed that holds nothing else."""
    return cut(_INVISIBLE.sub("", text), room)


def quoted(text: str, room: int) -> str:
    """The beginning of a text on one line, without effect on what stands around it."""
    return inert(cut(" ".join(_INVISIBLE.sub("", text).split()), room))


def apart(before: str, after: str, room: int) -> tuple[str, str]:
    """Two versions of a text on a line each, from a little before the place where they differ."""
    lines = [" ".join(_INVISIBLE.sub("", text).split()) for text in (before, after)]
    same = next((at for at, (one, other) in enumerate(zip(*lines, strict=False)) if one != other), min(map(len, lines)))
    start = lines[0].rfind(" ", 0, max(same - _LEAD, 0)) + 1 if max(map(len, lines)) > room else 0
    first, second = (quoted(f"… {line[start:]}" if start else line, room) if line else "" for line in lines)
    return first, second


def words_of(value: str) -> str:
    """``data_analysis`` as ``data analysis``."""
    return value.replace("_", " ")


def place(one: ServerQuestion, tracks: Mapping[str, Track], room: int = 80) -> str:
    """Stage and track of a question; their ids where the server took the track away."""
    track = tracks.get(one.track_id)
    stage = track.stage(one.stage_id) if track else None
    titles = (stage.title if stage else one.stage_id, track.title if track else one.track_id)
    return " · ".join(cut(title, room) for title in titles)


def state_of(one: ServerQuestion) -> str:
    """Whether it is in use, and whose it is: ``in use · built in, edited``."""
    whose = ("built in, edited" if one.version else "built in") if one.builtin else "this server's own"
    return f"{'retired' if one.retired else 'in use'} · {whose}"
