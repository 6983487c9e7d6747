"""When a question comes back: FSRS, a published model of how people forget, over the ratings of one's own answers.

The package ``fsrs`` does the sums. Its parameters stay at their defaults (they are not fitted to anybody), so does the
retention it aims at, 90 %. Two things are set: there are no steps of minutes, as a question comes once a day at most,
so the shortest wait is a day; and waits are not blurred by chance, so the same history always gives the same due dates.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler
from pydantic import BaseModel, ConfigDict

from bot.domain.competencies import LEVELS
from bot.domain.errors import Reason, Refused

LOW = 2
"""An answer rated so or lower is worth another go."""

SHORTEST = timedelta(days=1)
"""No answer brings its question back sooner."""

REST = timedelta(days=7)
"""A review that was asked and not rated is left alone for so long."""

USUAL_LIMIT, HIGHEST_LIMIT = 5, 20
"""Reviews that come within a day, from wherever: unless the person chose another number, and at most."""

_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_RATINGS = dict(zip(LEVELS, (Rating.Again, Rating.Hard, Rating.Good, Rating.Easy), strict=True))


class Review(BaseModel):
    """One entry of a card's history: an answer that was rated, or (``due_at``) another go that was asked for.

    ``source`` names the answer or the press: rated otherwise, it stays one entry. ``at``: when the answer was given.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    at: datetime
    rating: int | None = None
    due_at: datetime | None = None


class State(BaseModel):
    """What a history comes to. ``card``: the scheduler's own state."""

    model_config = ConfigDict(frozen=True)

    card: dict[str, Any]
    due_at: datetime
    rating: int
    reviewed_at: datetime


class ReviewCard(State):
    """A question that somebody answered and rated, with when it is due again."""

    guild_id: int
    user_id: int
    question_id: str


def replay(history: Iterable[Review]) -> State | None:
    """What a history comes to, in whatever order it is given; nothing if nothing in it was rated.

    :raises Refused: for a rating that is none of ours.
    """
    card: Card | None = None
    last: Review | None = None
    due_at: datetime | None = None
    for one in sorted(history, key=lambda one: (one.at, one.rating is None, one.source)):
        if one.rating is None:
            due_at = one.due_at if card is not None else None
            continue
        if one.rating not in _RATINGS:
            raise Refused(Reason.BAD_LEVEL)
        at = one.at.astimezone(UTC)
        # An id and a date of our own: the package would take both from the machine's clock.
        card, _ = _SCHEDULER.review_card(card or Card(card_id=0, due=at), _RATINGS[one.rating], at)
        last, due_at = one, None
    if card is None or last is None or last.rating is None:
        return None
    return State(
        card=dict(card.to_dict()), due_at=due_at or card.due, rating=last.rating, reviewed_at=last.at.astimezone(UTC)
    )


def is_free(due_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    """Whether a due question can be asked: not if it was already on the day when it became due, or since, unless that
    was long ago. An answer is given at least :data:`SHORTEST` before its question is due again."""
    return asked_at is None or asked_at <= due_at - SHORTEST or asked_at < now - REST
