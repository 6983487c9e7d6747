"""Hints: the approach in growing steps."""

import pytest

from bot.domain.hints import hint, hint_count
from tests.domain.values import make_question


@pytest.mark.parametrize("steps", range(2, 7))
def test_hints_grow_to_the_whole_approach_in_two_or_three_steps(steps: int) -> None:
    approach = tuple(f"Step number {number} of it." for number in range(steps))
    question = make_question(1, approach=approach)
    count = hint_count(question)
    assert count in (2, 3)
    shown = [hint(question, number) for number in range(1, count + 1)]
    lengths = [len(one) for one in shown]
    assert lengths[0] >= 1
    assert lengths == sorted(set(lengths)), "each one shows more than the one before"
    assert all(approach[: len(one)] == one for one in shown)
    assert shown[-1] == approach
    assert question.sample_answer not in "\n".join(shown[-1])
