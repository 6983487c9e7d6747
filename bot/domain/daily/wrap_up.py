"""The day after: how many answered a server's question, and which answer is shown."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.domain.daily.channels import DayAnswer


class WrapUp(BaseModel):
    """What a day came to. ``best``: the answer to show; nothing if no author agreed."""

    model_config = ConfigDict(frozen=True)

    answered: int
    best: DayAnswer | None = None


def wrap_up(answers: Sequence[DayAnswer]) -> WrapUp:
    """Of the answers whose authors agreed, the one that most people found useful; of several, the earliest."""
    shared = [one for one in answers if one.answer.shared]
    best = min(shared, key=lambda one: (-one.votes, one.answer.answered_at, one.answer.id), default=None)
    return WrapUp(answered=len(answers), best=best)
