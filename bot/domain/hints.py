"""Hints: a question's approach, told in growing steps. The sample answer never is one."""

from bot.domain.tracks import Question

MOST_HINTS = 3


def hint_count(question: Question) -> int:
    """How many hints there are: two or three, or none where the question has no approach."""
    return max(2, min(MOST_HINTS, len(question.approach))) if question.approach else 0


def hint(question: Question, number: int) -> tuple[str, ...]:
    """The steps that hint ``number`` (from 1) shows: all before it and the next ones, the last one all of them."""
    steps = question.approach
    shown = -(-len(steps) * number // hint_count(question))
    return steps[:shown]
