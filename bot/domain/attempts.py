"""Queries that a candidate tried on the problems of a take-home."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.domain.drafts import StoredText

RIGHT = "right"
SHOWN = "shown"
"""A query that belongs to no problem: its result was shown, nothing was judged."""


class Attempt(BaseModel):
    """One query with what came of it. ``source_id`` is the interaction's snowflake, so a replay is the same attempt.

    ``problem`` is empty where somebody only looked at the data. ``verdict`` is :data:`RIGHT`, :data:`SHOWN`, in what
    respect the result differs, or why there was none; ``message`` is what the candidate was told.
    """

    model_config = ConfigDict(frozen=True)

    source_id: int
    problem: str
    query: StoredText
    verdict: str
    message: StoredText
    created_at: datetime

    @property
    def right(self) -> bool:
        """Whether it solves its problem."""
        return self.verdict == RIGHT


def submitted_sql(telling: Iterable[Attempt]) -> str:
    """The queries that are handed in: of each problem the one that solved it, else the last one tried."""
    return "\n".join(attempt.query for attempt in telling if attempt.problem)
