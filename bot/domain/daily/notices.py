"""What daily questions have to say."""

from enum import StrEnum

from bot.domain.competencies import Rubric
from bot.domain.daily.questions import DailyAnswer, DailyQuestion
from bot.domain.daily.streaks import Streak
from bot.domain.debrief import Entry
from bot.domain.notices import DailyNotice
from bot.domain.tracks import StageKind


class Aside(StrEnum):
    """What to know about where a question came from or went to."""

    CLOSED_TO_ME = "closed_to_me"
    """Direct messages are closed, so it came to a channel."""
    PLACE_GONE = "place_gone"
    """The thread or channel is gone, so it came to direct messages."""
    STRAYED = "strayed"
    """The track that was chosen has no questions any more."""


class DailyAsked(DailyNotice):
    """A question with its buttons; ``place``: its stage and track by their titles. ``to``: the person to mention, in a
    channel. ``wish``: the track and competency that another one is asked for with."""

    daily: DailyQuestion
    place: str
    to: int | None = None
    asides: tuple[Aside, ...] = ()
    wish: tuple[str | None, str | None] = (None, None)
    credit_id: int | None = None


class DailyFeedback(DailyNotice):
    """What there is to learn from an answer: remarks, guidance, a sample, the levels to place oneself in."""

    daily: DailyQuestion
    answer: DailyAnswer
    entry: Entry
    rubric: Rubric
    kind: StageKind
    streak: Streak
    credit_id: int | None = None
