"""A thank-you note, drafted from what a person noted of the conversation."""

import re

from bot.domain.interviews.values import Interview
from bot.domain.interviews.words import InterviewWords

POINTS_ROOM = 800
NAME_ROOM = 60
NOTES_ROOM = 1000
_MOST_POINTS = 5
_BULLET = re.compile(r"^\s*(?:[-*•–—]+|\(?\d{1,2}[.)](?=\s))\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")


def points_in(text: str) -> tuple[str, ...]:
    """The points of a text: its lines without bullets; of a single line its sentences."""
    lines = [_BULLET.sub("", line).strip() for line in text.splitlines()]
    found = [line for line in lines if any(letter.isalnum() for letter in line)]
    if len(found) == 1:
        found = [one.strip() for one in re.split(r";\s+", found[0])] if "; " in found[0] else _SENTENCE.split(found[0])
    return tuple(" ".join(one.split()) for one in found if any(letter.isalnum() for letter in one))[:_MOST_POINTS]


def draft(words: InterviewWords, one: Interview) -> str:
    """The note, in the tone that was chosen; in the first one where none was."""
    after = one.after
    tone = words.tones.get(after.tone) or next(iter(words.tones.values()))
    names = {"company": one.company, "role": one.role}
    points = points_in(after.points)
    greeting = tone.greeting.format(name=after.interviewer) if after.interviewer else tone.nameless
    if len(points) == 1:
        stayed = f"{tone.one} {_as_sentence(points[0])}"
    else:
        stayed = "\n".join([tone.many, *(f"- {point.rstrip('.;,')}" for point in points)])
    kind = words.kinds[one.kind].thanks.format(**names)
    body = (f"{tone.opening.format(**names)} {kind}", stayed, tone.closing.format(**names))
    return "\n\n".join([greeting, *(part for part in body if part), tone.farewell])


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
