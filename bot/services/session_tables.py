"""The tables of sessions while people sit at them. Ids of other servers do not exist."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from bot.domain.sessions.sittings import Note, Sitting
from bot.domain.sessions.table_notices import Word
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.domain.sessions.tables import Table, TableStatus, smallest
from bot.domain.sessions.values import Session
from bot.services.locks import KeyedLocks
from bot.services.ports import Now, Store, Unit
from bot.services.table_dealing import Place, TableDealing, minutes_each
from bot.services.table_keeping import keep, locked, wind_up
from bot.services.table_rows import ASK, CLOCK, END, OPEN, POST, SEAT, table_row, word_row


class _At(NamedTuple):
    """What a step works on: rows that nobody else changes meanwhile."""

    unit: Unit
    session: Session
    table: Table


Step = Callable[[_At], Awaitable[Table]]


class Actor(NamedTuple):
    """Who pressed, and with which interaction; ``moderates``: may do what a host may."""

    user_id: int
    source_id: int
    moderates: bool = False


class SessionTables:
    """What people do at tables."""

    def __init__(self, store: Store, dealing: TableDealing, now: Now) -> None:
        self._store = store
        self._dealing = dealing
        self._now = now
        self._locks = KeyedLocks()

    # ------------------------------------------------------------------ looking

    async def get(self, guild_id: int, table_id: int) -> Table:
        """:raises TableRefused: if this server has no such table."""
        found: Table | None = await self._store.read(lambda unit: unit.session_tables.get(guild_id, table_id))
        if found is None:
            raise TableRefused(Why.NO_TABLE)
        return found

    async def sheet(self, guild_id: int, table_id: int, number: int, user_id: int) -> tuple[Table, Sitting]:
        """A table and the sitting that is on, for whoever has a sheet: who asks and, where there is a deal, both sides.
        Of a sitting that is over, those who rate it get what they noted.

        :raises TableRefused: for everybody else.
        """
        table = await self.get(guild_id, table_id)
        over = next((one for one in table.sittings if one.number == number and one.is_over), None)
        if over is not None and user_id in over.rater_ids:
            return table, over
        table.check_member(user_id)
        sitting = table.at(number)
        if user_id == sitting.candidate_id and sitting.game is not None:
            return table, sitting
        return table, table.check_interviewer(user_id, number)

    # ------------------------------------------------------------------ the course of a table

    async def opened(
        self, guild_id: int, table_id: int, thread_id: int, voice_id: int | None, absent: Iterable[int] = ()
    ) -> Table:
        """The thread is there, and everybody in it but those who are not in the server any more."""

        async def step(at: _At) -> Table:
            ready = at.table.opened(thread_id, voice_id, self._now())
            for one in absent:
                ready = ready.without(one, self._now())
            return ready

        return await self._change(guild_id, table_id, step)

    async def rotate(self, guild_id: int, table_id: int, number: int, actor: Actor) -> Table:
        """The next round begins. Of two presses at the same moment one does it.

        :raises TableRefused: for strangers, and if that was done already.
        """

        async def step(at: _At) -> Table:
            _check_present(at.table, actor)
            return at.table.rotated(number, self._now())

        return await self._change(guild_id, table_id, step)

    async def time_over(self, guild_id: int, table_id: int, number: int, ends_at: datetime) -> None:
        """Nobody pressed: the table rotates by itself, if that is still the clock that runs."""

        async def step(at: _At) -> Table:
            return at.table.rotated(number, self._now()) if is_on(at.table, number, ends_at) else at.table

        await self._change(guild_id, table_id, step)

    async def end(self, guild_id: int, table_id: int, actor: Actor) -> Table:
        """The table ends now. Raises as :meth:`rotate` does."""

        async def step(at: _At) -> Table:
            _check_present(at.table, actor)
            if not at.table.is_open:
                raise TableRefused(Why.TABLE_ENDED)
            return at.table.ended(self._now())

        return await self._change(guild_id, table_id, step)

    async def pause(self, guild_id: int, table_id: int, number: int, actor: Actor, *, pauses: bool) -> Table:
        """The clock stands still, or goes on; the table is told who did it. Raises as :meth:`rotate` does."""

        async def step(at: _At) -> Table:
            _check_present(at.table, actor)
            sitting, now = at.table.at(number), self._now()
            after = sitting.paused(now) if pauses else sitting.resumed(now)
            if after != sitting:
                word = Word.PAUSED if pauses else Word.RESUMED
                await at.unit.deliveries.owe([word_row(at.table, word, actor.user_id, actor.source_id, now)])
            return at.table.changed(after)

        return await self._change(guild_id, table_id, step)

    # ------------------------------------------------------------------ the interview

    async def ask(self, guild_id: int, table_id: int, number: int, index: int, actor: Actor) -> Table:
        """Put a question to the candidate: it comes into the thread, and everybody there has heard it.

        :raises TableRefused: for everybody but those who ask.
        """

        async def step(at: _At) -> Table:
            sitting = at.table.check_interviewer(actor.user_id, number)
            after = sitting.with_asked(index)
            if index not in sitting.asked:
                question = sitting.questions[index].id
                await at.unit.session_tables.note_heard(guild_id, at.table.member_ids, question)
            row = table_row(at.table, ASK, actor.source_id, self._now(), sitting=number, index=index)
            await at.unit.deliveries.owe([row])
            return at.table.changed(after)

        return await self._change(guild_id, table_id, step)

    async def tick(
        self, guild_id: int, table_id: int, number: int, index: int, points: Iterable[int], actor: Actor
    ) -> Table:
        """The key points of a question that were heard. Raises as :meth:`ask` does."""
        wanted = list(points)

        async def step(at: _At) -> Table:
            sitting = at.table.check_interviewer(actor.user_id, number)
            return at.table.changed(sitting.with_ticks(index, wanted))

        return await self._change(guild_id, table_id, step)

    async def note(
        self, guild_id: int, table_id: int, number: int, index: int | None, text: str, actor: Actor
    ) -> Table:
        """Somebody who watches or asks writes something down.

        :raises TableRefused: for the candidate, for strangers, and for a note that is empty or too long.
        """

        async def step(at: _At) -> Table:
            at.table.check_member(actor.user_id)
            sitting = at.table.at(number)
            if actor.user_id == sitting.candidate_id:
                raise TableRefused(Why.NO_SHEET)
            note = Note(
                source_id=actor.source_id, user_id=actor.user_id, question=index, text=text.strip(), at=self._now()
            )
            return at.table.changed(sitting.with_note(note))

        return await self._change(guild_id, table_id, step)

    async def typed(self, guild_id: int, thread_id: int, user_id: int, message_id: int, text: str) -> bool:
        """A message in a thread: kept if it is the candidate's, who is being asked; whether it was."""
        found = await self._in_thread(guild_id, thread_id)
        if found is None or found.current is None or found.current.candidate_id != user_id:
            return False

        async def step(at: _At) -> Table:
            sitting = at.table.current
            if sitting is None or sitting.candidate_id != user_id or at.table.status is not TableStatus.OPEN:
                return at.table
            return at.table.changed(sitting.with_answer(message_id, text))

        sitting = (await self._change(guild_id, found.id, step)).current
        return sitting is not None and any(one.message_id == message_id for one in sitting.answers)

    async def retyped(self, guild_id: int, thread_id: int, message_id: int, text: str | None) -> None:
        """A message was changed, or deleted where ``text`` is nothing; in rounds that are over nothing changes."""
        found = await self._in_thread(guild_id, thread_id)
        sitting = found.current if found else None
        if found is None or sitting is None or all(one.message_id != message_id for one in sitting.answers):
            return

        async def step(at: _At) -> Table:
            now_on = at.table.current
            if now_on is None or all(one.message_id != message_id for one in now_on.answers):
                return at.table
            if text is None:
                return at.table.changed(now_on.without_answers([message_id]))
            return at.table.changed(now_on.with_answer(message_id, text))

        await self._change(guild_id, found.id, step)

    # ------------------------------------------------------------------ people come and go

    async def leave(self, guild_id: int, table_id: int, user_id: int, actor: Actor) -> Table:
        """Somebody leaves, or is taken off by the host. Whoever is left alone sits down at another table.

        :raises TableRefused: for strangers, and if the table has ended.
        """

        async def step(at: _At) -> Table:
            if user_id != actor.user_id:
                check_host(at.session, actor)
            if not at.table.is_open:
                raise TableRefused(Why.TABLE_ENDED)
            if user_id not in at.table.member_ids:
                raise TableRefused(Why.NOT_AT_TABLE if user_id == actor.user_id else Why.NOT_SEATED)
            now = self._now()
            if at.table.thread_id is not None and len(at.table.member_ids) > 2:  # noqa: PLR2004 - two are left then
                await at.unit.deliveries.owe(
                    [word_row(at.table, Word.LEFT, user_id, f"{user_id}:{at.table.version}", now)]
                )
            if len(at.table.member_ids) == 2:  # noqa: PLR2004 - one is left then
                lone = next(one for one in at.table.member_ids if one != user_id)
                await self._move(at.unit, at.session, at.table, lone)
            return at.table.without(user_id, now)

        return await self._change(guild_id, table_id, step)

    async def reassign(
        self, guild_id: int, table_id: int, number: int, candidate_id: int, interviewer_id: int, actor: Actor
    ) -> Table:
        """Host or moderator: other people take the parts of this round.

        :raises TableRefused: for everybody else, and for people who do not sit there.
        """

        async def step(at: _At) -> Table:
            check_host(at.session, actor)
            sitting = at.table.at(number)
            fresh = None
            if candidate_id != sitting.candidate_id and candidate_id in at.table.member_ids:
                others = [one for one in at.table.sittings if one.number != number]
                fresh = await self._dealing.deal(at.unit, place_of(at.table), candidate_id, sitting.minutes, others)
            return at.table.reassigned(number, candidate_id, interviewer_id, fresh)

        return await self._change(guild_id, table_id, step)

    async def check_may_reassign(
        self, guild_id: int, table_id: int, number: int, actor: Actor
    ) -> tuple[Table, Sitting]:
        """The table for its host. Raises as :meth:`reassign` does."""

        async def work(unit: Unit) -> tuple[Table, Sitting]:
            table = await unit.session_tables.get(guild_id, table_id)
            session = await unit.sessions.get(guild_id, table.session_id) if table else None
            if table is None or session is None:
                raise TableRefused(Why.NO_TABLE)
            check_host(session, actor)
            return table, table.at(number)

        return await self._store.read(work)

    async def close_all(self, guild_id: int, session_id: int) -> None:
        """Nobody ended these tables: they end now, and the session with them."""
        for table in await self._store.read(lambda unit: unit.session_tables.of(guild_id, session_id)):
            await self._change(guild_id, table.id, self._end)

    # ------------------------------------------------------------------ its places

    async def lost_thread(self, guild_id: int, table_id: int, thread_id: int) -> bool:
        """The thread is gone: the table waits until the host opens another one; whether that is news."""

        async def step(at: _At) -> Table:
            return at.table.homeless() if at.table.thread_id == thread_id else at.table

        before = await self.get(guild_id, table_id)
        after = await self._change(guild_id, table_id, step)
        return before.is_open and before.thread_id == thread_id and after.thread_id is None

    async def lost_voice(self, guild_id: int, table_id: int, voice_id: int) -> None:
        """The voice channel is gone: the table goes on without."""

        async def step(at: _At) -> Table:
            if at.table.voice_id != voice_id:
                return at.table
            if at.table.status is TableStatus.OPEN:
                row = word_row(at.table, Word.VOICE_GONE, at.table.host_id, voice_id, self._now())
                await at.unit.deliveries.owe([row])
            return at.table.put(voice_id=None)

        await self._change(guild_id, table_id, step)

    async def at_place(self, guild_id: int, channel_id: int) -> Table | None:
        """The table whose thread or voice channel this is."""
        return await self._store.read(lambda unit: unit.session_tables.at_place(guild_id, channel_id))

    async def panel_stands(self, unit: Unit, guild_id: int, table_id: int, message_id: int) -> None:
        """The panel was brought with this message."""
        _, table = await locked(unit, guild_id, table_id)
        await unit.session_tables.save(table, table.put(panel_id=message_id))

    async def open_again(self, guild_id: int, session_id: int, actor: Actor) -> list[Table]:
        """Tables without a thread get one, now that it can be opened.

        :raises TableRefused: for whoever is neither host nor moderator, and if there is no such table.
        """

        async def work(unit: Unit) -> list[Table]:
            session = await unit.sessions.get(guild_id, session_id, lock=True)
            if session is None:
                raise TableRefused(Why.NO_TABLE)
            check_host(session, actor)
            tables = await unit.session_tables.of(guild_id, session_id)
            waiting = [one for one in tables if one.status is TableStatus.OPENING]
            rows = [table_row(one, OPEN, actor.source_id, self._now()) for one in waiting]
            await unit.deliveries.owe(rows)
            return waiting

        return await self._store.write(work)

    # ------------------------------------------------------------------ inside

    async def _end(self, at: _At) -> Table:
        return at.table.ended(self._now())

    async def _in_thread(self, guild_id: int, thread_id: int) -> Table | None:
        found: Table | None = await self._store.read(lambda unit: unit.session_tables.in_thread(guild_id, thread_id))
        return found

    async def _change(self, guild_id: int, table_id: int, step: Step) -> Table:
        async def work(unit: Unit) -> Table:
            session, before = await locked(unit, guild_id, table_id)
            return await keep(unit, session, before, await step(_At(unit, session, before)), self._now())

        async with self._locks.holding((guild_id, table_id)):
            return await self._store.write(work)

    async def _move(self, unit: Unit, session: Session, old: Table, lone: int) -> None:
        """Whoever would sit alone goes to the smallest other table, with the turn that they did not have yet."""
        tables = await unit.session_tables.of(session.guild_id, session.id, lock=True)
        try:
            to = smallest([one for one in tables if one.id != old.id])
        except TableRefused:
            return
        turn = await self._turn(unit, session, old, to, lone)
        await join(unit, session, to, lone, self._now(), turn)
        if old.thread_id is not None:
            row = word_row(old, Word.MOVED, lone, lone, self._now(), link=to.thread_id)
            await unit.deliveries.owe([row])

    async def _turn(self, unit: Unit, session: Session, old: Table, to: Table, lone: int) -> Sitting | None:
        if not any(one.candidate_id == lone and not one.is_over for one in old.sittings):
            return None
        turns = [one.interviewer_id for one in to.sittings]
        interviewer = min(to.member_ids, key=lambda one: (turns.count(one), to.member_ids.index(one)))
        minutes = to.sittings[0].minutes if to.sittings else minutes_each(session.minutes, 2, session.minutes)
        dealt = await self._dealing.deal(unit, place_of(to), lone, minutes, to.sittings)
        watching = tuple(one for one in to.member_ids if one != interviewer)
        return Sitting(
            number=0,
            candidate_id=lone,
            interviewer_id=interviewer,
            observer_ids=watching,
            questions=dealt.questions,
            game=dealt.game,
            minutes=minutes,
        )


