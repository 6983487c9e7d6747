"""What a server's daily question has to say, as values."""

from datetime import datetime

from bot.domain.daily.questions import DailyQuestion
from bot.domain.daily.wrap_up import WrapUp
from bot.domain.notices import Notice


class DayNotice(Notice):
    """Something about a server's daily question."""


class DayPost(DayNotice):
    """The question of a day. ``place``: stage and track by their titles; ``mention_id``: the role to ping;
    ``ends_at``: when answering ends; ``credit_id``: the member who suggested it."""

    question: DailyQuestion
    place: str
    answered: int = 0
    ends_at: datetime | None = None
    mention_id: int | None = None
    credit_id: int | None = None


class DayWrapUp(DayNotice):
    """The day after."""

    question: DailyQuestion
    found: WrapUp


class DayPoolLow(DayNotice):
    """So few questions are ``left`` that the server was not asked yet. ``track``: its title, if one was chosen."""

    left: int
    track: str | None
