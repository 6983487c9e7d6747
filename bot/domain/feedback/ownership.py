"""Whether an answer is told as 'I' or as 'we': counted over steps, for opinions and states own nothing."""

from typing import Literal

from bot.domain.feedback.predicates import Who
from bot.domain.feedback.reading import Part, Reading, is_aside
from bot.domain.feedback.star import Story

Ownership = Literal["i", "we", "mixed", "none"]

_OUTWEIGHS = 4
"""How many times more often one has to act than the other for the other not to count."""


def ownership_of(story: Story) -> Ownership:
    """Who acts: in the steps of a story, else in any step meant or usually taken."""
    steps = story.having(Part.ACTION)
    mine, ours = _count([reading for reading in steps if Part.RESULT not in reading.parts and not is_aside(reading)])
    if not mine and not ours:
        mine, ours = _count(steps)
    if not mine and not ours:
        mine, ours = _count([r for r in story.readings if Part.SITUATION not in r.parts or not story.told])
    if not mine and not ours:
        return "none"
    if mine >= _OUTWEIGHS * ours:
        return "i"
    return "we" if ours >= _OUTWEIGHS * mine else "mixed"


def _count(readings: list[Reading]) -> tuple[int, int]:
    return (
        sum(len(reading.steps(Who.I)) for reading in readings),
        sum(len(reading.steps(Who.WE)) for reading in readings),
    )
