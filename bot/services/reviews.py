"""Reviews: each question that somebody rated their answer to comes back when it is due.

All of these run within the unit of whoever calls: a rating and the card that it moves are stored together or not at
all.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.reviews import LOW, USUAL_LIMIT, Review, ReviewCard, State, is_free, replay
from bot.domain.rounds import Round
from bot.domain.turns import Form, Turn
from bot.services import practice
from bot.services.ports import Unit


class Due(NamedTuple):
    """A question that is due, with how and when its answer was rated last."""

    question_id: str
    rating: int
    rated_at: datetime


class Today(NamedTuple):
    """A person's reviews of a day. ``due``: the longest due first; ``limit``: the most a day that they want; ``left``:
    how many of what is due may still come."""

    due: list[Due]
    limit: int
    left: int


async def note(unit: Unit, guild_id: int, user_id: int, question_id: str, entry: Review) -> None:
    """A person rated an answer (again): its card is made from its whole history anew."""
    known = replay([entry])
    if known is None:
        # Not rated, so this is about a card that is there.
        if await unit.reviews.get(guild_id, user_id, question_id, lock=True) is None:
            return
    else:
        await unit.reviews.begin(_card(known, guild_id, user_id, question_id))
    await unit.reviews.note(guild_id, user_id, question_id, entry)
    state = replay(await unit.reviews.history(guild_id, user_id, question_id))
    assert state is not None, "a card has at least the rating that made it"
    await unit.reviews.save(_card(state, guild_id, user_id, question_id))


async def rated_turn(unit: Unit, state: Round, turn: Turn, now: datetime) -> None:
    """The candidate rated a question of a round. Only plain questions come back: the rest needs the round around it."""
    if turn.form is Form.QUESTION and turn.rating is not None:
        at = turn.settled_at or state.finished_at or now
        entry = Review(source=f"round:{state.id}:{turn.position}", at=at, rating=turn.rating)
        await note(unit, state.guild_id, state.candidate_id, turn.question.id, entry)


async def put_off(unit: Unit, state: Round, due_at: datetime, now: datetime) -> None:
    """The candidate wants another go at a round then: what they rated low in it is due at the same time."""
    entry = Review(source=f"retry:{state.id}", at=now, due_at=due_at)
    # In one order, whatever the round's: two that wait for the same cards must not wait for each other.
    for turn in sorted(state.turns, key=lambda turn: turn.question.id):
        if turn.form is Form.QUESTION and turn.rating is not None and turn.rating <= LOW:
            await note(unit, state.guild_id, state.candidate_id, turn.question.id, entry)


async def today(unit: Unit, guild_id: int, user_id: int, seen: Mapping[str, datetime], now: datetime) -> Today:
    """What is due by the end of the person's day, on their own clocks, and how much of it may still come.

    :param seen: when each question was asked last; what was asked since it was due is left out.
    """
    zone = ZoneInfo(await practice.zone_of(unit, guild_id, user_id))
    day = now.astimezone(zone).date()
    begins, ends = (datetime.combine(day + timedelta(days=more), time(), zone) for more in (0, 1))
    found = [
        Due(one, rating, at)
        for one, due_at, rating, at in await unit.reviews.due(guild_id, user_id, ends)
        if is_free(due_at, seen.get(one), now)
    ]
    chosen = (await unit.people.get(user_id)).reviews_a_day
    limit = USUAL_LIMIT if chosen is None else chosen
    had = await unit.dailies.count_reviews(guild_id, user_id, day, begins)
    return Today(found, limit, min(max(limit - had, 0), len(found)))


async def due_at(unit: Unit, guild_id: int, user_id: int, question_id: str) -> datetime | None:
    """When a question comes back to a person, if it does."""
    card = await unit.reviews.get(guild_id, user_id, question_id)
    return None if card is None else card.due_at


def _card(state: State, guild_id: int, user_id: int, question_id: str) -> ReviewCard:
    return ReviewCard(guild_id=guild_id, user_id=user_id, question_id=question_id, **state.model_dump())
