"""What a screen round is made of: the salary first, a handful of short questions, then the candidate's own."""

from bot.domain.stages.common import Dealing
from bot.domain.tracks import Question
from bot.domain.turns import Form, Turn

MOST_QUESTIONS = 8
MOST_MINUTES = 3

_SALARY_TAG = "salary"


def deal(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round."""
    if dealing.is_drill:
        return dealing.bank()
    salary = _salary(dealing)
    others = tuple(question for question in dealing.stage.questions if question.id != salary.question.id)
    count = min(dealing.size, MOST_QUESTIONS) - 1
    asked = (salary, *dealing.bank(others, count))
    return (*(_brisk(turn) for turn in asked), dealing.scene(Form.REVERSE))


def _salary(dealing: Dealing) -> Turn:
    """The stage's own question, if it has one."""
    own: Question | None = next((one for one in dealing.stage.questions if _SALARY_TAG in one.tags), None)
    return dealing.scene(Form.SALARY) if own is None else Turn(position=0, question=own, form=Form.SALARY)


def _brisk(turn: Turn) -> Turn:
    minutes = min(turn.question.minutes, MOST_MINUTES)
    return turn.put(question=turn.question.model_copy(update={"minutes": minutes}))
