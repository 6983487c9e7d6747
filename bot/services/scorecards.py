"""Scorecards: opened for a sitting that is over, filled in part by part, and seen by the table once all are in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.domain.sessions.debriefing import CraftDebrief, TableDebrief, craft, craft_means, debrief
from bot.domain.sessions.interviewing import Skill
from bot.domain.sessions.score_refusals import CardRefused, NoCard
from bot.domain.sessions.scoring import (
    FIRST_NUDGE,
    LAST_NUDGE,
    Part,
    Progress,
    Sat,
    Scorecard,
    Scoring,
    begun,
    complete,
    filled,
    is_in,
    may_open,
    merged,
    parts,
    progress,
)
from bot.services.ports import Now, Store, Unit

CARD, LINE, NUDGE, CLOSE = "score_card", "score_line", "score_nudge", "score_close"
DEBRIEF, COPY, CRAFT = "score_debrief", "score_copy", "score_craft"
"""The kinds of deliveries: the message with the button, its count, a reminder, the end of the wait; the debrief for the
table and for the candidate, and what the candidate said about the interviewer."""


class OwnCard(NamedTuple):
    """Somebody's own cards of a sitting, and nothing of anybody else's."""

    scoring: Scoring
    parts: tuple[Part, ...]
    cards: tuple[Scorecard, ...]
    progress: Progress

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that are still to be filled in."""
        return tuple(part for part in self.parts if not is_in(part, self.cards))

    def about(self, part: Part) -> Scorecard | None:
        """The card that a part belongs to, if some of it is there."""
        return next((one for one in self.cards if one.about_id == part.about_id), None)


class Scorecards:
    """The cards of all sittings. Those of other servers, and of tables one did not sit at, do not exist."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now

    async def open(self, unit: Unit, sat: Sat, now: datetime) -> None:
        """Ask the people of a sitting for their cards; see :func:`open_cards`."""
        await open_cards(unit, sat, now)

    async def own(self, guild_id: int, scoring_id: int, user_id: int) -> OwnCard:
        """What somebody has filled in so far; also after all were opened.

        :raises CardRefused: if there are no such cards here, or this person has none to fill in.
        """

        async def work(unit: Unit) -> OwnCard:
            return await _own(unit, await _rated(unit, guild_id, scoring_id, user_id), user_id)

        return await self._store.read(work)

    async def part(self, guild_id: int, scoring_id: int, user_id: int, number: int) -> tuple[OwnCard, Part]:
        """One part of somebody's card, to be filled in. Raises as :meth:`own` does.

        :raises CardRefused: if there is no such part, or cards are not taken any more.
        """
        own = await self.own(guild_id, scoring_id, user_id)
        own.scoring.check(user_id, self._now())
        return own, _part(own.parts, number)

    async def fill(
        self, guild_id: int, scoring_id: int, user_id: int, number: int, given: Mapping[str, str], source_id: int
    ) -> OwnCard:
        """Keep a part of somebody's card; with the last one of all, the cards are opened. Raises as :meth:`part` does.

        :raises CardRefused: if a level is missing or a text too long.
        """

        async def work(unit: Unit) -> OwnCard:
            now = self._now()
            scoring = await _rated(unit, guild_id, scoring_id, user_id, lock=True)
            before = await _own(unit, scoring, user_id)
            part = _part(before.parts, number)
            stored = before.about(part)
            if stored is not None and source_id <= stored.sources.get(str(number), 0):
                return before
            scoring.check(user_id, now)
            new = filled(scoring, part, user_id, given, now)
            await unit.scorecards.put(merged(stored, new, part, source_id, before.parts))
            return await self._after(unit, scoring, user_id, before, now)

        return await self._store.write(work)

    async def _after(self, unit: Unit, scoring: Scoring, user_id: int, before: OwnCard, now: datetime) -> OwnCard:
        """A part was kept: count anew if that was somebody's last one, and open all if it was the last of all."""
        after = await _own(unit, scoring, user_id)
        if before.missing and not after.missing:
            await unit.deliveries.cancel(f"score:{scoring.id}:{user_id}", [NUDGE], now)
            scoring = await open_if_due(unit, scoring, now)
            if not scoring.is_open:
                await unit.deliveries.owe(_line(scoring, f"in:{user_id}", now))
        return after._replace(scoring=scoring)

    async def craft_so_far(self, guild_id: int, user_id: int) -> dict[Skill, tuple[float, int]]:
        """How candidates of a server found somebody as an interviewer: means and counts, for that person alone."""
        found = await self._store.read(lambda unit: unit.scorecards.about_interviewer(guild_id, user_id))
        return craft_means(found)

    # ------------------------------------------------------------------ for the messages that come by themselves

    async def standing(self, guild_id: int, scoring_id: int) -> tuple[Scoring, Progress] | None:
        """How many cards are in."""

        async def work(unit: Unit) -> tuple[Scoring, Progress] | None:
            scoring = await unit.scorecards.get(guild_id, scoring_id)
            if scoring is None:
                return None
            return scoring, progress(scoring, await unit.scorecards.cards(guild_id, scoring_id))

        return await self._store.read(work)

    async def close(self, guild_id: int, scoring_id: int) -> None:
        """The time is over: open the cards, if they are not."""

        async def work(unit: Unit) -> None:
            scoring = await unit.scorecards.get(guild_id, scoring_id, lock=True)
            if scoring is not None:
                await open_if_due(unit, scoring, self._now())

        await self._store.write(work)

    async def found(self, guild_id: int, scoring_id: int) -> tuple[Scoring, TableDebrief, CraftDebrief | None] | None:
        """What came of the cards, once they are open."""

        async def work(unit: Unit) -> tuple[Scoring, TableDebrief, CraftDebrief | None] | None:
            scoring = await unit.scorecards.get(guild_id, scoring_id)
            if scoring is None or not scoring.is_open:
                return None
            cards = await unit.scorecards.cards(guild_id, scoring_id)
            return scoring, debrief(scoring, cards), craft(scoring, cards)

        return await self._store.read(work)


