"""The matrix: what a submission makes of it, and what a coach notes about it."""

from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.turns import Turn


def submitted(given: Given) -> Play:
    """What was written ends the turn."""
    return Play(settled=True)


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """Remarks, most useful first; each one line of plain text."""
    return ()
