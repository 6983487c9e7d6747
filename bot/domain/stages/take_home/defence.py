"""The defence: which design choices of a submission are asked about."""

from collections import Counter

from bot.domain.chance import chance
from bot.domain.competencies import Competency
from bot.domain.tasks import DefenceQuestion, Task
from bot.domain.turns import Form, Turn

QUESTIONS = 3
_LEAD_INS = (
    "Thank you, I have read what you handed in. Let us talk about your choices.",
    "All right. Another choice of yours.",
    "One more thing that I noticed in your work.",
)


def defence(task: Task, submitted: str, seed: int, count: int = QUESTIONS) -> tuple[Turn, ...]:
    """Questions about what was submitted, those first that its own words call for, on different competencies.

    The same arguments always ask the same.
    """
    deck = list(task.questions_for(submitted))
    chance(seed).shuffle(deck)
    asked: Counter[Competency] = Counter()
    chosen: list[DefenceQuestion] = []
    while deck and len(chosen) < count:
        pick = min(deck, key=lambda question: (not question.when, asked[question.competency]))
        deck.remove(pick)
        chosen.append(pick)
        asked[pick.competency] += 1
    return tuple(
        Turn(position=0, question=question.as_question(), form=Form.DEFENCE, data={"lead_in": _LEAD_INS[number % 3]})
        for number, question in enumerate(chosen)
    )
