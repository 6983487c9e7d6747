"""How a subscribed question, and what follows an answer, are made when they are due."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol

from bot.domain.daily.notices import Aside
from bot.domain.daily.questions import DailyQuestion, Scope
from bot.domain.daily.subscriptions import TELLS_LATE, TOO_OLD, Place, Subscription
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.errors import Refused
from bot.services.dailies import FEEDBACK, Dailies, Wish
from bot.services.daily_subscriptions import DIRECT, THERE, DailySubscriptions
from bot.services.deliveries import Closing, Deliveries, Handler, Plan
from bot.services.ports import Now, Store, Unit, UnreachableError

_NOTHING = Plan()


class Members(Protocol):
    """Who is in a server."""

    async def has(self, guild_id: int, user_id: int) -> bool:
        """Whether a person is a member. :raises bot.services.ports.LaterError: if nobody can tell now."""


class DailyDeliveries:
    """Brings each day's question and owes the next one in the same transaction."""

    def __init__(
        self, store: Store, dailies: Dailies, subscriptions: DailySubscriptions, members: Members, now: Now
    ) -> None:
        self._store = store
        self._dailies = dailies
        self._subscriptions = subscriptions
        self._members = members
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that subscriptions owe."""
        asked = Handler(self._question, self._asked, closed=self._closed, tells_late=TELLS_LATE)
        deliveries.handle(DIRECT, asked)
        deliveries.handle(THERE, asked._replace(to_person=True))
        deliveries.handle(FEEDBACK, Handler(self._feedback, to_person=True))

    async def _question(self, delivery: Delivery) -> Plan:
        state, known = await self._store.read(lambda unit: _look(unit, delivery))
        if state is None or state.version != delivery.payload["version"] or self._is_past(delivery, known):
            return _NOTHING
        if delivery.channel_id is not None and not await self._members.has(delivery.guild_id, delivery.user_id):
            await self._left(state)
            return _NOTHING
        wish = Wish(delivery.guild_id, delivery.user_id, Scope.OWN, _key(delivery), state.track_id)
        try:
            daily = known or await self._dailies.ask(wish, date.fromisoformat(delivery.payload["day"]))
        except Refused:
            return _NOTHING  # there is no question at all; tomorrow there may be
        daily = _placed(daily, delivery, state)
        asked = await self._dailies.asked(daily, _asides(state, delivery, daily), _mentioned(delivery))
        return Plan(asked)

    def _is_past(self, delivery: Delivery, known: DailyQuestion | None) -> bool:
        """Whether it is too late for this one, or that day had its question under an older version."""
        had = known is not None and known.message_id is not None
        return had or self._now() - delivery.promised_at > TOO_OLD

    async def _left(self, state: Subscription) -> None:
        await self._store.write(lambda unit: self._subscriptions.end(unit, state))

    async def _asked(self, unit: Unit, delivery: Delivery, message_id: int, now: datetime) -> None:
        daily = await unit.dailies.by_key(delivery.guild_id, _key(delivery))
        if daily is None:
            return  # erased while it was on its way
        state = await unit.subscriptions.get(delivery.guild_id, delivery.user_id, lock=True)
        await unit.dailies.save(_placed(daily, delivery, state).put(message_id=message_id))
        if state is not None and state.place is not Place.DIRECT and delivery.channel_id is None:
            await unit.subscriptions.put(state.put(place=Place.DIRECT))

    async def _closed(self, unit: Unit, delivery: Delivery, closing: Closing, now: datetime) -> None:
        if closing.status is DeliveryStatus.DEAD:
            daily = await unit.dailies.by_key(delivery.guild_id, _key(delivery))
            if daily is not None:
                await unit.dailies.drop_unsent(daily.guild_id, daily.id)
        state = await unit.subscriptions.get(delivery.guild_id, delivery.user_id, lock=True)
        if state is not None and state.version == delivery.payload["version"]:
            await self._subscriptions.owe_next(unit, state, max(now, delivery.promised_at))

    async def _feedback(self, delivery: Delivery) -> Plan:
        try:
            daily = await self._dailies.mine(delivery.user_id, delivery.payload["daily"], delivery.guild_id)
            return Plan(await self._dailies.feedback(daily))
        except Refused as gone:
            raise UnreachableError("the answer is gone") from gone


async def _look(unit: Unit, delivery: Delivery) -> tuple[Subscription | None, DailyQuestion | None]:
    """The subscription, and the day's question if an earlier try made it."""
    state = await unit.subscriptions.get(delivery.guild_id, delivery.user_id)
    return state, await unit.dailies.by_key(delivery.guild_id, _key(delivery))


def _key(delivery: Delivery) -> str:
    return f"own:{delivery.guild_id}:{delivery.user_id}:{delivery.payload['day']}"


def _placed(daily: DailyQuestion, delivery: Delivery, state: Subscription | None) -> DailyQuestion:
    """The question where the delivery brings it; in the person's own thread it is answered there."""
    here = delivery.channel_id
    return daily.put(place_id=here, thread_id=here if state is not None and state.thread_id == here else None)


def _asides(state: Subscription, delivery: Delivery, daily: DailyQuestion) -> Iterator[Aside]:
    direct = delivery.channel_id is None
    if direct != (state.place is Place.DIRECT):
        yield Aside.PLACE_GONE if direct else Aside.CLOSED_TO_ME
    if state.track_id not in (None, daily.track_id):
        yield Aside.STRAYED


def _mentioned(delivery: Delivery) -> int | None:
    return delivery.user_id if delivery.channel_id is not None else None
