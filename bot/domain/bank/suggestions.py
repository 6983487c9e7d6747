"""Questions that members suggest, reports of bad ones, and stages that run out of questions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Question, Track

MOST_A_DAY = 5
"""Suggestions of one member within 24 hours: enough for somebody who prepares in earnest, too few to flood a queue."""

MOST_WAITING = 20
"""Suggestions of one member that nobody has decided on yet."""

DAY = timedelta(days=1)
REASON_ROOM = 500
STILL_LOW = timedelta(days=7)
"""So long a stage that ran low is not told again, and so long it is shown as low."""


class SuggestionStatus(StrEnum):
    """Where a suggestion stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class Suggestion(BaseModel):
    """A question that a member proposes.

    ``source_id``: the interaction that brought it. ``channel_id``: where it was suggested. ``posted_in_id`` and
    ``posted_id``: its message in the review channel. ``question_id``: the question that came of it.
    """

    model_config = ConfigDict(frozen=True)

    id: int = 0
    source_id: int
    guild_id: int
    member_id: int
    channel_id: int
    track_id: str
    stage_id: str
    question: Question
    status: SuggestionStatus = SuggestionStatus.WAITING
    reason: str | None = None
    decided_by: int | None = None
    question_id: str | None = None
    posted_in_id: int | None = None
    posted_id: int | None = None
    created_at: datetime
    decided_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has decided on it."""
        return self.status is SuggestionStatus.WAITING

    def check_waits(self) -> None:
        """:raises Refused: naming who decided, if somebody did."""
        if not self.waits:
            raise Refused(Reason.SUGGESTION_DECIDED, moderator_id=self.decided_by, outcome=self.status.value)


class Report(BaseModel):
    """What one member finds wrong with a question."""

    model_config = ConfigDict(frozen=True)

    guild_id: int
    question_id: str
    member_id: int
    reason: str
    created_at: datetime
    settled_at: datetime | None = None


class Reported(NamedTuple):
    """A question that members reported, and how many of them did."""

    question_id: str
    times: int


class Shortage(BaseModel):
    """A stage whose questions are nearly spent for somebody who draws on it."""

    model_config = ConfigDict(frozen=True)

    guild_id: int
    track_id: str
    stage_id: str
    unseen: int
    needed: int
    noticed_at: datetime


def titles(tracks: Mapping[str, Track], track_id: str, stage_id: str) -> str:
    """Stage and track by their titles; by their ids where they are gone."""
    track = tracks.get(track_id)
    stage = track.stage(stage_id) if track else None
    return f"{stage.title if stage else stage_id} · {track.title if track else track_id}"
