"""Follow-ups: what an interviewer asks next, after what was said."""

from bot.domain.rounds import Play
from bot.domain.stages.common import Given


def submitted(given: Given) -> Play:
    """The answer ends the turn, and may call for a follow-up."""
    return Play(settled=True)
