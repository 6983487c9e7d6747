"""What a team round is made of."""

from bot.domain.stages.common import Dealing
from bot.domain.turns import Turn


def deal(dealing: Dealing) -> tuple[Turn, ...]:
    """The turns of a new round."""
    return dealing.bank()
