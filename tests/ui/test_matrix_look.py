"""The matrix at its largest still fits into Discord's messages and forms."""

from typing import Any

import discord
import pytest

from bot.domain.matrix import Exercise
from bot.domain.notices import Prompt
from bot.domain.stages.matrix.state import WEIGHTS, MatrixState
from bot.domain.turns import Form, Turn, TurnStatus
from bot.ui.forms.matrix import MatrixLook, case_card, figures_form
from cogs.executive import Executive
from tests.domain.values import later, make_question, make_round

LOOK = MatrixLook()


def largest(count: int = 6) -> Exercise:
    """A case as long as a case may be."""
    criteria = [{"name": f"{number} {'n' * 30}", "meaning": "m" * 100} for number in range(count)]
    left = 2500 - 80 - 500 - count * 132 - 2 * 32
    projects = [{"name": f"{number} {'p' * 30}", "story": "s" * (left // 2)} for number in range(2)]
    texts: dict[str, Any] = {"id": "large", "title": "t" * 80, "situation": "x" * 500}
    return Exercise.model_validate(texts | {"criteria": criteria, "projects": projects})


def matrix(case: Exercise, *filled: str) -> MatrixState:
    names = [one.name for one in case.criteria]
    weights = dict.fromkeys(names, "9" * 17 + ".9") if WEIGHTS in filled else {}
    scores = {one.name: dict.fromkeys(names, 5 - at) for at, one in enumerate(case.projects) if one.name in filled}
    return MatrixState(exercise=case, weights=weights, scores=scores, early=True)


async def panel(state: MatrixState) -> dict[str, Any]:
    question = make_question(prompt="q" * 200)
    turn = Turn(position=0, question=question, form=Form.MATRIX, data=state.dump(), status=TurnStatus.OPEN)
    notice = Prompt(round=make_round().model_copy(update={"turns": (turn,)}), turn=turn, ends_at=later(minutes=5))
    return await LOOK.panel(notice, Executive.voice, reads_messages=True)


def check(view: discord.ui.LayoutView) -> None:
    assert view.content_length() <= 4000
    assert view.total_children_count <= 40


@pytest.mark.parametrize("count", [4, 5, 6])
async def test_the_largest_case_fits_at_every_step(count: int) -> None:
    case = largest(count)
    first, second = (project.name for project in case.projects)
    for filled in ((), (WEIGHTS, first), (first, second)):
        view = (await panel(matrix(case, *filled)))["view"]
        check(view)
        assert case.projects[1].story[:50] in str(view.to_components())
    done = matrix(case, first, second).put(weights=dict.fromkeys(matrix(case).criteria, "10"))
    payload = await panel(done)
    check(payload["view"])
    assert len(payload["file"].description) <= 1024
    check(case_card(done, Executive.voice))


@pytest.mark.parametrize("count", [4, 5, 6])
def test_every_form_has_at_most_five_fields(count: int) -> None:
    state = matrix(largest(count))
    for form in state.forms:
        shown = figures_form(state, form, "gr:matrix_in:1:1:0").to_dict()
        assert len(shown["components"]) <= 5
        assert len(shown["title"]) <= 45
        for label in shown["components"]:
            assert len(label["label"]) <= 45
            assert len(label["description"]) <= 100
            assert len(label["component"].get("value") or "") <= label["component"]["max_length"]
