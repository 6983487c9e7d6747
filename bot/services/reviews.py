"""Reviews: each question that somebody rated their answer to comes back when it is due.

All of these run within the unit of whoever calls: a rating and the card that it moves are stored together or not at
all.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.reviews import LOW, MOST_NOW, Review, ReviewCard, State, is_free, replay
from bot.domain.rounds import Round
from bot.domain.turns import Form, Turn
from bot.services import practice
from bot.services.ports import Unit


class Due(NamedTuple):
    """A question that is due, with how and when its answer was rated last."""

    question_id: str
    rating: int
    rated_at: datetime


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


async def due(
    unit: Unit, guild_id: int, user_id: int, seen: Mapping[str, datetime], now: datetime, *, at_once: bool
) -> list[Due]:
    """What is due by the end of the person's day, the longest due first; nothing that was asked since.

    :param seen: when each question was asked last.
    :param at_once: they ask for it themselves, which brings a few reviews a day.
    """
    zone = ZoneInfo(await practice.zone_of(unit, guild_id, user_id))
    today = now.astimezone(zone).date()
    if at_once and await unit.dailies.count_reviews(guild_id, user_id, today) >= MOST_NOW:
        return []
    until = datetime.combine(today + timedelta(days=1), time(), zone)
    found = await unit.reviews.due(guild_id, user_id, until)
    return [Due(one, rating, at) for one, due_at, rating, at in found if is_free(due_at, seen.get(one), now)]


def _card(state: State, guild_id: int, user_id: int, question_id: str) -> ReviewCard:
    return ReviewCard(guild_id=guild_id, user_id=user_id, question_id=question_id, **state.model_dump())