async def join(
    unit: Unit, session: Session, table: Table, user_id: int, now: datetime, sitting: Sitting | None = None
) -> Table:
    """Somebody sits down at a table that was read with its lock, and is brought into its thread."""
    kept = await keep(unit, session, table, table.with_one(user_id, sitting), now)
    if kept.thread_id is not None:
        word = word_row(kept, Word.JOINED, user_id, f"{user_id}:{kept.version}", now)
        await unit.deliveries.owe([table_row(kept, SEAT, f"{user_id}:{kept.version}", now, user=user_id), word])
    return kept


async def close_tables(unit: Unit, guild_id: int, session_id: int, now: datetime) -> None:
    """The session is cancelled while it runs, by whoever holds its lock: no check-in and no table goes on."""
    check_in = await unit.session_tables.check_in(guild_id, session_id, lock=True)
    await unit.deliveries.cancel(f"check_in:{session_id}", [POST, END], now)
    if check_in is not None and check_in.is_open:
        await unit.session_tables.save_check_in(check_in.closed(now))
    for table in await unit.session_tables.of(guild_id, session_id, lock=True):
        if table.is_open:
            after = await unit.session_tables.save(table, table.ended(now))
            await unit.deliveries.cancel(after.clock_subject, CLOCK, now)
            await wind_up(unit, after, now)


def check_host(session: Session, actor: Actor) -> None:
    """:raises TableRefused: for whoever is neither the host nor a moderator."""
    if actor.user_id != session.host_id and not actor.moderates:
        raise TableRefused(Why.NOT_HOST, host=session.host_id)


def place_of(table: Table) -> Place:
    """Where a table's questions come from."""
    return Place(table.guild_id, table.track_id, table.stage_id)


def is_on(table: Table, number: int, ends_at: datetime) -> bool:
    """Whether a sitting runs at a table, and with this end."""
    sitting = table.current
    if sitting is None or table.status is not TableStatus.OPEN or sitting.is_paused:
        return False
    return sitting.number == number and sitting.ends_at == ends_at


def _check_present(table: Table, actor: Actor) -> None:
    """Everybody at the table may, and so may host and moderators."""
    if actor.user_id != table.host_id and not actor.moderates:
        table.check_member(actor.user_id)
