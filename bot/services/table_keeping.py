"""What follows from a change of a table: stored, and owed, in the transaction of the change.

The row of the session is always locked before those of its tables.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.competencies import Competency
from bot.domain.sessions.scoring import Sat
from bot.domain.sessions.sittings import Sitting, SittingStatus
from bot.domain.sessions.table_notices import Word
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.domain.sessions.tables import Table, TableStatus, held
from bot.domain.sessions.values import Session
from bot.services.ports import Unit
from bot.services.scorecards import excuse, open_cards
from bot.services.session_keeping import end_session
from bot.services.table_rows import CLOCK, CLOSE, OPEN, PANEL, UNSEAT, clock_rows, owe_count, table_row, word_row

TALK = timedelta(minutes=15)
"""So long the voice channel stays after the last round: people go through their cards together."""


async def locked(unit: Unit, guild_id: int, table_id: int) -> tuple[Session, Table]:
    """A table and its session, which nobody else changes until the unit ends.

    :raises TableRefused: if this server has no such table.
    """
    found = await unit.session_tables.get(guild_id, table_id)
    session = await unit.sessions.get(guild_id, found.session_id, lock=True) if found else None
    table = await unit.session_tables.get(guild_id, table_id, lock=True)
    if session is None or table is None:
        raise TableRefused(Why.NO_TABLE)
    return session, table


async def keep(unit: Unit, session: Session, before: Table, after: Table, now: datetime) -> Table:
    """Store what a step made of a table, and owe what follows from it."""
    if before == after:
        return before
    kept = await unit.session_tables.save(before, after)
    await _rate(unit, before, kept, now)
    for gone in set(before.member_ids) - set(kept.member_ids):
        await excuse(unit, kept.guild_id, kept.id, gone, now)
        if kept.thread_id is not None:
            # What is said there from now on, and the debriefs, are for those who stay.
            await unit.deliveries.owe([table_row(kept, UNSEAT, f"{gone}:{kept.version}", now, user=gone)])
    await _set_clock(unit, before, kept, now)
    if _shows_anew(before, kept):
        await unit.deliveries.cancel(kept.subject, [PANEL], now)
        await unit.deliveries.owe([table_row(kept, PANEL, kept.version, now)])
    if before.is_open and kept.status is TableStatus.ENDED:
        await _ended(unit, session, kept, now)
    return kept


async def wind_up(unit: Unit, table: Table, now: datetime) -> None:
    """An ended table: what it still owed is void, its voice channel goes, who met is noted."""
    await unit.deliveries.cancel(table.subject, [OPEN, PANEL], now)
    # A voice channel that is just being made is found by its name: whether there is one is looked at later.
    await unit.deliveries.owe([table_row(table, CLOSE, "end", now + TALK)])


async def all_ended(unit: Unit, session: Session, now: datetime) -> None:
    """The session ends with its last table."""
    tables = await unit.session_tables.of(session.guild_id, session.id)
    check_in = await unit.session_tables.check_in(session.guild_id, session.id)
    if check_in is not None:
        await owe_count(unit, check_in, session.host_id, now)
    if session.is_open and not any(one.is_open for one in tables):
        await end_session(unit, session, now)


async def note_met(unit: Unit, session: Session, table: Table, now: datetime) -> None:
    """Who sat together in a sitting that took place have met, and had their turns."""
    if sat := held(table):
        day = (session.starts_at or now).astimezone(ZoneInfo(session.zone)).date()
        seated = tuple(dict.fromkeys((*table.seated_ids, *table.member_ids)))
        await unit.session_pairs.note(session.guild_id, session.id, [seated], day)
        turns = [(one.number, one.candidate_id, one.interviewer_id) for one in sat]
        await unit.session_pairs.note_turns(session.guild_id, table.id, turns, day)


def sat_of(table: Table, sitting: Sitting) -> Sat:
    """What is rated, as those who keep scorecards take it."""
    return Sat(
        guild_id=table.guild_id,
        table_id=table.id,
        sitting=sitting.number,
        session_id=table.session_id,
        thread_id=table.thread_id,
        candidate_id=sitting.candidate_id,
        interviewer_id=sitting.interviewer_id,
        observer_ids=sitting.observer_ids,
        competencies=_competencies(sitting),
        track_title=table.track_title,
        stage_title=table.stage_title,
        kind=table.kind,
    )


def _competencies(sitting: Sitting) -> tuple[Competency, ...]:
    """Those that were asked about; where nobody marked what was asked, all that were planned."""
    asked = [sitting.questions[index] for index in sitting.asked] or sitting.questions
    return tuple(dict.fromkeys(one.competency for one in asked))


async def _rate(unit: Unit, before: Table, kept: Table, now: datetime) -> None:
    already = {one.number for one in held(before)}
    for sitting in held(kept):
        if sitting.number not in already and sitting.questions:  # without any there is nothing to rate by
            await open_cards(unit, sat_of(kept, sitting), now)


async def _set_clock(unit: Unit, before: Table, kept: Table, now: datetime) -> None:
    old, new = before.current, kept.current
    if old is None and new is None:
        return
    same = old is not None and new is not None and _clock(old) == _clock(new)
    if same and before.thread_id == kept.thread_id:
        return
    await unit.deliveries.cancel(kept.clock_subject, CLOCK, now)
    if new is not None and kept.status is TableStatus.OPEN:
        await unit.deliveries.owe(clock_rows(kept, new))


def _clock(sitting: Sitting) -> tuple[object, ...]:
    return sitting.number, sitting.status, sitting.ends_at, sitting.is_paused


def _shows_anew(before: Table, kept: Table) -> bool:
    """Whether the panel in the thread says something that is not so any more."""
    new, old = kept.current, before.current
    if new is None or kept.status is not TableStatus.OPEN:
        return False
    if old is None or before.thread_id != kept.thread_id or old.number != new.number:
        return True
    return _roles(old) != _roles(new)


def _roles(sitting: Sitting) -> Sequence[object]:
    return sitting.candidate_id, sitting.interviewer_id, sitting.observer_ids, sitting.status is SittingStatus.RUNNING


async def _ended(unit: Unit, session: Session, table: Table, now: datetime) -> None:
    await wind_up(unit, table, now)
    await note_met(unit, session, table, now)
    if table.thread_id is not None:
        word = Word.ENDED if len(table.member_ids) > 1 else Word.ALONE
        about = table.member_ids[0] if table.member_ids else table.host_id
        await unit.deliveries.owe([word_row(table, word, about, "end", now)])
    await all_ended(unit, session, now)
