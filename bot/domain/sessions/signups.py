"""Who has a place in a session and who waits for one: pure steps from the members before to the members after."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.sessions.values import Member, MemberState, Wish

MISSED_FOR = timedelta(days=90)
"""So long a session to which somebody did not come counts on the waiting list."""


class Press(NamedTuple):
    """Somebody signs up. ``source_id``: the interaction; ``missed``: see ``Member``."""

    session_id: int
    guild_id: int
    user_id: int
    wish: Wish
    source_id: int
    at: datetime
    missed: int = 0


class Changed(NamedTuple):
    """What comes of a press. ``mine``: where its person stands now; ``rows``: all members that are other than before;
    ``moved_up``: those who got a place from the waiting list."""

    mine: Member | None
    rows: tuple[Member, ...] = ()
    moved_up: tuple[Member, ...] = ()


def join(members: Iterable[Member], press: Press, capacity: int) -> Changed:
    """Take a place, else one on the waiting list; who has one already only changes the wish."""
    known = list(members)
    before = next((one for one in known if one.user_id == press.user_id), None)
    if before is not None and (before.is_in or before.state is MemberState.WAITING):
        after = before.put(wish=press.wish)
        return Changed(after, () if after == before else (after,))
    # Whoever waits goes first, also where a place is free at this very moment.
    free = taken(known) < capacity and not waiting(known)
    after = Member(
        session_id=press.session_id,
        guild_id=press.guild_id,
        user_id=press.user_id,
        wish=press.wish,
        state=MemberState.IN if free else MemberState.WAITING,
        joined_at=press.at,
        source_id=press.source_id,
        missed=press.missed,
    )
    return Changed(after, (after,))


def leave(members: Iterable[Member], user_id: int, capacity: int, state: MemberState = MemberState.LEFT) -> Changed:
    """Give a place back, which goes to who waits first. Nothing changes for whoever has none."""
    known = list(members)
    before = next((one for one in known if one.user_id == user_id), None)
    if before is None or not (before.is_in or before.state is MemberState.WAITING):
        return Changed(before)
    after = before.put(state=state)
    moved_up = fill([one for one in known if one is not before], capacity)
    return Changed(after, (after, *moved_up), moved_up)


def fill(members: Iterable[Member], capacity: int) -> tuple[Member, ...]:
    """Those who move up into the places that are free, each with theirs."""
    known = list(members)
    free = max(0, capacity - taken(known))
    return tuple(one.put(state=MemberState.IN) for one in waiting(known)[:free])


def taken(members: Iterable[Member]) -> int:
    """How many places are taken."""
    return sum(one.is_in for one in members)


def waiting(members: Iterable[Member]) -> list[Member]:
    """The waiting list in its order: those first who missed fewer sessions lately, then those who came first."""
    found = [one for one in members if one.state is MemberState.WAITING]
    return sorted(found, key=lambda one: (one.missed, one.order))


def place_in_line(members: Iterable[Member], user_id: int) -> int:
    """The place on the waiting list, from 1; 0 for whoever is not on it."""
    line = [one.user_id for one in waiting(members)]
    return line.index(user_id) + 1 if user_id in line else 0


def by_wish(members: Iterable[Member]) -> dict[Wish, list[Member]]:
    """Those who have a place by what they want to be, each list in the order of joining; empty ones are left out."""
    having = sorted((one for one in members if one.is_in), key=lambda one: one.order)
    found = {wish: [one for one in having if one.wish is wish] for wish in Wish}
    return {wish: those for wish, those in found.items() if those}


def concerned(members: Iterable[Member]) -> Sequence[Member]:
    """Those who want to know what becomes of the session: with a place, or waiting for one."""
    return [one for one in members if one.is_in or one.state is MemberState.WAITING]
