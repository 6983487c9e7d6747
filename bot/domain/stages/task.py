"""What a task round is made of: the take-home, its defence once it is handed in, and two questions about SQL and BI."""

from bot.domain.competencies import Competency
from bot.domain.policies import POLICIES
from bot.domain.stages.common import Dealing
from bot.domain.stages.take_home.defence import QUESTIONS
from bot.domain.stages.take_home.rules import TakeHome
from bot.domain.tasks import task_of
from bot.domain.tracks import Question
from bot.domain.turns import Form, Turn

_CRAFT = frozenset({"sql", "bi", "dashboard", "looker", "tableau"})


def deal(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round. The defence comes in when there is something to defend."""
    tasks = dealing.content.tasks
    task = task_of(tasks, dealing.track.id) or next(iter(tasks.values()), None)
    if dealing.is_drill or task is None:
        return dealing.bank()
    take_home = dealing.scene(Form.TASK, TakeHome.set_from(task).kept())
    usual = POLICIES[dealing.stage.kind].questions
    behind = max(usual, (dealing.count or 0) - 1 - QUESTIONS)
    craft = [question for question in dealing.stage.questions if _is_craft(question)]
    pool = craft if len(craft) >= behind else dealing.stage.questions
    return (take_home, *dealing.bank(pool, behind))


def _is_craft(question: Question) -> bool:
    """Whether it is about writing SQL or showing figures."""
    return question.competency is Competency.SQL or not _CRAFT.isdisjoint(question.tags)
