"""What is said around an interview, as values."""

from bot.domain.interviews.values import Interview, Say
from bot.domain.notices import Notice


class InterviewNotice(Notice):
    """One message about an interview; it is for its person's eyes only.

    ``lines``: the words of the data file for it. ``step``: which one of the plan. ``can_practise``: the bot has a stage
    like it.
    """

    interview: Interview
    say: Say
    lines: tuple[str, ...] = ()
    step: int = 0
    can_practise: bool = False
