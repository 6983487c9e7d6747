"""How each thing that a check-in and a table owe is made when it is due."""

import contextlib
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.deliveries import Delivery
from bot.domain.errors import Refusal
from bot.domain.sessions.sittings import GRACE
from bot.domain.sessions.table_notices import (
    CheckInPost,
    Personal,
    SessionPersonal,
    SessionTrouble,
    TableClock,
    TablePanel,
    TableQuestion,
    TableWord,
    Trouble,
    Word,
)
from bot.domain.sessions.table_refusals import TableRefused
from bot.domain.sessions.tables import Table, TableStatus
from bot.domain.sessions.values import Session
from bot.services.check_in import CheckIns
from bot.services.deliveries import Deliveries, Handler, Plan
from bot.services.ports import Now, Store, Unit, UnreachableError
from bot.services.session_tables import SessionTables, is_on
from bot.services.table_rows import (
    ASK,
    CLOSE,
    COUNT,
    END,
    NUDGE,
    OPEN,
    OVER,
    PANEL,
    PERSONAL,
    POST,
    SEAT,
    TIME,
    TROUBLE,
    TURN,
    UNSEAT,
    WORD,
    count_row,
    trouble_row,
)

_NOTHING = Plan()


class Opened(NamedTuple):
    """A table's places. ``absent``: people who are not in the server any more; ``no_voice``: why there is no voice
    channel, where the bot would have the right to make one."""

    thread_id: int
    voice_id: int | None
    absent: tuple[int, ...] = ()
    no_voice: Trouble | None = None


class Rooms(Protocol):
    """The places of tables on Discord; raises as :meth:`bot.services.ports.Messenger.send` does."""

    async def open(self, table: Table, since: int) -> Opened:
        """Open thread and voice channel with the table's people in them; what was opened before is found again.

        ``since``: an id older than any place of this table.

        :raises Refusal: where Discord will not have a thread, with the reason.
        """

    async def seat(self, table: Table, user_id: int) -> None:
        """Let one more person into both."""

    async def unseat(self, table: Table, user_id: int) -> None:
        """Somebody has left: they are in neither any more."""

    async def close(self, table: Table, since: int) -> None:
        """Delete the voice channel; the thread stays."""

    async def show(self, notice: CheckInPost) -> None:
        """Bring the post of a check-in up to date."""

    def words(self, refusal: Refusal) -> str:
        """What a person is told of a refusal."""


