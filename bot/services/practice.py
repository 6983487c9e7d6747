"""Days of practice, on each person's own clocks, and the streak that they make."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.daily.streaks import Streak, streak_of
from bot.domain.guilds import DEFAULT_ZONE
from bot.services.ports import Unit


async def zone_of(unit: Unit, guild_id: int, user_id: int) -> str:
    """The zone of a person's days: that of their subscription, else their own, their server's, UTC."""
    subscription = await unit.subscriptions.get(guild_id, user_id)
    if subscription is not None:
        return subscription.zone
    return (await unit.people.get(user_id)).zone or (await unit.guilds.get(guild_id)).zone or DEFAULT_ZONE


async def today(unit: Unit, guild_id: int, user_id: int, at: datetime) -> date:
    """The day that it is for a person at ``at``."""
    return at.astimezone(ZoneInfo(await zone_of(unit, guild_id, user_id))).date()


async def note(unit: Unit, guild_id: int, user_id: int, at: datetime) -> None:
    """Within the unit that stores an answer: this day is one of practice."""
    await unit.dailies.practised(guild_id, user_id, await today(unit, guild_id, user_id, at))


class Practice(NamedTuple):
    """All days on which a person answered something, the streak that they make, and what day it is for them."""

    days: frozenset[date]
    streak: Streak
    today: date


async def streak(unit: Unit, guild_id: int, user_id: int, at: datetime) -> Streak:
    """How a person's streak in a server stands."""
    return (await practised(unit, guild_id, user_id, at)).streak


async def practised(unit: Unit, guild_id: int, user_id: int, at: datetime) -> Practice:
    """A person's days of practice in a server, as of ``at``."""
    days = await unit.dailies.practice_days(guild_id, user_id)
    free = [pause.free for pause in await unit.subscriptions.pauses(guild_id, user_id)]
    subscription = await unit.subscriptions.get(guild_id, user_id)
    if subscription is not None and (off := subscription.day_off()) is not None:
        free.append(off)
    here = await today(unit, guild_id, user_id, at)
    return Practice(frozenset(days), streak_of(days, free, here), here)
