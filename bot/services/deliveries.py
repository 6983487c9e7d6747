"""Bring what is due: claim it with a lease, say it, settle it.

At least once by us, exactly once to the reader: a message carries a nonce, and Discord drops its second copy.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Set
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from bot.domain.deliveries import LEASE, MOST_ATTEMPTS, Delivery, DeliveryStatus, retry_delay
from bot.domain.errors import StoreUnavailable
from bot.domain.notices import Notice
from bot.services.giving_way import gives_way
from bot.services.locks import KeyedLocks
from bot.services.ports import AwayError, LaterError, Messenger, Now, Store, Unit, UnreachableError

T = TypeVar("T")
_log = logging.getLogger(__name__)

AT_ONCE = 64
"""How many places are served side by side. Discord allows 50 requests a second: one may take more than a second."""

_WRITES_AT_ONCE = 2
"""Of these places together: the store has one writer at a time, and people must not wait behind all of them."""

_PLACES_A_TURN = 200
_AWAY_AGAIN = timedelta(minutes=10)
_AWAY_LONGEST = timedelta(hours=6)
GONE_AFTER = timedelta(days=14)
"""What was due so long ago in a server that the bot is no longer in is given up."""

_TOGETHER = timedelta(milliseconds=1)
"""What was held back behind a failed delivery stands microseconds after it, and is claimed with it."""


class Plan(NamedTuple):
    """What to do with a due delivery: say ``notice``, or nothing; look again at ``postponed`` if that is set."""

    notice: Notice | None = None
    postponed: datetime | None = None


class Closing(NamedTuple):
    """How a delivery came to its end: said with ``message_id``, passed over without a word, or dead."""

    status: DeliveryStatus
    message_id: int | None = None


class Handler(NamedTuple):
    """How deliveries of one kind are made.

    ``plan`` decides what is said now. ``settled`` runs in the transaction that settles the delivery, with the id of
    the message. ``closed`` runs in the transaction that ends it in whatever way: what repeats writes its next row
    there. ``tells_late``: from which delay on the message says when it was due. ``lost`` runs when the place turned
    out to be gone for good; with ``to_person`` the delivery then goes to the person's direct messages instead. A
    delivery whose payload lists channels as ``elsewhere`` goes to the first of them that takes it.
    """

    plan: Callable[[Delivery], Awaitable[Plan]]
    settled: Callable[[Unit, Delivery, int, datetime], Awaitable[None]] | None = None
    lost: Callable[[Delivery], Awaitable[None]] | None = None
    to_person: bool = False
    closed: Callable[[Unit, Delivery, Closing, datetime], Awaitable[None]] | None = None
    tells_late: timedelta | None = None


class _End(NamedTuple):
    """How an attempt ended. ``wait``: until when its place is not worth another one, for what comes after it either."""

    brought: bool = True
    wait: datetime | None = None


class Deliveries:
    """Everything the bot owes, brought when it is due."""

    def __init__(self, store: Store, messenger: Messenger, now: Now, owner: str) -> None:
        self._store = store
        self._messenger = messenger
        self._now = now
        self._owner = owner
        self._handlers: dict[str, Handler] = {}
        self._places = KeyedLocks()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._pens = asyncio.Semaphore(_WRITES_AT_ONCE)
        self._served: set[int] = set()
        self._look = asyncio.Event()
        self._run: asyncio.Future[int] | None = None

    def handle(self, kind: str, handler: Handler) -> None:
        """Say how deliveries of ``kind`` are made."""
        self._handlers[kind] = handler

    async def run_due(self) -> int:
        """Bring all that is due now, giving way to people; returns how many deliveries were settled.

        Safe to call at any time: while it runs already, the run that is under way looks once more, and is waited for.
        """
        self._look.set()
        if self._run is not None and not self._run.done():
            await asyncio.wait([self._run])
            return 0
        self._run = asyncio.ensure_future(self._bring_all())
        return await asyncio.shield(self._run)

    async def serve(self, place: int) -> int:
        """Bring what is due at one place, in order; a failure ends the turn so that nothing overtakes it."""
        async with self._places.holding(place):
            try:
                return await self._serve(place)
            except StoreUnavailable:
                _log.warning("deliveries to %s wait: the store is not available", place)
                return 0

    async def _bring_all(self) -> int:
        """Serve every place where something is due. A place that is slow holds up neither the others nor a new look."""
        gives_way.set(True)
        brought, tried, running = 0, set[int](), set[asyncio.Future[int]]()
        try:
            while True:
                if self._look.is_set():
                    self._look.clear()
                    tried.clear()
                # Before the look: what ends during it may have sent something elsewhere, which this look did not see.
                ended = {one for one in running if one.done()}
                running -= ended
                brought += sum(one.result() for one in ended)
                fresh = await self._due_places(tried | self._served)
                tried.update(fresh)
                for place in fresh:
                    await self._slots.acquire()
                    running.add(asyncio.ensure_future(self._serve_in_slot(place)))
                if not fresh and not self._look.is_set():
                    if not running:
                        return brought
                    await self._something_new(running)
        finally:
            for one in running:
                one.cancel()

    async def _due_places(self, but: Set[int]) -> list[int]:
        now = self._now()
        found = await self._store.read(lambda unit: unit.deliveries.due_places(now, _PLACES_A_TURN))
        return [place for place in found if place not in but]

    async def _serve_in_slot(self, place: int) -> int:
        """Serve a place; the slot was taken before."""
        self._served.add(place)
        try:
            return await self.serve(place)
        finally:
            self._served.discard(place)
            self._slots.release()

    async def _something_new(self, running: Set[asyncio.Future[int]]) -> None:
        """Wait until a place is through, or somebody wants us to look again."""
        look = asyncio.ensure_future(self._look.wait())
        waited: set[asyncio.Future[Any]] = {look, *running}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        look.cancel()

    async def release_own(self) -> None:
        """Give back this process's leases, so that whoever comes next need not wait for them to run out."""
        await self._store.write(lambda unit: unit.deliveries.release_of([self._owner]))

    async def release_dead(self, is_alive: Callable[[str], bool]) -> None:
        """Give back the leases of owners that are known to be gone."""
        owners = await self._store.read(lambda unit: unit.deliveries.owners())
        dead = [owner for owner in owners if owner != self._owner and not is_alive(owner)]
        if dead:
            await self._store.write(lambda unit: unit.deliveries.release_of(dead))

    async def next_due(self, *, later: bool = False) -> datetime | None:
        """When there is something to do next; with ``later``, besides what is due already."""
        now = self._now()
        return await self._store.read(lambda unit: unit.deliveries.next_due(now, now if later else None))

    async def _serve(self, place: int) -> int:
        brought = 0
        while claimed := await self._claim(place):
            held_from = self._now()
            for index, delivery in enumerate(claimed, start=1):
                if self._now() - held_from > LEASE / 3:
                    held_from = self._now()
                    if not await self._renew(claimed[index - 1 :]):
                        return brought
                end = await self._bring(delivery)
                brought += end.brought
                if end.wait is not None:
                    await self._hold_back(claimed[index:], end.wait)
                    return brought
        return brought

    async def _claim(self, place: int) -> list[Delivery]:
        now = self._now()
        upto = now + _TOGETHER
        return await self._write(lambda unit: unit.deliveries.claim(place, self._owner, upto, now + LEASE))

    async def _renew(self, claimed: list[Delivery]) -> bool:
        """Hold what is claimed for longer; ``False`` if somebody took us for dead and took it over."""
        ids, until = [one.id for one in claimed], self._now() + LEASE
        return await self._write(lambda unit: unit.deliveries.renew(ids, self._owner, until))

    async def _hold_back(self, untried: list[Delivery], until: datetime) -> None:
        """Put off what was claimed after one that has to wait: it would fail alike, and must not overtake."""

        async def work(unit: Unit) -> None:
            for number, delivery in enumerate(untried, start=1):
                in_order = until + timedelta(microseconds=number)
                await unit.deliveries.postpone(delivery.id, in_order, "an earlier one waits", delivery.attempts - 1)

        await self._write(work)

    async def _bring(self, delivery: Delivery) -> _End:
        try:
            handler = self._handlers[delivery.kind]
            plan = await handler.plan(delivery)
            if plan.postponed is not None:
                await self._postpone(delivery, plan.postponed, None, attempts=0)
                return _End()
            notice = plan.notice and self._dated(plan.notice, delivery, handler)
            message_id = await self._messenger.send(delivery, notice) if notice else None
            await self._settle(delivery, handler, message_id)
        except UnreachableError as error:
            await self._give_up(delivery, str(error))
        except AwayError:
            return await self._wait_for_server(delivery)
        except LaterError as error:
            if error.until is not None:
                await self._postpone(delivery, error.until, None, attempts=delivery.attempts - 1)
                return _End(brought=False, wait=error.until)
            return await self._try_later(delivery, str(error))
        except StoreUnavailable:
            raise
        except Exception as error:
            # One bad delivery must not hold up the others; it is tried again and its trace is in the log.
            _log.exception("delivery %s of kind %s failed", delivery.id, delivery.kind)
            end = await self._try_later(delivery, type(error).__name__)
            return end._replace(wait=None)
        return _End()

    async def _wait_for_server(self, delivery: Delivery) -> _End:
        """Look again in a while, then more and more rarely. Once the bot is back, whoever sees it come hurries us."""
        late = self._now() - delivery.promised_at
        if late > GONE_AFTER:
            await self._give_up(delivery, "I was removed from this server")
            return _End()
        until = self._now() + min(max(_AWAY_AGAIN, late / 4), _AWAY_LONGEST)
        await self._postpone(delivery, until, "I am not in this server at the moment", attempts=0)
        return _End(brought=False, wait=until)

    def _dated(self, notice: Notice, delivery: Delivery, handler: Handler) -> Notice:
        """The notice, with the time at which it was due if it comes late."""
        due = delivery.promised_at
        if handler.tells_late is None or notice.late is not None or self._now() - due < handler.tells_late:
            return notice
        return notice.model_copy(update={"late": due})

    async def _settle(self, delivery: Delivery, handler: Handler, message_id: int | None) -> None:
        now = self._now()

        async def work(unit: Unit) -> None:
            won = await unit.deliveries.settle(delivery.id, DeliveryStatus.SENT, now, message_id, None)
            if won and handler.settled is not None and message_id is not None:
                await handler.settled(unit, delivery, message_id, now)
            if won and handler.closed is not None:
                await handler.closed(unit, delivery, Closing(DeliveryStatus.SENT, message_id), now)

        await self._write(work)

    async def _try_later(self, delivery: Delivery, reason: str) -> _End:
        if delivery.attempts >= MOST_ATTEMPTS:
            await self._give_up(delivery, reason)
            return _End()
        until = self._now() + retry_delay(delivery.attempts)
        await self._postpone(delivery, until, reason, attempts=delivery.attempts)
        return _End(brought=False, wait=until)

    async def _give_up(self, delivery: Delivery, reason: str) -> None:
        now = self._now()
        handler = self._handlers.get(delivery.kind)
        if (another := _elsewhere(delivery)) is not None:
            _log.info("delivery %s of kind %s goes to another channel: %s", delivery.id, delivery.kind, reason)
            await self._write(lambda unit: unit.deliveries.redirect(delivery.id, delivery.user_id, another))
            return
        if handler is not None and handler.to_person and delivery.channel_id is not None:
            _log.info("delivery %s of kind %s goes to the person: %s", delivery.id, delivery.kind, reason)
            await self._write(lambda unit: unit.deliveries.redirect(delivery.id, delivery.user_id))
            return
        _log.warning("delivery %s of kind %s is dead: %s", delivery.id, delivery.kind, reason)

        async def work(unit: Unit) -> None:
            won = await unit.deliveries.settle(delivery.id, DeliveryStatus.DEAD, now, None, reason)
            if won and handler is not None and handler.closed is not None:
                await handler.closed(unit, delivery, Closing(DeliveryStatus.DEAD), now)

        await self._write(work)
        if handler is not None and handler.lost is not None:
            await handler.lost(delivery)

    async def _postpone(self, delivery: Delivery, until: datetime, reason: str | None, *, attempts: int) -> None:
        await self._write(lambda unit: unit.deliveries.postpone(delivery.id, until, reason, attempts))

    async def _write(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        if not gives_way.get():
            return await self._store.write(work)
        async with self._pens:
            return await self._store.write(work)


def _elsewhere(delivery: Delivery) -> int | None:
    """The channel to try after the place that is closed."""
    others: list[int] = delivery.payload.get("elsewhere", [])
    if delivery.channel_id not in others:
        return others[0] if others else None
    following = others[others.index(delivery.channel_id) + 1 :]
    return following[0] if following else None