class TableDeliveries:
    """Plans posts, threads, panels and clocks from what is stored when they are due."""

    def __init__(self, store: Store, check_ins: CheckIns, tables: SessionTables, rooms: Rooms, now: Now) -> None:
        self._store = store
        self._check_ins = check_ins
        self._tables = tables
        self._rooms = rooms
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that check-ins and tables owe."""
        deliveries.handle(POST, Handler(self._post, self._posted, lost=self._no_channel))
        deliveries.handle(COUNT, Handler(self._count))
        deliveries.handle(END, Handler(self._end))
        deliveries.handle(OVER, Handler(self._over))
        deliveries.handle(PERSONAL, Handler(self._personal))
        deliveries.handle(TROUBLE, Handler(self._trouble))
        deliveries.handle(OPEN, Handler(self._open))
        deliveries.handle(SEAT, Handler(self._seat))
        deliveries.handle(UNSEAT, Handler(self._unseat))
        deliveries.handle(CLOSE, Handler(self._close))
        deliveries.handle(PANEL, Handler(self._panel, self._panel_stands, lost=self._no_thread))
        deliveries.handle(ASK, Handler(self._ask, lost=self._no_thread))
        deliveries.handle(NUDGE, Handler(self._clock, lost=self._no_thread))
        deliveries.handle(TIME, Handler(self._clock, lost=self._no_thread))
        deliveries.handle(TURN, Handler(self._turn))
        deliveries.handle(WORD, Handler(self._word))

    # ------------------------------------------------------------------ the check-in

    async def _post(self, delivery: Delivery) -> Plan:
        found = await self._check_ins.post(delivery.guild_id, delivery.payload["session"])
        return _NOTHING if found is None or found.check_in.message_id is not None else Plan(found)

    async def _posted(self, unit: Unit, delivery: Delivery, message_id: int, _now: datetime) -> None:
        await self._check_ins.posted(unit, delivery.guild_id, delivery.payload["session"], message_id)

    async def _count(self, delivery: Delivery) -> Plan:
        found = await self._check_ins.post(delivery.guild_id, delivery.payload["session"])
        if found is not None and found.check_in.message_id is not None:
            with contextlib.suppress(UnreachableError):  # the post is gone; what counts is stored
                await self._rooms.show(found)
        return _NOTHING

    async def _end(self, delivery: Delivery) -> Plan:
        await self._check_ins.close(delivery.guild_id, delivery.payload["session"])
        return _NOTHING

    async def _over(self, delivery: Delivery) -> Plan:
        await self._tables.close_all(delivery.guild_id, delivery.payload["session"])
        return _NOTHING

    async def _personal(self, delivery: Delivery) -> Plan:
        given = delivery.payload
        return Plan(SessionPersonal(name=given["name"], what=Personal(given["what"]), link=given.get("link")))

    async def _trouble(self, delivery: Delivery) -> Plan:
        given = delivery.payload
        return Plan(
            SessionTrouble(
                session_id=given["session"],
                name=given["name"],
                trouble=Trouble(given["trouble"]),
                reason=given.get("reason", ""),
                link=given.get("link"),
            )
        )

    async def _no_channel(self, delivery: Delivery) -> None:
        await self._tell_host(delivery.guild_id, delivery.payload["session"], Trouble.CHANNEL_GONE, "post")

    # ------------------------------------------------------------------ places

    async def _open(self, delivery: Delivery) -> Plan:
        table = await self._table(delivery)
        if table is None or table.status is not TableStatus.OPENING:
            return _NOTHING
        try:
            opened = await self._rooms.open(table, await self._since(table))
        except Refusal as error:
            await self._tell_host(
                table.guild_id, table.session_id, Trouble.NO_THREAD, _try_of(delivery), self._rooms.words(error)
            )
            return _NOTHING
        except UnreachableError as error:
            await self._tell_host(table.guild_id, table.session_id, Trouble.CHANNEL_GONE, _try_of(delivery), str(error))
            return _NOTHING
        await self._tables.opened(table.guild_id, table.id, opened.thread_id, opened.voice_id, opened.absent)
        if opened.no_voice is not None:
            await self._tell_host(table.guild_id, table.session_id, opened.no_voice, "voice")
        await self._show_tables(table)
        return _NOTHING

    async def _seat(self, delivery: Delivery) -> Plan:
        table = await self._table(delivery)
        if table is not None and table.status is TableStatus.OPEN:
            with contextlib.suppress(UnreachableError):  # they can be let in by hand
                await self._rooms.seat(table, delivery.payload["user"])
        return _NOTHING

    async def _unseat(self, delivery: Delivery) -> Plan:
        table, user_id = await self._table(delivery), delivery.payload["user"]
        if table is not None and user_id not in table.member_ids:
            with contextlib.suppress(UnreachableError):  # they are gone already, or the place is
                await self._rooms.unseat(table, user_id)
        return _NOTHING

    async def _close(self, delivery: Delivery) -> Plan:
        table = await self._table(delivery)
        if table is not None and not table.is_open:
            with contextlib.suppress(UnreachableError):  # it is gone, or somebody took the right away
                await self._rooms.close(table, await self._since(table))
        return _NOTHING

    async def _no_thread(self, delivery: Delivery) -> None:
        """The thread is gone: the host is told how to go on."""
        if delivery.channel_id is not None:
            await self.lost_thread(delivery.guild_id, delivery.payload["table"], delivery.channel_id)

    async def lost_thread(self, guild_id: int, table_id: int, thread_id: int) -> None:
        """A table's thread is gone, as Discord told us or as we found."""
        if await self._tables.lost_thread(guild_id, table_id, thread_id):
            table = await self._tables.get(guild_id, table_id)
            await self._tell_host(guild_id, table.session_id, Trouble.THREAD_GONE, thread_id)

    # ------------------------------------------------------------------ in the thread

    async def _panel(self, delivery: Delivery) -> Plan:
        table = await self._table(delivery)
        if table is None or table.current is None or table.status is not TableStatus.OPEN:
            return _NOTHING
        return Plan(TablePanel(table=table, sitting=table.current, since=table.panel_id))

    async def _panel_stands(self, unit: Unit, delivery: Delivery, message_id: int, _now: datetime) -> None:
        await self._tables.panel_stands(unit, delivery.guild_id, delivery.payload["table"], message_id)

    async def _ask(self, delivery: Delivery) -> Plan:
        table, given = await self._table(delivery), delivery.payload
        sitting = next((one for one in table.sittings if one.number == given["sitting"]), None) if table else None
        if table is None or sitting is None or given["index"] >= len(sitting.questions):
            return _NOTHING
        return Plan(TableQuestion(table=table, sitting=sitting, index=given["index"], since=table.panel_id))

    async def _clock(self, delivery: Delivery) -> Plan:
        table, given = await self._table(delivery), delivery.payload
        ends_at = datetime.fromisoformat(given["ends"])
        over = delivery.kind == TIME
        if table is None or not is_on(table, given["sitting"], ends_at) or (not over and self._now() >= ends_at):
            return _NOTHING
        turns_at = max(ends_at + GRACE, self._now())
        return Plan(TableClock(table=table, ends_at=ends_at, turns_at=turns_at, over=over, since=table.panel_id))

    async def _turn(self, delivery: Delivery) -> Plan:
        given = delivery.payload
        with contextlib.suppress(TableRefused):
            ends_at = datetime.fromisoformat(given["ends"])
            await self._tables.time_over(delivery.guild_id, given["table"], given["sitting"], ends_at)
        return _NOTHING

    async def _word(self, delivery: Delivery) -> Plan:
        table, given = await self._table(delivery), delivery.payload
        if table is None or table.thread_id is None:
            return _NOTHING
        word = Word(given["word"])
        return Plan(TableWord(table=table, word=word, user_id=given["user"], link=given["link"], since=table.panel_id))

    # ------------------------------------------------------------------ inside

    async def _table(self, delivery: Delivery) -> Table | None:
        try:
            return await self._tables.get(delivery.guild_id, delivery.payload["table"])
        except TableRefused:
            return None

    async def _since(self, table: Table) -> int:
        """The check-in's post is older than the table's places."""
        found = await self._check_ins.post(table.guild_id, table.session_id)
        return (found.check_in.message_id if found else None) or 0

    async def _show_tables(self, table: Table) -> None:
        """The post names the tables; once more for each that has opened."""

        async def work(unit: Unit) -> None:
            check_in = await unit.session_tables.check_in(table.guild_id, table.session_id)
            if check_in is not None:
                now = self._now()
                key = f"{COUNT}:{table.session_id}:tables:{int(now.timestamp()) // 4}"
                await unit.deliveries.owe([count_row(check_in, table.host_id, key, now)])

        await self._store.write(work)

    async def _tell_host(self, guild_id: int, session_id: int, trouble: Trouble, key: object, reason: str = "") -> None:
        """Once for each kind of trouble, for all tables together."""

        async def work(unit: Unit) -> None:
            session: Session | None = await unit.sessions.get(guild_id, session_id)
            if session is not None:
                await unit.deliveries.owe([trouble_row(session, trouble, key, self._now(), reason)])

        await self._store.write(work)


def _try_of(delivery: Delivery) -> str:
    """Which try it was to open tables: all tables of one try have the same trouble."""
    return delivery.key.rsplit(":", 1)[-1]