# ---------------------------------------------------------------------- within a transaction of somebody else's


async def open_cards(unit: Unit, sat: Sat, now: datetime) -> None:
    """Ask the people of a sitting that is over for their cards. A second call for the same sitting changes nothing."""
    scoring, is_new = await unit.scorecards.begin(begun(sat, now))
    if not is_new:
        return
    nudges = ((scoring.ended_at + FIRST_NUDGE, 1), (scoring.closes_at - LAST_NUDGE, 2))
    rows = [
        *table_rows(scoring, CARD, now),
        delivery_row(scoring, CLOSE, scoring.closes_at),
        *(nudge_row(scoring, who, number, at) for who in sat.raters for at, number in nudges),
    ]
    await unit.deliveries.owe(rows)


async def excuse(unit: Unit, guild_id: int, table_id: int, user_id: int, now: datetime) -> None:
    """Somebody has left a table for good: no open card waits for them. One that is in still counts."""
    for scoring in await unit.scorecards.waiting(guild_id, table_id):
        if user_id not in scoring.awaited:
            continue
        after = scoring.model_copy(update={"excused": (*scoring.excused, user_id)})
        await unit.scorecards.save(after)
        await unit.deliveries.cancel(f"score:{scoring.id}:{user_id}", [NUDGE], now)
        opened = await open_if_due(unit, after, now)
        if not opened.is_open:
            await unit.deliveries.owe(_line(after, f"left:{user_id}", now))


async def open_if_due(unit: Unit, scoring: Scoring, now: datetime) -> Scoring:
    """Open the cards of a locked scoring if all are in or the time is over; owes the debrief, once."""
    cards = await unit.scorecards.cards(scoring.sat.guild_id, scoring.id)
    if scoring.is_open or not may_open(scoring, cards, now):
        return scoring
    opened = scoring.model_copy(update={"opened_at": now})
    await unit.scorecards.save(opened)
    sat = scoring.sat
    rows = [*_line(opened, "open", now), *table_rows(opened, DEBRIEF, now)]
    if complete(sat, cards):
        rows.append(delivery_row(opened, COPY, now, to=sat.candidate_id))
    if craft(opened, cards) is not None:
        rows.append(delivery_row(opened, CRAFT, now, to=sat.interviewer_id))
    await unit.deliveries.owe(rows)
    return opened


def delivery_row(scoring: Scoring, kind: str, due_at: datetime, *, to: int | None = None) -> dict[str, Any]:
    """One message about a sitting's cards: in the table's thread, or in private ``to`` somebody."""
    sat = scoring.sat
    return {
        "guild_id": sat.guild_id,
        "channel_id": sat.thread_id if to is None else None,
        "user_id": to or sat.candidate_id,
        "kind": kind,
        "key": f"{kind}:{scoring.id}" + (f":{to}" if to else ""),
        "subject": f"score:{scoring.id}",
        "payload": {"scoring": scoring.id},
        "due_at": due_at,
    }


def nudge_row(scoring: Scoring, user_id: int, number: int, due_at: datetime) -> dict[str, Any]:
    """One of somebody's two reminders."""
    row = delivery_row(scoring, NUDGE, due_at, to=user_id)
    changes = {"key": f"{row['key']}:{number}", "subject": f"score:{scoring.id}:{user_id}"}
    return row | changes | {"payload": row["payload"] | {"number": number}}


def table_rows(scoring: Scoring, kind: str, now: datetime) -> list[dict[str, Any]]:
    """A message to the whole table: in its thread, or where there is none to each of them in private. The candidate has
    a debrief anyway."""
    if scoring.sat.thread_id is not None:
        return [delivery_row(scoring, kind, now)]
    return private_rows(scoring, kind, now)


def private_rows(scoring: Scoring, kind: str, now: datetime) -> list[dict[str, Any]]:
    """The same message to each of a table in private."""
    people = [one for one in scoring.awaited if kind != DEBRIEF or one != scoring.sat.candidate_id]
    return [delivery_row(scoring, kind, now, to=one) for one in people]


def _line(scoring: Scoring, reason: str, now: datetime) -> list[dict[str, Any]]:
    """The count changes in the thread; private messages have none that is kept up to date."""
    if scoring.sat.thread_id is None:
        return []
    row = delivery_row(scoring, LINE, now)
    return [row | {"key": f"{row['key']}:{reason}"}]


# ---------------------------------------------------------------------- inside


async def _rated(unit: Unit, guild_id: int, scoring_id: int, user_id: int, *, lock: bool = False) -> Scoring:
    scoring = await unit.scorecards.get(guild_id, scoring_id, lock=lock)
    if scoring is None:
        raise CardRefused(NoCard.GONE)
    scoring.check_rater(user_id)
    return scoring


async def _own(unit: Unit, scoring: Scoring, user_id: int) -> OwnCard:
    cards = await unit.scorecards.cards(scoring.sat.guild_id, scoring.id)
    own = tuple(one for one in cards if one.rater_id == user_id)
    return OwnCard(scoring, parts(scoring.sat, user_id), own, progress(scoring, cards))


def _part(found: tuple[Part, ...], number: int) -> Part:
    if not 0 <= number < len(found):
        raise CardRefused(NoCard.NO_SUCH_PART)
    return found[number]
